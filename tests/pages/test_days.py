"""Days and calendars."""

from broadsheet.labels import label
from broadsheet.model import Facts, Links

from .invented import Get, headings, teasers


def test_the_paper_of_a_day_has_its_articles_by_section_in_the_papers_order(get: Get) -> None:
    page = get("/~/day/2024-12-03").page
    assert (page.kind, page.title) == ("day", "Die Zeitung vom 3. Dezember 2024")
    assert headings(page) == ["Politik"]
    assert [link.headline for link in teasers(page)] == ["Artikel Nummer 30", "Die Brücke steht"]


def test_a_day_has_articles_without_a_section_first_and_in_the_language_of_the_paper(get: Get) -> None:
    page = get("/~/day/2024-10-01").page
    assert headings(page) == []
    assert (teasers(page)[0].headline, page.language) == ("A Plain Day", "de")
    assert get("/courier/~/day/2024-12-03").page.title == "The paper of 3 December 2024"


def test_a_day_leads_to_the_days_before_and_after_that_have_a_paper(get: Get) -> None:
    page = get("/~/day/2024-12-03").page
    ways = {link.kicker: link.address for link in page.navigation}
    assert ways[label("de", "next-day")] == "/~/day/2024-12-04"
    before = ways[label("de", "previous-day")]
    assert before < "/~/day/2024-12-03"
    assert any(link.address == "/~/day/2024-12-03" for link in get(before).page.navigation)
    assert label("de", "previous-day") not in {link.kicker for link in get("/~/day/2024-10-01").page.navigation}
    assert label("de", "next-day") not in {link.kicker for link in get("/~/day/2024-12-27").page.navigation}


def test_a_day_leads_to_its_month_year_and_front_page(get: Get) -> None:
    assert {"/~/day/2024-12", "/~/day/2024", "/~/day", "/~/front/2024-12-03"} <= {link.address for link in get("/~/day/2024-12-03").page.navigation}


def test_calendars_go_from_years_to_months_to_days_with_the_number_of_articles(get: Get) -> None:
    years, months, days = (get(path).page for path in ("/~/day", "/~/day/2024", "/~/day/2024-12"))
    assert [page.kind for page in (years, months, days)] == ["calendar"] * 3
    assert _links(years) == [("2024 (47 Artikel)", "/~/day/2024")]
    assert _links(months)[0] == ("Oktober 2024 (1 Artikel)", "/~/day/2024-10")
    assert [link for _, link in _links(months)] == ["/~/day/2024-10", "/~/day/2024-11", "/~/day/2024-12"]
    assert ("3. Dezember 2024 (2 Artikel)", "/~/day/2024-12-03") in _links(days)
    assert [(page.kicker, page.title) for page in (years, months, days)] == [("", "Kalender"), ("Kalender", "2024"), ("Kalender", "Dezember 2024")]
    assert years.main[0] == Facts(("47 Artikel",))
    assert [[link.address for link in page.navigation if "/~/day" in link.address] for page in (years, months, days)] == [
        [], ["/~/day"], ["/~/day/2024", "/~/day"],
    ]  # fmt: skip


def _links(page: object) -> list[tuple[str, str]]:
    return [(link.headline, link.address) for block in page.main if isinstance(block, Links) for link in block.links]  # type: ignore[attr-defined]
