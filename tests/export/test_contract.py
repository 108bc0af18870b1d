"""What holds for every form of feed: the table is whole, every list has it, whatever its articles hold."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import articles

from broadsheet import export, pages
from broadsheet.model import Article
from broadsheet.render import Setting
from broadsheet.text import is_clean

from .lists import listed

LISTS = ["/", "/~/newest", "/~/page/3/~/newest", "/politik/", "/~/topic/fluss", "/redaktion/", "/~/day/2024-12-03", "/~/front/2024-12-02", "/~/find/QnLDvGNrZQ"]
FORMS = {"atom": "atom", "jsonfeed": "json"}

READ: dict[str, Callable[[str], object]] = {"atom": ET.fromstring, "jsonfeed": msgspec.json.decode, "opml": ET.fromstring, "opds": ET.fromstring, "shelves": ET.fromstring}


def test_the_table_names_what_pages_can_answer() -> None:
    assert set(export.FEEDS) == set(READ) == {*FORMS, "opml", "opds", "shelves"}
    assert {feed.media_type.partition(";")[0] for feed in export.FEEDS.values()} == {"application/atom+xml", "application/feed+json", "text/x-opml"}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("form", FORMS)
def test_a_feed_of_every_list_is_well_formed_and_the_same_when_asked_again(edition: pages.Edition, setting: Setting, path: str, form: str) -> None:
    answer = pages.answer(edition, f"/~/feed/{FORMS[form]}{path}")
    assert answer.form == form
    text = export.FEEDS[form].render(answer, setting)
    READ[form](text)
    assert text == export.FEEDS[form].render(pages.answer(edition, f"/~/feed/{FORMS[form]}{path}"), setting)
    assert text.endswith("\n")
    assert all(is_clean(line) and line != "." for line in text.split("\n"))


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, max_size=3))
def test_a_feed_is_well_formed_whatever_an_article_holds(made: list[Article]) -> None:
    answer = listed(*made)
    for form in FORMS:
        text = export.FEEDS[form].render(answer, Setting(origin="https://news.example"))
        READ[form](text)
        assert all(is_clean(line) and line != "." for line in text.split("\n"))
