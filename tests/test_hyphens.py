"""Where words may be parted."""

import strategies
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import hyphens


def parted(text: str, language: str) -> str:
    places = hyphens.places(text, language)
    assert places == sorted(places)
    return "".join(f"|{letter}" if number in places else letter for number, letter in enumerate(text))


def test_words_are_parted_as_their_language_says() -> None:
    assert parted("Die Zeitungsredaktion in 2024", "de-AT") == "Die Zei|tungs|re|dak|tion in 2024"
    assert parted("hyphenation", "en-GB") == "hy|phen|a|tion"
    assert parted("Redaktion Zeitungen Abend Oma", "de") == "Re|dak|tion Zei|tun|gen Abend Oma"  # two letters before, three behind
    assert parted("journaliste", "fr") == "jour|na|liste"


def test_words_that_change_their_letters_are_not_parted_there() -> None:
    assert "|" not in parted("asszony", "hu")[2:5]


def test_a_language_without_patterns_parts_nothing() -> None:
    for language in ("", "xx", "ja", "x" * 50, "/../de"):
        assert hyphens.places("Zeitungsredaktion", language) == []


def test_short_and_endless_words_stay_whole() -> None:
    assert hyphens.places("Oper " + "Donau" * 20, "de") == []


def test_the_memory_of_words_is_bounded() -> None:
    patterns = hyphens._Patterns("de_DE")
    for number in range(hyphens._KNOWN + 10):
        patterns._known[str(number)] = ()
    assert patterns.places("Zeitung") == (3,)
    assert len(patterns._known) == 1
    assert len(patterns._patterns.hd.cache) == 1


@given(strategies.texts, st.sampled_from(["de", "en", "hu", "tr", "ru"]))
def test_no_place_is_beside_anything_but_letters(text: str, language: str) -> None:
    for place in hyphens.places(text, language):
        assert text[place - hyphens.BEFORE : place + hyphens.AFTER].isalpha()
