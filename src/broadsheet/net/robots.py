"""What a site answers for its robots.txt in, what may be asked of it out (RFC 9309).

| answer | may be asked for |
|---|---|
| 200 | what the rules for our name, else those for `*`, allow |
| 4xx but 429 (§2.3.1.3, "unavailable") | everything |
| 5xx, 429, no answer (§2.3.1.4, "unreachable") | nothing; where rules were read before, what these allow |
| more than five redirects (§2.3.1.2) | everything |

It is asked for again after a day (§2.4), after a failure sooner, with growing waits.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec
from protego import Protego

from ..visit import Robots
from . import pace
from .answer import Answer

PRODUCT = "Broadsheet"
"""The product token by which a robots.txt names us (RFC 9309 §2.2.1)."""
REDIRECTS = 5
DAY = 86400.0
_MOST_SITEMAPS = 50
_AGENT = re.compile(r"\s*user[- ]?agent(?:[\s:]+(.*)|\s*)", re.IGNORECASE)


class Rules(msgspec.Struct, frozen=True):
    """What a robots.txt allows: `allows(address)`, the pace it wants in seconds (0: none), the sitemaps it names.

    *reached*: whether an answer was ever had; while there was none, nothing is allowed, and that may pass.
    """

    allows: Callable[[str], bool]
    crawl_delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    reached: bool = True


def address_of(origin: str) -> str:
    """Where the robots.txt of *origin* lies."""
    return f"{origin}/robots.txt"


def origin(address: str) -> str:
    """The origin of *address*: scheme, host and port, for which one robots.txt speaks."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def learned(known: Robots, answer: Answer, now: float) -> Robots:
    """*known* after *answer* (the last of its redirects) came at *now*."""
    status = 404 if answer.failure == "circle" else answer.status
    if status in {200, 203}:
        # UTF-8 it has to be (§2.3), but where it says to be another Unicode, its first rules would be read as none.
        codec = "utf-16" if answer.body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        text = answer.body.decode(codec, "replace").lstrip("\ufeff").replace("\x00", "")
        return Robots(origin=known.origin, asked=now, read=now, status=200, text=text)
    if 400 <= status < 500 and status != 429:
        return Robots(origin=known.origin, asked=now, read=now, status=status)
    return msgspec.structs.replace(known, asked=now, failures=known.failures + 1)


def is_due(known: Robots, now: float, first: float = 60.0) -> bool:
    """Whether the file has to be asked for before anything else is. *first* is the first wait after a failure, in seconds."""
    since = now - known.asked
    if not known.asked or since < 0:
        return True
    return since >= (min(pace.backoff(known.failures, first, 0.0), DAY) if known.failures else DAY)


def rules(known: Robots) -> Rules:
    """What may be asked for, as far as is known."""
    if known.status == 200:
        return _parsed(known.text)
    return _EVERYTHING if known.read else _NOTHING


_EVERYTHING = Rules(lambda _: True)
_NOTHING = Rules(lambda _: False, reached=False)


@lru_cache(maxsize=32)
def _parsed(text: str) -> Rules:
    """The rules of a robots.txt."""
    file = Protego.parse("\n".join(map(_addressed, text.splitlines())))
    rate = file.request_rate(PRODUCT)
    delay = max(file.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0)
    sitemaps = tuple(address for _, address in zip(range(_MOST_SITEMAPS), file.sitemaps, strict=False) if address.startswith("http"))
    return Rules(lambda address: file.can_fetch(address, PRODUCT), delay, sitemaps)


def _addressed(line: str) -> str:
    """*line*, or where it names another robot than ours, one that names none.

    Each robot has a list of rules with Protego, and each rule goes to all robots of its group: half a megabyte of them takes minutes.
    """
    agent = _AGENT.fullmatch(line.partition("#")[0])
    if agent is None:
        return line
    name = (agent[1] or "").strip().lower()
    bare = name.replace("*", "")
    return "User-agent: *" if name == "*" else f"User-agent: {bare if bare and PRODUCT.lower().startswith(bare) else '-'}"
