"""A path and a query in, a `Page` out: the one routing table of all protocols. Reads the archive, knows no protocol and no socket."""

from typing import Literal, TypeAlias

import msgspec

from ..archive import Archive
from ..model import Article, Page

Form: TypeAlias = Literal["", "text", "gmi", "json"]


class Edition(msgspec.Struct, frozen=True):
    """What pages are made from: the archive, and the key of the paper that is mounted at `/` ("" where none is: `/` then lists the papers)."""

    archive: Archive
    root: str = ""


class Answer(msgspec.Struct, frozen=True):
    """A page, the form that the path asked for ("" is the protocol's own), and the article that it shows, if it shows one."""

    page: Page
    form: Form = ""
    article: Article | None = None
