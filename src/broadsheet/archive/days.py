"""What came of gathering in, counted by paper and day; the days again, and what is wrong with the newest of them, out.

| warning | on the newest day, three articles at least |
|---|---|
| `found` | on the day before it, which is whole: the lists named less than a third of what they named on the median day before that |
| `failed` | half or more of what was asked for did not come |
| `refused` · `short` · `paywalled` | half or more became no article · are no longer than their summary · are closed: 30% more than on the days before |
| `length` | articles have less than half of the words that they had on the days before |

The days before are up to 14 on which something was fetched: a paper is compared with itself. A site that changed its template shows in `refused`,
`short` or `length` as soon as three of its articles were read. Where hundreds were read that day before it changed, it shows in the last 12: so many of
them are `refused`, `short` or `paywalled` that chance would not do it once in a million times.
"""

import math
import sqlite3
import statistics
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final, Literal, TypeAlias

import msgspec

from ..errors import ArchiveError
from . import moments
from .rows import one
from .visits import Writer

_BEFORE: Final = 14
_LEAST: Final = 3  # articles of which something is said
_NAMED: Final = 5  # articles that a list has to have named before for a drop to say something
_HALF: Final = 0.5
_MORE: Final = 0.3
_LATEST: Final = 12  # pages that are remembered one by one
_USUAL: Final = 0.05  # a share that no paper is free of
_CHANCE: Final = 1e-6

Kind: TypeAlias = Literal["found", "failed", "refused", "short", "paywalled", "length"]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A paper's *day* (`YYYY-MM-DD` in its time zone).

    *found*: the most articles that the lists of one round named. Of articles asked for: *fetched* came, *failed* did not. Of those that came *refused*
    became no article, of these *empty* had no text; *short* are no longer than what the feed says of them, *paywalled* closed. *words* is
    the sum of the words of those that became articles, *summaries* of those of the feed's summaries. *latest* has a letter for each of the last 12
    that came, in their order: `r` refused, `s` short, `p` paywalled, `.` none of these.
    """

    day: str
    found: int = 0
    fetched: int = 0
    failed: int = 0
    refused: int = 0
    empty: int = 0
    short: int = 0
    paywalled: int = 0
    words: int = 0
    summaries: int = 0
    latest: str = ""

    @property
    def mean(self) -> float:
        """The mean length of an article in words, 0 where there was none."""
        return self.words / (self.fetched - self.refused) if self.fetched > self.refused else 0.0


class Warn(msgspec.Struct, frozen=True):
    """What is wrong with a day: its *kind*, how it is, and how it was on the days before."""

    day: str
    kind: Kind
    message: str


class Days:
    """The days of one archive. *reader* gives a connection for one call, *writer* runs a function in a transaction."""

    def __init__(self, reader: Callable[[], AbstractContextManager[sqlite3.Connection]], writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    def count(self, paper: str, counts: Day) -> None:
        """Add *counts* to the paper's day; `found` is not a sum but the most. A *day* of "" is today."""

        def do(connection: sqlite3.Connection) -> None:
            row = one(connection, "SELECT id, timezone FROM paper WHERE key = ?", (paper,))
            if row is None:
                raise ArchiveError(f"the archive has no paper {paper!r}: put_paper adds it")
            day = counts.day or moments.day(moments.now(), row[1])
            before = one(connection, "SELECT latest FROM health WHERE paper = ? AND day = ?", (row[0], day)) if counts.fetched else None
            latest = f"{before[0] if before else ''}{_letters(counts)}"[-_LATEST:]
            values = (row[0], day, *(getattr(counts, name) for name in _COUNTED), latest)
            sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in _COUNTED[1:])
            connection.execute(
                f"INSERT INTO health (paper, day, {', '.join(_COUNTED)}, latest) VALUES ({', '.join('?' * len(values))}) "  # noqa: S608
                f"ON CONFLICT (paper, day) DO UPDATE SET found = max(found, excluded.found), {sums}"
                f"{', latest = excluded.latest' if counts.fetched else ''}",
                values,
            )

        self._writer(do)

    def of(self, paper: str, limit: int = _BEFORE + 1) -> tuple[Day, ...]:
        """The paper's last days on which something was gathered, the newest first."""
        statement = (
            f"SELECT day, latest, {', '.join(_COUNTED)} FROM health WHERE paper = (SELECT id FROM paper WHERE key = ?) ORDER BY day DESC LIMIT ?"  # noqa: S608
        )
        with self._reader() as connection:
            rows = connection.execute(statement, (paper, limit)).fetchall()
        return tuple(Day(day=row[0], latest=row[1], **dict(zip(_COUNTED, row[2:], strict=True))) for row in rows)

    def warnings(self, paper: str) -> tuple[Warn, ...]:
        """What is wrong with the paper's newest day."""
        return judged(self.of(paper))


