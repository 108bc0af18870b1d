"""What lists say of articles' times: believed, as far as it can be true and as it costs no server a request at each look."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from broadsheet.gather import lists
from broadsheet.gather.listed import Listed
from broadsheet.gather.sitemap import Child
from broadsheet.net import meaning
from broadsheet.net.answer import Answer, iso
from broadsheet.visit import NEVER, Visit

NOW = 1_800_000_000.0
HOUR, DAY = 3600.0, 86400.0
READ = Visit(address="https://bote.example/a-1.html", purpose="article", found=NOW - DAY, asked=NOW - DAY, next=NOW + 6 * DAY)


@pytest.mark.parametrize(
    ("modified", "newer"),
    [
        (iso(NOW - HOUR), True),
        (iso(NOW - 2 * DAY), False),
        ("", False),
        ("nonsense", False),
        (iso(NOW)[:10], False),  # a day says nothing of hours
        (iso(NOW + HOUR), True),  # a clock that is a little ahead
        (iso(NOW + 40 * DAY), False),
        ("2099-01-01T00:00:00Z", False),
        ("9999-12-31T23:59:59+00:00", False),
    ],
)
def test_a_list_that_knows_of_a_change_is_believed_unless_it_is_in_the_future(modified: str, newer: bool) -> None:
    assert lists.is_newer(modified, READ, NOW) is newer
    assert lists.is_newer(modified, msgspec.structs.replace(READ, next=NOW), NOW), "its own time has come"
    assert not lists.is_newer(modified, msgspec.structs.replace(READ, failures=1), NOW)


def test_a_list_that_says_at_each_look_that_all_changed_costs_ever_fewer_requests() -> None:
    """Some programs write the moment at which the sitemap is made as that at which each page of it changed."""
    visit, asked = msgspec.structs.replace(READ, found=NOW, asked=NOW, next=NEVER), []
    for look in range(1, 2 * 365 * 24):
        now = NOW + look * HOUR / 2
        if lists.is_newer(iso(now), visit, now):
            asked.append(now)
            visit = msgspec.structs.replace(visit, asked=now)
    assert sum(moment < NOW + 3 * HOUR for moment in asked) == 5, "a live report is read again and again"
    assert sum(moment < NOW + DAY for moment in asked) <= 20
    assert len(asked) <= 100


@pytest.mark.parametrize(
    ("days", "undated", "recent"),
    [(0.1, False, True), (-0.5, False, True), (3, True, False), (-30, False, False), (-30, True, True), (None, True, True), (None, False, False)],
)
def test_what_is_recent(days: float | None, undated: bool, recent: bool) -> None:
    told = (datetime.now(UTC) - timedelta(days=days)).isoformat() if days is not None else ""
    for listed in (Listed(address=READ.address, date=told), Listed(address=READ.address, modified=told)):
        assert lists.is_recent(listed, undated=undated) is recent


def test_of_two_times_the_one_that_can_be_true_counts() -> None:
    now = datetime.now(UTC)
    listed = Listed(address=READ.address, date=(now - timedelta(days=9)).isoformat(), modified="2099-01-01T00:00:00Z")
    assert not lists.is_recent(listed, undated=True)


MAP = Visit(address="https://bote.example/karte-3.xml", purpose="sitemap", found=NOW - 30 * DAY, asked=NOW - 20 * DAY, next=NOW - DAY)


@pytest.mark.parametrize(
    ("modified", "changed", "wanted"),
    [
        ("", {}, True),
        (iso(NOW - 22 * DAY), {}, False),
        (iso(NOW - 22 * DAY)[:10], {}, False),
        (iso(NOW - 22 * DAY), {"failures": 1}, True),
        (iso(NOW - 22 * DAY), {"next": 0.0}, True),  # the profile was changed since
        (iso(NOW - 22 * DAY), {"asked": 0.0}, True),
        (iso(NOW - 20.5 * DAY), {}, True),  # a day that some zone calls so
        (iso(NOW - DAY), {"next": NOW + 5 * DAY}, True),
        (iso(NOW - 22 * DAY), {"next": NOW + 5 * DAY}, False),
        ("", {"next": NOW + 5 * DAY}, False),
        (iso(NOW), {"asked": NOW - HOUR, "next": NOW + DAY}, False),  # an eighth of its age has not passed
    ],
)
def test_a_sitemap_that_did_not_change_is_not_asked_for(modified: str, changed: dict[str, float], wanted: bool) -> None:
    assert lists.is_wanted(Child(MAP.address, modified), msgspec.structs.replace(MAP, **changed), NOW) is wanted


def test_an_index_that_was_made_just_now_says_nothing_of_what_changed() -> None:
    now = datetime.now(UTC).timestamp()
    children = tuple(Child(f"https://bote.example/{number}.xml", iso(now)) for number in range(300))
    assert lists.children(children[:30], "", now) == children[:30]
    assert len(lists.children(children, "", now)) == 3
    assert len(lists.children((*children, Child("https://bote.example/news.xml", iso(now))), "", now)) == 1
    assert len(lists.children(children, "2020-01-01", now)) == 300


def test_a_list_of_what_is_old_is_looked_at_once_a_week() -> None:
    visit, waits = MAP, []
    for _ in range(20):
        after = meaning.after(visit, Answer(address=MAP.address, status=304), NOW, first=1.0, chance=0.0, changed=False, longest=meaning.RAREST)
        waits.append(after.next - NOW)
        visit = after
    assert waits == sorted(waits)
    assert waits[-1] == 7 * DAY
