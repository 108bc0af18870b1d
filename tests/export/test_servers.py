"""The exported folder, served by servers that others wrote, and walked: every link of its own leads to the page that it names."""

import os
import posixpath
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest

from broadsheet import export, pages
from broadsheet.export import Wanted
from broadsheet.serve import certificate

from .test_tree import links

Ask = Callable[[str], bytes]


def program(name: str) -> str:
    """Where *name* is; without it the test is skipped, but not in CI."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed, and CI must try every server")
        pytest.skip(f"{name} is not installed")
    return found


# gophernicus refuses to run as root.
SOMEBODY = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


@pytest.fixture
def tree(edition: pages.Edition) -> Iterator[Path]:
    """A whole paper in a folder that any user may read."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-tree-") as folder:
        root = Path(folder)
        for name, data in export.FOLDERS["tree"](export.select(edition, Wanted()), ""):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        for path in (root, *root.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield root


def walk(tree: Path, form: str, follow: Callable[[str, str], str], get: Ask) -> int:
    """Every page of one form from the first one on; each is what stands in the folder."""
    seen: set[str] = set()
    waiting = [form]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        data = get(path)
        assert data == (tree / path).read_bytes(), path
        waiting += [follow(path, link) for link in links(path, data.decode()) if "://" not in link and ":" not in link and not link.startswith("#")]
    # Every page that has a folder is reached.
    assert {path.relative_to(tree).as_posix() for path in tree.rglob(form)} <= seen
    return len(seen)


def beside(path: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), link))


@contextmanager
def running(port: int, *command: str) -> Iterator[None]:
    """A server, until it is not needed any more."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **SOMEBODY)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.communicate()[0].decode()
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=60)


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_nginx_serves_the_web_form(tree: Path) -> None:
    nginx, port = program("nginx"), free()
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o777)
        paths = "".join(f"{name}_temp_path {scratch}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        conf = Path(scratch, "nginx.conf")
        conf.write_text(
            f"daemon off; worker_processes 1; pid {scratch}/pid; error_log {scratch}/error.log; events {{}}\n"
            f"http {{ access_log off; {paths} types {{ text/html html; }} charset utf-8; server {{ listen 127.0.0.1:{port}; root {tree}; }} }}\n"
        )
        with running(port, nginx, "-c", str(conf), "-e", f"{scratch}/error.log"):

            def get(path: str) -> bytes:
                with urllib.request.urlopen(urljoin(f"http://127.0.0.1:{port}/", path), timeout=60) as answer:
                    assert not path.endswith(".html") or answer.headers["content-type"] == "text/html; charset=utf-8"
                    return answer.read()

            assert walk(tree, "index.html", beside, get) > 100
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/politik/die-bruecke-steht/!1000001/", timeout=60) as answer:
                assert "Die Brücke steht" in answer.read().decode()


def private(key: Path) -> None:
    """*key* is for the server alone: a newer molly-brown refuses one that others may read."""
    key.chmod(0o600)
    if SOMEBODY:
        os.chown(key, SOMEBODY["user"], SOMEBODY["group"])


def test_molly_brown_serves_the_gemini_form(tree: Path) -> None:
    molly, port = program("molly-brown"), free()
    with tempfile.TemporaryDirectory() as scratch:
        kept = certificate.keep(Path(scratch), "localhost")
        for path in (Path(scratch), *Path(scratch).iterdir()):
            path.chmod(0o777 if path.is_dir() else 0o644)
        private(kept.key)
        conf = Path(scratch, "molly.conf")
        conf.write_text(
            f'Port = {port}\nHostname = "localhost"\nCertPath = "{kept.certificate}"\nKeyPath = "{kept.key}"\nDocBase = "{tree}"\n'
            f'AccessLog = "{scratch}/access.log"\nErrorLog = "{scratch}/error.log"\n'
        )
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        with running(port, molly, "-c", str(conf)):

            def get(path: str) -> bytes:
                with socket.create_connection(("127.0.0.1", port), timeout=60) as plain, tls.wrap_socket(plain, server_hostname="localhost") as wrapped:
                    wrapped.sendall(f"gemini://localhost:{port}/{path}\r\n".encode())
                    head, _, body = b"".join(iter(lambda: wrapped.recv(65536), b"")).partition(b"\r\n")
                assert head.startswith(b"20 text/gemini" if path.endswith("gmi") or not path else b"20 text/plain"), (path, head)
                return body

            assert walk(tree, "index.gmi", beside, get) > 100
            assert get("") == (tree / "index.gmi").read_bytes()


def test_gophernicus_serves_the_gopher_form(tree: Path) -> None:
    gophernicus = program("gophernicus")

    def get(selector: str) -> bytes:
        command = (gophernicus, "-r", str(tree), "-h", "news.example", "-p", "7070", "-nv", "-nl", "-nf", "-i", "1000000", "-k", "1000000000")
        done = subprocess.run(command, input=f"{selector}\r\n".encode(), capture_output=True, timeout=60, check=True, **SOMEBODY)
        return done.stdout

    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        selector = waiting.pop()
        if selector in seen:
            continue
        seen.add(selector)
        answer = get(selector)
        if selector.endswith(".txt"):
            assert answer.replace(b"\r\n", b"\n").rstrip(b"\n") == (tree / selector.removeprefix("/")).read_bytes().rstrip(b"\n")
            continue
        rows = [line.split("\t") for line in answer.decode().split("\r\n") if line and line != "."]
        written = (tree / selector.removeprefix("/") / "gophermap").read_text(encoding="utf-8").splitlines()
        assert [row[0] for row in rows] == [line.split("\t")[0] for line in written], selector
        assert all(len(row) == 4 for row in rows)
        assert all(row[2:] == ["news.example", "7070"] for row in rows if row[0][0] in "01")
        waiting += [row[1] for row in rows if row[0][0] in "01"]
    assert {f"/{path.parent.relative_to(tree).as_posix()}/".replace("/./", "/") for path in tree.rglob("gophermap")} <= seen
