"""An article in, what of it the plain form prints out: the measure of `readback`.

What a page of plain text does not say, and `printed` therefore leaves out:

- addresses of pictures, people, sections, topics and related articles (a menu's items have them), aliases, pictures' sizes, the extractor, `cut`;
- seconds and zones of dates; dates that are no ISO 8601; a change at the very moment of publication; sections after the first one, and that
  one where it has the name of an author with a role and nobody else wrote the text;
- marks and languages of spans, all but a dateline that ends in ` | `; the article's own language: the page speaks in one that `labels` knows;
- the alternative text of a picture that has a caption;
- what no reader can see: spaces beside spaces or at the ends of texts and links, empty blocks, breaks at the ends, steps left out in a list's levels.

Two spellings of one thing become one: a topic named twice is one topic, `Name (Role)` is a person with a role, a kicker without a headline is the
headline, a table's head without rows a row, an entry inside an entry follows it.
"""

import re
from collections.abc import Callable

from .. import labels
from ..model import (
    Answer,
    Article,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Figure,
    Heading,
    Image,
    Link,
    Listing,
    ListItem,
    Paragraph,
    Person,
    Question,
    Quote,
    Span,
    Spans,
    Table,
    Tag,
    Verse,
)
from ..text import fold
from . import galley, marks
from .readblocks import dated
from .tabulate import grid

_ROLE = re.compile(r"(.+) \((.+)\)")


def printed(
    article: Article, *, masthead: str = "", language: str = "", permission: str = "", written: Callable[[str], str] = str, addresses: bool = False
) -> Article:
    """What the page of *article* prints: *masthead* and *language* are the edition's where the article has none, *permission* the paper's note.

    *written* says how the edition writes an address. *addresses*: as a menu has them, those of pictures, people, topics and related articles too.
    """
    language = article.language or language or "en"
    kept = _Kept(language, written, addresses=addresses)
    kicker, headline = kept.title(article.kicker, article.headline)
    modified = article.modified if article.modified != article.date else ""
    return Article(
        address=article.address,
        paper=marks.fold_spaces(masthead or article.paper),
        language=labels.spoken(language),
        kicker=kicker,
        headline=headline,
        teaser=marks.fold_spaces(article.teaser),
        date=kept.date(article.date),
        modified=kept.date(modified),
        authors=tuple(kept.person(one) for one in article.authors if one.name.strip(" ")),
        sections=kept.sections(article),
        tags=kept.tags(article.tags),
        body=kept.body(article.body),
        related=tuple(kept.related(link) for link in article.related),
        completeness=article.completeness,
        copyright=" · ".join(text for text in map(marks.fold_spaces, (article.copyright, permission)) if text),
    )


def person(text: str, address: str = "") -> Person:
    """A person as a line of AUTHORS names one: `Name`, `Name (Role)`."""
    found = _ROLE.fullmatch(text)
    return Person(found[1], found[2], address) if found else Person(text, "", address)


def names_people(fact: str, people: tuple[Person, ...]) -> bool:
    """Whether *fact* is the names of some of *people*, in order."""
    for one in people:
        name = f"{one.name} ({one.role})" if one.role else one.name
        if fact == name:
            return True
        fact = fact.removeprefix(f"{name}, ")
    return False


