"""Captures in, an archive with their articles out: the loop gather → extract → archive.

A page belongs to the paper whose host it is on (`www.`, `m.`, `amp.` and the like are the same paper); where there is none, one is made from the
page. The page at a paper's root is its front page, every other an article. What becomes neither is kept as a refusal, with a reason:

| reason | |
|---|---|
| those of `extract` and of `workers` | the page holds no article, or could not be read within its limits |
| `no-address` | neither the page nor a manifest says where it was published |
| `withdrawn` | the article was withdrawn, and is not stored again |
| `unreadable` | the file could not be read; these count as failed |
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec

from . import address as addresses
from .address import site
from .archive import Archive, Refusal
from .archive.moments import UNKNOWN, moment, now
from .errors import BroadsheetError, CaptureError, ExtractionError, WithdrawnError
from .gather import files, manifest
from .learning import Learning
from .model import Article, Capture, FrontPage, Paper
from .text import clean, slug
from .workers import LIMITS, Extracted, Limits, extract_all
from .zones import zone_of

__all__ = ["Done", "Limits", "Summary", "extract_all", "import_captures", "import_paths", "import_sample"]

SAMPLE = "https://hafenbote.example/"
"""The sample newspaper's address."""

Outcome: TypeAlias = Literal["new", "changed", "same", "front", "refused", "failed"]


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one page: *article* is its id in the archive (0: none), *reason* and *message* say why it was refused or failed."""

    source: str
    address: str = ""
    outcome: Outcome
    paper: str = ""
    article: int = 0
    reason: str = ""
    message: str = ""


class Summary(msgspec.Struct, frozen=True):
    """How many pages were found, and how many of them became what; `found` is the sum of all others."""

    found: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    front: int = 0
    refused: int = 0
    failed: int = 0


def import_paths(
    archive: Archive,
    paths: Iterable[str | Path],
    *,
    jobs: int = 0,
    on_result: Callable[[Done], None] | None = None,
    limits: Limits = LIMITS,
    resume: bool = False,
    site_configs: str = "",
) -> Summary:
    """Import the saved pages at *paths* (`gather.files`), under the papers that a `paper.toml` beside them describes.

    *resume*: pages that the archive holds, byte for byte, are the same without being extracted again. *site_configs* is the user's folder of rules for
    sites; `ConfigError` where it cannot be used.
    """
    paths = tuple(paths)
    with archive.batch():
        for paper in manifest.papers(path for path in paths if str(path) != "-"):
            archive.put_paper(paper)
    held = 0

    def unknown() -> Iterator[Capture | CaptureError]:
        nonlocal held
        for capture in files.captures(paths):
            if resume and isinstance(capture, Capture) and archive.holds(capture.body):
                held += 1
            else:
                yield capture

    summary = import_captures(archive, unknown(), jobs=jobs, on_result=on_result, limits=limits, site_configs=site_configs)
    return msgspec.structs.replace(summary, found=summary.found + held, same=summary.same + held)


def import_captures(
    archive: Archive,
    captures: Iterable[Capture | CaptureError],
    *,
    jobs: int = 0,
    on_result: Callable[[Done], None] | None = None,
    limits: Limits = LIMITS,
    site_configs: str = "",
    extractor: str = "broadsheet.extract",
) -> Summary:
    """Extract *captures* in worker processes and store what is on them, in their order.

    *on_result* is called for each page as it is done. An interruption ends the workers and leaves what was done stored. Raises `ArchiveError`
    where the archive cannot be written: then the import ends.
    """
    papers = _Papers(archive)
    counts = dict.fromkeys(Summary.__struct_fields__, 0)
    learning = Learning(archive, site_configs)
    pages = extract_all(captures, jobs=jobs, limits=limits, is_front=papers.is_front, known=learning.of, extractor=extractor)
    try:
        with archive.batch():
            try:
                for page in pages:
                    done = _store(archive, papers, learning, page)
                    counts["found"] += 1
                    counts[done.outcome] += 1
                    if on_result:
                        on_result(done)
            finally:
                learning.save()
    finally:
        _close(pages)
    return Summary(**counts)


def fronts(paths: Iterable[str | Path]) -> Callable[[Capture], bool]:
    """What tells front pages from articles, as an import of the folders and files *paths* into an empty archive does."""
    homes = {addresses.comparable(paper.address) for paper in manifest.papers(path for path in paths if str(path) != "-")}
    return lambda capture: _is_home(capture.address, homes)


def _is_home(address: str, homes: Collection[str]) -> bool:
    """Whether *address* is the root of a site, or that of a paper; *homes* are comparable."""
    return bool(addresses.host(address)) and (addresses.local(address) == "/" or addresses.comparable(address) in homes)


def _close(pages: Iterator[Extracted]) -> None:
    """End the workers behind *pages*."""
    getattr(pages, "close", lambda: None)()


def import_sample(archive: Archive, *, jobs: int = 0, on_result: Callable[[Done], None] | None = None) -> Summary:
    """Import the sample newspaper of the package; nothing is done where the archive has all of its pages already."""
    with resources.as_file(resources.files("broadsheet").joinpath("sample")) as folder:
        pages = [page for page in files.captures([folder]) if isinstance(page, Capture)]
        papers = _Papers(archive)
        if pages and all(archive.holds(page.body) or (papers.is_front(page) and papers.has_front(page)) for page in pages):
            return Summary()
        return import_paths(archive, [folder], jobs=jobs, on_result=on_result)


def _store(archive: Archive, papers: "_Papers", learning: Learning, page: Extracted) -> Done:
    """Put what was on *page* where it belongs."""
    capture, found = page.capture, page.found
    learning.see(page)
    if capture is None:
        source = clean(getattr(found, "source", ""))
        return _refuse(archive, papers, Done(source=source, outcome="failed", reason="unreadable", message=_message(found)), now())
    source = clean(capture.source or capture.address)
    if isinstance(found, FrontPage):
        key = papers.of(capture.address, Paper(key="", name="", address=""))
        times = (found.time, capture.time, now())
        archive.put_front(key, msgspec.structs.replace(found, time=next(time for time in times if moment(time) != UNKNOWN)))
        return Done(source=source, address=capture.address, outcome="front", paper=key)
    if isinstance(found, Article):
        address = next((each for each in (found.address, capture.address) if addresses.host(each) and addresses.local(each) != "/"), "")
        if address:
            key = papers.of(address, Paper(key="", name=found.paper, address="", language=found.language))
            found = learning.chosen(key, address, page) or found
            article = found if found.address == address else msgspec.structs.replace(found, address=address)
            try:
                stored = archive.put(key, article, capture)
            except WithdrawnError as error:
                refused = Done(source=source, address=address, outcome="refused", reason="withdrawn", message=error.message)
                return _refuse(archive, papers, refused, capture.time)
            return Done(source=source, address=address, outcome=stored.outcome, paper=key, article=stored.id)
        found = ExtractionError(f"{source}: nothing says where this page was published; {_remedy(capture.source)}", "no-address")
    reason = found.reason if isinstance(found, ExtractionError) else "error"
    return _refuse(archive, papers, Done(source=source, address=capture.address, outcome="refused", reason=reason, message=_message(found)), capture.time)


def _remedy(source: str) -> str:
    """How a page that came from *source* gets an address."""
    if source == files.STDIN:
        return "import it as a file, with a captures.jsonl beside it that has its url"
    line = msgspec.json.encode({"id": Path(source).name, "url": "https://paper.example/its/address"}).decode(errors="replace")
    return f"write {line} with its own address into captures.jsonl beside it"


def _message(found: object) -> str:
    """The message of an error, clean."""
    return clean(found.message if isinstance(found, BroadsheetError) else str(found))


def _refuse(archive: Archive, papers: "_Papers", done: Done, time: str) -> Done:
    """Remember that a page was not taken."""
    key = papers.known(done.address)
    archive.put_refusal(key, Refusal(done.source, time, done.reason, done.message))
    return msgspec.structs.replace(done, paper=key)


# Second-level labels under which people register names in many countries.
_SECOND = frozenset({"ac", "co", "com", "edu", "gob", "gouv", "gov", "go", "govt", "ne", "net", "nom", "or", "org", "web"})


def key_of(host: str) -> str:
    """A paper's key made from *host*: `taz.de` → `taz`, `bbc.co.uk` → `bbc`, `news.sky.com` → `news-sky`."""
    labels = host.split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND:
        labels = labels[:-2]
    elif len(labels) > 1 and not labels[-1].isdigit():
        labels = labels[:-1]
    return slug(" ".join(labels)) or "paper"


