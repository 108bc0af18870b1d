"""When a paper's lists are asked for, and in what order what they name."""

import pytest

from broadsheet import gathering
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.net.hours import Hours

from . import newspaper
from .gathered import MANNERS, due_again, gather, polite, profile, read_lists_again
from .newspaper import Newspaper


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


def test_what_an_interrupted_round_left_is_counted_apart_from_what_is_found(archive: SqliteArchive) -> None:
    with Newspaper(20) as paper:
        first = gathering.fetch(archive, [profile(paper)], MANNERS, jobs=1, enough=lambda: len(paper.pages()) >= 5)
        left = 20 - first.stored
        assert 0 < left < 20
        assert " due from before" not in first.line()
        summary, done = gather(archive, paper)
        assert (summary.found + summary.due, summary.stored) == (left, left), done
        due_again(archive)
        summary, _ = gather(archive, paper, feeds=(), sections=(), sitemaps=())
        on_front = summary.found
        assert (summary.due, summary.same) == (20 - on_front, 20)
        assert summary.line().startswith(f"{on_front} found, {20 - on_front} due from before: 0 stored, 0 changed, 20 unchanged, ")


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


def test_a_server_that_says_how_long_its_lists_hold_is_believed(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        kind = "application/rss+xml"
        paper.faults = {"/feed.xml": [lambda _: newspaper.web.Response(text=paper.feed(), content_type=kind, headers={"Cache-Control": "public, max-age=40000"})]}
        gather(archive, paper)
        visit = archive.visits.of("anzeiger", f"{paper.address}feed.xml")
        assert visit is not None
        assert 39_990 <= visit.next - visit.asked <= 40_000


def test_what_a_list_says_of_an_article_is_not_lost_when_a_round_ends_early(archive: SqliteArchive) -> None:
    """The list has not changed since, and says so: what it said of articles that were not asked for then has to be read again."""
    with Newspaper(8) as paper:
        story = next(each for each in paper.stories if each.section == "Politik")
        paper.added["/kultur/"] = paper.links([story])
        asked = [False]

        def enough() -> bool:
            asked[0] = asked[0] or any(each.target == "/kultur/" for each in paper.asked)
            return asked[0] and paper.counts()["/sport/"] > 0

        first = gathering.fetch(archive, [profile(paper)], MANNERS, jobs=1, enough=enough)
        assert first.stored < 8
        due_again(archive)
        summary, done = gather(archive, paper)
        assert (first.stored + summary.stored, summary.failed) == (8, 0), done
        assert [tag.name for tag in archive.find("anzeiger", story.path).sections] == ["Politik", "Kultur"]
        due_again(archive)
        paper.asked.clear()
        gather(archive, paper)
        assert {each.status for each in paper.asked if each.target in {"/feed.xml", "/kultur/"}} == {304}
        polite(paper)


def test_a_list_that_moved_for_good_to_what_is_gone_is_looked_for_where_it_was(archive: SqliteArchive) -> None:
    """A redirect that a slip made lasting; the host that it led to does not answer any more."""
    with Newspaper(4) as paper:
        with Newspaper(2) as other:
            paper.redirects = {"/feed.xml": (301, f"{other.address}feed.xml")}
            gather(archive, paper)
            visit = archive.visits.of("anzeiger", f"{paper.address}feed.xml")
            assert (visit.location, visit.failures) == (f"{other.address}feed.xml", 0)
        paper.redirects = {}
        paper.asked.clear()
        for _ in range(2):
            read_lists_again(archive)
            summary, done = gather(archive, paper)
        assert (summary.failed, paper.counts()["/feed.xml"]) == (0, 1), done
        visit = archive.visits.of("anzeiger", f"{paper.address}feed.xml")
        assert (visit.location, visit.failures, visit.status) == ("", 0, 200)


def test_the_sitemaps_of_a_history_are_looked_at_ever_less(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose paper publishes all day, and whose index says of none when it changed."""
    with Newspaper(12) as paper:
        children = [f"{paper.address}teil-{number}.xml" for number in range(4)]
        named = "".join(f"<sitemap><loc>{child}</loc></sitemap>" for child in children)
        paper.raw["/index.xml"] = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{named}</sitemapindex>".encode(), "application/xml"
        for number, child in enumerate(children):
            urls = "".join(f"<url><loc>{paper.address.rstrip('/')}{story.path}</loc></url>" for story in paper.stories[3 * number : 3 * number + 3])
            urlset = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
            paper.raw["/" + child.rpartition("/")[2]] = urlset.encode(), "application/xml"
        known = Hours((1.0,) * 288)
        monkeypatch.setattr("broadsheet.rounds.hours.hours", lambda *_: known)
        lists = {"sitemaps": (f"{paper.address}index.xml",), "since": "2020-01-01", "feeds": (), "sections": ()}
        gather(archive, paper, **lists)
        archive._write(lambda connection: connection.execute("UPDATE visit SET found = found - 864000000000, changed = changed - 864000000000, asked = asked - 864000000000") and None)
        waits = {child: [] for child in (*children, f"{paper.address}index.xml")}
        for _ in range(3):
            archive._write(lambda connection: connection.execute("UPDATE visit SET next = 1, interval = max(interval, 30000) WHERE purpose <> 'article'") and None)
            gather(archive, paper, **lists)
            for child in waits:
                visit = archive.visits.of("anzeiger", child)
                waits[child].append(visit.next - visit.asked)
        assert all(waits[child][-1] > 86400 for child in children)
        assert waits[f"{paper.address}index.xml"][-1] <= 6 * 3600
        assert archive.newest("anzeiger").total == 12
