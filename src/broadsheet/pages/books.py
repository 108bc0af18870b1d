"""A request for a paper's days as books in, one page of them out, the newest day first; without a paper at `/` where each paper's books are.

| path | what stands there |
|---|---|
| `/~/feed/opds` | the paper's catalogue (OPDS 1.2): an entry a day; with several papers and none at `/`, an entry a paper |
| `/~/page/2/~/feed/opds` | its next 20 days (RFC 5005) |
"""

from msgspec.structs import replace

from ..archive import Head
from ..labels import count, date, label
from ..model import Feed, Link, Links, Page
from . import addresses, days, lists, takeaway
from .edition import NAME, Answer, Book, Request, Shelf

PATH = "/~/feed/opds"
TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"
PAPERS = "application/atom+xml;profile=opds-catalog;kind=navigation"


def link(request: Request) -> Link:
    """The way to the catalogue, for people."""
    return Link(addresses.local(request, PATH), label(request.language, "books"))


def feed(request: Request) -> Feed:
    """The way to the catalogue, for programs."""
    way = link(request)
    return Feed(way.address, TYPE if request.paper else PAPERS, f"{request.masthead} – {way.headline}")


def offered(request: Request, answer: Answer) -> Answer:
    """*answer* with the catalogue where its page is today's front page, or that of all papers."""
    page = answer.page
    if page.kind == "papers" or (page.kind == "front" and answer.listed and answer.listed.room == "/"):
        return replace(answer, page=replace(page, feeds=(*page.feeds, feed(request))))
    return answer


def page(request: Request) -> Answer | None:
    """One page of the catalogue."""
    if request.paper is None:
        return _papers(request) if request.number == 1 else None
    dated = [day for day in request.archive.days(request.key) if day][::-1]
    first = lists.offset(request)
    title = label(request.language, "books")
    books = tuple(book for day in dated[first : first + lists.SIZE] for book in _books(request, day))
    path = addresses.local(request, PATH)
    links = tuple(Link(book.path, f"{book.title} ({count(request.language, 'articles', book.articles)})") for book in books)
    answer = lists.listing(
        request,
        kind="books",
        title=title,
        path=path,
        entries=(Links(links),) if links else (),
        total=len(dated),
        counted=f"{title}: {len(dated)}",
    )
    if answer is None:
        return None
    shelf = Shelf(
        paper=request.paper, path=path, changed=request.changed, books=books, number=request.number, pages=lists.length(len(dated)), above=_above(request)
    )
    return replace(answer, form="opds", shelf=shelf)


def _books(request: Request, day: str) -> tuple[Book, ...]:
    """The books of *day*: one, and one more for each further page of a day that has several."""
    heads = request.archive.by_day(request.key, day).heads
    parts = [heads[first : first + days.SIZE] for first in range(0, len(heads), days.SIZE)]
    return tuple(_book(request, day, part, number, len(parts)) for number, part in enumerate(parts, 1))


def _book(request: Request, day: str, heads: tuple[Head, ...], number: int, parts: int) -> Book:
    language, room = request.language, f"/~/day/{day}"
    at = lists.turned(addresses.local(request, room), number)
    title = label(language, "paper-of", date=date(language, day))
    return Book(
        path=takeaway.at(at, "epub"),
        shown=at,
        room=lists.part(room, number),
        title=f"{title} ({label(language, 'page', n=number, total=parts)})" if parts > 1 else title,
        day=day,
        changed=max(head.changed for head in heads),
        articles=len(heads),
        sections=tuple(dict.fromkeys(section.name for head in heads for section in head.sections)),
    )


def _above(request: Request) -> str:
    """The catalogue of all papers, where there is one."""
    return "" if request.root else PATH


def _papers(request: Request) -> Answer:
    """Where the books of each paper are."""
    shelves = tuple(
        Shelf(paper=paper, path=addresses.local(request, PATH, paper.key), changed=request.archive.changed(paper.key), above=PATH)
        for paper in request.papers.values()
    )
    links = tuple(Link(shelf.path, shelf.paper.name) for shelf in shelves if shelf.paper)
    made = Page(
        path=PATH,
        kind="books",
        title=label(request.language, "books"),
        masthead=NAME,
        language=request.language,
        main=(Links(links),) if links else (),
        navigation=lists.ways(request),
        search=addresses.search(request),
        changed=request.changed,
    )
    return Answer(made, "shelves", shelf=Shelf(paper=None, path=PATH, changed=request.changed, shelves=shelves))
