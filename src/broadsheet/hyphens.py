"""A text and its language in; the places where its words may be parted by a hyphen out. Imports nothing of ours.

The patterns are LibreOffice's, by way of pyphen. Words that change their letters when they are parted (Hungarian, older German) are not parted: what
is set must read back letter for letter.
"""

import re
from functools import cache

import pyphen  # pyright: ignore[reportMissingTypeStubs]

BEFORE, AFTER = 2, 3  # letters that stay on either side
_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{{BEFORE + AFTER},60}}(?![^\W\d_])")
_KNOWN = 20_000  # words that are remembered


class _Patterns:
    """One language's patterns, and the words that were looked up in them."""

    def __init__(self, language: str) -> None:
        self._patterns = pyphen.Pyphen(lang=language, left=BEFORE, right=AFTER)
        self._known: dict[str, tuple[int, ...]] = {}

    def places(self, word: str) -> tuple[int, ...]:
        """The places in *word*, in order."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
                self._patterns.hd.cache.clear()
            found = self._known[word] = tuple(int(place) for place in self._patterns.positions(word) if place.data is None)
        return found


@cache
def _patterns(language: str) -> _Patterns:
    """The patterns of a language that pyphen has."""
    return _Patterns(language)


def places(text: str, language: str) -> list[int]:
    """The places in *text*, in order, before which a line may begin when the one before it gets a hyphen; none where *language* (BCP 47) has no patterns."""
    known = pyphen.language_fallback(language) if language and len(language) < 40 else None
    if known is None:
        return []
    patterns = _patterns(known)
    return [word.start() + place for word in _WORD.finditer(text) if len(word[0].lower()) == len(word[0]) for place in patterns.places(word[0])]
