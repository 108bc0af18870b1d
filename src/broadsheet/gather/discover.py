"""A paper's address in, its profile out: what it is called, its language, feeds, sitemaps, sections, and what addresses of its articles look like.

| found | where, in this order |
|---|---|
| name | `og:site_name`, `application-name`, the feed's title, `<title>` |
| language | `<html lang>`, the feed |
| time zone | the country of the host or of the language (`zones`) |
| feeds | the head of the front page, links that look like feeds, well-known places |
| sitemaps | robots.txt, well-known places |
| articles | feeds and news sitemaps; the headlines of the front page; sitemaps |
| sections | the navigation (`sections`) |

Every request goes through the `Fetcher`, whose budget bounds the whole.
"""

import asyncio
import re
from collections.abc import Iterable

import msgspec

from .. import address as addresses
from ..errors import NetError
from ..net import meaning
from ..net.answer import FEED, PAGE, SITEMAP, Answer
from ..text import clean, fold
from ..zones import zone_of
from . import feed, pattern, sitemap
from .fetch import Fetcher
from .listed import Listed
from .lists import Sites
from .outline import Outline, outline
from .profile import Profile
from .sections import sections

FEED_PLACES = ("feed/", "rss.xml", "feed.xml", "rss", "atom.xml", "feed.json")
SITEMAP_PLACES = ("sitemap.xml", "sitemap_index.xml", "news-sitemap.xml")
_MOST_FEEDS = 3
_MOST_SITEMAPS = 4
_FEED_LINK = re.compile(r"(?i)/(?:rss|feed|feeds|atom)(?:[/._-]|$)|\.(?:rss|rdf)$|[?&]format=(?:rss|atom)")
_HEADLINE = 25  # characters of a link's text from which it is more likely a headline than a name
_TITLE_MARK = re.compile(r"(?<!\s)\s+[|–—·:-]\s+|(?:(?<!\s)\s+)?[|｜]\s*")  # a run of blanks is tried from its first one alone


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a paper: its *profile*; *articles* that its lists name, the newest first; *notes* for the person who adds it."""

    profile: Profile
    articles: tuple[Listed, ...]
    notes: tuple[str, ...] = ()


class _Lists(msgspec.Struct, frozen=True, kw_only=True):
    """The feeds or the sitemaps that could be read, and what they name. *sure*: articles without doubt."""

    addresses: tuple[str, ...] = ()
    sure: tuple[Listed, ...] = ()
    others: tuple[Listed, ...] = ()
    title: str = ""
    language: str = ""


async def discover(address: str, key: str, fetcher: Fetcher) -> Found:
    """What can be found of the paper whose front page is at *address*; it will be called *key*. `NetError` where that page cannot be read."""
    got = await fetcher.get(address, PAGE)
    if meaning.meaning(got.answer) != "page":
        raise NetError(got.answer.message or f"{address}: the server answers {got.answer.status}; give the address of the paper's front page")
    home = await asyncio.to_thread(outline, got.answer.body, got.answer.address, got.answer.charset)
    feeds = await _feeds(home, fetcher)
    maps = await _sitemaps(home, fetcher)
    sites = Sites(home.address)
    sure = tuple(each for each in (*feeds.sure, *maps.sure) if sites.has(each.address) and addresses.local(each.address) != "/")
    headlines = _headlines(home, sites)
    known = [each.address for each in sure] or [each.address for each in headlines]
    parts = sections(home, known, (name for each in sure for name in each.sections))
    others = [where for _, where in parts] + [link.address for link in home.anchors if link.menu and len(link.text) < _HEADLINE]
    patterns = pattern.pattern(known, others)
    patterns = _completed(patterns, headlines, others)
    is_article = pattern.matcher(patterns)
    # With the patterns known, what they match is no section, and what they do not match is no article.
    linked = [each.address for each in headlines if is_article(each.address)]
    parts = sections(home, (*known, *linked), (name for each in sure for name in each.sections), linked)
    named = (each for each in (*maps.others, *headlines, *maps.sure, *feeds.sure) if is_article(each.address) and sites.has(each.address))
    listed = {addresses.comparable(each.address): each for each in named}
    language = feed.language_tag(home.language) or feeds.language
    profile = Profile(
        key=key,
        name=_name(home, feeds.title),
        address=home.address,
        language=language,
        timezone=zone_of(addresses.host(home.address), language),
        feeds=feeds.addresses,
        sitemaps=maps.addresses,
        articles=patterns,
        sections=parts,
        description=home.meta.get("og:description", home.meta.get("description", ""))[:300],
    )
    articles = sorted(listed.values(), key=lambda each: each.date or each.modified, reverse=True)
    return Found(profile=profile, articles=tuple(articles), notes=tuple(_notes(profile)))


def _notes(profile: Profile) -> Iterable[str]:
    """What a person should look at before they trust the profile."""
    if not profile.feeds and not profile.sitemaps:
        yield "no feed and no sitemap: only what the front page and the sections link to is found"
    if not profile.articles:
        yield "no pattern of article addresses: only what feeds name is gathered; add patterns to the profile (docs/papers.md)"
    if not profile.sections:
        yield "no sections in the navigation: articles are in the sections that their own pages name"
    if not profile.language:
        yield "the page does not say its language: set `language` in the profile"
    if profile.timezone == "UTC":
        yield "nothing tells the time zone: set `timezone` in the profile"


def _completed(patterns: tuple[str, ...], headlines: tuple[Listed, ...], others: list[str]) -> tuple[str, ...]:
    """*patterns*, and those of the front page's headlines where these are mostly of another kind: not all articles are in every feed."""
    is_article = pattern.matcher(patterns)
    missed = [each.address for each in headlines if not is_article(each.address)]
    if len(missed) * 2 <= len(headlines):
        return patterns
    return tuple(dict.fromkeys((*patterns, *pattern.pattern(missed, others))))


