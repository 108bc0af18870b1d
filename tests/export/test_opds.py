"""Catalogues against OPDS 1.2: its grammar in opds.rng beside this file, what a grammar cannot say here, and the books that they name."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import export, pages
from broadsheet.archive import Archive
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import Article, Page, Paper, Paragraph, Span
from broadsheet.render import Setting
from broadsheet.text import clean_line, is_clean

WEB = Setting(origin="https://news.example")
ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/terms/}"
KIND = "application/atom+xml;profile=opds-catalog;kind="
OPEN = "http://opds-spec.org/acquisition/open-access"
HOME = "https://tage.example/"


@pytest.fixture(scope="module")
def grammar() -> Any:
    etree = pytest.importorskip("lxml.etree")
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "opds.rng"))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A paper with 45 days, one of which has 401 articles."""
    with open_archive(tmp_path_factory.mktemp("many"), write=True) as archive:
        archive.put_paper(Paper(key="tage", name="Die Tage", address=HOME, language="de", timezone="Europe/Berlin"))
        with archive.batch():
            days = [*(f"2025-{1 + number // 28:02}-{1 + number % 28:02}" for number in range(44)), *["2024-12-31"] * 401]
            for number, day in enumerate(days):
                body = (Paragraph((Span(f"Nachricht {number} handelt von w{number} und v{number * 7} am {day}."),)),)
                archive.put("tage", Article(address=f"{HOME}n/{number}", headline=f"Nachricht {number}", date=f"{day}T12:00:00+01:00", body=body))
        yield archive


def catalogue(edition: pages.Edition, path: str = "/~/feed/opds", setting: Setting = WEB) -> tuple[str, str]:
    """The media type of what stands at *path*, and the document."""
    answer = pages.answer(edition, path)
    assert answer.page.status == "ok"
    feed = export.FEEDS[answer.form]
    return feed.media_type, feed.render(answer, setting)


def ways(element: ET.Element) -> dict[str, tuple[str, str]]:
    """Where the links of *element* lead, and what is there, by what they are."""
    found = element.findall(f"{ATOM}link")
    assert len({link.get("rel") for link in found}) == len(found)
    return {link.get("rel", ""): (link.get("href", ""), link.get("type", "")) for link in found}


def assert_keeps(grammar: Any, text: str) -> ET.Element:
    """The grammar, and what RFC 4287 says beside it."""
    from lxml import etree

    assert grammar.validate(etree.fromstring(text.encode())), grammar.error_log
    read = feedparser.parse(text.encode())
    assert not read.bozo
    assert read.version == "atom10"
    root = ET.fromstring(text)
    for entry in root.findall(f"{ATOM}entry"):
        # RFC 4287 §4.1.2: what has no content has another form; an author stands on the entry or on the feed.
        assert entry.find(f"{ATOM}content") is not None or "alternate" in ways(entry)
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")).tzinfo
    assert root.find(f"{ATOM}author") is not None
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    return root


@pytest.mark.parametrize("root", ["bote", ""])
def test_a_papers_catalogue_is_of_the_grammar(edition: pages.Edition, setting: Setting, grammar: Any, root: str) -> None:
    edition = pages.Edition(edition.archive, root)
    media, text = catalogue(edition, "/bote/~/feed/opds", setting)
    assert media == f"{KIND}acquisition"
    feed = assert_keeps(grammar, text)
    days = [day for day in edition.archive.days("bote") if day][::-1]
    assert [entry.findtext(f"{DC}issued") for entry in feed.findall(f"{ATOM}entry")] == days[:20]
    own = f"{'/0' if setting.origin.startswith('gopher') else ''}{'' if root else '/bote'}/~/feed/opds"
    above = own.replace("/bote", "")
    found = ways(feed)
    assert found["self"] == (setting.origin + own, media)
    assert found["start"] == (setting.origin + above, media if root else f"{KIND}navigation")
    assert found.get("up") == (None if root else found["start"])


