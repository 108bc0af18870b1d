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

from .article import SCHEMA, Article, Capture, Completeness, FrontBlock, FrontPage, Paper, from_json, json_schema, to_json
from .blocks import (
    Answer,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Facts,
    Figure,
    Heading,
    Links,
    Listing,
    ListItem,
    Paragraph,
    Question,
    Quote,
    Standfirst,
    Table,
    Teaser,
    Verse,
)
from .page import Described, Feed, Page
from .spans import Image, Link, Mark, Person, Span, Spans, Tag, plain_text

__all__ = [
    "SCHEMA", "Answer", "Article", "Block", "Box", "Break", "Capture", "Completeness", "Described", "Embed", "Entry", "Facts", "Feed", "Figure",
    "FrontBlock", "FrontPage", "Heading", "Image", "Link", "Links", "ListItem", "Listing", "Mark", "Page", "Paper", "Paragraph", "Person", "Question",
    "Quote", "Span", "Spans", "Standfirst", "Table", "Tag", "Teaser", "Verse", "from_json", "json_schema", "plain_text", "to_json",
]  # fmt: skip
