"""Moments by the clock of the paper's own place."""

import pytest

from broadsheet.model import Paper
from broadsheet.pages.times import local

from .invented import BOTE, COURIER, Get, teasers


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2024-12-03T16:42:00Z", "2024-12-03T17:42:00+01:00"),
        ("2024-12-03T23:30:00.123Z", "2024-12-04T00:30:00+01:00"),
        ("2024-07-03T16:42:00+00:00", "2024-07-03T18:42:00+02:00"),
        ("2024-12-03T17:42:00+01:00", "2024-12-03T17:42:00+01:00"),
        ("2024-12-03T17:42:00", "2024-12-03T17:42:00"),
        ("2024-12-03", "2024-12-03"),
        ("", ""),
        ("Tuesday", "Tuesday"),
        ("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_moment_is_shown_as_the_papers_readers_saw_it(iso: str, shown: str) -> None:
    assert local(iso, BOTE) == shown


def test_a_moment_stands_as_it_is_where_the_papers_zone_is_not_known() -> None:
    assert local("2024-12-03T17:42:00+01:00", Paper(key="x", name="X", address="https://x.example/")) == "2024-12-03T17:42:00+01:00"
    assert local("2024-12-03T17:42:00+01:00", None) == "2024-12-03T17:42:00+01:00"


def test_lists_and_days_agree_on_the_day_of_an_article(get: Get) -> None:
    assert [link.date for link in teasers(get("/courier/~/newest").page)] == [local("2024-12-03T10:00:00Z", COURIER)]