class _Kept:
    """What is kept, in one language and one edition."""

    def __init__(self, language: str, written: Callable[[str], str], *, addresses: bool) -> None:
        self.language = language
        self.written = written
        self.addresses = addresses

    def address(self, address: str) -> str:
        """An address that only a menu has."""
        return galley.bare(self.written(address)) if self.addresses and address else ""

    def title(self, kicker: str, headline: str) -> tuple[str, str]:
        """Kicker and headline."""
        kicker, headline = marks.fold_spaces(kicker), marks.fold_spaces(headline)
        return (kicker, headline) if headline else ("", kicker)

    def date(self, iso: str) -> str:
        """A date as exact as it is printed."""
        return labels.read_date(labels.date(self.language, iso))

    def person(self, one: Person) -> Person:
        """A person."""
        return person(marks.fold_spaces(f"{one.name} ({one.role})" if one.role else one.name), self.address(one.address))

    def sections(self, article: Article) -> tuple[Tag, ...]:
        """The first section."""
        name = marks.fold_spaces(article.sections[0].name) if article.sections else ""
        alone = all(one.role for one in article.authors)
        return () if not name or (alone and names_people(name, tuple(map(self.person, article.authors)))) else (Tag(name),)

    def tags(self, tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
        """Topics, each once: the first address, in the first one's place."""
        unique: dict[str, Tag] = {}
        for tag in tags:
            unique.setdefault(fold(tag.name), tag)
        return tuple(Tag(marks.fold_spaces(tag.name), self.address(tag.address)) for tag in unique.values() if tag.name.strip(" "))

    def related(self, link: Link) -> Link:
        """A related article."""
        kicker, headline = self.title(link.kicker, link.headline)
        headline = headline or galley.bare(self.written(link.address))
        return Link(self.address(link.address), headline, kicker, marks.fold_spaces(link.teaser), self.date(link.date), marks.fold_spaces(link.tag))

    def body(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The text."""
        found = list(self.blocks(blocks))
        first = next((number for number, block in enumerate(found) if isinstance(block, Paragraph)), -1)
        return tuple(Paragraph(dated(block.spans)) if number == first and isinstance(block, Paragraph) else block for number, block in enumerate(found))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Blocks without those that print nothing."""
        return galley.trimmed(tuple(made for block in galley.flat(blocks) if (made := self.block(block)) is not None))

    def spans(self, spans: Spans) -> Spans:
        """A run of text: neighbours with one address are one link."""
        return tuple(Span(span.text, self.href(span)) for span in marks.tidy(_numbered(spans)))

    def href(self, span: Span) -> str:
        """Where a span leads."""
        return galley.bare(self.written(span.href)) if span.href else ""

    def block(self, block: Block) -> Block | None:
        """One block; None where nothing of it is printed."""
        match block:
            case Paragraph():
                return Paragraph(spans) if (spans := self.spans(block.spans)) else None
            case Heading():
                return Heading(spans, min(max(block.level, 2), 6)) if (spans := self.spans(block.spans)) else None
            case Quote():
                paragraphs = tuple(spans for paragraph in block.paragraphs if (spans := self.spans(paragraph)))
                source = marks.fold_spaces(block.source)
                return Quote(paragraphs, source, block.pull) if paragraphs or source else None
            case Listing():
                items = [(level, number, self.spans(spans)) for level, number, spans in galley.entries(block)]
                start = items[0][1] if items and block.ordered else 1
                return Listing(tuple(ListItem(spans, level) for level, _, spans in items), block.ordered, start) if items else None
            case Verse():
                lines = [tuple(Span(span.text, self.href(span)) for span in marks.merged(_numbered(line))) for line in block.lines]
                while lines and not lines[0]:
                    del lines[0]
                while lines and not lines[-1]:
                    del lines[-1]
                return Verse(tuple(lines), block.verbatim) if lines else None
            case Figure():
                image = block.image
                caption, credit = marks.fold_spaces(image.caption), marks.fold_spaces(image.credit)
                alternative = "" if caption else marks.fold_spaces(image.alternative)
                return Figure(Image(self.address(image.address), caption, credit, alternative))
            case Table():
                head, rows = grid(block)
                cells = tuple(tuple(self.spans(cell) for cell in row) for row in rows if row)
                caption = marks.fold_spaces(block.caption)
                return Table(cells, tuple(self.spans(cell) for cell in head), caption) if cells or caption else None
            case Break():
                return block
            case Box():
                inner, title = self.blocks(block.blocks), marks.fold_spaces(block.title)
                return Box(inner, title, block.kind) if inner or title else None
            case Embed():
                what, title = marks.fold_spaces(block.what), marks.fold_spaces(block.title)
                what, title = (what, title) if what else (title, "")
                address = galley.bare(self.written(block.address)) if block.address else ""
                return Embed("" if what == address and not title else what, address, title) if what or address else None
            case Question():
                return Question(spans, marks.fold_spaces(block.speaker)) if (spans := self.spans(block.spans)) else None
            case Answer():
                return Answer(spans, marks.fold_spaces(block.speaker)) if (spans := self.spans(block.spans)) else None
            case Entry():
                time = labels.date(self.language, marks.fold_spaces(block.time))
                return Entry(self.blocks(block.blocks), labels.read_date(time) or time, marks.fold_spaces(block.title))
            case _:
                return None


def _numbered(spans: Spans) -> Spans:
    """*spans* numbered as a page numbers them, so that two links with one address and something between them stay two."""
    found: list[Span] = []
    number = 0
    before = ""
    for span in spans:
        number += bool(span.href) and span.href != before
        found.append(Span(span.text, span.href, number=number if span.href else 0))
        before = span.href
    return tuple(found)
