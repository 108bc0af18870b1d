"""A selection of an archive's articles in, a file or a folder to take away out: the command `export`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter

from . import pages
from .address import is_plain
from .archive import sqlite
from .cli_common import ConfigFile, Data, report, settings_of, whole
from .errors import ConfigError, UsageError, remedy
from .labels import count

Form: TypeAlias = Literal["epub", "tree", "text", "mbox", "jsonl"]


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
    root: Annotated[str, Parameter(help="Of a tree: where it lies on a Gopher server [default: /].", show_default=False)] = "",
    config: ConfigFile = None,
    data: Data = None,
) -> None:
    """Write articles of the archive to a file, or to a folder that any static server serves: a day, a section, a topic, a search, or a whole paper.

    For example:

    - `broadsheet export epub --day 2026-03-05`
    - `broadsheet export mbox --topic Stadtrat -o stadtrat.mbox`
    - `broadsheet export tree -o /srv/paper`
    """
    from . import export as forms

    if root and (form not in forms.FOLDERS or not is_plain(f"/{root.strip('/')}")):
        raise UsageError(f"--root {root}: belongs to a tree, and takes a path of letters, digits, and / - _ . ! ~, as /paper")
    if form in forms.FOLDERS and output == Path("-"):
        raise UsageError("--output -: a tree is a folder of many files; name a folder")
    settings = settings_of(config, data)
    with sqlite.open_archive(settings.data, write=False) as archive:
        wanted = forms.Wanted(paper=paper, day=day, section=section, topic=topic, search=search)
        selection = forms.select(pages.mounted(archive, settings.root), wanted)
        if form in forms.FOLDERS:
            target = output or Path(selection.name)
            place = f"/{root.strip('/')}" if root.strip("/") else ""
            written, same = _fill(target, forms.FOLDERS[form](selection, place))
            report(f"{target}: {count('en', 'articles', len(selection.heads))}, {written} files written, {same} unchanged")
            return
        made = forms.FILES[form]
        if output == Path("-") or (output is None and form in {"text", "jsonl"}):
            for part in made.write(selection):
                sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
            return
        target = output or Path(selection.name + made.suffix)
        _write(target, made.write(selection))
        report(f"{target}: {count('en', 'articles', len(selection.heads))}")


def _fill(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[int, int]:
    """Write the *files* that are not in *folder* as they are now, each whole or not at all; how many were written, how many stood there."""
    written = same = 0
    for name, data in files:
        target = folder / name
        try:
            if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
                same += 1
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            todo = remedy(error, "name a folder that you may write to")
            raise ConfigError(f"--output {folder}: {name} cannot be written ({error.strerror}); {todo}") from None
        _write(target, (data,))
        written += 1
    return written, same


def _write(target: Path, parts: Iterable[bytes]) -> None:
    """The file at *target*, which takes its name only when it is complete."""
    with whole(target) as file:
        for piece in parts:
            file.write(piece)
