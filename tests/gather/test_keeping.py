"""What a publisher forbids is not taken, a template that changed is seen the same day, and captures stay within their budget."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from broadsheet import cli
from broadsheet.archive.sqlite import SqliteArchive, open_archive

from . import newspaper
from .gathered import due_again, gather, profile
from .newspaper import Newspaper


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as one:
        yield one


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path / "data", write=True) as one:
        yield one


def with_header(paper: Newspaper, number: int, name: str, value: str) -> None:
    """Let the page of a story be answered with one more header."""
    story = paper.stories[number]
    body = newspaper.page(paper, story)
    paper.faults[story.path] = [lambda _: web.Response(text=body, content_type="text/html", headers={name: value})]


def address(paper: Newspaper, number: int) -> str:
    return f"{paper.address.rstrip('/')}{paper.stories[number].path}"


def test_what_a_publisher_forbids_is_not_taken(paper: Newspaper, archive: SqliteArchive) -> None:
    with_header(paper, 0, "X-Robots-Tag", "noindex")
    with_header(paper, 1, "X-Robots-Tag", "noarchive")
    with_header(paper, 2, "X-Robots-Tag", "nosnippet")
    with_header(paper, 3, "TDM-Reservation", "1")
    marked = newspaper.page(paper, paper.stories[4]).replace("<head>", '<head><meta name="robots" content="noindex">')
    paper.faults[paper.stories[4].path] = [lambda _: web.Response(text=marked, content_type="text/html")]
    place = paper.stories[5].path
    paper.faults["/.well-known/tdmrep.json"] = [lambda _: web.json_response([{"location": place, "tdm-reservation": 1}])]
    summary, done = gather(archive, paper)
    assert (summary.stored, summary.refused) == (16, 4)
    refused = {each.address: each.reason for each in done if each.outcome == "refused"}
    assert refused == {address(paper, 0): "noindex", address(paper, 3): "reserved", address(paper, 4): "noindex", address(paper, 5): "reserved"}
    assert paper.counts()["/.well-known/tdmrep.json"] == 1

    free, page = (archive.find("anzeiger", address(paper, number)) for number in (6, 1))
    assert free is not None
    assert page is not None
    assert archive.capture(free.id) is not None
    assert archive.capture(page.id) is None
    assert page.words > 100

    head = archive.find("anzeiger", address(paper, 2))
    assert head is not None
    article = archive.article(head.id)
    assert article is not None
    assert (head.headline, head.teaser, article.body, article.completeness) == (paper.stories[2].headline, "", (), "excerpt")
    assert archive.capture(head.id) is None
    assert archive.warnings("anzeiger") == ()


def test_the_publishers_word_lifts_it(paper: Newspaper, archive: SqliteArchive) -> None:
    with_header(paper, 0, "X-Robots-Tag", "noindex, noarchive")
    summary, _ = gather(archive, paper, permission="Mit freundlicher Genehmigung des Verlags")
    assert (summary.stored, summary.refused) == (20, 0)
    head = archive.find("anzeiger", address(paper, 0))
    assert head is not None
    assert archive.capture(head.id) is not None


def empty_shell(paper: Newspaper, story: newspaper.Story) -> str:
    """A template in which the text comes by a script."""
    return f'{paper.head(story.headline)}</head><body>{paper.navigation()}<main><div id="app"></div></main></body></html>'


def test_a_changed_template_is_seen_the_same_day(
    paper: Newspaper, archive: SqliteArchive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gather(archive, paper)
    (day,) = archive.health.of("anzeiger")
    assert (day.found, day.fetched, day.refused, day.short) == (20, 20, 0, 0)
    assert day.mean > 100
    assert day.summaries > 0
    archive._write(lambda connection: connection.execute("UPDATE health SET day = '2026-01-01'") and None)
    paper.template = empty_shell
    paper.validators = False
    archive._write(lambda connection: connection.execute("UPDATE visit SET next = 0 WHERE purpose <> 'article'") and None)
    paper.stories[:0] = [newspaper.Story(300_000 + number, "Sport", paper.stories[0].published) for number in range(4)]
    gather(archive, paper)
    (warning,) = archive.warnings("anzeiger")
    assert "4 of 4 articles became no article, 0% on the days before (refused)" in warning
    archive.close()

    assert cli.run(["health", "--data", str(tmp_path / "data")]) == 8
    out = capsys.readouterr().out
    assert "4 of 4 articles became no article" in out
    assert cli.run(["health", "anzeiger", "--json", "--data", str(tmp_path / "data")]) == 8
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["paper"], told["warnings"][0]["kind"], told["days"][0]["refused"], told["days"][1]["found"]) == ("anzeiger", "refused", 4, 20)
    assert cli.run(["health", "nobody", "--data", str(tmp_path / "data")]) == 2
    assert "no paper of that key" in capsys.readouterr().err


def test_an_archive_without_gathering_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_archive(tmp_path, write=True):
        pass
    assert cli.run(["health", "--data", str(tmp_path)]) == 0
    assert "nothing was gathered yet" in capsys.readouterr().out


def test_fetch_keeps_captures_within_their_budget(paper: Newspaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.config._LEAST", 1)
    config = tmp_path / "broadsheet.toml"
    config.write_text('data = "data"\n[archive]\ncaptures = "2 KB"\n[net]\nallow_private = true\n')
    with open_archive(tmp_path / "data", write=True):
        pass
    from broadsheet.gather import profile as profiles

    profiles.write(tmp_path / "data", profile(paper))
    assert cli.run(["fetch", "--pace", "0.01", "--jobs", "1", "--config", str(config)]) == 0
    with open_archive(tmp_path / "data", write=False) as archive:
        heads = archive.newest("anzeiger", limit=0).heads
        assert len(heads) == 20
        kept = [archive.capture(head.id) for head in heads]
        assert 0 < sum(page is not None for page in kept) < 20
        with archive._reader() as connection:
            assert connection.execute("SELECT sum(length(bytes)) FROM page").fetchone()[0] <= 2000


def test_what_is_known_is_asked_for_once_a_day(paper: Newspaper, archive: SqliteArchive) -> None:
    gather(archive, paper)
    due_again(archive)
    gather(archive, paper)
    assert paper.counts()["/.well-known/tdmrep.json"] == 1
