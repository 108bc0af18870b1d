"""An article's blocks in, the same blocks out without what a page says twice.

| on the page | out |
|---|---|
| the standfirst over again as first paragraph | left out |
| the headline over again in a list before the text | left out |
| a picture without words of which the text for the blind is an author's name: a face beside the byline | left out |
| a box with an author's name above it: who the author is | left out |
| a caption that is the headline, the standfirst or both | a picture without caption |
| two pictures near each other with one caption: a picture and its enlarged copy | the first |
| one text twice, a copy beside a picture | that copy is the picture's caption |
| no heading, but short paragraphs wholly in bold, each above a plain one: four or more, or two that are numbered in turn | headings |
| an indent of ideographic spaces | left out |
| headings with the page's own levels | headings each one level below the one it stands under, the highest of the second |
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from msgspec import structs

from ..model import Block, Box, Entry, Figure, Heading, Listing, Paragraph, Span, Spans, plain_text
from ..text import fold
from .runs import Run

_DROP_CAP = re.compile("(?i)drop-?_?cap|initial|versal|lettrine|capitular")
_WORDS = frozenset("AEIKOSUVWYZÀÅÈÉÖØАВЗИКОСУЯ")  # letters that are words too, and may stand alone
_LONGEST = 90  # characters of a subhead in bold
_FEWEST = 4  # of them: two or three are as often names, sums and notes set in bold
_NUMBER = re.compile(r"\W?(\d{1,2})[.):]? ")
_START = 8  # characters in which texts differ that are not the same
_DEEPEST = 6  # level of a heading
_NEAR = 3  # figures between a picture and its copy
_STOPS = (".", ":", ",", ";", "…", "。", "!", "”", "“", '"', "»", ")")


def tidied(blocks: tuple[Block, ...], headline: str, teaser: str, authors: Iterable[str] = ()) -> tuple[Block, ...]:
    """*blocks* of the article that has this *headline* and this *teaser*, either of which may be empty, and these *authors*."""
    names = {_said(name) for name in authors}
    blocks = tuple(block for block in blocks if not _is_face(block, names) and not (isinstance(block, Box) and _said(block.title) in names))
    if headline and blocks and _is_listed(blocks[0], _said(headline)):
        blocks = blocks[1:]
    known = {_said(headline), _said(teaser), _said(f"{headline} {teaser}")}
    return tuple(_levelled(_headed(_captioned(_once(_unrepeated([_flush(block) for block in blocks], _said(teaser)), known)))))


def _is_listed(block: Block, headline: str) -> bool:
    """Whether *block* is a list of which each item begins with the *headline*."""
    return isinstance(block, Listing) and all(_said(plain_text(item.spans)).startswith(headline) for item in block.items)


def _said(text: str) -> str:
    """*text* as it is compared: white space, case and the final stop tell nothing."""
    return fold(text).strip(" .")


def _text(block: Block) -> str:
    return _said(plain_text(block.spans)) if isinstance(block, Paragraph) else ""


def _begins(block: Block, start: str) -> bool:
    """Whether *block* is a paragraph that may begin with *start* as it is compared: cheaper than to compare all of it."""
    return isinstance(block, Paragraph) and _said(plain_text(block.spans)[: 4 * _START]).startswith(start)


def undropped(runs: list[Run]) -> list[Run]:
    """*runs* with a drop cap joined to its word: a lone letter whose element is called one, white space, a small letter."""
    if len(runs) < 2:
        return runs
    printed = [at for at, run in enumerate(runs) if run.text.strip()]
    if len(printed) < 2:
        return runs
    first, rest = runs[printed[0]], runs[printed[1]]
    letter, text = first.text.strip(), rest.text.lstrip(" \n\t\r")
    if len(letter) != 1 or not letter.isupper() or letter in _WORDS or not text[0].islower() or not _DROP_CAP.search(first.name):
        return runs
    return [structs.replace(rest, text=letter + text), *runs[printed[1] + 1 :]]


def _flush(block: Block) -> Block:
    """*block* without an indent of ideographic spaces."""
    if isinstance(block, Paragraph) and block.spans[0].text[:1] == "\u3000" and (text := block.spans[0].text.lstrip("\u3000 ")):
        return Paragraph((structs.replace(block.spans[0], text=text), *block.spans[1:]))
    return block


def _is_face(block: Block, names: set[str]) -> bool:
    """Whether *block* is a picture that says no more than one of *names*."""
    return isinstance(block, Figure) and not block.image.caption and not block.image.credit and _said(block.image.alternative) in names


def _unrepeated(blocks: list[Block], teaser: str) -> list[Block]:
    """*blocks* without a first or a last paragraph that is the standfirst."""
    places = [at for at, block in enumerate(blocks) if isinstance(block, Paragraph)]
    if not teaser or len(blocks) < 3 or not places:
        return blocks
    again = [at for at in {places[0], places[-1]} if _begins(blocks[at], teaser[:_START]) and _text(blocks[at]) == teaser]
    return [block for at, block in enumerate(blocks) if at not in again]


def _once(blocks: list[Block], known: set[str]) -> list[Block]:
    """*blocks* with each caption once, with the picture and the credit that a copy of it has, and none that is in *known*."""
    out: list[Block] = []
    captions: list[str] = []
    places: list[int] = []
    for block in blocks:
        if isinstance(block, Figure) and (caption := _said(block.image.caption)):
            if caption in known:
                if block.image.address:
                    out.append(Figure(structs.replace(block.image, caption="")))
                continue
            if len(caption) > 20 and caption in captions[-_NEAR:]:
                at = places[len(captions) - 1 - captions[::-1].index(caption)]
                if isinstance(first := out[at], Figure):
                    shown = first.image if first.image.address else block.image
                    out[at] = Figure(structs.replace(shown, credit=first.image.credit or block.image.credit))
                continue
            captions.append(caption)
            places.append(len(out))
        out.append(block)
    return out


def _captioned(blocks: list[Block]) -> list[Block]:
    """*blocks* in which a paragraph after a picture, said once more nearby, is that picture's caption."""
    out: list[Block] = []
    for at, block in enumerate(blocks):
        last = out[-1] if out else None
        if isinstance(block, Paragraph) and isinstance(last, Figure) and isinstance(blocks[at - 1], Figure) and len(text := _text(block)) > 30:
            near = [*blocks[max(0, at - 6) : at], *blocks[at + 1 : at + 7]]
            if _said(last.image.caption) == text or any(_text(other) == text for other in near if _begins(other, text[:_START])):
                if not last.image.caption:
                    out[-1] = Figure(structs.replace(last.image, caption=plain_text(block.spans)))
                continue
        out.append(block)
    return out


