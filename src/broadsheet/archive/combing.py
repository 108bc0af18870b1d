"""An archive's file, the ids of many of its pages, and a text in; the ids of the pages that hold a part of it out, looked for by all processors.

A page of 300 KB takes more than a millisecond to be looked through (`skimming`), and a paper of ten years has a hundred thousand. Each process reads the
file for itself, as it was committed last: what it does not find there it names as held, so that whoever asks looks himself. `multiprocessing` is not
used: its children import the program that starts them.
"""

import contextlib
import os
import selectors
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import IO

import msgspec

from ..errors import ArchiveError
from ..model import Article
from . import captures, folder
from .rows import one
from .skimming import Skimmer
from .traces import Traces

FEWEST = 1000
"""Pages from which on more processes than one are worth while: each takes a quarter of a second to start."""
_TOLD = 20  # pages after which a process tells how far it is
_NICE = 10


class _Order(msgspec.Struct, frozen=True):
    file: str
    versions: tuple[Article, ...]
    places: tuple[str, ...]
    pages: tuple[tuple[int, str], ...]


def holding(
    file: str, pages: list[tuple[int, str]], versions: tuple[Article, ...], places: tuple[str, ...], tick: Callable[[], None] = lambda: None
) -> frozenset[int]:
    """The ids of those of *pages* (row id and charset) in *file* that hold a part of *versions* or name one of *places*: `Traces.in_page`.

    *tick* is called for each page. `ArchiveError` where a process ends before it is done.
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = -(-len(pages) // count)
    shares = [tuple(pages[start : start + size]) for start in range(0, len(pages), size)]  # what was stored together is packed with one dictionary
    found: set[int] = set()
    with contextlib.ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        running = [stack.enter_context(_process()) for _ in shares]
        for process, share in zip(running, shares, strict=True):
            _hand(process, msgspec.msgpack.encode(_Order(file, versions, places, share)))
            selector.register(_answers(process), selectors.EVENT_READ, process)
        while selector.get_map():
            for key, _ in selector.select():
                line = _answers(key.data).readline()  # a line is written at once
                if line:
                    looked, held = msgspec.json.decode(line, type=tuple[int, list[int]])
                    found.update(held)
                    for _ in range(looked):
                        tick()
                    continue
                selector.unregister(key.fileobj)
                if key.data.wait():
                    raise ArchiveError(f"{file}: a process that looked through its pages ended early (exit code {key.data.returncode}); do it again")
    return frozenset(found)


@contextlib.contextmanager
def _process() -> Generator["subprocess.Popen[bytes]"]:
    """A process that waits for an order; it is ended at the end, whatever it does."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-m", __name__]
    # In a group of its own: Ctrl-C is for the program that started it, which ends it.
    try:
        begun = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=environment, process_group=0)  # noqa: S603
    except OSError as error:
        todo = "end other programs, or raise the limit of processes and open files (ulimit -u, ulimit -n), and do it again"
        raise ArchiveError(f"no process could be begun that looks through the kept pages ({error.strerror}); {todo}") from None
    with begun as process:
        try:
            yield process
        finally:
            process.kill()


def _answers(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    """Where *process* tells what it found."""
    if process.stdout is None:
        raise ValueError("a process without standard output")
    return process.stdout


def _hand(process: "subprocess.Popen[bytes]", order: bytes) -> None:
    """Tell *process* what to do; where it has ended already, its exit code says so."""
    if process.stdin is None:
        raise ValueError("a process without standard input")
    with contextlib.suppress(BrokenPipeError), process.stdin as theirs:
        left = memoryview(order)
        while left:
            left = left[theirs.write(left) :]


# The process's side


def main() -> None:
    """Do what standard input says; each line of standard output is how many pages more were looked through, and which of them hold anything."""
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Order)
    with contextlib.suppress(OSError):
        os.nice(_NICE)  # readers come first
    skimmer = Skimmer(Traces(order.versions, order.places))
    connection = folder.connect(Path(order.file), write=False)
    with contextlib.closing(connection), contextlib.suppress(BrokenPipeError):  # whoever asked does not wait any more
        for start in range(0, len(order.pages), _TOLD):
            some = order.pages[start : start + _TOLD]
            held = [number for number, charset in some if _holds(connection, skimmer, number, charset)]
            sys.stdout.buffer.write(msgspec.json.encode((len(some), held)) + b"\n")
            sys.stdout.buffer.flush()


def _holds(connection: sqlite3.Connection, skimmer: Skimmer, number: int, charset: str) -> bool:
    row = one(connection, "SELECT bytes, dictionary FROM page WHERE id = ?", (number,))
    return row is None or skimmer.holds(captures.unpack(connection, row[0], row[1], f"page {number}"), charset)


if __name__ == "__main__":
    main()
