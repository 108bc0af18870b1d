"""A path or an address in, an `Article` out, or the `FrontPage` of a paper: what one person reads now, with no archive.

A page of a Gopher text edition, as a raw menu, as a proxy showed it or in our own plain form, is read back; an article in our own JSON is taken as
it is; a capsule's gemtext is set line by line; everything else goes through extraction.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from . import extract, model
from .address import host
from .charsets import known_set
from .errors import CaptureError, ExtractionError, UsageError
from .gather import files
from .gather.siteconfigs import SiteConfigs
from .knowledge import Knowledge
from .model import Article, Block, Box, Capture, Entry, FrontPage
from .net import client, holes
from .render import readback, readgemtext
from .text import clean

_DEEPEST = 50
# Teasers of a page that is read as a front page: the root of a site may be one long text with some links.
_FEWEST = 5
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.\-]+://")
_HTML = re.compile(rb"<(?:!doctype|html|head|body|article|div|p|h1|meta|script)[\s>]", re.IGNORECASE)


class Front(NamedTuple):
    """A front page, its *address*, and the paper's *name* and *language* as far as the page says them."""

    page: FrontPage
    address: str
    name: str
    language: str


def article(source: str, known: Path | None = None, tell: Callable[[str], None] = lambda _: None) -> Article:
    """The article at *source*: an address (http, gopher, gemini), a file, or `-`. Errors: `CaptureError`, `NetError`, `ExtractionError`, `UsageError`.

    *known* is the file in which the certificates of capsules are remembered, None for none; *tell* is told where they cannot be.
    """
    return read(capture(source, known, tell))


def found(source: str, known: Path | None = None, tell: Callable[[str], None] = lambda _: None, rules: SiteConfigs | None = None) -> Article | Front:
    """What is at *source*: an article, or, at the root of a site or where there is a list of articles, a front page.

    *rules* are the user's site configs, by which a page is asked for and read. The rest as for `article`.
    """
    page = capture(source, known, tell, rules)
    if menu := _menu(page):
        return menu
    try:
        one = read(page, rules.known(page) if rules else None)
    except ExtractionError as error:
        if error.reason == "list-page" and (listed := _front(page)):
            return listed
        raise
    # An article that was read back has no page of teasers below it.
    listed = _front(page) if is_root(one.address or page.address) and _HTML.search(page.body[:4096]) else None
    return listed or one


def is_root(address: str) -> bool:
    """Whether *address* is that of a whole site."""
    return "://" in address and address.split("://", 1)[1].partition("/")[2].partition("#")[0] == ""


def _menu(page: Capture) -> Front | None:
    """The list that *page*, a menu of a text edition, holds; None where it is something else."""
    listed = None if _HTML.search(page.body[:4096]) else readback.listed(_text(page.body), page.address)
    return Front(FrontPage(page.time, listed.blocks), page.address, listed.masthead, listed.language) if listed else None


def _front(page: Capture) -> Front | None:
    """The front page that *page* holds; None where it has fewer teasers than make one."""
    try:
        front = extract.front_page(page)
    except ExtractionError:
        return None
    if sum(len(block.links) for block in front.blocks) < _FEWEST:
        return None
    about = extract.metadata(extract.parse(page))
    return Front(front, about.address or page.address, about.paper or about.headline or host(page.address) or clean(page.source), about.language)


def capture(source: str, known: Path | None = None, tell: Callable[[str], None] = lambda _: None, rules: SiteConfigs | None = None) -> Capture:
    """The page at *source*; `CaptureError` or `NetError` where it cannot be read."""
    if _ADDRESS.match(source):
        if source.lower().startswith(("gopher://", "gemini://")):
            return holes.fetch(source, known, tell)
        if not source.lower().startswith(("http://", "https://")):
            raise UsageError(f"{source}: only http, https, gopher and gemini addresses can be read, and files")
        return client.fetch(source, adds=rules.headers if rules else None)
    if source != "-" and not Path(source).exists():
        raise CaptureError(f"{source}: there is no such file or folder; check the path, or begin an address with https://")
    if Path(source).is_dir():
        raise UsageError(f"{source}: is a folder; name one page in it, or use extract or import")
    for found in files.captures([source]):
        if isinstance(found, CaptureError):
            raise found
        return found
    raise CaptureError(f"{source}: holds no page; name a file, or a folder with .html files")


def read(page: Capture, site: Knowledge | None = None) -> Article:
    """The article that *page* holds, whatever form it has; *site* is what is known of a newspaper's."""
    start = page.body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        try:
            found = model.from_json(page.body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            lines = "; of JSON lines give one (head -1)" if b"}\n{" in page.body else ""
            raise ExtractionError(f"{page.source}: is JSON, but no article of ours ({error}){lines}", "not-html") from None
        if _is_deep(found.body):
            raise ExtractionError(f"{page.source}: is JSON, but no article of ours (boxes stand in each other more than {_DEEPEST} deep)", "not-html")
        return found
    if page.hints.get("media") == "text/gemini" or page.source.lower().endswith((".gmi", ".gemini")):
        return readgemtext.article(_decoded(page), page.address, page.hints.get("language", ""), page.source)
    if not _HTML.search(start) and (text := _text(page.body)) and readback.recognises(text):
        found = readback.article(text)
        if not (found.body or found.teaser or found.address or found.date or found.authors):
            raise ExtractionError(f"{page.source}: is a page of a text edition, but no article; of a list, give the address of the menu", "no-article")
        return found
    return extract.article(page, site)


def _is_deep(blocks: tuple[Block, ...]) -> bool:
    """Whether boxes and entries stand in each other deeper than they can be set."""
    for _ in range(_DEEPEST):
        blocks = tuple(inner for block in blocks if isinstance(block, Box | Entry) for inner in block.blocks)
    return bool(blocks)


def _text(body: bytes) -> str:
    """*body* as text in UTF-8, "" where it is not. A proxy may have cut a line through the middle of a character: one in fifty may be broken."""
    text = "" if b"\0" in body else body.decode("utf-8-sig", errors="replace")
    return text if text.count("\ufffd") * 50 < len(text) else ""


def _decoded(page: Capture) -> str:
    """*page* in the charset that its capsule named, in UTF-8 where it named none that texts are written in: Python's codecs hold others, of which one takes
    time that grows with the square of the length.
    """
    return page.body.decode(known_set(page.charset) or "utf-8", errors="replace")
