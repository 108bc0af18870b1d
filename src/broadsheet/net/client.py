"""An address in, an answer out: HTTP within limits of time, size and type, through the address guard.

`Client.ask` makes one request and follows nothing: redirects, waiting and what is remembered are its caller's (`gather.fetch`). `fetch` reads
one page at a person's request. The address that is checked is the address that is connected to: the check sits where the socket is made, so
that neither a numeric host, nor a second answer of the name server, nor a redirect passes it by.
"""

import asyncio
import socket
from collections.abc import Callable, Mapping
from functools import partial
from time import time
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
from aiohttp.abc import AbstractCookieJar

from .. import __version__
from ..errors import NetError
from ..model import Capture
from ..text import clean
from . import coding
from .answer import PAGE, Answer, Failure, Wanted, failed, iso
from .guard import Guard, own
from .meaning import meaning, target
from .wire import reason

MAX_REDIRECTS = 10
SECONDS = 30.0
_NAME = f"Broadsheet/{__version__}"
_HEADERS_READ = frozenset(
    {"etag", "last-modified", "cache-control", "expires", "age", "retry-after", "location", "x-robots-tag", "tdm-reservation", "content-type"}
)
_LONGEST_HEADER = 4000
_OPENING = "--allow-private, or allow_private under [net], opens your own network"


class Limits(msgspec.Struct, frozen=True):
    """Seconds: for a whole answer, for a connection, between two pieces of an answer."""

    total: float = 60.0
    connect: float = 15.0
    piece: float = 20.0


def agent(contact: str = "") -> str:
    """What we call ourselves to servers: name, version, purpose, and whom to write to (RFC 9110 §10.1.5)."""
    reach = f"; +{contact}" if contact else ""
    return f"{_NAME} (text edition of newspapers{reach})".encode("ascii", "replace").decode("ascii")


class _RefusedError(OSError):
    """An address that the guard does not let through."""


class Client:
    """One session of requests: no cookies, one connection to each host, nothing sent that a paper could know a reader by. A context manager.

    *opening* ends the message of an address that the guard refuses: what opens it.
    """

    def __init__(self, guard: Guard | None = None, *, user_agent: str = "", limits: Limits | None = None, opening: str = _OPENING) -> None:
        self._guard = guard or Guard()
        self._opening = opening
        self._agent = user_agent or agent()
        self._limits = limits or Limits()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Client":
        limits = aiohttp.ClientTimeout(total=self._limits.total, sock_connect=self._limits.connect, sock_read=self._limits.piece)
        jar: AbstractCookieJar = aiohttp.DummyCookieJar()
        connector = aiohttp.TCPConnector(limit=64, limit_per_host=1, socket_factory=partial(_guarded_socket, self._guard))
        headers = {"User-Agent": self._agent, "Accept-Encoding": coding.ACCEPTED}
        self._session = aiohttp.ClientSession(connector=connector, timeout=limits, cookie_jar=jar, headers=headers, auto_decompress=False)
        # A request that fails on a kept connection is asked again when its back-off says so, not at once and unseen.
        self._session._retry_connection = False  # pyright: ignore[reportPrivateUsage]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(self, address: str, wanted: Wanted = PAGE, headers: Mapping[str, str] | None = None) -> Answer:
        """What the server says to a GET for *address* (http or https); whatever goes wrong is the answer's `failure`, never an exception."""
        if self._session is None:
            raise RuntimeError("a Client asks only inside its `async with`")
        try:
            if urlsplit(address).scheme not in {"http", "https"}:
                return failed(address, "bad-redirect", "is not http or https; it was not asked for")
            async with self._session.get(address, allow_redirects=False, headers=headers) as response:
                return await _read(response, address, wanted)
        except TimeoutError:
            return failed(address, "timeout", f"no complete answer within {self._limits.total:g} s; try again later")
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, _RefusedError):
                return failed(address, "forbidden", f"{error.os_error}; {self._opening}")
            return failed(address, "unreachable", f"cannot connect to {error.host} ({reason(error.os_error)}); check the address and the network")
        except (aiohttp.InvalidURL, ValueError):
            return failed(address, "bad-redirect", "is no address that can be fetched; give one like https://paper.example/article")
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            return failed(address, "cut", "the answer ended early; try again later")
        except aiohttp.ClientError as error:
            return failed(address, "damaged", f"the answer is damaged ({type(error).__name__}); try again later")


