"""Every point of protocols.md that a whole edition must keep, asked of the running one by plain sockets."""

import json
import re
import socket
import ssl
import time
import urllib.error
import urllib.request

import pytest

from broadsheet.text import is_clean

from .process import HOST, Edition

PLAIN = re.compile(r"[A-Za-z0-9/\-_.!~]*")


def pages(edition: Edition, limit: int = 60) -> dict[str, list[list[str]]]:
    """Menus reached from the front page, by selector."""
    found: dict[str, list[list[str]]] = {}
    waiting = [""]
    while waiting and len(found) < limit:
        path = waiting.pop(0)
        found[path] = edition.menu(path)
        waiting += [line[1] for line in found[path] if line[0].startswith("1") and line[1] not in found and line[1] not in waiting]
    return found


@pytest.fixture(scope="module")
def menus(edition: Edition) -> dict[str, list[list[str]]]:
    return pages(edition)


def test_4_selectors_are_plain_and_none_leads_nowhere(menus: dict[str, list[list[str]]]) -> None:
    assert len(menus) == 60
    for path, menu in menus.items():
        assert menu[0][0].startswith("i# "), path
        for kind, selector in ((line[0][0], line[1]) for line in menu):
            assert selector.startswith("URL:") if kind == "h" else PLAIN.fullmatch(selector), selector


def test_5_and_8_every_line_names_the_public_host_and_port(edition: Edition, menus: dict[str, list[list[str]]]) -> None:
    for menu in menus.values():
        for line in menu:
            assert len("\t".join(line).encode()) < 1024
            assert line[2:] == ["localhost", str(edition.ports["gopher"])]
            assert is_clean(line[0])


def test_12_the_title_line_is_marked(menus: dict[str, list[list[str]]]) -> None:
    assert all(menu[0][1] == "TITLE" for menu in menus.values())


def test_3_texts_end_without_a_dot(edition: Edition, menus: dict[str, list[list[str]]]) -> None:
    texts = list(dict.fromkeys(line[1] for menu in menus.values() for line in menu if line[0].startswith("0") and "/~/text/" in line[1]))
    assert texts
    for path in texts[:10]:
        text = edition.gopher(path)
        assert text.startswith(b"# ")
        assert not text.endswith(b"\r\n.\r\n")
        assert b"\r\n.\r\n" not in text
        assert b"\n" not in text.replace(b"\r\n", b"")


def test_1_gopher_plus(edition: Edition) -> None:
    for request in ("\t$", "/\t$", "/\t!", "/\t+"):
        assert edition.gopher(request).startswith(b"+-2\r\n")
    assert edition.gopher("\t$").count(b"+INFO: ") == len(edition.menu())


def test_9_errors_are_a_type_3_line(edition: Edition) -> None:
    for path in ("/no/such/page", "/~/a/999999", "/~/nothing", "/../../etc/passwd", "x" * 1100):
        (line,) = edition.menu(path)
        assert line[0].startswith("3")
        assert path not in line[0]


