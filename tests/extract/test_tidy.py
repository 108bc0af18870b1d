"""What a page says twice is said once."""

import pytest

from broadsheet.extract.tidy import tidied
from broadsheet.model import Block, Box, Entry, Figure, Heading, Image, Listing, ListItem, Paragraph, Quote, Span

LONG = "The bridge over the river was closed on Monday for repairs."
NEXT = "It will be open again in the spring, the city says."


def paragraph(text: str, mark: str = "") -> Paragraph:
    return Paragraph((Span(text, mark="strong"),)) if mark else Paragraph((Span(text),))


def figure(caption: str, address: str = "https://paper.example/a.jpg") -> Figure:
    return Figure(Image(address, caption))


def tidy(*blocks: Block, headline: str = "", teaser: str = "") -> tuple[Block, ...]:
    return tidied(blocks, headline, teaser)


def test_first_paragraph_that_is_the_standfirst_goes() -> None:
    rest = paragraph(NEXT), paragraph("More of it.")
    assert tidy(paragraph(LONG), *rest, teaser=LONG.removesuffix(".")) == rest
    assert tidy(rest[0], paragraph(LONG), rest[1], teaser=LONG) == (rest[0], paragraph(LONG), rest[1])


def test_a_box_about_the_author_goes() -> None:
    box, rest = Box((paragraph(NEXT),), "Ada Quill"), (paragraph(LONG), paragraph(NEXT))
    assert tidied((*rest, box), "", "", ["Ada Quill"]) == rest
    assert tidied((*rest, box), "", "", ["Bert Berg"]) == (*rest, box)


def test_a_list_of_the_headline_alone_goes() -> None:
    rest = paragraph(LONG), paragraph(NEXT)
    listed = Listing((ListItem((Span("Bridge closed"), Span(" RIVERTON: No one may cross it"))),))
    assert tidy(listed, *rest, headline="Bridge closed") == rest
    assert tidy(listed, *rest, headline="Quay closed") == (listed, *rest)


def test_last_paragraph_that_is_the_standfirst_goes() -> None:
    rest = paragraph(NEXT), paragraph("More of it.")
    assert tidy(*rest, paragraph(LONG), teaser=LONG) == rest


def test_a_face_beside_the_byline_goes() -> None:
    face = Figure(Image("https://paper.example/a.jpg", alternative="Ada Quill"))
    rest = paragraph(LONG), paragraph(NEXT)
    assert tidied((face, *rest), "", "", ["Ada Quill"]) == rest
    assert tidied((face, *rest), "", "", ["Bert Berg"]) == (face, *rest)
    said = Figure(Image("https://paper.example/a.jpg", "Ada Quill at the bridge", alternative="Ada Quill"))
    assert tidied((said, *rest), "", "", ["Ada Quill"]) == (said, *rest)


def test_a_lone_paragraph_stays_though_it_is_the_standfirst() -> None:
    assert tidy(paragraph(LONG), teaser=LONG) == (paragraph(LONG),)


def test_no_paragraph_is_none() -> None:
    assert tidy(figure("A bridge")) == (figure("A bridge"),)
    assert tidy() == ()


def test_caption_that_is_the_headline_goes() -> None:
    assert tidy(figure("Bridge closed"), paragraph(NEXT), headline="Bridge closed") == (figure(""), paragraph(NEXT))
    assert tidy(figure("Bridge closed", ""), paragraph(NEXT), headline="Bridge closed") == (paragraph(NEXT),)


def test_enlarged_copy_of_a_picture_goes() -> None:
    copy = figure(LONG, "https://paper.example/large.jpg")
    assert tidy(figure(LONG), copy, paragraph(NEXT)) == (figure(LONG), paragraph(NEXT))
    far = [figure(f"Another picture of the bridge, number {n}") for n in range(3)]
    assert tidy(figure(LONG), *far, copy)[-1] == copy


def test_a_caption_has_the_picture_and_the_credit_of_its_copies() -> None:
    bare, credited, shown = Image("", LONG), Image("", LONG, "Ada Quill"), Image("https://paper.example/a.jpg", LONG)
    whole = Figure(Image("https://paper.example/a.jpg", LONG, "Ada Quill"))
    assert tidy(Figure(shown), Figure(credited), paragraph(NEXT)) == (whole, paragraph(NEXT))
    assert tidy(Figure(credited), Figure(shown), paragraph(NEXT)) == (whole, paragraph(NEXT))
    assert tidy(Figure(bare), Figure(bare), paragraph(NEXT)) == (Figure(bare), paragraph(NEXT))


