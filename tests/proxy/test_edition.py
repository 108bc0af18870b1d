"""Pages of a text edition seen through the proxy: set as articles, and every word of what was sent is on the page."""

import asyncio
import html
import re
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet import pages
from broadsheet.model import Article, Link, Paragraph, Person, Span, Tag
from broadsheet.net.place import Place
from broadsheet.proxy import edition, menu, views
from broadsheet.proxy.words import Words
from broadsheet.render import FORMS, Setting, readback

from .house import Browser, browser, hole

WORDS = Words()
OWN = Place(scheme="gopher", host="hafen.example", port=70, selector=b"/x/!7")
ARTICLE = Article(
    headline="Die Brücke bleibt zu", kicker="Hafen", paper="Der Hafenbote", language="de", teaser="Ein Riß hält die Stadt auf.", date="2026-03-04",
    authors=(Person("Jonna Ihde", address="/autor/ihde"),), tags=(Tag("Brücken", "/thema/bruecken"),), related=(Link("/y/!8", "Ein Schiff kommt", "Werft", "Es ist groß."),),
    body=(Paragraph((Span("Niederhaven hb | ", mark="dateline"), Span("Die "), Span("Drehbrücke", "/z/!9"), Span(" ist "), Span("gesperrt", "https://amt.example/x"), Span(". " + "Niemand weiß, wie lange. " * 12))),),
)  # fmt: skip


def words(markup: str) -> list[str]:
    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", markup)))


def menu_of(article: Article) -> bytes:
    return FORMS["menu"].render(pages.article_page(article), Setting(host="hafen.example", port=70)).encode()


def test_a_page_of_words_that_all_go_on_takes_no_longer_than_its_length() -> None:
    page = "# The Paper -- Kicker: A headline\n(1 March 2024)\n\nSome text stands here and goes on for a while, as texts do.\n\n" + "".join(f"q{number}-  \n" for number in range(40_000))
    started = time.process_time()
    assert edition.of_text(page, OWN, WORDS) is not None
    assert time.process_time() - started < 30  # a hang, not a speed


def test_an_article_of_our_own_edition_is_an_article_again() -> None:
    status, sheet = views.shown(OWN, views.Got(menu_of(ARTICLE), whole=True), WORDS)
    assert (status, sheet.article, sheet.title, sheet.kicker, sheet.language) == (200, True, "Die Brücke bleibt zu", "Der Hafenbote · Hafen", "de")
    made = "\n".join(sheet.lines)
    assert '<p class="standfirst">Ein Riß hält die Stadt auf.</p>' in made
    links = re.findall(r'href="([^"]*)"', made)
    assert "/~/gopher/hafen.example/1/z/!9" in links
    assert "https://amt.example/x" in links
    assert "/~/gopher/hafen.example/1/autor/ihde" in links
    assert "/~/gopher/hafen.example/1/y/!8" in links
    assert "Also on this page" not in made


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ja", "凪浜市から贈られた鐘の最初の一打である"), ("de", "Die Oberbürgermeisterin besichtigte die Drehbrückenreparaturwerkstatt und die Rad- und Fuß-Gängerbrücke am Hafen")],
)
@pytest.mark.parametrize("width", [40, 60, 75])
def test_words_that_the_setter_parted_are_whole_again(language: str, sentence: str, width: int) -> None:
    text = "".join(f"{sentence}{number}。" for number in range(30)) if language == "ja" else ". ".join(f"{sentence} {number}" for number in range(30))
    article = msgspec.structs.replace(ARTICLE, language=language, headline=sentence, body=(Paragraph((Span(text),)),))
    data = FORMS["menu"].render(pages.article_page(article), Setting(host="hafen.example", port=70, width=width, hyphenate=True)).encode()
    assert re.search(rb"\w(?:-  | )\t", data) or language == "ja"
    _, sheet = views.shown(OWN, views.Got(data, whole=True), WORDS)
    assert (sheet.article, sheet.title) == (True, sentence)
    assert f"<p>{text}</p>" in sheet.lines
    assert "Also on this page" not in "".join(sheet.lines)


