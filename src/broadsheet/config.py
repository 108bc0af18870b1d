"""`broadsheet.toml` and the command line in, `Settings` out.

```toml
data = "/var/lib/broadsheet"     # where the archive lies
root = "hafenbote"               # the paper that is mounted at `/`
bind = "127.0.0.1"               # the address to listen on
public = "news.example"          # the name that menus and certificates carry
log = "access.log"               # the access log; "-" is standard error
metrics = 9100                   # figures for Prometheus, on this machine alone
site_configs = "ftr"             # a folder of FiveFilters site configs
workers = 2                      # processes that serve
gather = true                    # whether `serve` gathers the papers that were added

[gopher]                         # likewise [gemini] and [web]
port = 7070                      # or "off"
public_port = 70                 # where a proxy or port forwarding stands before it
width = 72                       # [gopher] alone: columns of menus and texts
hyphenate = true                 # [gopher] alone: long words at a line's end are parted

[archive]                        # what is kept of pages as they came; articles are always kept
captures = "20 GB"               # the most that they may take: the oldest go first
days = 730                       # and for how long they are kept

[net]                            # how papers are asked
contact = "mailto:desk@news.example"   # whom a paper may write to: it stands in every request
allow_private = false            # true opens loopback and private networks: for tests and intranets

[proxy]                          # other people's Gopher holes and capsules in a browser
on = true                        # off where this is not said
deny = ["*.example"]             # docs/proxy.md has the other keys
```

Every key may be left out. A key that is not known is an error: a setting that does nothing misleads.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import msgspec

from . import toml
from .errors import ConfigError
from .text import clean

OPENED = (
    "allow_private is on: this machine and private networks are asked, too, wherever a page, a feed or a redirect leads; "
    "only for tests and intranets, never where others may add papers"
)
"""What is said aloud where private networks are open."""

Port = int | Literal["off"]
WORKERS = 64


def default_data() -> Path:
    """The folder of the archive where nobody names one (XDG Base Directory Specification: `$XDG_DATA_HOME/broadsheet`)."""
    home = os.environ.get("XDG_DATA_HOME", "")
    if Path(home).is_absolute():
        return Path(home) / "broadsheet"
    try:
        return Path.home() / ".local" / "share" / "broadsheet"
    except RuntimeError:
        raise ConfigError("this user has no home folder, and so no place for an archive; set XDG_DATA_HOME to a folder of theirs") from None


class Proxy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The proxy's settings, as they stand in `[proxy]`. *allow* and *deny* list hosts, *largest* is in MiB, *seconds* is for a whole answer.

    *connections* at the same time in all, *per_client* of one reader; *rate*: questions of one reader a minute.
    """

    on: bool = False
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    ports: tuple[Annotated[int, msgspec.Meta(ge=1, le=65535)], ...] = (70, 1965, 7070)
    largest: Annotated[int, msgspec.Meta(ge=1, le=4096)] = 64
    seconds: Annotated[int, msgspec.Meta(ge=5, le=3600)] = 300
    connections: Annotated[int, msgspec.Meta(ge=1, le=1024)] = 32
    per_client: Annotated[int, msgspec.Meta(ge=1, le=1024)] = 4
    rate: Annotated[int, msgspec.Meta(ge=1, le=6000)] = 60
    allow_private: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How the process runs. A protocol's port is None where it is off; its public port is what readers' programs connect to.

    *log* is the access log's file, "-" for standard error, "" for none; *metrics* the port of the figures, None where they are off; *width* the
    columns of Gopher's menus and texts, 0 for each form's own; *hyphenate* whether the words of texts are parted. *site_configs* is a
    folder of FiveFilters site configs, "" for none. *captures* (bytes) and *days* bound the pages
    that are kept as they came; 0: nothing does.
    """

    data: Path
    bind: str = "127.0.0.1"
    public: str = "localhost"
    gopher: int | None = 7070
    gemini: int | None = 1965
    web: int | None = 8080
    gopher_public: int | None = None
    gemini_public: int | None = None
    web_public: int | None = None
    root: str = ""
    log: str = ""
    metrics: int | None = None
    workers: int = 1
    width: int = 0
    hyphenate: bool = False
    gather: bool = True
    contact: str = ""
    allow_private: bool = False
    site_configs: str = ""
    proxy: Proxy = Proxy()
    captures: int = 0
    days: int = 0


class _Server(msgspec.Struct, forbid_unknown_fields=True):
    port: Port | msgspec.UnsetType = msgspec.UNSET
    public_port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | msgspec.UnsetType = msgspec.UNSET


class _Gopher(_Server):
    width: Annotated[int, msgspec.Meta(ge=40, le=120)] | msgspec.UnsetType = msgspec.UNSET
    hyphenate: bool = False


class _Archive(msgspec.Struct, forbid_unknown_fields=True):
    captures: int | str = 0
    days: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0


class _Net(msgspec.Struct, forbid_unknown_fields=True):
    contact: str = ""
    allow_private: bool = False


class _File(msgspec.Struct, forbid_unknown_fields=True):
    data: str = ""
    root: str = ""
    bind: str = ""
    public: str = ""
    log: str = ""
    metrics: Port = "off"
    workers: Annotated[int, msgspec.Meta(ge=1, le=WORKERS)] = 1
    gather: bool = True
    site_configs: str = ""
    gopher: _Gopher = msgspec.field(default_factory=_Gopher)
    gemini: _Server = msgspec.field(default_factory=_Server)
    web: _Server = msgspec.field(default_factory=_Server)
    archive: _Archive = msgspec.field(default_factory=_Archive)
    net: _Net = msgspec.field(default_factory=_Net)
    proxy: Proxy = Proxy()


def port(text: str | int, name: str) -> int | None:
    """A port as people write it: 1 to 65535, 0 for any free one, or `off` (None)."""
    if text == "off":
        return None
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 65535:
        raise ConfigError(f"{name}: {str(text)[:40]!r} is no port; give a number from 0 to 65535, or off")
    return number


# A number whose unit was forgotten would throw all pages away but the newest.
_LEAST = 1_000_000
_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)\s*([KMGT]?)i?B?", re.IGNORECASE)
_MOST = 10**18  # an exabyte: what no disk holds is a mistake, and SQLite counts no further than nine of them


def size(text: str | int, name: str) -> int:
    """Bytes as people write them: `500 MB`, `20 GB`, `1.5TB` (powers of 1000), or a plain number."""
    found = _SIZE.fullmatch(str(text).strip())
    if found is None or (isinstance(text, int) and text < 0):
        raise ConfigError(f"{name}: {str(text)[:40]!r} is no size; give one like \"20 GB\" or \"500 MB\", or 0 for no bound")
    number = int(float(found[1]) * 1000 ** " KMGT".index(found[2].upper() or " "))
    if 0 < number < _LEAST:
        raise ConfigError(f"{name}: {str(text)[:40]!r} is {number} bytes, which holds no page; give a size like \"20 GB\" or \"500 MB\"")
    if number > _MOST:
        raise ConfigError(f"{name}: {str(text)[:40]!r} is more than any disk holds; give a size like \"20 GB\", or 0 for no bound")
    return number


def placed(path: Path, name: str, folder: Path = Path()) -> Path:
    """The *path* that *name* (an option, a key) gives: `~` is this user's home, what is relative lies in *folder*; `ConfigError` for what is no path."""
    try:
        if "\0" not in str(path):
            return folder / path.expanduser()
    except RuntimeError:  # no such user, or one without a home
        pass
    raise ConfigError(f"{name}: {clean(str(path))[:200]!r} leads nowhere: there is no such home folder; give the whole path, from /")


