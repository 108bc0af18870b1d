"""Gemtext in (Gemini's gemtext 0.24), an `Article` out: anybody's page, each of its lines a part of the text, so that it can be set again in any form.

| line | block |
|---|---|
| the first heading | the headline |
| any other heading | a subhead of its level, at least 2 |
| `=>`, `* ` | a list, one entry a line; a link's words are its label, else its address |
| `>` | a quotation |
| between fences | code; the words behind a fence are a paragraph |
| anything else | a paragraph |

It looks for no kicker, no author and no date: a capsule's page has no form by which they were known.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from urllib.parse import urljoin

from ..address import absolute
from ..errors import ExtractionError
from ..model import Article, Block, Heading, Listing, ListItem, Paragraph, Quote, Span, Spans, Verse
from ..text import clean, clean_line

_LINK = re.compile(r"=>[ \t]*(\S+)(?:[ \t]+(.*))?")
_HEADING = re.compile(r"(#{1,3})[ \t]*(.*)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


def article(text: str, address: str = "", language: str = "", source: str = "") -> Article:
    """The page *text* as an article; *address* is where it was (`gemini://…`). *source*, a file's name perhaps, is its headline where it has no heading and
    no address. `ExtractionError` where nothing is written in it.
    """
    headline = ""
    blocks: list[Block] = []
    for kind, group in groupby(_lines(text, address), key=itemgetter(0)):
        runs = [spans for _, spans in group]
        said = tuple(spans for spans in runs if spans)
        if kind == "list":
            blocks += [Listing(tuple(map(ListItem, said)))] if said else []
        elif kind == "quote":
            blocks += [Quote(said)] if said else []
        elif kind == "code":
            blocks.append(Verse(tuple(runs), verbatim=True))
        elif kind == "text":
            blocks += map(Paragraph, said)
        else:
            blocks += [Heading(spans, max(len(kind), 2)) for spans in (said if headline else said[1:])]
            headline = headline or (said[0][0].text if said else "")
    if not headline and not blocks:
        raise ExtractionError(f"{source or address}: nothing in it", "empty")
    return Article(address=absolute(address), language=language, headline=headline or clean(address or source), body=tuple(blocks))


def _lines(text: str, address: str) -> Iterator[tuple[str, Spans]]:
    """What each line is, and its words: `list`, `quote`, `code`, `text`, or a heading's marks. A line without words parts what stands around it."""
    fenced = False
    for line in text.lstrip("\ufeff").replace("\r\n", "\n").split("\n"):
        if line.startswith("```"):
            fenced = not fenced
            yield "text", _spans(line[3:])
        elif fenced:
            bare = clean_line(line)
            yield "code", (Span(bare),) if bare else ()
        elif (link := _LINK.fullmatch(line.rstrip())) is not None:
            yield "list", _link(link[1], clean(link[2] or ""), address)
        elif line.startswith("* "):
            yield "list", _spans(line[2:])
        elif (heading := _HEADING.fullmatch(line)) is not None:
            yield heading[1], _spans(heading[2])
        elif line.startswith(">"):
            yield "quote", _spans(line[1:])
        else:
            yield "text", _spans(line)


def _spans(text: str) -> Spans:
    """A line's words; none where there are none."""
    words = clean(text)
    return (Span(words),) if words else ()


def _link(reference: str, label: str, base: str) -> Spans:
    """A link line's words with the address. Where that is none that a reader could follow, what the line says of it stands behind the words."""
    if _SCHEME.match(reference):
        address = absolute(reference)
    else:
        # urljoin knows nothing of Gemini, whose references mean what they mean on the web (RFC 3986 §5).
        address = absolute(urljoin(base.replace("gemini:", "http:", 1), reference)).replace("http:", "gemini:", 1) if base else ""
    if address:
        return (Span(label or address, address),)
    said = clean(reference)
    return _spans(f"{label} ({said})" if label and said else label or said)