def _headlines(home: Outline, sites: Sites) -> tuple[Listed, ...]:
    """The links of a front page that are headlines of the paper, by their length and place."""
    found: dict[str, Listed] = {}
    for link in home.anchors:
        is_headline = len(link.text) >= _HEADLINE or (link.heading and len(link.text) >= 8)
        if not link.menu and link.place != "footer" and is_headline and sites.has(link.address) and addresses.local(link.address) != "/":
            found.setdefault(addresses.comparable(link.address), Listed(address=addresses.untracked(link.address), headline=link.text))
    return tuple(found.values())


async def _feeds(home: Outline, fetcher: Fetcher) -> _Lists:
    """The feeds that the front page names, or that lie where they lie with many."""
    named = [link.address for link in home.feeds() if "comment" not in f"{link.address}{link.title}".lower()]
    named += [link.address for link in home.anchors if _FEED_LINK.search(addresses.local(link.address))]
    sites = Sites(home.address)
    places = [addresses.absolute(f"/{place}", home.address) for place in FEED_PLACES]
    good: dict[str, feed.Feed] = {}
    for tried in ([each for each in dict.fromkeys(named) if sites.has(each)][:_MOST_FEEDS], places):
        for where in tried:
            answer = (await fetcher.get(where, FEED)).answer if not good or tried is not places else None
            read = await asyncio.to_thread(_feed, answer) if answer else None
            if read and answer and any(sites.has(each.address) for each in read.listed):
                good.setdefault(answer.address, read)
        if good:
            break
    first = next(iter(good.values()), feed.Feed())
    listed = tuple(each for read in good.values() for each in read.listed)
    return _Lists(addresses=tuple(good), sure=listed, title=first.title, language=first.language)


def _feed(answer: Answer) -> feed.Feed | None:
    if meaning.meaning(answer) != "page":
        return None
    try:
        return feed.read(answer.body, answer.address)
    except feed.NotAFeedError:
        return None


async def _sitemaps(home: Outline, fetcher: Fetcher) -> _Lists:
    """The sitemaps that robots.txt names, or that lie where they lie with many; of an index one child is read, a news sitemap before others."""
    sites = Sites(home.address)
    named = sorted((each for each in (await fetcher.rules(home.address)).sitemaps if sites.has(each)), key=lambda each: "news" not in each.lower())
    good: list[str] = []
    sure: list[Listed] = []
    others: list[Listed] = []
    for where in named[:_MOST_SITEMAPS] or [addresses.absolute(f"/{place}", home.address) for place in SITEMAP_PLACES]:
        if not named and good:
            break
        read = await _sitemap(where, fetcher)
        if read is None:
            continue
        good.append(where)
        likely = sorted(read.children, key=lambda child: ("news" in child.address.lower(), child.modified), reverse=True)
        parts = [read] + ([part] if likely and not sure and (part := await _sitemap(likely[0].address, fetcher)) else [])
        for part in parts:
            (sure if part.is_news else others).extend(part.listed)
    return _Lists(addresses=tuple(good), sure=tuple(sure), others=tuple(others))


async def _sitemap(address: str, fetcher: Fetcher) -> sitemap.Sitemap | None:
    answer = (await fetcher.get(address, SITEMAP)).answer
    if meaning.meaning(answer) != "page":
        return None
    try:
        return await asyncio.to_thread(sitemap.read, answer.body, answer.address)
    except sitemap.NotASitemapError:
        return None


def _name(home: Outline, feed_title: str) -> str:
    """What the paper is called."""
    for name in (home.meta.get("og:site_name", ""), home.meta.get("application-name", ""), home.meta.get("apple-mobile-web-app-title", "")):
        if 1 < len(name) <= 60 and not name.startswith("http"):
            return name
    host = addresses.host(home.address)
    label = _loose(max(host.split(".")[:-1] or [host], key=len))
    parts = [part for title in (feed_title, home.title) for each in _TITLE_MARK.split(title) if 1 < len(part := clean(each)) <= 60]
    # The part of a title that the host is made of is the name; else a feed's title begins with it more often than not.
    return next((part for part in parts if _loose(part) in label or label in _loose(part)), parts[0] if parts else host)


def _loose(name: str) -> str:
    return fold(name).replace(" ", "").replace("-", "")
