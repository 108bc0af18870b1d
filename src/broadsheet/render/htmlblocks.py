"""Blocks in, lines of HTML out; and the escaping and the check of addresses that all of it goes through."""

import html
import re
from collections.abc import Sequence
from typing import Literal, assert_never

from .. import labels
from ..model import (
    Answer,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Facts,
    Figure,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    Paragraph,
    Question,
    Quote,
    Span,
    Spans,
    Standfirst,
    Table,
    Teaser,
    Verse,
    plain_text,
)
from . import galley, marks, tabulate

_SCHEMES = ("http://", "https://", "gemini://", "gopher://", "ftp://", "mailto:", "tel:")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_ELEMENTS = {"emphasis": "em", "strong": "strong", "code": "code", "dateline": "span", "deleted": "del", "inserted": "ins"}
# Hebrew, Arabic and their neighbours, with their presentation forms.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[.:h]([0-5][0-9])(?![0-9.]|.*[ap]\.?m)")  # "12.31 Uhr"
_DEEPEST_HEADING = 6
OTHERS = frozenset({"related", "later"})
"""The sections of an article's page that lead to other articles."""
_RELATIONS = {"authors": ' rel="author"', "tags": ' rel="tag"'}


def escape(text: str) -> str:
    """*text* as the content of an element."""
    return html.escape(text, quote=False)


def attribute(text: str) -> str:
    """*text* as the value of an attribute in double quotes."""
    return html.escape(text, quote=True)


def allowed(address: str) -> bool:
    """Whether *address* may be linked to: a path of the edition, or an address of a scheme that does nothing but lead somewhere."""
    if address.startswith("/"):
        # "//host" and "/\host" lead out of the edition.
        return address[1:2] not in {"/", "\\"}
    return address.lower().startswith(_SCHEMES)


def link(address: str, text: str, extra: str = "") -> str:
    """A link; its text alone where the address may not be linked to."""
    return f'<a href="{attribute(address)}"{extra}>{escape(text)}</a>' if allowed(address) else escape(text)


def title(target: Link) -> str:
    """Kicker and headline of an article, else its address."""
    return marks.named(target.kicker, target.headline) or target.address


def time(iso: str, language: str) -> str:
    """A date, a moment or a time of the day for people and programs."""
    words = escape(labels.date(language, iso))
    clock = _CLOCK.match(iso)
    moment = iso if _ISO.fullmatch(iso) else f"{int(clock[1]):02}:{clock[2]}" if clock else ""
    return f'<time datetime="{attribute(moment)}">{words}</time>' if moment else words


