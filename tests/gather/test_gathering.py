"""A newspaper is gathered: each article once, in its sections, no address more often or faster than the rules say, whatever the server does."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from broadsheet import address as addresses
from broadsheet import continued, extract, gathering
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.gather import forms
from broadsheet.gather.profile import Profile
from broadsheet.gather.round import ATTEMPTS
from broadsheet.gathering import Done, Manners, Summary
from broadsheet.model import plain_text
from broadsheet.net.client import Limits

from . import newspaper
from .newspaper import Newspaper

PACE = 0.01
MANNERS = Manners(pace=PACE, opened=frozenset({"127.0.0.1"}), patience=5.0, limits=Limits(1.0, 1.0, 0.5))


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as one:
        yield one


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path / "data", write=True) as one:
        yield one


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


def gather(archive: SqliteArchive, paper: Newspaper, manners: Manners = MANNERS, **changed: object) -> tuple[Summary, list[Done]]:
    done: list[Done] = []
    summary = gathering.fetch(archive, [profile(paper, **changed)], manners, jobs=1, on_result=done.append)
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


def test_every_article_is_stored_once_in_its_section(paper: Newspaper, archive: SqliteArchive) -> None:
    summary, done = gather(archive, paper)
    assert (summary.found, summary.stored, summary.refused, summary.failed) == (20, 20, 0, 0), done
    assert set(paper.pages().values()) == {1}
    assert set(paper.counts().values()) == {1}
    assert paper.asked[0].target == "/robots.txt"
    for story in paper.stories:
        head = archive.find("anzeiger", f"{paper.address.rstrip('/')}{story.path}")
        assert head is not None
        assert head.headline == story.headline
        assert [tag.name for tag in head.sections] == [story.section]
    assert [name.name for name in archive.names("anzeiger", "section")] == list(paper.sections)
    front = archive.front("anzeiger")
    assert front is not None
    polite(paper)


def test_nothing_is_asked_again_before_its_time(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    before = len(paper.asked)
    summary, _ = gather(archive, paper)
    assert (summary.found, summary.stored, len(paper.asked)) == (0, 0, before)


def test_what_did_not_change_is_answered_by_a_word(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    due_again(archive)
    paper.asked.clear()
    summary, _ = gather(archive, paper)
    assert (summary.stored, summary.changed, summary.same) == (0, 0, 20)
    assert all(asked.status == 304 for asked in paper.asked if asked.target != "/robots.txt")
    assert "/robots.txt" not in paper.counts()
    polite(paper)


def test_a_changed_text_is_a_new_version_and_teasers_advertisements_and_counters_are_not(paper: Newspaper, archive: SqliteArchive) -> None:
    paper.template = newspaper.restless
    paper.validators = False
    gather(archive, paper)
    story = paper.stories[0]
    assert newspaper.restless(paper, story) != newspaper.restless(paper, story)
    article = archive.article(archive.find("anzeiger", story.path).id)
    assert [plain_text(block.spans) for block in article.body] == story.paragraphs
    due_again(archive)
    paper.stories[3].paragraphs[1] = "Der Ausschuss hat den Beschluss am Abend zurückgenommen, wie die Stadt mitteilte. Ein neuer Termin steht noch nicht fest."
    summary, _ = gather(archive, paper)
    assert (summary.changed, summary.same, summary.stored) == (1, 19, 0)
    head = archive.find("anzeiger", f"{paper.address.rstrip('/')}{paper.stories[3].path}")
    assert head is not None
    assert head.version == 2


def test_a_withdrawn_article_is_not_asked_for_again(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    story = paper.stories[4]
    assert archive.withdraw("anzeiger", f"{paper.address.rstrip('/')}{story.path}") is not None
    due_again(archive)
    paper.validators = False
    paper.asked.clear()
    summary, done = gather(archive, paper)
    assert (summary.stored, summary.refused, summary.failed) == (0, 0, 0), done
    assert story.path not in paper.pages()
    front = archive.front("anzeiger")
    assert front is not None
    assert all(story.headline != link.headline for block in front.blocks for link in block.links)
    # Where another address leads to it, it was asked for before anybody knew, and is not stored.
    moved = newspaper.Story(300_000, story.section, story.published)
    paper.stories.insert(0, moved)
    paper.template = lambda one, each: newspaper.page(one, each).replace(moved.path, story.path) if each is moved else newspaper.page(one, each)
    due_again(archive)
    summary, done = gather(archive, paper)
    assert [(each.outcome, each.reason) for each in done if each.outcome == "refused"] == [("refused", "withdrawn")]
    due_again(archive)
    paper.asked.clear()
    gather(archive, paper)
    assert moved.path not in paper.pages()


def test_a_new_article_alone_is_asked_for(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    new = newspaper.Story(200_000, "Sport", paper.stories[0].published)
    paper.stories.insert(0, new)
    archive._write(lambda connection: connection.execute("UPDATE visit SET next = 0 WHERE purpose <> 'article'") and None)
    paper.asked.clear()
    summary, _ = gather(archive, paper)
    assert (summary.stored, summary.known) == (1, 20)
    assert paper.pages() == {new.path: 1}


def test_faults_pass_and_are_asked_again_slowly(paper: Newspaper, archive: SqliteArchive) -> None:
    paths = [story.path for story in paper.stories]
    paper.faults = {
        paths[0]: [newspaper.status(503), newspaper.status(500), newspaper.status(502)],
        paths[1]: [newspaper.cut],
        paths[2]: [newspaper.hang_up],
        paths[3]: [newspaper.slow(3)],
        "/feed.xml": [newspaper.status(500)],
        "/": [newspaper.hang_up],
        "/sport/": [newspaper.cut],
    }
    summary, done = gather(archive, paper)
    assert (summary.stored, summary.refused, summary.failed) == (20, 0, 0), done
    assert [paper.counts()[path] for path in (paths[0], paths[1], paths[2], paths[3], "/feed.xml", "/", "/sport/")] == [4, 2, 2, 2, 2, 2, 2]
    moments = [asked.time for asked in paper.asked if asked.target == paths[0]]
    waits = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert all(wait >= 10 * PACE * 2**number * 0.99 for number, wait in enumerate(waits))
    polite(paper)


def test_what_never_works_is_given_up_and_said(paper: Newspaper, archive: SqliteArchive) -> None:
    bad = {"/politik/rundlauf-900001.html": "/politik/rundlauf-900002.html", "/politik/rundlauf-900002.html": "/politik/rundlauf-900001.html"}
    paper.redirects = {source: (302, target) for source, target in bad.items()}
    paper.front_extra = [
        "/politik/rundlauf-900001.html", "/politik/bombe-900003.html", "/politik/bild-900004.html", "/politik/weg-900005.html", "/politik/fehlt-900006.html", "/intern/geheim-900007.html",
        "/politik/immer-900008.html", "/politik/leer-900009.html",
    ]  # fmt: skip
    paper.gone = {"/politik/weg-900005.html": 410, "/politik/immer-900008.html": 500}
    paper.faults = {
        "/politik/bombe-900003.html": [newspaper.bomb],
        "/politik/bild-900004.html": [lambda _: newspaper.web.Response(body=b"\x89PNG", content_type="image/png")],
        "/politik/leer-900009.html": [lambda _: newspaper.web.Response(body=b"", content_type="text/html")],
    }
    summary, done = gather(archive, paper)
    reasons = {each.address.rpartition("-")[2]: (each.outcome, each.reason) for each in done if each.outcome in {"refused", "failed"}}
    assert reasons == {
        "900001.html": ("refused", "circle"),
        "900003.html": ("refused", "too-large"),
        "900004.html": ("refused", "wrong-type"),
        "900005.html": ("refused", "410"),
        "900006.html": ("refused", "404"),
        "900007.html": ("refused", "robots"),
        "900008.html": ("failed", "500"),
        "900009.html": ("refused", "empty"),
    }
    assert (summary.found, summary.stored, summary.refused, summary.failed) == (28, 20, 7, 1)
    counts = paper.counts()
    assert (counts["/politik/immer-900008.html"], counts["/intern/geheim-900007.html"], counts["/politik/weg-900005.html"]) == (5, 0, 1)
    assert counts["/politik/rundlauf-900001.html"] <= 2
    assert {refusal.reason for refusal in archive.refusals("anzeiger")} == {reason for _, reason in reasons.values()}
    due_again(archive)
    paper.asked.clear()
    gather(archive, paper)
    assert paper.counts()["/politik/weg-900005.html"] == 0
    assert archive.newest("anzeiger").total == 20
    polite(paper)


def test_gone_deletes_nothing(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    due_again(archive)
    paper.gone = {paper.stories[0].path: 410, paper.stories[1].path: 404}
    summary, _ = gather(archive, paper)
    assert summary.refused == 2
    assert archive.newest("anzeiger").total == 20
    visit = archive.visits.of("anzeiger", f"{paper.address.rstrip('/')}{paper.stories[0].path}")
    assert visit is not None
    assert visit.status == 410


def test_twins_are_not_asked_for(paper: Newspaper, archive: SqliteArchive) -> None:
    first, second, third = paper.stories[0], paper.stories[1], paper.stories[2]
    paper.front_extra = [f"{first.path}?utm_medium=box", f"{first.path}?fbclid=x#absatz", f"{first.path}/", "/politik/umgezogen-900001.html", "/politik/alt-900002.html"]
    paper.redirects = {"/politik/umgezogen-900001.html": (301, second.path), "/politik/alt-900002.html": (302, f"{third.path}?utm_source=alt")}
    summary, done = gather(archive, paper)
    assert (summary.stored, summary.failed, summary.refused) == (20, 0, 0), done
    assert set(paper.pages().values()) == {1}
    due_again(archive)
    paper.asked.clear()
    gather(archive, paper)
    assert paper.counts()["/politik/umgezogen-900001.html"] == 0
    assert max(paper.pages().values()) == 1


def test_a_moved_article_is_one_article(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    old = paper.stories[0].path
    paper.stories[0].slug = "ein-ganz-neuer-titel-steht-hier"
    paper.redirects = {old: (301, paper.stories[0].path)}
    due_again(archive)
    paper.asked.clear()
    summary, done = gather(archive, paper)
    assert archive.newest("anzeiger").total == 20, done
    assert paper.counts()[paper.stories[0].path] <= 1
    for path in (old, paper.stories[0].path):
        head = archive.find("anzeiger", f"{paper.address.rstrip('/')}{path}")
        assert head is not None
        assert head.headline == paper.stories[0].headline
    assert summary.failed == 0


GUARDED = ["http://127.0.0.2:{port}/politik/x-900001.html", "http://169.254.169.254/latest/meta-data-900001.html", "http://[::ffff:127.0.0.2]:{port}/a/b-900001.html", "http://2130706434:{port}/a/b-900001.html", "http://10.255.255.1/a/b-900001.html", "file:///etc/passwd"]


def test_no_link_feed_or_redirect_leads_to_a_private_address(paper: Newspaper, archive: SqliteArchive) -> None:
    targets = [target.format(port=paper.port) for target in GUARDED]
    paper.feed_extra = targets
    paths = [f"/politik/umleitung-80000{number}.html" for number in range(len(targets))]
    paper.front_extra = [*targets, *paths]
    paper.redirects = {path: (302, target) for path, target in zip(paths, targets, strict=True)}
    summary, done = gather(archive, paper)
    missed = {each.address.rpartition("/")[2]: each.reason for each in done if each.outcome in {"refused", "failed"}}
    assert set(missed) == {path.rpartition("/")[2] for path in paths}
    assert set(missed.values()) <= {"forbidden", "unreachable", "bad-redirect"}
    assert summary.stored == 20
    assert all(asked.headers["Host"] == f"127.0.0.1:{paper.port}" for asked in paper.asked)


def test_link_local_stays_closed_where_private_networks_are_open(paper: Newspaper, archive: SqliteArchive) -> None:
    path = "/politik/umleitung-800001.html"
    paper.front_extra = [path]
    paper.redirects = {path: (302, "http://169.254.169.254/latest/meta-data/")}
    manners = msgspec.structs.replace(MANNERS, opened=frozenset(), allow_private=True)
    summary, done = gather(archive, paper, manners)
    assert [(each.reason) for each in done if each.outcome == "refused"] == ["forbidden"]
    assert summary.stored == 20


def test_without_the_option_this_machine_is_not_asked(paper: Newspaper, archive: SqliteArchive) -> None:
    summary, done = gather(archive, paper, msgspec.structs.replace(MANNERS, opened=frozenset()))
    assert paper.asked == []
    assert (summary.stored, summary.found) == (0, 0)
    assert {each.outcome for each in done} <= {"failed", "refused"}
    assert done


def test_robots_that_cannot_be_reached_forbid_everything_until_they_can(paper: Newspaper, archive: SqliteArchive) -> None:
    paper.robots = (503, "")
    quick = msgspec.structs.replace(MANNERS, patience=0.3)
    summary, _ = gather(archive, paper, quick)
    assert set(paper.counts()) == {"/robots.txt"}
    assert summary.stored == 0
    paper.robots = (404, "")
    due_again(archive)
    archive._write(lambda connection: connection.execute("UPDATE robots SET asked = 0") and None)
    summary, done = gather(archive, paper)
    assert summary.stored == 20, done


def test_robots_that_change_are_obeyed(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    paper.robots = (200, "User-agent: broadsheet\nDisallow: /sport/\n")
    due_again(archive)
    archive._write(lambda connection: connection.execute("UPDATE robots SET asked = 1") and None)
    paper.asked.clear()
    gather(archive, paper)
    assert not [target for target in paper.counts() if target.startswith("/sport/")]
    assert [target for target in paper.counts() if target.startswith("/kultur/")]


def test_a_longer_crawl_delay_counts(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        paper.robots = (200, "User-agent: *\nCrawl-delay: 0.15\n")
        summary, _ = gather(archive, paper)
        assert summary.stored == 4
        polite(paper, 0.15)


def test_retry_after_holds_the_whole_host(archive: SqliteArchive) -> None:
    with Newspaper(6) as paper:
        paper.faults = {"/sport/": [newspaper.status(429, Retry_After="1")]}
        summary, _ = gather(archive, paper)
        assert summary.stored == 6
        place = next(number for number, asked in enumerate(paper.asked) if asked.status == 429)
        assert paper.asked[place + 1].time - paper.asked[place].time >= 0.99


def test_a_server_that_asks_for_a_day_gets_it(archive: SqliteArchive) -> None:
    with Newspaper(6) as paper:
        paper.faults = {"/": [newspaper.status(503, Retry_After="86400")]}
        summary, _ = gather(archive, paper)
        assert list(paper.counts()) == ["/robots.txt", "/"]
        assert summary.stored == 0
        gather(archive, paper)
        assert list(paper.counts()) == ["/robots.txt", "/"]


def test_sitemaps_lead_back_as_far_as_is_wanted(archive: SqliteArchive) -> None:
    with Newspaper(80) as paper:
        summary, _ = gather(archive, paper, feeds=(), sections=(), sitemaps=(f"{paper.address}sitemap.xml",), since="2020-01-01")
        assert (summary.found, summary.stored) == (80, 80)
        assert set(paper.counts().values()) == {1}
        heads = archive.newest("anzeiger", limit=0).heads
        assert all([tag.name for tag in head.sections] for head in heads)


def test_lists_are_asked_for_when_the_paper_publishes(archive: SqliteArchive) -> None:
    """Three articles each day of the last ten at the same hour, which is next in three hours: by that, and not by what the list gave, its next time is set."""
    with Newspaper(30) as paper:
        soon = newspaper.datetime.now(newspaper.UTC).replace(microsecond=30_000) + newspaper.timedelta(hours=3)
        for number, story in enumerate(paper.stories):
            story.published = soon - newspaper.timedelta(days=1 + number // 3)
        lists = {"sitemaps": (f"{paper.address}sitemap.xml",), "since": "2020-01-01", "sections": (), "timezone": "Asia/Tokyo"}
        summary, done = gather(archive, paper, **lists)
        assert summary.stored == 30, done
        read_lists_again(archive)
        gather(archive, paper, **lists)
        for address in (paper.address, f"{paper.address}feed.xml"):
            visit = archive.visits.of("anzeiger", address)
            assert visit is not None
            assert abs(visit.next - soon.timestamp()) <= 300, (visit.next - visit.asked) / 60


def test_news_goes_before_history(archive: SqliteArchive) -> None:
    with Newspaper(60) as paper:
        for story in paper.stories[20:]:
            story.published = newspaper.datetime(2021, 3, 4, tzinfo=newspaper.UTC)
        lists = {"sitemaps": (f"{paper.address}sitemap.xml",), "since": "2020-01-01", "feeds": (), "sections": ()}
        gathering.fetch(archive, [profile(paper, **lists)], MANNERS, jobs=1, enough=lambda: len(paper.pages()) >= 30)
        first = [asked.target for asked in paper.asked if asked.target in paper.pages()]
        assert set(first[:20]) == {story.path for story in paper.stories[:20]}
        new = newspaper.Story(200_000, "Sport", newspaper.datetime.now(newspaper.UTC))
        paper.stories.insert(0, new)
        read_lists_again(archive)
        paper.asked.clear()
        summary, _ = gather(archive, paper, **lists)
        asked = [asked.target for asked in paper.asked if asked.target in paper.pages()]
        assert (asked[0], len(asked), summary.failed) == (new.path, 61 - len(first), 0)


def test_a_changed_profile_counts_from_the_next_round_on(archive: SqliteArchive) -> None:
    """Nothing is due yet, and no list has changed; but of what the lists name more is wanted."""
    with Newspaper(80) as paper:
        old = newspaper.datetime(2021, 3, 4, tzinfo=newspaper.UTC)
        for story in paper.stories[40:]:
            story.published = old
        paper.raw["/alles.xml"] = paper.sitemap("/sitemap-0.xml").encode(), "application/xml"
        lists = {"sitemaps": (f"{paper.address}alles.xml",), "feeds": (), "sections": ()}
        summary, _ = gather(archive, paper, **lists)
        assert summary.stored == 40
        again, _ = gather(archive, paper, **lists, edited=1.0)
        assert (again.found, again.requests) == (0, 0)
        paper.asked.clear()
        edited = newspaper.time.time()
        assert archive.visits.soonest("anzeiger", [f"{paper.address}alles.xml"], edited, edited) == 0.0
        summary, done = gather(archive, paper, **lists, since="2020-01-01", edited=edited)
        assert (summary.stored, summary.failed, paper.counts()["/alles.xml"]) == (40, 0, 1), done
        assert archive.visits.soonest("anzeiger", [f"{paper.address}alles.xml"], newspaper.time.time(), edited) > edited
        last, _ = gather(archive, paper, **lists, since="2020-01-01", edited=edited)
        assert last.requests == 0


def test_an_index_that_has_not_changed_leads_to_sitemaps_that_have(archive: SqliteArchive) -> None:
    with Newspaper(40) as paper:
        lists = {"sitemaps": (f"{paper.address}sitemap.xml",), "since": "2020-01-01", "feeds": (), "sections": ()}
        gather(archive, paper, **lists)
        index = paper.sitemap_index()
        new = newspaper.Story(200_000, "Sport", paper.stories[0].published)
        paper.stories.append(new)
        assert paper.sitemap_index() == index
        read_lists_again(archive)
        paper.asked.clear()
        summary, done = gather(archive, paper, **lists)
        assert (summary.stored, summary.failed) == (1, 0), done
        assert paper.pages() == {new.path: 1}


def test_a_round_that_ends_behind_an_index_is_gone_on_with(archive: SqliteArchive) -> None:
    """The index is not due again for hours; what it named is."""
    with Newspaper(40) as paper:
        lists = {"sitemaps": (f"{paper.address}sitemap.xml",), "since": "2020-01-01", "feeds": (), "sections": ()}
        gathering.fetch(archive, [profile(paper, **lists)], MANNERS, jobs=1, enough=lambda: "/sitemap.xml" in paper.counts())
        assert "/sitemap-0.xml.gz" not in paper.counts()
        before = paper.counts()["/sitemap.xml"]
        summary, done = gather(archive, paper, **lists)
        assert (archive.newest("anzeiger").total, summary.failed) == (40, 0), done
        assert (before, paper.counts()["/sitemap.xml"], paper.counts()["/sitemap-0.xml.gz"]) == (1, 1, 1)


def read_lists_again(archive: SqliteArchive) -> None:
    archive._write(lambda connection: connection.execute("UPDATE visit SET next = 0 WHERE purpose <> 'article' AND next IS NOT NULL") and None)


def test_a_paper_that_moves_to_another_host_is_not_gathered_twice(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    paper.moved_to = f"localhost:{paper.port}"
    paper.stories.insert(0, newspaper.Story(200_000, "Sport", paper.stories[0].published))
    here = msgspec.structs.replace(MANNERS, opened=frozenset({"127.0.0.1", "::1"}))
    for turn in range(2):
        read_lists_again(archive)
        paper.asked.clear()
        summary, done = gather(archive, paper, here)
        assert (summary.stored, summary.changed, summary.failed, summary.refused) == (1 - turn, 0, 0, 0), done
        assert [path for path, count in paper.pages().items() if count] == [paper.stories[0].path] * (1 - turn)
    asked = {(asked.headers["Host"], asked.target) for asked in paper.asked}
    assert (f"127.0.0.1:{paper.port}", "/") not in asked, "what has moved for good is asked for where it is"
    assert archive.newest("anzeiger").total == 21
    due_again(archive)
    summary, done = gather(archive, paper, here)
    assert archive.newest("anzeiger").total == 21, done
    for story in paper.stories:
        for host in ("127.0.0.1", "localhost") if story is not paper.stories[0] else ("localhost",):
            assert archive.targets("anzeiger", (f"http://{host}:{paper.port}{story.path}",)), (host, story.path)


def test_a_section_that_names_an_article_later_is_one_of_its_sections(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    story = paper.stories[0]
    also = f'<article><h2><a href="{story.path}">{story.headline}</a></h2></article>'
    paper.added = {"/kultur/": also, "/sport/": also}
    read_lists_again(archive)
    paper.asked.clear()
    summary, _ = gather(archive, paper)
    assert paper.pages() == {}
    assert (summary.stored, summary.changed) == (0, 0)
    head = archive.find("anzeiger", story.path)
    assert head is not None
    assert [tag.name for tag in head.sections] == ["Politik", "Kultur", "Sport"]
    assert archive.by_name("anzeiger", "section", "kultur").total == 6


def test_a_copy_at_another_address_is_an_alias_and_not_asked_for_again(paper: Newspaper, archive: SqliteArchive) -> None:
    story = paper.stories[0]
    paper.copies = {"/sport/kopie-700001.html": story}
    gather(archive, paper)
    paper.front_extra = list(paper.copies)
    read_lists_again(archive)
    summary, done = gather(archive, paper)
    assert (summary.stored, archive.newest("anzeiger").total) == (0, 20), done
    for _ in range(2):  # first the other address is looked at again, then this one is let go
        due_again(archive)
        gather(archive, paper)
    due_again(archive)
    paper.asked.clear()
    gather(archive, paper)
    assert paper.counts()["/sport/kopie-700001.html"] == 0
    assert paper.counts()[story.path] == 1
    for path in (story.path, *paper.copies):
        head = archive.find("anzeiger", path)
        assert head is not None
        assert (head.headline, addresses.local(head.address)) == (story.headline, story.path)
    assert len(archive.versions(1)) == 1


def test_an_article_under_a_new_slug_without_a_redirect_is_the_same(paper: Newspaper, archive: SqliteArchive) -> None:
    story = paper.stories[0]
    paper.canonical = False
    gather(archive, paper)
    paper.copies = {"/politik/neuer-name-700001.html": story}
    paper.front_extra = list(paper.copies)
    paper.gone = {story.path: 404}
    for _ in range(3):
        due_again(archive)
        gather(archive, paper)
    assert archive.newest("anzeiger").total == 20
    for path in (story.path, *paper.copies):
        head = archive.find("anzeiger", path)
        assert head is not None
        assert (head.headline, addresses.local(head.address), head.version) == (story.headline, "/politik/neuer-name-700001.html", 1)


def test_a_corrected_author_reaches_the_archive(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    due_again(archive)
    paper.stories[0].author = "Enno Adam"
    summary, _ = gather(archive, paper)
    assert (summary.changed, summary.same) == (1, 19)
    head = archive.find("anzeiger", paper.stories[0].path)
    assert head is not None
    assert ([person.name for person in head.authors], head.version) == (["Enno Adam"], 1)


def way(story: newspaper.Story, manner: str) -> list[str]:
    """The addresses of an article's three pages."""
    made = {"query": "{0}?page={1}", "step": "{0}/{1}", "word": "{0}/seite-{1}", "name": "{0}-{1}.html", "other": "{0}?seite={1}"}[manner]
    base = story.path.removesuffix(".html") if manner == "name" else story.path
    return [story.path, *(made.format(base, number) for number in (2, 3))]


