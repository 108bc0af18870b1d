"""The signs of the plain form, one by one: what they write, and what they take for theirs."""

import pytest

from broadsheet.model import Span
from broadsheet.render import marks


def test_spaces_at_the_ends_of_a_link_stand_beside_it() -> None:
    run = marks.inline((Span("a"), Span(" b ", "/x", number=1), Span("c "), Span(" d", "/y", number=2), Span(" ")))
    assert run == "a [1][b] c [2][d]"
    assert run.links == (2, 11)
    assert marks.inline((Span("a  b   c"),)) == marks.inline((Span(" a b c "),)) == "a b c"
    assert marks.inline((Span(" a", "/x", number=1), Span(" b ", "/x", number=1))) == "[1][a b]"


@pytest.mark.parametrize(("kicker", "headline", "made"), [("K", "H", "K: H"), ("K", "", "K"), ("", "H", "H"), ("", "", ""), (" K  L ", " H ", "K L: H")])
def test_kicker_and_headline_as_people_write_them(kicker: str, headline: str, made: str) -> None:
    assert marks.named(kicker, headline) == made


@pytest.mark.parametrize(("masthead", "kicker", "headline"), [("", "", "Ende --"), ("", "", "-- Anfang"), ("Blatt", "", "a -- b"), ("A -- B", "K", "H"), ("Blatt --", "", "H"), ("", "K: L", "H"), ("", "", "K: H")])
def test_a_title_is_read_as_it_was_written(masthead: str, kicker: str, headline: str) -> None:
    assert marks.read_title(marks.title(masthead, kicker, headline)) == (masthead, kicker, headline)


def test_the_last_word_of_a_line_needs_no_second_space() -> None:
    assert marks.title("", "", "Ende --") == "Ende --"
    assert marks.title("Blatt --", "", "H") == "Blatt --  -- H"


@pytest.mark.parametrize(("day", "tag"), [("3. Dezember 2024", "Flut"), ("", "Flut"), ("3. Dezember 2024", ""), ("", "· Flut"), ("", "3. Dezember 2024"), ("", "a · b")])
def test_what_stands_about_an_article_is_read_as_it_was_written(day: str, tag: str) -> None:
    assert marks.read_about(marks.about(day, tag)) == ("2024-12-03" if day else "", tag)


def test_long_lines_of_facts_are_facts_and_long_prose_is_none() -> None:
    names = " · ".join(["Ein Name"] * 14)
    assert len(names) > 120
    assert marks.is_facts(f"{names} · vollständig")
    assert marks.is_facts(f"Original: https://x.example/{'y' * 120}")
    assert not marks.is_facts("vollständig " * 12)
    assert not marks.is_facts(" · ".join([names] * 5) + " · vollständig")
