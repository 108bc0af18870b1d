"""Pages as they were read in, what is known of their sites out: the memory of `knowledge` while pages are read, and its way to the archive.

Extraction is handed what was known when the page's turn came; what the page shows is learned when it has been read, in the order of the pages. So the
first pages of a new paper are read with nothing known, and several processes may know a few pages less than one would.

An article that the archive has already, with the text that it has without what was learned, stays as it is: that a standing text went is no change of
the article, and no version. Reading the archive's pages again is what takes it out of those.
"""

from pathlib import Path

import msgspec

from . import address as addresses
from .archive import Archive
from .archive.wording import fingerprint
from .errors import ExtractionError
from .gather.siteconfigs import SiteConfigs
from .knowledge import Knowledge, learn, learn_list
from .model import Article, Capture
from .workers import Extracted

_EVERY = 50  # articles of one site after which what is known is stored; what an end by force loses is learned again
_LISTING = frozenset({"list-page"})


class Learning:
    """What is known of the sites of the pages that are being read; *site_configs* is the user's folder of rules for sites, "" for none.

    `ConfigError` where the folder cannot be used.
    """

    def __init__(self, archive: Archive, site_configs: str = "") -> None:
        self._archive = archive
        self._configs = SiteConfigs(Path(site_configs)) if site_configs else None
        self._known: dict[str, Knowledge] = {}
        self._acting: dict[str, Knowledge] = {}
        self._unsaved: dict[str, int] = {}

    def of(self, capture: Capture) -> Knowledge | None:
        """What extraction is to know of the site of *capture*, None where that is nothing."""
        host = addresses.site(capture.address)
        if not host:
            return None
        if host not in self._acting:
            self._acting[host] = self._of(host).acting()
        acting, rules = self._acting[host], self._configs.of(capture.address) if self._configs else None
        if rules is not None:
            return msgspec.structs.replace(acting, rules=rules)
        return acting if acting.articles else None

    def _of(self, host: str) -> Knowledge:
        """All that is known of *host*."""
        if host not in self._known:
            self._known[host] = self._archive.sites.of(host)
        return self._known[host]

    def see(self, page: Extracted) -> None:
        """Learn from a page that was read."""
        host = addresses.site(page.capture.address) if page.capture else ""
        if not host or page.capture is None:
            return
        before = self._of(host)
        if page.observation is not None:
            known = learn(before, page.observation)
        elif isinstance(page.found, ExtractionError) and page.found.reason in _LISTING:
            known = learn_list(before, page.capture.address)
        else:
            return
        if known is before:
            return
        self._known[host] = known
        self._acting.pop(host, None)
        self._unsaved[host] = self._unsaved.get(host, 0) + 1
        if self._unsaved[host] >= _EVERY:
            self._save(host)

    def chosen(self, paper: str, address: str, page: Extracted) -> Article | None:
        """The article of *page* as it is without what was learned, where the archive has that text under *address* of *paper*; else None."""
        if page.unaided is None:
            return None
        head = self._archive.find(paper, address)
        stored = self._archive.article(head.id) if head else None
        return page.unaided if stored is not None and fingerprint(stored) == fingerprint(page.unaided) else None

    def save(self) -> None:
        """Store what was learned since it was stored last."""
        for host in list(self._unsaved):
            self._save(host)

    def _save(self, host: str) -> None:
        self._archive.sites.put(host, self._known[host])
        del self._unsaved[host]
