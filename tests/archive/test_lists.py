"""Lists: newest, by name, by day, neighbours, related, later; each by an index."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.archive import moments
from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.model import Link

from .invented import PAPER, article


@pytest.fixture
def filled(archive: SqliteArchive) -> SqliteArchive:
    with archive.batch():
        for number in range(25):
            archive.put(
                "blatt",
                article(
                    number,
                    date=f"2024-12-{1 + number // 2:02}T{number % 2 * 10:02}:00:00+01:00",
                    sections=("Kultur",) if number % 5 == 0 else ("Politik", "Kultur") if number % 5 == 1 else ("Sport",),
                    tags=("gerade",) if number % 2 == 0 else ("ungerade", "drei") if number % 3 == 0 else ("ungerade",),
                    authors=("Eva Groß",),
                ),
            )
    return archive


def numbers(heads: object) -> list[int]:
    return [int(head.headline.split()[1]) for head in getattr(heads, "heads", heads)]


def test_newest_first_in_parts(filled: SqliteArchive):
    first, second = filled.newest("blatt"), filled.newest("blatt", 20)
    assert (first.total, second.total) == (25, 25)
    assert numbers(first) + numbers(second) == list(range(24, -1, -1))
    assert len(filled.newest("blatt", limit=0).heads) == 25
    assert filled.newest("blatt", 99).heads == filled.newest("keines").heads == ()


def test_by_name(filled: SqliteArchive):
    kultur = filled.by_name("blatt", "section", "kultur")
    assert kultur.total == 10
    assert numbers(kultur) == [21, 20, 16, 15, 11, 10, 6, 5, 1, 0]
    assert numbers(filled.by_name("blatt", "section", "kultur", 8, 5)) == [1, 0]
    assert filled.by_name("blatt", "person", "eva-gross").total == 25
    assert filled.by_name("blatt", "topic", "eva-gross").total == filled.by_name("nix", "topic", "x").total == 0


def test_names_in_their_order(filled: SqliteArchive):
    assert [(name.slug, name.articles) for name in filled.names("blatt", "section")] == [("politik", 5), ("kultur", 10), ("sport", 15)]
    assert [(name.slug, name.articles) for name in filled.names("blatt", "topic")] == [("gerade", 13), ("ungerade", 12), ("drei", 4)]
    assert [name.slug for name in filled.names("blatt", "topic", 1, 1)] == ["ungerade"]


def test_days(filled: SqliteArchive):
    assert numbers(filled.by_day("blatt", "2024-12-03")) == [4, 5]
    assert filled.by_day("blatt", "2024-12-03").total == 2
    assert filled.by_day("blatt", "").total == filled.by_day("nix", "2024-12-03").total == 0
    assert sum(filled.days("blatt").values()) == 25
    assert list(filled.days("blatt", "2024-12"))[:2] == ["2024-12-01", "2024-12-02"]
    assert filled.days("blatt", "2023") == filled.days("blatt", "2024-11") == {}


def test_an_article_without_a_date_is_last_and_on_no_day(filled: SqliteArchive):
    filled.put("blatt", article(99, date=""))
    filled.put("blatt", article(98, date="gestern"))
    assert numbers(filled.newest("blatt", 24)) == [0, 98, 99]
    assert sum(filled.days("blatt").values()) == 25


def test_neighbours_in_the_first_section(filled: SqliteArchive):
    def beside(number: int) -> list[int]:
        head = filled.find("blatt", article(number).address)
        assert head is not None
        return [numbers([each])[0] if each else -1 for each in filled.neighbours(head.id)]

    assert beside(5) == [1, 6]
    assert beside(0) == [-1, 1]
    assert beside(6) == [1, 11]
    assert beside(24) == [23, -1]
    lonely = filled.put("blatt", article(77))
    assert filled.neighbours(lonely.id) == (None, None)


def test_later_on_this(filled: SqliteArchive):
    head = filled.find("blatt", article(9).address)
    assert head is not None
    assert numbers(filled.later(head.id)) == [21, 15, 23, 19, 17]
    assert len(filled.later(head.id, 2)) == 2
    newest = filled.find("blatt", article(24).address)
    assert newest is not None
    assert filled.later(newest.id) == ()


def test_the_archive_chooses_related_articles_once(filled: SqliteArchive):
    stored = filled.put("blatt", article(50, date="2024-12-10T12:00:00+01:00", tags=("drei", "ungerade")))
    chosen = filled.related(stored.id)
    assert [link.headline for link in chosen] == ["Fall 15", "Fall 9", "Fall 3", "Fall 19", "Fall 17"]
    assert [link.tag for link in chosen] == ["drei", "drei", "drei", "ungerade", "ungerade"]
    assert chosen[0].date == "2024-12-08T10:00:00+01:00"
    filled.put("blatt", article(16, text="Neu.", tags=("drei", "ungerade")))
    filled.put("blatt", article(50, date="2024-12-10T12:00:00+01:00", tags=("drei",), text="Neu."))
    assert filled.related(stored.id) == chosen, "a page that was printed stays as it was"


def test_the_papers_own_related_articles_stay_and_are_completed(filled: SqliteArchive):
    own = (Link(article(3).address, teaser="Ihr Teaser"), Link("https://www.blatt.example/unbekannt", "Unbekannt"), Link("https://x.example/", "Fremd"))
    stored = filled.put("blatt", article(50, tags=("drei",), related=own))
    first, *rest = filled.related(stored.id)
    assert (first.headline, first.teaser, first.date, first.tag) == ("Fall 3", "Ihr Teaser", "2024-12-02T10:00:00+01:00", "drei")
    assert rest == list(own[1:])
    filled.put("blatt", article(50, tags=("drei",), related=own[1:2], text="Neu."))
    assert filled.related(stored.id) == own[1:2]


def test_no_list_walks_through_a_table(filled: SqliteArchive, folder: Path):
    """Every statement of the lists is answered by an index: what SQLite plans is asked for each that is executed."""
    seen: set[str] = set()
    filled.papers()  # so that there is a connection to listen to
    for connection in filled._pool:
        connection.set_trace_callback(seen.add)
    filled.newest("blatt", 20), filled.by_name("blatt", "section", "kultur"), filled.by_day("blatt", "2024-12-03"), filled.days("blatt", "2024")
    filled.names("blatt", "topic"), filled.name("blatt", "topic", "/x/y"), filled.find("blatt", "/!100003"), filled.targets("blatt", ("/a/!100003",))
    filled.neighbours(5), filled.later(5), filled.related(5), filled.versions(5), filled.article(5), filled.front("blatt"), filled.refusals("blatt")
    statements = [statement for statement in seen if statement.startswith(("SELECT", "WITH"))]
    assert len(statements) > 15
    with closing(sqlite3.connect(folder / "broadsheet.sqlite")) as plain, plain:
        for statement in statements:
            plan = [row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}")]
            assert not [step for step in plan if step.startswith("SCAN") and step != "SCAN chosen"], (statement, plan)
            assert not [step for step in plan if "TEMP B-TREE" in step and "DISTINCT" not in step], (statement, plan)
    plain.close()


def test_a_search_asks_the_index_and_then_for_each_article_found(filled: SqliteArchive, folder: Path):
    """What SQLite chooses by itself takes seconds in an archive of 100,000 articles: each article, and for each of them the index."""
    seen: list[str] = []
    filled.papers()
    for connection in filled._pool:
        connection.set_trace_callback(seen.append)
    filled.search(parse("satz author:eva section:kultur since:2024"), "blatt")
    statements = [each for each in seen if " fulltext " in each and "MATCH" in each]
    assert len(statements) == 2, "one counts, one seeks the best"
    with closing(sqlite3.connect(folder / "broadsheet.sqlite")) as plain, plain:
        plans = [[row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}")] for statement in statements]
    plain.close()
    for plan in plans:
        tables = [step for step in plan if step.startswith(("SCAN fulltext", "SEARCH article"))]
        assert [step.split(" (")[-1].split("=")[0] for step in tables[1:]] == ["newest"], plan
        assert tables[0].startswith("SCAN fulltext VIRTUAL TABLE")
        assert "=" not in tables[0], "the index is asked for words, not for one row after another"
    assert any("COVERING INDEX" in step for step in plans[0]), "no article is read to be counted"


@pytest.mark.parametrize(
    ("date", "zone", "day"),
    [
        ("2024-12-03", "Europe/Berlin", "2024-12-03"),
        ("2024-12-03", "America/New_York", "2024-12-03"),
        ("2024-12-03T23:30:00Z", "Europe/Berlin", "2024-12-04"),
        ("2024-12-03T23:30:00", "Europe/Berlin", "2024-12-03"),
        ("2024-12-03T23:30:00+05:00", "America/New_York", "2024-12-03"),
        ("0001-01-01T00:00:00+00:00", "America/New_York", "0001-01-01"),
        ("9999-12-31T23:59:00Z", "Asia/Tokyo", "9999-12-31"),
        ("heute", "UTC", ""),
        ("", "UTC", ""),
        ("2024-12-03T23:30:00Z", "No/Where", "2024-12-03"),
        ("2024-12-03T23:30:00Z", "../../etc/passwd", "2024-12-03"),
    ],
)
def test_day_in_the_papers_zone(date: str, zone: str, day: str):
    assert moments.day(date, zone) == day
    assert (moments.moment(date, zone) == moments.UNKNOWN) == (day == "")


def test_moments_are_in_order():
    dates = ["1969-12-31", "2024-12-03", "2024-12-03T00:30:00", "2024-12-03T00:30:00Z", "2024-12-03T02:00:00.5+01:00"]
    found = [moments.moment(date, PAPER.timezone) for date in dates]
    assert found == sorted(found)
    assert found[0] < 0


def test_the_moments_of_publication_are_those_that_say_a_time(archive: SqliteArchive):
    for number, date in enumerate(("2024-12-03T06:00:00+01:00", "2024-12-03", "", "2024-11-01T06:00:00+01:00", "2024-12-04T05:00:00Z")):
        archive.put("blatt", article(number, date=date))
    assert archive.published("blatt", "2024-12-01T00:00:00Z") == (1733202000.0, 1733288400.0)
    assert archive.published("nix", "2024-12-01T00:00:00Z") == ()
