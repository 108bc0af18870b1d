"""Tables as text: columns where they fit, else a record for each row; nothing that would be read back as something else."""

import re

import pytest

from broadsheet.model import Span, Spans, Table
from broadsheet.render import tabulate


def row(*cells: str) -> tuple[Spans, ...]:
    return tuple((Span(cell),) if cell else () for cell in cells)


def lines(head: tuple[Spans, ...], *rows: tuple[Spans, ...], width: int = 40) -> list[str]:
    first, *others = tabulate.table(Table(rows, head), "de", width)
    assert first == "Tabelle:"
    return others


NORTH, SOUTH = row("Nord", "1.204"), row("Süd", "87")
HEAD = row("Bezirk", "Stimmen")
COLUMNS = ["Bezirk  Stimmen", "  Nord    1.204", "  Süd        87"]


@pytest.mark.parametrize("width", [15, 16, 75])
def test_columns_are_as_wide_as_their_widest_cell_and_numbers_stand_at_the_end(width: int) -> None:
    assert lines(HEAD, NORTH, SOUTH, width=width) == COLUMNS


def test_what_is_one_cell_too_wide_is_a_record_for_each_row() -> None:
    assert "  * Bezirk:" in lines(HEAD, NORTH, SOUTH, width=14)
    assert lines(row("Bezirk", "Stimmen " + "x" * 20), NORTH, width=20)[0] == "  * Bezirk: Nord"


def test_a_table_without_a_head_has_its_rows_two_cells_in() -> None:
    assert lines((), NORTH, SOUTH) == ["  Nord  1.204", "  Süd      87"]


@pytest.mark.parametrize("mark", ["* ", "- "])
def test_what_begins_like_a_record_is_one(mark: str) -> None:
    assert lines((), row(f"{mark}Nord", "1"), row("Süd", "2")) == [f"  - {mark}Nord", "    1", "  - Süd", "    2"]
    assert lines((), row("Nord", "1"), row(f"{mark}Süd", "2")) == ["  Nord   1", f"  {mark}Süd  2"], "the first row tells"
    assert lines(row(f"{mark}Bezirk", "Stimmen"), row("Nord", "1")) == [f"  * {mark}Bezirk: Nord", "    Stimmen: 1"]


def test_an_empty_cell_is_a_dot_in_columns() -> None:
    assert lines(row("Bezirk", ""), NORTH) == ["Bezirk      ·", "  Nord  1.204"]
    assert lines(HEAD, row("Nord", "")) == ["Bezirk  Stimmen", "  Nord        ·"]


@pytest.mark.parametrize("head", [(), row("Ort: und Tag", "Was dort steht")])
def test_no_line_ends_within_a_links_marker(head: tuple[Spans, ...]) -> None:
    """In columns or in records, whatever the width, before a name or not."""
    linked = tuple(Span(f"Wort{'e' * (number % 5)} " if number % 2 else "Weg", "" if number % 2 else f"/{number}", number=0 if number % 2 else number + 1) for number in range(40))
    table = Table(((linked, linked),), head)
    for width in range(40, 76):
        made = tabulate.table(table, "de", width)
        assert not [line for line in made if re.search(r"(?:^|[^\]])\[\d*$|\[\d+\]\[?$", line)], width
        assert sum(line.count("][Weg]") for line in made) == 40


@pytest.mark.parametrize(("cell", "shown"), [("·", "\\·"), ("\\·", "\\\\·"), ("·x", "·x"), ("", "·")])
def test_a_dot_of_the_papers_own_is_told_from_an_empty_cell(cell: str, shown: str) -> None:
    assert lines((), row("Ort", cell))[0] == f"  Ort  {shown}"
