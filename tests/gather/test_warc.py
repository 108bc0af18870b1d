"""WARC files: what is a page in them, however they are compressed, and what is said of those that are cut or damaged."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from warcs import record

from broadsheet.errors import CaptureError
from broadsheet.gather.files import UnreadableError, captures
from broadsheet.model import Capture

PAGE = b"<!doctype html><title>x</title><p>Die Br\xc3\xbccke"
RECORDS = [
    record("https://a.example/1", PAGE),
    record("https://a.example/gzip", gzip.compress(PAGE), headers="Content-Encoding: gzip\r\n"),
    record("https://a.example/chunks", b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), headers="Transfer-Encoding: chunked\r\n"),
    record("https://a.example/undone", PAGE, headers="Content-Encoding: br\r\n"),
    record("https://a.example/none", PAGE, status="404 Not Found"),
    record("https://a.example/picture", PAGE, media="image/png"),
    record("dns:a.example", PAGE, kind="resource", media="text/dns"),
    record("https://a.example/resource", PAGE, kind="resource"),
    record("https://a.example/asked", b"", kind="request"),
]
NAMES = ["1", "gzip", "chunks", "undone", "resource"]
WAYS: dict[str, Callable[[list[bytes]], bytes]] = {
    ".warc": b"".join,
    ".warc.gz": lambda records: b"".join(map(gzip.compress, records)),
    ".WARC.GZ": lambda records: gzip.compress(b"".join(records)),
    ".warc.zst": lambda records: b"".join(map(zstandard.compress, records)),
    ".WARC.ZST": lambda records: zstandard.compress(b"".join(records)),
}


def read(path: Path, **options: int) -> tuple[list[Capture], list[UnreadableError]]:
    found = list(captures([path], **options))
    return [each for each in found if isinstance(each, Capture)], [each for each in found if isinstance(each, UnreadableError)]


@pytest.mark.parametrize("ending", WAYS)
def test_pages_are_what_servers_answered_in_html(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"news{ending}"
    file.write_bytes(WAYS[ending](RECORDS))
    pages, problems = read(tmp_path)
    assert not problems
    assert [page.address for page in pages] == [f"https://a.example/{name}" for name in NAMES]
    assert {page.body for page in pages} == {PAGE}
    assert [page.source for page in pages] == [f"{file}@{number}" for number in range(1, 6)]
    assert {page.time for page in pages} == {"2024-01-02T03:04:05Z"}
    assert [page.charset for page in pages] == ["utf-8"] * 4 + [""]


@pytest.mark.parametrize("ending", WAYS)
@pytest.mark.parametrize("part", [0.12, 0.53, 0.93])
def test_a_file_that_is_cut_is_told_and_what_stood_before_is_read(ending: str, part: float, tmp_path: Path) -> None:
    records = [record(f"https://a.example/{number}", PAGE + bytes(range(97, 123)) * 90) for number in range(20)]
    data = WAYS[ending](records)
    file = tmp_path / f"news{ending}"
    file.write_bytes(data[: int(len(data) * part)])
    pages, problems = read(file)
    assert len(problems) == 1
    assert problems[0].message.startswith(f"{file}: damaged WARC file: ")
    assert "\n" not in problems[0].message
    assert [page.address for page in pages] == [f"https://a.example/{number}" for number in range(len(pages))]
    if ending in {".warc", ".warc.gz"}:
        assert len(pages) >= int(20 * part) - 1


def test_what_is_no_warc_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "news.warc"
    for data in (b"hello\n" * 100, b"\x1f\x8b\x08\x00rubbish", RECORDS[0] + b"rubbish\r\n\r\n"):
        file.write_bytes(data)
        assert [error.source for error in read(file)[1]] == [str(file)], data[:20]
    file.write_bytes(RECORDS[0] + b"rubbish\r\n\r\n" + RECORDS[0])
    assert [[each.source for each in found] for found in read(file)] == [[f"{file}@1", f"{file}@3"], [f"{file}@2"]]
    file.write_bytes(b"")
    assert read(file) == ([], [])
    assert "there is no such file" in read(tmp_path / "none.warc")[1][0].message


def test_a_page_too_large_or_in_a_damaged_coding_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    file = tmp_path / "news.warc"
    bomb = gzip.compress(b"<p>" + b"x" * 5000)
    records = [
        record("https://a.example/large", b"<p>" + b"x" * 5000),
        record("https://a.example/bomb", bomb, headers="Content-Encoding: gzip\r\n"),
        record("https://a.example/damaged", bomb[:30], headers="Content-Encoding: gzip\r\n"),
        record("https://a.example/1", PAGE),
    ]
    file.write_bytes(b"".join(records))
    pages, problems = read(file, largest=1000)
    assert [page.address for page in pages] == ["https://a.example/1"]
    assert [(error.source, error.message.partition(": ")[2].split(" ")[0]) for error in problems] == [
        (f"{file}@1", "larger"), (f"{file}@2", "larger"), (f"{file}@3", "its"),
    ]  # fmt: skip


@settings(max_examples=150)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=30), st.sampled_from(sorted(WAYS)))
def test_any_bytes_give_captures_and_errors(tmp_path_factory: pytest.TempPathFactory, where: int, noise: bytes, ending: str) -> None:
    data = bytearray(WAYS[ending](RECORDS))
    where %= len(data)
    data[where : where + len(noise)] = noise
    file = tmp_path_factory.getbasetemp() / f"noise{ending}"
    file.write_bytes(data)
    pages, problems = read(file)
    assert len(pages) + len(problems) <= len(RECORDS) + 1
    assert all("\n" not in error.message for error in problems)


def struck(data: bytes, where: int, noise: bytes) -> bytes:
    """*data* with *noise* somewhere in it."""
    where %= len(data)
    return data[:where] + noise + data[where + len(noise) :]


@settings(max_examples=200)
@given(st.integers(0, 7), st.integers(0, 5000), st.binary(min_size=1, max_size=40), st.sampled_from([".warc", ".warc.gz", ".warc.zst"]), st.booleans())
def test_damage_costs_the_record_it_is_in(tmp_path_factory: pytest.TempPathFactory, which: int, where: int, noise: bytes, ending: str, cut: bool) -> None:
    """And at most the one before it, which takes some of it for its own, or the one behind it."""
    records = [WAYS[ending]([record(f"https://a.example/{number}", PAGE + bytes(range(97, 123)) * 40)]) for number in range(8)]
    records[which] = records[which][: -len(noise) - 1] if cut else struck(records[which], where, noise)
    file = tmp_path_factory.getbasetemp() / f"struck{ending}"
    file.write_bytes(b"".join(records))
    pages, _ = read(file)
    found = [page.address.removeprefix("https://a.example/") for page in pages]
    others = [str(number) for number in range(8) if abs(number - which) > 1]
    assert [name for name in found if name in others] == others
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("ending", [".warc", ".warc.gz", ".warc.zst"])
@pytest.mark.parametrize("length", [b"1", b"600", b"999999"])
def test_a_wrong_length_costs_its_record_alone(ending: str, length: bytes, tmp_path: Path) -> None:
    records = [record(f"https://a.example/{number}", PAGE * 9) for number in range(4)]
    records[1] = re.sub(rb"Content-Length: [0-9]+", b"Content-Length: " + length, records[1], count=1)
    file = tmp_path / f"news{ending}"
    file.write_bytes(WAYS[ending](records))
    pages, problems = read(file)
    assert [page.address[-1] for page in pages if page.body == PAGE * 9] == ["0", "2", "3"]
    starts = [sum(len(WAYS[ending]([one])) for one in records[:number]) for number in range(4)]
    assert [f"what follows byte {starts[2]} is" in problem.message for problem in problems] == [True]


def test_what_looks_like_thousands_of_records_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record("https://a.example/", PAGE) + b"WARC/1.0\r\na:\r\n" * 30_000 + record("https://a.example/2", PAGE))
    pages, problems = read(tmp_path)
    assert [page.address for page in pages] == ["https://a.example/"]
    assert [problem.source for problem in problems] == [f"{tmp_path / 'a.warc'}@2", str(tmp_path / "a.warc")]


@given(st.sets(st.integers(1, 30), max_size=2))
def test_a_run_goes_on_behind_the_last_page_that_was_done(tmp_path_factory: pytest.TempPathFactory, numbers: set[int]) -> None:
    folder = tmp_path_factory.getbasetemp() / "goes-on"
    folder.mkdir(exist_ok=True)
    for name in "ac":
        (folder / f"{name}.warc").write_bytes(b"".join(record(f"https://a.example/{name}{number}", PAGE) for number in range(1, 11)))
    (folder / "b.html").write_bytes(PAGE)
    (folder / "d.warc").write_bytes(b"".join(record(f"https://a.example/d{number}", PAGE) for number in range(1, 10)))
    every = [each.source for each in captures([folder])]
    assert len(every) == 30
    rest = [each.source for each in captures([folder], done=[every[number - 1] for number in numbers])]
    assert rest == every[max(numbers, default=0) :]


def test_a_page_that_is_not_there_any_more_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    with pytest.raises(CaptureError, match=r"gone\.html: an earlier run ended with this page"):
        list(captures([tmp_path], done=["gone.html"]))


CHUNKS = "Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize("ending", WAYS)
@pytest.mark.parametrize("chunks", [b"ffffffffffffffff\r\n<html>", b"-1\r\n<html>", b"7fffffff\r\n<html>\r\n0\r\n\r\n", b"5\r\n<html", b"x", b"", b"a" * 100_000])
def test_chunks_of_wrong_lengths_cost_their_page_and_no_other(ending: str, chunks: bytes, tmp_path: Path) -> None:
    file = tmp_path / f"news{ending}"
    file.write_bytes(WAYS[ending]([record("https://a.example/bad", chunks, headers=CHUNKS), record("https://a.example/good", PAGE)]))
    pages, problems = read(file)
    assert [page.address for page in pages] == ["https://a.example/good"]
    assert ["transfer coding is damaged" in problem.message for problem in problems] == [True]


@pytest.mark.parametrize("chunks", [b"1\r\n<\r\n2;name=value\r\np>\r\n0\r\n\r\n", b"1 \n<\n002\np>\n0\n", b"<p>"])
def test_chunks_are_put_together(chunks: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record("https://a.example/", chunks, headers=CHUNKS))
    pages, problems = read(tmp_path)
    assert (problems, [page.body for page in pages]) == ([], [b"<p>"])


def test_chunks_that_a_crawler_has_cut_are_a_page_as_far_as_they_go(tmp_path: Path) -> None:
    cut = record("https://a.example/", b"3\r\n<p>\r\n100\r\nEin Sch", headers=CHUNKS).replace(b"WARC-Type", b"WARC-Truncated: length\r\nWARC-Type", 1)
    (tmp_path / "a.warc").write_bytes(cut)
    pages, problems = read(tmp_path)
    assert (problems, [page.body for page in pages]) == ([], [b"<p>Ein Sch"])


@pytest.mark.parametrize("ending", WAYS)
@pytest.mark.parametrize("length", [b"9223372036854775807", b"18446744073709551615", b"99999"])
def test_a_record_that_says_too_much_is_told(ending: str, length: bytes, tmp_path: Path) -> None:
    long = re.sub(rb"Content-Length: [0-9]+", b"Content-Length: " + length, record("https://a.example/1", PAGE), count=1)
    file = tmp_path / f"news{ending}"
    file.write_bytes(WAYS[ending]([long, record("https://a.example/2", PAGE)]))
    pages, problems = read(file)
    assert problems or len(pages) == 2


@pytest.mark.parametrize("ending", [".warc", ".warc.gz", ".warc.zst"])
def test_a_last_record_that_says_too_much_is_told(ending: str, tmp_path: Path) -> None:
    """By less than the file is long: what stands before it is not its own."""
    before = record("https://a.example/1", PAGE + bytes(range(97, 123)) * 90)
    long = re.sub(rb"Content-Length: [0-9]+", b"Content-Length: 999", record("https://a.example/2", PAGE), count=1)
    file = tmp_path / f"news{ending}"
    file.write_bytes(WAYS[ending]([before, long]))
    pages, problems = read(file)
    assert [page.address for page in pages] == ["https://a.example/1", "https://a.example/2"]
    assert ["damaged WARC file" in problem.message for problem in problems] == [True]


@pytest.mark.parametrize("ending", WAYS)
@pytest.mark.parametrize("swallowed", [1, 2])
def test_a_record_that_takes_others_for_its_own_is_told(ending: str, swallowed: int, tmp_path: Path) -> None:
    """To the byte, so that the records behind them are read as if nothing were missing."""
    records = [record(f"https://a.example/{number}", PAGE) for number in range(5)]
    length = int(re.search(rb"Content-Length: (\d+)", records[1])[1])
    records[1] = records[1].replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + sum(map(len, records[2 : 2 + swallowed]))), 1)
    file = tmp_path / f"news{ending}"
    file.write_bytes(WAYS[ending](records))
    pages, problems = read(file)
    assert [page.address[-1] for page in pages] == ["0", *"234"[swallowed:]]
    assert [problem.message for problem in problems] == [
        f"{file}@2: says that it is longer than it is: the record behind it is in it, and both are lost; fetch the file again"
    ]


def test_a_page_that_quotes_a_record_is_a_page(tmp_path: Path) -> None:
    quoted = PAGE + b"<pre>\r\n\r\n" + record("https://b.example/", PAGE) + b"</pre>"
    (tmp_path / "a.warc").write_bytes(record("https://a.example/", quoted) + record("https://a.example/2", PAGE))
    pages, problems = read(tmp_path)
    assert (problems, [page.body for page in pages]) == ([], [quoted, PAGE])


def test_many_beginnings_of_records_are_looked_at_once(tmp_path: Path) -> None:
    body = PAGE + b"\r\n\r\nWARC/1.0\r\nContent-Length: 7\r\n\r\n" * 200_000
    (tmp_path / "a.warc").write_bytes(record("https://a.example/", body))
    pages, problems = read(tmp_path)
    assert (problems, [len(page.body) for page in pages]) == ([], [len(body)])
