"""A text edition's page as it came in; its rows out: text, where each leads, whether its rest is unknown.

| form | a row is |
|---|---|
| `plain` | a line |
| `menu` | a Gopher menu's item (RFC 1436 §3.8): its display string, its type, its selector |
| `capture` | a table row `| text | |`, as an HTTP proxy for Gopher showed the item |

The proxy cut rows of more than 80 bytes after 79 bytes and put `…` behind; it lost empty rows. Where all are lost, `parted` finds the blocks
again: a row to which the next row's first word would still have fitted ends one.
"""

import re
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import quote

from .. import labels
from ..breaks import breaks
from ..text import clean_line
from ..typeset import cells
from . import marks

Shape: TypeAlias = Literal["plain", "menu", "capture"]

_CAPTURED = re.compile(r"\| (.*?) ?\|(?: ?\|)?\s*|\|\s*\|\s*\|?\s*")
_ITEM = re.compile(r"([+0-9:;<?A-Za-z])([^\t]*)\t([^\t]*)\t([^\t]*)\t([0-9 ]*)(?:\t.*)?")
_CUT = re.compile("\ufffd?…$")
_CUT_BYTES = range(77, 82)
_OWN_LINES = re.compile(r">|#{1,6} |\[(?!\d{1,9}\]\[)|[-?] |[-=]> |```")
_HEADING = re.compile("#{1,6} ")
_SENTENCE = re.compile(r"[.!?…][“”’»\")]?$")
_CLOSED = re.compile("[.!?“”»]$")
_SAFE = "!$&'()*+,;=:@/?%~-._"
_WIDEST, _USUAL = 120, 75


class Row(NamedTuple):
    """A row: *kind* is a menu item's type (`i` for text, and for all rows of the other forms), *target* where it leads."""

    text: str
    cut: bool = False
    kind: str = "i"
    target: str = ""


def rows(text: str) -> tuple[list[Row], Shape]:
    """The rows of *text* without empty ones at its ends, and the form that it has. Controls are removed, spaces at a row's end stay."""
    lines = [line.rstrip("\r") for line in text.lstrip("\ufeff").split("\n")]
    written = [line for line in lines if line.strip()]
    if _most(written, _CAPTURED):
        found = [Row(_safe(made[1] or "")) for line in lines if (made := _CAPTURED.fullmatch(line))]
        return _trimmed([_checked(row) for row in found]), "capture"
    if _most([line for line in written if line != "."], _ITEM):
        items = [made for line in lines if (made := _ITEM.fullmatch(line))]
        own = items[0].group(4, 5)
        found = [Row(_safe(made[2]), kind=made[1], target=_target(made, own)) for made in items]
        # A menu whose title says that it is one came from its server, whole; others may be what a proxy left of one.
        return _trimmed(found if items[0][3] == "TITLE" else [_checked(row) for row in found]), "menu"
    return _trimmed([Row(_safe(line)) for line in lines]), "plain"


def _most(lines: list[str], pattern: re.Pattern[str]) -> bool:
    """Whether nine of ten *lines* have the form."""
    return bool(lines) and sum(pattern.fullmatch(line) is not None for line in lines) * 10 >= len(lines) * 9


def _safe(line: str) -> str:
    """*line* clean, the spaces at its end kept: they say how it goes on."""
    bare = line.rstrip(" ")
    # clean_line takes away what ends a line of verse; a letter behind it keeps that.
    return clean_line(bare + "x")[:-1] + line[len(bare) :]


def _target(item: re.Match[str], own: tuple[str, ...]) -> str:
    """Where an item leads: the address behind `URL:`, the path in the menu's *own* host and port, or a gopher address (RFC 4266)."""
    kind, _, selector, host, port = item.groups()
    selector = clean_line(selector)
    if kind in "i3":
        return ""
    if selector.startswith("URL:"):
        return selector.removeprefix("URL:")
    if (host, port) == own:
        return selector
    place = clean_line(host) + (f":{port.strip()}" if port.strip() not in {"", "70"} else "")
    return f"gopher://{place}/{kind}{quote(selector, safe=_SAFE)}" if selector or kind != "1" else f"gopher://{place}/"


