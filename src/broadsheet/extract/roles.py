"""A class in, what it says that its element is out: kicker, byline, tags, standfirst, date, something else's, the page's end.

Whole words, in any of the languages of `words`, however they are joined: `Artikel_dach__K5u0`, `article-kicker`. The reading of a class is remembered,
for a page has a few hundred different ones.
"""

import re
from functools import lru_cache
from typing import Final

from . import words

KICKER, BYLINE, TAGS, STANDFIRST, DATE, ELSEWHERE, END = 1, 2, 4, 8, 16, 32, 64
H1, TIME = 128, 256  # what no class has to say: the element's name does
_TABLES: Final = (
    (KICKER, words.KICKER),
    (BYLINE, words.BYLINE),
    (TAGS, words.TAGS),
    (STANDFIRST, words.STANDFIRST),
    (DATE, words.DATE),
    (ELSEWHERE, words.ELSEWHERE),
    (END, words.END),
)
_ROLE: Final = {
    form: sum(role for role, table in _TABLES if word in table)
    for word in frozenset[str]().union(*(table for _, table in _TABLES))
    for form in (word, word.title())
}
_ROLE_WORDS: Final = frozenset(_ROLE)
_LONGEST: Final = 200  # characters of a class that are read
_WORD = re.compile(r"(?<!\bh-)[A-Za-z][a-z]+")  # but in "h-card", which is a person
OWN: Final = KICKER | BYLINE | TAGS | STANDFIRST | DATE


def roles(name: str) -> int:
    """What the class *name* says that its element is: the sum of the roles of its words."""
    return _roles(name[:_LONGEST])


@lru_cache(maxsize=32768)
def _roles(name: str) -> int:
    """The roles of *name*, which is short: what is remembered outlives the page, whose names may be of any length."""
    named = _WORD.findall(name)
    if _ROLE_WORDS.isdisjoint(named):
        return 0
    found = 0
    for word in named:
        found |= _ROLE.get(word, 0)
    return found
