"""The proxy behind a real web server, asking real sockets: what is shown, what is refused, what fails, what it holds to."""

import asyncio
import re
from collections.abc import Awaitable, Callable

import pytest

from broadsheet.config import Proxy
from broadsheet.errors import ConfigError
from broadsheet.net.place import Place
from broadsheet.net.wire import WireError
from broadsheet.proxy import views
from broadsheet.proxy.desk import Desk
from broadsheet.proxy.robots import MOST, Robots, allowed

from .house import HOST, PNG, Browser, Hole, browser, hole

MENU = b"iThe harbour\tTITLE\terror.host\t1\r\n0About\t/about\t\t\r\n.\r\n"


def run(pages: dict, main: Callable[[Browser, Hole], Awaitable[None]], tls=None, **settings: object) -> None:
    async def all_of_it() -> None:
        async with hole(pages, tls) as opened, browser(opened.port, **settings) as reader:
            await main(reader, opened)

    asyncio.run(all_of_it())


def test_a_hole_is_read_from_its_menu_on() -> None:
    async def main(reader: Browser, opened: Hole) -> None:
        front = await reader.get(f"/~/gopher/{opened.at}/")
        assert front.status == 200
        assert "<h1>The harbour</h1>" in front.text
        assert "This is somebody else’s page" in front.text
        assert f'href="/~/gopher/{opened.at}/0/about"' in front.text
        about = await reader.get(f"/~/gopher/{opened.at}/0/about")
        assert "<pre class=\"prose\">\nGr&lt;üße&gt;\n..\nEnd</pre>" in about.text
        raw = await reader.get(f"/~/raw/gopher/{opened.at}/0/about")
        assert raw.body == "Gr<üße>\r\n..\r\nEnd\r\n.\r\n".encode()
        assert raw.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert (await reader.get(f"/~/gopher/{opened.at}/1/none")).status == 404
        assert opened.asked[:2] == [b"robots.txt", b""]
        assert opened.asked.count(b"robots.txt") == 1
        assert (await reader.get("/~/elsewhere.css")).status == 200
        assert (await reader.get("/else")).text == "edition /else"

    run({b"": MENU, b"/about": "Gr<üße>\r\n..\r\nEnd\r\n.\r\n".encode()}, main)


def test_every_answer_forbids_what_it_does_not_need() -> None:
    async def main(reader: Browser, opened: Hole) -> None:
        for path in (f"/~/gopher/{opened.at}/", f"/~/gopher/{opened.at}/0/html", "/~/gopher/", "/~/gemini/", "/~/gopher/127.0.0.1:9/", f"/~/gopher/{opened.at}/0a%0db"):
            got = await reader.get(path)
            policy = got.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'")
            assert "unsafe" not in policy
            assert got.headers["X-Content-Type-Options"] == "nosniff"
            assert not {"Set-Cookie", "Access-Control-Allow-Origin"} & set(got.headers)
            assert not re.search(r"<script|<iframe|<object|\sstyle=|\son\w+=", got.text)
        for path in ("0/html", "h/html", "9/html", "I/html", "I/svg", "s/html", "1/html"):
            raw = await reader.get(f"/~/raw/gopher/{opened.at}/{path}")
            assert raw.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox;")
            assert raw.headers["X-Content-Type-Options"] == "nosniff"
            assert raw.headers["Content-Type"].partition(";")[0] in {"text/plain", "application/octet-stream"}
            if raw.headers["Content-Type"] == "application/octet-stream":
                assert raw.headers["Content-Disposition"].startswith("attachment")

    run({b"": MENU, b"/html": b"<html><script>alert(1)</script>", b"/svg": b"<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>"}, main)


def test_searches_are_forms_and_their_words_are_asked() -> None:
    async def main(reader: Browser, opened: Hole) -> None:
        form = await reader.get(f"/~/gopher/{opened.at}/7/find")
        assert f'<form action="/~/gopher/{opened.at}/7/find" method="get">' in form.text
        assert opened.asked == []
        found = await reader.get(f"/~/gopher/{opened.at}/7/find?q=zwei+W%C3%B6rter")
        assert opened.asked == [b"robots.txt", "/find\tzwei Wörter".encode()]
        assert f'href="/~/gopher/{opened.at}/0/hit"' in found.text
        assert "<form" in found.text
        assert (await reader.get(f"/~/gopher/{opened.at}/7/find?q=a%0D%0Ab")).status == 400
        raw = await reader.get(f"/~/raw/gopher/{opened.at}/7/find?q=zwei+W%C3%B6rter")
        assert raw.text.startswith("0Hit")

    run({"/find\tzwei Wörter".encode(): b"0Hit\t/hit\t\t\r\n.\r\n"}, main)


