"""Processes that cannot work end the whole, with one line that says so; tests/e2e/test_running.py sees those that can."""

import os
import subprocess
import sys

SCRIPT = """
import sys
from broadsheet import processes
from broadsheet.errors import BroadsheetError, ServeError

def work(number, alive):
    raise {error}

said = []
try:
    processes.run({count}, work, lambda: said.append("stopping"), said.append)
except ServeError as error:
    print(error.message)
print(said[-1], len(said) < 10)
"""


def run(error: str, count: int = 2) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", SCRIPT.format(error=error, count=count)], capture_output=True, text=True, timeout=30, check=True)


def test_workers_that_end_at_once_end_the_whole_and_say_why() -> None:
    done = run("ServeError('port 70 is gone')")
    assert done.stdout == "workers end as soon as they begin (exit code 6): see above for the reason, or try workers = 1\nstopping True\n"
    assert "broadsheet: port 70 is gone\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_in_a_worker_is_one_line() -> None:
    done = run("RuntimeError('secret')")
    assert "(exit code 1)" in done.stdout
    assert set(done.stderr.splitlines()) == {"broadsheet: a worker process failed: RuntimeError"}


def test_workers_that_end_in_the_same_moment_are_all_counted() -> None:
    """One SIGCHLD may stand for several children: none of them may be told to end once it is reaped."""
    done = run("(__import__('time').sleep(0.3), ServeError('port 70 is gone'))[1]", count=12)
    assert "workers end as soon as they begin (exit code 6)" in done.stdout


def test_a_worker_whose_complaint_nobody_hears_does_not_go_on_as_its_parent() -> None:
    """It is a copy of it, and would tell its parent's other workers to end."""
    script = """
import os
from broadsheet import processes

def work(number, alive):
    raise RuntimeError

try:
    processes.run(2, work, lambda: None, lambda _: None)
except Exception as error:
    os.write(1, type(error).__name__.encode() + b";")
"""
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as gone:
        done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=gone, timeout=30, check=False)
    assert done.stdout == b"ServeError;"
