"""A request for a day, a month or a year in, the paper of that day or a calendar out. A day is the paper's, in its own time zone."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ..archive import Head
from ..labels import count, date, label
from ..model import Block, Facts, Heading, Link, Links, Page, Paragraph, Span, Teaser
from . import addresses, lists
from .edition import Answer, Request

# A day's paper is read as a whole; only an archive of captures without end has more on one day.
SIZE = 200
_PREFIX = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")


def calendar(request: Request) -> Answer | None:
    """The years of the paper, the months of a year, or the days of a month, each with the number of its articles; None for an empty year or month."""
    if request.paper is None:
        return None
    prefix = request.parts.get("span", "")
    if prefix and not _PREFIX.fullmatch(prefix):
        return None
    days = request.archive.days(request.key, prefix)
    if prefix and not days:
        return None
    language = request.language
    sums = _sums({day: number for day, number in days.items() if day}, {0: 4, 4: 7, 7: 10}[len(prefix)])
    links = tuple(
        Link(addresses.local(request, f"/~/day/{span}"), f"{date(language, span)} ({count(language, 'articles', number)})") for span, number in sums.items()
    )
    page = Page(
        path=addresses.local(request, f"/~/day/{prefix}" if prefix else "/~/day"),
        kind="calendar",
        title=date(language, prefix) or label(language, "calendar"),
        kicker=label(language, "calendar") if prefix else "",
        masthead=request.masthead,
        language=language,
        main=(Facts((count(language, "articles", sum(sums.values())),)), Links(links) if links else Paragraph((Span(label(language, "empty")),))),
        navigation=(*_up(request, prefix), *lists.ways(request, "" if prefix else "calendar")),
        search=addresses.search(request),
        changed=request.changed,
    )
    return Answer(page)


def _sums(days: Mapping[str, int], length: int) -> dict[str, int]:
    """How many articles each year, month or day has: *days* by their first *length* characters."""
    sums: dict[str, int] = {}
    for day, number in days.items():
        sums[day[:length]] = sums.get(day[:length], 0) + number
    return sums


def _up(request: Request, span: str) -> tuple[Link, ...]:
    """The calendars that hold a month or a day."""
    wider = [span[:length] for length in (7, 4) if len(span) > length]
    return tuple(Link(addresses.local(request, f"/~/day/{one}"), date(request.language, one)) for one in wider)


def day(request: Request) -> Answer | None:
    """The paper of a day: its articles by section, in order of their time; None for a day without any."""
    if request.paper is None:
        return None
    wanted = request.parts["day"]
    heads = request.archive.by_day(request.key, wanted)
    if not heads.heads:
        return None
    offset = lists.offset(request, SIZE)
    shown = heads.heads[offset : offset + SIZE]
    answer = lists.listing(
        request,
        kind="day",
        title=label(request.language, "paper-of", date=date(request.language, wanted)),
        path=addresses.local(request, f"/~/day/{wanted}"),
        entries=by_section(request, shown),
        total=heads.total,
        heads=shown,
        size=SIZE,
    )
    if answer is None:
        return None
    ways = (*_neighbours(request, wanted), *_front(request, wanted), *_up(request, wanted), *answer.page.navigation)
    return replace(answer, page=replace(answer.page, navigation=ways))


def _front(request: Request, wanted: str) -> tuple[Link, ...]:
    """The front page as it stood when that day ended."""
    if request.archive.front(request.key, end(wanted)) is None:
        return ()
    return (Link(addresses.local(request, f"/~/front/{wanted}"), date(request.language, wanted), label(request.language, "front")),)


def end(day: str) -> str:
    """The last second of *day* where the paper is: a time without a zone is the paper's own."""
    return f"{day}T23:59:59"


def _neighbours(request: Request, wanted: str) -> tuple[Link, ...]:
    """The days before and after that have a paper."""
    days = [day for day in request.archive.days(request.key) if day]
    before, after = bisect_left(days, wanted) - 1, bisect_right(days, wanted)
    near = [("previous-day", days[before])] if before >= 0 else []
    near += [("next-day", days[after])] if after < len(days) else []
    language = request.language
    return tuple(Link(addresses.local(request, f"/~/day/{one}"), date(language, one), label(language, key)) for key, one in near)


def by_section(request: Request, heads: tuple[Head, ...]) -> tuple[Block, ...]:
    """*heads* under the names of their first sections, in the paper's order; those without one stand first, without a heading."""
    blocks: list[Block] = []
    for name, group in sectioned(heads, tuple(named.name for named in request.archive.names(request.key, "section"))):
        if name:
            blocks.append(Heading((Span(name),)))
        blocks += [Teaser(lists.link(request, head)) for head in group]
    return tuple(blocks)


def sectioned(heads: Sequence[Head], sections: Sequence[str]) -> tuple[tuple[str, tuple[Head, ...]], ...]:
    """*heads* under the names of their first sections, in the order of *sections*, others behind them; those without one first, under ""."""
    groups: dict[str, list[Head]] = {}
    for head in heads:
        groups.setdefault(head.sections[0].name if head.sections else "", []).append(head)
    order = {section: number for number, section in enumerate(sections)}
    names = sorted(groups, key=lambda section: (section != "", order.get(section, len(order))))
    return tuple((section, tuple(groups[section])) for section in names)
