"""Somebody else's pages through the proxy of the real process, as programs measure them in Debian's Chromium: axe-core and the Nu HTML checker find nothing."""

import base64
import socket
import socketserver
import ssl
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from broadsheet.serve.certificate import keep

from .process import HOST, Edition
from .test_browser import checked, looked_at

SHEETS = ["/~/style.css", "/~/elsewhere.css"]


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)) + _part(b"IDAT", zlib.compress(b"\0\0\0\0\0\0\0\0\0" * 8)) + _part(b"IEND", b"")
WAV = b"RIFF" + struct.pack("<I", 36 + 8) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data" + struct.pack("<I", 8) + b"\x80" * 8
MENU = """\
i  ___  __  _ _  __  \t\terror.host\t1
i | _ \\/ _\\| | |/ _| \t\terror.host\t1
i |_|_\\\\__/|___|\\__| \t\terror.host\t1
i\t\terror.host\t1
iWelcome to a hole that is as wide as it wants to be, in which every line stands for itself and no program of today was thought of when it was written.\t\t\t
i\t\t\t
0A text\t/text\tHERE
0\t/nameless\tHERE
1A menu with an extremely long name without any spaces: {long}\t/list\tHERE
7Search it\t/search\tHERE
9A file\t/file.bin\tHERE
IA picture\t/picture.png\tHERE
sA sound\t/sound.wav\tHERE
8A session\tguest\ttelnet.example\t23
2A phone book\t\tcso.example\t105
hA page of the web\tURL:https://web.example/a?b=1&c=%22\t\t
hA capsule\tURL:gemini://capsule.example/\t\t
hNot an address\tURL:javascript:alert(1)\t\t
XSomething <b>else</b> & more\t/x\tHERE
3Something is "wrong"\t\terror.host\t1
1A port that is none\t/\thost.example\tseventy
no tab at all <script>alert(1)</script>
.
"""
TEXT = """\
A TEXT
======

It begins with prose, whose lines are as long as their writer liked them to be, and which wraps where a window is narrower than they are long enough.

  +-------+-------+      drawn of characters, {long}
  |   1   |   2   |
  +-------+-------+

\x1b[31mred\x1b[0m & <i>markup</i>
"""
HEBREW = "iספר החוף\t\t\t\r\niהספינה חזרה לנמל אחרי שלושה ימים בים והדייגים חיכו לה על המזח\t\t\t\r\n1עוד\t/list\tHERE\r\n"
LIST = "i# Name -- A list\t\t\t\r\ni\t\t\t\r\ni## One\t\t\t\r\n0A teaser\t/text\tHERE\r\ni  (3 December 2024)\t\t\t\r\ni  What is told of it, in two\t\t\t\r\ni  rows.\t\t\t\r\ni## Two\t\t\t\r\n0First\t/a\tHERE\r\n0Second\t/b\tHERE\r\n"
HTML = b"<!doctype html><html lang=en><title>x</title><p onclick='alert(1)'>Not an article <script>alert(1)</script><img src=x onerror=alert(1)>"
GEMTEXT = """\
Before the title.
# A capsule
### A step too deep
=> /ask Ask
=> gemini://other.example/ Elsewhere
=> https://web.example/ The web
=> mailto:somebody@example.org
=> javascript:alert(1) Nothing
* one
* two & three <b>
> Said by somebody
```boats of characters
   |\\      {long}
 \\_|_/
```
```
no name
```
=> picture.png
## Last
"""
CAPSULE_OF_ITS_OWN = ["/", "/ask", "/secret", "/later", "/moved", "/certificate", "/picture.png", "/text", "/empty"]
CAPSULE = ["/", "/~/sections", "/~/search", "/politik/rat-bewilligt-reparatur-der-drehbruecke/!104233", "/no/such/page"]
EDITION = ["/", "1/~/day", "1/~/day/2026-03-07", "1/politik/rat-bewilligt-reparatur-der-drehbruecke/!104233", "1/hafen/probedrehung-der-liesel-im-liveticker/!104261",
           "1/stadt/maqha-al-lugha/!104253", "1/kultur/nagihama-no-kane/!104255", "0/~/text/hafen/umschlag-2025/!104205", "0/~/feed/opml", "9/~/file/epub/~/day/2026-03-07", "7/~/search"]  # fmt: skip
HOLE = ["/", "1/list", "1/hebrew", "0/text", "0/latin", "0/empty", "1/empty", "1/nothing", "7/search", "7/search?q=boats", "9/file.bin", "I/picture.png", "s/sound.wav",
        ";/film.webm", "h/page.html", "8guest", "2", "3wrong", "1/late"]  # fmt: skip


class Through(NamedTuple):
    """An edition with its proxy, and the paths of pages that are seen through it, by what they are."""

    edition: Edition
    pages: dict[str, list[str]]


