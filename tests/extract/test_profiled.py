"""Extraction by a site config: what its rules say counts before what extraction finds, and a rule that finds nothing changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import extract
from broadsheet.errors import ExtractionError
from broadsheet.extract import profiled
from broadsheet.knowledge import Knowledge
from broadsheet.model import Article, Capture, Figure, Heading, Paragraph, Quote, plain_text
from broadsheet.siteconfig import SiteConfig, parse

pytest.importorskip("lxml")

PAGE = """<!doctype html><html lang=de><head><meta charset=utf-8><title>Der Bote – Startseite</title></head><body>
<h2 class=oben>Die Drehbrücke klemmt</h2><p class=autor>Von Anna Alt und Bert Berg</p><p class=stand>Stand: 3. März 2026, 17:05 Uhr</p>
<div id=links><p>Ein langer Text über ganz andere Dinge, den jeder für den Artikel halten würde, denn er ist lang und hat viele Sätze. Und noch einen Satz.</p>
<p>Noch ein langer Text über ganz andere Dinge, den jeder für den Artikel halten würde, denn er ist lang und hat viele Sätze. Und noch einen Satz.</p></div>
<div id=rechts><h2 class=oben>Die Drehbrücke klemmt</h2><p>Seit Sonntag klemmt die Drehbrücke.</p><div class="box werbung-oben"><p>Kaufen Sie Fisch, Fisch, Fisch.</p></div>
<h3>Warten</h3><p>Alle warten auf das <a href="/ersatzteil">Ersatzteil</a>.<img src="/zaehler/1.gif"><img src="/bild.jpg" alt="Die Brücke"></p><!-- Kommentar --></div>
</body></html>"""
RULES = """
title: //h2[@class='oben']
author: substring-after(//p[@class='autor'], 'Von ')
date: //p[@class='stand']
body: //div[@id='gibt-es-nicht']
body: //div[@id='rechts']
strip_id_or_class: werbung
strip_image_src: zaehler
"""


def read(rules: str, page: str = PAGE, **more: object) -> Article:
    capture = Capture(body=page.encode(), address="https://bote.example/stadt/bruecke-4711.html")
    return extract.article(capture, Knowledge(rules=parse(rules, "bote.example.txt"), **more))  # type: ignore[arg-type]


def texts(article: Article) -> list[str]:
    return [plain_text(block.spans) for block in article.body if isinstance(block, Paragraph | Heading)]


def test_the_rules_say_what_the_article_is():
    found = read(RULES)
    assert found.headline == "Die Drehbrücke klemmt"
    assert [person.name for person in found.authors] == ["Anna Alt", "Bert Berg"]
    assert found.date == "2026-03-03T17:05:00"
    assert texts(found) == ["Seit Sonntag klemmt die Drehbrücke.", "Warten", "Alle warten auf das Ersatzteil."]
    last = next(block for block in reversed(found.body) if isinstance(block, Paragraph))
    assert [span.href for span in last.spans if span.href] == ["https://bote.example/ersatzteil"]
    assert [block.image.address for block in found.body if isinstance(block, Figure)] == ["https://bote.example/bild.jpg"]
    assert found.extractor.endswith(", by bote.example.txt")


def test_without_a_body_extraction_decides_on_what_is_left():
    assert any("ganz andere Dinge" in text for text in texts(read("title: //h2")))
    assert not any("ganz andere Dinge" in text for text in texts(read("strip: //div[@id='links']")))


def test_a_page_without_the_body_is_refused_where_the_rules_want_it():
    with pytest.raises(ExtractionError, match=r"bote\.example\.txt names is not there") as error:
        read("body: //div[@id='weg']\nautodetect_on_failure: no")
    assert error.value.reason == "no-article"
    assert texts(read("body: //div[@id='weg']"))


def test_texts_are_replaced_before_the_page_is_parsed():
    found = read(RULES + "find_string: Seit Sonntag\nreplace_string: Seit Montag\nreplace_string(warten): <b>hoffen</b>")
    assert texts(found) == ["Seit Montag klemmt die Drehbrücke.", "Warten", "Alle hoffen auf das Ersatzteil."]


def test_rules_that_find_nothing_change_nothing():
    plain = extract.article(Capture(body=PAGE.encode(), address="https://bote.example/stadt/bruecke-4711.html"))
    found = read("title: //h6\nauthor: count(//p)\ndate: //h2\nstrip: //body\nstrip: //p[\nstrip: nothing()\nbody: //a/@href\nauthor: //comment()\ntitle: //@class/..[")
    assert (found.headline, found.authors, found.date, texts(found)) == (plain.headline, plain.authors, plain.date, texts(plain))


def test_faults_are_named():
    rules = parse("title: //h1[\nbody: //div\nstrip: //p[@\ndate: unknown:x()", "x")
    assert [fault.split(":")[0] for fault in profiled.faults(rules)] == ["//h1[", "unknown", "//p[@"]


def test_rules_and_what_was_learned_go_together():
    from broadsheet.knowledge import Count

    found = read("title: //title", articles=10, names=(Count("Startseite", 10),))
    assert found.headline == "Der Bote – Startseite", "the user's rule counts before what was learned"
    assert found.extractor.endswith(", by bote.example.txt, knowing 10 articles")


@pytest.mark.parametrize("page", ["<!-- nothing -->", "", "<html></html>", "<frameset><frame src=x></frameset>", "plain"])
def test_a_page_with_nothing_is_refused_as_without_rules(page: str):
    with pytest.raises(ExtractionError):
        read(RULES, page)


def test_quotation_marks_in_a_part_of_a_class_are_no_xpath():
    assert texts(read(RULES + "strip_id_or_class: \"ban'ner\"\nstrip_id_or_class: ') or true() or contains(@x, '"))


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_page_and_any_expression_give_an_article_or_a_refusal(body: str, expression: str):
    rules = SiteConfig(file="x", titles=(expression,), bodies=(expression, "//p"), strips=(expression,), named=(expression,), dates=(expression,), authors=(expression,))
    reason, found = "", None
    try:
        found = extract.article(Capture(body=f"<p>{body}</p><h1>x</h1>".encode("utf-8", "replace")), Knowledge(rules=rules))
    except ExtractionError as error:
        reason = error.reason
    assert bool(found) != bool(reason)


def test_what_rules_put_in_place_is_bounded():
    doubling = "find_string: a\nreplace_string: aaaaaaaa\n" * 200
    with pytest.raises(ExtractionError, match="longer than") as caught:
        read(RULES + doubling)
    assert caught.value.reason == "too-large"


def test_attributes_go_tags_go_and_tags_are_put_around():
    page = (
        "<body><div id=text><p>Seit <a href='/tag/sonntag'>Sonntag</a> klemmt die Drehbrücke.</p><p>Alle warten auf <span>das </span><span>Ersatzteil</span>.</p>"
        "<div class=zitat>Wir <b>warten</b> nicht.</div>Danach.</div></body>"
    )
    found = read("body: //div[@id='text']\nstrip_attr: //a/@href\nstrip_attr: //p\ndissolve: //p/span\ndissolve: //body\nwrap_in(blockquote): //div[@class='zitat']", page)
    assert texts(found)[:2] == ["Seit Sonntag klemmt die Drehbrücke.", "Alle warten auf das Ersatzteil."]
    assert not any(span.href for block in found.body if isinstance(block, Paragraph) for span in block.spans)
    assert any(span.href for block in read("body: //div[@id='text']", page).body if isinstance(block, Paragraph) for span in block.spans)
    quote = next(block for block in found.body if isinstance(block, Quote))
    assert [plain_text(spans) for spans in quote.paragraphs] == ["Wir warten nicht."]
    assert texts(found)[-1] == "Danach."


def test_all_that_is_stripped_goes_however_often_it_is_there():
    page = f"<body><div id=text><p>Seit Sonntag klemmt die Drehbrücke.</p>{'<i>Anzeige</i>' * 3000}</div></body>"
    assert texts(read("body: //div[@id='text']\nstrip: //i", page)) == ["Seit Sonntag klemmt die Drehbrücke."]
