"""Two texts, word by word."""

import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.pages.difference import compared, paragraphs


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (["eins zwei drei"], ["eins zwei drei"], ["eins zwei drei"]),
        (["eins zwei drei"], ["eins 2 drei"], ["eins [-zwei-] {+2+} drei"]),
        (["eins drei"], ["eins zwei drei"], ["eins {+zwei+} drei"]),
        (["eins zwei drei"], ["eins drei"], ["eins [-zwei-] drei"]),
        (["a b c"], ["x b z"], ["[-a b c-] {+x b z+}"]),
        (["a b c d e"], ["x b c d z"], ["[-a-] {+x+} b c d [-e-] {+z+}"]),
        (["a", "b"], ["a"], ["a", "[-b-]"]),
        (["a", "c"], ["a", "b", "c"], ["a", "{+b+}", "c"]),
        (["b"], ["a", "b"], ["{+a+}", "b"]),
        (["a b", "c d"], ["a b c d"], ["a b [-¶-]", "c d"]),
        (["a b c d"], ["a b", "c d"], ["a b {+¶+}", "c d"]),
        ([], ["neu"], ["{+neu+}"]),
        (["alt"], [], ["[-alt-]"]),
        ([], [], []),
        (["", "a"], ["a"], ["a"]),
        (["a ¶ b"], ["a ¶ c"], ["a ¶ [-b-] {+c+}"]),
    ],
)
def test_what_went_and_what_came_is_marked(old: list[str], new: list[str], shown: list[str]) -> None:
    assert list(paragraphs(old, new)) == shown


WORDS = st.lists(st.lists(st.sampled_from(["a", "b", "c", "der", "die"]), min_size=1, max_size=8).map(" ".join), max_size=6)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_difference(old: list[str], new: list[str]) -> None:
    shown = " ".join(paragraphs(old, new))
    before = re.sub(r"\{\+.*?\+\}", " ", shown).replace("[-", " ").replace("-]", " ").replace("¶", " ").split()
    after = re.sub(r"\[-.*?-\]", " ", shown).replace("{+", " ").replace("+}", " ").replace("¶", " ").split()
    assert before == " ".join(old).split()
    assert after == " ".join(new).split()


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_steps_lead_from_one_to_the_other_by_the_shortest_way(old: list[str], new: list[str]) -> None:
    steps = compared(old, new)
    assert steps is not None
    assert [token for sign, token in steps if sign != "+"] == old
    assert [token for sign, token in steps if sign != "-"] == new
    assert sum(sign == "=" for sign, _ in steps) == _longest_common(old, new)


def _longest_common(old: list[str], new: list[str]) -> int:
    row = [0] * (len(new) + 1)
    for one in old:
        before, row = row, [0]
        for place, other in enumerate(new):
            row.append(before[place] + 1 if one == other else max(before[place + 1], row[-1]))
    return row[-1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([" ".join(random.Random(1).choices("ab", k=20_000))], [" ".join(random.Random(2).choices("ab", k=20_000))]),
        ([" ".join(random.Random(3).choices("ab", k=400)) for _ in range(100)], [" ".join(random.Random(4).choices("ab", k=400)) for _ in range(100)]),
        ([random.Random(5).choice("ab") for _ in range(20_000)], [random.Random(6).choice("ab") for _ in range(20_000)]),
        (["wort " * 100_000], ["wort " * 100_001]),
        (["wort " * 50_000], ["anderes " * 50_000]),
        (["wort"], ["anderes " * 50_000]),
        (["a b " * 25_000], ["b c a " * 20_000]),
    ],
    ids=["two words", "paragraphs", "lines", "one word", "nothing alike", "short and long", "astray"],
)
def test_long_texts_come_to_an_end(old: list[str], new: list[str]) -> None:
    shown = paragraphs(old, new)  # work is bounded by FURTHEST and MOST; without them some of these take hours, and the suite's time limit ends them
    words = Counter(" ".join(shown).replace("[-", "").replace("-]", "").replace("{+", "").replace("+}", "").split())
    assert words >= Counter(" ".join(new).split())


def test_a_text_of_which_too_much_changed_is_compared_by_paragraphs() -> None:
    same = "Dieser Absatz bleibt."
    old = [" ".join(f"alt{number}" for number in range(900)), same]
    new = [" ".join(f"neu{number}" for number in range(900)), same]
    shown = paragraphs(old, new)
    assert shown[-1] == same
    assert shown[0].startswith("[-alt0 alt1 ")
    assert shown[-2].endswith(" neu899+}")