def test_10_a_browser_at_the_gopher_port(edition: Edition) -> None:
    assert edition.url("http").encode() in edition.gopher("", raw=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")


def test_8_caps_and_robots(edition: Edition) -> None:
    assert edition.gopher("caps.txt") == edition.gopher("/caps.txt")
    assert f"ServerTLSPort={edition.ports['gopher']}".encode() in edition.gopher("caps.txt")
    assert b"User-agent" in edition.gopher("robots.txt")
    assert "text/plain" in edition.gemini("/robots.txt")[0]


def test_13_gemini_statuses(edition: Edition) -> None:
    port = edition.ports["gemini"]
    assert edition.gemini("/no/such/page")[0].startswith("51 ")
    assert edition.gemini("/../../etc/passwd")[0].startswith("51 ")
    for url, status in {
        "": "59",
        "/": "59",
        f"gemini://localhost:{port}/#x": "59",
        f"gemini://x@localhost:{port}/": "59",
        "https://localhost/": "53",
        "gemini://elsewhere.example/": "53",
        "gemini://localhost:1/": "53",
    }.items():
        head, body = edition.gemini(url=url or "\r\n")  # an empty line; what comes after it is read by nobody
        assert head.startswith(f"{status} "), url
        assert body == b""


def test_15_gemtext_has_charset_and_language(edition: Edition, menus: dict[str, list[list[str]]]) -> None:
    for path in list(menus)[:20]:
        head, body = edition.gemini(path or "/")
        assert re.fullmatch(r"20 text/gemini; charset=utf-8; lang=[a-z]{2}", head), (path, head)
        assert body.decode().startswith("# ")


def test_17_gemini_asks_for_input(edition: Edition) -> None:
    for path in ("/~/search", "/~/search?"):
        assert edition.gemini(path)[0].startswith("10 ")
    head, body = edition.gemini("/~/search?Nebel")
    assert head.startswith("20 ")
    assert b"=> /" in body


def test_18_the_web_edition_has_validators_and_a_policy(edition: Edition, menus: dict[str, list[list[str]]]) -> None:
    for path in list(menus)[:20]:
        with urllib.request.urlopen(edition.url("http", path or "/"), timeout=60) as answer:
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")
            assert answer.headers["etag"]
            page = answer.read().decode()
        assert page.count("<h1") == 1
        assert page.count("<script") == page.count('<script type="application/ld+json">') <= 1  # data, which nothing runs
        assert re.search(r'<html lang="[a-z]{2}"', page)
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        urllib.request.urlopen(edition.url("http", "/no/such/page"), timeout=60)
    assert b"<h1" in missing.value.read()
    missing.value.close()


def test_2_a_request_ends_with_lf_or_crlf_and_comes_in_pieces(edition: Edition) -> None:
    whole = edition.gopher("/~/about")
    assert edition.gopher("", raw=b"/~/about\n") == whole
    with socket.create_connection((HOST, edition.ports["gopher"]), timeout=60) as client:
        for byte in b"/~/about\r\n":
            client.sendall(bytes([byte]))
            time.sleep(0.01)
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    assert answer == whole


def test_4_requests_are_accepted_decoded_and_encoded(edition: Edition, menus: dict[str, list[list[str]]]) -> None:
    for path in [path for path in menus if "!" in path][:3]:
        assert edition.gopher(path.replace("!", "%21")) == edition.gopher(path)
        assert edition.gemini(path.replace("!", "%21"))[1] == edition.gemini(path)[1]


def test_6_display_strings_of_links_have_80_bytes_at_most(menus: dict[str, list[list[str]]]) -> None:
    links = [line[0][1:] for menu in menus.values() for line in menu if line[0][0] in "017" and not re.match(r"\[[0-9]+\] ", line[0][1:])]
    assert max(len(link.encode()) for link in links) <= 80
    assert any(menu[number + 1][0].startswith("i  ") for menu in menus.values() for number, line in enumerate(menu[:-1]) if line[0][0] == "1")


def test_7_outside_links_are_url_selectors_with_a_redirect_page(edition: Edition, menus: dict[str, list[list[str]]]) -> None:
    outside = {line[1] for menu in menus.values() for line in menu if line[0].startswith("h")}
    assert outside
    for selector in sorted(outside)[:5]:
        page = edition.gopher(selector)
        assert f'href="{selector.removeprefix("URL:")}"'.encode() in page
    for selector in ("URL:javascript:alert(1)", "URL:file:///etc/passwd", "URL:data:text/html,x"):
        assert edition.menu(selector)[0][0].startswith("3")
    assert b"<script" not in edition.gopher('URL:https://x.example/"><script>')


def test_11_tls_on_the_gopher_port(edition: Edition) -> None:
    settings = ssl.create_default_context(cafile=edition.data / "certificate.pem")
    with socket.create_connection((HOST, edition.ports["gopher"]), timeout=60) as raw, settings.wrap_socket(raw, server_hostname="localhost") as client:
        client.sendall(b"/~/about\r\n")
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    assert answer == edition.gopher("/~/about")


def test_14_tls_1_2_and_later_with_close_notify_and_one_certificate(edition: Edition) -> None:
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        settings = ssl.create_default_context(cafile=edition.data / "certificate.pem")
        settings.minimum_version = settings.maximum_version = version
        # Without close_notify the last read would raise.
        settings.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
        with (
            socket.create_connection((HOST, edition.ports["gemini"]), timeout=60) as raw,
            settings.wrap_socket(raw, server_hostname="localhost", suppress_ragged_eofs=False) as client,
        ):
            client.sendall(edition.url("gemini").encode() + b"\r\n")
            while client.recv(65536):
                pass


def test_16_every_list_is_a_gemini_subscription(edition: Edition) -> None:
    for path in ("/", "/~/newest", "/hafen/"):
        lines = edition.gemini(path)[1].decode().split("\n")
        assert lines[0].startswith("# Der Hafenbote -- ")  # what a reader's list of subscriptions shows
        if path != "/":
            assert any(re.match(r"=> /\S+ [0-9]{4}-[0-9]{2}-[0-9]{2} \S", line) for line in lines), path


def test_17_robots_names_the_four_kinds_of_visitor(edition: Edition) -> None:
    robots = edition.gemini("/robots.txt")[1].decode()
    assert all(f"User-agent: {name}\n" in robots for name in ("webproxy", "archiver", "indexer", "researcher"))


def test_22_what_a_client_sends_is_in_no_answer(edition: Edition) -> None:
    for raw in (b"/\x1b]0;x\x07\r\n", b"/<script>zzz\r\n", b"\xff\xfezzz\r\n"):
        answer = edition.gopher("", raw=raw)
        assert answer.startswith(b"3")
        assert not any(part in answer for part in (b"\x1b", b"<script", b"zzz"))


def test_the_forms_of_a_page_are_served_by_every_protocol(edition: Edition, menus: dict[str, list[list[str]]]) -> None:
    article = next(line[1] for line in menus[""] if line[0].startswith("1"))
    texts = {edition.gopher(f"/~/text{article}").replace(b"\r\n", b"\n"), edition.gemini(f"/~/text{article}")[1], fetched(edition, f"/~/text{article}")}
    assert len(texts) == 1
    datas = {edition.gopher(f"/~/json{article}"), edition.gemini(f"/~/json{article}")[1], fetched(edition, f"/~/json{article}")}
    assert len(datas) == 1
    assert json.loads(datas.pop())["headline"] in " ".join(texts.pop().decode().split())
    assert fetched(edition, f"/~/gmi{article}") == edition.gemini(article)[1]


def fetched(edition: Edition, path: str) -> bytes:
    """What the web edition sends."""
    with urllib.request.urlopen(edition.url("http", path), timeout=60) as answer:
        return answer.read()


@pytest.mark.parametrize(("manner", "charset"), [("latin1", "iso-8859-1"), ("cp437", "ibm437"), ("cp850", "ibm850"), ("ascii", "us-ascii"), ("braille", "utf-8")])
def test_character_sets_are_parallel_roots_whose_links_stay_in_them(edition: Edition, manner: str, charset: str) -> None:
    menu = edition.gopher(f"/~/{manner}/").decode(charset)
    paths = [line.split("\t")[1] for line in menu.split("\r\n") if line[:1] in set("017")]
    assert paths
    assert all(path.startswith((f"/~/{manner}/", "/~/feed/", "/~/file/")) for path in paths)
    article = edition.gopher(paths[0]).decode(charset)
    assert "\t" in article
    assert edition.gopher(f"/~/{manner}/nichts").decode(charset).startswith("3")
    head, body = edition.gemini(f"/~/{manner}/")
    assert head.startswith(f"20 text/plain; charset={charset}")
    assert len(body.decode(charset)) > 200
