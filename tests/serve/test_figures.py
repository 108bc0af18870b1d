"""What is counted, and the port on which it is read."""

import asyncio
import os

import pytest

from broadsheet.serve.figures import Figures
from broadsheet.serve.limits import Limits
from broadsheet.serve.listening import listen
from broadsheet.serve.metrics import Metrics

from . import house

pytestmark = pytest.mark.usefixtures("loop")


def values(text: str) -> dict[str, float]:
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))}


def test_answers_are_counted_by_protocol_status_bytes_and_time() -> None:
    figures = Figures()
    for status, seconds in ((200, 0.0005), (200, 0.001), (404, 0.2), (0, 0.0)):
        figures.note("web", "192.0.2.7", "/x", status, 100, seconds)
    figures.note("gemini", "", "/", 20, 7, 30.0)
    for status in (500, 503):
        figures.note("web", "", "/x", status, 0, 0.0)
    for status in (10, 59, 62):
        figures.note("gemini", "", "/x", status, 0, 0.0)
    figures.note("metrics", "", "", 200, 1, 0.0)
    figures.inside("gopher", 3)
    figures.inside("metrics", 1)
    found = values(figures.text())
    assert found['broadsheet_requests_total{protocol="web",status="2xx"}'] == 2
    assert found['broadsheet_requests_total{protocol="web",status="4xx"}'] == 1
    assert found['broadsheet_requests_total{protocol="gemini",status="2x"}'] == 1
    assert found['broadsheet_requests_total{protocol="web",status="5xx"}'] == 2
    assert {name: found[name] for name in found if 'requests_total{protocol="gemini"' in name} == {
        f'broadsheet_requests_total{{protocol="gemini",status="{digit}x"}}': 1 for digit in (1, 2, 5, 6)
    }
    assert found['broadsheet_sent_bytes_total{protocol="web"}'] == 300
    assert found['broadsheet_turned_away_total{protocol="web"}'] == 1
    assert found['broadsheet_connections{protocol="gopher"}'] == 3
    assert found['broadsheet_answer_seconds_bucket{protocol="web",le="0.001"}'] == 4
    assert found['broadsheet_answer_seconds_bucket{protocol="web",le="0.5"}'] == 5
    assert found['broadsheet_answer_seconds_bucket{protocol="gemini",le="2.5"}'] == 3
    assert found['broadsheet_answer_seconds_bucket{protocol="gemini",le="+Inf"}'] == found['broadsheet_answer_seconds_count{protocol="gemini"}'] == 4
    assert found['broadsheet_answer_seconds_sum{protocol="gemini"}'] == 30
    assert not any("192.0.2.7" in name or "/x" in name for name in found)


def test_every_line_is_one_of_the_text_format() -> None:
    text = Figures().text()
    assert text.endswith("\n")
    named = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    for line in text.splitlines():
        if not line.startswith("#"):
            name = line.partition("{")[0].partition(" ")[0]
            assert name in named or name.rpartition("_")[0] in named, line


def test_all_processes_are_counted_together() -> None:
    figures = Figures(2)
    figures.note("web", "", "/", 200, 10, 0.0)
    child = os.fork()
    if not child:
        figures.take(1)
        figures.note("web", "", "/", 200, 30, 0.0)
        os._exit(0)
    os.waitpid(child, 0)
    found = values(figures.text())
    assert found['broadsheet_requests_total{protocol="web",status="2xx"}'] == 2
    assert found['broadsheet_sent_bytes_total{protocol="web"}'] == 40
    assert found["broadsheet_workers"] == 2


def test_the_port_answers_prometheus_and_nothing_else() -> None:
    async def run() -> None:
        port = Metrics(listen(house.HOST, 0, "metrics"), lambda: "broadsheet_workers 1\n", limits=Limits(request=0.3))
        async with house.running(port):
            head, _, body = (await house.ask(port, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4")
            assert f"Content-Length: {len(body)}".encode() in head
            assert body == b"broadsheet_workers 1\n"
            assert (await house.ask(port, b"GET /metrics?x=1 HTTP/1.0\n\n")).endswith(body)
            assert (await house.ask(port, b"HEAD /metrics HTTP/1.1\r\n\r\n")).endswith(b"\r\n\r\n")
            assert (await house.ask(port, b"GET / HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 404 ")
            for wrong in (b"POST /metrics HTTP/1.1\r\n\r\n", b"\x00\x1b[2J\r\n\r\n", b"x: y\r\n" * 2000):
                answer = await house.ask(port, wrong)
                assert answer.startswith(b"HTTP/1.1 400 ")
                assert b"\x1b" not in answer
            assert await house.ask(port, b"GET /metrics HTTP/1.1\r\n") == b""  # the deadline

    asyncio.run(run())