class Setter:
    """Sets blocks of a page in *language*; *original* is the address that a line of facts may name."""

    def __init__(self, language: str, original: str = "") -> None:
        self.language = language
        self.original = original
        self._turned = labels.direction(language) == "rtl"

    def blocks(self, blocks: Sequence[Block], level: int) -> list[str]:
        """The lines of *blocks* below a heading of *level* - 1. Teasers that follow each other stand in one list."""
        lines: list[str] = []
        listed = False
        above = level - 1
        for number, block in enumerate(blocks):
            if isinstance(block, Teaser) != listed:
                listed = not listed
                lines.append('<ul class="teasers">' if listed else "</ul>")
            if isinstance(block, Heading):
                above = self._level(block, above, level)
                lines += self.heading(block, above, galley.section_of(block, blocks[number + 1] if number + 1 < len(blocks) else None))
            else:
                lines += self.block(block, above + 1)
        return [*lines, "</ul>"] if listed else lines

    @staticmethod
    def _level(block: Heading, above: int, least: int) -> int:
        """The level at which a heading is set: its own, but no step is left out."""
        return min(max(block.level, least), above + 1 if above >= least else least, _DEEPEST_HEADING)

    def heading(self, block: Heading, level: int, section: str) -> list[str]:
        """A heading."""
        text = self.spans(block.spans)
        name = ' class="section"' if section else ""
        return [f"<h{level}{name}>{text}</h{level}>"] if text.strip() else []

    def block(self, block: Block, level: int) -> list[str]:
        """The lines of one block; headings in it begin at *level*."""
        match block:
            case Paragraph():
                text = self.spans(block.spans)
                return [f"<p>{text}</p>"] if text else []
            case Heading():
                return self.heading(block, min(max(block.level, 2), _DEEPEST_HEADING), "")
            case Quote():
                return self.quote(block)
            case Listing():
                return self.listing(block)
            case Verse():
                return self.verse(block)
            case Figure():
                return self.figure(block.image)
            case Table():
                return self.table(block)
            case Break():
                return ["<hr>"]
            case Box():
                return self.box(block, level)
            case Embed():
                text = ": ".join(part for part in (block.what, block.title) if part) or block.address
                return [f'<p class="embed">{link(block.address, text)}</p>'] if text else []
            case Question():
                return self.speech(block.speaker, block.spans, "question")
            case Answer():
                return self.speech(block.speaker, block.spans, "answer")
            case Entry():
                return self.entry(block, level)
            case Teaser():
                return self.teaser(block.link)
            case Links():
                return self.links(block.links)
            case Standfirst():
                return [f'<p class="standfirst">{escape(block.text)}</p>'] if block.text else []
            case Facts():
                return self.facts(block.facts)
            case _:
                assert_never(block)

    def spans(self, spans: Spans) -> str:
        """A run of text with its links and marks. A link that several spans share is one link."""
        made: list[str] = []
        start = 0
        while start < len(spans):
            first = spans[start]
            end = start + 1
            while first.href and end < len(spans) and (spans[end].href, spans[end].number) == (first.href, first.number):
                end += 1
            text = "".join(self.span(span) for span in spans[start:end])
            made.append(f'<a href="{attribute(first.href)}">{text}</a>' if first.href and allowed(first.href) and text else text)
            start = end
        return "".join(made)

    def span(self, span: Span) -> str:
        """One span without its link."""
        text = escape(span.text)
        if not text:
            return ""
        element = _ELEMENTS.get(span.mark, "")
        foreign = self._foreign(span.lang)
        extra = ' class="dateline"' if span.mark == "dateline" else ""
        if element or foreign:
            element = element or "span"
            return f"<{element}{extra}{foreign}>{text}</{element}>"
        return text

    def _foreign(self, language: str) -> str:
        """The attributes of text in another language than the page's."""
        if not language or language == self.language or not _TAG.fullmatch(language):
            return ""
        turned = f' dir="{labels.direction(language)}"' if labels.direction(language) != labels.direction(self.language) else ""
        return f' lang="{attribute(language)}"{turned}'

    def _own(self, text: str) -> str:
        """The attribute of a text by somebody else that may be written in the other direction than the page, where its stops would stand at the wrong end."""
        return ' dir="auto"' if self._turned or _RIGHT_TO_LEFT.search(text) else ""

    def quote(self, block: Quote) -> list[str]:
        """A quotation and its source."""
        inner = [f"<p>{text}</p>" for spans in block.paragraphs if (text := self.spans(spans))]
        if block.source:
            inner.append(f"<footer><cite>{escape(block.source)}</cite></footer>")
        return ['<blockquote class="pull">' if block.pull else "<blockquote>", *inner, "</blockquote>"] if inner else []

    def listing(self, block: Listing) -> list[str]:
        """A list, lists in it nested in their entries."""
        tag: Literal["ol", "ul"] = "ol" if block.ordered else "ul"
        lines: list[str] = []
        depth = -1
        for level, number, spans in galley.entries(block):
            if level > depth:
                # The start is the outermost list's; those in it count from 1.
                start = f' start="{number}"' if block.ordered and not level and number != 1 else ""
                lines.append(f"<{tag}{start}>")
            else:
                lines.append("</li>")
                lines += [f"</{tag}>", "</li>"] * (depth - level)
            lines.append(f"<li>{self.spans(spans)}")
            depth = level
        return [*lines, "</li>", *([f"</{tag}>", "</li>"] * depth), f"</{tag}>"] if lines else []

    def verse(self, block: Verse) -> list[str]:
        """Lines that keep their ends: stanzas of lines, or code."""
        lines = [self.spans(spans) for spans in block.lines]
        if not any(line.strip() for line in lines):
            return []
        text = "\n".join(lines)
        # A line feed directly behind the start tag is not text (HTML §13.1.2.5): one more keeps an empty first line.
        return [f"<pre><code>\n{text}</code></pre>" if block.verbatim else f'<pre class="verse">\n{text}</pre>']

    def figure(self, image: Image) -> list[str]:
        """A picture by its address: the text edition names and links pictures, and loads none."""
        caption = image.caption or image.alternative
        name = labels.label(self.language, "picture")
        shown = link(image.address, name, ' class="picture"') if allowed(image.address) else f'<span class="picture">{escape(name)}</span>'
        inner = f"{shown}: {escape(caption)}" if caption else shown
        own, words = marks.credit(self.language, image.credit)
        credit = f' <small class="credit">{escape(own)}: {escape(words)}</small>' if image.credit else ""
        return [f"<figure><figcaption><p>{inner}{credit}</p></figcaption></figure>"]

    def table(self, block: Table) -> list[str]:
        """A table with the heads of its columns, in a region that scrolls where it is too wide; its caption stays in sight above that."""
        head, rows = tabulate.grid(block)
        if not (head or any(rows) or block.caption):
            return []
        name = block.caption or labels.label(self.language, "table")
        lines = [f'<div class="scroll" role="region" tabindex="0" aria-label="{attribute(name)}">', "<table>"]
        ends = [' class="n"' if number else "" for number in tabulate.numeric([[plain_text(cell) for cell in row] for row in rows])]
        if head:
            names = (f'<th scope="col"{end}>{self.spans(cell)}</th>' for cell, end in zip(head, ends, strict=True))
            lines.append("<thead><tr>" + "".join(names) + "</tr></thead>")
        body = ["<tr>" + "".join(f"<td{end}>{self.spans(cell)}</td>" for cell, end in zip(row, ends, strict=True)) + "</tr>" for row in rows]
        lines += ["<tbody>", *body, "</tbody>", "</table>", "</div>"]
        return ['<figure class="table">', f"<figcaption><p>{escape(block.caption)}</p></figcaption>", *lines, "</figure>"] if block.caption else lines

    def box(self, block: Box, level: int) -> list[str]:
        """A box beside the text; a correction says that it is one."""
        name = labels.label(self.language, "correction" if block.kind == "correction" else "box")
        heading = min(level, _DEEPEST_HEADING)
        words = f"{name}: {block.title}" if block.title and block.kind == "correction" else block.title or name
        inner = self.blocks(block.blocks, heading + 1)
        return [f'<aside class="{block.kind}">', f"<h{heading}>{escape(words)}</h{heading}>", *inner, "</aside>"]

    def speech(self, speaker: str, spans: Spans, kind: str) -> list[str]:
        """Question or answer, with its speaker."""
        text = self.spans(spans)
        named = f'<b class="speaker">{escape(speaker)}:</b> ' if speaker else ""
        return [f'<p class="{kind}">{named}{text}</p>'] if text else []

    def entry(self, block: Entry, level: int) -> list[str]:
        """An entry of a ticker. It is none of a list: browsers in a terminal would print a number or a sign before its time."""
        heading = min(level, _DEEPEST_HEADING)
        when = [f'<p class="facts when">{time(block.time, self.language)}</p>'] if block.time else []
        title = [f"<h{heading}>{escape(block.title)}</h{heading}>"] if block.title else []
        return ['<div class="entry">', *when, *title, *self.blocks(block.blocks, heading + 1), "</div>"]

    def teaser(self, target: Link) -> list[str]:
        """An article in a list."""
        # A browser in a terminal and a voice know no lines of their own for a kicker; where it has one, the style sheet hides the colon.
        kicker = f'<span class="kicker">{escape(target.kicker)}<span class="stop">:</span></span> ' if target.kicker else ""
        words = escape(target.headline or ("" if target.kicker else target.address))
        linked = f'<a href="{attribute(target.address)}">{kicker}{words}</a>' if allowed(target.address) else kicker + words
        about = [time(target.date, self.language)] if target.date else []
        about += [escape(labels.label(self.language, "chosen-for", tag=target.tag))] if target.tag else []
        below = f'\n<p class="facts meta">{" · ".join(about)}</p>' if about else ""
        teaser = f"\n<p{self._own(target.teaser)}>{escape(target.teaser)}</p>" if target.teaser else ""
        return [f'<li><p class="title"{self._own(target.headline)}>{linked}</p>{below}{teaser}</li>']

    def section(self, name: str, blocks: Sequence[Block]) -> list[str]:
        """A part of an article's page behind the text: a heading and what it heads, in an element of the class *name*; other lines as they are.
        Other articles are a landmark of their own, which is called by its heading.
        """
        if not name or not isinstance(blocks[0], Heading):
            return self.blocks(blocks, 2)
        element = "aside" if name in OTHERS else "section"
        label = f' aria-label="{attribute(plain_text(blocks[0].spans))}"' if name in OTHERS else ""
        first = blocks[1]
        listed = self.links(first.links, name) if isinstance(first, Links) else []
        heading = self.heading(blocks[0], 2, name)
        return [f'<{element} class="{name}"{label}>', *heading, *listed, *self.blocks(blocks[2 if listed else 1 :], 3), f"</{element}>"]

    def links(self, links: tuple[Link, ...], section: str = "") -> list[str]:
        """Links one a line; numbered ones by their number and address; those of a *section* say what they are."""
        if not links:
            return []
        items: list[str] = []
        numbered = any(target.number for target in links)
        for target in links:
            if target.number:
                name = title(target)
                words = f" <bdi>{escape(name)}</bdi>" if self._own(name) else f" {escape(name)}"
                address = link(target.address, target.address, ' dir="ltr"' if self._turned else "")
                items.append(f'<li value="{target.number}">{address}{words if target.headline or target.kicker else ""}</li>')
            else:
                items.append(f"<li>{link(target.address, title(target), _RELATIONS.get(section, ''))}</li>")
        tag, name = ("ol", "links") if numbered else ("ul", "names")
        return [f'<{tag} class="{name}">', *items, f"</{tag}>"]

    def facts(self, facts: tuple[str, ...]) -> list[str]:
        """Short facts in one line, each in its own direction; the original's address is a link, a date a time."""
        made: list[str] = []
        for fact in facts:
            moment = labels.read_date(fact)
            if moment:
                made.append(f'<time datetime="{moment}"><bdi>{escape(fact)}</bdi></time>')
            elif self.original and fact.endswith(self.original) and allowed(self.original):
                made.append(escape(fact.removesuffix(self.original)) + link(self.original, self.original))
            elif fact:
                made.append(f"<bdi>{escape(fact)}</bdi>")
        return [f'<p class="facts">{" · ".join(made)}</p>'] if made else []
