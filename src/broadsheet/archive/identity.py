"""Addresses in, the article that they are, out: (paper, host, local) → article, in the comparable form of `address.comparable`.

An address is known by itself. Where nothing is known by it, the paper may be one that ignores what stands before an article's number:
`/!6053802` is `/Some-headline/!6053802/` if exactly one article of the paper ends in that number of six digits or more.
"""

import re
import sqlite3
from typing import NamedTuple
from urllib.parse import urlsplit

from .. import address
from ..text import fold
from .rows import one, value

_TAIL = re.compile(r"[!a-z]?-?\d{6,}")
_FILE = re.compile(r"\.(?:s?html?|php|aspx?)$")


class Known(NamedTuple):
    """An address as the table holds it."""

    host: str
    local: str
    tail: str


def known(full: str) -> Known | None:
    """*full* as the table holds it; None where it names no page of its own: no host, or only a site's root."""
    try:
        urlsplit(full)
    except ValueError:
        return None
    host, slash, rest = address.comparable(full).partition("/")
    local = slash + rest
    if not host or local in {"", "/"}:
        return None
    last = _FILE.sub("", local.partition("?")[0].rpartition("/")[2])
    return Known(host, local, last if _TAIL.fullmatch(last) else "")


def at(connection: sqlite3.Connection, paper: int, host: str, wanted: str, *, exactly: bool = False) -> int | None:
    """The id of the paper's article at *wanted*: an absolute address, or path and query at *host* or another host of the paper.

    *exactly*: only if that very address is known (an address at somebody else's host may end in the same number).
    """
    exact = known(f"https://{host}{wanted}" if wanted.startswith("/") else wanted)
    if exact is None:
        return None
    found = value(connection, "SELECT article FROM address WHERE (paper, host, local) = (?, ?, ?)", (paper, exact.host, exact.local), None)
    if found is None and wanted.startswith("/"):
        found = value(connection, "SELECT min(article) FROM address INDEXED BY address_by_local WHERE paper = ? AND local = ?", (paper, exact.local), None)
    if found is None and exact.tail and not exactly:
        # Left to itself SQLite, which has no statistics here, walks through all addresses of the paper by the primary key.
        ends = "SELECT min(article), max(article) FROM address INDEXED BY address_by_tail WHERE paper = ? AND tail = ? AND tail <> ''"
        row = one(connection, ends, (paper, exact.tail))
        found = row[0] if row and row[0] == row[1] else None
    return found


def same(connection: sqlite3.Connection, paper: int, canonical: Known, aliases: tuple[Known, ...], headline: str) -> int | None:
    """The stored article that an article with these addresses is, or None for a new one.

    Its own address decides. An alias decides where it is a stored article's own address (the article has moved). An alias that is merely an
    alias of another (pages that all name their section's page, say) counts only under the same headline.
    """
    row = one(connection, "SELECT article FROM address WHERE (paper, host, local) = (?, ?, ?)", (paper, canonical.host, canonical.local))
    if row:
        return row[0]
    for alias in aliases:
        row = one(
            connection,
            "SELECT article, canonical, headline FROM address JOIN article ON article.id = address.article WHERE (address.paper, host, local) = (?, ?, ?)",
            (paper, alias.host, alias.local),
        )
        if row and (row[1] or fold(row[2]) == fold(headline)):
            return row[0]
    return None


def is_own(connection: sqlite3.Connection, paper: int, name: Known) -> bool:
    """Whether *name* is an address that some article of the paper has called its own."""
    return bool(value(connection, "SELECT canonical FROM address WHERE (paper, host, local) = (?, ?, ?)", (paper, name.host, name.local), 0))


def remember(connection: sqlite3.Connection, paper: int, article: int, canonical: Known | None, aliases: tuple[Known, ...]) -> None:
    """Note the addresses of *article*; an address that is another article's stays that one's."""
    for own, names in ((1, (canonical,) if canonical else ()), (0, aliases)):
        for name in names:
            connection.execute(
                "INSERT INTO address (paper, host, local, tail, article, canonical) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET canonical = 1 WHERE article = excluded.article AND excluded.canonical = 1 AND canonical = 0",
                (paper, name.host, name.local, name.tail, article, own),
            )
