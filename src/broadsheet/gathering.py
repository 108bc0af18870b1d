"""Profiles of papers in, an archive with what the papers have published since out: rounds in one thread, extraction in processes, storing here.

```
rounds (an event loop in a thread) → queue → extraction (worker processes) → one transaction for each page: article + visits
```

An article and the memory that it was asked for are stored together or not at all: whenever the process ends, what is acknowledged is stored, and
what is not is asked for again.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from . import address as addresses
from .archive import Refusal, wording
from .archive.days import Day
from .archive.moments import now as present
from .archive.sqlite import SqliteArchive
from .errors import BroadsheetError, ExtractionError
from .gather import forms, lists, permission
from .gather.asking import Manners
from .gather.events import Got, Missed, Named, elsewhere
from .gather.profile import Profile
from .gather.siteconfigs import SiteConfigs
from .learning import Learning
from .model import Article, Capture, FrontPage, Tag
from .rounds import Rounds
from .text import clean, fold
from .visit import NEVER, Visit
from .workers import LIMITS, PAUSE, Extracted, Pause, extract_all
from .workers import Limits as PageLimits

Outcome: TypeAlias = Literal["stored", "changed", "same", "front", "refused", "failed"]
SHORT = 30  # words: an article that has no more is a stub


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one address."""

    paper: str
    address: str
    outcome: Outcome
    reason: str = ""
    message: str = ""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """How many articles the papers' lists named (each once), how many more were *due* from before, and what became of them.

    *known* were not due, *fronts* are front pages seen; lists that were refused or failed count among *refused* and *failed*.
    """

    found: int = 0
    due: int = 0
    stored: int = 0
    changed: int = 0
    same: int = 0
    known: int = 0
    refused: int = 0
    failed: int = 0
    fronts: int = 0
    requests: int = 0

    def line(self) -> str:
        """The summary as one line."""
        before = f", {self.due} due from before" if self.due else ""
        return (
            f"{self.found} found{before}: {self.stored} stored, {self.changed} changed, {self.same} unchanged, {self.known} known, "
            f"{self.refused} refused, {self.failed} failed"
        )


def fetch(
    archive: SqliteArchive,
    profiles: Iterable[Profile],
    manners: Manners,
    *,
    jobs: int = 0,
    on_result: Callable[[Done], None] = lambda _: None,
    page_limits: PageLimits = LIMITS,
    site_configs: str = "",
    enough: Callable[[], bool] = lambda: False,
) -> Summary:
    """Gather what is due of the papers; returns when it is done, retries included, or when there was *enough*: what is under way is stored then.

    *site_configs* is the user's folder of rules for sites. Raises `ConfigError` where it cannot be used, `ArchiveError` where the archive cannot be
    written: then the gathering ends, and nothing that was stored is lost.
    """
    papers = {profile.key: msgspec.structs.replace(profile, pace=manners.pace or profile.pace) for profile in profiles}
    for profile in papers.values():
        archive.put_paper(profile.paper())
    configs = SiteConfigs(Path(site_configs)) if site_configs else None
    rounds = Rounds(archive, tuple(papers.values()), manners, configs, enough)
    run, learning = _Run(archive, rounds, on_result), Learning(archive, site_configs)
    pages = extract_all(run.captures(), jobs=jobs, is_front=run.is_front, known=learning.of, limits=page_limits)
    try:
        for page in pages:
            got = run.taken(page)
            run.tell(store(archive, papers[got.paper], got, page, learning))
        for event in run.named:
            _name(archive, papers[event.paper], event)
    finally:
        rounds.stop()
        getattr(pages, "close", lambda: None)()
        learning.save()
    return run.summary()


