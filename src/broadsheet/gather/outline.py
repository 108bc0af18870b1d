"""A page's bytes in, its outline out: title, language, names, feeds, and every link with its text and the place that it stands in.

This is for finding things on front pages and in navigation, not for reading: the bytes are gone through once, tag by tag, with no tree, so that
no nesting makes it slow. What an article says is for `extract`.
"""

import html
import re
from collections.abc import Iterator

import msgspec

from .. import address as addresses
from ..charsets import known_set
from ..text import clean

_LARGEST = 12 << 20
_MOST_LINKS = 20_000
_DEEPEST = 12
_RAW = {name: re.compile(f"</{name}\\b", re.IGNORECASE) for name in ("script", "style", "svg", "template", "noscript", "textarea", "iframe", "math")}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
# A name begins where no name goes on: without that every letter of a long word would be tried.
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([a-zA-Z][\w:.-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_META_SET = re.compile(rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:\-]{2,40})""", re.IGNORECASE)
_MENU = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navigation|navbar|menu|menue|menubar|mainmenu|mainnav|ressorts?|rubriken|sections?)(?:$|[\s_-])|(?<=[a-z])(?:Nav|Menu)\b"
)
_APART = frozenset({"header", "footer", "aside", "nav"})
_BOXES = frozenset({"div", "ul", "ol", "section", "menu", "table"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Anchor(msgspec.Struct, frozen=True):
    """A link of a page. *menu* is the number of the navigation that it stands in, from 1, 0 for none; *place* where else (`footer`, `aside`).

    *next*: it is marked as that of the page after this one.
    """

    address: str
    text: str
    menu: int = 0
    place: str = ""
    heading: bool = False
    next: bool = False


class Relation(msgspec.Struct, frozen=True):
    """A `<link>` of a page's head: its relations (`rel`, in lower case), address, type and title."""

    relations: tuple[str, ...]
    address: str
    type: str = ""
    title: str = ""


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """What a page's markup says about where it leads. *meta*: the first value of each `<meta>` by lower-case name or property."""

    address: str
    title: str = ""
    language: str = ""
    meta: dict[str, str] = {}
    relations: tuple[Relation, ...] = ()
    anchors: tuple[Anchor, ...] = ()

    def feeds(self) -> tuple[Relation, ...]:
        """The feeds that the page names in its head; a catalogue of books (OPDS) has a feed's type, and no articles."""
        kinds = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/json", "text/xml")
        named = (link for link in self.relations if "alternate" in link.relations and link.type.startswith(kinds))
        return tuple(link for link in named if "oembed" not in link.address and "opds-catalog" not in link.type)


def outline(data: bytes, address: str, charset: str = "") -> Outline:
    """The outline of the page *data*, which came from *address* under that *charset*; of any bytes at all, within bounded time."""
    return _Scanner(address).scan(decoded(data[:_LARGEST], charset))


def decoded(data: bytes, charset: str) -> str:
    """*data* as text: by BOM, as UTF-8 where it is, else as the transport or the page's head says, else as CP1252."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and not data[: error.start].isascii():
            return data.decode("utf-8", "ignore")  # cut in the middle of a character
    found = _META_SET.search(data, 0, 8192)
    for name in (charset, found[1].decode("ascii", "ignore") if found else ""):
        codec = known_set(name)
        if codec not in {"", "utf-8"}:
            return data.decode(codec, "replace")
    return data.decode("cp1252", "replace")


def _attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, the first of each name."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4]
        found.setdefault(match[1].lower(), html.unescape(value) if "&" in value else value)
    return found


class _Scanner:
    """One pass over a page's tags."""

    def __init__(self, address: str) -> None:
        self._address = self._base = address
        self._title: list[str] = []
        self._language = ""
        self._meta: dict[str, str] = {}
        self._relations: list[Relation] = []
        self._anchors: list[Anchor] = []
        self._open: list[tuple[str, int, str]] = []  # an element apart: its tag, those of its name open in it, what it is
        self._menus = 0
        self._heading = 0
        self._link: tuple[str, list[str], bool, bool] | None = None
        self._in_title = False

    def scan(self, text: str) -> Outline:
        """The outline of the page *text*."""
        for run, token in _tokens(text):
            if token is None:
                self._text(run)
            else:
                self._tag(token[2].lower(), token[3][:8000], closing=bool(token[1]))
            if len(self._anchors) >= _MOST_LINKS:
                break
        self._end_link()
        return Outline(
            address=self._address,
            title=clean(html.unescape("".join(self._title)))[:300],
            language=self._language,
            meta=self._meta,
            relations=tuple(self._relations),
            anchors=tuple(self._anchors),
        )

    def _text(self, run: str) -> None:
        if self._in_title and len(self._title) < 20:
            self._title.append(run[:1000])
        if self._link is not None and len(self._link[1]) < 50:
            self._link[1].append(run[:1000])

    def _tag(self, name: str, rest: str, *, closing: bool) -> None:
        if name in _APART or name in _BOXES:
            self._box(name, rest, closing=closing)
        if name in _HEADINGS:
            self._heading = max(0, self._heading + (-1 if closing else 1)) if self._heading < 9 else 0
            if closing and self._link is None:
                self._heading = 0
        elif name == "a":
            self._end_link()
            if not closing:
                self._begin_link(_attributes(rest))
        elif closing:
            self._in_title = self._in_title and name != "title"
        elif name == "title":
            self._in_title = not self._title
        elif name in {"html", "meta", "link", "base", "img"}:
            self._single(name, _attributes(rest))

    def _single(self, name: str, said: dict[str, str]) -> None:
        """A tag that says all it says in its attributes."""
        if name == "html":
            self._language = self._language or clean(said.get("lang") or said.get("xml:lang") or "")[:20]
        elif name == "meta":
            key = (said.get("property") or said.get("name") or said.get("itemprop") or said.get("http-equiv") or "").lower()
            if key and said.get("content") and len(self._meta) < 500:
                self._meta.setdefault(clean(key)[:80], clean(said["content"][:2000]))
        elif name == "link" and said.get("rel") and said.get("href") and len(self._relations) < 500:
            address = addresses.absolute(said["href"][:2000], self._base)
            if address.startswith("http"):
                relations = tuple(clean(said["rel"][:200]).lower().split())
                self._relations.append(Relation(relations, address, clean(said.get("type", "")[:80]).lower(), clean(said.get("title", "")[:200])))
        elif name == "base" and said.get("href"):
            self._base = addresses.absolute(said["href"][:2000], self._address) or self._base
        elif name == "img" and self._link is not None and said.get("alt"):
            self._link[1].append(f" {html.escape(said['alt'][:300])} ")

    def _box(self, name: str, rest: str, *, closing: bool) -> None:
        """Keep track of the elements that stand apart from the page's own news."""
        for place in range(len(self._open) - 1, -1, -1):
            tag, depth, kind = self._open[place]
            if tag == name:
                if not closing:
                    self._open[place] = (tag, depth + 1, kind)
                elif depth:
                    self._open[place] = (tag, depth - 1, kind)
                else:
                    del self._open[place:]
                break
        if closing or len(self._open) >= _DEEPEST:
            return
        said = _attributes(rest) if rest else {}
        words = f"{said.get('class', '')[:300]} {said.get('id', '')[:100]}"
        kind = "nav" if name == "nav" or name == "menu" or said.get("role") == "navigation" or _MENU.search(words) else name if name in _APART else ""
        if kind:
            self._menus += kind == "nav" and not any(known == "nav" for _, _, known in self._open)
            self._open.append((name, 0, kind))

    def _begin_link(self, said: dict[str, str]) -> None:
        address = addresses.absolute(said.get("href", "")[:2000], self._base)
        if address.startswith(("http://", "https://")):
            label = said.get("aria-label") or said.get("title") or ""
            self._link = address.partition("#")[0], [html.escape(label[:300]) + "\x00"], self._heading > 0, "next" in said.get("rel", "").lower().split()

    def _end_link(self) -> None:
        """Note the link that has just ended; its own text, or its label where it has none."""
        if self._link is None:
            return
        address, parts, heading, following = self._link
        label, _, text = "".join(parts).partition("\x00")
        kinds = [kind for _, _, kind in self._open]
        place = next((kind for kind in kinds if kind in {"footer", "aside"}), "")
        said = clean(html.unescape(text)) or clean(html.unescape(label))
        self._anchors.append(Anchor(address, said[:300], self._menus if "nav" in kinds else 0, place, heading or self._heading > 0, following))
        self._link = None


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """The runs of text of a page, each with the tag behind it; what stands in comments, scripts and the like is passed over.

    Every step goes forward, and one that finds no end ends the page: no page makes this slower than its length.
    """
    place = 0
    while (start := text.find("<", place)) >= 0:
        if start > place:
            yield text[place:start], None
        if text.startswith("<!--", start):
            place = _behind(text, "-->", start)
        elif tag := _TAG.match(text, start):
            yield "", tag
            place = tag.end()
            end = _RAW.get(tag[2].lower()) if not tag[1] else None
            if end is not None and not tag[3].endswith("/"):
                closing = end.search(text, place)
                if closing is None:
                    return
                place = closing.start()
        elif text[start + 1 : start + 2].isalpha() or text[start + 1 : start + 2] in {"/", "!", "?"}:
            place = _behind(text, ">", start)  # a quote that never ends, a doctype
        else:
            yield "<", None
            place = start + 1
    if place < len(text):
        yield text[place:], None


def _behind(text: str, end: str, start: int) -> int:
    """The place behind the next *end*, that of the text's end where there is none."""
    found = text.find(end, start)
    return len(text) if found < 0 else found + len(end)