def load(path: Path | None) -> Settings:
    """The settings of the file at *path*, or the defaults where it is None; `ConfigError` says the file, the key and what it takes."""
    if path is None:
        return Settings(data=default_data())
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); name a readable file with --config") from None
    file = toml.read(data, _File, str(path), "docs/reference.md lists the keys")
    given: dict[str, Any] = {key: getattr(file, key) for key in ("root", "bind") if getattr(file, key)}
    if file.public:
        given["public"], given["gopher_public"] = public_name(file.public, f"{path}: public")
    given |= {"contact": _contact(path, file.net.contact), "allow_private": file.net.allow_private, "proxy": file.proxy}
    given |= {"metrics": port(file.metrics, f"{path}: metrics"), "workers": file.workers, "gather": file.gather}
    given |= {"width": file.gopher.width or 0, "hyphenate": file.gopher.hyphenate}
    given |= {"captures": size(file.archive.captures, f"{path}: archive.captures"), "days": file.archive.days}
    if file.site_configs:
        given["site_configs"] = str(placed(Path(file.site_configs), f"{path}: site_configs", path.parent).absolute())
    if file.log:
        given["log"] = file.log if file.log == "-" else str(placed(Path(file.log), f"{path}: log", path.parent).absolute())
    for name in ("gopher", "gemini", "web"):
        server = cast("_Server", getattr(file, name))
        if server.port is not msgspec.UNSET:
            given[name] = port(server.port, f"{path}: {name}.port")
        if server.public_port is not msgspec.UNSET:
            given[f"{name}_public"] = server.public_port
    data = placed(Path(file.data), f"{path}: data", path.parent) if file.data else default_data()
    return Settings(data=data, **given)


def _contact(path: Path, text: str) -> str:
    """An address for papers to write to, as it stands in a header."""
    if len(text) > 200 or not text.isascii() or not text.isprintable() or any(mark in text for mark in "()\\"):
        raise ConfigError(f"{path}: net.contact: {text[:60]!r} cannot stand in a request; give an address like mailto:desk@news.example")
    return text


def public_name(text: str, said: str = "--public") -> tuple[str, int | None]:
    """`HOST` or `HOST:PORT`, given as *said*, as host and Gopher port (None where none is named); IPv6 addresses stand in brackets."""
    name, colon, number = text.rpartition(":")
    if not colon or text.endswith("]"):
        name, number = text, ""
    in_brackets = name.startswith("[") and name.endswith("]")
    if ":" in name and not in_brackets:
        raise ConfigError(f"{said}: {text[:60]!r} may mean an address or an address and a port; an IPv6 address stands in brackets, like [2001:db8::1]:70")
    name = name[1:-1] if in_brackets else name
    try:
        ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_name = ""
    if not ascii_name or len(ascii_name) > 253 or any(not (c.isalnum() or c in ".-:_") for c in ascii_name):
        raise ConfigError(f"{said}: {text[:60]!r} is no host name; give one like news.example or news.example:70")
    return ascii_name, port(number, said) if number else None
