"""A request for a list in, one of its pages out: newest, section, topic, author. Every list has pages of 20 articles.

`listing` is how all lists of the edition are set: a line that counts, the entries, the pages before and after, and the ways on.
"""

from collections.abc import Iterable

from .. import address
from ..archive import Head, Heads, Kind, Name
from ..labels import count, label
from ..model import Block, Facts, Link, Page, Paragraph, Span, Teaser
from . import addresses
from .edition import Answer, Listed, Request
from .times import local

SIZE = 20
# The words of paths for the kinds of names, and what their indexes are called.
KINDS: dict[str, Kind] = {"section": "section", "topic": "topic", "author": "person"}
TITLES = {"section": "sections", "topic": "topics", "author": "people"}


def link(request: Request, head: Head) -> Link:
    """An article in a list; in one over all papers the kicker begins with its paper's name."""
    paper = request.papers.get(head.paper)
    kicker = " · ".join(filter(None, (paper.name, head.kicker))) if paper and request.paper is None else head.kicker
    return Link(addresses.article(request, head), head.headline, kicker, head.teaser, local(head.date, paper))


def ways(request: Request, *without: str) -> tuple[Link, ...]:
    """The ways through an edition that every page but an article ends in, but those named in *without*."""
    if request.paper is None:
        return (Link("/", label(request.language, "papers")),) if "papers" not in without else ()
    paths = {"front": "/", "newest": "/~/newest", "sections": "/~/sections", "topics": "/~/topics", "people": "/~/authors"}
    paths |= {"calendar": "/~/day", "about": "/~/about"}
    links = [Link(addresses.local(request, path), label(request.language, key)) for key, path in paths.items() if key not in without]
    if len(request.papers) > 1 and not request.root:
        links.append(Link("/", label(request.language, "papers")))
    return tuple(links)


def offset(request: Request, size: int = SIZE) -> int:
    """How many entries stand before the page that was asked for."""
    return (request.number - 1) * size


def turned(path: str, number: int) -> str:
    """The path of page *number* of the list at *path*."""
    return path if number == 1 else f"/~/page/{number}{path}"


def length(total: int, size: int = SIZE) -> int:
    """How many pages *total* entries have: at least one."""
    return max(1, -(-total // size))


def part(room: str, number: int) -> str:
    """What names page *number* of the list in *room* for good."""
    return room if number == 1 else f"{room} {number}"


def listed(request: Request, path: str, heads: tuple[Head, ...], pages: int = 1, room: str = "") -> Listed:
    """What the list at *path* (with its paper's prefix) lists on the page that was asked for. *room*: what never changes of the list's place."""
    before = f"/{request.key}"
    if not room:
        room = path[len(before) :] or "/" if request.key and f"{path}/".startswith(f"{before}/") else path
    return Listed(path=path, room=room, paper=request.paper, heads=heads, number=request.number, pages=pages)


def listing(
    request: Request,
    *,
    kind: str,
    title: str,
    path: str,
    entries: Iterable[Block],
    total: int,
    heads: tuple[Head, ...] | None = None,
    room: str = "",
    size: int = SIZE,
    counted: str = "",
    original: str = "",
) -> Answer | None:
    """One page of a list; None where the list has no such page. *counted* is what its first line says, where that is not the number of articles.

    *path* is the list's own in the whole edition, with its paper's prefix. *total* is how many entries all pages have. *heads* are the articles
    that the page lists, None for a list of something else. *room* as in `listed`.
    """
    pages = length(total, size)
    if request.number > pages:
        return None
    language = request.language
    facts = [counted or count(language, "articles", total)]
    if pages > 1:
        facts.append(label(language, "page", n=request.number, total=pages))
    shown = tuple(entries)
    turns: list[Link] = []
    if request.number < pages:
        turns.append(Link(turned(path, request.number + 1), label(language, "next-page")))
    if request.number > 1:
        turns.append(Link(turned(path, request.number - 1), label(language, "previous-page")))
    page = Page(
        path=turned(path, request.number),
        kind=kind,
        title=title,
        masthead=request.masthead,
        language=language,
        main=(Facts(tuple(facts)), *(shown or (Paragraph((Span(label(language, "empty")),)),))),
        navigation=(*turns, *ways(request, kind)),
        search=addresses.search(request),
        changed=request.changed,
        original=original,
    )
    return Answer(page, listed=None if heads is None else listed(request, path, heads, pages, room))


def teasers(request: Request, heads: Heads) -> tuple[Teaser, ...]:
    """The articles of a list as its page shows them."""
    return tuple(Teaser(link(request, head)) for head in heads.heads)


def newest(request: Request) -> Answer | None:
    """The paper's articles, newest first."""
    if request.paper is None:
        return None
    heads = request.archive.newest(request.key, offset(request), SIZE)
    path = addresses.local(request, "/~/newest")
    title = label(request.language, "newest")
    return listing(request, kind="newest", title=title, path=path, entries=teasers(request, heads), total=heads.total, heads=heads.heads)


def by_slug(request: Request) -> Answer | None:
    """The articles of the section, topic or author of that slug."""
    kind = KINDS[request.parts["kind"]]
    named = request.archive.name(request.key, kind, request.parts["slug"]) if request.paper else None
    return by_name(request, kind, named) if named else None


def at_paper(request: Request) -> Answer | None:
    """The section, topic or author whose page at the paper itself has the address that was asked for."""
    if request.paper is None:
        return None
    named = request.archive.named(request.key, request.written)
    for written in request.written:
        if written in named:
            return by_name(request, *named[written])
    return None


def by_name(request: Request, kind: Kind, named: Name) -> Answer | None:
    """The articles of a section, a topic or a person."""
    heads = request.archive.by_name(request.key, kind, named.slug, offset(request), SIZE)
    original = addresses.original(request.paper, named.address) if request.paper else ""
    return listing(
        request,
        kind=kind,
        title=named.name,
        path=addresses.name(request, kind, named),
        entries=teasers(request, heads),
        total=heads.total,
        heads=heads.heads,
        # A paper may give the page of a section another address one day: its slug stays.
        room=f"/~/{addresses.KINDS[kind]}/{named.slug}",
        original=original if address.host(original) else "",
    )
