"""A page in, its lines for a braille display or a voice out: no marks, no ornament, as little empty as can be.

What a block is, is said by its place, as braille books do it (BANA Braille Formats 2016; cells count from 1, "3-1" is the first line's and the others'):

| block | cells |
|---|---|
| paragraph | 3-1 |
| heading, title | 5-5, after an empty line |
| quotation | 5-3, its source 5-5 |
| list, table, verse, links, articles | 1-3, two more a level; a table's row is a record, one cell a line, named by its column |

A link's number stands in brackets before its text, `(3) Nato`, and again before its address. A plain page has the address below the title, a menu's item
has it by itself.
"""

from collections.abc import Callable
from typing import assert_never

from .. import labels, manners
from ..manners import NO_BREAK
from ..model import (
    Answer,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Facts,
    Figure,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    Page,
    Paragraph,
    Question,
    Quote,
    Spans,
    Standfirst,
    Table,
    Teaser,
    Verse,
)
from ..typeset import wrap
from . import galley, marks
from .galley import EMPTY, Line
from .setting import Setting
from .tabulate import grid


def compose(page: Page, setting: Setting) -> list[Line]:
    """The lines of *page*, none wider than the *setting*'s width but for addresses."""
    setter = _Setter(page.language, setting)
    named = marks.named(page.kicker, page.title)
    lines = [*setter.text("", page.masthead, "  "), *(setter.heading(named) if page.masthead else setter.text("", named, "  "))]
    lines += setter.blocks(page.main)
    ways = [(link, "link") for link in page.navigation]
    if page.search:
        ways.append((Link(page.search, labels.label(page.language, "search")), "search"))
    tail = [line for link, kind in ways for line in setter.item(link.address, marks.named(link.kicker, link.headline), kind)]
    lines = [*lines, EMPTY, *tail] if tail else lines
    # The lines are broken: what kept a number and its unit together may be a space like any other.
    return [line._replace(text=line.text.replace(NO_BREAK, " ")) if NO_BREAK in line.text else line for line in lines]


