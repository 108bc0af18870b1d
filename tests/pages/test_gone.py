"""What was withdrawn has a page of its own, wherever it was, and nothing else has."""

from pathlib import Path

import pytest

from broadsheet import pages
from broadsheet.archive.sqlite import open_archive
from broadsheet.labels import read_date
from broadsheet.model import Article, Facts, Paper, Paragraph, Span, plain_text

ADDRESS = "https://bote.example/a/nebel-200001.html"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/a/nebel-200001.html", "gone"),
        ("/bote/a/nebel-200001.html", "gone"),
        ("/~/text/a/nebel-200001.html", "gone"),
        ("/~/a/1", "gone"),
        ("/~/a/1/1", "gone"),
        ("/~/history/1", "gone"),
        ("/~/history/1/1/2", "gone"),
        ("/a/nebel-200002.html", "ok"),
        ("/~/a/2", "ok"),
        ("/~/a/3", "missing"),
        ("/~/topic/1", "missing"),
        ("/~/day/1", "missing"),
        ("/~/front/1/1", "missing"),
        ("/~/a/9999999999999999999999", "missing"),
        ("/~/a/x", "missing"),
        ("/a/nichts.html", "missing"),
        ("/~/feed/atom/a/nebel-200001.html", "gone"),
    ],
)
def test_the_tombstone(tmp_path: Path, path: str, status: str) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/", language="de"))
        for number in (1, 2):
            body = (Paragraph((Span("Der Nebel kam."),)),)
            archive.put("bote", Article(address=f"https://bote.example/a/nebel-20000{number}.html", headline=f"Nebel {number}", body=body))
        assert archive.withdraw("bote", ADDRESS, "Auf Wunsch") is not None
        answer = pages.answer(pages.mounted(archive), path)
        assert answer.page.status == status
        if status == "gone":
            assert answer.page.title == "Dieser Artikel wurde zurückgezogen"
            assert "Auf Wunsch" in [plain_text(block.spans) for block in answer.page.main if isinstance(block, Paragraph)]
            assert answer.article is None
            assert isinstance(answer.page.main[0], Facts)
            assert len(read_date(answer.page.main[0].facts[0])) == len("2026-03-05"), "the day when it was withdrawn"
