"""`GET /metrics` in, the figures out, on a port of their own: for a Prometheus beside the server, with the deadlines of any other port."""

import asyncio
import re
import socket
from collections.abc import Callable

from . import Sent
from .connection import Connection
from .figures import MEDIA
from .limits import Limits
from .ports import Port

_LONGEST = 8000
_ASKED = re.compile(rb"(GET|HEAD) (?:http://[^/ ]*)?(/[^ ?]*)[^ ]* HTTP/1\.[01]\r?\n")


class _Client(Connection):
    def line(self, buffer: bytes) -> bytes | None:
        """The whole head: a client whose headers were not read would lose the answer."""
        for end in (b"\r\n\r\n", b"\n\n"):
            if end in buffer:
                return buffer.partition(end)[0] + end
        return buffer if len(buffer) > _LONGEST else None

    def secured(self, first: int) -> bool:  # noqa: ARG002
        return False


class Metrics(Port):
    """Answers with what *text* gives."""

    name = "metrics"

    def __init__(self, sockets: list[socket.socket], text: Callable[[], str], *, limits: Limits | None = None) -> None:
        super().__init__(sockets, limits or Limits(connections=20))
        self._text = text

    def guest(self) -> asyncio.Protocol:
        """A connection for a client that has just come."""
        return _Client(self, asyncio.get_running_loop().time())

    async def answer(self, line: bytes, client: str) -> Sent:  # noqa: ARG002
        """The whole HTTP answer to the request *line*."""
        asked = _ASKED.match(line)
        if asked is None:
            return _answer(400, "Bad Request", b"this port answers GET /metrics\n")
        if asked[2] != b"/metrics":
            return _answer(404, "Not Found", b"the figures are at /metrics\n")
        return _answer(200, "OK", self._text().encode(), MEDIA, head=asked[1] == b"HEAD")


def _answer(status: int, phrase: str, body: bytes, media: str = "text/plain; charset=utf-8", *, head: bool = False) -> Sent:
    lines = f"HTTP/1.1 {status} {phrase}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    return Sent(status, "", lines.encode() + (b"" if head else body))
