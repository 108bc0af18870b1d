"""A page in, text/gemini out (Gemini's gemtext 0.24): one line a paragraph, nothing wrapped.

The first line is the headline; the masthead and the kicker stand below it, so that nobody hears them before every headline. A page with feeds can be
subscribed to, and its first line is what names it among a reader's subscriptions (gmisub): it begins with the masthead. Links in the text are numbered as
in every form, `[n][…]`, and stand as link lines in the section of links. Articles in lists are link lines whose label begins with the day (`2024-12-03`).
Verse, code and tables stand between fences with an alternative text. A line of text that would be read as markup begins with a space. Tags in the text
have one behind their `<` where file(1) takes a text with them for HTML: offpunk asks that, not the server, what a page is, and would follow the text's
links and fetch its pictures (measured: offpunk 3.1, file 5.44).
"""

import re
from typing import assert_never
from urllib.parse import quote

from msgspec.structs import replace

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
    Page,
    Paragraph,
    Question,
    Quote,
    Spans,
    Standfirst,
    Table,
    Teaser,
    Verse,
)
from . import galley, marks, tabulate
from .setting import Setting

_SNIFFED = re.compile(r"<(?=!doctype|a\s|head|html|script|style|table|title|body|h[1-6])", re.IGNORECASE)
_MARKUP = re.compile("=>|#|>|[*] |```")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[!-~]+|/(?!/)[!-~]*")  # "//host" leads out of the edition
_SCHEMES = ("http://", "https://", "gemini://", "gopher://", "ftp://", "mailto:", "tel:", "/")
_TABLE = 1000  # cells: a table is never folded, readers scroll


def render(page: Page, setting: Setting) -> str:  # noqa: ARG001 (every form has the same signature)
    """*page* as gemtext, UTF-8, each line ended by a line feed. *setting* changes nothing: gemtext is set by the reader."""
    setter = _Setter(page.language)
    title, masthead = _folded(page.title or page.kicker or page.masthead), _folded(page.masthead)
    if page.feeds and masthead not in {"", title}:
        title, masthead = f"{masthead} -- {title}", ""
    above = " · ".join(text for text in (masthead, _folded(page.kicker)) if text and text != _folded(page.title))
    lines = [f"# {title}", *(["", _text(above)] if above and page.title else [])]
    for block in page.main:
        made = setter.block(block)
        if made:
            # Links stand together: lists of links are one list.
            lines += made if _is_link(block) and lines[-1].startswith("=>") else ["", *made]
        elif isinstance(block, Break):
            lines.append("")
    ways = [_link(link.address, marks.named(link.kicker, link.headline)) for link in page.navigation]
    if page.search:
        ways.append(_link(page.search, labels.label(page.language, "search")))
    linked = {line.split(" ", 2)[1] for line in lines if line.startswith("=> ")}
    if page.original and _written(page.original) not in linked:
        ways.append(_link(page.original, labels.label(page.language, "original")))
    text = "\n".join([*lines, *(["", *ways] if ways else [])]) + "\n"
    return _SNIFFED.sub("< ", text) if "<" in text else text


def _is_link(block: Block) -> bool:
    """Whether *block* is a line of a list of links: an article without teaser."""
    return isinstance(block, Teaser) and not block.link.teaser


def _folded(text: str) -> str:
    """*text* as one line."""
    return marks.fold_spaces(text)


def _text(text: str) -> str:
    """A line of text that is no markup."""
    return f" {text}" if _MARKUP.match(text) else text


def _link(address: str, label: str) -> str:
    """A link line; a line of text where *address* is none that a reader could follow."""
    label, written = _folded(label), _written(address)
    if not _ADDRESS.fullmatch(written) or not written.lower().startswith(_SCHEMES):
        return _text(label or address)
    return f"=> {written} {label}".rstrip(" ")


def _written(address: str) -> str:
    """*address* in ASCII, without spaces."""
    return quote(address, safe="!$&'()*+,;=:@/?%~-._#[]")


