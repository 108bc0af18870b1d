"""An article's page, part by part in the order in which they stand."""

import time
from pathlib import Path

import pytest

from broadsheet import labels, pages
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import (
    Article,
    Box,
    Embed,
    Facts,
    Figure,
    Heading,
    Link,
    Listing,
    Page,
    Paragraph,
    Person,
    Quote,
    Span,
    Standfirst,
    Table,
    Tag,
    Verse,
)

from .invented import BODY, BOTE, BRIDGE, HOME, Get, below, headings

PATH = "/politik/die-bruecke-steht/!1000001/"


@pytest.fixture
def page(get: Get) -> Page:
    return get(PATH).page


def test_title_and_kicker_are_apart_and_the_paper_is_the_masthead(page: Page) -> None:
    assert (page.kind, page.status) == ("article", "ok")
    assert (page.masthead, page.kicker, page.title) == ("Der Bote", "Brückenbau", "Die Brücke steht")


def test_an_article_without_kicker_shows_its_headline_alone(get: Get) -> None:
    assert (get("/nackt").page.kicker, get("/nackt").page.title) == ("", "Nackt")


def test_facts_stand_before_the_teaser_and_say_date_authors_section_words_and_completeness(page: Page) -> None:
    facts, standfirst = page.main[:2]
    assert isinstance(facts, Facts)
    assert facts.facts[:3] == ("3. Dezember 2024, 17:42", "Anna Groß", "Politik")
    assert facts.facts[3].endswith(" Wörter")
    assert facts.facts[-1] == "vollständig"
    assert standfirst == Standfirst("Nach sechs Tagen ist der Fluss wieder frei.")


def test_completeness_is_said_in_the_articles_own_language(get: Get) -> None:
    page = get("/english/plain").page
    facts = page.main[0]
    assert isinstance(facts, Facts)
    assert facts.facts == ("1 October 2024", "2 words", "excerpt")
    assert page.language == "en"


def test_pictures_stay_at_their_place_in_the_body(page: Page) -> None:
    assert page.main[2] == BODY[0]
    assert isinstance(page.main[2], Figure)


def test_inline_links_are_numbered_in_order_through_boxes_tables_lists_quotes_and_verse(page: Page) -> None:
    body = page.main[2 : 2 + len(BODY)]
    paragraph, heading, box, table, listing, quote, verse, embed = body[1:]
    assert isinstance(paragraph, Paragraph)
    assert [(span.text, span.number) for span in paragraph.spans if span.href] == [("Rat der ", 1), ("Stadt", 1), ("hier", 2), ("dort", 3)]
    assert isinstance(heading, Heading)
    assert [span.number for span in heading.spans] == [0, 4]
    assert isinstance(box, Box)
    assert isinstance(box.blocks[0], Paragraph)
    assert box.blocks[0].spans[0].number == 5
    assert isinstance(table, Table)
    assert (table.head[0][0].number, table.rows[0][0][0].number, table.rows[0][1][0].number) == (6, 7, 0)
    assert isinstance(listing, Listing)
    assert listing.items[0].spans[0].number == 8
    assert isinstance(quote, Quote)
    assert quote.paragraphs[0][0].number == 9
    assert isinstance(verse, Verse)
    assert verse.lines[0][0].number == 10
    assert isinstance(embed, Embed)
    assert embed.address == "/stadt/artikel-13/!1000113/"


def test_links_section_lists_each_number_once_inside_as_path_outside_as_full_address(page: Page) -> None:
    links = below(page, "LINKS")
    assert [link.number for link in links] == list(range(1, 11))
    assert [link.address for link in links] == [
        "/stadt/artikel-11/!1000111/",
        "/bruecke/!t500/",
        "/stadt/artikel-12/!1000112/",
        "https://outside.example/plan",
        f"{HOME}/gibt/es/nicht",
        "https://outside.example/head",
        "https://outside.example/1",
        "/courier/news/bridge-2000001",
        "/",
        "mailto:post@bote.example",
    ]


def test_spans_carry_the_address_that_the_links_section_prints(page: Page) -> None:
    paragraph = page.main[3]
    assert isinstance(paragraph, Paragraph)
    assert next(span.href for span in paragraph.spans if span.href) == "/stadt/artikel-11/!1000111/"


def test_links_section_says_the_targets_title_when_the_archive_has_it(page: Page) -> None:
    titles = [(link.kicker, link.headline) for link in below(page, "LINKS")]
    assert titles[:4] == [("Reihe 11", "Artikel Nummer 11"), ("", "Brücke"), ("Reihe 12", "Artikel Nummer 12"), ("", "")]
    assert titles[7:9] == [("", "Bridge Stands"), ("", "Der Bote")]


