"""Invented papers in, what gathering them costs out: processor time at rest, and what readers notice while it is at work.

    python bench/gather.py [--papers 50] [--seconds 60] [--rounds 5]

*At rest*: `broadsheet.gatherer` with that many papers of ten lists each, nothing new in any of them, every list asked for once in five minutes, which is
the most that it ever is; the processor time of it and of all its children, as a share of one core. And the same when each is asked for once in six hours,
as a paper is that publishes nothing.

*Readers*: the 99th percentile of one reader's requests to the web edition, in turn undisturbed and while the same number of papers gives new articles,
each as fast as its pace of a second allows: the worst there is.

The papers are one server process on 127.0.0.1 to 127.0.0.N, a host each. Linux: reads /proc.
"""

import argparse
import asyncio
import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from broadsheet.archive.sqlite import SqliteArchive, open_archive

SECTIONS = [f"s{number}" for number in range(8)]
TICK = os.sysconf("SC_CLK_TCK")


# the papers


async def house(port: int) -> None:
    """Serve all papers until the process is killed. Each has a new article a second from when it is told to by `/~/publish`."""
    begun = 0.0
    old = datetime.now(UTC) - timedelta(days=20)
    chance = random.Random(1)
    words = ["".join(chance.choice("abcdefghilmnoprstu") for _ in range(chance.randint(3, 11))) for _ in range(500)]

    def text(count: int, seed: str) -> str:
        source = random.Random(seed)
        return " ".join(source.choice(words) for _ in range(count))

    filler = "".join(f'<div class="box b{n}"><a href="/s{n % 8}/">{words[n]}</a><span class="x y">{words[n + 1]}</span></div>' for n in range(400))

    def count() -> int:
        return 8 + (int(time.monotonic() - begun) if begun else 0)

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal begun
        path, host = request.path, request.host
        if path == "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow:\n")
        if path == "/~/publish":
            begun = time.monotonic()
            return web.Response(text="ok")
        number = int(path.rpartition("-")[2].partition(".")[0]) if path.endswith(".html") else -1
        tag = f'"{count() if number < 0 else number}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        navigation = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in SECTIONS)
        begin = f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{host}</title></head><body><nav><ul>{navigation}</ul></nav>'
        if number >= 0:
            paragraphs = "".join(f"<p>{text(70, host + path + str(n))}.</p>" for n in range(12))
            body = f"<main><article><h1>{text(7, path)}</h1>{paragraphs}</article></main>{filler}"
            date = f'<meta property="article:published_time" content="{(old + timedelta(minutes=number)).isoformat()}">'
            return web.Response(text=begin.replace("</head>", f"{date}</head>") + body, content_type="text/html", headers={"ETag": tag})
        newest = range(count() - 1, max(-1, count() - 60), -1)
        if path == "/feed.xml":
            items = "".join(f"<item><title>{text(7, str(n))}</title><link>http://{host}/s{n % 8}/x-y-z-{100000 + n}.html</link></item>" for n in newest)
            feed = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
            return web.Response(text=feed, content_type="application/rss+xml", headers={"ETag": tag})
        links = "".join(f'<h2><a href="/s{n % 8}/x-y-z-{100000 + n}.html">{text(7, str(n))}</a></h2>' for n in newest)
        return web.Response(text=f"{begin}<main>{links}</main>{filler}", content_type="text/html", headers={"ETag": tag})

    app = web.Application()
    app.router.add_route("GET", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", port).start()
    await asyncio.Event().wait()


# measuring


def profiles(data: Path, papers: int, port: int) -> None:
    """Write a profile for each paper."""
    (data / "papers").mkdir(parents=True)
    for number in range(1, papers + 1):
        home = f"http://127.0.0.{number}:{port}/"
        sections = "".join(f'{name} = "{home}{name}/"\n' for name in SECTIONS)
        text = f'name = "P{number}"\naddress = "{home}"\nlanguage = "de"\nfeeds = ["{home}feed.xml"]\narticles = ["/*/*-#.html"]\n[sections]\n{sections}'
        (data / "papers" / f"p{number}.toml").write_text(text)


def spent(pid: int) -> float:
    """The processor seconds of a process, of its children that have ended, and of those that have not."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return sum(int(field) for field in fields[11:15]) / TICK + sum(spent(int(child)) for child in children)
    return 0.0


def gatherer(data: Path) -> subprocess.Popen[bytes]:
    """Begin to gather."""
    process = subprocess.Popen([sys.executable, "-m", "broadsheet.gatherer"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(json.dumps({"data": str(data), "allow_private": True}).encode() + b"\n")
    process.stdin.flush()
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """End it, and wait until it has let go of the archive."""
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=90)


def settle(data: Path, papers: int) -> None:
    """Gather until all that there is has come."""
    process = gatherer(data)
    while True:
        time.sleep(1)
        with suppress(Exception), closing(open_archive(data, write=False)) as archive:
            if sum(archive.newest(f"p{number}", limit=1).total for number in range(1, papers + 1)) >= 8 * papers:
                break
    time.sleep(3)
    end(process)


def spread(data: Path, seconds: float) -> None:
    """Let nothing be due but lists, one after the other, all of them within *seconds*, and hosts and robots.txt be as they are after a day."""

    def do(archive: SqliteArchive) -> None:
        def change(connection) -> None:
            connection.execute("UPDATE visit SET next = NULL WHERE purpose = 'article'")
            rows = connection.execute("SELECT paper, comparable FROM visit WHERE purpose <> 'article'").fetchall()
            random.Random(2).shuffle(rows)
            for number, row in enumerate(rows):
                moment = round((time.time() + seconds * number / len(rows)) * 1_000_000)
                connection.execute("UPDATE visit SET next = ? WHERE (paper, comparable) = (?, ?)", (moment, *row))

        archive._write(change)

    with closing(open_archive(data, write=True)) as archive:
        do(archive)


def share(data: Path, seconds: float, within: float) -> float:
    """The share of a core that gathering takes where all lists are asked for within so many seconds; the start is not counted."""
    spread(data, within)
    process = gatherer(data)
    time.sleep(5)
    before, begun = spent(process.pid), time.monotonic()
    time.sleep(seconds)
    found = (spent(process.pid) - before) / (time.monotonic() - begun)
    end(process)
    return found


def reads(port: int, seconds: float) -> list[float]:
    """The milliseconds of one reader's requests, one after the other."""
    found: list[float] = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    deadline = time.monotonic() + seconds
    paths = [f"/p{number}/~/newest" for number in range(1, 9)]
    while time.monotonic() < deadline:
        begun = time.monotonic()
        connection.request("GET", paths[len(found) % len(paths)])
        connection.getresponse().read()
        found.append((time.monotonic() - begun) * 1000)
        time.sleep(0.002)
    connection.close()
    return found


def readers(data: Path, house_port: int, rounds: int, seconds: float = 6.0) -> tuple[float, float, int]:
    """The 99th percentile of the milliseconds undisturbed and during gathering, medians of rounds in turn, and the articles that came meanwhile."""
    config = data / "broadsheet.toml"
    config.write_text("gather = false\n")
    command = [sys.executable, "-m", "broadsheet", "serve", "--data", str(data), "--config", str(config), "--gopher", "off", "--gemini", "off", "--web", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    port = next(int(line.split("localhost:")[1].split("/")[0]) for line in server.stdout if "localhost:" in line)
    with closing(http.client.HTTPConnection("127.0.0.1", house_port)) as ask:
        ask.request("GET", "/~/publish")
        ask.getresponse().read()
    quiet: list[float] = []
    busy: list[float] = []

    def articles() -> int:
        with closing(open_archive(data, write=False)) as archive:
            return sum(archive.newest(paper.key, limit=1).total for paper in archive.papers())

    reads(port, 2)
    first = articles()
    for _ in range(rounds):
        quiet.append(statistics.quantiles(reads(port, seconds), n=100)[98])
        spread(data, 0.001)
        process = gatherer(data)
        time.sleep(2 + 1.2 * (2 + len(SECTIONS)))  # first the lists are read
        busy.append(statistics.quantiles(reads(port, seconds), n=100)[98])
        end(process)
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=30)
    return statistics.median(quiet), statistics.median(busy), articles() - first


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--house", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.house:
        asyncio.run(house(options.house))
        return
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    papers = subprocess.Popen([sys.executable, __file__, "--house", str(port)])
    try:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            profiles(data, options.papers, port)
            time.sleep(2)
            settle(data, options.papers)
            lists = options.papers * (2 + len(SECTIONS))
            print(f"{options.papers} papers, {lists} lists, nothing new, {options.seconds:g} s each")
            print(f"each list every 5 minutes: {share(data, options.seconds, 300):.2%} of a core")
            print(f"each list every 6 hours:   {share(data, options.seconds, 21600):.2%} of a core")
            quiet, busy, came = readers(data, port, options.rounds)
            print(f"a reader's p99: {quiet:.2f} ms undisturbed, {busy:.2f} ms while {came} articles come: {busy / quiet:.2f} x")
    finally:
        papers.kill()
        papers.wait()


if __name__ == "__main__":
    main()
