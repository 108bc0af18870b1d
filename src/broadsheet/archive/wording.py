"""An article in; its text as read, its number of words, and the fingerprint by which two versions are the same, out. Pure.

The fingerprint is of what the paper says: headline, kicker, teaser, the body's text, completeness. Not of related articles, addresses,
counters, or the extractor's version.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import assert_never

from ..model import (
    Answer,
    Article,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Facts,
    Figure,
    Heading,
    Links,
    Listing,
    Paragraph,
    Question,
    Quote,
    Standfirst,
    Table,
    Teaser,
    Verse,
    plain_text,
)

# Scripts that write no space between words, or (Korean) write particles to the word: each character is a word of its own to the index,
# and a word that is sought is a phrase of them. Han, kana, Hangul; Thai, Lao, Burmese, Khmer with the marks that belong to a letter.
_CLOSED = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003134f"
)
_MARKED = "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a\u103f\u1780-\u17b3"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
_OPEN = re.compile(f"([{_CLOSED}]|[{_MARKED}][{_MARKS}]*)")
_MAY_BE_OPEN = re.compile("[\u0e01-\u103f\u1780-\u17d3\u3005-\U0003134f]")
# Vowel points and the stroke that only lengthens a word: a reader leaves them out when searching (Arabic, Hebrew).
_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_MAY_NEED_MORE = re.compile("[\u0591-\u06ed\u0e01-\u103f\u1780-\u17d3\u3005-\U0003134f]")


def searchable(text: str) -> str:
    """*text* in the form that is indexed and asked for: NFKC, case folded, without vowel points, space between the signs of scripts without spaces."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    if not _MAY_NEED_MORE.search(text):
        return text
    text = _POINTS.sub("", text)
    return " ".join(_OPEN.split(text)) if _MAY_BE_OPEN.search(text) else text


def words(text: str) -> int:
    """How many words *text* has; a sign of a script without spaces counts as one."""
    return len((" ".join(_OPEN.split(text)) if _MAY_BE_OPEN.search(text) else text).split())


def fingerprint(article: Article) -> bytes:
    """16 bytes (BLAKE2b) that are the same for the same text and differ for another."""
    parts = (article.headline, article.kicker, article.teaser, article.completeness, *lines(article.body))
    # No clean text holds a line end: two different texts never join to the same bytes.
    return hashlib.blake2b("\n".join(parts).encode("utf-8"), digest_size=16).digest()


def body_text(article: Article) -> str:
    """The body as text, a line for each of its parts."""
    return "\n".join(lines(article.body))


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The text of *blocks*, each paragraph, item, cell, line or caption for itself."""
    for block in blocks:
        yield from _of(block)


def _of(block: Block) -> Iterator[str]:
    """The text of one block."""
    match block:
        case Paragraph() | Heading():
            yield plain_text(block.spans)
        case Question() | Answer():
            yield block.speaker
            yield plain_text(block.spans)
        case Quote():
            yield from map(plain_text, block.paragraphs)
            yield block.source
        case Listing():
            for item in block.items:
                yield plain_text(item.spans)
        case Verse():
            yield from map(plain_text, block.lines)
        case Figure():
            yield block.image.caption
            yield block.image.credit
        case Table():
            yield block.caption
            for row in (block.head, *block.rows):
                yield from map(plain_text, row)
        case Break():
            yield ""
        case Box() | Entry():
            if isinstance(block, Entry):
                yield block.time
            yield block.title
            yield from lines(block.blocks)
        case Embed():
            yield block.what
            yield block.title
        case Teaser():
            yield from (block.link.kicker, block.link.headline, block.link.teaser)
        case Links():
            for link in block.links:
                yield link.headline
        case Standfirst():
            yield block.text
        case Facts():
            yield from block.facts
        case _:
            assert_never(block)

