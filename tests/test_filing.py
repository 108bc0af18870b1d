"""Files that are there whole or not at all, in folders that others may write to."""

import errno
import os
import stat
from pathlib import Path

import pytest

from broadsheet import filing
from broadsheet.cli_common import part, whole
from broadsheet.errors import ConfigError


def test_a_file_is_whole_and_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    filing.put(file, b"one")
    filing.put(file, b"two")
    assert file.read_bytes() == b"two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_that_waits_gets_nothing(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / f".key.pem.{os.getpid()}").symlink_to(victim)
    filing.put(tmp_path / "key.pem", b"secret")
    assert victim.read_bytes() == b"mine"
    assert (tmp_path / "key.pem").read_bytes() == b"secret"
    assert not (tmp_path / "key.pem").is_symlink()


def test_a_file_that_waits_open_gets_nothing(tmp_path: Path) -> None:
    (tmp_path / f".key.pem.{os.getpid()}").write_bytes(b"")
    with (tmp_path / f".key.pem.{os.getpid()}").open("rb") as theirs:
        filing.put(tmp_path / "key.pem", b"secret")
        assert theirs.read() == b""


def test_what_another_process_writes_is_left_to_it(tmp_path: Path) -> None:
    """Else the second would cut what the first writes, or the first would give its name to what the second has not finished."""
    file = tmp_path / "articles.jsonl"
    with whole(file, keep=True) as first:
        first.write(b"one\n")
        first.flush()
        for more in (False, True):
            with pytest.raises(ConfigError, match="another process is writing it"), whole(file, keep=True, more=more):
                raise AssertionError("two write one file")
        first.write(b"two\n")
    assert file.read_bytes() == b"one\ntwo\n"
    with whole(file) as again:
        again.write(b"new\n")
    assert file.read_bytes() == b"new\n"


def test_who_comes_a_moment_too_late_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as one, path.open("wb") as other:
        assert not filing.is_taken(path)
        filing.take(one)
        assert filing.is_taken(path)
        with pytest.raises(BlockingIOError):
            filing.take(other)
    assert not filing.is_taken(path)


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").mkdir()
    with pytest.raises(OSError, match="directory"):
        filing.put(tmp_path / "a", b"x")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_an_output_goes_through_no_link_that_waits_beside_it(tmp_path: Path) -> None:
    victim, output = tmp_path / "victim", tmp_path / "out.jsonl"
    victim.write_bytes(b"mine")
    part(output).symlink_to(victim)
    with pytest.raises(ConfigError, match="cannot be written"), whole(output, keep=True, more=True) as file:
        file.write(b"text")
    with whole(output, keep=True) as file:
        file.write(b"text")
    assert output.read_bytes() == b"text"
    assert victim.read_bytes() == b"mine"


def test_an_output_is_gone_on_with(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    part(output).write_bytes(b"a\n")
    with whole(output, keep=True, more=True) as file:
        file.write(b"b\n")
    assert output.read_bytes() == b"a\nb\n"


def test_what_fails_meanwhile_is_no_fault_of_the_output(tmp_path: Path) -> None:
    for error in (OSError(errno.EIO, "Input/output error"), FileNotFoundError(errno.ENOENT, "No such file", "page.html")):
        with pytest.raises(OSError, match=error.strerror) as raised, whole(tmp_path / "out.jsonl"):
            raise error
        assert raised.value is error
    assert list(tmp_path.iterdir()) == []


def test_writing_what_waits_in_the_buffer_is_the_outputs_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"--output /dev/full: cannot be written \(No space left on device\); make room"), whole(Path("/dev/full")) as file:
        file.write(b"few bytes")
