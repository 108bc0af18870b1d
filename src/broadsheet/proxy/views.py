"""The bytes of an answer in, the page that shows them out: what a Gopher item's type, a capsule's media type and the bytes themselves call for. Pure.

`shown` is for a whole answer or its beginning: a page says where it ends before the answer does, and leads to the rest.
"""

from email.message import Message
from urllib.parse import unquote_to_bytes

import msgspec

from ..extract.language import of_text
from ..net.place import Place
from ..render.htmlblocks import attribute, escape
from ..text import clean, clean_line
from . import edition, gemtext, letters, listing, media, menu, route
from .sheet import NAMES, Sheet

PAGE = 1 << 20
"""Bytes of an answer that one page shows."""


class Got(msgspec.Struct, frozen=True):
    """What came: the beginning of an answer, or all of it (*whole*). *meta* is a capsule's media type, "" for Gopher."""

    data: bytes
    whole: bool
    meta: str = ""


def shown(place: Place, got: Got, *, lines: bool = False) -> tuple[int, Sheet]:
    """The status (HTTP's) and the page for *got*; *lines*: line by line, also where it is an article."""
    if place.scheme == "gemini":
        return 200, _capsule(place, got, lines=lines)
    way = media.kind_of(place.kind).way
    if way in {"menu", "search"} and letters.is_text(got.data):
        return _menu(place, got, lines=lines)
    if way == "text" and letters.is_text(got.data):
        if place.kind in "hH" and not lines and got.whole and (article := edition.of_html(got.data, "", place)) is not None:
            return 200, _article(article, place, got)
        return 200, _text(place, got, letters.text_of(got.data), lines=lines)
    return 200, _file(place, got)


def media_type(meta: str) -> tuple[str, str, str]:
    """Media type, charset and language of a capsule's meta (RFC 2045 §5.1); gemtext where it names none."""
    head = Message()
    head["Content-Type"] = meta[:300] or "text/gemini"
    charset, language = head.get_param("charset", ""), head.get_param("lang", "")
    return head.get_content_type(), clean(str(charset)), clean(str(language)).partition(",")[0]


def _menu(place: Place, got: Got, *, lines: bool) -> tuple[int, Sheet]:
    found = menu.read(got.data, place)
    if not lines and (article := edition.of_menu(found, place)) is not None:
        return 200, _article(article, place, got)
    asks = route.path(msgspec.structs.replace(place, words=b"")) if place.kind == "7" else ""
    if not lines and (written := listing.title(found)) is not None:
        kicker, title, rest = written
        made = listing.lines(rest) + _rest(place, got)
        return 200, Sheet(title=clean(title), kicker=clean(kicker), lines=made, asks=asks, article=True, language=_tongue(found))
    title = found.title or _last(place)
    made = menu.lines(found) if found.items else ["<p>This menu is empty.</p>"]
    if place.words:
        title = f"{place.words.decode('utf-8', 'replace')} – {title}"
    sheet = Sheet(title=clean(title), lines=made + _rest(place, got), asks=asks, language=_tongue(found))
    return (404 if found.error else 200), sheet


