"""Folders, files, locks, threads, schema versions: what can be wrong is said in one line, and nothing is destroyed."""

import errno
import gzip
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from broadsheet.archive import folder as folders
from broadsheet.archive import schema
from broadsheet.archive.folder import Lock
from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.errors import ArchiveBusyError, ArchiveError
from broadsheet.model import FrontPage

from .invented import PAPER, article, capture
from .said import one_line

HERE = Path(__file__).parent

def test_a_new_archive_is_for_its_owner_alone(tmp_path: Path):
    with open_archive(tmp_path / "a" / "b", write=True) as archive:
        archive.put_paper(PAPER)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a" / "b").iterdir()}
    assert modes["broadsheet.sqlite"] == modes["broadsheet.lock"] == modes["broadsheet.sqlite-wal"] == 0o600
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_no_archive_to_read(tmp_path: Path):
    with pytest.raises(ArchiveError) as error:
        open_archive(tmp_path / "none", write=False)
    one_line(error, tmp_path / "none", "--data", "import")
    assert not (tmp_path / "none").exists()


def test_a_file_where_the_folder_should_be(tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ArchiveError) as error:
        open_archive(tmp_path / "file", write=True)
    one_line(error, tmp_path / "file", "needs a folder")
    with pytest.raises(ArchiveError) as error:
        open_archive(tmp_path / "file" / "below", write=True)
    one_line(error, "cannot be made")
    with pytest.raises(ArchiveError) as error:
        open_archive(tmp_path / "file", write=False)
    one_line(error, "cannot be read")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_the_place_of_the_file_or_the_lock(tmp_path: Path):
    (tmp_path / "one" / "broadsheet.sqlite").mkdir(parents=True)
    (tmp_path / "two" / "broadsheet.lock").mkdir(parents=True)
    for name in ("one", "two"):
        with pytest.raises(ArchiveError) as error:
            open_archive(tmp_path / name, write=True)
        one_line(error, tmp_path / name, "cannot be written")


@pytest.mark.parametrize("name", ["broadsheet.lock", "broadsheet.turn"])
def test_a_lock_that_leads_elsewhere_empties_nothing(tmp_path: Path, name: str):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).symlink_to(victim)
    with pytest.raises(ArchiveError, match=name):
        Lock(tmp_path / "data", yields=True)
    assert victim.read_text() == "mine"


def test_a_disk_with_no_room_for_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(ArchiveError) as error:
        open_archive(tmp_path, write=True)
    one_line(error, tmp_path / "broadsheet.lock", "No space left on device; make room")
    monkeypatch.undo()
    with pytest.raises(ArchiveError) as error:
        open_archive(tmp_path, write=False)
    one_line(error, tmp_path, "holds nothing yet")
    open_archive(tmp_path, write=True).close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder(tmp_path: Path):
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(PAPER)
    tmp_path.chmod(0o500)
    (tmp_path / "broadsheet.sqlite").chmod(0o400)
    try:
        with pytest.raises(ArchiveError) as error:
            open_archive(tmp_path, write=True)
        one_line(error, "cannot be written")
        with open_archive(tmp_path, write=False) as archive:
            assert archive.papers() == (PAPER,)
    finally:
        tmp_path.chmod(0o700)


