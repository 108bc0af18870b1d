"""Parts of a book in, its documents out: XHTML (EPUB 3.3 §6.1) of one article, of a section's list, of an index, of the title page and the contents.

Every document is whole and escaped; `href`s are names of files in the book, or absolute addresses.
"""

import re
from collections.abc import Callable, Sequence

import msgspec

from .. import labels
from ..model import Block, Link, Links, Page, Teaser
from ..render import marks
from ..render.htmlblocks import Setter, attribute, escape
from . import relink

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


class Point(msgspec.Struct, frozen=True):
    """A line of the contents: a file of the book, its title, and what stands below it."""

    file: str
    title: str
    below: tuple["Point", ...] = ()


def language_tag(language: str) -> str:
    """*language* as a tag that a book may carry (BCP 47); "und" for none."""
    return language if _TAG.fullmatch(language) else "und"


def document(title: str, language: str, body: Sequence[str], kind: str = "bodymatter") -> str:
    """A document of XHTML with *body* in its one section; *kind* is its role in the book (EPUB 3 Structural Semantics)."""
    tag = language_tag(language)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            "<!DOCTYPE html>",
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
            f'lang="{tag}" xml:lang="{tag}" dir="{labels.direction(language)}">',
            f'<head><meta charset="utf-8"/><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>',
            f'<body epub:type="{kind}">',
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )


def xhtml(lines: Sequence[str], way: Callable[[str], str]) -> str:
    """Lines of `htmlblocks` as XML, each path `/…` as *way* has it."""
    text = "\n".join(lines).replace("<hr>", "<hr/>")
    # HTML drops the line feed behind such a tag, XML keeps it.
    text = text.replace("<pre><code>\n", "<pre><code>").replace('<pre class="verse">\n', '<pre class="verse">')
    return relink.html(text, way)


def article(page: Page, way: Callable[[str], str]) -> str:
    """The document of an article's *page*: without the list of its links, which stand in the text, and without navigation."""
    setter = Setter(page.language, page.original)
    kicker = [f'<p class="kicker">{escape(page.kicker)}</p>'] if page.kicker and page.title else []
    body = [
        "<article>",
        *kicker,
        f"<h1>{escape(page.title or page.kicker)}</h1>",
        xhtml(setter.blocks(_without_links(page.main), 2), way),
        "</article>",
    ]
    return document(page.title or page.kicker, page.language, body)


def _without_links(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """*blocks* without the list of numbered links and the heading before it."""
    for place, block in enumerate(blocks):
        if place and isinstance(block, Links) and any(link.number for link in block.links):
            return (*blocks[: place - 1], *blocks[place + 1 :])
    return blocks


def section(title: str, language: str, teasers: Sequence[Link], way: Callable[[str], str]) -> str:
    """The document that begins a section: its articles with their teasers."""
    return document(title, language, [f"<h1>{escape(title)}</h1>", xhtml(Setter(language).blocks(tuple(map(Teaser, teasers)), 2), way)])


def index(title: str, language: str, names: Sequence[tuple[str, str, Sequence[Link]]]) -> str:
    """An index of authors or topics: for each its anchor, its name, and links to files of the book."""
    body = [f"<h1>{escape(title)}</h1>"]
    for anchor, name, links in names:
        body += [f'<h2 id="{anchor}">{escape(name)}</h2>', '<ul class="names">']
        body += [f'<li><a href="{attribute(link.address)}">{escape(marks.named(link.kicker, link.headline))}</a></li>' for link in links]
        body.append("</ul>")
    return document(title, language, body, "backmatter")


def title_page(masthead: str, title: str, language: str, lines: Sequence[str]) -> str:
    """The first page, set in type."""
    body = ['<section epub:type="titlepage" class="titlepage">', f'<h1>{escape(masthead)}</h1><p class="title">{escape(title)}</p>']
    body += [f'<p class="facts">{escape(line)}</p>' for line in lines]
    return document(f"{masthead} – {title}", language, [*body, "</section>"], "frontmatter")


def contents(title: str, language: str, points: Sequence[Point], first: str) -> str:
    """The navigation document (EPUB 3.3 §7): contents, and landmarks for programs. *first* is the file where the text begins."""
    body = [
        f'<nav epub:type="toc" id="toc" role="doc-toc"><h1>{escape(title)}</h1>',
        *_points(points),
        "</nav>",
        '<nav epub:type="landmarks" id="landmarks" hidden="hidden" aria-label="Landmarks"><ol>',
        f'<li><a epub:type="toc" href="contents.xhtml">{escape(title)}</a></li>',
        f'<li><a epub:type="bodymatter" href="{attribute(first)}">{escape(points[0].title)}</a></li>',
        "</ol></nav>",
    ]
    return document(title, language, body, "frontmatter")


def _points(points: Sequence[Point]) -> list[str]:
    lines = ["<ol>"]
    for point in points:
        lines.append(f'<li><a href="{attribute(point.file)}">{escape(point.title)}</a>')
        lines += _points(point.below) if point.below else []
        lines.append("</li>")
    return [*lines, "</ol>"]