def test_a_book_is_told_as_it_is(edition: pages.Edition, setting: Setting) -> None:
    feed = ET.fromstring(catalogue(edition, "/~/page/2/~/feed/opds", setting)[1])
    assert feed.findtext(f"{ATOM}title") == "Der Bote"
    (entry,) = [entry for entry in feed.findall(f"{ATOM}entry") if entry.findtext(f"{DC}issued") == "2024-12-03"]
    found = ways(entry)
    file, media = found[OPEN]
    gopher = setting.origin.startswith("gopher")
    assert (file, media) == (f"{setting.origin}{'/9' if gopher else ''}/~/file/epub/~/day/2024-12-03", "application/epub+zip")
    shown = pages.answer(edition, "/~/day/2024-12-03")
    assert shown.listed
    assert found["alternate"][0] == f"{setting.origin}{'/1' if gopher else ''}/~/day/2024-12-03"
    number = len(shown.listed.heads)
    assert entry.findtext(f"{ATOM}summary") == f"{number} Artikel"
    assert [entry.findtext(f"{DC}language"), entry.findtext(f"{DC}publisher"), entry.findtext(f"{ATOM}author/{ATOM}name")] == ["de", "Der Bote", "Der Bote"]
    assert entry.findtext(f"{ATOM}rights") == "Abdruck mit Quelle erlaubt"
    sections = {section.name for head in shown.listed.heads for section in head.sections}
    assert {term.get("term") for term in entry.findall(f"{ATOM}category")} == sections != set()


def test_the_book_says_of_itself_what_the_catalogue_says(edition: pages.Edition) -> None:
    feed = ET.fromstring(catalogue(edition)[1])
    for entry in feed.findall(f"{ATOM}entry")[:3]:
        answer = pages.answer(edition, ways(entry)[OPEN][0].removeprefix(WEB.origin))
        assert answer.form == "epub"
        with zipfile.ZipFile(io.BytesIO(b"".join(export.TAKEN["epub"].write(export.listed(edition, answer))))) as book:
            package = book.read("EPUB/package.opf").decode()
        told = {name: re.findall(rf"<dc:{name}[^>]*>([^<]*)<", package)[0] for name in ("identifier", "title", "language", "date")}
        assert told["identifier"] == entry.findtext(f"{ATOM}id")
        assert told["title"] == entry.findtext(f"{ATOM}title")
        assert told["language"] == entry.findtext(f"{DC}language")
        assert told["date"] == entry.findtext(f"{DC}issued")
        (modified,) = re.findall(r"dcterms:modified\">([^<]*)<", package)
        assert datetime.fromisoformat(modified) == datetime.fromisoformat(entry.findtext(f"{ATOM}updated", ""))


def test_a_reader_who_turns_the_pages_finds_every_day_once(many: Archive, grammar: Any) -> None:
    edition, path = pages.Edition(many, "tage"), "/~/feed/opds"
    seen: list[str] = []
    turns: list[str] = []
    while path:
        turns.append(path)
        feed = assert_keeps(grammar, catalogue(edition, path)[1])
        found = {rel: href.removeprefix(WEB.origin) for rel, (href, _) in ways(feed).items()}
        assert (found["self"], found["first"], found["last"]) == (path, "/~/feed/opds", "/~/page/3/~/feed/opds")
        assert found.get("previous", "") == "".join(turns[-2:-1])
        assert {media for _, media in ways(feed).values()} == {f"{KIND}acquisition"}
        seen += [entry.findtext(f"{DC}issued", "") for entry in feed.findall(f"{ATOM}entry")]
        path = found.get("next", "")
    assert turns == ["/~/feed/opds", "/~/page/2/~/feed/opds", "/~/page/3/~/feed/opds"]
    assert list(dict.fromkeys(seen)) == sorted(set(seen), reverse=True) == list(many.days("tage"))[::-1]
    assert pages.answer(edition, "/~/page/4/~/feed/opds").page.status == "missing"


def test_a_day_of_several_pages_is_several_books(many: Archive) -> None:
    edition = pages.Edition(many, "tage")
    feed = ET.fromstring(catalogue(edition, "/~/page/3/~/feed/opds")[1])
    parts = [entry for entry in feed.findall(f"{ATOM}entry") if entry.findtext(f"{DC}issued") == "2024-12-31"]
    assert [entry.findtext(f"{ATOM}summary") for entry in parts] == ["200 Artikel", "200 Artikel", "1 Artikel"]
    assert parts[1].findtext(f"{ATOM}title", "").endswith("(Seite 2 von 3)")
    whole: set[int] = set()
    for entry in parts:
        answer = pages.answer(edition, ways(entry)[OPEN][0].removeprefix(WEB.origin))
        selection = export.listed(edition, answer)
        assert export.piece.named(selection.paper, selection.room) == entry.findtext(f"{ATOM}id")
        assert pages.answer(edition, ways(entry)["alternate"][0].removeprefix(WEB.origin)).listed == answer.listed
        whole |= {head.id for head in selection.heads}
    assert len(whole) == 401


