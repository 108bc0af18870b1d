"""Raw pages: what comes out is what went in, whatever dictionary; budgets let the oldest go, and no article."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.archive import captures, moments
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.errors import ArchiveError

from .invented import PAPER, article, capture

TEMPLATE = "".join(random.Random(7).choices("<div class=span>abcdefghijklmnopqrstuvwxyz/ ", k=30_000))


def page(number: int) -> bytes:
    return f"<html>{TEMPLATE}<p>Text der Seite {number} {random.Random(number).random()}</p></html>".encode()


def put(archive: SqliteArchive, number: int, body: bytes | None = None, host: str = "www.blatt.example", **fields: str) -> int:
    made = capture(page(number) if body is None else body, address=f"https://{host}/a/{number}", **fields)
    return archive.put("blatt", article(number, f"Satz {number}."), made).id


def rows(archive: SqliteArchive, statement: str) -> list[tuple]:
    with archive._reader() as connection:
        return connection.execute(statement).fetchall()


def before(archive: SqliteArchive, moment: str) -> tuple[int, int]:
    return archive._write(lambda connection: captures.prune(connection, None, moments.moment(moment)))


def test_pages_of_a_site_share_what_they_have_in_common(archive: SqliteArchive):
    with archive.batch():
        numbers = [put(archive, number) for number in range(70)]
    assert [archive.capture(number).body for number in numbers] == [page(number) for number in range(70)]
    sizes = [size for (size,) in rows(archive, "SELECT length(bytes) FROM page ORDER BY id")]
    alone = rows(archive, "SELECT min(length(bytes)) FROM dictionary")[0][0]
    assert max(sizes) < 200 < alone / 20  # the first ones were packed again
    assert len(rows(archive, "SELECT id FROM dictionary")) == 2  # at 8 pages and at 64
    assert rows(archive, "SELECT host, pages FROM host_pages") == [("blatt.example", 70)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=20))
def test_whatever_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]):
    with open_archive(tmp_path_factory.mktemp("a"), write=True) as archive:
        archive.put_paper(PAPER)
        with archive.batch():
            ids = [put(archive, number, body) for number, body in enumerate(bodies)]
        assert [archive.capture(number).body for number in ids] == bodies


def test_every_host_has_its_own_dictionary(archive: SqliteArchive):
    with archive.batch():
        for number in range(16):
            put(archive, number, host="www.blatt.example" if number % 2 else "amp.blatt.example")
    assert {host for (host,) in rows(archive, "SELECT host FROM dictionary")} == {"blatt.example", "amp.blatt.example"}


def test_a_missing_dictionary_is_said(archive: SqliteArchive):
    with archive.batch():
        number = [put(archive, number) for number in range(9)][-1]
    archive._writer.execute("PRAGMA foreign_keys = OFF")
    archive._write(lambda connection: connection.execute("DELETE FROM dictionary") and None)
    with pytest.raises(ArchiveError, match="dictionary is missing"):
        archive.capture(number)


def test_a_budget_lets_the_oldest_pages_go_and_no_article(archive: SqliteArchive):
    with archive.batch():
        ids = [put(archive, number, random.Random(number).randbytes(5000), time=f"2024-12-{number + 1:02}T12:00:00Z") for number in range(20)]
    with archive._reader() as connection:
        size = captures.size(connection)
    gone, freed = archive.prune(budget=size - 22_000)
    assert (gone, freed) == (5, 25_000) or (gone == 5 and freed > 22_000)
    assert [archive.capture(number) is None for number in ids] == [True] * 5 + [False] * 15
    assert all(archive.article(number) for number in ids)
    assert archive.prune(budget=size) == (0, 0)
    assert before(archive, "2024-12-08T00:00:00Z")[0] == 2
    assert [archive.capture(number) is None for number in ids] == [True] * 7 + [False] * 13
    assert archive.prune() == (0, 0)
    assert archive.prune(days=100_000) == (0, 0)
    assert archive.prune(budget=1)[0] == 13
    assert rows(archive, "SELECT count(*) FROM page UNION ALL SELECT count(*) FROM dictionary") == [(0,), (0,)]


def test_a_dictionary_stays_as_long_as_a_page_or_the_next_one_needs_it(archive: SqliteArchive):
    with archive.batch():
        ids = [put(archive, number, time=f"2024-{1 + number // 28:02}-{1 + number % 28:02}T12:00:00Z") for number in range(70)]
    needed = "SELECT id FROM dictionary WHERE id NOT IN (SELECT dictionary FROM page WHERE dictionary IS NOT NULL)"
    for moment, gone in (("2024-01-04T00:00:00Z", 3), ("2024-03-11T00:00:00Z", 63), ("2024-03-13T00:00:00Z", 2)):
        assert before(archive, moment)[0] == gone
        ids = ids[gone:]
        assert [archive.capture(number).body for number in ids] == [page(70 - len(ids) + place) for place in range(len(ids))]
        assert rows(archive, needed) == []
    assert len(rows(archive, "SELECT id FROM dictionary")) == 1


def test_a_page_that_another_capture_needs_stays(archive: SqliteArchive):
    first = put(archive, 1, b"<html>eine Seite", time="2024-01-01T00:00:00Z")
    second = put(archive, 2, b"<html>eine Seite", time="2025-01-01T00:00:00Z")
    assert before(archive, "2024-06-01T00:00:00Z") == (1, 0)
    assert archive.capture(first) is None
    assert archive.capture(second).body == b"<html>eine Seite"


def test_pages_from_before_stay_readable(tmp_path: Path):
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(PAPER)
        old = put(archive, 1)
        archive._writer.execute("UPDATE page SET host = ''")
        with archive.batch():
            for number in range(2, 12):
                put(archive, number)
        assert archive.capture(old).body == page(1)
    with closing(sqlite3.connect(tmp_path / "broadsheet.sqlite")) as connection, connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
