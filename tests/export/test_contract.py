"""What holds for every form of feed: the table is whole, every list has it, whatever its articles hold."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import articles

from broadsheet import export, pages
from broadsheet.archive import Head
from broadsheet.model import Article, Page, Paper
from broadsheet.pages import Listed, Piece
from broadsheet.render import Setting
from broadsheet.text import is_clean

LISTS = ["/", "/~/newest", "/~/page/3/~/newest", "/politik/", "/~/topic/fluss", "/redaktion/", "/~/day/2024-12-03", "/~/front/2024-12-02", "/~/find/QnLDvGNrZQ"]
FORMS = {"atom": "atom", "jsonfeed": "json"}
PAPER = Paper(key="bote", name="Der <Bote> & Co", address="https://bote.example/", language="de", timezone="Europe/Berlin", permission="Alles & mehr")

READ: dict[str, Callable[[str], object]] = {"atom": ET.fromstring, "jsonfeed": msgspec.json.decode, "opml": ET.fromstring}


def test_the_table_names_what_pages_can_answer() -> None:
    assert set(export.FEEDS) == set(READ) == {*FORMS, "opml"}
    assert {feed.media_type for feed in export.FEEDS.values()} == {"application/atom+xml", "application/feed+json", "text/x-opml"}


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


def listed(*made: Article) -> pages.Answer:
    """A list of *made*."""
    heads = [
        Head(
            id=number,
            paper="bote",
            address=article.address or "https://bote.example/x",
            kicker=article.kicker,
            headline=article.headline,
            teaser=article.teaser,
            date=article.date,
            modified=article.modified,
            language=article.language,
            authors=article.authors,
            sections=article.sections,
            tags=article.tags,
        )
        for number, article in enumerate(made, 1)
    ]
    pieces = tuple(Piece(head=head, article=article, paper=PAPER, path=f"/~/a/{head.id}", body=article.body) for head, article in zip(heads, made, strict=True))
    page = Page(path="/~/newest", kind="newest", title="Neueste", masthead=PAPER.name, language="de")
    return pages.Answer(page, "atom", listed=Listed(path="/~/newest", room="/~/newest", paper=PAPER, heads=tuple(heads), pieces=pieces))


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, max_size=3))
def test_a_feed_is_well_formed_whatever_an_article_holds(made: list[Article]) -> None:
    answer = listed(*made)
    for form in FORMS:
        text = export.FEEDS[form].render(answer, Setting(origin="https://news.example"))
        READ[form](text)
        assert all(is_clean(line) and line != "." for line in text.split("\n"))
