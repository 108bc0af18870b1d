"""Lists and editions in, feeds and files to take away out. Reads what `pages` answers and what the archive keeps, knows no protocol and no socket.

| feed | module | media type | path |
|---|---|---|---|
| `atom` | `atom` | application/atom+xml (RFC 4287, RFC 5005) | `/~/feed/atom/<address of a list>` |
| `jsonfeed` | `jsonfeed` | application/feed+json (JSON Feed 1.1) | `/~/feed/json/<address of a list>` |
| `opml` | `opml` | text/x-opml (OPML 2.0) | `/~/feed/opml` |
| `opds` · `shelves` | `opds` | application/atom+xml;profile=opds-catalog;kind=acquisition · ;kind=navigation (OPDS 1.2) | `/~/feed/opds` |

| file | module | what it is |
|---|---|---|
| `epub` | `epub` | a book (EPUB 3) |
| `text` | `bundle` | one text: contents, then the articles as plain pages |
| `mbox` | `mbox` | a mailbox: an article a message |
| `jsonl` | `jsonl` | an article a line, in JSON |

| folder | module | what it is |
|---|---|---|
| `tree` | `tree` | a page's every form in its own folder, for any static server |

`FEEDS`, `FILES` and `FOLDERS` are those tables for programs. `piece` says how an article stands in all feeds: its title, moments, address and text;
`selection` which articles a file takes.
"""

from collections.abc import Callable, Iterator

import msgspec

from ..pages import Answer
from ..render import Setting
from . import atom, bundle, epub, jsonfeed, jsonl, mbox, opds, opml, piece, tree
from .selection import Selection, Wanted, listed, select

__all__ = ["FEEDS", "FILES", "FOLDERS", "TAKEN", "Feed", "File", "Selection", "Wanted", "atom", "jsonfeed", "listed", "opds", "opml", "piece", "select"]


class Feed(msgspec.Struct, frozen=True):
    """A form of feed: its media type without a charset (all are UTF-8), and the function that makes it of a list's page."""

    media_type: str
    render: Callable[[Answer, Setting], str]


class File(msgspec.Struct, frozen=True):
    """A form of file: the ending of its name, its media type, and the function that gives its bytes, a part at a time."""

    suffix: str
    media_type: str
    write: Callable[[Selection], Iterator[bytes]]


FEEDS: dict[str, Feed] = {
    "atom": Feed(atom.MEDIA, atom.render),
    "jsonfeed": Feed(jsonfeed.MEDIA, jsonfeed.render),
    "opml": Feed(opml.MEDIA, opml.render),
    "opds": Feed(opds.MEDIA, opds.render),
    "shelves": Feed(opds.PAPERS, opds.render),
}
FILES: dict[str, File] = {
    "epub": File(".epub", epub.MEDIA, epub.write),
    "text": File(".txt", "text/plain", bundle.write),
    "mbox": File(".mbox", "application/mbox", mbox.write),
    "jsonl": File(".jsonl", "application/jsonl", jsonl.write),
}
# The files that a server makes of a day, by the form that its path asked for.
TAKEN: dict[str, File] = {"epub": FILES["epub"], "bundle": FILES["text"]}
# Of a selection, and where the folder lies on a Gopher server: each file's path below the folder, and its bytes.
FOLDERS: dict[str, Callable[[Selection, str], Iterator[tuple[str, bytes]]]] = {"tree": tree.write}
