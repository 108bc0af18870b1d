"""Addresses in, the article that they are, out: (paper, host, local) → article, in the comparable form of `address.comparable`.

An address is known by itself. Where nothing is known by it, the paper may be one that ignores what stands before an article's number:
`/!6053802` is `/Some-headline/!6053802/` if exactly one article of the paper ends in that number of six digits or more.
"""

import re
import sqlite3
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from .. import address
from .rows import one, value

# What stands in the column `canonical`; 0 for hearsay alone, DISPUTED for what pages of several articles call their own, though none was read there.
DISPUTED, _CALLED, _READ = -1, 1, 2
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


def same(connection: sqlite3.Connection, paper: int, where: Known, claimed: tuple[Known, ...], may_be: Callable[[int], bool]) -> int | None:
    """The stored article that a page is which was read at *where* and calls the addresses *claimed* its own; None for a new one.

    Where a page of an article was read before, it is that article, whatever it says now. Every other address is hearsay, of a page, or of a redirect to
    it: templates call one page the canonical one of all articles, walls of consent lead all addresses to themselves, and an article may call
    another's address its own. So there the text decides: *may_be* says of an article's id whether the page may be one of it.
    """
    for name in dict.fromkeys((where, *claimed)):
        found = owner(connection, paper, name)
        if found is not None and ((name == where and was_read(connection, paper, found, name)) or may_be(found)):
            return found
    return None


def owner(connection: sqlite3.Connection, paper: int, name: Known) -> int | None:
    """The id of the article that *name* is an address of, None for none."""
    return value(connection, "SELECT article FROM address WHERE (paper, host, local) = (?, ?, ?)", (paper, name.host, name.local), None)


def was_read(connection: sqlite3.Connection, paper: int, article: int, name: Known) -> bool:
    """Whether a page of *article* was read at *name*: as it is noted, or by its captures; where neither tells, whether a version called that its own."""
    noted = value(connection, "SELECT canonical FROM address WHERE (paper, host, local) = (?, ?, ?)", (paper, name.host, name.local), 0)
    places = {known(full) for full in read_at(connection, article)} - {None}
    if noted == _READ or name in places:
        return True
    told = places or value(connection, "SELECT 1 FROM address WHERE article = ? AND canonical = ? LIMIT 1", (article, _READ), 0)
    return noted == _CALLED and not told


def dispute(connection: sqlite3.Connection, paper: int, name: Known) -> None:
    """Note that pages of another article than the one that has *name* call it their own, too."""
    connection.execute("UPDATE address SET canonical = ? WHERE (paper, host, local) = (?, ?, ?)", (DISPUTED, paper, name.host, name.local))


def note_read(connection: sqlite3.Connection, paper: int, name: Known) -> None:
    """Note that a page of the article that has *name* was read there. Captures say so, too, but go in time, or for those of a copy."""
    statement = "UPDATE address SET canonical = ? WHERE (paper, host, local) = (?, ?, ?) AND canonical <> ?"
    connection.execute(statement, (_READ, paper, name.host, name.local, _READ))


def read_at(connection: sqlite3.Connection, article: int) -> list[str]:
    """The absolute addresses at which the kept pages of *article* were read, the newest first."""
    statement = "SELECT address FROM capture WHERE version IN (SELECT id FROM version WHERE article = ?) ORDER BY version DESC"
    return [full for (full,) in connection.execute(statement, (article,)).fetchall()]


def is_own(connection: sqlite3.Connection, paper: int, name: Known) -> bool:
    """Whether *name* is an address that some article of the paper has called its own."""
    return bool(value(connection, "SELECT canonical FROM address WHERE (paper, host, local) = (?, ?, ?)", (paper, name.host, name.local), 0))


def take(connection: sqlite3.Connection, paper: int, article: int, name: Known, *, own: bool) -> None:
    """Let *name*, which is another article's by hearsay, be an address of *article*."""
    values = (article, _CALLED if own else 0, paper, name.host, name.local)
    connection.execute("UPDATE address SET article = ?, canonical = ? WHERE (paper, host, local) = (?, ?, ?)", values)


def remember(connection: sqlite3.Connection, paper: int, article: int, canonical: Known | None, aliases: tuple[Known, ...]) -> None:
    """Note the addresses of *article*; an address that is another article's stays that one's."""
    for own, names in ((1, (canonical,) if canonical else ()), (0, aliases)):
        for name in names:
            connection.execute(
                "INSERT INTO address (paper, host, local, tail, article, canonical) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET canonical = 1 WHERE article = excluded.article AND excluded.canonical = 1 AND canonical = 0",
                (paper, name.host, name.local, name.tail, article, own),
            )