def _checked(row: Row) -> Row:
    """*row*, marked where the proxy cut it; half a character before the sign of that goes."""
    if not _CUT.search(row.text):
        return row
    length = len(_CUT.sub("", row.text).encode())
    return row._replace(text=_CUT.sub("…", row.text), cut=True) if length in _CUT_BYTES else row


def _trimmed(found: list[Row]) -> list[Row]:
    """*found* without empty rows at its ends."""
    start, end = 0, len(found)
    while start < end and not found[start].text.strip(" "):
        start += 1
    while end > start and not found[end - 1].text.strip(" "):
        end -= 1
    return found[start:end]


def loosened(found: list[Row]) -> list[Row]:
    """*found* with an empty row after each title and heading; other editions print none there. What continues a heading is set further in."""
    made: list[Row] = []
    for row in found:
        if made and row.text and not row.text.startswith("  ") and _HEADING.match(made[-1].text):
            made.append(Row(""))
        made.append(row)
    return made


def parted(found: list[Row]) -> list[Row]:
    """*found*, which lost its empty rows, with one after each block; in a section of links, authors, tags or related articles none is needed."""
    width = _width(found)
    linked = any(row.kind not in "i3" for row in found)
    made: list[Row] = []
    section = ""
    is_title = False
    for row, following, after in zip(found, [*found[1:], Row("")], [*found[2:], Row(""), Row("")], strict=False):
        made.append(row)
        heading = _section(row)
        if heading or _section(following):
            ends, is_title = True, True
        elif section in {"related", "later"}:
            # A title in its one row, then its teaser: a title is a link in a menu; elsewhere a teaser ends as a paragraph does.
            ends = following.kind not in "i3" if linked else not is_title and (_ends(row, following, width) or _is_title(row, following, after, width))
            is_title = ends or (is_title and following.text.startswith("  "))
        else:
            ends = not section and _ends(row, following, width)
        section = heading or ("" if row.text.startswith("## ") else section)
        if ends:
            made.append(Row(""))
    return made


def _section(row: Row) -> str:
    """The section of the page that *row* heads."""
    return labels.section(row.text[3:]) if row.text.startswith("## ") else ""


def _ends(row: Row, following: Row, width: int) -> bool:
    """Whether a block ends with *row*."""
    if following.text.startswith("  "):
        return row.text.startswith("[") and not marks.begins_link(row.text)
    if row.text.startswith("  "):
        return True
    if row.text.startswith(">") and following.text.startswith(">"):
        return row.text.startswith(">>") != following.text.startswith(">>")
    if _begins_block(row) or _begins_block(following):
        return not (marks.has_label(row.text, "picture") and marks.has_label(following.text, "photo"))
    return not row.text.endswith(" ") and _fits(row, following, width)


def _fits(row: Row, following: Row, width: int) -> bool:
    """Whether the first word of the *following* row would have fitted behind *row*."""
    word = following.text.partition(" ")[0]
    if len(word) == len(following.text):
        word = word[: (breaks(word) or [len(word)])[0]]
    return cells(row.text) + 1 + cells(word) <= width


def _width(found: list[Row]) -> int:
    """The width at which the text was set: its widest row; titles and captions are not wrapped in the reference."""
    end = next((number for number, row in enumerate(found) if _section(row)), len(found))
    widths = [cells(row.text) for row in found[:end] if not row.cut and not _begins_block(row)]
    return min(max(widths, default=_USUAL), _WIDEST)


def _is_title(row: Row, following: Row, after: Row, width: int) -> bool:
    """Whether *following* is the next article's title, though the teaser's last *row* is full: no teaser's row is that wide, or it has a kicker
    behind the end of a sentence, and ends early or closed.
    """
    if following.cut or cells(following.text) > width:
        return True
    if ": " not in following.text or not _SENTENCE.search(row.text):
        return False
    return _fits(following, after, width) or (_CLOSED.search(following.text) is not None and after.text[:1].isupper())


def _begins_block(row: Row) -> bool:
    """Whether *row* is one that no paragraph holds."""
    return bool(_OWN_LINES.match(row.text)) or marks.has_label(row.text, "picture", "photo", "table") or marks.is_facts(row.text)
