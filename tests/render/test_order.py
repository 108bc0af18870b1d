"""The order in which every form sets the parts of blocks: lists with their levels and numbers."""

import pytest

from broadsheet.model import Listing, ListItem, Span
from broadsheet.render.order import DEEPEST, MOST, entries


def numbered(*levels: int, start: int = 1) -> list[tuple[int, int]]:
    items = tuple(ListItem((Span(f"Punkt {place}"),), level=level) for place, level in enumerate(levels))
    return [(level, number) for level, number, _ in entries(Listing(items, ordered=True, start=start))]


def test_a_list_within_a_list_begins_anew_in_each_entry() -> None:
    assert numbered(0, 1, 1, 0, 1, 2, 1, 2) == [(0, 1), (1, 1), (1, 2), (0, 2), (1, 1), (2, 1), (1, 2), (2, 1)]


def test_a_list_begins_where_it_says_and_lists_within_it_at_one() -> None:
    assert numbered(0, 1, 0, start=7) == [(0, 7), (1, 1), (0, 8)]
    assert numbered(0, start=-3) == [(0, -3)]


@pytest.mark.parametrize(("start", "first"), [(10**30, MOST), (-(10**30), -MOST), (MOST, MOST)])
def test_no_number_is_longer_than_a_line_bears(start: int, first: int) -> None:
    assert numbered(0, start=start) == [(0, first)]


def test_no_entry_is_more_than_one_level_below_the_one_before_it() -> None:
    assert numbered(3, 3, 0, 9) == [(0, 1), (1, 1), (0, 2), (1, 1)]
    assert max(level for level, _ in numbered(*range(20))) == DEEPEST


def test_entries_without_text_are_no_entries() -> None:
    empty = ListItem((Span(" "),))
    assert [number for _, number, _ in entries(Listing((ListItem((Span("a"),)), empty, ListItem((Span("b"),)))))] == [1, 2]
