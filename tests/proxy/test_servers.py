"""Servers that others wrote, run here and walked through the proxy: every page of each is shown, with every word and byte that the server sends."""

import asyncio
import html
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from broadsheet.proxy import letters
from broadsheet.serve import certificate
from broadsheet.text import clean, clean_line

from .house import HOST, Browser, browser
from .test_desk import PNG

# Servers in Python live in an environment of their own: nothing of ours needs what they need. `.ci/run` makes it.
PEERS = Path(os.environ.get("BROADSHEET_SERVERS", "~/.broadsheet-servers")).expanduser()
OLD = "Grüße aus der Straße, müde Möwen über Häusern.".encode("cp437")
# Some refuse to run as root.
SOMEBODY = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


def program(*names: str) -> str:
    """Where one of *names* is; without it the test is skipped, but not in CI."""
    found = next((path for name in names if (path := shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:{PEERS}/bin"))), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{names[0]} is not installed, and CI must try every server")
        pytest.skip(f"{names[0]} is not installed")
    return found


def python(package: str) -> str:
    """The Python that has *package*."""
    if not any(PEERS.glob(f"lib/python3*/site-packages/{package}")):
        program(f"no-{package}")
    return str(PEERS / "bin" / "python")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A hole and a capsule of files: texts in two character sets, a picture, a file, folders, names that are awkward."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-hole-") as made:
        root = Path(made)
        texts = {"about.txt": "Über den Hafen.\n\n  zwei   Spalten\n", "phlog/one.txt": "Erster Eintrag <b>.\n" * 40, "phlog/deep/two.txt": "tief\n", "with space.txt": "Leer.\n"}
        for name, text in texts.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        (root / "old.txt").write_bytes(OLD + b"\r\n")
        (root / "picture.png").write_bytes(PNG)
        (root / "file.bin").write_bytes(bytes(range(256)) * 4000)
        (root / "index.gmi").write_text("# Hafen\n=> phlog/ Phlog\n=> about.txt Über\n=> picture.png Bild\n=> file.bin Datei\n=> with%20space.txt Leer\n=> missing.gmi Fehlt\n", "utf-8")
        (root / "phlog" / "index.gmi").write_text("## Tief\n=> one.txt eins\n=> deep/two.txt zwei\n=> .. zurück\n", "utf-8")
        for path in (root, *root.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield root


def free() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextmanager
def running(port: int, *command: str, somebody: bool = False) -> Iterator[int]:
    """A server, until it is not needed any more."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **(SOMEBODY if somebody else {}))
    try:
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    break
            assert process.poll() is None, process.communicate()[0].decode()
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def inetd(*command: str) -> Iterator[int]:
    """A server of one request, which gets each connection as its input and output."""
    listener = socket.create_server((HOST, int(command[command.index("-p") + 1])))

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                subprocess.run(command, stdin=client, stdout=client, stderr=subprocess.DEVNULL, timeout=60, check=False, **SOMEBODY)

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        listener.close()


def gopher(port: int, selector: bytes) -> bytes:
    """What the server says to the same question without us."""
    with socket.create_connection((HOST, port), timeout=60) as plain:
        plain.sendall(selector + b"\r\n")
        return b"".join(iter(lambda: plain.recv(65536), b""))


async def walk(reader: Browser, scheme: str, port: int, check: Callable[[str, bytes, str, dict[str, str]], None]) -> dict[str, int]:
    """Every page of the server from its first one on, with its status; *check* gets path, bytes as they were sent, page and headers of the bytes."""
    seen: dict[str, int] = {}
    waiting = [f"/~/{scheme}/{HOST}:{port}/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        page = await reader.get(path)
        seen[path] = page.status
        if page.status != 200:
            continue
        raw = await reader.get(path.replace("/~/", "/~/raw/", 1))
        assert raw.status == 200, path
        check(path, raw.body, page.text, raw.headers)
        theirs = page.text.split('<main id="text">')[1].split("</main>")[0]
        waiting += [link for link in map(html.unescape, re.findall(r'href="([^"]*)"', theirs)) if link.startswith(f"/~/{scheme}/{HOST}:{port}/")]
    return seen


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def run_gopher(port: int, wanted: set[str]) -> None:
    """Walk a Gopher server; *wanted* are the ends of the paths that must be among its pages."""

    def check(path: str, raw: bytes, page: str, headers: dict[str, str]) -> None:
        kind = path.removeprefix(f"/~/gopher/{HOST}:{port}/")[:1] or "1"
        if headers["Content-Type"].startswith("text/plain"):  # a search's form has no bytes
            rows = letters.text_of(raw).replace("\r\n", "\n").removesuffix("\n.\n").removesuffix("\n").split("\n")
            for row in rows:
                shown = clean_line(row.split("\t")[0][1:] if kind == "1" and "\t" in row else row)
                assert shown.strip() in words(page), (path, row)

    async def main() -> None:
        async with browser(port) as reader:
            seen = await walk(reader, "gopher", port, check)
            assert {path for path, status in seen.items() if status != 200} == set()
            for end in wanted:
                assert any(path.endswith(end) for path in seen), (end, sorted(seen))
            missing = await reader.get(f"/~/gopher/{HOST}:{port}/0/none-of-this")
            assert missing.status in {200, 404}
            for path in seen:
                if path.endswith((".txt", ".bin", ".png")):
                    raw = await reader.get(path.replace("/~/", "/~/raw/", 1))
                    selector = re.sub(r"%([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), path.removeprefix(f"/~/gopher/{HOST}:{port}/")[1:])
                    assert raw.body == gopher(port, selector.encode("latin-1")), path
                    # One server writes every text in UTF-8, as if it had been in Latin-1.
                    assert OLD not in raw.body or "Grüße aus der Straße" in (await reader.get(path)).text

    asyncio.run(main())


FILES = {"about.txt", "one.txt", "two.txt", "old.txt", "picture.png", "file.bin", "with%20space.txt"}


def test_gophernicus(folder: Path) -> None:
    with inetd(program("gophernicus"), "-r", str(folder), "-h", HOST, "-p", str(free()), "-nv", "-nl", "-nf", "-i", "1000000", "-k", "1000000000") as port:
        run_gopher(port, FILES - {"with%20space.txt"} | {"with%23040space.txt"})  # its own way to write a space


def test_pituophis(folder: Path) -> None:
    port = free()
    code = f"import pituophis; pituophis.serve('{HOST}', {port}, pub_dir='{folder}/', debug=False)"
    with running(port, python("pituophis"), "-c", code):
        run_gopher(port, FILES)


PYGOPHERD = """\
[pygopherd]
detach = no
port = {port}
servername = 127.0.0.1
interface = 127.0.0.1
servertype = ThreadingTCPServer
timeout = 60
abstract_headers = on
abstract_entries = always
tracebacks = no
usechroot = no
enable_tls = no
root = {root}
mimetypes = {types}
encoding = list(mimetypes.encodings_map.items())
[logger]
logmethod = none
[GopherEntry]
defaultmimetype = text/plain
mapping = [['text/html', 'h'], ['text/.+', '0'], ['image/.+', 'I'], ['application/gopher-menu', '1'], ['application/.+', '9'], ['.*', '0']]
eaexts = {{'.abstract': 'ABSTRACT'}}
[handlers.HandlerMultiplexer]
handlers = [url.HTMLURLHandler, gophermap.BuckGophermapHandler, UMN.UMNDirHandler, file.FileHandler]
[handlers.file.CompressedFileHandler]
decompressors = {{}}
decompresspatt = .*
[handlers.dir.DirHandler]
ignorepatt = ~$
cachetime = 0
cachefile = .cache.pygopherd.dir
[handlers.UMN.UMNDirHandler]
extstrip = none
[handlers.ZIP.ZIPHandler]
enabled = false
pattern = \\.zip$
[protocols.ProtocolMultiplexer]
protocols = [gopherp.GopherPlusProtocol, rfc1436.GopherProtocol]
[protocols.gopherp.GopherPlusProtocol]
admin = Nobody <nobody@hafen.example>
"""


def test_pygopherd(folder: Path, tmp_path: Path) -> None:
    port = free()
    (tmp_path / "types").write_text("text/plain txt\nimage/png png\napplication/octet-stream bin\n")
    (tmp_path / "conf").write_text(PYGOPHERD.format(port=port, root=folder, types=tmp_path / "types"))
    # What it looks for links in has to be text.
    python("pygopherd")
    with running(port, program("pygopherd"), str(tmp_path / "conf")):
        run_gopher(port, FILES)


FLASK = """\
import sys
from flask import Flask, request, url_for
from flask_gopher import GopherExtension, GopherRequestHandler
app = Flask(__name__)
app.config.update(SERVER_NAME="127.0.0.1:{port}", GOPHER_PLAIN_TEXT_ERRORS=False)
gopher = GopherExtension(app)
@app.route("/")
def index():
    return gopher.render_menu(
        gopher.menu.title("Der Hafen am Fluß"), gopher.menu.info("Willkommen <hier>"), gopher.menu.submenu("Phlog", url_for("phlog")), gopher.menu.query("Suche", url_for("find")),
        gopher.menu.html("Netz", "https://paper.example/"), gopher.menu.error(404, "Ein Fehler"), gopher.menu.file("about.txt", "/text"))
@app.route("/phlog")
def phlog():
    return gopher.render_menu(*[gopher.menu.info(f"Eintrag {{number}}") for number in range(200)], gopher.menu.submenu("Zurück", "/"))
@app.route("/text")
def text():
    return gopher.formatter.banner("Über") + "\\r\\n" + gopher.formatter.tabulate([[1, "a"], [2, "b"]], headers=["Zahl", "Wort"], tablefmt="grid")
@app.route("/find")
def find():
    return gopher.render_menu(gopher.menu.info("Gesucht: " + request.environ["SEARCH_TEXT"]))
app.run("127.0.0.1", {port}, threaded=True, request_handler=GopherRequestHandler)
"""


def test_flask_gopher(tmp_path: Path) -> None:
    port = free()
    (tmp_path / "app.py").write_text(FLASK.format(port=port), "utf-8")
    with running(port, python("flask_gopher"), str(tmp_path / "app.py")):
        run_gopher(port, {"1/phlog", "0/text", "7/find"})

        async def main() -> None:
            async with browser(port) as reader:
                found = await reader.get(f"/~/gopher/{HOST}:{port}/7/find?q=zwei+Worte")
                assert "Gesucht: zwei Worte" in found.text

        asyncio.run(main())


def gemini(port: int, path: str) -> tuple[str, bytes]:
    """What the server says to the same question without us."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((HOST, port), timeout=60) as plain, context.wrap_socket(plain, server_hostname=HOST) as wrapped:
        wrapped.sendall(f"gemini://{HOST}:{port}{path}\r\n".encode())
        head, _, body = b"".join(iter(lambda: wrapped.recv(65536), b"")).partition(b"\r\n")
    return head.decode(), body


def run_gemini(port: int) -> None:
    """Walk a capsule of the folder."""

    def check(path: str, raw: bytes, page: str, headers: dict[str, str]) -> None:
        head, body = gemini(port, path.removeprefix(f"/~/gemini/{HOST}:{port}"))
        assert head.startswith("20")
        assert raw == body
        if head[3:].startswith("text/gemini"):
            seen = set(re.findall(r"\w+", words(page)))
            for line in body.decode().splitlines():
                assert set(re.findall(r"\w+", clean(re.sub(r"^=>\s*\S+", "", line)))) <= seen, line
        elif headers["Content-Type"].startswith("text/"):
            assert all(clean_line(line) in words(page) for line in letters.text_of(body).splitlines())

    async def main() -> None:
        async with browser(port) as reader:
            seen = await walk(reader, "gemini", port, check)
            wrong = {path.rpartition("/")[2] for path, status in seen.items() if status not in {200, 302}}
            assert wrong == {"missing.gmi"}
            for end in ("about.txt", "one.txt", "two.txt", "picture.png", "file.bin", "with%20space.txt"):
                assert any(path.endswith(end) for path in seen), (end, sorted(seen))
            away = await reader.get(f"/~/gemini/{HOST}:{port}/phlog")
            assert away.status in {200, 302}

    asyncio.run(main())


def private(key: Path) -> None:
    """*key* is for the server alone: a newer molly-brown refuses one that others may read."""
    key.chmod(0o600)
    if SOMEBODY:
        os.chown(key, SOMEBODY["user"], SOMEBODY["group"])


def test_molly_brown(folder: Path, tmp_path: Path) -> None:
    molly, port = program("molly-brown"), free()
    with tempfile.TemporaryDirectory() as scratch:
        kept = certificate.keep(Path(scratch), HOST)
        for path in (Path(scratch), *Path(scratch).iterdir()):
            path.chmod(0o777 if path.is_dir() else 0o644)
        private(kept.key)
        conf = Path(scratch, "molly.conf")
        conf.write_text(
            f'Port = {port}\nHostname = "{HOST}"\nCertPath = "{kept.certificate}"\nKeyPath = "{kept.key}"\nDocBase = "{folder}"\n'
            f'AccessLog = "{scratch}/access.log"\nErrorLog = "{scratch}/error.log"\n'
        )
        with running(port, molly, "-c", str(conf), somebody=True):
            run_gemini(port)


def test_jetforce(folder: Path, tmp_path: Path) -> None:
    kept, port = certificate.keep(tmp_path, HOST), free()
    python("jetforce")
    with running(port, program("jetforce"), "--host", HOST, "--hostname", HOST, "--port", str(port), "--dir", str(folder), "--tls-certfile", str(kept.certificate),
                 "--tls-keyfile", str(kept.key)):  # fmt: skip
        run_gemini(port)
