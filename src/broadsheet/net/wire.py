"""A host and a port in, one guarded connection out: bytes sent and read within limits of size and time. Gopher and Gemini ask over it.

The name is resolved once, each of its addresses is checked, and a checked address is what the socket connects to: a second answer of the name
server (DNS rebinding) is never asked for. Reading goes no further than its caller takes: what is not read stays with the server (backpressure).
"""

import asyncio
import os
import socket
import ssl
from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec

from ..errors import NetError
from .guard import Guard

PIECE = 65536
_MOST_TRIED = 4
WireFailure: TypeAlias = Literal["forbidden", "unreachable", "timeout", "too-large", "cut", "damaged", "changed"]
"""`forbidden`: no address of it may be connected to; `changed`: its certificate is another than before; the others as in `answer`."""


class WireError(NetError):
    """A connection that was not made, or did not come to its end; *failure* says why."""

    def __init__(self, message: str, failure: WireFailure) -> None:
        super().__init__(message)
        self.failure: WireFailure = failure


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How far a connection may go. *allows* is asked for each numeric address. Seconds: to connect (resolving and TLS included), between two
    pieces, in all. *largest*: bytes that are read at most; one more is an error, never a cut.
    """

    allows: Callable[[str], bool] = Guard().allows
    connect: float = 10.0
    silence: float = 20.0
    total: float = 60.0
    largest: int = 16 << 20


class Wire:
    """An open connection; an async context manager that ends it. *name* is what messages call it, *certificate* the server's (DER), b"" without TLS."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, reach: Reach, name: str) -> None:
        self._reader, self._writer = reader, writer
        self._reach, self._name = reach, name
        self._end = asyncio.get_running_loop().time() + reach.total
        self._read = 0
        self._put_back = b""
        secured: ssl.SSLObject | None = writer.get_extra_info("ssl_object")
        self.certificate = (secured.getpeercert(binary_form=True) or b"") if secured is not None else b""

    async def __aenter__(self) -> "Wire":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it now: nobody waits for a server that says no goodbye."""
        self._writer.transport.abort()

    async def send(self, data: bytes) -> None:
        """Send *data*, which is short."""
        try:
            async with asyncio.timeout(self._reach.silence):
                self._writer.write(data)
                await self._writer.drain()
        except TimeoutError:
            raise WireError(f"{self._name}: takes nothing; try again later", "timeout") from None
        except OSError as error:
            raise WireError(f"{self._name}: ended the connection ({reason(error)}); try again later", "cut") from None

    async def read(self) -> bytes:
        """The next piece, b"" at the end."""
        if self._put_back:
            piece, self._put_back = self._put_back, b""
            return piece
        left = self._end - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(max(0.0, min(self._reach.silence, left))):
                piece = await self._reader.read(PIECE)
        except TimeoutError:
            raise WireError(f"{self._name}: the answer is too slow: {self._read} bytes came; try again later", "timeout") from None
        except OSError as error:
            raise WireError(f"{self._name}: broke off after {self._read} bytes ({reason(error)}); try again later", "cut") from None
        self._read += len(piece)
        if self._read > self._reach.largest:
            raise WireError(f"{self._name}: is larger than the {self._reach.largest:,} bytes that are read of one answer", "too-large")
        return piece

    async def ahead(self, size: int) -> tuple[bytes, bool]:
        """The first bytes, at least *size* of them or all that there are; and whether they are all."""
        found = bytearray()
        while len(found) < size:
            piece = await self.read()
            if not piece:
                return bytes(found), True
            found += piece
        return bytes(found), False

    async def line(self, longest: int) -> bytes:
        """The first line without its end (LF, or CR LF); what follows is read next. `WireError` where none of *longest* bytes comes."""
        found = b""
        while b"\n" not in found[: longest + 2]:
            piece = await self.read()
            if not piece or len(found) > longest + 2:
                raise WireError(f"{self._name}: does not answer as this protocol does; check the address", "damaged")
            found += piece
        line, _, self._put_back = found.partition(b"\n")
        return line.removesuffix(b"\r")


async def connect(host: str, port: int, reach: Reach, tls: ssl.SSLContext | None = None) -> Wire:
    """A connection to *port* of *host*, over TLS where *tls* is given; `WireError` says why there is none."""
    name = f"{host}:{port}"
    try:
        async with asyncio.timeout(reach.connect):
            return await _connected(host, port, reach, tls, name)
    except TimeoutError:
        raise WireError(f"{name}: no connection within {reach.connect:g} s; try again later", "timeout") from None


async def _connected(host: str, port: int, reach: Reach, tls: ssl.SSLContext | None, name: str) -> Wire:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise WireError(f"{name}: this name is not known; check the address", "unreachable") from None
    allowed = [each for each in found if reach.allows(str(each[4][0]).partition("%")[0])]
    if not allowed:
        raise WireError(f"{name}: is no address of the public internet that may be connected to; nothing was asked", "forbidden")
    last: OSError = OSError("no address")
    for family, kind, protocol, _, where in allowed[:_MOST_TRIED]:
        opened = socket.socket(family, kind, protocol)
        try:
            opened.setblocking(False)
            await loop.sock_connect(opened, where)
            reader, writer = await asyncio.open_connection(sock=opened, ssl=tls, server_hostname=host if tls else None, limit=PIECE)
        except ssl.SSLError as error:
            opened.close()
            raise WireError(f"{name}: the TLS handshake failed ({error.reason or 'no reason given'}); check the address", "damaged") from None
        except OSError as error:
            opened.close()
            last = error
        except BaseException:
            opened.close()
            raise
        else:
            return Wire(reader, writer, reach, name)
    raise WireError(f"{name}: cannot connect ({reason(last)}); check the address, or try again later", "unreachable")


def reason(error: OSError) -> str:
    """What the system says of *error*, without the numbers that asyncio puts in its place: `Connection refused`."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"the TLS handshake failed: {error.reason or 'no reason given'}"
    if isinstance(error, socket.gaierror) or not error.errno:
        return error.strerror or type(error).__name__
    return os.strerror(error.errno)
