"""JSON Feed 1.1: the fields that it requires, their types, and the way to the next page."""

from datetime import datetime

import msgspec
import pytest

from broadsheet import export, pages
from broadsheet.render import Setting

from .test_contract import LISTS

WEB = Setting(origin="https://news.example")


class Author(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    url: str = ""


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """An item: `id` and one of the contents are required; what is not known to the format has no place."""

    id: str
    url: str
    external_url: str
    content_html: str
    title: str = ""
    summary: str = ""
    date_published: datetime | None = None
    date_modified: datetime | None = None
    authors: list[Author] = []
    tags: list[str] = []
    language: str = ""


class Feed(msgspec.Struct, forbid_unknown_fields=True):
    """The document: `version`, `title` and `items` are required."""

    version: str
    title: str
    items: list[Item]
    home_page_url: str
    feed_url: str
    description: str = ""
    next_url: str = ""
    authors: list[Author] = []
    language: str = ""


def jsonfeed(edition: pages.Edition, path: str, setting: Setting = WEB) -> Feed:
    return msgspec.json.decode(export.jsonfeed.render(pages.answer(edition, f"/~/feed/json{path}"), setting), type=Feed)


@pytest.mark.parametrize("path", LISTS)
def test_a_feed_has_the_fields_of_json_feed(edition: pages.Edition, setting: Setting, path: str) -> None:
    feed = jsonfeed(edition, path, setting)
    assert feed.version == "https://jsonfeed.org/version/1.1"
    assert feed.title.startswith("Der Bote – ")
    assert feed.authors[0].name == "Der Bote"
    assert feed.items
    assert len({item.id for item in feed.items}) == len(feed.items)
    for item in feed.items:
        assert item.title
        assert item.url.startswith(setting.origin)
        assert item.authors
        assert all(moment is None or moment.tzinfo for moment in (item.date_published, item.date_modified))


def test_an_item_has_every_part_of_the_article(edition: pages.Edition) -> None:
    (item,) = [item for item in jsonfeed(edition, "/politik").items if "Brücke steht" in item.title]
    assert (item.id, item.external_url) == ("https://bote.example/politik/die-bruecke-steht/!1000001/",) * 2
    assert item.url == "https://news.example/politik/die-bruecke-steht/!1000001/"
    assert item.date_published == datetime.fromisoformat("2024-12-03T17:42:00+01:00")
    assert item.date_modified == datetime.fromisoformat("2024-12-04T08:00:00+01:00")
    assert [author.name for author in item.authors] == ["Anna Groß"]
    assert item.tags == ["Politik", "Stadt", "Brücke", "Fluss", "brücke", "جسر"]
    assert item.language == "de"
    assert 'href="https://news.example/stadt/artikel-11/!1000111/"' in item.content_html


def test_every_page_of_a_list_is_reached_by_next_url(edition: pages.Edition) -> None:
    path, seen = "/~/newest", []
    while path:
        feed = jsonfeed(edition, path)
        assert feed.feed_url == f"https://news.example/~/feed/json{path}"
        seen += [item.id for item in feed.items]
        path = feed.next_url.removeprefix("https://news.example/~/feed/json")
    assert len(seen) == len(set(seen)) == 52