def test_text_said_twice_beside_a_picture_is_its_caption() -> None:
    assert tidy(paragraph(LONG), figure(""), paragraph(LONG.removesuffix(".")), paragraph(NEXT)) == (
        paragraph(LONG),
        figure(LONG.removesuffix(".")),
        paragraph(NEXT),
    )
    assert tidy(paragraph(NEXT), figure(LONG), paragraph(LONG), paragraph(NEXT)) == (paragraph(NEXT), figure(LONG), paragraph(NEXT))


def test_paragraph_after_a_picture_stays_where_it_is_said_once() -> None:
    blocks = paragraph(NEXT), figure(""), paragraph(LONG)
    assert tidy(*blocks) == blocks


def bold(*titles: str) -> tuple[Block, ...]:
    """A text with *titles* in bold, each above a paragraph."""
    return (paragraph(LONG), *[block for title in titles for block in (paragraph(title, "strong"), paragraph(NEXT))])


def test_bold_paragraphs_are_headings() -> None:
    made = tidy(*bold("What now", "Who pays", "What for", "And then"))
    assert [type(block) for block in made] == [Paragraph, *[Heading, Paragraph] * 4]
    assert made[1] == Heading((Span("What now"),))


def test_two_bold_paragraphs_that_are_numbered_are_headings() -> None:
    for titles in (("1. Feeding gulls", "2. Whistling"), ("#3 Feeding gulls", "#4 Whistling", "#5 Climbing the crane")):
        assert [block for block in tidy(*bold(*titles)) if isinstance(block, Heading)] == [Heading((Span(title),)) for title in titles]
    for titles in (("1. Feeding gulls",), ("2. Whistling", "1. Feeding gulls"), ("1. Feeding gulls", "Whistling"), ("3 boats", "7 boats")):
        assert tidy(*bold(*titles)) == bold(*titles)


def test_bold_paragraphs_are_none_where_something_speaks_against_it() -> None:
    for said in (LONG, "x" * 91, "And then:"):
        assert tidy(*bold("What now", "Who pays", "What for", said)) == bold("What now", "Who pays", "What for", said)
    titles = bold("What now", "Who pays", "What for", "And then")
    for blocks in ((Heading((Span("One"),)), *titles), titles[1:], (*titles[:-1], Quote(((Span(NEXT),),)), paragraph(LONG)), titles[:-2]):
        assert tidy(*blocks) == blocks


@pytest.mark.parametrize(
    ("page", "out"),
    [
        ((3,), (2,)),
        ((2, 3, 3, 2), (2, 3, 3, 2)),
        ((2, 4, 6, 4, 2), (2, 3, 4, 3, 2)),
        ((4, 4, 3, 4), (2, 2, 2, 3)),
        ((1, 2, 3, 4, 5, 6), (2, 3, 4, 5, 6, 6)),
    ],
)
def test_a_heading_is_one_level_below_the_one_it_stands_under(page: tuple[int, ...], out: tuple[int, ...]) -> None:
    def under(levels: tuple[int, ...]) -> tuple[Block, ...]:
        return tuple(part for level in levels for part in (Heading((Span(f"Of level {level}"),), level), paragraph(f"{LONG} {level}")))

    expected = [block.level for block in tidy(*under(page)) if isinstance(block, Heading)]
    assert tuple(expected) == out
    box, entry = (tidy(part)[0] for part in (Box(under(page), "Beside"), Entry(under(page), "14:05")))
    assert [[block.level for block in part.blocks if isinstance(block, Heading)] for part in (box, entry)] == [list(out)] * 2


def test_caption_that_is_headline_and_standfirst_goes() -> None:
    assert tidy(figure(f"Bridge closed {LONG}"), paragraph(NEXT), headline="Bridge closed", teaser=LONG) == (figure(""), paragraph(NEXT))
    assert tidy(figure(f"Bridge closed {NEXT}"), paragraph(NEXT), headline="Bridge closed", teaser=LONG)[0] == figure(f"Bridge closed {NEXT}")
