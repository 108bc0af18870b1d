"""A paper's address in, its articles in the archive out: the commands `add`, `list`, `remove` and `fetch`."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Annotated, cast

import msgspec
from cyclopts import Parameter

from . import config as configuration
from . import pages
from .archive.folder import FILE, existing
from .archive.sqlite import SqliteArchive, open_archive
from .cli_common import TEXT, ConfigFile, Data, Jobs, Json, agreed, columns, known_paper, progress, room, say, settings_of, show, show_json
from .errors import ArchiveError, CaptureError, ConfigError, NetError, UsageError, some
from .gather import profile as profiles
from .gather.profile import Profile
from .labels import count
from .model import Article, Paper
from .render import FORMS, Setting
from .text import clean
from .typeset import cells, pad
from .visit import NEVER

if TYPE_CHECKING:  # what asks papers takes a third of a second to load, which no other command needs
    from .adding import Proposal
    from .gather.asking import Manners
    from .gathering import Done

Private = Annotated[bool, Parameter(help="Open loopback and private networks: for tests and intranets.")]
Pace = Annotated[float | None, Parameter(help="Seconds between two requests to a host [default: the paper's own, else 1].", show_default=False)]


def add(
    url: Annotated[str, Parameter(help="The address of the paper's front page.")],
    /,
    *,
    yes: Annotated[bool, Parameter(help="Add it without asking.")] = False,
    key: Annotated[str, Parameter(help="The paper's name in addresses [default: made from its host].", show_default=False)] = "",
    pace: Pace = None,
    allow_private: Private = False,
    config: ConfigFile = None,
    data: Data = None,
) -> int:
    """Find out what a newspaper is made of, show it with three of its articles, and write its profile.

    For example:

    - `broadsheet add https://paper.example/`
    - `broadsheet add paper.example --yes --key paper`
    """
    from . import adding, newsroom

    settings = settings_of(config, data)
    manners = _manners(settings, pace, allow_private=allow_private)
    address = adding.home(url)
    with open_archive(settings.data, write=True, tell=say) as archive:
        for sample in (paper.key for paper in archive.papers() if paper.address == newsroom.SAMPLE):
            say(f"{settings.data} has the sample newspaper, which stays beside yours; `broadsheet remove {sample} --articles` takes it away")
        key = adding.free_key(archive, settings.data, address, key)
        try:
            proposal = adding.propose(archive, address, key, manners, site_configs=settings.site_configs)
        except NetError as error:
            if "://" in url:
                raise
            raise NetError(f"{error.message}; a site without https is given as http://{clean(url)[:200]}") from None
        if not yes:
            _present(proposal)
            if not agreed(f"Add {proposal.profile.name}?"):
                say("nothing was added; answer y, or give --yes")
                return UsageError.exit_code
        file, stored = adding.accept(archive, settings.data, proposal)
    if yes:  # shown when it is done: whoever reads no more than the first lines (`| head`) has said yes all the same
        _present(proposal)
    show(f"{proposal.profile.name} is added: {file}")
    show(f"{sum(done.outcome != 'refused' for done in stored)} articles stored; `broadsheet fetch {key}` brings the others")
    return 0


def remove(
    paper: Annotated[str, Parameter(help="The paper's key.")],
    /,
    *,
    articles: Annotated[bool, Parameter(help="Delete its articles too, and all else that the archive has of it.")] = False,
    yes: Annotated[bool, Parameter(help="Delete them without asking.")] = False,
    config: ConfigFile = None,
    data: Data = None,
) -> int:
    """Stop gathering a newspaper: its profile goes; what the archive has of it stays, or goes with it.

    For example:

    - `broadsheet remove paper`
    - `broadsheet remove paper --articles`
    """
    settings = settings_of(config, data)
    if articles:
        return _delete(settings.data, paper, yes=yes)
    if paper not in {file.stem for file in profiles.files(settings.data)} and any(row["key"] == paper for row in _rows(settings.data, {})):
        raise UsageError(f"{paper}: is not gathered; its articles, which the archive has, are deleted by `broadsheet remove {paper} --articles`")
    file = _one(settings.data, paper)
    _unlink(file)
    show(f"{file} is gone: {paper} is gathered no more. Its articles stay in the archive.")
    return 0


def list_(*, json: Json = False, config: ConfigFile = None, data: Data = None) -> int:
    """Name the newspapers of the archive, and which of them are gathered.

    For example:

    - `broadsheet list`
    - `broadsheet list --json`
    """
    settings = settings_of(config, data)
    readable, code = _readable(settings.data)
    rows = _rows(settings.data, {profile.key: profile for profile in readable})
    if json:
        show_json(msgspec.json.encode(rows))
        return code
    told = [[str(row["key"]), str(row["name"]), str(row["address"])] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*told, strict=True)]
    for row, said in zip(rows, told, strict=True):
        how = "gathered" if row["gathered"] else "not gathered"
        name = "  ".join(map(pad, said, widths))
        has = f"{count('en', 'articles', cast('int', row['articles']))}, {how}"
        line = f"{name}  {has}"
        show(line if cells(line) <= room() else f"{said[0]}  {said[1]}\n  {said[2]}\n  {has}")
    if not rows and not code:
        show(f"no newspaper in {settings.data}; `broadsheet add URL` adds one")
    return code


def fetch(
    paper: Annotated[str, Parameter(help="The paper's key [default: all].", show_default=False)] = "",
    /,
    *,
    jobs: Jobs = 0,
    pace: Pace = None,
    allow_private: Private = False,
    json: Json = False,
    config: ConfigFile = None,
    data: Data = None,
) -> int:
    """Gather what is due of the papers that were added; return when all of it is done, retries included.

    For example:

    - `broadsheet fetch`
    - `broadsheet fetch paper --pace 2`
    """
    from . import gathering

    settings = settings_of(config, data)
    chosen, code = ((profiles.read(_one(settings.data, paper)),), 0) if paper else _readable(settings.data)
    if not chosen:
        if code:
            return code
        raise UsageError(f"{settings.data / profiles.FOLDER}: no paper to gather; `broadsheet add URL` adds one")
    manners = _manners(settings, pace, allow_private=allow_private)
    with open_archive(settings.data, write=True, tell=say) as archive:
        try:
            with progress("articles") as tick:
                summary = gathering.fetch(archive, chosen, manners, jobs=jobs, on_result=_teller(tick), site_configs=settings.site_configs)
        except KeyboardInterrupt:
            say("stopped; what was stored stays, and the next `fetch` goes on with the rest")
            raise
        archive.prune(settings.captures, settings.days)
        if not summary.requests and not summary.refused:
            say(f"nothing is due{_until(archive, chosen)}")
        for profile in chosen:
            for warning in archive.warnings(profile.key):
                say(f"{profile.key}: {warning}; see `broadsheet health`")
    if json:
        show_json(msgspec.json.encode(summary))
    else:
        show(summary.line())
    got = summary.stored + summary.changed + summary.same + summary.known + summary.fronts
    return CaptureError.exit_code if summary.failed and not got else code


def _manners(settings: configuration.Settings, pace: float | None, *, allow_private: bool) -> "Manners":
    """How papers are asked; said aloud where private networks are opened."""
    from .gather.asking import Manners

    if pace is not None and not 0.001 <= pace <= 86400:
        raise UsageError(f"--pace: {pace:g} is not between 0.001 and 86400 seconds")
    opened = allow_private or settings.allow_private
    if opened:
        say(configuration.OPENED)
    return Manners(pace=pace or 0.0, allow_private=opened, contact=settings.contact)


def _one(data: Path, key: str) -> Path:
    """The profile's file of the paper *key*."""
    file = profiles.path(data, key) if profiles.is_key(key) else None
    if file is None or not file.is_file():
        known = some(each.stem for each in profiles.files(data))
        raise UsageError(f"{clean(key)[:60]!r}: no paper of that key is gathered; there are: {known}")
    return file