class _Run:
    """What *rounds* give, sorted: pages go to be extracted, what was missed is noted at once, what lists named waits for the end."""

    def __init__(self, archive: SqliteArchive, rounds: Rounds, on_result: Callable[[Done], None]) -> None:
        self._archive, self._rounds, self._on_result = archive, rounds, on_result
        self._under_way: dict[int, Got] = {}
        self._counts: dict[str, int] = dict.fromkeys(Summary.__struct_fields__, 0)
        self.named: list[Named] = []

    def captures(self) -> Iterator[Capture | Pause]:
        """The pages that come, `PAUSE` where none does for a moment."""
        for event in self._rounds.events():
            if isinstance(event, Got):
                self._under_way[id(event.capture)] = event
                yield event.capture
            elif isinstance(event, Missed):
                self._missed(event)
            elif isinstance(event, Named):
                self.named.append(event)
                self._archive.health.count(event.paper, Day(day="", found=event.found))
            else:
                yield PAUSE

    def is_front(self, capture: Capture) -> bool:
        """Whether *capture*, which is under way, is a front page."""
        return self._under_way[id(capture)].visits[0].purpose == "front"

    def taken(self, page: Extracted) -> Got:
        """How *page*, which is under way no more, came."""
        return self._under_way.pop(id(page.capture))

    def _missed(self, event: Missed) -> None:
        self._archive.put_refusal(event.paper, Refusal(event.address, present(), event.reason, clean(event.message)))
        self._archive.health.count(event.paper, Day(day="", failed=int(event.failed)))
        outcome: Outcome = "failed" if event.failed else "refused"
        self.tell(Done(paper=event.paper, address=event.address, outcome=outcome, reason=event.reason, message=event.message))

    def tell(self, done: Done) -> None:
        """Count what became of an address, and pass it on."""
        self._counts[{"front": "fronts"}.get(done.outcome, done.outcome)] += 1
        self._on_result(done)

    def summary(self) -> Summary:
        """What the rounds, which have ended, found, and what became of it."""
        tally, counts = self._rounds.tally, self._counts
        known, same = tally.known + tally.twins, counts["same"] + tally.unchanged
        return Summary(**{**counts, "found": tally.found, "due": tally.due, "known": known, "same": same, "requests": self._rounds.requests})


def store(archive: SqliteArchive, profile: Profile, got: Got, page: Extracted, learning: Learning) -> Done:
    """Put what is on *page* into the archive, together with the visits that it was got by; learn from it."""
    learning.see(page)
    found, visits = page.found, got.visits
    address = got.capture.source or got.capture.address
    if isinstance(found, Article) and _is_withdrawn(archive, profile.key, found, got):
        found = ExtractionError(f"{address}: was withdrawn; it is not stored again", "withdrawn")
        visits = tuple(msgspec.structs.replace(visit, next=NEVER) for visit in visits)
    keeps: Capture | None = got.capture
    if isinstance(found, Article) and not profile.permission:
        if forbidden := sorted(got.marks & permission.FORBIDS):
            why = f"{address}: its publisher does not want it taken ({', '.join(forbidden)}); `permission` in the profile lifts that"
            found = ExtractionError(why, forbidden[0])
        elif "nosnippet" in got.marks:
            found = msgspec.structs.replace(found, kicker="", teaser="", body=(), related=(), completeness="excerpt", cut=())
            page = msgspec.structs.replace(page, unaided=None)
        if got.marks & {"noarchive", "nosnippet"}:
            keeps = None
    with archive.batch():
        if isinstance(found, FrontPage):
            archive.put_front(profile.key, found if found.time else msgspec.structs.replace(found, time=got.capture.time))
            done = Done(paper=profile.key, address=address, outcome="front")
        elif isinstance(found, Article):
            article = _moved(archive, profile.key, settled(found, profile, got))
            if unaided := learning.chosen(profile.key, article.address, page):
                article = _moved(archive, profile.key, settled(unaided, profile, got))
            outcome, visits = _put(archive, article, got, keeps)
            visits = (*visits, *_other_names(archive, article, visits))
            done = Done(paper=profile.key, address=address, outcome="stored" if outcome == "new" else outcome)
        else:
            reason = found.reason if isinstance(found, ExtractionError) else "error"
            message = clean(found.message)
            archive.put_refusal(profile.key, Refusal(address, got.capture.time, reason, message))
            visits = (msgspec.structs.replace(visits[0], reason=reason), *visits[1:])
            done = Done(paper=profile.key, address=address, outcome="refused", reason=reason, message=message)
        archive.visits.put(visits)
        if not isinstance(found, FrontPage):
            archive.health.count(profile.key, counted(found, got))
    return done


def counted(found: Article | BroadsheetError, got: Got) -> Day:
    """What one page that came adds to its paper's day. What its publisher forbids says nothing of how it was read."""
    if not isinstance(found, Article):
        reason = found.reason if isinstance(found, ExtractionError) else "error"
        if reason in permission.FORBIDS or reason == "withdrawn":
            return Day(day="")
        return Day(day="", fetched=1, refused=1, empty=int(reason in {"empty", "no-article"}))
    length = wording.words(wording.body_text(found))
    summary = wording.words(got.capture.hints.get("teaser", ""))
    is_closed = found.completeness == "paywalled"
    is_short = not is_closed and "nosnippet" not in got.marks and length <= max(summary, SHORT)
    return Day(day="", fetched=1, paywalled=int(is_closed), short=int(is_short), words=length, summaries=summary)


def _is_withdrawn(archive: SqliteArchive, paper: str, article: Article, got: Got) -> bool:
    """Whether one of the addresses that the page has was that of an article which was withdrawn."""
    names = (article.address, *article.aliases, got.capture.address, *(visit.address for visit in got.visits))
    return archive.withdrawal(paper, names) is not None