_NAMES = 1000  # of a paper that are counted


class _Papers:
    """The archive's papers by their hosts, and new ones as pages ask for them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._papers = {paper.key: paper for paper in archive.papers()}
        self._keys: dict[str, str] = {}
        self._homes: set[str] = set()
        self._said: dict[str, Counter[str]] = {}  # names that pages say, of the papers that are made here
        for paper in self._papers.values():
            self._note(paper)

    def _note(self, paper: Paper) -> None:
        """Find *paper* by its host, and its front page by its address."""
        self._papers[paper.key] = paper
        self._keys.setdefault(site(paper.address), paper.key)
        self._homes.add(addresses.comparable(paper.address))

    def known(self, address: str) -> str:
        """The key of the paper that *address* is of, "" where there is none."""
        return self._keys.get(site(address), "") if address else ""

    def of(self, address: str, made: Paper) -> str:
        """The key of the paper that *address* is of; where there is none it is *made*: the name and language that a page of it says.

        A paper that is made here has the name that most of its pages have said so far: a page may say the name of a supplement.
        """
        host = site(address)
        known = self._papers.get(self._keys.get(host, ""))
        said = self._said.get(known.key) if known else None
        if said is not None and made.name and (made.name in said or len(said) < _NAMES):
            said[made.name] += 1
        if known is None:
            key = base = key_of(host)
            number = 1
            while key in self._papers:
                key = slug(host) if number == 1 else f"{base}-{number}"
                number += 1
            own = urlsplit(address).hostname or host
            home = own if own.removeprefix("www.") == host else host
            zone = zone_of(host, made.language)
            self._put(Paper(key=key, name=made.name or host, address=f"https://{home}/", language=made.language, timezone=zone))
            self._said[key] = Counter(filter(None, [made.name]))
            return key
        if known.name == host and made.name and made.name != host:  # made from a page that did not say its paper's name
            language = known.language or made.language
            self._put(msgspec.structs.replace(known, name=made.name, language=language, timezone=zone_of(host, language)))
        elif said is not None and said[made.name] > said[known.name]:
            self._put(msgspec.structs.replace(known, name=made.name))
        return known.key

    def _put(self, paper: Paper) -> None:
        """Store a new or changed paper."""
        self._archive.put_paper(paper)
        self._note(paper)

    def is_front(self, capture: Capture) -> bool:
        """Whether *capture* was taken at the root of a site, or at the address of a paper."""
        return _is_home(capture.address, self._homes)

    def has_front(self, capture: Capture) -> bool:
        """Whether there is any front page of the paper that *capture* is of."""
        key = self.known(capture.address)
        return bool(key) and self._archive.front(key) is not None
