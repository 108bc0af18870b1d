"""Servers that speak HTTP wrongly, without end, or a byte at a time: an answer with its reason, in bounded time and memory, and never an exception."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable

import brotli
import pytest
import zstandard

from broadsheet.net.answer import Answer, validators
from broadsheet.net.client import Client, Limits
from broadsheet.net.guard import Guard
from broadsheet.text import is_clean

Server = Callable[[asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
NOTHING = bytes(40 << 20)


def says(data: bytes) -> Server:
    async def server(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return server


def without_end(piece: bytes, head: bytes = b"", pause: float = 0.0) -> Server:
    async def server(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return server


def whole(head: bytes, body: bytes = b"abc") -> Server:
    return says(OK + head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def asked(server: Server) -> Answer:
    async def run() -> Answer:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await reader.readuntil(b"\r\n\r\n")
                await server(writer)
            except ConnectionError:
                pass  # the client has seen enough
            finally:
                writer.close()

        opened = await asyncio.start_server(handle, "127.0.0.1", 0)
        async with opened, Client(Guard(frozenset({"127.0.0.1"})), limits=Limits(0.6, 0.6, 0.4)) as client:
            async with asyncio.timeout(30):
                return await client.ask(f"http://127.0.0.1:{opened.sockets[0].getsockname()[1]}/")

    return asyncio.run(run())


TOO_SLOW = {
    "nothing": without_end(b"", pause=0.05),
    "a byte of a header at a time": without_end(b"a", OK + b"X-A: ", 0.05),
    "a byte of the page at a time": without_end(b"a", OK + b"Content-Length: 100000\r\n\r\n", 0.05),
    "100 without end": without_end(b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01),
    "103 without end": without_end(b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" * 50),
    "a chunk's extension without end": without_end(b"a" * 65536, CHUNKED + b"3;"),
}
DAMAGED = {
    "headers without end": without_end(b"X-A: b\r\n" * 1000, OK),
    "a header without end": without_end(b"a" * 65536, OK + b"X-A: "),
    "a status without end": without_end(b"a" * 65536, b"HTTP/1.1 200 "),
    "trailers without end": without_end(b"X: y\r\n" * 1000, CHUNKED + b"3\r\nabc\r\n0\r\n"),
    "a negative length": says(OK + b"Content-Length: -3\r\n\r\nabc"),
    "a length in another base": says(OK + b"Content-Length: 0x3\r\n\r\nabc"),
    "a length of 5000 digits": says(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nabc"),
    "two lengths": says(OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabc"),
    "a length and chunks": says(OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    "a negative chunk": says(CHUNKED + b"-3\r\nabc\r\n0\r\n\r\n"),
    "a chunk larger than numbers are": says(CHUNKED + b"f" * 40 + b"\r\nabc\r\n0\r\n\r\n"),
    "no number of a chunk": says(CHUNKED + b"xyz\r\nabc\r\n0\r\n\r\n"),
    "no HTTP": says(b"<html><p>abc"),
    "a negative status": says(b"HTTP/1.1 -1 x\r\nContent-Length: 0\r\n\r\n"),
    "NUL in a header": whole(b'ETag: "a\x00b"'),
    "an unknown coding": whole(b"Content-Encoding: \x1b[31mfoo"),
    "a thousand codings": whole(b"Content-Encoding: " + b"gzip," * 1000),
    "zstd with a window of gigabytes": whole(b"Content-Encoding: zstd", b"\x28\xb5\x2f\xfd\x00\xf8\x01\x00\x00"),
    "gzip that is none": whole(b"Content-Encoding: gzip"),
}
TOO_LARGE = {
    "a page without end": without_end(b"a" * 65536, OK + b"\r\n"),
    "gzip": whole(b"Content-Encoding: gzip", gzip.compress(NOTHING, 1)),
    "gzip in gzip": whole(b"Content-Encoding: gzip, gzip", gzip.compress(gzip.compress(NOTHING, 1))),
    "deflate": whole(b"Content-Encoding: deflate", zlib.compress(NOTHING, 1)),
    "brotli": whole(b"Content-Encoding: br", brotli.compress(NOTHING, quality=1)),
    "zstd": whole(b"Content-Encoding: zstd", zstandard.compress(NOTHING, 1)),
    "zstd in brotli in gzip": whole(b"Content-Encoding: zstd, br, gzip", gzip.compress(brotli.compress(zstandard.compress(NOTHING, 1)))),
}
ENDED = {
    "a length too long": says(OK + b"Content-Length: 100\r\n\r\nabc"),
    "no answer": says(b""),
    "chunks without the last": says(CHUNKED + b"3\r\nabc\r\n"),
}


@pytest.mark.parametrize(
    ("server", "failure"),
    [
        *(pytest.param(server, failure, id=name) for servers, failure in ((TOO_SLOW, "timeout"), (DAMAGED, "damaged"), (TOO_LARGE, "too-large"), (ENDED, "cut")) for name, server in servers.items()),
    ],
)
def test_what_is_no_answer_has_its_reason(server: Server, failure: str) -> None:
    answer = asked(server)
    assert (answer.failure, answer.body) == (failure, b""), answer.message
    assert is_clean(answer.message)
    assert len(answer.message) < 300


@pytest.mark.parametrize(
    "head",
    [
        b'ETag: "\xe4\xf6"\r\nLast-Modified: \x1b[31m\x9b31m',
        b'ETag: "a\n b"',
        b'ETag: "' + b"a" * 7000 + b'"',
        b"X-Robots-Tag: \x1b]0;x\x07noindex\r\nRetry-After: -5\r\nAge: nan\r\nExpires: 0\r\nCache-Control: max-age=" + b"9" * 900,
        b"Content-Type: ;;;=\x1b[31m;charset=",
        b"Content-Type:",
        b"Set-Cookie: a=b; Domain=.example; Path=/\r\nSet-Cookie: " + b"c" * 5000,
        b"Content-Encoding: identity, , identity",
    ],
)
def test_headers_of_any_kind_are_clean_and_bounded(head: bytes) -> None:
    answer = asked(says(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + head + b"\r\nContent-Length: 3\r\n\r\nabc"))
    assert (answer.status, answer.failure, answer.body) == (200, "", b"abc")
    assert all(is_clean(value) and len(value) <= 4000 for value in answer.headers.values())
    assert all(value.isascii() and len(value) <= 400 for value in validators(answer))
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("status", [101, 204, 206, 999])
def test_other_answers_have_no_text(status: int) -> None:
    answer = asked(says(b"HTTP/1.1 %d x\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n" % status))
    assert (answer.status, answer.failure, answer.body) == (status, "", b"")
