"""A host in, what was learned of its pages out: the command `site`."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from .address import site
from .archive import Archive
from .archive.sqlite import open_archive
from .cli_common import ConfigFile, Data, Json, settings_of, show_json
from .cli_common import show as write
from .errors import UsageError
from .gather.pattern import pattern
from .gather.siteconfigs import SiteConfigs
from .knowledge import SOURCES, Count, Knowledge
from .text import clean

_SHOWN = 8  # of anything, in text; JSON has all


class Repeated(msgspec.Struct, frozen=True):
    """A text that stands in several articles: in how many, in how many of them unlike each other, its first words, whether it is left out."""

    articles: int
    unlike: int
    text: str
    acts: bool


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a site, and what it changes in articles that are read from now on."""

    host: str
    articles: int
    patterns: tuple[str, ...]
    lists: tuple[str, ...]
    containers: tuple[Count, ...]
    tag_links: tuple[Count, ...]
    related_boxes: tuple[Count, ...]
    headlines: dict[str, int]
    informative: int
    headline: str
    names: tuple[str, ...]
    repeated: tuple[Repeated, ...]
    rules: str
    faults: tuple[str, ...]
    ignored: tuple[str, ...]
    unknown: tuple[str, ...]
    changes: tuple[str, ...]


def show(
    host: Annotated[str, Parameter(help="A paper's host, or its key.")],
    /,
    *,
    json: Json = False,
    config: ConfigFile = None,
    data: Data = None,
) -> None:
    """Show what was learned of a paper's site from its pages, and what that changes.

    For example:

    - `broadsheet site paper.example`
    - `broadsheet site paper --json`
    """
    settings = settings_of(config, data)
    configs = SiteConfigs(Path(settings.site_configs)) if settings.site_configs else None
    with open_archive(settings.data, write=False) as archive:
        found = report(*_known(archive, clean(host), configs))
    if json:
        show_json(msgspec.json.encode(found))
        return
    write("\n".join(_lines(found)))


def report(host: str, known: Knowledge) -> Report:
    """What is *known* of *host*, for people to read."""
    edge, inner = known.enough()
    rules = known.rules
    repeated = tuple(Repeated(text.count, len(text.articles), text.start, len(text.articles) >= edge) for text in known.standing())
    source = SOURCES.get(known.headline_source(), "")
    acting = sum(text.acts for text in repeated)
    left = "text is" if acting == 1 else "texts are"
    changes = [f"{acting} {left} left out of articles, at an edge or in an element of its own; anywhere from {inner} articles on"] * bool(acting)
    changes += [f"{name!r} is taken for the paper: no part of a headline, no author, no tag" for name in known.paper_names()]
    changes += [f"{ending!r} ends titles: no part of a headline" for ending in known.title_endings()]
    if rules:
        changes.insert(0, f"the rules of {rules.file} are applied before all that was learned")
    changes += [f"the headline is taken from {source} where the sources differ"] * bool(source)
    from .extract.profiled import faults  # with all of extraction, which no other command needs in this process

    return Report(
        host=host,
        articles=known.articles,
        patterns=pattern((f"https://{host}{seen.local}" for seen in known.recent), (f"https://{host}{local}" for local in known.lists)),
        lists=known.lists,
        containers=known.containers,
        tag_links=known.tag_links,
        related_boxes=known.related_boxes,
        headlines={SOURCES[one.name]: one.count for one in known.headlines if one.name in SOURCES},
        informative=known.informative,
        headline=source,
        names=tuple(dict.fromkeys((*known.paper_names(), *known.title_endings()))),
        repeated=repeated,
        rules=rules.file if rules else "",
        faults=faults(rules) if rules else (),
        ignored=rules.ignored if rules else (),
        unknown=rules.unknown if rules else (),
        changes=tuple(changes),
    )


def _known(archive: Archive, named: str, configs: SiteConfigs | None) -> tuple[str, Knowledge]:
    """The host that *named*, a host, an address or a paper's key, means, and what is known of it, the rules of *configs* among it."""
    paper = archive.paper(named)
    host = site(paper.address) if paper else site(named if "://" in named else f"https://{named}/")
    known = msgspec.structs.replace(archive.sites.of(host), rules=configs.of(f"https://{host}/") if configs else None)
    if known == Knowledge():
        hosts = ", ".join(archive.sites.articles()) or "none"
        raise UsageError(f"{named[:80]}: no page of it was learned from; `broadsheet import` and `fetch` learn; there are: {hosts}")
    return host, known


def _lines(found: Report) -> list[str]:
    """*found* as text."""
    sources = ", ".join(f"{name} {count}" for name, count in found.headlines.items())
    facts = {
        "articles": list(found.patterns) or ["no pattern of their addresses yet"],
        "lists": list(found.lists[:_SHOWN]),
        "container": _counted(found.containers),
        "tags": _counted(found.tag_links),
        "related": _counted(found.related_boxes),
        "headline": [f"{found.headline or 'no source is sure'}; of {found.informative} articles whose sources differ: {sources}"] if sources else [],
        "names": list(found.names),
        "repeated": [f"{one.articles} articles: {one.text}{'' if one.acts else '  (too few to act)'}" for one in found.repeated[:_SHOWN]],
        "rules": [found.rules] * bool(found.rules) + [f"no XPath, and not applied: {fault}" for fault in found.faults],
        "ignored": [", ".join(found.ignored)] * bool(found.ignored),
        "unknown": [", ".join(found.unknown)] * bool(found.unknown),
        "changes": list(found.changes) or ["nothing yet"],
    }
    lines = [f"{found.host}  learned from {found.articles} {'article' if found.articles == 1 else 'articles'}"]
    for name, values in facts.items():
        lines += [f"  {'' if number else name:10}{clean(value)}" for number, value in enumerate(values)]
    return lines


def _counted(counts: tuple[Count, ...]) -> list[str]:
    """Places with the number of articles that have them, the most frequent first."""
    return [f"{one.name} ({one.count})" for one in counts[:_SHOWN]]
