"""What came for an article's address in, what its publisher says may not be done with it out. Pure.

| said | where | what it means for us |
|---|---|---|
| `noindex`, `none` | `X-Robots-Tag`, `<meta name="robots">` | the page is not taken |
| `nosnippet` | the same | headline, authors, date and address alone are taken: an excerpt without text |
| `noarchive`, `nocache` | the same | the article is taken, its page as it came is not kept |
| a reservation | `tdm-reservation: 1`, `<meta name="tdm-reservation">`, `/.well-known/tdmrep.json` | the page is not taken |

What is said to all robots counts, and what is said to ours by its name (`net.robots.PRODUCT`), no matter in which case. Of the three places of a
reservation (TDM Reservation Protocol, W3C Community Group) the page's own word counts more than the header's, the header's more than the file's; in
the file the longest location that fits, of two as long the one that reserves. `permission` in the paper's profile lifts all of this: who writes
it there has the publisher's word. It does not lift robots.txt.
"""

import re
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec

from ..net.answer import Answer
from ..net.robots import PRODUCT

Mark: TypeAlias = Literal["noindex", "nosnippet", "noarchive", "reserved"]
FORBIDS: frozenset[Mark] = frozenset({"noindex", "reserved"})
"""Marks of pages that are not taken."""

_HEAD = 1 << 18
_META = re.compile(rb"<meta\s([^<>]{1,2000})>", re.IGNORECASE)
_NAME = re.compile(rb"""\bname\s{0,9}=\s{0,9}(?:"([^"]{1,100})"|'([^']{1,100})'|([^\s"'>]{1,100}))""", re.IGNORECASE)
_CONTENT = re.compile(rb"""\bcontent\s{0,9}=\s{0,9}(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"'>]{1,1000}))""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)  # one that is not closed runs to the end, as in HTML: so each byte is read once
_AGENT = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)\s*:")
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_WORDS: dict[str, Mark] = {"noindex": "noindex", "none": "noindex", "nosnippet": "nosnippet", "noarchive": "noarchive", "nocache": "noarchive"}
_MOST = 1000  # rules of a file that are read


class _Rule(msgspec.Struct):
    location: str = ""
    reservation: int = msgspec.field(default=0, name="tdm-reservation")


_rules = msgspec.json.Decoder(list[_Rule])


def well_known(origin: str) -> str:
    """Where the reservations of *origin* lie."""
    return f"{origin}/.well-known/tdmrep.json"


def marks(answer: Answer, *, reserved: bool = False) -> frozenset[Mark]:
    """What the publisher says of the page in *answer*; *reserved* is what the site's file says of its address."""
    found = set(_told(answer.headers.get("x-robots-tag", "")))
    said = {"1": True, "0": False}.get(answer.headers.get("tdm-reservation", "").strip())
    reserved = reserved if said is None else said
    for tag in _META.finditer(_COMMENT.sub(b"", answer.body[:_HEAD])):
        name, content = (_value(pattern.search(tag[1])) for pattern in (_NAME, _CONTENT))
        if name.lower() in {"robots", PRODUCT.lower()}:
            found.update(_words(content))
        elif name.lower() == "tdm-reservation" and content.strip() in {"0", "1"}:
            reserved = content.strip() == "1"
    return frozenset({*found, "reserved"} if reserved else found)


def is_reserved(file: str, address: str) -> bool:
    """Whether the `tdmrep.json` whose text is *file* reserves *address*; a file that is none reserves nothing."""
    try:
        rules = _rules.decode(file)[:_MOST]
    except (ValueError, RecursionError):
        return False
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fitting = [(len(rule.location), rule.reservation == 1) for rule in rules if _fits(rule.location, target)]
    return max(fitting, default=(0, False))[1]


def _fits(pattern: str, target: str) -> bool:
    """Whether *pattern*, in which `*` is anything and a last `$` the end (as in RFC 9309 §2.2.3), fits the beginning of *target*.

    Piece by piece, each at its first place: a pattern of many stars costs no more than one of few.
    """
    if not pattern.startswith("/") or len(pattern) > 2000:
        return False
    is_whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    place = len(first)
    for piece in rest[:-1] if is_whole else rest:
        place = target.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    if not is_whole:
        return True
    return target.endswith(rest[-1]) and len(target) - len(rest[-1]) >= place if rest else place == len(target)


def _told(header: str) -> frozenset[Mark]:
    """The marks in an `X-Robots-Tag`, whose parts may be for one robot alone: `otherbot: noindex, nofollow`."""
    found: set[Mark] = set()
    for_us = True
    for part in header[:4000].split(","):
        agent = _AGENT.match(part.strip())
        if agent and agent[1].lower() not in _VALUED:
            for_us = agent[1].lower() == PRODUCT.lower()
            part = part.strip()[agent.end() :]
        if for_us:
            found |= _words(part)
    return frozenset(found)


def _words(text: str) -> frozenset[Mark]:
    """The marks that a list of words names."""
    return frozenset(_WORDS[word] for each in text.split(",") if (word := each.strip().lower()) in _WORDS)


def _value(found: re.Match[bytes] | None) -> str:
    """The value of an attribute."""
    return next((group for group in found.groups() if group is not None), b"").decode("latin-1") if found else ""
