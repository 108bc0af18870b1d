"""A paper is asked when it publishes: what a few weeks show is expected of the next day."""

import itertools
import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.net import hours as hours_
from broadsheet.net import meaning
from broadsheet.net.answer import Answer
from broadsheet.net.hours import DAY, Hours, hours
from broadsheet.visit import Visit

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 11, 2, tzinfo=BERLIN)
ADDRESS = "https://paper.example/"


def morning_paper(days: int, spread: float = 240.0) -> list[float]:
    """Twenty articles each day within four minutes after six."""
    chance = random.Random(3)
    return [(BEGIN + timedelta(days=day, hours=6, seconds=chance.uniform(0, spread))).timestamp() for day in range(days) for _ in range(20)]


def looks(published: list[float], known: Hours | None, days: int, first: datetime) -> list[datetime]:
    """When a list is asked for in the *days* after *first*, where it shows what was *published* up to then."""
    visit = Visit(address=ADDRESS, purpose="feed", found=first.timestamp() - 1)
    now, seen, found = first.timestamp(), first.timestamp() - 1, list[datetime]()
    while now < first.timestamp() + days * DAY:
        found.append(datetime.fromtimestamp(now, BERLIN))
        is_new = any(seen < moment <= now for moment in published)
        visit = meaning.after(visit, Answer(address=ADDRESS, status=200), now, first=1.0, chance=0.0, changed=is_new, hours=known)
        seen, now = now, visit.next
    return found


def test_a_paper_that_publishes_at_six_is_asked_at_six() -> None:
    published = morning_paper(20)
    now = BEGIN + timedelta(days=14)
    known = hours((moment for moment in published if moment < now.timestamp()), BERLIN, now.timestamp())
    assert known is not None
    asked = looks(published, known, 5, now)
    for day in range(5):
        six = now + timedelta(days=day, hours=6)
        assert any(timedelta() <= moment - six <= timedelta(minutes=2) for moment in asked), "the first of them are there within two minutes"
        assert any(timedelta(minutes=4) <= moment - six <= timedelta(minutes=15) for moment in asked), "and all of them soon after"
    assert len(asked) <= 5 * 8, [f"{moment:%d %H:%M}" for moment in asked]
    unaided = looks(published, None, 5, now)
    lateness = [min(abs(moment - (now + timedelta(days=day, hours=6, minutes=4))) for moment in unaided if moment > now + timedelta(days=day, hours=6)) for day in range(5)]
    assert max(lateness) > timedelta(minutes=15), "nobody needs hours who is as good without"


@pytest.mark.parametrize("turn", [datetime(2026, 10, 25, tzinfo=BERLIN), datetime(2027, 3, 28, tzinfo=BERLIN)], ids=["back", "forward"])
def test_six_is_six_on_the_morning_on_which_the_clocks_were_set(turn: datetime) -> None:
    days = [turn.replace(tzinfo=None) - timedelta(days=before, hours=-6) for before in range(14)]
    published = sorted((day + timedelta(minutes=minute % 4)).replace(tzinfo=BERLIN).timestamp() for day in days for minute in range(20))
    midnight = turn.timestamp() + 1800
    known = hours((moment for moment in published if moment < midnight), BERLIN, midnight)
    assert known is not None
    assert len(known.turns) == 1
    six = datetime(turn.year, turn.month, turn.day, 6, tzinfo=BERLIN).timestamp()
    wait = known.wait(midnight, 0.5, 10 * 3600)
    assert six <= midnight + wait <= six + 120
    assert known.expected(midnight, six - 60) < 0.5 < known.expected(midnight, six + 300)
    assert known.expected(six - 60, six + 900) == pytest.approx(20, rel=0.1)


