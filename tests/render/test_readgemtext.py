"""Gemtext read: each line is a part of the article, whatever it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import ExtractionError
from broadsheet.model import Article, Block, Heading, Listing, ListItem, Paragraph, Quote, Span, Verse, plain_text
from broadsheet.pages.article import page
from broadsheet.render import Setting, plain, readgemtext
from broadsheet.text import clean

HOME = "gemini://capsule.example/notes/today.gmi"


def body(text: str) -> tuple[Block, ...]:
    return readgemtext.article(f"# T\n{text}", HOME).body


def links(text: str) -> list[tuple[str, str]]:
    return [(span.text, span.href) for block in body(text) if isinstance(block, Listing) for item in block.items for span in item.spans]


def test_each_line_is_what_it_is() -> None:
    found = readgemtext.article("# Notes\r\n\r\nOne line.\r\nAnother.\r\n## Later\r\n### Deeper\r\n# Last\r\n* a\r\n* b\r\n\r\n* c\r\n> said\r\n>more\r\n```sh\r\n  ls\r\n\r\n```\r\n", HOME, "en")
    assert (found.headline, found.address, found.language) == ("Notes", HOME, "en")
    assert found.body == (
        Paragraph((Span("One line."),)), Paragraph((Span("Another."),)), Heading((Span("Later"),), 2), Heading((Span("Deeper"),), 3), Heading((Span("Last"),), 2),
        Listing((ListItem((Span("a"),)), ListItem((Span("b"),)))), Listing((ListItem((Span("c"),)),)), Quote(((Span("said"),), (Span("more"),))), Paragraph((Span("sh"),)), Verse(((Span("  ls"),), ()), verbatim=True),
    )  # fmt: skip
    assert [type(block) for block in found.body[5:7]] == [Listing, Listing]


def test_links_lead_where_they_lead_from_their_page() -> None:
    assert links("=> /a First\n=>b.gmi\n=> ../c Third thing\n=>\tgemini://x.example/ X\n=> https://x.example:8443/y?z Y\n=> mailto:a@b.example") == [
        ("First", "gemini://capsule.example/a"),
        ("gemini://capsule.example/notes/b.gmi", "gemini://capsule.example/notes/b.gmi"),
        ("Third thing", "gemini://capsule.example/c"),
        ("X", "gemini://x.example/"),
        ("Y", "https://x.example:8443/y?z"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ]


def test_what_no_reader_could_follow_is_told() -> None:
    assert links("=> javascript:x Gain\n=> titan://x.example/ ") == [("Gain (javascript:x)", ""), ("titan://x.example/", "")]
    nowhere = readgemtext.article("=> /a A").body
    assert [plain_text(item.spans) for block in nowhere if isinstance(block, Listing) for item in block.items] == ["A (/a)"]
    assert body("=>") == (Paragraph((Span("=>"),)),)


@pytest.mark.parametrize("text", ["no heading", "#\ntext", "```\nopen"])
def test_a_page_without_a_heading_is_named_by_its_address_or_file(text: str) -> None:
    assert readgemtext.article(text, HOME).headline == HOME
    assert readgemtext.article(text, source="notes.gmi").headline == "notes.gmi"


@pytest.mark.parametrize("text", ["", "\n \n", "#", "* \n>\n", "\ufeff"])
def test_a_page_with_nothing_in_it_is_refused(text: str) -> None:
    with pytest.raises(ExtractionError, match=r"notes\.gmi: nothing in it"):
        readgemtext.article(text, source="notes.gmi")


@given(st.text("ab=> *#`\t\r\n\x1b\u202e.-", max_size=60))
def test_every_word_of_a_page_is_in_the_article_and_is_clean(text: str) -> None:
    found = readgemtext.article(f"# Head\n{text}", HOME)
    assert isinstance(found, Article)  # a value that is not clean is refused when it is made
    shown = plain.render(page(found), Setting())
    for line in text.replace("\r\n", "\n").split("\n"):
        for word in clean(line.lstrip("=>#*` \t")).split():
            if word.isalnum():
                assert word in shown


def test_a_long_page_is_read_in_bounded_time() -> None:
    for line in ("=> /a b\n", "* a\n", "> a\n", "```\n", "# a\n", "=> " + "a" * 100_000 + "\n"):
        begun = time.perf_counter()
        readgemtext.article(line * (200_000 // len(line) + 1), HOME)
        assert time.perf_counter() - begun < 30  # a hang, not a speed
