"""What gathering remembers: it comes back as it was put, by any twin of its address, and survives a reopening."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.archive import schema
from broadsheet.archive.sqlite import open_archive
from broadsheet.errors import ArchiveError
from broadsheet.visit import NEVER, Host, Robots, Visit

NOW = 1_800_000_000.25
FULL = Visit(
    address="https://paper.example/a", purpose="article", paper="paper", found=NOW - 9, asked=NOW - 1, changed=NOW - 2, next=NOW + 1, status=200,
    etag='"x"', modified="Fri, 15 Jan 2027 08:00:00 GMT", location="https://paper.example/b", failures=2, reason="cut", interval=900.5,
)  # fmt: skip
MOMENTS = st.floats(0, 4e9).map(lambda moment: round(moment, 5))


def test_a_visit_comes_back_after_a_reopening(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.visits.put([FULL])
    with open_archive(tmp_path, write=False) as archive:
        assert archive.visits.of("paper", FULL.address) == FULL
        assert archive.visits.of("other", FULL.address) is None
        with pytest.raises(ArchiveError):
            archive.visits.put([FULL])


def test_twins_are_one_visit(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.visits.put([FULL])
        for twin in ("http://www.paper.example/a/", "https://paper.example/a?utm_source=feed#top"):
            assert archive.visits.of("paper", twin) == FULL
        assert archive.visits.of("paper", "https://paper.example/a?page=2") is None


def test_what_is_due_comes_in_order_and_never_is_never(tmp_path: Path) -> None:
    moments = {"c": NOW + 5, "b": NOW - 5, "a": NOW - 50, "gone": NEVER}
    with open_archive(tmp_path, write=True) as archive:
        archive.visits.put(Visit(address=f"https://paper.example/{name}", purpose="article", paper="paper", asked=1.0, next=moment) for name, moment in moments.items())
        archive.visits.put([Visit(address="https://paper.example/feed", purpose="feed", paper="paper", next=0)])
        assert [visit.address[-1] for visit in archive.visits.due("paper", "article", NOW)] == ["a", "b"]
        assert [visit.address[-1] for visit in archive.visits.due("paper", "article", NOW, 1)] == ["a"]
        archive.visits.put(Visit(address=f"https://paper.example/{name}", purpose="article", paper="paper", found=NOW - old) for name, old in (("x", 9), ("y", 1)))
        assert [visit.address[-1] for visit in archive.visits.due("paper", "article", NOW)] == ["a", "b", "y", "x"], "then the newest that wait"
        gone = archive.visits.of("paper", "https://paper.example/gone")
        assert gone is not None
        assert gone.next == NEVER


def test_hosts_and_robots_come_back(tmp_path: Path) -> None:
    host = Host(name="paper.example", asked=NOW, next=NOW + 30)
    robots = Robots(origin="https://paper.example", asked=NOW, read=NOW - 1, status=200, text="User-agent: *\n", failures=3)
    with open_archive(tmp_path, write=True) as archive:
        assert archive.visits.host(host.name) == Host(name=host.name)
        assert archive.visits.robots(robots.origin) == Robots(origin=robots.origin)
        archive.visits.put_host(host)
        archive.visits.put_robots(robots)
        assert archive.visits.host(host.name) == host
        assert archive.visits.robots(robots.origin) == robots


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(found=MOMENTS, asked=MOMENTS, next=MOMENTS, interval=st.floats(0, 1e6))
def test_moments_keep_their_microsecond(tmp_path: Path, found: float, asked: float, next: float, interval: float) -> None:
    visit = Visit(address="https://paper.example/x", purpose="front", paper="p", found=found, asked=asked, next=next, interval=interval)
    with open_archive(tmp_path, write=True) as archive:
        archive.visits.put([visit])
        read = archive.visits.of("p", visit.address)
    assert read is not None
    assert (read.found, read.asked, read.next, read.interval) == pytest.approx((found, asked, next, interval), abs=1e-6)


def test_an_archive_of_the_first_schema_gets_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
    open_archive(tmp_path, write=True).close()
    monkeypatch.undo()
    with open_archive(tmp_path, write=True) as archive:
        archive.visits.put([FULL])
        assert archive.visits.of("paper", FULL.address) == FULL
    connection = sqlite3.connect(tmp_path / "broadsheet.sqlite")
    assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    connection.close()


def test_what_failed_by_a_clock_that_was_set_back_is_due(tmp_path: Path) -> None:
    ahead = NOW + 365 * 86400
    made = {"a": (NOW - 60, NOW - 1), "b": (NOW - 60, NOW + 60), "c": (ahead, ahead + 60), "d": (ahead, NEVER), "e": (0.0, 0.0)}
    with open_archive(tmp_path, write=True) as archive:
        visits = [Visit(address=f"https://paper.example/{name}", purpose="article", paper="paper", asked=a, next=n) for name, (a, n) in made.items()]
        failed = Visit(address="https://paper.example/f", purpose="article", paper="paper", asked=ahead, next=ahead + 60, failures=1)
        archive.visits.put([*visits, failed])
        assert [visit.address[-1] for visit in archive.visits.due("paper", "article", NOW)] == ["a", "f", "e"]


def test_what_is_not_clean_is_no_visit() -> None:
    with pytest.raises(ValueError, match="clean"):
        Visit(address="https://paper.example/\x1b", purpose="article")


def test_a_list_that_was_asked_in_the_future_is_due(tmp_path: Path) -> None:
    from broadsheet.visit import is_due

    page = Visit(address="https://paper.example/", purpose="front", paper="paper", asked=NOW, next=NOW + 60)
    with open_archive(tmp_path, write=True) as archive:
        archive.visits.put([page])
        assert archive.visits.soonest("paper", [page.address], NOW + 1) == pytest.approx(NOW + 60)
        assert archive.visits.soonest("paper", [page.address], NOW - 86400) == 0
        assert archive.visits.soonest("paper", [page.address]) == pytest.approx(NOW + 60)
        archive.visits.put([Visit(address="https://paper.example/sitemap-2.xml", purpose="sitemap", paper="paper", found=NOW)])
        assert archive.visits.soonest("paper", [page.address], NOW + 1) == 0
        archive.visits.put([Visit(address="https://paper.example/sitemap-2.xml", purpose="sitemap", paper="paper", found=NOW, asked=NOW, next=NOW + 9)])
        assert archive.visits.soonest("paper", [page.address], NOW + 1) == pytest.approx(NOW + 60)
        assert archive.visits.soonest("paper", [page.address], NOW + 1, edited=NOW + 1) == 0
    assert [is_due(page, moment) for moment in (NOW - 86400, NOW + 1, NOW + 60)] == [True, False, True]
