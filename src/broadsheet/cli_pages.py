"""Saved pages in, articles out or the archive changed: the commands `extract` and `import`."""

import contextlib
import itertools
import re
import sys
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, TypeAlias

import msgspec
from cyclopts import Parameter

from . import newsroom
from .archive import sqlite
from .cli_common import (
    ConfigFile,
    Data,
    Jobs,
    Json,
    part,
    progress,
    real,
    report,
    required,
    rules_of,
    say,
    settings_of,
    show,
    show_json,
    unwritten,
    whole,
    written,
)
from .errors import BroadsheetError, CaptureError, ExtractionError, UsageError, some
from .gather import files
from .labels import count
from .model import Article
from .records import FORMS, Record, near, resume, text_of
from .text import clean
from .workers import Extracted

Paths = Annotated[str, Parameter(allow_leading_hyphen=True, help="Pages (HTML, also gzipped), WARC files, folders of them, or - for standard input.")]
FilesFrom = Annotated[Path | None, Parameter(allow_leading_hyphen=True, help="A list of paths, one a line; - for standard input.", show_default=False)]
Errors = Annotated[Path | None, Parameter(help="File for what was refused or failed, as JSON lines.", show_default=False)]

Output = Annotated[
    Path | None,
    Parameter(name=("--output", "-o"), allow_leading_hyphen=True, help="File for the articles [default: standard output].", show_default=False),
]
_Form: TypeAlias = Literal["jsonl", "json", "text", "parquet"]
_FORM = "An article a line, one array, text, or a table [default: jsonl; parquet for a file of that ending]."
_NONE = "there is no page (.html, .htm, .xhtml, .mhtml, .webarchive, or these as .gz) and no WARC file; name a file to have it read whatever it is called"
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")


class Failure(msgspec.Struct, frozen=True):
    """A line of the file of errors: a page that gave no article, and why."""

    source: str
    address: str
    reason: str
    message: str


def extract(
    *paths: Paths,
    files_from: FilesFrom = None,
    output: Output = None,
    format: Annotated[_Form | None, Parameter(help=_FORM, show_default=False)] = None,
    errors: Errors = None,
    resume: Annotated[bool, Parameter(help="Go on where an earlier run into the same output stopped.")] = False,
    config: ConfigFile = None,
    jobs: Jobs = 0,
) -> int:
    """Turn saved pages into articles.

    For example:

    - `broadsheet extract page.html.gz --format text`
    - `broadsheet extract news.warc.gz -o articles.jsonl --errors errors.jsonl --resume`
    """
    given, rules = _paths(paths, files_from), rules_of(settings_of(config, None))
    output = None if output == Path("-") else output
    form: _Form = format or ("parquet" if output and output.suffix == ".parquet" else "jsonl")
    _checked(output, errors, form, resume=resume)
    if resume and output and output.exists() and not part(output).exists():
        say(f"{output} is complete: there is nothing to go on with")
        return 0
    if output:
        unwritten(output)  # going on begins with cutting off the last line where it is not whole
    done, seen = _earlier(output, errors) if resume and output else ((), near.Near())
    good, bad, worst = 0, 0, 0
    with _output(output, keep=form == "jsonl", more=resume) as out, _failures(errors, more=resume) as failed, progress("pages") as tick:
        writer = FORMS[form](out)
        for page in newsroom.extract_all(files.captures(given, done=done), jobs=jobs, is_front=newsroom.fronts(paths), known=rules.known if rules else None):
            tick()
            if isinstance(page.found, Article):
                source = clean(page.capture.source) if page.capture else ""
                writer.write(Record(page.found, source, seen.earlier(source, text_of(page.found))))
                good += 1
            else:
                error = page.found if isinstance(page.found, BroadsheetError) else _is_front(page)
                say(error.message)
                failed(_failure(page, error))
                bad += 1
                worst = max(worst, error.exit_code if isinstance(page.found, CaptureError) else 0)
        writer.close()
    if not (good or bad or done):
        say(f"{_places(paths, files_from)}: {_NONE}")
    if output:
        report(f"{output}: {count('en', 'articles', good)}{' added' if done else ''}, {bad} refused or failed")
    return worst if good or worst or done else ExtractionError.exit_code


