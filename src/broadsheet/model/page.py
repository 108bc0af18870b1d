"""What a protocol serves: roles around blocks."""

from typing import Literal

import msgspec

from ..text import check
from .blocks import Block
from .spans import Link


class Feed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A feed of what a page lists: path in the edition, media type, title."""

    path: str
    type: str
    title: str

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.path, self.type, self.title)


class Described(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An article as programs describe it to each other: names, and times in ISO 8601 with their zone; "" for what it lacks.

    *free*: whether the text is all that there is, not what is given to readers without a subscription.
    """

    teaser: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    free: bool = True

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.teaser, self.published, self.modified, self.section, *self.authors, *self.tags)


class Page(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a protocol serves: made of the same blocks as an article, with roles around them.

    *path* is the page's own, ASCII, beginning with `/`. *title* is the first heading as Gemini and the web print it (the kicker apart in
    *kicker*); Gopher and plain text print `# <masthead> -- <kicker>: <title>`. *main* follows it. *navigation* comes last, each link with
    its label as headline. *search* is the path that takes a query, "" where the page offers none. *status*: `ok`, `missing`, `gone`
    or `input` (a query is wanted; *title* is the prompt). *changed* (ISO 8601) is when what is shown changed last.
    *original* is the address of the paper's own page. *kind* is the page's kind in the routing table. *described*: the article that it shows.
    *query* is what was searched for, so that it can be changed.
    """

    path: str
    kind: str
    title: str
    kicker: str = ""
    masthead: str = ""
    language: str = ""
    main: tuple[Block, ...] = ()
    navigation: tuple[Link, ...] = ()
    search: str = ""
    query: str = ""
    feeds: tuple[Feed, ...] = ()
    status: Literal["ok", "missing", "gone", "input"] = "ok"
    changed: str = ""
    original: str = ""
    described: Described | None = None

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.path, self.kind, self.title, self.kicker, self.masthead, self.language, self.search, self.query, self.changed, self.original)
