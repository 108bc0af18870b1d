"""A list's answer in, what it names out: front pages, sections, feeds and sitemaps read into one form. Plain functions, no waiting.

| list | which of its links are articles |
|---|---|
| front page, section | those that follow the profile's patterns |
| feed, news sitemap | all of them |
| sitemap | those that follow the patterns and are not older than the profile's `since`, or than two days where there is none |
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from .. import address as addresses
from ..archive.moments import UNKNOWN, moment
from ..net.answer import Answer
from ..text import fold
from ..visit import Purpose, Visit, is_due
from . import feed, sitemap
from .listed import Listed
from .outline import outline
from .profile import Profile

RECENT = timedelta(days=2)
"""How far back sitemaps are read where the paper's profile names no day."""
_SOON = 600.0  # seconds within which no list makes us ask for an article again
_SHARE = 1 / 8  # of its age, for which it does not either: many a sitemap says of each address, whenever it is read, that it changed just now
_AHEAD = 86400.0  # seconds in the future behind which no list is believed
_MOST_CHILDREN = 3
_MOST_DATED = 30  # sitemaps that changed within two days: of more it is said when the index was made
_TWIN = re.compile(r"^(?:(?:www\d?|m|mobil|mobile|amp|touch|wap)\.)+(?=[^.]+\.)")


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a list names: articles, and, an index of sitemaps, other lists. *wrong* says why it could not be read at all."""

    listed: tuple[Listed, ...] = ()
    children: tuple[sitemap.Child, ...] = ()
    wrong: str = ""


class Sites:
    """The hosts that are a paper's: that of its address, those under it, and those that its own pages have moved to."""

    def __init__(self, home: str) -> None:
        self._home = home
        self._names = {_site(home)}

    def add(self, address: str) -> None:
        """Count the host of *address* as the paper's."""
        if _site(address):
            self._names.add(_site(address))

    def former(self, address: str) -> str:
        """The address that *address* had before the paper moved to another host; "" for what is at its first host, or at no host of it."""
        site = _site(address)
        if site == _site(self._home) or site not in self._names:
            return ""
        first = urlsplit(self._home)
        return urlsplit(address)._replace(scheme=first.scheme, netloc=first.netloc).geturl()

    def has(self, address: str) -> bool:
        """Whether *address* is at one of the paper's hosts."""
        name = _site(address)
        return any(name == own or name.endswith(f".{own}") for own in self._names)


def _site(address: str) -> str:
    """The host of *address*, with its port where it has one of its own, without the labels that name another screen."""
    try:
        port = urlsplit(address).port
    except ValueError:
        return ""
    return _TWIN.sub("", addresses.host(address)) + (f":{port}" if port else "")


def read(purpose: Purpose, answer: Answer, profile: Profile, is_article: Callable[[str], bool]) -> Content:
    """What the list in *answer* names."""
    if purpose == "feed":
        try:
            found = feed.read(answer.body, answer.address)
        except feed.NotAFeedError as error:
            return Content(wrong=f"is no feed that can be read ({error}); check it, or take it out of the paper's profile")
        return Content(listed=found.listed)
    if purpose == "sitemap":
        try:
            map_ = sitemap.read(answer.body, answer.address)
        except sitemap.NotASitemapError as error:
            return Content(wrong=f"is no sitemap that can be read ({error}); check it, or take it out of the paper's profile")
        oldest = _oldest(profile.since)
        kept = (each for each in map_.listed if map_.is_news or (is_article(each.address) and _is_since(each, oldest, undated=bool(profile.since))))
        return Content(listed=tuple(kept), children=map_.children)
    return Content(listed=linked(answer, profile, is_article))


