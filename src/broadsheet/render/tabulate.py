"""A table in, its lines out: columns where they fit the width, else a record for each row. The marks are those of `marks`."""

from collections.abc import Callable, Sequence

from .. import labels
from ..model import Spans, Table
from ..typeset import cells, pad, wrap
from . import marks

_NUMBER = frozenset("0123456789.,  +-−–%€$£¥·")
GAP = "  "


def grid(table: Table) -> tuple[tuple[Spans, ...], tuple[tuple[Spans, ...], ...]]:
    """Head and rows of *table* as they are printed: all rows equally long; a head over no rows is a row; one without words is none."""
    width = max([len(table.head), *(len(row) for row in table.rows)])
    rows = tuple(row + ((),) * (width - len(row)) for row in table.rows)
    head = table.head + ((),) * (width - len(table.head))
    if not any(marks.tidy(cell) for cell in head):
        head = ()
    return ((), (head,)) if head and not rows else (head, rows)


def numeric(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns of *rows* hold numbers alone, and are set to the end; the first one names the rows."""
    return [number > 0 and all(set(row[number]) <= _NUMBER for row in rows) for number in range(len(rows[0]))] if rows else []


def table(block: Table, language: str, width: int, wrap: Callable[..., list[str]] = wrap, letters: Callable[[str], str] | None = None) -> list[str]:
    """The lines of *block*, at most *width* cells wide. *wrap* and *letters* are the page's, where they are not `typeset.wrap` and the text's own."""
    head, rows = grid(block)
    if not (head or any(rows) or block.caption.strip(" ")):
        return []
    lines = wrap(marks.fold_spaces(block.caption), width, first=f"{labels.label(language, 'table')}: ", rest="        ")
    names = [_cell(cell) for cell in head]
    texts = [[_cell(cell) for cell in row] for row in rows if row]
    return [*lines, *(_columns(_shown(names, letters), [_shown(row, letters) for row in texts], width) or _records(names, texts, width, wrap))]


def _shown(row: list[marks.Inline], letters: Callable[[str], str] | None) -> Sequence[str]:
    """The texts of a *row* in the page's letters."""
    return row if letters is None else [letters(text) for text in row]


def _cell(spans: Spans) -> marks.Inline:
    """A cell's text."""
    text = marks.inline(spans)
    if text and text.lstrip("\\") != "·":
        return text
    # Not a link: what is empty has none.
    sign = marks.Inline("·" if not text else "\\" + text)
    sign.links = ()
    return sign


def _columns(names: Sequence[str], texts: list[Sequence[str]], width: int) -> list[str]:
    """The rows as lines with aligned columns; none where they are too wide, or where a head begins like a mark."""
    if not texts:
        return []
    lines = [names, *texts] if names else texts
    widths = [max(cells(row[number]) for row in lines) for number in range(len(texts[0]))]
    widths[0] = max([*(cells(row[0]) for row in texts), cells(names[0]) - len(GAP) if names else 0])
    if sum(widths) + len(GAP) * len(widths) > width or (names and marks.begins_like_a_mark(names[0], first=True)):
        return []
    if not names and any(row[0].startswith(("* ", "- ")) for row in texts[:1]):
        return []  # would be read as a record
    numbers = numeric(texts)
    shown: list[str] = []
    for row in lines:
        # The head stands two cells further out than the rows: so it is known.
        first = pad(row[0], widths[0] + len(GAP)) if row is names else GAP + pad(row[0], widths[0])
        others = [GAP + pad(text, widths[number], right=numbers[number]) for number, text in enumerate(row[1:], 1)]
        shown.append("".join([first, *others]).rstrip(" "))
    return shown


def _records(names: list[marks.Inline], texts: list[list[marks.Inline]], width: int, wrap: Callable[..., list[str]]) -> list[str]:
    """A record for each row: one cell a line, named by its column."""
    lines: list[str] = []
    for row in texts:
        for number, text in enumerate(row):
            mark = "    " if number else "  * " if names else "  - "
            if not names:
                lines += wrap(text, width, first=mark, rest="      ", links=text.links)
                continue
            name = marks.literal(names[number], ": ") + ": " if names[number] != "·" else ": "
            links = (*names[number].links, *(len(name) + place for place in text.links))
            never = {*marks.doubled(name), len(name)} if name == ": " else marks.doubled(name)
            lines += wrap(name + text, width, first=mark, rest="      ", links=links, never=never)
    return lines
