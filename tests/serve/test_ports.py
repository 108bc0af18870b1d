"""Answers that lie ready, and what is told of every answer."""

import asyncio
import ssl

import pytest

from broadsheet.serve import Reply, ports
from broadsheet.serve.limits import Limits

from . import house

pytestmark = pytest.mark.usefixtures("loop")


class Edition:
    """A responder that keeps what it has made until it is told to forget, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.at_hand: dict[tuple[str, str, str], Reply] = {}

    async def respond(self, path: str, query: str, form: str) -> Reply:
        if (path, query, form) in self.at_hand:
            return self.at_hand[path, query, form]
        self.asked.append(path)
        made = await house.respond(path, query, form)
        if made.status == "ok":
            self.at_hand[path, query, form] = made
        return made

    def kept(self, path: str, query: str, form: str) -> Reply | None:
        return self.at_hand.get((path, query, form))


def requests(name: str, number: int) -> tuple[bytes, bytes]:
    """The request for the front page and for a page that there is not."""
    if name == "gopher":
        return b"/\r\n", b"/nix\r\n"
    if name == "gemini":
        return f"gemini://localhost:{number}/\r\n".encode(), f"gemini://localhost:{number}/nix\r\n".encode()
    return b"GET / HTTP/1.0\r\n\r\n", b"GET /nix HTTP/1.0\r\n\r\n"


@pytest.mark.parametrize("name", ["gopher", "gemini", "web"])
def test_what_is_at_hand_is_sent_without_asking_and_what_changed_is_asked_for(name: str, tls: ssl.SSLContext) -> None:
    async def run() -> None:
        edition = Edition()
        port = house.make(name, tls)
        port._respond, port.kept = edition.respond, edition.kept  # type: ignore[attr-defined]
        front, missing = requests(name, port.number)
        secured = name == "gemini"
        async with house.running(port):
            first = await house.ask(port, front, tls=secured)
            assert await house.ask(port, front, tls=secured) == first or name == "web"  # the date may differ there
            assert edition.asked == ["/"]
            edition.at_hand = {key: Reply(media=reply.media, body=b"# Anders\n", tag="new") for key, reply in edition.at_hand.items()}
            assert b"# Anders" in await house.ask(port, front, tls=secured)
            edition.at_hand.clear()
            assert b"Nebel" in await house.ask(port, front, tls=secured)
            for _ in range(2):
                await house.ask(port, missing, tls=secured)
            assert edition.asked[-2:] == ["/nix", "/nix"]

    asyncio.run(run())


def test_ready_answers_are_bounded(tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        monkeypatch.setattr(ports, "READY", 20_000)
        edition = Edition()
        port = house.make("gopher", tls)
        port._respond, port.kept = edition.respond, edition.kept  # type: ignore[attr-defined]
        async with house.running(port):
            for number in range(300):
                await house.ask(port, b"/\t" + b"x" * number + b"\r\n")
            assert port._size <= 20_000
            # Long lines for a short page fill memory, too.
            assert port._size >= sum(len(line) + len(known.sent.data) for line, known in port._known.items())
            port.forget()
            assert port._size == 0
            for number in range(300):
                await house.ask(port, b"/\t" + b"x" * number + b"\r\n")
            assert port._size <= 20_000
            assert 0 < len(port._known) < 300

    asyncio.run(run())


@pytest.mark.parametrize("name", ["gopher", "gemini"])
def test_a_ready_answer_is_counted_like_any_other(name: str, tls: ssl.SSLContext) -> None:
    async def run() -> None:
        edition = Edition()
        port = house.make(name, tls, Limits(rate=0.01, burst=3, spare_loopback=False))
        port._respond, port.kept = edition.respond, edition.kept  # type: ignore[attr-defined]
        front, _ = requests(name, port.number)
        async with house.running(port):
            answers = [await house.ask(port, front, tls=name == "gemini") for _ in range(5)]
        assert all(b"Nebel" in answer for answer in answers[:3])
        assert all(b"Too many" in answer or answer.startswith(b"44 ") for answer in answers[3:])

    asyncio.run(run())


@pytest.mark.parametrize("name", ["gopher", "gemini", "web"])
def test_every_answer_is_told(name: str, tls: ssl.SSLContext) -> None:
    async def run() -> None:
        told: list[tuple[str, str, str, int, int, float]] = []
        edition = Edition()
        port = house.make(name, tls)
        port._respond, port.kept, port.note = edition.respond, edition.kept, lambda *each: told.append(each)  # type: ignore[attr-defined]
        front, missing = requests(name, port.number)
        async with house.running(port):
            first = await house.ask(port, front, tls=name == "gemini")
            for line in (front, missing, b"\x01\x02 \x1b[2J\r\n\r\n"):
                await house.ask(port, line, tls=name == "gemini")
        assert [(each[0], each[1], each[2]) for each in told[:3]] == [(name, "", "/"), (name, "", "/"), (name, "", "/nix")]
        assert [each[3] for each in told[:3]] == ([20, 20, 51] if name == "gemini" else [200, 200, 404])
        assert 0 < told[0][4] <= len(first)
        assert all(0 <= each[5] < 5 for each in told)
        assert all(each[2] == "" for each in told[3:])

    asyncio.run(run())
