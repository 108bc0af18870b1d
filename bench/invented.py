"""A text in, the same in invented words out: of like length, script and case, the same word always the same, and none of the text's own.

`Vocabulary(texts)` knows the words that must not survive; `Vocabulary.text` replaces them. Letters of scripts with small alphabets become syllables
that can be read; those of all others become letters of the same kind from near by.

Short words of Latin, Greek and Cyrillic in lower case (fewer than four letters: "by", "von", "de") stay: rules know them, and they tell nothing. So do the
labels and class names that extraction looks for (`LABELS`), months among them: a golden page has to show what the rules see.
"""

import functools
import hashlib
import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from broadsheet import extract

SHORT = 4  # letters from which on a word never survives


def _marks() -> str:
    """All combining marks, for a class of a regular expression: letters of Indic scripts carry them inside of words."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x1F000):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(start)}-{chr(end)}" for start, end in ranges)


WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_marks()}])*")
_LARGE = re.compile(r"[\u1100-\uffff\U00010000-\U0003ffff]|[\u0590-\u0fff]")  # scripts whose short words are whole words
_DIGITS = re.compile(r"\d{5,}")
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstvw"
_CYRILLIC = "аеиоу", "бвгдклмнпрст"
_GREEK = "αεηιου", "βγδκλμνπρστ"
_MARKED = "äöüéèáóåøçñ"


def key(word: str) -> str:
    """The form in which two words are one: folded, without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(sign)).casefold()


def _gathered(value: Any) -> Iterable[str]:
    """All words in the constants of a module of rules, patterns included."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        value = re.sub(r"\\.", " ", value.pattern)
    if isinstance(value, str):
        yield from WORD.findall(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _gathered(name)
            yield from _gathered(inner)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for inner in value:
            yield from _gathered(inner)


LABELS = frozenset(
    key(word)
    for found in pkgutil.iter_modules(extract.__path__, f"{extract.__name__}.")
    for name, value in vars(importlib.import_module(found.name)).items()
    if not name.startswith("__")
    for word in _gathered(value)
)
"""The words that rules look for: "by", "Newsletter", "Lesen Sie auch", "Oktober", "standfirst"."""


@functools.cache
def _near(sign: str) -> str:
    """The letters of the same kind as *sign* near by in its script."""
    code = ord(sign)
    start = code - code % 128
    kind = unicodedata.category(sign)
    return "".join(other for other in map(chr, range(max(start, 0x80), start + 128)) if unicodedata.category(other) == kind) or sign


def _spelled(word: str, seed: str) -> str:
    """An invented word in the manner of *word*."""
    noise = hashlib.shake_256(f"{seed} {key(word)}".encode()).digest(len(word) * 2)
    made: list[str] = []
    for place, sign in enumerate(word):
        number = noise[2 * place] + 256 * noise[2 * place + 1]
        if unicodedata.category(sign)[0] == "M":
            made.append(sign)
            continue
        name = unicodedata.name(sign, "")
        sound = (place + noise[0]) % 2
        if name.startswith("LATIN"):
            letters = (_MARKED if len(sign.encode()) > 1 and noise[1] % 2 else _VOWELS) if sound else _CONSONANTS
        elif name.startswith("CYRILLIC"):
            letters = _CYRILLIC[1 - sound]
        elif name.startswith("GREEK"):
            letters = _GREEK[1 - sound]
        else:
            letters = _near(sign)
        letter = letters[number % len(letters)]
        upper = letter.upper() if sign.isupper() else letter
        made.append(upper if len(upper) == 1 else letter)
    return "".join(made)


class Vocabulary:
    """The words of some *texts*, none of which is in what `text` makes, but for `LABELS` and *kept* words. *forced* are short words that go all the same."""

    def __init__(self, texts: Iterable[str], kept: frozenset[str] = frozenset(), forced: Iterable[str] = ()) -> None:
        self.words = frozenset(key(word) for text in texts for word in WORD.findall(text))
        self.forced = frozenset(map(key, forced))
        self.words |= self.forced
        self.kept = (LABELS | kept) - self.forced
        self._made: dict[str, str] = {}

    def is_kept(self, word: str) -> bool:
        """Whether *word* stays: a label, or a short word that tells nothing."""
        folded = key(word)
        if folded in self.forced:
            return False
        return folded in self.kept or (len(word) < SHORT and not word[:1].isupper() and not _LARGE.search(word))

    def word(self, word: str) -> str:
        """The invented word for *word*, itself where it is kept."""
        if self.is_kept(word):
            return word
        made = self._made.get(word)
        for seed in range(1000 if made is None else 0):
            made = _spelled(word, str(seed))
            if key(made) not in self.words and key(made) not in self.kept:
                break
        else:
            if made is None or key(made) in self.words:  # every word of that length is taken: a text of noise
                made = "x" * len(word) if key("x" * len(word)) not in self.words else ""
        self._made[word] = made
        return made

    def text(self, text: str) -> str:
        """*text* in invented words; numbers of five digits and more become others."""
        return _DIGITS.sub(lambda found: digits(found[0]), WORD.sub(lambda found: self.word(found[0]), text))

    def survivors(self, made: str) -> set[str]:
        """The words of four letters and more in *made* that are of the source, but for those that are kept."""
        found = {key(word) for word in WORD.findall(made) if len(word) >= SHORT}
        return {word for word in found if word in self.words and word not in self.kept}


def digits(number: str) -> str:
    """Another number of as many digits."""
    noise = hashlib.shake_256(number.encode()).digest(len(number))
    return "".join(str(1 + one % 9) for one in noise)


