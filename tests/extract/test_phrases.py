"""Phrases that papers set around their articles are told by how a text begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract import phrases

PIECES = sorted({piece for alternatives in phrases._KINDS.values() for piece in alternatives.split("|")})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lesen Sie auch: Der Hafen", "also"),
        ("» Read more about the harbour", "also"),
        ("Newsletter: every morning", "letter"),
        ("Anmerkung der Redaktion: zuvor hieß es", "correction"),
        ("© The paper", "rights"),
        ("(c) The paper", "rights"),
        ("dpa meldet", "rights"),
        ("An dieser Stelle steht ein Video", "consent"),
        ("अन्य समाचार", ""),
        ("The harbour is closed.", ""),
        ("Watch the harbour", "also"),
        ("Watchdogs bark at the harbour", ""),
        ("Leggi: il porto", "also"),
        ("Leggings für den Hafen", ""),
        ("あわせて読みたい記事", "also"),
        ("", ""),
    ],
)
def test_beginnings(text: str, kind: str) -> None:
    assert phrases.kind(text) == kind


@given(st.text(" «(_-", max_size=2), st.sampled_from(PIECES) | st.text(max_size=4), st.booleans(), st.text(max_size=8))
def test_what_is_told_by_a_few_signs_is_what_the_pattern_tells(before: str, piece: str, upper: bool, after: str) -> None:
    text = before + (piece.upper() if upper else piece) + after
    found = phrases._START.match(text[:60].lower())
    assert phrases.kind(text) == (found.lastgroup if found else "")
