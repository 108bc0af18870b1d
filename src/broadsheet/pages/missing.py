"""A request that leads nowhere in, a page that helps out. Of why it leads nowhere it says nothing but that."""

from urllib.parse import quote

from ..labels import label
from ..model import Block, Link, Links, Page, Paragraph, Span
from . import addresses, lists
from .edition import Answer, Request


def page(request: Request, *, well_formed: bool = True) -> Answer:
    """The page of status `missing`: search, the ways on, and the paper's own page at that address, which may well be there."""
    language = request.language
    blocks: list[Block] = [Paragraph((Span(label(language, "missing-help")),))]
    path = quote(request.path, safe="/!~-._") if well_formed else "/"
    original = _original(request) if well_formed else ""
    if original:
        blocks.append(Links((Link(original, original, label(language, "original")),)))
    page = Page(
        path=addresses.local(request, path) if path != "/" else "/~/missing",
        kind="missing",
        title=label(language, "missing"),
        masthead=request.masthead,
        language=language,
        main=tuple(blocks),
        navigation=lists.ways(request),
        search=addresses.search(request),
        status="missing",
    )
    return Answer(page)


def _original(request: Request) -> str:
    """Where the paper itself would have the page; "" for what only the edition has."""
    if request.paper is None or request.path.startswith("/~") or len(request.written[0]) > addresses.LONGEST:
        return ""
    return addresses.original(request.paper, request.written[0])
