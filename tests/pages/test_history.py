"""Versions of an article and what changed between them."""

from pathlib import Path

from broadsheet import pages
from broadsheet.archive.sqlite import open_archive
from broadsheet.labels import label
from broadsheet.model import Article, Facts, Links, Paragraph, Span, plain_text

from .invented import BOTE, HOME, Get, headings

BRIDGE = "/politik/die-bruecke-steht/!1000001/"


def _history(get: Get) -> str:
    return next(link.address for link in get(BRIDGE).page.navigation if "history" in link.address)


def test_history_lists_versions_newest_first_with_time_and_length_and_links(get: Get) -> None:
    path = _history(get)
    page = get(path).page
    assert (page.kind, page.path, page.kicker, page.title) == ("history", path, "Fassungen", "Die Brücke steht")
    assert headings(page) == ["Fassung 2", "Fassung 1"]
    newest, oldest = (block.links for block in page.main if isinstance(block, Links))
    short = path.replace("history", "a")
    assert [link.address for link in newest] == [BRIDGE, f"{path}/1/2"]
    assert newest[1].headline == "Von Fassung 1 zu Fassung 2"
    assert [link.address for link in oldest] == [f"{short}/1"]
    facts = next(block.facts for block in page.main if isinstance(block, Facts))
    assert facts[1] == "geändert am 4. Dezember 2024, 08:00"
    assert facts[2].endswith("Wörter")
    assert BRIDGE in {link.address for link in page.navigation}
    assert all(get(link.address).page.status == "ok" for link in (*newest, *oldest))


def test_of_three_versions_the_first_and_the_last_are_one_step_apart(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(BOTE)
        for number in (1, 2, 3):
            archive.put("bote", Article(address=f"{HOME}/a/1.html", headline="Eins", language="de", body=(Paragraph((Span(f"Stand {number}."),)),)))
        page = pages.answer(pages.mounted(archive), "/~/history/1").page
        assert ("Von Fassung 1 zu Fassung 3", "/~/history/1/1/3") in {(link.headline, link.address) for link in page.navigation}
        links = [link for block in page.main if isinstance(block, Links) for link in block.links]
        assert [link.headline for link in links] == ["Eins", "Von Fassung 2 zu Fassung 3", "Eins", "Von Fassung 1 zu Fassung 2", "Eins"]


def test_difference_shows_word_by_word_what_went_and_came(get: Get) -> None:
    page = get(f"{_history(get)}/1/2").page
    assert (page.kind, page.kicker, page.title) == ("difference", "Von Fassung 1 zu Fassung 2", "Die Brücke steht")
    text = "\n".join(plain_text(block.spans) for block in page.main if isinstance(block, Paragraph))
    assert text.startswith("Brückenbau\nDie Brücke steht\nNach sechs Tagen ist der Fluss wieder frei.\n")
    assert "[-" in text
    assert "{+" in text
    assert "Gesagt" in text
    assert isinstance(page.main[0], Facts)
    assert page.main[0].facts[0].startswith(label("de", "version", n=1))


def test_difference_between_a_version_and_itself_has_no_marks(get: Get) -> None:
    page = get(f"{_history(get)}/2/2").page
    assert not any("[-" in plain_text(block.spans) or "{+" in plain_text(block.spans) for block in page.main if isinstance(block, Paragraph))


def test_a_change_of_the_headline_is_part_of_the_difference(tmp_path, get: Get) -> None:  # type: ignore[no-untyped-def]
    from broadsheet import pages
    from broadsheet.archive.sqlite import open_archive
    from broadsheet.model import Article

    from .invented import BOTE, HOME, text

    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(BOTE)
        for title in ("Alter Titel", "Neuer Titel", "Neuester Titel"):
            stored = archive.put("bote", Article(address=f"{HOME}/x", headline=title, body=(text("Text"),)))
        edition = pages.Edition(archive, "bote")
        page = pages.answer(edition, f"/~/history/{stored.id}/1/2").page
        assert plain_text(page.main[1].spans) == "[-Alter-] {+Neuer+} Titel"  # type: ignore[union-attr]
        history = pages.answer(edition, f"/~/history/{stored.id}").page
        assert any(link.address == f"/~/history/{stored.id}/1/3" for link in history.navigation)