def test_ids_do_not_depend_on_where_the_edition_is(edition: pages.Edition) -> None:
    def ids(one: pages.Edition, path: str, setting: Setting) -> list[str]:
        return re.findall("<id>(.*?)</id>", catalogue(one, path, setting)[1])

    expected = ids(edition, "/~/feed/opds", WEB)
    assert ids(pages.Edition(edition.archive), "/bote/~/feed/opds", Setting(origin="gopher://other.example")) == expected


def test_without_a_paper_at_the_root_one_chooses_among_papers(edition: pages.Edition, setting: Setting, grammar: Any) -> None:
    edition = pages.Edition(edition.archive)
    media, text = catalogue(edition, setting=setting)
    assert media == f"{KIND}navigation"
    feed = assert_keeps(grammar, text)
    assert set(ways(feed)) == {"self", "start"}
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Der Bote", "The Courier"]
    assert [entry.findtext(f"{ATOM}content") for entry in entries] == ["Zeitung für Kleinstadt", None]
    for entry, key in zip(entries, ("bote", "courier"), strict=True):
        href, kind = ways(entry)["subsection"]
        assert kind == f"{KIND}acquisition"
        answer = pages.answer(edition, re.sub("^/0(?=/)", "", href.removeprefix(setting.origin)))
        assert answer.shelf
        assert answer.shelf.paper == edition.archive.paper(key)
        assert entry.findtext(f"{ATOM}id") == ET.fromstring(export.opds.render(answer, setting)).findtext(f"{ATOM}id")


def test_a_paper_without_articles_has_an_empty_catalogue(tmp_path: Path, grammar: Any) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(Paper(key="leer", name="Leer", address=HOME))
        media, text = catalogue(pages.Edition(archive, "leer"))
    assert media == f"{KIND}acquisition"
    feed = assert_keeps(grammar, text)
    assert not feed.findall(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}updated")


@pytest.mark.parametrize(
    "break_it",
    [
        lambda feed: feed.find(f"{ATOM}entry/{ATOM}id").getparent().remove(feed.find(f"{ATOM}entry/{ATOM}id")),
        lambda feed: [link.getparent().remove(link) for link in feed.findall(f"{ATOM}entry/{ATOM}link") if link.get("rel") == OPEN],
        lambda feed: [link.attrib.pop("type") for link in feed.findall(f"{ATOM}entry/{ATOM}link") if link.get("rel") == OPEN],
        lambda feed: feed.find(f"{ATOM}link").set("rel", OPEN),
        lambda feed: feed.find(f"{ATOM}entry/{ATOM}summary").set("type", "html"),
        lambda feed: setattr(feed.find(f"{ATOM}entry/{DC}issued"), "text", "gestern"),
        lambda feed: setattr(feed.find(f"{ATOM}entry/{DC}language"), "text", "deutsche Sprache"),
    ],
)
def test_the_grammar_misses_what_must_stand(edition: pages.Edition, grammar: Any, break_it: Any) -> None:
    from lxml import etree

    feed = etree.fromstring(catalogue(edition)[1].encode())
    assert grammar.validate(feed)
    break_it(feed)
    assert not grammar.validate(feed)


_NAMES = st.text(min_size=1, max_size=30).map(clean_line).filter(bool)


@given(_NAMES, _NAMES, st.text(max_size=12), st.text(max_size=30).map(clean_line))
def test_a_catalogue_is_well_formed_whatever_it_names(name: str, title: str, changed: str, section: str) -> None:
    paper = Paper(key="bote", name=name, address="https://bote.example/", description=section, language="de")
    book = pages.Book(path="/~/file/epub/x", shown="/x", room="/x", title=title, day="2024-12-03", changed=changed, articles=1, sections=(section,))
    shelf = pages.Shelf(paper=paper, path="/~/feed/opds", changed=changed, books=(book,))
    page = Page(path="/~/feed/opds", kind="books", title="Bücher", masthead=name, language="de")
    for shown in (shelf, pages.Shelf(paper=None, path="/~/feed/opds", changed=changed, shelves=(shelf,))):
        text = export.opds.render(pages.Answer(page, "opds", shelf=shown), WEB)
        ET.fromstring(text)
        assert all(is_clean(line) and line != "." for line in text.split("\n"))
