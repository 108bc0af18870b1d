"""HTTP requests in, pages out (RFC 9110; aiohttp's parser): GET and HEAD, validators, content codings, headers that forbid everything unused.

| status | when |
|---|---|
| 200 | a page, a search form, robots.txt, the style sheet |
| 304 | the reader has it already |
| 400, 405, 429 | no HTTP; another method; too many requests |
| 404, 410 | there is no such page, or it was withdrawn |
| 500, 503 | the page cannot be made just now |
"""

import asyncio
import socket
import time
from collections import OrderedDict
from collections.abc import Mapping
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import unquote

from aiohttp import HttpVersion10, HttpVersion11, web
from multidict import CIMultiDict
from yarl import URL

from .. import text
from . import MEDIA_HTML, Elsewhere, Kept, Note, Passed, Reply, Responder, grammar, nothing, notices
from .coding import SMALLEST, Packer, choice
from .connection import ANSWERING, WAITING, Watch
from .limits import Limits
from .ports import TICK, Port, log

_STATUS = {"ok": 200, "input": 200, "missing": 404, "gone": 410}
# Requests' targets, and pages' heads, that are remembered; targets up to that length.
_KEPT = 4096
_LONGEST = 300
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Server": "Broadsheet",
}


class _Set(web.StreamResponse):
    """A page whose head is made already, all but the date: one write. *data* is what follows the head."""

    def __init__(self, status: int, head: bytes, data: bytes) -> None:
        super().__init__(status=status)
        self._ahead, self._data = head, data

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return len(self._data)

    async def prepare(self, request: web.BaseRequest) -> Any:
        """Send the whole answer."""
        kept = request.keep_alive
        if not kept:
            self.force_close()
        connection = b"" if kept and request.version != HttpVersion10 else b"Connection: keep-alive\r\n" if kept else b"Connection: close\r\n"
        data = b"" if request.method == "HEAD" else self._data
        await request.writer.write(b"".join((self._ahead, b"Date: ", _date(int(time.time())), b"\r\n", connection, b"\r\n", data)))
        return request.writer

    @property
    def keep_alive(self) -> bool | None:
        """Whether the connection stays: as the browser wants, unless `force_close` was said."""
        return super().keep_alive is not False

    async def write_eof(self, data: bytes = b"") -> None:  # noqa: ARG002
        """Wait until the browser has taken most of it."""
        self._eof_sent = True


@lru_cache(2)
def _date(now: int) -> bytes:
    """The header's date (RFC 9110 §5.6.7) of a second."""
    return formatdate(now, usegmt=True).encode()


def _request(message: Any, *rest: Any) -> web.BaseRequest:
    """A request, which is answered in a version of HTTP that this server speaks, whatever version it says it is of: aiohttp would repeat it."""
    if message.version not in {HttpVersion10, HttpVersion11}:
        message = message._replace(version=HttpVersion11, should_close=True)
    return web.BaseRequest(message, *rest, loop=asyncio.get_running_loop())