def test_line_by_line_it_is_a_menu_again() -> None:
    _, sheet = views.shown(OWN, views.Got(menu_of(ARTICLE), whole=True), WORDS, lines=True)
    assert not sheet.article
    assert any("<pre" in line for line in sheet.lines)


def test_the_plain_form_is_an_article_too() -> None:
    text = FORMS["text"].render(pages.article_page(ARTICLE), Setting()).encode()
    place = Place(scheme="gopher", host="hafen.example", port=70, kind="0", selector=b"/x")
    _, sheet = views.shown(place, views.Got(text, whole=True), WORDS)
    assert sheet.article
    assert "/~/gopher/hafen.example/1/z/!9" in "".join(sheet.lines)


def test_what_readback_does_not_show_follows_the_article() -> None:
    data = menu_of(ARTICLE).rstrip(b".\r\n") + b"\r\n1Zum Anfang der Zeitung\t/anfang\thafen.example\t70\r\n7Suche im Blatt\t/suche\thafen.example\t70\r\niLetzte Zeile Quatschwort\t\t\t\r\n.\r\n"
    _, sheet = views.shown(OWN, views.Got(data, whole=True), WORDS)
    made = "\n".join(sheet.lines)
    for word in ("Anfang", "Suche", "Quatschwort"):
        assert word in words(made)
    assert "/~/gopher/hafen.example/1/anfang" in made
    assert "/~/gopher/hafen.example/7/suche" in made


def test_menus_that_are_no_article_stay_menus() -> None:
    for data in (b"iHello\t\t\t\r\n1A\t/a\t\t\r\n", b"i# A title\t\t\t\r\n", b"", b"# no menu at all\n\nText."):
        found = menu.read(data, OWN)
        article = edition.of_menu(found, OWN, WORDS)
        assert article is None or article.title


@given(st.lists(st.one_of(st.sampled_from(["# Blatt -- Titel: Mehr", "> Vorspann", "## LINKS", "[1] /a", "## TAGS", "Ein Tag", "3 Dec 2024", "## ARTIKEL ZUM THEMA", "Bild: ein Haus", "", "  weit", "=> /a b",
                                           "(4. März 2026 · 12 Wörter · vollständig)", "[1][Wort] steht hier"]), st.text(st.characters(codec="utf-8", exclude_characters="\t\r\n"), max_size=40)), max_size=14))
@settings(max_examples=300, deadline=None)
def test_no_word_of_a_page_that_is_read_back_is_lost(rows: list[str]) -> None:
    data = "".join(f"i{row}\t\tx\t70\r\n" for row in ["# Der Bote -- Hafen: Titel", "## LINKS", *rows]).encode()
    found = menu.read(data, OWN)
    article = edition.of_menu(found, OWN, WORDS)
    if article is None:
        return
    seen = set(words(" ".join([article.title, article.kicker, article.paper, *article.lines])))
    for item in found.items:
        assert set(re.findall(r"\w+", re.sub(r"\[\d{1,9}\]", " ", item.text))) <= seen or edition.labels.read_date(item.text.strip()), item.text


def test_the_reference_capture_replayed_as_a_menu(shared: Path) -> None:
    """The page that this project started from, in the lines that its proxy showed: headings, teaser, links, and not a word less."""
    capture = (shared / "seed" / "article-page.txt").read_text("utf-8")
    rows = [line.removeprefix("| ").removesuffix(" | |") for line in capture.splitlines() if line.startswith("| ")]
    # On the wire its authors, tags, numbered links and the titles of other articles were links.
    names = rows.index("## AUTOREN"), rows.index("## ARTIKEL ZUM THEMA")
    titles = {f"{link.kicker}: {link.headline}"[:40] for link in readback.article(capture).related}
    data = ".\r\n"
    for number, row in reversed(list(enumerate(rows))):
        linked = (names[0] < number < names[1] and not row.startswith("#")) or (row[:1] == "[" and row[2:4] == "] ") or (number > names[1] and row[:40] in titles)
        data = f"{'1' if linked else 'i'}{row}\t{row.partition('] ')[2] or f'/{number}' if linked else ''}\tHOST\tPORT\r\n" + data

    async def main() -> None:
        pages: dict = {}
        async with hole(pages) as opened, browser(opened.port) as reader:
            host, _, port = opened.at.partition(":")
            pages[b"/a/!6053000"] = data.replace("HOST", host).replace("PORT", port).encode()
            at = f"gopher/{opened.at}/1/a/!6053000"
            got = await reader.get(f"/~/{at}")
            _check(got.text, rows, opened.at)
            by_lines = await reader.get(f"/~/lines/{at}")
            for row in rows:
                assert html.escape(row.strip(), quote=False) in by_lines.text
            raw = await reader.get(f"/~/raw/{at}")
            assert raw.body == pages[b"/a/!6053000"]
            await _not_cut(reader, pages, opened.at)

    asyncio.run(main())


