"""Truth for `add`: twenty real hosts, replayed in seven manners; sections, feeds, pattern and language have to be right for at least eighteen."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import aiohttp.connector
import pytest

from broadsheet import adding
from broadsheet import address as addresses
from broadsheet.archive.sqlite import open_archive
from broadsheet.gather import pattern
from broadsheet.gather.asking import Manners
from broadsheet.gather.profile import Profile

from .replay import SITES, Replay, Site, another_day

MANNERS = Manners(pace=0.001, opened=frozenset({"127.0.0.1"}))
FEEDS = {"feed": "rss/alles.xml", "bare feed": "rss/alles.xml", "menu": "rss/alles.xml", "languages": "rss/alles.xml", "query": "?feed=rss2"}
MAPS = {"feed": "sitemap.xml", "no feed": "news.xml", "index": "sitemaps/index.xml", "menu": "sitemap.xml"}


@pytest.fixture(scope="module")
def replay(shared: Path) -> Iterator[Replay]:
    with Replay(shared / "corpus" / "fundus") as one:
        yield one


@pytest.fixture
def here(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> Replay:
    monkeypatch.setattr(aiohttp.connector, "DefaultResolver", replay.resolver())
    return replay


def wrong(site: Site, profile: Profile, listed: list[str]) -> dict[str, object]:
    """What is not as it should be, by what it is of."""
    found: dict[str, object] = {}
    sections = tuple((name, f"{site.home.rstrip('/')}{path}") for name, path in site.sections.items())
    if profile.sections != sections:
        found["sections"] = profile.sections
    feeds = (f"{site.home}{FEEDS[site.manner]}",) if site.manner in FEEDS else ()
    maps = (f"{site.home}{MAPS[site.manner]}",) if site.manner in MAPS else ()
    if (profile.feeds, profile.sitemaps) != (feeds, maps):
        found["feeds"] = (profile.feeds, profile.sitemaps)
    is_article = pattern.matcher(profile.articles)
    missed = [target for target in (*listed, *another_day(site)) if not is_article(f"{site.home.rstrip('/')}{target}")]
    taken = [address for _, address in sections if is_article(address)] + [path for path in ("/kontakt/", "/1-service/", "/") if is_article(f"{site.home.rstrip('/')}{path}")]
    if missed or taken:
        found["pattern"] = (profile.articles, missed, taken)
    if profile.language.partition("-")[0] != site.language.partition("-")[0]:
        found["language"] = profile.language
    return found


def test_what_add_finds_is_right(here: Replay, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faults: dict[str, dict[str, object]] = {}
    with open_archive(tmp_path, write=True) as archive:
        for number, site in enumerate(SITES):
            proposal = adding.propose(archive, site.home, f"paper{number}", MANNERS, jobs=1)
            if found := wrong(site, proposal.profile, here.listed(site)):
                faults[site.host] = found
            assert proposal.requests <= adding.BUDGET
            assert len(proposal.articles()) == adding.SAMPLE, site.host
            assert all(addresses.site(article.address) == addresses.site(site.home) for article in proposal.articles())
    assert len({site.manner for site in SITES}) >= 6
    assert len(SITES) - len(faults) >= 18, faults
    repeated = [asked for asked, count in Counter((host, target) for host, target, _ in here.asked).items() if count > 1]
    assert not repeated, "nothing is asked for twice"
