"""The root of a manner: the same edition, and links inside it stay in it."""

import pytest

from broadsheet import pages
from broadsheet.archive import Archive
from broadsheet.manners import MANNERS
from broadsheet.model import Feed, Figure, Image, Page, Paragraph, Span
from broadsheet.pages import parallel

from .invented import links, walk


@pytest.mark.parametrize("root", ["bote", ""])
def test_links_inside_a_root_stay_in_it_and_it_has_every_page(archive: Archive, root: str) -> None:
    edition = pages.Edition(archive, root)
    seen = walk(edition, "/~/ascii/")
    own = {path for path in walk(edition) if "/~/feed/" not in path and "/~/file/" not in path}
    assert {path.removeprefix("/~/ascii") for path in seen} == own
    for page in seen.values():
        for address in links(page):
            assert not address.startswith("/") or address.startswith(tuple(f"/~/{manner}" for manner in MANNERS)) or "/~/feed/" in address or "/~/file/" in address
        assert not page.search or page.search.startswith("/~/ascii/")


@pytest.mark.parametrize("path", ["/~/latin1/~/text/~/newest", "/~/text/~/latin1/~/newest", "/bote/~/latin1/~/text/~/newest", "/~/latin1/bote/~/text/~/newest"])
def test_manner_form_and_paper_come_in_any_order(archive: Archive, path: str) -> None:
    answer = pages.answer(pages.Edition(archive, "bote"), path)
    assert (answer.manner, answer.form, answer.page.kind, answer.page.status) == ("latin1", "text", "newest", "ok")


@pytest.mark.parametrize("path", ["/~/latin1/~/ascii/", "/~/latin1/~/latin1/", "/~/latin2/", "/~/latin1/nichts", "/~/latin1/%ff"])
def test_two_manners_or_an_unknown_one_are_missing(archive: Archive, path: str) -> None:
    assert pages.answer(pages.Edition(archive, "bote"), path).page.status == "missing"


def test_the_page_about_a_paper_leads_to_every_root(archive: Archive) -> None:
    page = pages.answer(pages.Edition(archive, "bote"), "/~/about").page
    assert {f"/~/{manner}/" for manner in MANNERS} <= set(links(page))


def test_pictures_and_feeds_have_one_place_for_all() -> None:
    page = Page(
        path="/a", kind="article", title="T", main=(Figure(Image("/~/picture/1.png")), Paragraph((Span("x", "/b"), Span("y", "https://x.example/")))),
        feeds=(Feed("/~/feed/atom/", "application/atom+xml", "F"),), search="/~/search",
    )  # fmt: skip
    placed = parallel.page(page, "latin1")
    assert placed.main == (Figure(Image("/~/picture/1.png")), Paragraph((Span("x", "/~/latin1/b"), Span("y", "https://x.example/"))))
    assert placed.feeds == page.feeds
    assert placed.search == "/~/latin1/~/search"
    assert parallel.page(Page(path="/", kind="x", title="T"), "latin1") == Page(path="/", kind="x", title="T")
