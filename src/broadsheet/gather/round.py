"""A paper's profile in, one round of it out: its lists are read, and every article that they name and that is due is asked for, once.

| asked for | when |
|---|---|
| front page, sections, feeds, sitemaps | when their time has come (`net.meaning`), and when the profile was changed since |
| an article that was never seen | at once |
| an article that was | when its time has come, or when a list says that it changed since |

News goes before history: what lists name with a date of the last two days, or none, is asked for before what is older or is left from an earlier round.

What is got is handed on (`Got`) with the visits that are to be remembered once the page is stored, and not before: a page that is lost between
here and the archive is asked for again. What is missed (`Missed`) is remembered here, and so is every article as soon as a list names it: a
round that ends early, in whatever way, is gone on with by the next one. A round ends when nothing is due any more, retries included, or when
there was `enough`; what a server puts off for longer than `patience` is left to the next round.
"""

import asyncio
import heapq
import random
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

import msgspec

from .. import address as addresses
from ..net import meaning
from ..net.answer import FEED, PAGE, SITEMAP, Answer, Wanted, conditions
from ..net.hours import Hours
from ..visit import Purpose, Visit, is_due
from . import forms, lists, pattern, permission, whole
from .events import Event, Got, Missed, Named, Tally, arrived, capture_of, elsewhere
from .fetch import Fetched, Fetcher, host_of
from .listed import Listed, merged
from .profile import Profile

ATTEMPTS = 5
"""How often one address is asked for in a round, where its server fails."""
_BACKOFF = 10.0  # the first wait after a failure, in paces
# What is asked for first: lists; what is new, and what is due again; what failed; what has waited since an earlier round, or is old; all else.
_LIST, _NEW, _AGAIN, _BACKLOG, _LAST = range(5)
_MOST = 50_000
"""Articles that a round has in mind at once, and twice as many at most: a paper's history has millions."""
_DEEPEST = 3  # indexes of sitemaps that name each other: a server can make them as fast as they are read
_OLD = 2 * meaning.DAY
_LOOK = 1.0  # seconds after which a waiting round looks whether there was enough
_WANTED: dict[Purpose, Wanted] = {"article": PAGE, "front": PAGE, "section": PAGE, "feed": FEED, "sitemap": SITEMAP}


class Book(Protocol):
    """What is remembered of addresses: `archive.visits.Visits`. Called from threads."""

    def of(self, paper: str, address: str) -> Visit | None:
        """What is remembered of *address* or a twin of it."""
        ...

    def due(self, paper: str, purpose: Purpose, now: float, limit: int = -1) -> tuple[Visit, ...]:
        """The paper's visits for that purpose whose time has come, *limit* at most: of those that were never made the newest, behind all others."""
        ...

    def put(self, visits: Iterable[Visit]) -> None:
        """Remember *visits*."""
        ...


