"""A folder of FiveFilters site configs in, the rules for an address out. The folder is the user's; we ship none.

`example.com.txt` is for example.com and www.example.com, `.example.com.txt` for every other host below it; a folder `custom` in it goes first. What
both folders have for a host is joined, and `global.txt` is for all hosts, behind that.
"""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from .. import siteconfig
from ..address import host
from ..errors import ConfigError
from ..knowledge import Knowledge
from ..model import Capture
from ..siteconfig import SiteConfig

_ALL = "global.txt"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")


class SiteConfigs:
    """The files in *folder*, each read when a page of its host is. `ConfigError` where there is no such folder, or nothing that evaluates XPath."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise ConfigError(f"{folder}: site_configs is no folder; name the one with files like example.com.txt in it")
        if find_spec("lxml") is None:
            raise ConfigError(f"{folder}: site configs are written in XPath, which needs lxml; install it (pip install lxml), or take site_configs out")
        self._folder = folder
        self._known: dict[str, SiteConfig | None] = {}

    def of(self, address: str) -> SiteConfig | None:
        """The rules for the page at *address*, None where no file has any; `ConfigError` where its file cannot be read."""
        name = host(address)
        if not _HOST.fullmatch(name):
            return None
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def headers(self, address: str) -> Mapping[str, str]:
        """The headers that go with a request for the page at *address*, and with one for no other host."""
        rules = self.of(address)
        return dict(rules.headers) if rules else {}

    def known(self, capture: Capture) -> Knowledge | None:
        """What extraction is to know of the page of *capture* where nothing is learned of sites: the rules for it, None where no file has any."""
        rules = self.of(capture.address)
        return Knowledge(rules=rules) if rules else None

    def _read(self, name: str) -> SiteConfig | None:
        """The rules for the host *name*: of its closest file in each folder, then of those for all sites, each behind the ones before it."""
        found: SiteConfig | None = None
        for names in (siteconfig.file_names(name), (_ALL,)):
            for folder in (self._folder / "custom", self._folder):
                more = next((rules for each in names if (rules := _rules(folder / each)) is not None), None)
                found = found.with_more(more) if found and more else found or more
        return found


def _rules(file: Path) -> SiteConfig | None:
    """The rules in *file*, None where there is no such file."""
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            return siteconfig.parse(opened.read(siteconfig.LARGEST), file.name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}); mend it, or take it out of the folder") from None
