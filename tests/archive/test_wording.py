"""An article's text, its words and its fingerprint, over every kind of block."""

import msgspec
import pytest

from broadsheet.archive import wording
from broadsheet.model import (
    Answer,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Facts,
    Figure,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    ListItem,
    Paragraph,
    Question,
    Quote,
    Span,
    Standfirst,
    Table,
    Teaser,
    Verse,
)

from .invented import article


def spans(text: str) -> tuple[Span, ...]:
    return (Span(text),)


BLOCKS: list[tuple[Block, str]] = [
    (Paragraph((Span("a"), Span("b", "https://x.example/"))), "ab"),
    (Heading(spans("a")), "a"),
    (Quote((spans("a"), spans("b")), "c"), "a b c"),
    (Listing((ListItem(spans("a")), ListItem(spans("b"), 1))), "a b"),
    (Verse((spans("a"), (), spans("b"))), "a b"),
    (Figure(Image("https://x.example/i.png", "a", "b", "alt")), "a b"),
    (Table(((spans("c"), spans("d")),), (spans("a"), spans("b")), "t"), "t a b c d"),
    (Break(), ""),
    (Box((Paragraph(spans("b")),), "a"), "a b"),
    (Embed("Video", "https://x.example/v", "a"), "Video a"),
    (Question(spans("b"), "a"), "a b"),
    (Answer(spans("b"), "a"), "a b"),
    (Entry((Paragraph(spans("c")),), "14.05", "b"), "14.05 b c"),
    (Teaser(Link("https://x.example/", "b", "a", "c")), "a b c"),
    (Links((Link("https://x.example/", "a"), Link("https://x.example/", "b"))), "a b"),
    (Standfirst("a"), "a"),
    (Facts(("a", "b")), "a b"),
]


@pytest.mark.parametrize(("block", "text"), BLOCKS, ids=lambda value: type(value).__name__)
def test_text_of_every_block(block: Block, text: str):
    assert " ".join(" ".join(wording.lines((block,))).split()) == text


def test_every_kind_of_block_is_here():
    assert {type(block) for block, _ in BLOCKS} == set(Block.__args__)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("ein Wort  mehr", 3), ("東京都", 3), ("wir in 東京 heute", 5), ("don't - stop", 3)])
def test_words(text: str, count: int):
    assert wording.words(text) == count


def test_the_fingerprint_is_of_the_text():
    base = wording.fingerprint(article(kicker="K"))
    assert len(base) == 16
    same = (article(kicker="K", extractor="2"), article(kicker="K", date=""), article(kicker="K", tags=("x",)), article(2, headline="Fall 1", kicker="K"))
    assert {wording.fingerprint(each) for each in same} == {base}
    moved = msgspec.structs.replace(article(kicker="K"), body=(Paragraph((Span("Ein "), Span("Satz.", "https://x.example/", "strong"))),))
    assert wording.fingerprint(moved) == base, "a link set anew is no new text"
    others = (article(), article(teaser="K"), article(kicker="K", text="Ein Satz"), article(kicker="K", completeness="live"))
    assert base not in {wording.fingerprint(each) for each in others}
