"""The moments at which a paper published in, when it is worth asking again out: a paper that publishes at six is asked at six. Plain functions.

The day has 288 parts of five minutes, in the paper's own time zone; each has its rate, articles a day as four weeks have shown them. What is
expected between two moments is the sum of the rates between them, and a list is asked for when enough is.
"""

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

DAY = 86400.0
WEEKS = 28 * DAY
"""Seconds that are looked back."""
_PART = 300.0
_PARTS = int(DAY / _PART)
_FEWEST = 20  # articles that tell something
_DAYS = 3  # days on which they were published, at least


_TURNS = 1800.0  # clocks are set on the half hour, if not on the hour


class Hours(msgspec.Struct, frozen=True):
    """What is expected of a paper: *rates* are the articles of a day in each of its parts, *offset* the seconds that its clocks are ahead of UTC.

    *turns* are the moments at which its clocks are set, the first one first, each with the offset from then on; *offset* is that before them.
    """

    rates: tuple[float, ...]
    offset: float = 0.0
    turns: tuple[tuple[float, float], ...] = ()

    def expected(self, since: float, until: float) -> float:
        """How many articles are expected between two moments."""
        if until <= since:
            return 0.0
        days, rest = divmod(until - since, DAY)
        return days * sum(self.rates) + sum(rate * part for rate, part in self._parts(since, rest))

    def wait(self, now: float, enough: float, longest: float) -> float:
        """The seconds from *now* until *enough* articles are expected, *longest* at most."""
        passed = 0.0
        for rate, part in self._parts(now, longest):
            if rate * part >= enough:
                return min(longest, passed + part * _PART * enough / (rate * part))
            enough -= rate * part
            passed += part * _PART
        return longest

    def _parts(self, since: float, seconds: float) -> Iterable[tuple[float, float]]:
        """The rates of the parts of a day in the *seconds* after *since*, each with how much of the part that is (0 to 1)."""
        ahead = self._ahead(since)
        place, left = (since + ahead) % DAY / _PART, seconds / _PART
        while left > 1e-9:
            share = min(left, int(place) + 1 - place)
            yield self.rates[int(place) % _PARTS], share
            place, left, since = int(place) + 1.0, left - share, since + share * _PART
            if self.turns and (other := self._ahead(since)) != ahead:  # six o'clock comes an hour sooner or later
                place, ahead = place + (other - ahead) // _PART, other

    def _ahead(self, moment: float) -> float:
        """The seconds that the paper's clocks are ahead of UTC at *moment*."""
        return next((offset for turn, offset in reversed(self.turns) if moment >= turn), self.offset)


def hours(moments: Iterable[float], zone: ZoneInfo, now: float) -> Hours | None:
    """What *moments* of publication (seconds since 1970) let expect; None where they are too few to tell.

    Midnight to the second is no hour: so a day is written by those who give no time.
    """
    counts = [0] * _PARTS
    days: set[str] = set()
    first = now
    for moment in moments:
        if not now - WEEKS <= moment <= now:
            continue
        local = datetime.fromtimestamp(moment, zone)
        if (local.hour, local.minute, local.second) != (0, 0, 0):
            counts[(local.hour * 3600 + local.minute * 60 + local.second) // int(_PART)] += 1
            days.add(local.date().isoformat())
            first = min(first, moment)
    if sum(counts) < _FEWEST or len(days) < _DAYS:
        return None
    span = max(1.0, (now - first) / DAY)
    first = (now - 7 * DAY) // _TURNS * _TURNS  # of what was expected since a list was read last, and what is until it is read next
    offsets = [(moment, _offset(moment, zone)) for moment in (first + step * _TURNS for step in range(int(8 * DAY / _TURNS)))]
    turns = tuple(later for earlier, later in itertools.pairwise(offsets) if earlier[1] != later[1])
    return Hours(tuple(count / span for count in counts), offsets[0][1], turns)


def _offset(moment: float, zone: ZoneInfo) -> float:
    """The seconds that clocks in *zone* are ahead of UTC at *moment*."""
    return (datetime.fromtimestamp(moment, UTC).astimezone(zone).utcoffset() or timedelta()).total_seconds()
