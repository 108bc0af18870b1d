"""Visits, hosts and robots.txt files in and out: what gathering remembers between two requests, so that no restart makes it ask too often.

A visit is found by any address that is the same page (`address.comparable`). Each put is one transaction, or a part of the batch around it.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec

from .. import address as addresses
from ..visit import NEVER, Host, Purpose, Robots, Visit
from .rows import Row, one

_COLUMNS = "address, purpose, paper, found, asked, changed, next, status, etag, modified, location, failures, reason, interval"
_UNIT = 1_000_000


class Writer(Protocol):
    """Runs a function in a transaction."""

    def __call__(self, do: Callable[[sqlite3.Connection], None], /) -> None:
        """Run *do* wholly or not at all."""
        ...


class Visits:
    """The visits of one archive. *reader* gives a connection for one call, *writer* runs a function in a transaction."""

    def __init__(self, reader: Callable[[], AbstractContextManager[sqlite3.Connection]], writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    def put(self, visits: Iterable[Visit]) -> None:
        """Remember *visits*, each in place of what was known of its address in its paper; all of them or none."""
        rows = [(addresses.comparable(visit.address), *_row(visit)) for visit in visits]

        def do(connection: sqlite3.Connection) -> None:
            connection.executemany(f"INSERT OR REPLACE INTO visit (comparable, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608

        self._writer(do)

    def of(self, paper: str, address: str) -> Visit | None:
        """What is remembered of *address*, or of a twin of it that only tracking parameters, scheme or `www.` tell apart."""
        with self._reader() as connection:
            statement = f"SELECT {_COLUMNS} FROM visit WHERE (paper, comparable) = (?, ?)"  # noqa: S608
            row = one(connection, statement, (paper, addresses.comparable(address)))
            return None if row is None else _visit(row)

    def due(self, paper: str, purpose: Purpose, now: float, limit: int = -1) -> tuple[Visit, ...]:
        """The paper's visits for that purpose whose time has come at *now*: the longest due first, and behind them, the newest first, those never made.

        What failed after *now* did so by a clock that was set back since: its time has come. What came then is there, and waits.
        """
        with self._reader() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM visit WHERE paper = ? AND purpose = ? AND next IS NOT NULL AND (next <= ? OR (asked > ? AND failures > 0)) "  # noqa: S608
                "ORDER BY asked = 0, iif(asked, next, -found) LIMIT ?",
                (paper, purpose, _ticks(now), _ticks(now), limit),
            ).fetchall()
            return tuple(map(_visit, rows))

    def soonest(self, paper: str, lists: Iterable[str], now: float = NEVER, edited: float = 0.0) -> float:
        """When the paper's next article is due, or one of *lists* (addresses): 0 for one that was never asked for, `NEVER` where nothing is.

        A sitemap that an index has named, and that was not asked for since, is due like an article. A list that was asked for after *now*, by a clock
        that was set back since, is due at once, and one that was before the paper's profile was *edited*.
        """
        with self._reader() as connection:
            first = NEVER
            for which in ("purpose = 'article'", "purpose = 'sitemap' AND asked = 0"):
                row = one(connection, f"SELECT min(next) FROM visit WHERE paper = ? AND {which} AND next IS NOT NULL", (paper,))  # noqa: S608
                first = min(first, NEVER if row is None or row[0] is None else row[0] / _UNIT)
            later = 1 << 62 if now == NEVER else _ticks(now)
            earlier = _ticks(edited) if edited <= now else 0
            for address in lists:
                values = (later, earlier, paper, addresses.comparable(address))
                found = one(connection, "SELECT CASE WHEN asked > ? OR asked < ? THEN 0 ELSE next END FROM visit WHERE (paper, comparable) = (?, ?)", values)
                first = min(first, 0.0 if found is None else NEVER if found[0] is None else found[0] / _UNIT)
            return first

    def put_host(self, host: Host) -> None:
        """Remember when *host* was asked and when it may be again."""
        row = (host.name, _ticks(host.asked), _ticks(host.next))

        def do(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO host (name, asked, next) VALUES (?, ?, ?)", row)

        self._writer(do)

    def host(self, name: str) -> Host:
        """What is remembered of the host of that name: a host that was never asked, where nothing is."""
        with self._reader() as connection:
            row = one(connection, "SELECT asked, next FROM host WHERE name = ?", (name,))
            return Host(name=name) if row is None else Host(name=name, asked=row[0] / _UNIT, next=row[1] / _UNIT)

    def put_robots(self, robots: Robots) -> None:
        """Remember a robots.txt."""
        row = (robots.origin, _ticks(robots.asked), _ticks(robots.read), robots.status, robots.text, robots.failures)

        def do(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO robots (origin, asked, read, status, text, failures) VALUES (?, ?, ?, ?, ?, ?)", row)

        self._writer(do)

    def robots(self, origin: str) -> Robots:
        """What is remembered of the robots.txt of *origin*: one never asked for, where nothing is."""
        with self._reader() as connection:
            row = one(connection, "SELECT asked, read, status, text, failures FROM robots WHERE origin = ?", (origin,))
        if row is None:
            return Robots(origin=origin)
        return Robots(origin=origin, asked=row[0] / _UNIT, read=row[1] / _UNIT, status=row[2], text=row[3], failures=row[4])


def _ticks(moment: float) -> int:
    """*moment* in whole microseconds."""
    return round(moment * _UNIT)


def _row(visit: Visit) -> Row:
    """The columns of *visit*."""
    values = msgspec.structs.asdict(visit)
    values |= {name: _ticks(values[name]) for name in ("found", "asked", "changed")}
    values["next"] = None if visit.next == NEVER else _ticks(visit.next)
    return tuple(values[name] for name in _COLUMNS.split(", "))


def _visit(row: Row) -> Visit:
    """The visit in the columns `_COLUMNS`."""
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    values |= {name: values[name] / _UNIT for name in ("found", "asked", "changed")}
    values["next"] = NEVER if values["next"] is None else values["next"] / _UNIT
    return Visit(**values)
