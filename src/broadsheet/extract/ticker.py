"""Blocks in, entries of a live ticker out, where headings begin with the time of what they head: "11.04 Uhr: Die Brücke dreht sich"."""

import re

from ..model import Block, Entry, Heading, plain_text

_TIMED = re.compile(r"(?P<time>\d{1,2}[.:h]\d{2}(?: ?(?:Uhr|h|[ap]\.?m\.?|[A-Z]{2,4}\b))?)\s*[:–—|-]?\s+(?P<title>\S.*)")
_FEWEST = 3


def entries(blocks: list[Block]) -> list[Block]:
    """*blocks* with each timed heading and what follows it, up to the next heading, as an entry; unchanged with fewer than three of them."""
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