class _Client(web.RequestHandler):
    """A browser: aiohttp reads and writes, the port's deadlines and limits are kept here (aiohttp has none before the first request)."""

    __slots__ = ("_answered", "_ended", "_entered", "_port", "_since", "_watch", "_wire", "client", "state")

    _wire: asyncio.Transport

    def __init__(self, port: "Web", server: web.Server, now: float, **options: Any) -> None:
        super().__init__(server, **options)
        self._port = port
        self._since: float | None = now
        self._answered = now
        self._watch = Watch(now)
        self._ended: float | None = None
        self._entered = False
        self.client = ""
        self.state: str = WAITING

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._wire = cast("asyncio.Transport", transport)
        peer: Any = transport.get_extra_info("peername")
        self._entered = self._port.entered(self, str(peer[0]) if peer else "")
        if self._entered:
            super().connection_made(transport)
        else:
            self._wire.abort()

    def data_received(self, data: bytes) -> None:
        if self.state is WAITING and self._since is None:
            self._since = self._port.now()
        super().data_received(data)

    def eof_received(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The browser sends no more: what it has asked for is still answered (aiohttp would let it go), then the connection ends."""
        self._ended = self._port.now()
        if self.state is ANSWERING:
            self.close()
        return True

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._entered:
            self._port.left(self)
        super().connection_lost(exc)

    def began(self) -> None:
        """A whole request is here."""
        self.state, self._since = ANSWERING, None
        if self._ended is not None:
            self.close()

    def done(self) -> None:
        """Its answer is made; the next request may come."""
        self.state, self._since, self._answered = WAITING, None, self._port.now()

    def sweep(self, now: float) -> None:
        """End what takes too long: a client that takes no byte, a request that does not come to its end, a connection that nobody uses."""
        limits = self._port.limits
        if self._wire.get_write_buffer_size():
            # Only then is the system asked what has moved: of thousands who are silent that would hold up everybody else.
            if self._watch.stalled(self._wire, now) >= limits.silence:
                self._wire.abort()
        elif self.state is WAITING and now >= self._due():
            self.abort()

    def _due(self) -> float:
        limits = self._port.limits
        if self._ended is not None:
            return self._ended + TICK
        return self._answered + limits.idle if self._since is None else self._since + limits.request

    def leave(self) -> None:
        """Go after the answer that is under way, or now."""
        if self.state is WAITING:
            self.force_close()
        else:
            self.close()

    def abort(self) -> None:
        """Now."""
        self._wire.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002
    ) -> web.StreamResponse:
        """What aiohttp could not read: a page that repeats nothing of it (protocols.md §22)."""
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun")
        if status >= 500:
            log.error("web: a request could not be answered: %s", text.clean(repr(exc)), exc_info=exc if log.isEnabledFor(10) else None)
        response = _own(status, "Not a request", "This is a web server: what came here was not an HTTP request that it reads.")
        response.force_close()
        return response


class Web(Port):
    """The web server. *files* are what it serves beside pages, by path: the style sheet. *elsewhere* answers for what is no page of the edition."""

    name = "web"
    form = "html"

    def __init__(
        self,
        sockets: list[socket.socket],
        respond: Responder,
        *,
        files: Mapping[str, Reply] | None = None,
        elsewhere: Elsewhere | None = None,
        limits: Limits | None = None,
        kept: Kept = nothing,
        note: Note | None = None,
    ) -> None:
        super().__init__(sockets, limits or Limits(), kept=kept, note=note)
        self._respond = respond
        self._elsewhere = elsewhere
        self._files = {**(files or {}), "/robots.txt": Reply(media="text/plain", body=notices.robots(), tag="robots")}
        self._packer = Packer()
        self._heads: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._server: web.Server | None = None

    def now(self) -> float:
        """The loop's time."""
        return asyncio.get_running_loop().time()

    def forget(self) -> None:
        """Let go of all answers that lie ready, packed or not."""
        super().forget()
        self._packer = Packer()
        self._heads.clear()

    def guest(self) -> asyncio.BaseProtocol:
        """A connection for a browser that has just come."""
        if self._server is None:
            self._server = web.Server(self._handle, request_factory=_request)
        return _Client(
            self,
            self._server,
            self.now(),
            loop=asyncio.get_running_loop(),
            keepalive_timeout=self.limits.idle,
            lingering_time=self.limits.linger,
            access_log=None,
            auto_decompress=False,
            logger=log,
        )

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        client = cast("_Client", request.protocol)
        client.began()
        begun = self.now()
        try:
            answer = await self._answer(request, client.client)
            if self.note is not None:
                path = _target(request.raw_path[:_LONGEST])[0]
                size = answer.size if isinstance(answer, _Set) else answer.content_length or getattr(answer, "body_length", 0)
                self.note(self.name, client.client, path, answer.status, size, self.now() - begun)
            return answer
        finally:
            client.done()

    async def _answer(self, request: web.BaseRequest, client: str) -> web.StreamResponse:
        wait = self.door.wait(client, self.now())
        if wait:
            return _own(429, "Too many requests", f"Please wait {wait} seconds.", {"Retry-After": str(wait)})
        if request.method not in {"GET", "HEAD"}:
            refused = _own(405, "Only reading here", "This edition answers GET and HEAD.", {"Allow": "GET, HEAD"})
            refused.force_close()
            return refused
        if self._elsewhere is not None and (passed := await self._elsewhere(request.raw_path, client)) is not None:
            return await self._passed(passed, request)
        path, query = _target(request.raw_path) if len(request.raw_path) <= _LONGEST else _target.__wrapped__(request.raw_path)
        if not path:
            return _own(400, "Not an address", "This address holds a control character.")
        reply = self._files.get(path) or self.kept(path, query, "html")
        if reply is None:
            try:
                async with asyncio.timeout(self.limits.answer):
                    reply = await self._respond(path, query, "html")
            except TimeoutError:
                log.warning("web: %s was not answered within %g seconds", path, self.limits.answer)
                return _own(503, "Please try again later", "The answer takes too long.", {"Retry-After": "30"})
            except Exception as error:
                log.error("web: %s could not be answered: %s", path, text.clean(repr(error)), exc_info=log.isEnabledFor(10))
                return _own(500, "Please try again later", "This page cannot be shown just now.")
        return self._response(reply, request.headers)

    async def _passed(self, passed: Passed, request: web.BaseRequest) -> web.StreamResponse:
        """Send what comes from elsewhere, no faster than the browser takes it."""
        headers = CIMultiDict({**_HEADERS, **passed.headers})
        if isinstance(passed.body, bytes):
            body = passed.body
            coding = choice(request.headers.get("Accept-Encoding", "")) if len(body) >= SMALLEST and headers.get("Content-Type", "").startswith("text/") else ""
            if coding:
                body = self._packer.packed(body, coding, "")
                headers["Content-Encoding"] = coding
            headers["Vary"] = "Accept-Encoding"
            return web.Response(status=passed.status, body=body, headers=headers)
        answer = web.StreamResponse(status=passed.status, headers=headers)
        try:
            await answer.prepare(request)
            if request.method != "HEAD":
                async for piece in passed.body:
                    await answer.write(piece)
            await answer.write_eof()
        finally:
            await passed.body.aclose()
        return answer

    def _response(self, reply: Reply, asked: Mapping[str, str]) -> web.StreamResponse:
        if reply.tag and reply.status in {"ok", "input"} and "If-None-Match" in asked:
            known = {tag.strip().removeprefix("W/") for tag in asked["If-None-Match"][:2000].split(",")}
            if known & {"*", f'"{reply.tag}"'}:
                return web.Response(status=304, headers=_headers(reply))
        body, coding = reply.body, ""
        if len(body) >= SMALLEST and (reply.media.startswith("text/") or reply.media.partition(";")[0].endswith(("json", "xml"))):
            coding = choice(asked.get("Accept-Encoding", ""))
            if coding:
                body = self._packer.packed(body, coding, reply.tag)
        if not reply.tag or reply.status not in {"ok", "input"}:
            return _Set(_STATUS[reply.status], _head(reply, coding, len(body)), body)
        head = self._heads.get((reply.tag, coding))
        if head is None:
            head = self._heads[reply.tag, coding] = _head(reply, coding, len(body))
            if len(self._heads) > _KEPT:
                self._heads.popitem(last=False)
        return _Set(200, head, body)


@lru_cache(_KEPT)
def _target(raw: str) -> tuple[str, str]:
    """Path and query of a request's target, absolute or not; an empty path where it is none, or holds a control character."""
    try:
        path, _, asked = (raw if raw.startswith("/") else URL(raw, encoded=True).raw_path_qs).partition("#")[0].partition("?")
        given = URL.build(query_string=asked, encoded=True).query
    except ValueError:
        return "", ""
    return grammar.path(path), grammar.query(given["q"] if "q" in given else unquote(asked))


def _headers(reply: Reply) -> CIMultiDict[str]:
    """What every answer with *reply* says of it, whatever the content coding."""
    headers = CIMultiDict(_HEADERS)
    if grammar.is_language(reply.language):
        headers["Content-Language"] = reply.language
    headers["Cache-Control"] = "max-age=60" if reply.status in {"ok", "input"} else "no-cache"
    headers["Vary"] = "Accept-Encoding"
    if reply.tag and reply.status in {"ok", "input"}:
        # Weak: the same page in another content coding has the same tag.
        headers["ETag"] = f'W/"{reply.tag}"'
    return headers


def _head(reply: Reply, coding: str, length: int) -> bytes:
    """The answer's first lines, all but date and connection (RFC 9112 §2.1). Every value is the program's own or was matched by a pattern."""
    headers = _headers(reply)
    headers["Content-Type"] = f"{reply.media}; charset={reply.charset}" if reply.media.startswith("text/") else reply.media
    headers["Content-Length"] = str(length)
    if coding:
        headers["Content-Encoding"] = coding
    status = HTTPStatus(_STATUS[reply.status])
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() + "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()


def _own(status: int, title: str, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """A page that the server makes by itself."""
    sent = CIMultiDict({**_HEADERS, "Cache-Control": "no-store", **(headers or {}), "Content-Type": f"{MEDIA_HTML}; charset=utf-8"})
    return web.Response(status=status, body=notices.plain_error(title, message), headers=sent)
