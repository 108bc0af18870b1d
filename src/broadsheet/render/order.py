"""Blocks in; the order in which every form sets their parts out: lists with their levels and numbers, verse without empty ends, tickers side by side."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ..model import Block, Break, Entry, Listing, Spans, Verse
from . import marks

DEEPEST = 5  # level of lists: deeper ones are set as this one, or no room would be left at 40 columns

MOST = 999_999_999  # the number of a list's entry


def bare(address: str) -> str:
    """*address* without spaces, so that it ends where it ends."""
    return "".join("%20" if letter.isspace() else letter for letter in address)


def entries(block: Listing) -> Iterable[tuple[int, int, Spans]]:
    """The entries of a list that have text: level (the first one 0, none more than one deeper than the one before), number, spans."""
    counters: list[int] = []
    for item in block.items:
        if not marks.inline(item.spans):
            continue
        level = min(max(item.level, 0), len(counters), DEEPEST)
        if level == len(counters):
            counters.append(min(max(block.start, -MOST), MOST) - 1 if not level else 0)
        del counters[level + 1 :]
        counters[level] += 1
        yield level, counters[level], item.spans


def verse_lines(block: Verse) -> list[marks.Inline]:
    """The lines of *block* as they are printed, without empty ones at its ends."""
    lines = [marks.verse(spans) for spans in block.lines]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return lines


def flat(blocks: Sequence[Block]) -> Sequence[Block]:
    """*blocks* with entries side by side: one inside another follows it, and what came after it there follows both."""
    if not any(isinstance(block, Entry) and any(isinstance(inner, Entry) for inner in block.blocks) for block in blocks):
        return blocks
    found: list[Block] = []
    for block in blocks:
        if not isinstance(block, Entry):
            found.append(block)
            continue
        inner = flat(block.blocks)
        first = next((number for number, nested in enumerate(inner) if isinstance(nested, Entry)), len(inner))
        found += [Entry(tuple(inner[:first]), block.time, block.title), *inner[first:]]
    return found


def trimmed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """*blocks* without breaks at their ends, and with one where several stand together."""
    kept = [block for block, following in pairwise((*blocks, Break())) if not (isinstance(block, Break) and isinstance(following, Break))]
    return tuple(kept[1:] if kept and isinstance(kept[0], Break) else kept)
