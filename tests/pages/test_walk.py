"""The whole edition, walked from its first page: every link of its own leads to a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet import newsroom, pages
from broadsheet.address import is_plain
from broadsheet.archive import Archive
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import Page
from broadsheet.pages import routes

from .invented import links, walk


def assert_whole(seen: dict[str, Page]) -> None:
    """What holds for every page of an edition."""
    assert [path for path, page in seen.items() if page.status not in {"ok", "input"}] == []
    for path, page in seen.items():
        assert page.title, path
        assert page.masthead, path
        assert page.language, path
        assert page.navigation or page.kind == "papers", path
        assert is_plain(page.path), path
        assert all(is_plain(address) for address in links(page) if address.startswith("/")), path
        assert page.path == path or path.startswith(("/~/text/", "/~/feed/", "/~/file/")), path


@pytest.mark.parametrize("root", ["bote", "courier", ""])
def test_every_link_of_the_edition_leads_to_a_page(archive: Archive, root: str) -> None:
    seen = walk(pages.Edition(archive, root))
    assert_whole(seen)
    kinds = {"front", "article", "section", "topic", "person", "names", "newest", "calendar", "day", "search", "about", "history", "difference"}
    assert kinds - {page.kind for page in seen.values()} <= ({"history", "difference", "section"} if root == "courier" else set())


def test_every_kind_of_page_is_reached_by_links_alone(archive: Archive) -> None:
    seen = walk(pages.Edition(archive, "bote"))
    reached = {pattern for pattern, compiled in zip((route[0] for route in routes.ROUTES), routes.TABLE, strict=True) for path in seen if compiled[0].fullmatch(path)}
    assert {pattern for pattern, _, _ in routes.ROUTES} - reached == {"/~/find/<query>"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("sample"), write=True) as opened:
        newsroom.import_sample(opened, jobs=2)
        yield opened


@pytest.mark.parametrize("root", ["hafenbote", ""])
def test_every_link_of_the_sample_edition_leads_to_a_page(sample: Archive, root: str) -> None:
    seen = walk(pages.Edition(sample, root))
    assert_whole(seen)
    articles = {page.original for page in seen.values() if page.kind == "article"}
    assert len(articles) == sample.newest("hafenbote").total > 40




def test_every_link_of_an_edition_of_real_papers_leads_to_a_page(shared: Path, tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        summary = newsroom.import_paths(archive, [shared / "corpus" / "fundus"], jobs=2)
        assert summary.new > 160
        seen = walk(pages.Edition(archive))
        assert_whole(seen)
        assert sum(page.kind == "article" and not path.startswith("/~/text/") for path, page in seen.items()) >= summary.new
