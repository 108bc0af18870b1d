"""A data folder in, an `Archive` in one SQLite file out: connections, threads, transactions and the one writer's lock. SQL is in `reading` and `writing`.

Reading takes a connection from a pool for the time of one call: any number of threads read at once, each sees what was committed when its call
began. Writing is one process (`folder.Lock`), within it one thread at a time.
"""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from ..errors import ArchiveError
from ..model import Article, Capture, FrontPage, Link, Paper, Tag
from ..text import fold
from . import (
    Archive,
    Head,
    Heads,
    Kind,
    Name,
    Query,
    Refusal,
    Stored,
    Version,
    Withdrawal,
    Withdrawn,
    amending,
    captures,
    folder,
    moments,
    reading,
    removing,
    schema,
    withdrawing,
    writing,
)
from .days import Days
from .rewriting import Rewriting
from .sites import Sites
from .visits import Visits

_COMMIT_EVERY = 2.0  # seconds of a batch after which readers see what it has stored so far
_POOL = 32  # connections kept for readers; more are made when needed and closed after

_T = TypeVar("_T")


def open_archive(folder_path: Path, *, write: bool, yields: bool = False, tell: Callable[[str], None] = lambda _: None) -> "SqliteArchive":
    """The archive in *folder_path*: for writing, made where it is missing and brought to this program's schema; for reading, as it is.

    *yields*: who writes for hours asks `is_wanted` now and then, and closes the archive where another writer waits. *tell* is told that we wait for such
    a one, where it takes more than a moment.
    Raises `ArchiveBusyError` where another process writes, `ArchiveError` where there is no archive, or the folder or the file cannot be used.
    """
    if not write:
        file = folder.existing(folder_path)
        return SqliteArchive(file, None, None)
    file = folder.make(folder_path)
    lock = folder.Lock(folder_path, yields=yields, tell=tell)
    try:
        connection = folder.connect(file, write=True)
        try:
            with folder.spoken(str(file)):
                schema.migrate(connection, str(file))
            return SqliteArchive(file, connection, lock)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        lock.release()
        raise


