"""A page's outline: where it leads, in any markup and any character set, in time that grows with its length alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.gather.outline import Anchor, decoded, outline

HOME = "https://bote.example/start/"
PAGE = """<!doctype html><html lang="de-AT"><head><title>Der B&ouml;te</title><title>x</title><base href="/">
<meta property="og:site_name" content="Bote"><meta name=description content='Zeitung'>
<link rel="alternate" type="application/rss+xml" title="Alles" href="feed.xml"><link rel="alternate" hreflang="en" href="/en/">
<script>document.write("<a href='/falsch'>falsch</a>")</script><!-- <a href="/weg">weg</a> --></head><body>
<header><nav class="main"><ul><li><a href="politik/">Politik</a></li><li><a href=/kultur/><span>Kul</span>tur</a></li></ul></nav><a href="/abo">Abo</a></header>
<div id="sub-menu"><div><a href="/stadt/">Stadt</a></div></div>
<main><h2><a href="/politik/bruecke-1.html?a=1&amp;b=2#x">Die Brücke <b>steht</b></a></h2><a href="/bild"><img alt="Ein &quot;Bild&quot;"></a><a href="/pfeil" aria-label="Weiter"></a>
<a href="mailto:a@b.example">Post</a><a href="javascript:x()">x</a><a>leer</a></main>
<aside><a href="/beste">Beste</a></aside><footer><a href="/impressum">Impressum</a>""".encode()


def test_what_a_page_says_of_itself() -> None:
    found = outline(PAGE, HOME)
    assert (found.title, found.language, found.meta["og:site_name"], found.meta["description"]) == ("Der Böte", "de-AT", "Bote", "Zeitung")
    assert [(feed.address, feed.title) for feed in found.feeds()] == [("https://bote.example/feed.xml", "Alles")]


def test_links_and_their_places() -> None:
    assert outline(PAGE, HOME).anchors == (
        Anchor("https://bote.example/politik/", "Politik", 1),
        Anchor("https://bote.example/kultur/", "Kultur", 1),
        Anchor("https://bote.example/abo", "Abo"),
        Anchor("https://bote.example/stadt/", "Stadt", 2),
        Anchor("https://bote.example/politik/bruecke-1.html?a=1&b=2", "Die Brücke steht", heading=True),
        Anchor("https://bote.example/bild", 'Ein "Bild"'),
        Anchor("https://bote.example/pfeil", "Weiter"),
        Anchor("https://bote.example/beste", "Beste", place="aside"),
        Anchor("https://bote.example/impressum", "Impressum", place="footer"),
    )


def test_a_catalogue_of_books_and_a_preview_are_no_feeds() -> None:
    links = (
        '<link rel="alternate" type="application/atom+xml" href="/feed">',
        '<link rel="alternate" type="application/atom+xml; Profile=OPDS-Catalog; kind=acquisition" href="/books">',
        '<link rel="alternate" type="application/json" href="/oembed?url=x">',
        '<link rel="stylesheet" type="text/xml" href="/style">',
    )
    assert [link.address for link in outline("".join(links).encode(), HOME).feeds()] == ["https://bote.example/feed"]


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("ä€".encode(), "iso-8859-1", "ä€"),
        (b"\xef\xbb\xbf\xc3\xa4", "", "ä"),
        ("ä".encode("utf-16"), "", "ä"),
        (b"\xe4\x80", "", "ä€"),
        (b"\xe4\x80", "iso-8859-1", "ä€"),
        ("Привет".encode("cp1251"), "windows-1251", "Привет"),
        ('<meta charset="koi8-r">Привет'.encode("koi8-r"), "nonsense", '<meta charset="koi8-r">Привет'),
        (b"\xe4-" + b"a" * 2_000_000, "punycode", "ä-" + "a" * 2_000_000),
        (("ä" * 50).encode()[:-1], "", "ä" * 49),
    ],
)
def test_character_sets(data: bytes, charset: str, text: str) -> None:
    assert decoded(data, charset) == text


@pytest.mark.parametrize(
    "data",
    [b"<!--" * 500_000, b'<a "' * 500_000, b"<a \"'" * 500_000 + b">", b"<a " + b"a" * 2_000_000 + b">", b"<script>" + b"</script" * 300_000, b"<div class=nav>" * 100_000, b"<a href=/x>y" * 300_000, b"<" * 2_000_000, b"<meta " + b"a= " * 1_000_000 + b">", b"<x" * 500_000],
    ids=range(10),
)
def test_nothing_takes_longer_than_its_length(data: bytes) -> None:
    started = time.monotonic()
    outline(data, HOME)
    assert time.monotonic() - started < 60  # a hang, not a speed


@given(st.binary(max_size=500) | st.lists(st.sampled_from(["<a href=/x>", "</a>", "<nav>", "</nav>", "<div class=menu>", "</div>", "<h2>", "text", "<", ">", '"', "<!--", "-->", "<script>"]), max_size=40).map(lambda parts: "".join(parts).encode()))
def test_any_bytes_have_an_outline(data: bytes) -> None:
    found = outline(data, HOME)
    assert all(anchor.address.startswith("http") and anchor.text.isprintable() for anchor in found.anchors)