def _text(place: Place, got: Got, text: str, *, lines: bool) -> Sheet:
    if not lines and (article := edition.of_text(letters.without_ansi(text), place)) is not None:
        return _article(article, place, got)
    rows = [clean_line(line) for line in letters.without_ansi(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    while rows and not rows[-1]:
        rows.pop()
    if place.scheme == "gopher" and rows and rows[-1] == ".":
        rows.pop()  # the end of a text (RFC 1436 §3.1), which many servers leave out
    made = menu.block("\n".join(rows)) if rows else ["<p>This text is empty.</p>"]
    return Sheet(title=_last(place), lines=made + _rest(place, got), language=of_text(text))


def _article(article: edition.Article, place: Place, got: Got) -> Sheet:
    kicker = " · ".join(part for part in (article.paper, article.kicker) if part)
    return Sheet(title=article.title, kicker=kicker, lines=article.lines + _rest(place, got), language=article.language, article=True)


def _capsule(place: Place, got: Got, *, lines: bool) -> Sheet:
    kind, charset, language = media_type(got.meta)
    if not kind.startswith("text/") or not letters.is_text(got.data):
        return _file(place, got, kind)
    if kind == "text/html" and not lines and got.whole and (article := edition.of_html(got.data, charset, place)) is not None:
        return _article(article, place, got)
    text = letters.text_of(got.data, charset)
    if kind == "text/gemini":
        found = gemtext.read(text, place.address)
        made = found.lines or ["<p>There is nothing more on this page.</p>"]
        return Sheet(title=found.title or _last(place), lines=made + _rest(place, got), language=_tag(language) or of_text(text))
    sheet = _text(place, got, text, lines=lines)
    return msgspec.structs.replace(sheet, language=_tag(language) or sheet.language)


def _file(place: Place, got: Got, named: str = "") -> Sheet:
    """A picture, a sound, a film, or a file to save, by its first bytes."""
    source = attribute(route.path(place, "raw"))
    name = _last(place)
    kind = media.shown_as(got.data)
    if not got.data:
        return Sheet(title=name, lines=["<p>This file is empty.</p>"])
    count = media.size(len(got.data)) if got.whole else f"more than {media.size(len(got.data)).partition(' (')[0]}; the protocol does not say how much"
    what = kind or named or ("text" if letters.is_text(got.data) else "file")
    made: list[str] = []
    if kind.startswith("image/"):
        made = [f'<p><a href="{source}"><img src="{source}" alt="{attribute(f"Picture: {name}")}"></a></p>']
    elif kind.startswith("audio/"):
        made = [f'<p><audio controls preload="none" src="{source}" aria-label="{attribute(f"Sound: {name}")}"></audio></p>']
    elif kind.startswith("video/"):
        made = [f'<p><video controls preload="none" src="{source}" aria-label="{attribute(f"Film: {name}")}"></video></p>']
    made.append(f'<p class="save"><a href="{source}">{"Open" if kind else "Save"} {escape(name)}</a></p><p class="facts">{escape(clean(what))} · {count}</p>')
    if place.scheme == "gopher" and not kind and letters.is_text(got.data):
        made.append(f'<p><a href="{attribute(route.path(msgspec.structs.replace(place, kind="0")))}">It is text: read it here</a></p>')
    return Sheet(title=name, lines=made)


def _rest(place: Place, got: Got) -> list[str]:
    """Where the answer goes on."""
    if got.whole:
        return []
    words = f"Here ends what one page shows, after {media.size(len(got.data)).partition(' (')[0]}; there is more."
    return [f'<p class="save">{words} <a href="{attribute(route.path(place, "raw"))}">The whole of it as plain text</a></p>']


def _last(place: Place) -> str:
    """What names a page that does not name itself: the last part of its address that says something."""
    raw = place.selector.partition(b"?")[0] if place.scheme == "gemini" else place.selector
    parts = [part for part in clean(letters.text_of(unquote_to_bytes(raw) if place.scheme == "gemini" else raw)).split("/") if part]
    return parts[-1][:200] if parts else place.server


def _tongue(found: menu.Menu) -> str:
    """The language of a menu's words, "" where they do not tell."""
    return of_text(" ".join(item.text for item in found.items[:400]))


def _tag(language: str) -> str:
    """A language tag of a capsule, "" where it is none."""
    return language if len(language) <= 35 and all(part.isascii() and part.isalnum() and len(part) <= 8 for part in language.split("-")) else ""


# What a place says instead of a page.

_ALONE = "Please read it with a Gemini program."
_GEMINI = {
    "11": ("It asks for something secret", f"This capsule asks for a password or the like, which a proxy must not pass on. {_ALONE}"),
    "4": ("Not just now", "The capsule cannot answer at the moment. Please try again later."),
    "44": ("Slow down", "The capsule wants fewer requests. Please wait some seconds, then try again."),
    "5": ("There is no page here", "The capsule cannot answer this, now or later."),
    "51": ("There is no page here", "The capsule has no such page."),
    "52": ("The page is gone", "The capsule had such a page and has it no more."),
    "53": ("Not this server's page", "The capsule does not answer for that address."),
    "59": ("Not understood", "The capsule did not understand the request."),
    "6": ("It asks who you are", f"This capsule is for readers who show a certificate of their own. A proxy has none that is yours. {_ALONE}"),
    "61": ("Not with this certificate", f"This capsule lets in readers whose certificate it knows. A proxy has none that is yours. {_ALONE}"),
}
_STATUS = {4: 503, 5: 404, 6: 403}


def said(place: Place, status: int, meta: str) -> tuple[int, Sheet]:
    """The status (HTTP's) and the page for a capsule's answer that is no page: 1x, 3x to other places, 4x, 5x, 6x."""
    if status // 10 == 1 and status != 11:
        return 200, Sheet(title=meta or "The capsule asks for words", asks=route.path(_bare(place), "ask"), prompt=meta or "Your answer")
    title, words = _GEMINI.get(str(status)) or _GEMINI[str(status)[0]]
    told = [f'<p>It says: <q lang="und">{escape(meta)}</q></p>'] if meta else []
    facts = [f'<p class="facts">Gemini status {status}</p>']
    return 403 if status == 11 else _STATUS[status // 10], Sheet(title=title, own=True, lines=[f"<p>{escape(words)}</p>", *told, *facts])


def moved(where: str, path: str) -> Sheet:
    """A page for a redirect that leads out of its server, which a reader follows only by a click."""
    link = f'<a href="{attribute(path)}" rel="nofollow noreferrer">{escape(where)}</a>' if path else escape(where)
    return Sheet(title="This page has moved elsewhere", own=True, lines=[f"<p>The capsule says that it is now at another place: {link}</p>"])


def elsewhere(place: Place) -> Sheet:
    """A page for what no browser and no proxy opens: a telnet session, a phone book."""
    kind = media.kind_of(place.kind)
    login = f", log in as {escape(clean(letters.text_of(place.selector)))}" if place.selector else ""
    words = f"{escape(kind.name)}: host <b>{escape(place.host)}</b>, port <b>{place.port}</b>{login}"
    about = "This is not a page but a session of another kind, which needs a program of its own."
    return Sheet(title=_last(place), own=True, lines=[f"<p>{about}</p>", f"<p>{words}</p>"])


def search(place: Place) -> Sheet:
    """The form of a search."""
    return Sheet(title=_last(place) if place.selector else "Search", asks=route.path(place), prompt="Words to search for")


def start(scheme: str, refused: str = "") -> Sheet:
    """The page on which an address is typed."""
    name = NAMES[scheme]
    words = (
        f"<p>Here any page of {name} can be read in this browser, without a program for it. Type an address, "
        f"such as <b>{scheme}://host/</b>.</p>"
        "<p>What is shown is somebody else’s: whoever runs this site neither wrote nor chose it. Nobody learns who reads it but this site.</p>"
    )
    wrong = [f'<p class="wrong" role="alert">{escape(refused)}</p>'] if refused else []
    return Sheet(title=f"{name} in a browser", own=True, lines=[words, *wrong], asks=f"/~/{scheme}/", prompt=f"Address ({scheme}://…)")


def refused(title: str, message: str) -> Sheet:
    """A page that says why there is none."""
    return Sheet(title=title, own=True, lines=[f"<p>{escape(clean(message))}</p>"])


def _bare(place: Place) -> Place:
    return msgspec.structs.replace(place, selector=place.selector.partition(b"?")[0])