def test_a_paper_that_is_late_is_asked_again_soon_and_then_less_and_less() -> None:
    now = BEGIN + timedelta(days=14)
    known = hours((moment for moment in morning_paper(14)), BERLIN, now.timestamp())
    asked = looks([], known, 1, now)
    after = [round((moment - (now + timedelta(hours=6))).total_seconds() / 60) for moment in asked if moment - now >= timedelta(hours=6)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(after)]
    assert after[0] <= 2
    assert gaps[0] <= 6
    assert gaps == sorted(gaps)
    assert gaps[:6] == [5, 5, 10, 20, 40, 80], gaps
    assert len(asked) < 15


def test_a_server_that_says_how_long_its_answer_holds_is_believed() -> None:
    visit = Visit(address=ADDRESS, purpose="feed", found=1.0)
    known = Hours((1.0,) * 288)
    answer = Answer(address=ADDRESS, status=200, headers={"cache-control": "max-age=7200"})
    now = BEGIN.timestamp()
    assert meaning.after(visit, answer, now, first=1.0, chance=0.0, hours=known).next == now + 7200
    free = msgspec.structs.replace(answer, headers={"cache-control": "no-cache, max-age=7200"})
    assert meaning.after(visit, free, now, first=1.0, chance=0.0, hours=known).next == now + meaning.SHORTEST


@pytest.mark.parametrize(
    "published",
    [
        morning_paper(20)[:19],
        morning_paper(2),
        [(BEGIN + timedelta(days=day)).timestamp() for day in range(28)],
        [(BEGIN - timedelta(days=day, hours=3)).timestamp() for day in range(60, 100)],
        [(BEGIN + timedelta(days=90 + day, hours=3)).timestamp() for day in range(30)],
    ],
    ids=["few", "two days", "midnight", "long ago", "to come"],
)
def test_what_tells_nothing(published: list[float]) -> None:
    assert hours(published, BERLIN, (BEGIN + timedelta(days=28)).timestamp()) is None


def test_a_section_is_asked_less_often_than_the_whole() -> None:
    known, now = Hours((0.05,) * 288), BEGIN.timestamp()
    visit = Visit(address=ADDRESS, purpose="section", found=1.0)
    whole, part = (
        meaning.after(visit, Answer(address=ADDRESS, status=200), now, first=1.0, chance=0.0, hours=known, share=share).next - now for share in (1.0, 0.1)
    )
    assert whole == pytest.approx(3000)
    assert part == meaning.LONGEST


rates = st.lists(st.floats(0, 50), min_size=288, max_size=288).map(tuple)
moments = st.floats(0, 4e9)


@given(rates, moments, st.floats(0.01, 100), st.floats(-50400, 50400))
def test_what_is_waited_for_is_what_is_expected(given_rates: tuple[float, ...], now: float, enough: float, offset: float) -> None:
    known = Hours(given_rates, offset)
    wait = known.wait(now, enough, meaning.LONGEST)
    assert 0 <= wait <= meaning.LONGEST
    if wait < meaning.LONGEST:
        assert known.expected(now, now + wait) == pytest.approx(enough, rel=1e-3, abs=1e-3)
    else:
        assert known.expected(now, now + wait) <= enough * 1.001 + 1e-3


@given(rates, moments, st.floats(0, 1e6), st.floats(0, 1e6))
def test_expectations_add_up(given_rates: tuple[float, ...], now: float, one: float, other: float) -> None:
    known = Hours(given_rates)
    whole = known.expected(now, now + one + other)
    assert whole == pytest.approx(known.expected(now, now + one) + known.expected(now + one, now + one + other), rel=1e-4, abs=1e-2)
    assert known.expected(now, now) == known.expected(now, now - 5) == 0


def test_the_whole_of_a_day_is_expected_of_a_day() -> None:
    known = hours(morning_paper(20), BERLIN, (BEGIN + timedelta(days=20)).timestamp())
    assert known is not None
    assert known.expected(0, DAY) == pytest.approx(20, rel=0.1)
    assert hours_.WEEKS == 28 * DAY