def import_(
    *paths: Paths,
    files_from: FilesFrom = None,
    errors: Errors = None,
    resume: Annotated[bool, Parameter(help="Pass over pages that the archive holds, byte for byte, unread.")] = False,
    config: ConfigFile = None,
    data: Data = None,
    jobs: Jobs = 0,
    json: Json = False,
) -> int:
    """Take saved pages into the archive. Papers are told apart by their hosts.

    For example:

    - `broadsheet import saved/`
    - `broadsheet import news.warc.gz --data /var/lib/broadsheet --resume`
    """
    given = _paths(paths, files_from)
    settings = settings_of(config, data)
    folder = settings.data
    with sqlite.open_archive(folder, write=True, tell=say) as archive, _failures(errors, more=resume) as failed, progress("pages") as tick:

        def told(done: newsroom.Done) -> None:
            tick()
            if done.outcome in {"refused", "failed"}:
                say(f"{done.outcome}, {done.reason}: {done.message}")
                failed(Failure(done.source, done.address, done.reason, done.message))

        try:
            summary = newsroom.import_paths(archive, given, jobs=jobs, on_result=told, resume=resume, site_configs=settings.site_configs)
        except KeyboardInterrupt:
            say(f"stopped; what was taken in stays in {folder}: go on with --resume")
            raise
        archive.prune(settings.captures, settings.days)
    if not summary.found:
        say(f"{_places(paths, files_from)}: {_NONE}")
    if json:
        show_json(msgspec.json.encode(summary))
    else:
        show(
            f"{summary.found} found: {summary.new} new, {summary.changed} changed, {summary.same} same, {summary.front} front pages, "
            f"{summary.refused} refused, {summary.failed} failed"
        )
    if summary.failed:
        return CaptureError.exit_code
    return ExtractionError.exit_code if summary.found == summary.refused else 0


def _checked(output: Path | None, errors: Path | None, form: str, *, resume: bool) -> None:
    """Refuse options of `extract` that do not go together."""
    if form == "parquet" and output is None:
        raise UsageError("--format parquet: a table is no text for a terminal; name its file with --output")
    if resume and (output is None or form != "jsonl"):
        raise UsageError("--resume: only JSON lines in a file can be gone on with; give --output FILE and leave --format as it is")
    if output and errors and real(output) == real(errors) and (output.is_file() or not output.exists()):  # both may go to /dev/null
        raise UsageError(f"--errors {errors}: is the file of --output, and either would overwrite the other; name another one")


def _paths(paths: tuple[str, ...], files_from: Path | None) -> Iterable[str]:
    """The paths on the command line and in the list of files, which is read as they are asked for."""
    if files_from is None or paths:
        required(paths)
    for path in paths:
        if _ADDRESS.match(path):
            raise UsageError(f"{path}: is an address, and pages that were saved are taken here; `broadsheet read` shows one page, `add` a newspaper")
    if files_from is None:
        return paths
    return itertools.chain(paths, files.listed(files_from))


def _places(paths: tuple[str, ...], files_from: Path | None) -> str:
    """Where pages were looked for."""
    return some((*paths, *([str(files_from)] if files_from else ())))


def _is_front(page: Extracted) -> ExtractionError:
    """Why there is no record of a front page."""
    source = clean(page.capture.source) if page.capture else ""
    return ExtractionError(f"{source}: is the front page of a paper, and no article; `broadsheet import` keeps it", "front-page")


def _failure(page: Extracted, error: BroadsheetError) -> Failure:
    """Why there is no article on *page*."""
    if page.capture is None:
        return Failure(clean(str(getattr(error, "source", ""))), "", "unreadable", error.message)
    reason = error.reason if isinstance(error, ExtractionError) else "error"
    return Failure(clean(page.capture.source), page.capture.address, reason, error.message)


def _earlier(output: Path, errors: Path | None) -> tuple[tuple[str, ...], near.Near]:
    """The pages that an earlier run into *output* ended with, and its last records' texts, for finding near-duplicates."""
    beside = part(output)
    done = tuple(filter(None, (resume.last(beside), resume.last(errors) if errors else "")))
    seen = near.Near()
    for record in resume.records(beside, near.WINDOW):
        seen.earlier(record.source, text_of(record.article))
    return done, seen


@contextlib.contextmanager
def _output(path: Path | None, *, keep: bool, more: bool) -> Generator[BinaryIO]:
    """Standard output, or the file at *path*; *keep* and *more* as for `whole`."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with whole(path, keep=keep, more=more) as file:
            yield file
    except KeyboardInterrupt:
        if keep and part(path).exists():  # a device keeps nothing
            say(f"stopped; what is done stays in {part(path)}: go on with --resume")
        raise


@contextlib.contextmanager
def _failures(path: Path | None, *, more: bool) -> Generator[Callable[[Failure], object]]:
    """What takes failures: the file at *path*, a line each, or nothing. An error of what is done meanwhile, as of --output, is not this file's."""
    if path is None:
        yield lambda _: None
        return
    name = f"--errors {path}"
    with written(name):
        file = path.open("ab" if more else "wb", buffering=0)  # nothing waits to be written, so that closing cannot fail in place of writing

    def take(failure: Failure) -> None:
        line = msgspec.json.encode(failure) + b"\n"
        with written(name):
            while line:
                line = line[file.write(line) :]

    with file:
        yield take
