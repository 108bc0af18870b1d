import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import ExtractionError
from broadsheet.extract.parse import Document, parse
from broadsheet.model import Capture

PAGE = """<!DOCTYPE html><html lang="de-AT"><head><meta charset="utf-8"><title>Die Brücke | Bote</title>
<link rel="canonical" href="/politik/bruecke/!104"><link rel="amphtml" href="/amp/!104"><link rel="shortlink" href="/!104">
<meta property="og:title" content="Die Brücke"><meta name="Author" content="A &amp;amp; B"><meta name="empty" content="">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Die Brücke"}</script>
<script>var secret = 1;</script><style>p { color: red }</style></head>
<body><noscript><h1>No script</h1></noscript><svg><title>Drawing</title></svg><h1>Die Brücke</h1><p>Text<template><p>x</p></template></p></body></html>"""


def document(text, address="https://bote.example/politik/bruecke/!104?utm_source=x", **rest):
    return parse(Capture(body=text.encode() if isinstance(text, str) else text, address=address, **rest))


def reason(body, **rest):
    with pytest.raises(ExtractionError) as caught:
        parse(Capture(body=body, **rest))
    assert "\n" not in caught.value.message
    return caught.value.reason


def outcome(body):
    try:
        parse(Capture(body=body))
    except ExtractionError as error:
        return error.reason
    return "read"


def test_the_parts_of_a_page():
    found = document(PAGE)
    assert found.title == "Die Brücke | Bote"
    assert found.language == "de-AT"
    assert found.nodes == ({"@type": "NewsArticle", "headline": "Die Brücke"},)
    assert found.meta["og:title"] == ("Die Brücke",)
    assert "empty" not in found.meta
    assert found.first_meta("nothing", "author") == "A & B"
    assert found.first_meta("nothing") == ""
    assert found.address == "https://bote.example/politik/bruecke/!104?utm_source=x"
    assert found.canonical == "https://bote.example/politik/bruecke/!104"
    assert found.aliases == (found.address, "https://bote.example/amp/!104", "https://bote.example/!104")
    assert found.absolute("../x") == "https://bote.example/politik/x"
    assert found.absolute(None) == found.absolute("javascript:x") == ""


def test_what_no_reader_sees_is_gone():
    found = document(PAGE)
    assert found.tree.css("script, style, svg, noscript, template") == []
    assert "secret" not in found.tree.html


def test_the_base_element():
    found = document('<base href="//cdn.example/a/"><p><a href="b">x</a>')
    assert found.base == "https://cdn.example/a/"
    assert found.absolute("b") == "https://cdn.example/a/b"


@pytest.mark.parametrize(
    ("own", "stated", "canonical"),
    [
        ("https://www.bote.example/a?utm_source=x", "https://www.bote.example/a", "https://www.bote.example/a"),
        ("https://m.bote.example/a", "https://www.bote.example/a", "https://www.bote.example/a"),
        ("https://bote.example/a", "https://bote.example/", "https://bote.example/a"),
        ("https://bote.example/a", "https://other.example2/a", "https://bote.example/a"),
        ("https://bote.co.uk/a", "https://other.co.uk/a", "https://bote.co.uk/a"),
        ("https://bote.example/a", "javascript:void(0)", "https://bote.example/a"),
        ("https://bote.example/a", "https://bote.example/b#top", "https://bote.example/b"),
        ("", "https://bote.example/b", "https://bote.example/b"),
        ("", "/b", ""),
    ],
)
def test_the_canonical_address_is_of_the_same_site_and_no_front_page(own, stated, canonical):
    found = document(f'<link rel="canonical" href="{stated}"><p>x', own)
    assert found.canonical == canonical


def test_the_sharing_address_stands_in():
    found = document('<meta property="og:url" content="https://bote.example/a"><p>x', "")
    assert found.canonical == found.address == found.base == "https://bote.example/a"


@pytest.mark.parametrize("body", [b"", b" \n\t", b"\x00" * 0])
def test_empty(body):
    assert reason(body, source="a file") == "empty"


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 <html>",
        b"\x89PNG\r\n\x1a\n",
        b"\x1f\x8b\x08\x00",
        b"just some words",
        b'{"a": "<p>"}',
        b'[{"html": "<p>x</p>"}]',
        b"<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>",
        b"<?xml version='1.0'?>\n<!-- made by -->\n<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>",
        b"<svg xmlns='x'><title>x</title></svg>",
    ],
)
def test_not_html(body):
    assert reason(body) == "not-html"


def test_fragments_and_xhtml_are_html():
    assert document("<p>Nur ein Absatz").tree.css_first("p").text() == "Nur ein Absatz"
    assert document('<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><p>x').tree.css_first("p")
    assert document("<frameset><frame src=x></frameset><html>").nodes == ()


def test_a_charset_by_the_transport():
    assert document("<p>größer".encode("latin-1"), charset="iso-8859-1").tree.css_first("p").text() == "größer"


def test_scripts_within_scripts_of_a_drawing_are_read_once_each():
    """Else a page of them takes time that grows with the square of its length."""
    begun = "".join(f'<script type="application/ld+json">{{"@type": "Part", "name": "{number}"}}' for number in range(9))
    assert [node["name"] for node in document(f"<html><body><svg>{begun}{'</script>' * 9}</svg><p>x").nodes] == list("012345678")


def test_json_ld_that_says_nothing_is_no_matter():
    assert document('<script type="application/ld+json">{{{</script><script type="application/ld+json"></script><p>x').nodes == ()


@pytest.mark.parametrize("end", range(0, len(PAGE.encode()), 97))
def test_a_cut_page(end):
    body = PAGE.encode()[:end]
    assert outcome(body) in {"read", "empty", "not-html"}


@given(st.binary(max_size=600))
def test_any_bytes(body):
    assert outcome(body) in {"read", "empty", "not-html", "too-deep"}


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b x=1>", "</b>", "<table>", "<td>", "<h1>", "<!--", "-->", "<script>", "</script>", "<svg>", "<title>", "ä", "&amp;", "<meta name=a content=b>", "<base href=/x>", "<template>", "<select>", "<frameset>"]), max_size=60))
def test_any_markup(parts):
    assert isinstance(document("<p>" + "".join(parts)), Document)


def test_a_page_of_60_megabytes_is_refused_at_once():
    start = time.perf_counter()
    assert reason(b"<p>" + b"x" * (60 << 20)) == "too-large"
    assert time.perf_counter() - start < 30  # a hang, not a speed
