"""Gopher requests in, menus and texts out (RFC 1436, Gopher+ as far as clients ask for it, TLS on the same port).

| request | answer |
|---|---|
| a page's selector | its menu, or the form that the selector asks for |
| `selector` TAB `query` | the page with that query |
| `selector` TAB `$`, `!`, `+` | Gopher+: attributes of what the menu lists, of the item itself, the item with a Gopher+ head |
| `URL:address` | a page that leads there |
| `caps.txt`, `robots.txt` | what the server says of itself |
| `GET / HTTP/1.1` | a page that says where the web edition is |
"""

import asyncio
import socket
import ssl

from .. import text
from . import MEDIA_MENU, Kept, Note, Reply, Responder, Sent, grammar, nothing, notices
from .connection import Connection
from .limits import Limits
from .ports import Port, log

_TYPES = {MEDIA_MENU: "1", "text/html": "h", "image/png": "I", "image/jpeg": "I", "image/gif": "g"}
_STATUS = {"missing": 404, "gone": 410}


class _Client(Connection):
    """Asks with a line that ends in LF, CRLF or CR LF in pieces; TLS where the first byte is a handshake record's."""

    def line(self, buffer: bytes) -> bytes | None:
        head, found, _ = buffer.partition(b"\n")
        if found:
            return head.removesuffix(b"\r")
        return buffer if len(buffer) > grammar.LONGEST + 1 else None

    def secured(self, first: int) -> bool:
        return first == 0x16


class Gopher(Port):
    """The Gopher server. *host* and *public* (port) are what menus carry; *web* is the address of the web edition, "" where there is none."""

    name = "gopher"
    form = "menu"

    def __init__(
        self,
        sockets: list[socket.socket],
        respond: Responder,
        *,
        host: str,
        public: int = 0,
        web: str = "",
        context: ssl.SSLContext | None = None,
        limits: Limits | None = None,
        kept: Kept = nothing,
        note: Note | None = None,
    ) -> None:
        super().__init__(sockets, limits or Limits(), context, kept=kept, note=note)
        self._respond = respond
        self._host = host
        self._public = public or self.number
        self._web = web

    def guest(self) -> asyncio.Protocol:
        """A connection for a client that has just come."""
        return _Client(self, asyncio.get_running_loop().time())

    async def answer(self, line: bytes, client: str) -> Sent:
        """The whole answer to the request *line*."""
        wait = self.door.wait(client, asyncio.get_running_loop().time())
        if wait:
            return self._error(429, f"Too many requests from your address: please wait {wait} seconds.")
        if len(line) > grammar.LONGEST:
            return self._error(400, "This selector is longer than 1024 bytes and is no page of this edition.")
        request = grammar.gopher(line)
        match request:
            case grammar.Refusal(message=message):
                return self._error(400, message)
            case grammar.Foreign(head=head):
                return Sent(200, "", notices.wrong_door(self._web, self._address(), head=head))
            case grammar.Selector(outside=outside) if outside:
                return Sent(200, "", notices.redirect(outside))
            case grammar.Selector(path="/caps.txt"):
                return Sent(200, request.path, notices.caps(self._public if self.context else None))
            case grammar.Selector(path="/robots.txt"):
                return Sent(200, request.path, _text(notices.robots()))
            case grammar.Selector():
                return await self._page(line, request)

    async def _page(self, line: bytes, request: grammar.Selector) -> Sent:
        path = request.path
        try:
            async with asyncio.timeout(self.limits.answer):
                reply = await self._respond(path, request.query, "menu")
        except TimeoutError:
            log.warning("gopher: %s was not answered within %g seconds", path, self.limits.answer)
            return self._error(503, "The answer takes too long: please try again later.", path)
        except Exception as error:
            log.error("gopher: %s could not be answered: %s", path, text.clean(repr(error)), exc_info=log.isEnabledFor(10))
            return self._error(500, "This page cannot be shown just now: please try again later.", path)
        if reply.status in _STATUS:
            return self._error(_STATUS[reply.status], reply.title or "There is no such page in this edition.", path, reply.charset)
        body = self._body(reply, path)
        match request.plus:
            case "$":
                body = b"+-2\r\n" + self._attributes(self._items(body) if reply.media == MEDIA_MENU else [self._item(reply, path)])
            case "!":
                body = b"+-2\r\n" + self._attributes([self._item(reply, path)], full=True)
            case "+":
                body = b"+-2\r\n" + body
            case _:
                pass
        sent = Sent(200, path, body)
        self.remember(line, path, request.query, reply, sent)
        return sent

    def _body(self, reply: Reply, path: str) -> bytes:
        if reply.status == "input" and not reply.body:
            return _menu(f"7{_field(reply.title)}\t{path}\t{self._host}\t{self._public}\n".encode(reply.charset))
        if reply.media == MEDIA_MENU:
            return _menu(reply.body)
        return _text(reply.body) if reply.media.startswith("text/") else reply.body

    def _error(self, status: int, message: str, path: str = "", charset: str = "utf-8") -> Sent:
        """One line of type 3: a request does not say which type it expects (protocols.md §9)."""
        return Sent(status, path, _menu(f"3{_field(message)}\t/\t{self._host}\t{self._public}\n".encode(charset)))

    def _address(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"gopher://{host}" + ("/" if self._public == 70 else f":{self._public}/")

    def _item(self, reply: Reply, path: str) -> bytes:
        kind = _TYPES.get(reply.media, "7" if reply.status == "input" else "0")
        return f"{kind}{_field(reply.title) or path}\t{path}\t{self._host}\t{self._public}".encode(reply.charset)

    @staticmethod
    def _items(menu: bytes) -> list[bytes]:
        return [line for line in menu.split(b"\r\n") if line.count(b"\t") >= 3]

    @staticmethod
    def _attributes(items: list[bytes], *, full: bool = False) -> bytes:
        """Gopher+ attributes (Gopher+ §2.5): `+INFO` of each item, and where the whole is asked for who serves it and in which form."""
        blocks = [b"+INFO: " + item + b"\r\n" for item in items]
        if full:
            view = {b"1": b"application/gopher+-menu", b"7": b"application/gopher+-menu", b"0": b"text/plain", b"h": b"text/html"}
            blocks += [
                b"+ADMIN:\r\n Admin: the publisher of this edition\r\n Server: Broadsheet\r\n",
                b"+VIEWS:\r\n " + view.get(items[0][:1], b"application/octet-stream") + b": <1k>\r\n",
            ]
        return b"".join(blocks)


def _field(message: str) -> str:
    """*message* as a field of a menu line: clean, no tab, at most 200 bytes."""
    return text.clean(message).encode()[:200].decode("utf-8", "ignore")


def _menu(body: bytes) -> bytes:
    """Lines with CRLF, and the last line that ends every menu (RFC 1436 §1, and `Lastline` in its appendix); a menu that has both is sent as it is."""
    if body.endswith(b"\r\n.\r\n"):
        return body
    lines = body.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    if lines[-1] != b".":
        lines.append(b".")
    return b"\r\n".join(lines) + b"\r\n"


def _text(body: bytes) -> bytes:
    """Text lines with CRLF and no last line: clients print the dot (protocols.md §3). A line of one dot would end the text and is moved in."""
    lines = body.replace(b"\r\n", b"\n").split(b"\n")
    return b"\r\n".join(b" ." if line == b"." else line for line in lines)
