"""A front page: blocks in the paper's order, teasers with kicker and teaser text."""

import pytest

from broadsheet import extract
from broadsheet.errors import ExtractionError
from broadsheet.extract.teasers import is_article
from broadsheet.model import Capture, FrontBlock, Link


def teaser(number: int, kicker: str = "", text: str = "") -> str:
    return (
        f'<article class="teaser"><a href="/stadt/moewe-nummer-{number}-4{number}11.html">{f"<span class=kicker>{kicker}</span>" * bool(kicker)}'
        f"<h3>Möwe Nummer {number} landet</h3></a>{f'<p>{text}</p>' * bool(text)}<time datetime='2026-03-0{number}T08:00:00+01:00'>{number}. März</time></article>"
    )


def test_blocks_in_order() -> None:
    markup = (
        "<html><body><nav><a href='/stadt/'>Stadt</a></nav><main>"
        f"<section>{teaser(1, 'Liveticker', 'Seit dem frühen Morgen sitzt sie auf dem Dach.')}</section>"
        f"<section><h2><a href='/stadt/'>Stadt</a></h2>{teaser(2)}{teaser(3)}{teaser(2)}</section></main></body></html>"
    )
    found = extract.front_page(Capture(body=markup.encode(), address="https://paper.example/", time="2026-03-09T06:00:00Z"))
    assert found.time == "2026-03-09T06:00:00Z"
    assert found.blocks[0] == FrontBlock(
        "",
        (
            Link(
                "https://paper.example/stadt/moewe-nummer-1-4111.html",
                "Möwe Nummer 1 landet",
                "Liveticker",
                "Seit dem frühen Morgen sitzt sie auf dem Dach.",
                "2026-03-01T08:00:00+01:00",
            ),
        ),
    )
    assert (found.blocks[1].title, [link.headline for link in found.blocks[1].links]) == ("Stadt", ["Möwe Nummer 2 landet", "Möwe Nummer 3 landet"])


def test_where_a_whole_teaser_is_a_link_its_headline_is_what_a_class_calls_so() -> None:
    text = "Nach drei Tagen auf dem Kran kam sie am Abend herunter, ohne dass jemand sie gerufen hätte."
    card = (
        f'<div class="card"><a href="/stadt/die-moewe-ist-gelandet-4711.html"><div class="Teaser_dach__4nMzA">Hafen</div><div class="Teaser_titel__Ks20p">'
        f'Die Möwe ist gelandet</div><div class="Teaser_text__uV6eY">{text}</div></a></div>'
    )
    markup = f"<html><body><main><section>{teaser(1)}{card}{teaser(2)}</section></main></body></html>"
    found = extract.front_page(Capture(body=markup.encode(), address="https://paper.example/"))
    link = next(link for block in found.blocks for link in block.links if "4711" in link.address)
    assert (link.kicker, link.headline, link.teaser) == ("Hafen", "Die Möwe ist gelandet", text)


def test_a_page_without_teasers_is_no_front_page() -> None:
    with pytest.raises(ExtractionError) as refused:
        extract.front_page(Capture(body=b"<html><body><p>Bald mehr.</p></body></html>", address="https://paper.example/"))
    assert refused.value.reason == "no-article"


def test_a_front_page_is_no_article() -> None:
    markup = f"<html><body><main>{''.join(teaser(n) for n in range(1, 10))}</main></body></html>"
    with pytest.raises(ExtractionError) as refused:
        extract.article(Capture(body=markup.encode(), address="https://paper.example/"))
    assert refused.value.reason == "list-page"


def sections_page(above: str = "", head: str = "") -> bytes:
    """A list whose teasers look like running text: each headline a paragraph of its own, a date, a sentence or two."""
    items = "".join(
        f'<li><p class="title"><a href="/stadt/moewe-nummer-{number}-4{number}11.html">Die Möwe {number} ist gelandet</a></p><p class="facts">{number + 1}. März 2026, 08:00</p>'
        f"<p>Nach einem langen Flug über die Elbe hat die Möwe Nummer {number} am Montag den Kai erreicht.</p></li>"
        for number in range(8)
    )
    return f"<html><head><title>Stadt - Der Bote</title>{head}</head><body><main><h1>Stadt</h1>{above}<ul>{items}</ul></main></body></html>".encode()


def told(headline: str) -> str:
    """A head that describes an article."""
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}", "datePublished": "2026-03-01T08:00:00Z"}}</script>'


@pytest.mark.parametrize("head", ["", told("Die Möwe 3 ist gelandet"), '<meta property="og:type" content="article">'])
def test_a_page_that_is_hardly_more_than_teasers_is_no_article(head: str) -> None:
    with pytest.raises(ExtractionError) as refused:
        extract.article(Capture(body=sections_page(head=head), address="https://paper.example/stadt/"))
    assert refused.value.reason == "list-page"
    assert "a list of 8 articles" in str(refused.value)


PROSE = "".join(f"<p>Am Kai {number} standen die Leute in drei Reihen und sahen den Vögeln zu, die über dem Wasser kreisten.</p>" for number in range(5))


@pytest.mark.parametrize(
    ("above", "head"),
    [('<p class="byline">Von <a rel="author" href="/autor/ihde">Jonna Ihde</a></p>', ""), ("", told("Stadt")), (PROSE, "")],
    ids=["somebody's", "described", "prose"],
)
def test_a_roundup_that_somebody_wrote_is_an_article(above: str, head: str) -> None:
    assert extract.article(Capture(body=sections_page(above, head), address="https://paper.example/stadt/")).body


@pytest.mark.parametrize(("end", "told"), [("/bridge-1234.html", True), ("", False)])
def test_of_an_endless_address_the_end_tells(end: str, told: bool) -> None:
    link = Link(f"https://paper.example/{'a' * 3_000_000}{end}", "The bridge is closed")  # all of it would be looked at for half a minute
    assert is_article(link, "https://paper.example/") == told
