"""Arguments in, text and an exit code out: the command line.

| command | what it does |
|---|---|
| `serve` | publishes the archive over Gopher, Gemini and the web |
| `read` | shows one page as text |
| `extract` | saved pages → articles as JSON lines, JSON or text |
| `import` | saved pages → the archive (both `cli_pages`) |
| `search` | finds articles in the archive |
| `add` · `list` · `remove` · `fetch` | newspapers are added, named, taken away, gathered (`cli_gather`) |
| `site` | shows what was learned of a paper's site (`cli_site`) |
| `check` | what is wrong with anybody's Gopher or Gemini server (`cli_check`) |
| `export` | articles of the archive → a file to take away (`cli_export`) |
| `health` · `reread` · `withdraw` | looks after the archive (`cli_keep`) |
| `schema` | prints the JSON Schema of an article |
| `version` | prints the version |

Results go to standard output, messages and progress to standard error. Every error is one line; its exit code stands in `errors`.
"""

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, cast

import cyclopts
import msgspec
from cyclopts import App, Group, Parameter
from cyclopts.help import DefaultFormatter, PanelSpec

from . import __version__, cli_check, cli_export, cli_gather, cli_keep, cli_pages, cli_site, manners, model, pages
from . import config as configuration
from .archive import Head, search, sqlite
from .archive.folder import FILE
from .cli_common import ConfigFile, Data, Json, columns, known_paper, required, room, rules_of, say, settings_of, show, show_json, unheard
from .errors import FULL, ArchiveError, BroadsheetError, CaptureError, ConfigError, UsageError
from .model import Article, Page
from .render import FORMS, Setting, marks
from .typeset import wrap


class _Part(PanelSpec):
    """A part of the help: its title, and what it lists below. It has no frame, of which a voice and a braille display would spell every line."""

    def build(self, renderable: "RenderableType", **overrides: Any) -> Any:
        from rich.console import Group as Both
        from rich.padding import Padding

        return Both(overrides["title"], Padding(renderable, (0, 0, 1, 2)))


app = App(
    name="broadsheet",
    help="A text edition for any newspaper: over Gopher, Gemini, the plain web and in the terminal.",
    version=f"broadsheet {__version__}",
    help_format="markdown",
    help_formatter=DefaultFormatter(panel_spec=_Part()),
    default_parameter=Parameter(negative=()),
    suppress_keyboard_interrupt=False,  # `run` gives the exit code
)

if TYPE_CHECKING:
    import io

    from rich.console import RenderableType


_INDENT = " " * 12
_UNWRITABLE = FULL | {errno.EIO}

# What a stranger wants first stands first in `--help`.
_READ, _PUBLISH, _DATA = Group("Read", sort_key=1), Group("Fill and publish an archive", sort_key=2), Group("Saved pages as data", sort_key=3)
_KEEP, _ELSE = Group("Look after an archive", sort_key=4), Group("Other", sort_key=5)

Format: TypeAlias = Literal["text", "gemtext", "html", "menu", "json"]


def main() -> None:
    """Run the command line and leave with its exit code."""
    _streams()
    sys.exit(run(sys.argv[1:]))