def test_what_cannot_be_written_is_read_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """On a read-only disk SQLite may not make its -shm; root is told so by the first connection failing."""
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(PAPER)
    opened = sqlite3.connect

    def connect(name: str, **options: object) -> sqlite3.Connection:
        if "mode=ro" in name:
            raise sqlite3.OperationalError("unable to open database file")
        return opened(name, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(ArchiveError):
        open_archive(tmp_path, write=False)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with open_archive(tmp_path, write=False) as archive:
        assert archive.papers() == (PAPER,)


@pytest.mark.parametrize("content", [b"this is no database, it is a text that somebody put here\n" * 100, b"SQLite format 3\0" + b"\xff" * 5000], ids=["text", "garbage"])
@pytest.mark.parametrize("write", [True, False])
def test_not_a_database(tmp_path: Path, content: bytes, write: bool):
    file = tmp_path / "broadsheet.sqlite"
    file.write_bytes(content)
    with pytest.raises(ArchiveError) as error:
        open_archive(tmp_path, write=write)
    one_line(error, file)
    assert file.read_bytes() == content
    with pytest.raises(ArchiveError):  # the lock was let go
        open_archive(tmp_path, write=True)


def test_another_programs_database(tmp_path: Path):
    file = tmp_path / "broadsheet.sqlite"
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("CREATE TABLE theirs (x)")
    for write in (True, False):
        with pytest.raises(ArchiveError) as error:
            open_archive(tmp_path, write=write)
        one_line(error, file, "another program", "--data")
    with closing(sqlite3.connect(file)) as other, other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_newer_schema_is_refused(folder: Path, archive: SqliteArchive):
    archive.close()
    with closing(sqlite3.connect(folder / "broadsheet.sqlite")) as plain, plain:
        plain.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    for write in (True, False):
        with pytest.raises(ArchiveError) as error:
            open_archive(folder, write=write)
        one_line(error, folder, f"schema {len(schema.MIGRATIONS) + 1}", "newer Broadsheet")


@pytest.fixture
def version1(tmp_path: Path) -> Path:
    (tmp_path / "broadsheet.sqlite").write_bytes(gzip.decompress((HERE / "version1.sqlite.gz").read_bytes()))
    return tmp_path


def holds_everything(archive: SqliteArchive) -> None:
    """What the archive of schema 1 in the tests' folder holds."""
    assert archive.papers() == (PAPER,)
    assert [head.headline for head in archive.newest("blatt").heads] == ["Fall 2", "Fall 1", "Fall 0"]
    head = archive.find("blatt", "/!100002")
    assert head is not None
    assert archive.article(head.id) == article(2, "Ein neuer Satz.", tags=("Nato",))
    assert archive.article(head.id, 1) == article(2, tags=("Nato",), sections=("Politik",), authors=("Eva Groß",))
    kept = archive.capture(head.id)
    assert kept is not None
    assert kept.body == b"<html>2b"
    assert archive.search(parse("neuer author:groß")).total == 0
    assert archive.search(parse("satz author:groß")).total == 2
    front = archive.front("blatt")
    assert front is not None
    assert front.blocks[0].title == "Oben"
    assert [refusal.source for refusal in archive.refusals("blatt")] == ["x.html"]


def test_schema_1_is_brought_up_to_date(version1: Path, monkeypatch: pytest.MonkeyPatch):
    """An archive as the first release wrote it, by today's migrations and one of tomorrow's."""
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE tomorrow (x TEXT) STRICT; ALTER TABLE paper ADD COLUMN pace REAL NOT NULL DEFAULT 1.0;"))
    with pytest.raises(ArchiveError, match="broadsheet serve"):
        open_archive(version1, write=False)
    with open_archive(version1, write=True) as archive:
        holds_everything(archive)
        assert archive.put("blatt", article(9)).outcome == "new"
    with open_archive(version1, write=False) as archive:
        assert archive.newest("blatt").total == 4


def test_what_an_old_archive_holds_can_be_packed_and_withdrawn(version1: Path):
    with open_archive(version1, write=True) as archive:
        head = archive.find("blatt", "/!100002")
        assert head is not None
        for number in range(10, 20):
            archive.put("blatt", article(number), capture(f"<html>{'Vorlage ' * 200}{number}".encode(), address=f"https://www.blatt.example/a/{number}"))
        done = archive.withdraw("blatt", head.address)
        assert done is not None
        assert (done.versions, done.pages) == (2, 2)
        assert archive.search(parse("neuer")).total == 0
        assert archive.newest("blatt").total == 12
        last = archive.find("blatt", "/!100019")
        assert last is not None
        page = archive.capture(last.id)
        assert page is not None
        assert page.body.endswith(b"Vorlage 19")


def test_a_migration_happens_wholly_or_not_at_all(version1: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "DROP TABLE refusal; CREATE TABLE paper (x);"))
    with pytest.raises(ArchiveError):
        open_archive(version1, write=True)
    monkeypatch.undo()
    with open_archive(version1, write=True) as archive:
        holds_everything(archive)


def test_an_empty_file_is_a_new_archive(tmp_path: Path):
    """Left by a process that was killed between making the file and filling it."""
    (tmp_path / "broadsheet.sqlite").touch()
    with pytest.raises(ArchiveError):
        open_archive(tmp_path, write=False)
    with open_archive(tmp_path, write=True) as archive:
        assert archive.papers() == ()


def test_an_old_sqlite_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 0))
    with pytest.raises(ArchiveError, match="too old"):
        open_archive(tmp_path, write=True)