def test_pictures_sounds_and_files_come_by_what_they_are() -> None:
    pages = {b"/p": PNG, b"/s": b"OggS" + b"\1" * 99, b"/f": b"\x1f\x8b" + bytes(1000), b"/empty": b"", b"/t.bin": b"only text", b"/v": b"\0\0\0\x18ftypmp42" + bytes(99)}

    async def main(reader: Browser, opened: Hole) -> None:
        at = opened.at
        page = await reader.get(f"/~/gopher/{at}/I/p")
        assert f'<img src="/~/raw/gopher/{at}/I/p" alt="Picture: p">' in page.text
        raw = await reader.get(f"/~/raw/gopher/{at}/I/p")
        assert (raw.headers["Content-Type"], raw.body) == ("image/png", PNG)
        assert f'<audio controls preload="none" src="/~/raw/gopher/{at}/s/s"' in (await reader.get(f"/~/gopher/{at}/s/s")).text
        assert "<video" in (await reader.get(f"/~/gopher/{at}/;/v")).text
        file = await reader.get(f"/~/gopher/{at}/9/f")
        assert "1\u202f002 bytes" in file.text
        saved = await reader.get(f"/~/raw/gopher/{at}/9/f")
        assert saved.headers["Content-Disposition"] == 'attachment; filename="f"'
        assert saved.headers["Content-Length"] == "1002"
        assert "This file is empty" in (await reader.get(f"/~/gopher/{at}/9/empty")).text
        assert "This text is empty" in (await reader.get(f"/~/gopher/{at}/0/empty")).text
        assert "This menu is empty" in (await reader.get(f"/~/gopher/{at}/1/empty")).text
        assert "It is text: read it here" in (await reader.get(f"/~/gopher/{at}/9/t.bin")).text
        assert "1\u202f002 bytes" in (await reader.get(f"/~/gopher/{at}/0/f")).text  # a text that is none
        assert "type ?" not in (await reader.get(f"/~/gopher/{at}/X/t.bin")).text
        session = await reader.get("/~/gopher/bbs.example/8guest")
        assert "host <b>bbs.example</b>" in session.text
        assert "log in as guest" in session.text

    run(pages, main)


