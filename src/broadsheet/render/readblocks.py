"""Chunks of rows (what stands between empty ones) in, blocks out: the way back from `galley`, one function a block. The marks are those of `marks`."""

import re
from collections.abc import Callable
from typing import NamedTuple

from .. import labels
from ..model import Answer, Block, Box, Break, Embed, Entry, Figure, Heading, Image, Listing, ListItem, Paragraph, Question, Quote, Span, Spans, Table, Verse
from ..typeset import HYPHEN
from . import marks
from .rows import Row

_HEADING = re.compile(r"(#{2,6})(  ?)(.*)")
_ITEM = re.compile(r"((?:  )+)([*]|(-?[0-9]{1,10})[.])(?: (.*))?$")
_LIST = re.compile(r"  (?:[*]|-?[0-9]{1,10}[.])(?: |$)")
_BOX = re.compile(r"\[([^:\]]{1,60})(?:: (.*))?\]", re.DOTALL)
_NEST = 40  # boxes in boxes: deeper ones are read as what follows
_DATELINE = re.compile(r"[^|]{1,60} \| ")


class Chunk(NamedTuple):
    """Rows between empty ones; *apart*: more than one empty row stands before them."""

    rows: list[Row]
    apart: bool = False

    @property
    def first(self) -> str:
        """The first row's text."""
        return self.rows[0].text


def chunks(rows: list[Row]) -> list[Chunk]:
    """*rows* parted at the empty ones."""
    found: list[Chunk] = []
    gap = 0
    for row in rows:
        if not row.text:
            gap += 1
        elif gap or not found:
            found.append(Chunk([row], gap > 1))
            gap = 0
        else:
            found[-1].rows.append(row)
    return found


def joined(texts: list[str]) -> str:
    """Set lines as the one line that they were (`typeset`)."""
    made = [text.removesuffix(HYPHEN) if text.endswith(HYPHEN) else text[:-1] if text.endswith(" ") else text + " " for text in texts[:-1]]
    return "".join([*made, *texts[-1:]])


def hanging(rows: list[Row], first: int, rest: int) -> str:
    """The text of *rows* behind prefixes of *first* and *rest* characters."""
    return joined([row.text[rest if number else first :] for number, row in enumerate(rows)])


def unstuffed(texts: list[str]) -> str:
    """The text of lines of which some begin with a space, so that they are not read as marks."""
    return joined([text.removeprefix(" ") for text in texts])


