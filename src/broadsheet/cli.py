"""Arguments in, text and an exit code out: the command line.

| command | what it does |
|---|---|
| `serve` | publishes the archive over Gopher, Gemini and the web |
| `read` | shows one page as text |
| `extract` | saved pages → articles as JSON lines, JSON or text |
| `import` | saved pages → the archive |
| `search` | finds articles in the archive |
| `add` · `list` · `remove` · `fetch` | newspapers are added, named, taken away, gathered (`cli_gather`) |
| `check` | what is wrong with anybody's Gopher or Gemini server (`cli_check`) |
| `export` | articles of the archive → a file to take away (`cli_export`) |
| `schema` | prints the JSON Schema of an article |
| `version` | prints the version |

Results go to standard output, messages and progress to standard error. Every error is one line; its exit code stands in `errors`.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Annotated, Literal, TextIO, TypeAlias

import cyclopts
import msgspec
from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from . import __version__, cli_check, cli_export, cli_gather, model, newsroom, pages, reader
from . import config as configuration
from .archive import Head, search, sqlite
from .errors import BroadsheetError, CaptureError, ConfigError, ExtractionError, UsageError
from .gather import files
from .model import Article
from .render import FORMS, Setting
from .text import clean

app = App(
    name="broadsheet",
    help="A text edition for any newspaper: over Gopher, Gemini, the plain web and in the terminal.",
    version=f"broadsheet {__version__}",
    help_format="markdown",
    default_parameter=Parameter(negative=()),
)

Format: TypeAlias = Literal["text", "gemtext", "html", "menu", "json"]
Jobs = Annotated[int, Parameter(help="Processes that extract at the same time; 0: one per processor.")]
Json = Annotated[bool, Parameter(name="--json", help="Print JSON.")]
Data = Annotated[Path | None, Parameter(help="Folder of the archive.", show_default=False)]
ConfigFile = Annotated[Path | None, Parameter(help="Configuration file (broadsheet.toml).", show_default=False)]


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; its exit code. Errors are printed as one line each."""
    try:
        code = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except cyclopts.CycloptsError as error:
        say(f"{' '.join(str(error).split())} See broadsheet --help")
        return UsageError.exit_code
    except BroadsheetError as error:
        say(error.message)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing more to say, and nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code if isinstance(code, int) else 0


def say(message: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"broadsheet: {clean(message)}\n")


def _settings(file: Path | None, data: Path | None) -> configuration.Settings:
    settings = configuration.load(file)
    return msgspec.structs.replace(settings, data=data.expanduser()) if data else settings


@app.command
def serve(
    *,
    config: ConfigFile = None,
    data: Data = None,
    bind: Annotated[str, Parameter(help="Address to listen on [default: 127.0.0.1].", show_default=False)] = "",
    public: Annotated[str, Parameter(help="HOST or HOST:PORT that menus and certificates carry [default: localhost].", show_default=False)] = "",
    gopher: Annotated[str, Parameter(help="Gopher's port, or off [default: 7070].", show_default=False)] = "",
    gemini: Annotated[str, Parameter(help="Gemini's port, or off [default: 1965].", show_default=False)] = "",
    web: Annotated[str, Parameter(help="The web edition's port, or off [default: 8080].", show_default=False)] = "",
) -> None:
    """Publish the archive's newspapers over Gopher, Gemini and the web.

    Where the archive is empty, it is filled with the sample newspaper first.

    Examples: `broadsheet serve` · `broadsheet serve --bind 0.0.0.0 --public news.example:70 --gemini off`
    """
    from . import app as process  # the servers' libraries take a third of a second to load, which no other command needs

    changed: dict[str, str | int | None] = {"bind": bind} if bind else {}
    if public:
        name, port = configuration.public_name(public)
        changed |= {"public": name} | ({"gopher_public": port} if port else {})
    for protocol, text in (("gopher", gopher), ("gemini", gemini), ("web", web)):
        if text:
            changed[protocol] = configuration.port(text, f"--{protocol}")

    def settings() -> configuration.Settings:
        return msgspec.structs.replace(_settings(config, data), **changed)

    process.run(settings(), say=lambda line: print(line, flush=True), again=settings)  # noqa: T201


