"""The edition's own words: every language has every key, and what is printed is recognised again."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import labels


def locale(code: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files("broadsheet").joinpath("locale", f"{code}.toml").read_text("utf-8"))


def test_the_languages_are_there() -> None:
    assert set(labels.languages()) >= {"de", "en", "fr", "es", "it", "nl", "ar", "ja"}


@pytest.mark.parametrize("code", labels.languages())
def test_every_language_has_every_key_and_fills_the_same_places(code: str) -> None:
    import re

    ours, english = locale(code)["labels"], locale("en")["labels"]
    assert ours.keys() == english.keys()
    for key, words in ours.items():
        assert words == words.strip() != ""
        if not key.endswith("-one"):
            assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", english[key])), key


@pytest.mark.parametrize(("language", "words"), [("de", "Suche"), ("de-AT", "Suche"), ("en_GB", "Search"), ("pl", "Search"), ("", "Search"), ("JA", "検索")])
def test_a_language_without_a_file_is_spoken_to_in_english(language: str, words: str) -> None:
    assert labels.label(language, "search") == words
    assert labels.spoken(language) in labels.languages()


def test_only_named_places_are_filled() -> None:
    assert labels.label("de", "chosen-for", tag="{tag} {x}") == "zu {tag} {x}"
    assert labels.label("de", "chosen-for", other="x") == "zu {tag}"
    with pytest.raises(KeyError):
        labels.label("de", "no-such-key")


def test_one_is_not_many() -> None:
    assert (labels.count("de", "words", 1), labels.count("de", "words", 620)) == ("1 Wort", "620 Wörter")


@pytest.mark.parametrize(
    ("language", "iso", "words"),
    [
        ("de", "2024-12-03", "3. Dezember 2024"),
        ("en", "2024-12-03T17:42:00+01:00", "3 December 2024, 17:42"),
        ("es", "2024-12-03", "3 de diciembre de 2024"),
        ("ja", "2024-12-03T17:42", "2024年12月3日 17:42"),
        ("de", "2024-12", "Dezember 2024"),
        ("de", "2024", "2024"),
        ("de", "gestern", "gestern"),
        ("de", "2024-13-01", "2024-13-01"),
        ("de", "2024-00", "2024-00"),
        ("de", "2024-01", "Januar 2024"),
    ],
)
def test_dates_are_as_exact_as_they_are(language: str, iso: str, words: str) -> None:
    assert labels.date(language, iso) == words


@given(st.sampled_from(labels.languages()), st.datetimes(), st.booleans())
def test_dates_are_read_again(language: str, moment: object, exact: bool) -> None:
    iso = str(moment).replace(" ", "T")[: 16 if exact else 10]
    words = labels.date(language, iso)
    assert labels.read_date(words) == iso
    assert labels.read_changed(labels.label(language, "changed", date=words)) == iso


@pytest.mark.parametrize(("words", "iso"), [("3 Dec 2024", "2024-12-03"), ("03. Jan 1999", "1999-01-03"), ("Dez 2024", ""), ("", ""), ("3 Smarch 2024", ""), ("31 May 2024", "2024-05-31"), ("31 Feb 2024", ""), ("29. Februar 2024", "2024-02-29"), ("99. Dezember 2024", ""), ("3. Dezember 2024, 24:60", ""), ("1" * 80, "")])
def test_the_references_dates_are_read(words: str, iso: str) -> None:
    assert labels.read_date(words) == iso
    assert labels.read_changed(words * 3) == ""


@pytest.mark.parametrize("code", labels.languages())
def test_words_are_recognised_in_every_language(code: str) -> None:
    for key in labels.SECTIONS:
        assert labels.section(labels.label(code, key)) == key
    for key in ("full", "excerpt", "paywalled", "live"):
        assert labels.completeness(labels.label(code, key)) == key
    assert labels.means(labels.label(code, "picture"), "picture")
    words = [labels.label(code, key) for key in (*labels.SECTIONS, "full", "words")]
    assert labels.language_of(word.replace("{n}", "").strip() for word in words) == code


def test_words_of_no_language_say_nothing() -> None:
    assert (labels.section("Politik"), labels.completeness("x"), labels.language_of(["LINKS"]), labels.language_of([])) == ("", "", "", "")


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa-IR", "rtl"), ("de", "ltr"), ("az-Arab", "rtl"), ("ku-Latn", "ltr"), ("ur-Latn", "ltr"), ("", "ltr"), ("he", "rtl"), ("yi", "rtl"), ("ur_PK", "rtl"), ("ku", "ltr"), ("ar-Cyrl", "ltr"), ("de-Hebr", "rtl")])
def test_direction(language: str, direction: str) -> None:
    assert labels.direction(language) == direction


@pytest.mark.parametrize(("language", "name"), [("de", "Deutsch"), ("de-AT", "Deutsch"), ("EN_gb", "English"), ("pl", "pl"), ("", "")])
def test_a_language_is_named_as_it_names_itself(language: str, name: str) -> None:
    assert labels.name(language) == name
