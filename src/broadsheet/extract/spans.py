"""Runs of a leaf in, clean spans out: every word of the page stands in them, spaces between them kept, links absolute.

| function | out |
|---|---|
| `spans` | one line of spans |
| `spaced` | the same after a space, to follow others |
| `lines` | a line of spans for each line of the source, indents kept |
| `is_verse` | whether these lines are the text's own |
"""

import re

from msgspec import structs

from ..address import absolute
from ..model import Mark, Span, Spans
from ..text import clean, clean_line
from .frames import is_poem
from .leaves import Leaf
from .runs import Run

_SPACES = re.compile("[\\s\\x00]")
_SPACE_ONLY = " \t\n\r\f\v\x00\x1c\x1d\x1e\x1f\x85"
_HARD = "\u00a0\u202f"
_MARKS: dict[str, Mark] = {"": "", "strong": "strong", "emphasis": "emphasis", "code": "code"}


def spans(runs: list[Run], base: str = "") -> Spans:
    """*runs* as one line: neighbours of the same link and mark become one span; a space between two spans goes to the one without a link."""
    if len(runs) == 1 and not runs[0].href:  # most paragraphs
        text = clean(runs[0].text.replace("\x00", " "))
        return (Span(text, "", _MARKS[runs[0].mark], runs[0].lang),) if text else ()
    kinds: list[tuple[str, Mark, str]] = []  # href, mark, language of each span
    found: list[list[str]] = []  # what each is joined of, at the end: to join whenever a run comes takes time that grows with the square of their number
    gap = ""
    for run in runs:
        raw = run.text
        text = clean(raw.replace("\x00", " ") if "\x00" in raw else raw)
        if not text:
            gap = gap or _edge(raw, 0) or (" " if _SPACES.search(raw) else "")
            continue
        gap = (_edge(raw, 0) or gap) if found else ""
        kind = (absolute(run.href, base) if run.href else "", _MARKS[run.mark], run.lang if run.href or run.lang else "")
        _add(found, kinds, text, kind, gap)
        gap = _edge(raw, -1)
    return tuple([Span("".join(texts), *kind) for texts, kind in zip(found, kinds, strict=True)])


def _edge(raw: str, end: int) -> str:
    """The space at that end of *raw* as it is to be printed: none, a plain one, or the paper's own hard one."""
    for character in reversed(raw) if end else raw:
        if character in _HARD:
            return character
        if character in _SPACE_ONLY or character.isspace():
            return " "
        if character.isprintable():
            return ""
    return ""


def _add(found: list[list[str]], kinds: list[tuple[str, Mark, str]], text: str, kind: tuple[str, Mark, str], gap: str) -> None:
    """Put *text* behind the others, with *gap* between."""
    if found and kinds[-1] == kind:
        found[-1] += (gap, text)
        return
    if gap:
        last = kinds[-1]
        if not (last[0] or last[1]):
            found[-1].append(gap)
        elif not (kind[0] or kind[1]):
            text = gap + text
        else:
            found.append([gap])
            kinds.append(("", "", ""))
    found.append([text])
    kinds.append(kind)


def spaced(made: Spans) -> Spans:
    """*made* with a space before its first word."""
    first = made[0]
    return (Span(" "), *made) if first.href or first.mark else (Span(" " + first.text, first.href, first.mark, first.lang), *made[1:])


def lines(runs: list[Run], base: str = "", *, verbatim: bool = False) -> tuple[Spans, ...]:
    """A line of spans for each line of the source; ends at `<br>`, and with *verbatim* at line ends too. Empty lines at both ends go."""
    rows: list[list[Run]] = [[]]
    for run in runs:
        pieces = re.split("\x00\n?|\n" if verbatim else "\x00", run.text)
        for at, piece in enumerate(pieces):
            if at:
                rows.append([])
            if piece:
                rows[-1].append(structs.replace(run, text=piece))
    made = [_verbatim(row, base) if verbatim else _indented(row, base) for row in rows]
    while made and not made[0]:
        made.pop(0)
    while made and not made[-1]:
        made.pop()
    return tuple(made)


def _verbatim(row: list[Run], base: str) -> Spans:
    """One line whose inner spaces stay."""
    made = [Span(text, absolute(run.href, base) if run.href else "") for run in row if (text := clean_line(run.text + ".")[:-1])]
    if made:
        last = made[-1]
        made[-1] = Span(last.text.rstrip(), last.href)
    return tuple(span for span in made if span.text)


def _indented(row: list[Run], base: str) -> Spans:
    """One line of verse: hard spaces at its start are the poet's indent and stay."""
    made = spans(row, base)
    indent = len(first := "".join(run.text for run in row).lstrip(_SPACE_ONLY)) - len(first.lstrip(_HARD))
    return (Span(" " * indent + made[0].text, made[0].href, made[0].mark, made[0].lang), *made[1:]) if made and indent else made


def is_verse(leaf: Leaf) -> bool:
    """Whether the line breaks of *leaf* are its own: its class says so, or there are at least three and the lines are short as in a poem."""
    breaks = sum([run.text == "\x00" for run in leaf.runs]) if len(leaf.runs) > 1 else 0
    return (breaks >= 1 and is_poem(leaf.frame)) or (breaks >= 3 and len(leaf.text) / (breaks + 1) < 60)
