"""A site's pages one after the other in; whether each holds a part of an article's text or names its address, out. Pure.

The answer is that of `Traces.in_page`, for a quarter of the time: the pages of a site have most of their markup in common, and what stood in a page
that holds nothing is not looked through again. A page is parted at the beginnings of tags that hold others; of a piece that is known the edges alone
are looked at, where it stands beside others than before. Pieces are compared letter by letter, so that nothing is passed over because it looks alike.
What is remembered is bounded.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from .traces import PART, Traces, decoded, letters_of

_BORDER = re.compile(r"<(?:article|aside|body|div|footer|h[1-6]|header|li|main|nav|p|script|section|style|table|td|title|ul)\b")
_LONGEST = 64  # pieces of a passage; a longer one is looked at each time
_REMEMBERED = 16 << 20  # characters of pieces, and pieces of passages; twice as many at most
_GAP = "\n"  # is in no part


class _Piece(NamedTuple):
    """*shown*: how many letters it has outside of its tags. *inside* and *outside*: with those of its tags and without, the letters at its edges."""

    number: int
    shown: int
    inside: str
    outside: str


class Skimmer:
    """Looks for *traces* in pages, and remembers what holds none."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces
        self._pieces: dict[str, _Piece] = {}
        self._former: dict[str, _Piece] = {}
        self._passages: set[tuple[int, ...]] = set()  # pieces in a row, by their numbers
        self._passed: set[tuple[int, ...]] = set()
        self._count = self._size = 0

    def holds(self, page: bytes, charset: str = "") -> bool:
        """Whether *page* holds any: `Traces.in_page`."""
        text = decoded(page, charset)
        places = [0, *(found.start() for found in _BORDER.finditer(text)), len(text)]
        pieces: list[_Piece] = []
        new: dict[str, _Piece] = {}
        letters: dict[int, tuple[str, str]] = {}  # of the new ones
        for start, end in pairwise(places):
            piece = text[start:end]
            known = self._pieces.get(piece) or self._former.get(piece) or new.get(piece)
            if known is None:
                if self._traces.names_place(piece):
                    return True
                inside, outside = letters_of(piece)
                known = new[piece] = _Piece(self._count, len(outside), _edges(inside), _edges(outside))
                letters[self._count] = inside, outside
                self._count += 1
            elif piece not in self._pieces:
                new[piece] = known
            pieces.append(known)
        unknown, passages = self._unknown(pieces)
        for with_tags in (True, False):
            if self._traces.in_letters("".join(_letters(pieces, place, letters, with_tags=with_tags) for place in unknown)):
                return True
        self._remember(new, passages)
        return False

    def _unknown(self, pieces: list[_Piece]) -> tuple[list[int], list[tuple[int, ...]]]:
        """The places of those of *pieces*, in order, of which new passages are, -1 where some are left out between them; and these passages.

        A passage is a piece and as many before it as show the letters of a part: one that ends in the piece stands in it whole.
        """
        unknown: list[int] = []
        passages: list[tuple[int, ...]] = []
        taken = start = before = 0  # *before*: the letters that the pieces from *start* to the present one show
        for place, piece in enumerate(pieces):
            while before - pieces[start].shown >= PART:
                before -= pieces[start].shown
                start += 1
            passage = tuple([each.number for each in pieces[start : place + 1]]) if place - start < _LONGEST else ()
            if passage and passage not in self._passages:
                passages.append(passage)
            before += piece.shown
            if not passage or (passage not in self._passages and passage not in self._passed):
                unknown += ([-1] if start > taken else []) + list(range(max(start, taken), place + 1))
                taken = place + 1
        return unknown, passages

    def _remember(self, pieces: dict[str, _Piece], passages: list[tuple[int, ...]]) -> None:
        """Note what a page without traces has that was in none of the last ones."""
        self._size += sum(map(len, pieces)) + sum(map(len, passages))
        self._pieces.update(pieces)
        self._passages.update(passages)
        if self._size > _REMEMBERED:
            self._former, self._passed, self._size = self._pieces, self._passages, 0
            self._pieces, self._passages = {}, set()


def _edges(letters: str) -> str:
    """The letters of a piece of which the others are known to be of no part."""
    return letters if len(letters) <= 2 * PART else letters[:PART] + _GAP + letters[-PART:]


def _letters(pieces: list[_Piece], place: int, new: dict[int, tuple[str, str]], *, with_tags: bool) -> str:
    """The letters of the piece at *place* that have to be looked at."""
    if place < 0:
        return _GAP
    piece = pieces[place]
    inside, outside = new.get(piece.number, (piece.inside, piece.outside))
    return inside if with_tags else outside
