"""An archive's own pages in, its articles as today's extractor reads them out; the papers are not asked.

The pages are read in the order in which they were stored, in worker processes, a few at a time. Without *write* nothing changes: it is said what would. With it
each version takes its new text in one transaction with the mark of how far the work has come, so that a work that ends early is gone on
with. A page that is refused today keeps the article that it gave once.
"""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from . import __version__
from .archive import wording
from .archive.rewriting import Page
from .archive.sqlite import SqliteArchive
from .learning import Learning
from .model import Article, Capture, Person, Tag
from .text import fold
from .workers import LIMITS, Limits, extract_all

_AT_ONCE = 200  # versions that are looked up together; of their pages only those in flight are in memory


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is otherwise when a version's page is read again. *what*: each thing in a few words; empty where the page is *refused* now, for that reason."""

    paper: str
    address: str
    version: int
    what: tuple[str, ...] = ()
    refused: str = ""

    def line(self) -> str:
        """The change as one line."""
        told = f"refused ({self.refused}), stays as it is" if self.refused else ", ".join(self.what)
        return f"{self.address} (version {self.version}): {told}"


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """How many versions were read again, and how they came out; *shorter* of the changed ones lost more than half of their words; *pageless* cannot be read."""

    read: int = 0
    same: int = 0
    changed: int = 0
    shorter: int = 0
    refused: int = 0
    pageless: int = 0

    def line(self) -> str:
        """The summary as one line."""
        return (
            f"{self.read} read again: {self.same} the same, {self.changed} changed ({self.shorter} of them to less than half), {self.refused} refused; "
            f"{self.pageless} without a page"
        )


def reread(
    archive: SqliteArchive,
    papers: tuple[str, ...],
    *,
    write: bool,
    jobs: int = 0,
    on_change: Callable[[Change], None] = lambda _: None,
    on_read: Callable[[], None] = lambda: None,
    limits: Limits = LIMITS,
    site_configs: str = "",
    extractor: str = "broadsheet.extract",
) -> Summary:
    """Read the kept pages of *papers* (keys) again; the articles change where *write*. `ArchiveError` where the archive cannot be read or written.

    *on_change* is called for each page that reads otherwise, *on_read* for each (there are `left` of them). *site_configs* is the user's folder of
    rules for sites, `ConfigError` where it cannot be used.
    """
    learning = Learning(archive, site_configs)
    counts = dict.fromkeys(Summary.__struct_fields__, 0)
    under_way: dict[int, tuple[str, Page]] = {}

    def captures() -> Iterator[Capture]:
        for key in papers:
            last = _begun(archive, key, write=write)
            while found := archive.rewriting.pages(key, last, _AT_ONCE):
                for page in found:
                    capture = archive.capture(page.article, page.number)
                    if capture is not None:
                        under_way[id(capture)] = key, page
                        yield capture
                last = found[-1].id

    # One pool for all papers: a worker takes longer to start than to read ten pages.
    read = extract_all(captures(), jobs=jobs, known=learning.of, limits=limits, extractor=extractor)
    try:
        with archive.batch() if write else contextlib.nullcontext():
            own: dict[str, frozenset[str]] = {}
            for key in papers:
                counts["pageless"] += archive.rewriting.pageless(key)
                paper = archive.paper(key)
                own[key] = frozenset(fold(name) for name in paper.sections) if paper else frozenset()
            for page in read:
                on_read()
                key, version = under_way.pop(id(page.capture))
                old = archive.article(version.article, version.number)
                if old is None:
                    continue
                new = settled(old, page.found, own[key]) if isinstance(page.found, Article) else None
                change = _change(Change(paper=key, address=old.address, version=version.number), old, new or page.found, counts)
                if change is not None:
                    on_change(change)
                if write and new is not None and change is not None:
                    archive.rewriting.put(version.id, new)
                if write:
                    archive.rewriting.set_mark(key, __version__, version.id)
            for key in papers if write else ():  # not before all are done: what ended early passes over the papers that were
                archive.rewriting.set_mark(key, __version__, 0)
    finally:
        getattr(read, "close", lambda: None)()
    return Summary(**counts)


def left(archive: SqliteArchive, papers: tuple[str, ...], *, write: bool) -> int:
    """How many kept pages `reread` has before it: with *write* those behind which an earlier one ended."""
    return sum(archive.rewriting.left(key, _begun(archive, key, write=write)) for key in papers)


def _begun(archive: SqliteArchive, key: str, *, write: bool) -> int:
    """The version behind which the work goes on: nothing is noted of one that only says what would change."""
    return archive.rewriting.mark(key, __version__) if write else 0


def _change(where: Change, old: Article, found: object, counts: dict[str, int]) -> Change | None:
    """Count what was *found* where *old* was: the change that it is, at the place *where*; None where it is the same."""
    counts["read"] += 1
    if not isinstance(found, Article):
        counts["refused"] += 1
        return msgspec.structs.replace(where, refused=getattr(found, "reason", "error"))
    what = differences(old, found)
    counts["changed" if what else "same"] += 1
    counts["shorter"] += bool(what) and 2 * _words(found) < _words(old)
    return msgspec.structs.replace(where, what=what) if what else None


def settled(old: Article, new: Article, own: frozenset[str]) -> Article:
    """*new* under the addresses of *old*, and in its sections that lists have told (*own*: the paper's, folded): what no page says of itself."""
    named = {fold(tag.name) for tag in new.sections}
    sections = (*new.sections, *(tag for tag in old.sections if fold(tag.name) in own and fold(tag.name) not in named))
    return msgspec.structs.replace(new, address=old.address, aliases=old.aliases, sections=sections)


def differences(old: Article, new: Article) -> tuple[str, ...]:
    """What a reader of *new* sees otherwise than one of *old*, in a few words each; who made it does not count."""
    found: list[str] = []
    for name in ("headline", "kicker", "teaser", "date", "modified", "language", "completeness", "copyright"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append(f"new {name}" if name in {"teaser", "copyright"} else f'{name} "{before}" → "{after}"')
    for name in ("authors", "sections", "tags"):
        before, after = _names(getattr(old, name)), _names(getattr(new, name))
        if before != after:
            found.append(f"{name} {before or 'none'} → {after or 'none'}")
    if old.body != new.body:
        lines, others = Counter(filter(None, wording.lines(old.body))), Counter(filter(None, wording.lines(new.body)))
        more, less = (others - lines).total(), (lines - others).total()
        parts = [f"{count} paragraph{'s' if count > 1 else ''} {word}" for count, word in ((more, "more"), (less, "less")) if count]
        found += parts or ["the text set otherwise"]
    if old.related != new.related:
        found.append(f"{len(new.related)} related articles, not {len(old.related)}" if len(old.related) != len(new.related) else "other related articles")
    return tuple(found)


def _names(named: tuple[Person, ...] | tuple[Tag, ...]) -> str:
    return ", ".join(f"{each.name} ({each.role})" if isinstance(each, Person) and each.role else each.name for each in named)


def _words(article: Article) -> int:
    return wording.words(wording.body_text(article))
