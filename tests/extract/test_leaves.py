"""The walk over a page: what it notes for metadata on its way."""

import pytest

from broadsheet.extract import frames
from broadsheet.extract.leaves import leaves
from broadsheet.extract.parse import parse
from broadsheet.extract.roles import BYLINE, DATE, H1, KICKER, STANDFIRST, TAGS, TIME, _roles, roles
from broadsheet.model import Capture


def told(body: str) -> list[tuple[str | None, int]]:
    """Name and roles of the elements that the walk over *body* notes."""
    page = parse(Capture(body=f"<html><body>{body}</body></html>".encode()))
    assert page.tree.body is not None
    return [(node.tag, found) for node, found in leaves(page.tree.body).telling]


def test_elements_are_noted_in_the_pages_order():
    page = "<p class=kicker>Hafen</p><h1 class=standfirst>Die Brücke</h1><p>Von <b class=author>Anna Alt</b>, <time class=date>heute</time></p><a class=tag>Bau</a>"
    assert told(page) == [("p", KICKER), ("h1", STANDFIRST | H1), ("b", BYLINE), ("time", DATE | TIME), ("a", TAGS)]


def test_an_element_without_text_is_noted_too():
    assert told("<p>Text<div class=byline></div>") == [("div", BYLINE)]


@pytest.mark.parametrize("around", ["<nav class='{0}'>", "<div role=navigation class='{0}'>", "<div class='{0}'><nav>"])
def test_of_navigation_headings_and_tags_are_noted(around: str):
    inside = "<a class=author>Anna Alt</a><h1>Die Brücke</h1><a class=tag>Bau</a>"
    assert told(around.format("rubrik") + inside) == [("h1", H1), ("a", TAGS)]
    assert told(around.format("navigation") + inside) == [("h1", H1)]


def test_navigation_may_be_the_list_of_tags():
    assert told("<nav class='menu tags'><a class=tag>Bau</a></nav>") == [("nav", TAGS)]


def test_a_sites_footer_is_passed_by_but_not_an_articles():
    assert told("<footer><p class=tags>Bau</p></footer>") == []
    assert told("<article><footer><p class=tags>Bau</p></footer></article>") == [("p", TAGS)]


@pytest.mark.parametrize(
    ("name", "found"),
    [("article-kicker", KICKER), ("Artikel_dachzeile__K5u0", KICKER), ("meta author--small", BYLINE), ("TagList", TAGS), ("stage", 0), ("", 0)],
)
def test_a_class_is_read_by_whole_words(name: str, found: int):
    assert roles(name) == found


def test_of_a_class_of_any_length_the_beginning_is_read_and_remembered():
    """What is remembered outlives the page: two classes that begin alike are one there."""
    long = "kicker " + "x1 " * 100_000
    told(f"<p class='{long}'>a</p>")
    before = frames._words.cache_info().currsize, _roles.cache_info().currsize
    assert told(f"<p class='{long}author'>a</p>") == [("p", KICKER)]
    assert (frames._words.cache_info().currsize, _roles.cache_info().currsize) == before


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("10<sup>6</sup> t", "10⁶ t"),
        ("10<sup>-12</sup> s", "10⁻¹² s"),
        ("<b>m<sup>3</sup></b>", "m³"),
        ("SO<sub>4</sub><sup>2−</sup>", "SO4²⁻"),
        ("1<sup>er</sup> mai", "1er mai"),
        ("a<sup>2<i>b</i></sup>", "a2b"),
        ("note<sup><a href=#n>1</a></sup>", "note¹"),
        ("notes<sup>1,2</sup>", "notes¹,²"),
        ("10<sup><span>3</span></sup>", "10³"),
        ("5 m<sup> 2 </sup>", "5 m²"),
        ("a<sup><i></i></sup>", "a"),
        ("x<sup>1234567</sup>", "x1234567"),
    ],
)
def test_a_raised_number_stays_raised(said: str, read: str):
    page = parse(Capture(body=f"<html><body><p>{said}".encode()))
    assert page.tree.body is not None
    assert leaves(page.tree.body).leaves[0].text == read


def test_a_raised_number_leads_where_it_led():
    page = parse(Capture(body=b"<html><body><p>note<sup><a href=#n>1</a></sup>"))
    assert page.tree.body is not None
    assert [(run.text, run.href) for run in leaves(page.tree.body).leaves[0].runs] == [("note", ""), ("\u00b9", "#n")]
