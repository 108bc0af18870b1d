"""Connections within limits: what may be connected to, how much and how long is read, and that a name is asked for once."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from proxy.house import HOST, certificate, hole

from broadsheet.net import gemini, gopher, wire
from broadsheet.net.guard import Guard
from broadsheet.net.pins import MOST, Pins
from broadsheet.net.place import Place
from broadsheet.net.wire import Reach, WireError

OPEN = Reach(allows=Guard(private=True).allows)


def at(port: int, selector: bytes = b"", scheme: Any = "gopher", host: str = HOST) -> Place:
    return Place(scheme=scheme, host=host, port=port, kind="0", selector=selector)


async def everything(place: Place, reach: Reach = OPEN) -> bytes:
    async with await gopher.ask(place, reach) as opened:
        data, whole = await opened.ahead(1 << 30)
        assert whole
        return data


def failure(main: Callable[[], Any]) -> WireError:
    with pytest.raises(WireError) as caught:
        asyncio.run(main())
    return caught.value


def test_an_answer_is_read_whole() -> None:
    async def main() -> None:
        async with hole({b"/a": b"x" * 300_000}) as opened:
            assert await everything(at(opened.port, b"/a")) == b"x" * 300_000
            async with await gopher.ask(at(opened.port, b"/a"), OPEN) as line:
                beginning, whole = await line.ahead(10)
                assert 10 <= len(beginning) < 300_000
                assert not whole

    asyncio.run(main())


def test_the_words_of_a_search_stand_behind_a_tab() -> None:
    async def main() -> None:
        async with hole({}) as opened:
            for kind, words in (("7", b"nebel see"), ("7", b""), ("1", b"nebel"), ("1", b"")):
                await everything(msgspec.structs.replace(at(opened.port, b"/s"), kind=kind, words=words))
            assert opened.asked == [b"/s\tnebel see", b"/s\t", b"/s\tnebel", b"/s"]

    asyncio.run(main())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "::ffff:127.0.0.1", "10.1.2.3", "169.254.169.254", "fd00::1", "0.0.0.0", "64:ff9b::7f00:1", "::", "2002:7f00:1::"])
def test_without_leave_no_private_address_is_connected_to(host: str) -> None:
    async def main() -> None:
        async with hole({b"": b"secret"}) as opened:
            try:
                await gopher.ask(at(opened.port, host=host), Reach())
            finally:
                assert opened.asked == []

    assert failure(main).failure == "forbidden"


def test_link_local_is_never_connected_to() -> None:
    assert failure(lambda: gopher.ask(at(80, host="169.254.169.254"), OPEN)).failure == "forbidden"


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the second answer of the name server would be this machine. It is never asked for."""
    asked: list[str] = []
    connected: list[Any] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()

        async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
            asked.append(host)
            number = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

        async def sock_connect(opened: socket.socket, where: Any) -> None:
            connected.append(where)
            raise OSError(111, "Connection refused")

        monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(loop, "sock_connect", sock_connect)
        await gopher.ask(at(70, host="rebind.example"), Reach())

    assert failure(main).failure == "unreachable"
    assert asked == ["rebind.example"]
    assert connected == [("93.184.215.14", 70)]


def test_of_a_name_with_several_addresses_the_allowed_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()

        async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in ("127.0.0.1", "192.0.66.2", "10.0.0.1", "1.1.1.1")]

        async def sock_connect(opened: socket.socket, where: Any) -> None:
            connected.append(where[0])
            raise OSError(111, "Connection refused")

        monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(loop, "sock_connect", sock_connect)
        await gopher.ask(at(70, host="mixed.example"), Reach())

    failure(main)
    assert connected == ["192.0.66.2", "1.1.1.1"]


