"""Learning while pages are imported: what is learned is used and stored, and makes no version of what the archive has."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet import newsroom
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.errors import CaptureError, ExtractionError
from broadsheet.knowledge import Knowledge
from broadsheet.learning import Learning
from broadsheet.model import Article, Capture, plain_text
from broadsheet.workers import Extracted

APPEAL = "Der Hafenbote kommt auch als Brief: jeden Freitag alles, was die Flut in dieser Woche angespült hat."
HEADLINES = ("Brücke klemmt seit Sonntag", "Heringe tanzen vor Publikum", "Leuchtturm findet Käufer", "Bücherei fährt Boot")


def page(number: int, more: str = "") -> Capture:
    headline = HEADLINES[number]
    body = "".join(f"<p>{headline}: das ist Satz {place}, den es nur hier gibt, und er geht noch eine ganze Weile weiter bis zum Punkt.</p>" for place in range(6))
    markup = f"<html lang=de><title>{headline}</title><article><h1>{headline}</h1>{body}{more}<p>{APPEAL}</p></article></html>"
    return Capture(body=markup.encode(), address=f"https://www.bote.example/nachricht-{number}-471{number}.html", source=f"{number}", time="2026-11-22T12:00:00Z")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path, write=True) as opened:
        yield opened


def stored(archive: SqliteArchive, number: int) -> list[str]:
    head = archive.find("bote", page(number).address)
    assert head is not None
    article = archive.article(head.id)
    assert article is not None
    return [plain_text(block.spans) for block in article.body]  # type: ignore[union-attr]


def test_what_was_learned_is_stored_and_used_by_the_next_import(archive: SqliteArchive):
    newsroom.import_captures(archive, [page(0), page(1)], jobs=1)
    assert archive.sites.articles() == {"bote.example": 2}
    assert [standing.start for standing in archive.sites.of("bote.example").standing()] == [APPEAL]
    newsroom.import_captures(archive, [page(2)], jobs=1)
    assert APPEAL in stored(archive, 1)
    assert APPEAL not in stored(archive, 2)
    assert len(stored(archive, 2)) == 6


def test_what_is_known_makes_no_version_of_what_is_stored(archive: SqliteArchive):
    newsroom.import_captures(archive, [page(0), page(1)], jobs=1)
    again = newsroom.import_captures(archive, [page(0), page(1)], jobs=1)
    assert (again.same, again.changed) == (2, 0)
    changed = newsroom.import_captures(archive, [page(0, "<p>Seit heute klemmt sie nicht mehr: das sagt der Brückenwärter, und der muss es wissen.</p>")], jobs=1)
    assert changed.changed == 1
    assert APPEAL not in stored(archive, 0)


def test_pages_without_a_site_or_an_article_teach_nothing(archive: SqliteArchive):
    learning = Learning(archive)
    assert learning.of(Capture(body=b"")) is None
    learning.see(Extracted(None, CaptureError("x: no file")))
    learning.see(Extracted(page(0), ExtractionError("x", "no-article")))
    learning.save()
    assert archive.sites.articles() == {}
    learning.see(Extracted(page(0), ExtractionError("x", "list-page")))
    learning.save()
    assert archive.sites.of("bote.example").lists == ("/nachricht-0-4710.html",)
    assert learning.of(page(1)) is None, "no article was learned from"


def test_a_folder_of_site_configs_goes_before_what_is_learned(archive: SqliteArchive, tmp_path: Path):
    pytest.importorskip("lxml")
    (tmp_path / "ftr").mkdir()
    (tmp_path / "ftr" / "bote.example.txt").write_text("title: concat('Regel: ', //h1)\nstrip: //p[contains(., 'Freitag')]")
    (tmp_path / "pages").mkdir()
    for number in range(2):
        (tmp_path / "pages" / f"{number}.html").write_bytes(page(number).body)
        with (tmp_path / "pages" / "captures.jsonl").open("a") as manifest:
            manifest.write(json.dumps({"id": str(number), "url": page(number).address}) + "\n")
    newsroom.import_paths(archive, [tmp_path / "pages"], jobs=1, site_configs=str(tmp_path / "ftr"))
    head = archive.find("bote", page(1).address)
    assert head is not None
    assert head.headline == f"Regel: {HEADLINES[1]}"
    assert APPEAL not in stored(archive, 1)
    assert archive.sites.of("bote.example").rules is None, "the user's rules are no part of what is learned"
    assert archive.sites.articles() == {"bote.example": 2}


def test_every_fifty_articles_are_stored(archive: SqliteArchive):
    from broadsheet import knowledge

    learning = Learning(archive)
    for number in range(60):
        seen = knowledge.Observation(address=f"https://bote.example/{number}")
        learning.see(Extracted(page(0), Article(headline="x"), seen))
    assert archive.sites.of("bote.example").articles == 50
    known = learning.of(page(0))
    assert isinstance(known, Knowledge)
    assert known.articles == 60
