"""A selection of an archive's articles in, a file or a folder to take away out: the command `export`."""

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter

from . import config as configuration
from . import export as forms
from . import pages
from .archive import sqlite
from .errors import ConfigError
from .labels import count

Form: TypeAlias = Literal["text", "mbox", "jsonl"]


def export(
    form: Annotated[Form, Parameter(help="What to make.", show_default=False)],
    /,
    *,
    paper: Annotated[str, Parameter(help="The paper of this key [default: the only one, or the one at /].", show_default=False)] = "",
    day: Annotated[str, Parameter(help="The paper of a day, YYYY-MM-DD.", show_default=False)] = "",
    section: Annotated[str, Parameter(help="A section, by its name.", show_default=False)] = "",
    topic: Annotated[str, Parameter(help="A topic, by its name.", show_default=False)] = "",
    search: Annotated[str, Parameter(help="What this query finds.", show_default=False)] = "",
    output: Annotated[
        Path | None, Parameter(name=("--output", "-o"), allow_leading_hyphen=True, help="Where it is written; - is standard output.", show_default=False)
    ] = None,
    config: Annotated[Path | None, Parameter(help="Configuration file (broadsheet.toml).", show_default=False)] = None,
    data: Annotated[Path | None, Parameter(help="Folder of the archive.", show_default=False)] = None,
) -> None:
    """Write articles of the archive to a file: a day, a section, a topic, a search, or a whole paper.

    Examples: `broadsheet export text --day 2026-03-05` · `broadsheet export mbox --topic Stadtrat -o stadtrat.mbox`
    """
    settings = configuration.load(config)
    with closing(sqlite.open_archive(data.expanduser() if data else settings.data, write=False)) as archive:
        wanted = forms.Wanted(paper=paper, day=day, section=section, topic=topic, search=search)
        selection = forms.select(pages.mounted(archive, settings.root), wanted)
        made = forms.FILES[form]
        if output == Path("-") or (output is None and form in {"text", "jsonl"}):
            for part in made.write(selection):
                sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
            return
        target = output or Path(selection.name + made.suffix)
        _write(target, made.write(selection))
        sys.stderr.write(f"{target}: {count('en', 'articles', len(selection.heads))}\n")


def _write(target: Path, parts: Iterable[bytes]) -> None:
    """The file at *target*, which takes its name only when it is complete."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            for piece in parts:
                file.write(piece)
        part.replace(target)
    except OSError as error:
        raise ConfigError(f"--output {target}: cannot be written ({error.strerror}); name a file in a folder that you may write to") from None
    finally:
        part.unlink(missing_ok=True)
