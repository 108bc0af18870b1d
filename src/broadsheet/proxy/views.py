"""The bytes of an answer in, the page that shows them out: what a Gopher item's type, a capsule's media type and the bytes themselves call for. Pure.

`shown` is for a whole answer or its beginning: a page says where it ends before the answer does, and leads to the rest.
"""

from email.message import Message
from urllib.parse import unquote_to_bytes

import msgspec

from ..extract.language import of_text
from ..labels import label
from ..net.place import Place
from ..render.htmlblocks import attribute, escape
from ..text import clean, clean_line
from . import edition, gemtext, letters, listing, media, menu, route
from .sheet import NAMES, Sheet
from .words import Words

PAGE = 1 << 20
"""Bytes of an answer that one page shows."""


class Got(msgspec.Struct, frozen=True):
    """What came: the beginning of an answer, or all of it (*whole*). *meta* is a capsule's media type, "" for Gopher."""

    data: bytes
    whole: bool
    meta: str = ""


def shown(place: Place, got: Got, words: Words, *, lines: bool = False) -> tuple[int, Sheet]:
    """The status (HTTP's) and the page for *got*; *lines*: line by line, also where it is an article. *words*: what we say on it."""
    if place.scheme == "gemini":
        return 200, _capsule(place, got, words, lines=lines)
    way = media.kind_of(place.kind).way
    if way in {"menu", "search"} and letters.is_text(got.data):
        return _menu(place, got, words, lines=lines)
    if way == "text" and letters.is_text(got.data):
        if place.kind in "hH" and not lines and got.whole and (article := edition.of_html(got.data, "", place)) is not None:
            return 200, _article(article, place, got, words)
        return 200, _text(place, got, letters.text_of(got.data), words, lines=lines)
    return 200, _file(place, got, words)


def media_type(meta: str) -> tuple[str, str, str]:
    """Media type, charset and language of a capsule's meta (RFC 2045 §5.1); gemtext where it names none."""
    head = Message()
    head["Content-Type"] = meta[:300] or "text/gemini"
    charset, language = head.get_param("charset", ""), head.get_param("lang", "")
    return head.get_content_type(), clean(str(charset)), clean(str(language)).partition(",")[0]


def _menu(place: Place, got: Got, words: Words, *, lines: bool) -> tuple[int, Sheet]:
    found = menu.read(got.data, place)
    if not lines and (article := edition.of_menu(found, place, words)) is not None:
        return 200, _article(article, place, got, words)
    asks = route.path(msgspec.structs.replace(place, words=b"")) if place.kind == "7" else ""
    if not lines and (written := listing.title(found)) is not None:
        kicker, title, rest = written
        made = listing.lines(rest, words) + _rest(place, got, words)
        return 200, Sheet(title=clean(title), kicker=clean(kicker), lines=made, asks=asks, article=True, language=_tongue(found))
    title = found.title or _last(place)
    made = menu.lines(found, words) if found.items else _empty("menu-empty", words)
    if place.words:
        title = f"{place.words.decode('utf-8', 'replace')} – {title}"
    sheet = Sheet(title=clean(title), lines=made + _rest(place, got, words), asks=asks, language=_tongue(found))
    return (404 if found.error else 200), sheet


