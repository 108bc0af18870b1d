"""A `<table>` in, a `Table` of the model out; and whether it is one with rows and columns, and not a way of setting a page."""

import re

from ..model import Spans, Table
from ..text import clean
from .frames import Frame
from .leaves import Leaves
from .spans import spaced, spans

_COLUMNS = 100
_CELL = 600  # characters: a cell with more holds a text, not a value


def is_data(page: Leaves, table: Frame, running: int) -> bool:
    """Whether *table* has two rows and two columns of short cells, and is small against the *running* characters of the article."""
    rows = _rows(page, table)
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return False
    cells = [cell for row in rows for cell in row]
    inner = any(frame.tag == "table" for frame in page.frames[table.order + 1 : table.last])
    filled = sum(1 for cell in cells if cell.mass)
    return not inner and filled >= 3 and max(cell.mass for cell in cells) < _CELL and table.mass < max(0.6 * running, 1_500)


def extent(table: Frame) -> range:
    """The orders of the leaves of *table* and of its caption."""
    return range(_whole(table).start, _whole(table).end)


def _whole(table: Frame) -> Frame:
    """*table* with its caption: the `<figure>` around it that holds little else (HTML §4.4.12)."""
    figure = table.within("figure")
    return figure if figure is not None and figure.mass - table.mass < _CELL else table


def table(page: Leaves, frame: Frame, base: str) -> Table:
    """The table: as many cells in each row as in the longest; a cell that spans columns is followed by empty ones."""
    rows = _rows(page, frame)
    spread = [[(cell, number) for cell in row for number in range(min(_span(cell), 50))][:_COLUMNS] for row in rows]
    width = max(len(row) for row in spread)
    texts = [tuple([_cell(page, cell, base) if number == 0 else () for cell, number in row] + [()] * (width - len(row))) for row in spread]
    head: tuple[Spans, ...] = ()
    if all(cell.tag == "th" for cell in rows[0]) or rows[0][0].within("thead") is not None:
        head, texts = texts[0], texts[1:]
    figure = _whole(frame)
    caption = next((one for one in page.frames[figure.order + 1 : figure.last] if one.tag in {"caption", "figcaption"}), None)
    title = clean(" ".join(leaf.text for leaf in page.leaves[caption.start : caption.end])) if caption else ""
    return Table(tuple(row for row in texts if any(row)), head, title)


def _rows(page: Leaves, table: Frame) -> list[list[Frame]]:
    rows: list[list[Frame]] = []
    for frame in page.frames[table.order + 1 : table.last]:
        if frame.tag == "tr":
            rows.append([])
        elif frame.tag in {"td", "th"} and rows:
            rows[-1].append(frame)
    return [row for row in rows if row]


def _cell(page: Leaves, cell: Frame, base: str) -> Spans:
    made: Spans = ()
    for leaf in page.leaves[cell.start : cell.end]:
        more = spans(leaf.runs, base)
        made = (*made, *spaced(more)) if made and more else made or more
    return made


def _span(cell: Frame) -> int:
    value = cell.number
    return int(value) if re.fullmatch(r"[1-9]\d?", value, re.ASCII) else 1
