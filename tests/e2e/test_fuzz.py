"""Requests of any shape to the real process: each connection ends, each answer is one of its protocol, and the process says nothing of it.

A bounded form of what was run for minutes: paths, questions, headers and versions as they are written, and as whoever means harm writes them.
"""

import contextlib
import re
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .process import HOST, Edition

# What no answer holds: control characters but line ends and tabs, and what turns the direction of text.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PLACES = [
    "/", "/~/newest", "/~/search", "/~/a/1", "/~/a/1/1", "/~/history/1/1/2", "/~/day/2026-11-01", "/~/day/2026-02-30", "/~/day/9999-12-31", "/~/day/\u0662\u0660\u0662\u0666",
    "/~/front/2026-11-01", "/~/page/2/~/newest", "/~/page/99999999999999999999/~/newest", "/~/page/\u00b2/~/newest", "/~/text/~/text/~/a/1", "/~/gmi/", "/~/json/~/a/1",
    "/~/braille/~/newest", "/~/ascii/", "/~/feed/atom/", "/~/feed/opds", "/~/find/YWJj", "/~/find/____", "/~/about", "/~/section/x", "/robots.txt", "/caps.txt",
    "/~/gopher/localhost/1/", "/~/gemini/127.0.0.1/", "/~/raw/gopher/localhost/0/x", "/~/ask/gopher",
]  # fmt: skip
PIECES = [
    "..", "/../", "//", "%2e%2e", "%2F", "%00", "%0d%0a", "%", "%zz", "%c0%af", "%ff", "%e2%80%ae", "\x00", "\x1b[2J", "\x7f", "\x80", "\u202e", "é", "日本", "a" * 300, "?", "#", "?q=", "&",
    "\t", "~", "\\", "URL:http://x/", "://", "@", "[::1]", "-1", "2026-11-01", "x" * 2000,
]  # fmt: skip
QUESTIONS = [
    "", "hafen", '"', '"hafen"*', "a OR b", "NOT", "NEAR(a b, 99999)", "^a", 'author:"x', "since:2026-99-99", "until:", "tag:*", "{a b}:c", "a\x00b", '"' * 200, "(" * 200, "';drop table x;--", "*",
    "AND", "since:\u0662\u0660\u0662\u0666-01-01", "\u202e",
]  # fmt: skip
HEADERS = [
    "Host: localhost", "Host: \x1b[2J", "Host: a\r\nHost: b", "Range: bytes=0-0,1-1", "Range: bytes=-1", "If-None-Match: *", "If-None-Match: " + '"a",' * 2000, "If-Modified-Since: x",
    "Accept-Encoding: br;q=x, zstd, gzip;q=1e309", "Accept-Encoding: " + "gzip," * 1000, "Upgrade: websocket\r\nConnection: upgrade", "Content-Length: -1", "Content-Length: 5",
    "Transfer-Encoding: chunked", "Expect: 100-continue", "X: " + "a" * 20_000, " folded", "NoColon",
]  # fmt: skip
paths = st.tuples(st.sampled_from(PLACES), st.lists(st.tuples(st.integers(0, 60), st.sampled_from(PIECES) | st.text(max_size=5)), max_size=3))
questions = st.sampled_from(QUESTIONS) | st.text(max_size=30)
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """The sample newspaper with the proxy on; after all of it, the process has said nothing, holds no connection and no more files than before."""
    folder = tmp_path_factory.mktemp("fuzzed")
    (folder / "b.toml").write_text(f'log = "{folder}/access.log"\ngather = false\n[proxy]\non = true\nrate = 6000\n')
    edition = Edition(folder / "data", "--config", str(folder / "b.toml"))
    files = len(list(Path(f"/proc/{edition.process.pid}/fd").iterdir()))
    yield edition
    assert edition.gopher("").endswith(b".\r\n")
    assert len(list(Path(f"/proc/{edition.process.pid}/fd").iterdir())) < files + 20
    code, _ = edition.stop()
    assert (code, edition.errors) == (0, "")
    for line in (folder / "access.log").read_bytes().splitlines():
        assert re.fullmatch(rb'127\.0\.0\.1 - - \[[^\]"]+\] "GET [\x21-\x7e]+ (?:GOPHER|GEMINI|HTTP/1\.1)" \d{2,3} \d+', line), line


