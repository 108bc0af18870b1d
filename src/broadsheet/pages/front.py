"""A request for the front page in, the paper's own order as last seen out; where no front page was ever seen, the newest articles by section."""

import msgspec

from ..archive import Head
from ..labels import date, label
from ..model import Block, Facts, FrontPage, Heading, Link, Links, Page, Paragraph, Span, Teaser
from . import addresses, days, lists
from .article import related
from .edition import Answer, Request
from .times import local

# How many of the newest articles make a front page where the paper's own is not known.
NEWEST = 40


def page(request: Request) -> Answer | None:
    """The front page; an earlier one where the path names a day: as it stood when that day ended."""
    if request.paper is None:
        return None
    day = request.parts.get("day", "")
    front = request.archive.front(request.key, days.end(day) if day else "")
    if front is None and day:
        return None
    language = request.language
    if front:
        blocks, heads = snapshot(request, front)
    else:
        heads = request.archive.newest(request.key, 0, NEWEST).heads
        blocks = days.by_section(request, heads)
    moment = local(front.time if front else request.changed, request.paper)
    facts = Facts((f"{label(language, 'updated')}: {date(language, moment)}",)) if moment else None
    page = Page(
        path=addresses.local(request, f"/~/front/{day}" if day else "/"),
        kind="front",
        title=label(language, "front"),
        masthead=request.masthead,
        language=language,
        main=(*((facts,) if facts else ()), *(blocks or (Paragraph((Span(label(language, "empty")),)),))),
        navigation=lists.ways(request, "" if day else "front"),
        search=addresses.search(request),
        changed=request.changed,
        original=addresses.original(request.paper, request.paper.address),
    )
    return Answer(page, listed=lists.listed(request, page.path, heads))


def alone(front: FrontPage, name: str, language: str, address: str) -> Page:
    """*front* of the paper *name* without an archive: every link leads to the paper."""
    # Below the root of a site stands the list of a section, whose name the page alone knows.
    title = label(language, "front" if address.rstrip("/").count("/") <= 2 else "all-articles")
    blocks: list[Block] = []
    for part in front.blocks:
        if part.title:
            blocks.append(Heading((Span(part.title),)))
        blocks += [Teaser(link) for link in part.links]
    return Page(path="/", kind="front", title=title, masthead=name, language=language, main=tuple(blocks), original=address)


def addressed(page: Page) -> Page:
    """*page*, where it is a list, with the address of each article below that one's teaser, for a form that shows none."""
    if page.kind == "article":
        return page
    pairs = ((block, Links((Link(block.link.address),))) if isinstance(block, Teaser) and block.link.address else (block,) for block in page.main)
    return msgspec.structs.replace(page, main=tuple(block for pair in pairs for block in pair))


def snapshot(request: Request, front: FrontPage) -> tuple[tuple[Block, ...], tuple[Head, ...]]:
    """The blocks of *front* with their links as the edition has them, and the archive's teaser where the front page showed none; the articles in them."""
    targets = addresses.targets(request, (link.address for block in front.blocks for link in block.links))
    blocks: list[Block] = []
    for block in front.blocks:
        if block.title:
            blocks.append(Heading((Span(block.title),)))
        blocks += [Teaser(related(link, targets, request.paper)) for link in block.links]
    linked = (targets.get(link.address) for block in front.blocks for link in block.links)
    return tuple(blocks), tuple({target.head.id: target.head for target in linked if target and target.head}.values())