def _delete(data: Path, key: str, *, yes: bool) -> int:
    """Take the paper *key* away with its profile and all that the archive has of it, where the person at the terminal agrees; the exit code."""
    existing(data)  # a folder whose name is mistyped gets no archive
    with open_archive(data, write=True, tell=say) as archive:  # with the archive ours, nobody gathers the paper meanwhile
        file = profiles.path(data, key) if profiles.is_key(key) else None
        if file is None or not file.is_file():
            file = None
            known_paper(archive, key)
        paper = archive.paper(key)
        total = count("en", "articles", archive.newest(key, limit=1).total if paper else 0)
        if archive.withdrawals(key):
            say(f"{key}: what was withdrawn of it is forgotten, too: if the paper is added again, so may that be")
        if not yes and not agreed(f"Delete {paper.name if paper else key}, {total}, for good?"):
            say(f"{key} has {total}; nothing was removed: answer y, or give --yes")
            return UsageError.exit_code
        if file:
            _unlink(file)
        archive.remove(key)
    show(f"{key} is gone, with its {total}.")
    return 0


def _unlink(file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be removed ({error.strerror}); check who owns the folder") from None


def _until(archive: SqliteArchive, papers: Iterable[Profile]) -> str:
    """When something of *papers* is due next, in this machine's time."""
    now = time()
    soonest = min(archive.visits.soonest(paper.key, paper.lists(), now, paper.edited) for paper in papers)
    return f" before {datetime.fromtimestamp(soonest).astimezone():%Y-%m-%d %H:%M}" if now < soonest < NEVER else ""


def _readable(data: Path) -> tuple[tuple[Profile, ...], int]:
    """The profiles that can be read, and the exit code; what is wrong with another is said, and keeps no paper from being listed and gathered."""
    wrong: list[str] = []
    found = profiles.readable(data, wrong.append)
    for message in wrong:
        say(message)
    return tuple(found), ConfigError.exit_code if wrong else 0


def _rows(data: Path, gathered: dict[str, Profile]) -> list[dict[str, object]]:
    """What `list` says of each paper: those of the archive, and those that were added but have no article yet."""
    known: dict[str, tuple[Paper, int, str]] = {key: (profile.paper(), 0, "") for key, profile in gathered.items()}
    try:
        with open_archive(data, write=False) as archive:
            known |= {paper.key: (paper, archive.newest(paper.key, limit=1).total, archive.changed(paper.key)) for paper in archive.papers()}
    except ArchiveError:
        if data.is_file() or (data / FILE).exists():  # there is one, and it is not to look empty; else nothing was stored yet
            raise
    return [
        {"key": key, "name": paper.name, "address": paper.address, "articles": articles, "changed": changed, "gathered": key in gathered}
        for key, (paper, articles, changed) in sorted(known.items())
    ]


def _present(proposal: "Proposal") -> None:
    """Print the sample as it will look and, last, what was found: that stands on the screen where the question is asked."""
    profile = proposal.profile
    articles, line = proposal.articles(), "-" * (columns() or TEXT)
    for article in articles:
        show(f"{line}\n\n{_page(article, profile.paper())}")
    show(f"{line}\n" if articles else "No article could be read: look at the pattern of addresses below before you add this paper.\n")
    show(f"{profile.name}  {profile.address}  (key: {profile.key}; {proposal.requests} requests)")
    facts = {
        "language": f"{profile.language or 'unknown'}, {profile.timezone}",
        "feeds": "\n".join(profile.feeds) or "none",
        "sitemaps": "\n".join(profile.sitemaps) or "none",
        "articles": "\n".join(profile.articles) or "no pattern",
        "sections": ", ".join(name for name, _ in profile.sections) or "none",
        "listed": f"{len(proposal.found.articles)} articles",
        "rules": "\n".join(proposal.rules.told()) if proposal.rules else "",
        "note": "\n".join(proposal.found.notes),
    }
    for name, value in facts.items():
        for number, fact in enumerate(value.splitlines()):
            show(f"  {'' if number else name:10}{fact}")
    show("")


def _page(article: Article, paper: Paper) -> str:
    """*article* as it will look in the edition of *paper*, in plain text: its times are the paper's."""
    return FORMS["text"].render(pages.article_page(article, paper=paper), Setting(width=columns()))


def _teller(tick: Callable[[], None]) -> Callable[["Done"], None]:
    """Says on standard error what was missed; *tick* counts all."""

    def tell(done: "Done") -> None:
        tick()
        if done.outcome in {"refused", "failed"}:
            say(f"{done.outcome}, {done.reason}: {done.message or done.address}")

    return tell