def _streams() -> None:
    """Make the standard streams usable.

    One that was closed (`>&-`) is /dev/null, so that no other file takes its number; what the character set of output lacks is written as an escape.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    cast("io.TextIOWrapper", sys.stdout).reconfigure(errors="backslashreplace")


def run(arguments: list[str]) -> int:
    """Run one command; its exit code. Errors are printed as one line each."""
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    try:
        code = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except cyclopts.CycloptsError as error:
        say(f"{_misused(error)} See {' '.join((app.name[0], *(error.command_chain or ()), '--help'))}")
        return UsageError.exit_code
    except BroadsheetError as error:
        say(error.message)
        return error.exit_code
    except (BrokenPipeError, SystemExit):  # its reader has gone (`| head`): nothing more to say; rich, which prints the help, says so by the latter
        unheard(sys.stdout)
        return 0
    except OSError as error:
        if error.filename is not None:  # a name that was given, where no command had more to say of it
            say(f"{error.filename}: {error.strerror}; check the path, and who owns what is on it")
            return CaptureError.exit_code
        if error.errno not in _UNWRITABLE:
            raise
        unheard(sys.stdout)
        say(f"standard output: cannot be written ({error.strerror}); make room, or send it elsewhere")
        return ConfigError.exit_code
    except KeyboardInterrupt:
        return 130
    return code if isinstance(code, int) else 0


def _misused(error: cyclopts.CycloptsError) -> str:
    """What was wrong with the command line, as one sentence of ours where the parser's is about its own insides."""
    if isinstance(error, cyclopts.UnusedCliTokensError) and error.unused_tokens:
        return f"{error.unused_tokens[0]}: one argument too many; a name of several words stands in quotes."
    if isinstance(error, cyclopts.MissingArgumentError) and error.argument is not None and not error.argument.field_info.is_keyword:
        return f"{error.argument.name} is missing."
    return " ".join(str(error).split())


@app.command(group=_PUBLISH, sort_key=1)
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

    Where the archive is empty and no paper was added, it is filled with the sample newspaper first.

    For example:

    - `broadsheet serve`
    - `broadsheet serve --bind 0.0.0.0 --public news.example:70 --gemini off`
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
        return msgspec.structs.replace(settings_of(config, data), **changed)

    process.run(settings(), say=_announce, again=settings)


def _announce(line: str) -> None:
    """One line on standard output; servers do not end because nobody reads any more what they say."""
    try:
        show(line)
    except BrokenPipeError:
        unheard(sys.stdout)


@app.command(group=_READ)
def read(
    *source: Annotated[str, Parameter(allow_leading_hyphen=True, help="A file, an address, a path of the edition (/~/newest), or -.")],
    format: Annotated[Format, Parameter(help="How the page is written.")] = "text",
    width: Annotated[int | None, Parameter(help="Columns, 40 to 120; if not given, text has 75, or a narrower terminal's, and menus 67.")] = None,
    config: ConfigFile = None,
    data: Data = None,
) -> None:
    """Show one page as text: a newspaper's page, a page of your archive's edition or of a Gopher text edition, or an article in our JSON.

    For example:

    - `broadsheet read saved.html`
    - `broadsheet read https://paper.example/article --format json`
    - `broadsheet read /~/newest`
    """
    # What asks the web has libraries that no other command should wait for.
    from . import reader
    from .net import pins

    if width is not None and not 40 <= width <= 120:
        raise UsageError(f"--width: {width} is not between 40 and 120 columns")
    required(source, "name a file, an address, or - for standard input")
    page, *others = source
    if others:
        raise UsageError(f"{others[0]}: read shows one page; extract takes any number of them")
    settings = settings_of(config, data)
    if page.startswith("/") and (page == "/" or not Path(page).exists()) and (settings.data / FILE).exists():
        shown, told = _kept(settings, page)
    else:
        known = configuration.default_data() / pins.FILE if page.lower().startswith("gemini:") else None
        found = reader.found(page, known, say, rules_of(settings))
        is_article = isinstance(found, Article)
        shown = pages.article_page(found) if is_article else pages.front_page(found.page, found.name, found.language, found.address)
        told = model.to_json(found) if is_article else msgspec.json.encode(found.page)
    if format == "json":
        show_json(msgspec.json.format(told, indent=2))
    else:
        setting = Setting(width=width or (columns() if format == "text" else 0), manner=manners.of_terminal(sys.stdout.encoding))
        sys.stdout.write(FORMS[{"gemtext": "gmi"}.get(format, format)].render(pages.addressed(shown) if format == "text" else shown, setting))


