"""What the edition says of a paper and of itself."""

import pytest

from broadsheet.archive import Refusal
from broadsheet.labels import label
from broadsheet.model import Facts, Links, Listing, Paragraph, plain_text
from broadsheet.pages import about

from .invented import BOTE, Get


def test_about_says_name_number_source_permission_language_and_last_change(get: Get) -> None:
    page = get("/~/about").page
    assert (page.kind, page.path, page.original) == ("about", "/~/about", "https://bote.example/")
    facts = page.main[0]
    assert isinstance(facts, Facts)
    assert facts.facts[:2] == ("Der Bote", "52 Artikel")
    assert facts.facts[2].startswith("Zuletzt aktualisiert: ")
    assert [plain_text(block.spans) for block in page.main if isinstance(block, Paragraph)] == [
        "Zeitung für Kleinstadt",
        "Quelle: https://bote.example/",
        "Erlaubnis: Abdruck mit Quelle erlaubt",
        "Sprache: Deutsch",
        label("de", "manners-help"),
    ]


def test_about_leads_to_the_indexes(get: Get) -> None:
    links = next(block for block in get("/~/about").page.main if isinstance(block, Links)).links
    assert [(link.headline, link.address) for link in links] == [("Ressorts (3)", "/~/sections"), ("Themen (3)", "/~/topics"), ("Autoren (2)", "/~/authors")]


def test_about_names_the_newest_twenty_failures_without_what_is_inside(get: Get) -> None:
    listing = next(block for block in get("/~/about").page.main if isinstance(block, Listing))
    lines = [plain_text(item.spans) for item in listing.items]
    assert len(lines) == 20
    assert "seite-24.html (no-article)" in lines[0]
    assert not any("geheim" in line for line in lines)


@pytest.mark.parametrize(
    ("source", "shown"),
    [("/srv/geheim/a.html", "a.html"), ("C:\\geheim\\a.html", "a.html"), ("a.html", "a.html"), ("https://bote.example/x/a.html", "https://bote.example/x/a.html")],
)
def test_a_failure_is_named_by_its_address_or_by_its_files_name(source: str, shown: str) -> None:
    (span,) = about._refused(Refusal(source, "2024-12-03T10:00:00Z", "no-article", "in /srv/geheim"), "de", BOTE)
    assert span.text == f"3. Dezember 2024, 11:00: {shown} (no-article)"


def test_about_a_paper_of_which_little_is_known_says_little(get: Get) -> None:
    page = get("/courier/~/about").page
    assert [plain_text(block.spans) for block in page.main if isinstance(block, Paragraph)] == [
        "Source: https://www.courier.example/",
        "Language: English",
        label("en", "manners-help"),
    ]
    assert not any(isinstance(block, Listing) for block in page.main)
