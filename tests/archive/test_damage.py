"""Full disks, damaged and cut files, processes that are killed: what is wrong is said in one line, and what was stored is whole."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.errors import ArchiveError
from broadsheet.model import FrontPage

from .invented import article, capture
from .said import one_line

HERE = Path(__file__).parent


def fill_until_full(archive: SqliteArchive) -> int:
    stored = 0
    with pytest.raises(ArchiveError) as error:  # noqa: PT012
        for number in range(10_000):
            archive.put("blatt", article(number), capture(os.urandom(50_000)))
            stored += 1
    one_line(error, "broadsheet.sqlite", "the disk is full", "free some space")
    return stored


def test_a_full_disk(folder: Path, archive: SqliteArchive):
    assert archive._writer is not None
    archive._writer.execute("PRAGMA max_page_count = 200")
    stored = fill_until_full(archive)
    assert 0 < stored < 20
    assert archive.newest("blatt").total == stored
    archive.close()
    with open_archive(folder, write=True) as again:
        assert again.newest("blatt").total == stored
        assert again.put("blatt", article(stored)).outcome == "new"


def test_a_full_disk_in_a_batch(folder: Path, archive: SqliteArchive):
    assert archive._writer is not None
    archive._writer.execute("PRAGMA max_page_count = 200")
    with archive.batch():
        fill_until_full(archive)
    archive.close()
    with open_archive(folder, write=True) as again, closing(sqlite3.connect(folder / "broadsheet.sqlite")) as plain, plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        heads = again.newest("blatt", limit=0)
        assert heads.total == len(heads.heads)
        again.put("blatt", article(9999))


def damage(file: Path, *, where: Callable[[int], bool]) -> None:
    data = bytearray(file.read_bytes())
    for page in range(1, len(data) // 4096):
        if where(page):
            data[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
    file.write_bytes(data)


def says_damage(read: Callable[[], object]) -> bool:
    """Whether *read* fails in the one way that it may."""
    try:
        read()
    except ArchiveError as error:
        return "damaged" in error.message
    return False


def test_a_damaged_file_is_said_to_be(folder: Path, archive: SqliteArchive):
    for number in range(100):
        archive.put("blatt", article(number, tags=(f"t{number}",)), capture(os.urandom(3000)))
    archive.close()
    file = folder / "broadsheet.sqlite"
    whole = file.read_bytes()
    said = 0
    for third in range(3):
        file.write_bytes(whole)
        damage(file, where=lambda page, third=third: page % 3 == third)
        damaged = file.read_bytes()
        try:
            with open_archive(folder, write=False) as reader:
                for number in range(1, 101):
                    for read in (reader.head, reader.article, reader.versions, reader.capture, reader.later, reader.related, reader.neighbours):
                        said += says_damage(lambda read=read, number=number: read(number))
                for look in (lambda: reader.newest("blatt", limit=0), lambda: reader.search(parse("satz")), lambda: reader.names("blatt", "topic")):
                    said += says_damage(look)
        except ArchiveError:
            said += 1
        assert file.read_bytes() == damaged, "nobody mends what he does not understand"
    assert said > 10


def test_a_cut_file(folder: Path, archive: SqliteArchive):
    for number in range(50):
        archive.put("blatt", article(number), capture(os.urandom(3000)))
    archive.close()
    file = folder / "broadsheet.sqlite"
    file.write_bytes(file.read_bytes()[: 4096 * 5])

    def read_all() -> None:
        with open_archive(folder, write=False) as reader:
            for number in range(1, 51):
                reader.article(number)

    with pytest.raises(ArchiveError) as error:
        read_all()
    one_line(error, file, "damaged")


@pytest.mark.parametrize("content", [b"no zstd", b"\x28\xb5\x2f\xfd\xa0\xff\xff\xff\x7f", None], ids=["garbage", "a huge size", "no article"])
def test_damage_inside_a_row(folder: Path, archive: SqliteArchive, content: bytes | None):
    import zstandard

    stored = archive.put("blatt", article(), capture(b"x" * 100))
    archive.put_front("blatt", FrontPage("2024-12-03", ()))
    archive.close()
    with closing(sqlite3.connect(folder / "broadsheet.sqlite")) as plain, plain:
        blob = zstandard.compress(b'{"headline": 1}') if content is None else content
        plain.execute("UPDATE body SET article = ?", (blob,))
        plain.execute("UPDATE front SET front = ?", (blob,))
        plain.execute("UPDATE page SET bytes = ?", (b"no zstd",))
        plain.execute("UPDATE article SET authors = '[7]'")
    with open_archive(folder, write=False) as reader:
        for read in (lambda: reader.article(stored.id), lambda: reader.front("blatt"), lambda: reader.capture(stored.id), lambda: reader.head(stored.id)):
            with pytest.raises(ArchiveError) as error:
                read()
            one_line(error, "copy")  # to restore, or to keep before it is mended


def test_killed_while_writing(tmp_path: Path):
    """kill -9 at some moment of a batch and of single puts: what is there afterwards is whole, and nothing has to be mended."""
    code = f"""
import sys
sys.path.insert(0, {str(HERE.parent)!r})
from pathlib import Path
from archive.invented import PAPER, article, capture
from broadsheet.archive import sqlite
sqlite._COMMIT_EVERY = 0.02
with sqlite.open_archive(Path({str(tmp_path / "data")!r}), write=True) as archive:
    archive.put_paper(PAPER)
    start = archive.newest("blatt").total
    for number in range(start, start + 40):
        stored = archive.put("blatt", article(number), capture(b"%d" % number))
        print(stored.id, flush=True)
    with archive.batch():
        for number in range(start + 40, 100000):
            archive.put("blatt", article(number), capture(b"%d" % number))
"""
    acknowledged = 0
    for wait in (0.0, 0.05, 0.3):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                acknowledged = int(line)
                if int(line) % 40 == (13 if wait == 0 else 0):
                    break
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
        with open_archive(tmp_path / "data", write=True) as archive, closing(sqlite3.connect(tmp_path / "data" / "broadsheet.sqlite")) as plain, plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
            heads = archive.newest("blatt", limit=0)
            assert heads.total == len(heads.heads) >= acknowledged
            assert archive.search(parse("satz"), limit=1).total == heads.total
            for head in heads.heads[:50]:
                assert archive.article(head.id) is not None
                assert archive.capture(head.id) is not None