class Reader:
    """Reads chunks from the first on; *targets* are the addresses of links by number."""

    def __init__(self, found: list[Chunk], targets: dict[int, str]) -> None:
        self.chunks = found
        self.targets = targets
        self.at = 0

    def blocks(self, *, ends: Callable[[Chunk], bool], depth: int = 0) -> list[tuple[Block, bool]]:
        """Blocks up to a chunk that *ends* them, each with whether a row of it was cut; breaks at the ends left out."""
        found: list[tuple[Block, bool]] = []
        start = self.at
        while self.at < len(self.chunks) and not ends(self.chunks[self.at]):
            chunk = self.chunks[self.at]
            if chunk.apart and self.at > start and found and not isinstance(found[-1][0], Break):
                found.append((Break(), False))
            self.at += 1
            block = self.block(chunk, ends, depth)
            if block is not None:
                found.append((block, any(row.cut for row in chunk.rows)))
        while found and isinstance(found[-1][0], Break):
            found.pop()
        return found

    def block(self, chunk: Chunk, ends: Callable[[Chunk], bool], depth: int) -> Block | None:
        """The block that begins with *chunk*; nothing for a mark that ends none."""
        first, rows = chunk.first, chunk.rows
        if first == "```":
            return verse(rows[1:-1] if len(rows) > 1 and rows[-1].text == "```" else rows[1:], verbatim=True)
        if first.startswith("    "):
            return verse(rows, verbatim=False)
        if _LIST.match(first):
            return self.listing(rows)
        if _HEADING.match(first):
            return self.heading(rows)
        if first.startswith(">"):
            return self.quote(rows)
        if first.startswith("["):
            return self.bracketed(rows, ends, depth)
        if first.startswith(("? ", "- ")):
            return self.speech(rows)
        if first.startswith("-> "):
            return embed(rows)
        return figure(rows) or self.table(rows) or self.paragraph(rows)

    def spans(self, text: str) -> Spans:
        """The spans of a run of text."""
        return tuple(Span(span.text, span.href) for span in marks.read_inline(text, self.targets))

    def paragraph(self, rows: list[Row]) -> Paragraph:
        """Anything that has no mark."""
        return Paragraph(self.spans(unstuffed([row.text for row in rows])))

    def heading(self, rows: list[Row]) -> Heading:
        """A subhead."""
        found = _HEADING.match(rows[0].text)
        mark = len(found[1]) + len(found[2]) if found else 0
        return Heading(self.spans(hanging(rows, mark, mark)), len(found[1]) if found else 2)

    def quote(self, rows: list[Row]) -> Quote:
        """A quotation: paragraphs parted by marks alone, then its source."""
        pull = rows[0].text.startswith(">>")
        mark = ">> " if pull else "> "
        texts = [row.text[len(mark) :] for row in rows]
        source = next((number for number, text in enumerate(texts) if text.startswith("-- ")), len(texts))
        paragraphs: list[list[str]] = [[]]
        for text in texts[:source]:
            if text:
                paragraphs[-1].append(text)
            elif paragraphs[-1]:
                paragraphs.append([])
        named = joined([text[3:] for text in texts[source:]])
        return Quote(tuple(self.spans(unstuffed(lines)) for lines in paragraphs if lines), named, pull)

    def listing(self, rows: list[Row]) -> Listing:
        """A list."""
        items: list[tuple[int, list[str]]] = []
        ordered, start, mark = False, 1, 0
        for row in rows:
            found = _ITEM.match(row.text)
            # What hangs below an entry begins as far in as its text, and is no mark there.
            indent = len(row.text) - len(row.text.lstrip(" "))
            if found and (not items or indent <= mark):
                if not items and found[3]:
                    ordered, start = True, int(found[3])
                items.append((len(found[1]) // 2 - 1, [found[4] or ""]))
                mark = len(found[1]) + len(found[2]) + 1
            elif items:
                items[-1][1].append(row.text[mark:])
        return Listing(tuple(ListItem(self.spans(_item(lines)), level) for level, lines in items), ordered, start)

    def speech(self, rows: list[Row]) -> Question | Answer:
        """What the interviewer says, or the answer."""
        text = hanging(rows, 2, 2)
        speaker = ""
        if text.startswith(" "):
            text = text[1:]
        else:
            named, sign, said = marks.split_sign(text, ": ")
            if sign:
                speaker, text = marks.fold_spaces(named), said
        return (Question if rows[0].text.startswith("?") else Answer)(self.spans(text), speaker)

    def table(self, rows: list[Row]) -> Table | None:
        """A table in columns or in records; None where *rows* are something else."""
        name, sign, caption = rows[0].text.partition(":")
        if not sign or not labels.means(name, "table"):
            return None
        texts = [row.text for row in rows[1:]]
        captions = [caption.removeprefix(" ")]
        while texts and texts[0].startswith("        "):
            captions.append(texts.pop(0)[8:])
        title = joined(captions)
        if texts and texts[0].startswith(("  * ", "  - ")):
            return self.records(texts, title)
        lines = [[self.cell(text) for text in re.split(" {2,}", line.strip(" "))] for line in texts]
        head = lines.pop(0) if texts and not texts[0].startswith("  ") else []
        width = max((len(line) for line in [head, *lines]), default=0)
        filled = [tuple(line + [()] * (width - len(line))) for line in lines]
        return Table(tuple(filled), tuple(head), title)

    def records(self, texts: list[str], title: str) -> Table:
        """A table whose rows are records."""
        records: list[list[list[str]]] = []
        for text in texts:
            if text.startswith(("  * ", "  - ")):
                records.append([[text[4:]]])
            elif text.startswith("      ") and records:
                records[-1][-1].append(text[6:])
            elif records:
                records[-1].append([text[4:]])
        fields = [[joined(lines) for lines in record] for record in records]
        if texts[0].startswith("  - "):
            return Table(tuple(tuple(self.cell(text) for text in record) for record in fields), (), title)
        parts = [[("", "", text[2:]) if re.match(": (?! )", text) else marks.split_sign(text, ": ") for text in record] for record in fields]
        head = tuple(self.cell(name.replace(":  ", ": ")) for name, _, _ in parts[0])
        return Table(tuple(tuple(self.cell(text) for _, _, text in record) for record in parts), head, title)

    def cell(self, text: str) -> Spans:
        """A cell."""
        if text == "·":
            return ()
        return self.spans(text[1:] if text.lstrip("\\") == "·" else text)

    def bracketed(self, rows: list[Row], ends: Callable[[Chunk], bool], depth: int) -> Block | None:
        """A box, an entry of a ticker, or the mark that ends one of them (which is no block)."""
        text = hanging(rows, 0, 2)
        if marks.begins_link(text):
            return self.paragraph(rows)
        if text.startswith("[/"):
            return None
        box = _BOX.fullmatch(text)
        if box and depth < _NEST and (labels.means(box[1], "box") or labels.means(box[1], "correction")):
            close = f"[/{box[1]}]"
            inner = self.blocks(ends=lambda chunk: chunk.first == close, depth=depth + 1)
            self.at += 1
            return Box(tuple(block for block, _ in inner), box[2] or "", "correction" if labels.means(box[1], "correction") else "info")
        time, sign, title = marks.split_sign(text[1:], "] ")
        if not sign:
            time = time.removesuffix("]")
        inner = self.blocks(ends=lambda chunk: _is_bracket(chunk) or ends(chunk), depth=depth + 1) if depth < _NEST else []
        if self.at < len(self.chunks) and self.chunks[self.at].first == "[/]":
            self.at += 1
        time = marks.fold_spaces(time)
        return Entry(tuple(block for block, _ in inner), labels.read_date(time) or time, title)


def _is_bracket(chunk: Chunk) -> bool:
    """Whether *chunk* ends an entry: it is another one, or a mark that ends something."""
    if not chunk.first.startswith("[") or marks.begins_link(chunk.first):
        return False
    box = _BOX.fullmatch(hanging(chunk.rows, 0, 2))
    return not (box and (labels.means(box[1], "box") or labels.means(box[1], "correction")))


def _item(lines: list[str]) -> str:
    """The text of a list's entry, whose later lines may begin with a space."""
    return joined([lines[0], *(line.removeprefix(" ") for line in lines[1:])])


def verse(rows: list[Row], *, verbatim: bool) -> Verse:
    """Lines that keep their ends."""
    lines: list[str] = []
    goes_on = False
    for row in rows:
        text = row.text[8:] if goes_on else row.text[4:]
        goes_on, before = text.endswith(" "), goes_on
        if goes_on:
            text = text[:-1]
        if before:
            lines[-1] += text
        else:
            lines.append(text)
    return Verse(tuple(verse_spans(line) for line in lines), verbatim)


def verse_spans(text: str) -> Spans:
    """A line of verse."""
    return tuple(Span(span.text) for span in marks.read_inline(text, {}))


def embed(rows: list[Row]) -> Embed:
    """Something from elsewhere."""
    address, _, text = hanging(rows, 3, 3).partition(" ")
    # An item of a menu needs words: where there are none, they are the address.
    what, sign, title = marks.split_sign("" if text == address != "·" else text, ": ")
    return Embed(marks.fold_spaces(what), "" if address == "·" else address, title if sign else "")


def figure(rows: list[Row]) -> Figure | None:
    """A picture; None where *rows* are something else."""
    name, sign, _ = rows[0].text.partition(":")
    if not sign or not labels.means(name, "picture"):
        return None
    later = next((number for number, row in enumerate(rows[1:], 1) if not row.text.startswith("  ")), len(rows))
    text = hanging(rows[:later], len(name) + 2, 2)
    credit = marks.read_credit(hanging(rows[later:], 0, 2)) if rows[later:] else ""
    caption, alternative = ("", text[1:]) if text.startswith(" ") else (text, "")
    return Figure(Image(rows[0].target, caption, credit, alternative))


def dated(spans: Spans) -> Spans:
    """The first paragraph with its dateline ("Brüssel taz | ") as a span of its own."""
    found = _DATELINE.match(spans[0].text) if spans and not spans[0].href else None
    if found is None:
        return spans
    rest = spans[0].text[found.end() :]
    return (Span(found[0], mark="dateline"), *([Span(rest)] if rest else []), *spans[1:])
