"""A text, its language and a manner in; the text in the letters that the manner has out. Imports nothing of ours.

A manner is a way of setting the whole edition that has a root of its own, `/~/<manner>/`:

| manner | characters |
|---|---|
| `latin1` · `cp437` · `cp850` · `ascii` | those of the character set (ISO 8859-1, the IBM PC's two, ANSI X3.4) |
| `braille` | letters and digits of every script, ASCII's signs and a few more: what a braille display or a voice has words for |

A letter that the manner has stays as it is. Any other is written as its language writes it without (`letters.toml`: German ä is ae, Swedish å is aa),
else without its marks (French é is e), else by sound or shape as anyascii has it, else as `?`. What has no width of its own is left out.
"""

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from anyascii import anyascii

_SPOKEN = frozenset("§°€£")  # signs that voices and braille tables have words for
_KNOWN = 20_000  # code points that one language's letters remember


class Manner(NamedTuple):
    """*charset* is the name that IANA has for the bytes, and Python's for the codec; *width* the columns that are asked for, 0 where any will do."""

    title: str
    charset: str
    width: int = 0
    is_braille: bool = False


MANNERS = {
    "latin1": Manner("Latin-1", "iso-8859-1"),
    "cp437": Manner("CP437", "ibm437"),
    "cp850": Manner("CP850", "ibm850"),
    "ascii": Manner("ASCII", "us-ascii"),
    "braille": Manner("Braille", "utf-8", width=40, is_braille=True),
}


@cache
def _data() -> dict[str, dict[str, str]]:
    """The tables of `letters.toml` by language, `any` for all."""
    return tomllib.loads(files("broadsheet").joinpath("letters.toml").read_text("utf-8"))


class Letters:
    """What a manner makes of texts in one language."""

    def __init__(self, manner: Manner, language: str) -> None:
        self._manner = manner
        code = language.lower().replace("_", "-").partition("-")[0]
        self._own = _data()["any"] | _data().get(code, {})
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """*text* in the manner's letters; the same where it has no others."""
        return text if text.isascii() else "".join(self._pieces(text))

    def placed(self, text: str, *places: Iterable[int]) -> tuple[str, list[list[int]]]:
        """*text* in the manner's letters, and where in it each group of *places* is now; what lies behind the end is the end."""
        if text.isascii():
            return text, [list(group) for group in places]
        pieces = self._pieces(text)
        at = [0]
        for piece in pieces:
            at.append(at[-1] + len(piece))
        return "".join(pieces), [[at[min(place, len(text))] for place in group] for group in places]

    def _pieces(self, text: str) -> list[str]:
        """What each character of *text* becomes; among capitals a letter that becomes several becomes several capitals."""
        pieces = [letter if letter.isascii() else self._written(letter) for letter in text]
        for number, piece in enumerate(pieces):
            if len(piece) > 1 and text[number].isupper() and (text[number + 1 : number + 2].isupper() or text[max(number - 1, 0) : number].isupper()):
                pieces[number] = piece.upper()
        return pieces

    def _written(self, letter: str) -> str:
        found = self._known.get(letter)
        if found is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            found = self._known[letter] = letter if self._has(letter) else self._other(letter)
        return found

    def _has(self, letter: str) -> bool:
        """Whether the manner has *letter*."""
        if self._manner.is_braille:
            return letter in _SPOKEN or letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"}
        try:
            return letter.encode(self._manner.charset).isascii() is False
        except UnicodeEncodeError:
            return False

    def _other(self, letter: str) -> str:
        """What is written for *letter*, which the manner does not have."""
        if letter in self._own:
            return self._own[letter]
        if letter.lower() in self._own:
            return self._own[letter.lower()].capitalize()
        category = unicodedata.category(letter)
        if category == "Zs":
            return " "
        bare = letter
        while (parts := unicodedata.decomposition(bare)) and not parts.startswith("<"):
            bare = chr(int(parts.split()[0], 16))
            if bare.isascii() or self._has(bare):
                return bare
        spelt = anyascii(letter)
        if spelt.isprintable() and (spelt or category in {"Mn", "Mc", "Me", "Cf"}):
            return spelt
        return "?"


@lru_cache(maxsize=64)
def letters(manner: str, language: str) -> Letters:
    """The letters of the manner of that name for texts in *language* (a BCP 47 tag)."""
    return Letters(MANNERS[manner], language)


def of_path(path: str) -> str:
    """The manner that *path* (ASCII, percent-encoded or not) asks for, "" where it asks for none: `/~/cp437/~/search`, `/bote/~/cp437/`."""
    parts = path.split("/")
    return next((after for part, after in pairwise(parts) if part == "~" and after in MANNERS), "")


def within(path: str, manner: str) -> str:
    """*path* of the edition in the root of *manner*; what has a root of its own already, and data, stay where they are."""
    if not path.startswith("/") or of_path(path) or "/~/feed/" in path or "/~/file/" in path or path.startswith("/~/json/"):
        return path
    return f"/~/{manner}{path}"
