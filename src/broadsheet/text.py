"""Text in, text out: cleaned, folded, slugged. Imports nothing of ours.

| function | in | out |
|---|---|---|
| `clean` | any text from outside | one line that is safe to print: NFC, white space folded, no control, no tower of marks |
| `clean_line` | one verbatim line | the same, inner and leading spaces kept |
| `is_clean` | text | whether a reader's terminal can be shown it |
| `check` | texts | nothing; `ValueError` where one is not clean |
| `fold` | text | the form in which two texts are compared |
| `dense` | text | how many of its signs say as much as two letters |
| `slug` | a name | ASCII letters, digits and hyphens |
"""

import re
import unicodedata
from typing import Literal

# What never reaches a reader: C0 but LF, DEL, C1, bidi embeddings and overrides (Unicode TR 9), tag characters, surrogates and
# noncharacters, and what is invisible or has no meaning outside one font (soft hyphen, BOM, zero width space, private use).
# U+200C and U+200D stay: scripts and emoji need them. U+200E and U+200F stay: right-to-left prose needs them.
_FORBIDDEN = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff"
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff"
    + "".join(chr(plane + end) for plane in range(0x1FFFE, 0xEFFFF, 0x10000) for end in (0, 1))
)
_UNCLEAN = re.compile(f"[\n{_FORBIDDEN}]")
_REMOVE = re.compile(f"[{_FORBIDDEN}]")
# What is not a single plain space already: to put a space for each space of a page costs ten times more.
_SPACE = re.compile("[\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029][ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]*| [ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_CP1252 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in {0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D}}
_C1 = re.compile("[\x80-\x9f]")
_FOLD = (
    dict.fromkeys("‘’‚‛′`´‹›", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―", "-") | dict.fromkeys("\u00a0\u202f\u2009\u2007", " ")
    | {"…": "..."}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "œ": "oe", "ł": "l", "đ": "d"})
_MARKS = 30  # on one letter: no language needs as many (Unicode TR 15 §13), and to put n of them in order takes time that grows with the square of n
_DENSE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def is_clean(text: str) -> bool:
    """Whether *text* is one line without anything that could move a cursor or set a title."""
    return text.isprintable() or text.replace("\u00a0", " ").isprintable() or _UNCLEAN.search(text) is None


def check(*texts: str) -> None:
    """Refuse text that is not clean: `ValueError`, which is a mistake of ours, for what comes from outside goes through `clean`."""
    for text in texts:
        if not is_clean(text):
            raise ValueError(f"not clean: {text[:60]!r} holds a control character or a line end; pass it through text.clean first")


def clean(text: str) -> str:
    """*text* as one safe line: CP1252 strays mapped, NFC, white space folded to single spaces, controls removed, ends stripped.

    NBSP and narrow spaces are the paper's own typography and stay; of more than 30 combining marks on one letter the first 30 do.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
    if text.isprintable():  # nothing to take out: most texts of a page
        text = _normal("NFC", _SPACE.sub(" ", text) if "  " in text else text)
        return text.strip(" \u00a0\u202f")
    text = _safe(text, keep_space=True)
    return (_SPACE.sub(" ", text) if "  " in text else text).strip(" \u00a0\u202f")


def clean_line(text: str) -> str:
    """One verbatim line (verse, code) made safe: tabs become spaces to the next multiple of eight, trailing space goes, the rest stays."""
    return _safe(text.expandtabs(8).replace("\n", " "), keep_space=False).rstrip()


def _safe(text: str, *, keep_space: bool) -> str:
    """*text* in NFC with every forbidden character out; with *keep_space* line ends and tabs become spaces first."""
    if keep_space:
        text = " ".join(text.split()) if text.isascii() else _SPACE.sub(" ", text)
    if not text.replace("\u00a0", " ").isprintable():  # the hard space is all that most texts have of what is not
        if _C1.search(text):
            text = text.translate(_CP1252)
        text = _REMOVE.sub("", text)
    return text if text.isascii() else _normal("NFC", text)


def _normal(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """*text* in that form of normalization, with no more than 30 marks on a letter."""
    bounded = _unpiled(text)
    text = unicodedata.normalize(form, bounded)
    if text is bounded:  # as most texts are
        return text
    while len(text) > _MARKS and text != (cut := _unpiled(text)):  # a letter may have been parted into one more mark
        text = unicodedata.normalize(form, cut)
    return text


def _unpiled(text: str) -> str:
    """*text* without the marks that are on a letter beyond 30. A row of so many has one at each 31st place, and fifteen on one side of that."""
    sample = text[_MARKS :: _MARKS + 1]
    if not sample or sample.isascii():
        return text
    mark, half = unicodedata.combining, _MARKS // 2
    for place, character in zip(range(_MARKS, len(text), _MARKS + 1), sample, strict=True):
        if mark(character) and (all(map(mark, text[place - half : place])) or all(map(mark, text[place : place + half]))):
            break
    else:
        return text
    count = 0
    kept: list[str] = []
    for character in text:
        count = count + 1 if mark(character) else 0
        if count <= _MARKS:
            kept.append(character)
    return "".join(kept)


def fold(text: str) -> str:
    """The form in which texts are compared: NFKC, case folded, quotes, dashes and white space made alike."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    # To look for the few that are replaced is far cheaper than to translate every character; with none of them left, most texts are in NFKC already.
    for sign, alike in _FOLD.items():
        if sign in text:
            text = text.replace(sign, alike)
    return " ".join(_normal("NFKC", text).casefold().split())


def dense(text: str) -> int:
    """How many signs of *text* are Chinese, Japanese or Korean: one says as much as two letters, and two are a word."""
    return 0 if text.isascii() else len(_DENSE.findall(text))


def slug(name: str, limit: int = 60) -> str:
    """*name* as lower-case ASCII letters, digits and single hyphens, at most *limit* long; `""` where nothing is left (a name in Arabic, say)."""
    lowered = _normal("NFC", name).casefold().translate(_GERMAN)
    ascii_only = _normal("NFKD", lowered).encode("ascii", "ignore").decode("ascii")
    return _NOT_SLUG.sub("-", ascii_only).strip("-")[:limit].strip("-")
