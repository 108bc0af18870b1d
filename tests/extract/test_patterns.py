"""Expressions that are asked of text in lower case hold no capitals: a word added with one would never be found."""

import re
from importlib import import_module

import pytest

from broadsheet.extract import credit, embeds, figures, furniture, phrases, tail, teasers

leaves = import_module("broadsheet.extract.leaves")  # the package has a function of this name

LOWERED = {
    "phrases.kind": phrases._START,
    "phrases.is_wall": phrases._WALL,
    "phrases.is_offer": phrases._OFFER,
    "furniture.follow": furniture._FOLLOW,
    "credit.led": credit._LED,
    "credit.label": credit._LABEL_ONLY,
    "figures.file": figures._FILE,
    "embeds.none": embeds._NO_EMBED,
    "leaves.unseen": leaves._UNSEEN,
    "tail.heading": tail._HEADING,
    "teasers.more": teasers._MORE,
    "teasers.no article": teasers._NO_ARTICLE,
}


@pytest.mark.parametrize("name", LOWERED)
def test_expressions_asked_of_lower_case(name: str) -> None:
    words = re.sub(r"\\[WSDB]|\(\?P<", "", LOWERED[name].pattern)
    assert words == words.lower()
    assert not LOWERED[name].flags & re.IGNORECASE


@pytest.mark.parametrize(
    ("text", "kind"), [("READ ALSO: The bridge", "also"), ("Lesen Sie auch: Die Brücke", "also"), ("ΑΒΓ", ""), ("İZMİR", ""), ("© Courier", "rights")]
)
def test_case_tells_nothing(text: str, kind: str) -> None:
    assert phrases.kind(text) == kind


def test_a_credit_in_capitals_is_one() -> None:
    found = credit.credited("FOTO: Anna Alt")
    assert found is not None
    assert found["who"] == "Anna Alt"
    assert credit.credited("Die Brücke am Morgen. Foto: Anna Alt") is None
