"""What every port has to live with: the slow, the rude, the many, the gone (protocols.md §2, §20-22)."""

import asyncio
import contextlib
import socket
import ssl
import struct
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.serve import Reply
from broadsheet.serve.gopher import Gopher
from broadsheet.serve.limits import Limits
from broadsheet.serve.listening import listen
from broadsheet.serve.ports import Port

from . import house
from .house import HOST, ask, make, opened, running, until

NAMES = ["gopher", "gemini", "web"]
GOOD = {"gopher": b"/text\r\n", "gemini": b"gemini://hafenbote.example:%d/text\r\n", "web": b"GET /text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}
LONG = {"gopher": b"/long\r\n", "gemini": b"gemini://hafenbote.example:%d/long\r\n", "web": b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}
PATIENT = Limits(request=30, linger=0.5)

pytestmark = pytest.mark.usefixtures("loop")


async def good(port: Port, requests: dict[str, bytes] = GOOD) -> bytes:
    """The answer to a good request."""
    return await ask(port, requests[port.name].replace(b"%d", str(port.number).encode()), tls=port.name == "gemini")


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_a_moment_is_ended_by_the_deadline_of_the_whole_request(tls: ssl.SSLContext, name: str) -> None:
    async def run() -> float:
        async with running(make(name, tls, Limits(request=0.6))) as port:
            reader, writer = await opened(port, tls=name == "gemini")
            begun = time.monotonic()

            async def drip() -> None:
                with contextlib.suppress(ConnectionError):
                    for byte in b"GET /" + b"x" * 900:
                        writer.write(bytes([byte]))
                        await writer.drain()
                        await asyncio.sleep(0.1)

            dripping = asyncio.create_task(drip())
            with contextlib.suppress(ConnectionError):
                await asyncio.wait_for(reader.read(), 60)
            dripping.cancel()
            writer.close()
            assert b"Letzte Zeile" in await good(port)
            return time.monotonic() - begun

    assert 0.5 < asyncio.run(run()) < 60  # the bytes would take 90 seconds


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("half", [b"", b"/te", b"GET / HT", b"\x16\x03"])
def test_half_a_request_is_none(tls: ssl.SSLContext, name: str, half: bytes) -> None:
    async def run() -> None:
        async with running(make(name, tls)) as port:
            reader, writer = await opened(port)
            writer.write(half)
            writer.write_eof()
            answer = await asyncio.wait_for(reader.read(), 60)
            assert b"Zeile" not in answer
            writer.close()
            assert await until(lambda: not port._guests)

    asyncio.run(run())


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_request_and_an_end_is_answered(tls: ssl.SSLContext, name: str) -> None:
    async def run() -> bytes:
        async with running(make(name, tls)) as port:
            reader, writer = await opened(port, tls=name == "gemini")
            writer.write(GOOD[name].replace(b"%d", str(port.number).encode()).replace(b"/text", b"/langsam"))
            if writer.can_write_eof():
                writer.write_eof()
            answer = await asyncio.wait_for(reader.read(), 60)
            writer.close()
            return answer

    assert b"spaet" in asyncio.run(run())


@pytest.mark.parametrize("name", NAMES)
def test_five_megabytes_are_read_away_and_answered(tls: ssl.SSLContext, name: str) -> None:
    async def run() -> None:
        async with running(make(name, tls)) as port:
            for flood in (b"x" * 5_000_000, b"\0" * 1_000_000, b"/\n" + b"x" * 5_000_000):
                reader, writer = await opened(port, tls=name == "gemini")
                with contextlib.suppress(ConnectionError):
                    writer.write(flood)
                    await asyncio.wait_for(writer.drain(), 60)
                    answer = await asyncio.wait_for(reader.read(), 60)
                    assert answer[:1] in b"3i5H"
                writer.close()
            assert await until(lambda: not port._guests)
            assert b"Letzte Zeile" in await good(port)

    asyncio.run(run())


def test_an_answer_survives_what_was_sent_behind_the_request(tls: ssl.SSLContext) -> None:
    async def run() -> None:
        async with running(make("gopher", tls)) as port:
            for _ in range(5):
                assert await ask(port, b"/text\r\n" + b"x" * 300_000) == await ask(port, b"/text\r\n")

    asyncio.run(run())


def test_a_long_answer_ends_when_it_is_taken_and_not_when_patience_ends() -> None:
    """What was sent behind the request keeps the server from closing at once; a client that reads to the end must see one."""
    body = bytes(32 << 20)  # more than the system takes without the client

    async def respond(*_: str) -> Reply:
        return Reply(media="application/octet-stream", body=body)

    async def run() -> None:
        async with running(Gopher(listen(HOST, 0, "gopher"), respond, host="x.example", limits=Limits(linger=3600, silence=3600))) as port:
            assert await ask(port, b"/\r\nand more") == body

    asyncio.run(run())


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blobs=st.lists(st.binary(min_size=1, max_size=400), min_size=1, max_size=8), whole=st.booleans())
def test_any_bytes_leave_the_server_as_it_was(tls: ssl.SSLContext, name: str, blobs: list[bytes], whole: bool) -> None:
    async def run() -> None:
        async with running(make(name, tls, Limits(request=0.1, linger=0.1, idle=0.1))) as port:

            async def one(blob: bytes, *, secured: bool) -> None:
                with contextlib.suppress(ConnectionError, TimeoutError):
                    answer = await ask(port, blob + b"\r\n\r\n" if whole else blob, tls=secured, seconds=3)
                    assert b"Traceback" not in answer
                    assert b"broadsheet/" not in answer

            await asyncio.gather(*(one(blob, secured=secured) for blob in blobs for secured in ([False, True] if name != "web" else [False])))
            assert b"Letzte Zeile" in await good(port)

    asyncio.run(run())