@pytest.mark.parametrize("manner", ["query", "step", "word", "name", "other"])
@pytest.mark.parametrize("marks_next", [True, False])
def test_an_article_on_several_pages_is_one(archive: SqliteArchive, manner: str, marks_next: bool) -> None:
    with Newspaper(6) as paper:
        paper.marks_next = marks_next
        story = paper.stories[0]
        pages = paper.paged[story.path] = way(story, manner)
        paper.front_extra = pages[1:]
        paper.faults = {pages[2]: [newspaper.status(503)]}
        summary, done = gather(archive, paper)
        assert (summary.stored, archive.newest("anzeiger").total, summary.refused, summary.failed) == (6, 6, 0, 0), done
        article = archive.article(archive.find("anzeiger", story.path).id)
        assert [plain_text(block.spans) for block in article.body] == story.paragraphs
        counts = paper.counts()
        assert [counts[each] for each in pages] == [2, 2, 2], "once, and once more because the third failed"
        for each in pages[1:]:
            head = archive.find("anzeiger", each)
            assert head is not None
            assert addresses.local(head.address) == story.path
        # What is kept is all of it: read again, it is the same.
        capture = archive.capture(archive.find("anzeiger", story.path).id)
        assert [addresses.local(part.address) for part in continued.parts(capture)] == pages
        assert extract.article(capture).body == article.body
        due_again(archive)
        paper.asked.clear()
        again, _ = gather(archive, paper)
        assert (again.changed, again.stored) == (0, 0)
        polite(paper)