def _kept(settings: configuration.Settings, path: str) -> tuple[Page, bytes]:
    """The page of the archive's edition at *path*, where `search` and the pages' links lead; and as JSON."""
    path, _, query = path.partition("?")
    try:
        with sqlite.open_archive(settings.data, write=False) as archive:
            found = pages.answer(pages.mounted(archive, settings.root), path, query)
    except ArchiveError as error:  # who slipped in a file's name has not thought of an archive
        raise ArchiveError(f"{path}: there is no such file, and {error}") from None
    if found.page.status == "missing":
        raise CaptureError(f"{path}: there is no such file, and the edition of {settings.data} has no such page; check the path, or look with `search`")
    return found.page, model.to_json(found.article) if found.article else msgspec.json.encode(found.page)


@app.command(name="search", group=_READ)
def search_(
    *query: Annotated[str, Parameter(help='Words, "phrases", author: tag: section: since: until:')],
    paper: Annotated[str, Parameter(help="Only in the paper of this key.", show_default=False)] = "",
    limit: Annotated[int, Parameter(help="How many articles at most.")] = 20,
    json: Json = False,
    config: ConfigFile = None,
    data: Data = None,
) -> None:
    """Find articles in the archive, best first.

    For example:

    - `broadsheet search drehbrücke`
    - `broadsheet search 'author:"Jonna Ihde" since:2026-03-01' --json`
    """
    text = " ".join(query)
    if not text.strip():
        raise UsageError("search: nothing to look for; give a word, a \"phrase\", or author: tag: section: since: until:")
    for name in search.strange(text):
        say(f"search: {name}: is no field, and was taken for words; there are author: tag: section: since: until:")
    if limit < 1:
        raise UsageError(f"--limit: {limit} is less than one article")
    settings = settings_of(config, data)
    with sqlite.open_archive(settings.data, write=False) as archive:
        if paper:
            known_paper(archive, paper)
        found = archive.search(search.parse(text), paper=paper, limit=min(limit, sys.maxsize))  # no archive has more
        edition = pages.mounted(archive, settings.root)
        paths = [pages.article_path(edition, head) for head in found.heads]
    if json:
        listed = [_listed(head, path) for head, path in zip(found.heads, paths, strict=True)]
        show_json(msgspec.json.encode({"query": text, "total": found.total, "articles": listed}))
        return
    width = room()
    manner = manners.of_terminal(sys.stdout.encoding)
    for head, path in zip(found.heads, paths, strict=True):
        written = manners.letters(manner, head.language) if manner else str
        title = written(marks.named(head.kicker, head.headline))
        lines = [*_indented(title, width, f"{head.day or 'undated   '}  "), f"{_INDENT}{path}"]
        lines += _indented(written(head.teaser), width, _INDENT) if head.teaser else []
        sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.write(f"{found.total} found\n" if found.total <= limit else f"{found.total} found, the best {limit} shown\n")


def _indented(text: str, width: int, first: str) -> list[str]:
    """*text* behind *first*, in lines that fit *width*."""
    return [line.rstrip(" ") for line in wrap(text, width, first=first, rest=_INDENT)]


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


app.command(cli_pages.extract, group=_DATA)
app.command(cli_pages.import_, name="import", group=_PUBLISH)
app.command(cli_check.check, group=_ELSE)
app.command(cli_site.show, name="site", group=_KEEP)
app.command(cli_export.export, group=_PUBLISH)
app.command(cli_gather.add, group=_PUBLISH, sort_key=2)
app.command(cli_gather.list_, name="list", group=_PUBLISH)
app.command(cli_gather.remove, group=_PUBLISH)
app.command(cli_gather.fetch, group=_PUBLISH)
app.command(cli_keep.health, group=_KEEP)
app.command(cli_keep.reread, group=_KEEP)
app.command(cli_keep.withdraw, group=_KEEP)
app["--help"].group = app["--version"].group = (_ELSE,)


@app.command(group=_ELSE)
def version() -> None:
    """Print the version."""
    sys.stdout.write(f"broadsheet {__version__}\n")


@app.command(group=_DATA)
def schema() -> None:
    """Print the JSON Schema of an article, as `read --format json` and `extract` write it."""
    show_json(msgspec.json.format(msgspec.json.encode(model.json_schema()), indent=2))
