"""A day's page in, where the day is as a file to take away out; and the links to the newest day's files, which the front page ends with.

| path | file |
|---|---|
| `/~/file/epub/~/day/2026-03-05` | the day's paper as a book (EPUB 3) |
| `/~/file/text/~/day/2026-03-05` | the day's paper as one text |

Only a day has files: it has an end, so that a file costs a bounded time and a crawler finds no file of every search.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from ..archive import Head
from ..labels import label
from ..model import Link
from . import addresses
from .edition import Answer, Form, Request

# The words of paths, the forms that they mean, and what links to them are called.
FORMS: dict[str, Form] = {"epub": "epub", "text": "bundle"}
LABELS = {"epub": "as-book", "text": "as-bundle"}


def at(path: str, word: str) -> str:
    """Where the day at *path* is as the file of that *word*."""
    return f"/~/file/{word}{path}"


def links(request: Request, path: str) -> tuple[Link, ...]:
    """The files of the day at *path*."""
    return tuple(Link(at(path, word), label(request.language, key)) for word, key in LABELS.items())


def newest(request: Request, heads: Iterable[Head]) -> tuple[Link, ...]:
    """The files of the newest day among *heads*; none where none has a day."""
    day = max((head.day for head in heads if head.paper == request.key), default="")
    return links(request, addresses.local(request, f"/~/day/{day}")) if day else ()


def offered(request: Request, answer: Answer) -> Answer:
    """*answer* with the files of what its page shows: of a day its own, of today's front page those of its newest day."""
    page, listed = answer.page, answer.listed
    if listed is None:
        return answer
    if page.kind == "day":
        found = links(request, page.path)
    elif page.kind == "front" and listed.room == "/":
        found = newest(request, listed.heads)
    else:
        found = ()
    return replace(answer, page=replace(page, navigation=(*page.navigation, *found))) if found else answer
