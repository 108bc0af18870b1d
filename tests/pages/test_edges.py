"""Where a rule of the pages begins and ends: the last path that is short enough, the first day of all, an article that is at another host."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet import pages
from broadsheet.archive import Archive
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import Article, Paper, Paragraph, Span, Tag
from broadsheet.pages import days
from broadsheet.pages.addresses import LONGEST, is_writable

HOME = "https://bote.example"
AGENCY = "https://agency.example/story-1"
DAYS = ("2026-03-01", "2026-03-02", "2026-03-04")


def article(name: str, *spans: Span, day: str = DAYS[0], section: str = "", address: str = "") -> Article:
    sections = (Tag("Kultur", section),) if section else ()
    body = (Paragraph((Span(f"Ein Text über {name}, der lang genug ist. "), *spans)),)
    return Article(address=address or f"{HOME}/{name}", headline=name, date=day, sections=sections, body=body)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path, write=True) as opened:
        opened.put_paper(Paper(key="bote", name="Bote", address=f"{HOME}/", language="de"))
        opened.put("bote", article("Dritter", Span("Die Agentur", AGENCY), day=DAYS[2], section=f"{HOME}/kultur"))
        opened.put("bote", article("Agentur", day=DAYS[1], address=AGENCY))
        opened.put("bote", article("Erster"))
        yield opened


def test_a_path_may_be_just_so_long() -> None:
    assert is_writable("/" + "a" * (LONGEST - 1))
    assert not is_writable("/" + "a" * LONGEST)


def test_an_article_at_another_host_is_the_papers_own_all_the_same(archive: Archive) -> None:
    """Where the paper itself has nothing at all of what is linked to at its own host."""
    edition = pages.Edition(archive, "bote")
    page = pages.answer(edition, "/Dritter").page
    head = archive.find("bote", AGENCY)
    assert head is not None
    (linked,) = {span.href for block in page.main if isinstance(block, Paragraph) for span in block.spans if span.href}
    assert linked == f"/~/a/{head.id}"
    assert pages.answer(edition, linked).page.original == AGENCY


def test_a_sections_address_that_an_article_has_leads_to_the_article(archive: Archive) -> None:
    edition = pages.Edition(archive, "bote")
    section = next(link.address for link in pages.answer(edition, "/Dritter").page.navigation if link.headline == "Kultur")
    assert section == "/kultur"
    archive.put("bote", article("Kulturkalender", address=f"{HOME}/kultur"))
    section = next(link.address for link in pages.answer(edition, "/Dritter").page.navigation if link.headline == "Kultur")
    assert section == "/~/section/kultur"
    assert pages.answer(edition, section).page.kind == "section"
    assert pages.answer(edition, "/kultur").page.title == "Kulturkalender"


@pytest.mark.parametrize(("day", "near"), [(DAYS[0], [DAYS[1]]), (DAYS[1], [DAYS[0], DAYS[2]]), (DAYS[2], [DAYS[1]])])
def test_a_day_leads_to_the_days_beside_it_that_have_a_paper(archive: Archive, day: str, near: list[str]) -> None:
    page = pages.answer(pages.Edition(archive, "bote"), f"/~/day/{day}").page
    assert [link.address for link in page.navigation if link.address.startswith("/~/day/") and len(link.address) == 17] == [f"/~/day/{one}" for one in near]


def test_a_day_of_two_hundred_articles_is_one_page(archive: Archive) -> None:
    edition = pages.Edition(archive, "bote")
    for number in range(days.SIZE - 1):
        archive.put("bote", article(f"Meldung {number}", address=f"{HOME}/m/{number}"))
    assert days.SIZE == 200  # docs/design.md says so
    assert pages.answer(edition, f"/~/page/2/~/day/{DAYS[0]}").page.status == "missing"
    archive.put("bote", article("Noch eine", address=f"{HOME}/m/noch"))
    assert pages.answer(edition, f"/~/page/2/~/day/{DAYS[0]}").page.status == "ok"


def test_a_paper_without_a_dated_article_has_an_empty_calendar(tmp_path: Path) -> None:
    with open_archive(tmp_path / "empty", write=True) as opened:
        opened.put_paper(Paper(key="bote", name="Bote", address=f"{HOME}/", language="en"))
        page = pages.answer(pages.Edition(opened, "bote"), "/~/day").page
    assert page.status == "ok"
    assert any(isinstance(block, Paragraph) and "nothing" in block.spans[0].text.lower() for block in page.main)
