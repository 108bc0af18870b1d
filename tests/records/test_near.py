"""Near-duplicates: found among the texts seen last, whatever the script, and nothing else taken for one."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.records.near import Near

WORDS = ["hafen", "brücke", "stadt", "rat", "wasser", "schiff", "morgen", "eis", "markt", "turm", "linie", "straße", "haus", "kran", "boot", "uhr"]


def text(seed: int, words: int = 400) -> str:
    chance = random.Random(seed)
    return " ".join(f"{chance.choice(WORDS)}{chance.randrange(60)}" for _ in range(words))


def test_a_text_is_known_again_with_a_few_words_changed_and_in_other_case() -> None:
    near = Near()
    words = text(1).split()
    assert near.earlier("first", " ".join(words)) == ""
    words[100:103] = ["ganz", "andere", "worte"]
    assert near.earlier("second", " ".join(words).upper() + " Und ein Satz dazu.") == "first"


def test_other_texts_and_short_ones_are_none() -> None:
    near = Near()
    assert [near.earlier(str(number), text(number)) for number in range(200)] == [""] * 200
    assert [near.earlier(str(number), "Die Redaktion macht Pause.") for number in range(3)] == [""] * 3
    half = text(1).split()[:200] + text(1000).split()[:200]
    assert near.earlier("half", " ".join(half)) == ""


def test_scripts_without_spaces_are_compared_by_signs() -> None:
    near = Near()
    chance = random.Random(7)
    signs = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(500))
    assert near.earlier("first", signs) == ""
    assert near.earlier("second", signs[:480]) == "first"


@settings(max_examples=20)
@given(st.integers(1, 5), st.lists(st.integers(0, 8), max_size=40))
def test_what_is_kept_has_a_bound_and_the_last_are_known(window: int, seeds: list[int]) -> None:
    near = Near(window)
    kept: list[int] = []
    for seed in seeds:
        assert near.earlier(str(seed), text(seed, 120)) == (str(seed) if seed in kept else "")
        kept = kept if seed in kept else [*kept, seed][-window:]
    assert len(near._seen) == len(kept)
    assert len(near._found) <= 4 * window
