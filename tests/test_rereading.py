"""The archive's pages are read again: it is said what would change, then it changes, whole or not at all, and is gone on with after any end."""

import contextlib
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from broadsheet import cli, newsroom, rereading
from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.model import Article, Capture, Paper, Paragraph, Person, Span, Tag
from broadsheet.rereading import Change, Summary, differences, settled

HERE = Path(__file__).parent
EXTRACTOR = "invented_extractor"


@pytest.fixture(autouse=True)
def extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    assert str(HERE) in sys.path


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path, write=True) as opened:
        opened.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/", language="de", sections=("Politik",)))
        yield opened


def stored(number: int, **fields: object) -> Article:
    """The article as the older extractor read page *number*: without the last words of its headline."""
    given = {"body": (Paragraph((Span("text"),)),), "paper": "Das Blatt", "language": "de", "headline": f"Alt {number}", **fields}
    return Article(address=f"https://bote.example/a/{number}.html", **given)


def fill(archive: SqliteArchive, count: int, page: str = "text:Neu {0}") -> None:
    with archive.batch():
        for number in range(count):
            capture = Capture(body=page.format(number).encode(), address=f"https://bote.example/a/{number}.html", time="2026-03-01T12:00:00Z")
            archive.put("bote", stored(number), capture)


def run(archive: SqliteArchive, *, write: bool) -> tuple[Summary, list[Change]]:
    changes: list[Change] = []
    return rereading.reread(archive, ("bote",), write=write, jobs=1, on_change=changes.append, extractor=EXTRACTOR), changes


def headlines(archive: SqliteArchive) -> list[str]:
    return [head.headline for head in archive.newest("bote", limit=0).heads]


def test_it_says_what_would_change_before_it_changes(archive: SqliteArchive) -> None:
    fill(archive, 3)
    archive.put("bote", stored(3), None)
    before = headlines(archive)
    summary, changes = run(archive, write=False)
    assert (summary.read, summary.changed, summary.same, summary.pageless) == (3, 3, 0, 1)
    assert changes[0].line() == 'https://bote.example/a/0.html (version 1): headline "Alt 0" → "Neu 0"'
    assert headlines(archive) == before

    assert run(archive, write=True) == (summary, changes)
    assert sorted(headlines(archive)) == ["Alt 3", "Neu 0", "Neu 1", "Neu 2"]
    assert archive.search(parse("Neu")).total == 3
    assert archive.search(parse("Alt")).total == 1
    assert [version.headline for version in archive.versions(1)] == ["Neu 0"]  # the paper's version still
    again, changes = run(archive, write=True)
    assert (again.same, again.changed, changes) == (3, 0, [])


def test_every_version_is_read_from_its_own_page(archive: SqliteArchive) -> None:
    for number, words in enumerate(("eins", "zwei"), 1):
        capture = Capture(body=f"{words}:Neu".encode(), address="https://bote.example/a/0.html", time=f"2026-03-0{number}T12:00:00Z")
        archive.put("bote", stored(0, body=(Paragraph((Span(words + " falsch"),)),)), capture)
    summary, changes = run(archive, write=True)
    assert (summary.changed, [change.version for change in changes]) == (2, [1, 2])
    assert "1 paragraph more, 1 paragraph less" in changes[0].line()
    for number, words in enumerate(("eins", "zwei"), 1):
        found = archive.article(1, number)
        assert found is not None
        assert found.body == (Paragraph((Span(words),)),)
    assert archive.search(parse("zwei")).total == 1
    assert archive.search(parse("falsch")).total == 0


def test_a_page_that_is_refused_now_keeps_its_article(archive: SqliteArchive) -> None:
    fill(archive, 2, "refuse:no-article")
    summary, changes = run(archive, write=True)
    assert (summary.refused, summary.changed) == (2, 0)
    assert changes[0].line().endswith("refused (no-article), stays as it is")
    assert sorted(headlines(archive)) == ["Alt 0", "Alt 1"]


def test_what_is_interrupted_is_gone_on_with(archive: SqliteArchive) -> None:
    fill(archive, 30)

    class EnoughError(Exception):
        pass

    seen: list[Change] = []

    def stop(change: Change) -> None:
        seen.append(change)
        if len(seen) == 10:
            raise EnoughError

    with pytest.raises(EnoughError):
        rereading.reread(archive, ("bote",), write=True, jobs=1, on_change=stop, extractor=EXTRACTOR)
    assert sum(headline.startswith("Neu") for headline in headlines(archive)) == 9
    summary, changes = run(archive, write=True)
    assert (summary.read, len(changes)) == (21, 21)
    assert all(headline.startswith("Neu") for headline in headlines(archive))
    assert run(archive, write=True)[0].read == 30  # it was finished: the next begins at the beginning


