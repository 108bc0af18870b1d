"""The articles of an article's pages in, the whole of it out: the first page, and what the pages after it add."""

from collections.abc import Sequence

from msgspec import structs

from ..model import Article, Block, Break, Embed, Figure, Heading, Paragraph, plain_text
from ..text import fold

_REPEATABLE = (Break, Embed)
_WORSE = ("full", "live", "excerpt", "paywalled")


def whole(first: Article, others: Sequence[Article]) -> Article:
    """*first* with the blocks of *others*; what a page repeats of those before it (a standfirst, a picture, all of it) is there once."""
    seen: set[Block] = set(first.body)
    pictures = {block.image.address for block in first.body if isinstance(block, Figure)}
    around = {fold(text) for text in (first.headline, first.kicker, first.teaser) if text}
    body = list(first.body)
    for other in others:
        for block in other.body:
            if block in seen and not isinstance(block, _REPEATABLE):
                continue
            if isinstance(block, Paragraph | Heading) and fold(plain_text(block.spans)) in around:
                continue
            if isinstance(block, Figure):
                if block.image.address in pictures:
                    continue
                pictures.add(block.image.address)
            seen.add(block)
            body.append(block)
    pages = (first, *others)
    return structs.replace(
        first,
        body=tuple(body),
        related=next((page.related for page in pages if page.related), ()),
        completeness=max((page.completeness for page in pages), key=_WORSE.index),
        authors=next((page.authors for page in pages if page.authors), ()),
    )
