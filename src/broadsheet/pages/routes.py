"""A path and a query in, a `Page` out: the one routing table of all protocols.

What a path says before it is looked up in the table: `/<paper>` chooses a paper, `/~/text`, `/~/gmi`, `/~/json` a form, `/~/feed/atom` and
`/~/feed/json` the form of a feed, which lists of articles alone have, `/~/file/epub` and `/~/file/text` that of a file, which days alone have,
`/~/page/<n>` a page of a list, `/~/<manner>` the root of a manner, each at most once and in any order. What then does not begin with `/~/` is an
address of the paper's own.
"""

import re
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from ..manners import MANNERS
from ..model import Paper
from ..text import is_clean
from . import about, books, days, feeds, front, gone, history, lists, missing, names, parallel, search, shown, takeaway
from .edition import Answer, Edition, Form, Request

Answering: TypeAlias = Callable[[Request], Answer | None]

# Longer than any request that Gopher or Gemini allow (1,024 bytes).
LONGEST = 2048
FORMS: tuple[Form, ...] = ("text", "gmi", "json")
FEEDS: dict[str, Form] = {"atom": "atom", "json": "jsonfeed"}
# What stands behind `/~/feed` and `/~/file`.
TAKEN: dict[str, dict[str, Form]] = {"feed": FEEDS, "file": takeaway.FORMS}

# Path below the paper, the function that answers, and whether it is a list with pages. `<day>` and the like are the patterns of `_PARTS`.
ROUTES: tuple[tuple[str, Answering, bool], ...] = (
    ("/", front.page, False),
    ("/~/front/<day>", front.page, False),
    ("/~/a/<id>", shown.by_id, False),
    ("/~/a/<id>/<version>", shown.by_id, False),
    ("/~/history/<id>", history.page, False),
    ("/~/history/<id>/<from>/<to>", history.difference, False),
    ("/~/<kind>/<slug>", lists.by_slug, True),
    ("/~/<kinds>", names.page, True),
    ("/~/newest", lists.newest, True),
    ("/~/day", days.calendar, False),
    ("/~/day/<span>", days.calendar, False),
    ("/~/day/<day>", days.day, True),
    ("/~/search", search.ask, True),
    ("/~/find/<query>", search.find, True),
    ("/~/feed/opml", feeds.page, False),
    (books.PATH, books.page, True),
    ("/~/about", about.page, False),
)

_NUMBER = "[1-9][0-9]{0,15}"
_PARTS = {
    "id": _NUMBER,
    "version": _NUMBER,
    "from": _NUMBER,
    "to": _NUMBER,
    "kind": "section|topic|author",
    "kinds": "sections|topics|authors",
    "slug": "[^/]{1,200}",
    "span": r"[0-9]{4}|[0-9]{4}-[0-9]{2}",
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "query": "[A-Za-z0-9_-]{1,1200}",
}
_PAGE = re.compile("[1-9][0-9]{0,5}")
_ENCODED = re.compile("%(?![0-9A-Fa-f]{2})")


def _compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression that *pattern* of the table means."""
    # "from" is no name that a group may have.
    return re.compile(re.sub("<([a-z]+)>", lambda part: f"(?P<{part[1]}_>{_PARTS[part[1]]})", pattern))


TABLE = tuple((_compiled(pattern), page, turns) for pattern, page, turns in ROUTES)


class _Path(msgspec.Struct, frozen=True):
    """A path taken apart: its parts as written and decoded, the form, the manner, the page's number, the papers that it may mean with what is left for each."""

    form: Form
    manner: str
    number: int
    readings: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


def answer(edition: Edition, path: str, query: str = "") -> Answer:
    """The page at *path* (percent-encoded or not, with or without a trailing slash). *query* is what a reader searches for, decoded, or the
    query of one of the paper's own addresses. Never raises for a path or a query: what leads nowhere is a page of status `missing`.
    """
    papers = {paper.key: paper for paper in edition.archive.papers()}
    root = papers.get(edition.root)
    bare, _, asked = path.partition("?")
    asked = asked or query
    nowhere = Request(edition=edition, papers=papers, paper=root)
    taken = _taken(bare, papers, root) if len(path) <= LONGEST and len(asked) <= LONGEST else None
    if taken is None or not is_clean(asked):
        return missing.page(nowhere, well_formed=False)
    made = _made(edition, taken, papers, nowhere, asked, query)
    return replace(made, page=parallel.page(made.page, taken.manner), manner=taken.manner) if taken.manner else made


