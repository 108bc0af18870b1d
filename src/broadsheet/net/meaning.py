"""A visit and the answer that it got in, what the answer means and the visit's next state out. Plain functions over values.

| meaning | answers | next |
|---|---|---|
| `page` | 200, 203 | an article: 1 h, 6 h, 1 day, 7 days after it was found; a list: when news is expected (`hours`), else as often as it changed |
| `same` | 304 | the same |
| `moved` | 301, 302, 303, 307, 308 with a place | at once, there; 301 and 308 are remembered |
| `gone` | 410 | an article: never |
| `missing` | 404 | an article: after a day, doubled each time |
| `denied` | 401, 402, 403, 406, 451 | likewise |
| `later` | 408, 425, 429, 5xx, no connection, cut, too slow, damaged | after a back-off; what `Retry-After` says, where it is longer |
| `unusable` | any other | after a week; what a robots.txt forbids, after a day, when that is read again; what our own guard did, after a day, a list soon |

A list that is gone, missing, denied or unusable is asked for again after an hour, doubled each time, once a day at least: what a server says in a bad hour
must not keep a paper from being gathered for longer.

Nothing here deletes: a page that is gone is a fact about its address, not about what was stored.
"""

from typing import Literal, TypeAlias
from urllib.parse import urljoin

import msgspec

from .. import address as addresses
from ..text import clean
from ..visit import NEVER, Visit
from . import pace
from .answer import PASSING, PERMANENT, Answer, lifetime, retry_after, validators
from .hours import Hours

Meaning: TypeAlias = Literal["page", "same", "moved", "gone", "missing", "denied", "later", "unusable"]

HOUR = 3600.0
DAY = 24 * HOUR
AGAIN = (HOUR, 6 * HOUR, DAY, 7 * DAY)
"""How long after it was found an article is asked for again, to see whether its text changed."""
SHORTEST, FIRST, LONGEST = 300.0, 1800.0, 6 * HOUR
"""Seconds between two visits of a list: at least, before anything is known, at most."""
RAREST = 7 * DAY
"""Seconds between two visits of a list of what is old, at most."""

ENOUGH = 0.5
"""How many new articles are expected when a list that shows all of them is asked for: one in every second look."""

_MEANINGS: dict[int, Meaning] = {
    **dict.fromkeys((200, 203), "page"),
    304: "same",
    410: "gone",
    404: "missing",
    **dict.fromkeys((401, 402, 403, 406, 451), "denied"),
    **dict.fromkeys((408, 425, 429), "later"),
}


def meaning(answer: Answer) -> Meaning:
    """What *answer* means."""
    if answer.failure:
        return "later" if answer.failure in PASSING else "unusable"
    if answer.location:
        return "moved"
    return "later" if answer.status >= 500 else _MEANINGS.get(answer.status, "unusable")


def target(answer: Answer) -> str:
    """The absolute web address that a redirect leads to, "" where it leads to none."""
    try:
        found = addresses.absolute(urljoin(answer.address, answer.location)) if answer.location else ""
    except ValueError:
        return ""
    found = found.partition("#")[0]
    return found if found.startswith(("http://", "https://")) and len(found) <= 2000 else ""


def is_lasting(answer: Answer) -> bool:
    """Whether *answer* is a redirect that is to be remembered (RFC 9110 §15.4.2, §15.4.9)."""
    return answer.status in PERMANENT


def after(
    visit: Visit,
    answer: Answer,
    now: float,
    *,
    first: float,
    chance: float,
    changed: bool = True,
    hours: Hours | None = None,
    share: float = 1.0,
    longest: float = LONGEST,
) -> Visit:
    """*visit* after *answer*, the last of its redirects, came at *now*.

    *first* is the first wait of the back-off in seconds, *chance* a number from 0 to 1. *changed*: for a list, whether it gave anything new.
    *hours* are those at which the paper publishes, *share* is how much of that the list can be expected to show (0 to 1), *longest* the most seconds
    to the next look at it.
    """
    found = min(visit.found or now, now)  # a clock that was set back since
    seen = msgspec.structs.replace(visit, asked=now, found=found, status=answer.status or visit.status)
    told = meaning(answer)
    if told in {"page", "same"}:
        etag, modified = validators(answer)
        is_new = told == "page" and changed
        interval, wait = 0.0, 0.0
        if visit.purpose != "article":
            interval, wait = expected(seen, hours, now, is_new=is_new, share=share) if hours else learned(seen, is_new=is_new, longest=longest)
        return msgspec.structs.replace(
            seen,
            failures=0,
            reason="",
            etag=etag or (visit.etag if told == "same" else ""),
            modified=modified or (visit.modified if told == "same" else ""),
            changed=now if is_new else visit.changed,
            interval=interval,
            next=max(_again(found, now) if visit.purpose == "article" else now + wait, now + lifetime(answer, now)),
        )
    failures = visit.failures + 1
    is_list = visit.purpose != "article"
    kept = msgspec.structs.replace(seen, failures=failures, reason=answer.failure or clean(f"{answer.status}"))
    if told == "later":
        return msgspec.structs.replace(kept, next=now + max(retry_after(answer, now), pace.backoff(failures, first, chance)))
    if answer.failure == "forbidden" and is_list:  # nobody was asked; and whoever runs us may open private networks any moment
        return msgspec.structs.replace(kept, next=now + SHORTEST)
    if is_list and answer.failure != "robots":
        return msgspec.structs.replace(kept, next=now + min(HOUR * 2.0 ** min(failures - 1, 10), DAY))
    if told == "gone":
        return msgspec.structs.replace(kept, next=NEVER)
    if told in {"missing", "denied"}:
        return msgspec.structs.replace(kept, next=now + min(DAY * 2.0 ** min(failures - 1, 10), 64 * DAY))
    return msgspec.structs.replace(kept, next=now + (DAY if answer.failure in {"robots", "forbidden"} else 7 * DAY))


def _again(found: float, now: float) -> float:
    """When an article is asked for again: its text settles with its age."""
    return next((found + step for step in AGAIN if found + step > now), NEVER)


def learned(visit: Visit, *, is_new: bool, longest: float = LONGEST) -> tuple[float, float]:
    """The seconds to the next look at a list, fewer when there was something new, more when there was nothing: to remember, and to wait."""
    interval = visit.interval or FIRST
    interval = max(SHORTEST, interval / 2) if is_new else min(longest, interval * 1.5)
    return interval, interval


def expected(visit: Visit, hours: Hours, now: float, *, is_new: bool, share: float) -> tuple[float, float]:
    """The seconds to the next look at a list by the hours of its paper: to remember, and to wait.

    Where what was expected has not come, it is late: it is looked for again soon, each time after twice as long.
    """
    enough = ENOUGH / share
    wait = max(SHORTEST, hours.wait(now, enough, LONGEST))
    if is_new:
        return SHORTEST, wait
    if hours.expected(visit.changed or visit.found, now) < enough:
        return max(SHORTEST, visit.interval), wait
    late = max(SHORTEST, visit.interval)
    return min(LONGEST, 2 * late), min(wait, late)
