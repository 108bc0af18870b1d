"""A page in, its set lines out: what the plain form prints and the menu makes items of. The marks are those of `marks`."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, assert_never

from .. import hyphens, labels, manners
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
    Span,
    Spans,
    Standfirst,
    Table,
    Teaser,
    Verse,
    plain_text,
)
from ..typeset import wrap
from . import marks, tabulate
from .order import bare, entries, flat, trimmed, verse_lines
from .setting import Setting

_SOURCE = re.compile(r"--(?: |$)")
_ITEM = re.compile(r"(?:[*]|-?[0-9]{1,10}[.])(?: |$)")


class Line(NamedTuple):
    """A set line. *target*: the address or path of the link that it is.

    *kind* is the link's: `link`, `picture`, `search`. *form*: "" for a line of all forms, `plain` or `menu` for one of that form alone.
    *hang* is how far in what continues it is set.
    """

    text: str
    target: str = ""
    kind: str = "link"
    form: str = ""
    hang: int = 2


EMPTY = Line("")


def compose(page: Page, setting: Setting) -> list[Line]:
    """The lines of *page*, none wider than the *setting*'s width but for addresses."""
    setter = _Setter(page.language, setting)
    title = setter.sign("# ", marks.title(page.masthead, page.kicker, page.title), "  ")
    lines = [*title, *setter.blocks(page.main, start=True)]
    tail = [line for link in page.navigation for line in setter.way(link)]
    if page.search:
        tail += setter.way(Link(page.search, labels.label(page.language, "search")), kind="search")
    lines = [*lines, EMPTY, *tail] if tail else lines
    letters = setter.letters
    return [line._replace(text=text) if (text := letters(line.text)) != line.text else line for line in lines] if letters else lines


def section_of(block: Block, following: Block | None) -> str:
    """The section (`labels.section`) that *block* heads; "" where it is a subhead that merely says the same."""
    if isinstance(block, Heading) and isinstance(following, (Links, Teaser)):
        return labels.section(plain_text(block.spans))
    return ""


