"""Words in, words out: no word is lost, joined or made up on the way from runs to spans."""

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.runs import Run
from broadsheet.extract.spans import lines, spans
from broadsheet.model import Span, plain_text
from broadsheet.text import clean

pieces = st.text(alphabet=st.sampled_from("ab ä\u00a0\n\t…“\x00\u200b\u202e"), max_size=12)
runs = st.lists(st.builds(Run, pieces, st.sampled_from(["", "/x", "javascript:y()"]), st.sampled_from(["", "strong", "emphasis"])), max_size=8)


@given(runs)
def test_words_in_are_words_out(given_runs: list[Run]) -> None:
    whole = clean("".join(run.text for run in given_runs).replace("\x00", " "))
    assert plain_text(spans(given_runs, "https://paper.example/")).split() == whole.split()


@given(runs)
def test_neighbours_differ_and_nothing_is_empty(given_runs: list[Run]) -> None:
    made = spans(given_runs, "https://paper.example/")
    assert all(span.text for span in made)
    assert all((one.href, one.mark, one.lang) != (other.href, other.mark, other.lang) for one, other in pairwise(made))


def test_the_space_stands_outside_the_link() -> None:
    made = spans([Run("siehe"), Run(" hier ", "/x"), Run("oben")], "https://paper.example/")
    assert made == (Span("siehe "), Span("hier", "https://paper.example/x"), Span(" oben"))


def test_a_space_between_two_links_is_its_own_span() -> None:
    made = spans([Run("a", "/a"), Run(" "), Run("b", "/b")], "https://paper.example/")
    assert [span.text for span in made] == ["a", " ", "b"]


def test_what_nobody_could_follow_is_text() -> None:
    assert spans([Run("klick", "javascript:x()")], "https://paper.example/") == (Span("klick"),)


def test_a_hard_space_stays_one() -> None:
    assert plain_text(spans([Run("5\u00a0"), Run("Uhr", mark="strong")])) == "5\u00a0Uhr"
    assert plain_text(spans([Run("5"), Run("\u00a0"), Run("Uhr", mark="strong")])) == "5\u00a0Uhr"


def test_lines_keep_indents_and_lose_empty_ends() -> None:
    made = lines([Run("\x00"), Run("eins"), Run("\x00"), Run("\u00a0\u00a0zwei"), Run("\x00")])
    assert made == ((Span("eins"),), (Span("  zwei"),))


def test_verbatim_lines_keep_inner_spaces() -> None:
    assert lines([Run("a  b\n\tc \n")], verbatim=True) == ((Span("a  b"),), (Span("        c"),))


def test_runs_by_the_hundred_thousand_take_no_longer_each() -> None:
    started = time.process_time()
    assert spans([Run("ab "), Run("cd ", mark="strong")] + [Run("ab ")] * 300_000)[2].text == " ab" * 300_000
    assert time.process_time() - started < 30  # a hang, not a speed