def test_a_change_on_a_later_page_is_seen(archive: SqliteArchive) -> None:
    """The first page, as the server says with 304, has not changed; nor has any page of the other article, which is no version then."""
    with Newspaper(4) as paper:
        one, other = paper.stories[:2]
        paper.paged = {each.path: [each.path, f"{each.path}?page=2"] for each in (one, other)}
        gather(archive, paper)
        due_again(archive)
        paper.asked.clear()
        one.paragraphs[-1] = "Der Ausschuss hat den Beschluss am Abend zurückgenommen, wie die Stadt mitteilte. Ein neuer Termin steht noch nicht fest."
        summary, done = gather(archive, paper)
        assert (summary.changed, summary.same, summary.failed) == (1, 3, 0), done
        assert [asked.status for asked in paper.asked if asked.target == paper.stories[2].path] == [304]
        article = archive.article(archive.find("anzeiger", one.path).id)
        assert [plain_text(block.spans) for block in article.body] == one.paragraphs
        assert archive.find("anzeiger", other.path).version == 1
        polite(paper)


def test_a_later_page_that_repeats_or_is_gone_adds_nothing(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        one, other = paper.stories[:2]
        paper.paged = {one.path: [one.path, f"{one.path}?page=2"], other.path: [other.path, f"{other.path}?page=2"]}
        paper.gone = {f"{other.path}?page=2": 404}
        paper.faults = {f"{one.path}?page=2": [lambda _: newspaper.web.Response(text=paper.part(one, one.path), content_type="text/html")]}
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.refused, summary.failed) == (4, 0, 0), done
        for story in (one, other):
            article = archive.article(archive.find("anzeiger", story.path).id)
            assert [plain_text(block.spans) for block in article.body] == story.paragraphs[:3]


