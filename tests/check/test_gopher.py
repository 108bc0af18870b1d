"""Every rule of Gopher is broken by one server, and told; a server that breaks none hears nothing."""

import html
from collections.abc import Callable

import msgspec
import pytest

from broadsheet import check
from broadsheet.check.gopher.rules import RULES
from broadsheet.check.report import Report

from .conftest import Make
from .server import QUICK, Manner, Server

Answer = Callable[[bytes, int], bytes | None]

RIGHT = Manner(tls="maybe")


def menu(port: int, *rows: str, end: str = ".\r\n") -> bytes:
    """Rows `type|display|selector` with host and port, and the dot."""
    lines = []
    for row in rows:
        kind, display, selector = row.split("|")
        lines.append(f"{kind}{display}\t{selector}\tlocalhost\t{port}\r\n")
    return ("".join(lines) + end).encode()


def error(port: int) -> bytes:
    return menu(port, "3Es gibt diese Seite nicht||".replace("3Es", "3|Es").replace("||", "|"))


def right(line: bytes, port: int) -> bytes | None:
    """A Gopher server that nothing is wrong with."""
    if line.startswith((b"GET ", b"HEAD ")):
        return b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>This is a Gopher port.</p>"
    selector, *fields = line.split(b"\t")
    path = selector.removeprefix(b"/")
    if len(line) > 1024 or b"\0" in line or b"\r" in line or b"\x1b" in selector:
        return error(port)
    if path.startswith(b"URL:"):
        address = path[4:].decode("utf-8", "replace")
        if not address.startswith(("http://", "https://")):
            return error(port)
        safe = html.escape(address)
        return f'<html><p><a href="{safe}">{safe}</a></p></html>\r\n'.encode()
    pages = {
        b"": menu(port, "i|Ein Hafen|TITLE", "i|Über uns|", "1|Nebel|/nebel", "0|Ein Text|/text.txt", "7|Suche|/suche", "h|Netz|URL:https://example.org/", "I|Bild|/kai.png"),
        b"nebel": menu(port, "i|Nebel|TITLE", "0|Noch ein Text|/zwei.txt", "1|Zurück|"),
        b"text.txt": "Straße im Nebel\r\n\r\n...und weiter.\r\n".encode(),
        b"zwei.txt": b"Zwei\r\n",
        b"kai.png": b"\x89PNG",
        b"suche": menu(port, "i|Gefunden|TITLE", "1|Nebel|/nebel"),
        b"caps.txt": b"CAPS\r\n\r\nCapsVersion=1\r\n",
        b"robots.txt": b"User-agent: *\r\nDisallow:\r\n",
    }
    page = pages.get(path)
    if page is None:
        return error(port)
    if fields and fields[0][:1] in {b"$", b"!", b"+"} and len(fields[0]) == 1:
        rows = [row for row in page.split(b"\r\n") if row.count(b"\t") == 3] or [f"0Text\t{path.decode()}\tlocalhost\t{port}".encode()]
        return b"+-2\r\n" + (page if fields[0] == b"+" else b"".join(b"+INFO: " + row + b"\r\n" for row in rows))
    return page


def run(answer: Answer = right, manner: Manner = RIGHT, *, tls: Make, settings: check.Settings = QUICK, start: str = "") -> Report:
    with Server(answer, manner, tls()) as server:
        return check.check(check.target(f"gopher://localhost:{server.port}/{start}"), settings)


def instead(**answers: str | bytes | Callable[[int], bytes] | None) -> Answer:
    """The right server, but for some requests, named by `NAMES`; `PORT` in an answer is its port."""

    def answer(line: bytes, port: int) -> bytes | None:
        for name, made in answers.items():
            if NAMES[name](line):
                if callable(made):
                    return made(port)
                made = made.encode() if isinstance(made, str) else made
                return made.replace(b"PORT", str(port).encode()) if made is not None else None
        return right(line, port)

    return answer


NAMES: dict[str, Callable[[bytes], bool]] = {
    "root": lambda line: line == b"",
    "plus": lambda line: line == b"\t$",
    "item": lambda line: line.endswith((b"\t+", b"\t!")),
    "nebel": lambda line: line == b"/nebel",
    "text": lambda line: line == b"/text.txt",
    "missing": lambda line: b"no-such-page" in line or b"xxxx" in line,
    "long": lambda line: b"xxxx" in line,
    "caps": lambda line: line.endswith(b"caps.txt"),
    "caps_bare": lambda line: line == b"caps.txt",
    "robots": lambda line: line.endswith(b"robots.txt"),
    "url": lambda line: b"URL:" in line,
    "script": lambda line: line == b"URL:javascript:alert(1)",
    "markup": lambda line: b"<script>" in line,
    "http": lambda line: line.startswith(b"GET "),
    "search": lambda line: line.startswith(b"/suche\t"),
    "umlaut": lambda line: line == "/süd".encode(),
    "climb": lambda line: b"os-release" in line,
}