@app.command
def read(
    source: Annotated[str, Parameter(allow_leading_hyphen=True, help="A file, an http or https address, or - for standard input.")],
    /,
    *,
    format: Annotated[Format, Parameter(help="How the page is written.")] = "text",
    width: Annotated[int, Parameter(help="Columns of text and menus, 40 to 120.")] = 75,
) -> None:
    """Show one page as text: a newspaper's page, a page of a Gopher text edition, or an article in our JSON.

    Examples: `broadsheet read saved.html` · `broadsheet read https://paper.example/article --format json`
    """
    if not 40 <= width <= 120:
        raise UsageError(f"--width: {width} is not between 40 and 120 columns")
    _required((source,))
    article = reader.article(source)
    if format == "json":
        sys.stdout.write(msgspec.json.format(model.to_json(article), indent=2).decode() + "\n")
    else:
        sys.stdout.write(_written(article, format, width))


@app.command
def extract(
    *paths: Annotated[str, Parameter(allow_leading_hyphen=True, help="Pages (HTML, also gzipped), folders of them, or - for standard input.")],
    output: Annotated[Path | None, Parameter(name=("--output", "-o"), help="File for the articles [default: standard output].", show_default=False)] = None,
    format: Annotated[Literal["jsonl", "json", "text"], Parameter(help="An article a line, one array, or text.")] = "jsonl",
    jobs: Jobs = 0,
) -> int:
    """Turn saved pages into articles.

    Examples: `broadsheet extract page.html.gz --format text` · `broadsheet extract saved/ -o articles.jsonl`
    """
    _required(paths)
    good, worst = 0, 0
    with _output(output) as out, _progress("pages") as tick:
        out.write("[" if format == "json" else "")
        for page in newsroom.extract_all(files.captures(paths), jobs=jobs):
            tick()
            found = page.found
            if isinstance(found, Article):
                out.write(_record(found, format, first=good == 0))
                good += 1
            elif isinstance(found, BroadsheetError):
                say(found.message)
                worst = max(worst, found.exit_code if isinstance(found, CaptureError) else 0)
        out.write("]\n" if format == "json" else "")
    return worst if good or worst else ExtractionError.exit_code


@app.command(name="import")
def import_(
    *paths: Annotated[str, Parameter(allow_leading_hyphen=True, help="Pages (HTML, also gzipped), folders of them, or - for standard input.")],
    config: ConfigFile = None,
    data: Data = None,
    jobs: Jobs = 0,
    json: Json = False,
) -> int:
    """Take saved pages into the archive. Papers are told apart by their hosts.

    Examples: `broadsheet import saved/` · `broadsheet import page.html --data /var/lib/broadsheet`
    """
    _required(paths)

    with sqlite.open_archive(_settings(config, data).data, write=True) as archive, _progress("pages") as tick:

        def told(done: newsroom.Done) -> None:
            tick()
            if done.outcome in {"refused", "failed"}:
                say(f"{done.outcome}, {done.reason}: {done.message}")

        summary = newsroom.import_paths(archive, paths, jobs=jobs, on_result=told)
    if json:
        sys.stdout.write(msgspec.json.encode(summary).decode() + "\n")
    else:
        sys.stdout.write(
            f"{summary.found} found: {summary.new} new, {summary.changed} changed, {summary.same} same, {summary.front} front pages, "
            f"{summary.refused} refused, {summary.failed} failed\n"
        )
    if summary.failed:
        return CaptureError.exit_code
    return ExtractionError.exit_code if summary.found == summary.refused else 0


