"""What a book is in, its package document (EPUB 3.3 §5), its container file, its cover and its style sheet out."""

from collections.abc import Sequence

import msgspec

from .. import labels
from ..render.htmlblocks import attribute, escape
from ..typeset import wrap
from .chapters import language_tag

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
# Colours, typeface and size are the reader's own; this is hierarchy alone.
STYLE = """body { margin: 0 4%; line-height: 1.45; }
h1 { font-size: 1.6em; line-height: 1.15; margin: 0 0 .6em; text-align: start; }
h2, h3, h4, h5, h6 { font-size: 1.1em; line-height: 1.25; margin: 1.4em 0 .4em; break-after: avoid; }
p { margin: 0 0 .7em; }
.kicker { font-size: .9em; margin: 0 0 .2em; }
.facts, figcaption, caption, .credit, .embed { font-size: .85em; }
.standfirst { font-size: 1.1em; font-weight: bold; }
.section { margin-top: 2em; }
blockquote, aside { margin: 1em 1.5em; }
figure { margin: 1em 0; }
figcaption p { margin: 0; }
pre { white-space: pre-wrap; }
pre.verse { font-family: inherit; }
table { border-collapse: collapse; }
th, td { padding: .2em .6em; text-align: start; vertical-align: top; border-bottom: 1px solid; }
.n { text-align: end; }
ul.teasers, ul.names, nav ol { list-style: none; padding: 0; }
nav ol ol { padding-inline-start: 1.5em; }
.teasers .title { margin: 1em 0 .1em; font-weight: bold; break-after: avoid; }
.titlepage { margin-top: 25%; text-align: center; }
.titlepage h1 { font-size: 2.6em; text-align: center; }
.titlepage .title { font-size: 1.3em; }
"""
# What the book offers to people who do not see, or see otherwise (EPUB Accessibility 1.1 §3); it has text alone.
_ACCESS = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", "Text without pictures: headings, lists, tables and links are marked up; the contents lead to every article."),
)


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """What a library wants to know. *modified* is a moment in UTC to the second; *creators* and *subjects* are names, the most frequent first."""

    identity: str
    title: str
    language: str
    publisher: str
    source: str
    modified: str
    date: str = ""
    rights: str = ""
    description: str = ""
    creators: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


def package(book: Book, documents: Sequence[str]) -> str:
    """The package document of *book*, whose *documents* (files, in reading order) begin with the title page and the contents."""
    manifest = [
        '<item id="cover" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        *(
            f'<item id="{_id(file)}" href="{attribute(file)}" media-type="application/xhtml+xml"{_NAV if file == "contents.xhtml" else ""}/>'
            for file in documents
        ),
    ]
    direction = ' page-progression-direction="rtl"' if labels.direction(book.language) == "rtl" else ""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language_tag(book.language)}">',
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *_metadata(book),
            "</metadata>",
            "<manifest>",
            *manifest,
            "</manifest>",
            f"<spine{direction}>",
            *(f'<itemref idref="{_id(file)}"/>' for file in documents),
            "</spine>",
            "</package>",
            "",
        ]
    )


_NAV = ' properties="nav"'


def _id(file: str) -> str:
    return file.removesuffix(".xhtml")


def _metadata(book: Book) -> list[str]:
    said = [
        ("title", book.title),
        ("language", language_tag(book.language)),
        *(("creator", name) for name in book.creators),
        ("publisher", book.publisher),
        ("source", book.source),
        ("date", book.date),
        ("rights", book.rights),
        ("description", book.description),
        *(("subject", name) for name in book.subjects),
        ("type", "newspaper"),
    ]
    return [
        f'<dc:identifier id="id">{escape(book.identity)}</dc:identifier>',
        *(f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in said if value.strip()),
        f'<meta property="dcterms:modified">{book.modified}</meta>',
        *(f'<meta property="{name}">{value}</meta>' for name, value in _ACCESS),
    ]


def cover(masthead: str, title: str, lines: Sequence[str], language: str) -> str:
    """The cover, set in type: masthead and title in as many lines as they need, the facts at the foot (SVG 1.1, 1200 × 1600)."""
    words = " – ".join((masthead, title))
    rows = [*_rows(masthead, 13, 150), *_rows(title, 28, 76)]
    drawn: list[str] = []
    height = 260
    for text, size in rows:
        drawn.append(_row(text, size, height))
        height += round(size * 1.15)
    drawn += [_row(line, 44, 1600 - 90 - 60 * (len(lines) - number)) for number, line in enumerate(lines, 1)]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1600" width="1200" height="1600" role="img" '
            f'aria-label="{attribute(words)}" xml:lang="{language_tag(language)}">',
            f"<title>{escape(words)}</title>",
            '<rect width="1200" height="1600" fill="#fdfcf9"/>',
            '<rect x="100" y="90" width="1000" height="8" fill="#1d1b18"/>',
            *drawn,
            "</svg>",
            "",
        ]
    )


def _rows(text: str, width: int, size: int) -> list[tuple[str, int]]:
    """*text* in rows of at most *width* cells at *size*; a long one is set smaller, and after eight rows it ends."""
    while len(rows := wrap(text, width)) > 4 and width < 60:
        width, size = round(width * 1.25), round(size / 1.25)
    shown = [row.rstrip(" ") for row in rows[:8]]
    return [(row, size) for row in ([*shown[:-1], f"{shown[-1]} …"] if len(rows) > 8 else shown)]


def _row(text: str, size: int, height: int) -> str:
    return f'<text x="600" y="{height}" font-family="Georgia, serif" font-size="{size}" text-anchor="middle" fill="#1d1b18">{escape(text)}</text>'