def test_print_and_amp_forms_of_a_listed_article_are_not_asked_for(archive: SqliteArchive) -> None:
    with Newspaper(8) as paper:
        stories = paper.stories
        forms = [f"{stories[0].path}?print=1", f"{stories[1].path}?view=amp", f"{stories[2].path}/amp/", f"{stories[3].path.removesuffix('.html')}.amp.html", f"{stories[4].path}/drucken"]
        paper.front_extra = forms
        summary, done = gather(archive, paper, articles=("/**",))
        assert (summary.failed, archive.newest("anzeiger").total) == (0, 8), done
        assert not [each for each in forms if paper.counts()[each]]
        for each, story in zip(forms, stories, strict=False):
            head = archive.find("anzeiger", each)
            assert head is not None
            assert head.headline == story.headline


def test_a_print_form_that_alone_is_listed_is_asked_for(archive: SqliteArchive) -> None:
    with Newspaper(60) as paper:
        story = paper.stories[-1]
        form = f"{story.path}?print=1"
        paper.front_extra = [form]
        paper.forms = {form: story}
        gather(archive, paper, sections=())
        assert paper.counts()[form] == 1
        head = archive.find("anzeiger", form)
        assert head is not None
        assert (head.headline, addresses.local(head.address)) == (story.headline, story.path)


