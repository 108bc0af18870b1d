"""Saved pages: files, folders, gzip, standard input, and what cannot be read among them."""

import errno
import gzip
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcs import record

from broadsheet.errors import CaptureError
from broadsheet.gather import files, warc
from broadsheet.gather.files import UnreadableError, captures
from broadsheet.gather.said import said_address
from broadsheet.model import Capture

PAGE = b"<!doctype html><title>x</title>"


def read(*paths: object, **options: int) -> list[Capture]:
    found = list(captures([str(path) for path in paths], **options))
    assert all(isinstance(each, Capture) for each in found), found
    return [each for each in found if isinstance(each, Capture)]


def refused(*paths: object, **options: int) -> list[UnreadableError]:
    found = list(captures([str(path) for path in paths], **options))
    assert all(isinstance(each, UnreadableError) for each in found), found
    return [each for each in found if isinstance(each, UnreadableError)]


def one_line(error: UnreadableError, path: Path, *words: str) -> None:
    assert isinstance(error, CaptureError)
    assert error.source == str(path)
    assert error.message.startswith(f"{path}: ")
    assert "\n" not in error.message
    for word in words:
        assert word in error.message, error.message


def test_a_file_of_any_name(tmp_path: Path):
    file = tmp_path / "page.txt"
    file.write_bytes(PAGE)
    os.utime(file, (1_733_234_400, 1_733_234_400))
    (capture,) = read(file)
    assert capture == Capture(body=PAGE, source=str(file), time="2024-12-03T14:00:00Z")


def test_gzip_is_known_by_its_bytes(tmp_path: Path):
    names = ["a.html.gz", "b.html", "c"]
    for name in names:
        (tmp_path / name).write_bytes(gzip.compress(PAGE))
    assert [capture.body for capture in read(*(tmp_path / name for name in names))] == [PAGE] * 3


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=5000), min_size=1, max_size=4), st.integers(0, 3))
def test_all_members_and_padding_of_gzip(parts: list[bytes], padding: int):
    data = b"".join(map(gzip.compress, parts)) + b"\0" * padding
    assert files._bytes(io.BytesIO(data), 1 << 20) == b"".join(parts)


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=3000), st.data())
def test_cut_gzip_is_never_taken_for_whole(content: bytes, data: st.DataObject):
    whole = gzip.compress(content)
    cut = whole[: data.draw(st.integers(2, len(whole) - 1))]
    with pytest.raises(EOFError):
        files._bytes(io.BytesIO(cut), 1 << 20)


def test_a_folder_in_order(tmp_path: Path):
    for name in ("b/2.html", "b/1.htm", "a.xhtml", "c.HTML", "b/c/x.html.gz", "truth.jsonl", "notes.txt", "style.css", ".html", "index.html.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"" if name.endswith("jsonl") else PAGE)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "broken.html").symlink_to(tmp_path / "none")
    os.mkfifo(tmp_path / "fifo.html")
    names = [str(Path(capture.source).relative_to(tmp_path)) for capture in read(tmp_path)]
    assert names == ["a.xhtml", "c.HTML", "b/1.htm", "b/2.html", "b/c/x.html.gz"]


def test_one_at_a_time(tmp_path: Path):
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(PAGE)
    pages = captures([tmp_path])
    next(pages)
    (tmp_path / "b.html").write_bytes(b"<html>written later")
    later = next(pages)
    assert isinstance(later, Capture)
    assert later.body == b"<html>written later"


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path):
    (tmp_path / "good.html").write_bytes(PAGE)
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE * 100)[:-20])
    (tmp_path / "damaged.html.gz").write_bytes(gzip.compress(PAGE * 100)[:12] + b"\xff" * 50)
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(bytes(3 << 20)))
    (tmp_path / "large.html").write_bytes(bytes((1 << 20) + 1))
    found = list(captures([tmp_path / "missing.html", tmp_path, tmp_path / "good.html"], largest=1 << 20))
    assert [type(each).__name__ for each in found] == ["UnreadableError"] * 4 + ["Capture", "UnreadableError", "Capture"]
    errors = {Path(each.source).name: each for each in found if isinstance(each, UnreadableError)}
    one_line(errors["missing.html"], tmp_path / "missing.html", "no such file")
    one_line(errors["cut.html.gz"], tmp_path / "cut.html.gz", "cut off")
    one_line(errors["damaged.html.gz"], tmp_path / "damaged.html.gz", "damaged")
    one_line(errors["bomb.html.gz"], tmp_path / "bomb.html.gz", "larger than 1 MB")
    one_line(errors["large.html"], tmp_path / "large.html", "larger than 1 MB")


