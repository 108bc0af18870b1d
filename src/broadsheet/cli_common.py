"""What several commands share: their options, settings, messages and progress."""

import contextlib
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Annotated, BinaryIO, TextIO

import msgspec
from cyclopts import Parameter, validators

from . import config as configuration
from . import filing
from .archive import Archive
from .errors import ConfigError, UsageError, remedy, some
from .text import clean

TEXT = 75
"""Columns of a text where nothing else is said."""
ELSEWHERE = "name a file in a folder that you may write to"

Jobs = Annotated[int, Parameter(validator=validators.Number(gte=0), help="Processes that extract at the same time; 0: one per processor.")]
Json = Annotated[bool, Parameter(name="--json", help="Print JSON.")]
Data = Annotated[Path | None, Parameter(help="Folder of the archive.", show_default=False)]
ConfigFile = Annotated[Path | None, Parameter(help="Configuration file (broadsheet.toml).", show_default=False)]


def say(message: str) -> None:
    """One line on standard error, which names the program."""
    report(f"broadsheet: {message}")


def report(line: str) -> None:
    """One line on standard error; for a person's terminal, which would break it in the middle of words, as many as it takes.

    Where nobody hears it (`2>&1 | head`, a full disk), the work goes on: the exit code says what came of it.
    """
    try:
        sys.stderr.write(f"{_fitted(clean(line))}\n")
    except OSError:
        unheard(sys.stderr)


def _fitted(line: str) -> str:
    """*line* in lines that fit the terminal, where standard error is one. Addresses and paths stay whole, so that they can be copied."""
    if not sys.stderr.isatty():
        return line
    columns = os.get_terminal_size(sys.stderr.fileno()).columns or 80  # a serial line knows of no size
    return textwrap.fill(line, max(columns, 20), subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def unheard(stream: TextIO) -> None:
    """Let *stream*, whose reader has gone, lead nowhere, so that what stands in its buffer fails no second time at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def settings_of(file: Path | None, data: Path | None) -> configuration.Settings:
    """The settings in *file*, with the folder that the command line gives in place of its own."""
    settings = configuration.load(file)
    return msgspec.structs.replace(settings, data=configuration.placed(data, "--data")) if data else settings


def show(line: str) -> None:
    """One line on standard output, at once: whoever reads along (`| head`, a log) has it when it is said."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def columns() -> int:
    """The columns of a text for whoever reads standard output: 0 for as many as a text has, fewer for a narrower terminal, which would break its words."""
    found = shutil.get_terminal_size().columns if sys.stdout.isatty() else TEXT
    return 0 if found >= TEXT else max(found, 40)


def show_json(data: bytes) -> None:
    """JSON on standard output, at once: in UTF-8 (RFC 8259 §8.1), whatever character set the terminal has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def known_paper(archive: Archive, key: str) -> None:
    """Refuse the *key* of a paper that *archive* does not have."""
    known = [paper.key for paper in archive.papers()]
    if key not in known:
        raise UsageError(f"{clean(key)[:60]!r}: the archive has no paper of that key; it has {some(known)}")


def required(paths: tuple[str, ...], what: str = "name files, folders, or - for standard input") -> None:
    """Refuse no path at all, and an option that is none: `-` must pass as a path, so the parser lets every hyphen through."""
    if not paths:
        raise UsageError(f"nothing given; {what}")
    for path in paths:
        if path.startswith("-") and path != "-":
            raise UsageError(f"unknown option: {path}; a file of that name is given as ./{path}; the command's --help names its options")


def part(path: Path) -> Path:
    """What the file at *path* is called until it is complete; of a link, what it leads to."""
    beside = real(path) if path.is_symlink() else path
    return beside.with_name(f".{beside.name}.part")


def real(path: Path) -> Path:
    """What *path* leads to. A link that leads to itself stays itself, where `Path.resolve` would raise `RuntimeError`."""
    return Path(os.path.realpath(path))


def unwritten(path: Path) -> None:
    """Refuse a file at *path* that another process is writing: one would cut, or take away, what the other writes."""
    if filing.is_taken(part(path)):
        raise ConfigError(f"--output {path}: another process is writing it; wait for it or end it, or name another file")


@contextlib.contextmanager
def whole(path: Path, *, keep: bool = False, more: bool = False) -> Generator[BinaryIO]:
    """The file at *path*, which takes its name only when it is complete; a device or a pipe is written as it is.

    *keep*: what is written stays when the run is stopped, and *more* goes on with it. Raises `ConfigError`, which names `--output`.
    """
    try:
        if path.exists() and not path.is_file():  # /dev/stdout must not be replaced by a file
            with path.open("wb") as file:
                yield file
            return
        beside = part(path)
        unwritten(path)
        try:
            with filing.going_on(beside) if more else filing.fresh(beside) as file:
                filing.take(file)
                yield file
            beside.replace(real(path))
        finally:
            if not keep:
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"--output {path}: cannot be written ({error.strerror}); {remedy(error, ELSEWHERE)}") from None


@contextlib.contextmanager
def progress(noun: str, total: int | None = None) -> Generator[Callable[[], None]]:
    """A count on a terminal's standard error, of the *total* where it is known; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    count = TextColumn("{task.completed} {task.description}" if total is None else "{task.completed} of {task.total} {task.description}")
    # What is printed meanwhile goes above the count where both are on the terminal; what goes into a pipe has to go there.
    whole = Progress(SpinnerColumn(), count, TimeElapsedColumn(), console=console, transient=True, redirect_stdout=sys.stdout.isatty())
    with whole as bar:
        task = bar.add_task(noun, total=total)
        yield lambda: bar.advance(task)
