"""The blocks of an article's body and of a page, told apart by `type` in JSON."""

from typing import Literal, TypeAlias

import msgspec

from ..text import check
from .spans import Image, Link, Spans


class Paragraph(msgspec.Struct, frozen=True, omit_defaults=True, tag="paragraph"):
    """A paragraph of running text. The place of filing, where there is one, is its first span, marked `dateline`."""

    spans: Spans


class Heading(msgspec.Struct, frozen=True, omit_defaults=True, tag="heading"):
    """A heading. Level 1 is the page's own; subheads of an article are level 2, those below them 3, down to 6."""

    spans: Spans
    level: int = 2


class Quote(msgspec.Struct, frozen=True, omit_defaults=True, tag="quote"):
    """A quotation set apart: its paragraphs and its source. *pull*: a pull quote, which repeats what the text says."""

    paragraphs: tuple[Spans, ...]
    source: str = ""
    pull: bool = False

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.source)


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
        check(self.caption)


class Break(msgspec.Struct, frozen=True, omit_defaults=True, tag="break"):
    """A break between two parts of the text where no heading stands."""


class Box(msgspec.Struct, frozen=True, omit_defaults=True, tag="box"):
    """Text set beside the running text. *kind*: `info`, or `correction` for the paper's own note of what it changed."""

    blocks: tuple["Block", ...]
    title: str = ""
    kind: Literal["info", "correction"] = "info"

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.title)


class Embed(msgspec.Struct, frozen=True, omit_defaults=True, tag="embed"):
    """Something of another kind or from elsewhere: *what* it is ("Video", "YouTube", "Karte"), its address and its title or text."""

    what: str
    address: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.what, self.address, self.title)


class Question(msgspec.Struct, frozen=True, omit_defaults=True, tag="question"):
    """What the interviewer says; *speaker* as printed, `""` where none is."""

    spans: Spans
    speaker: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.speaker)


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, tag="answer"):
    """The first paragraph of what the interviewed person says; the paragraphs after it belong to it until the next question."""

    spans: Spans
    speaker: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.speaker)


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, tag="entry"):
    """One entry of a live ticker: *time* in ISO 8601 or as printed ("14.05 Uhr")."""

    blocks: tuple["Block", ...]
    time: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.time, self.title)


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
        check(self.text)


class Facts(msgspec.Struct, frozen=True, omit_defaults=True, tag="facts"):
    """Pages only: one line of short facts (date, authors, section, words, completeness)."""

    facts: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(*self.facts)


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
