"""Extraction with knowledge of the site: what its pages repeat is no part of an article, and nothing of the article is lost."""

from collections.abc import Iterable

import pytest

from broadsheet import extract
from broadsheet.knowledge import Knowledge, learn, learn_list
from broadsheet.model import Article, Box, Capture, Heading, Paragraph, plain_text

APPEAL = "Der Hafenbote kommt auch als Brief: jeden Freitag alles, was die Flut in dieser Woche angespült hat."
HEADLINES = ("Brücke klemmt seit Sonntag", "Heringe tanzen vor Publikum", "Leuchtturm findet Käufer", "Bücherei fährt Boot", "Rathaus sucht Uhrwerk", "Fähre wird umsonst")
HEADLINES += ("Orgel spielt allein", "Möwen lernen lesen", "Regatta fällt aus")


def sentences(headline: str, number: int) -> str:
    return f"{headline}: das ist der Satz mit der Nummer {number}, den es nur in diesem einen Artikel gibt, und er geht noch ein wenig weiter. " * 2


def page(headline: str, *, after: str = f"<p>{APPEAL}</p>", middle: str = "", count: int = 5, title: str = "", head: str = "") -> Capture:
    body = "".join(f"<p>{sentences(headline, number)}</p>{middle if number == 2 else ''}" for number in range(count))
    markup = (
        f"<html lang=de><head><title>{title or headline}</title>{head}</head><body><article><h1>{headline}</h1>"
        f"<div class=text>{body}{after}</div></article></body></html>"
    )
    return Capture(body=markup.encode(), address=f"https://bote.example/{headline.lower().replace(' ', '-')}-4711.html")


def known_of(pages: Iterable[Capture]) -> Knowledge:
    known = Knowledge()
    for one in pages:
        observation = extract.read(one).observation
        assert observation is not None
        known = learn(known, observation)
    return known.acting()


def texts(article: Article) -> list[str]:
    return [plain_text(block.spans) for block in article.body if isinstance(block, Paragraph | Heading)]


def test_without_knowledge_nothing_changes():
    reading = extract.read(page(HEADLINES[0]))
    assert reading.unaided is None
    assert reading.article == extract.article(page(HEADLINES[0])) == extract.article(page(HEADLINES[0]), Knowledge())
    assert APPEAL in texts(reading.article)


def test_what_ends_several_articles_is_no_part_of_them():
    known = known_of(map(page, HEADLINES[:2]))
    reading = extract.read(page(HEADLINES[2]), known)
    assert reading.unaided is not None
    assert texts(reading.unaided) == [*texts(reading.article), APPEAL]
    assert len(texts(reading.article)) == 5
    assert reading.article.extractor.endswith(", knowing 2 articles")


def test_a_page_that_was_learned_is_read_like_any_other():
    assert APPEAL not in texts(extract.article(page(HEADLINES[0]), known_of(map(page, HEADLINES[:2]))))


def test_one_article_teaches_nothing():
    assert APPEAL in texts(extract.article(page(HEADLINES[1]), known_of([page(HEADLINES[0])])))


def test_a_text_in_the_middle_has_to_be_seen_more_often():
    pages = [page(headline, after="", middle=f"<p>{APPEAL}</p>") for headline in HEADLINES]
    assert APPEAL in texts(extract.article(pages[1], known_of(pages[:2])))
    assert APPEAL not in texts(extract.article(pages[3], known_of(pages[:3])))
    assert APPEAL in texts(extract.article(pages[1], known_of(pages[1:5] + [page(headline, after="") for headline in HEADLINES[5:]])))
    assert APPEAL not in texts(extract.article(pages[8], known_of(pages[:8])))


def test_a_text_in_an_element_of_its_own_stands_apart():
    pages = [page(headline, after="", middle=f"<div class=hinweis>{APPEAL}</div>") for headline in HEADLINES[:3]]
    if APPEAL not in texts(extract.article(pages[0])):
        pytest.fail("the page no longer shows what this test is of")
    assert APPEAL not in texts(extract.article(pages[2], known_of(pages[:2])))


