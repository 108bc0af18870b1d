"""A selection in, the files of a folder out that any static server serves as it is: Gopher (gophermap and .gph), Gemini (.gmi), web (.html), text.

A page's folder has the page's own path (`places`), with the page in every form in it. A whole paper has every page that a reader reaches from its
front page, but those that need a program: searches, feeds, files, other character sets. A smaller selection has its list, at the top, and the articles
in it; what is linked beside them leads to the paper itself. Links are relative from file to file; Gopher's begin at *root*, where the folder lies
on the server.
"""

from collections.abc import Callable, Iterator
from functools import cache

from .. import manners, pages
from ..model import Block, Box, Embed, Entry, Links, Page, Teaser
from ..pages import Edition, numbering, turned
from ..render import Setting, gemtext, html, menu, plain
from . import gophermap, places, relink, ways
from .selection import Selection

_PROGRAMS = ("/~/search", "/~/find/", "/~/feed/", "/~/file/")
_TEXT = "/~/text"
# What the paper has a page of itself; of the rest its original is the paper's first page, and nobody who follows a link expects that.
_AT_PAPER = frozenset({"front", "article", "section", "topic", "person"})


def write(selection: Selection, root: str = "") -> Iterator[tuple[str, bytes]]:
    """Each file: its path below the folder, and its bytes. *root* begins with `/` and does not end with one, or is ""."""
    edition = Edition(selection.edition.archive, selection.paper.key)
    tree = _Whole(edition) if selection.whole else _Part(edition, selection)
    yield places.STYLE, html.style().encode()
    for page in tree.pages():
        yield from _files(tree, page, root)


class _Whole:
    """All pages of a paper."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._others = tuple(f"/{paper.key}/" for paper in edition.archive.papers() if paper.key != edition.root)
        # The paper's own page of what stands in no file; the same few ways on are asked for on every page.
        self.outside: Callable[[str], str] = cache(self._outside)

    def pages(self) -> Iterator[Page]:
        """Every page, from the front page on."""
        seen = {"/"}
        waiting = ["/"]
        while waiting:
            page = pages.answer(self.edition, waiting.pop()).page
            if page.status == "ok":
                yield page
                new = sorted({path for path in map(self._page, _addresses(page)) if path} - seen, reverse=True)
                seen.update(new)
                waiting += new

    def _page(self, path: str) -> str:
        """The page of the tree that has *path* in one of its files, "" where none has."""
        path = path.removeprefix(_TEXT) if path.startswith(f"{_TEXT}/") else path
        return path if path.startswith("/") and self.has(path) else ""

    def has(self, path: str) -> bool:
        """Whether the page at *path* is in the tree."""
        return not f"{path}/".startswith((*self._others, *_PROGRAMS)) and not manners.of_path(path)

    def folder(self, path: str) -> str:
        """The folder of the page at *path*."""
        return places.folder(path)

    def way(self, address: str) -> str:
        """*address* where it leads out or to a page of the tree, else the paper's own page, or ""."""
        return address if not address.startswith("/") or self._page(address) else self.outside(address)

    def _outside(self, path: str) -> str:
        if manners.of_path(path):
            return ""
        page = pages.answer(self.edition, path).page
        return page.original if page.kind in _AT_PAPER and not path.startswith(f"{_TEXT}/") else ""


class _Part(_Whole):
    """A list and its articles."""

    def __init__(self, edition: Edition, selection: Selection) -> None:
        super().__init__(edition)
        first = pages.answer(edition, selection.room)
        number = first.listed.pages if first.listed else 1
        self._list = first.page.path
        self._paths = [turned(self._list, turn) for turn in range(1, number + 1)]
        self._paths += [pages.article_path(edition, head) for head in selection.heads]
        self._known = frozenset(self._paths)

    def pages(self) -> Iterator[Page]:
        for path in self._paths:
            yield pages.answer(self.edition, path).page

    def has(self, path: str) -> bool:
        return path in self._known

    def folder(self, path: str) -> str:
        return "" if path == self._list else places.folder(path)


def _files(tree: _Whole, found: Page, root: str) -> Iterator[tuple[str, bytes]]:
    """One page in every form."""
    here = tree.folder(found.path)
    page = ways.page(found, tree.way)

    def file(path: str, form: str) -> str:
        if path == html.STYLE_PATH:
            return places.STYLE
        if path.startswith(f"{_TEXT}/"):
            path, form = path.removeprefix(_TEXT), "text"
        return f"{tree.folder(path)}/{places.FILES[form]}".removeprefix("/")

    def selector(path: str, kind: str, form: str) -> str:
        # A folder's gophermap is asked for by the folder.
        return f"{root}/{file(path, 'text' if kind == '0' else form).removesuffix('gophermap')}"

    setting = Setting(host=gophermap.HOST)
    set_menu = menu.render(page, setting)
    made = {
        "html": relink.html(html.render(page, setting), lambda path: places.relative(file(path, "html"), here)),
        "gmi": relink.gemtext(gemtext.render(page, setting), lambda path: places.relative(file(path, "gmi"), here)),
        "text": plain.render(page, setting),
        "gophermap": gophermap.gophermap(set_menu, lambda path, kind: selector(path, kind, "gophermap")),
        "gph": gophermap.gph(set_menu, lambda path, kind: selector(path, kind, "gph")),
    }
    for form, text in made.items():
        yield f"{here}/{places.FILES[form]}".removeprefix("/"), text.encode()


def _addresses(page: Page) -> Iterator[str]:
    """Every address to which *page* leads."""
    yield from (link.address for link in page.navigation)
    yield from _linked(page.main)


def _linked(blocks: tuple[Block, ...]) -> Iterator[str]:
    yield from numbering.addresses(blocks)
    for block in blocks:
        match block:
            case Teaser():
                yield block.link.address
            case Links():
                yield from (link.address for link in block.links)
            case Box() | Entry():
                yield from _linked(block.blocks)
            case Embed():
                yield block.address
            case _:
                pass
