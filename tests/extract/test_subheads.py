"""Subheads that only their looks tell."""

import pytest

from broadsheet import extract
from broadsheet.extract import subheads
from broadsheet.extract.frames import Frame
from broadsheet.extract.leaves import Leaf
from broadsheet.extract.runs import Run
from broadsheet.model import Capture, Heading

STORY = Frame("div", None, "", frozenset(), False, frozenset({"div"}), 0, 0, 1, 0, 1)
TEXT = "The council approved the money for the bridge on Thursday evening after three hours of debate, as the mayor had asked."


def leaf(order: int, text: str, *, name: str = "", bold: bool = False, tag: str = "p") -> Leaf:
    frame = Frame(tag, STORY, "", frozenset(), False, frozenset({tag, "div"}), 1, order + 1, order + 2, order, order + 1)
    return Leaf("text", frame, tag, order, [Run(text, "", "strong" if bold else "", name, "")], text, 0, len(text) if bold else 0)


def told(*texts: Leaf, known: str = "") -> list[str]:
    """The texts that are told as subheads; those in *known* were before."""
    roles = {one.order: "subhead" if one.text in known.split("|") else "text" for one in texts}
    subheads.told(roles, list(texts))
    return [one.text for one in texts if roles.get(one.order) == "subhead"]


def story(*heads: Leaf) -> list[Leaf]:
    """The paragraphs of a story, with each of *heads* between two."""
    found = [leaf(0, TEXT)]
    for head in heads:
        order = len(found)
        found += [leaf(order, head.text, name=head.runs[0].name, bold=bool(head.strong)), *(leaf(order + more, TEXT) for more in (1, 2, 3, 4))]
    return found


def test_three_lines_between_paragraphs_are_subheads_and_two_are_not() -> None:
    heads = [leaf(0, text) for text in ("The cost of it", "Who is to pay", "What comes next")]
    assert told(*story(*heads)) == ["The cost of it", "Who is to pay", "What comes next"]
    assert told(*story(*heads[:2])) == []


@pytest.mark.parametrize(
    ("look", "line", "shown"),
    [
        ({"name": "strong"}, "What comes next", True),
        ({"bold": True}, "“What comes next”", True),
        ({"bold": True}, "What comes next?", False),
        ({"bold": True}, "what comes next", False),
        ({"name": "lead"}, "What comes next", True),
        ({}, "What comes next", False),
    ],
)
def test_a_line_set_as_two_subheads_are_is_one(look: dict[str, str | bool], line: str, shown: bool) -> None:
    heads = [leaf(0, text, **look) for text in ("The cost of it", "Who is to pay", line)]  # type: ignore[arg-type]
    assert (line in told(*story(*heads), known="The cost of it|Who is to pay")) == shown
    assert line not in told(*story(*heads[1:]), known="Who is to pay")


def test_capitals_are_a_look() -> None:
    heads = [leaf(0, text) for text in ("THE COST OF IT", "WHO IS TO PAY", "‘WHAT COMES NEXT’")]
    assert "‘WHAT COMES NEXT’" in told(*story(*heads), known="THE COST OF IT|WHO IS TO PAY")


def test_a_lone_number_heads_what_follows() -> None:
    assert told(leaf(0, TEXT), leaf(1, "2"), leaf(2, TEXT), leaf(3, "3"), leaf(4, "The cost of it"), leaf(5, TEXT), known="The cost of it") == ["2", "The cost of it"]


def test_subheads_at_the_end_go_and_a_lone_one_at_the_head_is_the_standfirst() -> None:
    texts = [leaf(0, "Who is to pay for all of it", tag="h2"), leaf(1, TEXT), leaf(2, TEXT), leaf(3, "More", tag="h3")]
    roles = {0: "subhead", 1: "text", 2: "text", 3: "subhead"}
    subheads.trimmed(roles, texts, "the bridge")
    assert roles == {0: "teaser", 1: "text", 2: "text"}
    roles = {0: "subhead", 1: "text", 2: "text"}
    subheads.trimmed(roles, texts, "the bridge: who is to pay for all of it")
    assert roles == {1: "text", 2: "text"}


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        ("<div class='rounded px-6'><h3>Letters</h3><p class='text-sm'>{}</p><input></div>", False),
        ("<div class='px-6'><h3>What it costs</h3><figure><img src=/a.jpg><figcaption>{}</figcaption></figure></div>", True),
        ("<div><h3>What it costs</h3></div>", True),
    ],
)
def test_a_heading_of_what_is_no_text_goes_with_it(inner: str, kept: bool) -> None:
    said = "Our newsletter: every Friday the best of the week from the harbour, in your inbox, and never more than one of them."
    sentence = "The council approved the money for the bridge on Thursday evening after three hours of debate, as the mayor had asked. "
    text = f"<p>{sentence * 3}</p>" * 4
    page = f"<html lang=en><body><h1>The bridge</h1><div class=prose>{text}{inner.format(said)}{text}</div></body></html>"
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))
    assert any(isinstance(block, Heading) for block in found.body) == kept
