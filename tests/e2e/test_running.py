"""What an operator does with the running process: settings read again, the access log, the figures, several processes."""

import os
import re
import signal
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .process import HOST, Edition


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(data: Path, config: Path, *options: str) -> Iterator[Edition]:
    edition = Edition(data, "--config", str(config), *options)
    try:
        yield edition
    finally:
        edition.process.kill()
        edition.process.wait()


def until(true, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def fingerprint(port: int) -> bytes:
    settings = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    settings.check_hostname = False
    settings.verify_mode = ssl.CERT_NONE
    with socket.create_connection((HOST, port), timeout=60) as raw, settings.wrap_socket(raw) as client:
        return client.getpeercert(binary_form=True) or b""


def figures(port: int) -> str:
    with urllib.request.urlopen(f"http://{HOST}:{port}/metrics", timeout=60) as answer:
        return answer.read().decode()


@pytest.fixture(scope="module")
def data(edition: Edition) -> Path:
    return edition.data


def test_sighup_reads_settings_and_certificate_again_and_disconnects_nobody(data: Path, tmp_path: Path) -> None:
    config, log = tmp_path / "broadsheet.toml", tmp_path / "access.log"
    config.write_text(f'log = "access.log"\nmetrics = {free_port()}\n')
    own = tmp_path / "own"
    own.mkdir()
    for file in data.iterdir():
        if not file.name.endswith(".pem") and file.is_file():
            (own / file.name).write_bytes(file.read_bytes())
    with running(own, config) as edition:
        before = fingerprint(edition.ports["gemini"])
        longest = max(len(line[0]) for line in edition.menu())
        until(lambda: log.exists() and "GOPHER" in log.read_text())
        # An answer that is under way stays so.
        with socket.create_connection((HOST, edition.ports["gopher"]), timeout=60) as reading:
            reading.sendall(b"/\r\n")
            first = reading.recv(1)
            log.rename(tmp_path / "access.log.1")
            (own / "certificate.pem").unlink()
            (own / "key.pem").unlink()
            config.write_text('log = "access.log"\npublic = "news.example"\nworkers = 3\n[gopher]\nwidth = 40\n')
            edition.process.send_signal(signal.SIGHUP)
            edition.wait_for("Configuration and certificate are read again.", 60)
            assert "Note: metrics, workers changed, which takes a restart." in edition.output
            while piece := reading.recv(65536):
                first += piece
            assert first.endswith(b"\r\n.\r\n")
        assert fingerprint(edition.ports["gemini"]) != before
        menu = edition.menu()
        assert {line[2] for line in menu if line[0].startswith("1")} == {"news.example"}
        assert max(len(line[0]) for line in menu if line[0].startswith("i")) < longest
        until(lambda: log.exists() and "GOPHER" in log.read_text())
        # What is wrong changes nothing.
        config.write_text("prot = 1\n")
        edition.process.send_signal(signal.SIGHUP)
        edition.wait_for("All stays as it was: ", 60)
        assert edition.menu() == menu
        assert edition.stop()[0] == 0
        assert edition.errors == ""


def test_the_log_and_the_figures_name_answers_and_hold_nothing_raw(data: Path, tmp_path: Path) -> None:
    config, port = tmp_path / "broadsheet.toml", free_port()
    config.write_text(f'log = "access.log"\nmetrics = {port}\n')
    with running(data, config) as edition:
        edition.menu()
        edition.gopher("", raw=b'/x"\x1b[2J\x00geheim\r\n')
        edition.gopher("/~/search\tgeheimnis")
        edition.gemini()
        urllib.request.urlopen(edition.url("http", "/~/newest"), timeout=60).read()
        text = figures(port)
        assert 'broadsheet_requests_total{protocol="gopher",status="2xx"} 2' in text
        assert 'broadsheet_requests_total{protocol="gopher",status="4xx"} 1' in text
        assert 'broadsheet_requests_total{protocol="gemini",status="2x"} 1' in text
        assert 'broadsheet_requests_total{protocol="web",status="2xx"} 1' in text
        assert edition.stop()[0] == 0
        assert edition.errors == ""
    written = (tmp_path / "access.log").read_text()
    assert [line.split('"')[1] for line in written.splitlines()] == [
        "GET / GOPHER", "GET - GOPHER", "GET /~/search GOPHER", "GET / GEMINI", "GET /~/newest HTTP/1.1",
    ]  # fmt: skip
    assert "geheim" not in written


def children(process: int) -> list[int]:
    return [int(each) for each in subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False).stdout.split()]


def test_several_processes_serve_one_port_and_a_dead_one_is_replaced(data: Path, tmp_path: Path) -> None:
    config, port = tmp_path / "broadsheet.toml", free_port()
    config.write_text(f"workers = 2\nmetrics = {port}\n")
    with running(data, config) as edition:
        # The first says that the edition is ready, be the second begun or not.
        until(lambda: len(children(edition.process.pid)) == 2)
        workers = children(edition.process.pid)
        for _ in range(40):
            assert edition.menu()
        assert edition.gemini()[0].startswith("20 ")
        until(lambda: 'requests_total{protocol="gopher",status="2xx"} 40\n' in figures(port))
        assert "broadsheet_workers 2" in figures(port)
        os.kill(workers[1], signal.SIGKILL)
        edition.wait_for("A worker process has ended (signal 9); another takes its place.", 60)
        until(lambda: len(children(edition.process.pid)) == 2)
        for _ in range(20):
            assert edition.menu()
        edition.process.send_signal(signal.SIGHUP)
        edition.wait_for("read again", 60)
        for _ in range(20):
            assert edition.menu()
        left = children(edition.process.pid)
        code, seconds = edition.stop()
        assert code == 0, edition.errors
        assert seconds < 5
        assert edition.errors == ""
        assert re.findall("Stopping", edition.output) == ["Stopping"]
        until(lambda: not any(Path(f"/proc/{each}").exists() for each in left))


def test_workers_end_with_their_parent(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "broadsheet.toml"
    config.write_text("workers = 2\n")
    with running(data, config) as edition:
        workers = children(edition.process.pid)
        edition.process.kill()
        edition.process.wait()
        until(lambda: not any(Path(f"/proc/{each}").exists() and "zombie" not in Path(f"/proc/{each}/status").read_text() for each in workers))


def test_a_port_in_use_is_noticed_by_several_processes_too(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "broadsheet.toml"
    config.write_text("workers = 2\n")
    with running(data, config) as first:
        second = Edition(data, "--config", str(config), "--gopher", str(first.ports["gopher"]), ready=False)
        assert second.process.wait(20) == 6
        assert "is in use" in second.errors


def test_a_log_that_cannot_be_written(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "broadsheet.toml"
    config.write_text('log = "none/access.log"\n')
    edition = Edition(data, "--config", str(config), ready=False)
    assert edition.process.wait(20) == 6
    assert "access.log cannot be written" in edition.errors