def test_a_large_file_streams_and_a_large_text_is_never_cut() -> None:
    size = 3 << 20

    async def main(reader: Browser, opened: Hole) -> None:
        raw = await reader.get(f"/~/raw/gopher/{opened.at}/9/big")
        assert len(raw.body) == size
        assert "Content-Length" not in raw.headers
        page = await reader.get(f"/~/gopher/{opened.at}/9/big")
        assert "more than" in page.text
        text = await reader.get(f"/~/gopher/{opened.at}/0/text")
        assert "there is more" in text.text
        assert text.text.count("wort") >= views.PAGE // 76 * 15
        assert len((await reader.get(f"/~/raw/gopher/{opened.at}/0/text")).body) == size
        head = await reader.get(f"/~/raw/gopher/{opened.at}/9/big", "HEAD")
        assert (head.status, head.body) == (200, b"")
        again = await reader.get(f"/~/raw/gopher/{opened.at}/9/big")  # the turn of the request for the head is over
        assert len(again.body) == size

    run({b"/big": b"\0" * size, b"/text": (b"wort " * 15 + b"\n") * (size // 76) + b"wort " * ((size % 76) // 5) + b"x" * ((size % 76) % 5)}, main, connections=1, per_client=1)


def test_a_reader_who_takes_nothing_lets_the_server_wait() -> None:
    """Backpressure: of 64 MB hardly more leaves the hole than the sockets between hold."""
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        while sent < 64 << 20:
            writer.write(b"\0" * 65536)
            await writer.drain()
            sent += 65536

    async def main(reader: Browser, opened: Hole) -> None:
        _, writer = await asyncio.open_connection(HOST, reader.port, limit=65536)
        writer.write(f"GET /~/raw/gopher/{opened.at}/9/big HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        before = -1
        while sent != before or not sent:
            before = sent
            await asyncio.sleep(0.5)
        assert sent < 40 << 20
        writer.transport.abort()

    run({b"/big": endless}, main)


def test_what_is_larger_than_allowed_ends_as_a_broken_connection() -> None:
    async def main(reader: Browser, opened: Hole) -> None:
        with pytest.raises(Exception, match=r"(?i)payload|disconnect"):
            await reader.get(f"/~/raw/gopher/{opened.at}/9/big")
        assert (await reader.get("/else")).status == 200

    run({b"/big": b"\0" * (2 << 20)}, main, largest=1)


REFUSED = [
    "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[fe80::1]", "[fd00::1]",
    "[fc00::1]", "[::]", "[ff02::1]", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255", "2130706433", "017700000001",
    "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "0", "[fe80::1%25eth0]", "127.0.0.1.", "%31%32%37.0.0.1", "user@127.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "a%00b", "a%0d%0ab", "a%2fb",
]


@pytest.mark.parametrize("scheme", ["gopher", "gemini"])
def test_no_address_of_a_private_network_is_ever_asked(scheme: str) -> None:
    async def main() -> None:
        async with hole({b"": MENU}) as opened:
            desk = Desk(Proxy(on=True, ports=(opened.port,), rate=6000))
            async with browser(desk=desk) as reader:
                for host in REFUSED:
                    for view in ("", "raw/", "lines/"):
                        got = await reader.get(f"/~/{view}{scheme}/{host}:{opened.port}/1x")
                        assert got.status in {400, 403, 502}, host
                        assert "somebody else" not in got.text
            assert opened.asked == []

    asyncio.run(main())


def test_ports_that_are_not_listed_are_not_connected_to() -> None:
    async def main() -> None:
        async with hole({b"": MENU}) as opened, browser() as reader:
            for port in (opened.port, 22, 25, 80, 443, 6379, 11211):
                got = await reader.get(f"/~/gopher/{HOST}:{port}/")
                assert got.status == 403
                assert f"Port {port} is none" in got.text
            for port in ("0", "65536", "-1", "7_0", "x", "%37%30%00"):
                assert (await reader.get(f"/~/gopher/{HOST}:{port}/")).status == 400
            assert opened.asked == []

    asyncio.run(main())


@pytest.mark.parametrize("selector", ["a%0d%0aQUIT", "a%0aQUIT", "a%0dQUIT", "a%09b", "a%00b", "a%7fb", "%01", "a%1bb"])
def test_no_second_line_is_ever_sent(selector: str) -> None:
    async def main(reader: Browser, opened: Hole) -> None:
        for path in (f"/~/gopher/{opened.at}/0{selector}", f"/~/raw/gopher/{opened.at}/0{selector}", f"/~/gopher/{opened.at}/7x?q={selector}" if "%09" not in selector else "/~/gopher/h/0%09",
                     f"/~/gopher/{opened.at}/0x?{selector}", f"/~/gemini/{opened.at}/{selector}"):
            assert (await reader.get(path)).status == 400, path
        assert opened.asked == []

    run({b"": MENU}, main)


def test_hosts_that_whoever_runs_it_named_are_denied_or_alone_allowed() -> None:
    async def main(**settings: object) -> dict[str, int]:
        async with hole({b"": MENU}) as opened, browser(opened.port, **settings) as reader:
            return {host: (await reader.get(f"/~/gopher/{host}:{opened.port}/")).status for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]")}

    assert asyncio.run(main(deny=("127.0.0.0/8",))) == {"127.0.0.1": 403, "localhost": 403, "[::ffff:127.0.0.1]": 403}
    assert asyncio.run(main(deny=("LOCALHOST.", "*.example"))) == {"127.0.0.1": 200, "localhost": 403, "[::ffff:127.0.0.1]": 403}
    assert asyncio.run(main(allow=("localhost",)))["localhost"] == 200
    assert asyncio.run(main(allow=("localhost",)))["127.0.0.1"] == 403
    assert asyncio.run(main(allow=("127.0.0.1",)))["127.0.0.1"] == 200
    with pytest.raises(ConfigError, match=r"proxy\.deny: 'a b'"):
        Desk(Proxy(deny=("a b",)))


def test_robots_are_honoured() -> None:
    async def main(reader: Browser, opened: Hole) -> None:
        got = await reader.get(f"/~/gopher/{opened.at}/0/private/x")
        assert got.status == 403
        assert "robots.txt" in got.text
        assert (await reader.get(f"/~/raw/gopher/{opened.at}/0/private/x")).status == 403
        assert (await reader.get(f"/~/gopher/{opened.at}/")).status == 200
        assert b"/private/x" not in opened.asked

    run({b"robots.txt": b"User-agent: *\r\nDisallow: /private\r\n", b"": MENU}, main)


def test_which_rules_are_ours() -> None:
    def gopher(selector: bytes) -> Place:
        return Place(scheme="gopher", host="h", port=70, selector=selector)

    closed = "User-agent: *\nDisallow: /\n"
    assert not allowed(closed, gopher(b""))
    assert not allowed(closed + "\nUser-agent: Broadsheet\nDisallow: /x\n", gopher(b"x/y"))
    assert allowed(closed + "\nUser-agent: Broadsheet\nDisallow: /x\n", gopher(b"y"))
    assert allowed(closed + "\nUser-agent: webproxy\nAllow: /\n", gopher(b"y"))
    assert not allowed("User-agent: *\nDisallow: /%C3%A4\n", gopher("/ä".encode()))
    assert not allowed("User-agent: *\nDisallow: /a%20b\n", Place(scheme="gemini", host="h", port=1965, selector=b"/a%20b"))


def test_robots_of_many_servers_are_bounded_and_a_slow_one_stops_nobody() -> None:
    async def main() -> None:
        async def fetch(place: Place) -> str:
            if place.host == "slow.example":
                raise WireError("slow", "timeout")
            if place.host == "dead.example":
                raise WireError("dead", "unreachable")
            return "hello, no rules"

        robots = Robots(fetch)
        for number in range(MOST + 5):
            assert await robots.allows(Place(scheme="gopher", host=f"h{number}.example", port=70), 1.0)
        assert len(robots._known) == MOST
        assert await robots.allows(Place(scheme="gopher", host="slow.example", port=70), 1.0)
        with pytest.raises(WireError):
            await robots.allows(Place(scheme="gopher", host="dead.example", port=70), 1.0)

    asyncio.run(main())


def test_limits_of_a_reader_and_of_all() -> None:
    async def wait(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1)
        writer.write(b"late")

    async def main(reader: Browser, opened: Hole) -> None:
        paths = [f"/~/gopher/{opened.at}/0/wait"] * 4
        got = await asyncio.gather(*(reader.get(path) for path in paths))
        assert sorted(each.status for each in got) == [200, 200, 429, 429]
        assert next(each for each in got if each.status == 429).headers["Retry-After"] == "5"
        assert (await reader.get(paths[0])).status == 200

    run({b"/wait": wait, b"": MENU}, main, connections=2)


def test_the_turns_of_one_client_are_counted() -> None:
    from broadsheet.proxy.turns import Turns

    turns = Turns(Proxy(rate=3, per_client=2, connections=10))
    assert [turns.wait("192.0.2.1", 0.0) for _ in range(3)] == [0, 0, 5]
    turns.leave("192.0.2.1")
    assert turns.wait("192.0.2.1", 0.0) == 0
    turns.leave("192.0.2.1")
    assert turns.wait("192.0.2.1", 0.0) == 20
    assert turns.wait("192.0.2.2", 0.0) == 0


def test_an_address_is_typed() -> None:
    async def main(reader: Browser, opened: Hole) -> None:
        for path, location in (
            ("/~/gopher?q=hafen.example", "/~/gopher/hafen.example/"),
            ("/~/gopher/?q=gopher%3A%2F%2Fhafen.example%3A7070%2F0%2Fa+b", "/~/gopher/hafen.example:7070/0/a%20b"),
            ("/~/gopher/?q=gemini%3A%2F%2Fcapsule.example%2Fx%3Fy", "/~/gemini/capsule.example/x?y"),
            ("/~/gemini/?q=capsule.example", "/~/gemini/capsule.example/"),
            ("/~/gopher/?q=gopher%3A%2F%2Fh%2F7find%2509two%20words", "/~/gopher/h/7find?q=two%20words"),
        ):
            got = await reader.get(path)
            assert (got.status, got.headers.get("Location")) == (303, location)
        for words in ("https%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example", "javascript%3Aalert(1)", "a%0d%0aSet-Cookie:x", "gopher%3A%2F%2F2130706433%2F"):
            got = await reader.get(f"/~/gopher/?q={words}")
            assert got.status == 400
            assert "Location" not in got.headers
            assert 'role="alert"' in got.text
        assert "<form" in (await reader.get("/~/gemini")).text

    run({}, main)


def test_what_does_not_answer_is_told() -> None:
    async def mute(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async def main(reader: Browser, opened: Hole) -> None:
        got = await reader.get(f"/~/gopher/{opened.at}/0/mute")
        assert (got.status, "too slow" in got.text) == (504, True)
        assert (await reader.get("/~/gopher/127.0.0.1:70/")).status in {502, 504}
        assert (await reader.get(f"/~/gemini/{opened.at}/")).status == 502  # no TLS there

    run({b"/mute": mute, b"": MENU}, main, seconds=5)