class SqliteArchive:
    """The `Archive` of one SQLite file; made by `open_archive`. A context manager: leaving it closes the archive."""

    def __init__(self, file: Path, writer: sqlite3.Connection | None, lock: folder.Lock | None) -> None:
        self._file = file
        self._where = str(file)
        self._writer = writer
        self._lock = lock
        self._turn = threading.RLock()
        self._batching = 0  # the thread that is in a batch
        self._committed = 0.0
        self._pool: list[sqlite3.Connection] = []
        self._closed = False
        self.rewriting = Rewriting(self._reader, self._write)
        """The pages that are kept, to be read again."""
        self.health = Days(self._reader, self._write)
        """What came of gathering, by paper and day."""
        self.visits = Visits(self._reader, self._write)
        """What is remembered of the addresses that are gathered."""
        self.sites = Sites(self._reader, self._write)
        """What was learned of the sites whose pages were read."""
        if writer is None:
            try:
                with self._reader() as connection:
                    schema.readable(connection, self._where)
            except BaseException:
                self.close()
                raise

    def __enter__(self) -> "SqliteArchive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reader(self) -> Generator[sqlite3.Connection]:
        """A connection for the time of one call. Inside a batch its own thread reads what it has written."""
        if self._closed:
            raise ArchiveError(f"{self._where} was closed already")
        if self._writer is not None and self._batching == threading.get_ident():
            with folder.spoken(self._where):
                yield self._writer
            return
        try:
            connection = self._pool.pop()
        except IndexError:
            connection = folder.connect(self._file, write=False)
        try:
            with folder.spoken(self._where):
                connection.execute("BEGIN")  # all statements of one call see the same state
                yield connection
        finally:
            if connection.in_transaction:
                connection.rollback()
            if self._closed or len(self._pool) >= _POOL:
                connection.close()
            else:
                self._pool.append(connection)
                if self._closed:  # by another thread, in this moment
                    self._drain()

    def _write(self, do: Callable[[sqlite3.Connection], _T]) -> _T:
        """*do* in a transaction of its own, or in a savepoint of the batch: it happens wholly or not at all."""
        if self._writer is None or self._closed:
            raise ArchiveError(f"{self._where} is open for reading alone" if not self._closed else f"{self._where} was closed already")
        with self._turn, folder.spoken(self._where):
            begin, end, undo = ("SAVEPOINT one", "RELEASE one", "ROLLBACK TO one") if self._batching else ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
            self._writer.execute(begin)
            try:
                done = do(self._writer)
                self._writer.execute(end)
            except BaseException:
                if self._writer.in_transaction:  # on a full disk SQLite has rolled back by itself
                    with contextlib.suppress(sqlite3.Error):
                        self._writer.execute(undo)
                raise
            if self._batching and time.monotonic() - self._committed > _COMMIT_EVERY:
                self._commit()
                self._writer.execute("BEGIN IMMEDIATE")
            return done

    def _commit(self) -> None:
        """End the batch's transaction."""
        if self._writer is not None and self._writer.in_transaction:
            self._writer.execute("COMMIT")
        self._committed = time.monotonic()

    @contextmanager
    def batch(self) -> Generator[None]:
        """Many puts in few transactions. Each put still happens wholly or not at all; what was put stays when the block ends by an error."""
        if self._writer is None or self._closed:
            raise ArchiveError(f"{self._where} is open for reading alone")
        with self._turn:
            if self._batching:
                yield
                return
            with folder.spoken(self._where):
                self._writer.execute("BEGIN IMMEDIATE")
            self._batching, self._committed = threading.get_ident(), time.monotonic()
            try:
                yield
            finally:
                self._batching = 0
                with folder.spoken(self._where):
                    self._commit()

    # papers
    def put_paper(self, paper: Paper) -> None:
        """See `Archive.put_paper`."""
        self._write(lambda connection: writing.put_paper(connection, paper))

    def papers(self) -> tuple[Paper, ...]:
        """See `Archive.papers`."""
        with self._reader() as connection:
            return reading.papers(connection)

    def paper(self, key: str) -> Paper | None:
        """See `Archive.paper`."""
        with self._reader() as connection:
            return reading.named_paper(connection, key)

    # writing
    def put(self, paper: str, article: Article, capture: Capture | None = None) -> Stored:
        """See `Archive.put`."""
        return self._write(lambda connection: writing.put(connection, paper, article, capture))

    def also_in(self, paper: str, address: str, sections: tuple[Tag, ...]) -> bool:
        """See `Archive.also_in`."""
        with self._reader() as connection:
            found = reading.targets(connection, paper, (address,)).get(address)
        if found is None or {fold(tag.name) for tag in sections} <= {fold(tag.name) for tag in found.sections}:
            return False
        return self._write(lambda connection: amending.also_in(connection, found.id, sections))

    def also_at(self, paper: str, address: str, other: str) -> None:
        """See `Archive.also_at`."""
        self._write(lambda connection: writing.also_at(connection, paper, address, other))

    def put_front(self, paper: str, front: FrontPage) -> None:
        """See `Archive.put_front`."""
        self._write(lambda connection: writing.put_front(connection, paper, front))

    def put_refusal(self, paper: str, refusal: Refusal) -> None:
        """See `Archive.put_refusal`."""
        self._write(lambda connection: writing.put_refusal(connection, paper, refusal))

    # one article
    def find(self, paper: str, address: str) -> Head | None:
        """See `Archive.find`."""
        with self._reader() as connection:
            return reading.find(connection, paper, address)

    def head(self, article: int) -> Head | None:
        """See `Archive.head`."""
        with self._reader() as connection:
            return reading.article_head(connection, article)

    def article(self, article: int, version: int = 0) -> Article | None:
        """See `Archive.article`."""
        with self._reader() as connection:
            return reading.stored_article(connection, article, version)

    def versions(self, article: int) -> tuple[Version, ...]:
        """See `Archive.versions`."""
        with self._reader() as connection:
            return reading.versions(connection, article)

    def capture(self, article: int, version: int = 0) -> Capture | None:
        """See `Archive.capture`."""
        with self._reader() as connection:
            return reading.stored_capture(connection, article, version)

    def holds(self, page: bytes) -> bool:
        """See `Archive.holds`."""
        with self._reader() as connection:
            return reading.has_page(connection, captures.digest(page))

    def related(self, article: int) -> tuple[Link, ...]:
        """See `Archive.related`."""
        with self._reader() as connection:
            return reading.related(connection, article)

    def targets(self, paper: str, addresses: tuple[str, ...]) -> dict[str, Head]:
        """See `Archive.targets`."""
        with self._reader() as connection:
            return reading.targets(connection, paper, addresses)

    def named(self, paper: str, addresses: tuple[str, ...]) -> dict[str, tuple[Kind, Name]]:
        """See `Archive.named`."""
        with self._reader() as connection:
            return reading.named(connection, paper, addresses)

    # lists
    def newest(self, paper: str, offset: int = 0, limit: int = 20) -> Heads:
        """See `Archive.newest`."""
        with self._reader() as connection:
            return reading.newest(connection, paper, offset, limit)

    def by_name(self, paper: str, kind: Kind, slug: str, offset: int = 0, limit: int = 20) -> Heads:
        """See `Archive.by_name`."""
        with self._reader() as connection:
            return reading.by_name(connection, paper, kind, slug, offset, limit)

    def by_day(self, paper: str, day: str) -> Heads:
        """See `Archive.by_day`."""
        with self._reader() as connection:
            return reading.by_day(connection, paper, day)

    def days(self, paper: str, prefix: str = "") -> dict[str, int]:
        """See `Archive.days`."""
        with self._reader() as connection:
            return reading.days(connection, paper, prefix)

    def names(self, paper: str, kind: Kind, offset: int = 0, limit: int = 0) -> tuple[Name, ...]:
        """See `Archive.names`."""
        with self._reader() as connection:
            return reading.names(connection, paper, kind, offset, limit)

    def name(self, paper: str, kind: Kind, key: str) -> Name | None:
        """See `Archive.name`."""
        with self._reader() as connection:
            return reading.name(connection, paper, kind, key)

    def neighbours(self, article: int) -> tuple[Head | None, Head | None]:
        """See `Archive.neighbours`."""
        with self._reader() as connection:
            return reading.neighbours(connection, article)

    def later(self, article: int, limit: int = 5) -> tuple[Head, ...]:
        """See `Archive.later`."""
        with self._reader() as connection:
            return reading.later(connection, article, limit)

    def search(self, query: Query, paper: str = "", offset: int = 0, limit: int = 20) -> Heads:
        """See `Archive.search`."""
        with self._reader() as connection:
            return reading.searched(connection, query, paper, offset, limit)

    # the paper as a whole
    def front(self, paper: str, before: str = "") -> FrontPage | None:
        """See `Archive.front`."""
        with self._reader() as connection:
            return reading.front(connection, paper, before)

    def refusals(self, paper: str, limit: int = 50) -> tuple[Refusal, ...]:
        """See `Archive.refusals`."""
        with self._reader() as connection:
            return reading.refusals(connection, paper, limit)

    def published(self, paper: str, since: str) -> tuple[float, ...]:
        """See `Archive.published`."""
        with self._reader() as connection:
            return reading.published(connection, paper, since)

    def changed(self, paper: str) -> str:
        """See `Archive.changed`."""
        with self._reader() as connection:
            return reading.changed(connection, paper)

    # what is taken away
    def withdraw(self, paper: str, address: str, reason: str = "", *, tick: Callable[[], None] = lambda: None) -> Withdrawn | None:
        """See `Archive.withdraw`."""
        done = self._write(lambda connection: withdrawing.withdraw_at(connection, paper, address, reason, tick))
        if done or self.withdrawal(paper, (address,)):
            self._compact()
        return done

    def remove(self, paper: str) -> int | None:
        """See `Archive.remove`."""
        articles = self._write(lambda connection: removing.empty(connection, paper))
        if articles is not None:
            self._compact()
            self._write(lambda connection: removing.forget(connection, paper))
        return articles

    def _compact(self) -> None:
        if self._writer is not None:
            with self._turn, folder.spoken(self._where):
                withdrawing.compact(self._writer, self._where)

    def withdrawal(self, paper: str, addresses: tuple[str, ...], article: int = 0) -> Withdrawal | None:
        """See `Archive.withdrawal`."""
        with self._reader() as connection:
            return withdrawing.find(connection, reading.number(connection, paper), addresses, article)

    def withdrawals(self, paper: str = "") -> int:
        """See `Archive.withdrawals`."""
        with self._reader() as connection:
            return withdrawing.count(connection, paper)

    def warnings(self, paper: str) -> tuple[str, ...]:
        """See `Archive.warnings`."""
        return tuple(f"{warn.day}: {warn.message} ({warn.kind})" for warn in self.health.warnings(paper))

    def prune(self, budget: int = 0, days: int = 0) -> tuple[int, int]:
        """`captures.prune`: those older than *days* go, and the oldest, as many as bring the pages to *budget* bytes (0 each: all stay)."""
        if not budget and not days:
            return 0, 0
        return self._write(lambda connection: captures.prune(connection, budget or None, moments.ago(days) if days else None))

    def is_wanted(self) -> bool:
        """Whether another process waits to write; only of an archive that was opened to yield."""
        return self._lock is not None and self._lock.is_wanted()

    def close(self) -> None:
        """See `Archive.close`."""
        with self._turn:
            self._closed = True
            self._drain()
            if self._writer is not None:
                self._writer.close()
            if self._lock is not None:
                self._lock.release()

    def _drain(self) -> None:
        """Close the connections that wait to be used again; another thread may do so too."""
        with contextlib.suppress(IndexError):
            while True:
                self._pool.pop().close()


_CONTRACT: type[Archive] = SqliteArchive  # for the type checker: whatever the protocol asks for is here
