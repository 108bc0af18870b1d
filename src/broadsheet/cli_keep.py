"""An archive in, an archive that is looked after out: the commands `health`, `reread` and `withdraw`."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
from cyclopts import Parameter

from .archive.days import Day
from .archive.folder import existing
from .archive.sqlite import open_archive
from .cli_common import ConfigFile, Data, Jobs, Json, agreed, known_paper, progress, room, say, settings_of, show, show_json
from .errors import UsageError
from .render import marks
from .text import clean

_DAYS = 14
_TABLE = 79  # columns of the table of days
UNWELL = 8
"""The exit code of `health` where something is wrong with a paper: no error of ours."""


def health(
    paper: Annotated[str, Parameter(help="The paper's key [default: all].", show_default=False)] = "",
    /,
    *,
    json: Json = False,
    config: ConfigFile = None,
    data: Data = None,
) -> int:
    """Say what came of gathering, day by day, and warn of a paper whose newest day is worse than the days before.

    For example:

    - `broadsheet health`
    - `broadsheet health paper --json`
    """
    settings = settings_of(config, data)
    with open_archive(settings.data, write=False) as archive:
        if paper:
            known_paper(archive, paper)
        chosen = [paper] if paper else [each.key for each in archive.papers() if archive.health.of(each.key, 1)]
        days = {key: archive.health.of(key, _DAYS) for key in chosen}
        warnings = {key: archive.health.warnings(key) for key in chosen}
    if json:
        told = {key: [{**msgspec.structs.asdict(day), "mean": round(day.mean, 1)} for day in days[key]] for key in chosen}
        rows = [{"paper": key, "days": told[key], "warnings": warnings[key]} for key in chosen]
        show_json(msgspec.json.encode(rows))
    else:
        for key in chosen:
            show("\n".join([key, *(_table(days[key]) if room() >= _TABLE else map(_sentence, days[key]))]))
            for warn in warnings[key]:
                show(f"  ! {warn.day}: {warn.message} ({warn.kind})")
        if not chosen:
            show("nothing was gathered yet; `broadsheet add URL` adds a newspaper")
    return UNWELL if any(warnings.values()) else 0


def _table(days: Iterable[Day]) -> Iterator[str]:
    """*days* as the rows of a table, its heading before them."""
    yield "  day          found fetched failed refused empty short paywalled words summary"
    for day in days:
        came = f"{day.found:8}{day.fetched:8}{day.failed:7}{day.refused:8}{day.empty:6}{day.short:6}{day.paywalled:10}"
        yield f"  {day.day}{came}{day.mean:6.0f}{_summary(day):8.0f}"


def _sentence(day: Day) -> str:
    """*day* in words, for a terminal that is narrower than the table: what there was none of is not named."""
    counts = {name: getattr(day, name) for name in ("failed", "refused", "empty", "short", "paywalled")}
    came = "".join(f", {number} {name}" for name, number in counts.items() if number)
    return f"  {day.day}  {day.found} found, {day.fetched} fetched{came}; {day.mean:.0f} words, summary {_summary(day):.0f}"


def _summary(day: Day) -> float:
    """The mean length of the lists' own summaries, in words."""
    return day.summaries / (day.fetched - day.refused) if day.fetched > day.refused else 0.0


def reread(
    paper: Annotated[str, Parameter(help="The paper's key [default: all].", show_default=False)] = "",
    /,
    *,
    yes: Annotated[bool, Parameter(help="Change the articles; without it, it is only said what would change.")] = False,
    jobs: Jobs = 0,
    json: Json = False,
    config: ConfigFile = None,
    data: Data = None,
) -> None:
    """Read the kept pages again, as today's extractor reads them, and say what changes. The papers are not asked.

    For example:

    - `broadsheet reread paper`
    - `broadsheet reread --yes`
    """
    from . import rereading

    settings = settings_of(config, data)

    def tell(change: rereading.Change) -> None:
        if json:
            show_json(msgspec.json.encode(change))
        else:
            show(f"{change.paper}: {change.line()}")

    existing(settings.data)
    with open_archive(settings.data, write=yes, tell=say) as archive:
        keys = tuple(each.key for each in archive.papers())
        if paper:
            known_paper(archive, paper)
        chosen = (paper,) if paper else keys
        try:
            with progress("pages read", rereading.left(archive, chosen, write=yes)) as tick:
                summary = rereading.reread(archive, chosen, write=yes, jobs=jobs, on_change=tell, on_read=tick, site_configs=settings.site_configs)
        except KeyboardInterrupt:
            say("stopped; what was read again stays so, and the next `reread --yes` goes on with the rest" if yes else "stopped; nothing was changed")
            raise
    if json:
        show_json(msgspec.json.encode(summary))
    else:
        show(summary.line())
    if not yes and summary.changed and not json:
        show("Nothing was changed; `broadsheet reread --yes` changes it.")


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def withdraw(
    address: Annotated[str, Parameter(help="The article's address at the paper.")],
    /,
    *,
    reason: Annotated[str, Parameter(help="Why; it stands on the page that is left.", show_default=False)] = "",
    yes: Annotated[bool, Parameter(help="Withdraw it without asking.")] = False,
    config: ConfigFile = None,
    data: Data = None,
) -> int:
    """Take an article out of the archive for good: all versions, pages as they came, index, lists, feeds. A page that says so stays.

    For example:

    - `broadsheet withdraw https://paper.example/politik/fall-7.html --reason "by order of a court"`
    """
    settings = settings_of(config, data)
    address = clean(address)
    existing(settings.data)  # a folder whose name is mistyped gets no archive
    with open_archive(settings.data, write=True, tell=say) as archive:
        heads = [head for paper in archive.papers() for head in archive.targets(paper.key, (address,)).values()]
        meant = ", ".join(f"{marks.named(head.kicker, head.headline)} ({head.paper}, {head.day or 'undated'})" for head in heads)
        if heads and not yes and not agreed(f"Withdraw {meant} for good?"):
            say(f"{meant}: nothing was withdrawn: answer y, or give --yes")
            return UsageError.exit_code
        is_known = False
        for paper in archive.papers():
            with progress("pages searched") as tick:
                done = archive.withdraw(paper.key, address, clean(reason), tick=tick)
            if done:
                show(
                    f"{paper.key}: withdrawn. {_number(done.versions, 'version')} and {_number(done.pages, 'page')} of it are gone; "
                    f"it is cut out of {_number(done.others, 'other page')} and {_number(done.links, 'list')}."
                )
            elif archive.withdrawal(paper.key, (address,)):
                show(f"{paper.key}: was withdrawn before; the archive's file was written anew.")
            else:
                continue
            is_known = True
    if not is_known:
        raise UsageError(f"{address[:200]}: no article has this address; give it as it is at the paper, like https://paper.example/politik/fall-7.html")
    return 0
