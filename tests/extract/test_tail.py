"""Related articles, and how complete the text is."""

import pytest

from broadsheet import extract
from broadsheet.model import Article, Capture

ADDRESS = "https://paper.example/politik/rat-bewilligt-bruecke-4711.html"
SENTENCE = "Der Rat hat am Donnerstagabend nach drei Stunden Debatte die Mittel für die Brücke bewilligt, und zwar einstimmig. "


def page(tail: str = "", data: str = "", paragraphs: int = 6) -> Article:
    body = "".join(f"<p>{SENTENCE * 3}</p>" for _ in range(paragraphs))
    markup = (
        f'<html lang=de><head><title>Rat bewilligt Brücke</title>{data}</head><body><main><article class="article"><h1>Rat bewilligt Brücke</h1>'
        f'<div class="article-body">{body}</div></article>{tail}</main></body></html>'
    )
    return extract.article(Capture(body=markup.encode(), address=ADDRESS))


def test_related_articles_with_kicker_and_teaser() -> None:
    found = page(
        '<section class="related"><h2>Mehr zum Thema</h2><ul>'
        '<li><a href="/meinung/lasst-sie-4712.html?utm_source=box"><span class="kicker">Kommentar</span><h3>Lasst sie langsam sein</h3></a>'
        "<p>Die Brücke soll bleiben, weil sie uns alle aufhält.</p></li>"
        '<li><a href="/hafen/faehre-4713.html"><h3>Die Fähre fährt wieder</h3></a></li>'
        '<li><a href="https://elsewhere.example/x"><h3>Etwas von anderswo ganz</h3></a></li>'
        f'<li><a href="{ADDRESS}"><h3>Rat bewilligt Brücke</h3></a></li></ul></section>'
    ).related
    assert [(link.kicker, link.headline, link.teaser) for link in found] == [
        ("Kommentar", "Lasst sie langsam sein", "Die Brücke soll bleiben, weil sie uns alle aufhält."),
        ("", "Die Fähre fährt wieder", ""),
    ]


@pytest.mark.parametrize("wrapped", ["{}", "<div><div>{}</div></div>"])
def test_related_articles_may_stand_in_the_element_of_the_text(wrapped: str) -> None:
    cards = "".join(
        f'<div><h3><a href="{path}">{headline}</a></h3></div>'
        for path, headline in (("/hafen/faehre-4713.html", "Die Fähre fährt wieder"), ("/hafen/kran-4715.html", "Der Kran steht still"))
    )
    text = f"<p>{SENTENCE * 3}</p>" * 6
    markup = f"<html lang=de><body><h1>Rat bewilligt Brücke</h1><div>{text}{wrapped.format('<h2>Mehr zum Thema</h2>')}<div>{cards}</div></div></body></html>"
    found = extract.article(Capture(body=markup.encode(), address=ADDRESS)).related
    assert [link.headline for link in found] == ["Die Fähre fährt wieder", "Der Kran steht still"]


def test_of_a_text_between_breaks_the_link_is_the_related_article() -> None:
    lines = f'{SENTENCE * 3}<a href="/stadt/liste-4720.html">Liste der Redner im Rat</a> {SENTENCE}<br><br>' * 3
    also = '<a href="/hafen/faehre-4713.html">Lesen Sie auch: Die Fähre fährt wieder</a><br><br>'
    markup = f"<html lang=de><body><h1>Rat bewilligt Brücke</h1><font size=3>{lines}{also}{lines}</font></body></html>"
    found = extract.article(Capture(body=markup.encode(), address=ADDRESS)).related
    assert [link.headline for link in found] == ["Die Fähre fährt wieder"]


def test_a_section_on_the_picture_is_no_headline() -> None:
    box = "".join(
        f'<article><div class="thumb"><a href="{path}"><img src="/a.jpg"></a><div><a href="/stadt">Stadt</a></div></div>'
        f'<div><h3><a href="{path}">{headline}</a></h3><div>von <a href="/autor/9">Ada Brook</a></div></div></article>'
        for path, headline in (("/hafen/faehre-4713.html", "Die Fähre fährt wieder"), ("/hafen/kran-4715.html", "Der Kran steht still"))
    )
    found = page(f'<div class="related-posts"><h3>Mehr zum Thema</h3>{box}</div>').related
    assert [link.headline for link in found] == ["Die Fähre fährt wieder", "Der Kran steht still"]


