"""What a publisher says may not be done with a page is understood wherever it is said."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.gather import permission
from broadsheet.net.answer import Answer


def marks(body: str = "", *, reserved: bool = False, **headers: str) -> list[str]:
    made = Answer(address="https://paper.example/a", status=200, headers={name.replace("_", "-"): value for name, value in headers.items()}, body=body.encode())
    return sorted(permission.marks(made, reserved=reserved))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("noindex", ["noindex"]),
        ("NoIndex, nofollow", ["noindex"]),
        ("none", ["noindex"]),
        ("noarchive, nosnippet", ["noarchive", "nosnippet"]),
        ("max-snippet: 50, max-image-preview:large, noarchive", ["noarchive"]),
        ("otherbot: noindex, nosnippet", []),
        ("otherbot: noindex, broadsheet: nosnippet", ["nosnippet"]),
        ("Broadsheet: noindex", ["noindex"]),
        ("unavailable_after: 25 Jun 2027 15:00:00 GMT", []),
        ("all", []),
        ("", []),
    ],
)
def test_the_header(header: str, found: list[str]):
    assert marks(x_robots_tag=header) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<meta name="robots" content="noindex,follow">', ["noindex"]),
        ("<META CONTENT='noarchive' NAME=ROBOTS>", ["noarchive"]),
        ('<meta name="broadsheet" content="nosnippet">', ["nosnippet"]),
        ('<meta name="googlebot" content="noindex">', []),
        ('<!-- <meta name="robots" content="noindex"> -->', []),
        ('<meta name="robots" content="index, follow, max-snippet:-1">', []),
        ('<meta name="tdm-reservation" content="1">', ["reserved"]),
        ('<meta name="tdm-reservation">', []),
        ("x" * (1 << 18) + '<meta name="robots" content="noindex">', []),
    ],
)
def test_the_page(body: str, found: list[str]):
    assert marks(body) == found


def test_the_nearer_word_counts():
    page = '<meta name="tdm-reservation" content="0">'
    assert marks(reserved=True) == ["reserved"]
    assert marks(reserved=True, tdm_reservation="0") == []
    assert marks(tdm_reservation="1") == ["reserved"]
    assert marks(page, reserved=True, tdm_reservation="1") == []


RULES = [{"location": "/", "tdm-reservation": 1}, {"location": "/frei/*", "tdm-reservation": 0}, {"location": "/frei/zu$", "tdm-reservation": 1}]


@pytest.mark.parametrize(("path", "reserved"), [("/a", True), ("", True), ("/frei/a", False), ("/frei/zu", True), ("/frei/zu/a", False)])
def test_the_file(path: str, reserved: bool):
    assert permission.is_reserved(json.dumps(RULES), f"https://paper.example{path}") is reserved


def test_stars_and_ends():
    def fits(location: str, path: str) -> bool:
        return permission.is_reserved(json.dumps([{"location": location, "tdm-reservation": 1}]), f"https://paper.example{path}")

    assert fits("/*.html$", "/a/b.html")
    assert not fits("/*.html$", "/a/b.html?x")
    assert fits("/a*b*c", "/a1b2c3")
    assert not fits("/a*b*c", "/a1c2b3")
    assert not fits("/ab*ba$", "/aba")
    assert fits("/exact$", "/exact")
    assert not fits("/exact$", "/exactly")
    assert not fits("a", "/a")
    assert not fits("/" + "*a" * 2000, "/" + "a" * 100)


@pytest.mark.parametrize("file", ["", "{}", "[1]", '[{"location": 5}]', "[" * 100_000, '[{"location": "/"}]', '[{"location": "/", "tdm-reservation": "1"}]'])
def test_a_file_that_says_nothing_reserves_nothing(file: str):
    assert permission.is_reserved(file, "https://paper.example/a") is False


@given(st.text(max_size=200), st.text(max_size=200), st.binary(max_size=400))
def test_nothing_breaks_it(file: str, header: str, body: bytes):
    permission.is_reserved(file, "https://paper.example/" + header.replace("\\", ""))
    permission.marks(Answer(address="x", status=200, headers={"x-robots-tag": header, "tdm-reservation": header}, body=body))


@pytest.mark.parametrize("body", [b"<!--" * 65_536, b"<!-- -" * 40_000, b"<!--" + b"-" * 262_000, b"<meta " * 40_000])
def test_no_head_takes_longer_than_its_length(body: bytes):
    begun = time.process_time()
    for _ in range(20):
        assert permission.marks(Answer(address="https://bote.example/a", status=200, headers={}, body=body)) == frozenset()
    assert time.process_time() - begun < 30  # a hang, not a speed


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'<!--><meta name="robots" content="noindex">', {"noindex"}),
        (b'<!-- a --!><meta name="robots" content="noindex">', {"noindex"}),
        (b"<!-- " + b"x" * 30_000 + b'<meta name="robots" content="noindex"> -->', set()),
        (b'<!-- <meta name="robots" content="noindex">', set()),
    ],
)
def test_comments_end_where_browsers_end_them(body: bytes, found: set[str]):
    assert permission.marks(Answer(address="https://bote.example/a", status=200, headers={}, body=body)) == found
