"""The words in which every part of Broadsheet speaks: plain immutable values; they come in as arguments and go out as JSON.

| value | what it is |
|---|---|
| `Paper` | a newspaper: key, name, address, language, time zone, sections, permission note |
| `Capture` | one page as it came from the world: address, bytes, time, hints |
| `Article` | what a reader reads, every part of it recognised; its body a tuple of blocks |
| `Span` | a run of text with at most one link and one mark; inlines are flat |
| `Block` | one of the body's blocks, told apart by `type` in JSON |
| `FrontPage` | a front page as seen at one moment: blocks of links in the paper's order |
| `Page` | what a protocol serves: roles around blocks |

Text in a value is clean already (`text.clean`): a value that is made, or read from JSON, with anything else in it is refused with `ValueError`.
Dates are strings in ISO 8601, as exact as the source: `2024-12-03` or `2024-12-03T17:42:00+01:00`.
"""

from typing import Literal, TypeAlias

import msgspec

from .text import is_clean

SCHEMA = 1

Completeness: TypeAlias = Literal["full", "excerpt", "paywalled", "live"]
Mark: TypeAlias = Literal["", "emphasis", "strong", "code", "dateline"]


def _check(*texts: str) -> None:
    for text in texts:
        if not is_clean(text):
            raise ValueError(f"not clean: {text[:60]!r} holds a control character or a line end; pass it through text.clean first")


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run of text. *href* is an absolute address in an article, and an edition's path or an outside address on a page.

    *number* is the link's number on the page (1 is the first; 0: not numbered; an article's spans are not). One link that is set in
    several spans has the same number, or on articles the same href, in each.
    """

    text: str
    href: str = ""
    mark: Mark = ""
    lang: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        if not (self.text.isprintable() and not self.href):
            _check(self.text, self.href)


Spans: TypeAlias = tuple[Span, ...]


def plain_text(spans: Spans) -> str:
    """The text of *spans* without links and marks."""
    return spans[0].text if len(spans) == 1 else "".join(span.text for span in spans)


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture: its address, the caption and the credit as printed, the alternative text, the size in pixels where known."""

    address: str = ""
    caption: str = ""
    credit: str = ""
    alternative: str = ""
    width: int = 0
    height: int = 0

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.address, self.caption, self.credit, self.alternative)


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """An author. *role* is empty for a plain author, else as printed ("Foto", "Mitarbeit")."""

    name: str
    role: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.name, self.role, self.address)


class Tag(msgspec.Struct, frozen=True, omit_defaults=True):
    """A topic or a section, by name and, where the paper has one, the address of its page."""

    name: str
    address: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.name, self.address)


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reference to an article or a page. *number* as in `Span`; *tag* is the topic for which a related article was chosen."""

    address: str
    headline: str = ""
    kicker: str = ""
    teaser: str = ""
    date: str = ""
    tag: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.address, self.headline, self.kicker, self.teaser, self.date, self.tag)


class Paragraph(msgspec.Struct, frozen=True, omit_defaults=True, tag="paragraph"):
    """A paragraph of running text. The place of filing, where there is one, is its first span, marked `dateline`."""

    spans: Spans


class Heading(msgspec.Struct, frozen=True, omit_defaults=True, tag="heading"):
    """A heading. Level 1 is the page's own; subheads of an article are level 2, below them 3."""

    spans: Spans
    level: int = 2


class Quote(msgspec.Struct, frozen=True, omit_defaults=True, tag="quote"):
    """A quotation set apart: its paragraphs and its source. *pull*: a pull quote, which repeats what the text says."""

    paragraphs: tuple[Spans, ...]
    source: str = ""
    pull: bool = False

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.source)


class ListItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of a list; *level* 0 is the outermost."""

    spans: Spans
    level: int = 0


class Listing(msgspec.Struct, frozen=True, omit_defaults=True, tag="list"):
    """A list, numbered from *start* where it is *ordered*; nested lists are items of a higher level."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1


class Verse(msgspec.Struct, frozen=True, omit_defaults=True, tag="verse"):
    """Lines that keep their ends and their indents: a poem, or, where *verbatim*, code and the like. A stanza's end is an empty line."""

    lines: tuple[Spans, ...]
    verbatim: bool = False


class Figure(msgspec.Struct, frozen=True, omit_defaults=True, tag="figure"):
    """A picture at its place in the text."""

    image: Image