@pytest.fixture(scope="module")
def through(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    """The proxy may reach ports of this machine alone: a hole and a capsule of the tests' own, the edition's own over Gopher and Gemini; and one where nobody answers."""
    folder = tmp_path_factory.mktemp("proxied")

    class Asked(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            selector = self.rfile.readline(2000).rstrip(b"\r\n").decode("utf-8", "replace")
            here = f"{HOST}\t{self.request.getsockname()[1]}"
            words = {"long": "Donaudampfschifffahrt" * 12}
            answers = {
                "": MENU.replace("{long}", words["long"]).replace("HERE", here).replace("\n", "\r\n").encode(),
                "/list": LIST.replace("HERE", here).encode(),
                "/hebrew": HEBREW.replace("HERE", here).encode(),
                "/text": TEXT.replace("{long}", words["long"]).encode(),
                "/latin": "Grüße aus der Straße, müde Möwen über den Häusern der großen Stadt.".encode("latin-1"),
                "/empty": b"",
                "/search\tboats": f"iFound: boats\t\t\t\r\n0A boat\t/text\t{here}\r\n.\r\n".encode(),
                "/file.bin": bytes(range(256)) * 2000,
                "/picture.png": PNG,
                "/sound.wav": WAV,
                "/film.webm": base64.b64decode("GkXfo0AgQoaBAUL3gQFC8oEEQvOBCEKCQAR3ZWJtQoeBAkKFgQI="),
                "/page.html": HTML,
            }
            self.wfile.write(answers.get(selector, b"3There is nothing here.\t\terror.host\t1\r\n.\r\n"))

    class Answers(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with tls.wrap_socket(self.request, server_side=True) as secured, secured.makefile("rb") as asked:
                path = "/" + asked.readline(2000).decode().strip().split("/", 3)[3]
                answers = {
                    "/": b"20 text/gemini; lang=en\r\n" + GEMTEXT.replace("{long}", "~" * 200).encode(),
                    "/ask": b"10 What is the name of the boat?\r\n",
                    "/secret": b"11 The word\r\n",
                    "/later": b"44 10\r\n",
                    "/moved": b"31 gemini://other.example/\r\n",
                    "/certificate": b"60 Who are you?\r\n",
                    "/picture.png": b"20 image/png\r\n" + PNG,
                    "/text": b"20 text/plain; lang=de\r\n" + TEXT.encode(),
                    "/empty": b"20 \r\n",
                }
                secured.sendall(answers.get(path, b"51 nothing\r\n"))
                secured.unwrap()

    kept = keep(folder, "capsule.example")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(kept.certificate, kept.key)
    serving = (socketserver.ThreadingTCPServer((HOST, 0), Asked), socketserver.ThreadingTCPServer((HOST, 0), Answers))
    with serving[0] as hole, serving[1] as capsule, socket.socket() as silent:
        silent.bind((HOST, 0))  # bound and not listening: nobody answers there
        for server in serving:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        with socket.create_server((HOST, 0)) as one, socket.create_server((HOST, 0)) as two:
            gopher, gemini = one.getsockname()[1], two.getsockname()[1]
        own, closed = hole.socket.getsockname()[1], silent.getsockname()[1]
        secured = capsule.socket.getsockname()[1]
        config = folder / "proxy.toml"
        config.write_text(f"[proxy]\non = true\nallow_private = true\nrate = 6000\nports = [{own}, {gopher}, {gemini}, {closed}, {secured}]\n", "utf-8")
        running = Edition(folder / "archive", "--config", str(config), "--gopher", str(gopher), "--gemini", str(gemini))
        pages = {
            "hole": [f"/~/gopher/{HOST}:{own}/{path.lstrip('/')}" for path in HOLE],
            "edition": [f"/~/gopher/{HOST}:{gopher}/{path.lstrip('/')}" for path in EDITION] + [f"/~/lines/gopher/{HOST}:{gopher}/{EDITION[3]}"],
            "capsule": [f"/~/gemini/{HOST}:{gemini}{path}" for path in CAPSULE] + [f"/~/gemini/{HOST}:{secured}{path}" for path in CAPSULE_OF_ITS_OWN],
            "words": [
                "/~/gopher/", "/~/gemini/", "/~/gopher/?q=no+host", "/~/gopher/[::1]:1/", "/~/gopher/not%20a%20host/", f"/~/gopher/{HOST}:1/", f"/~/gopher/{HOST}:{closed}/", f"/~/gemini/{HOST}:{own}/",
            ],
        }  # fmt: skip
        try:
            yield Through(running, pages)
        finally:
            for server in serving:
                server.shutdown()
            code, _ = running.stop()
        assert (code, running.errors) == (0, "")


@pytest.mark.parametrize("kind", ["hole", "edition", "capsule", "words"])
def test_no_page_breaks_a_rule_of_accessibility_and_nothing_of_it_runs(through: Through, tmp_path: Path, kind: str) -> None:
    found = looked_at(through.edition, tmp_path, through.pages[kind])["pages"]
    assert len(found) == 4 * len(through.pages[kind])
    base = through.edition.url("http", "")
    for seen in found:
        where = f"{seen['address']} on a {seen['screen']}, {seen['scheme']}"
        assert seen["violations"] == [], where
        assert seen["wide"] == 0, f"{where}: is wider than the screen"
        # A picture is asked for by the page, the pictures of its player by the browser itself.
        requests = {str(each["address"]) for each in seen["requests"]} - {seen["address"]}  # type: ignore[attr-defined]
        asked = {address.removeprefix(base) for address in requests if not address.startswith((f"{base}/~/raw/", "data:image/svg"))}
        assert asked == set(SHEETS), where
        said = [line for line in seen["said"] if "status of 4" not in line and "status of 5" not in line]  # type: ignore[attr-defined]
        assert said == [], where


def test_the_nu_checker_finds_no_error_and_no_warning(through: Through, tmp_path: Path) -> None:
    pages = [path for paths in through.pages.values() for path in paths]
    assert checked(through.edition, tmp_path, pages, SHEETS[1:]) == []