@pytest.mark.parametrize("name", NAMES)
def test_a_client_that_goes_in_the_middle_of_an_answer(tls: ssl.SSLContext, name: str, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with running(make(name, tls)) as port:
            for request in (LONG[name], GOOD[name].replace(b"/text", b"/langsam")):
                _, writer = await opened(port, tls=name == "gemini")
                writer.write(request.replace(b"%d", str(port.number).encode()))
                await asyncio.sleep(0.1)
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not an end
                writer.transport.abort()
            assert await until(lambda: not port._guests)
            assert b"Letzte Zeile" in await good(port)

    asyncio.run(run())
    assert not caplog.records


@pytest.mark.parametrize("name", NAMES)
def test_three_hundred_idle_connections_keep_nobody_out(tls: ssl.SSLContext, name: str) -> None:
    async def run() -> None:
        async with running(make(name, tls, Limits(request=300))) as port:
            idle = [await opened(port) for _ in range(300)]
            assert b"Letzte Zeile" in await good(port)
            assert len(port._guests) >= 300
            for _, writer in idle:
                writer.close()
            assert await until(lambda: not port._guests)

    asyncio.run(run())


@pytest.mark.parametrize("name", NAMES)
def test_a_full_house_lets_the_longest_silent_go(tls: ssl.SSLContext, name: str) -> None:
    async def run() -> None:
        async with running(make(name, tls, Limits(request=30, connections=5))) as port:
            idle = [await opened(port) for _ in range(5)]
            assert b"Letzte Zeile" in await good(port)
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(idle[0][0].read(), 60) == b""
            assert len(port._guests) <= 5
            for _, writer in idle:
                writer.close()

    asyncio.run(run())


@pytest.mark.parametrize("name", NAMES)
def test_a_house_full_of_answers_takes_nobody_in(tls: ssl.SSLContext, name: str) -> None:
    async def run() -> None:
        async with running(make(name, tls, Limits(request=30, connections=2))) as port:
            request = GOOD[name].replace(b"%d", str(port.number).encode()).replace(b"/text", b"/langsam")
            busy = [asyncio.create_task(ask(port, request, tls=name == "gemini")) for _ in range(2)]
            assert await until(lambda: [guest.state for guest in port._guests] == ["answering"] * 2)
            with pytest.raises((ConnectionError, ssl.SSLError, AssertionError)):
                assert await ask(port, request, tls=name == "gemini")
            assert all(b"spaet" in answer for answer in await asyncio.gather(*busy))

    asyncio.run(run())


def test_an_address_with_too_many_connections_is_told_to_slow_down(tls: ssl.SSLContext) -> None:
    async def run(name: str) -> bytes:
        async with running(make(name, tls, Limits(request=30, per_address=4, spare_loopback=False))) as port:
            idle = [await opened(port) for _ in range(4)]
            answer = await good(port)
            idle += [await opened(port) for _ in range(4)]
            with pytest.raises((ConnectionError, ssl.SSLError, AssertionError)):
                assert await good(port)
            for _, writer in idle:
                writer.close()
            assert await until(lambda: not port._guests)
            assert b"Letzte Zeile" in await good(port)
            return answer

    assert asyncio.run(run("gemini")) == b"44 10\r\n"
    assert asyncio.run(run("gopher")).startswith(b"3Too many requests from your address: please wait 10 seconds.\t")
    web = asyncio.run(run("web"))
    assert web.startswith(b"HTTP/1.1 429 ")
    assert b"Retry-After: 10\r\n" in web


@pytest.mark.parametrize("name", NAMES)
def test_an_address_that_asks_too_often_is_told_to_slow_down(tls: ssl.SSLContext, name: str) -> None:
    async def run() -> list[bytes]:
        async with running(make(name, tls, Limits(rate=0.1, burst=3, spare_loopback=False))) as port:
            return [await good(port) for _ in range(4)]

    *answers, last = asyncio.run(run())
    assert all(b"Letzte Zeile" in answer for answer in answers)
    assert b"Letzte Zeile" not in last
    assert b"10" in last


@pytest.mark.parametrize("name", NAMES)
def test_who_takes_no_byte_is_let_go_and_who_is_slow_is_not(tls: ssl.SSLContext, name: str) -> None:
    """Two readers of a page larger than all buffers: one reads a little at a time for longer than the silence allowed, one reads nothing."""

    async def run() -> None:
        async with running(make(name, tls, Limits(silence=1.2, linger=0.5))) as port:
            for listener in port._sockets:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
            slow, dead = await asyncio.gather(*(_small_window(port) for _ in range(2)))
            assert await until(lambda: len(port._guests) == 2)
            taken = b""
            begun = time.monotonic()
            while piece := await asyncio.to_thread(slow.recv, 32_768):
                taken += piece
                if time.monotonic() - begun < 2.5:
                    await asyncio.sleep(0.1)
            assert time.monotonic() - begun > 2.5
            assert "Zeile 39999" in taken.decode()
            assert await until(lambda: not port._guests)
            with contextlib.suppress(ConnectionError):
                rest = b""
                while piece := await asyncio.to_thread(dead.recv, 65_536):
                    rest += piece
                assert len(rest) < len(house.LONG)
            slow.close()
            dead.close()

    async def _small_window(port: Port) -> socket.socket:
        def connect() -> socket.socket:
            raw = socket.socket()
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
            raw.settimeout(8)
            raw.connect((HOST, port.number))
            client = house.client_tls().wrap_socket(raw, server_hostname="hafenbote.example") if name == "gemini" else raw
            client.sendall(LONG[name].replace(b"%d", str(port.number).encode()))
            return client

        return await asyncio.to_thread(connect)

    asyncio.run(run())


@pytest.mark.parametrize("name", NAMES)
def test_a_stop_lets_answers_finish_and_the_silent_go(tls: ssl.SSLContext, name: str) -> None:
    async def run() -> None:
        port = make(name, tls, Limits(request=30))
        await port.start()
        reader, writer = await opened(port)
        answer = asyncio.create_task(ask(port, GOOD[name].replace(b"%d", str(port.number).encode()).replace(b"/text", b"/langsam"), tls=name == "gemini"))
        assert await until(lambda: "answering" in {guest.state for guest in port._guests})
        begun = time.monotonic()
        await port.stop(4)
        assert time.monotonic() - begun < 2
        assert b"spaet" in await answer
        assert await asyncio.wait_for(reader.read(), 60) == b""
        writer.close()
        with pytest.raises(OSError):
            await opened(port)

    asyncio.run(run())


@pytest.mark.parametrize("name", NAMES)
def test_a_stop_waits_no_longer_than_it_may(tls: ssl.SSLContext, name: str, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        port = make(name, tls, Limits(request=30))
        await port.start()
        stuck = asyncio.create_task(ask(port, GOOD[name].replace(b"%d", str(port.number).encode()).replace(b"/text", b"/ewig"), tls=name == "gemini"))
        assert await until(lambda: "answering" in {guest.state for guest in port._guests})
        begun = time.monotonic()
        await port.stop(0.3)
        assert time.monotonic() - begun < 2
        with contextlib.suppress(ConnectionError):
            assert await stuck == b""

    asyncio.run(run())
    assert "are cut off" in caplog.text


def test_a_client_that_resets_while_its_end_is_awaited(tls: ssl.SSLContext, caplog: pytest.LogCaptureFixture) -> None:
    """Bytes behind the request, then a reset at any moment of the answer: nothing is left behind, nothing is complained of."""

    async def run() -> None:
        problems: list[dict[str, object]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: problems.append(context))
        async with running(make("gopher", tls)) as port:
            for path, pause in ((path, pause) for path in (b"/text", b"/long", b"/langsam") for pause in (0, 0.001, 0.01, 0.4)):
                _, writer = await opened(port)
                writer.write(path + b"\r\n" + b"x" * 2000)
                await asyncio.sleep(pause)
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            assert await until(lambda: not port._guests)
        assert not problems

    asyncio.run(run())
    assert not caplog.records
