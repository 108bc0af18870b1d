"""The whole way with the real pages beside the repository: each becomes an article or is refused with a reason, and each page keeps its form."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet import newsroom, pages
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.model import Page
from broadsheet.render import FORMS, Setting
from broadsheet.typeset import cells

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S+|/\S+")
FORBIDDEN = {"Cc", "Cs", "Co"}
OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff")


@pytest.fixture(scope="module")
def archive(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path_factory.mktemp("corpus"), write=True) as opened:
        done: list[newsroom.Done] = []
        summary = newsroom.import_paths(opened, [shared / "corpus" / "fundus"], on_result=done.append)
        assert summary.found == 170
        assert summary.failed == 0
        assert all(one.reason and one.message for one in done if one.outcome == "refused"), "a refusal without its reason"
        yield opened


@pytest.fixture(scope="module")
def shown(archive: SqliteArchive) -> list[Page]:
    edition = pages.mounted(archive)
    heads = [head for paper in archive.papers() for head in archive.newest(paper.key, limit=0).heads]
    found = [pages.answer(edition, pages.article_path(edition, head)).page for head in heads]
    assert len(found) >= 160
    assert all(page.status == "ok" and page.kind == "article" for page in found)
    lists = [pages.answer(edition, f"/{paper.key}").page for paper in archive.papers()]
    assert all(page.status == "ok" for page in lists)
    return found + lists


@pytest.mark.parametrize("width", [40, 75, 120])
@pytest.mark.parametrize("form", ["text", "menu"])
def test_no_line_is_over_its_width_addresses_excepted(shown: list[Page], form: str, width: int) -> None:
    for page in shown:
        for line in FORMS[form].render(page, Setting(width=width, host="localhost", port=7070)).split("\n"):
            text = line.rstrip("\r").split("\t")[0]
            if form == "menu":
                text = text[1:]
            assert cells(text) <= width or any(cells(word) > width - 12 and ADDRESS.search(word) for word in text.split()), f"{page.path}: {text}"


@pytest.mark.parametrize("form", sorted(FORMS))
def test_no_page_carries_a_control_character(shown: list[Page], form: str) -> None:
    allowed = {"\n"} | ({"\r", "\t"} if form == "menu" else set())
    for page in shown:
        text = FORMS[form].render(page, Setting())
        bad = {char for char in set(text) - allowed if unicodedata.category(char) in FORBIDDEN or char in OVERRIDES or 0xE0000 <= ord(char) <= 0xE007F}
        assert not bad, f"{page.path}: {bad!r}"


def test_menus_have_four_fields_of_which_none_is_too_long(shown: list[Page]) -> None:
    for page in shown:
        lines = FORMS["menu"].render(page, Setting()).split("\r\n")
        assert lines[-2:] == [".", ""]
        for line in lines[:-2]:
            assert line.count("\t") == 3, f"{page.path}: {line!r}"
            assert len(line.encode()) < 1024, f"{page.path}: {line!r}"
