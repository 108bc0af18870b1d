"""Gemini requests in, a status line and a page out, always under TLS (the Gemini specification, protocols.md §13-17).

| status | when |
|---|---|
| 10 | a question is wanted; an empty one asks again |
| 20 | a page, with its media type, charset and language |
| 40 | the page cannot be made just now |
| 44 | too many requests; the seconds to wait |
| 51, 52 | there is no such page, or it was withdrawn |
| 53, 59 | the request is for somebody else, or is none |
"""

import asyncio
import socket
import ssl

from .. import text
from . import Kept, Note, Reply, Responder, Sent, grammar, nothing, notices
from .connection import Connection
from .limits import Limits
from .ports import Port, log

_META = 1000


class _Client(Connection):
    """Asks with a line that ends in CRLF, after a handshake. A line without CR is not whole yet, however long that takes (§13)."""

    def line(self, buffer: bytes) -> bytes | None:
        head, found, _ = buffer.partition(b"\r\n")
        if found:
            return head
        return buffer if len(buffer) >= grammar.LONGEST + 2 else None

    def secured(self, first: int) -> bool:  # noqa: ARG002
        return True


class Gemini(Port):
    """The Gemini server. It answers for *hosts* (see `grammar.own_hosts`) on its own port and on *public*, where one stands before it."""

    name = "gemini"
    form = "gmi"

    def __init__(
        self,
        sockets: list[socket.socket],
        respond: Responder,
        *,
        hosts: frozenset[str],
        context: ssl.SSLContext,
        public: int = 0,
        limits: Limits | None = None,
        kept: Kept = nothing,
        note: Note | None = None,
    ) -> None:
        super().__init__(sockets, limits or Limits(), context, kept=kept, note=note)
        self._respond = respond
        self._hosts = hosts
        self._ports = frozenset({self.number, public or self.number})

    def guest(self) -> asyncio.Protocol:
        """A connection for a client that has just come."""
        return _Client(self, asyncio.get_running_loop().time())

    async def answer(self, line: bytes, client: str) -> Sent:
        """The whole answer to the request *line*."""
        wait = self.door.wait(client, asyncio.get_running_loop().time())
        if wait:
            return _status(44, str(wait), "")
        request = grammar.gemini(line, self._hosts, self._ports)
        if isinstance(request, grammar.Refusal):
            return _status(request.status, request.message, "")
        if request.path == "/robots.txt":
            return _status(20, "text/plain; charset=utf-8", request.path, notices.robots())
        try:
            async with asyncio.timeout(self.limits.answer):
                reply = await self._respond(request.path, request.query, "gmi")
        except TimeoutError:
            log.warning("gemini: %s was not answered within %g seconds", request.path, self.limits.answer)
            return _status(40, "the answer takes too long: please try again later", request.path)
        except Exception as error:
            log.error("gemini: %s could not be answered: %s", request.path, text.clean(repr(error)), exc_info=log.isEnabledFor(10))
            return _status(40, "this page cannot be shown just now: please try again later", request.path)
        sent = _answer(reply, request.path)
        self.remember(line, request.path, request.query, reply, sent)
        return sent


def _answer(reply: Reply, path: str) -> Sent:
    match reply.status:
        case "ok":
            return _status(20, media(reply), path, reply.body)
        case "input":
            return _status(10, reply.title or "Search", path)
        case "missing":
            return _status(51, reply.title or "there is no such page in this edition", path)
        case "gone":
            return _status(52, reply.title or "this page was withdrawn", path)


def media(reply: Reply) -> str:
    """The media type of *reply* with its charset and, in Gemini's own format and plain text, its language."""
    if not reply.media.startswith("text/"):
        return reply.media
    lang = f"; lang={reply.language}" if grammar.is_language(reply.language) else ""
    return f"{reply.media}; charset={reply.charset}{lang}"


def _status(number: int, meta: str, path: str, body: bytes = b"") -> Sent:
    """The answer: its first line has no CR, no LF, at most 1,024 bytes of meta."""
    return Sent(number, path, f"{number} ".encode() + text.clean(meta).encode()[:_META].decode("utf-8", "ignore").encode() + b"\r\n" + body)
