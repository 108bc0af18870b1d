"""The bytes of a sitemap in, the addresses and sitemaps that it lists out (sitemaps.org 0.9), news sitemaps included.

| root | what is read |
|---|---|
| `<sitemapindex>` | other sitemaps, each with `lastmod` |
| `<urlset>` | pages with `lastmod`; in a news sitemap also title, date of publication, language |
| none: plain text | one address a line |

Read by an incremental parser, never as a tree; gzip is undone within the protocol's limit of 50 MB. What declares entities of its own is left.
"""

from collections.abc import Iterator
from xml.parsers import expat

import msgspec

from .. import address as addresses
from ..net import coding
from ..text import clean
from .feed import iso
from .listed import Listed

LARGEST = 52_428_800
MOST = 50_000
_PIECE = 1 << 16
_LONGEST = 4000  # characters of one element
_NEWS = "http://www.google.com/schemas/sitemap-news/"


class Child(msgspec.Struct, frozen=True):
    """A sitemap that an index names, and when it changed last (ISO 8601, "" where it does not say)."""

    address: str
    modified: str = ""


class Sitemap(msgspec.Struct, frozen=True, kw_only=True):
    """What a sitemap lists. *is_news*: it is a news sitemap, all of whose pages are articles. *damaged* says where it could not be read on."""

    children: tuple[Child, ...] = ()
    listed: tuple[Listed, ...] = ()
    is_news: bool = False
    damaged: str = ""


class NotASitemapError(Exception):
    """Bytes that are no sitemap."""


def read(data: bytes, address: str) -> Sitemap:
    """The sitemap in *data* (gzip or not), which came from *address*; a damaged one gives what could be read before the damage."""
    try:
        data = coding.unzipped(data, LARGEST)
    except coding.TooLargeError:
        raise NotASitemapError("larger than 50 MB, the most that a sitemap may have") from None
    except coding.DamagedError as error:
        raise NotASitemapError(f"damaged gzip data ({error})") from None
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _lines(data)
    reader = _Reader(address)
    reader.feed(data)
    if not reader.root:
        raise NotASitemapError(reader.damaged or "neither a sitemap nor an index of them")
    return Sitemap(children=tuple(reader.children), listed=tuple(reader.listed), is_news=reader.news > 0, damaged=reader.damaged)


def _lines(data: bytes) -> Sitemap:
    """A sitemap in plain text."""
    found: list[Listed] = []
    for line in _split(data):
        page = _web(line, "")
        if page:
            found.append(Listed(address=page))
        elif line.strip():
            raise NotASitemapError("neither XML nor a list of addresses")
        if len(found) >= MOST:
            break
    if not found:
        raise NotASitemapError("nothing in it")
    return Sitemap(listed=tuple(found))


def _split(data: bytes) -> Iterator[str]:
    """The lines of *data*, one by one."""
    place = 0
    while place < len(data):
        end = data.find(b"\n", place)
        end = len(data) if end < 0 else end
        yield data[place : min(end, place + _LONGEST)].decode("utf-8", "replace").lstrip("\ufeff")
        place = end + 1


class _StopError(Exception):
    """Enough was read, or more than should be."""


class _Reader:
    """The handlers of the parser, and what they have found."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.root = ""
        self.children: list[Child] = []
        self.listed: list[Listed] = []
        self.news = 0
        self.damaged = ""
        self._path: list[str] = []
        self._depth = 0
        self._text: list[str] = []
        self._length = 0
        self._said: dict[str, str] = {}

    def feed(self, data: bytes) -> None:
        """Read all of *data*, or as far as it can be read."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        try:
            for place in range(0, len(data), _PIECE):
                parser.Parse(data[place : place + _PIECE], False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            self.damaged = f"damaged XML in line {error.lineno}"
        except _StopError as error:
            self.damaged = str(error)
        finally:
            # The handlers hold this reader and the reader's frames the parser: without this they would wait for the collector.
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = parser.EntityDeclHandler = None

    def _start(self, name: str, _: object) -> None:
        space, _, local = name.rpartition(" ")
        self._depth += 1
        if self._depth == 1:
            if local not in {"urlset", "sitemapindex"}:
                raise _StopError(f"its root is <{clean(local)[:40]}>")
            self.root = local
        if self._depth > 20:
            raise _StopError("elements nested more than 20 deep")
        self._path.append(f"news:{local}" if space.startswith(_NEWS) else local)
        self._text.clear()
        self._length = 0
        if self._depth == 2:
            self._said = {}

    def _end(self, _: str) -> None:
        name = self._path.pop()
        self._depth -= 1
        # A picture or a video of the page has a <loc> of its own, farther down.
        if name in {"news:title", "news:publication_date", "news:language"} or (name in {"loc", "lastmod"} and self._depth == 2):
            self._said[name] = "".join(self._text)
        if name == "news:news":
            self.news += 1
        if self._depth == 1:
            self._add(name)

    def _characters(self, text: str) -> None:
        self._length += len(text)
        if self._length <= _LONGEST:
            self._text.append(text)

    def _entity(self, *_: object) -> None:
        raise _StopError("it declares entities of its own")

    def _add(self, name: str) -> None:
        """Note the page or the sitemap whose element just ended."""
        found = _web(self._said.get("loc", ""), self._address)
        if not found:
            return
        modified = iso(self._said.get("lastmod", ""))
        if self.root == "sitemapindex" and name == "sitemap":
            self.children.append(Child(found, modified))
        elif self.root == "urlset" and name == "url":
            language = self._said.get("news:language", "").strip()
            self.listed.append(
                Listed(
                    address=found,
                    headline=clean(self._said.get("news:title", ""))[:500],
                    date=iso(self._said.get("news:publication_date", "")),
                    modified=modified,
                    language=language if 2 <= len(language) <= 12 and language.replace("-", "").isalnum() and language.isascii() else "",
                )
            )
        if len(self.children) + len(self.listed) >= MOST:
            raise _StopError(f"more than {MOST} addresses")


def _web(text: str, base: str) -> str:
    """The absolute web address in *text*, "" where there is none."""
    text = text.strip()
    found = addresses.absolute(text, base).partition("#")[0] if 0 < len(text) <= 2000 else ""
    return found if found.startswith(("http://", "https://")) else ""