@app.command(name="search")
def search_(
    *query: Annotated[str, Parameter(help='Words, "phrases", author: tag: section: since: until:')],
    paper: Annotated[str, Parameter(help="Only in the paper of this key.", show_default=False)] = "",
    limit: Annotated[int, Parameter(help="How many articles at most.")] = 20,
    json: Json = False,
    config: ConfigFile = None,
    data: Data = None,
) -> None:
    """Find articles in the archive, best first.

    Examples: `broadsheet search drehbrücke` · `broadsheet search 'author:"Jonna Ihde" since:2026-03-01' --json`
    """
    text = " ".join(query)
    if not text.strip():
        raise UsageError("search: nothing to look for; give a word, a \"phrase\", or author: tag: section: since: until:")
    if limit < 1:
        raise UsageError(f"--limit: {limit} is less than one article")
    settings = _settings(config, data)
    with sqlite.open_archive(settings.data, write=False) as archive:
        if paper and archive.paper(paper) is None:
            raise UsageError(f"--paper: the archive has no paper {paper!r}; it has {', '.join(each.key for each in archive.papers()) or 'none'}")
        found = archive.search(search.parse(text), paper=paper, limit=limit)
        edition = pages.mounted(archive, settings.root)
        paths = [pages.article_path(edition, head) for head in found.heads]
    if json:
        listed = [_listed(head, path) for head, path in zip(found.heads, paths, strict=True)]
        sys.stdout.write(msgspec.json.encode({"query": text, "total": found.total, "articles": listed}).decode() + "\n")
        return
    for head, path in zip(found.heads, paths, strict=True):
        title = f"{head.kicker}: {head.headline}" if head.kicker else head.headline
        sys.stdout.write(f"{head.day or 'undated   '}  {title}\n            {path}\n" + (f"            {head.teaser}\n" if head.teaser else ""))
    sys.stdout.write(f"{found.total} found\n" if found.total <= limit else f"{found.total} found, the best {limit} shown\n")


def _listed(head: Head, path: str) -> dict[str, object]:
    """One article of `search --json`."""
    return {
        "id": head.id,
        "paper": head.paper,
        "address": path,
        "kicker": head.kicker,
        "headline": head.headline,
        "teaser": head.teaser,
        "date": head.date,
        "url": head.address,
    }


def _required(paths: tuple[str, ...]) -> None:
    """Refuse no path at all, and an option that is none: `-` must pass as a path, so the parser lets every hyphen through."""
    if not paths:
        raise UsageError("no path given; name files, folders, or - for standard input")
    for path in paths:
        if path.startswith("-") and path != "-":
            raise UsageError(f"unknown option: {path}; a file of that name is given as ./{path}. See broadsheet --help")


def _written(article: Article, form: str, width: int) -> str:
    """*article* as a page in one of the forms."""
    name = {"gemtext": "gmi"}.get(form, form)
    return FORMS[name].render(pages.article_page(article), Setting(width=width))


def _record(article: Article, form: str, *, first: bool) -> str:
    """*article* as one record of the output of `extract`."""
    if form == "text":
        return ("" if first else "\n\n") + _written(article, "text", 75)
    line = model.to_json(article).decode()
    return f"{line}\n" if form == "jsonl" else ("\n" if first else ",\n") + line


@contextlib.contextmanager
def _output(path: Path | None) -> Generator[TextIO]:
    """Standard output, or the file at *path*, which takes its name only when it is complete."""
    if path is None:
        yield sys.stdout
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise ConfigError(f"--output {path}: cannot be written ({error.strerror}); name a file in a folder that you may write to") from None
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _progress(noun: str) -> Generator[Callable[[], None]]:
    """A count on a terminal's standard error; nothing anywhere else."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    with Progress(SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(noun, total=None)
        yield lambda: bar.advance(task)


app.command(cli_check.check)
app.command(cli_export.export)
app.command(cli_gather.add)
app.command(cli_gather.list_, name="list")
app.command(cli_gather.remove)
app.command(cli_gather.fetch)


@app.command
def version() -> None:
    """Print the version."""
    sys.stdout.write(f"broadsheet {__version__}\n")


@app.command
def schema() -> None:
    """Print the JSON Schema of an article, as `read --format json` and `extract` write it."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(model.json_schema()), indent=2).decode() + "\n")
