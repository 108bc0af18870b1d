"""A text, its language and a manner in; the text in the letters that the manner has out. Imports nothing of ours.

A manner is a way of setting the whole edition that has a root of its own, `/~/<manner>/`:

| manner | characters |
|---|---|
| `latin1` · `cp437` · `cp850` · `ascii` | those of the character set (ISO 8859-1, the IBM PC's two, ANSI X3.4) |
| `braille` | letters and digits of every script, ASCII's signs and a few more: what a braille display or a voice has words for |

A letter that the manner has stays as it is. Any other is written as its language writes it without (`letters.toml`: German ä is ae, Swedish å is aa),
a raised number after `^`, what is left without its marks (French é is e), else by sound or shape as anyascii has it, else as `?`. What has no width
of its own is left out.
"""

import codecs
import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

from anyascii import anyascii

_SPOKEN = frozenset("§°€£")  # signs that voices and braille tables have words for
NO_BREAK = "\u00a0"
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True))
_GLUE = frozenset("\u00a0\u2007\u202f")  # spaces at which no line ends (UAX #14, GL)
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

# ISO 8859-15 and Windows-1252 have what Latin-1 has but for eight signs that no text is in want of.
_TERMINALS = {"iso8859-1": "latin1", "iso8859-15": "latin1", "cp1252": "latin1", "cp437": "cp437", "cp850": "cp850", "ascii": "ascii"}


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
        # A text has few letters that are to be looked at: what the manner has by its nature is passed over in C.
        has = r"\w" + "".join(_SPOKEN) if manner.is_braille else re.escape(bytes(range(128, 256)).decode(manner.charset, "ignore"))
        self._strange = re.compile(rf"[^\0-\x7f{has}]")

    def __call__(self, text: str) -> str:
        """*text* in the manner's letters; the same where it has no others."""
        return text if text.isascii() else self._strange.sub(self._piece, text)

    def placed(self, text: str, *places: Iterable[int]) -> tuple[str, list[list[int]]]:
        """*text* in the manner's letters, and where in it each group of *places* is now; what lies behind the end is the end.

        This is for text whose lines are still to be broken: a space that no line ends at is a no-break space in it, also where the manner has none;
        when the lines are there, calling the letters makes it a plain one.
        """
        starts: list[int] = []
        moved = [0]  # by how much what lies behind each of them
        pieces: list[str] = []
        done = 0
        for found in () if text.isascii() else self._strange.finditer(text):
            start, piece = found.start(), NO_BREAK if found[0] in _GLUE else self._piece(found)
            pieces += [text[done:start], piece]
            starts.append(start)
            moved.append(moved[-1] + len(piece) - 1)
            done = start + 1
        shown = "".join([*pieces, text[done:]]) if starts else text
        return shown, [[(at := min(place, len(text))) + moved[bisect_left(starts, at)] for place in group] for group in places]

    def _piece(self, found: re.Match[str]) -> str:
        """What the character that was *found* becomes; among capitals a letter that becomes several becomes several capitals."""
        letter = found[0]
        if letter in _RAISED:  # 10⁶ is 10^6 and not 106
            before = found.string[max(found.start() - 1, 0) : found.start()]
            return _RAISED[letter] if before in _RAISED else f"^{_RAISED[letter]}"
        piece = self._written(letter)
        if len(piece) > 1 and letter.isupper():
            text, place = found.string, found.start()
            if text[place + 1 : place + 2].isupper() or text[max(place - 1, 0) : place].isupper():
                return piece.upper()
        return piece

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
            return NO_BREAK if letter in _GLUE and self._has(NO_BREAK) else " "
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


@cache
def _charmap(charset: str) -> Any:
    """The character set's map in C's form: Python's own codecs of the IBM PC's sets look each character up in a dict, in eight times the time."""
    return codecs.charmap_build(bytes(range(256)).decode(charset))


def encoded(text: str, charset: str) -> bytes:
    """*text* in *charset* (one of the manners', or UTF-8); `UnicodeEncodeError` for a letter that it lacks."""
    return codecs.charmap_encode(text, "strict", _charmap(charset))[0] if charset.startswith("ibm") else text.encode(charset)


def of_path(path: str) -> str:
    """The manner that *path* (ASCII, percent-encoded or not) asks for, "" where it asks for none: `/~/cp437/~/search`, `/bote/~/cp437/`."""
    parts = path.split("/")
    return next((after for part, after in pairwise(parts) if part == "~" and after in MANNERS), "")


def of_terminal(encoding: str) -> str:
    """The manner of a terminal whose character set Python calls *encoding*, "" for one that has all letters or is not known."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return ""
    return _TERMINALS.get(name, "")


def within(path: str, manner: str) -> str:
    """*path* of the edition in the root of *manner*; what has a root of its own already, and data, stay where they are."""
    if not path.startswith("/") or of_path(path) or "/~/feed/" in path or "/~/file/" in path or path.startswith("/~/json/"):
        return path
    return f"/~/{manner}{path}"
