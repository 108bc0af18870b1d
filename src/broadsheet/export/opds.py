"""A catalogue's page in, an OPDS 1.2 document out: a paper's days as books to acquire, or the catalogues of all papers to choose from.

| element | what stands in it |
|---|---|
| feed `id` | a URN of the paper and the catalogue's place; of an entry: the identifier that the book itself has |
| entry `updated` | when the newest of the book's articles was stored, which is the book's own `dcterms:modified` |
| `author` · `dc:publisher` | the paper, `dc:language` its language, `dc:issued` the day |
| `category` · `summary` | the sections with articles in the book · how many articles it has |
| link `http://opds-spec.org/acquisition/open-access` | the book (EPUB) |
| link `alternate` | the day's page in this edition |
| link `self` · `first` `previous` `next` `last` | this document · the others of the catalogue (RFC 5005 §3) |
| link `start` · `up` | the topmost catalogue of the edition · the one of all papers, where there is one |
"""

from ..labels import count
from ..model import Paper
from ..pages import Answer, Book, Shelf
from ..pages.books import PAPERS, PATH
from ..pages.books import TYPE as MEDIA
from ..render import Setting
from . import epub, piece
from .elements import category, document, language, link, page_type, person, text, turns

__all__ = ["MEDIA", "PAPERS", "render"]

_BOOK = "http://opds-spec.org/acquisition/open-access"


def render(answer: Answer, setting: Setting) -> str:
    """The catalogue that *answer* shows, as a document of XML, UTF-8. *setting* names the origin."""
    page = answer.page
    shelf = answer.shelf or Shelf(paper=None, path=page.path, changed=page.changed)
    media = MEDIA if shelf.paper else PAPERS
    home = shelf.paper.address if shelf.paper else ""
    lines = [
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/terms/"{language(page.language)}>',
        text("id", piece.named(shelf.paper, PATH)),
        text("title", page.masthead),
        text("updated", _moment(max((one.changed for one in (*shelf.books, *shelf.shelves)), default=shelf.changed))),
        person("author", page.masthead, home),
        *(link(rel, piece.place(at, setting), media) for rel, at in turns(shelf.path, shelf.number, shelf.pages).items()),
        link("start", piece.place(shelf.above or shelf.path, setting), PAPERS if shelf.above else media),
        *([link("up", piece.place(shelf.above, setting), PAPERS)] if shelf.above else []),
    ]
    for book in shelf.books:
        lines += _book(book, shelf.paper, setting) if shelf.paper else []
    for one in shelf.shelves:
        lines += _shelf(one, one.paper, setting) if one.paper else []
    return document([*lines, "</feed>"])


def _book(book: Book, paper: Paper, setting: Setting) -> list[str]:
    spoken = paper.language or "en"
    return [
        "<entry>",
        text("id", piece.named(paper, book.room)),
        text("title", f"{paper.name} – {book.title}"),
        text("updated", _moment(book.changed)),
        person("author", paper.name, paper.address),
        text("dc:language", spoken),
        text("dc:publisher", paper.name),
        text("dc:issued", book.day),
        *map(category, book.sections),
        text("summary", count(spoken, "articles", book.articles)),
        *([text("rights", paper.permission)] if paper.permission else []),
        link("alternate", piece.place(book.shown, setting), page_type(setting)),
        link(_BOOK, piece.place(book.path, setting), epub.MEDIA),
        "</entry>",
    ]


def _shelf(shelf: Shelf, paper: Paper, setting: Setting) -> list[str]:
    return [
        "<entry>",
        text("id", piece.named(paper, PATH)),
        text("title", paper.name),
        text("updated", _moment(shelf.changed)),
        *([text("content", paper.description)] if paper.description else []),
        link("alternate", piece.place(shelf.path.removesuffix(PATH) or "/", setting), page_type(setting)),
        link("subsection", piece.place(shelf.path, setting), MEDIA),
        "</entry>",
    ]


def _moment(iso: str) -> str:
    return piece.moment(iso, "UTC") or piece.NEVER
