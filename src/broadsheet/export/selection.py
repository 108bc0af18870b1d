"""What a person asks to take away in, the articles of an archive out, one after the other: a day, a section, a topic, a search, or all of a paper.

`select` refuses with `UsageError` what names nothing, `listed` takes what a page lists; a `Selection` that it gives has articles.
"""

from collections.abc import Iterator

import msgspec

from ..archive import Archive, Head, Kind, search
from ..errors import UsageError, some
from ..labels import date, label
from ..model import Article, Paper
from ..pages import Answer, Edition
from ..pages.days import sectioned
from ..pages.lists import part
from ..pages.search import LONGEST, encoded
from ..text import clean, slug

_NOTHING = {
    "": "{paper}: the archive has no article of it; fill it with broadsheet import",
    "day": "--day {said}: {paper} has no article of that day; a day is written 2026-03-05",
    "section": "--section {said}: {paper} has no article there",
    "topic": "--topic {said}: {paper} has no article there",
    "search": "--search {said}: finds nothing in {paper}",
}
_NAMED: dict[str, Kind] = {"section": "section", "topic": "topic"}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: the paper's key ("" for the only one, or the one at `/`), and at most one of the others; none means the whole paper."""

    paper: str = ""
    day: str = ""
    section: str = ""
    topic: str = ""
    search: str = ""


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Articles to take away, in order. *title* names them below the paper's name; *name* is a file's name for them, without an ending.

    *room* is what names the selection for good, as in `pages.Listed`; *sections* is the paper's own order of its sections.
    *whole*: it is all of the paper.
    """

    edition: Edition
    paper: Paper
    title: str
    name: str
    room: str
    heads: tuple[Head, ...]
    sections: tuple[str, ...]
    whole: bool = False

    @property
    def language(self) -> str:
        """The language of the whole: the paper's."""
        return self.paper.language or "en"

    @property
    def changed(self) -> str:
        """When the newest of the articles was stored."""
        return max(head.changed for head in self.heads)

    def articles(self) -> Iterator[tuple[Head, Article]]:
        """Each article with its text, read when it is needed."""
        for head in self.heads:
            article = self.edition.archive.article(head.id)
            if article is not None:
                yield head, article

    def by_section(self) -> tuple[tuple[str, tuple[Head, ...]], ...]:
        """The heads by section, as a day's page has them."""
        return sectioned(self.heads, self.sections)


def select(edition: Edition, wanted: Wanted) -> Selection:
    """The articles that are *wanted* of *edition*; `UsageError` where the archive has no such paper, section, topic or article."""
    archive = edition.archive
    paper = _paper(edition, wanted.paper)
    said = [name for name in ("day", "section", "topic", "search") if getattr(wanted, name)]
    if len(said) > 1:
        raise UsageError(f"--{said[0]} and --{said[1]}: choose one of them; a search narrows by section:, tag:, since: and until:")
    kind = said[0] if said else ""
    language = paper.language or "en"
    if kind in _NAMED:
        title, room, heads = _named(archive, paper, kind, clean(getattr(wanted, kind)))
    elif kind == "day":
        title, room = label(language, "paper-of", date=date(language, wanted.day)), f"/~/day/{wanted.day}"
        heads = archive.by_day(paper.key, wanted.day).heads
    elif kind == "search":
        query = clean(wanted.search)[:LONGEST]
        title, room = label(language, "results", query=query), f"/~/find/{encoded(query)}"
        heads = archive.search(search.parse(query), paper.key, limit=0).heads
    else:
        title, room = label(language, "all-articles"), "/~/newest"
        heads = archive.newest(paper.key, limit=0).heads
    if not heads:
        raise UsageError(_NOTHING[kind].format(paper=paper.name, said=clean(getattr(wanted, kind, ""))))
    return Selection(
        edition=edition,
        paper=paper,
        title=title,
        name="-".join(part for part in (paper.key, slug(getattr(wanted, kind)) if kind else "") if part),
        room=room,
        heads=heads,
        sections=tuple(section.name for section in archive.names(paper.key, "section")),
        whole=not kind,
    )


def listed(edition: Edition, answer: Answer) -> Selection:
    """The articles that the page of *answer* lists, which are at least one and all of one paper: a day's."""
    page, shown = answer.page, answer.listed
    if shown is None or shown.paper is None or not shown.heads:
        raise ValueError(f"{page.path} lists no articles of a paper")
    return Selection(
        edition=edition,
        paper=shown.paper,
        title=page.title,
        name=f"{shown.paper.key}-{slug(shown.room.rpartition('/')[2])}",
        room=part(shown.room, shown.number),
        heads=shown.heads,
        sections=tuple(section.name for section in edition.archive.names(shown.paper.key, "section")),
    )


def _paper(edition: Edition, key: str) -> Paper:
    papers = {paper.key: paper for paper in edition.archive.papers()}
    if not papers:
        raise UsageError("the archive has no paper; fill it with broadsheet import, or name another folder with --data")
    if key and key not in papers:
        raise UsageError(f"--paper: the archive has no paper {clean(key)!r}; it has {some(papers)}")
    paper = papers.get(key or edition.root)
    if paper is None:
        raise UsageError(f"--paper: the archive has several papers; name one of {some(papers)}")
    return paper


def _named(archive: Archive, paper: Paper, kind: str, said: str) -> tuple[str, str, tuple[Head, ...]]:
    """Title, room and articles of a section or a topic, said by its name, its slug or its address at the paper."""
    named = archive.name(paper.key, _NAMED[kind], said)
    if named is None:
        known = [one.name for one in archive.names(paper.key, _NAMED[kind], limit=12)]
        listed = (", ".join(known) or "none") + (" and others" if len(known) == 12 else "")
        raise UsageError(f"--{kind}: {paper.name} has no {kind} {said!r}; it has {listed}")
    return named.name, f"/~/{kind}/{named.slug}", archive.by_name(paper.key, _NAMED[kind], named.slug, limit=0).heads