WRITTEN = {
    "mark before header": ("utf-8-sig", "text/html; charset=iso-8859-1", ""),
    "header": ("cp1252", "text/html; charset=iso-8859-1", ""),
    "header before meta": ("iso8859-2", "text/html; charset=iso-8859-2", "iso-8859-1"),
    "meta": ("iso8859-2", "text/html", "iso-8859-2"),
    "detected": ("cp1252", "text/html", ""),
    "declared wrongly": ("utf-8", "text/html; charset=iso-8859-1", "windows-1252"),
}


def test_pages_come_in_their_own_characters(archive: SqliteArchive) -> None:
    with Newspaper(len(WRITTEN)) as paper:
        for story, (codec, kind, said) in zip(paper.stories, WRITTEN.values(), strict=True):
            story.paragraphs = [f"{paragraph} Über die Größe der Brücke müssen Bürger und Räte beschließen, so heißt es." for paragraph in story.paragraphs]
            page = newspaper.page(paper, story).replace('<meta charset="utf-8">', f'<meta charset="{said}">' if said else "")
            paper.raw[story.path] = page.encode(codec, "xmlcharrefreplace"), kind
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.refused) == (len(WRITTEN), 0), done
        for story in paper.stories:
            head = archive.find("anzeiger", story.path)
            assert head is not None
            assert head.headline == story.headline
            article = archive.article(head.id)
            assert article is not None
            assert [plain_text(block.spans) for block in article.body] == story.paragraphs


