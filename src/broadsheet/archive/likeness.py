"""An article at an address that nobody knows in, the stored article of the paper whose text it is, out: one text at two addresses is one article.

What a page says of its own address is believed as far as its text may be the one that is known there (`may_be`): the same headline, or a third of the
runs of the shorter one.

It is the same text where the headline is, the days are (as far as both are known), and nine in ten runs of five words of the shorter one stand in
the longer one, which is not much longer. Print versions, copies under two sections and articles under a new slug are alike in this; what a paper
writes every day under one headline is not, nor what is too short to tell.
"""

import sqlite3

from ..model import Article
from ..text import fold
from . import moments, wording
from .rows import unpack_article

_RUN = 5
_SHORTEST = 60  # words
_SHARE = 0.9
_LENGTHS = 0.7
_FEWEST = 20  # words of a text that may be told from any other at all
_PART = 1 / 3
_MOST = 8  # articles under one headline that are looked at: the newest ones

_SAME_HEADLINE = (
    "SELECT article.id, article.day, body.article FROM article INDEXED BY article_by_headline JOIN body ON body.version = article.newest "
    "WHERE article.paper = ? AND article.headline = ? ORDER BY article.id DESC LIMIT ?"
)


def same_text(connection: sqlite3.Connection, paper: int, zone: str, article: Article) -> int | None:
    """The id of the paper's article that has the text of *article*, None where there is none."""
    runs = _runs(article)
    if not runs:
        return None
    day = moments.day(article.date, zone)
    for identifier, known, packed in connection.execute(_SAME_HEADLINE, (paper, article.headline, _MOST)).fetchall():
        if (not day or not known or day == known) and _are_alike(runs, _runs(unpack_article(packed, f"article {identifier}"))):
            return identifier
    return None


def are_alike(one: Article, other: Article) -> bool:
    """Whether both are the same text but for a few words."""
    return _are_alike(_runs(one), _runs(other))


def may_be(one: Article, other: Article) -> bool:
    """Whether both may be one article, though a new headline was found for it, or much was added."""
    if fold(one.headline) == fold(other.headline):
        return True
    shorter, longer = sorted((_runs(one, _FEWEST), _runs(other, _FEWEST)), key=len)
    return len(shorter) > 0 and len(shorter & longer) >= _PART * len(shorter)


def _are_alike(one: set[str], other: set[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > 0 and len(shorter) >= _LENGTHS * len(longer) and len(shorter & longer) >= _SHARE * len(shorter)


def _runs(article: Article, shortest: int = _SHORTEST) -> set[str]:
    """The runs of words of the body; none for a text of fewer than *shortest* words, which is too short to be told from others."""
    words = wording.searchable(wording.body_text(article)).split()
    return {" ".join(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)} if len(words) >= shortest else set()