def test_dates_stand_after_the_body_with_the_time_and_the_change(page: Page) -> None:
    after = page.main[2 + len(BODY)]
    assert after == Facts(("3. Dezember 2024, 17:42", "geändert am 4. Dezember 2024, 08:00"))


def test_authors_are_links_to_their_pages_with_the_role_of_those_who_have_one(page: Page) -> None:
    assert [(link.headline, link.address) for link in below(page, "AUTOREN")] == [
        ("Anna Groß", "/redaktion/"),
        ("Emil Voss (Foto)", "/~/author/emil-voss"),
    ]


def test_tags_are_the_articles_own_each_once_each_a_link_to_its_topic(page: Page) -> None:
    tags = below(page, "TAGS")
    assert [tag.headline for tag in tags] == ["Brücke", "Fluss", "جسر"]
    assert [tag.address for tag in tags][:2] == ["/bruecke/!t500/", "/~/topic/fluss"]
    assert tags[2].address.isascii()


def test_related_articles_have_kicker_teaser_date_and_the_tag_they_were_chosen_for(page: Page) -> None:
    first, second = below(page, "ARTIKEL ZUM THEMA")
    assert first == Link(
        "/stadt/artikel-10/!1000110/", "Wie es begann", "Rückblick", "Was im Artikel 10 steht.", "2024-11-11T10:10:00+01:00", "Fluss"
    )
    assert second == Link("https://elsewhere.example/x", "Anderswo")


def test_related_articles_come_from_the_archive_where_the_paper_names_none(get: Get) -> None:
    related = below(get("/stadt/artikel-53/!1000153/").page, "ARTIKEL ZUM THEMA")
    assert 0 < len(related) <= 5
    assert all(link.tag == "Brücke" and link.address.startswith("/stadt/artikel-") for link in related)


def test_newer_pieces_come_after_the_related_as_later_on_this(page: Page) -> None:
    names = headings(page)
    assert names.index("SPÄTER ZUM THEMA") == names.index("ARTIKEL ZUM THEMA") + 1
    assert all(link.date > "2024-12-03" for link in below(page, "SPÄTER ZUM THEMA"))