def rooted(*rows: str, raw: str = "", end: str = ".\r\n") -> Answer:
    """The right server with more rows in its root menu, *raw* ones as they are."""

    def root(port: int) -> bytes:
        whole = right(b"", port) or b""
        return whole.removesuffix(b".\r\n") + menu(port, *rows, end="") + raw.replace("PORT", str(port)).encode("utf-8", "surrogateescape") + end.encode()

    return instead(root=root)


def echo(line: bytes, port: int) -> bytes | None:
    """Says what was asked for, as it was."""
    if b"no-such-page" in line:
        return b"3Not found: " + line.replace(b"\t", b" ") + f"\t\tlocalhost\t{port}\r\n.\r\n".encode()
    return right(line, port)


BROKEN: dict[str, list[tuple[Answer, Manner]]] = {
    "gopher-root": [(instead(root=b""), RIGHT), (instead(root="Hello\r\n"), RIGHT), (instead(root=error), RIGHT)],
    "gopher-lf": [(right, RIGHT._replace(end=b"\r\n")), (lambda line, port: error(port) if line == b"/nebel\n" else right(line.removesuffix(b"\n"), port), RIGHT._replace(end=b"\n", keep=True))],
    "gopher-pieces": [(right, RIGHT._replace(once=True))],
    "gopher-plus-root": [(instead(plus=error), RIGHT), (instead(plus=lambda port: right(b"", port) or b""), RIGHT), (instead(plus=b""), RIGHT)],
    "gopher-plus-item": [(instead(item=error), RIGHT), (instead(item=b""), RIGHT)],
    "gopher-encoded": [(instead(), RIGHT)],
    "gopher-long": [(instead(long=b""), RIGHT)],
    "gopher-flood": [(right, RIGHT._replace(longest=None))],
    "gopher-stall": [(right, RIGHT._replace(idle=None))],
    "gopher-beside": [(right, RIGHT._replace(alone=True, idle=2.0))],
    "gopher-close": [(right, RIGHT._replace(leave="stay"))],
    "gopher-reset": [(right, RIGHT._replace(leave="reset"))],
    "gopher-menu": [(instead(nebel="Nur Text\r\nund noch mehr davon\r\n"), RIGHT)],
    "gopher-menu-fields": [
        (rooted(raw="iZwei Felder\t\r\n"), RIGHT),
        (rooted(raw="\r\n"), RIGHT),
        (rooted(raw="iTab\tim\tFeld\tlocalhost\tPORT\r\n"), RIGHT),
    ],
    "gopher-menu-end": [(rooted(end=""), RIGHT), (instead(nebel=lambda port: menu(port, "i|Nebel|TITLE", end=".\r\n") + menu(port, "i|Rest|")), RIGHT)],
    "gopher-line-end": [(instead(nebel=lambda port: menu(port, "i|Nebel|TITLE").replace(b"\r\n", b"\n")), RIGHT), (instead(text=b"Zeile\nZeile\n"), RIGHT)],
    "gopher-line-length": [(rooted("i|" + "x/ " * 400 + "|"), RIGHT)],
    "gopher-display-length": [(rooted("i|" + "Wort " * 20 + "|"), RIGHT)],
    "gopher-long-word": [(rooted("i|" + "W" * 120 + "|"), RIGHT)],
    "gopher-control": [(rooted("i|\x1b[2J|"), RIGHT), (rooted("i|C1 \x9b2J|"), RIGHT), (rooted("1|a\rb|/nebel"), RIGHT)],
    "gopher-encoding": [(rooted(raw="iStra\udcdfe\t\tlocalhost\tPORT\r\n"), RIGHT), (instead(text=b"Stra\xdfe\r\n"), RIGHT)],
    "gopher-type": [(rooted("~|Was|"), RIGHT)],
    "gopher-host": [(rooted(raw="iInfo\t\t\t\r\n"), RIGHT), (rooted(raw="1Weg\t/a\t\tPORT\r\n"), RIGHT), (rooted(raw="1Weg\t/a\thttp://x\tPORT\r\n"), RIGHT)],
    "gopher-port": [(rooted(raw="1Weg\t/a\tlocalhost\t99999\r\n"), RIGHT), (rooted(raw="iInfo\t\tlocalhost\tx\r\n"), RIGHT)],
    "gopher-bind-address": [(rooted(raw="1Weg\t/a\t0.0.0.0\tPORT\r\n"), RIGHT)],
    "gopher-host-unknown": [(rooted(raw="1Weg\t/a\tno-such-host.invalid\tPORT\r\n"), RIGHT)],
    "gopher-host-other": [
        (instead(root="iTitel\tTITLE\tlocalhost\t70\r\n1Weg\t/nebel\tlocalhost\t70\r\n.\r\n"), RIGHT),
        (instead(root="iTitel\tTITLE\tlocalhost\t70\r\n1Weg\t/nebel\t192.0.2.1\t70\r\n.\r\n"), RIGHT),
    ],
    "gopher-selector": [(rooted("9|Datei|/a b"), RIGHT), (rooted("9|Datei|/süd"), RIGHT), (rooted("9|Datei|/a?b"), RIGHT)],
    "gopher-web-link": [(rooted("h|Netz|http://example.org/"), RIGHT), (rooted("1|Netz|URL:http://example.org/"), RIGHT)],
    "gopher-picture": [(rooted("I|Bild|/bild"), RIGHT)],
    "gopher-title": [(instead(nebel=lambda port: menu(port, "i|Nebel|")), RIGHT)],
    "gopher-dead-link": [(rooted("0|Weg|/fort"), RIGHT), (instead(text=b""), RIGHT)],
    "gopher-text-dot": [(instead(text=b"Text\r\n.\r\n"), RIGHT), (instead(text=b"Text\r\n.\r\nMehr\r\n"), RIGHT)],
    "gopher-text-stuffed": [(instead(text=b"Text\r\n..hidden\r\n"), RIGHT)],
    "gopher-text-control": [(instead(text=b"Text\x1b[2J\r\n"), RIGHT)],
    "gopher-error-type": [(instead(missing="Not found\r\n"), RIGHT), (instead(missing=b""), RIGHT)],
    "gopher-error-form": [
        (instead(missing=lambda port: menu(port, "i|Leider|", "3|Nichts da|")), RIGHT),
        (instead(missing=lambda port: menu(port, "3|Nichts da|", end="")), RIGHT),
        (instead(missing="3\t\r\n.\r\n"), RIGHT),
    ],
    "gopher-error-internals": [
        (instead(missing=f"3{inside}\t\tlocalhost\tPORT\r\n.\r\n"), RIGHT)
        for inside in ("[Errno 2] No such file", "/srv/gopher/x not found", "KeyError: x", "Traceback (most recent call last)")
    ],
    "gopher-reflected": [(echo, RIGHT)],
    "gopher-climb": [(instead(climb=b'NAME="Debian"\nID=debian\n'), RIGHT)],
    "gopher-search": [(instead(search=b""), RIGHT), (instead(search=error), RIGHT), (instead(search="Gefunden\r\n"), RIGHT)],
    "gopher-url-page": [(instead(url=error), RIGHT)],
    "gopher-url-unsafe": [
        (instead(script=b'<a href="javascript:alert(1)">x</a>'), RIGHT),
        (instead(markup=b'<a href="https://example.org/"><script>alert(1)</script>">x</a>'), RIGHT),
    ],
    "gopher-caps": [(instead(caps=error), RIGHT), (instead(caps_bare=error), RIGHT)],
    "gopher-robots": [(instead(robots=error), RIGHT)],
    "gopher-http": [(instead(http=error), RIGHT)],
    "gopher-tls": [(right, RIGHT._replace(tls="never"))],
}


