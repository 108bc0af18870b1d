"""A line of names in, the names out: "Von Anna Alt und Bert Berg, dpa".

| function | out |
|---|---|
| `people` | the names in a line |
| `by` | what stands behind its "by" |
| `is_in_full` | whether a name is given and family name: two words, or a few signs where no space stands between |
| `signs` | whether a line is no more than that |
| `is_name` | whether a piece of it can be a name |
| `undated` | what stands before its date |
| `before_date` | that, where it is a full name and nothing else |
"""

import re
from collections.abc import Iterator
from typing import Final

from .. import text
from . import dates, words

_TITLE = re.compile(r"\s+(?:" + "|".join(words.TITLES) + r")\b.*$")
LEAD = re.compile(r"^(?:" + "|".join(re.escape(word) for word in sorted(words.BY, key=len, reverse=True)) + r")(?:\s*[:：]\s*|\s+|(?<=[/・:]))", re.IGNORECASE)
AND = re.compile(r"\s*(?:[;|,、，·•/]|\s[-–]\s)\s*|\s+(?:" + "|".join(re.escape(word) for word in sorted(words.AND, key=len, reverse=True)) + r")\s+")
_COMMA = re.compile(r"\s*(?:[;|、，]|\s•\s)\s*")
# What stands before tells that a run of letters was tried from its beginning: without it, a run of n takes n² steps.
MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+|@\w+")
_INITIALS = re.compile(r"\s*[(\[](?:[\w./\- ]{1,12})[)\]]$")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_GIVEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_BETWEEN: Final = " \u00a0,|·•–—-"
_BARS: Final = frozenset("|·•")
_MAX_NAME: Final = 90
_EAST: Final = "\u2e80"  # from here on scripts write names without a space
_SIGNS: Final = range(2, 6)  # that such a name has


def people(line: str, *, split_commas: bool = True) -> Iterator[str]:
    """The names in *line*, without "by", mail addresses and initials in brackets."""
    line = MAIL.sub(" ", text.clean(line))
    line = text.clean(LEAD.sub("", line))
    if not line or len(line) > 600:
        return
    pieces = [piece for piece in AND.split(line) if piece]
    if not split_commas or len(pieces) < 2 or not all(is_name(piece) for piece in pieces):
        pieces = [piece for piece in _COMMA.split(line) if piece]
    for place, piece in enumerate(pieces):
        if place and not words.JOBS.isdisjoint(piece.casefold().split()):
            continue
        name = LEAD.sub("", _TITLE.sub("", _INITIALS.sub("", piece))).strip(" ,.:|-–—/·•\u00a0〔〕【】（）")
        if len(name) > _MAX_NAME and is_name(first := name.partition(",")[0]) and " " in first:
            name = first  # what follows is the writer's life
        if name and len(name) <= _MAX_NAME and not name.isdigit() and not name.startswith("http") and name.casefold() not in words.NETWORKS:
            yield name


def by(line: str) -> str:
    """What stands behind "by" in *line*, "" where it does not begin with that word."""
    found = LEAD.match(line)
    return line[found.end() :].strip() if found else ""


def is_name(piece: str) -> bool:
    """Whether *piece* can stand as a name of its own: a few words, of which the first and the last are no small ones; or an agency's short name."""
    parts = piece.split()
    if not parts or len(parts) > 6 or any(character.isdigit() for character in piece):
        return False
    if len(parts) == 1:
        return len(piece) <= 24
    return all(part[:1].isupper() or not part[:1].islower() or part.casefold().strip("'’.") in words.PARTICLES for part in parts)


def is_in_full(name: str) -> bool:
    """Whether *name* is more than a word of which nobody can tell whether it is a name."""
    return " " in name or (len(name) in _SIGNS and all(sign >= _EAST and sign.isalpha() for sign in name))


def signs(line: str) -> bool:
    """Whether *line* is but a byline: the word for one, names, and where they work."""
    if len(line) > _MAX_NAME or not line[-1:].isalnum() or not (rest := by(line)):
        return False
    pieces = [piece for piece in AND.split(rest) if piece]
    return all(map(is_name, pieces)) and is_in_full(pieces[0])


def undated(line: str) -> str:
    """*line* without the date behind the names: "By Anna Alt, Monday, May 5, 2024"."""
    found = _DIGIT.search(line)
    if found is None:
        return line
    said = line[: found.start()].rstrip(_BETWEEN).split(" ")
    while said and ((last := said[-1].casefold().strip(".,")) in words.MONTHS or last in words.ON):
        said.pop()
    return " ".join(said).rstrip(_BETWEEN)


def before_date(line: str) -> str:
    """The full name with which *line* begins where a date follows, or a bar and a number: "Anna Alt | 5. Mai 2024"; "" for none.

    Below comments it is "Anna Alt on 5 May 2024 said:".
    """
    name = undated(line)
    if line[-1:] == ":" or not _is_full(name):
        return ""
    rest = line[len(name) :]
    return name if rest.lstrip()[:1] in _BARS or _begins_with_date(rest) else ""


def _is_full(name: str) -> bool:
    """Whether *name* is written as two or three names in a row. Small words are left to whoever says "by": there is news "de la costa", too."""
    said = name.split()
    if not 1 < len(said) <= 3 or name.isupper() or not words.JOBS.isdisjoint(name.casefold().split()):
        return False
    return all(word[0].isupper() and _GIVEN.fullmatch(word) for word in said)


def _begins_with_date(line: str) -> bool:
    """Whether no word that is none of a date stands before the year of one."""
    year = dates.written(line)[:4]
    before, found, _ = line.partition(year) if year else ("", "", "")
    return found != "" and all(len(word) < 3 or word in words.MONTHS or word in words.ON for word in _WORD.findall(before.casefold()))
