"""The bytes of a feed in, what it lists out: RSS 0.9 to 2.0, Atom (RFC 4287), RDF, JSON Feed 1.1.

Text in a feed may be HTML in several layers of quoting: tags are taken out, not rendered. What a feed says is a hint: the article's own page
decides. At most `MOST` articles are read of one feed, and no more of it than takes a few seconds (`_bounded`).
"""

import calendar
import html
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any, cast

import feedparser  # pyright: ignore[reportMissingTypeStubs]
import msgspec

from .. import address as addresses
from ..text import clean
from .listed import Listed
from .outline import decoded

MOST = 2000
LARGEST = 16 << 20
_READ = 4 << 20  # characters that are parsed
_MARKS = 100_000  # of elements' beginnings and ends, each of which costs the parser some 10 to 30 µs
_LONGEST = 4096  # characters of a mark: attributes take time that grows with the square of their number
_TEASER = 2000
_TAGS = 20
_TAG = re.compile(r"<[^<>]{0,4000}>")
_ENTITY = re.compile("<!ENTITY", re.IGNORECASE)
_DECLARED = re.compile(rb"""\s{0,99}<\?xml\b[^>]{0,99}?\bencoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._:\-]{2,40})["']""")
_PROLOG = re.compile(r"(?:\s++|<\?(?:[^?]++|\?(?!>))*+\?>|<!--(?:[^-]++|-(?!->))*+-->|<!DOCTYPE[^<>\[]*+(?:\[[^\]]*+\][^<>]*+)?+>)*+", re.IGNORECASE)
# Numbers at which feedparser stops: letters beyond the first 65,536 by their halves in UTF-16, as some programs write them, and what is no letter's.
_HALVES = re.compile(r"(?:&#(?:[xX]0*+(?:[dD][89a-fA-F][0-9a-fA-F]{2}|[0-9a-fA-F]{6,}+)|0*+(?:5[5-7]\d{3}|\d{7,}+))(?![0-9a-fA-F]);?)+")
_HALF = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]+)|0*(\d+))")
_ELEMENT = re.compile(r"<\w")
_ITEM_END = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s{0,9}>", re.IGNORECASE)
_ROOT_NAME = re.compile(r"<([\w:.\-]{1,40})")
_LONG_MARK = re.compile(rf"<[\w/][^<>]{{{_LONGEST}}}")
_HEAD = 1 << 16
_JSON = re.compile(rb"[\xef\xbb\xbf\s]{0,100}\{")
_KINDS = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)\b|https?://(?:www\.)?jsonfeed\.org/version", re.IGNORECASE)
_parser: Any = feedparser
_mixin: Any = _parser.mixin._FeedParserMixin  # which both of its parsers are
_add_tag: Any = _mixin._add_tag


def _no_author(parser: Any, key: str = "") -> None:
    """An author's mail address is read for nobody here; its expression takes time that grows with the square of a name's length."""


def _few_tags(parser: Any, *tag: Any) -> None:
    """Each tag is compared with all before it: as many are taken as are read."""
    if len(parser._get_context().get("tags", ())) < _TAGS:
        _add_tag(parser, *tag)


