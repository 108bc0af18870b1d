"""The client of bench/serve.py reads what the servers that it measures send."""

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "bench" / "client.c"
BODY = b"The harbour freezes.\r\n0\r\n\r\n" * 900
CHUNKED = b"%x\r\n%s\r\n%x;note=x\r\n%s\r\n0\r\n\r\n" % (7, BODY[:7], len(BODY) - 7, BODY[7:])


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client, built."""
    if not shutil.which("cc") or not Path("/usr/include/openssl/ssl.h").exists():
        if os.environ.get("CI") == "true":
            pytest.fail("cc and OpenSSL's headers are wanted in CI: see .ci/run")
        pytest.skip("no C compiler or no headers of OpenSSL here")
    program = tmp_path_factory.mktemp("client") / "client"
    subprocess.run(["cc", "-O1", "-Wall", "-Werror", "-o", program, SOURCE, "-lssl", "-lcrypto", "-lpthread"], check=True)
    return program


@contextmanager
def serving(pieces: list[bytes], *, once: bool) -> Iterator[int]:
    """A server on a port that sends *pieces* for each request, one segment after the other, and ends the connection then if it is for *once*."""

    def talk(opened: socket.socket) -> None:
        with opened:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                while opened.recv(4096):
                    for piece in pieces:
                        opened.sendall(piece)
                    if once:
                        return
            except OSError:
                return  # the client's time is over

    def accept() -> None:
        while True:
            try:
                opened, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=talk, args=(opened,)))
            threads[-1].start()

    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threads.append(threading.Thread(target=accept))
        threads[0].start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join(30)


def ask(client: Path, protocol: str, pieces: list[bytes], *, once: bool = False) -> dict[str, float]:
    with serving(pieces, once=once) as port:
        done = subprocess.run([client, protocol, "127.0.0.1", str(port), "2", "0.2", "/", "0"], capture_output=True, text=True, check=False, timeout=60)
    return json.loads(done.stdout)


@pytest.mark.parametrize("length", [1, 700, 1 << 20])
def test_a_body_in_chunks_is_counted_without_their_frame(client: Path, length: int) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    whole = head + CHUNKED
    # A byte at a time is enough where a chunk begins and ends.
    pieces = [whole[at : at + 1] for at in range(90)] + [whole[90:-20]] + [bytes([byte]) for byte in whole[-20:]] if length == 1 else []
    measured = ask(client, "web", pieces or [whole[at : at + length] for at in range(0, len(whole), length)])
    assert measured["bytes"] == len(BODY)
    assert measured["requests"] > 0
    assert measured["errors"] == 0


def test_a_body_with_a_length(client: Path) -> None:
    measured = ask(client, "web", [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY), BODY])
    assert (measured["bytes"], measured["errors"]) == (len(BODY), 0)


@pytest.mark.parametrize("whole", [CHUNKED[:-9], CHUNKED[:4], b"7fffffff\r\n" + BODY, b"-1\r\n" + BODY], ids=["cut", "begun", "huge", "negative"])
def test_a_body_that_breaks_off_is_a_failure(client: Path, whole: bytes) -> None:
    measured = ask(client, "web", [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + whole], once=True)
    assert measured["requests"] == 0
    assert measured["errors"] > 0


def test_a_gopher_answer_is_all_that_comes(client: Path) -> None:
    measured = ask(client, "gopher", [BODY], once=True)
    assert (measured["bytes"], measured["errors"]) == (len(BODY), 0)
