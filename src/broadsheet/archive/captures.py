"""Raw pages in, rows that keep them out, and back: zstd, with a page of the same host as the dictionary.

The pages of a site differ in little but their text, so one of them is the best dictionary for the others: it took the size of the sixth page of six
sites from 1 to 0.57 on average, a trained dictionary to 0.91 (docs/design.md). It is chosen among a host's newest pages when there are 8 and 64
of them, and every 512, so that it follows the site's template. A page stays packed as it was; its row names its dictionary, and a dictionary
that a page needs is never deleted.

`prune` lets the oldest captures go where there is a budget; articles never go.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from functools import lru_cache

import zstandard

from .. import address as addresses
from ..errors import ArchiveError
from ..model import Capture
from .rows import LEVEL, one, packed, unpacked, value

_RENEWED = 512  # pages of a host after which its dictionary is chosen anew
_FIRST = (8, 64)
_LARGEST = 2 << 20  # bytes of a page that serve as a dictionary: what zstd looks back at this level
_CANDIDATES = 3
_TRIED = 6  # pages that each candidate is tried on
_AT_ONCE = 100  # captures that one statement lets go


def digest(page: bytes) -> bytes:
    """The name of a raw page: BLAKE2b, 32 bytes."""
    return hashlib.blake2b(page, digest_size=32).digest()


def keep(connection: sqlite3.Connection, capture: Capture) -> int:
    """The id of the row that has the raw page of *capture*; bytes that are there already are not stored twice."""
    name = digest(capture.body)
    known = value(connection, "SELECT id FROM page WHERE digest = ?", (name,), 0)
    if known:
        return known
    host = addresses.host(capture.address)
    row = one(connection, "SELECT id, bytes FROM dictionary WHERE host = ? ORDER BY id DESC LIMIT 1", (host,)) if host else None
    data = _pack(capture.body, row[1]) if row else packed(capture.body)
    inserted = connection.execute("INSERT INTO page (digest, bytes, host, dictionary) VALUES (?, ?, ?, ?)", (name, data, host, row[0] if row else None))
    if host:
        _count(connection, host)
    return inserted.lastrowid or 0


def put_in_place(connection: sqlite3.Connection, page: int, body: bytes) -> None:
    """Put *body* in the place of the raw page of that row."""
    name = digest(body)
    same = value(connection, "SELECT id FROM page WHERE digest = ? AND id <> ?", (name, page), 0)
    if same:
        connection.execute("UPDATE capture SET page = ? WHERE page = ?", (same, page))
        drop(connection, page)
        return
    dictionary = value(connection, "SELECT dictionary FROM page WHERE id = ?", (page,), None)
    row = one(connection, "SELECT bytes FROM dictionary WHERE id = ?", (dictionary,)) if dictionary else None
    data = _pack(body, row[0]) if row else packed(body)
    connection.execute("UPDATE page SET digest = ?, bytes = ? WHERE id = ?", (name, data, page))


def unpack(connection: sqlite3.Connection, data: bytes, dictionary: int | None, what: str) -> bytes:
    """The raw page that *data* is, packed with the dictionary of that id; `ArchiveError` naming *what* where either is damaged or missing."""
    if dictionary is None:
        return unpacked(data, what)
    row = one(connection, "SELECT bytes FROM dictionary WHERE id = ?", (dictionary,))
    if row is None:
        raise ArchiveError(f"{what} in the archive is damaged: its dictionary is missing; restore a copy of the archive, or fetch the page again")
    return unpacked(data, what, _dictionary(row[0]))


@lru_cache(maxsize=8)
def _dictionary(data: bytes) -> zstandard.ZstdCompressionDict:
    """The dictionary in a row of `dictionary`, made ready once."""
    made = zstandard.ZstdCompressionDict(unpacked(data, "a dictionary"), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    made.precompute_compress(level=LEVEL)  # pyright: ignore[reportUnknownMemberType] its other argument has no type
    return made


def _pack(page: bytes, dictionary: bytes) -> bytes:
    """*page* packed with the dictionary of a row."""
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=_dictionary(dictionary)).compress(page)


def _count(connection: sqlite3.Connection, host: str) -> None:
    """Count a new page of *host*; choose a dictionary where it is time."""
    connection.execute("INSERT INTO host_pages (host, pages) VALUES (?, 1) ON CONFLICT (host) DO UPDATE SET pages = pages + 1", (host,))
    pages = value(connection, "SELECT pages FROM host_pages WHERE host = ?", (host,), 0)
    if pages in _FIRST or pages % _RENEWED == 0:
        renew(connection, host)


def renew(connection: sqlite3.Connection, host: str) -> int | None:
    """Make the best of the newest pages of *host* its dictionary from now on; its id, None where the host has no page.

    Pages of the host that have no dictionary yet, among the newest, are packed again with it.
    """
    newest = "SELECT id, bytes, dictionary FROM page WHERE host = ? ORDER BY id DESC LIMIT ?"
    rows = connection.execute(newest, (host, _CANDIDATES + _TRIED)).fetchall()
    if not rows:
        return None
    pages = [unpack(connection, data, dictionary, f"page {number}") for number, data, dictionary in rows]
    best = packed(_best(pages))
    made = connection.execute("INSERT INTO dictionary (host, bytes) VALUES (?, ?)", (host, best)).lastrowid
    for (number, data, dictionary), page in zip(rows, pages, strict=True):
        if dictionary is None and len(smaller := _pack(page, best)) < len(data):
            connection.execute("UPDATE page SET bytes = ?, dictionary = ? WHERE id = ?", (smaller, made, number))
    return made


def replace(connection: sqlite3.Connection, dictionary: int, host: str) -> None:
    """Pack all that was packed with *dictionary* with another, chosen among what the host has now, and delete it."""
    other = renew(connection, host)
    row = one(connection, "SELECT bytes FROM dictionary WHERE id = ?", (other,)) if other else None
    for (number,) in connection.execute("SELECT id FROM page WHERE dictionary = ?", (dictionary,)).fetchall():
        page = one(connection, "SELECT bytes FROM page WHERE id = ?", (number,))
        if page:
            raw = unpack(connection, page[0], dictionary, f"page {number}")
            connection.execute("UPDATE page SET bytes = ?, dictionary = ? WHERE id = ?", (_pack(raw, row[0]) if row else packed(raw), other, number))
    connection.execute("DELETE FROM dictionary WHERE id = ?", (dictionary,))


def _best(pages: Sequence[bytes]) -> bytes:
    """The page with which the others become smallest."""

    def size(candidate: bytes) -> int:
        made = zstandard.ZstdCompressionDict(candidate, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        return sum(len(zstandard.ZstdCompressor(level=LEVEL, dict_data=made).compress(page)) for page in pages[-_TRIED:] if page[:_LARGEST] != candidate)

    return min((page[:_LARGEST] for page in pages[:_CANDIDATES]), key=size)


def size(connection: sqlite3.Connection) -> int:
    """The bytes that all kept pages and dictionaries take, packed."""
    pages, dictionaries = (value(connection, f"SELECT coalesce(sum(length(bytes)), 0) FROM {table}", (), 0) for table in ("page", "dictionary"))  # noqa: S608
    return pages + dictionaries


def prune(connection: sqlite3.Connection, budget: int | None, before: int | None) -> tuple[int, int]:
    """Let captures go, the oldest first: all that were taken before the moment *before*, and as many as bring the pages below *budget* bytes.

    How many captures, and how many bytes of pages. One of unknown time is older than all others.
    """
    captures = freed = 0
    excess = size(connection) - budget if budget is not None else 0
    while True:
        rows = connection.execute("SELECT version, page, moment FROM capture ORDER BY moment, version LIMIT ?", (_AT_ONCE,)).fetchall()
        for version, page, moment in rows:
            if freed >= excess and (before is None or moment >= before):
                return captures, freed
            captures += 1
            connection.execute("DELETE FROM capture WHERE version = ?", (version,))
            freed += drop(connection, page)
        if not rows:
            return captures, freed


def drop(connection: sqlite3.Connection, page: int) -> int:
    """Delete a page that no capture is of any more, and with it a dictionary that nothing needs; how many bytes are free."""
    row = one(connection, "SELECT length(bytes), dictionary, host FROM page WHERE id = ? AND NOT EXISTS (SELECT 1 FROM capture WHERE page = ?)", (page, page))
    if row is None:
        return 0
    freed, dictionary, host = row
    connection.execute("DELETE FROM page WHERE id = ?", (page,))
    connection.execute("UPDATE host_pages SET pages = pages - 1 WHERE host = ?", (host,))
    if dictionary is not None and not value(connection, "SELECT 1 FROM page WHERE dictionary = ? LIMIT 1", (dictionary,), 0):
        newest = value(connection, "SELECT max(id) FROM dictionary WHERE host = ?", (host,), 0)
        if dictionary != newest or not value(connection, "SELECT 1 FROM page WHERE host = ? LIMIT 1", (host,), 0):
            freed += value(connection, "SELECT length(bytes) FROM dictionary WHERE id = ?", (dictionary,), 0)
            connection.execute("DELETE FROM dictionary WHERE id = ?", (dictionary,))
    return freed