def test_a_link_to_the_front_page_is_no_related_article() -> None:
    box = '<section class="related"><h2>Mehr zum Thema</h2><div><span class="kicker">Zuletzt</span><a href="/"><h3>Zur Startseite des Blattes</h3></a></div></section>'
    assert page(box).related == ()


def test_a_day_below_a_picture_is_no_headline() -> None:
    box = "".join(
        f'<div class="card"><div><figure><a href="{path}"><img src="/a.jpg" alt="A bridge"></a><span>17.10.2025</span></figure>'
        f'<a href="/themen/bruecke"><span class="category">Brücke</span></a></div><div><a href="{path}"><h2>{headline}</h2></a></div></div>'
        for path, headline in (("/hafen/faehre-4713.html", "Die Fähre fährt wieder"), ("/hafen/kran-4715.html", "Der Kran steht still"))
    )
    assert [link.headline for link in page(f'<section class="related"><h2>Mehr zum Thema</h2>{box}</section>').related] == ["Die Fähre fährt wieder", "Der Kran steht still"]


def test_a_kicker_set_as_a_heading_or_within_the_headline_is_none() -> None:
    cards = (
        '<article><a href="/hafen/faehre-4713.html"><img src="/a.jpg"></a><h3>Hafen</h3><h2><a href="/hafen/faehre-4713.html">Die Fähre fährt wieder</a></h2></article>'
        '<article><a href="/hafen/kran-4715.html"><h2><span class="t"><span class="x__overtitle">Technik</span>Der Kran steht still</span></h2></a></article>'
    )
    found = page(f'<section class="related"><h2>Mehr zum Thema</h2>{cards}</section>').related
    assert [(link.kicker, link.headline) for link in found] == [("Hafen", "Die Fähre fährt wieder"), ("Technik", "Der Kran steht still")]


def test_of_two_headings_in_one_link_the_higher_is_the_headline() -> None:
    cards = (
        '<li><a href="/hafen/faehre-4713.html"><h4>Hafen</h4><h3>Die Fähre fährt wieder</h3><p>Alle zehn Minuten, auch bei Nebel, und Fahrräder kosten nichts. <span class="author">Rieke Tamm</span></p></a></li>'
        '<li><a href="/hafen/kran-4715.html"><h3>Der Kran steht still</h3><h4>Niemand weiß, wie lange, und keiner fragt</h4><h4>Hafen</h4></a></li>'
        '<li><a href="/hafen/kai-4716.html"><h4>Kai</h4><h3>Das Wasser steigt seit Tagen</h3><p class="teaser">von Rieke Tamm</p><h4>Kai</h4></a></li>'
    )
    found = page(f'<section class="related"><h2>Mehr zum Thema</h2><ul>{cards}</ul></section>').related
    assert [(link.kicker, link.headline, link.teaser) for link in found] == [
        ("Hafen", "Die Fähre fährt wieder", "Alle zehn Minuten, auch bei Nebel, und Fahrräder kosten nichts."),
        ("", "Der Kran steht still", "Niemand weiß, wie lange, und keiner fragt"),
        ("Kai", "Das Wasser steigt seit Tagen", ""),
    ]


def test_what_parts_a_kicker_from_a_headline_is_neither_s() -> None:
    card = '<div><span class="kicker">Hafen / <time class="date">vor 20 Minuten</time></span><a href="/hafen/kai-4716.html"><h3>Der Kai wird neu gebaut</h3></a></div>'
    (found,) = page(f'<section class="related"><h2>Mehr zum Thema</h2>{card.replace("vor 20 Minuten", "")}</section>').related
    assert (found.kicker, found.headline) == ("Hafen", "Der Kai wird neu gebaut")


def test_articles_linked_one_after_the_other_are_several() -> None:
    links = '<a href="/hafen/faehre-4713.html"><img src="/a.jpg">Die Fähre fährt wieder</a> <a href="/hafen/kran-4715.html">Der Kran steht still</a>'
    found = page(f'<section class="related"><h2>Mehr zum Thema</h2><div>{links}</div></section>').related
    assert [(link.address[-15:], link.headline) for link in found] == [("aehre-4713.html", "Die Fähre fährt wieder"), ("/kran-4715.html", "Der Kran steht still")]


