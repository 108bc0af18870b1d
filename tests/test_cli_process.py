"""The program as a process: its streams, Ctrl-C, what it loads, and that it leaves devices and links what they are."""

import importlib.metadata
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from environment import unmeasured
from strandpost import PAGE

import broadsheet


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "faehre.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_reader_that_goes_away_is_no_error(page: Path, tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for number in range(60):
        (tmp_path / "many" / f"{number}.html").write_text(PAGE + "<p>word</p>" * 2000, encoding="utf-8")
    command = f"{sys.executable} -m broadsheet extract {tmp_path}/many --format text | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.startswith("# Strandpost")
    assert done.stderr == ""


@pytest.mark.parametrize("typed", ["help", "--help", "search --help", "help read", "schema", "version"])
def test_whoever_reads_no_further_gets_no_error(typed: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as gone:
        done = subprocess.run([sys.executable, "-m", "broadsheet", *typed.split()], stdout=gone, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_work_ends_whether_or_not_its_messages_are_read(page: Path, tmp_path: Path) -> None:
    """As with `2> >(head)`: every article is written, and the exit code is that of the work."""
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "broadsheet", "extract", tmp_path / "none.html", page, "-o", tmp_path / "out.jsonl"]
    with os.fdopen(theirs, "wb") as gone:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=gone, timeout=60, check=False)
        missing = subprocess.run([*command[:3], "read", tmp_path / "none.html"], stdout=subprocess.PIPE, stderr=gone, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (4, b"")
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == 1
    assert (missing.returncode, missing.stdout) == (4, b"")


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("read {page} > /dev/full", 2, "standard output: cannot be written (No space left on device)"),
        ("extract {page} > /dev/full", 2, "standard output: cannot be written (No space left on device)"),
        ("extract {page} -o {there}/full", 2, "full: cannot be written (No space left on device)"),
        ("version >&-", 0, ""),
        ("read - <&-", 3, "nothing in it"),
        ("nix 2>&-", 2, ""),
        ("read {there}/none 2> /dev/full", 4, ""),
        ("extract {page} -o {there}/out 2> /dev/full", 0, ""),
    ],
)
def test_a_stream_that_is_full_or_closed_is_no_traceback(page: Path, tmp_path: Path, typed: str, code: int, says: str) -> None:
    (tmp_path / "full").symlink_to("/dev/full")
    command = f"{sys.executable} -m broadsheet {typed.format(page=page, there=tmp_path)}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert done.stderr.count("\n") <= 1


@pytest.mark.parametrize(
    ("charset", "arguments", "says"),
    [
        ("ascii", (), b"Die Faehre faehrt wieder"),
        ("latin-1", ("--format", "menu"), b"Die F\xe4hre f\xe4hrt wieder"),
        ("cp850", (), b"Die F\x84hre f\x84hrt wieder"),
        ("iso8859-7", (), b"Die F\\xe4hre f\\xe4hrt wieder"),
        ("ascii", ("--format", "json"), "Die Fähre fährt wieder".encode()),  # JSON is UTF-8 everywhere
    ],
)
def test_what_a_terminal_has_no_letter_for_is_written_without(page: Path, charset: str, arguments: tuple[str, ...], says: bytes) -> None:
    command = [sys.executable, "-m", "broadsheet", "read", page, *arguments]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True, env={"PYTHONIOENCODING": charset, "PATH": ""})
    assert says in done.stdout


def test_a_device_and_a_link_stay_what_they_are(page: Path, tmp_path: Path) -> None:
    """`-o /dev/stdout` by root must not put a file in the device's place."""
    (tmp_path / "link").symlink_to("real.jsonl")
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE) as reader:
        for name in ("pipe", "link"):
            subprocess.run([sys.executable, "-m", "broadsheet", "extract", page, "-o", tmp_path / name], capture_output=True, timeout=60, check=True)
        assert (tmp_path / "pipe").is_fifo()
        assert reader.communicate(timeout=60)[0] == (tmp_path / "real.jsonl").read_bytes() != b""
    assert (tmp_path / "link").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["faehre.html", "link", "pipe", "real.jsonl"]


@pytest.mark.parametrize("seconds", [0.35, 0.5, 0.8])
def test_workers_that_still_load_do_not_answer_ctrl_c(page: Path, seconds: float) -> None:
    """It reaches all processes of a terminal, whenever it comes."""
    with subprocess.Popen(
        [sys.executable, "-m", "broadsheet", "extract", *[page] * 40, "-o", os.devnull],
        stderr=subprocess.PIPE, text=True, start_new_session=True, env=unmeasured(),
    ) as running:  # fmt: skip
        time.sleep(seconds)
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert "workers.py" not in err
    assert "--resume" not in err  # of a device there is nothing to go on with


def test_ctrl_c_while_the_program_loads_is_no_traceback() -> None:
    code = """
import os, signal, sys
class Finder:
    def find_spec(self, name, *rest):
        if name == "broadsheet.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from broadsheet.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, env=unmeasured())
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


def test_a_program_that_is_to_ignore_ctrl_c_goes_on_ignoring_it(page: Path) -> None:
    command = f"trap '' INT; {sys.executable} -m broadsheet extract {page} {page} -o /dev/null & child=$!; sleep 0.2; kill -INT $child; wait $child"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False, env=unmeasured())
    assert (done.returncode, done.stderr) == (0, "/dev/null: 2 articles, 0 refused or failed\n")


def test_the_version_is_the_packages() -> None:
    """It stands as a literal: to ask for it took 25 ms of every command, in which Ctrl-C was a traceback."""
    assert broadsheet.__version__ == importlib.metadata.version("broadsheet")
    assert f'version = "{broadsheet.__version__}"' in (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    told = subprocess.run([sys.executable, "-S", "-c", "import sys, broadsheet.__main__; print(*sys.modules)"], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": str(Path(broadsheet.__file__).parents[1])})  # fmt: skip
    assert "importlib.metadata" not in told.stdout.split()


def test_a_command_loads_what_it_needs_alone() -> None:
    """Half of the time that any command needs to begin went into libraries of others."""
    heavy = {"aiohttp", "cryptography", "rich.progress", "broadsheet.extract", "broadsheet.check", "broadsheet.export", "broadsheet.reader"}
    told = subprocess.run([sys.executable, "-c", "import sys, broadsheet.cli; print(*sys.modules)"], capture_output=True, text=True, check=True)
    assert heavy & set(told.stdout.split()) == set()
