"""The bytes of a Gopher menu in, its items out (RFC 1436 §3.4, §3.8), whatever is wrong with them; and the items as lines of HTML.

| what is wrong | what becomes of it |
|---|---|
| no TAB at all | the line is text, whole |
| host and port are missing | those of the menu itself |
| host or port is none, or a selector that cannot be asked for | the item's text, with what its address was behind it |
| fields behind the port | shown behind the text; `+`, which Gopher+ sends, is not |
| a type that is not known | an item with its letter, which leads to a file |
| lines ended by CR alone, a `.` before the end, text behind it | lines as others are |

Nothing of a line is dropped but control characters. A line of text is set as it stands, drawings of characters with the columns they were drawn in.
"""

import re

import msgspec

from ..errors import UsageError
from ..net import place as places
from ..net.place import Place
from ..render.htmlblocks import attribute, escape
from ..text import clean_line
from . import letters, route
from .links import Way, outside
from .media import kind_of, name_of
from .words import Words

TITLE = b"TITLE"
_DRAWN = re.compile(r"[^\w\s.,;:!?'\"()„“”‘’«»–—…·•†°€$£/&%§+@\-\[\]#>*]|   ")
_LETTER = re.compile(r"[^\W_]")
_TITLE_WIDTH = 60
_PARAGRAPH = re.compile(r"\n(?:[ ]*\n)+")
_ORNAMENT = " #=*-_~|+<>:"
_RULE = re.compile(r"([^\w\s])\1{3,}")


class Item(msgspec.Struct, frozen=True):
    """A line of a menu. *kind* is its type, `i` for text. *way* is where it leads; *note* what is told of its address where it leads nowhere.

    *text* keeps up to two spaces at its end: a text edition's line says with them how it goes on.
    """

    text: str
    kind: str = "i"
    way: Way | None = None
    note: str = ""


class Menu(msgspec.Struct, frozen=True):
    """The items of a menu, and what names it: its `TITLE` (protocols.md §12), else its first line of words; "" where it has none."""

    items: tuple[Item, ...]
    title: str

    @property
    def error(self) -> bool:
        """Whether it says no more than that something is wrong."""
        return any(item.kind == "3" for item in self.items) and all(item.kind in "3i" for item in self.items)


def read(data: bytes, own: Place) -> Menu:
    """The menu that *own* answered with."""
    data = data if b"\n" in data else data.replace(b"\r", b"\n")
    lines = data.split(b"\n")
    # One character set for the whole menu: a line alone is too short to tell. No set that holds ASCII has LF or TAB in its characters.
    shown = letters.without_ansi(letters.text_of(data)).split("\n")
    if len(shown) != len(lines):
        shown = [line.decode("latin-1") for line in lines]
    while lines and not lines[-1].strip():
        lines.pop()
    if lines and lines[-1].rstrip(b"\r") == b".":
        lines.pop()
    items: list[Item] = []
    titles: list[str] = []
    kind = "1"
    for line, words in zip(lines, shown, strict=False):
        fields = [field.strip(b"\r") for field in line.split(b"\t")]
        texts = [_row(words.partition("\t")[0]), *map(clean_line, words.split("\t")[1:])]
        kind = _kind(texts[0], kind) if len(fields) > 1 else "i"
        if len(fields) > 1 and fields[1] == TITLE and kind == "i":
            titles.append(texts[0][1:])
        items.append(_item(kind, fields, texts, own))
    first = next((item.text for item in items if item.kind == "i" and len(_LETTER.findall(item.text)) > 2), "")
    title = next((found for found in titles if len(_LETTER.findall(found)) > 2), first if len(first) <= _TITLE_WIDTH else "")
    return Menu(tuple(items), title.strip(_ORNAMENT)[:200])


def _row(text: str) -> str:
    """*text* clean; of the spaces at its end as many as say how a line goes on that was set (`typeset`)."""
    made = clean_line(text)
    written = text.rstrip("\r")
    return made + " " * min(2, len(written) - len(written.rstrip(" "))) if made else made


def _kind(display: str, before: str) -> str:
    """The type of an item; `+`, another server for the item before it (RFC 1436 §3.8), has that one's."""
    letter = display[:1]
    return before if letter == "+" else letter if letter.isascii() and letter.isprintable() and letter != " " else ""


