"""What the texts around and alike say of a text."""

from hypothesis import given
from hypothesis import strategies as some

from broadsheet import extract
from broadsheet.extract import company
from broadsheet.extract.company import SLOTS, Place, chance, threshold, values
from broadsheet.model import Capture

SAID = ("-", "-", 0, "")


def place(kind: str = "p", name: str = "", parent: int = 1, length: int = 120) -> Place:
    return Place(length, kind, (kind, name, -1), parent, SAID)


def value(slot: str, places: list[Place], scores: list[float], at: int) -> str | int:
    row = values(places, scores)[at]
    assert row is not None
    return row[SLOTS.index(slot)]


def test_a_text_does_not_count_as_its_own_company() -> None:
    places = [place(name="a"), place(name="a"), place(name="b")]
    assert value("signature", places, [9.0, -9.0, 9.0], 0) == 0
    assert value("signature", places, [-9.0, 9.0, 9.0], 0) == 9
    assert value("signature", places, [9.0, 9.0, -9.0], 2) == -1


def test_the_share_is_of_what_else_is_kept() -> None:
    places = [place(name="a"), place(name="a"), place(name="b"), place(name="b", parent=2)]
    assert value("signature share", places, [0.0, 9.0, 9.0, -9.0], 0) == 4
    assert value("parent share", places, [0.0, 9.0, 9.0, -9.0], 0) == 9


def test_beyond_five_log_odds_nothing_is_more_certain() -> None:
    places = [place(), place("h", "t")]
    assert value("first", places, [2.2, -1.0], 0) == 2
    assert value("kind first", places, [2.2, -99.0], 1) == "h -5"


some_places = some.lists(
    some.tuples(
        some.builds(place, some.sampled_from(["p", "h", "li", "-"]), some.sampled_from(["", "a", "b"]), some.integers(1, 3), some.integers(1, 5_000)),
        some.floats(-60, 60),
    ),
    max_size=25,
)


@given(some_places)
def test_every_text_has_a_value_for_every_slot(found: list[tuple[Place, float]]) -> None:
    rows = values([one for one, _ in found], [score for _, score in found])
    assert len(rows) == len(found)
    told = [row for row in rows if row is not None]
    assert [len(row) for row in told] == [len(SLOTS)] * len(found)
    assert all(-1 <= tenths <= 10 for row in told for tenths in row[1:6] if isinstance(tenths, int))
    near = values([one for one, _ in found], [score for _, score in found], 4.0)
    assert near == [row if abs(score) < 4 else None for row, (_, score) in zip(rows, found, strict=True)]


@given(some_places)
def test_the_threshold_is_the_best_for_what_is_to_be_expected(found: list[tuple[Place, float]]) -> None:
    places, scores = [one for one, _ in found], [score for _, score in found]
    enough = threshold(places, scores)
    assert enough <= 0
    whole = sum(chance(score) * one.length for one, score in found)

    def expected(least: float) -> float:
        kept = [(one.length, chance(score)) for one, score in found if chance(score) >= least]
        return 2 * sum(length * probable for length, probable in kept) / (sum(length for length, _ in kept) + whole) if found else 0.0

    best = max([expected(chance(score)) for score in scores], default=0.0)
    if enough > -0.61:  # below, it is the least that there is
        assert expected(chance(enough) - 1e-9) >= best - 1e-6


def test_doubtful_texts_are_kept_where_there_are_no_others() -> None:
    places = [place(), place(), place()]
    assert threshold(places, [-0.5, -0.4, -0.6]) < -0.6
    assert threshold(places, [9.0, 9.0, 9.0]) > -0.01


def test_slots_name_what_they_say() -> None:
    assert len(set(company.SLOTS)) == len(company.SLOTS)


def test_a_block_of_its_own_is_no_company() -> None:
    page = "".join(f"<div><p>{number} {'The council debated it for three hours. ' * 3}</p></div>" for number in range(3))
    page += '<div class="quote"><p>Who is to pay for it, the mayor did not say.</p></div>'
    found = extract.evidence_of(Capture(body=f"<html><body><main><h1>The bridge</h1><div>{page}</div></main></body></html>".encode()))
    first, second, third, quoted = [company.place(leaf, found.values(at)) for at, leaf in enumerate(found.leaves) if leaf.tag == "p"]
    assert first.parent == second.parent == third.parent != quoted.parent
    assert first.signature == second.signature == third.signature != quoted.signature
