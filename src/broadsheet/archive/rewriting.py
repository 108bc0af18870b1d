"""Stored versions and what their pages give when they are read again in, the same versions with that text out.

It is the paper's version still: the page is the same, it was read better. So it takes the place of what was stored, and is no version of its own; what was
there can be read from the page once more by the extractor that made it.
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec

from ..model import Article
from . import amending, moments, names, withdrawing, wording
from .rows import json, one, pack_article, strings, unpack_article
from .visits import Writer
from .writing import relate


class Page(msgspec.Struct, frozen=True):
    """A version whose page is kept: its row id, by which pages are in order, its article's id, its number."""

    id: int
    article: int
    number: int


class Rewriting:
    """The kept pages of one archive. *reader* gives a connection for one call, *writer* runs a function in a transaction."""

    def __init__(self, reader: Callable[[], AbstractContextManager[sqlite3.Connection]], writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    def pages(self, paper: str, after: int, limit: int) -> tuple[Page, ...]:
        """The paper's versions behind the row id *after* whose pages are kept, in order."""
        statement = (  # CROSS: in order of the captures, from *after* on; SQLite would else look up all of the paper's for each few
            "SELECT version.id, version.article, version.number FROM capture CROSS JOIN version ON version.id = capture.version "
            "CROSS JOIN article ON article.id = version.article WHERE article.paper = (SELECT id FROM paper WHERE key = ?) AND capture.version > ? "
            "ORDER BY capture.version LIMIT ?"
        )
        with self._reader() as connection:
            return tuple(Page(*row) for row in connection.execute(statement, (paper, after, limit)))

    def left(self, paper: str, after: int) -> int:
        """How many `pages` there are behind the row id *after*."""
        statement = (
            "SELECT count(*) FROM capture JOIN version ON version.id = capture.version JOIN article ON article.id = version.article "
            "WHERE article.paper = (SELECT id FROM paper WHERE key = ?) AND capture.version > ?"
        )
        with self._reader() as connection:
            return connection.execute(statement, (paper, after)).fetchone()[0]

    def pageless(self, paper: str) -> int:
        """How many versions of the paper's articles cannot be read again: their pages are not kept, or not any more."""
        statement = (
            "SELECT count(*) FROM version JOIN article ON article.id = version.article JOIN paper ON paper.id = article.paper "
            "WHERE paper.key = ? AND NOT EXISTS (SELECT 1 FROM capture WHERE capture.version = version.id)"
        )
        with self._reader() as connection:
            return connection.execute(statement, (paper,)).fetchone()[0]

    def put(self, version: int, article: Article) -> None:
        """Put *article* in the place of the text of the version of that row id."""
        self._writer(lambda connection: _rewrite(connection, version, article))

    def mark(self, paper: str, extractor: str) -> int:
        """Behind which version *extractor* is to go on with the paper: 0 where it has not begun, or has finished."""
        with self._reader() as connection:
            row = one(connection, "SELECT version FROM reread WHERE (paper, extractor) = (?, ?)", (paper, extractor))
        return row[0] if row else 0

    def set_mark(self, paper: str, extractor: str, version: int) -> None:
        """Note that *extractor* has read the paper's versions up to *version*; 0: it has finished."""

        def do(connection: sqlite3.Connection) -> None:
            if version:
                connection.execute("INSERT OR REPLACE INTO reread (paper, extractor, version) VALUES (?, ?, ?)", (paper, extractor, version))
            else:
                connection.execute("DELETE FROM reread WHERE paper = ?", (paper,))

        self._writer(do)


def _rewrite(connection: sqlite3.Connection, version: int, new: Article) -> None:
    """Put *new* in the place of the text of *version*: body, index, and where it is the newest, head, names and related articles."""
    row = one(
        connection,
        "SELECT body.article, article.id, article.newest, paper.id, paper.timezone, paper.sections FROM body JOIN version ON version.id = body.version "
        "JOIN article ON article.id = version.article JOIN paper ON paper.id = article.paper WHERE body.version = ?",
        (version,),
    )
    if row is None:  # it was withdrawn meanwhile
        return
    packed, identifier, newest, paper, zone, order = row
    old = unpack_article(packed, f"version {version}")
    new = msgspec.structs.replace(new, related=withdrawing.without(connection, paper, new.related))
    words = wording.words(wording.body_text(new))
    connection.execute("UPDATE body SET article = ? WHERE version = ?", (pack_article(new), version))
    connection.execute(
        "UPDATE version SET modified = ?, headline = ?, words = ?, fingerprint = ? WHERE id = ?",
        (new.modified, new.headline, words, wording.fingerprint(new), version),
    )
    amending.reindex(connection, version, old, new)
    now, moment = moments.now(), moments.moment(new.date, zone)
    connection.execute("UPDATE paper SET changed = ? WHERE id = ?", (now, paper))
    if version != newest:
        connection.execute("UPDATE article SET changed = ? WHERE id = ?", (now, identifier))
        return
    connection.execute(
        "UPDATE article SET moment = ?, day = ?, kicker = ?, headline = ?, teaser = ?, date = ?, modified = ?, language = ?, completeness = ?, words = ?, "
        "authors = ?, sections = ?, tags = ?, changed = ? WHERE id = ?",
        (
            *(moment, moments.day(new.date, zone), new.kicker, new.headline, new.teaser, new.date, new.modified, new.language, new.completeness, words),
            *(json(new.authors), json(new.sections), json(new.tags), now, identifier),
        ),
    )
    names.attach(connection, paper, identifier, moment, names.listed(new), names.ranks(strings(order)))
    relate(connection, paper, identifier, new, is_new=False)
