"""Character sets on request: what becomes of letters that a set does not have."""

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.manners import _KNOWN, MANNERS, Letters, encoded, letters, of_path, within
from broadsheet.text import is_clean

SETS = [name for name, manner in MANNERS.items() if not manner.is_braille]


@pytest.mark.parametrize(
    ("manner", "language", "text", "shown"),
    [
        ("ascii", "de", "Größe, ÄRZTE, Äpfel, Straße, GROẞ", "Groesse, AERZTE, Aepfel, Strasse, GROSS"),
        ("ascii", "de", "AÄ, ÖL, aÄ, Ä, Äa, BÄR Ö", "AAE, OEL, aAe, Ae, Aea, BAER Oe"),
        ("ascii", "de-AT", "„Ja“ – ‚nein‘ … »so« § 3", "\"Ja\" - 'nein' ... \"so\" Par. 3"),
        ("ascii", "sv", "på ön, Åland, ÅBO", "paa oen, Aaland, AABO"),
        ("ascii", "da", "på øen, Ærø", "paa oeen, Aeroe"),
        ("ascii", "no", "Blåbær på Øya", "Blaabaer paa Oeya"),
        ("ascii", "fr", "« Où est l’été ? » cœur", '" Ou est l\'ete ? " coeur'),
        ("ascii", "es", "¿Mañana? ¡Sí!", "?Manana? !Si!"),
        ("ascii", "pl", "Łódź, zażółć", "Lodz, zazolc"),
        ("ascii", "ru", "Газета", "Gazeta"),
        ("ascii", "uk", "Гора и хата", "Hora y khata"),
        ("ascii", "el", "Εφημερίδα", "Efimerida"),
        ("ascii", "", "a\u00a0b\u202fc 5 € ½", "a b c 5 EUR 1/2"),
        ("ascii", "ja", "\u200d\ufe0f", ""),
        ("ascii", "de", "\U0002ffff\u0378", "?"),
        ("latin1", "de", "„Größe“ – 5 € …", '"Größe" - 5 EUR ...'),
        ("ascii", "de", "10⁶ m² 10⁻¹², CO₂", "10^6 m^2 10^-12, CO2"),
        ("latin1", "de", "10⁶ m² xⁿ", "10^6 m² x^n"),
        ("latin1", "vi", "tiếng", "tiêng"),
        ("cp437", "de", "Größe « é ½ ø", "Größe « é ½ o"),
        ("cp850", "da", "øen – «å»", "øen - «å»"),
        ("braille", "de", "„Größe“ – 5 €, § 3, 20 °C", '"Größe" - 5 €, § 3, 20 °C'),
        ("braille", "ru", "«Газета»", '"Газета"'),
    ],
)
def test_character_sets_on_request_with_the_languages_transliteration(manner: str, language: str, text: str, shown: str) -> None:
    assert letters(manner, language)(text).replace("??", "?") == shown


@pytest.mark.parametrize("manner", SETS)
@given(text=st.one_of(strategies.texts, st.text()), language=strategies.languages)
def test_every_text_is_written_in_the_set_and_stays_clean(manner: str, text: str, language: str) -> None:
    shown = letters(manner, language)(text)
    assert shown.encode(MANNERS[manner].charset).decode(MANNERS[manner].charset) == shown
    if is_clean(text):
        assert is_clean(shown)
    assert letters(manner, language)(shown) == shown


@pytest.mark.parametrize("manner", SETS)
@given(data=st.binary())
def test_what_the_set_has_is_not_changed(manner: str, data: bytes) -> None:
    text = data.decode(MANNERS[manner].charset, "ignore")
    assert letters(manner, "de")(text) == text


@pytest.mark.parametrize("manner", MANNERS)
@given(text=strategies.texts)
def test_a_text_is_written_in_the_bytes_of_its_set(manner: str, text: str) -> None:
    shown = letters(manner, "de")(text)
    assert encoded(shown, MANNERS[manner].charset) == shown.encode(MANNERS[manner].charset)


@pytest.mark.parametrize("manner", SETS)
def test_a_letter_that_a_set_lacks_is_never_lost_quietly(manner: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        encoded("日", MANNERS[manner].charset)


@given(text=strategies.texts, places=st.lists(st.integers(0, 10)))
def test_places_in_a_text_stay_before_the_same_letters(text: str, places: list[int]) -> None:
    places = sorted(place for place in places if place <= len(text))
    shown, (moved,) = letters("ascii", "de").placed(text, places)
    assert letters("ascii", "de")(shown) == letters("ascii", "de")(text)
    for place, now in zip(places, moved, strict=True):
        if text[place : place + 1].isascii() and text[place:]:
            assert shown[now] == text[place]


@pytest.mark.parametrize(("manner", "between"), [("ascii", " "), ("braille", " "), ("latin1", "\u00a0"), ("cp437", "\u00a0"), ("cp850", "\u00a0")])
@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2007"])
def test_a_space_at_which_no_line_ends_is_one_until_the_lines_are_broken(manner: str, between: str, space: str) -> None:
    written = letters(manner, "de")
    assert written.placed(f"26{space}Prozent")[0] == "26\u00a0Prozent"
    assert written(f"26{space}Prozent") == f"26{between}Prozent"
    assert written("26\u2003Prozent") == "26 Prozent"


def test_places_behind_the_end_are_none() -> None:
    assert letters("ascii", "de").placed("·", [1, 2]) == ("-", [[1, 1]])


def test_the_memory_of_letters_is_bounded() -> None:
    written = Letters(MANNERS["ascii"], "de")
    for start in range(0x4E00, 0x4E00 + 2 * _KNOWN, 1000):
        written("".join(map(chr, range(start, start + 1000))))
    assert len(written._known) <= _KNOWN


@pytest.mark.parametrize(
    ("path", "manner", "placed"),
    [
        ("/", "", "/~/ascii/"),
        ("/politik/!1", "", "/~/ascii/politik/!1"),
        ("/~/text/politik/!1", "", "/~/ascii/~/text/politik/!1"),
        ("/~/latin1/politik/!1", "latin1", "/~/latin1/politik/!1"),
        ("/bote/~/cp437/~/search", "cp437", "/bote/~/cp437/~/search"),
        ("/~/feed/atom/~/newest", "", "/~/feed/atom/~/newest"),
        ("/~/json/politik/!1", "", "/~/json/politik/!1"),
        ("https://x.example/", "", "https://x.example/"),
        ("", "", ""),
    ],
)
def test_paths_in_the_root_of_a_manner(path: str, manner: str, placed: str) -> None:
    assert of_path(path) == manner
    assert within(path, "ascii") == placed