def test_what_the_paper_itself_names_as_related_is_not_named_again_as_later(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(BOTE)
        tags = (Tag("Brücke"),)
        for number in (2, 3):
            archive.put("bote", Article(address=f"{HOME}/neu-{number}", headline=f"Neu {number}", date=f"2024-12-0{number}", tags=tags))
        related = (Link(f"{HOME}/neu-2", "Neu 2"),)
        archive.put("bote", Article(address=f"{HOME}/alt", headline="Alt", date="2024-12-01", tags=tags, related=related, language="de"))
        page = pages.answer(pages.Edition(archive, "bote"), "/alt").page
    assert [link.address for link in below(page, "ARTIKEL ZUM THEMA")] == ["/neu-2"]
    assert [link.address for link in below(page, "SPÄTER ZUM THEMA")] == ["/neu-3"]


def test_one_line_has_the_originals_address_and_the_papers_note(page: Page) -> None:
    line = page.main[-1]
    assert line == Facts((f"Original: {BRIDGE}", "© Der Bote", "Abdruck mit Quelle erlaubt"))
    assert page.original == BRIDGE


def test_navigation_has_neighbours_section_front_page_versions_and_text_form(page: Page) -> None:
    assert [(link.kicker, link.headline) for link in page.navigation] == [
        ("Nächster Artikel", "Artikel Nummer 30"),
        ("Voriger Artikel", "Artikel Nummer 33"),
        ("Ressort", "Politik"),
        ("", "Titelseite"),
        ("", "Fassungen (2)"),
        ("", "Als reiner Text"),
    ]
    assert [link.address for link in page.navigation][2:] == ["/politik/", "/", "/~/history/" + _id(page), f"/~/text{PATH}"]
    assert page.search == "/~/search"


def _id(page: Page) -> str:
    return next(link.address for link in page.navigation if "history" in link.address).rsplit("/", 1)[1]


def test_navigation_leaves_out_history_while_there_is_one_version(get: Get) -> None:
    assert not any("history" in link.address for link in get("/nackt").page.navigation)


def test_a_part_that_the_article_lacks_is_left_out_with_its_heading(get: Get) -> None:
    page = get("/nackt").page
    assert headings(page) == []
    assert page.main == (
        Facts(("0 Wörter", "vollständig")),
        Facts((f"Original: {HOME}/nackt", "Abdruck mit Quelle erlaubt")),
    )


def test_section_names_are_in_the_language_of_the_article(get: Get) -> None:
    assert headings(get("/courier/news/bridge-2000001").page) == ["LINKS", "TAGS"]
    assert headings(get(PATH).page)[-4:] == ["AUTOREN", "TAGS", "ARTIKEL ZUM THEMA", "SPÄTER ZUM THEMA"]


def test_answer_hands_over_the_article_itself(get: Get) -> None:
    article = get(PATH).article
    assert article is not None
    assert article.body == BODY


def test_what_the_page_shows_decides_when_it_changed_last(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(BOTE)
        edition = pages.Edition(archive, "bote")

        def put(name: str, section: str, topic: str, date: str) -> None:
            article = Article(address=f"{HOME}/{name}", headline=name, date=date, sections=(Tag(section),), tags=(Tag(topic),), body=(Paragraph((Span(name),)),))
            archive.put("bote", article)
            time.sleep(0.002)

        put("eins", "Politik", "Brücke", "2024-12-01")
        before = pages.answer(edition, "/eins").page.changed
        newest = pages.answer(edition, "/~/newest").page.changed
        put("zwei", "Kultur", "Theater", "2024-12-02")
        assert pages.answer(edition, "/eins").page.changed == before
        assert pages.answer(edition, "/~/newest").page.changed > newest
        put("drei", "Kultur", "Brücke", "2024-12-03")
        assert pages.answer(edition, "/eins").page.changed > before


def test_an_older_version_is_shown_at_its_number(get: Get) -> None:
    path = f"/~/a/{_id(get(PATH).page)}"
    first = get(f"{path}/1")
    assert first.article is not None
    assert len(first.article.body) == 2
    assert first.page.path == f"{path}/1"
    assert get(f"{path}/2").page == get(path).page == get(PATH).page


def test_neighbours_lead_there_and_back(get: Get) -> None:
    page = get("/stadt/artikel-20/!1000120/").page
    following = next(link for link in page.navigation if link.kicker == labels.label("de", "next"))
    back = next(link for link in get(following.address).page.navigation if link.kicker == labels.label("de", "previous"))
    assert back.address == page.path


def test_a_link_to_another_paper_of_the_edition_stays_in_the_edition(get: Get) -> None:
    assert below(get("/courier/news/bridge-2000001").page, "LINKS")[0].address == PATH
    assert below(get("/courier/news/bridge-2000001", root="courier").page, "LINKS")[0].address == f"/bote{PATH}"


# Without an archive


def test_an_article_in_no_archive_has_a_page_whose_links_lead_to_the_paper() -> None:
    article = Article(
        address=BRIDGE,
        paper="Der Bote",
        language="de",
        headline="Allein",
        authors=(Person("Anna Groß"), Person("Emil Voss", "Foto", "https://outside.example/emil")),
        sections=(Tag("Politik"),),
        tags=(Tag("Brücke", f"{HOME}/bruecke/"), Tag("Fluss")),
        related=(Link(f"{HOME}/x", "Anderes", "", "Anriss", "2024-12-01", "Brücke"),),
        body=(Paragraph((Span("a", f"{HOME}/1"), Span("b", f"{HOME}/2"), Span("c", f"{HOME}/1"))),),
    )
    page = pages.article_page(article)
    assert (page.kind, page.masthead, page.path, page.original) == ("article", "Der Bote", PATH, BRIDGE)
    assert [(link.number, link.address) for link in below(page, "LINKS")] == [(1, f"{HOME}/1"), (2, f"{HOME}/2"), (3, f"{HOME}/1")]
    assert below(page, "AUTOREN") == (Link("", "Anna Groß"), Link("https://outside.example/emil", "Emil Voss (Foto)"))
    assert below(page, "TAGS") == (Link(f"{HOME}/bruecke/", "Brücke"), Link("", "Fluss"))
    assert below(page, "ARTIKEL ZUM THEMA") == article.related
    assert page.navigation == ()
    assert page.search == ""


@pytest.mark.parametrize("address", ["", f"{HOME}/straße?x=1", "mailto:a@b.example"])
def test_the_page_of_an_article_without_a_plain_path_has_one_all_the_same(address: str) -> None:
    assert pages.article_page(Article(address=address, headline="x"), masthead="M").path == "/"


def test_the_masthead_of_an_article_in_no_archive_can_be_given() -> None:
    assert pages.article_page(Article(headline="x", paper="Gedruckt"), masthead="Gegeben").masthead == "Gegeben"


def test_a_change_on_the_day_of_publication_that_says_no_more_is_not_printed() -> None:
    page = pages.article_page(Article(headline="x", language="en", date="2024-12-03", modified="2024-12-03"))
    assert page.main == (Facts(("3 December 2024", "0 words", "full")), Facts(("3 December 2024",)))