def _check(made: str, rows: list[str], at: str) -> None:
    assert "<article>" in made
    assert '<p class="standfirst">' in made
    headings = re.findall(r"<h(\d)[^>]*>([^<]*)</h\1>", made)
    assert next(level for level, _ in headings) == "1"
    assert {name for _, name in headings} >= {"LINKS", "AUTOREN", "TAGS", "ARTIKEL ZUM THEMA", "Bilaterale Sicherheitsabkommen möglich"}
    assert made.count('<p class="title">') == 7
    assert f'href="/~/gopher/{at}/1/Nato/!t5008005"' in made
    seen = set(words(made))
    for row in rows:
        assert set(re.findall(r"\w+", re.sub(r"\[\d\]", " ", row))) <= seen or row.strip() == "3 Dec 2024", row


async def _not_cut(reader: Browser, pages: dict, at: str) -> None:
    """The same page with rows longer than the other proxy showed: nothing is cut."""
    long = "Wort " * 60 + "ENDE"
    pages[b"/long"] = f"i# Blatt -- Lang: {long}\t\tx\t70\r\ni> {long}\t\tx\t70\r\ni## LINKS\t\tx\t70\r\n.\r\n".encode()
    got = await reader.get(f"/~/gopher/{at}/1/long")
    assert got.text.count("ENDE") >= 2
    assert "…" not in got.text


def test_a_page_of_html_is_read_as_an_article_and_never_as_html() -> None:
    text = "Der Nebel liegt seit Tagen über dem Hafen, und niemand fährt hinaus, solange er liegt. " * 9
    markup = f"<html lang=de><title>Nebel</title><script>alert(1)</script><article><h1>Nebel über dem Kai</h1><p onclick='x()'>{text}<a href='b.html'>mehr</a></p><p>{text}</p></article>".encode()
    hole_page = Place(scheme="gopher", host="hafen.example", port=70, kind="h", selector=b"/web/a.html")
    capsule_page = Place(scheme="gemini", host="hafen.example", port=1965, selector=b"/a.html")
    for place, meta in ((hole_page, ""), (capsule_page, "text/html; charset=utf-8")):
        _, sheet = views.shown(place, views.Got(markup, whole=True, meta=meta), WORDS)
        assert (sheet.article, sheet.title, sheet.language) == (True, "Nebel über dem Kai", "de")
        made = "\n".join(sheet.lines)
        assert "alert" not in made
        assert "onclick" not in made
        _, source = views.shown(place, views.Got(markup, whole=True, meta=meta), WORDS, lines=True)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in "\n".join(source.lines)
        _, broken = views.shown(place, views.Got(b"<html><b>x", whole=True, meta=meta), WORDS)
        assert "&lt;html&gt;" in "\n".join(broken.lines)
    _, sheet = views.shown(hole_page, views.Got(markup, whole=True), WORDS)
    assert 'href="/~/gopher/hafen.example/h/web/b.html"' in "\n".join(sheet.lines)


@pytest.mark.parametrize("cut", [1000, 5000])
def test_half_a_page_is_shown_as_far_as_it_came(cut: int) -> None:
    status, sheet = views.shown(OWN, views.Got(menu_of(ARTICLE)[:cut], whole=False), WORDS)
    assert status == 200
    assert "there is more" in "".join(sheet.lines)