def test_too_much_too_slow_and_nothing_at_all_are_told_apart() -> None:
    async def slow(writer: asyncio.StreamWriter) -> None:
        writer.write(b"x")
        await asyncio.sleep(30)

    async def drip(writer: asyncio.StreamWriter) -> None:
        for _ in range(300):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    async def reset(writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        writer.transport.abort()

    async def main(selector: bytes, **changes: float) -> None:
        async with hole({b"/slow": slow, b"/drip": drip, b"/big": b"x" * 5000, b"/reset": reset}) as opened:
            await everything(at(opened.port, selector), msgspec.structs.replace(OPEN, **changes))

    assert failure(lambda: main(b"/slow", silence=0.2)).failure == "timeout"
    assert failure(lambda: main(b"/drip", silence=5, total=0.5)).failure == "timeout"
    assert failure(lambda: main(b"/big", largest=4999)).failure == "too-large"
    assert failure(lambda: main(b"/reset")).failure == "cut"
    asyncio.run(main(b"/big", largest=5000))


def test_who_does_not_listen_or_has_no_name_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((HOST, 0)) as closed:
        port = closed.getsockname()[1]
    assert failure(lambda: gopher.ask(at(port), OPEN)).failure == "unreachable"

    async def unknown() -> None:
        async def getaddrinfo(*_: Any, **__: Any) -> list[Any]:
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        await gopher.ask(at(70, host="nobody.example"), OPEN)

    assert "not known" in failure(unknown).message

    async def dead() -> None:
        async def getaddrinfo(*_: Any, **__: Any) -> list[Any]:
            await asyncio.sleep(30)
            return []

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        await gopher.ask(at(70, host="slow.example"), msgspec.structs.replace(OPEN, connect=0.1))

    assert failure(dead).failure == "timeout"


def test_a_capsule_is_asked_and_its_certificate_remembered(tmp_path: Path) -> None:
    first, second = certificate(tmp_path / "a"), certificate(tmp_path / "b")

    async def main() -> None:
        pins = Pins()
        line = b"20 text/gemini; lang=de\r\n# Hafen\n"

        def answer(request: bytes) -> bytes:
            return line

        async with hole(answer, first) as opened:
            place = at(opened.port, b"/x?y", "gemini")
            status, meta, body = await gemini.ask(place, OPEN, pins)
            async with body:
                assert (status, meta, await body.ahead(99)) == (20, "text/gemini; lang=de", (b"# Hafen\n", True))
            assert opened.asked == [f"gemini://{HOST}:{opened.port}/x?y".encode()]
        for wrong in (b"hello\r\n", b"99 x\r\n", b"70 x\r\n", b"09 x\r\n", b"2x text/gemini\r\n", b"2\r\n", b"20text\r\n", b"", b"20 " + b"x" * 2000 + b"\r\n", b"x" * 3000):
            async with hole(lambda _, wrong=wrong: wrong, first) as opened:
                with pytest.raises(WireError, match="does not answer as"):
                    await gemini.ask(at(opened.port, b"/", "gemini"), OPEN, pins)
        for right, told in ((b"10\r\n", (10, "")), (b"69 x\r\n", (69, "x")), (b"51\tno such page\n", (51, "no such page"))):
            async with hole(lambda _, right=right: right, first) as opened:
                status, meta, body = await gemini.ask(at(opened.port, b"/", "gemini"), OPEN, pins)
                body.close()
                assert (status, meta) == told
        async with hole(answer, second) as opened:
            pins.holds(f"{HOST}:{opened.port}", b"another", datetime.now(UTC))
            assert pins._seen
            pins._seen[f"{HOST}:{opened.port}"] = b"x", datetime.now(UTC) + timedelta(days=1)
            with pytest.raises(WireError) as caught:
                await gemini.ask(at(opened.port, b"/", "gemini"), OPEN, pins)
            assert caught.value.failure == "changed"
            assert opened.asked in ([], [b""])  # nothing was sent
        async with hole({b"": b"no TLS here"}) as opened:
            with pytest.raises(WireError) as caught:
                await gemini.ask(at(opened.port, b"/", "gemini"), OPEN, pins)
            assert caught.value.failure in {"damaged", "unreachable"}

    asyncio.run(main())


def test_a_pin_holds_until_its_certificate_runs_out_and_memory_is_bounded() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    pins = Pins()
    assert pins.holds("a:1", b"first", now)
    assert pins.holds("a:1", b"first", now)
    pins._seen["a:1"] = pins._seen["a:1"][0], now + timedelta(days=2)
    assert pins.holds("a:1", b"first", now + timedelta(days=1))
    assert not pins.holds("a:1", b"second", now + timedelta(days=1))
    assert not pins.holds("a:1", b"second", now + timedelta(days=2) - timedelta(microseconds=1))
    assert pins.holds("a:1", b"second", now + timedelta(days=3))
    for number in range(MOST):
        pins.holds(f"b:{number}", b"x", now)
    assert len(pins._seen) == MOST
    assert "a:1" in pins._seen  # b has the most: it is its own that are driven out
    assert "b:0" not in pins._seen
    pins.holds("b:1", b"x", now)  # seen again: it is b:2 that was unseen longest
    pins.holds("c:1", b"x", now)
    assert "b:1" in pins._seen
    assert "b:2" not in pins._seen


def test_a_certificate_of_no_known_version_is_pinned_as_any_other(tmp_path: Path) -> None:
    certificate(tmp_path)
    der = ssl.PEM_cert_to_DER_cert((tmp_path / "certificate.pem").read_text())
    version = der.index(b"\xa0\x03\x02\x01\x02") + 4  # [0] EXPLICIT INTEGER 2 (RFC 5280 §4.1): v3
    (tmp_path / "odd.pem").write_text(ssl.DER_cert_to_PEM_cert(der[:version] + b"\x09" + der[version + 1 :]))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "odd.pem", tmp_path / "key.pem")

    async def main() -> None:
        async with hole(lambda line: b"20 text/gemini\r\ntext", tls) as opened:
            status, _, wire = await gemini.ask(at(opened.port, b"/", "gemini"), OPEN, Pins())
            wire.close()
            assert status == 20

    asyncio.run(main())


def test_both_loops_connect() -> None:
    uvloop = pytest.importorskip("uvloop")

    async def main() -> None:
        async with hole({b"/a": b"text"}) as opened:
            assert await everything(at(opened.port, b"/a")) == b"text"
            with pytest.raises(WireError, match="no address of the public"):
                await wire.connect("localhost", opened.port, Reach())

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
