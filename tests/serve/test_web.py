"""The web server on a small edition (protocols.md §18)."""

import asyncio
import gzip
import json
import ssl

import aiohttp
import pytest
import zstandard

from broadsheet.serve.limits import Limits

from . import house
from .house import ask, make, opened, running

pytestmark = pytest.mark.usefixtures("loop")


class Answer:
    """What came: the status, the headers, the body as it was sent."""

    def __init__(self, raw: bytes) -> None:
        head, _, self.body = raw.partition(b"\r\n\r\n")
        first, *fields = head.decode().split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}


def asked(tls: ssl.SSLContext, *requests: str, limits: Limits = house.FAST) -> list[Answer]:
    """The answers to *requests*: `METHOD path` and header lines, each on its own connection."""

    async def run() -> list[Answer]:
        async with running(make("web", tls, limits)) as port:
            found: list[Answer] = []
            for request in requests:
                first, *fields = request.split("\n")
                head = "\r\n".join([f"{first} HTTP/1.1", "Host: hafenbote.example", "Connection: close", *fields, "", ""])
                found.append(Answer(await ask(port, head.encode())))
            return found

    return asyncio.run(run())


def test_a_page(tls: ssl.SSLContext) -> None:
    (answer,) = asked(tls, "GET /")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == "de"
    assert answer.body.startswith(b"<!DOCTYPE html>")
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_everything_unused_is_forbidden_on_every_answer(tls: ssl.SSLContext) -> None:
    for answer in asked(tls, "GET /", "GET /nix", "POST /", "GET /alt", "GET /kaputt", "GET /~/style.css", "GET /%00"):
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert "script" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_head_is_get_without_a_body(tls: ssl.SSLContext) -> None:
    get, head = asked(tls, "GET /", "HEAD /")
    assert head.body == b""
    assert {**get.headers, "date": ""} == {**head.headers, "date": ""}


def test_a_reader_who_has_it_is_told_so(tls: ssl.SSLContext) -> None:
    tag = asked(tls, "GET /")[0].headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        (answer,) = asked(tls, f"GET /\nIf-None-Match: {known}")
        assert answer.status == 304
        assert answer.body == b""
        assert answer.headers["etag"] == tag
    assert asked(tls, 'GET /\nIf-None-Match: "other"')[0].status == 200
    assert "etag" not in asked(tls, "GET /nix")[0].headers
    for anything in ("*", '""'):  # of a page that changes with each question nobody has one already
        assert asked(tls, f"GET /~/search?q=Nebel\nIf-None-Match: {anything}")[0].status == 200


def test_pages_are_packed_as_the_browser_likes(tls: ssl.SSLContext) -> None:
    plain, zipped, zstd, small = asked(tls, "GET /", "GET /\nAccept-Encoding: gzip", "GET /\nAccept-Encoding: gzip, zstd", "GET /text\nAccept-Encoding: gzip")
    assert gzip.decompress(zipped.body) == plain.body
    assert zstandard.ZstdDecompressor().decompress(zstd.body) == plain.body
    assert zipped.headers["etag"] == zstd.headers["etag"] == plain.headers["etag"]
    assert zipped.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in small.headers


def test_gone_missing(tls: ssl.SSLContext) -> None:
    gone, missing = asked(tls, "GET /fort", "GET /nix")
    assert (gone.status, gone.body) == (410, b"fort")
    assert (missing.status, missing.body) == (404, b"nichts unter /nix\n")


def test_search_by_form(tls: ssl.SSLContext) -> None:
    found, plus, none, raw = asked(tls, "GET /~/search?q=Stra%C3%9Fe", "GET /~/search?q=Nebel+Kai&x=y", "GET /~/search?q=", "GET /~/search?Nebel%20Kai")
    assert found.body.decode() == "Gesucht: Straße\n"
    assert plus.body == raw.body == b"Gesucht: Nebel Kai\n"
    assert none.status == 200


def test_style_sheet_and_robots(tls: ssl.SSLContext) -> None:
    style, robots, data = asked(tls, "GET /~/style.css", "GET /robots.txt", "GET /json")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert robots.headers["content-type"] == "text/plain; charset=utf-8"
    assert b"User-agent: *" in robots.body
    assert json.loads(data.body) == {"headline": "Nebel"}
    assert data.headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(tls: ssl.SSLContext, method: str) -> None:
    (answer,) = asked(tls, f"{method} /")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_failures_show_no_internals(tls: ssl.SSLContext, caplog: pytest.LogCaptureFixture) -> None:
    broken, control, dots = asked(tls, "GET /kaputt", "GET /a%00b", "GET /../../etc/passwd")
    assert (broken.status, control.status, dots.status) == (500, 400, 404)
    assert b"geheim" not in broken.body
    assert "\x1b" not in caplog.text
    (late,) = asked(tls, "GET /ewig", limits=Limits(answer=0.1))
    assert late.status == 503
    assert "retry-after" in late.headers


@pytest.mark.parametrize(
    "raw", [b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost: \x1b[2J<script>\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_http_gets_a_page_that_repeats_nothing(tls: ssl.SSLContext, raw: bytes) -> None:
    async def run() -> bytes:
        async with running(make("web", tls)) as port:
            return await ask(port, raw)

    answer = Answer(asyncio.run(run()))
    assert answer.status == 400
    assert b"Not a request" in answer.body
    assert b"\x1b" not in answer.body
    assert b"script" not in answer.body


def test_a_browser_keeps_its_connection(tls: ssl.SSLContext) -> None:
    async def run() -> None:
        async with running(make("web", tls)) as port, aiohttp.ClientSession(f"http://{house.HOST}:{port.number}") as session:
            for _ in range(3):
                async with session.get("/text") as answer:
                    assert answer.status == 200
                    assert (await answer.text()).startswith("Erste Zeile")
            assert len(port._guests) == 1
            assert await house.until(lambda: not port._guests)  # idle for a second

    asyncio.run(run())


def test_pipelined_requests_are_answered_in_turn(tls: ssl.SSLContext) -> None:
    async def run() -> bytes:
        async with running(make("web", tls)) as port:
            return await ask(port, b"GET /text HTTP/1.1\r\nHost: x\r\n\r\nGET /nix HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    answer = asyncio.run(run())
    assert answer.count(b"HTTP/1.1 200 OK") == answer.count(b"HTTP/1.1 404 Not Found") == 1


def test_a_body_is_not_waited_for(tls: ssl.SSLContext) -> None:
    async def run() -> bytes:
        async with running(make("web", tls)) as port:
            reader, writer = await opened(port)
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\nxxx")
            answer = await asyncio.wait_for(reader.read(), 60)
            writer.close()
            return answer

    assert Answer(asyncio.run(run())).status == 405