class _Setter:
    """Sets blocks in one language as a setting says."""

    def __init__(self, language: str, setting: Setting) -> None:
        self.language = language
        self.width = setting.width
        placed = manners.letters(setting.manner, language).placed if setting.manner else None
        self.letters: Callable[[str], str] = (lambda text: placed(text)[0]) if placed else str

    def text(self, first: str, text: str, rest: str) -> list[Line]:
        """A run of text whose lines begin with *first* and *rest*."""
        text = marks.fold_spaces(self.letters(text))
        return [Line(line) for line in wrap(text, self.width, first=first, rest=rest)] if text else []

    def run(self, first: str, spans: Spans, rest: str, before: str = "") -> list[Line]:
        """A run of text with its links' numbers, *before* before it; below it, for menus, the links that have no number."""
        text = before
        joints: list[int] = []
        for span in marks.tidy(spans):
            if span.number:
                text += f"({span.number}) "
                joints.append(len(text))
            text += self.letters(span.text)
        lines = [Line(line) for line in wrap(text, self.width, first=first, rest=rest, never=joints)] if text else []
        unnumbered = (span for span in spans if span.href and not span.number)
        return lines + [Line(self.letters(span.text), span.href, form="menu") for span in unnumbered]

    def heading(self, text: str) -> list[Line]:
        """A heading after an empty line."""
        lines = self.text("    ", text, "    ")
        return [EMPTY, *lines] if lines else []

    def item(self, address: str, text: str, kind: str = "link", mark: str = "") -> list[Line]:
        """A line that leads somewhere; a plain page has the address below it."""
        address = galley.bare(address)
        lines = self.text("", mark + (text or address), "  ") or [Line(address)]
        lines[0] = lines[0]._replace(target=address, kind=kind)
        return [*lines, Line(f"  {address}", form="plain")] if text and address else lines

    def blocks(self, blocks: tuple[Block, ...]) -> list[Line]:
        """*blocks*, one below the other."""
        return [line for block in galley.flat(blocks) for line in self.block(block)]

    def block(self, block: Block) -> list[Line]:
        """The lines of one block."""
        match block:
            case Paragraph():
                return self.run("  ", block.spans, "")
            case Heading():
                lines = self.run("    ", block.spans, "    ")
                return [EMPTY, *lines] if lines else []
            case Quote():
                said = [line for spans in block.paragraphs for line in self.run("    ", spans, "  ")]
                return said + self.text("    ", block.source, "    ")
            case Listing():
                return self.listing(block)
            case Verse():
                return self.verse(block)
            case Figure():
                return self.figure(block.image)
            case Table():
                return self.table(block)
            case Break():
                return [EMPTY]
            case Box():
                name = labels.label(self.language, "correction" if block.kind == "correction" else "box")
                title = marks.fold_spaces(block.title)
                inner = self.blocks(galley.trimmed(block.blocks))
                return [*self.heading(f"{name}: {title}" if title else name), *inner, EMPTY] if inner or title else []
            case Embed():
                named = ": ".join(part for part in map(marks.fold_spaces, (block.what, block.title)) if part)
                return self.item(block.address, named) if block.address else self.text("", named, "  ")
            case Question():
                return [EMPTY, *self.speech(block.speaker, block.spans)]
            case Answer():
                return self.speech(block.speaker, block.spans)
            case Entry():
                time = labels.date(self.language, block.time)
                return [*self.heading(f"{time} {block.title}"), *self.blocks(galley.trimmed(block.blocks))]
            case Teaser():
                return self.teaser(block.link)
            case Links():
                return [line for link in block.links for line in self.reference(link)]
            case Standfirst():
                return self.text("  ", block.text, "")
            case Facts():
                return self.facts(block.facts)
            case _:
                assert_never(block)

    def listing(self, block: Listing) -> list[Line]:
        """A list: what continues an entry stands two cells further in."""
        lines: list[Line] = []
        for level, number, spans in galley.entries(block):
            first = "  " * level
            lines += self.run(first, spans, f"{first}  ", f"{number}. " if block.ordered else "")
        return lines

    def verse(self, block: Verse) -> list[Line]:
        """Lines that keep their ends."""
        lines: list[Line] = []
        for text in galley.verse_lines(block):
            lines += self.text("", text, "  ") or [EMPTY]
        return lines

    def figure(self, image: Image) -> list[Line]:
        """A picture: what it shows, and whose it is."""
        shown = marks.fold_spaces(image.caption) or marks.fold_spaces(image.alternative)
        name = labels.label(self.language, "picture")
        lines = self.text("", f"{name}: {shown}" if shown else name, "  ")
        if image.address:
            lines[0] = lines[0]._replace(target=image.address, kind="picture")
        credit = marks.fold_spaces(image.credit)
        return lines + (self.text("", "{}: {}".format(*marks.credit(self.language, credit)), "  ") if credit else [])

    def table(self, block: Table) -> list[Line]:
        """A record for each row."""
        head, rows = grid(block)
        if not (head or any(rows) or block.caption.strip(" ")):
            return []
        lines = self.text("", f"{labels.label(self.language, 'table')}: {block.caption}".rstrip(" :"), "  ")
        names = [marks.inline(cell) for cell in head]
        for row in rows:
            for number, cell in enumerate(row):
                name = f"{self.letters(names[number])}: " if names and names[number] else ""
                lines += self.run("  " if number else "", cell, "    " if number else "  ", name) if marks.tidy(cell) else []
        return lines

    def speech(self, speaker: str, spans: Spans) -> list[Line]:
        """Question or answer: who speaks, and what is said."""
        speaker = marks.fold_spaces(self.letters(speaker))
        return self.run("  ", spans, "", f"{speaker}: " if speaker else "") if marks.tidy(spans) else []

    def facts(self, values: tuple[str, ...]) -> list[Line]:
        """A line of facts; the address of the original is a line of its own."""
        original = next((value for value in values if marks.is_original(value)), "")
        said = [value for value in map(marks.fold_spaces, values) if value and value != original]
        # A line ends between facts, not in "114 Wörter".
        whole = [value.replace(" ", NO_BREAK) if len(value) <= self.width * 2 // 3 else value for value in said]
        lines = self.text("", ", ".join(whole), "  ")
        name, _, address = original.partition(": ")
        return [*(self.item(address, name) if original else []), *lines]

    def teaser(self, link: Link) -> list[Line]:
        """An article in a list, after an empty line: its title, its day and topic, its teaser."""
        title = marks.named(link.kicker, link.headline) or galley.bare(link.address)
        lines = self.text("", title, "  ")
        lines[0] = lines[0]._replace(target=link.address)
        about = ", ".join(part for part in (labels.date(self.language, link.date) if link.date else "", link.tag) if part)
        return [EMPTY, *lines, *self.text("", about, "  "), *self.text("  ", link.teaser, "")]

    def reference(self, link: Link) -> list[Line]:
        """A link in a line of its own: its number, if it has one, before its title or its address."""
        return self.item(link.address, marks.named(link.kicker, link.headline), mark=f"({link.number}) " if link.number else "")
