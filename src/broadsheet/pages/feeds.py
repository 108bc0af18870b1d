"""A list's page in, where its feeds are and what they are made of out; and the page of all feeds of a paper.

| path | feed |
|---|---|
| `/~/feed/atom/<address of a list>` | Atom (RFC 4287) |
| `/~/feed/json/<address of a list>` | JSON Feed 1.1 |
| `/~/feed/opml` | the paper's lists as an outline (OPML 2.0) |
"""

from msgspec.structs import replace

from ..archive import Head
from ..labels import label
from ..model import Article, Feed, Link, Links, Page
from . import addresses, lists, numbering
from .edition import Answer, Piece, Request

TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
_NAMES = {"atom": "Atom", "json": "JSON Feed"}
OUTLINE = "text/x-opml"


def at(path: str, form: str = "atom") -> str:
    """Where the feed of the list at *path* is."""
    return f"/~/feed/{form}" + ("" if path == "/" else path)


def offered(request: Request, answer: Answer) -> Answer:
    """*answer* with the feeds of what its page lists: for programs, and as the last way on for people."""
    page = answer.page
    if answer.listed is None:
        return answer
    title = " – ".join(dict.fromkeys(part for part in (page.masthead, page.title) if part))
    # Terminal browsers print the titles alone, one behind the other.
    found = tuple(Feed(at(answer.listed.path, form), media, f"{title} ({_NAMES[form]})") for form, media in TYPES.items())
    way = Link(found[0].path, label(request.language, "feed"))
    return replace(answer, page=replace(page, feeds=found, navigation=(*page.navigation, way)))


def filled(request: Request, answer: Answer) -> Answer | None:
    """*answer* with the text of the articles that its page lists; None for a page that lists none."""
    if answer.listed is None:
        return None
    return replace(answer, listed=replace(answer.listed, pieces=pieces(request, answer.listed.heads)))


def pieces(request: Request, heads: tuple[Head, ...]) -> tuple[Piece, ...]:
    """The articles of *heads* with their text."""
    articles = [(head, article) for head in heads if (article := request.archive.article(head.id)) is not None]
    references: dict[str, set[str]] = {}
    for head, article in articles:
        references.setdefault(head.paper, set()).update(numbering.addresses(article.body))
    # A link is looked up first at the paper in which it stands.
    ways = {
        key: {reference: target.path for reference, target in addresses.targets(replace(request, paper=request.papers[key]), wanted).items()}
        for key, wanted in references.items()
    }
    return tuple(_piece(request, head, article, ways[head.paper]) for head, article in articles)


def _piece(request: Request, head: Head, article: Article, ways: dict[str, str]) -> Piece:
    """One article."""
    body = numbering.numbered(article.body, ways).blocks
    return Piece(head=head, article=article, paper=request.papers[head.paper], path=addresses.article(request, head), body=body)


def page(request: Request) -> Answer | None:
    """The lists of a paper that a reader may want to subscribe to: front page, newest, its sections; without a paper all papers."""
    language = request.language
    if request.paper is None:
        links = [Link(addresses.local(request, "/", paper.key), paper.name) for paper in request.papers.values()]
    else:
        named = request.archive.names(request.key, "section")
        paths = addresses.names(request, "section", named)
        links = [Link(addresses.local(request, "/"), label(language, "front")), Link(addresses.local(request, "/~/newest"), label(language, "newest"))]
        links += [Link(paths[one.slug], one.name) for one in named]
    made = Page(
        path=addresses.local(request, "/~/feed/opml"),
        kind="feeds",
        title=label(language, "feeds"),
        masthead=request.masthead,
        language=language,
        main=(Links(tuple(links)),) if links else (),
        navigation=lists.ways(request),
        search=addresses.search(request),
        changed=request.changed,
    )
    return Answer(made, "opml")