def test_one_writer_many_readers(folder: Path, archive: SqliteArchive):
    code = f"import sys, time\nfrom pathlib import Path\nfrom broadsheet.archive.sqlite import open_archive\nopen_archive(Path({str(folder / 'two')!r}), write=True)\nprint('open', flush=True)\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "open\n"
            with pytest.raises(ArchiveBusyError) as error:
                open_archive(folder / "two", write=True)
            one_line(error, folder / "two", f"process {other.pid}", "reading works")
            with open_archive(folder / "two", write=False) as reader:
                assert reader.papers() == ()
        finally:
            other.kill()
    with open_archive(folder / "two", write=True) as archive:  # the lock ended with its process
        assert archive.papers() == ()


def test_a_second_writer_in_one_process_is_busy_too(folder: Path, archive: SqliteArchive):
    with pytest.raises(ArchiveBusyError, match=f"process {os.getpid()}"):
        open_archive(folder, write=True)
    with open_archive(folder, write=False) as reader, pytest.raises(ArchiveError, match="reading alone"):
        reader.put_paper(PAPER)
    with open_archive(folder, write=False) as reader, pytest.raises(ArchiveError, match="reading alone"), reader.batch():
        pass


def test_a_lock_that_the_disk_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def flock(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(folders.fcntl, "flock", flock)
    with pytest.raises(ArchiveError, match="local disk"):
        open_archive(tmp_path, write=True)


def test_closed_is_closed(folder: Path, archive: SqliteArchive):
    archive.close()
    archive.close()
    for use in (archive.papers, lambda: archive.put_paper(PAPER), lambda: archive.batch().__enter__()):
        with pytest.raises(ArchiveError, match=r"closed|reading"):
            use()


def test_readers_in_threads_while_one_writes(folder: Path, archive: SqliteArchive):
    problems: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            with open_archive(folder, write=False) as reader:
                while not stop.is_set():
                    for source in (archive, reader):
                        heads = source.newest("blatt", limit=0)
                        assert heads.total == len(heads.heads), "a list and its total are of one moment"
                        assert source.search(parse("satz")).total <= source.newest("blatt").total
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(60):
        archive.put("blatt", article(number))
    stop.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert archive.newest("blatt").total == 60


def test_a_batch_is_read_by_its_own_thread_first(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch):
    def elsewhere() -> int:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(archive.newest("blatt").total))
        thread.start()
        thread.join()
        return found[0]

    with archive.batch():
        archive.put("blatt", article(1))
        with archive.batch():
            archive.put("blatt", article(2))
        assert archive.newest("blatt").total == 2
        assert elsewhere() == 0
        monkeypatch.setattr("broadsheet.archive.sqlite._COMMIT_EVERY", -1.0)
        archive.put("blatt", article(3))
        assert elsewhere() == 3
    assert elsewhere() == 3


def test_what_was_put_in_a_batch_stays_when_it_ends_by_an_error(archive: SqliteArchive):
    with pytest.raises(KeyboardInterrupt), archive.batch():  # noqa: PT012
        archive.put("blatt", article(1))
        with pytest.raises(ArchiveError):
            archive.put("blatt", article(address=""))
        with pytest.raises(ArchiveError):
            archive.put_front("blatt", FrontPage("nie", ()))
        archive.put("blatt", article(2))
        raise KeyboardInterrupt
    assert archive.newest("blatt").total == 2


def test_a_copy_is_an_archive(folder: Path, archive: SqliteArchive, tmp_path: Path):
    archive.put("blatt", article())
    archive.close()
    (tmp_path / "copy").mkdir()
    shutil.copy(folder / "broadsheet.sqlite", tmp_path / "copy")
    with open_archive(tmp_path / "copy", write=False) as copy:
        head = copy.head(1)
        assert head is not None
        assert msgspec.structs.astuple(head)[4] == "Fall 1"


def test_a_connection_that_comes_back_while_the_archive_is_closed_is_closed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_archive(tmp_path, write=True).close()
    archive = open_archive(tmp_path, write=False)

    class Pool(list[sqlite3.Connection]):
        def append(self, connection: sqlite3.Connection) -> None:
            archive.close()  # as another thread does in this moment
            super().append(connection)
            seen.append(connection)

    seen: list[sqlite3.Connection] = []
    archive._pool[0].close()
    monkeypatch.setattr(archive, "_pool", Pool())
    assert archive.papers() == ()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        seen[0].execute("SELECT 1")
