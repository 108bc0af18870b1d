"""How the process starts, refuses to start, and ends."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from .process import HOST, Edition


def refused(tmp_path: Path, *options: str, code: int) -> str:
    """The one line with which it refuses to start."""
    edition = Edition(tmp_path / "archive", *options, ready=False)
    try:
        assert edition.process.wait(60) == code, edition.errors
    finally:
        edition.process.kill()
        edition.process.wait()
    assert edition.errors.count("\n") == 1, edition.errors
    assert edition.errors.startswith("broadsheet: ")
    return edition.errors


def test_it_says_what_it_serves_and_how_to_read_it(edition: Edition) -> None:
    assert "The archive is empty: importing the sample newspaper" in edition.output
    for scheme, program in (("gopher", "lynx"), ("gemini", "amfora"), ("http", "w3m")):
        (line,) = [line for line in edition.output.splitlines() if edition.url(scheme) in line]
        assert program in line.partition(" for ")[2]
        assert len(line) <= 80


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = str(other.getsockname()[1])
        for protocol in ("gopher", "gemini", "web"):
            said = refused(tmp_path, f"--{protocol}", port, code=6)
            assert f"port {port} is in use on 127.0.0.1: stop the other program or choose another with --{protocol} PORT" in said
    assert not (tmp_path / "archive").exists()


def test_nothing_to_serve(tmp_path: Path) -> None:
    assert "all off" in refused(tmp_path, "--gopher", "off", "--gemini", "off", "--web", "off", code=2)


def test_two_protocols_on_one_port(tmp_path: Path) -> None:
    assert "two of --gopher, --gemini and --web have port 7979" in refused(tmp_path, "--gopher", "7979", "--web", "7979", code=2)


def test_an_address_that_is_not_ours(tmp_path: Path) -> None:
    assert "not an address of this machine" in refused(tmp_path, "--bind", "203.0.113.9", code=6)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("")
    assert "--data" in refused(tmp_path, code=5)


def test_a_damaged_archive(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "broadsheet.sqlite").write_bytes(b"no database at all" * 500)
    refused(tmp_path, code=5)


def test_a_second_process_and_a_certificate_that_stays(edition: Edition, tmp_path: Path) -> None:
    """Two processes serve one archive; the second finds archive and certificate as they are, refuses a damaged one, and has protocols off."""
    before = (edition.data / "certificate.pem").read_bytes()
    second = Edition(edition.data, "--web", "off")
    try:
        assert set(second.ports) == {"gopher", "gemini"}
        assert "importing" not in second.output
        assert second.gemini()[0].startswith("20 ")
        assert b"no web edition" in second.gopher("", raw=b"GET / HTTP/1.0\r\n\r\n")
        assert second.stop(signal.SIGINT)[0] == 0
    finally:
        second.process.kill()
        second.process.wait()
    assert (edition.data / "certificate.pem").read_bytes() == before
    assert (edition.data / "key.pem").stat().st_mode & 0o777 == 0o600


def test_a_damaged_certificate(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "key.pem").write_text("x")
    assert "put both back from a backup" in refused(tmp_path, code=6)
    assert (tmp_path / "archive" / "key.pem").read_text() == "x"


def test_another_public_name_is_told_and_served(edition: Edition) -> None:
    with pytest.raises(AssertionError, match="it did not say"):
        edition.wait_for("the certificate in", 0)
    second = Edition(edition.data, "--public", "news.example:70")
    try:
        assert "is for localhost, not for news.example" in second.output
        assert "gopher://news.example/" in second.output
        assert "gemini://news.example:" in second.output
        assert second.stop()[0] == 0
    finally:
        second.process.kill()
        second.process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_while_readers_are_connected(edition: Edition, number: int) -> None:
    """Silent connections on each port, one reader whose answer is under way: it is finished, and all is over within five seconds."""
    second = Edition(edition.data)
    with contextlib.ExitStack() as stack:
        stack.callback(second.process.wait)
        stack.callback(second.process.kill)
        for port in second.ports.values():
            for _ in range(20):
                stack.enter_context(socket.create_connection((HOST, port)))
        reading = stack.enter_context(socket.create_connection((HOST, second.ports["gopher"]), timeout=60))
        reading.sendall(b"/\r\n")
        answer = reading.recv(1)
        code, seconds = second.stop(number)
        assert code == 0, second.errors
        assert seconds < 5
        assert second.errors == ""
        while piece := reading.recv(65536):
            answer += piece
        assert answer.startswith(b"i# ")
        assert answer.endswith(b"\r\n.\r\n")


def test_rude_clients_leave_it_as_it_was(edition: Edition) -> None:
    """Random bytes, five megabytes, NULs, halves, three hundred silent ones, on each port at once, and readers go on reading."""
    silent = [socket.create_connection((HOST, port)) for port in edition.ports.values() for _ in range(100)]

    def rude(port: int, data: bytes, secured: bool) -> None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=2) as raw:
            settings = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            settings.check_hostname = False
            settings.verify_mode = ssl.CERT_NONE
            with settings.wrap_socket(raw) if secured else raw as client:
                client.sendall(data)
                client.recv(100)

    blobs = [os.urandom(2000), b"\0" * 3000 + b"\r\n", b"x" * 5_000_000, b"GET / HTTP/1.1\r\nHost: ", b"\x16\x03\x01" + os.urandom(300), b"\r\n" * 500]
    threads = [
        threading.Thread(target=rude, args=(port, blob, secured))
        for port in edition.ports.values()
        for blob in blobs
        for secured in (False, True)
    ]
    for thread in threads:
        thread.start()
    begun = time.monotonic()
    while any(thread.is_alive() for thread in threads) and time.monotonic() - begun < 30:
        assert edition.menu()
        assert edition.gemini()[0].startswith("20 ")
        time.sleep(0.2)
    for thread in threads:
        thread.join(10)
    for each in silent:
        each.close()
    assert edition.menu()
    assert edition.errors == ""


def test_it_serves_on_when_nobody_reads_what_it_says(edition: Edition, tmp_path: Path) -> None:
    """`broadsheet serve | head -1`: SIGHUP has it speak again, into a pipe that nobody holds any more."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "broadsheet", "serve", "--data", str(edition.data), "--gopher", str(port), "--gemini", "off", "--web", "off"]
    with (tmp_path / "error").open("wb") as error:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=error, stdin=subprocess.DEVNULL, cwd=tmp_path)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"Serving")
        process.stdout.close()
        for number in (0, signal.SIGHUP, 0):
            process.send_signal(number)
            assert fetched(port).endswith(b"\r\n.\r\n")
        process.terminate()
        assert process.wait(60) == 0
        assert (tmp_path / "error").read_bytes() == b""
    finally:
        process.kill()
        process.wait()


def fetched(port: int) -> bytes:
    """The answer to an empty selector, once somebody listens at *port*."""
    give_up = time.monotonic() + 60
    while True:
        try:
            with socket.create_connection((HOST, port), timeout=60) as client:
                client.sendall(b"\r\n")
                return b"".join(iter(lambda: client.recv(65536), b""))
        except ConnectionRefusedError:
            assert time.monotonic() < give_up, "nobody listens"
            time.sleep(0.05)
