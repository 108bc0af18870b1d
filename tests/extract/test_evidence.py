"""What a page says of a text: its place in the prose, its words, its letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from broadsheet import extract
from broadsheet.extract.evidence import SLOTS, Evidence
from broadsheet.model import Capture

BRIDGE = "The council approved the money for the bridge after three hours of debate, as the mayor had asked it to. "
ROAD = "Whoever lives beside the bridge had asked the council for a debate on noise, and the mayor gave them three hours. "


def evidence(inner: str) -> Evidence:
    return extract.evidence_of(Capture(body=f"<html><body><article><h1>The bridge</h1>{inner}</article></body></html>".encode()))


def value(found: Evidence, slot: str, beginning: str) -> str | int:
    at = next(at for at, leaf in enumerate(found.leaves) if leaf.text.startswith(beginning))
    return found.values(at)[SLOTS.index(slot)]


def test_the_place_of_a_text_is_told_in_quarters_of_the_prose() -> None:
    found = evidence("<p>Before.</p>" + "".join(f"<p>{number} {BRIDGE * 2}</p>" for number in range(8)) + "<p>After.</p>")
    assert [value(found, "passed", one) for one in ("Before", "0", "1", "2", "4", "6", "7", "After")] == [-1, -1, 0, 1, 2, 3, 4, 4]


def test_what_is_no_prose_counts_for_no_place() -> None:
    linked = f'<p><a href="/other">{BRIDGE}</a></p>'
    found = evidence(f"{linked * 3}<p>{BRIDGE * 2}</p><p hidden>{BRIDGE}</p><p>After it.</p>")
    assert value(found, "passed", BRIDGE[:20]) == -1
    assert value(found, "passed", "After") == 4


def test_of_a_page_of_short_lines_neither_place_nor_words_are_told() -> None:
    found = evidence("<p>The bridge is closed since Sunday.</p><p>Everybody waits for the mayor.</p>")
    assert [(value(found, "passed", one), value(found, "shared", one)) for one in ("The bridge is", "Everybody")] == [(-2, -1), (-2, -1)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The council approved the money after three hours", 5),
        ("The council and money of recipes, horoscopes, puzzles", 2),
        ("Recipes, horoscopes, puzzles: every morning by letter.", 0),
        ("Bridge", -1),
    ],
)
def test_words_are_shared_with_the_prose_in_fifths(text: str, told: int) -> None:
    found = evidence(f"<p>{BRIDGE}</p><p>{ROAD}</p><div>{text}</div>")
    assert value(found, "shared", text) == told


def test_a_text_of_the_prose_shares_what_another_has_too() -> None:
    alone = "Recipes, horoscopes, puzzles: whoever reads them every morning sleeps longer, physicians wrote yesterday evening."
    found = evidence(f"<p>{BRIDGE}</p><p>{alone}</p><p>{ROAD}</p>")
    assert value(found, "shared", alone) == 0
    assert value(evidence(f"<p>{BRIDGE}</p><p>{alone}</p><p>{alone}</p>"), "shared", alone) == 5


def test_a_long_text_of_the_article_is_not_asked_for_its_words() -> None:
    assert value(evidence(f"<p>{BRIDGE * 4}</p><p>{ROAD}</p>"), "shared", BRIDGE) == -2


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("<em>The paper corrected this text.</em>", 1),
        ("<i>The paper corrected</i> <em>this text.</em>", 1),
        ("<em>The paper</em> corrected this text.", 0),
        ("The paper corrected <em>this text.</em>", 0),
    ],
)
def test_a_text_is_in_italics_as_a_whole_or_not(inner: str, told: int) -> None:
    assert value(evidence(f"<p>{BRIDGE}</p><p>{inner}</p>"), "italic", "The paper") == told


@given(some.lists(some.text(min_size=1, max_size=300), max_size=12))
def test_every_slot_has_a_value_for_any_text(lines: list[str]) -> None:
    found = evidence("".join(f"<p>{line}</p>" for line in lines))
    for at, leaf in enumerate(found.leaves):
        told = dict(zip(SLOTS, found.values(at), strict=True))
        assert told["italic"] in (0, 1)
        assert told["passed"] in range(-2, 5)
        assert told["shared"] in range(-2, 6)
        assert len(leaf.text) > 0


def test_a_whole_sentence_without_a_link_is_no_pointer_to_another_article() -> None:
    sentence = f"Read more books than papers, {BRIDGE[0].lower()}{BRIDGE[1:].strip()}"
    found = evidence(f"<p>{sentence}</p><p>Read more about the bridge</p><p>Read also <a href=/other>{BRIDGE}</a></p>")
    assert [value(found, "phrase", one) for one in ("Read more books", "Read more about", "Read also")] == ["", "also", "also"]