_COUNTED: Final = ("found", "fetched", "failed", "refused", "empty", "short", "paywalled", "words", "summaries")


def _letters(counts: Day) -> str:
    """The pages of *counts* as *latest* has them; it is counted page by page, so that their order is that in which they came."""
    rest = counts.fetched - counts.refused - counts.short - counts.paywalled
    return "." * rest + "r" * counts.refused + "s" * counts.short + "p" * counts.paywalled


def _by_chance(count: int, of: int, share: float) -> float:
    """How probable it is that at least *count* of *of* are what *share* of all are."""
    return sum(math.comb(of, each) * share**each * (1 - share) ** (of - each) for each in range(count, of + 1))


def judged(days: tuple[Day, ...]) -> tuple[Warn, ...]:
    """What is wrong with the first of *days*, the newest first."""
    if not days:
        return ()
    today, before = days[0], [day for day in days[1:] if day.fetched][:_BEFORE]
    found: list[Warn] = []

    def warn(kind: Kind, message: str) -> None:
        found.append(Warn(today.day, kind, message))

    counts = [day.found for day in days[2:] if day.found]
    if counts and (named := statistics.median(counts)) >= _NAMED and 3 * days[1].found < named:
        found.append(Warn(days[1].day, "found", f"the lists named {days[1].found} articles, {named:g} on the median day before"))
    if today.failed >= _LEAST and today.failed >= _HALF * (today.failed + today.fetched):
        warn("failed", f"{today.failed} of {today.failed + today.fetched} articles did not come")
    fetched = sum(day.fetched for day in before)
    kinds: tuple[tuple[Kind, str], ...] = (("refused", "became no article"), ("short", "are no longer than their summary"), ("paywalled", "are closed"))
    for kind, words in kinds:
        count: int = getattr(today, kind)
        usual = sum(getattr(day, kind) for day in before) / fetched if fetched else 0.0
        if count >= _LEAST and count >= max(_HALF, usual + _MORE) * today.fetched and (fetched or kind != "paywalled"):
            warn(kind, f"{count} of {today.fetched} articles {words}, {usual:.0%} on the days before")
            continue
        last, size = today.latest.count(kind[0]), len(today.latest)
        earlier = fetched + today.fetched - size
        share = max(_USUAL, (sum(getattr(day, kind) for day in before) + count - last) / earlier) if earlier >= _LATEST else 1.0
        if size == _LATEST and _by_chance(last, size, share) < _CHANCE:
            warn(kind, f"{last} of the last {size} articles {words}, {share:.0%} of those before")
    articles = sum(day.fetched - day.refused for day in before)
    usual_words = sum(day.words for day in before) / articles if articles else 0.0
    if today.fetched - today.refused >= _LEAST and articles >= _LEAST and today.mean < _HALF * usual_words:
        warn("length", f"an article has {today.mean:.0f} words on average, {usual_words:.0f} on the days before")
    return tuple(found)
