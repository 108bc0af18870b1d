"""What is asked of an edition, and what it answers: the values that every module of `pages` takes and gives.

| value | what it is |
|---|---|
| `Edition` | the archive and the paper that is mounted at `/` |
| `Request` | one request, its path already taken apart: the paper, the page's number, the query |
| `Answer` | a page, the form that was asked for, and the article that the page shows or the articles that it lists |
| `Listed` · `Piece` | what a list's page lists; one of its articles with its text |
| `Shelf` · `Book` | what a catalogue's page shows; a day as a book |
"""

from typing import Literal, TypeAlias

import msgspec

from ..archive import Archive, Head
from ..errors import ConfigError
from ..model import Article, Block, Page, Paper
from ..text import clean

Form: TypeAlias = Literal["", "text", "gmi", "json", "atom", "jsonfeed", "opml", "opds", "shelves", "epub", "bundle"]

NAME = "Broadsheet"


class Edition(msgspec.Struct, frozen=True):
    """What pages are made from: the archive, and the key of the paper that is mounted at `/` ("" where none is: `/` then lists the papers)."""

    archive: Archive
    root: str = ""


def mounted(archive: Archive, root: str = "") -> Edition:
    """The edition of *archive* with the paper *root* at `/`, or with its only paper where *root* is ""; `ConfigError` for a paper that it lacks."""
    keys = tuple(paper.key for paper in archive.papers())
    if root and root not in keys:
        raise ConfigError(f"root: the archive has no paper {clean(root)!r}; it has {', '.join(keys) or 'none'}")
    return Edition(archive, root or (keys[0] if len(keys) == 1 else ""))


def language(edition: Edition) -> str:
    """The language in which *edition* speaks where no paper is asked for: that of the paper at `/`, or of all papers."""
    papers = {paper.key: paper for paper in edition.archive.papers()}
    return Request(edition=edition, papers=papers, paper=papers.get(edition.root)).language


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """An article of a list with its text: *body* as the edition links it; *path* is where its page is."""

    head: Head
    article: Article
    paper: Paper
    path: str
    body: tuple[Block, ...]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """The articles that a page lists, in its order. *path* is the path of the list's first page; *room* is what names the list below its paper for good.

    *number* of *pages* is the page that is shown, *paper* None for a list over all papers. *pieces* are filled where a feed was asked for.
    """

    path: str
    room: str
    paper: Paper | None
    heads: tuple[Head, ...]
    number: int = 1
    pages: int = 1
    pieces: tuple[Piece, ...] = ()


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A day, or a part of one that has several pages, as a book: *path* is where the file is, *shown* where the page is, *title* without the paper's name.

    *room* is what names the book below its paper for good; *changed* is when the newest of its articles was stored; *sections* are theirs, by name.
    """

    path: str
    shown: str
    room: str
    title: str
    day: str
    changed: str
    articles: int
    sections: tuple[str, ...] = ()


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a paper's catalogue with its *books*, or, with *paper* None, the *shelves* of all papers, without their books.

    *path* is that of the catalogue's first page, *above* that of the catalogue of all papers, "" where there is none. *number* of *pages* is shown.
    """

    paper: Paper | None
    path: str
    changed: str
    books: tuple[Book, ...] = ()
    shelves: "tuple[Shelf, ...]" = ()
    number: int = 1
    pages: int = 1
    above: str = ""


class Answer(msgspec.Struct, frozen=True):
    """A page, the form that the path asked for ("" is the protocol's own), and the article that it shows, or the articles or the books that it lists.

    *manner* is the manner (`manners.MANNERS`) in whose root the page stands, "" where it stands in none.
    """

    page: Page
    form: Form = ""
    article: Article | None = None
    listed: Listed | None = None
    shelf: Shelf | None = None
    manner: str = ""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request. *paper* is None where the path names none and none is mounted at `/`; *papers* are all papers by key.

    *path* is what was asked for without the words for paper, form and page number, percent-decoded, beginning with `/`; *written* are the
    ways in which a paper may have written it, with its query. *number* is the page of a list, from 1. *query* is what a reader searches for.
    *parts* are the parts of the path that the routing table names.
    """

    edition: Edition
    papers: dict[str, Paper]
    paper: Paper | None = None
    path: str = "/"
    written: tuple[str, ...] = ("/",)
    number: int = 1
    query: str = ""
    parts: dict[str, str] = {}

    @property
    def archive(self) -> Archive:
        """The edition's archive."""
        return self.edition.archive

    @property
    def root(self) -> str:
        """The key of the paper at `/`, "" where there is none."""
        return self.edition.root if self.edition.root in self.papers else ""

    @property
    def key(self) -> str:
        """The paper's key, "" where the request is for no paper."""
        return self.paper.key if self.paper else ""

    @property
    def masthead(self) -> str:
        """What the page names first: the paper, or the program where all papers are meant."""
        return self.paper.name if self.paper else NAME

    @property
    def language(self) -> str:
        """The language that the page speaks: the paper's; over all papers the one that they share, else English."""
        if self.paper:
            return self.paper.language or "en"
        shared = {paper.language for paper in self.papers.values()}
        return shared.pop() or "en" if len(shared) == 1 else "en"

    @property
    def changed(self) -> str:
        """When anything changed that a list may show: in the paper, or in any paper."""
        return max((self.archive.changed(key) for key in ([self.paper.key] if self.paper else self.papers)), default="")
