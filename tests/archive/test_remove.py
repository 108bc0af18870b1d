"""A paper that is removed is found nowhere: not in the file's bytes, nor in anything that can be unpacked from it. The papers beside it stay whole."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from broadsheet.archive import Refusal, captures, removing, withdrawing
from broadsheet.archive.days import Day
from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.errors import ArchiveError
from broadsheet.knowledge import Knowledge
from broadsheet.model import FrontBlock, FrontPage, Link, Paper
from broadsheet.visit import Visit

from .invented import PAPER, article, capture
from .test_withdraw import everything, page

OTHER = Paper(key="bote", name="Der Bote", address="https://bote.example/", language="de", timezone="Europe/Berlin")
WORDS = ("quastenflosser", "odilo", "blattschneider", "gesternrubrik", "sandfloh", "tiefseeordner", "das blatt")


@pytest.fixture
def both(archive: SqliteArchive) -> SqliteArchive:
    """Twelve articles each of two papers whose pages are of one host, so that one's dictionary is the other's page; one article in two versions."""
    archive.put_paper(OTHER)
    with archive.batch():
        for number in range(12):
            address = f"https://www.blatt.example/politik/ein-fall/!{100000 + number}/"
            made = capture(page(f"Fall {number}", f"Der Quastenflosser {number}."), address=address)
            names = {"tags": ("Blattschneiderameisen",), "sections": ("Gesternrubrik",), "authors": ("Odilo Sumpfbiber",)}
            archive.put("blatt", article(number, f"Der Quastenflosser {number}.", **names), made)
        again = capture(page("Fall 3", "Ein Sandfloh."), address="https://www.blatt.example/politik/ein-fall/!100003/", time="2024-12-04T12:00:00Z")
        archive.put("blatt", article(3, "Ein Sandfloh.", headline="Fall 3"), again)
        for number in range(12):
            address = f"https://bote.example/stadt/!{200000 + number}/"
            made = capture(page(f"Nebel {number}", f"Der Nebel {number}."), address=f"https://www.blatt.example/bote/{number}")
            archive.put("bote", article(number, f"Der Nebel {number}.", address=address, headline=f"Nebel {number}", tags=("Hafen",)), made)
        for paper in ("blatt", "bote"):
            archive.put_front(paper, FrontPage("2024-12-03T08:00:00Z", (FrontBlock("", (Link(f"https://{paper}.example/a", f"Tiefseeordner {paper}"),)),)))
            archive.put_refusal(paper, Refusal(f"https://{paper}.example/x", "2024-12-03T08:00:00Z", "empty", "nothing there"))
            archive.visits.put([Visit(address=f"https://{paper}.example/v", purpose="article", paper=paper, found=1.0)])
            archive.health.count(paper, Day(day="2024-12-03", found=3))
            archive.sites.put(f"{paper}.example", Knowledge(articles=9))
    archive.withdraw("blatt", "https://www.blatt.example/politik/ein-fall/!100011/")
    return archive


def rows(file: Path) -> dict[str, int]:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'fulltext%'").fetchall()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for (table,) in tables}
    finally:
        connection.close()


def test_what_is_to_go_is_there_before(both: SqliteArchive, folder: Path):
    text = everything(folder / "broadsheet.sqlite")
    assert [word for word in WORDS if word not in text] == []
    assert both.withdrawals("blatt") > 0
    assert (both.withdrawals("blatt"), both.withdrawals("bote")) == (both.withdrawals(), 0)


def test_nothing_of_a_removed_paper_is_left(both: SqliteArchive, folder: Path):
    assert both.remove("blatt") == 11
    both.close()  # the paper's name is in the log until then
    text = everything(folder / "broadsheet.sqlite")
    kept = text.replace("tiefseeordner bote", "")  # the other paper's own front page
    assert [word for word in WORDS if word in kept] == []
    counted = rows(folder / "broadsheet.sqlite")
    one_each = ("paper", "front", "refusal", "visit", "health", "site", "host_pages")
    assert {table: counted[table] for table in one_each} == dict.fromkeys(one_each, 1)
    assert {table: counted[table] for table in ("article", "version", "body", "page", "capture")} == dict.fromkeys(("article", "version", "body", "page", "capture"), 12)
    assert counted["withdrawn"] == 0


def test_the_paper_beside_it_stays_whole(both: SqliteArchive, folder: Path):
    bodies = {head.id: (both.article(head.id), both.capture(head.id)) for head in both.newest("bote", limit=0).heads}
    assert len(bodies) == 12
    both.remove("blatt")
    both.close()
    with open_archive(folder, write=True) as archive:
        assert [paper.key for paper in archive.papers()] == ["bote"]
        assert {head.id: (archive.article(head.id), archive.capture(head.id)) for head in archive.newest("bote", limit=0).heads} == bodies
        assert archive.search(parse("Nebel")).total == 12
        assert archive.search(parse("Quastenflosser")).total == 0
        assert archive.search(parse("Fall")).total == 0
        assert archive.front("bote") is not None
        assert archive.sites.of("bote.example").articles == 9
        archive.put("bote", article(50, "Neues vom Quastenflosser.", address="https://bote.example/!300000/"))  # an id that one of the removed may have had
        assert archive.search(parse("Quastenflosser")).total == 1


@pytest.mark.parametrize("few", [False, True], ids=["more goes than stays", "more stays than goes"])
def test_the_index_finds_what_stays_alone(archive: SqliteArchive, few: bool):
    archive.put_paper(OTHER)
    for number in range(9):
        key, host = ("blatt", "www.blatt") if (number < 2) == few else ("bote", "bote")
        archive.put(key, article(number, f"Satz{number}.", address=f"https://{host}.example/!{100000 + number}/"))
    gone = 2 if few else 7
    assert archive.remove("blatt") == gone
    found = [archive.search(parse(f"Satz{number}")).total for number in range(9)]
    assert found == [int((number < 2) != few) for number in range(9)]
    assert archive.search(parse("Fall")).total == 9 - gone


def test_a_removed_paper_can_be_added_again(both: SqliteArchive):
    both.remove("blatt")
    both.put_paper(PAPER)
    stored = both.put("blatt", article(11, "Neu."))
    assert stored.outcome == "new"  # not even what was withdrawn is refused: its tombstone went, too
    assert both.newest("blatt").total == 1


def test_a_paper_that_nobody_has_is_none(both: SqliteArchive):
    assert both.remove("nirgends") is None
    assert len(both.papers()) == 2


def test_what_is_interrupted_is_done_again(both: SqliteArchive, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def busy(_connection: sqlite3.Connection, where: str) -> None:
        raise ArchiveError(f"{where}: readers")

    with monkeypatch.context() as patched:
        patched.setattr(withdrawing, "compact", busy)
        with pytest.raises(ArchiveError, match="readers"):
            both.remove("blatt")
    assert both.newest("blatt").total == 0
    assert both.remove("blatt") == 0
    assert [paper.key for paper in both.papers()] == ["bote"]
    both.close()
    assert [word for word in WORDS if word in everything(folder / "broadsheet.sqlite").replace("tiefseeordner bote", "")] == []


def test_an_error_on_the_way_leaves_all_as_it_was(both: SqliteArchive, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(removing, "_forget_sites", full)
    with pytest.raises(ArchiveError):
        both.remove("blatt")
    assert both.newest("blatt").total == 11
    assert both.search(parse("Quastenflosser")).total == 10  # the eleventh speaks of a Sandfloh now


def test_a_page_of_two_papers_stays_for_the_other(archive: SqliteArchive):
    archive.put_paper(OTHER)
    shared = capture(page("Fall", "Aus beiden."), address="https://www.blatt.example/x")
    archive.put("blatt", article(1, "Aus beiden."), shared)
    archive.put("bote", article(1, "Aus beiden.", address="https://bote.example/!200001/"), msgspec.structs.replace(shared))
    archive.remove("blatt")
    (head,) = archive.newest("bote").heads
    kept = archive.capture(head.id)
    assert kept is not None
    assert captures.digest(kept.body) == captures.digest(shared.body)
