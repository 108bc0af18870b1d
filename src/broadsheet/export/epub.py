"""A selection in, a book out (EPUB 3.3): title page, contents, sections, articles, an index of authors and one of topics. The cover is set in type.

| file | what it is |
|---|---|
| `title.xhtml` · `contents.xhtml` | the first page · the navigation document |
| `section1.xhtml` … | a section's articles with their teasers |
| `article104.xhtml` … | the article of that id, links to others of the book leading there |
| `authors.xhtml` · `topics.xhtml` | who wrote what · what is about what |

The same articles give the same bytes: the files in the book have the time of the newest article's storing.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import IO

import msgspec

from .. import address, labels
from ..archive import Head
from ..model import Article, Link, Tag
from ..pages import numbering
from ..pages.addresses import Target
from ..pages.article import Around, build
from ..render import marks
from ..text import fold
from . import chapters, package, piece
from .chapters import Point
from .selection import Selection

MEDIA = "application/epub+zip"
_MEMORY = 32 * 2**20
_PART = 2**16
# As many names as a library's page of a book shows.
_NAMED = 12


class _Index(msgspec.Struct):
    """Authors or topics by folded name: anchor, name as first seen, links to their articles."""

    file: str
    word: str
    entries: dict[str, tuple[str, str, list[Link]]] = {}

    def add(self, names: Iterable[str], link: Link) -> None:
        for name in names:
            key = fold(name)
            if key:
                self.entries.setdefault(key, (f"{self.word}{len(self.entries) + 1}", name, []))[2].append(link)

    def ways(self) -> dict[str, str]:
        return {key: f"/{self.file}#{anchor}" for key, (anchor, _, _) in self.entries.items()}

    def frequent(self) -> tuple[str, ...]:
        return tuple(name for _, name, _ in sorted(self.entries.values(), key=lambda entry: -len(entry[2]))[:_NAMED])


def write(selection: Selection) -> Iterator[bytes]:
    """The book, a part at a time."""
    with SpooledTemporaryFile(_MEMORY) as file:
        _pack(selection, file)
        file.seek(0)
        while part := file.read(_PART):
            yield part


def _pack(selection: Selection, file: IO[bytes]) -> None:
    stored = datetime.fromisoformat(piece.moment(selection.changed, "UTC") or piece.NEVER).astimezone(UTC)
    # The format has no year before 1980.
    moment = max(stored, datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, text: str, method: int = zipfile.ZIP_DEFLATED) -> None:
            about = zipfile.ZipInfo(name, moment)
            about.external_attr = 0o644 << 16
            archive.writestr(about, text.encode(), method)

        # First and uncompressed, so that programs know the book by its first bytes (OCF §4.3.3).
        put("mimetype", MEDIA, zipfile.ZIP_STORED)
        put("META-INF/container.xml", package.CONTAINER)
        documents: list[str] = []
        authors, topics = _indexes(selection)
        for name, text in _documents(selection, authors, topics):
            put(f"EPUB/{name}", text)
            documents.append(name)
        book = _book(selection, authors, topics, stored)
        put("EPUB/style.css", package.STYLE)
        put("EPUB/cover.svg", package.cover(selection.paper.name, selection.title, _lines(selection), selection.language))
        put("EPUB/package.opf", package.package(book, documents))


def _book(selection: Selection, authors: _Index, topics: _Index, stored: datetime) -> package.Book:
    days = sorted({head.day for head in selection.heads if head.day})
    return package.Book(
        identity=piece.named(selection.paper, selection.room),
        title=f"{selection.paper.name} – {selection.title}",
        language=selection.language,
        publisher=selection.paper.name,
        source=selection.paper.address,
        modified=stored.strftime("%Y-%m-%dT%H:%M:%SZ"),
        date=days[-1] if days else "",
        rights=selection.paper.permission,
        description=selection.paper.description,
        creators=authors.frequent() or (selection.paper.name,),
        subjects=topics.frequent(),
    )


def _lines(selection: Selection) -> tuple[str, ...]:
    """What stands at the foot of the cover: from when to when, and how much."""
    language = selection.language
    days = sorted({head.day for head in selection.heads if head.day})
    span = " – ".join(labels.date(language, day) for day in dict.fromkeys((*days[:1], *days[-1:])))
    return tuple(line for line in (span, labels.count(language, "articles", len(selection.heads))) if line)


def _documents(selection: Selection, authors: _Index, topics: _Index) -> Iterator[tuple[str, str]]:
    """Every document in reading order."""
    language = selection.language
    groups = selection.by_section()
    files = {f"article{head.id}.xhtml" for head in selection.heads}
    files |= {authors.file, topics.file}

    def way(path: str) -> str:
        file = path.removeprefix("/")
        return file if file.partition("#")[0] in files else address.absolute(path, selection.paper.address) or selection.paper.address

    points = _points(groups)
    backs = [(index, labels.label(language, key)) for index, key in ((authors, "people"), (topics, "topics")) if index.entries]
    every = (*points, *(Point(index.file, title) for index, title in backs))
    yield "title.xhtml", chapters.title_page(selection.paper.name, selection.title, language, _lines(selection))
    yield "contents.xhtml", chapters.contents(labels.label(language, "contents"), language, every, points[0].file)
    here, people, about = _targets(selection), authors.ways(), topics.ways()
    for number, (name, heads) in enumerate(groups):
        if name:
            yield f"section{number}.xhtml", chapters.section(name, language, [_link(head) for head in heads], way)
        for head in heads:
            article = selection.edition.archive.article(head.id)
            if article is not None:
                yield f"article{head.id}.xhtml", _article(selection, head, article, here, people, about, way)
    for index, title in backs:
        yield index.file, chapters.index(title, language, list(index.entries.values()))


def _points(groups: tuple[tuple[str, tuple[Head, ...]], ...]) -> tuple[Point, ...]:
    """The contents: sections with their articles, before them what has no section."""
    found: list[Point] = []
    for number, (name, heads) in enumerate(groups):
        inner = tuple(Point(f"article{head.id}.xhtml", marks.named(head.kicker, head.headline)) for head in heads)
        found += [Point(f"section{number}.xhtml", name, inner)] if name else inner
    return tuple(found)


def _article(
    selection: Selection,
    head: Head,
    article: Article,
    here: dict[str, Target],
    people: dict[str, str],
    topics: dict[str, str],
    way: Callable[[str], str],
) -> str:
    """One article's document, its links leading into the book where the book has what they lead to."""
    related = selection.edition.archive.related(head.id)
    references = {link.address for link in related} | numbering.addresses(article.body)
    around = Around(
        path=f"/article{head.id}.xhtml",
        masthead=selection.paper.name,
        paper=selection.paper,
        targets={reference: here[known] for reference in references if (known := address.comparable(reference)) in here},
        people=people,
        topics=topics,
        related=related,
    )
    return chapters.article(build(article, around), way)


def _targets(selection: Selection) -> dict[str, Target]:
    """Where in the book the article at an address is, by the address's comparable form."""
    return {address.comparable(head.address): Target(f"/article{head.id}.xhtml", head.headline, head) for head in selection.heads}


def _indexes(selection: Selection) -> tuple[_Index, _Index]:
    authors, topics = _Index("authors.xhtml", "author", {}), _Index("topics.xhtml", "topic", {})
    for head in selection.heads:
        link = Link(f"article{head.id}.xhtml", head.headline, head.kicker)
        authors.add((person.name for person in head.authors), link)
        topics.add(_names(head.tags), link)
    return authors, topics


def _names(tags: tuple[Tag, ...]) -> tuple[str, ...]:
    """Each tag once, however it is written."""
    return tuple({fold(tag.name): tag.name for tag in reversed(tags)}.values())


def _link(head: Head) -> Link:
    return Link(f"/article{head.id}.xhtml", head.headline, head.kicker, head.teaser, head.date)
