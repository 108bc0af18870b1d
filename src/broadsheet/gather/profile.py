"""`papers/NAME.toml` in, a `Profile` out, and back: what is gathered of a paper, in a few lines that a person can change.

```toml
name = "Der Bote"
address = "https://bote.example/"
language = "de"
timezone = "Europe/Berlin"
feeds = ["https://bote.example/rss"]
sitemaps = ["https://bote.example/news.xml"]
articles = ["/*/~-#.html"]            # addresses of articles, see `pattern`

[sections]                            # in the paper's order
"Politik" = "https://bote.example/politik/"
```

Also understood: `pace` (seconds between two requests to a host), `since` (a day: how far back sitemaps are read), `description`, `permission`.
A key that is not known is an error: a setting that does nothing misleads. The file's name is the paper's key.
"""

import datetime
import os
import re
import zoneinfo
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from .. import address as addresses
from .. import filing, toml
from ..errors import ConfigError, remedy
from ..model import Paper
from ..net.pace import PACE
from ..text import clean
from .pattern import is_usable

FOLDER = "papers"
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LARGEST = 1 << 20  # bytes of a file


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What is gathered of a paper. *key* is its name in the edition's addresses; *articles* are patterns; *since* is a day in ISO 8601 or "".

    *edited* is when its file was changed last, in seconds since 1970, 0 where it is in none.
    """

    key: str
    name: str
    address: str
    language: str = ""
    timezone: str = "UTC"
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    pace: float = PACE
    since: str = ""
    description: str = ""
    permission: str = ""
    edited: float = 0.0

    def lists(self) -> tuple[str, ...]:
        """The addresses of all its lists: front page, feeds, sitemaps, sections."""
        return (self.address, *self.feeds, *self.sitemaps, *(address for _, address in self.sections))

    def paper(self) -> Paper:
        """The paper as the archive knows it."""
        return Paper(
            key=self.key,
            name=self.name,
            address=self.address,
            language=self.language,
            timezone=self.timezone,
            sections=tuple(name for name, _ in self.sections),
            description=self.description,
            permission=self.permission,
        )


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    address: str
    language: str = ""
    timezone: str = "UTC"
    feeds: list[str] = []
    sitemaps: list[str] = []
    articles: list[str] = []
    sections: dict[str, str] = {}
    pace: float = PACE
    since: Any = ""  # a date of TOML, or a string that is one
    description: str = ""
    permission: str = ""


def is_key(key: str) -> bool:
    """Whether *key* can be a paper's: lower-case ASCII letters, digits, single hyphens."""
    return len(key) <= 60 and _KEY.fullmatch(key) is not None


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """All time zones; to look for them takes longer than to read a profile."""
    return frozenset(zoneinfo.available_timezones())


def is_zone(name: str) -> bool:
    """Whether *name* is a time zone's in IANA's list."""
    return name in _zones()


def path(data: Path, key: str) -> Path:
    """Where the profile of the paper *key* lies in the folder *data*."""
    return data / FOLDER / f"{key}.toml"


def read(file: Path) -> Profile:
    """The profile in *file*; `ConfigError` names the file, the key and what it takes."""
    where = clean(str(file))
    if not is_key(file.stem):
        raise ConfigError(f"{where}: the file's name is the paper's key: lower-case letters, digits and hyphens")
    try:
        with file.open("rb") as stream:
            data, edited = stream.read(_LARGEST + 1), os.fstat(stream.fileno()).st_mtime
    except FileNotFoundError:
        raise ConfigError(f"{where}: there is no such profile; `broadsheet list` names those that there are, `broadsheet add URL` makes one") from None
    except OSError as error:
        raise ConfigError(f"{where}: cannot be read ({error.strerror}); check who owns it") from None
    if len(data) > _LARGEST:
        raise ConfigError(f"{where}: is larger than {_LARGEST >> 20} MB, which no profile is; shorten its lists, or see whether it is another file")
    found = toml.read(data, _File, where, "docs/papers.md lists the keys")
    home = _web(where, "address", found.address, "")
    if not is_zone(found.timezone):
        raise ConfigError(f"{where}: timezone = {found.timezone!r}: give an IANA name like Europe/Berlin")
    if not 0.001 <= found.pace <= 86400:
        raise ConfigError(f"{where}: pace = {found.pace!r}: give the seconds between two requests to a host, from 0.001 to 86400")
    for pattern in found.articles:
        if not is_usable(pattern):
            raise ConfigError(f"{where}: articles: {clean(pattern)[:80]!r} is no pattern of addresses; give one like /*/*-#.html")
    return Profile(
        key=file.stem,
        name=clean(found.name) or file.stem,
        address=home,
        language=clean(found.language),
        timezone=found.timezone,
        feeds=tuple(_web(where, "feeds", each, home) for each in found.feeds),
        sitemaps=tuple(_web(where, "sitemaps", each, home) for each in found.sitemaps),
        articles=tuple(clean(each) for each in found.articles),
        sections=tuple((clean(name), _web(where, "sections", each, home)) for name, each in found.sections.items()),
        pace=float(found.pace),
        since=_day(where, found.since),
        description=clean(found.description),
        permission=clean(found.permission),
        edited=edited,
    )


