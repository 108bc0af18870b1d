"""Pages that once broke a promise of the extractor, made small; found by bench/fuzz.py."""

import time

import pytest

from broadsheet import extract
from broadsheet.errors import ExtractionError
from broadsheet.model import Article, Capture

PROSE = b"<p>" + b"The bridge turned at noon, and turned back before the tide did. " * 8 + b"</p>"


def outcome(body: bytes) -> Article | str:
    try:
        return extract.article(Capture(body=body, address="https://paper.example/a-long-walk-home.html"))
    except ExtractionError as refused:
        return refused.reason


@pytest.mark.parametrize("moment", [b"\x19", b"2026-03-05T21:48:\xd9\xa30+01:099\x1999", b"\n", b"\xe2\x80\xae2026"])
def test_the_time_of_a_teaser_is_a_date_or_nothing(moment: bytes) -> None:
    teaser = b"<a href=/politics/the-other-story.html><h3>The other story of the bridge</h3> <time datetime='" + moment + b"'>.</time></a>"
    article = outcome(b"<article><h1>A long walk home</h1>" + PROSE * 3 + b"</article><div class=related><h4>Related</h4>" + teaser + b"</div>")
    assert isinstance(article, Article)
    assert [link.headline for link in article.related] == ["The other story of the bridge"]
    assert article.related[0].date in {"", "2026-03-05"}
    assert outcome(b"<a href=n><time datetime=" + moment + b">.") == "no-article"


def test_thousands_of_cells_of_a_table_that_is_none_take_no_longer_each() -> None:
    rows = b"".join(b"<tr><td>x<td><a href=/%d>%d</a>" % (n, n) for n in range(4_000)) + b"<tr><td>" + b"A long cell. " * 60
    body = b"<article><h1>A long walk home</h1>" + PROSE * 3 + b"<table>" + rows + b"</table>" + PROSE + b"</article>"
    started = time.process_time()
    assert isinstance(outcome(body), Article)
    assert time.process_time() - started < 30  # a hang, not a speed


def test_thousands_of_links_in_one_element_take_no_longer_each() -> None:
    links = b"".join(b"<br><a href=/x/the-story-number-%d.html>Read also: the story of the bridge, %d</a> and so on" % (n, n) for n in range(4_000))
    flat = b"<div><div class=related>" + links.replace(b"<br>", b"<hr>") + b"</div></div>"
    for body in (b"<article><h1>A long walk home</h1>" + PROSE * 3 + links + b"</article>", b"<article><h1>A walk</h1>" + PROSE * 3 + b"</article>" + flat):
        started = time.process_time()
        assert isinstance(outcome(body), Article)
        assert time.process_time() - started < 30  # a hang, not a speed


def test_names_of_thousands_of_letters_take_no_longer_each() -> None:
    for letters in (b"9", b"a-", b"a@", b"."):
        names = b",".join(b'{"@type": "Person", "name": "%s%d"}' % (letters * (25_000 // len(letters)), n) for n in range(40))
        data = b'<script type="application/ld+json">{"@type": "NewsArticle", "author": [' + names + b"]}</script>"
        started = time.process_time()
        assert isinstance(outcome(data + b"<article><h1>A long walk home</h1>" + PROSE * 3 + b"</article>"), Article)
        assert time.process_time() - started < 30  # a hang, not a speed


@pytest.mark.parametrize(
    "where",
    [
        b"<script type='application/ld+json'>%s{</script>",
        b"<script type='application/ld+json'>{\"@type\": \"NewsArticle\"}%sx</script>",
        b"<meta name=author content='%s'><meta name=article:author content='%s'>",
        b"<figure><img src=/a.jpg><figcaption>A boat Photo: %s</figcaption></figure>" * 100,
        b"<figure><img src=/a.jpg><figcaption>A boat %s Photo: (x</figcaption></figure>" * 100,
    ],
)
@pytest.mark.parametrize("letter", [b" ", b"_", b"|", b"-"])
def test_one_letter_a_hundred_thousand_times_is_no_hang(where: bytes, letter: bytes) -> None:
    many = letter * (1_900 if b"<figure>" in where else 150_000)
    started = time.process_time()
    found = outcome(b"<html><head><title>A walk</title></head><body><article><h1>A long walk home</h1>" + where.replace(b"%s", many) + PROSE * 3 + b"</article>")
    assert isinstance(found, Article)
    assert time.process_time() - started < 30  # a hang, not a speed


def test_a_page_that_is_nothing_but_its_headline_has_an_end_above() -> None:
    assert outcome(b'<meta property="og:title" content="A long walk home">A long walk home') == "no-article"
    assert outcome(b"<title>A long walk home</title><body>A long walk home") == "no-article"


def test_a_headline_that_stands_in_the_navigation_thousands_of_times_takes_no_longer_each() -> None:
    started = time.process_time()
    body = b"<title>A long walk home</title><body><nav>" + b"<span>A long walk home</span>" * 27_000 + b"</nav>" + PROSE * 9
    for _ in range(6):
        assert isinstance(outcome(body), Article)
    assert time.process_time() - started < 30  # a hang, not a speed


@pytest.mark.parametrize("name", [b'h"', b"t<", b"h1,", b"x:y", b"a", b"p\xc3\xa4"])
def test_a_headline_in_an_element_of_any_name(name: bytes) -> None:
    found = outcome(b"<title>A long walk home</title><%s>A long walk home</%s><p><a href=/author/1>Anna Alt</a></p>" % (name, name) + PROSE * 9)
    assert isinstance(found, Article)
    assert found.headline == "A long walk home"
