"""Servers in, a table out: requests a second and their times, the same page of 27 kB from each, in turn.

    python bench/serve.py --peers DIR [--protocol gopher|gemini|web] [--connections 20,200] [--rounds 3] [--seconds 3] [--workers 2] [--json]

The page is an article of an archive made for this; every other server has its bytes, as Broadsheet sends them, as a file; datasette has the
article as a row of a table and makes its own page of it, as Broadsheet does when the page does not lie ready. One program in C
(client.c, built at the start) asks them all; servers and client have processors of their own. Everything stays on the loopback net.
Peers that DIR does not hold are left out. They come there so (never into the project's own environment):

    uv venv DIR/venv && uv pip install --python DIR/venv/bin/python pituophis jetforce datasette
    cd DIR && for p in pygopherd gophernicus openbsd-inetd libwrap0 molly-brown nginx; do apt-get download $p; dpkg -x ${p}_*.deb root; done
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import aiohttp
import uvloop

from broadsheet import __version__
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import Article, Paper, Paragraph, Span
from broadsheet.serve import certificate

HERE = Path(__file__).parent
PAGE = "/politik/der-hafen/!1"
PATHS = {"gopher": f"/~/text{PAGE}", "gemini": PAGE, "web": PAGE}
FILES = {"gopher": "page.txt", "gemini": "page.gmi", "web": "page.html"}
SIZE = 26_000


class Server(NamedTuple):
    """*command* with `{port}`, `{file}`, `{folder}` and `{data}` filled in; *cores* processors; *path* asks for the page, which is its *own* or the file."""

    name: str
    protocol: str
    command: list[str]
    version: str
    path: str = ""
    cores: int = 1
    environment: tuple[tuple[str, str], ...] = ()
    config: str = ""
    floor: bool = False
    own: bool = False


def archive(folder: Path) -> str:
    """An archive of one paper and one article, whose page is about 27 kB in each form; the article's text."""
    chance = random.Random(27)
    syllables = [*("ha", "fen", "ne", "bel", "kai", "schiff", "la", "dung", "mor", "gen"), *("wind", "ter", "brü", "cke", "müh", "le", "fluß", "stra", "ße")]
    paragraphs, size = [], 0
    while size < SIZE:
        words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(chance.randint(30, 90))]
        paragraphs.append(Paragraph((Span(" ".join(words).capitalize() + "."),)))
        size += len(paragraphs[-1].spans[0].text.encode()) + 2
    with open_archive(folder, write=True) as opened:
        opened.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/", language="de"))
        opened.put("bote", Article(address=f"https://bote.example{PAGE}", headline="Der Hafen", date="2026-03-01", body=tuple(paragraphs)))
    return "\n\n".join(paragraph.spans[0].text for paragraph in paragraphs)


def table_of(text: str, path: Path) -> None:
    """A database with the article as the one row of a table."""
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, headline TEXT, date TEXT, text TEXT)")
        opened.execute("INSERT INTO articles VALUES (1, 'Der Hafen', '2026-03-01', ?)", (text,))


def servers(peers: Path | None, workers: int) -> list[Server]:
    python, floors = sys.executable, str(HERE / "floors.py")
    versions = f"Python {sys.version.split()[0]}", f"uvloop {uvloop.__version__}", f"aiohttp {aiohttp.__version__}"
    found: list[Server] = []
    for count in dict.fromkeys((1, workers)):
        for protocol in ("gopher", "gemini", "web"):
            others = [word for name in ("gopher", "gemini", "web") if name != protocol for word in (f"--{name}", "off")]
            command = [python, "-m", "broadsheet", "serve", "--config", "{config}", "--data", "{data}", f"--{protocol}", "{port}", *others]
            name = "Broadsheet" if count == 1 else f"Broadsheet, {count} workers"
            found.append(Server(name, protocol, command, __version__, PATHS[protocol], count, config=f"workers = {count}\n" if count > 1 else ""))
    for kind, protocol, version in (
        ("asyncio", "gopher", versions[0]),
        ("uvloop", "gopher", versions[1]),
        ("asyncio-tls", "gemini", versions[0]),
        ("uvloop-tls", "gemini", versions[1]),
        ("aiohttp", "web", versions[2]),
        ("aiohttp-uvloop", "web", ", ".join(versions[1:])),
    ):
        keys = ["{data}/certificate.pem", "{data}/key.pem"] if protocol == "gemini" else []
        found.append(Server(f"bare {kind}", protocol, [python, floors, kind, "{port}", "{file}", *keys], version, floor=True))
    return found + (others_of(peers) if peers else [])


