"""The Gemini server on a small edition (protocols.md §13-17)."""

import asyncio
import ssl

import pytest

from broadsheet.serve import Reply, gemini
from broadsheet.serve.limits import Limits

from . import house
from .house import ask_tls, make, opened, running

pytestmark = pytest.mark.usefixtures("loop")


def asked(tls: ssl.SSLContext, *requests: bytes, limits: Limits = house.FAST) -> list[bytes]:
    """The answers to *requests* (`%d` is the port), each ended by close_notify."""

    async def run() -> list[bytes]:
        async with running(make("gemini", tls, limits)) as port:
            answers: list[bytes] = []
            for request in requests:
                answer, closed = await asyncio.to_thread(ask_tls, port.number, request.replace(b"%d", str(port.number).encode()))
                assert closed, request
                answers.append(answer)
            return answers

    return asyncio.run(run())


def page(path: str) -> bytes:
    return f"gemini://hafenbote.example:%d{path}\r\n".encode()


def test_a_page_has_its_charset_and_language(tls: ssl.SSLContext) -> None:
    front, bare = asked(tls, page("/"), page(""))
    assert front == bare
    assert front == "20 text/gemini; charset=utf-8; lang=de\r\n# Der Hafenbote\n\n=> /nebel Nebel über dem Kai\n".encode()


def test_text_and_data_have_their_types(tls: ssl.SSLContext) -> None:
    text, data, robots = asked(tls, page("/text"), page("/json"), page("/robots.txt"))
    assert text.startswith(b"20 text/plain; charset=utf-8; lang=de\r\nErste Zeile\n.\n")
    assert data == b'20 application/json\r\n{"headline": "Nebel"}'
    assert robots.startswith(b"20 text/plain; charset=utf-8\r\n")
    for agent in (b"webproxy", b"archiver", b"indexer", b"researcher"):
        assert b"User-agent: " + agent + b"\n" in robots


def test_input_asks_until_there_is_a_query(tls: ssl.SSLContext) -> None:
    assert asked(tls, page("/~/search"), page("/~/search?"), page("/~/search?%20"), page("/~/search?Nebel%20Kai")) == [
        b"10 Wonach suchen?\r\n",
        b"10 Wonach suchen?\r\n",
        b"10 Wonach suchen?\r\n",
        b"20 text/plain; charset=utf-8; lang=de\r\nGesucht: Nebel Kai\n",
    ]


def test_missing_gone_and_broken(tls: ssl.SSLContext, caplog: pytest.LogCaptureFixture) -> None:
    assert asked(tls, page("/nix"), page("/fort"), page("/../../etc/passwd")) == [
        b"51 Diese Seite gibt es nicht\r\n",
        "52 Dieser Artikel wurde zurückgezogen\r\n".encode(),
        b"51 Diese Seite gibt es nicht\r\n",
    ]
    broken = asked(tls, page("/kaputt"))[0]
    assert broken.startswith(b"40 ")
    assert b"geheim" not in broken
    assert "\x1b" not in caplog.text


def test_an_answer_that_takes_too_long(tls: ssl.SSLContext) -> None:
    assert asked(tls, page("/ewig"), limits=Limits(answer=0.1))[0].startswith(b"40 ")


def test_wrong_requests(tls: ssl.SSLContext) -> None:
    answers = asked(
        tls,
        b"\r\n",
        b"/\r\n",
        b"gemini://hafenbote.example/\xff\r\n",
        b"gemini://you@hafenbote.example:%d/\r\n",
        b"gemini://hafenbote.example:%d/#x\r\n",
        b"gemini://hafenbote.example:%d/" + b"x" * 1100,
        b"https://hafenbote.example/\r\n",
        b"gemini://elsewhere.example:%d/\r\n",
        b"gemini://hafenbote.example:1/\r\n",
    )
    assert [answer[:3] for answer in answers] == [b"59 "] * 6 + [b"53 "] * 3
    assert all(answer.endswith(b"\r\n") and answer.count(b"\n") == 1 for answer in answers)


def test_a_request_without_cr_waits_and_is_let_go(tls: ssl.SSLContext) -> None:
    answer, late = asked(tls, b"gemini://hafenbote.example:%d/\n", b"gemini://hafenbote.example")
    assert answer == late == b""


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_versions_and_foreign_names(tls: ssl.SSLContext, version: ssl.TLSVersion) -> None:
    async def run() -> None:
        async with running(make("gemini", tls)) as port:
            request = page("/text").replace(b"%d", str(port.number).encode())
            for host in ("hafenbote.example", "somebody-else.example", "localhost"):
                answer, closed = await asyncio.to_thread(ask_tls, port.number, request, host=host, version=version)
                assert answer.startswith(b"20 ")
                assert closed

    asyncio.run(run())


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_older_tls_is_refused(tls: ssl.SSLContext) -> None:
    async def run() -> None:
        async with running(make("gemini", tls)) as port:
            with pytest.raises((ssl.SSLError, ConnectionError)):
                await asyncio.to_thread(ask_tls, port.number, b"x\r\n", version=ssl.TLSVersion.TLSv1_1)

    asyncio.run(run())


def test_without_tls_there_is_no_answer(tls: ssl.SSLContext) -> None:
    async def run() -> bytes:
        async with running(make("gemini", tls)) as port:
            return await house.ask(port, b"gemini://hafenbote.example/\r\n")

    answer = asyncio.run(run())
    assert not answer or answer[:1] == b"\x15"  # a TLS alert record


def test_a_long_page_arrives_whole_and_closed(tls: ssl.SSLContext) -> None:
    answer = asked(tls, page("/long"))[0]
    assert answer.partition(b"\r\n")[2] == house.LONG.encode()


def test_a_client_that_goes_in_the_middle_of_the_handshake(tls: ssl.SSLContext) -> None:
    async def run() -> None:
        async with running(make("gemini", tls)) as port:
            for piece in (b"", b"\x16\x03\x01", b"\x16\x03\x01\x00\x05xxxxx"):
                _, writer = await opened(port)
                writer.write(piece)
                writer.close()
            assert await house.until(lambda: not port._guests)

    asyncio.run(run())


def test_meta_is_one_bounded_line() -> None:
    answer = gemini._answer(Reply(status="missing", title="ü" * 900 + "\r\n20 text/gemini\r\n"), "/").data
    assert answer.endswith(b"\r\n")
    assert answer.count(b"\n") == 1
    assert len(answer) <= 3 + 1024 + 2
    answer.decode()


@pytest.mark.parametrize("language", ["de\r\n51 x", "de; x", "", "d e"])
def test_a_language_that_is_none_is_left_out(language: str) -> None:
    assert gemini.media(Reply(media="text/gemini", language=language)) == "text/gemini; charset=utf-8"