def _item(kind: str, fields: list[bytes], shown: list[str], own: Place) -> Item:
    if len(fields) == 1 or not kind:
        return Item(shown[0], note=_left(shown[1:]))
    text = shown[0][1:]
    if kind == "i":
        return Item(text)
    extra = _left([field for field in shown[4:] if field.strip() != "+"])
    if kind == "3":
        return Item(text, kind, note=extra)
    selector, host, port = [*fields[1:4], b"", b""][:3]
    written = selector.removeprefix(b"/")
    if written[:4].upper() == b"URL:":
        found = outside(shown[1].removeprefix("/")[4:].strip())
        if found is None:
            return Item(text, kind, note=_left(shown[1:]))
        return Item(text, kind if found.out else "1", found, extra)  # another hole or capsule is no web page
    try:
        server = _server(host, port, own)
        if kind_of(kind).way == "elsewhere":
            login = f", login {shown[1]}" if selector else ""
            return Item(text, kind, note=f"{_SCHEMES[kind]}://{server.server if server.port != 70 else server.host + ':70'}{login}{extra and f' · {extra}'}")
        place = places.gopher(server.host, server.port, kind, selector)
    except UsageError:
        return Item(text, kind, note=_left(shown[1:]))
    return Item(text, kind, Way(route.path(place)), extra)


_SCHEMES = {"2": "cso", "8": "telnet", "T": "tn3270"}


def _server(host: bytes, port: bytes, own: Place) -> Place:
    """Where an item is; the menu's own server where it does not say."""
    name, number = host.strip().decode("ascii", "replace"), port.strip().decode("ascii", "replace")
    if not name:
        return own if not number else places.gopher(own.host, places.port_number(number), "1", b"")
    found = places.host_name(name)
    if not found:
        raise UsageError(f"{name[:60]!r} is no host; give a name or an address, as hole.example")
    return places.gopher(found, places.port_number(number) if number else 70, "1", b"")


def _left(fields: list[str]) -> str:
    """Fields of an address that cannot be followed, for people."""
    return " · ".join(field for field in (each.strip() for each in fields) if field)


def lines(menu: Menu, words: Words) -> list[str]:
    """The items as HTML: text in blocks that keep their columns, links in lists, each with its type."""
    made: list[str] = []
    texts: list[str] = []
    linked: list[str] = []
    for item in menu.items:
        if item.way is None and item.kind == "i" and not item.note:
            made += _listed(linked)
            texts.append(item.text.rstrip())
        else:
            made += _block(texts, words)
            linked.append(line(item, words))
    return [*made, *_block(texts, words), *_listed(linked)]


def line(item: Item, words: Words) -> str:
    """An item that is more than text, as an entry of a list."""
    name = "" if item.kind == "i" else name_of(item.kind, words)
    called = named(item, words)
    shown = item.way.link(called) if item.way is not None else f"<span>{called}</span>"
    note = f' <span class="type">{escape(item.note)}</span>' if item.note else ""
    kind = f' <span class="type"{words.lang}>{escape(name)}</span>' if name and item.kind != "1" else ""
    mark = ' class="wrong"' if item.kind == "3" else ""
    return f"<li{mark}>{shown}{kind}{note}</li>"


def named(item: Item, words: Words) -> str:
    """What *item* is called, as HTML."""
    return escape(item.text.rstrip()) if item.text.strip() else f"<span{words.lang}>{escape(words('nameless'))}</span>"


def _listed(linked: list[str]) -> list[str]:
    made = ['<ul class="items">', *linked, "</ul>"] if linked else []
    linked.clear()
    return made


def _block(texts: list[str], words: Words) -> list[str]:
    made = block("\n".join(texts), words) if any(text.strip() for text in texts) else []
    texts.clear()
    return made


def block(text: str, words: Words) -> list[str]:
    """*text* with its line ends, without empty lines around it, its parts between empty lines judged each by itself: what is drawn of characters stands in
    a region that scrolls; prose wraps where the window is narrower.
    """
    text = _bare(text)
    parts: list[tuple[bool, int, int]] = []
    start = 0
    for end in [*(found.start() for found in _PARAGRAPH.finditer(text)), len(text)]:
        drawn = is_drawn(text[start:end])
        if parts and parts[-1][0] == drawn:
            start = parts.pop()[1]
        parts.append((drawn, start, end))
        start = end
    return [line for drawn, start, end in parts for line in _pre(_bare(text[start:end]), words, drawn=drawn)]


def _bare(text: str) -> str:
    """*text* without the empty lines at its ends; the first line keeps its indent."""
    text = text.rstrip()
    return text[text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1 :]


def _pre(text: str, words: Words, *, drawn: bool) -> list[str]:
    if drawn:
        return [f'<div class="scroll" role="group" tabindex="0" aria-label="{attribute(words("columns"))}">', f"<pre>\n{escape(text)}</pre>", "</div>"]
    return [f'<pre class="prose">\n{escape(text)}</pre>']


def is_drawn(text: str) -> bool:
    """Whether *text* loses its meaning where its lines are wrapped: drawings, and tables set with spaces."""
    written = [line for line in text.split("\n") if line.strip()]
    drawn = sum(1 for line in written if len(_DRAWN.findall(line.strip())) > 1 and not _RULE.fullmatch(line.strip()))
    return drawn * 4 > len(written)
