"""A stored article and a page of it with the same text in, the newest version with what the page says otherwise out.

A version is a text: headline, kicker, teaser, body, completeness (`wording.fingerprint`). What the paper says *about* it belongs to the newest
version and is amended there:

| | amended where the newer page |
|---|---|
| authors, topics | names others; a page that names none takes none away |
| date | has another |
| sections | adds one: those of all pages and lists count ("also in") |
| address | is the article's under a new address (a new slug, a new host) |
| language, copyright, time of modification | come along with one of the above, and are no reason by themselves |
"""

import sqlite3
from collections.abc import Collection, Iterator
from typing import Literal

import msgspec

from ..model import Article, Capture, Person, Tag
from ..text import fold
from . import moments, names, wording
from .rows import json, one, pack_article, strings, unpack_article, value


def united(first: tuple[Tag, ...], second: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """The sections of both, each once, those of *first* before others; an address that one of them lacks is the other's."""
    found: dict[str, Tag] = {}
    for tag in (*first, *second):
        known = found.get(fold(tag.name))
        if known is None or (tag.address and not known.address):
            found[fold(tag.name)] = tag if known is None else Tag(known.name, tag.address)
    return tuple(found.values())


def amended(old: Article, new: Article) -> Article:
    """*old* with what *new*, a newer page of the same text, says about it; *old* itself where that is nothing else."""
    sections = united(new.sections, old.sections)
    is_other = (
        (new.authors and _people(new.authors) != _people(old.authors))
        or (new.tags and {tag.name for tag in new.tags} != {tag.name for tag in old.tags})
        or (new.date and moments.moment(new.date) != moments.moment(old.date))
        or len(sections) != len(united(old.sections, ()))
        or new.address != old.address
    )
    if not is_other:
        return old
    given = {name: getattr(new, name) or getattr(old, name) for name in ("authors", "tags", "date", "modified", "language", "copyright")}
    return msgspec.structs.replace(old, sections=sections, address=new.address, aliases=new.aliases or old.aliases, **given)


def _people(people: tuple[Person, ...]) -> list[tuple[str, str]]:
    return [(person.name, person.role) for person in people]


def newest(connection: sqlite3.Connection, article: int) -> Article:
    """The newest version of the article of that id."""
    row = one(connection, "SELECT body.article FROM article JOIN body ON body.version = article.newest WHERE article.id = ?", (article,))
    return unpack_article(row[0] if row else b"", f"article {article}")


def amend(connection: sqlite3.Connection, identifier: int, old: Article, new: Article) -> None:
    """Put *new* in the place of *old*, the newest version of the article of that id: the same text, other facts."""
    row = one(
        connection,
        "SELECT article.newest, paper.id, paper.timezone, paper.sections FROM article JOIN paper ON paper.id = article.paper WHERE article.id = ?",
        (identifier,),
    )
    if row is None:
        return
    version, paper, zone, order = row
    now, moment = moments.now(), moments.moment(new.date, zone)
    connection.execute("UPDATE body SET article = ? WHERE version = ?", (pack_article(new), version))
    connection.execute("UPDATE version SET modified = ? WHERE id = ?", (new.modified, version))
    connection.execute(
        "UPDATE article SET moment = ?, day = ?, address = ?, date = ?, modified = ?, language = ?, authors = ?, sections = ?, tags = ?, changed = ? "
        "WHERE id = ?",
        (
            *(moment, moments.day(new.date, zone), new.address, new.date, new.modified, new.language),
            *(json(new.authors), json(new.sections), json(new.tags), now, identifier),
        ),
    )
    names.attach(connection, paper, identifier, moment, names.listed(new), names.ranks(strings(order)))
    reindex(connection, version, old, new)
    connection.execute("UPDATE paper SET changed = ? WHERE id = ?", (now, paper))


def reindex(connection: sqlite3.Connection, version: int, old: Article, new: Article) -> None:
    """Put the words of *new* in the place of those of *old*, which *version* had."""
    # A row of an index without content is taken out by the very words that were put in (FTS5 §6.4).
    connection.execute("INSERT INTO fulltext (fulltext, rowid, headline, names, teaser, body) VALUES ('delete', ?, ?, ?, ?, ?)", (version, *words(old)))
    connection.execute("INSERT INTO fulltext (rowid, headline, names, teaser, body) VALUES (?, ?, ?, ?, ?)", (version, *words(new)))


def unindex(connection: sqlite3.Connection, gone: Collection[int]) -> None:
    """Take the words of the versions *gone* (row ids; their bodies are there still) out of the index, and write it anew: FTS5 only notes that a word is gone.

    The index takes words out that it is told once more (FTS5 §6.4). Where what it was told then was something else, or more goes than stays, all that
    stays is indexed again.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS gone (version INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.gone")
    connection.executemany("INSERT INTO temp.gone (version) VALUES (?)", ((number,) for number in gone))
    is_least = 2 * len(gone) <= value(connection, "SELECT count(*) FROM version", (), 0)
    if is_least:
        for number, article in _bodies(connection, "IN"):
            row = (number, *words(article))
            connection.execute("INSERT INTO fulltext (fulltext, rowid, headline, names, teaser, body) VALUES ('delete', ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO fulltext (fulltext) VALUES ('optimize')")
        connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed USING fts5vocab(main, fulltext, instance)")
    if not is_least or value(connection, "SELECT 1 FROM temp.indexed WHERE doc IN (SELECT version FROM temp.gone) LIMIT 1", (), 0):
        connection.execute("INSERT INTO fulltext (fulltext) VALUES ('delete-all')")
        for number, article in _bodies(connection, "NOT IN"):
            connection.execute("INSERT INTO fulltext (rowid, headline, names, teaser, body) VALUES (?, ?, ?, ?, ?)", (number, *words(article)))


def _bodies(connection: sqlite3.Connection, which: Literal["IN", "NOT IN"]) -> Iterator[tuple[int, Article]]:
    """The versions that are (not) in `temp.gone`, one at a time in memory."""
    for (number,) in connection.execute(f"SELECT version FROM body WHERE version {which} (SELECT version FROM temp.gone)").fetchall():  # noqa: S608
        row = one(connection, "SELECT article FROM body WHERE version = ?", (number,))
        if row:
            yield number, unpack_article(row[0], f"version {number}")


def words(article: Article) -> tuple[str, ...]:
    """What of *article* is found by a search: headline, names, teaser, body, as the index holds them."""
    people = (person.name for person in article.authors)
    tags = (tag.name for tag in (*article.sections, *article.tags))
    parts = (f"{article.kicker}\n{article.headline}", "\n".join((*people, *tags)), article.teaser, wording.body_text(article))
    return tuple(map(wording.searchable, parts))


def is_newer(connection: sqlite3.Connection, article: int, capture: Capture | None, taken: int) -> bool:
    """Whether what *capture*, of the moment *taken*, says counts more than what the article was made from."""
    last = value(connection, "SELECT max(moment) FROM capture WHERE version IN (SELECT id FROM version WHERE article = ?)", (article,), None)
    return capture is None or last is None or taken > last


def also_in(connection: sqlite3.Connection, identifier: int, sections: tuple[Tag, ...]) -> bool:
    """Add *sections* to those of the article of that id; whether any of them is new."""
    row = one(connection, "SELECT sections FROM article WHERE id = ?", (identifier,))
    known = {fold(tag.name) for tag in msgspec.json.decode(row[0], type=tuple[Tag, ...])} if row else set[str]()
    if row is None or all(fold(tag.name) in known for tag in sections):
        return False
    old = newest(connection, identifier)
    amend(connection, identifier, old, msgspec.structs.replace(old, sections=united(old.sections, sections)))
    return True
