"""The access log: one line an answer, nothing of a request as it came."""

import asyncio
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import ServeError
from broadsheet.serve import grammar, journal
from broadsheet.serve.journal import Journal

LINE = re.compile(r'(\S+) - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET (\S+) (HTTP/1\.1|GEMINI|GOPHER)" (\d{2,3}) (\d+)')


def test_lines_are_in_the_common_log_format(tmp_path: Path) -> None:
    async def run() -> None:
        kept = Journal(tmp_path / "access.log")
        kept.note("gemini", "192.0.2.7", "/politik/!104", 20, 26549, 0.1)
        kept.note("gopher", "", "", 400, 60, 0.0)
        kept.note("web", "2001:db8::/64", "/", 200, 5, 0.0)
        kept.note("web", "192.0.2.7", "", 0, 0, 0.0)  # turned away at the door: not an answer
        kept.close()

    asyncio.run(run())
    lines = (tmp_path / "access.log").read_text().splitlines()
    assert [LINE.fullmatch(line).groups() for line in lines] == [  # type: ignore[union-attr]
        ("192.0.2.7", "/politik/!104", "GEMINI", "20", "26549"),
        ("127.0.0.1", "-", "GOPHER", "400", "60"),
        ("2001:db8::/64", "/", "HTTP/1.1", "200", "5"),
    ]


def test_no_question_of_a_search_is_written_not_even_one_in_a_path(tmp_path: Path) -> None:
    async def run() -> None:
        kept = Journal(tmp_path / "access.log")
        for path in ("/~/find/Z2VoZWlt", "/bote/~/page/2/~/find/Z2VoZWlt", "/~/text/~/find/Z2VoZWlt/x", "/~/feed/atom/~/find/Z2VoZWlt"):
            kept.note("gopher", "192.0.2.7", path, 200, 5, 0.0)
        kept.close()

    asyncio.run(run())
    written = (tmp_path / "access.log").read_text()
    assert "Z2VoZWlt" not in written
    assert [LINE.fullmatch(line).group(2) for line in written.splitlines()] == [  # type: ignore[union-attr]
        "/~/find/-", "/bote/~/page/2/~/find/-", "/~/text/~/find/-", "/~/feed/atom/~/find/-",
    ]  # fmt: skip


def test_lines_are_written_within_a_second_and_after_those_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "SECONDS", 0.05)
    file = tmp_path / "access.log"
    file.write_text("before\n")

    async def run() -> None:
        kept = Journal(file)
        kept.note("web", "", "/a", 200, 1, 0.0)
        await asyncio.sleep(0.15)
        assert file.read_text().count("\n") == 2
        kept.note("web", "", "/b", 200, 1, 0.0)
        kept.close()

    asyncio.run(run())
    assert [line.split('"')[1] for line in file.read_text().splitlines()[1:]] == ["GET /a HTTP/1.1", "GET /b HTTP/1.1"]


def test_a_log_that_is_closed_holds_no_file(tmp_path: Path) -> None:
    kept = Journal(tmp_path / "access.log")
    assert os.fstat(kept._file)
    kept.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(kept._file)


def test_a_full_disk_stops_no_reader_and_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        kept = Journal(Path("/dev/full"))
        for _ in range(3):
            kept.note("web", "", "/", 200, 1, 0.0)
            kept.flush()
        kept.close()

    asyncio.run(run())
    assert [record.getMessage() for record in caplog.records] == ["the access log /dev/full cannot be written: No space left on device"]


def test_a_log_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match=r"log: .*none/access.log cannot be written"):
        Journal(tmp_path / "none" / "access.log")


def test_standard_error_stays_open(capfd: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        for _ in range(2):
            kept = Journal(None)
            kept.note("web", "", "/", 200, 1, 0.0)
            kept.close()

    asyncio.run(run())
    assert capfd.readouterr().err.count("GET / HTTP/1.1") == 2


@given(st.binary(max_size=300))
def test_no_byte_of_a_selector_stands_in_the_log_as_it_came(raw: bytes) -> None:
    found = grammar.gopher(raw.replace(b"\n", b""))
    path = found.path if isinstance(found, grammar.Selector) else ""
    lines: list[str] = []

    async def run() -> None:
        kept = Journal(None)
        kept.note("gopher", "", path, 200, 1, 0.0)
        lines.extend(kept._lines)
        kept._lines.clear()
        kept.close()

    asyncio.run(run())
    assert LINE.fullmatch(lines[0].removesuffix("\n")), lines
    assert lines[0].isascii()
