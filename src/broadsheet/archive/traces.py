"""An article's versions in; whether other bytes, a page or a link, hold a part of their text or name one of their addresses, out. Pure.

Texts are compared by their letters alone: case, spaces, punctuation, tags, character references and JSON's escapes differ from page to page.
A part is 32 letters in a row (signs of scripts without spaces count twice), or the whole of a shorter headline, teaser or paragraph of at least 16:
a teaser that is cut short still holds one.
"""

import html
import re
from collections.abc import Iterable

from .. import address as addresses
from ..model import Article, Link
from . import wording

_PART = 32
_SHORTEST = 16
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^<>]*>")
_OTHER = re.compile(r"[\W_]+")


class Traces:
    """What of an article can be found elsewhere."""

    def __init__(self, versions: Iterable[Article], places: Iterable[str]) -> None:
        """*places* are the article's addresses, comparable (`address.comparable`)."""
        self._places = frozenset(places)
        # A path that is one short word stands in every page of the site.
        self._locals = tuple(place[place.index("/") :] for place in self._places if "/" in place and len(place) - place.index("/") >= 8)
        lines = {line for article in versions for line in (article.headline, article.teaser, *wording.lines(article.body))}
        self._parts = frozenset(part for line in lines for part in _parts(letters(line)))

    def in_text(self, text: str) -> bool:
        """Whether *text* holds a part."""
        bare = letters(text)
        return any(part in bare for part in self._parts)

    def is_at(self, address: str) -> bool:
        """Whether *address*, without its scheme or with it, is one of the article's."""
        return addresses.comparable(address if "://" in address else f"https://{address}") in self._places

    def in_link(self, link: Link) -> bool:
        """Whether *link* leads to the article, or says what it says."""
        return addresses.comparable(link.address) in self._places or self.in_text(link.headline) or self.in_text(link.teaser)

    def in_page(self, page: bytes, charset: str = "") -> bool:
        """Whether *page* names the article's address, which it does with its headline, or holds a part of its text."""
        text = _decoded(page, charset)
        if "\\u" in text:
            text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = html.unescape(text)
        if any(local in text for local in self._locals):
            return True
        # With its tags for what stands in attributes and scripts, without for a sentence that has links in it.
        return self.in_text(text) or self.in_text(_TAG.sub("", text))


def letters(text: str) -> str:
    """*text* without what is no letter or digit, case folded."""
    return _OTHER.sub("", text.casefold())


def _parts(bare: str) -> Iterable[str]:
    """The parts of a line's letters."""
    size, least = (_PART, _SHORTEST) if len(bare.encode()) < 2.5 * len(bare) else (_PART // 2, _SHORTEST // 2)
    for place in range(0, len(bare), size):
        part = bare[place : place + size]
        if len(part) == size or (not place and len(part) >= least):
            yield part


def _decoded(page: bytes, charset: str) -> str:
    """*page* as text: as UTF-8 where it is that, else in its *charset* or Latin-1, whose letters are those of most."""
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return page.decode(charset or "latin-1", "replace")
        except LookupError:
            return page.decode("latin-1")