def _made(edition: Edition, taken: _Path, papers: dict[str, Paper], nowhere: Request, asked: str, query: str) -> Answer:
    """The page that a path which was taken apart leads to."""
    first: Request | None = None
    for key, written, decoded in taken.readings:
        request = Request(
            edition=edition,
            papers=papers,
            paper=papers.get(key),
            path="/" + "/".join(decoded),
            written=_ways("/" + "/".join(written), "/" + "/".join(decoded), asked),
            number=taken.number,
            query=query or unquote(asked),
        )
        first = first or request
        found = _found(request)
        if found is not None:
            form = taken.form or found.form
            if form in FEEDS.values():
                found = feeds.filled(request, found)
            elif form in takeaway.FORMS.values() and found.page.kind != "day":
                found = None
            return replace(books.offered(request, feeds.offered(request, takeaway.offered(request, found))), form=form) if found else missing.page(request)
    nothing = gone.page(first or nowhere) or missing.page(first or nowhere)
    return replace(nothing, form=taken.form if taken.form in FORMS else "")


def _taken(path: str, papers: dict[str, Paper], root: Paper | None) -> _Path | None:
    """*path* taken apart; None for one that nobody could have meant."""
    if _ENCODED.search(path):
        return None
    written = path.removeprefix("/").split("/")
    if written[-1] == "":
        written.pop()
    try:
        decoded = [unquote(part, errors="strict") for part in written]
    except UnicodeDecodeError:
        return None
    if any(part in {"", ".", ".."} or not is_clean(part) for part in decoded):
        return None
    form: Form = ""
    manner = ""
    number = 0
    key = ""
    place = 0
    before_key = 0
    while place < len(decoded):
        rest = decoded[place:]
        if len(rest) > 1 and rest[0] == "~" and rest[1] in FORMS and not form:
            form = rest[1]
            place += 2
        elif len(rest) > 1 and rest[0] == "~" and rest[1] in MANNERS and not manner:
            manner = rest[1]
            place += 2
        elif len(rest) > 2 and rest[0] == "~" and rest[1] in TAKEN and rest[2] in TAKEN[rest[1]] and not form:
            form = TAKEN[rest[1]][rest[2]]
            place += 3
        elif len(rest) > 2 and rest[:2] == ["~", "page"] and _PAGE.fullmatch(rest[2]) and not number:
            number = int(rest[2])
            place += 3
        elif not key and rest[0] in papers:
            key = rest[0]
            before_key = place
            place += 1
        else:
            break
    readings = [(key or (root.key if root else ""), tuple(written[place:]), tuple(decoded[place:]))]
    if key and root:
        # What looks like the name of a paper may be a room of the paper at the root: neither breaks the other's bookmarks.
        readings.append((root.key, tuple(written[before_key:]), tuple(decoded[before_key:])))
    return _Path(form, manner, number or 1, tuple(readings))


def _ways(written: str, decoded: str, query: str) -> tuple[str, ...]:
    """The addresses that a paper may have written for what was asked for: the exact one first."""
    ways = [f"{written}?{query}"] if query else []
    ways.append(written)
    if "?" in decoded:
        ways.append(decoded)
    return tuple(ways)


def _found(request: Request) -> Answer | None:
    """The page that the table has for *request*, or the one at the paper's own address."""
    for pattern, page, turns in TABLE:
        match = pattern.fullmatch(request.path)
        if match is not None and (turns or request.number == 1):
            if request.path == "/" and request.paper is None:
                return names.papers(request)
            found = page(replace(request, parts={name.removesuffix("_"): part for name, part in match.groupdict().items()}))
            if found is not None:
                return found
    if request.path.startswith("/~/") or request.path in {"/", "/~"}:
        return None
    return (shown.at_paper(request) if request.number == 1 else None) or lists.at_paper(request)
