"""A body in, the same body with numbered links out, and the list of its links.

Links are numbered from 1 in the order of the text, through boxes, tables, lists and entries; spans of one link that stand side by side share
its number. Addresses are written as the edition writes them.
"""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from ..model import Answer, Block, Box, Embed, Entry, Heading, Listing, ListItem, Paragraph, Question, Quote, Span, Spans, Table, Verse


class Numbered(msgspec.Struct, frozen=True):
    """The *blocks* with numbered spans; *links*: for each number from 1 the address as the source had it."""

    blocks: tuple[Block, ...]
    links: tuple[str, ...]


def addresses(blocks: tuple[Block, ...]) -> set[str]:
    """All addresses to which *blocks* link."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Embed):
            found.add(block.address)
        elif isinstance(block, (Box, Entry)):
            found |= addresses(block.blocks)
        else:
            for spans in runs(block):
                found.update(span.href for span in spans if span.href)
    found.discard("")
    return found


def runs(block: Block) -> tuple[Spans, ...]:
    """The runs of text of *block* itself, in order."""
    match block:
        case Paragraph() | Heading() | Question() | Answer():
            return (block.spans,)
        case Quote():
            return block.paragraphs
        case Listing():
            return tuple(item.spans for item in block.items)
        case Verse():
            return block.lines
        case Table():
            return (*block.head, *(cell for row in block.rows for cell in row))
        case _:
            return ()


def numbered(blocks: tuple[Block, ...], written: Mapping[str, str]) -> Numbered:
    """*blocks* with numbers; *written* says how an address is written on the page where it is not written as it stands."""
    counter = _Counter(written)
    return Numbered(counter.blocks(blocks), tuple(counter.links))


class _Counter:
    """The links so far."""

    def __init__(self, written: Mapping[str, str]) -> None:
        self.written = written
        self.links: list[str] = []

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple([self.block(block) for block in blocks])

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading() | Question() | Answer():
                return replace(block, spans=self.spans(block.spans))
            case Quote():
                return replace(block, paragraphs=self.all(block.paragraphs))
            case Listing():
                return replace(block, items=tuple([ListItem(self.spans(item.spans), item.level) for item in block.items]))
            case Verse():
                return replace(block, lines=self.all(block.lines))
            case Table():
                return replace(block, head=self.all(block.head), rows=tuple([self.all(row) for row in block.rows]))
            case Box() | Entry():
                return replace(block, blocks=self.blocks(block.blocks))
            case Embed():
                return replace(block, address=self.written.get(block.address, block.address))
            case _:
                return block

    def all(self, runs: tuple[Spans, ...]) -> tuple[Spans, ...]:
        return tuple([self.spans(spans) for spans in runs])

    def spans(self, spans: Spans) -> Spans:
        if not any(span.href for span in spans):
            return spans
        found: list[Span] = []
        before = ""
        for span in spans:
            if span.href:
                if span.href != before:
                    self.links.append(span.href)
                found.append(Span(span.text, self.written.get(span.href, span.href), span.mark, span.lang, len(self.links)))
            else:
                found.append(span)
            before = span.href
        return tuple(found)
