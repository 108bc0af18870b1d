"""Blocks in, entries of a live ticker out, where headings begin with the time of what they head: "11.04 Uhr: Die Brücke dreht sich", or stand below it."""

import re

from ..model import Block, Entry, Heading, Paragraph, plain_text

_CLOCK = r"\d{1,2}[.:h]\d{2}(?: ?(?:Uhr|h|[ap]\.?m\.?|[A-Z]{2,4}\b))?"
_TIMED = re.compile(rf"(?P<time>{_CLOCK})\s*[:–—|-]?\s+(?P<title>\S.*)")
_TIME = re.compile(rf"{_CLOCK}[:–—|-]?")
_FEWEST = 3


def entries(blocks: list[Block]) -> list[Block]:
    """*blocks* with each timed heading and what follows it, up to the next heading, as an entry; unchanged with fewer than three of them.

    Where times stand alone, an entry goes from one to the next.
    """
    alone = {at for at, block in enumerate(blocks) if isinstance(block, Paragraph) and _TIME.fullmatch(plain_text(block.spans))}
    if len(alone) >= _FEWEST and len(blocks) - 1 not in alone:
        return _below(blocks, sorted(alone))
    timed = {at: found for at, block in enumerate(blocks) if isinstance(block, Heading) and (found := _TIMED.fullmatch(plain_text(block.spans)))}
    if len(timed) < _FEWEST:
        return blocks
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        found = timed.get(at)
        if found is None:
            out.append(blocks[at])
            at += 1
            continue
        end = next((after for after in range(at + 1, len(blocks)) if isinstance(blocks[after], Heading | Entry)), len(blocks))
        out.append(Entry(tuple(blocks[at + 1 : end]), found["time"], found["title"]))
        at = end
    return out


def _below(blocks: list[Block], stamps: list[int]) -> list[Block]:
    """*blocks* with what stands below each of *stamps*, the places of the times, as an entry."""
    out = blocks[: stamps[0]]
    for at, end in zip(stamps, [*stamps[1:], len(blocks)], strict=True):
        stamp, *below = blocks[at:end]
        time = plain_text(stamp.spans).rstrip(":–—|-") if isinstance(stamp, Paragraph) else ""
        title = plain_text(below[0].spans) if below and isinstance(below[0], Heading) else ""
        out.append(Entry(tuple(below[1:] if title else below), time, title))
    return out
