"""The text of a page in; where it is an article's page of a text edition, the article as HTML out, with nothing of the page left out.

`render.readback` reads the article, as it does from a file. What it does not show again (a page's navigation, a line that it understood in another
way) follows the article, so that the page that a reader sees holds every word and every link of the page that was sent. Of a page of HTML the article is
what `extract` finds.
"""

import html
import itertools
import re

import msgspec

from .. import extract, labels, model, pages
from ..errors import ExtractionError
from ..model import Capture, Entry, Facts, Paragraph, Question, Quote
from ..net.place import Place
from ..render import readback
from ..render.htmlblocks import Setter, escape
from ..text import clean_line
from . import listing, route
from . import menu as menus
from .links import outside
from .words import Words

LARGEST_HTML = 256 << 10
"""Bytes of a page of HTML that is looked at: extraction has bounds of its own, but runs here beside other readers' pages."""
LARGEST = 400_000
"""Characters of a page that is looked at as an article."""
_FEW = 3
_HREF = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)("[^>]*>)')
_WORD = re.compile(r"\w+")
_GOES_ON = re.compile(r"\w(?:-  | )$")
_NUMBER = re.compile(r"\[\d{1,9}\]")


class Article(msgspec.Struct, frozen=True):
    """An article's page: its head, its lines of HTML and the language they are in."""

    title: str
    kicker: str
    paper: str
    language: str
    lines: list[str]


def of_menu(menu: menus.Menu, own: Place, words: Words) -> Article | None:
    """The article whose page *menu* is; None where it is none."""
    found = _read("\n".join(f"{item.kind}{item.text}\t{f'URL:{item.way.path}' if item.way else ''}\tmenu\t70" for item in menu.items), own)
    if found is None:
        return None
    seen = _seen(found)
    shown = {html.unescape(made[2]) for line in found.lines for made in _HREF.finditer(line)}
    rows = [item.text for item in menu.items]
    said = _said(rows, seen)
    for item, is_said in zip(menu.items[: _end(rows)], said, strict=False):
        if item.way and item.way.path not in shown and len(_words(item.text)) > 1 and is_said:
            return None  # the title of an article, which was taken for text: a list
    rest = [item for item, is_said in zip(menu.items, said, strict=True) if (item.way and item.way.path not in shown) or not is_said]
    return found if not rest else _whole(found, listing.lines(menus.Menu(tuple(rest), ""), words), words) if _understood(rows, said) else None


def of_text(text: str, own: Place, words: Words) -> Article | None:
    """The article whose page the text (Gopher's type 0, a capsule's text/plain) is; None where it is none."""
    found = _read(text, own)
    if found is None:
        return None
    seen = _seen(found)
    rows = [row for row in text.split("\n") if row.strip()]
    said = _said(rows, seen)
    rest = [clean_line(row) for row, is_said in zip(rows, said, strict=True) if not is_said]
    return found if not rest else _whole(found, menus.block("\n".join(rest), words), words) if _understood(rows, said) else None


def _read(text: str, own: Place) -> Article | None:
    """What `readback` makes of a page."""
    if len(text) > LARGEST or not readback.recognises(text):
        return None
    try:
        article = readback.article(text)
    except ExtractionError:
        return None
    if not any(isinstance(block, Paragraph | Question | Entry | Quote) for block in article.body):
        return None
    return _set(article, own)


def of_html(data: bytes, charset: str, own: Place) -> Article | None:
    """The article of a page of HTML, as `extract` finds it; None where it finds none: what is shown then is the page's source."""
    if len(data) > LARGEST_HTML:
        return None
    try:
        return _set(extract.article(Capture(body=data, address=own.address, source=own.address, charset=charset)), own)
    except ExtractionError:
        return None


def _set(article: model.Article, own: Place) -> Article:
    """*article* as it is shown."""
    page = pages.article_page(article)
    setter = Setter(page.language or "en")
    first = page.main[0] if page.main else None
    lines = setter.block(first, 0) if isinstance(first, Facts) else []
    lines += setter.blocks(page.main[1:] if isinstance(first, Facts) else page.main, 2)
    linked = [_HREF.sub(lambda found: _linked(found, own), line) for line in lines]
    return Article(page.title, page.kicker, page.masthead, setter.language, linked)


def _understood(rows: list[str], said: list[bool]) -> bool:
    """Whether the text of the page, down to its first section, is the article's; else it is another kind of page: a list."""
    end = _end(rows)
    return said[:end].count(False) <= max(_FEW, end // 10)


def _end(rows: list[str]) -> int:
    """The number of the row where the first section begins (LINKS, TAGS …)."""
    return next((number for number, row in enumerate(rows) if row.startswith("## ") and labels.section(row[3:].strip())), len(rows))


def _whole(found: Article, rest: list[str], words: Words) -> Article:
    """The article, and behind it the *rest* of its page."""
    return msgspec.structs.replace(found, lines=[*found.lines, f'<h2 class="section"{words.lang}>{escape(words("also"))}</h2>', *rest])


def _seen(found: Article) -> set[str]:
    """All words of an article as it is shown."""
    return _words(" ".join([found.title, found.kicker, found.paper, *(re.sub("<[^>]*>", " ", line) for line in found.lines)]))


def _said(rows: list[str], seen: set[str]) -> list[bool]:
    """Whether what each of *rows* says is shown: its words, or the day that it names in another way. A word may go on in the next row (`typeset`)."""
    plain = [_WORD.findall(html.unescape(_NUMBER.sub(" ", row))) for row in rows]
    # A word over several rows is one list, to which each of them adds.
    whole = [[[word] for word in words] for words in plain]
    for number, (row, after) in enumerate(itertools.pairwise(whole)):
        if row and after and _GOES_ON.search(rows[number]):
            row[-1] += after[0]
            after[0] = row[-1]
    # Many rows that each go on share one list: it is joined once, not for each of them.
    joined = {id(parts): "".join(parts) for glued in whole for parts in glued}
    return [
        set(words) <= seen or {joined[id(parts)] for parts in glued} <= seen or bool(labels.read_date(row.strip()))
        for row, words, glued in zip(rows, plain, whole, strict=True)
    ]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(html.unescape(text)))


def _linked(found: re.Match[str], own: Place) -> str:
    """A link of the article: a path of its own hole leads through us, as does every gopher and gemini address."""
    reference = html.unescape(found[2])
    if route.takes(reference):
        return found[0]
    if reference.startswith("/"):
        # Only the text says so: a menu's own items were paths of ours before. In a hole of newspapers what is linked to is a menu.
        reference = f"{own.scheme}://{own.server}/{'1' if own.scheme == 'gopher' else ''}{reference[0 if own.scheme == 'gopher' else 1 :]}"
    way = outside(reference)
    return f"{found[1]}{escape(way.path).replace(chr(34), '&quot;')}{found[3]}" if way is not None else found[0]
