"""Sections, topics and people of a paper: names in, rows with slugs out. A slug is made when a name is first stored and never changes."""

import hashlib
import sqlite3

from .. import address as addresses
from ..model import Article, Person, Tag
from ..text import fold, slug
from . import Kind
from .rows import value

LAST = 1 << 30  # the rank of what is not in the paper's own order


def short(name: str) -> str:
    """The slug of *name* before it is made unique: `text.slug`, or `n-` and eight hexadecimal digits where that leaves nothing of the name."""
    return slug(name) or "n-" + hashlib.blake2b(fold(name).encode("utf-8"), digest_size=4).hexdigest()


def ranks(sections: tuple[str, ...]) -> dict[str, int]:
    """The place of each of the paper's sections, by folded name."""
    return {fold(name): number for number, name in reversed(tuple(enumerate(sections)))}


def listed(article: Article) -> list[tuple[Kind, str, str]]:
    """All names of *article*: kind, name, address, in the article's order; each once."""
    given: list[tuple[Kind, tuple[Tag, ...] | tuple[Person, ...]]] = [("section", article.sections), ("topic", article.tags), ("person", article.authors)]
    found: dict[tuple[Kind, str], tuple[Kind, str, str]] = {}
    for kind, names in given:
        for entry in names:
            folded = fold(entry.name)
            if folded:
                found.setdefault((kind, folded), (kind, entry.name, entry.address))
    return list(found.values())


def stored(connection: sqlite3.Connection, paper: int, kind: Kind, name: str, address: str, order: dict[str, int]) -> int:
    """The id of that name, made where it is new; an address that was not known yet is added."""
    folded = fold(name)
    comparable = addresses.comparable(address) if address else ""
    row = connection.execute("SELECT id, address FROM name WHERE (paper, kind, folded) = (?, ?, ?)", (paper, kind, folded)).fetchone()
    if row:
        if address and not row[1]:
            connection.execute("UPDATE name SET address = ?, comparable = ? WHERE id = ?", (address, comparable, row[0]))
        return row[0]
    base = unique = short(name)
    number = 1
    while value(connection, "SELECT 1 FROM name WHERE (paper, kind, slug) = (?, ?, ?)", (paper, kind, unique), 0):
        number += 1
        unique = f"{base}-{number}"
    rank = order.get(folded, LAST) if kind == "section" else LAST
    inserted = connection.execute(
        "INSERT INTO name (paper, kind, slug, name, folded, address, comparable, rank) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (paper, kind, unique, name, folded, address, comparable, rank),
    )
    return inserted.lastrowid or 0


def attach(connection: sqlite3.Connection, paper: int, article: int, moment: int, names: list[tuple[Kind, str, str]], order: dict[str, int]) -> None:
    """Put *article* under its *names* and no others."""
    detach(connection, article)
    counts: dict[Kind, int] = {"section": 0, "topic": 0, "person": 0}
    for kind, name, address in names:
        number = stored(connection, paper, kind, name, address, order)
        connection.execute("INSERT INTO place (name, moment, article, kind, number) VALUES (?, ?, ?, ?, ?)", (number, moment, article, kind, counts[kind]))
        connection.execute("UPDATE name SET articles = articles + 1 WHERE id = ?", (number,))
        counts[kind] += 1


def detach(connection: sqlite3.Connection, article: int) -> None:
    """Take *article* from under all names; the names stay, with their slugs."""
    connection.execute("UPDATE name SET articles = articles - 1 WHERE id IN (SELECT name FROM place WHERE article = ?)", (article,))
    connection.execute("DELETE FROM place WHERE article = ?", (article,))
