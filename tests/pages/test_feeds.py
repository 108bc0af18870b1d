"""Every list of articles has its feeds, and nothing else has any."""

import pytest

from broadsheet import pages
from broadsheet.archive import Archive
from broadsheet.labels import label
from broadsheet.model import Links, Paragraph, Span

from .invented import BRIDGE, Get, teasers

LISTS = [
    "/",
    "/~/newest",
    "/~/page/2/~/newest",
    "/politik/",
    "/~/section/stadt",
    "/~/topic/fluss",
    "/redaktion/",
    "/~/day/2024-12-03",
    "/~/front/2024-12-02",
    "/~/find/QnLDvGNrZQ",
]
OTHERS = ["/politik/die-bruecke-steht/!1000001/", "/~/sections", "/~/topics", "/~/day", "/~/day/2024-12", "/~/about", "/~/history/1", "/~/search"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(("form", "name"), [("atom", "atom"), ("json", "jsonfeed")])
def test_a_list_is_a_feed_of_what_its_page_shows(get: Get, path: str, form: str, name: str) -> None:
    page = get(path).page
    found = get(f"/~/feed/{form}{path}")
    assert (found.form, found.page, found.page.status) == (name, page, "ok")
    assert found.listed
    own = [link.address for link in teasers(page) if link.address.startswith("/") and link.address != "/kultur/"]
    assert sorted(piece.path for piece in found.listed.pieces) == sorted(own)
    assert own


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("root", ["bote", ""])
def test_a_list_says_where_the_feed_of_its_first_page_is(get: Get, path: str, root: str) -> None:
    page = get(f"/bote{path}", root=root).page
    assert [feed.type for feed in page.feeds if "opds" not in feed.type] == ["application/atom+xml", "application/feed+json"]
    assert page.feeds[0].title.startswith("Der Bote – ")
    assert page.feeds[0].title != page.feeds[1].title
    assert page.navigation[-1].address == page.feeds[0].path
    assert page.navigation[-1].headline == label("de", "feed")
    for feed in page.feeds[:2]:
        answer = get(feed.path, root=root)
        assert answer.form in {"atom", "jsonfeed"}
        assert answer.listed
        assert answer.listed.number == 1
        assert answer.page.title == page.title


@pytest.mark.parametrize("path", OTHERS)
def test_what_lists_no_articles_is_no_feed(get: Get, path: str) -> None:
    assert not any(feed.type != "text/x-opml" and "opds" not in feed.type for feed in get(path).page.feeds)
    for form in ("atom", "json"):
        answer = get(f"/~/feed/{form}{path}")
        assert (answer.page.status, answer.form) == ("missing", "")


@pytest.mark.parametrize("path", ["/~/feed/rss", "/~/feed", "/~/feed/atom/~/feed/json", "/~/text/~/feed/atom", "/~/feed/atom/gibt/es/nicht", "/~/feed/opml/x"])
def test_a_feed_of_nothing_is_a_missing_page(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.page.status == "missing"
    assert answer.form in {"", "text"}


def test_a_search_that_finds_nothing_yet_can_be_subscribed_to(get: Get) -> None:
    page = get("/~/search", "kommtnochnicht").page
    answer = get(page.feeds[0].path)
    assert answer.listed
    assert answer.listed.pieces == ()
    assert get("/~/search", "since:gestern").page.feeds == ()


def test_a_piece_has_its_text_with_the_links_of_the_edition(get: Get) -> None:
    listed = get("/~/feed/atom/politik/").listed
    assert listed
    bridge = next(piece for piece in listed.pieces if piece.head.address == BRIDGE)
    assert bridge.path == "/politik/die-bruecke-steht/!1000001/"
    assert bridge.paper.key == "bote"
    hrefs = [span.href for block in bridge.body if isinstance(block, Paragraph) for span in block.spans if span.href]
    assert hrefs == ["/stadt/artikel-11/!1000111/", "/stadt/artikel-11/!1000111/", "/bruecke/!t500/", "/stadt/artikel-12/!1000112/"]
    assert Span("Die Brücke steht. Der ") in bridge.body[1].spans  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("path", "room"),
    [("/politik/", "/~/section/politik"), ("/~/topic/fluss", "/~/topic/fluss"), ("/redaktion/", "/~/author/anna-gross"), ("/", "/"), ("/~/newest", "/~/newest")],
)
def test_a_list_has_one_name_whatever_its_address_is(get: Get, path: str, room: str) -> None:
    for asked, root in ((path, "bote"), (f"/bote{path}", "bote"), (f"/bote{path}", "")):
        listed = get(asked, root=root).listed
        assert listed
        assert listed.room == room


def test_a_search_over_all_papers_has_articles_of_all(archive: Archive) -> None:
    edition = pages.Edition(archive)
    found = pages.answer(edition, "/~/feed/atom/~/find/QnJpZGdl").listed  # Bridge
    assert found
    assert found.paper is None
    assert [piece.paper.key for piece in found.pieces] == ["courier"]
    (block,) = found.pieces[0].body
    assert isinstance(block, Paragraph)
    assert block.spans[0].href == "/bote/politik/die-bruecke-steht/!1000001/"


def test_the_lists_of_a_paper_stand_on_one_page(get: Get) -> None:
    answer = get("/~/feed/opml")
    assert answer.form == "opml"
    (block,) = answer.page.main
    assert isinstance(block, Links)
    assert [(link.address, link.headline) for link in block.links][:3] == [("/", label("de", "front")), ("/~/newest", label("de", "newest")), ("/politik/", "Politik")]
    assert get("/~/sections").page.feeds[0].path == "/~/feed/opml"
    assert get("/~/text/~/feed/opml").form == "text"


def test_without_a_paper_at_the_root_all_papers_stand_there(get: Get) -> None:
    (block,) = get("/~/feed/opml", root="").page.main
    assert isinstance(block, Links)
    assert [link.address for link in block.links] == ["/bote", "/courier"]
