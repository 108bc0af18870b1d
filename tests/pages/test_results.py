"""Search: asking, results, their pages, over one paper and over all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.labels import label
from broadsheet.model import Paragraph, Span, plain_text
from broadsheet.pages import search
from broadsheet.text import clean

from .invented import Get, teasers


def test_search_without_a_query_asks_for_one(get: Get) -> None:
    page = get("/~/search").page
    assert (page.status, page.kind, page.title, page.search) == ("input", "search", "Wonach suchen Sie?", "/~/search")
    assert get("/~/search", "  ").page.status == "input"
    assert get("/courier/~/search").page.search == "/courier/~/search"


def test_search_finds_and_counts(get: Get) -> None:
    page = get("/~/search", "Wörtern").page
    assert (page.status, page.title) == ("ok", "Treffer für Wörtern")
    assert page.main[0].facts == ("45 Artikel", "Seite 1 von 3")  # type: ignore[union-attr]
    assert len(teasers(page)) == 20


def test_the_next_pages_of_results_have_plain_paths(get: Get) -> None:
    page = get("/~/search", "Wörtern").page
    seen = {link.address for link in teasers(page)}
    while following := [link.address for link in page.navigation if link.headline == label("de", "next-page")]:
        assert following[0].isascii()
        assert set(following[0]) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.!~")
        page = get(following[0]).page
        assert page.title == "Treffer für Wörtern"
        seen |= {link.address for link in teasers(page)}
    assert len(seen) == 45
    assert get("/~/page/2/~/search", "Wörtern").page == get("/~/page/2" + get("/~/search", "Wörtern").page.path).page


def test_a_query_in_the_path_itself_is_one_too(get: Get) -> None:
    assert get("/~/search?W%C3%B6rtern").page == get("/~/search", "Wörtern").page


@pytest.mark.parametrize(
    ("query", "number"),
    [('author:"Anna Groß" Brücke', 23), ("section:Politik Wörtern", 15), ("tag:Fluss since:2024-12-03 until:2024-12-03", 2), ('"Die Brücke steht"', 1)],
)
def test_the_fields_of_a_query_narrow_it(get: Get, query: str, number: int) -> None:
    page = get("/~/search", query).page
    assert page.main[0].facts[0] == f"{number} Artikel"  # type: ignore[union-attr]


@pytest.mark.parametrize("query", ["gibtesnirgends", "since:gestern", "!!!", '"'])
def test_a_search_without_results_says_so_and_how_to_search(get: Get, query: str) -> None:
    page = get("/~/search", query).page
    assert (page.status, page.kind) == ("ok", "search")
    texts = [plain_text(block.spans) for block in page.main if isinstance(block, Paragraph)]
    assert texts[1] == label("de", "search-help")
    assert texts[0]
    assert get(f"/~/page/2{page.path}").page.status in {"missing", "ok"}


@pytest.mark.parametrize("query", ["brücke", "gibtesnicht", "since:gestern"])
def test_a_page_of_results_knows_what_was_searched_for(get: Get, query: str) -> None:
    assert get("/~/search", query).page.query == query


def test_what_is_written_like_a_field_and_is_none_is_told_where_nothing_is_found(get: Get) -> None:
    said = get("/~/search", "verfasser:gibtesnicht").page.main[0]
    assert said == Paragraph((Span(f"{label('de', 'no-results')} {label('de', 'no-field', name='verfasser:')}"),))


@pytest.mark.parametrize("path", ["/~/search", "/courier/~/search"])
def test_a_query_with_a_date_that_is_none_is_told_so_in_the_papers_language(get: Get, path: str) -> None:
    page = get(path, "until:1999-02-31").page
    assert page.main[0] == Paragraph((Span(label(page.language, "no-date")),))


def test_search_is_over_one_paper_or_where_none_is_the_root_over_all(get: Get) -> None:
    assert [link.headline for link in teasers(get("/~/search", "neighbours").page)] == []
    assert [link.headline for link in teasers(get("/courier/~/search", "neighbours").page)] == ["Bridge Stands"]
    everywhere = get("/~/search", "neighbours", root="").page
    assert [link.address for link in teasers(everywhere)] == ["/courier/news/bridge-2000001"]
    assert (everywhere.masthead, everywhere.language) == ("Broadsheet", "en")
    (found,) = teasers(everywhere)
    (own,) = teasers(get("/courier/~/search", "neighbours").page)
    assert found.kicker == " · ".join(filter(None, ("The Courier", own.kicker))), "whose article it is, where there are others'"


@given(st.text(min_size=1, max_size=80).map(clean).filter(bool))
def test_a_query_comes_back_from_its_path(query: str) -> None:
    part = search.encoded(query)
    assert set(part) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    assert search.decoded(part) == query


@given(st.text("abcABC019-_", max_size=40))
def test_every_path_stands_for_one_query_at_most(part: str) -> None:
    query = search.decoded(part)
    assert query == "" or search.encoded(query) == part
