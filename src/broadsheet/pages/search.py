"""What a reader searches for in, pages of results out.

A query stands in no path that every client passes on, so that a page of results has an address of its own: `/~/find/<query>`, the query as
base64url without padding (RFC 4648 §5). Its next pages are `/~/page/2/~/find/<query>`, in every protocol.
"""

import base64
import binascii

from msgspec.structs import replace

from ..archive import search
from ..errors import UsageError
from ..labels import label
from ..model import Block, Page, Paragraph, Span
from ..text import clean
from . import addresses, lists
from .edition import Answer, Listed, Request

# Longer than anything a reader types; a query of this length in base64url still fits a selector.
LONGEST = 200


def ask(request: Request) -> Answer | None:
    """The results of the query, or, where there is none, the page that asks for one."""
    query = clean(request.query)[:LONGEST]
    if query:
        return results(request, query)
    language = request.language
    page = Page(
        path=addresses.search(request),
        kind="search",
        title=label(language, "search-prompt"),
        masthead=request.masthead,
        language=language,
        main=(Paragraph((Span(label(language, "search-help")),)),),
        navigation=lists.ways(request),
        search=addresses.search(request),
        status="input",
    )
    return Answer(page)


def find(request: Request) -> Answer | None:
    """The results of a query that stands in the path; None where it is none that `path` wrote."""
    query = decoded(request.parts["query"])
    return results(request, query) if query else None


def encoded(query: str) -> str:
    """*query* as a part of a path: base64url of its UTF-8, without padding."""
    return base64.urlsafe_b64encode(query.encode("utf-8")).decode("ascii").rstrip("=")


def decoded(part: str) -> str:
    """The query that `encoded` wrote as *part*; "" where it wrote no such thing."""
    try:
        query = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return query if query == clean(query)[:LONGEST] and encoded(query) == part else ""


def results(request: Request, query: str) -> Answer | None:
    """One page of the articles that *query* finds, best first."""
    language = request.language
    path = addresses.local(request, f"/~/find/{encoded(query)}")
    title = label(language, "results", query=query)
    try:
        asked = search.parse(query)
    except UsageError:
        return _nothing(request, query, path, title, label(language, "no-date"))
    heads = request.archive.search(asked, request.key, lists.offset(request), lists.SIZE)
    if heads.total == 0:
        why = " ".join((label(language, "no-results"), *(label(language, "no-field", name=f"{name}:") for name in search.strange(query))))
        return _nothing(request, query, path, title, why, listed=lists.listed(request, path, ())) if request.number == 1 else None
    found = lists.listing(request, kind="search", title=title, path=path, entries=lists.teasers(request, heads), total=heads.total, heads=heads.heads)
    return replace(found, page=replace(found.page, query=query)) if found else None


def _nothing(request: Request, query: str, path: str, title: str, why: str, listed: Listed | None = None) -> Answer:
    """A page of results without any: why, and how to search. *listed*: what will be found one day can be subscribed to, what is no query cannot."""
    language = request.language
    main: tuple[Block, ...] = (Paragraph((Span(why),)), Paragraph((Span(label(language, "search-help")),)))
    page = Page(
        path=path,
        kind="search",
        title=title,
        masthead=request.masthead,
        language=language,
        main=main,
        navigation=lists.ways(request),
        search=addresses.search(request),
        query=query,
        changed=request.changed,
    )
    return Answer(page, listed=listed)