def _text(place: Place, got: Got, text: str, words: Words, *, lines: bool) -> Sheet:
    if not lines and (article := edition.of_text(letters.without_ansi(text), place, words)) is not None:
        return _article(article, place, got, words)
    rows = [clean_line(line) for line in letters.without_ansi(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    while rows and not rows[-1]:
        rows.pop()
    if place.scheme == "gopher" and rows and rows[-1] == ".":
        rows.pop()  # the end of a text (RFC 1436 §3.1), which many servers leave out
    made = menu.block("\n".join(rows), words) if rows else _empty("text-empty", words)
    return Sheet(title=_last(place), lines=made + _rest(place, got, words), language=of_text(text))


def _article(article: edition.Article, place: Place, got: Got, words: Words) -> Sheet:
    kicker = " · ".join(part for part in (article.paper, article.kicker) if part)
    return Sheet(title=article.title, kicker=kicker, lines=article.lines + _rest(place, got, words), language=article.language, article=True)


def _capsule(place: Place, got: Got, words: Words, *, lines: bool) -> Sheet:
    kind, charset, language = media_type(got.meta)
    if not kind.startswith("text/") or not letters.is_text(got.data):
        return _file(place, got, words, kind)
    if kind == "text/html" and not lines and got.whole and (article := edition.of_html(got.data, charset, place)) is not None:
        return _article(article, place, got, words)
    text = letters.text_of(got.data, charset)
    if kind == "text/gemini":
        found = gemtext.read(text, place.address, words)
        made = found.lines or _empty("page-empty", words)
        return Sheet(title=found.title or _last(place), lines=made + _rest(place, got, words), language=_tag(language) or of_text(text))
    sheet = _text(place, got, text, words, lines=lines)
    return msgspec.structs.replace(sheet, language=_tag(language) or sheet.language)


def _file(place: Place, got: Got, words: Words, named: str = "") -> Sheet:
    """A picture, a sound, a film, or a file to save, by its first bytes."""
    source = attribute(route.path(place, "raw"))
    name = _last(place)
    kind = media.shown_as(got.data)
    if not got.data:
        return Sheet(title=name, lines=_empty("file-empty", words))
    count = words.size(len(got.data)) if got.whole else words("more-than", size=words.size(len(got.data), exactly=False))
    what = clean(kind or named) or words("kind-text" if letters.is_text(got.data) else "kind-file")
    made: list[str] = []
    if kind.startswith("image/"):
        made = [f'<p><a href="{source}"><img src="{source}" alt="{attribute(words("picture", name=name))}"></a></p>']
    elif kind.startswith("audio/"):
        made = [f'<p><audio controls preload="none" src="{source}" aria-label="{attribute(words("sound", name=name))}"></audio></p>']
    elif kind.startswith("video/"):
        made = [f'<p><video controls preload="none" src="{source}" aria-label="{attribute(words("film", name=name))}"></video></p>']
    made.append(f'<p class="save"><a href="{source}">{escape(words("open" if kind else "save", name=name))}</a></p>')
    made.append(f'<p class="facts">{escape(what)} · {escape(count)}</p>')
    if place.scheme == "gopher" and not kind and letters.is_text(got.data):
        made.append(f'<p><a href="{attribute(route.path(msgspec.structs.replace(place, kind="0")))}">{escape(words("is-text"))}</a></p>')
    # All that is said of a file is ours.
    return Sheet(title=name, lines=made, language=words.spoken)


def _rest(place: Place, got: Got, words: Words) -> list[str]:
    """Where the answer goes on."""
    if got.whole:
        return []
    said = escape(words("ends", size=words.size(len(got.data), exactly=False)))
    return [f'<p class="save"{words.lang}>{said} <a href="{attribute(route.path(place, "raw"))}">{escape(words("whole"))}</a></p>']


def _empty(key: str, words: Words) -> list[str]:
    """What stands where nothing came."""
    return [f"<p{words.lang}>{escape(words(key))}</p>"]


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


# What a place says instead of a page, by Gemini's status (two digits, else one): the keys of a title, of what is said below it, and of more.

_GEMINI = {
    "11": ("secret", "secret-why", "alone"),
    "4": ("later", "later-why"),
    "44": ("slow", "slow-why"),
    "5": ("missing", "never-why"),
    "51": ("missing", "missing-why"),
    "52": ("gone", "gone-why"),
    "53": ("not-its", "not-its-why"),
    "59": ("damaged", "misread-why"),
    "6": ("certificate", "certificate-why", "alone"),
    "61": ("rejected", "rejected-why", "alone"),
}
_STATUS = {4: 503, 5: 404, 6: 403}


def said(place: Place, status: int, meta: str, words: Words) -> tuple[int, Sheet]:
    """The status (HTTP's) and the page for a capsule's answer that is no page: 1x, 3x to other places, 4x, 5x, 6x."""
    if status // 10 == 1 and status != 11:
        return 200, Sheet(title=meta or words("asks"), asks=route.path(_bare(place), "ask"), prompt=meta or words("answer"))
    title, *keys = _GEMINI.get(str(status)) or _GEMINI[str(status)[0]]
    quoted = f'<q lang="und" dir="auto">{escape(meta)}</q>'
    told = [f"<p>{words.html('says', words=quoted)}</p>"] if meta else []
    facts = [f'<p class="facts">{escape(words("status", n=status))}</p>']
    lines = [f"<p>{escape(' '.join(words(key) for key in keys))}</p>", *told, *facts]
    return 403 if status == 11 else _STATUS[status // 10], Sheet(title=words(title), own=True, lines=lines)


def moved(where: str, path: str, words: Words) -> Sheet:
    """A page for a redirect that leads out of its server, which a reader follows only by a click."""
    link = f'<a href="{attribute(path)}" rel="nofollow noreferrer">{escape(where)}</a>' if path else escape(where)
    return Sheet(title=words("moved"), own=True, lines=[f"<p>{words.html('moved-to', address=link)}</p>"])


def elsewhere(place: Place, words: Words) -> Sheet:
    """A page for what no browser and no proxy opens: a telnet session, a phone book."""
    at = {"kind": escape(media.name_of(place.kind, words)), "host": f"<b>{escape(place.host)}</b>", "port": f"<b>{place.port}</b>"}
    name = escape(clean(letters.text_of(place.selector)))
    session = words.html("session-as", name=name, **at) if name else words.html("session-at", **at)
    return Sheet(title=_last(place), own=True, lines=[f"<p>{escape(words('session'))}</p>", f"<p>{session}</p>"])


def search(place: Place, words: Words) -> Sheet:
    """The form of a search."""
    return Sheet(title=_last(place) if place.selector else label(words.language, "search"), asks=route.path(place), prompt=words("words"))


def start(scheme: str, words: Words, wrong: str = "") -> Sheet:
    """The page on which an address is typed; *wrong* is what was, in English."""
    name = NAMES[scheme]
    example = f'<b dir="ltr">{scheme}://host/</b>'
    lines = [f"<p>{words.html('start', name=name, address=example)}</p>", f"<p>{escape(words('start-whose'))}</p>"]
    if wrong:
        lines.append(f'<div class="wrong" role="alert"><p>{escape(words("no-address-why"))}</p>{_detail(wrong)}</div>')
    return Sheet(title=words("name", name=name), own=True, lines=lines, asks=f"/~/{scheme}/", prompt=words("address", scheme=scheme))


def refused(title: str, words: Words, why: str, detail: str = "") -> Sheet:
    """A page that says why there is none: the key of its *title*, and *why*. *detail* is what a program said of it, in English."""
    return Sheet(title=words(title), own=True, lines=[f"<p>{escape(clean(why))}</p>", _detail(detail)] if detail else [f"<p>{escape(clean(why))}</p>"])


def _detail(message: str) -> str:
    return f'<p class="facts" lang="en" dir="ltr">{escape(clean(message))}</p>'


def _bare(place: Place) -> Place:
    return msgspec.structs.replace(place, selector=place.selector.partition(b"?")[0])
