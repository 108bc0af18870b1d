"""A page in, a Gopher menu out (RFC 1436 §3.8): the plain form's lines as items.

| item | for |
|---|---|
| `i` | a line of text, with host and port as every item (protocols.md §5) |
| `1` | a page of the edition |
| `0` | a page of the edition as text, below `/~/text/`; a feed, below `/~/feed/`; a day as one text, below `/~/file/text/` |
| `9` | a day as a book, below `/~/file/` (what clients save, and do not show) |
| `7` | the search |
| `I`, `g` | a picture of the edition |
| `h`, selector `URL:<address>` | an address elsewhere (http, https, gemini, mailto) |
| the type it names | a gopher address: its own host, port, type and selector (RFC 4266 §2.1) |

What can be no item (an address of another kind, or one that a line of 1,024 bytes does not hold) stays a line of text.
"""

import re
from urllib.parse import unquote, urlsplit

from wcwidth import iter_graphemes

from ..address import is_plain
from ..manners import MANNERS
from ..model import Page
from ..typeset import wrap
from . import braille, galley
from .setting import Setting

WIDTH = 67  # cells: the fewest of 80 that a usual client leaves to a line of text (UMN gopher; bombadillo 69, lynx 72)
LONGEST = 1000  # bytes of a line: below the 1,024 that clients and proxies read (protocols.md §5)
DISPLAY = 80  # bytes of a display string that one proxy shows whole (protocols.md §6)
_OUTSIDE = re.compile(r"(?:https?|gemini)://[!-~]+|mailto:[!-~]+")
_OWN = re.compile(r"/[!-~]*")
_TEXT = re.compile("(?:^|/)~/(?:text/|feed/|file/text/)")
_FILE = re.compile("(?:^|/)~/file/")
_HOST = re.compile(r"[A-Za-z0-9.\-:]{1,255}")
_NUMBERED = re.compile(r"\[\d+\] ")
_MARK = re.compile(" *(?:# )?")
_FIELD = re.compile("[\t\r\n\0]")


def render(page: Page, setting: Setting) -> str:
    """*page* as a menu: CRLF line ends, `.` at the end. The setting's host and port are the public ones, written on every item."""
    compose = braille.compose if setting.manner and MANNERS[setting.manner].is_braille else galley.compose
    items: list[str] = []
    place = f"{setting.host}\t{setting.port}"
    for number, line in enumerate(compose(page, setting.at(WIDTH))):
        if line.form == "plain":
            continue
        text = line.text
        if not line.target and number and len(text) < LONGEST // 8 and text.isprintable():
            items.append(f"i{text}\t\t{place}")  # most lines: no longer in bytes than a row may be
            continue
        item = _item(line.target, line.kind, place) if line.target else None
        if item is None:
            # One widespread proxy names the page by the item whose selector is TITLE (protocols.md §12).
            parts = _titles(text, line.hang) if text.startswith("# ") and not number else [text]
            parts = [short for part in parts for short in _parts(part, LONGEST - len(place.encode()) - 10)]
            items += [f"i{part}\t{'' if number or later else 'TITLE'}\t{place}" for later, part in enumerate(parts)]
            continue
        kind, selector, where = item
        if len(f"{kind}{text}\t{selector}\t{where}".encode()) > LONGEST:
            text = _parts(text, max(LONGEST - len(f"{selector}{where}".encode()) - 4, 1))[0]
        shown, *more = _titles(text, line.hang)
        items.append(f"{kind}{shown}\t{selector}\t{where}")
        items += [f"i{part}\t\t{place}" for part in more]
    return "".join(f"{item}\r\n" for item in items) + ".\r\n"


def _item(target: str, kind: str, place: str) -> tuple[str, str, str] | None:
    """Type, selector, and host with port of the item that leads to *target*; None where none can."""
    if _OWN.fullmatch(target):
        if not is_plain(target):
            return None
        if kind == "search":
            return "7", target, place
        if kind == "picture":
            return ("g" if target.lower().endswith(".gif") else "I"), target, place
        return ("0" if _TEXT.search(target) else "9" if _FILE.search(target) else "1"), target, place
    if len(target.encode()) > LONGEST - len(place.encode()) - 10:
        return None
    if target.startswith("gopher://"):
        return _gopher(target)
    return ("h", f"URL:{target}", place) if _OUTSIDE.fullmatch(target) else None


def _gopher(target: str) -> tuple[str, str, str] | None:
    """The item that a gopher address names."""
    try:
        parts = urlsplit(target)
        port = parts.port or 70
    except ValueError:
        return None
    path = unquote(parts.path + (f"?{parts.query}" if parts.query else ""))
    kind, selector = (path[1], path[2:]) if len(path) > 1 else ("1", "")
    if not (kind.isascii() and kind.isalnum() and selector.isprintable() and _HOST.fullmatch(parts.hostname or "")):
        return None
    return kind, selector, f"{parts.hostname}\t{port}"


def _titles(text: str, hang: int) -> list[str]:
    """A title as one display string, or as more than one where it is longer than what is shown everywhere. A number and an address stay together:
    what a reader needs of them is the number, and the item has the address.
    """
    if len(text.encode()) <= DISPLAY or _NUMBERED.match(text):
        return [text]
    mark = _MARK.match(text)
    first = mark[0] if mark else ""
    body = text[len(first) :].rstrip(" ")
    said = text[len(text.rstrip(" ")) :]  # what the end of a line says (typeset, marks.title) stays its end
    for width in range(DISPLAY, 8, -4):
        # Cells say nothing of bytes: the widest setting is taken that keeps the limit.
        shown = wrap(body, width - len(said), first=first, rest=" " * hang)
        shown[-1] += said
        if all(len(line.encode()) <= DISPLAY for line in shown):
            return shown
    return [text]


def _parts(text: str, limit: int) -> list[str]:
    """*text* in parts of at most *limit* bytes; all but the last end in a space, the sign that none stood there."""
    text = _FIELD.sub(" ", text)
    parts: list[str] = []
    while len(text.encode()) > limit:
        part = text.encode()[: limit - 1].decode(errors="ignore")
        # A cluster (UAX #29) stays whole, unless it alone is longer than a line may be.
        whole = "".join(list(iter_graphemes(part + text[len(part) : len(part) + 1]))[:-1])
        part = whole or part
        parts.append(part + " ")
        text = text[len(part) :]
    return [*parts, text]