def others_of(peers: Path) -> list[Server]:
    """The peers that *peers* holds."""
    root, venv = peers / "root", peers / "venv"
    python = str(venv / "bin" / "python")
    shared = f"{root}/lib/x86_64-linux-gnu:{root}/usr/lib/x86_64-linux-gnu"
    start = "import pituophis; pituophis.serve('127.0.0.1', {port}, pub_dir='{folder}/', debug=False)"
    known = [
        (venv / "lib", Server("pituophis", "gopher", [python, "-c", start], _package(python, "pituophis"), "/page.txt")),
        (
            root / "usr/sbin/pygopherd",
            Server("pygopherd", "gopher", ["/usr/bin/python3", f"{root}/usr/sbin/pygopherd", "{config}"], _debian(peers, "pygopherd"), "/page.txt",
                   environment=(("PYTHONPATH", f"{root}/usr/lib/python3/dist-packages"),), config=_pygopherd(root)),
        ),
        (
            root / "usr/sbin/gophernicus",
            Server("gophernicus (inetd)", "gopher", [f"{root}/usr/sbin/inetd", "-i", "-R", "100000000", "{config}"], _debian(peers, "gophernicus"), "/page.txt",
                   environment=(("LD_LIBRARY_PATH", shared),),
                   config=f"127.0.0.1:{{port}} stream tcp nowait nobody /lib64/ld-linux-x86-64.so.2 ld.so --library-path {shared} "
                   f"{root}/usr/sbin/gophernicus -h localhost -nv -r {{folder}}\n"),
        ),
        (
            venv / "bin/jetforce",
            Server("jetforce", "gemini", [f"{venv}/bin/jetforce", "--port", "{port}", "--dir", "{folder}", "--tls-certfile", "{data}/certificate.pem",
                   "--tls-keyfile", "{data}/key.pem"], _package(python, "jetforce"), "/page.gmi"),
        ),
        (
            root / "usr/bin/molly-brown",
            Server("molly-brown, 2 cores", "gemini", [f"{root}/usr/bin/molly-brown", "-c", "{config}"], _debian(peers, "molly-brown"), "/page.gmi", 2,
                   config='Port = {port}\nHostname = "localhost"\nCertPath = "{data}/certificate.pem"\nKeyPath = "{data}/key.pem"\nDocBase = "{folder}"\n'
                   'HomeDocBase = "{folder}"\nAccessLog = "/dev/null"\nErrorLog = "/dev/null"\n'),
        ),
        (
            root / "usr/sbin/nginx",
            Server("nginx", "web", [f"{root}/usr/sbin/nginx", "-e", "/dev/null", "-c", "{config}"], _debian(peers, "nginx"), "/page.html",
                   config="daemon off; user root; worker_processes 1; pid {folder}/nginx.pid; error_log /dev/null; events {{ worker_connections 1024; }}\n"
                   "http {{ access_log off; keepalive_requests 1000000000; types {{ text/html html; }} sendfile on; tcp_nopush on; open_file_cache max=10;\n"
                   "client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;\n"
                   "uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;\n"
                   "server {{ listen 127.0.0.1:{port} backlog=1024; root {folder}; }} }}\n"),
        ),
        (
            venv / "bin/datasette",
            Server("datasette", "web", [f"{venv}/bin/datasette", "serve", "--immutable", "{folder}/news.db", "--port", "{port}"],
                   _package(python, "datasette"), "/news/articles/1", own=True),
        ),
    ]  # fmt: skip
    return [server for place, server in known if place.exists()]


