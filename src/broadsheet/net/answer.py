"""The headers of an answer in, what they say out: validators, waiting times, types. Plain values and functions; nothing here waits or connects.

An `Answer` is what one request gave. Where no complete answer came, `failure` is a word that says why:

| failure | passes by itself | |
|---|---|---|
| `timeout` · `unreachable` · `cut` · `damaged` | yes | too slow · no connection · ended early · not HTTP, or wrongly coded |
| `forbidden` | no | the address is none of the public internet (`guard`) |
| `too-large` · `wrong-type` | no | more bytes than are read · not the kind that was asked for |
| `circle` · `bad-redirect` | no | too many redirects · a redirect to no web address |
| `held` | yes | its server asked us to wait longer than we do in one run, or our requests are used up: it was not asked for |
| `robots` | no | the site's robots.txt does not allow it: it was not asked for |
"""

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, TypeAlias

import msgspec

from ..text import is_clean

Failure: TypeAlias = Literal[
    "", "timeout", "unreachable", "cut", "damaged", "held", "forbidden", "too-large", "wrong-type", "circle", "bad-redirect", "robots"
]
PASSING: frozenset[Failure] = frozenset({"timeout", "unreachable", "cut", "damaged", "held"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})
PERMANENT = frozenset({301, 308})
_LONGEST_WAIT = 7 * 86400.0
_DELTA = re.compile(r"\d{1,12}")
_MAX_AGE = re.compile(r"(?:^|[\s,])(?:max-age)\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NO_STORE = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)\s*(?:,|$)", re.IGNORECASE)


class Wanted(msgspec.Struct, frozen=True):
    """What is read of an answer: the media types (by their beginnings; none: any; an answer that names none is let through), and the most bytes.

    *cut*: a larger answer is cut there, else it is refused.
    """

    types: tuple[str, ...]
    largest: int
    cut: bool = False


_TEXT = ("text/", "application/octet-stream", "application/xml", "application/json")
PAGE = Wanted((*_TEXT, "application/xhtml+xml", "application/gopher-menu"), 32 << 20)
FEED = Wanted((*_TEXT, "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"), 16 << 20)
SITEMAP = Wanted((*_TEXT, "application/gzip", "application/x-gzip"), 52_428_800)  # the protocol's own limit (sitemaps.org)
ROBOTS = Wanted((), 512_000, cut=True)  # RFC 9309 §2.5: at least 500 KiB; any type, since many servers send none


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one request for *address* gave: *status* 0 where *failure* says why there is none. *headers* by lower-case name; *body* decoded."""

    address: str
    status: int = 0
    headers: dict[str, str] = {}
    body: bytes = b""
    charset: str = ""
    failure: Failure = ""
    message: str = ""

    @property
    def location(self) -> str:
        """Where a redirect leads, as written; "" for any other answer."""
        return self.headers.get("location", "") if self.status in REDIRECTS else ""


def failed(address: str, failure: Failure, message: str) -> Answer:
    """The answer that never came."""
    return Answer(address=address, failure=failure, message=f"{address}: {message}")


def validators(answer: Answer) -> tuple[str, str]:
    """ETag and Last-Modified of *answer*, "" for each that it lacks or that could not be sent back unchanged."""
    tag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    return (tag if _can_return(tag) else "", modified if _can_return(modified) else "")


def _can_return(value: str) -> bool:
    return len(value) <= 400 and value.isascii() and is_clean(value)


def conditions(etag: str, modified: str) -> dict[str, str]:
    """The headers that ask for a page only if it changed (RFC 9110 §13.1)."""
    return ({"If-None-Match": etag} if etag else {}) | ({"If-Modified-Since": modified} if modified else {})


def retry_after(answer: Answer, now: float) -> float:
    """The seconds that the server asks us to wait (RFC 9110 §10.2.3), 0 where it asks nothing that can be understood; a week at most."""
    text = answer.headers.get("retry-after", "").strip()
    if _DELTA.fullmatch(text):
        return min(float(text), _LONGEST_WAIT)
    moment = date(text)
    return 0.0 if math.isnan(moment) else max(0.0, min(moment - now, _LONGEST_WAIT))


def lifetime(answer: Answer, now: float) -> float:
    """The seconds for which the server says that its answer holds (RFC 9111 §4.2), 0 where it says nothing; a day at most."""
    control = answer.headers.get("cache-control", "")
    if _NO_STORE.search(control):
        return 0.0
    if found := _MAX_AGE.search(control):
        age = answer.headers.get("age", "").strip()
        return max(0.0, min(float(found[1]), 86400.0) - (float(age) if _DELTA.fullmatch(age) else 0.0))
    expires = date(answer.headers.get("expires", ""))
    return 0.0 if math.isnan(expires) else max(0.0, min(expires - now, 86400.0))


def date(text: str) -> float:
    """An HTTP date (RFC 9110 §5.6.7) in seconds since 1970; NaN for what is none."""
    if not text or len(text) > 100:
        return math.nan
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return math.nan


def iso(moment: float) -> str:
    """*moment* (seconds since 1970) in ISO 8601, in UTC, to the millisecond: which of two pages of one second is newer counts."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
