"""Sections, topics, authors, newest, their indexes, and their pages."""

import pytest

from broadsheet.labels import label
from broadsheet.model import Facts, Links

from .invented import HOME, Get, teasers


@pytest.mark.parametrize(
    ("path", "kind", "title", "written"),
    [
        ("/~/section/politik", "section", "Politik", "/politik/"),
        ("/politik", "section", "Politik", "/politik/"),
        ("/~/topic/fluss", "topic", "Fluss", "/~/topic/fluss"),
        ("/bruecke/!t500", "topic", "Brücke", "/bruecke/!t500/"),
        ("/~/author/anna-gross", "person", "Anna Groß", "/redaktion/"),
        ("/redaktion", "person", "Anna Groß", "/redaktion/"),
        ("/~/author/emil-voss", "person", "Emil Voss", "/~/author/emil-voss"),
    ],
)
def test_section_topic_and_author_have_their_name_as_heading_and_a_path(get: Get, path: str, kind: str, title: str, written: str) -> None:
    page = get(path).page
    assert (page.kind, page.title, page.masthead, page.path, page.language) == (kind, title, "Der Bote", written, "de")


def test_a_list_that_the_paper_has_itself_names_the_original(get: Get) -> None:
    assert get("/politik").page.original == f"{HOME}/politik/"
    assert get("/~/topic/fluss").page.original == ""


def test_entries_have_kicker_headline_teaser_and_date_newest_first(get: Get) -> None:
    entries = [link for number in (1, 2, 3) for link in teasers(get(f"/~/page/{number}/~/newest").page)]
    assert [link.date for link in entries] == sorted((link.date for link in entries), reverse=True)
    bridge = next(link for link in entries if link.headline == "Die Brücke steht")
    assert (bridge.kicker, bridge.teaser, bridge.date) == ("Brückenbau", "Nach sechs Tagen ist der Fluss wieder frei.", "2024-12-03T17:42:00+01:00")


def test_lists_have_pages_of_twenty_with_next_and_previous(get: Get) -> None:
    seen: list[str] = []
    path = "/~/newest"
    sizes: list[int] = []
    while path:
        page = get(path).page
        assert page.path == path
        entries = teasers(page)
        sizes.append(len(entries))
        seen += [link.address for link in entries]
        following = [link.address for link in page.navigation if link.headline == label("de", "next-page")]
        back = [link.address for link in page.navigation if link.headline == label("de", "previous-page")]
        assert bool(back) == (len(sizes) > 1)
        assert not back or teasers(get(back[0]).page)[-1].address == seen[-len(entries) - 1]
        path = following[0] if following else ""
    assert sizes == [20, 20, 12]
    assert len(set(seen)) == 52


def test_the_first_line_of_a_list_says_how_many_and_which_page(get: Get) -> None:
    assert get("/~/page/2/~/newest").page.main[0] == Facts(("52 Artikel", "Seite 2 von 3"))
    assert get("/~/topic/n-" + _arabic(get)).page.main[0] == Facts(("1 Artikel",))


def _arabic(get: Get) -> str:
    page = get("/~/topics").page
    links = next(block for block in page.main if isinstance(block, Links)).links
    return next(link.address for link in links if "جسر" in link.headline).rpartition("n-")[2]


def test_the_pages_of_a_list_at_the_papers_own_address_follow_it(get: Get) -> None:
    page = get("/bruecke/!t500/").page
    second = next(link.address for link in page.navigation if link.headline == label("de", "next-page"))
    assert second == "/~/page/2/bruecke/!t500/"
    assert len(teasers(get(second).page)) == 3
    assert get(f"/bote{second}").page == get(second).page


@pytest.mark.parametrize(
    ("path", "title", "first"),
    [("/~/sections", "Ressorts", ("Politik (16)", "/politik/")), ("/~/topics", "Themen", ("Fluss (24)", "/~/topic/fluss")), ("/~/authors", "Autoren", ("Anna Groß (46)", "/redaktion/"))],
)
def test_indexes_name_everything_with_its_number_of_articles(get: Get, path: str, title: str, first: tuple[str, str]) -> None:
    page = get(path).page
    assert (page.kind, page.title) == ("names", title)
    links = next(block for block in page.main if isinstance(block, Links)).links
    assert (links[0].headline, links[0].address) == first
    for link in links:
        assert get(link.address).page.title == link.headline.rpartition(" (")[0]


@pytest.mark.parametrize("kind", ["sections", "topics", "authors"])
def test_an_index_has_no_page_behind_its_last_one(get: Get, kind: str) -> None:
    assert get(f"/~/page/2/~/{kind}").page.status == "missing"


def test_feeds_and_books_of_the_whole_paper_stand_at_its_sections_alone(get: Get) -> None:
    assert [len(get(f"/~/{kind}").page.feeds) for kind in ("sections", "topics", "authors")] == [2, 0, 0]
    assert "/~/feed/opml" in {link.address for link in get("/~/sections").page.navigation}
    assert "/~/feed/opml" not in {link.address for link in get("/~/topics").page.navigation}


def test_sections_stand_in_the_papers_own_order(get: Get) -> None:
    links = next(block for block in get("/~/sections").page.main if isinstance(block, Links)).links
    assert [link.headline.partition(" ")[0] for link in links] == ["Politik", "Stadt", "Kultur"]


def test_the_ways_on_are_at_the_end_of_every_list(get: Get) -> None:
    assert {"/", "/~/sections", "/~/topics", "/~/authors", "/~/day", "/~/about"} <= {link.address for link in get("/~/newest").page.navigation}
