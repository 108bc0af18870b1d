"""A crowd that asks nothing in; what it costs ordinary readers, and what memory, out. Linux: reads /proc.

    python bench/idle.py [--crowd 2000] [--readers 50] [--rounds 3] [--seconds 5] [--protocol gopher,gemini,web]

`broadsheet serve` runs on the sample newspaper. Ordinary readers, each in turn, open the front page and an article, with half a second between two pages.
The crowd is as many connections as said: half send nothing, half a byte a second of a request that never ends; on Gemini that half has shaken hands.
Who is let go comes back. Rounds with and without the crowd take turns; server, crowd and readers have processors of their own where there are four.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import re
import resource
import signal
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event as Signal
from pathlib import Path

import uvloop

HOST = "127.0.0.1"
PAUSE = 0.5
FILES = 20_000


def tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def request(protocol: str, port: int, path: str) -> bytes:
    if protocol == "gopher":
        return f"{path}\r\n".encode()
    if protocol == "gemini":
        return f"gemini://localhost:{port}{path}\r\n".encode()
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


async def reader(protocol: str, port: int, paths: list[str], number: int, end: float, times: list[float]) -> None:
    """Asks until *end*; *times* in milliseconds, from the connection to the last byte."""
    await asyncio.sleep(PAUSE * number / 50)
    context = tls() if protocol == "gemini" else None
    turn = number
    while time.monotonic() < end:
        begun = time.monotonic()
        incoming, outgoing = await asyncio.open_connection(HOST, port, ssl=context)
        outgoing.write(request(protocol, port, paths[turn % len(paths)]))
        page = await incoming.read(-1)
        times.append((time.monotonic() - begun) * 1000)
        assert len(page) > 500, page[:200]
        outgoing.close()
        with contextlib.suppress(OSError, ssl.SSLError):
            await outgoing.wait_closed()
        turn += 1
        await asyncio.sleep(PAUSE)


async def read(protocol: str, port: int, paths: list[str], readers: int, seconds: float) -> list[float]:
    times: list[float] = []
    end = time.monotonic() + seconds
    await asyncio.gather(*(reader(protocol, port, paths, number, end, times) for number in range(readers)))
    return times


async def idler(protocol: str, port: int, number: int, inside: set[int]) -> None:
    """One of the crowd, for good."""
    slow = number % 2
    context = tls() if protocol == "gemini" and slow else None
    while True:
        try:
            incoming, outgoing = await asyncio.open_connection(HOST, port, ssl=context)
            inside.add(number)
            if not slow:
                await incoming.read(1)
            else:
                outgoing.write(b"GET /" if protocol == "web" else b"/")
                while not incoming.at_eof():
                    await asyncio.sleep(1)
                    outgoing.write(b"a")
                    await outgoing.drain()
            outgoing.close()
        except OSError:
            pass  # it was let go: that is what is measured
        inside.discard(number)
        await asyncio.sleep(0.2)


def crowd(protocol: str, port: int, size: int, ready: Signal, cores: set[int]) -> None:
    """A process of its own; *ready* when nine of ten are inside."""
    os.sched_setaffinity(0, cores)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

    async def run() -> None:
        inside: set[int] = set()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)  # connections that end in the middle of a handshake
        tasks = []
        for number in range(size):
            tasks.append(loop.create_task(idler(protocol, port, number, inside)))
            if number % 50 == 49:
                await asyncio.sleep(0.05)
        while len(inside) < size * 0.9:
            await asyncio.sleep(0.05)
        ready.set()
        await asyncio.gather(*tasks)

    uvloop.run(run())


def memory(process: int) -> float:
    """Resident memory in KiB."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())[1])


def connected(process: int, port: int) -> int:
    """How many connections the server holds on *port*."""
    rows = (line.split() for line in Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:])
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "01" and row[9] != "0" for row in rows)


@contextlib.contextmanager
def serving(folder: Path, cores: set[int]) -> Iterator[tuple[int, dict[str, int]]]:
    command = [sys.executable, "-m", "broadsheet", "serve", "--data", str(folder / "data"), "--gopher", "0", "--gemini", "0", "--web", "0"]
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(["taskset", "-c", ",".join(map(str, cores)), *command], stdout=out, stderr=subprocess.DEVNULL)
    try:
        while "Stop with" not in (said := (folder / "out").read_text()):
            assert process.poll() is None, said
            time.sleep(0.1)
        found = re.findall(r"(gopher|gemini|http)://localhost:(\d+)/", said)
        yield process.pid, {name.replace("http", "web"): int(port) for name, port in found}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protocol", default="gopher,gemini,web")
    parser.add_argument("--crowd", type=int, default=2000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    arguments = parser.parse_args()
    own = sorted(os.sched_getaffinity(0))
    cores = [{own[0]}, {own[1]}, set(own[2:])] if len(own) >= 4 else [set(own)] * 3
    os.sched_setaffinity(0, cores[2])
    print("| protocol | inside | median ms alone | p99 ms alone | median ms with the crowd | p99 ms with the crowd | p99, times | KiB a connection |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), cores[0]) as (process, ports):
        for protocol in arguments.protocol.split(","):
            port = ports[protocol]
            paths = ["/", "/~/newest", "/~/about"]
            uvloop.run(read(protocol, port, paths, 5, 2))
            alone: list[list[float]] = []
            beside: list[list[float]] = []
            grown: list[float] = []
            inside: list[int] = []
            for _ in range(arguments.rounds):
                alone.append(uvloop.run(read(protocol, port, paths, arguments.readers, arguments.seconds)))
                before = memory(process)
                ready = multiprocessing.Event()
                many = multiprocessing.Process(target=crowd, args=(protocol, port, arguments.crowd, ready, cores[1]), daemon=True)
                many.start()
                assert ready.wait(60), "the crowd does not get in"
                beside.append(uvloop.run(read(protocol, port, paths, arguments.readers, arguments.seconds)))
                inside.append(connected(process, port))
                grown.append((memory(process) - before) / inside[-1])
                many.terminate()
                many.join()
                time.sleep(1)
            figures = [statistics.median(map(measure, rounds)) for rounds in (alone, beside) for measure in (statistics.median, p99)]
            ratio = statistics.median(p99(loud) / p99(quiet) for quiet, loud in zip(alone, beside, strict=True))
            # What a first crowd needs stays with the process: later ones find it.
            print("|", " | ".join([protocol, str(min(inside)), *(f"{figure:.1f}" for figure in figures), f"{ratio:.2f}", f"{max(grown):.1f}"]), "|", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
