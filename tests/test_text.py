"""Cleaning, folding, slugs."""

import time
import unicodedata
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text import clean, clean_line, dense, fold, is_clean, slug


@given(st.text())
def test_whatever_is_cleaned_is_clean_and_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text)
    assert is_clean(once)
    assert clean(once) == once
    assert unicodedata.normalize("NFC", once) == once


PILES = st.lists(st.tuples(st.sampled_from("a\u0958äq"), st.text(alphabet="\u0301\u0327\u0344\u0323", min_size=0, max_size=80)), max_size=4)


@given(PILES)
def test_of_marks_on_a_letter_the_first_stay(piles: list[tuple[str, str]]) -> None:
    text = "".join(letter + marks for letter, marks in piles)
    made = clean(text)
    assert clean(made) == made
    assert unicodedata.normalize("NFC", made) == made
    assert max([len(list(run)) for is_mark, run in groupby(made, lambda each: unicodedata.combining(each) > 0) if is_mark], default=0) <= 30
    if all(len(unicodedata.normalize("NFD", letter + marks)) <= 30 for letter, marks in piles):
        assert made == unicodedata.normalize("NFC", text)


def test_a_letter_that_is_parted_into_one_more_mark_loses_the_last() -> None:
    made = clean("\u0958" + "\u0301" * 30)
    assert made == "\u0915\u093c" + "\u0301" * 29
    assert clean(made) == made


def test_a_tower_of_marks_takes_no_longer_for_each() -> None:
    started = time.process_time()
    tower = "a" + "\u0327\u0301" * 300_000
    assert clean(tower) == unicodedata.normalize("NFC", tower[:31])
    assert clean_line(tower) == clean(tower)
    assert fold(tower) == fold(clean(tower))
    assert slug(tower) == "a"
    assert time.process_time() - started < 30  # a hang, not a speed


@given(st.text())
def test_a_cleaned_verbatim_line_is_one_clean_line(text: str) -> None:
    line = clean_line(text)
    assert is_clean(line)
    assert "\n" not in line


@given(st.lists(st.text(alphabet=st.characters(categories=["L", "N", "P"]), min_size=1), min_size=1))
def test_no_word_is_lost(words: list[str]) -> None:
    kept = [clean(word) for word in words]
    assert clean(" \n\t ".join(words)).split(" ") == [word for word in kept if word] or any(not word for word in kept)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  two\n\twords ", "two words"),
        ("two  words", "two words"),
        (" word", "word"),
        ("word ", "word"),
        ("schöne  Wörter", "schöne Wörter"),
        ("\u00a0schön\u202f", "schön"),
        ("\u00a0schön\ue001\u202f", "schön"),
        ("schön\ue001 \n ", "schön"),
        ("\x93quoted\x94 \x96 dash", "“quoted” – dash"),
        ("e\u0301tude", "étude"),
        ("Geschlechts\u00adeintrag", "Geschlechtseintrag"),
        ("a\u202eb\u2066c\u061c", "abc"),
        ("a\U000e0041b", "ab"),
        ("\x1b]0;title\x07text", "]0;titletext"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("10\u00a0Prozent", "10\u00a0Prozent"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("line\u2028separated", "line separated"),
        ("\ue001icon", "icon"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


# The one place where a reader's terminal is protected: every code point is looked at, so that none slips out of the table unseen.
_FORMAT = {0xAD, 0x61C, 0x180E, 0x200B, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC)}


def test_every_code_point_is_clean_or_not() -> None:
    for code in range(0x110000):
        letter = chr(code)
        unsafe = unicodedata.category(letter) in {"Cc", "Cs", "Co", "Zl", "Zp"} or code & 0xFFFE == 0xFFFE or code in _FORMAT or 0xE0000 <= code < 0xE0080
        assert is_clean(letter) is is_clean(f"a{letter}\u00a0b") is not unsafe, hex(code)


@pytest.mark.parametrize("code", range(0x80, 0xA0))
def test_windows_letters_that_strayed_are_letters(code: int) -> None:
    try:
        meant = bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        meant = ""
    assert clean(f"a{chr(code)}b") == f"a{' ' if code == 0x85 else meant}b"


@pytest.mark.parametrize(("several", "one"), [("‘’‚‛′`´‹›'", "'"), ("“”„‟«»″\"", '"'), ("‐‑‒–—―-", "-"), ("\u00a0\u202f\u2009\u2007 ", " "), ("…", "...")])
def test_what_is_written_in_many_ways_is_compared_in_one(several: str, one: str) -> None:
    for sign in several:
        assert fold(f"a{sign}b") == fold(f"ä{sign}b").replace("ä", "a") == f"a{one}b"


def test_a_verbatim_line_keeps_its_indent() -> None:
    assert clean_line("    so  weit \t") == "    so  weit"
    assert clean_line("\tx") == "        x"


def test_fold_makes_quotes_dashes_and_case_alike() -> None:
    assert fold("„Straße“ – A\u00a0B") == fold('"STRASSE" - a b')


@pytest.mark.parametrize(
    ("name", "made"),
    [("Überwachung & Recht", "ueberwachung-recht"), ("Łódź", "lodz"), ("Größe, Øre, Åland, Æther, Œuvre, Đakovo", "groesse-oere-aaland-aether-oeuvre-dakovo"), ("Schwerpunkt Krieg in der Ukraine", "schwerpunkt-krieg-in-der-ukraine"), ("中文", ""), ("--", "")],
)
def test_slug(name: str, made: str) -> None:
    assert slug(name) == made


@given(st.text())
def test_a_slug_is_plain(name: str) -> None:
    made = slug(name)
    assert len(made) <= 60
    assert made == made.strip("-")
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(("name", "made"), [("a" * 80, "a" * 60), ("a" * 59 + " b", "a" * 59), ("a" * 58 + " b", "a" * 58 + "-b")])
def test_a_long_slug_ends_with_a_letter(name: str, made: str) -> None:
    assert slug(name) == made


@pytest.mark.parametrize(("text", "signs"), [("Brücke – 12 Uhr", 0), ("мост", 0), ("橋 bridge 다리", 3), ("ひらがな、カナ", 7), ("", 0)])
def test_signs_that_say_as_much_as_two_letters_are_counted(text: str, signs: int) -> None:
    assert dense(text) == signs