class _Setter:
    """Sets blocks in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def blocks(self, blocks: tuple[Block, ...]) -> list[str]:
        """Nested blocks with empty lines between them."""
        lines: list[str] = []
        for block in blocks:
            made = self.block(block)
            lines += ["", *made] if lines and made else made
        return lines

    def block(self, block: Block) -> list[str]:
        """The lines of one block."""
        match block:
            case Paragraph():
                return self.run("", block.spans)
            case Heading():
                return self.run("#" * min(max(block.level, 2), 3) + " ", block.spans)
            case Quote():
                source = _folded(block.source)
                return [line for spans in block.paragraphs for line in self.run("> ", spans)] + ([f"> – {source}"] if source else [])
            case Listing():
                return self.listing(block)
            case Verse():
                return _fenced(labels.label(self.language, "code" if block.verbatim else "verse"), [str(line) for line in galley.verse_lines(block)])
            case Figure():
                return self.figure(block.image)
            case Table():
                return self.table(block)
            case Break():
                return []
            case Box():
                name = labels.label(self.language, "correction" if block.kind == "correction" else "box")
                title = _folded(block.title)
                return [f"### {name}: {title}" if title else f"### {name}", *_spaced(self.blocks(block.blocks))]
            case Embed():
                text = ": ".join(part for part in (_folded(block.what), _folded(block.title)) if part)
                return [_link(block.address, text)] if block.address else [_text(text)] if text else []
            case Question():
                return self.speech(block.speaker, block.spans, "question")
            case Answer():
                return self.speech(block.speaker, block.spans, "")
            case Entry():
                head = _folded(f"{labels.date(self.language, block.time)} {block.title}")
                return [*([f"### {head}"] if head else []), *_spaced(self.blocks(block.blocks))]
            case Teaser():
                return self.teaser(block.link)
            case Links():
                return [self.reference(link) for link in block.links]
            case Standfirst():
                return [f"> {_folded(block.text)}"] if _folded(block.text) else []
            case Facts():
                line = " · ".join(fact for fact in map(_folded, block.facts) if fact)
                original = next((fact.partition(": ")[2] for fact in block.facts if marks.is_original(fact)), "")
                return [_link(original, line) if original else _text(line)] if line else []
            case _:
                assert_never(block)

    def run(self, mark: str, spans: Spans) -> list[str]:
        """A run of text in one line, and below it the links that have no number."""
        text = marks.inline(spans)
        below = [_link(span.href, span.text) for span in spans if span.href and not span.number]
        return [*([mark + text if mark else _text(text)] if text else []), *below]

    def listing(self, block: Listing) -> list[str]:
        """A list: gemtext has one level and no numbers, so numbers stand in the text and deeper entries begin with dashes."""
        lines: list[str] = []
        for level, number, spans in galley.entries(block):
            made = self.run("", spans)
            deeper = "– " * level
            lines += [f"{number}. {deeper}{made[0].lstrip(' ')}" if block.ordered else f"* {deeper}{made[0].lstrip(' ')}", *made[1:]]
        return lines

    def figure(self, image: Image) -> list[str]:
        """A picture: a link to it, credit included."""
        name = labels.label(self.language, "picture")
        text = f"{name}: {_folded(image.caption) or _folded(image.alternative)}".rstrip(" :")
        credit = _folded(image.credit)
        if credit:
            text += " ({}: {})".format(*marks.credit(self.language, credit))
        return [_link(image.address, text) if image.address else _text(text)]

    def table(self, block: Table) -> list[str]:
        """A table between fences, its caption above them: most clients show no fence's alternative text (amfora, bombadillo)."""
        name, caption = labels.label(self.language, "table"), _folded(block.caption)
        rows = tabulate.table(replace(block, caption=""), self.language, _TABLE)[1:]
        return [*([f"{name}: {caption}"] if caption else []), *_fenced(name, rows)]

    def speech(self, speaker: str, spans: Spans, kind: str) -> list[str]:
        """Question or answer: a question is a quotation, so that it is seen; the speaker stands first."""
        text = marks.inline(spans)
        speaker = _folded(speaker)
        line = f"{speaker}: {text}" if speaker else text
        below = [_link(span.href, span.text) for span in spans if span.href and not span.number]
        return [f"> {line}" if kind else _text(line), *below] if text else below

    def teaser(self, link: Link) -> list[str]:
        """An article in a list: its link, labelled with day and title, and its teaser."""
        title = marks.named(link.kicker, link.headline)
        if link.tag:
            title += f" ({labels.label(self.language, 'chosen-for', tag=_folded(link.tag))})"
        day = link.date[:10] if len(link.date) >= 10 else ""
        teaser = _folded(link.teaser)
        return [_link(link.address, f"{day} {title}" if day else title), *([_text(teaser)] if teaser else [])]

    def reference(self, link: Link) -> str:
        """A link in a line of its own."""
        title = marks.named(link.kicker, link.headline)
        if not link.number:
            return _link(link.address, title)
        return _link(link.address, f"[{link.number}] {title or link.address}")


def _spaced(lines: list[str]) -> list[str]:
    """*lines* after an empty one, where there are any."""
    return ["", *lines] if lines else []


def _fenced(alternative: str, lines: list[str]) -> list[str]:
    """*lines* between fences. A line that looks like a fence begins with a space."""
    return [f"```{alternative}", *(f" {line}" if line.startswith("```") else line for line in lines), "```"] if lines else []
