"""Every rule of Gemini is broken by one server, and told; a server that breaks none hears nothing."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec
import pytest

from broadsheet import check
from broadsheet.check.gemini.hello import accepted, client_hello
from broadsheet.check.gemini.rules import RULES
from broadsheet.check.report import Report

from .conftest import Make
from .server import HOST, QUICK, Manner, Server

Answer = Callable[[bytes, int], bytes | None]

RIGHT = Manner(tls="always", end=b"\r\n")
ATOM = b'20 application/atom+xml\r\n<feed xmlns="http://www.w3.org/2005/Atom">'
GEMTEXT = b"20 text/gemini; charset=utf-8; lang=de\r\n"
ROOT = """# Ein Hafen

=> /nebel Nebel
=> text.txt Ein Text
=> /suche Suche
=> /alt Umgezogen
=> /feed Feed
=> gemini://other.invalid/ Woanders
=> https://example.org/ Netz

## Neu
=> /nebel 2026-03-04 Nebel
=> /nebel 2026-03-03 Dunst
"""
PAGES: dict[str, bytes] = {
    "/": GEMTEXT + ROOT.encode(),
    "/nebel": GEMTEXT + b"# Nebel\n\nEin Absatz in einer Zeile, wie lang er auch sei, denn das Programm bricht ihn um.\n```\ncode\n```\n",
    "/text.txt": "20 text/plain; charset=utf-8\r\nStraße\n".encode(),
    "/alt": b"31 /nebel\r\n",
    "/suche": b"10 Wonach?\r\n",
    "/feed": ATOM + b"<id>urn:0</id><entry><id>urn:1</id></entry>\n<entry>\n<title>x</title><id>urn:2</id></entry></feed>",
    "/robots.txt": b"20 text/plain; charset=utf-8\r\nUser-agent: *\nUser-agent: webproxy\nDisallow:\n",
}


def right(line: bytes, port: int) -> bytes | None:
    """A Gemini server that nothing is wrong with."""
    try:
        url = line.decode()
    except UnicodeDecodeError:
        return b"59 not UTF-8\r\n"
    if len(line) > 1024 or not url.isprintable():
        return b"59 no request\r\n"
    match = re.fullmatch(r"([a-z]+)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?", url)
    if match is None or match[5] or "@" in match[2]:
        return b"59 no request\r\n"
    if match[1] != "gemini" or match[2] != f"localhost:{port}":
        return b"53 not here\r\n"
    path, query = match[3] or "/", match[4]
    if path == "/suche" and query:
        return GEMTEXT + b"# Gefunden\n"
    return PAGES.get(path, b"51 there is no such page\r\n")


def instead(**answers: bytes | None) -> Answer:
    """The right server, but for some requests, named by `NAMES`."""

    def answer(line: bytes, port: int) -> bytes | None:
        path = line.removeprefix(f"gemini://localhost:{port}".encode())
        for name, made in answers.items():
            if NAMES[name](path):
                return made
        return right(line, port)

    return answer


NAMES: dict[str, Callable[[bytes], bool]] = {
    "root": lambda path: path == b"/",
    "bare": lambda path: path == b"",
    "nebel": lambda path: path == b"/nebel",
    "text": lambda path: path == b"/text.txt",
    "moved": lambda path: path == b"/alt",
    "feed": lambda path: path == b"/feed",
    "asked": lambda path: path == b"/suche",
    "again": lambda path: path == b"/suche?",
    "query": lambda path: path.startswith(b"/suche?b"),
    "robots": lambda path: path == b"/robots.txt",
    "missing": lambda path: path == b"/broadsheet-check-no-such-page",
    "longest": lambda path: b"xxxx" in path,
    "utf8": lambda path: b"\xff" in path,
    "relative": lambda path: path == b"/" or not path,
    "climb": lambda path: b"os-release" in path,
    "top": lambda path: path == b"/#top",
    "user": lambda path: b"@" in path,
    "other_host": lambda path: path == b"gemini://broadsheet-check.invalid/",
    "other_port": lambda path: re.fullmatch(rb"gemini://localhost:\d+/", path) is not None,
    "other_scheme": lambda path: path.startswith((b"https:", b"gopher:")),
}


def literal(request: bytes, made: bytes) -> Answer:
    """The right server, but for one request as it stands."""
    return lambda line, port: made if line.replace(str(port).encode(), b"PORT") == request else right(line, port)


def page(body: str, head: bytes = GEMTEXT) -> Answer:
    return instead(nebel=head + body.encode())


def echo(line: bytes, port: int) -> bytes | None:
    return b"51 not here: " + line + b"\r\n" if b"no-such-page" in line and len(line) < 200 else right(line, port)


def decoding(line: bytes, port: int) -> bytes | None:
    """Decodes what it was asked for, and says it."""
    return b"51 not here: \r\n20 text/gemini\r\nbrdsht\r\n" if b"%0d%0a20" in line else right(line, port)


def unbounded(line: bytes, port: int) -> bytes | None:
    return b"51 no such page\r\n" if len(line) > 1024 else right(line, port)


class Case(NamedTuple):
    """A server that breaks a rule."""

    answer: Answer = right
    manner: Manner = RIGHT
    certificate: dict[str, object] = {}  # noqa: RUF012
    settings: check.Settings = QUICK


PROSE = "Der Nebel lag am Morgen so dicht über dem Kai, dass keiner sah."
OK = GEMTEXT + b"# Da\n"

BROKEN: dict[str, list[Case]] = {
    "gemini-tls": [Case(lambda line, port: None, RIGHT._replace(tls="never"), settings=msgspec.structs.replace(QUICK, timeout=0.3))],
    "gemini-certificate-dates": [Case(certificate={"begin": -800, "end": -2}), Case(certificate={"begin": 2})],
    "gemini-certificate-lifetime": [Case(certificate={"end": 20}), Case(certificate={"end": 90}), Case(certificate={"end": 90, "issuer": "A CA"})],
    "gemini-certificate-name": [Case(certificate={"names": ()}), Case(certificate={"names": ("other.example",)})],
    "gemini-certificate-key": [Case(certificate={"weak": True})],
    "gemini-close-notify": [Case(manner=RIGHT._replace(leave="bare"))],
    "gemini-close": [Case(manner=RIGHT._replace(leave="stay"), settings=msgspec.structs.replace(QUICK, timeout=0.3))],
    "gemini-root": [Case(instead(root=b"51 nothing here\r\n")), Case(instead(root=None))],
    "gemini-bare-host": [Case(instead(bare=b"59 no path\r\n"))],
    "gemini-pieces": [Case(manner=RIGHT._replace(once=True))],
    "gemini-longest": [Case(instead(longest=b"59 too long\r\n")), Case(instead(longest=b""))],
    "gemini-missing": [Case(instead(missing=OK)), Case(instead(missing=b"40 oh\r\n")), Case(instead(missing=b"")), Case(instead(missing=b"59 no\r\n"))],
    "gemini-too-long": [Case(unbounded), Case(lambda line, port: OK if len(line) > 1024 else right(line, port))],
    "gemini-empty": [Case(literal(b"", OK)), Case(literal(b"", b""))],
    "gemini-relative": [Case(literal(b"/", OK))],
    "gemini-no-scheme": [Case(literal(b"//localhost:PORT/", OK))],
    "gemini-utf8": [Case(instead(utf8=OK)), Case(instead(utf8=b"51 no such page\r\n"))],
    "gemini-userinfo": [Case(instead(user=OK))],
    "gemini-fragment": [Case(instead(top=OK))],
    "gemini-foreign-host": [Case(instead(other_host=OK)), Case(instead(other_host=b"51 no\r\n"))],
    "gemini-foreign-port": [Case(instead(other_port=OK))],
    "gemini-foreign-scheme": [Case(instead(other_scheme=OK)), Case(instead(other_scheme=b"31 https://example.org/\r\n"))],
    "gemini-no-cr": [Case(manner=RIGHT._replace(end=b"\n"))],
    "gemini-stall": [Case(manner=RIGHT._replace(idle=None))],
    "gemini-beside": [Case(manner=RIGHT._replace(alone=True, idle=2.0), settings=msgspec.structs.replace(QUICK, timeout=0.5))],
    "gemini-internals": [Case(instead(missing=b"51 [Errno 2] No such file\r\n")), Case(instead(utf8=b"59 UnicodeDecodeError: x\r\n"))],
    "gemini-reflected": [Case(echo), Case(decoding)],
    "gemini-climb": [Case(instead(climb=b"20 text/plain; charset=utf-8\r\nID=debian\n"))],
    "gemini-status": [Case(instead(nebel=b"OK\r\n")), Case(instead(nebel=b"20 text/gemini\n# Nebel\n")), Case(instead(nebel=b"99 what\r\n"))],
    "gemini-meta": [Case(instead(missing=b"51 " + b"x" * 1100 + b"\r\n")), Case(instead(missing=b"51 a\nb\r\n")), Case(instead(missing=b"51 \xff\r\n"))],
    "gemini-media-type": [Case(instead(nebel=b"20 \r\n# Nebel\n")), Case(instead(nebel=b"20 gemini\r\n# Nebel\n"))],
    "gemini-charset": [
        Case(instead(text=b"20 text/plain; charset=utf-8\r\nStra\xdfe\n")),
        Case(instead(text=b"20 text/plain\r\nText\n")),
        Case(instead(text=b"20 text/plain; charset=iso-8859-1\r\nStra\xdfe\n")),
        Case(instead(text=b"20 text/plain; charset=nothing\r\nText\n")),
    ],
    "gemini-lang": [Case(page("# Da\n", b"20 text/gemini; charset=utf-8\r\n")), Case(page("# Da\n", b"20 text/gemini; charset=utf-8; lang=d_e\r\n"))],
    "gemini-control": [Case(page("# Nebel\x1b[2J\n")), Case(page("# Nebel\x9b2J\n"))],
    "gemini-link": [Case(page("=>\n")), Case(page("=> /süd Süden\n")), Case(page("=> http://[ Kaputt\n")), Case(page(f"=> /{'x' * 1100} Lang\n"))],
    "gemini-fence": [Case(page("# Nebel\n```\ncode\n"))],
    "gemini-wrapped": [Case(page("# Nebel\n" + f"{PROSE}\n" * 6))],
    "gemini-feed": [
        Case(page("=> /a 2026-03-04 Eins\n=> /b 2026-03-03 Zwei\n")),
        Case(page("# Neu\n=> /text.txt 04.03.2026 Eins\n=> /text.txt 03.03.2026 Zwei\n")),
    ],
    "gemini-atom": [
        Case(instead(feed=b'20 application/atom+xml\r\n<feed xmlns="http://purl.org/atom/ns#"></feed>')),
        Case(instead(feed=ATOM + b"<entry><title>x</title></entry></feed>")),
        Case(instead(feed=ATOM + b"<entry><id>urn:1</id></entry><entry><title>x</title></entry><id>urn:feed</id></feed>")),
    ],
    "gemini-dead-link": [Case(page("=> /fort Weg\n")), Case(instead(text=b""))],
    "gemini-redirect": [Case(instead(moved=b"31 \r\n")), Case(instead(moved=b"31 https://example.org/\r\n")), Case(instead(moved=b"31 /alt\r\n"))],
    "gemini-slow-down": [Case(instead(missing=b"44 later\r\n"))],
    "gemini-input-prompt": [Case(instead(asked=b"10 \r\n"))],
    "gemini-input-empty": [Case(instead(again=b"51 nothing\r\n"))],
    "gemini-input-query": [Case(instead(query=b"59 no\r\n")), Case(instead(query=b""))],
    "gemini-robots": [
        Case(instead(robots=b"51 no\r\n")),
        Case(instead(robots=GEMTEXT + b"User-agent: *\n")),
        Case(instead(robots=b"20 text/plain; charset=utf-8\r\nUser-agent: googlebot\n")),
    ],
}

# Broken by servers of their own, below.
APART = {"gemini-sni", "gemini-tls-version", "gemini-plaintext", "gemini-certificate-changes"}
# A refusal with another number than the one that is due is said more softly.
SEVERITIES = {"gemini-utf8": ["error", "note"], "gemini-missing": ["error", None, "warning", "note"], "gemini-certificate-lifetime": ["warning", "warning", "note"]}


def run(case: Case, contexts: Make) -> Report:
    with Server(case.answer, case.manner, contexts(**case.certificate)) as server:
        return check.check(check.target(f"gemini://localhost:{server.port}/"), case.settings)


def test_a_server_that_is_right_hears_nothing(contexts: Make) -> None:
    report = run(Case(), contexts)
    assert report.findings == ()
    assert (report.pages, report.complete) == (7, True)
    assert report.requests < 45


def test_every_rule_has_a_server_that_breaks_it() -> None:
    assert set(BROKEN) | APART == {rule.id for rule in RULES}
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(("rule", "number"), [(rule, number) for rule, servers in BROKEN.items() for number in range(len(servers))])
def test_a_broken_rule_is_told_and_no_other_error(rule: str, number: int, contexts: Make) -> None:
    report = run(BROKEN[rule][number], contexts)
    found = {finding.rule: finding for finding in report.findings}
    severity = SEVERITIES.get(rule, ["?"] * 9)[number]
    if severity is None:  # a failure for the moment is no breach
        assert report.findings == ()
        return
    assert rule in found, report.findings
    assert {finding.rule for finding in report.findings if finding.severity == "error"} <= {rule}
    assert severity in {"?", found[rule].severity}
    assert found[rule].message
    assert found[rule].clients
    assert found[rule].source


def told(port: int) -> set[str]:
    report = check.check(check.target(f"gemini://localhost:{port}/"), QUICK)
    return {finding.rule for finding in report.findings if finding.severity == "error"}


def test_sni_a_handshake_that_fails_for_the_name_is_told(contexts: Make) -> None:
    context = contexts(again=1)
    context.sni_callback = lambda connection, name, _: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME if name else None
    with Server(right, RIGHT, context) as server:
        assert told(server.port) == {"gemini-sni"}


def test_certificates_that_change_are_told(contexts: Make) -> None:
    first, others = contexts(again=2), [contexts(again=3), contexts(again=4)]
    shown: list[ssl.SSLContext] = []

    def change(connection: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        shown.append(others[len(shown) % 2])
        connection.context = shown[-1]

    first.sni_callback = change
    with Server(right, RIGHT, first) as server:
        assert told(server.port) == {"gemini-certificate-changes"}


class Answering(Server):
    """Answers what no TLS client sends, in the clear: *raw* for a handshake of TLS 1.1, or the page."""

    raw = b""

    def _talk(self, plain: socket.socket) -> None:
        first = plain.recv(6, socket.MSG_PEEK)
        hello = plain.recv(300, socket.MSG_PEEK) if first[:1] == b"\x16" else b""
        if first[:1] == b"g" and not self.raw:
            plain.sendall(GEMTEXT + b"# Da\n")
        elif self.raw and hello[9:11] == b"\x03\x02":
            plain.sendall(self.raw)
        else:
            super()._talk(plain)
            return
        plain.recv(65536)
        plain.close()


def test_an_answer_without_tls_is_told(contexts: Make) -> None:
    with Answering(right, RIGHT, contexts()) as server:
        assert told(server.port) == {"gemini-plaintext"}


def test_tls_1_1_is_told(contexts: Make) -> None:
    Answering.raw = b"\x16\x03\x02\x00\x31\x02\x00\x00\x2d\x03\x02" + bytes(40)
    try:
        with Answering(right, RIGHT, contexts()) as server:
            assert told(server.port) == {"gemini-tls-version"}
    finally:
        Answering.raw = b""


@contextmanager
def deaf() -> Iterator[int]:
    """A port that takes connections and never says anything."""
    with socket.create_server((HOST, 0)) as listening:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    held.append(listening.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        for one in held:
            one.close()


def test_a_check_ends_when_its_time_is_over(contexts: Make) -> None:
    with Server(right, RIGHT, contexts()) as server:
        report = check.check(check.target(f"gemini://localhost:{server.port}/"), msgspec.structs.replace(QUICK, total=0.02))
    assert not report.complete
    assert report.requests < 20
    assert report.findings == ()
    assert "the time ran out" in check.report.text(report)


def test_a_server_that_never_speaks_is_told_soon() -> None:
    with deaf() as port:
        report = check.check(check.target(f"gemini://localhost:{port}/"), msgspec.structs.replace(QUICK, timeout=0.1))
    assert [finding.rule for finding in report.findings] == ["gemini-tls"]
    assert report.requests < 6
    with deaf() as port:
        report = check.check(check.target(f"gopher://localhost:{port}/"), msgspec.structs.replace(QUICK, timeout=0.1))
    assert [finding.rule for finding in report.findings] == ["gopher-root"]
    assert report.findings[0].came == "nothing in 0.1 seconds"


def test_a_handshake_is_read_as_what_it_is() -> None:
    hello = client_hello("localhost")
    assert hello[:3] == b"\x16\x03\x01"
    assert int.from_bytes(hello[3:5], "big") == len(hello) - 5
    assert int.from_bytes(hello[6:9], "big") == len(hello) - 9
    assert b"localhost" in hello
    assert b"localhost" not in client_hello("")
    assert accepted(b"\x16\x03\x02\x00\x31\x02\x00\x00\x2d\x03\x02")
    assert not accepted(b"\x16\x03\x03\x00\x31\x02\x00\x00\x2d\x03\x03")
    assert not accepted(b"\x15\x03\x02\x00\x02\x02\x46")
    assert not accepted(b"")