def test_several_papers_are_one_piece_of_work(archive: SqliteArchive) -> None:
    """One after the other through the same workers; an end in the second is gone on with there, and the first is not read once more."""
    archive.put_paper(Paper(key="anzeiger", name="Der Anzeiger", address="https://anzeiger.example/", language="de"))
    fill(archive, 6)
    for number in range(6):
        address = f"https://anzeiger.example/a/{number}.html"
        archive.put("anzeiger", msgspec.structs.replace(stored(number), address=address), Capture(body=f"text:Neuer {number}".encode(), address=address))
    seen: list[Change] = []

    def stop(change: Change) -> None:
        seen.append(change)
        if len(seen) == 8:
            raise KeyboardInterrupt

    both = ("bote", "anzeiger")
    with pytest.raises(KeyboardInterrupt):
        rereading.reread(archive, both, write=True, jobs=1, on_change=stop, extractor=EXTRACTOR)
    assert [change.paper for change in seen] == ["bote"] * 6 + ["anzeiger"] * 2
    summary = rereading.reread(archive, both, write=True, jobs=1, on_change=seen.append, extractor=EXTRACTOR)
    assert (summary.read, summary.changed, [change.paper for change in seen[8:]]) == (5, 5, ["anzeiger"] * 5)
    assert sorted(head.headline for head in archive.newest("anzeiger", limit=0).heads) == [f"Neuer {number}" for number in range(6)]
    assert rereading.reread(archive, both, write=True, jobs=1, extractor=EXTRACTOR) == Summary(read=12, same=12)


def test_names_and_related_articles_follow(archive: SqliteArchive) -> None:
    fill(archive, 1)
    archive.put("bote", stored(1, tags=(Tag("Hafen"),), authors=(Person("Odilo Sumpf"),), sections=(Tag("Politik"), Tag("Anzeige"))), Capture(body=b"text:Neu", address="https://bote.example/a/1.html"))
    run(archive, write=True)
    found = archive.find("bote", "/a/1.html")
    assert found is not None
    # The paper's own section stays, which its lists may have told; what the page alone had said is what it says now.
    assert ([tag.name for tag in found.sections], found.tags, found.authors) == (["Politik"], (), ())
    assert archive.names("bote", "topic") == ()
    assert archive.search(parse("author:Odilo")).total == 0


def test_differences_in_words() -> None:
    old = stored(1, teaser="Eins", authors=(Person("A"),), body=tuple(Paragraph((Span(words),)) for words in ("eins", "zwei", "drei")))
    new = msgspec.structs.replace(
        old, teaser="Zwei", authors=(Person("B", "Foto"),), body=(*old.body[:2], Paragraph((Span("vier"),)), Paragraph((Span("fünf"),))), completeness="excerpt", extractor="x"
    )
    assert differences(old, new) == ("new teaser", 'completeness "full" → "excerpt"', "authors A → B (Foto)", "2 paragraphs more", "1 paragraph less")
    assert differences(old, msgspec.structs.replace(old, extractor="newer")) == ()
    assert differences(old, msgspec.structs.replace(old, body=(Paragraph((Span("eins", "https://x.example/"),)), *old.body[1:]))) == ("the text set otherwise",)
    assert settled(old, msgspec.structs.replace(old, address="https://elsewhere.example/"), frozenset()).address == old.address


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "sample"
    with open_archive(data, write=True) as archive:
        newsroom.import_sample(archive, jobs=1)
        archive._write(lambda connection: connection.execute("DELETE FROM capture WHERE version > 4") and None)
        head = archive.head(1)
        assert head is not None
        worse = archive.article(1)
        assert worse is not None
        archive.rewriting.put(1, msgspec.structs.replace(worse, headline="Falsch", body=worse.body[:1]))
    assert cli.run(["reread", "--jobs", "1", "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert 'headline "Falsch" → ' in out
    assert "Nothing was changed" in out
    assert cli.run(["reread", "hafenbote", "--yes", "--json", "--jobs", "1", "--data", str(data)]) == 0
    lines = [msgspec.json.decode(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["read"] == 4
    assert lines[-1]["changed"] >= 1
    with open_archive(data, write=False) as archive:
        assert archive.head(1).headline == head.headline
    assert cli.run(["reread", "nobody", "--data", str(data)]) == 2
    assert "no paper of that key" in capsys.readouterr().err


def test_a_terminal_is_told_how_far_it_is(tmp_path: Path) -> None:
    """Also where nothing changes, and what changes goes where standard output goes; a pipe gets nothing of it."""
    with open_archive(tmp_path, write=True) as archive:
        newsroom.import_sample(archive, jobs=1)
        archive._write(lambda connection: connection.execute("DELETE FROM capture WHERE version > 4") and None)
        archive.rewriting.put(1, msgspec.structs.replace(archive.article(1), headline="Falsch"))
        assert [rereading.left(archive, ("hafenbote",), write=write) for write in (True, False)] == [4, 4]
        archive.rewriting.set_mark("hafenbote", rereading.__version__, 3)
        assert [rereading.left(archive, ("hafenbote",), write=write) for write in (True, False)] == [1, 4]
        archive.rewriting.set_mark("hafenbote", rereading.__version__, 0)
    command = [sys.executable, "-m", "broadsheet", "reread", "--jobs", "1", "--data", str(tmp_path)]
    ours, theirs = pty.openpty()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, timeout=120, check=True, env={**os.environ, "TERM": "xterm", "COLUMNS": "80"})
    os.close(theirs)
    told = b""
    with contextlib.suppress(OSError):  # what a terminal says where nobody has its other end any more
        while data := os.read(ours, 1 << 16):
            told += data
    os.close(ours)
    assert b"4 of 4 pages read" in told
    assert b"Falsch" not in told
    assert b'headline "Falsch" \xe2\x86\x92 ' in done.stdout
    piped = subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert (piped.stdout, piped.stderr) == (done.stdout, b"")
