"""A folder of pages in, what stands beside them out: the address and time of each page, and the paper they are of.

A manifest is a file `captures.jsonl` (or `truth.jsonl`) in a page's folder or the one above it, one JSON object a line:

    {"id": "politik/haushalt", "url": "https://paper.example/politik/haushalt", "crawled": "2024-12-03T18:00:00Z"}

*id* is the page's file name, with its path below the manifest's folder or without, with its ending or without. *crawled* is the time of capture in
ISO 8601 (in UTC where it names no zone). Both *url* and *crawled* may be left out, other keys are not looked at.

A paper is a file `paper.toml` in a folder of pages, or above it, with the keys `key`, `name`, `address`, and, if wanted, `language`, `timezone`,
`sections`, `description`, `permission`. Sections are names, or tables with a `name`. Keys that are not known here belong to later versions.
"""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from .. import address as addresses
from .. import toml
from ..errors import ConfigError
from ..model import Paper
from ..text import clean
from .profile import is_key, is_zone

NAMES = ("captures.jsonl", "truth.jsonl")
PAPER = "paper.toml"
_ENDING = re.compile(r"(\.(?:x?html?|mhtml?|webarchive))?(\.gz)?$", re.IGNORECASE)
_LONGEST = 16 << 20  # bytes of one line


class Entry(msgspec.Struct, frozen=True):
    """What a manifest says of a page; "" for what it does not say."""

    address: str = ""
    time: str = ""


class _Line(msgspec.Struct):
    id: str
    url: str = ""
    crawled: str = ""


class Manifests:
    """The manifests of the folders that were asked for, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, Entry]] = {}
        self._problems: list[tuple[str, str]] = []

    def entry(self, page: Path) -> Entry:
        """What the manifest beside or above *page* says of it."""
        for folder in (page.parent, page.parent.parent):
            if folder not in self._read:
                self._read = {known: entries for known, entries in self._read.items() if known in page.parents}
                self._read[folder] = self._load(folder)
            entries = self._read[folder]
            if entries:
                path = page.relative_to(folder).as_posix()
                for name in (path, _ENDING.sub("", path), page.name, _ENDING.sub("", page.name)):
                    if name in entries:
                        return entries[name]
        return Entry()

    def problems(self) -> Iterator[tuple[str, str]]:
        """Manifests that could not be read since this was asked last: path and message."""
        while self._problems:
            yield self._problems.pop(0)

    def _load(self, folder: Path) -> dict[str, Entry]:
        """The entries of the manifest in *folder*, none where there is no manifest."""
        for name in NAMES:
            file = folder / name
            entries: dict[str, Entry] = {}
            number, wrong, first = 0, 0, ""
            source = clean(str(file))
            try:
                with file.open("rb") as lines:
                    while line := lines.readline(_LONGEST):
                        number += 1
                        try:
                            if line.strip():
                                read = msgspec.json.decode(line, type=_Line)
                                entries[read.id] = Entry(addresses.absolute(read.url), time(read.crawled))
                        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                            wrong += 1
                            first = first or f"{source}, line {number}: not a manifest's line ({error})"
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                self._problems.append((source, f"{source}: cannot be read ({error.strerror}); the pages are read by as much of it as could be"))
            if wrong:
                others = f", nor are {wrong - 1} more" if wrong > 1 else ""
                self._problems.append((source, f"{first}{others}; the pages are read by its other lines"))
            return entries
        return {}


def time(text: str) -> str:
    """*text* as ISO 8601 in UTC, "" where it is no time."""
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat().replace("+00:00", "Z")


class _Section(msgspec.Struct):
    name: str


class _Paper(msgspec.Struct, kw_only=True):
    key: str
    name: str
    address: str
    language: str = ""
    timezone: str = "UTC"
    sections: list[str | _Section] = []
    description: str = ""
    permission: str = ""


def paper(file: Path) -> Paper:
    """The paper that *file* (`paper.toml`) describes; `ConfigError` names the file, the key and what it takes."""
    where = clean(str(file))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{where}: cannot be read ({error.strerror}); check who owns it") from None
    read = toml.read(data, _Paper, where, "it takes key, name, address, language, timezone, sections, description, permission")
    address = addresses.absolute(read.address)
    if not is_key(read.key):
        raise ConfigError(f"{where}: key = {read.key[:80]!r}: give at most 60 lower-case letters, digits and hyphens, like hafenbote")
    if not address.startswith("http"):
        raise ConfigError(f"{where}: address = {read.address!r}: give the paper's full address, like https://paper.example/")
    if not is_zone(read.timezone):
        raise ConfigError(f"{where}: timezone = {read.timezone!r}: give an IANA name like Europe/Berlin")
    sections = (section if isinstance(section, str) else section.name for section in read.sections)
    return Paper(
        key=read.key,
        name=clean(read.name),
        address=address,
        language=clean(read.language),
        timezone=read.timezone,
        sections=tuple(map(clean, sections)),
        description=clean(read.description),
        permission=clean(read.permission),
    )


def papers(paths: Iterable[str | Path]) -> Iterator[Paper]:
    """The papers that the folders *paths*, those below them, and those above pages that are named one by one describe."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        folders = [path.parent] if path.is_file() else [path]
        folders += [folders[0].absolute().parent]
        for folder in (*folders, *(Path(found) for found, _, _ in os.walk(path))):
            file = folder.absolute() / PAPER
            if file not in seen:
                seen.add(file)
                if file.is_file():
                    yield paper(file)
