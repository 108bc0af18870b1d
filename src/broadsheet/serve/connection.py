"""One client: a request's bytes in, in time; an answer's bytes out, as fast as the client takes them (protocols.md §2, §11, §14, §20).

A connection goes through three states: `WAITING` for its request, `ANSWERING` while the answer is made, `LEAVING` while the client takes
it. What is read after the request is thrown away, but it is read: a socket closed over unread bytes resets, and the client loses the answer.
"""

import asyncio
import socket
import ssl
import struct
from typing import Any, Final, Protocol, cast

from . import Sent
from .limits import Limits
from .tls import Session

WAITING: Final = "waiting"
ANSWERING: Final = "answering"
LEAVING: Final = "leaving"

# Linux: struct tcp_info, tcpi_bytes_acked (since 4.1).
_ACKED = struct.Struct("=Q")
_ACKED_AT = 120


def progress(transport: asyncio.Transport) -> tuple[int, int]:
    """What changes when the client takes a byte: what is still to be handed to the system, and what the client's side has acknowledged.

    The second is 0 where the system does not tell; slow clients are then seen by the first alone.
    """
    acknowledged = 0
    opened = transport.get_extra_info("socket")
    if opened is not None and hasattr(socket, "TCP_INFO"):
        try:
            told = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _ACKED_AT + _ACKED.size)
        except OSError:
            # Closed under us: the loop will say so.
            told = b""
        if len(told) == _ACKED_AT + _ACKED.size:
            acknowledged = _ACKED.unpack_from(told, _ACKED_AT)[0]
    return transport.get_write_buffer_size(), acknowledged


class Watch:
    """Whether a client still takes bytes. `stalled` is asked now and then; it answers how long (seconds) nothing has moved."""

    def __init__(self, now: float) -> None:
        self._since = now
        self._seen: tuple[int, int] | None = None

    def stalled(self, transport: asyncio.Transport, now: float) -> float:
        """Seconds since the last byte was seen to move."""
        seen = progress(transport)
        if seen != self._seen:
            self._seen, self._since = seen, now
        return now - self._since


class Host(Protocol):
    """What a connection needs of the port that it came in by."""

    limits: Limits
    context: ssl.SSLContext | None

    def entered(self, connection: "Connection", address: str) -> bool:
        """Whether it may stay."""
        ...

    def left(self, connection: "Connection") -> None:
        """It is gone."""
        ...

    def ready(self, line: bytes, client: str) -> Sent | None:
        """The answer to a request line where it lies ready."""
        ...

    async def answer(self, line: bytes, client: str) -> Sent:
        """The whole answer to a request line; never raises."""
        ...

    def told(self, client: str, sent: Sent, seconds: float) -> None:
        """An answer goes out."""
        ...


class Connection(asyncio.Protocol):
    """A client of a protocol that asks with one line and is answered once. Subclasses say how a line ends and when TLS begins."""

    _transport: asyncio.Transport

    def __init__(self, host: Host, now: float) -> None:
        self._host = host
        self._since = now
        self._tls: Session | None = None
        self._buffer = b""
        self._surplus = False
        self._ended = False
        self._ending = False
        self._entered = False
        self._task: asyncio.Task[None] | None = None
        self._watch: Watch | None = None
        self.client = ""
        self.state = WAITING

    # what a protocol says for itself

    def line(self, buffer: bytes) -> bytes | None:
        """The request line in *buffer* without its end; None where it is not whole yet; a line that is too long as far as it came."""
        raise NotImplementedError

    def secured(self, first: int) -> bool:
        """Whether a connection whose first byte is *first* speaks TLS."""
        raise NotImplementedError

    # what the loop says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask at the door; who may not stay is let go at once."""
        self._transport = cast("asyncio.Transport", transport)
        peer: Any = transport.get_extra_info("peername")
        self._entered = self._host.entered(self, str(peer[0]) if peer else "")
        if not self._entered:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """A piece of the request, of the handshake, or of what nobody asked for."""
        if self.state is not WAITING:
            self._surplus = True
            return
        if self._tls is None and not self._buffer and self._host.context is not None and self.secured(data[0]):
            self._tls = Session(self._host.context)
        if self._tls is not None:
            try:
                data = self._tls.feed(data)
            except ssl.SSLError:
                self._transport.write(self._tls.outgoing())  # the alert that says why
                self._close()
                return
        self._buffer += data
        line = self.line(self._buffer) if data else None
        if line is not None:
            self._surplus = len(self._buffer) > len(line) + 2
            self._buffer = b""
            ready = self._host.ready(line, self.client)
            if ready is not None:
                self._host.told(self.client, ready, 0.0)
                self.send(ready.data)
                return
            self.state = ANSWERING
            self._task = asyncio.get_running_loop().create_task(self._reply(line))
        if self._tls is not None:
            self._transport.write(self._tls.outgoing())
            if line is None and self._tls.closed:
                self._close()

    def eof_received(self) -> bool:
        """The client sends no more: half a request is none, a whole one is still answered."""
        self._ended = True
        return self.state is ANSWERING

    def resume_writing(self) -> None:
        """The client has taken all that was written. (Left to the loop, an end that fails would be an error in its log.)"""
        if self._ending:
            asyncio.get_running_loop().call_soon(self._end)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Nobody waits for the answer any more."""
        if self._task is not None:
            self._task.cancel()
        if self._entered:
            self._host.left(self)

    # what we do

    async def _reply(self, line: bytes) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            answer = await self._host.answer(line, self.client)
        except BaseException:
            # A client that has gone, or a fault of ours that asyncio reports: never a connection that waits for good.
            self._transport.abort()
            raise
        self._task = None
        self._host.told(self.client, answer, loop.time() - begun)
        self.send(answer.data)

    def send(self, answer: bytes) -> None:
        """The whole answer; the connection ends when the client has taken it."""
        self.state = LEAVING
        self._watch = Watch(asyncio.get_running_loop().time())
        if self._tls is not None:
            try:
                self._tls.finish(answer)
            except ssl.SSLError:
                self._transport.abort()
                return
            answer = self._tls.outgoing()
        if self._ended or not (self._tls is not None or self._surplus):
            self._transport.write(answer)
            self._transport.close()
            return
        self._transport.set_write_buffer_limits(high=0)
        self._transport.write(answer)
        if self._transport.get_write_buffer_size():
            self._ending = True
        else:
            self._end()

    def _end(self) -> None:
        """Our end first, then the client's, then the socket: something of the client's is, or may be, still under way."""
        if self._transport.is_closing():
            return
        try:
            self._transport.write_eof()
        except OSError:
            # The client has gone in this moment.
            self._transport.abort()

    def _close(self) -> None:
        """End without an answer; under TLS with close_notify."""
        if self._tls is not None and self._tls.open:
            self.send(b"")
        else:
            self.state = LEAVING
            self._watch = Watch(asyncio.get_running_loop().time())
            self._transport.close()

    def sweep(self, now: float) -> None:
        """End what takes too long. Called about twice a second with the loop's time."""
        limits = self._host.limits
        if self.state is WAITING and now - self._since >= limits.request:
            self._close()
        elif self._watch is not None:
            stalled = self._watch.stalled(self._transport, now)
            if stalled >= (limits.silence if self._transport.get_write_buffer_size() else limits.linger):
                self._transport.abort()

    def leave(self) -> None:
        """The edition stops: who has not asked yet is let go, an answer that is made or taken goes on."""
        if self.state is WAITING:
            self._close()

    def abort(self) -> None:
        """Now."""
        self._transport.abort()
