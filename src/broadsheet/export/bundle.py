"""A selection in, one text out: its title, its contents, then the articles as their pages are set in plain text.

The articles stand under their sections, in the paper's order. Each begins with the line `# <paper> -- <kicker>: <headline>`, after two empty
lines: between those marks each is a page of the plain form, which `render.readback` reads.
"""

from collections.abc import Iterator

from .. import pages
from ..archive import Head
from ..labels import count
from ..model import Facts, Listing, ListItem, Page, Span
from ..render import Setting, marks, plain
from .selection import Selection


def write(selection: Selection) -> Iterator[bytes]:
    """The text in UTF-8, an article at a time."""
    setting = Setting()
    language, masthead = selection.language, selection.paper.name
    groups = selection.by_section()
    listed = tuple(ListItem((Span(line),), level) for section, heads in groups for line, level in _contents(section, heads))
    contents = Page(
        path="/",
        kind="contents",
        title=selection.title,
        masthead=masthead,
        language=language,
        main=(Facts((count(language, "articles", len(selection.heads)),)), Listing(listed)),
    )
    yield plain.render(contents, setting).encode()
    for _, heads in groups:
        for head in heads:
            article = selection.edition.archive.article(head.id)
            if article is not None:
                yield b"\n\n" + plain.render(pages.article_page(article, masthead=masthead), setting).encode()


def _contents(section: str, heads: tuple[Head, ...]) -> Iterator[tuple[str, int]]:
    """The lines of the contents, with their levels."""
    if section:
        yield section, 0
    for head in heads:
        yield marks.named(head.kicker, head.headline), 1 if section else 0