def _web(where: str, key: str, text: str, base: str) -> str:
    """The absolute web address that *text* means."""
    address = addresses.absolute(text, base)
    if not address.startswith(("http://", "https://")):
        raise ConfigError(f"{where}: {key}: {clean(text)[:80]!r} is no web address; give one like https://paper.example/")
    return address


def _day(where: str, value: object) -> str:
    """A day in ISO 8601."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    try:
        return datetime.date.fromisoformat(str(value)).isoformat() if value != "" else ""
    except ValueError:
        raise ConfigError(f"{where}: since = {clean(str(value))[:40]!r}: give a day like 2024-12-03") from None


def files(data: Path) -> list[Path]:
    """The files of the profiles in the folder *data*, by key."""
    return sorted((data / FOLDER).glob("*.toml"))


def readable(data: Path, say: Callable[[str], object]) -> list[Profile]:
    """The profiles in the folder *data* that can be read; *say* is told what is wrong with another, which keeps no paper from being gathered."""
    found: list[Profile] = []
    for file in files(data):
        try:
            found.append(read(file))
        except ConfigError as error:
            say(error.message)
    return found


def text(profile: Profile) -> str:
    """*profile* as it is written to its file."""
    lines = [
        "# A paper that Broadsheet gathers. Every line may be changed; docs/papers.md says what each means.",
        f"name = {_quoted(profile.name)}",
        f"address = {_quoted(profile.address)}",
        f"language = {_quoted(profile.language)}",
        f"timezone = {_quoted(profile.timezone)}",
        f"feeds = {_listed(profile.feeds)}",
        f"sitemaps = {_listed(profile.sitemaps)}",
        "# Addresses of articles: * is anything within a step, # a number, ~ words joined by hyphens, ** anything at all.",
        f"articles = {_listed(profile.articles)}",
    ]
    if profile.pace != PACE:
        lines.append(f"pace = {profile.pace!r}")
    if profile.since:
        lines.append(f"since = {profile.since}")
    lines += [f"{name} = {_quoted(value)}" for name in ("description", "permission") if (value := getattr(profile, name))]
    if profile.sections:
        lines += ["", "# In the paper's own order.", "[sections]"]
        lines += [f"{_quoted(name)} = {_quoted(address)}" for name, address in profile.sections]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    """A basic string of TOML: that of JSON, for text without control characters."""
    return msgspec.json.encode(value).decode()


def _listed(values: tuple[str, ...]) -> str:
    """A list of strings, one a line where there are several."""
    if len(values) < 2:
        return f"[{''.join(map(_quoted, values))}]"
    return "[\n" + "".join(f"    {_quoted(value)},\n" for value in values) + "]"


def write(data: Path, profile: Profile) -> Path:
    """Write *profile* to its file, which takes its name only when it is complete; the file's path."""
    file = path(data, profile.key)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        filing.put(file, text(profile).encode(), 0o644)
    except OSError as error:
        todo = remedy(error, "check who owns the folder, or give another with --data")
        raise ConfigError(f"{clean(str(file))}: cannot be written ({error.strerror}); {todo}") from None
    return file
