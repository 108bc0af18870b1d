"""Lists and editions in, feeds and files to take away out. Reads what `pages` answers, knows no protocol and no socket.

| feed | module | media type | path |
|---|---|---|---|
| `atom` | `atom` | application/atom+xml (RFC 4287, RFC 5005) | `/~/feed/atom/<address of a list>` |
| `jsonfeed` | `jsonfeed` | application/feed+json (JSON Feed 1.1) | `/~/feed/json/<address of a list>` |
| `opml` | `opml` | text/x-opml (OPML 2.0) | `/~/feed/opml` |

`FEEDS` is that table for programs. `piece` says how an article stands in all of them: its title, moments, address and text.
"""

from collections.abc import Callable

import msgspec

from ..pages import Answer
from ..render import Setting
from . import atom, jsonfeed, opml

__all__ = ["FEEDS", "Feed", "atom", "jsonfeed", "opml"]


class Feed(msgspec.Struct, frozen=True):
    """A form of feed: its media type without parameters (all are UTF-8), and the function that makes it of a list's page."""

    media_type: str
    render: Callable[[Answer, Setting], str]


FEEDS: dict[str, Feed] = {
    "atom": Feed(atom.MEDIA, atom.render),
    "jsonfeed": Feed(jsonfeed.MEDIA, jsonfeed.render),
    "opml": Feed(opml.MEDIA, opml.render),
}
