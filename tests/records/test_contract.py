"""Every form of records: words in, words out, in the order they came, whatever the article."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import articles

from broadsheet import model
from broadsheet.records import FORMS, Record

parquet: Any = pytest.importorskip("pyarrow.parquet")


def written(form: str, records: list[Record]) -> bytes:
    file = io.BytesIO()
    writer = FORMS[form](file)
    for record in records:
        writer.write(record)
    writer.close()
    return file.getvalue()


def read(form: str, data: bytes) -> list[dict[str, Any]]:
    match form:
        case "jsonl":
            return [json.loads(line) for line in data.splitlines()]
        case "json":
            return json.loads(data)
        case _:
            return parquet.read_table(io.BytesIO(data)).to_pylist()


SOURCES = st.tuples(articles, st.sampled_from(["a.html", "b@7"]), st.sampled_from(["", "a.html"]))


@settings(max_examples=30)
@given(st.sampled_from(["jsonl", "json", "parquet"]), st.lists(SOURCES, max_size=2))
def test_what_was_written_is_read_again(form: str, given_: list[tuple[model.Article, str, str]]) -> None:
    records = [Record(article, source, near) for article, source, near in given_]
    back = read(form, written(form, records))
    assert [(each["source"], each.get("near") or "") for each in back] == [(record.source, record.near) for record in records]
    assert [model.from_json(each["article"] if form == "parquet" else json.dumps(each)) for each in back] == [record.article for record in records]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_nothing_is_a_whole_file_too(form: str) -> None:
    data = written(form, [])
    assert form == "text" or read(form, data) == []


def test_what_is_not_known_is_null_in_a_table() -> None:
    """So that `count(near)` counts, and `date` can be cast to a time."""
    (row,) = read("parquet", written("parquet", [Record(model.Article(headline="Ein Titel", date="2026-03-01"), "a.html")]))
    assert (row["near"], row["date"], row["modified"], row["kicker"]) == (None, "2026-03-01", None, "")


def test_a_table_is_written_by_groups_and_has_a_column_for_each_part() -> None:
    article = model.Article(headline="Brücke offen", authors=(model.Person(name="Ida Möller"),), body=(model.Paragraph((model.Span("Seit heute."),)),))
    table = parquet.read_table(io.BytesIO(written("parquet", [Record(article, f"{number}.html") for number in range(2500)])))
    assert table.num_rows == 2500
    row = table.slice(2499, 1).to_pylist()[0]
    assert (row["source"], row["headline"], row["authors"], row["text"], row["completeness"]) == ("2499.html", "Brücke offen", ["Ida Möller"], "Seit heute.", "full")


def test_texts_stand_one_below_the_other() -> None:
    article = model.Article(headline="Brücke offen", body=(model.Paragraph((model.Span("Seit heute."),)),))
    text = written("text", [Record(article, "a"), Record(article, "b")]).decode()
    assert text.count("Brücke offen\n") == 2
    assert "\n\n\n# " in text
