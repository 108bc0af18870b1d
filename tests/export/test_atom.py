"""Atom against RFC 4287 (each MUST that a document can break), RFC 3339, RFC 5005, and read by feedparser."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import export, pages
from broadsheet.export import piece
from broadsheet.model import Article, Paragraph, Span, Verse
from broadsheet.render import Setting

from .lists import listed
from .test_contract import LISTS

WEB = Setting(origin="https://news.example")
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# RFC 4287 §4.1.1 and §4.1.2: how often each child may stand.
ONCE = {"feed": {"generator", "icon", "logo", "id", "rights", "subtitle", "title", "updated"}, "entry": {"content", "id", "published", "rights", "source", "summary", "title", "updated"}}
MANY = {"feed": {"author", "category", "contributor", "link", "entry"}, "entry": {"author", "category", "contributor", "link"}}


def atom(edition: pages.Edition, path: str, setting: Setting = WEB) -> ET.Element:
    return ET.fromstring(export.atom.render(pages.answer(edition, f"/~/feed/atom{path}"), setting))


def check(feed: ET.Element) -> None:
    """Each MUST of RFC 4287 §3 and §4."""
    assert feed.tag == f"{ATOM}feed"
    for element in [feed, *feed.findall(f"{ATOM}entry")]:
        kind = element.tag.removeprefix(ATOM)
        names = [child.tag.removeprefix(ATOM) for child in element]
        assert set(names) <= ONCE[kind] | MANY[kind], names
        assert all(names.count(name) == 1 for name in ("id", "title", "updated"))
        assert all(names.count(name) <= 1 for name in ONCE[kind])
        assert names.count("author") >= 1  # ours stands on both, §4.1.1 and §4.1.2 want it on one
        assert urlsplit(element.findtext(f"{ATOM}id", "")).scheme in {"urn", "https", "http"}  # an absolute IRI, §4.2.6
        for name in ("updated", "published"):
            date = element.findtext(f"{ATOM}{name}")
            assert date is None or (DATE.fullmatch(date) and datetime.fromisoformat(date)), date
        for person in element.findall(f"{ATOM}author") + element.findall(f"{ATOM}contributor"):
            assert [child.tag for child in person].count(f"{ATOM}name") == 1  # §3.2.1
        for category in element.findall(f"{ATOM}category"):
            assert category.get("term")  # §4.2.2.1
        links = element.findall(f"{ATOM}link")
        assert all(link.get("href") and re.fullmatch(r"[a-z]+/[a-z+-]+", link.get("type", "")) for link in links)  # §4.2.7
        alternates = [link.get("type") for link in links if link.get("rel") == "alternate"]
        assert len(alternates) == len(set(alternates)) == 1
        assert LANG not in element.attrib or re.fullmatch("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", element.attrib[LANG])
        assert all(child.tag.startswith(ATOM) for child in element)
        content = element.find(f"{ATOM}content")
        assert content is None or (content.get("type") == "html" and not len(content))  # §4.1.3.3 (2)
    ids = [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")) for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))  # §4.1.1


@pytest.mark.parametrize("path", LISTS)
def test_a_feed_keeps_rfc_4287_and_feedparser_finds_nothing_wrong(edition: pages.Edition, setting: Setting, path: str) -> None:
    answer = pages.answer(edition, f"/~/feed/atom{path}")
    check(atom(edition, path, setting))
    read = feedparser.parse(export.atom.render(answer, setting).encode())
    assert not read.bozo
    assert read.version == "atom10"
    assert answer.listed
    assert len(read.entries) == len(answer.listed.pieces) > 0


def test_an_entry_has_every_part_of_the_article(edition: pages.Edition) -> None:
    text = export.atom.render(pages.answer(edition, "/~/feed/atom/politik"), WEB)
    (entry,) = [entry for entry in feedparser.parse(text.encode()).entries if "Brücke steht" in entry.title]
    assert entry.title == "Brückenbau: Die Brücke steht"
    assert entry.id == "https://bote.example/politik/die-bruecke-steht/!1000001/"
    assert entry.published == "2024-12-03T17:42:00+01:00"
    assert [author.name for author in entry.authors] == ["Anna Groß"]
    assert [one.name for one in entry.contributors] == ["Emil Voss"]
    assert [tag.term for tag in entry.tags] == ["Politik", "Stadt", "Brücke", "Fluss", "brücke", "جسر"]
    links = {link.rel: link.href for link in entry.links}
    assert links == {"alternate": "https://news.example/politik/die-bruecke-steht/!1000001/", "via": "https://bote.example/politik/die-bruecke-steht/!1000001/"}
    assert entry.summary == "Nach sechs Tagen ist der Fluss wieder frei."
    assert entry.rights == "© Der Bote Abdruck mit Quelle erlaubt"
    content = entry.content[0].value
    for part in ("Die Brücke steht. Der", "Im Kasten", "zwei", "Punkt", "Gesagt", "Zeile", "Zum Film", "Emil Voss", "Nach sechs Tagen"):
        assert part in content, part
    assert 'href="https://news.example/stadt/artikel-11/!1000111/"' in content
    assert 'href="https://outside.example/plan"' in content
    assert not re.search(r'href="/', content)


def test_a_second_version_moves_updated_where_the_paper_says_nothing_and_keeps_the_id(edition: pages.Edition) -> None:
    answer = pages.answer(edition, "/~/feed/atom/politik")
    assert answer.listed
    (bridge,) = [one for one in answer.listed.pieces if one.head.version == 2]
    assert piece.updated(bridge) == "2024-12-04T08:00:00+01:00"
    silent = pages.Piece(head=_changed(bridge.head, modified=""), article=bridge.article, paper=bridge.paper, path=bridge.path, body=())
    assert piece.updated(silent) == piece.moment(bridge.head.changed, "UTC") > piece.published(silent)
    undated = pages.Piece(head=_changed(bridge.head, modified="", version=1, date=""), article=bridge.article, paper=bridge.paper, path="/", body=())
    assert (piece.published(undated), piece.updated(undated)) == ("", piece.moment(bridge.head.changed, "UTC"))


def _changed(head, **fields):
    return type(head)(**{name: getattr(head, name) for name in head.__struct_fields__} | fields)


def test_gopher_addresses_carry_their_type(edition: pages.Edition) -> None:
    feed = atom(edition, "/~/newest", Setting(origin="gopher://news.example:7070"))
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "gopher://news.example:7070/0/~/feed/atom/~/newest"
    assert links["alternate"] == "gopher://news.example:7070/1/~/newest"


def test_the_pages_of_a_list_are_the_documents_of_a_paged_feed(edition: pages.Edition) -> None:
    path, seen, turns = "/~/newest", [], []
    while path:
        feed = atom(edition, path)
        links = {link.get("rel", ""): link.get("href", "").removeprefix("https://news.example/~/feed/atom") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == path
        assert (links["first"], links["last"]) == ("/~/newest", "/~/page/3/~/newest")
        assert links.get("previous", "") == (turns[-1] if turns else "")
        seen += [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        turns.append(path)
        path = links.get("next", "")
    assert len(turns) == 3
    assert len(seen) == len(set(seen)) == 52


def test_a_feed_of_one_page_has_no_turns(edition: pages.Edition) -> None:
    assert {link.get("rel") for link in atom(edition, "/~/day/2024-12-03").findall(f"{ATOM}link")} == {"alternate", "self"}


def test_ids_do_not_depend_on_where_the_edition_is(edition: pages.Edition) -> None:
    def ids(one: pages.Edition, path: str, setting: Setting) -> list[str]:
        return [found.text or "" for found in atom(one, path, setting).iter(f"{ATOM}id")]

    expected = ids(edition, "/politik/", WEB)
    assert expected[0].startswith("urn:uuid:")
    assert ids(edition, "/~/section/politik", Setting(origin="gopher://other.example")) == expected
    assert ids(pages.Edition(edition.archive), "/bote/politik", WEB) == expected
    assert ids(edition, "/~/section/stadt", WEB)[0] != expected[0]


def test_a_search_without_results_is_an_empty_feed(edition: pages.Edition) -> None:
    path = pages.answer(edition, "/~/search", "kommtnochnicht").page.feeds[0].path.removeprefix("/~/feed/atom")
    feed = atom(edition, path)
    check(feed)
    assert not feed.findall(f"{ATOM}entry")


def test_markup_and_dots_of_a_text_stay_text() -> None:
    verse = Verse(((Span("eins"),), (Span("."),), (Span("."),), (Span("zwei"),)))
    text = export.atom.render(listed(Article(headline="<b>&amp;</b>", language="x y", body=(Paragraph((Span("]]> <script>"),)), verse))), WEB)
    assert ".\n" not in re.findall(r"^.*\n", text, re.MULTILINE)
    (entry,) = ET.fromstring(text).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "<b>&amp;</b>"
    assert LANG not in entry.attrib
    assert "\n.\n.\n" in entry.findtext(f"{ATOM}content", "")
    assert "]]&gt; &lt;script&gt;" in entry.findtext(f"{ATOM}content", "")


@given(st.one_of(st.datetimes(timezones=st.one_of(st.none(), st.timezones())).map(lambda time: time.isoformat()), st.dates().map(str), st.text(max_size=12)), st.sampled_from(["UTC", "Europe/Berlin", "Nirgend/Wo"]))
def test_a_moment_is_one_of_rfc_3339_or_none(iso: str, zone: str) -> None:
    made = piece.moment(iso, zone)
    assert made == "" or DATE.fullmatch(made)
    assert made or not re.fullmatch(r"(?!0001|9999)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*", iso)