def settled(article: Article, profile: Profile, got: Got) -> Article:
    """*article* under an address of the paper, with the addresses that led to it, and in the sections that its lists and its address name.

    A page may call another paper's page, a site's root, or its section's page its canonical one (a text from an agency, a fault of a template): it is
    not there that this paper's readers find it.
    """
    homes = {addresses.comparable(each) for each in profile.lists()}
    sites = lists.Sites(profile.address)
    sites.add(got.capture.address)
    is_own = sites.has(article.address) and addresses.local(article.address) != "/" and addresses.comparable(article.address) not in homes
    own = article.address if is_own else got.capture.address
    listed = got.visits[0].address
    if addresses.comparable(own) == addresses.comparable(got.capture.address) != addresses.comparable(listed):
        own = listed  # it was read where it is whole (a page for printers), which is not where it is found
    names = (*article.aliases, *(visit.address for visit in got.visits))
    others = (each for each in names if each != own and sites.has(each) and addresses.comparable(each) not in homes)
    named = {fold(tag.name) for tag in article.sections}
    places = dict(profile.sections)
    known = {fold(name): name for name in places}
    # A section that the page writes in another way than the navigation is the navigation's.
    sections = [Tag(known.get(fold(tag.name), tag.name), tag.address) for tag in article.sections]
    sections += [Tag(name, places[name]) for name in lists.sections_of(got.listed, profile, own) if fold(name) not in named]
    return msgspec.structs.replace(article, address=own, aliases=tuple(dict.fromkeys(others)), sections=tuple(sections))


def _put(archive: SqliteArchive, article: Article, got: Got, capture: Capture | None) -> tuple[Literal["new", "changed", "same"], tuple[Visit, ...]]:
    """Store *article*, and *capture* with it; the outcome, and the visits to remember. It may stand at another address, too, and its text have told us.

    Where nothing is at that other address any more, the article has moved to this one. Where something is, this one is not asked for again.
    Where we do not know, the other is asked first.
    """
    stored = archive.put(got.paper, article, capture)
    head = archive.head(stored.id)
    here = {addresses.comparable(each) for each in (article.address, got.capture.address)}
    if head is None or addresses.comparable(head.address) in here:
        return stored.outcome, got.visits
    first, own = archive.visits.of(got.paper, head.address), got.visits[0]
    if first is None:
        return stored.outcome, got.visits
    if first.failures:
        moved = msgspec.structs.replace(article, aliases=(*article.aliases, head.address))
        return archive.put(got.paper, moved, capture).outcome, got.visits
    if first.asked >= own.found:
        return stored.outcome, (elsewhere(own, head.address, own.asked, 301), *got.visits[1:])
    # Asked for without conditions next time: the answer that it has not changed would tell nothing.
    own = msgspec.structs.replace(own, etag="", modified="")
    return stored.outcome, (own, *got.visits[1:], msgspec.structs.replace(first, next=0.0))


def _name(archive: SqliteArchive, profile: Profile, named: Named) -> None:
    """Add the sections and the other addresses that articles have: many a list is read, many a redirect met, after the article was. Then the lists
    are read.
    """
    homes = dict(profile.sections)
    with archive.batch():
        for address, names in named.sections.items():
            archive.also_in(profile.key, address, tuple(Tag(name, homes[name]) for name in names))
        for other, address in named.twins.items():
            archive.also_at(profile.key, address, other)
        archive.visits.put(named.visits)


def _moved(archive: SqliteArchive, paper: str, article: Article) -> Article:
    """*article* with the address under which it is stored, where the paper gave it another slug: the same number, the same headline."""
    if archive.targets(paper, (article.address,)):
        return article
    before = archive.find(paper, addresses.local(article.address))
    is_other = before is not None and addresses.comparable(before.address) != addresses.comparable(article.address)
    if before is None or not is_other or fold(before.headline) != fold(article.headline) or before.address in article.aliases:
        return article
    return msgspec.structs.replace(article, aliases=(*article.aliases, before.address))


def _other_names(archive: SqliteArchive, article: Article, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Visits that will never be made: of the article's other addresses, under which it is not asked for again.

    Those that look like another article's are not among them (`forms.alike`): what a page says of its addresses is hearsay until they are read.
    """
    own = visits[0]
    known = {addresses.comparable(visit.address) for visit in visits}
    found: list[Visit] = []
    for address in (article.address, *article.aliases):
        name = addresses.comparable(address)
        visited = archive.visits.of(own.paper, address)
        if name not in known and (visited is None or not visited.asked) and forms.alike(address, own.address):
            known.add(name)
            found.append(Visit(address=address, purpose="article", paper=own.paper, found=own.found, asked=own.asked, location=own.address, next=NEVER))
    return tuple(found)