def _headed(blocks: list[Block]) -> list[Block]:
    """*blocks* with the paragraphs that are subheads by their looks alone as headings; a page with headings of its own needs none."""
    if any(isinstance(block, Heading) for block in blocks):
        return blocks
    chosen = [at for at in range(1, len(blocks) - 1) if _is_headed(blocks, at)]
    if len(chosen) < _FEWEST and not _are_numbered([_text(blocks[at]) for at in chosen]):
        return blocks
    return [Heading(_plain(block.spans)) if at in chosen and isinstance(block, Paragraph) else block for at, block in enumerate(blocks)]


def _are_numbered(texts: list[str]) -> bool:
    """Whether *texts*, two or more, begin with numbers that follow each other."""
    numbers = [int(found[1]) for text in texts if (found := _NUMBER.match(text))]
    return 1 < len(numbers) == len(texts) and all(after - before == 1 for before, after in pairwise(numbers))


def _is_headed(blocks: list[Block], at: int) -> bool:
    block, after = blocks[at], blocks[at + 1]
    if not isinstance(block, Paragraph) or not _is_bold(block.spans):
        return False
    text = plain_text(block.spans)
    return (
        len(text) <= _LONGEST
        and not text.endswith(_STOPS)
        and isinstance(after, Paragraph)
        and not _is_bold(after.spans)
        and any(isinstance(one, Paragraph) for one in blocks[:at])
    )


def _is_bold(spans: Spans) -> bool:
    return bool(spans) and all(span.mark == "strong" and not span.href for span in spans if span.text.strip())


def _plain(spans: Spans) -> Spans:
    return tuple(Span(span.text, span.href, "" if span.mark == "strong" else span.mark, span.lang) for span in spans)


def _levelled(blocks: Iterable[Block]) -> list[Block]:
    """*blocks* with each heading one level below the one that it stands under; the page's own numbers leave steps out, and begin anywhere."""
    above: list[int] = []
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            out.append(Heading(block.spans, min(1 + len(above), _DEEPEST)))
        elif isinstance(block, Box | Entry):
            out.append(structs.replace(block, blocks=tuple(_levelled(block.blocks))))
        else:
            out.append(block)
    return out
