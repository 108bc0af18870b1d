"""One page fetched from a real server on this machine: limits, redirects, the guard."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from aiohttp import web

from broadsheet.errors import NetError
from broadsheet.net import client

PAGE = "<title>ä</title>".encode("latin-1")


async def _page(request: web.Request) -> web.Response:
    return web.Response(body=PAGE, headers={"Content-Type": "text/html; charset=iso-8859-1"})


async def _redirect(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": request.query["to"]})


async def _language(request: web.Request) -> web.Response:
    return web.Response(text=f"<p>{request.headers.get('Accept-Language')}", content_type="text/html")


async def _hops(request: web.Request) -> web.Response:
    left = int(request.match_info["left"])
    return web.Response(status=302, headers={"Location": f"/hops/{left - 1}"}) if left else await _page(request)


async def _circle(request: web.Request) -> web.Response:
    return web.Response(status=301, headers={"Location": "/circle"})


async def _large(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    response.enable_compression(web.ContentCoding.gzip)
    await response.prepare(request)
    try:
        for _ in range(40):
            await response.write(bytes(2**20))
        await response.write_eof()
    except ConnectionError:
        pass  # the client has seen enough
    return response


async def _slow(request: web.Request) -> web.Response:
    await asyncio.sleep(1)
    return web.Response(text="late")


async def _picture(request: web.Request) -> web.Response:
    return web.Response(body=b"\x89PNG", content_type="image/png")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    ready: list[int] = []
    started = threading.Event()
    loop = asyncio.new_event_loop()

    async def start() -> web.AppRunner:
        app = web.Application()
        app.add_routes([web.get("/page", _page), web.get("/language", _language), web.get("/to", _redirect), web.get("/circle", _circle), web.get("/hops/{left}", _hops), web.get("/large", _large), web.get("/slow", _slow), web.get("/picture", _picture)])
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        ready.append(runner.addresses[0][1])
        started.set()
        return runner

    runner = []

    def run() -> None:
        runner.append(loop.run_until_complete(start()))
        loop.run_forever()
        loop.run_until_complete(runner[0].cleanup())
        if left := asyncio.all_tasks(loop):
            loop.run_until_complete(asyncio.wait(left, timeout=10))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    started.wait(10)
    yield ready[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def test_a_page_comes_with_its_charset_and_last_address(port: int) -> None:
    capture = client.fetch(f"http://127.0.0.1:{port}/to?to=/page")
    assert (capture.body, capture.charset) == (PAGE, "iso-8859-1")
    assert capture.address == f"http://127.0.0.1:{port}/page"


def test_headers_are_asked_for_at_each_step(port: int) -> None:
    """A header for one host is no other's: who adds them sees each address that is asked for."""
    asked: list[str] = []

    def adds(address: str) -> dict[str, str]:
        asked.append(address)
        return {"Accept-Language": "nds"} if address.endswith("/language") else {}

    assert client.fetch(f"http://127.0.0.1:{port}/to?to=/language", adds=adds).body == b"<p>nds"
    assert asked == [f"http://127.0.0.1:{port}/to?to=/language", f"http://127.0.0.1:{port}/language"]
    assert client.fetch(f"http://127.0.0.1:{port}/language").body != b"<p>nds"


def test_localhost_may_be_typed(port: int) -> None:
    assert client.fetch(f"http://localhost:{port}/page").body == PAGE


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/none", "answers 404; check the address"),
        ("/to?to=file:///etc/passwd", "not http"),
        ("/to?to=gopher://127.0.0.1/", "not http"),
        ("/large", "larger than 32 MB"),
        ("/picture", "image/png"),
    ],
)
def test_what_cannot_be_read_is_said(port: int, path: str, says: str) -> None:
    with pytest.raises(NetError, match=says):
        client.fetch(f"http://127.0.0.1:{port}{path}")


def test_redirects_have_an_end(port: int) -> None:
    assert client.fetch(f"http://127.0.0.1:{port}/hops/{client.MAX_REDIRECTS}").address.endswith("/hops/0")
    with pytest.raises(NetError, match="more than 10 redirects"):
        client.fetch(f"http://127.0.0.1:{port}/hops/{client.MAX_REDIRECTS + 1}")
    with pytest.raises(NetError, match="circle"):
        client.fetch(f"http://127.0.0.1:{port}/circle")


@pytest.mark.parametrize("host", ["127.0.0.2", "2130706434", "0x7f.0.0.2", "[::ffff:127.0.0.2]"])
def test_a_redirect_never_leads_to_a_private_address(port: int, host: str) -> None:
    with pytest.raises(NetError, match=r"public internet|cannot connect|no address"):
        client.fetch(f"http://127.0.0.1:{port}/to?to=http://{host}:{port}/page")


def test_link_local_is_never_opened() -> None:
    with pytest.raises(NetError, match=r"public internet.*; one of your own network is read by its number"):
        client.fetch("http://169.254.169.254/", timeout=2)


def test_a_slow_server_has_a_time_limit(port: int) -> None:
    with pytest.raises(NetError, match=r"within 0\.5 s"):
        client.fetch(f"http://127.0.0.1:{port}/slow", timeout=0.5)


def test_a_closed_port_is_said() -> None:
    with pytest.raises(NetError, match=r"cannot connect to 127\.0\.0\.1 \(Connection refused\)"):
        client.fetch("http://127.0.0.1:1/")


@pytest.mark.parametrize("address", ["http://[::1/", "http://ex\u2100mple.com/"])
def test_what_python_itself_cannot_take_apart_is_said(address: str) -> None:
    with pytest.raises(NetError, match="no address that can be fetched"):
        client.fetch(address)


def test_what_is_no_address_is_said() -> None:
    with pytest.raises(NetError, match="no address"):
        client.fetch("http:///x")