def test_what_stands_above_several_headlines_is_their_kicker() -> None:
    def card(path: str, headline: str) -> str:
        return f'<li><div><a href="{path}"><h6>News Hafen</h6></a> <a href="{path}"><p>{headline}</p></a></div></li>'

    cards = card("/hafen/faehre-4713.html", "Die Fähre fährt wieder, jeden Tag, und bei Nebel auch") + card("/hafen/kran-4715.html", "Der Kran steht still, und niemand weiß, wie lange noch")
    found = page(f'<section class="related"><h2>Mehr zum Thema</h2><ul>{cards}</ul></section>').related
    assert [(link.kicker, link.headline[:9]) for link in found] == [("News Hafen", "Die Fähre"), ("News Hafen", "Der Kran ")]


def test_what_stands_before_a_headline_in_an_element_of_its_own_is_its_kicker() -> None:
    card = '<li><a href="/hafen/faehre-4713.html"><span class="a1">Am Hafen</span> <span class="b2">Die Fähre fährt wieder</span></a></li>'
    (found,) = page(f'<section class="related"><h2>Mehr zum Thema</h2><ul>{card}</ul></section>').related
    assert (found.kicker, found.headline) == ("Am Hafen", "Die Fähre fährt wieder")


def test_an_article_linked_by_two_addresses_is_one() -> None:
    card = '<li><a href="/hafen/faehre-4713.html"><h3>Die Fähre fährt wieder</h3></a></li>'
    found = page(f'<section class="related"><h2>Mehr zum Thema</h2><ul>{card}{card.replace("/hafen/faehre-4713.html", "/?p=471300")}</ul></section>').related
    assert [link.address for link in found] == ["https://paper.example/hafen/faehre-4713.html"]


def test_a_box_is_known_by_its_heading_alone() -> None:
    found = page('<div class="x7"><h3>Read also</h3><a href="/a/the-gull-officer-4714.html">The gull officer speaks</a></div>').related
    assert [link.address for link in found] == ["https://paper.example/a/the-gull-officer-4714.html"]


def test_most_read_is_not_related() -> None:
    assert page('<div class="most-read"><h3>Meistgelesen</h3><a href="/a/the-gull-officer-4714.html">The gull officer speaks</a></div>').related == ()


def test_full() -> None:
    assert page().completeness == "full"


def test_live() -> None:
    data = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Rat bewilligt Brücke"}</script>'
    assert page(data=data).completeness == "live"


@pytest.mark.parametrize("paragraphs", [1, 6])
def test_paywalled(paragraphs: int) -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Rat bewilligt Brücke","isAccessibleForFree":false}</script>'
    wall = '<div class="paywall-offer"><p>Weiterlesen mit dem Digital-Abo</p></div>'
    assert page(wall, data, paragraphs).completeness == "paywalled"


def test_excerpt() -> None:
    markup = f"<html><body><article><h1>Rat bewilligt Brücke</h1><p>{SENTENCE * 2}Und dann …</p></article></body></html>"
    assert extract.article(Capture(body=markup.encode(), address=ADDRESS)).completeness == "excerpt"


@pytest.mark.parametrize(("paragraphs", "told"), [(1, "excerpt"), (12, "full")])
def test_of_a_text_without_spaces_signs_tell_how_long_it_is(paragraphs: int, told: str) -> None:
    text = "<p>港の事務所は、屋根と古い階段の修理に十一週間をかけたのち、月曜日に再び開いた。</p>" * paragraphs
    markup = f"<html lang=ja><body><article><h1>渡し船が遅れる</h1>{text}<p>そして彼は海を見た…</p></article></body></html>"
    assert extract.article(Capture(body=markup.encode(), address=ADDRESS)).completeness == told


def test_teaser_and_headline_do_not_stand_in_the_body_again() -> None:
    data = '<meta property="og:description" content="Die Brücke wird repariert, sagt der Rat, und zwar bald.">'
    body = f'<p class="standfirst">Die Brücke wird repariert, sagt der Rat, und zwar bald.</p><p>Von Jonna Ihde</p>{f"<p>{SENTENCE * 3}</p>" * 4}'
    markup = f'<html><head>{data}</head><body><article><header><h1>Rat bewilligt Brücke</h1></header><div class="article-body">{body}</div></article></body></html>'
    found = extract.article(Capture(body=markup.encode(), address=ADDRESS))
    assert found.teaser == "Die Brücke wird repariert, sagt der Rat, und zwar bald."
    assert "Die Brücke wird repariert" not in str(found.body)
    assert "Rat bewilligt Brücke" not in str(found.body)
