"""A request for an index in, one of its pages out: all sections, topics or authors of a paper, and all papers of an edition."""

from collections import Counter

from msgspec.structs import replace

from ..address import host
from ..labels import count, label
from ..model import Facts, Feed, Link, Links, Page, Teaser
from . import addresses, books, feeds, lists
from .edition import NAME, Answer, Request

SIZE = 100


def page(request: Request) -> Answer | None:
    """One page of the names of a kind, each with the number of its articles."""
    if request.paper is None:
        return None
    word = request.parts["kinds"].removesuffix("s")
    kind = lists.KINDS[word]
    named = request.archive.names(request.key, kind)
    offset = lists.offset(request, SIZE)
    shown = named[offset : offset + SIZE]
    paths = addresses.names(request, kind, shown)
    links = tuple(Link(paths[one.slug], f"{one.name} ({one.articles})") for one in shown)
    title = label(request.language, lists.TITLES[word])
    answer = lists.listing(
        request,
        kind="names",
        title=title,
        path=addresses.local(request, f"/~/{word}s"),
        entries=(Links(links),) if links else (),
        total=len(named),
        size=SIZE,
        counted=f"{title}: {len(named)}",
    )
    if answer is None or word != "section":
        return answer
    outline = addresses.local(request, "/~/feed/opml")
    ways = (*answer.page.navigation, Link(outline, label(request.language, "feeds")), books.link(request))
    found = (Feed(outline, feeds.OUTLINE, label(request.language, "feeds")), books.feed(request))
    return replace(answer, page=replace(answer.page, navigation=ways, feeds=found))


def papers(request: Request) -> Answer:
    """All papers of the edition: its first page where no paper is mounted at `/`."""
    language = request.language
    named = Counter(paper.name for paper in request.papers.values())
    # Two papers of one name are told apart by their hosts.
    names = {key: paper.name if named[paper.name] == 1 else f"{paper.name} ({host(paper.address)})" for key, paper in request.papers.items()}
    teasers = tuple(Teaser(Link(addresses.local(request, "/", key), names[key], teaser=paper.description)) for key, paper in request.papers.items())
    total = sum(request.archive.newest(key, 0, 1).total for key in request.papers)
    page = Page(
        path="/",
        kind="papers",
        title=label(language, "papers"),
        masthead=NAME,
        language=language,
        main=(Facts((count(language, "articles", total),)), *teasers),
        search="/~/search",
        changed=request.changed,
    )
    return Answer(page)
