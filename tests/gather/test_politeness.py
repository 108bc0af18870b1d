"""What is not asked for, and how slowly the rest: private addresses, robots.txt, servers that want to be left alone."""

import itertools

import msgspec
import pytest

from broadsheet.archive.sqlite import SqliteArchive

from . import newspaper
from .gathered import GUARDED, MANNERS, due_again, gather, polite
from .newspaper import Newspaper


def test_no_link_feed_or_redirect_leads_to_a_private_address(paper: Newspaper, archive: SqliteArchive) -> None:
    targets = [target.format(port=paper.port) for target in GUARDED]
    paper.feed_extra = targets
    paths = [f"/politik/umleitung-80000{number}.html" for number in range(len(targets))]
    paper.front_extra = [*targets, *paths]
    paper.redirects = {path: (302, target) for path, target in zip(paths, targets, strict=True)}
    summary, done = gather(archive, paper)
    missed = {each.address.rpartition("/")[2]: each.reason for each in done if each.outcome in {"refused", "failed"}}
    assert set(missed) == {path.rpartition("/")[2] for path in paths}
    assert set(missed.values()) <= {"forbidden", "unreachable", "bad-redirect"}
    assert summary.stored == 20
    assert all(asked.headers["Host"] == f"127.0.0.1:{paper.port}" for asked in paper.asked)


def test_link_local_stays_closed_where_private_networks_are_open(paper: Newspaper, archive: SqliteArchive) -> None:
    path = "/politik/umleitung-800001.html"
    paper.front_extra = [path]
    paper.redirects = {path: (302, "http://169.254.169.254/latest/meta-data/")}
    manners = msgspec.structs.replace(MANNERS, opened=frozenset(), allow_private=True)
    summary, done = gather(archive, paper, manners)
    assert [(each.reason) for each in done if each.outcome == "refused"] == ["forbidden"]
    assert summary.stored == 20


def test_without_the_option_this_machine_is_not_asked(paper: Newspaper, archive: SqliteArchive) -> None:
    summary, done = gather(archive, paper, msgspec.structs.replace(MANNERS, opened=frozenset()))
    assert paper.asked == []
    assert (summary.stored, summary.found) == (0, 0)
    assert {each.outcome for each in done} <= {"failed", "refused"}
    assert done


def test_robots_that_cannot_be_reached_forbid_everything_until_they_can(paper: Newspaper, archive: SqliteArchive) -> None:
    paper.robots = (503, "")
    quick = msgspec.structs.replace(MANNERS, patience=0.3)
    summary, _ = gather(archive, paper, quick)
    assert set(paper.counts()) == {"/robots.txt"}
    assert summary.stored == 0
    paper.robots = (404, "")
    due_again(archive)
    archive._write(lambda connection: connection.execute("UPDATE robots SET asked = 0") and None)
    summary, done = gather(archive, paper)
    assert summary.stored == 20, done


@pytest.mark.parametrize("place", ["http://127.0.0.2/robots.txt", "http://169.254.169.254/robots.txt", "http://127.0.0.1.invalid/robots.txt"])
def test_robots_that_lead_to_what_is_not_asked_for_are_asked_for_once(paper: Newspaper, archive: SqliteArchive, place: str) -> None:
    paper.redirects = {"/robots.txt": (301, place)}
    summary, done = gather(archive, paper, msgspec.structs.replace(MANNERS, patience=0.3))
    assert paper.counts() == {"/robots.txt": 1}
    assert (summary.stored, {each.reason for each in done}) == (0, {"unreachable"})


def test_robots_that_change_are_obeyed(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    paper.robots = (200, "User-agent: broadsheet\nDisallow: /sport/\n")
    due_again(archive)
    archive._write(lambda connection: connection.execute("UPDATE robots SET asked = 1") and None)
    paper.asked.clear()
    gather(archive, paper)
    assert not [target for target in paper.counts() if target.startswith("/sport/")]
    assert [target for target in paper.counts() if target.startswith("/kultur/")]


def test_a_longer_crawl_delay_counts(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        paper.robots = (200, "User-agent: *\nCrawl-delay: 0.15\n")
        summary, _ = gather(archive, paper)
        assert summary.stored == 4
        polite(paper, 0.15)


def test_retry_after_holds_the_whole_host(archive: SqliteArchive) -> None:
    with Newspaper(6) as paper:
        paper.faults = {"/sport/": [newspaper.status(429, Retry_After="1")]}
        summary, _ = gather(archive, paper)
        assert summary.stored == 6
        place = next(number for number, asked in enumerate(paper.asked) if asked.status == 429)
        assert paper.asked[place + 1].time - paper.asked[place].time >= 0.99


def test_a_server_that_asks_for_a_day_gets_it(archive: SqliteArchive) -> None:
    with Newspaper(6) as paper:
        paper.faults = {"/": [newspaper.status(503, Retry_After="86400")]}
        summary, _ = gather(archive, paper)
        assert list(paper.counts()) == ["/robots.txt", "/"]
        assert summary.stored == 0
        gather(archive, paper)
        assert list(paper.counts()) == ["/robots.txt", "/"]


def test_a_slow_paper_is_slow_at_all_of_its_hosts(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        paper.moved_to = f"localhost:{paper.port}"
        manners = msgspec.structs.replace(MANNERS, pace=0.0, opened=frozenset({"127.0.0.1", "::1"}))
        summary, done = gather(archive, paper, manners, pace=0.05)
        assert summary.stored == 4, done
        there = [asked.time for asked in paper.asked if asked.headers["Host"].startswith("localhost") and asked.target.endswith(".html")]
        assert len(there) == 4
        assert min(later - earlier for earlier, later in itertools.pairwise(there)) >= 0.05 * 0.99
