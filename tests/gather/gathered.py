"""A newspaper gathered into an archive: what the tests of gathering share."""


import msgspec

from broadsheet import gathering
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.gather.asking import Manners
from broadsheet.gather.profile import Profile
from broadsheet.gathering import Done, Summary
from broadsheet.net.client import Limits

from .newspaper import Newspaper

PACE = 0.01
MANNERS = Manners(pace=PACE, opened=frozenset({"127.0.0.1"}), patience=5.0, limits=Limits(1.0, 1.0, 0.5))


def profile(paper: Newspaper, **changed: object) -> Profile:
    return msgspec.structs.replace(
        Profile(
            key="anzeiger",
            name="Kleinstädter Anzeiger",
            address=paper.address,
            language="de",
            feeds=(f"{paper.address}feed.xml",),
            articles=("/*/*-#.html",),
            sections=tuple((name, f"{paper.address}{name.lower()}/") for name in paper.sections),
        ),
        **changed,
    )


def gather(archive: SqliteArchive, paper: Newspaper, manners: Manners = MANNERS, site_configs: str = "", **changed: object) -> tuple[Summary, list[Done]]:
    done: list[Done] = []
    summary = gathering.fetch(archive, [profile(paper, **changed)], manners, jobs=1, on_result=done.append, site_configs=site_configs)
    ours = profile(paper, **changed)
    lists = sum(each.address in ours.lists() for each in done if each.outcome in {"refused", "failed"})
    became = summary.stored + summary.changed + summary.same + summary.known + summary.refused + summary.failed - lists
    assert summary.found + summary.due == became, (summary, done)
    return summary, done


def polite(paper: Newspaper, pace: float = PACE) -> None:
    """No two requests closer than the pace; and none without our name."""
    assert min(paper.gaps(), default=pace) >= pace * 0.99
    assert all("Broadsheet/" in asked.headers["User-Agent"] for asked in paper.asked)


def due_again(archive: SqliteArchive) -> None:
    """Make everything due now, as time would."""

    def do(connection) -> None:
        connection.execute("UPDATE visit SET next = 0 WHERE next IS NOT NULL")
        connection.execute("UPDATE host SET next = 0, asked = 0")

    archive._write(do)


GUARDED = ["http://127.0.0.2:{port}/politik/x-900001.html", "http://169.254.169.254/latest/meta-data-900001.html", "http://[::ffff:127.0.0.2]:{port}/a/b-900001.html", "http://2130706434:{port}/a/b-900001.html", "http://10.255.255.1/a/b-900001.html", "file:///etc/passwd"]


def read_lists_again(archive: SqliteArchive) -> None:
    archive._write(lambda connection: connection.execute("UPDATE visit SET next = 0 WHERE purpose <> 'article' AND next IS NOT NULL") and None)
