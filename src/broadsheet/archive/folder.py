"""A data folder in, a lock and connections to its one file out: everything that can be wrong with a folder or a file is said here.

| in the folder | what it is |
|---|---|
| `broadsheet.sqlite` | the archive, mode 0600, with SQLite's own `-wal` and `-shm` beside it while it is open |
| `broadsheet.lock` | locked (flock) by the one process that writes; holds its process id, and `yields` where that one writes for hours and makes room |
| `broadsheet.turn` | locked, shared, by those who wait for a writer that yields |
"""

import errno
import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import msgspec

from ..errors import ArchiveBusyError, ArchiveError, remedy

FILE = "broadsheet.sqlite"
LOCK = "broadsheet.lock"
TURN = "broadsheet.turn"
_OLDEST = (3, 37, 0)  # STRICT tables
_WAIT = 5.0  # seconds that a statement waits for a lock of SQLite's: a checkpoint, never another writer
_TURN = 150.0  # seconds in which a writer that yields has finished what it was at: a page that is under way, and what is put off a little
_LOOK = 0.05
_MOMENT = 1.0  # seconds after which it is said for what we wait

_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space and do it again; what was stored before is safe",
    sqlite3.SQLITE_READONLY: "it cannot be written: check who owns the file and the folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check who owns the file and the folder",
    sqlite3.SQLITE_IOERR: "the disk gives an error: check its space and its health; the file was left as it is",
    sqlite3.SQLITE_BUSY: "another program holds it locked: end that program and do it again",
    sqlite3.SQLITE_NOTADB: "it is no archive: it is damaged or another program's; move it away and import again, or put a copy in its place",
    sqlite3.SQLITE_CORRUPT: "it is damaged: keep a copy, then `sqlite3 FILE .recover` saves what can be read; the file was left as it is",
}


@contextmanager
def spoken(where: str) -> Generator[None]:
    """Turn what SQLite raises inside into an `ArchiveError` that says where and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise ArchiveError(f"{where}: {_ADVICE.get(code, f'the archive cannot be used: {error}')}") from error
    except msgspec.DecodeError as error:
        raise ArchiveError(f"{where}: {_ADVICE[sqlite3.SQLITE_CORRUPT]} ({error})") from error


def make(folder: Path) -> Path:
    """The archive's file in *folder*; both are made where they are missing, for their owner's eyes alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise ArchiveError(f"{folder} is a file: the archive needs a folder; give another with --data") from None
    except OSError as error:
        raise ArchiveError(f"{folder} cannot be made: {error.strerror}; give another folder with --data") from error
    file = folder / FILE
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise _unwritten(file, error) from error
    return file


def existing(folder: Path) -> Path:
    """The archive's file in *folder*; `ArchiveError` where there is none."""
    file = folder / FILE
    try:
        with file.open("rb"):
            return file
    except FileNotFoundError:
        raise ArchiveError(f"{folder} holds no archive: give its folder with --data, or make one with `broadsheet add` or `import`") from None
    except OSError as error:
        raise ArchiveError(f"{file} cannot be read: {error.strerror}; check who owns it, or give another folder with --data") from error


class Lock:
    """The one writer's lock; held until `release`, or until the process ends in any way.

    A writer that *yields* looks now and then whether another waits (`is_wanted`), and lets go as soon as it can; others wait for it.
    """

    def __init__(self, folder: Path, *, yields: bool = False, tell: Callable[[str], None] = lambda _: None) -> None:
        """Take the lock; `ArchiveBusyError` with the holder's process id where another process writes and does not let go.

        *tell* is told once for what we wait, where that takes more than a moment.
        """
        self._handle = self._turn = -1
        try:
            self._handle = _opened(folder / LOCK)
            holder = self._try(folder)
            if holder is not None and holder.endswith("yields") and not yields:
                self._turn = _opened(folder / TURN)
                fcntl.flock(self._turn, fcntl.LOCK_SH)
                begun, is_told = time.monotonic(), False
                while holder is not None and holder.endswith("yields") and time.monotonic() - begun < _TURN:
                    if not is_told and time.monotonic() - begun > _MOMENT:
                        is_told = True
                        tell(f"waiting for the gatherer (process {holder.partition(' ')[0]}) to finish its page and make room in {folder}")
                    time.sleep(_LOOK)
                    holder = self._try(folder)
                self._let_go("_turn")
            if holder is not None:
                number = holder.partition(" ")[0]
                whom = f"process {number}" if number.isdigit() else "another process"
                raise ArchiveBusyError(f"{folder} is being written by {whom}: wait for it or end it; reading works meanwhile")
            if yields:
                self._turn = _opened(folder / TURN)
            try:
                os.ftruncate(self._handle, 0)
                os.pwrite(self._handle, f"{os.getpid()}{' yields' if yields else ''}\n".encode(), 0)
            except OSError as error:  # a disk without a byte left
                raise _unwritten(folder / LOCK, error) from error
        except BaseException:
            self.release()
            raise

    def _try(self, folder: Path) -> str | None:
        """Take the lock where it is free: None, else what its holder has written into it."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
                raise ArchiveError(f"{folder / LOCK} cannot be locked: {error.strerror}; keep the archive on a local disk") from error
            return os.pread(self._handle, 40, 0).decode("ascii", "ignore").strip()
        return None

    def is_wanted(self) -> bool:
        """Whether another writer waits for this one, which yields."""
        try:
            fcntl.flock(self._turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        fcntl.flock(self._turn, fcntl.LOCK_UN)
        return False

    def _let_go(self, name: str) -> None:
        handle: int = getattr(self, name)
        if handle >= 0:
            os.close(handle)
            setattr(self, name, -1)

    def release(self) -> None:
        """Let the next writer in. The file stays: to remove it would let two writers lock two files of one name."""
        self._let_go("_turn")
        self._let_go("_handle")


def _unwritten(file: Path, error: OSError) -> ArchiveError:
    return ArchiveError(f"{file} cannot be written: {error.strerror}; {remedy(error, 'check who owns the folder, or give another with --data')}")


def _opened(file: Path) -> int:
    """A lock's file, made where it is missing. Not through a link: a lock is emptied before it is written, and so would be what another has it lead to."""
    try:
        return os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise _unwritten(file, error) from error


def connect(file: Path, *, write: bool) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time; transactions are begun and ended by hand."""
    if sqlite3.sqlite_version_info < _OLDEST:
        raise ArchiveError(f"SQLite {sqlite3.sqlite_version} is too old: Broadsheet needs {'.'.join(map(str, _OLDEST))} or newer; use a newer Python")
    name = f"file:{quote(str(file.absolute()))}"
    if write:
        return _open(f"{name}?mode=rw", file, "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON")
    try:
        return _open(f"{name}?mode=ro", file, "PRAGMA query_only = ON")
    except ArchiveError:
        # On a disk that cannot be written SQLite may not make its -shm; with no -wal there is no writer either, and the file can be read as it is.
        if os.access(file.parent, os.W_OK) or file.with_name(f"{FILE}-wal").exists():
            raise
        return _open(f"{name}?immutable=1", file, "PRAGMA query_only = ON")


def _open(name: str, file: Path, *pragmas: str) -> sqlite3.Connection:
    """A connection to the URI *name*, set up by *pragmas*, that has read the file's first page."""
    with spoken(str(file)):
        connection = sqlite3.connect(name, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False, cached_statements=256)
        try:
            for pragma in (*pragmas, "PRAGMA cache_size = -16000", "PRAGMA temp_store = MEMORY"):
                connection.execute(pragma)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection
