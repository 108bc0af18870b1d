"""Blocks in, entries of a live ticker out, where headings, or words set bold at the head of a paragraph, begin with the time of what they head, "11.04 Uhr:
Die Brücke dreht sich", or stand below it.
"""

import re

from msgspec import structs

from ..model import Block, Entry, Heading, Paragraph, Spans, plain_text

_CLOCK = r"\d{1,2}[.:h]\d{2}(?: ?(?:Uhr|h|[ap]\.?m\.?|[A-Z]{2,4}\b))?"
_TIMED = re.compile(rf"(?P<time>{_CLOCK})\s*[:–—|-]?\s+(?P<title>\S.*)")
_LED = re.compile(rf"(?P<time>{_CLOCK})\s*(?:[:–—|-]\s*)?(?P<title>(?<![\d.:h])[^\W\d_].*?)?\s*[:–—|-]?\s*")
_TIME = re.compile(rf"{_CLOCK}[:–—|-]?")
_FEWEST = 3


def entries(blocks: list[Block]) -> list[Block]:
    """*blocks* with each timed heading and what follows it, up to the next heading, as an entry; unchanged with fewer than three of them.

    Where times stand alone, an entry goes from one to the next.
    """
    alone = {at for at, block in enumerate(blocks) if isinstance(block, Paragraph | Heading) and _TIME.fullmatch(plain_text(block.spans))}
    if len(alone) >= _FEWEST and len(blocks) - 1 not in alone:
        return _below(blocks, sorted(alone))
    timed = {at: found for at, block in enumerate(blocks) if (found := _timed(block)) is not None}
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
        end = next((after for after in range(at + 1, len(blocks)) if after in timed or isinstance(blocks[after], Heading | Entry)), len(blocks))
        time, title, rest = found
        out.append(Entry((*rest, *blocks[at + 1 : end]), time, title))
        at = end
    return out


def _timed(block: Block) -> tuple[str, str, tuple[Paragraph, ...]] | None:
    """The time with which *block* begins, the title behind it, and what of the block is neither; None where it begins with none."""
    if isinstance(block, Heading):
        found = _TIMED.fullmatch(plain_text(block.spans))
        return (found["time"], found["title"], ()) if found else None
    if not isinstance(block, Paragraph) or len(block.spans) < 2 or block.spans[0].mark != "strong":
        return None
    found = _LED.fullmatch(plain_text(block.spans[:1]))
    return (found["time"], found["title"] or "", (Paragraph(_begun(block.spans[1:])),)) if found else None


def _begun(spans: Spans) -> Spans:
    """*spans* without what parts them from a time before them."""
    return (structs.replace(spans[0], text=spans[0].text.lstrip(" :–—|-")), *spans[1:])


def _below(blocks: list[Block], stamps: list[int]) -> list[Block]:
    """*blocks* with what stands below each of *stamps*, the places of the times, as an entry."""
    out = blocks[: stamps[0]]
    for at, end in zip(stamps, [*stamps[1:], len(blocks)], strict=True):
        stamp, *below = blocks[at:end]
        time = plain_text(stamp.spans).rstrip(":–—|-") if isinstance(stamp, Paragraph | Heading) else ""
        title = plain_text(below[0].spans) if below and isinstance(below[0], Heading) else ""
        out.append(Entry(tuple(below[1:] if title else below), time, title))
    return out
