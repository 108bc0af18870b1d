"""Days are counted, and a paper that is suddenly worse than itself is warned of, while one that was always so is not."""

from pathlib import Path

import pytest

from broadsheet.archive.days import Day, judged
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.errors import ArchiveError

GOOD = {"found": 60, "fetched": 20, "refused": 1, "words": 19 * 500, "summaries": 19 * 40}


def days(today: dict[str, int], before: dict[str, int] | None = None, count: int = 5) -> tuple[Day, ...]:
    usual = GOOD if before is None else before
    return (Day(day="2026-11-22", **today), *(Day(day=f"2026-11-{21 - n}", **usual) for n in range(count)))


@pytest.mark.parametrize(
    ("today", "before", "kinds"),
    [
        (GOOD, None, []),
        ({**GOOD, "refused": 15, "words": 5 * 500}, None, ["refused"]),
        ({"fetched": 3, "refused": 3}, None, ["refused"]),  # as soon as three were read
        ({"fetched": 2, "refused": 2}, None, []),
        ({**GOOD, "short": 12, "words": 19 * 30}, None, ["short", "length"]),
        ({**GOOD, "words": 19 * 200}, None, ["length"]),
        ({**GOOD, "paywalled": 15}, None, ["paywalled"]),
        ({**GOOD, "paywalled": 15}, {**GOOD, "paywalled": 14}, []),  # it was always so
        ({**GOOD, "failed": 30}, None, ["failed"]),
        ({**GOOD, "failed": 5}, None, []),
        ({"fetched": 0, "failed": 4}, None, ["failed"]),
        ({}, None, []),
        ({**GOOD, "refused": 15, "words": 5 * 500}, {}, ["refused"]),  # nothing to compare with: more than half is wrong on any day
        ({**GOOD, "paywalled": 20}, {}, []),
    ],
)
def test_what_is_worse_than_before_is_warned_of(today: dict[str, int], before: dict[str, int] | None, kinds: list[str]):
    assert [warn.kind for warn in judged(days(today, before))] == kinds


def test_lists_that_name_little_are_warned_of_when_the_day_is_whole():
    poor = {**GOOD, "found": 4}
    assert [warn.kind for warn in judged((Day(day="2026-11-22"), *days(poor)))] == ["found"]
    assert judged(days(poor)) == ()
    for found, kinds in ((20, []), (19, ["found"])):  # a third of the median day's 60 is enough
        assert [warn.kind for warn in judged((Day(day="2026-11-22"), *days({**GOOD, "found": found})))] == kinds
    assert judged(()) == ()


@pytest.mark.parametrize(
    ("last", "usual", "kinds"),
    [
        ("r" * 12, 0, ["refused"]),
        ("s" * 12, 0, ["short"]),
        ("p" * 12, 0, ["paywalled"]),
        ("." * 4 + "r" * 8, 0, ["refused"]),
        ("." * 6 + "r" * 6, 0, []),
        ("r" * 12, 150, []),  # every fourth was none before: galleries, videos; so many in a row come by chance
        ("r" * 12, 40, ["refused"]),
    ],
)
def test_a_site_that_changes_in_the_afternoon_is_seen_that_day(archive: SqliteArchive, last: str, usual: int, kinds: list[str]):
    """In the sums of the day, and of none before it, hundreds of good articles outweigh what came since."""
    archive.health.count("blatt", Day(day="2026-11-22", fetched=400, refused=usual, words=400 * 500))
    for letter in last:
        archive.health.count("blatt", Day(day="2026-11-22", fetched=1, refused=letter == "r", short=letter == "s", paywalled=letter == "p", words=500))
    assert archive.health.of("blatt")[0].latest == last
    warnings = archive.health.warnings("blatt")
    assert [warn.kind for warn in warnings] == kinds
    assert all(" of the last 12 articles " in warn.message for warn in warnings)


def test_counts_add_up_and_what_was_found_is_the_most(archive: SqliteArchive):
    archive.health.count("blatt", Day(day="2026-11-22", found=12, fetched=1, words=400, summaries=30))
    archive.health.count("blatt", Day(day="2026-11-22", found=5, fetched=2, refused=1, empty=1, words=100))
    archive.health.count("blatt", Day(day="2026-11-23", failed=1))
    found = archive.health.of("blatt")
    assert found == (
        Day(day="2026-11-23", failed=1),
        Day(day="2026-11-22", found=12, fetched=3, refused=1, empty=1, words=500, summaries=30, latest="..r"),
    )
    assert found[1].mean == 250
    assert archive.health.of("blatt", 1) == found[:1]
    assert archive.health.of("nobody") == ()
    with pytest.raises(ArchiveError, match="no paper 'nobody'"):
        archive.health.count("nobody", Day(day=""))


def test_a_day_without_a_name_is_today_in_the_papers_time_zone(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("broadsheet.archive.moments.now", lambda: "2026-11-22T23:30:00.000Z")
    archive.health.count("blatt", Day(day="", fetched=1))
    assert archive.health.of("blatt")[0].day == "2026-11-23"
