"""The proxy's own words: in every language, with their values as HTML or text, and sizes for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import labels
from broadsheet.proxy import media
from broadsheet.proxy.words import Words


@pytest.mark.parametrize(
    ("language", "sizes"),
    [
        ("en", ["0 bytes", "1 byte", "1\u202f023 bytes", "1.5 kB (1\u202f536 bytes)", "5.0 MB (5\u202f242\u202f880 bytes)", "3.0 GB (3\u202f221\u202f225\u202f472 bytes)"]),
        ("de-AT", ["0 Bytes", "1 Byte", "1\u202f023 Bytes", "1,5 kB (1\u202f536 Bytes)", "5,0 MB (5\u202f242\u202f880 Bytes)", "3,0 GB (3\u202f221\u202f225\u202f472 Bytes)"]),
    ],
)
def test_sizes_are_for_people(language: str, sizes: list[str]) -> None:
    words = Words(language)
    assert [words.size(count) for count in (0, 1, 1023, 1536, 5 << 20, 3 << 30)] == sizes
    assert [words.size(count, exactly=False) for count in (1023, 1536)] == [sizes[2], sizes[3].partition(" (")[0]]


@pytest.mark.parametrize("language", labels.languages())
def test_every_type_of_item_has_a_name_in_every_language(language: str) -> None:
    names = {letter: media.name_of(letter, Words(language)) for letter in [*media.KINDS, "Z"]}
    assert all(names.values())
    assert names["P"].endswith(" (PDF)")
    assert "Z" in names["Z"]
    assert Words(language).lang == f' lang="{language}" dir="{labels.direction(language)}"'


def test_a_language_without_words_is_spoken_to_in_english() -> None:
    assert Words("pl")("send") == "Send"
    assert Words("pl").lang == ' lang="en" dir="ltr"'


@given(st.text(max_size=20))
def test_what_is_filled_in_is_filled_in_once(value: str) -> None:
    assert Words("de").html("moved-to", address=f"<b>{value}</b>").endswith(f": <b>{value}</b>")
    assert Words("de")("first", server=value) == f"Erste Seite von {value}"
