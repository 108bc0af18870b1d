"""A paper's address in, its profile and a sample of its articles out, for a person to look at before anything is kept.

Everything is asked for within one budget of requests, in the pace of a gathering. What was asked for is not asked for again: the sample is stored
when the paper is added.
"""

import asyncio
from pathlib import Path

import msgspec

from . import address as addresses
from . import gathering
from .address import site
from .archive.sqlite import SqliteArchive
from .errors import UsageError
from .gather import permission, whole
from .gather import profile as profiles
from .gather.asking import Manners
from .gather.discover import Found, discover
from .gather.events import Got, arrived
from .gather.fetch import Fetcher
from .gather.listed import Listed
from .gather.lists import sections_of
from .gather.profile import Profile
from .gather.siteconfigs import SiteConfigs
from .gathering import Done
from .learning import Learning
from .model import Article
from .net import meaning
from .net.answer import PAGE
from .net.pace import PACE
from .newsroom import key_of
from .rounds import Rules
from .siteconfig import SiteConfig
from .text import clean
from .visit import Visit
from .workers import Extracted, extract_all

BUDGET = 40
"""Requests that finding a paper and its sample may take."""
SAMPLE = 3
_TRIED = 6


class Sampled(msgspec.Struct, frozen=True):
    """An article of the sample: as it was got, and what extraction made of it."""

    got: Got
    page: Extracted


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as it would be added. *requests* is how many were sent for it, *rules* what the user's site configs say of it."""

    found: Found
    sample: tuple[Sampled, ...]
    requests: int
    rules: SiteConfig | None = None

    @property
    def profile(self) -> Profile:
        """The profile that would be written."""
        return self.found.profile

    def articles(self) -> tuple[Article, ...]:
        """The articles of the sample that could be read, as they will look."""
        return tuple(
            gathering.settled(each.page.found, self.profile, each.got) for each in self.sample if isinstance(each.page.found, Article)
        )


def home(text: str) -> str:
    """The address of a front page as a person types it: `paper.example` is `https://paper.example/`. `UsageError` for what is none."""
    address = addresses.absolute(text if "://" in text else f"https://{text}").partition("#")[0]
    if not address.startswith(("http://", "https://")):
        raise UsageError(f"{clean(text)[:200]}: is no web address; give that of the paper's front page, like https://paper.example/")
    return address


def free_key(archive: SqliteArchive, data: Path, address: str, wanted: str = "") -> str:
    """The key under which a paper at *address* is added: *wanted*, or one made from its host. `UsageError` where it is taken or is none."""
    if wanted and not profiles.is_key(wanted):
        raise UsageError(f"--key: {clean(wanted)[:60]!r} is no key; take lower-case letters, digits and hyphens")
    host = site(address)
    known = next((paper.key for paper in archive.papers() if site(paper.address) == host and _is_same(paper.address, address)), "")
    key = wanted or known or key_of(host)
    if profiles.path(data, key).exists():
        raise UsageError(f"{profiles.path(data, key)} is there already: change that file, or `broadsheet remove {key}` first, or give another --key")
    paper = archive.paper(key)
    if paper is not None and site(paper.address) != host:
        raise UsageError(f"the archive has another paper {key} ({paper.address}): give this one another --key")
    return key


def _is_same(one: str, other: str) -> bool:
    return addresses.comparable(one) == addresses.comparable(other)


def propose(archive: SqliteArchive, address: str, key: str, manners: Manners, *, site_configs: str = "", jobs: int = 0) -> Proposal:
    """What is found of the paper at *address*, and a sample of its articles, read by the rules in the folder *site_configs*, "" for none.

    `NetError` where its front page cannot be read, `ConfigError` where the rules cannot.
    """
    configs = SiteConfigs(Path(site_configs)) if site_configs else None
    found, got, requests = asyncio.run(_ask(archive, address, key, manners, Rules(configs)))
    by_capture = {id(each.capture): each for each in got}
    pages = tuple(extract_all([each.capture for each in got], jobs=jobs or 1, known=Learning(archive, site_configs).of))
    sample = tuple(Sampled(by_capture[id(page.capture)], page) for page in pages)
    return Proposal(found=found, sample=sample, requests=requests, rules=configs.of(found.profile.address) if configs else None)


async def _ask(archive: SqliteArchive, address: str, key: str, manners: Manners, rules: Rules) -> tuple[Found, list[Got], int]:
    """Find the paper and ask for its sample."""
    async with manners.client() as client:
        pace = manners.pace or PACE
        fetcher = Fetcher(client, archive.visits, pace_seconds=pace, patience=manners.patience, budget=BUDGET, adds=rules.headers, insists=True)
        found = await discover(address, key, fetcher)
        if manners.pace:
            found = msgspec.structs.replace(found, profile=msgspec.structs.replace(found.profile, pace=manners.pace))
        got: list[Got] = []
        for listed in _spread(found.articles, found.profile)[:_TRIED]:
            if len(got) == SAMPLE:
                break
            where = addresses.untracked(listed.address)
            fetched = await fetcher.get(where, PAGE)
            answer = fetched.answer
            if meaning.meaning(answer) == "page":
                now = fetcher.now()
                pages, ended = await whole.pages(fetcher, answer, {addresses.comparable(answer.address)}, rules.lead)
                if ended is not None:
                    continue
                visit = Visit(address=where, purpose="article", paper=key, found=now)
                after = meaning.after(visit, answer, now, first=1.0, chance=0.0)
                marks = permission.marks(answer, reserved=await fetcher.is_reserved(answer.address))
                got.append(arrived(after, fetched, pages, now, listed, marks))
        return found, got, fetcher.asked


def _spread(articles: tuple[Listed, ...], profile: Profile) -> list[Listed]:
    """*articles*, one of each section before the second of any."""
    turns: dict[tuple[str, ...], int] = {}
    order: list[tuple[int, int]] = []
    for number, listed in enumerate(articles):
        name = sections_of(listed, profile, listed.address)[:1]
        turns[name] = turns.get(name, 0) + 1
        order.append((turns[name], number))
    return [articles[number] for _, number in sorted(order)]


def accept(archive: SqliteArchive, data: Path, proposal: Proposal) -> tuple[Path, tuple[Done, ...]]:
    """Write the profile, add the paper to the archive, store the sample; the profile's file, and what became of the sample."""
    file = profiles.write(data, proposal.profile)
    archive.put_paper(proposal.profile.paper())
    learning = Learning(archive)
    done = tuple(gathering.store(archive, proposal.profile, each.got, each.page, learning) for each in proposal.sample)
    learning.save()
    return file, done