class Round:
    """One round of the paper that *profile* describes; *emit* takes what is got and missed."""

    def __init__(
        self,
        profile: Profile,
        fetcher: Fetcher,
        book: Book,
        emit: Callable[[Event], Awaitable[None]],
        *,
        holds: Callable[[str], bool] = lambda _: False,
        enough: Callable[[], bool] = lambda: False,
        hours: Hours | None = None,
        lead: whole.Lead = whole.nowhere,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._hours = hours
        self._lead = lead
        self._profile = profile
        self._enough = enough
        self._fetcher = fetcher
        self._book = book
        self._emit = emit
        self._holds = holds
        self._chance = chance
        self._is_article = pattern.matcher(profile.articles)
        self._sites = lists.Sites(profile.address)
        self._queue: list[tuple[float, int, int, Visit]] = []
        self._count = 0
        self._listed: dict[str, Listed] = {}
        self._taken: set[str] = set()  # what is queued, or was
        self._due: frozenset[str] = frozenset()  # what was queued before any list was read
        self._asked: set[str] = set()  # what was asked for
        self._depths: dict[str, int] = {}  # how many indexes of sitemaps led to a sitemap
        self._read: list[Visit] = []  # lists that came
        self._left: list[Visit] = []  # lists for which there was no room
        self._late: dict[str, int] = {}  # what was put off, and how often
        self._led: dict[str, str] = {}  # where redirects led that were not followed
        self.tally = Tally()

    async def run(self) -> Tally:
        """Do everything that is due, so much at once as can be had in mind."""
        waiting = await self._lists()
        self._taken.update(addresses.comparable(visit.address) for visit in waiting)
        while True:
            found = self.tally.found
            for visit in waiting:
                self._push(visit, _LIST)
            due = await asyncio.to_thread(self._book.due, self._profile.key, "article", self._fetcher.now(), _MOST)
            new = {name: visit for visit in due if (name := addresses.comparable(visit.address)) not in self._taken}
            self._taken.update(new)
            self._due = frozenset(new)
            for visit in new.values():
                self._push(visit, _NEW if visit.asked else _BACKLOG)
            await self._work()
            self.tally.due += sum(name not in self._listed for name in self._due)
            names = {each.address: names for each in self._listed.values() if (names := lists.said_sections(each, self._profile))}
            done = () if self._queue or self._enough() else tuple(self._read)
            await self._emit(Named(paper=self._profile.key, sections=names, twins=self._led, found=self.tally.found - found, visits=done))
            waiting, self._left = self._left, []
            if self._enough() or not (waiting or (new and len(due) == _MOST)):
                return self.tally
            # What was asked for stays in mind: it is remembered only when its page is stored.
            self._listed, self._led, self._read, self._taken = {}, {}, [], set(self._asked)

    async def _work(self) -> None:
        """Do what is queued, each when its time has come, until nothing is left or there was enough."""
        while self._queue and not self._enough():
            ready, _, _, visit = heapq.heappop(self._queue)
            while (wait := ready - self._fetcher.now()) > 0 and not self._enough():
                await asyncio.sleep(min(wait, _LOOK))
            if wait > 0:
                return
            if visit.purpose != "article" and len(self._listed) >= _MOST:
                self._left.append(visit)
            else:
                await (self._article(visit) if visit.purpose == "article" else self._list(visit))

    def _push(self, visit: Visit, rank: int, ready: float = 0.0) -> None:
        self._count += 1
        heapq.heappush(self._queue, (ready, rank, self._count, visit))

    async def _lists(self) -> list[Visit]:
        """The lists of the paper that are due."""
        profile = self._profile
        wanted: list[tuple[str, Purpose]] = [(profile.address, "front")]
        wanted.extend((address, "feed") for address in profile.feeds)
        wanted.extend((address, "sitemap") for address in profile.sitemaps)
        wanted.extend((address, "section") for _, address in profile.sections)
        found = {addresses.comparable(address): visit for address, purpose in reversed(wanted) if (visit := await self._visit(address, purpose))}
        for visit in found.values():
            if visit.location:  # where it has moved to for good
                self._sites.add(visit.location)
        # Sitemaps that an index named in a round which ended before they were asked for: the index is not due as soon as that.
        left = await asyncio.to_thread(self._book.due, profile.key, "sitemap", self._fetcher.now())
        named = [visit for visit in left if not visit.asked and addresses.comparable(visit.address) not in found]
        self._taken.update(addresses.comparable(visit.address) for visit in named)
        # What our own guard refused costs nobody a request, and it may be open by now.
        now = self._fetcher.now()
        return [visit for visit in (*reversed(found.values()), *named) if is_due(visit, now) or visit.reason == "forbidden"]

    async def _visit(self, address: str, purpose: Purpose) -> Visit:
        known = await asyncio.to_thread(self._book.of, self._profile.key, address)
        if known is None or known.purpose != purpose:
            return Visit(address=address, purpose=purpose, paper=self._profile.key, found=self._fetcher.now())
        if known.asked < self._profile.edited <= self._fetcher.now():  # read by another profile: what that left aside may be wanted now
            return msgspec.structs.replace(known, next=0.0, etag="", modified="")
        return known

    # lists

    async def _list(self, visit: Visit) -> None:
        """Ask for a list, and take in what it names."""
        fetched = await self._get(visit, visit.location or visit.address)
        answer = fetched.answer
        self._sites.add(answer.address)
        content = lists.Content()
        if meaning.meaning(answer) == "page":
            content = await asyncio.to_thread(lists.read, visit.purpose, answer, self._profile, self._is_article)
            if content.wrong:
                answer = msgspec.structs.replace(answer, status=0, failure="damaged", message=f"{answer.address}: {content.wrong}")
        news = [seen for each in content.listed if (seen := await self._consider(each))]
        depth = self._depths.get(addresses.comparable(visit.address), 0) + 1
        named = lists.children(content.children, self._profile.since, self._fetcher.now()) if depth <= _DEEPEST else ()
        for child in (each for each in named if self._sites.has(each.address)):
            known = await self._visit(child.address, "sitemap")
            if addresses.comparable(child.address) not in self._taken and lists.is_wanted(child, known, self._fetcher.now()):
                self._taken.add(addresses.comparable(child.address))
                self._depths[addresses.comparable(child.address)] = depth
                self._push(known, _LIST)
                if not known.asked:
                    news.append(known)
        after = self._after(visit, answer, changed=bool(news))
        if content.children:  # asked for without conditions next time: that an index has not changed tells nothing of the sitemaps that it names
            after = msgspec.structs.replace(after, etag="", modified="")
        # Where it was moved to for good there may be nothing any more, not even a server: then it is looked for where it was.
        is_lost = meaning.meaning(answer) in {"missing", "gone", "unusable"} or after.failures >= ATTEMPTS
        after = msgspec.structs.replace(after, location="" if is_lost else fetched.lasting or after.location)
        if visit.purpose == "front" and meaning.meaning(answer) == "page":
            await asyncio.to_thread(self._book.put, news)
            capture = capture_of(answer, visit.address, self._fetcher.now(), {})
            await self._emit(Got(paper=self._profile.key, capture=capture, visits=(after,)))
            return
        # Which sections articles are in is known to this round alone, which may end before it asks for them. Sitemaps do not say it, and are large.
        is_kept = meaning.meaning(answer) == "page" and visit.purpose != "sitemap"
        if is_kept:
            self._read.append(after)
        await asyncio.to_thread(self._book.put, [*news, msgspec.structs.replace(after, etag="", modified="") if is_kept else after])
        if not self._again(after, answer, _LIST) and meaning.meaning(answer) not in {"page", "same"}:
            await self._miss(after, answer)

    async def _consider(self, listed: Listed) -> Visit | None:
        """Take in what a list names; its visit, where it is an article that nobody has seen yet."""
        listed = msgspec.structs.replace(listed, address=addresses.untracked(listed.address))
        name = addresses.comparable(listed.address)
        if not self._sites.has(listed.address):
            return None
        if name in self._listed:
            self._listed[name] = merged(self._listed[name], listed)
            return None
        self._listed[name] = listed
        if name in self._taken:
            self.tally.found += name in self._due  # else it came already: by a redirect, or in an earlier part of the round
            return None
        self.tally.found += 1
        self._taken.add(name)
        known = await asyncio.to_thread(self._book.of, self._profile.key, listed.address)
        if known is None and (former := self._sites.former(listed.address)):
            known = await asyncio.to_thread(self._book.of, self._profile.key, former)
        if known is None:
            if await asyncio.to_thread(self._holds, listed.address):
                self.tally.known += 1
                return None
            new = Visit(address=listed.address, purpose="article", paper=self._profile.key, found=self._fetcher.now())
            self._push(new, _NEW if lists.is_recent(listed, undated=True) else _BACKLOG)
            return new
        if known.purpose == "article" and lists.is_newer(listed.modified, known, self._fetcher.now()):
            self._push(known, _NEW)
        else:
            self.tally.known += 1
        return None

    # articles

    async def _article(self, visit: Visit) -> None:
        """Ask for an article."""
        here = addresses.comparable(visit.address)
        if await self._is_twin(visit, here) or self._put_off(visit, here):
            return
        self._asked.add(here)
        way = {here}

        def is_known(address: str) -> bool:
            name = addresses.comparable(address)
            known = self._book.of(self._profile.key, address)
            if name not in way and (name in self._asked or (known is not None and known.asked > 0) or self._holds(address)):
                return True
            way.add(name)
            self._taken.add(name)
            self._asked.add(name)
            return False

        fetched = await self._get(visit, visit.address, is_known)
        if fetched.twin:
            self.tally.twins += 1
            self._led |= dict.fromkeys((visit.address, *fetched.way), fetched.twin)
            await asyncio.to_thread(self._book.put, [elsewhere(visit, fetched.twin, self._fetcher.now(), fetched.answer.status)])
            return
        answer = fetched.answer
        after = self._after(visit, answer, changed=True)
        if meaning.meaning(answer) == "page":
            pages, ended = await whole.pages(self._fetcher, answer, way, self._lead)
            self._asked |= way
            if ended is None or visit.failures + 1 >= ATTEMPTS:
                await self._came(visit, fetched, after, pages, is_whole=ended is None)
                return
            after, answer = self._after(visit, ended, changed=False), ended  # an article without its end is not taken at once
        if meaning.meaning(answer) == "later":
            self._asked -= way
        await asyncio.to_thread(self._book.put, [after])
        if meaning.meaning(answer) == "same":
            self.tally.unchanged += 1
        elif not self._again(after, answer, _AGAIN):
            await self._miss(after, answer)

    async def _is_twin(self, visit: Visit, here: str) -> bool:
        """Whether *visit*, at the comparable address *here*, is of a page that came or comes under another address; that is remembered then."""
        other = ""
        if here not in self._asked:  # a redirect led there, or it is another address of a page that came
            if visit.asked:
                return False
            if await self._is_known(visit.address):
                other = visit.address
            elif other := await self._other_form(visit.address):
                self._led[visit.address] = other
            else:
                return False
            await asyncio.to_thread(self._book.put, [elsewhere(visit, other, self._fetcher.now(), 301)])
        self.tally.twins += 1
        return True

    async def _came(self, visit: Visit, fetched: Fetched, after: Visit, pages: list[Answer], *, is_whole: bool) -> None:
        """Hand on the article of which *fetched* is the first page, and *pages* are all, or all that came."""
        listed = self._listed.get(addresses.comparable(visit.address))
        marks = permission.marks(fetched.answer, reserved=await self._fetcher.is_reserved(fetched.answer.address))
        if not is_whole:
            after = msgspec.structs.replace(after, etag="", modified="")
        await self._emit(arrived(after, fetched, pages, self._fetcher.now(), listed, marks))

    async def _other_form(self, address: str) -> str:
        """The address of a listed or stored article that *address* is another form of, or a later page; "" where there is none."""
        for other in (forms.plain(address), *(f"https://{place.base}" for place in forms.later(address) if place.sure)):
            if not other or addresses.comparable(other) == addresses.comparable(address):
                continue
            listed = self._listed.get(addresses.comparable(other))
            known = await asyncio.to_thread(self._book.of, self._profile.key, other)
            is_read = known is not None and known.purpose == "article" and known.asked > 0 and not known.failures
            if listed is not None or is_read:
                return listed.address if listed else other
        return ""

    def _put_off(self, visit: Visit, name: str) -> bool:
        """Ask for *visit* later, where it may turn out a later page of an article that is listed and not read yet; whether it was put off."""
        waits = any(place.base in self._listed and place.base not in self._asked for place in forms.later(visit.address))
        last = max((ready for ready, rank, _, _ in self._queue if rank < _LAST), default=None) if waits and not visit.asked else None
        if last is None or self._late.get(name, 0) >= ATTEMPTS:
            return False
        self._late[name] = self._late.get(name, 0) + 1
        self._push(visit, _LAST, last)
        return True

    async def _is_known(self, address: str) -> bool:
        """Whether *address* became one of a stored article since it was listed."""
        known = await asyncio.to_thread(self._book.of, self._profile.key, address)
        return (known is not None and known.asked > 0 and not known.failures) or await asyncio.to_thread(self._holds, address)

    # both

    async def _get(self, visit: Visit, address: str, stop: Callable[[str], bool] = lambda _: False) -> Fetched:
        self._fetcher.set_pace(host_of(address), self._profile.pace)  # the paper's pace is that of all of its hosts
        return await self._fetcher.get(address, _WANTED[visit.purpose], conditions(visit.etag, visit.modified), stop=stop)

    def _after(self, visit: Visit, answer: Answer, *, changed: bool) -> Visit:
        first = _BACKOFF * self._profile.pace
        share = 1 / max(1, len(self._profile.sections)) if visit.purpose == "section" else 1.0
        now = self._fetcher.now()
        # One of an index's sitemaps in which nothing new has stood for days is of the paper's history.
        is_old = addresses.comparable(visit.address) in self._depths and not changed and now - (visit.changed or visit.found) > _OLD
        hours, longest = (None, meaning.RAREST) if is_old else (self._hours, meaning.LONGEST)
        return meaning.after(visit, answer, now, first=first, chance=self._chance(), changed=changed, hours=hours, share=share, longest=longest)

    def _again(self, after: Visit, answer: Answer, rank: int) -> bool:
        """Ask again in this round, where that may help and the wait is bearable; whether it will be."""
        wait = after.next - self._fetcher.now()
        if meaning.meaning(answer) != "later" or after.failures % ATTEMPTS == 0 or wait > self._fetcher.patience:
            return False
        self._push(after, rank, after.next)
        return True

    async def _miss(self, after: Visit, answer: Answer) -> None:
        message = answer.message or f"{answer.address}: the server answers {answer.status}"
        failed = meaning.meaning(answer) == "later"
        await self._emit(Missed(paper=self._profile.key, address=after.address, reason=after.reason, message=message, failed=failed))
