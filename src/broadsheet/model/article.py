"""A newspaper, a page of it as it came, the article that was read from it, its front page; and articles as JSON."""

from typing import Literal, TypeAlias

import msgspec

from ..text import check
from .blocks import Block
from .spans import Link, Person, Tag

SCHEMA = 1

Completeness: TypeAlias = Literal["full", "excerpt", "paywalled", "live"]


class Paper(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A newspaper. *key* is its name in addresses (`/<key>/…`): lower-case ASCII letters, digits, hyphens."""

    key: str
    name: str
    address: str
    language: str = ""
    timezone: str = "UTC"
    sections: tuple[str, ...] = ()
    description: str = ""
    permission: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.key, self.name, self.address, self.language, self.timezone, self.description, self.permission, *self.sections)


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it came: *address* where it was (may be empty for a file that does not say), *body* its bytes, *time* of capture in ISO 8601,
    *source* what a person would name it by in a message (a path, an address).

    *charset* is what the transport declared. *hints* are facts from feeds and sitemaps, by the names of `Article`'s fields; `pages` says that the
    bytes are those of several pages (`continued`), `media` of what type a capsule says they are.
    """

    body: bytes
    address: str = ""
    source: str = ""
    time: str = ""
    charset: str = ""
    hints: dict[str, str] = {}


class Article(msgspec.Struct, frozen=True, omit_defaults=False, kw_only=True):
    """An article with all its parts; what a part's source did not have is empty.

    *address* is the canonical address at the paper, *aliases* are other addresses that the page says are the same article. *paper* is the
    paper's name as printed. *date* and *modified*: ISO 8601 or "". *cut* names, as JSON Pointers (RFC 6901) into this value, the strings
    whose rest the source did not have. *extractor* names the version of extractor and knowledge that made it.
    """

    schema: int = SCHEMA
    address: str = ""
    aliases: tuple[str, ...] = ()
    paper: str = ""
    language: str = ""
    kicker: str = ""
    headline: str
    teaser: str = ""
    date: str = ""
    modified: str = ""
    authors: tuple[Person, ...] = ()
    sections: tuple[Tag, ...] = ()
    tags: tuple[Tag, ...] = ()
    body: tuple[Block, ...] = ()
    related: tuple[Link, ...] = ()
    completeness: Completeness = "full"
    copyright: str = ""
    cut: tuple[str, ...] = ()
    extractor: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean, and a schema that is newer than this program."""
        if self.schema > SCHEMA:
            raise ValueError(f"article of schema {self.schema}: this program reads up to {SCHEMA}; a newer Broadsheet is needed")
        check(self.address, self.paper, self.language, self.kicker, self.headline, self.teaser, self.date, self.modified, self.copyright, self.extractor)
        check(*self.aliases, *self.cut)


class FrontBlock(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a front page: its heading ("" for the top) and its links in order."""

    title: str
    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.title)


class FrontPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A front page as it stood at *time* (ISO 8601): blocks in the paper's order."""

    time: str
    blocks: tuple[FrontBlock, ...]

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.time)


_article_encoder = msgspec.json.Encoder()
_article_decoder = msgspec.json.Decoder(Article)


def to_json(article: Article) -> bytes:
    """*article* as JSON in UTF-8, one line."""
    return _article_encoder.encode(article)


def from_json(data: bytes | str) -> Article:
    """The article that `to_json` wrote; `ValueError` where *data* is something else."""
    return _article_decoder.decode(data)


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of an article."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Article)}