def test_a_subhead_goes_with_the_text_below_it():
    pages = [page(headline, after=f"<h2>In eigener Sache</h2><p>{APPEAL}</p>") for headline in HEADLINES[:3]]
    assert "In eigener Sache" in texts(extract.article(pages[0]))
    found = texts(extract.article(pages[2], known_of(pages[:2])))
    assert "In eigener Sache" not in found
    assert len(found) == 5


def test_nothing_goes_where_most_would():
    pages = [page(headline, count=1, after="".join(f"<p>{APPEAL} Und zwar zum {number}. Mal.</p>" for number in range(4))) for headline in HEADLINES[:4]]
    known = known_of(pages[:3])
    assert len(known.standing()) == 4
    assert extract.read(pages[3], known).unaided is None


def test_a_box_that_stands_everywhere_goes():
    box = f"<aside class='infobox box'><h3>Der Bote</h3><p>{APPEAL}</p><p>{APPEAL[:70]} und noch viel mehr.</p></aside>"
    pages = [page(headline, after="", middle=box) for headline in HEADLINES[:3]]
    assert any(isinstance(block, Box) for block in extract.article(pages[2]).body)
    assert not any(isinstance(block, Box) for block in extract.article(pages[2], known_of(pages[:2])).body)


def test_an_ending_of_titles_is_the_papers_and_no_headline():
    pages = [page(headline, title=f"{headline} – Wind und Watt", after="") for headline in HEADLINES]
    known = known_of(pages)
    assert (known.paper_names(), known.title_endings()) == ((), ("Wind und Watt",))
    alone = Capture(body=pages[0].body.replace(b"<h1>", b"<a href=/a>").replace(b"</h1>", b"</a>"), address="https://bote.example/neu-4712.html")
    assert extract.article(alone).headline == f"{HEADLINES[0]} – Wind und Watt"
    assert extract.article(alone, known).headline == HEADLINES[0]


def test_the_headline_is_from_where_the_papers_headlines_are():
    def sharing(number: int, shared: str = "") -> Capture:
        headline = f"Nachricht {'abcdefghijklmnop'[number] * 5} aus dem Hafen"
        shared = shared or f"Das müssen Sie über {'abcdefghijklmnop'[number] * 5} wissen"
        told = f"<meta property='og:title' content='{shared}'><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{shared}\"}}</script>"
        return page(headline, head=told, after="", title=shared)

    chosen = extract.read(sharing(0)).observation
    assert chosen is not None
    pages = [sharing(number) for number in range(12)]
    known = known_of(pages)
    assert known.informative == 12
    sign = known.headline_source()
    assert sign in chosen.sources
    assert extract.read(pages[3], known).unaided is None, "where the sources speak as they always do, nothing changes"
    other = sharing(13)
    other = Capture(body=other.body.replace(b"<meta property='og:title'", b"<meta name='x'").replace(b"NewsArticle", b"Thing"), address=other.address)
    assert extract.article(other, known).headline


def test_what_a_page_shows_of_its_site():
    markup = page(HEADLINES[0], title=f"{HEADLINES[0]} | Politik | Der Bote").body.replace(
        b"</article>", b"<ul class='tags'><li><a rel=tag href='/thema/hafen'>Hafen</a></li><li><a rel=tag href='/thema/boot'>Boot</a></li></ul></article>"
    )
    seen = extract.read(Capture(body=markup, address="https://bote.example/bruecke-4711.html")).observation
    assert seen is not None
    assert seen.ending == "Der Bote"
    assert seen.container == "div.text"
    assert seen.tag_links == "ul.tags"
    assert seen.sources
    assert [text.start[:20] for text in seen.texts][-1] == APPEAL[:20]


def test_a_list_of_articles_changes_no_article():
    known = learn_list(known_of(map(page, HEADLINES[:2])), "https://bote.example/politik/")
    assert extract.article(page(HEADLINES[2]), known) == extract.article(page(HEADLINES[2]), known.acting())
