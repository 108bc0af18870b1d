"""Addresses that say what they are another form of, and pages that say where their article goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.gather import forms
from broadsheet.gather.outline import outline

HOME = "https://paper.example"


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("/a/b-1.html?print=1", "/a/b-1.html"),
        ("/a/b-1.html?x=2&view=print", "/a/b-1.html?x=2"),
        ("/a/b-1?amp", "/a/b-1"),
        ("/a/b-1?outputType=amp", "/a/b-1"),
        ("/amp/a/b-1", "/a/b-1"),
        ("/a/b-1/amp/", "/a/b-1/"),
        ("/a/b-1.amp.html", "/a/b-1.html"),
        ("/a/b-1.html.amp", "/a/b-1.html"),
        ("/a/b-1/drucken", "/a/b-1"),
        ("/print/b-1.html", "/b-1.html"),
        ("/a/b-1.html", ""),
        ("/a/druckerei-brennt-1.html", ""),
        ("/a/lampe.html?ampere=5", ""),
        ("/print", ""),
        ("/", ""),
    ],
)
def test_forms_by_their_addresses(address: str, plain: str) -> None:
    assert forms.plain(HOME + address) == (HOME + plain if plain else "")


def test_hosts_for_other_screens() -> None:
    assert forms.plain("https://amp.paper.example/a/b") == "https://paper.example/a/b"
    assert forms.plain("https://m.paper.example/a/b") == "https://paper.example/a/b"
    assert forms.plain("https://news.paper.example/a/b") == ""


def page(links: str, head: str = "", first: str = "/a/b-c-d.html", number: int = 1) -> str:
    found = outline(f"<html><head>{head}</head><body>{links}</body></html>".encode(), HOME + first)
    return forms.following(found, HOME + first, number).removeprefix(HOME)


@pytest.mark.parametrize(
    ("links", "leads"),
    [
        ('<a rel="next" href="?page=2">weiter</a>', "/a/b-c-d.html?page=2"),
        ('<a href="?seite=2">2</a><a href="?seite=3">3</a>', "/a/b-c-d.html?seite=2"),
        ('<a href="/a/b-c-d-2.html">Seite 2</a>', "/a/b-c-d-2.html"),
        ('<a href="/a/b-c-d.html/2">2</a>', "/a/b-c-d.html/2"),
        ('<a href="/a/b-c-d.html/page/2/">Page 2</a>', "/a/b-c-d.html/page/2/"),
        ('<a rel="next" href="/a/ein-anderer-artikel.html">Nächster Artikel</a>', ""),
        ('<a href="?page=2">Ältere Kommentare</a>', ""),
        ('<a rel="next" href="https://other.example/a/b-c-d.html?page=2">2</a>', ""),
        ('<a rel="next" href="?page=3">3</a>', ""),
        ('<a rel="next" href="?page=1">1</a>', ""),
        ('<a href="/a/2">2</a>', ""),
        ("", ""),
    ],
)
def test_where_an_article_goes_on(links: str, leads: str) -> None:
    assert page(links) == leads
    assert page("", '<link rel="next" href="?page=2">') == "/a/b-c-d.html?page=2"


def test_the_third_page_follows_the_second() -> None:
    assert page('<a href="?page=2">2</a><a href="?page=3">3</a><a href="?page=4">4</a>', number=2) == "/a/b-c-d.html?page=3"


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("https://bote.example/a", "http://www.bote.example/a/?utm_source=x", True),
        ("https://bote.example/politik/ein-fall.html", "https://bote.example/berlin/ein-fall.html?cid=7", True),
        ("https://bote.example/politik/ein-fall-123456.html", "https://bote.example/politik/ein-anderer-titel-123456.html", True),
        ("https://bote.example/!123456", "https://m.bote.example/nr-123456/", True),
        ("https://bote.example/politik/ein-fall-123456.html", "https://bote.example/politik/ein-fall-123457.html", False),
        ("https://bote.example/a/x", "https://bote.example/b/x", False),
        ("https://bote.example/artikel.html", "https://bote.example/politik/ein-fall.html", False),
        ("https://bote.example/artikel?id=12345", "https://bote.example/", False),
        ("https://bote.example/artikel.php?id=12345", "https://bote.example/artikel.php?id=12346", False),
        ("https://[", "https://[", True),
    ],
)
def test_addresses_that_look_like_those_of_one_page(one: str, other: str, are: bool) -> None:
    assert forms.alike(one, other) is are
    assert forms.alike(other, one) is are


@given(st.text(max_size=60), st.integers(1, 40))
def test_any_address_is_read(rest: str, number: int) -> None:
    address = f"{HOME}/{rest}"
    for place in forms.later(address):
        assert place.number > 1
    try:
        forms.plain(address)
    except ValueError:
        pytest.fail("an address that cannot be split")