class Table(msgspec.Struct, frozen=True, omit_defaults=True, tag="table"):
    """A table: *head* names the columns (empty where nothing does), *rows* are cells of spans; every row has the same number of cells."""

    rows: tuple[tuple[Spans, ...], ...]
    head: tuple[Spans, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.caption)


class Break(msgspec.Struct, frozen=True, omit_defaults=True, tag="break"):
    """A break between two parts of the text where no heading stands."""


class Box(msgspec.Struct, frozen=True, omit_defaults=True, tag="box"):
    """Text set beside the running text. *kind*: `info`, or `correction` for the paper's own note of what it changed."""

    blocks: tuple["Block", ...]
    title: str = ""
    kind: Literal["info", "correction"] = "info"

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.title)


class Embed(msgspec.Struct, frozen=True, omit_defaults=True, tag="embed"):
    """Something of another kind or from elsewhere: *what* it is ("Video", "YouTube", "Karte"), its address and its title or text."""

    what: str
    address: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.what, self.address, self.title)


class Question(msgspec.Struct, frozen=True, omit_defaults=True, tag="question"):
    """What the interviewer says; *speaker* as printed, `""` where none is."""

    spans: Spans
    speaker: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.speaker)


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, tag="answer"):
    """The first paragraph of what the interviewed person says; the paragraphs after it belong to it until the next question."""

    spans: Spans
    speaker: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.speaker)


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, tag="entry"):
    """One entry of a live ticker: *time* in ISO 8601 or as printed ("14.05 Uhr")."""

    blocks: tuple["Block", ...]
    time: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.time, self.title)


class Teaser(msgspec.Struct, frozen=True, omit_defaults=True, tag="teaser"):
    """Pages only: an article in a list, its title a link, its teaser below."""

    link: Link


class Links(msgspec.Struct, frozen=True, omit_defaults=True, tag="links"):
    """Pages only: links one a line, each by its number and address (`[1] /Nato/!t5008005`) where it has a number, else by its headline."""

    links: tuple[Link, ...]


class Standfirst(msgspec.Struct, frozen=True, omit_defaults=True, tag="standfirst"):
    """Pages only: the article's own teaser, set apart below its title."""

    text: str

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.text)


class Facts(msgspec.Struct, frozen=True, omit_defaults=True, tag="facts"):
    """Pages only: one line of short facts (date, authors, section, words, completeness)."""

    facts: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(*self.facts)


Block: TypeAlias = (
    Paragraph
    | Heading
    | Quote
    | Listing
    | Verse
    | Figure
    | Table
    | Break
    | Box
    | Embed
    | Question
    | Answer
    | Entry
    | Teaser
    | Links
    | Standfirst
    | Facts
)


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
        _check(self.key, self.name, self.address, self.language, self.timezone, self.description, self.permission, *self.sections)


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
        _check(self.address, self.paper, self.language, self.kicker, self.headline, self.teaser, self.date, self.modified, self.copyright, *self.aliases)


class FrontBlock(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a front page: its heading ("" for the top) and its links in order."""

    title: str
    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.title)


class FrontPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A front page as it stood at *time* (ISO 8601): blocks in the paper's order."""

    time: str
    blocks: tuple[FrontBlock, ...]


class Feed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A feed of what a page lists: path in the edition, media type, title."""

    path: str
    type: str
    title: str


class Described(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An article as programs describe it to each other: names, and times in ISO 8601 with their zone; "" for what it lacks."""

    teaser: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.teaser, self.published, self.modified, self.section, *self.authors, *self.tags)


class Page(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a protocol serves: made of the same blocks as an article, with roles around them.

    *path* is the page's own, ASCII, beginning with `/`. *title* is the first heading as Gemini and the web print it (the kicker apart in
    *kicker*); Gopher and plain text print `# <masthead> -- <kicker>: <title>`. *main* follows it. *navigation* comes last, each link with
    its label as headline. *search* is the path that takes a query, "" where the page offers none. *status*: `ok`, `missing`, `gone`,
    `input` (a query is wanted; *title* is the prompt) or `moved` (to *location*). *changed* (ISO 8601) is when what is shown changed last.
    *original* is the address of the paper's own page. *kind* is the page's kind in the routing table. *described*: the article that it shows.
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
    feeds: tuple[Feed, ...] = ()
    status: Literal["ok", "missing", "gone", "input", "moved"] = "ok"
    location: str = ""
    changed: str = ""
    original: str = ""
    described: Described | None = None

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        _check(self.path, self.title, self.kicker, self.masthead, self.language, self.search, self.location, self.changed, self.original)


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