class _Setter:
    """Sets blocks in one language as a setting says."""

    def __init__(self, language: str, setting: Setting) -> None:
        self.language = language
        self.width = setting.width
        self.letters = manners.letters(setting.manner, language) if setting.manner else None
        self.wrap = wrap if self.letters is None and not setting.hyphenate else self._wrap
        self._hyphenate = setting.hyphenate

    def _wrap(
        self,
        text: str,
        width: int,
        *,
        first: str = "",
        rest: str | None = None,
        links: Collection[int] = (),
        never: Collection[int] = (),
        exact: bool = False,
    ) -> list[str]:
        """`typeset.wrap` of *text* with hyphens, and in the manner's letters."""
        parted: Sequence[int] = hyphens.places(text, self.language) if self._hyphenate and not exact else ()
        # The last word is not parted: half a word would be a line of its own. One that is long itself would leave as much of a gap.
        last = text.rfind(" ") + 1
        if parted and len(text) - last <= width // 2:
            parted = [place for place in parted if place < last]
        if self.letters is None:
            return wrap(text, width, first=first, rest=rest, links=links, never=never, exact=exact, hyphens=parted)
        text, (links, never, parted) = self.letters.placed(text, links, never, parted)
        return wrap(text, width, first=self.letters(first), rest=rest, links=links, never=never, exact=exact, hyphens=parted)

    def blocks(self, blocks: Sequence[Block], *, start: bool = False) -> list[Line]:
        """*blocks* with empty lines between them; *start*: they follow the title, so that there is one before the first, too."""
        lines: list[Line] = []
        section = ""
        opening = start
        blocks = flat(blocks)
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            if isinstance(block, Heading):
                section = section_of(block, following)
            set_lines = self.block(block, section=section, opening=opening)
            opening = opening and (isinstance(block, Facts) or not set_lines)
            if isinstance(block, Entry) and self._needs_end(blocks, number):
                set_lines += [EMPTY, Line("[/]")]
            if isinstance(block, Break) or (set_lines and (lines or start)):
                lines.append(EMPTY)
            lines += set_lines
        return lines

    @staticmethod
    def _needs_end(blocks: Sequence[Block], number: int) -> bool:
        """Whether what follows an entry would be taken for a part of it."""
        if number + 1 == len(blocks):
            return False
        following = blocks[number + 1]
        after = blocks[number + 2] if number + 2 < len(blocks) else None
        return not (isinstance(following, (Entry, Facts)) or section_of(following, after))

    def block(self, block: Block, *, section: str = "", opening: bool = False) -> list[Line]:
        """The lines of one block; *opening*: nothing but title and facts stand before it."""
        match block:
            case Paragraph():
                return self.paragraph(block.spans)
            case Heading():
                return self.heading(block, section=section)
            case Quote():
                return self.quote(block, opening=opening)
            case Listing():
                return self.listing(block)
            case Verse():
                return self.verse(block)
            case Figure():
                return self.figure(block.image)
            case Table():
                return [Line(line) for line in tabulate.table(block, self.language, self.width, self.wrap, self.letters)]
            case Break():
                return []
            case Box():
                return self.box(block)
            case Embed():
                return self.embed(block)
            case Question():
                return self.speech("?", block.speaker, block.spans)
            case Answer():
                return self.speech("-", block.speaker, block.spans)
            case Entry():
                return self.entry(block)
            case Teaser():
                return self.teaser(block.link, close=bool(section))
            case Links():
                return [line for link in block.links for line in self.reference(link)]
            case Standfirst():
                return self.sign("> ", marks.fold_spaces(block.text), "> ") if block.text.strip(" ") else []
            case Facts():
                return self.facts(block.facts)
            case _:
                assert_never(block)

    def sign(self, first: str, text: str, rest: str, target: str = "", kind: str = "link", whole: Collection[int] = ()) -> list[Line]:
        """Plain *text* behind a mark; the first line is a link where there is a *target*. *whole* are places where no line ends."""
        never = {*whole, *marks.doubled(text)} if "  " in text else whole
        # A title may end in a space that says something (marks.title): it takes a cell.
        said = " " if text.endswith(" ") else ""
        lines = [Line(line) for line in self.wrap(text.rstrip(" "), self.width - len(said), first=first, rest=rest, never=never)]
        if said:
            lines[-1] = Line(lines[-1].text + said)
        if target:
            lines[0] = Line(lines[0].text, target, kind, hang=len(rest))
        return lines

    def run(self, first: str, spans: Spans, rest: str) -> list[Line]:
        """A run of text behind a mark, and the lines that only menus need: links that have no number."""
        text = marks.inline(spans)
        lines = [Line(line) for line in self.wrap(text, self.width, first=first, rest=rest, links=text.links)]
        return lines + _unnumbered(spans)

    def prose(self, text: marks.Inline, first: str, rest: str, is_mark: Callable[[str, bool], bool]) -> list[Line]:
        """A run of text whose lines begin with one space where they would be read as something else: *is_mark* tells, and whether it is the first."""
        lines = self.wrap(text, self.width, first=first, rest=rest, links=text.links)
        if any(is_mark(line[len(rest if number else first) :], not number) for number, line in enumerate(lines)):
            # Set with a cell less, so that the space has room; which lines need it is seen then.
            lines = self.wrap(text, self.width - 1, first=first, rest=rest, links=text.links)
            for number, line in enumerate(lines):
                prefix = rest if number else first
                if is_mark(line[len(prefix) :], not number):
                    lines[number] = f"{prefix} {line[len(prefix) :]}"
        return [Line(line) for line in lines]

    def paragraph(self, spans: Spans, *, guarded: str = "") -> list[Line]:
        """A paragraph; one that begins with *guarded* begins with a space, too."""
        text = marks.inline(spans)
        if not text:
            return _unnumbered(spans)
        other = marks.reads_as_other(text) or bool(guarded and text.startswith(guarded))
        return self.prose(text, "", "", lambda line, first: (first and other) or marks.begins_like_a_mark(line, first=first)) + _unnumbered(spans)

    def heading(self, block: Heading, *, section: str) -> list[Line]:
        """A subhead. One that says what a section's heading says has two spaces behind its mark."""
        mark = "#" * min(max(block.level, 2), 6) + " "
        if not plain_text(block.spans).strip(" "):
            return []
        if not section and labels.section(marks.inline(block.spans)):
            mark += " "
        return self.run(mark, block.spans, " " * len(mark))

    def quote(self, block: Quote, *, opening: bool) -> list[Line]:
        """A quotation; where the teaser would stand it begins with an empty line of its own."""
        mark = ">> " if block.pull else "> "
        lines: list[Line] = []
        for spans in block.paragraphs:
            text = marks.inline(spans)
            if text:
                lines += [Line(mark.rstrip())] if lines else []
                lines += self.prose(text, mark, mark, lambda line, _: _SOURCE.match(line) is not None) + _unnumbered(spans)
        source = marks.fold_spaces(block.source)
        if source:
            lines += self.sign(f"{mark}-- ", source, f"{mark}   ")
        return [Line(mark.rstrip()), *lines] if lines and opening and not block.pull else lines

    def listing(self, block: Listing) -> list[Line]:
        """A list, one entry a line."""
        lines: list[Line] = []
        for level, number, spans in entries(block):
            mark = "  " * (level + 1) + (f"{number}. " if block.ordered else "* ")
            text = marks.inline(spans)
            lines += self.prose(text, mark, " " * len(mark), lambda line, first: not first and _ITEM.match(line) is not None) + _unnumbered(spans)
        return lines

    def verse(self, block: Verse) -> list[Line]:
        """Verse or code: each line behind four spaces, what has no room in it behind eight."""
        lines: list[str] = []
        for text in verse_lines(block):
            lines += self.wrap(text, self.width, first="    ", rest="        ", links=text.links, exact=True) if text else ["    "]
        if not lines:
            return []
        return [Line(line) for line in (["```", *lines, "```"] if block.verbatim else lines)]

    def figure(self, image: Image) -> list[Line]:
        """A picture: caption, else alternative text; credit."""
        name = labels.label(self.language, "picture")
        caption, alternative, credit = map(marks.fold_spaces, (image.caption, image.alternative, image.credit))
        first = f"{name}: " if caption or not alternative else f"{name}:  "
        lines = self.sign(first, caption or alternative, "  ", image.address, "picture")
        if credit:
            own, words = marks.credit(self.language, credit)
            # Two spaces: the paper prints the name itself.
            lines += self.sign(f"{own}: " if words == credit else f"{own}:  ", words, "  ")
        return lines

    def box(self, block: Box) -> list[Line]:
        """A box between its two marks."""
        name = labels.label(self.language, "correction" if block.kind == "correction" else "box")
        title = marks.fold_spaces(block.title)
        inner = self.inner(block.blocks)
        if not inner and not title:
            return []
        opened = self.sign("", f"[{name}: {title}]" if title else f"[{name}]", "  ")
        return [*opened, EMPTY, *inner, *([EMPTY] if inner else []), Line(f"[/{name}]")]

    def inner(self, blocks: tuple[Block, ...]) -> list[Line]:
        """The lines of nested blocks, no empty ones at their ends: a break beside nothing is none."""
        lines = self.blocks(trimmed(blocks))
        while lines and lines[-1] == EMPTY:
            lines.pop()
        while lines and lines[0] == EMPTY:
            del lines[0]
        return lines

    def entry(self, block: Entry) -> list[Line]:
        """An entry of a ticker: time and title, then its blocks."""
        time = labels.date(self.language, marks.fold_spaces(block.time))
        if time.isdecimal() or time.startswith("/") or any(labels.means(time.partition(":")[0], key) for key in ("box", "correction")):
            time = " " + time
        title = marks.fold_spaces(block.title)
        head = self.sign("", f"[{time.replace('] ', ']  ')}] {title}".rstrip(" "), "  ")
        inner = self.inner(block.blocks)
        return [*head, *([EMPTY] if inner else []), *inner]

    def embed(self, block: Embed) -> list[Line]:
        """Something from elsewhere, in one line: address, what it is, its title."""
        what, title = marks.fold_spaces(block.what), marks.fold_spaces(block.title)
        if not what:
            what, title = title, ""
        if not what and not block.address:
            return []
        text = f"{marks.literal(what, ': ')}: {title}" if title else marks.literal(what, ": ")
        return self.pointer("->", block.address, text)

    def pointer(self, mark: str, address: str, text: str, kind: str = "link") -> list[Line]:
        """A line that leads somewhere: with the address in the plain form, which a menu's items carry themselves."""
        if not address:
            return self.sign(f"{mark} · ", text, "   ")
        plain = [line._replace(form="plain") for line in self._behind(f"{mark} {bare(address)}", text, "   ")]
        menu = [line._replace(form="menu") for line in self.sign(_guard(text), text or bare(address), "   ", address, kind)]
        return plain + menu

    def speech(self, mark: str, speaker: str, spans: Spans) -> list[Line]:
        """Question or answer: the mark, the speaker, the words."""
        text = marks.inline(spans)
        if not text:
            return []
        speaker = marks.fold_spaces(speaker)
        if not speaker:
            return self.run(mark + "  ", spans, "  ")
        said = marks.literal(speaker, ": ") + ": "
        links = tuple(len(said) + place for place in text.links)
        never = marks.doubled(said)
        lines = self.wrap(said + text, self.width, first=mark + " ", rest="  ", links=links, never=never)
        return [*map(Line, lines), *_unnumbered(spans)]

    def facts(self, values: tuple[str, ...]) -> list[Line]:
        """A line of facts."""
        text = marks.facts(values)
        # It stands first; elsewhere a section may have a name like that.
        first = next((value for value in values if marks.fold_spaces(value)), "")
        target = first.partition(": ")[2] if marks.is_original(first) else ""
        return self.sign("", text, "  ", target, whole=marks.short_facts(text, self.width * 2 // 3)) if text != "()" else []

    def teaser(self, link: Link, *, close: bool) -> list[Line]:
        """An article in a list: its title, which is a link, facts in brackets, its teaser; *close* under the title, else after an empty line."""
        title = marks.title("", link.kicker, link.headline) or bare(link.address)
        lines = self.sign(_guard(title), title, "  ", link.address)
        below: list[Line] = []
        day = labels.date(self.language, link.date) if link.date else ""
        about = marks.about(day, link.tag)
        if about:
            below += self.sign("", about, "   ")
        teaser = marks.fold_spaces(link.teaser)
        if teaser:
            below += self.paragraph((Span(teaser),), guarded="(")
        return lines if not below else [*lines, *below] if close else [*lines, EMPTY, *below]

    def reference(self, link: Link) -> list[Line]:
        """A link in a line of its own: number and address, and the title behind it; or its headline."""
        if not link.number:
            title = marks.title("", link.kicker, link.headline)
            return self.sign(_guard(title), title or bare(link.address), "  ", link.address)
        mark = f"[{link.number}] {bare(link.address)}"
        return self._behind(mark, marks.named(link.kicker, link.headline), "    ", link.address)

    def _behind(self, address: str, text: str, rest: str, target: str = "") -> list[Line]:
        """*text* behind a mark and an *address*; below them where they leave its first word no room, rather than to cut that."""
        lines = self.sign(f"{address} ", text, rest, target)
        begun = lines[0].text[len(address) + 1 :]
        if len(lines) > 1 and begun.endswith(" ") and " " not in begun[:-1]:
            return [Line(address, target, hang=len(rest)), *self.sign(rest, text, rest)]
        return lines

    def way(self, link: Link, kind: str = "link") -> list[Line]:
        """A link of the navigation."""
        title = marks.named(link.kicker, link.headline) or bare(link.address)
        return self.pointer("=>", link.address, title, kind)


def _guard(title: str) -> str:
    """What stands before a link's *title*: a space where it would be read as something else."""
    return " " if marks.begins_like_a_mark(title, first=True) or marks.reads_as_other(title) else ""


def _unnumbered(spans: Spans) -> list[Line]:
    """Links of a run of text that have no number: a menu lists them below it."""
    return [Line(span.text, span.href, form="menu") for span in spans if span.href and not span.number]
