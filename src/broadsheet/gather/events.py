"""The answers that a round got in, what it gives out: pages with the visits to remember, what was missed, what lists named."""

from typing import TypeAlias

import msgspec

from .. import address as addresses
from .. import continued
from ..model import Capture
from ..net import meaning
from ..net.answer import Answer, iso
from ..visit import NEVER, Visit
from . import permission
from .fetch import Fetched
from .listed import Listed

_LONGEST = 64 * meaning.DAY


class Got(msgspec.Struct, frozen=True, kw_only=True):
    """A page that came, what the lists said of it, and the visits to remember with it: the first is its own. *marks*: what may not be done with it."""

    paper: str
    capture: Capture
    visits: tuple[Visit, ...]
    listed: Listed | None = None
    marks: frozenset[permission.Mark] = frozenset()


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """An article that did not come. *reason* is a failure of `net.answer` or a status; *failed*: it may come another time."""

    paper: str
    address: str
    reason: str
    message: str
    failed: bool


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """At the end of a round: the *sections* (names) under which lists had articles, by address; and by the address of a redirect that led to an
    article that was known by then, the address of that (*twins*). *found*: how many articles the lists that came named, 0 where none came. *visits*
    are those of the lists, where all that they named has been asked for: until then it is not remembered how to ask them only for what has changed.
    """

    paper: str
    sections: dict[str, tuple[str, ...]]
    twins: dict[str, str]
    found: int = 0
    visits: tuple[Visit, ...] = ()


Event: TypeAlias = Got | Missed | Named


class Tally(msgspec.Struct):
    """What a round found: article addresses, each once; those *due* from before that no list named again; of both, known and not due, unchanged by the
    server's word (304), twins of others.
    """

    found: int = 0
    due: int = 0
    known: int = 0
    unchanged: int = 0
    twins: int = 0


def elsewhere(visit: Visit, address: str, now: float, status: int) -> Visit:
    """*visit* when its page is at *address*, which is a visit of its own. For now only, unless *status* is that of a lasting redirect: then it is
    looked at again after a day, later after longer, and let go in the end: a wall that all addresses led to is taken down some day.
    """
    wait = NEVER if status in {301, 308} else visit.interval * 4 or meaning.DAY
    following = now + wait if wait <= _LONGEST else NEVER
    return msgspec.structs.replace(
        visit, asked=now, status=status, location=address, failures=0, reason="", etag="", modified="", interval=min(wait, _LONGEST), next=following
    )


def arrived(
    after: Visit, fetched: Fetched, pages: list[Answer], now: float, listed: Listed | None, marks: frozenset[permission.Mark] = frozenset()
) -> Got:
    """The article of which *fetched* is the first page, and *pages* are all; *after* is the visit that brought it, as it will be remembered."""
    answer = fetched.answer
    capture = continued.joined([capture_of(each, after.address, now, listed.hints() if listed else {}) for each in pages])
    led = 301 if fetched.lasting == answer.address else 302
    ways = (*((each, led) for each in fetched.way), *((each.address, 301) for each in pages))
    others = (elsewhere(msgspec.structs.replace(after, address=each), answer.address, now, status) for each, status in ways)
    own = msgspec.structs.replace(after, address=answer.address)
    if pages != [answer]:  # asked for without conditions: that the first page has not changed tells nothing of the others
        own = msgspec.structs.replace(own, etag="", modified="")
    different = tuple(each for each in others if addresses.comparable(each.address) != addresses.comparable(own.address))
    return Got(paper=after.paper, capture=capture, visits=(own, *different), listed=listed, marks=marks)


def capture_of(answer: Answer, source: str, now: float, hints: dict[str, str]) -> Capture:
    """The page that came with *answer* at *now*; *source* is where it was asked for."""
    return Capture(body=answer.body, address=answer.address, source=source, time=iso(now), charset=answer.charset, hints=hints)