def _pygopherd(root: Path) -> str:
    text = (root / "etc/pygopherd/pygopherd.conf").read_text() if (root / "etc/pygopherd/pygopherd.conf").exists() else ""
    text = text.replace("{", "{{").replace("}", "}}")
    changed = {"port": "{port}", "root": "{folder}", "usechroot": "no", "pidfile": "{folder}/pid", "logmethod": "none", "setuid": "", "setgid": ""}
    lines = []
    for line in text.splitlines():
        key = line.partition("=")[0].strip()
        if key in changed:
            line = f"{key} = {changed[key]}" if changed[key] else ""
        lines.append(line)
    return "\n".join(lines).replace("./conf/mime.types:", f"{root}/usr/share/mime.types:") + "\n"


def _package(python: str, name: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({name!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False) if Path(python).exists() else None
    return done.stdout.strip() if done else ""


def _debian(peers: Path, name: str) -> str:
    return next((file.name.split("_")[1].replace("%3a", ":") for file in peers.glob(f"{name}_*.deb")), "")


class Bench:
    """A folder with the page, the client, and the running servers."""

    def __init__(self, folder: Path, cores: list[int]) -> None:
        self.folder, self.cores = folder, cores
        self.data, self.pages = folder / "data", folder / "pages"
        self.pages.mkdir()
        folder.chmod(0o755)  # gophernicus serves nothing as root
        table_of(archive(self.data), self.pages / "news.db")
        certificate.keep(self.data, "localhost")
        self.client = folder / "client"
        subprocess.run(["cc", "-O2", "-o", self.client, HERE / "client.c", "-lssl", "-lcrypto", "-lpthread"], check=True)
        self.sizes: dict[str, int] = {}

    @contextmanager
    def running(self, server: Server) -> Iterator[int]:
        """*server* on its processors; its port."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        config = self.folder / f"{server.name.split()[0]}-{port}.conf"
        names = {"port": port, "file": self.pages / FILES[server.protocol], "folder": self.pages, "data": self.data, "config": config}
        config.write_text(server.config.format(**names))
        process = subprocess.Popen(
            ["taskset", "-c", ",".join(map(str, self.cores[: server.cores])), *(word.format(**names) for word in server.command)],
            env={**os.environ, **dict(server.environment), "HOME": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if "-v" not in sys.argv else None,
            start_new_session=True,
        )
        try:
            end = time.monotonic() + 30
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if time.monotonic() > end or process.poll() is not None:
                        raise SystemExit(f"{server.name} does not start: {' '.join(process.args)}") from None
                    time.sleep(0.05)
            self.process = process.pid
            yield port
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def ask(self, server: Server, port: int, connections: int, seconds: float, size: int = 0) -> dict[str, float]:
        """What the client measures."""
        path = server.path or "/"
        if server.protocol == "gopher" and server.name.startswith("pituophis"):
            path = path.lstrip("/")
        command = ["taskset", "-c", ",".join(map(str, self.cores[2:])), self.client, server.protocol, "127.0.0.1", str(port)]
        before, client = self.used(), _children()
        done = subprocess.run([*command, str(connections), str(seconds), path, str(size)], capture_output=True, text=True, check=False)
        if not done.stdout:
            raise SystemExit(f"{server.name}: the client failed: {done.stderr}")
        measured = json.loads(done.stdout)
        answers = max(measured["requests"], 1)
        return measured | {"cpu": (self.used() - before) * 1000 / answers, "client": (_children() - client) * 1000 / answers}

    def used(self) -> float:
        """Seconds of processor time that the running server's processes have had; those of a process that has ended are its parent's."""
        spent = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            if int(fields[2]) == self.process:
                spent += sum(map(int, fields[11:15]))
        return spent / os.sysconf("SC_CLK_TCK")

    def page(self, server: Server) -> None:
        """Take Broadsheet's own page as the file that all others serve."""
        with self.running(server) as port:
            if server.protocol == "web":
                command = ["curl", "-sS", f"http://127.0.0.1:{port}{server.path}"]
            elif server.protocol == "gopher":
                command = ["curl", "-sS", f"gopher://127.0.0.1:{port}/0{server.path}"]
            else:
                command = ["openssl", "s_client", "-quiet", "-connect", f"127.0.0.1:{port}"]
            request = f"gemini://localhost:{port}{server.path}\r\n".encode()
            body = subprocess.run(command, input=request, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
        if server.protocol == "gemini":
            body = body.partition(b"\r\n")[2]
        assert 24_000 < len(body) < 34_000, (server, len(body), body[:200])
        (self.pages / FILES[server.protocol]).write_bytes(body)
        self.sizes[server.protocol] = len(body)


def _children() -> float:
    """Seconds of processor time that children had which have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=lambda text: Path(text).resolve())
    parser.add_argument("--protocol", default="gopher,gemini,web")
    parser.add_argument("--connections", default="20,200")
    parser.add_argument("--only", default="", help="parts of servers' names")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", action="store_true", help="show what the servers say")
    arguments = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 4 or not shutil.which("cc"):
        raise SystemExit("four processors and a C compiler are needed")
    with ExitStack() as stack:
        bench = Bench(Path(stack.enter_context(tempfile.TemporaryDirectory())), cores)
        asked = [server for server in servers(arguments.peers, arguments.workers) if server.protocol in arguments.protocol]
        for server in asked:
            if server.name == "Broadsheet":
                bench.page(server)
        asked = [server for server in asked if any(part in server.name for part in arguments.only.split(",")) or (server.floor and arguments.only)]
        results: dict[tuple[int, int], list[dict[str, float]]] = {}
        counts = [int(number) for number in arguments.connections.split(",")]
        for count in counts:
            for _ in range(arguments.rounds):
                for number, server in enumerate(asked):
                    with bench.running(server) as port:
                        # pygopherd and gophernicus put a line of their own behind a text: their size is the one that they always have.
                        size = int(bench.ask(server, port, 2, 0.3)["bytes"])
                        # datasette prints how long its queries took: its size is any of its own page's.
                        assert SIZE < size < 2 * SIZE if server.own else abs(size - bench.sizes[server.protocol]) < 100, (server.name, size)
                        results.setdefault((number, count), []).append(bench.ask(server, port, count, arguments.seconds, 0 if server.own else size))
        table(asked, counts, results, bench.sizes, as_json=arguments.json)
    return 0


def table(asked: list[Server], counts: list[int], results: dict[tuple[int, int], list[dict[str, float]]], sizes: dict[str, int], *, as_json: bool) -> None:
    """Medians of the rounds, a row a server and number of connections."""
    rows = []
    for protocol in dict.fromkeys(server.protocol for server in asked):
        for count in counts:
            for number, server in enumerate(asked):
                if server.protocol == protocol:
                    rounds = results[number, count]
                    rate = statistics.median(each["requests"] / each["seconds"] for each in rounds)
                    middle, high, cpu, client = (statistics.median(each[key] for each in rounds) for key in ("median", "p99", "cpu", "client"))
                    rows.append((protocol, count, server.name, server.version, rate, middle, high, cpu, client, sum(each["errors"] for each in rounds)))
    if as_json:
        keys = ("protocol", "connections", "server", "version", "requests", "median", "p99", "cpu", "client", "errors")
        sys.stdout.write("".join(json.dumps(dict(zip(keys, row, strict=True))) + "\n" for row in rows))
        return
    sys.stdout.write(f"Page: {', '.join(f'{protocol} {size} bytes' for protocol, size in sizes.items())}\n\n")
    sys.stdout.write("| protocol | connections | server | version | requests/s | median ms | p99 ms | processor ms an answer | the client's | failed |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|---|---|---|\n")
    for protocol, count, name, version, rate, middle, high, cpu, client, errors in rows:
        sys.stdout.write(f"| {protocol} | {count} | {name} | {version} | {rate:,.0f} | {middle:.2f} | {high:.2f} | {cpu:.3f} | {client:.3f} | {errors} |\n")


if __name__ == "__main__":
    raise SystemExit(main())