def _encoded(line: bytes, port: int) -> bytes | None:
    """Knows a page by its decoded selector alone."""
    if line == "/süd".encode():
        return b"Text\r\n"
    return rooted("0|Datei|/süd")(line, port)


BROKEN["gopher-encoded"] = [(_encoded, RIGHT)]


# What these break costs the checker its patience: they are given less of it.
SHORT = {"gopher-close": msgspec.structs.replace(QUICK, timeout=0.3), "gopher-beside": msgspec.structs.replace(QUICK, timeout=0.5)}


def test_a_server_that_is_right_hears_nothing(contexts: Make) -> None:
    report = run(tls=contexts)
    assert report.findings == ()
    assert (report.pages, report.complete) == (4, True)
    assert report.requests < 60


def test_every_rule_has_a_server_that_breaks_it() -> None:
    assert set(BROKEN) == {rule.id for rule in RULES}
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(("rule", "number"), [(rule, number) for rule, servers in BROKEN.items() for number in range(len(servers))])
def test_a_broken_rule_is_told_and_no_other_error(rule: str, number: int, contexts: Make) -> None:
    answer, manner = BROKEN[rule][number]
    report = run(answer, manner, tls=contexts, settings=SHORT.get(rule, QUICK))
    found = {finding.rule: finding for finding in report.findings}
    assert rule in found, report.findings
    assert {finding.rule for finding in report.findings if finding.severity == "error"} <= {rule}
    assert found[rule].message
    assert found[rule].clients
    assert found[rule].source
