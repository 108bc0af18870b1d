"""What is known of sites in and out, by host: what was learned from a site's pages (`knowledge`), so that the next page is read with it.

A site that nothing is known of has the empty `Knowledge`. Each put is one transaction, or a part of the batch around it.
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec

from ..errors import ArchiveError
from ..knowledge import Knowledge
from .rows import REMEDY, one, packed, unpacked
from .visits import Writer

_known = msgspec.json.Decoder(Knowledge)


class Sites:
    """The sites of one archive. *reader* gives a connection for one call, *writer* runs a function in a transaction."""

    def __init__(self, reader: Callable[[], AbstractContextManager[sqlite3.Connection]], writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    def put(self, host: str, known: Knowledge) -> None:
        """Remember what is *known* of *host*, in place of what was known before; the empty knowledge forgets it."""

        def do(connection: sqlite3.Connection) -> None:
            if known == Knowledge():
                connection.execute("DELETE FROM site WHERE host = ?", (host,))
            else:
                row = (host, known.articles, packed(msgspec.json.encode(known)))
                connection.execute("INSERT OR REPLACE INTO site (host, articles, known) VALUES (?, ?, ?)", row)

        self._writer(do)

    def of(self, host: str) -> Knowledge:
        """What is known of *host*; `ArchiveError` where the row is damaged."""
        with self._reader() as connection:
            row = one(connection, "SELECT known FROM site WHERE host = ?", (host,))
        if row is None:
            return Knowledge()
        what = f"what is known of {host}"
        try:
            return _known.decode(unpacked(row[0], what))
        except ValueError as error:
            raise ArchiveError(f"{what} in the archive cannot be read ({error}); {REMEDY}") from error

    def articles(self) -> dict[str, int]:
        """The hosts of which something is known, in order, with the number of articles that were learned from."""
        with self._reader() as connection:
            return dict(connection.execute("SELECT host, articles FROM site ORDER BY host").fetchall())