async def _read(response: aiohttp.ClientResponse, address: str, wanted: Wanted) -> Answer:
    """*response*, read within the limits of *wanted*."""
    headers = {name.lower(): clean(value[:_LONGEST_HEADER]) for name, value in response.headers.items() if name.lower() in _HEADERS_READ}
    found = Answer(address=address, status=response.status, headers=headers)
    if response.status not in {200, 203}:
        return found  # its body is nobody's text; the connection is closed rather than read to its end
    kind = response.content_type if "content-type" in headers else ""
    if wanted.types and kind and not kind.startswith(wanted.types):
        return _but(found, "wrong-type", f"is {clean(kind[:60])}, which is not what was asked for")
    raw = bytearray()
    async for piece in response.content.iter_any():
        raw += piece
        if len(raw) > wanted.largest:
            if wanted.cut and "content-encoding" not in response.headers:
                break
            return _but(found, "too-large", f"is larger than {wanted.largest >> 20} MB; nothing of it was kept")
    try:
        body = coding.decoded(bytes(raw[: wanted.largest]), ",".join(response.headers.getall("Content-Encoding", [])), wanted.largest)
    except coding.TooLargeError:
        return _but(found, "too-large", f"is larger than {wanted.largest >> 20} MB when decompressed; nothing of it was kept")
    except coding.DamagedError as error:
        return _but(found, "damaged", f"the answer's content coding is damaged ({clean(str(error))}); try again later")
    return msgspec.structs.replace(found, body=body, charset=clean((response.charset or "")[:40]))


def _but(answer: Answer, failure: Failure, message: str) -> Answer:
    """*answer*, which cannot be used."""
    return msgspec.structs.replace(answer, failure=failure, message=f"{answer.address}: {message}")


def fetch(address: str, *, timeout: float = SECONDS, adds: Callable[[str], Mapping[str, str]] | None = None) -> Capture:
    """The page at *address* (http or https), decompressed; `NetError` says what went wrong.

    *adds* gives the headers that go with a request for an address, at each step of a redirect anew.

    A person's own private address may be named as a number or as `localhost`; a name or a redirect never leads to one.
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return asyncio.run(_fetch(address, Guard(own(host)), timeout, adds))


async def _fetch(address: str, guard: Guard, timeout: float, adds: Callable[[str], Mapping[str, str]] | None) -> Capture:
    here = address
    user_agent = f"{_NAME} (text edition; reads one page at a person's request)"
    limits = Limits(timeout, min(10.0, timeout), timeout)
    async with Client(guard, user_agent=user_agent, limits=limits, opening="one of your own network is read by its number") as client:
        for _ in range(MAX_REDIRECTS + 1):
            answer = await client.ask(here, headers=adds(here) if adds else None)
            if answer.failure:
                raise NetError(answer.message)
            if meaning(answer) == "moved":
                following = target(answer)
                if not following:
                    raise NetError(f"{address}: leads to {clean(answer.location[:200])}, which is not http or https; read that address itself")
                here = following
                continue
            if meaning(answer) != "page":
                raise NetError(f"{here}: the server answers {answer.status}; check the address, or try again later")
            return Capture(body=answer.body, address=here, source=address, time=iso(time()), charset=answer.charset)
    raise NetError(f"{address}: more than {MAX_REDIRECTS} redirects: the address leads in a circle; check it")


def _guarded_socket(guard: Guard, info: tuple[Any, ...]) -> socket.socket:
    """A socket for *info* (the five fields of getaddrinfo) if *guard* lets its address through."""
    family, kind, protocol, _, where = info
    number = str(where[0]).partition("%")[0]
    if not guard.allows(number):
        raise _RefusedError(f"{number} is no address of the public internet and was not connected to")
    return socket.socket(family=family, type=kind, proto=protocol)
