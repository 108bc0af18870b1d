"""What several commands share: their options, settings, messages and progress."""

import contextlib
import io
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import msgspec
from cyclopts import Parameter, validators

from . import config as configuration
from . import filing
from .archive import Archive
from .errors import ConfigError, UsageError, remedy, some
from .gather.siteconfigs import SiteConfigs
from .text import clean
from .typeset import cells

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

TEXT = 75
"""Columns of a text where nothing else is said."""
_COUNT = re.compile(r"(?<=\d) (?=[a-z])")  # a number stays with what it counts
_LABEL = re.compile(r"  [\w-]+:? +| +")
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
    return _broken(line, max(columns, 20))


def _broken(line: str, columns: int) -> str:
    """*line* in lines of as many *columns*: what goes on stands below its begin, or below what is behind its label. Addresses and paths stay whole."""
    found = _LABEL.match(line)
    rest = " " * min(found.end() if found else 2, columns // 2)
    text = line.lstrip(" ")
    first = line[: len(line) - len(text)]
    whole = _COUNT.sub("\N{NO-BREAK SPACE}", text)
    broken = textwrap.fill(whole, columns, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
    return broken.replace("\N{NO-BREAK SPACE}", " ")


def unheard(stream: TextIO) -> None:
    """Let *stream*, whose reader has gone, lead nowhere, so that what stands in its buffer fails no second time at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def settings_of(file: Path | None, data: Path | None) -> configuration.Settings:
    """The settings in *file*, with the folder that the command line gives in place of its own."""
    settings = configuration.load(file)
    return msgspec.structs.replace(settings, data=configuration.placed(data, "--data")) if data else settings


def rules_of(settings: configuration.Settings) -> SiteConfigs | None:
    """The user's site configs, None where there are none. `ConfigError` where their folder cannot be used."""
    return SiteConfigs(Path(settings.site_configs)) if settings.site_configs else None


def show(text: str) -> None:
    """Lines on standard output, at once: whoever reads along (`| head`, a log) has them when they are said.

    For a person's terminal those that it would break in the middle of words are broken between them.
    """
    sys.stdout.write(f"{_whole_words(text)}\n")
    sys.stdout.flush()


def agreed(question: str) -> bool:
    """Whether the person at the terminal says yes to *question*; no where there is nobody to ask."""
    if not sys.stdin.isatty():
        return False
    sys.stdout.write(f"{_whole_words(f'{question} [y/N]')} ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "j", "ja"}


def _whole_words(text: str) -> str:
    """The lines of *text* for whoever reads standard output."""
    fits = room()
    return "\n".join(line if cells(line) <= fits else _broken(line, fits) for line in text.split("\n"))


def room() -> int:
    """The columns of a line for whoever reads standard output: for a program a line is a line."""
    return max(shutil.get_terminal_size().columns, 40) if sys.stdout.isatty() else sys.maxsize


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
    name = f"--output {path}"
    with written(name):
        is_place = path.exists() and not path.is_file()  # /dev/stdout must not be replaced by a file
    if is_place:
        with written(name):
            file = path.open("wb")
        with _named(file, name) as output:
            yield output
        return
    beside = part(path)
    unwritten(path)
    try:
        with written(name):
            file = filing.going_on(beside) if more else filing.fresh(beside)
        with _named(file, name, more=more) as output:
            with written(name):
                filing.take(file)
            yield output
        with written(name):
            beside.replace(real(path))
    finally:
        if not keep:
            with written(name):
                beside.unlink(missing_ok=True)


@contextlib.contextmanager
def written(name: str) -> Generator[None]:
    """An `OSError` in here is one of writing what *name* says, an option and its file: `ConfigError`. An error of what is done meanwhile is not."""
    try:
        yield
    except OSError as error:
        raise ConfigError(f"{name}: cannot be written ({error.strerror}); {remedy(error, ELSEWHERE)}") from None


@contextlib.contextmanager
def _named(file: BinaryIO, name: str, *, more: bool = False) -> Generator[BinaryIO]:
    """*file*, closed at the end, of whose faults `written` speaks as *name*: those of writing into it alone."""
    try:
        with io.BufferedWriter(_Named(file.fileno(), name, more=more)) as output:
            yield output
    finally:
        with written(name):
            file.close()


class _Named(io.FileIO):
    """The open file of the number *handle*, which stays open; *more*: to be written at its end."""

    def __init__(self, handle: int, name: str, *, more: bool) -> None:
        super().__init__(handle, "ab" if more else "wb", closefd=False)
        self._said = name

    def write(self, data: "ReadableBuffer", /) -> int:
        with written(self._said):
            return super().write(data)


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
