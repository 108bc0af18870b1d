"""Where an earlier run ended, however its files were cut."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import CaptureError
from broadsheet.model import Article
from broadsheet.records import Record, resume
from broadsheet.records.record import line

LINES = [line(Record(Article(headline=f"Ü{number} " + "x" * (number * 37_000)), f"{number}.html")) + b"\n" for number in range(4)]


@given(st.integers(0, len(b"".join(LINES))))
def test_the_last_whole_line_counts_and_what_is_cut_goes(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    file = tmp_path_factory.getbasetemp() / "part.jsonl"
    data = b"".join(LINES)[:length]
    file.write_bytes(data)
    whole = data.count(b"\n")
    assert resume.last(file) == (f"{whole - 1}.html" if whole else "")
    assert file.read_bytes() == b"".join(LINES[:whole])
    assert [record.source for record in resume.records(file, 2)] == [f"{number}.html" for number in range(max(0, whole - 2), whole)]


def test_no_file_is_a_run_that_never_was_and_another_file_is_told(tmp_path: Path) -> None:
    assert resume.last(tmp_path / "none") == ""
    assert list(resume.records(tmp_path / "none", 5)) == []
    other = tmp_path / "other.txt"
    other.write_bytes(b"no record\n")
    with pytest.raises(CaptureError, match="its last line is no record"):
        resume.last(other)
    with pytest.raises(CaptureError, match="holds a line that is no record"):
        list(resume.records(other, 5))
    with pytest.raises(CaptureError, match="cannot be gone on with"):
        resume.last(tmp_path)
