"""Where lines may end: the same places as uniseg's walk through the rules of UAX #14, on everyday text and on any other."""

import time
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from broadsheet import breaks as module
from broadsheet.breaks import breaks
from broadsheet.text import clean, clean_line


def settled(text: str) -> str:
    """*text* without marks at its end: behind them uniseg does not see that the text ends (LB15b), which LB9 asks for."""
    while text and (unicodedata.category(text[-1])[0] == "M" or text[-1] == "\u200d"):
        text = text[:-1]
    return text


def reference(text: str) -> list[int]:
    return [place for place in line_break_boundaries(text) if place < len(text)]


LATIN = st.text("abzÄßéəệжЇΑώ09 .,:;!?-–/|…'\"“”„‘’‚«»()[]{}\u00a0%€+$&*=@#_~<>^`§\\", max_size=24)
SCRIPTS = st.text("aä0 .,!-–—/…\"“”«»„(）「」。、ー日本ァ한국אבع\u0301\u200c\u200d\u3000\u00a0%€¥🇩🇪👩👍🏽\u25cc\u1b05\u1b44\u1bf2ᄀ\u1161\u11a8กำ\u2010\ufffc", max_size=16).map(settled)


@pytest.mark.parametrize("text", ["", "a", "a b", "Nato-Beitritt und/oder 2020–2024", "„Das“ – so (oder „so“) … – 3,5 % von 10/12.", "-x - y -- z", "1. 2, 3: 4",
                                  "“ a", "a “ b", "a » b", "« a »", "a ( b ) c", "日本語の「文」です。", "$ (5) €5 5 %", "x {y} {z}", "1.a 2/b 3,,4"])
def test_known_texts(text: str) -> None:
    assert breaks(text) == reference(text)


# LB30a and LB30b, which random letters meet too seldom.
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("🇩🇪🇫🇷🇮🇹", [2, 4]),
        ("🇩🇪🇫", [2]),
        ("👍🏽👍🏽", [2]),
        ("日🏽", [1]),
        ("\U0001fc00🏽", []),  # an emoji to come: not assigned yet
        ("\U0001fc00\u0301🏽", []),
        ("a\u0301 \U0001fc00🏽x", [3, 5]),
    ],
)
def test_flags_and_skin_tones_stay_whole(text: str, places: list[int]) -> None:
    assert breaks(text) == places == reference(text)


@given(LATIN)
@settings(max_examples=600)
def test_latin_text_breaks_as_the_rules_say(text: str) -> None:
    assert breaks(text) == reference(text)


@given(SCRIPTS)
@settings(max_examples=600)
def test_other_scripts_break_as_the_rules_say(text: str) -> None:
    assert breaks(text) == reference(text)


@given(st.text(max_size=12).map(clean).map(settled))
@settings(max_examples=300)
def test_any_text_breaks_as_the_rules_say(text: str) -> None:
    assert breaks(text) == reference(text)


@given(st.text(" ab-日", max_size=12).map(clean_line))
def test_runs_of_spaces_stay_before_the_place(text: str) -> None:
    assert breaks(text) == reference(text)


@given(st.lists(SCRIPTS, min_size=8, max_size=8))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_remembered_of_places_has_a_bound_and_changes_nothing(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    remembered = module._neighbourhoods
    remembered.clear()
    monkeypatch.setattr(module, "_KNOWN", 5)
    for text in texts:
        assert module.breaks(text) == reference(text)
    assert len(remembered) <= 5


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    for text in ("🇩🇪" * 20_000, "日本" * 20_000, "\u0301" * 40_000, "1," * 20_000, "a-" * 20_000, "( " * 20_000):
        start = time.perf_counter()
        breaks(text)
        assert time.perf_counter() - start < 30  # a hang, not a speed
