"""The catalogue of a paper's days as books: what it shows, and where it is named."""

import pytest

from broadsheet.archive import Archive
from broadsheet.labels import label
from broadsheet.model import Links

from .invented import Get
from .test_feeds import LISTS

ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"


@pytest.mark.parametrize(("root", "prefix"), [("bote", ""), ("", "/bote"), ("courier", "/bote")])
def test_the_page_links_to_each_days_book_newest_first(get: Get, archive: Archive, root: str, prefix: str) -> None:
    answer = get("/bote/~/feed/opds", root=root)
    assert (answer.form, answer.page.path, answer.page.kind) == ("opds", f"{prefix}/~/feed/opds", "books")
    block = next(block for block in answer.page.main if isinstance(block, Links))
    days = list(archive.days("bote").items())[::-1]
    assert [link.address for link in block.links] == [f"/~/file/epub{prefix}/~/day/{day}" for day, _ in days[:20]]
    assert all(get(link.address, root=root).form == "epub" for link in block.links)
    assert block.links[0].headline.endswith(f"({days[0][1]} Artikel)")


@pytest.mark.parametrize("form", ["text", "gmi", "json"])
def test_the_page_can_be_read_by_people_too(get: Get, form: str) -> None:
    assert get(f"/~/{form}/~/feed/opds").form == form


@pytest.mark.parametrize("root", ["bote", ""])
def test_the_front_page_and_the_sections_name_it(get: Get, root: str) -> None:
    path = f"{'' if root else '/bote'}/~/feed/opds"
    for shown in ("/bote", "/bote/~/sections"):
        page = get(shown, root=root).page
        (feed,) = [feed for feed in page.feeds if "opds" in feed.type]
        assert (feed.path, feed.type) == (path, ACQUISITION)
        assert feed.title == f"Der Bote – {label('de', 'books')}"
    assert [(link.address, link.headline) for link in page.navigation][-1] == (path, label("de", "books"))


@pytest.mark.parametrize("path", LISTS[1:])
def test_no_other_page_names_it(get: Get, path: str) -> None:
    assert not any("opds" in feed.type for feed in get(path).page.feeds)


def test_the_page_of_all_papers_names_the_catalogue_of_all(get: Get) -> None:
    (feed,) = get("/", root="").page.feeds
    assert (feed.path, feed.type) == ("/~/feed/opds", NAVIGATION)
    answer = get(feed.path, root="")
    assert answer.form == "shelves"
    (block,) = answer.page.main
    assert isinstance(block, Links)
    assert [get(link.address, root="").form for link in block.links] == ["opds", "opds"]


@pytest.mark.parametrize("path", ["/~/page/2/~/feed/opds", "/bote/~/page/99/~/feed/opds", "/~/feed/atom/~/feed/opds", "/~/file/epub/~/feed/opds", "/~/feed/opds/x"])
def test_what_is_no_page_of_it_is_missing(get: Get, path: str) -> None:
    assert get(path, root="").page.status == "missing"