def test_a_server_that_says_how_long_its_lists_hold_is_believed(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        kind = "application/rss+xml"
        paper.faults = {"/feed.xml": [lambda _: newspaper.web.Response(text=paper.feed(), content_type=kind, headers={"Cache-Control": "public, max-age=40000"})]}
        gather(archive, paper)
        visit = archive.visits.of("anzeiger", f"{paper.address}feed.xml")
        assert visit is not None
        assert 39_990 <= visit.next - visit.asked <= 40_000


def test_a_number_at_the_end_of_an_address_may_be_an_article_of_its_own(archive: SqliteArchive) -> None:
    with Newspaper(6) as paper:
        first, second = paper.stories[:2]
        paper.copies = {first.path.replace(".html", "-2.html"): second, f"/{first.section.lower()}/12": first}
        paper.stories = [first, *paper.stories[2:]]
        paper.front_extra = list(paper.copies)
        summary, done = gather(archive, paper, articles=("/*/*-#.html", "/*/#"))
        assert (summary.refused, summary.failed, archive.newest("anzeiger").total) == (0, 0, 6), done
        for path, story in {first.path: first, **paper.copies}.items():
            head = archive.find("anzeiger", path)
            assert head is not None
            assert head.headline == story.headline


def test_a_later_page_that_always_fails_costs_its_own_text_alone(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        paper.paged = {story.path: [story.path, f"{story.path}?page=2"]}
        paper.gone = {f"{story.path}?page=2": 500}
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.failed) == (4, 0), done
        article = archive.article(archive.find("anzeiger", story.path).id)
        assert [plain_text(block.spans) for block in article.body] == story.paragraphs[:3]
        assert paper.counts()[f"{story.path}?page=2"] == ATTEMPTS
        due_again(archive)
        del paper.gone[f"{story.path}?page=2"]
        gather(archive, paper)
        article = archive.article(archive.find("anzeiger", story.path).id)
        assert [plain_text(block.spans) for block in article.body] == story.paragraphs, "what came at last was not taken"


def test_an_article_without_an_end_ends(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        paper.paged = {story.path: [story.path, *(f"{story.path}?page={number}" for number in range(2, 99))]}
        story.paragraphs = [f"{story.paragraphs[0]} Das ist der {number}. Teil davon." for number in range(98)]
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.failed) == (4, 0), done
        assert sum(count for target, count in paper.counts().items() if target.startswith(story.path)) == forms.MOST


def test_a_slow_paper_is_slow_at_all_of_its_hosts(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        paper.moved_to = f"localhost:{paper.port}"
        manners = msgspec.structs.replace(MANNERS, pace=0.0, opened=frozenset({"127.0.0.1", "::1"}))
        summary, done = gather(archive, paper, manners, pace=0.05)
        assert summary.stored == 4, done
        there = [asked.time for asked in paper.asked if asked.headers["Host"].startswith("localhost") and asked.target.endswith(".html")]
        assert len(there) == 4
        assert min(later - earlier for earlier, later in itertools.pairwise(there)) >= 0.05 * 0.99