_mixin._sync_author_detail, _mixin._add_tag = _no_author, _few_tags


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says: its title, its language, the address of the pages that it belongs to, and the articles in its order."""

    title: str = ""
    language: str = ""
    home: str = ""
    listed: tuple[Listed, ...] = ()


class NotAFeedError(Exception):
    """Bytes that are no feed, or one that no reader should expand."""


def read(data: bytes, address: str) -> Feed:
    """The feed in *data*, which came from *address*; `NotAFeedError` where it is none. A damaged one gives what could be read of it."""
    if len(data) > LARGEST:
        raise NotAFeedError("too large")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    if not _KINDS.search(data, 0, _HEAD):
        raise NotAFeedError("neither RSS, Atom nor JSON Feed")
    if _JSON.match(data):
        return _from_json(data, address)
    root = _root(data)
    try:
        parsed = _parser.parse(io.BytesIO(root), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever it raises for what it did not foresee, in a place without its frame, say
        raise NotAFeedError(f"its reader stumbles at it: {type(error).__name__}") from error
    if not parsed.get("version"):
        raise NotAFeedError("neither RSS nor Atom")
    about = cast("Mapping[str, Any]", parsed.feed)
    language = language_tag(about.get("language"))
    return Feed(
        title=_plain(about.get("title"), 200),
        language=language,
        home=_web(about.get("link"), address),
        listed=tuple(found for each in islice(parsed.entries, MOST) if (found := _entry(each, address, language))),
    )


def _root(data: bytes) -> bytes:
    """The feed from its root element on, in UTF-8. What stands before it says nothing but the character set, and is not feedparser's to read:
    there it takes any of Python's codecs, and time that grows with the square of the length.
    """
    declared = _DECLARED.match(data)
    text = decoded(data, declared[1].decode("ascii") if declared else "")
    prolog = _PROLOG.match(text)
    root = _ELEMENT.search(text, prolog.end() if prolog else 0)
    if root is None:
        raise NotAFeedError("neither RSS nor Atom")
    if _ENTITY.search(text, 0, root.start()):
        raise NotAFeedError("it declares entities of its own")
    return _HALVES.sub(_joined, _bounded(text[root.start() :])).encode("utf-8", "replace")


def _joined(run: re.Match[str]) -> str:
    """The letters that the numbers of *run* mean as UTF-16; what means none, a half without its other one, is U+FFFD."""
    digits = [(found[1], 16) if found[1] else (found[2], 10) for found in _HALF.finditer(run[0])]
    numbers = [int(text, base) if len(text) <= 8 else 0xFFFD for text, base in digits]
    letters = "".join(chr(number) if number <= 0x10FFFF else "\ufffd" for number in numbers)
    return letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _bounded(text: str) -> str:
    """The feed *text* up to the end of the last of its articles that is read; `NotAFeedError` where the first takes too long already.

    feedparser reads whatever it is given: 16 MB of empty elements for two minutes.
    """
    if _LONG_MARK.search(text):
        raise NotAFeedError("a tag has no end")
    end, marks, is_whole = 0, 0, False
    for number, item in enumerate(_ITEM_END.finditer(text)):
        marks += text.count("<", end, item.end())
        if number == MOST or marks > _MARKS or item.end() > _READ:
            break
        end = item.end()
    else:
        is_whole = len(text) <= _READ and marks + text.count("<", end) <= _MARKS
    if is_whole:
        return text
    name = _ROOT_NAME.match(text)
    if not end or not name:
        raise NotAFeedError("too much in one article")
    inside = "</channel>" if text.rfind("<channel", 0, end) > text.rfind("</channel", 0, end) else ""
    return f"{text[:end]}{inside}</{name[1]}>"


def _entry(entry: Mapping[str, Any], base: str, language: str) -> Listed | None:
    """One entry of a feed; None where it has no address that a reader could follow."""
    address = _web(entry.get("feedburner_origlink") or entry.get("link"), base) or (_web(entry.get("id"), "") if entry.get("guidislink", True) else "")
    if not address:
        return None
    return Listed(
        address=address,
        headline=_plain(entry.get("title"), 500),
        teaser=_plain(entry.get("summary"), _TEASER),
        date=_date(entry.get("published_parsed")),
        modified=_date(entry["updated_parsed"]) if "updated_parsed" in entry else "",
        language=language,
        sections=tuple(dict.fromkeys(name for tag in islice(entry.get("tags") or (), _TAGS) if (name := _plain(tag.get("label") or tag.get("term"), 80)))),
    )


class _Item(msgspec.Struct):
    id: Any = ""
    url: Any = ""
    title: Any = ""
    summary: Any = ""
    content_text: Any = ""
    date_published: Any = ""
    date_modified: Any = ""
    tags: Any = ()
    language: Any = ""


class _Json(msgspec.Struct):
    version: Any = ""
    title: Any = ""
    home_page_url: Any = ""
    language: Any = ""
    items: list[Any] = []


def _from_json(data: bytes, address: str) -> Feed:
    """A JSON Feed; every value may be of any type."""
    try:
        read = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Json)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotAFeedError("not a JSON Feed") from None
    language = language_tag(read.language)
    listed: list[Listed] = []
    for raw in read.items[:MOST]:
        try:
            item = msgspec.convert(raw, _Item)
        except msgspec.ValidationError:
            continue
        found = _web(item.url, address) or _web(item.id, "")
        if found:
            tags = cast("list[object]", item.tags) if isinstance(item.tags, list) else []  # pyright: ignore[reportUnknownMemberType]
            listed.append(
                Listed(
                    address=found,
                    headline=_plain(item.title, 500),
                    teaser=_plain(item.summary or item.content_text, _TEASER),
                    date=iso(item.date_published),
                    modified=iso(item.date_modified),
                    language=language_tag(item.language) or language,
                    sections=tuple(dict.fromkeys(name for tag in tags[:_TAGS] if (name := _plain(tag, 80)))),
                )
            )
    return Feed(title=_plain(read.title, 200), language=language, home=_web(read.home_page_url, address), listed=tuple(listed))


def _plain(value: object, limit: int) -> str:
    """*value* as one line of text without tags, at most *limit* characters long."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(_TAG.sub(" ", value[: limit * 8])) if "<" in value or "&" in value else value[: limit * 8]
    return clean(_TAG.sub(" ", text) if "<" in text else text)[:limit].strip()


def _web(value: object, base: str) -> str:
    """The absolute web address that *value* means, "" where it means none."""
    if not isinstance(value, str) or not 0 < len(value) <= 2000:
        return ""
    found = addresses.absolute(value.strip(), base).partition("#")[0]
    return found if found.startswith(("http://", "https://")) else ""


def language_tag(value: object) -> str:
    """A language tag (BCP 47) in *value*, "" where it holds none."""
    text = value.strip().replace("_", "-") if isinstance(value, str) else ""
    return text if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", text) else ""


def _date(parsed: object) -> str:
    """The moment of feedparser's nine numbers, which are in UTC."""
    try:
        return datetime.fromtimestamp(calendar.timegm(cast("Any", parsed)), UTC).isoformat().replace("+00:00", "Z") if parsed else ""
    except (ValueError, TypeError, OverflowError, OSError):
        return ""


def iso(value: object) -> str:
    """The date in *value* (RFC 3339, or a day, as JSON Feed and sitemaps write it) in ISO 8601, "" where it is none."""
    text = value.strip()[:40] if isinstance(value, str) else ""
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return ""
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == 10:
            return text
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return ""
