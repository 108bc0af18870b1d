"""A newspaper is gathered: each article once, in its sections, no address more often or faster than the rules say, whatever the server does."""

import itertools

import msgspec

from broadsheet import address as addresses
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.model import plain_text

from . import newspaper
from .gathered import MANNERS, PACE, due_again, gather, polite, read_lists_again
from .newspaper import Newspaper


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
