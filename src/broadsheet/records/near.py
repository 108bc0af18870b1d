"""Texts in, which earlier text each nearly repeats out: agency copy, other editions' versions and saved-twice pages among millions.

A text is known by a sketch: the smallest hashes of its shingles, every run of four words (Broder, *On the resemblance and containment of documents*,
1997). Two sketches tell how many of all shingles of two texts both have; from four in five on, one text is a near-duplicate of the other. What is kept of
a text is some 600 bytes, and only of the last so many, so that memory has a bound whatever the number of texts.
"""

import collections
import zlib
from array import array
from collections.abc import Iterator

from ..archive.wording import searchable

WINDOW = 50_000
"""Texts that a new one is compared with: those that came last."""

_SHINGLE = 4  # words
_SKETCH = 32  # hashes
_KEYS = 4  # hashes by which a text is found: at four in five shared, one of four is shared 998 times in 1,000
_ALIKE = 0.8
_FEWEST = 40  # shingles; two short notes are alike by their form


class Near:
    """The texts seen last, by their sketches."""

    def __init__(self, window: int = WINDOW) -> None:
        self._window = window
        self._seen: collections.deque[tuple[str, array[int]]] = collections.deque()
        self._first = 0  # the number of the oldest text that is still known
        self._found: dict[int, int] = {}  # one of a sketch's keys → the number of the text that had it last

    def earlier(self, source: str, text: str) -> str:
        """The *source* under which a text came that *text* nearly repeats, "" where none did; *text* is known from now on, unless it repeats one."""
        sketch = _sketch(text)
        if len(sketch) < _SKETCH:
            return ""
        for key in sketch[:_KEYS]:
            number = self._found.get(key)
            if number is not None and number >= self._first:
                known, other = self._seen[number - self._first]
                if _alike(sketch, other) >= _ALIKE:
                    return known
        self._keep(source, sketch)
        return ""

    def _keep(self, source: str, sketch: "array[int]") -> None:
        number = self._first + len(self._seen)
        self._seen.append((source, sketch))
        self._found.update((key, number) for key in sketch[:_KEYS])
        if len(self._seen) > self._window:
            _, old = self._seen.popleft()
            for key in old[:_KEYS]:
                if self._found.get(key) == self._first:
                    del self._found[key]
            self._first += 1


def _sketch(text: str) -> "array[int]":
    """The smallest hashes of the shingles of *text*, ascending; none where it is too short to be told from others."""
    hashes = set(map(zlib.crc32, _shingles(text)))
    return array("I", sorted(hashes)[:_SKETCH] if len(hashes) >= _FEWEST else ())


def _shingles(text: str) -> Iterator[bytes]:
    """Every run of four words of *text*, in whatever case; of signs, where the script parts no words."""
    coded = searchable(text).encode().split()
    # Nothing of Python's own runs for each of some thousand runs of a text.
    return map(b" ".join, zip(*(coded[start:] for start in range(_SHINGLE)), strict=False))


def _alike(one: "array[int]", other: "array[int]") -> float:
    """The part of all shingles of two texts that both have, by their sketches."""
    least = sorted({*one, *other})[:_SKETCH]
    return len({*least} & {*one} & {*other}) / len(least)