def linked(answer: Answer, profile: Profile, is_article: Callable[[str], bool]) -> tuple[Listed, ...]:
    """The articles that a page links to, in its order, each once; those of a section's page are of that section."""
    own = addresses.comparable(answer.address)
    sections = tuple(name for name, address in profile.sections if addresses.comparable(address) == own)
    lists = {addresses.comparable(address) for _, address in profile.sections} | {own, addresses.comparable(profile.address)}
    found: dict[str, Listed] = {}
    for anchor in outline(answer.body, answer.address, answer.charset).anchors:
        name = addresses.comparable(anchor.address)
        if name not in found and name not in lists and is_article(anchor.address):
            # What stands in the navigation, beside or below is not of this section.
            found[name] = Listed(address=anchor.address, sections=() if anchor.menu or anchor.place else sections)
    return tuple(found.values())


def _oldest(since: str) -> int:
    """The moment before which articles of sitemaps are left alone."""
    return moment(since) if since else moment((datetime.now(UTC) - RECENT).isoformat())


def is_recent(listed: Listed, *, undated: bool) -> bool:
    """Whether *listed* is of the last two days; *undated* is the answer for what has no date."""
    return _is_since(listed, _oldest(""), undated=undated)


def _is_since(listed: Listed, oldest: int, *, undated: bool) -> bool:
    """Whether *listed* is not older than *oldest*."""
    latest = moment((datetime.now(UTC) + timedelta(seconds=_AHEAD)).isoformat())
    told = max((each for each in (moment(listed.date), moment(listed.modified)) if each <= latest), default=UNKNOWN)
    return undated if told == UNKNOWN else told >= oldest


def children(found: tuple[sitemap.Child, ...], since: str, now: float) -> tuple[sitemap.Child, ...]:
    """The sitemaps of an index that may hold what is wanted: those changed since; of those without a date the likely ones."""
    oldest = _oldest(since)
    dated = tuple(child for child in found if moment(child.modified) >= oldest > UNKNOWN)
    bare = tuple(child for child in found if not child.modified)
    if since:
        return (*dated, *bare)
    today = datetime.fromtimestamp(now, UTC)
    months = {(today - timedelta(days=days)).strftime("%Y{0}%m").format(mark) for days in (0, 2) for mark in ("-", "/", "_", "")}
    if len(dated) > _MOST_DATED:
        dated, bare = (), found
    likely = [child for child in bare if "news" in child.address.lower() or any(month in child.address for month in months)]
    return (*dated, *(likely or bare)[:_MOST_CHILDREN])


def is_wanted(child: sitemap.Child, known: Visit, now: float) -> bool:
    """Whether the sitemap *child*, which an index names, is to be asked for; *known* is what is remembered of it.

    A paper's history has hundreds of them that never change again, and an index says so. A day is left for zones that it does not name.
    """
    told = moment(child.modified)
    if known.asked and known.next > 0 and not known.failures and told != UNKNOWN and told / 1e6 + _AHEAD <= known.asked:
        return False
    return is_due(known, now) or (known.next > 0 and is_newer(child.modified, known, now))


def is_newer(modified: str, visit: Visit, now: float) -> bool:
    """Whether a list that says *modified* (ISO 8601) knows of a change since *visit*, or the visit's own time has come."""
    if visit.next <= now:
        return True
    told = moment(modified)
    if told == UNKNOWN or len(modified) <= 10 or visit.failures:
        return False
    return visit.asked < told / 1e6 <= now + _AHEAD and now - visit.asked > max(_SOON, _SHARE * (visit.asked - visit.found))


def sections_of(listed: Listed | None, profile: Profile, address: str) -> tuple[str, ...]:
    """The paper's sections that an article belongs to by what lists say of it, or else by its address, which may lie under a section's."""
    path = addresses.comparable(address)
    under = [(len(prefix), name) for name, each in profile.sections if path.startswith(f"{(prefix := addresses.comparable(each))}/")]
    return tuple(dict.fromkeys((*(name for _, name in sorted(under, reverse=True)[:1]), *said_sections(listed, profile))))


def said_sections(listed: Listed | None, profile: Profile) -> tuple[str, ...]:
    """The paper's sections that lists say an article is in."""
    known = {fold(name): name for name, _ in profile.sections}
    return tuple(dict.fromkeys(known[fold(name)] for name in (listed.sections if listed else ()) if fold(name) in known))