def test_the_limit_is_64_megabytes(tmp_path: Path):
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(bytes((64 << 20) + 1), 1))
    one_line(refused(file)[0], file, "larger than 64 MB")
    file.write_bytes(gzip.compress(bytes(64 << 20), 1))
    assert len(read(file)[0].body) == 64 << 20


def test_an_endless_file_ends(tmp_path: Path):
    if not Path("/dev/zero").is_char_device():
        pytest.skip("no /dev/zero")
    one_line(refused("/dev/zero", largest=1 << 20)[0], Path("/dev/zero"), "larger than 1 MB")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_and_a_folder_that_may_not_be_read(tmp_path: Path):
    (tmp_path / "secret.html").write_bytes(PAGE)
    (tmp_path / "secret.html").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    assert len(refused(tmp_path)) == 2


def test_a_folder_that_is_gone_when_its_turn_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def scandir(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", scandir)
    one_line(refused(tmp_path)[0], tmp_path, "cannot be read: Permission denied")


def test_a_name_that_is_no_name():
    (error,) = refused("a\0b")
    assert error.message.startswith("ab: cannot be read")


def test_standard_input(monkeypatch: pytest.MonkeyPatch):
    def given_as(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    given_as(PAGE)
    (capture,) = read("-")
    assert (capture.body, capture.source, len(capture.time)) == (PAGE, "standard input", 20)
    given_as(gzip.compress(PAGE))
    assert read("-")[0].body == PAGE
    given_as(bytes(2 << 20))
    assert "larger than 1 MB" in refused("-", largest=1 << 20)[0].message


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (b'<link rel="canonical" href="https://b.example/a">', "https://b.example/a"),
        (b"<LINK href='https://b.example/?a=1&amp;b=2' REL=canonical>", "https://b.example/?a=1&b=2"),
        (b'<meta property="og:url" content="https://b.example/og"><link rel=canonical href=https://b.example/c>', "https://b.example/c"),
        (b'<meta content="https://b.example/og" property="og:url"/>', "https://b.example/og"),
        (b'<!doctype html>\n<!-- saved from url=(0021)https://b.example/saved -->\n<link rel="canonical" href="https://b.example/c">', "https://b.example/saved"),
        (b'<link rel="canonical" href="/a"><meta property="og:url" content="https://b.example/og">', "https://b.example/og"),
        ('<link rel="canonical" href="https://bücher.example/ä">'.encode(), "https://xn--bcher-kva.example/%C3%A4"),
        (b'<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="">', ""),
        (b'<link rel="stylesheet" href="https://b.example/x.css"><meta name="a" content="b"><link rel="canonical">', ""),
        (b"", ""),
        (b"<link " * 100_000, ""),
        (b"\xff\xfe" * 1000, ""),
        (b" " * (1 << 20) + b'<link rel="canonical" href="https://b.example/a">', ""),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_the_address_that_a_page_says_it_has(page: bytes, address: str):
    assert said_address(page) == address


def test_the_pages_own_address_is_the_captures(tmp_path: Path):
    (tmp_path / "a.html").write_bytes(b'<link rel="canonical" href="https://b.example/a">')
    assert read(tmp_path)[0].address == "https://b.example/a"


def test_a_disk_that_fails_in_the_middle_of_a_record_is_said_of_that_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "x.warc").write_bytes(record("https://bote.example/a", b"<p>a") + record("https://bote.example/b", b"<p>b"))
    real = warc._capture

    def failing(source: str, *others: object) -> Capture:
        if source.endswith("@1"):
            raise OSError(errno.EIO, "Input/output error")
        return real(source, *others)

    monkeypatch.setattr(warc, "_capture", failing)
    lost, kept = captures([tmp_path])
    assert isinstance(lost, UnreadableError)
    assert lost.message == f"{tmp_path}/x.warc@1: cannot be read: Input/output error; fetch the file again, or copy it to another disk"
    assert isinstance(kept, Capture)
