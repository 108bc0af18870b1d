"""The front page: as last seen, as it once was, or from the newest articles."""

from broadsheet.model import Facts, Link

from .invented import HOME, Get, headings, teasers


def test_front_page_has_the_papers_own_blocks_and_order_as_last_seen(get: Get) -> None:
    page = get("/").page
    assert (page.kind, page.path, page.masthead, page.original) == ("front", "/", "Der Bote", f"{HOME}/")
    assert headings(page) == ["Draußen", "Räume"]
    assert [link.headline for link in teasers(page)] == ["Die Brücke, endlich", "Artikel zehn", "Nicht von hier", "Nicht im Archiv", "Kultur"]


def test_front_page_links_to_the_edition_what_the_archive_has_and_outside_what_it_has_not(get: Get) -> None:
    assert [link.address for link in teasers(get("/").page)] == [
        "/politik/die-bruecke-steht/!1000001/",
        "/stadt/artikel-10/!1000110/",
        "https://outside.example/a",
        f"{HOME}/verschwunden",
        "/kultur/",
    ]


def test_front_page_has_the_papers_own_teaser_else_the_archives(get: Get) -> None:
    first, second, outside, *_ = teasers(get("/").page)
    assert (first.teaser, first.date, first.kicker) == ("Nach sechs Tagen ist der Fluss wieder frei.", "2024-12-03T17:42:00+01:00", "")
    assert (second.teaser, second.kicker) == ("Eigener Anriss", "Vorne")
    assert outside == Link("https://outside.example/a", "Nicht von hier", teaser="Fremd")


def test_front_page_says_when_it_was_seen(get: Get) -> None:
    assert get("/").page.main[0] == Facts(("Zuletzt aktualisiert: 3. Dezember 2024, 18:00",))


def test_front_page_leads_to_newest_sections_topics_authors_days_search_and_about(get: Get) -> None:
    page = get("/").page
    ways = [link.address for link in page.navigation]
    assert ways[:6] == ["/~/newest", "/~/sections", "/~/topics", "/~/authors", "/~/day", "/~/about"]
    assert ways[6:] == ["/~/file/epub/~/day/2024-12-03", "/~/file/text/~/day/2024-12-03", "/~/feed/atom"]
    assert page.search == "/~/search"


def test_earlier_front_pages_are_kept(get: Get) -> None:
    page = get("/~/front/2024-12-02").page
    assert page.path == "/~/front/2024-12-02"
    assert page.main[0] == Facts(("Zuletzt aktualisiert: 1. Dezember 2024, 06:00",))
    assert [link.headline for link in teasers(page)] == ["Gestern oben"]
    assert "/" in {link.address for link in page.navigation}


def test_without_a_snapshot_the_newest_stand_by_section(get: Get) -> None:
    page = get("/courier").page
    assert headings(page) == ["News"]
    assert [link.headline for link in teasers(page)] == ["Bridge Stands"]
    assert page.language == "en"
