"""A Gopher hole and a capsule of the tests' own, a web server with the proxy in it, and a browser that only reads."""

import asyncio
import ssl
import struct
import threading
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

import aiohttp
import msgspec
from yarl import URL

from broadsheet.config import Proxy
from broadsheet.proxy import route, sheet
from broadsheet.proxy.desk import Desk
from broadsheet.serve import Reply
from broadsheet.serve.certificate import keep
from broadsheet.serve.listening import listen
from broadsheet.serve.web import Web

HOST = "127.0.0.1"
Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


class Hole(NamedTuple):
    """A server of one-line requests: what it was asked, where it is."""

    port: int
    asked: list[bytes]

    @property
    def at(self) -> str:
        return f"{HOST}:{self.port}"


@asynccontextmanager
async def hole(answer: Callable[[bytes], Answer] | dict[bytes, Answer], tls: ssl.SSLContext | None = None) -> AsyncIterator[Hole]:
    """A server that answers a line by *answer*; what is no text is a function that writes. Gopher's 'not found' where a dict has nothing."""
    asked: list[bytes] = []
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        try:
            line = (await reader.readline()).removesuffix(b"\r\n")
            asked.append(line)
            found = answer.get(line, b"51 gone\r\n" if tls else b"3nothing here\t\terror.host\t1\r\n.\r\n") if isinstance(answer, dict) else answer(line)
            if isinstance(found, bytes):
                writer.write(found)
                await writer.drain()
            else:
                await found(writer)
        except OSError:
            pass  # the proxy has heard enough
        finally:
            writer.close()

    server = await asyncio.start_server(serve, HOST, 0, ssl=tls)
    try:
        yield Hole(server.sockets[0].getsockname()[1], asked)
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()


def certificate(folder: Path, name: str = "capsule.example") -> ssl.SSLContext:
    """A capsule's TLS context, its certificate made in *folder*."""
    kept = keep(folder, name)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(kept.certificate, kept.key)
    return made


class Got(NamedTuple):
    """What a browser got."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Browser:
    """Asks the proxy; follows nothing."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self.port, self.session = port, session

    async def get(self, path: str, method: str = "GET") -> Got:
        """What comes for *path*, which is sent as it is written."""
        async with self.session.request(method, URL(f"http://{HOST}:{self.port}{path}", encoded=True), allow_redirects=False) as answer:
            return Got(answer.status, dict(answer.headers), await answer.read())


async def _edition(path: str, query: str, form: str) -> Reply:
    return Reply(body=f"edition {path}".encode(), title="edition")


@asynccontextmanager
async def browser(*ports: int, desk: Desk | None = None, **settings: object) -> AsyncIterator[Browser]:
    """A web server with the proxy, opened to this machine and *ports* for the test alone."""
    given = Proxy(on=True, allow_private=True, ports=(*ports, 70, 1965), rate=6000)
    made = desk or Desk(msgspec.structs.replace(given, **settings))
    style = Reply(media="text/css", body=sheet.style().encode(), tag="style")
    web = Web(listen(HOST, 0, "web"), _edition, files={route.STYLE_PATH: style}, elsewhere=made.answer)
    await web.start()
    try:
        async with aiohttp.ClientSession() as session:
            yield Browser(web.number, session)
    finally:
        await web.stop(2)


@contextmanager
def served(answer: Callable[[bytes], bytes], tls: ssl.SSLContext | None = None) -> Iterator[Hole]:
    """A server in a thread of its own: what is tested runs a loop of its own."""
    ready: list[Hole] = []
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()
    up = threading.Event()

    async def main() -> None:
        async with hole(answer, tls) as opened:
            ready.append(opened)
            up.set()
            await ended.wait()

    def work() -> None:
        try:
            loop.run_until_complete(main())
        finally:
            loop.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert up.wait(30)
    try:
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(30)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + _chunk(b"IDAT", zlib.compress(b"\0\0")) + _chunk(b"IEND", b"")