def made(path: tuple[str, list[tuple[int, str]]]) -> str:
    """A path with what was put into it."""
    text = path[0]
    for at, piece in path[1]:
        text = text[:at] + piece + text[at:]
    return text


def bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def asked(port: int, request: bytes, tls: ssl.SSLContext | None = None) -> bytes:
    """All that is answered to *request*; `TimeoutError` where the connection does not end."""
    with socket.create_connection((HOST, port), timeout=60) as plain, tls.wrap_socket(plain, server_hostname="localhost") if tls else plain as client:
        answer = b""
        # A server may let go before all of a long request was sent.
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            client.sendall(request)
            if tls is None:
                client.shutdown(socket.SHUT_WR)
            while piece := client.recv(65536):
                answer += piece
        return answer


def assert_text(data: bytes) -> None:
    found = CONTROL.search(data.decode("utf-8"))
    assert found is None, data[:400]


@few
@given(paths, st.none() | questions, st.sampled_from([b"", b"\t+", b"\t!", b"\t$", b"\t\t"]))
def test_gopher(fuzzed: Edition, path: tuple[str, list[tuple[int, str]]], question: str | None, plus: bytes) -> None:
    line = bytes_of(made(path) + ("" if question is None else f"\t{question}")) + plus
    answer = asked(fuzzed.ports["gopher"], line.replace(b"\n", b"") + b"\r\n")
    assert answer
    assert_text(answer)


@few
@given(paths, st.none() | questions, st.booleans(), st.sampled_from(["gemini://localhost:%d", "//localhost:%d", "gemini://u:p@localhost:%d", "gemini://[::1]:%d", "http://localhost:%d", "%d"]))
def test_gemini(fuzzed: Edition, path: tuple[str, list[tuple[int, str]]], question: str | None, encoded: bool, start: str) -> None:
    tls = ssl.create_default_context(cafile=fuzzed.data / "certificate.pem")
    told = made(path) if not encoded else quote(made(path), safe="/%?#~", errors="surrogatepass")
    told += "" if question is None else "?" + quote(question, safe="", errors="surrogatepass")
    answer = asked(fuzzed.ports["gemini"], bytes_of(start % fuzzed.ports["gemini"] + told).replace(b"\n", b"") + b"\r\n", tls)
    head, _, body = answer.partition(b"\r\n")
    assert re.fullmatch(rb"[1-6][0-9] [^\r\n]{0,1024}", head), answer[:400]
    assert head.startswith(b"2") or not body
    assert_text(answer)


@few
@given(
    paths, st.none() | questions, st.booleans(), st.lists(st.sampled_from(HEADERS), max_size=3),
    st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "TRACE", "get", "X" * 40, "CONNECT"]), st.sampled_from(["1.1", "1.1", "1.0", "0.9", "2.0", "9.9", ""]),
)  # fmt: skip
def test_the_web_and_the_proxy(
    fuzzed: Edition, path: tuple[str, list[tuple[int, str]]], question: str | None, encoded: bool, headers: list[str], method: str, version: str
) -> None:
    told = made(path) if not encoded else quote(made(path), safe="/%?#~", errors="surrogatepass")
    told += "" if question is None else "?q=" + quote(question, safe="", errors="surrogatepass")
    answer = asked(fuzzed.ports["http"], bytes_of("\r\n".join([f"{method} {told} HTTP/{version}", *headers, "Connection: close", "", ""])))
    if not answer:
        return  # half a request, ended before it was whole
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.split(b"\r\n")
    assert re.fullmatch(rb"HTTP/1\.[01] [1-5][0-9]{2} [\x20-\x7e]+", first), first
    assert not first.split()[1].startswith(b"500"), first
    assert all(re.fullmatch(rb"[A-Za-z-]+: [\x20-\x7e]*", line) for line in rest), rest
    if b"Content-Encoding" not in head and b"epub" not in head:
        assert_text(body)
