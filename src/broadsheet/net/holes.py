"""A gopher or gemini address in, the page there out as a Capture: one page at a person's request, over the guarded connection of `wire`.

A person's own private address may be named as a number or as `localhost`; a name or a redirect never leads to one. A capsule's redirects are followed
within Gemini, each address checked anew.
"""

import asyncio
import re
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from time import time
from urllib.parse import urljoin

from ..errors import NetError, UsageError
from ..model import Capture
from ..text import clean
from . import gemini, gopher, place
from .answer import iso
from .guard import Guard, own
from .pins import Pins
from .place import Place
from .wire import Reach, WireError

REDIRECTS = 5
"""As many as the Gemini specification has clients follow."""
LARGEST = 32 << 20
# A menu of one item, which is an error (RFC 1436 §3.8, type 3).
_REFUSED = re.compile(rb"3([^\t\r\n]*)\t[^\r\n]*(?:\r?\n(?:\.\r?\n?)?)?")
_LANGUAGE = re.compile("[A-Za-z0-9-]{2,35}")


def fetch(address: str, known: Path | None = None, tell: Callable[[str], None] = lambda _: None) -> Capture:
    """The page at *address*; `UsageError` where it is no such address, `NetError` where it cannot be had.

    The certificates of capsules are remembered in the file *known*; *tell* is told where they cannot be.
    """
    where = place.of_address(address)
    try:
        return asyncio.run(_fetch(where, address, Pins(known, tell)))
    except WireError as error:
        way = f"; where its owner has renewed it, take the line of {where.host} out of {known}" if error.failure == "changed" and known else ""
        raise NetError(f"{address}: {error.message}{way}") from None


async def _fetch(where: Place, source: str, pins: Pins) -> Capture:
    reach = Reach(allows=Guard(own(where.host)).allows, largest=LARGEST)
    if where.scheme == "gopher":
        async with await gopher.ask(where, reach) as wire:
            body = (await wire.ahead(LARGEST + 1))[0]
            if refused := _REFUSED.fullmatch(body[:1000]):
                raise NetError(f"{where.address}: the server answers: {clean(refused[1].decode('utf-8', 'replace'))}; check the address")
            return Capture(body=body, address=where.address, source=source, time=iso(time()))
    for _ in range(REDIRECTS + 1):
        status, meta, wire = await gemini.ask(where, reach, pins)
        async with wire:
            if status // 10 == 2:
                head = Message()
                head["Content-Type"] = meta or "text/gemini"
                charset = clean(str(head.get_param("charset", "")))[:40]
                language = _LANGUAGE.match(str(head.get_param("lang", "")))  # the first of several
                hints = {"media": head.get_content_type(), "language": language[0] if language else ""}
                body = (await wire.ahead(LARGEST + 1))[0]
                return Capture(body=body, address=where.address, source=source, time=iso(time()), charset=charset, hints=hints)
        if status // 10 != 3:
            raise NetError(f"{where.address}: the capsule answers {status} {meta[:200]}; nothing was read")
        where = _target(where, meta)
        if where.scheme != "gemini":
            raise NetError(f"{source}: leads to {clean(meta[:200])}, which is no capsule; read that address itself")
    raise WireError(f"{source}: more than {REDIRECTS} redirects; the address leads in a circle", "damaged")


def _target(where: Place, reference: str) -> Place:
    """The place that a redirect from *where* leads to; `UsageError` where *reference* is no address."""
    if "://" in reference:
        return place.of_address(reference)
    try:
        # urljoin knows relative references of the schemes it was told of alone.
        joined = urljoin(where.address.replace("gemini", "http", 1), reference)
    except ValueError:
        raise UsageError(f"{where.address}: leads to {clean(reference[:200])}, which is no address; nothing was read") from None
    return place.of_address(joined.replace("http", "gemini", 1))
