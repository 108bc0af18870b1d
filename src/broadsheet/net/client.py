"""An address in, a Capture out: one page over HTTP, within limits of time, size and redirects.

The address that is checked is the address that is connected to: the check sits where the socket is made, so that neither a numeric host, nor
a second answer of the name server, nor a redirect passes it by.
"""

import asyncio
import socket
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractCookieJar

from .. import __version__
from ..errors import NetError
from ..model import Capture
from . import guard

MAX_BYTES = 32 * 2**20
MAX_REDIRECTS = 10
SECONDS = 30.0
AGENT = f"Broadsheet/{__version__} (text edition; reads one page at a person's request)"
_MOVED = {301, 302, 303, 307, 308}
_TYPES = ("text/", "application/xhtml+xml", "application/xml", "application/json", "application/gopher-menu", "application/octet-stream")


class _RefusedError(OSError):
    """An address that the guard does not let through."""


def fetch(address: str, *, timeout: float = SECONDS) -> Capture:
    """The page at *address* (http or https), decompressed; `NetError` says what went wrong.

    A person's own private address may be named as a number or as `localhost`; a name or a redirect never leads to one.
    """
    return asyncio.run(_fetch(address, timeout))


async def _fetch(address: str, timeout: float) -> Capture:
    opened = guard.own(urlsplit(address).hostname or "")
    jar: AbstractCookieJar = aiohttp.DummyCookieJar()
    connector = aiohttp.TCPConnector(limit=1, socket_factory=partial(_guarded_socket, opened))
    limits = aiohttp.ClientTimeout(total=timeout, connect=min(10.0, timeout))
    try:
        async with aiohttp.ClientSession(connector=connector, timeout=limits, cookie_jar=jar, headers={"User-Agent": AGENT}, auto_decompress=True) as session:
            return await _follow(session, address)
    except TimeoutError:
        raise NetError(f"{address}: no complete answer within {timeout:g} s; try again later") from None
    except aiohttp.ClientConnectorError as error:
        if isinstance(error.os_error, _RefusedError):
            raise NetError(f"{address}: {error.os_error}") from None
        raise NetError(f"{address}: cannot connect to {error.host} ({_reason(error.os_error)}); check the address and the network") from None
    except aiohttp.InvalidURL:
        raise NetError(f"{address}: is no address that can be fetched; give one like https://paper.example/article") from None
    except aiohttp.ClientError as error:
        raise NetError(f"{address}: the answer is damaged ({type(error).__name__}); try again later") from None


async def _follow(session: aiohttp.ClientSession, address: str) -> Capture:
    """The page that *address* leads to."""
    here = address
    for _ in range(MAX_REDIRECTS + 1):
        if urlsplit(here).scheme not in {"http", "https"}:
            raise NetError(f"{address}: leads to {here[:200]}, which is not http or https")
        async with session.get(here, allow_redirects=False) as response:
            if response.status in _MOVED and response.headers.get("Location"):
                here = urljoin(here, response.headers["Location"])
                continue
            if response.status != 200:
                raise NetError(f"{here}: the server answers {response.status}; nothing was read")
            kind = response.content_type
            if not kind.startswith(_TYPES):
                raise NetError(f"{here}: is {kind}, not a page of text")
            return Capture(
                body=await _body(response, here),
                address=here,
                source=address,
                time=datetime.now(UTC).isoformat(timespec="seconds"),
                charset=response.charset or "",
            )
    raise NetError(f"{address}: more than {MAX_REDIRECTS} redirects; the address leads in a circle")


async def _body(response: aiohttp.ClientResponse, address: str) -> bytes:
    """The answer's bytes after decompression, `NetError` where they are more than MAX_BYTES."""
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_chunked(2**16):
        size += len(part)
        if size > MAX_BYTES:
            raise NetError(f"{address}: is larger than {MAX_BYTES >> 20} MB; nothing of it was kept")
        parts.append(part)
    return b"".join(parts)


def _guarded_socket(opened: frozenset[str], info: tuple[Any, ...]) -> socket.socket:
    """A socket for *info* (the five fields of getaddrinfo) if the guard or the person's own word lets its address through."""
    family, kind, protocol, _, where = info
    number = str(where[0]).partition("%")[0]
    if guard.is_link_local(number) or not (number in opened or guard.is_public(number)):
        raise _RefusedError(f"{number} is no address of the public internet, and only a person's own words open another; it was not connected to")
    return socket.socket(family=family, type=kind, proto=protocol)


def _reason(error: OSError) -> str:
    return error.strerror or "name not found"
