"""Widths and lines: cells by grapheme cluster, greedy lines within the width, words and addresses whole, soft ends that join again."""

import re
import time

import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from broadsheet import hyphens
from broadsheet.render.readblocks import joined
from broadsheet.typeset import HYPHEN, cells, pad, wrap

ADDRESS = re.compile(r"(?:https?|gemini|gopher|ftp)://|(?:mailto|tel):")


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("Änderung „so“ – …", 17), ("日本", 4), ("ｆ", 2), ("e\u0301", 1), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("한국", 4), ("\u200fאב", 2), ("a\u200cb", 2), ("ЖЯ", 2)],
)
def test_cells_are_those_of_a_terminal(text: str, width: int) -> None:
    assert cells(text) == width


def test_text_that_is_not_clean_has_a_width_nevertheless() -> None:
    assert cells("日\x07本") == 4


@given(strategies.texts)
def test_cells_agree_with_the_terminals_measure(text: str) -> None:
    assert cells(text) == wcswidth(text)


@given(st.text("aß Ωжşệ€…שר قلم، 日本のー한글Ａ「」", max_size=40))
def test_texts_without_marks_are_as_wide_as_their_letters(text: str) -> None:
    assert cells(text) == wcswidth(text) == sum(map(cells, text))


def test_pad_counts_cells() -> None:
    assert pad("日本", 6) == "日本  "
    assert pad("7", 3, right=True) == "  7"


def test_lines_are_filled_greedily() -> None:
    assert wrap("aa bb cc dd", 5) == ["aa bb", "cc dd"]
    assert wrap("aa bb cc dd", 6) == ["aa bb", "cc dd"]
    assert wrap("aa bb cc dd", 8) == ["aa bb cc", "dd"]


def test_prefixes_count() -> None:
    assert wrap("aa bb cc", 10, first="* ", rest="  ") == ["* aa bb cc"]
    assert wrap("aaa bbb ccc", 10, first="* ", rest="  ") == ["* aaa bbb", "  ccc"]
    assert wrap("", 9, first="> ") == [">"]
    assert wrap("aa bb cc dd ee ff", 9, first="", rest="    ") == ["aa bb cc", "    dd ee", "    ff"]
    assert wrap("aa bb cc dd ee ff gg", 14, first="    ", rest="") == ["    aa bb cc", "dd ee ff gg"]


def test_a_prefix_that_leaves_no_room_stands_alone() -> None:
    assert wrap("words behind it", 20, first="=> /a/long/path/ ", rest="   ") == ["=> /a/long/path/", "   words behind it"]


def test_a_line_that_ends_where_no_space_stood_is_marked() -> None:
    assert wrap("Nato-Gipfel", 8) == ["Nato- ", "Gipfel"]
    assert wrap("日本語の文", 7) == ["日本語 ", "の文"]


def test_a_long_word_is_cut_between_clusters() -> None:
    assert wrap("e\u0301" * 12, 9) == ["e\u0301" * 8 + " ", "e\u0301" * 4]
    assert wrap("👩‍👩‍👧" * 3, 5) == ["👩‍👩‍👧" * 2 + " ", "👩‍👩‍👧"]
    assert wrap("a " + "x" * 12, 8) == ["a", "xxxxxxx ", "xxxxx"]


def test_an_address_is_never_broken() -> None:
    long = "https://x.example/" + "a-b/" * 10
    assert wrap(f"see {long} there", 20) == ["see", long, "there"]
    assert wrap(f"({long})", 20) == ["( ", f"{long})"]
    assert wrap("mailto:some-body@some-where.example is it", 20)[0] == "mailto:some-body@some-where.example"


def test_a_links_marker_stays_with_its_first_word() -> None:
    text = "Zu einem Deal gehört [3][aus Sicht]"
    assert wrap(text, 26, links=(text.index("[3]"),)) == ["Zu einem Deal gehört", "[3][aus Sicht]"]
    assert wrap("[3][Nato-Gipfel] x", 12, links=(0,)) == ["[3][Nato-Gi ", "pfel] x"]
    assert wrap("[1][" + "x" * 20 + "]", 8, links=(0,))[0] == "[1][xxx "
    assert wrap("a [1][", 40, links=(0,)) == ["a [1]["]


def test_places_can_be_kept() -> None:
    assert wrap("Die Lage:  schlecht", 12, never=(11,)) == ["Die", "Lage:  schl ", "echt"]


def test_exact_lines_keep_every_space() -> None:
    text = "a  b   c" * 4
    lines = wrap(text, 10, exact=True)
    assert "".join(line[:-1] for line in lines[:-1]) + lines[-1] == text


@given(strategies.texts, st.integers(40, 120))
def test_no_line_is_wider_and_all_words_come_back(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert joined(lines) == text
    for line in lines:
        assert cells(line) <= width or ADDRESS.search(line)


@given(strategies.texts, st.integers(40, 120))
def test_exact_lines_come_back_letter_for_letter(text: str, width: int) -> None:
    text = text.replace(" ", "   ")
    lines = wrap(text, width, first="    ", exact=True)
    assert "".join(line[4:-1] for line in lines[:-1]) + lines[-1][4:] == text
    for line in lines:
        assert cells(line) <= width or ADDRESS.search(line)


@pytest.mark.parametrize("text", ["x" * 100_000, "日" * 50_000, "a b " * 25_000, "http://x.example/" * 5_000, "e" + "\u0301" * 50_000, "[1][x]" * 10_000, "-" * 50_000])
def test_hostile_text_is_set_in_bounded_time(text: str) -> None:
    start = time.perf_counter()
    wrap(text, 75, links=range(0, len(text), 6) if text[0] == "[" else ())
    assert time.perf_counter() - start < 30  # a hang, not a speed


@given(strategies.texts, st.integers(40, 120), st.sampled_from(["de", "en", "fr"]))
@settings(deadline=None)  # patterns are read once
def test_hyphenated_lines_are_no_wider_and_all_words_come_back(text: str, width: int, language: str) -> None:
    lines = wrap(text, width, first="  * ", rest="    ", hyphens=hyphens.places(text, language))
    assert joined([line[4:] for line in lines]) == text
    for line in lines:
        assert cells(line) <= width or ADDRESS.search(line)


def test_a_words_part_that_fits_stands_on_the_line_with_a_hyphen() -> None:
    text = "Die Donaudampfschifffahrt ist eine alte Gesellschaft"
    assert wrap(text, 20, hyphens=hyphens.places(text, "de")) == ["Die Donaudampf-  ", "schifffahrt ist eine", "alte Gesellschaft"]
    assert wrap(text, 20, hyphens=hyphens.places(text, "de"), exact=True) == wrap(text, 20, exact=True)


def test_no_hyphen_stands_in_an_address_or_a_marker() -> None:
    text = "Siehe https://zeitung.example/redaktionsgesellschaft und [1][Redaktionsgesellschaft in der Zeitungsredaktion]"
    lines = wrap(text, 24, links=(text.index("[1]"),), hyphens=hyphens.places(text, "de"))
    assert "https://zeitung.example/redaktionsgesellschaft" in lines
    assert not any(line.endswith(HYPHEN) and "[1][" in line for line in lines)
    assert joined(lines) == text
