"""Files to take away: where they are linked, and which pages have them."""

import pytest

from broadsheet import pages
from broadsheet.archive import Archive

from .invented import Get


def files(answer: pages.Answer) -> list[str]:
    return [link.address for link in answer.page.navigation if "/~/file/" in link.address]


def test_a_day_has_files_of_itself(get: Get) -> None:
    assert files(get("/~/day/2024-12-03")) == ["/~/file/epub/~/day/2024-12-03", "/~/file/text/~/day/2024-12-03"]


def test_the_front_page_leads_to_the_files_of_its_newest_day(get: Get) -> None:
    newest = max(head.day for head in listed(get("/")).heads)
    assert files(get("/")) == [f"/~/file/{word}/~/day/{newest}" for word in ("epub", "text")]
    assert files(get("/", root="")) == []


def test_below_its_own_name_a_paper_has_its_own_files(get: Get) -> None:
    (book, text) = files(get("/bote", root=""))
    assert (book, text) == ("/~/file/epub/bote/~/day/2024-12-03", "/~/file/text/bote/~/day/2024-12-03")
    answer = get(book, root="")
    assert (answer.form, listed(answer).paper and listed(answer).paper.key) == ("epub", "bote")  # pyright: ignore[reportOptionalMemberAccess]


@pytest.mark.parametrize("path", ["/~/newest", "/politik/", "/~/topics", "/~/day", "/~/day/2024-12", "/~/find/QnJpZGdl", "/~/about"])
def test_what_has_no_end_has_no_files(get: Get, path: str) -> None:
    assert get(path).page.status == "ok"
    assert files(get(path)) == []
    missing = get(f"/~/file/epub{path}")
    assert (missing.page.status, missing.form) == ("missing", "")


@pytest.mark.parametrize(("word", "form"), [("epub", "epub"), ("text", "bundle")])
def test_a_file_is_of_what_the_day_lists(archive: Archive, word: str, form: str) -> None:
    edition = pages.Edition(archive, "bote")
    answer, day = pages.answer(edition, f"/~/file/{word}/~/day/2024-12-03"), pages.answer(edition, "/~/day/2024-12-03")
    assert answer.form == form
    assert listed(answer).heads == listed(day).heads != ()


@pytest.mark.parametrize(
    "path", ["/~/file", "/~/file/epub", "/~/file/mbox/~/day/2024-12-03", "/~/file/epub/~/feed/atom/~/day/2024-12-03", "/~/file/epub/~/day/1924-12-03"]
)
def test_there_is_no_other_file(get: Get, path: str) -> None:
    assert get(path).page.status == "missing"


def listed(answer: pages.Answer) -> pages.Listed:
    assert answer.listed is not None
    return answer.listed
