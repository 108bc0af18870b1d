"""The process beside: begun in the loop that serves, told what it needs, begun again; where it cannot begin, that is said."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import uvloop

from broadsheet import companion

NOTES = """
import os, sys
name = sys.stdin.readline().strip()
with open(name, "a") as file:
    print(os.getpid() == os.getsid(0), file=file)
if len(open(name).readlines()) > 2:
    sys.stdin.read()
"""


async def kept(module: str, told: bytes, said: list[str], enough: Callable[[], bool]) -> None:
    task = asyncio.create_task(companion.keep(module, told, lambda: True, said.append, look=0.01))
    while not enough():
        assert not task.done(), task
        await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def test_it_runs_in_a_session_of_its_own_and_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "_SHORT", 0.01)
    (tmp_path / "notes.py").write_text(NOTES)
    monkeypatch.syspath_prepend(str(tmp_path))
    said: list[str] = []
    noted = tmp_path / "noted"
    noted.touch()
    # The third waits for our end, which it hears.
    uvloop.run(asyncio.wait_for(kept("notes", str(noted).encode(), said, lambda: noted.read_text().count("\n") > 2), 60))
    assert noted.read_text().split() == ["True", "True", "True"]
    assert said == ["notes has ended (exit code 0); it is begun again."] * 2


def test_one_that_cannot_begin_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "_SHORT", 0.01)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    said: list[str] = []
    uvloop.run(asyncio.wait_for(kept("notes", b"", said, lambda: len(said) > 1), 60))
    assert said[:2] == ["notes cannot be begun (No such file or directory); it is tried again."] * 2
