"""The Gopher server on a small edition (protocols.md §1-12)."""

import asyncio
import logging
import ssl

import pytest

from broadsheet.serve.limits import Limits

from . import house
from .house import ask, make, running

pytestmark = pytest.mark.usefixtures("loop")


def asked(tls: ssl.SSLContext, *requests: bytes, limits: Limits = house.FAST) -> list[bytes]:
    """The answers to *requests*, one connection each."""

    async def run() -> list[bytes]:
        async with running(make("gopher", tls, limits)) as port:
            return [await ask(port, request) for request in requests]

    return asyncio.run(run())


def lines(menu: bytes) -> list[list[str]]:
    """The lines of a menu as fields; the menu is well formed."""
    assert menu.endswith(b"\r\n.\r\n")
    body = menu.removesuffix(b".\r\n").removesuffix(b"\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    found = [line.decode().split("\t") for line in body.split(b"\r\n")]
    assert all(len(fields) == 4 for fields in found)
    return found


def is_error(answer: bytes) -> bool:
    """Whether *answer* is one readable type 3 line and the last line."""
    found = lines(answer)
    return len(found) == 1 and found[0][0].startswith("3") and len(found[0][0]) > 20


def test_menus_have_crlf_and_end_with_a_dot(tls: ssl.SSLContext) -> None:
    for answer in asked(tls, b"\r\n", b"/\r\n", b"\n", b"/\n"):
        assert [fields[0] for fields in lines(answer)] == ["i# Der Hafenbote", "1Nebel über dem Kai", "7Suche"]


def test_texts_are_not_ended_and_hold_no_lonely_dot(tls: ssl.SSLContext) -> None:
    for answer in asked(tls, b"/text\r\n", b"text\n", b"/%74ext\r\n"):
        assert answer == b"Erste Zeile\r\n .\r\nLetzte Zeile\r\n"


def test_data_is_sent_as_it_is(tls: ssl.SSLContext) -> None:
    assert asked(tls, b"/json\r\n") == [b'{"headline": "Nebel"}']


def test_requests_come_in_pieces(tls: ssl.SSLContext) -> None:
    async def run() -> None:
        async with running(make("gopher", tls)) as port:
            assert await ask(port, b"/te", b"xt", b"\r", b"\n") == await ask(port, b"/text\r\n")
            assert await ask(port, *(bytes([byte]) for byte in b"/text\n")) == await ask(port, b"/text\r\n")

    asyncio.run(run())


def test_gopher_plus_is_answered_with_attributes(tls: ssl.SSLContext) -> None:
    front, page, item, text, of_text = asked(tls, b"\t$\r\n", b"/\t$\r\n", b"/\t!\r\n", b"/text\t+\r\n", b"/text\t!\r\n")
    assert front == page
    assert front.startswith(b"+-2\r\n+INFO: i# Der Hafenbote\tTITLE\tlocalhost\t70\r\n+INFO: 1")
    assert front.count(b"+INFO: ") == 3
    assert item.startswith(b"+-2\r\n+INFO: 1Der Hafenbote\t/\thafenbote.example\t")
    assert b"+ADMIN:\r\n Admin: " in item
    assert b"+VIEWS:\r\n application/gopher+-menu: " in item
    assert text == b"+-2\r\nErste Zeile\r\n .\r\nLetzte Zeile\r\n"
    assert of_text.startswith(b"+-2\r\n+INFO: 0Text\t/text\t")
    assert b" text/plain: " in of_text


def test_gopher_plus_attributes_of_a_text_and_of_data(tls: ssl.SSLContext) -> None:
    assert asked(tls, b"/text\t$\r\n")[0].startswith(b"+-2\r\n+INFO: 0Text\t/text\t")
    assert asked(tls, b"/json\t!\r\n")[0].startswith(b"+-2\r\n+INFO: 0/json\t/json\t")


def test_search_by_tab(tls: ssl.SSLContext) -> None:
    german, latin, plus, none = asked(
        tls, "/~/search\tStraße\r\n".encode(), "/~/search\tStraße\r\n".encode("latin-1"), b"/~/search\tNebel\t+\r\n", b"/~/search\r\n"
    )
    assert german == latin == "Gesucht: Straße\r\n".encode()
    assert plus == b"+-2\r\nGesucht: Nebel\r\n"
    assert lines(none)[0][:3] == ["7Wonach suchen?", "/~/search", "hafenbote.example"]


def test_errors_are_one_line_and_show_no_internals(tls: ssl.SSLContext, caplog: pytest.LogCaptureFixture) -> None:
    for answer in asked(tls, b"/nix\r\n", b"/../../etc/passwd\r\n", b"/fort\r\n", b"/kaputt\r\n", b"/a\0b\r\n", b"x" * 1025 + b"\r\n", b"x" * 5000):
        assert is_error(answer)
        assert b"geheim" not in answer
        assert b"passwd" not in answer
    assert [record.getMessage() for record in caplog.records] == ["gopher: /kaputt could not be answered: RuntimeError('geheim: /srv/archive\\x1b[2J')"]


@pytest.mark.parametrize(("line", "status"), [(b"/", 200), (b"/nix", 404), (b"/fort", 410), (b"/kaputt", 500), (b"/ewig", 503), (b"a\0b", 400), (b"x" * 1025, 400)])
def test_the_log_and_the_figures_are_told_https_status(tls: ssl.SSLContext, line: bytes, status: int) -> None:
    async def run() -> None:
        async with running(make("gopher", tls, Limits(answer=0.1, burst=1, rate=0.01, spare_loopback=False))) as port:
            assert (await port.answer(line, "192.0.2.7")).status == status
            assert (await port.answer(line, "192.0.2.7")).status == 429
            assert (await port.answer(line, "192.0.2.8")).status == status

    asyncio.run(run())


def test_a_selector_of_1024_bytes_is_read(tls: ssl.SSLContext) -> None:
    assert lines(asked(tls, b"/" + b"x" * 1023 + b"\r\n")[0])[0][0] == "3Diese Seite gibt es nicht"


def test_an_answer_that_takes_too_long(tls: ssl.SSLContext, caplog: pytest.LogCaptureFixture) -> None:
    assert is_error(asked(tls, b"/ewig\r\n", limits=Limits(answer=0.1))[0])
    assert "was not answered within 0.1 seconds" in caplog.text


def test_outside_links_have_a_page_that_leads_there(tls: ssl.SSLContext) -> None:
    page, script, slash = asked(tls, b"URL:https://x.example/?a=1&b=%22<b>\r\n", b"URL:javascript:alert(1)\r\n", b"/URL:mailto:a@b.example\r\n")
    assert b'<a href="https://x.example/?a=1&amp;b=%22%3Cb%3E"' in page
    assert b'content="5;url=https://x.example/' in page
    assert is_error(script)
    assert b"mailto:a@b.example" in slash


def test_caps_and_robots_with_and_without_slash(tls: ssl.SSLContext) -> None:
    caps, caps_slash, robots, robots_slash = asked(tls, b"caps.txt\r\n", b"/caps.txt\r\n", b"robots.txt\r\n", b"/robots.txt\r\n")
    assert caps == caps_slash
    assert caps.startswith(b"CAPS\r\n\r\nCapsVersion=1\r\n")
    assert b"ServerTLSPort=" in caps
    assert robots == robots_slash
    assert b"User-agent: archiver\r\n" in robots


def test_a_browser_is_told_where_the_web_edition_is(tls: ssl.SSLContext) -> None:
    page, head = asked(tls, b"GET / HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n", b"HEAD / HTTP/1.1\r\n\r\n")
    assert page.startswith(b"HTTP/1.0 200 OK\r\n")
    assert b'<a href="https://hafenbote.example/">' in page
    assert head.endswith(b"\r\n\r\n")
    assert page.startswith(head)


def test_a_browser_where_there_is_no_web_edition(tls: ssl.SSLContext) -> None:
    from broadsheet.serve.gopher import Gopher
    from broadsheet.serve.listening import listen

    async def run(host: str, public: int) -> bytes:
        async with running(Gopher(listen(house.HOST, 0, "gopher"), house.respond, host=host, public=public)) as port:
            assert b"ServerTLSPort" not in await ask(port, b"caps.txt\r\n")
            return await ask(port, b"GET / HTTP/1.1\r\n\r\n")

    assert b"gopher://news.example/" in asyncio.run(run("news.example", 70))
    assert b"gopher://[2001:db8::1]:7071/" in asyncio.run(run("2001:db8::1", 7071))


def test_tls_on_the_same_port(tls: ssl.SSLContext) -> None:
    async def run() -> None:
        async with running(make("gopher", tls)) as port:
            plain = await ask(port, b"/text\r\n")
            assert await ask(port, b"/te", b"xt\n", tls=True) == plain
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                assert await asyncio.to_thread(house.ask_tls, port.number, b"/text\r\n", version=version) == (plain, True)

    asyncio.run(run())


def test_the_public_port_stands_in_what_the_server_writes(tls: ssl.SSLContext) -> None:
    async def run() -> None:
        async with running(make("gopher", tls)) as port:
            assert lines(await ask(port, b"/nix\r\n"))[0][2:] == ["hafenbote.example", str(port.number)]

    asyncio.run(run())


def test_failures_are_told_in_full_where_somebody_looks_for_them(tls: ssl.SSLContext, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "broadsheet.serve"):
        asked(tls, b"/kaputt\r\n")
    assert caplog.records[-1].exc_info
