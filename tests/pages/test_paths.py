"""What a path says: papers, own addresses, the edition's room, forms, pages, and what leads nowhere."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet import pages
from broadsheet.address import absolute
from broadsheet.archive import Archive
from broadsheet.archive.identity import known
from broadsheet.archive.sqlite import open_archive
from broadsheet.labels import label
from broadsheet.model import Article, Links, Page, Paper, Paragraph, Person, Tag, plain_text
from broadsheet.pages import routes

from .invented import HOME, Get, below, links, teasers

BRIDGE = "/politik/die-bruecke-steht/!1000001/"
KEYS = ["bote", ""]


# One example for each row of the routing table and the kind of page that it gives.
EXAMPLES = {
    "/": ("/", "front"),
    "/~/front/<day>": ("/~/front/2024-12-02", "front"),
    "/~/a/<id>": ("/~/a/1", "article"),
    "/~/a/<id>/<version>": ("/~/a/1/1", "article"),
    "/~/history/<id>": ("/~/history/1", "history"),
    "/~/history/<id>/<from>/<to>": ("/~/history/46/1/2", "difference"),
    "/~/<kind>/<slug>": ("/~/topic/fluss", "topic"),
    "/~/<kinds>": ("/~/topics", "names"),
    "/~/newest": ("/~/newest", "newest"),
    "/~/day": ("/~/day", "calendar"),
    "/~/day/<span>": ("/~/day/2024-12", "calendar"),
    "/~/day/<day>": ("/~/day/2024-12-03", "day"),
    "/~/search": ("/~/search", "search"),
    "/~/find/<query>": ("/~/find/QnLDvGNrZQ", "search"),
    "/~/feed/opml": ("/~/feed/opml", "feeds"),
    "/~/feed/opds": ("/~/feed/opds", "books"),
    "/~/about": ("/~/about", "about"),
}


def test_every_route_of_the_table_has_an_example() -> None:
    assert set(EXAMPLES) == {pattern for pattern, _, _ in routes.ROUTES}


@pytest.mark.parametrize(("path", "kind"), EXAMPLES.values())
def test_every_route_answers_with_and_without_the_papers_prefix(get: Get, path: str, kind: str) -> None:
    bare = get(path)
    assert bare.page.kind == kind
    assert bare.page.status == ("input" if path == "/~/search" else "ok")
    assert get(f"/bote{path}") == bare
    assert get(f"/bote{path}", root="").page.kind == kind


def test_the_papers_own_address_is_the_path(get: Get) -> None:
    page = get(BRIDGE).page
    assert (page.path, page.title) == (BRIDGE, "Die Brücke steht")


@pytest.mark.parametrize(
    "path",
    [
        BRIDGE.rstrip("/"),
        f"/bote{BRIDGE}",
        BRIDGE.lstrip("/"),
        BRIDGE.replace("!", "%21"),
        BRIDGE.replace("-", "%2d"),
        "/ganz/anderer-titel/!1000001",
        "/!1000001",
        "/druck/1000001",
        "/bote/druck/1000001/",
    ],
)
def test_slugs_slashes_prefixes_aliases_and_ways_of_encoding_do_not_matter(get: Get, path: str) -> None:
    assert get(path).page == get(BRIDGE).page


@pytest.mark.parametrize("path", ["/straße/über", "/stra%C3%9Fe/%C3%BCber/", "/bote/straße/%c3%bcber"])
def test_an_address_with_other_letters_is_answered_encoded_and_decoded_and_written_short(get: Get, path: str) -> None:
    page = get(path).page
    assert page.title == "Über die Straße"
    assert page.path.startswith("/~/a/")


@pytest.mark.parametrize(("path", "query"), [("/archiv?artikel=4711", ""), ("/archiv", "artikel=4711"), ("/archiv%3Fartikel=4711", ""), ("/archiv/?artikel=4711", "")])
def test_an_address_with_a_query_is_answered_however_the_protocol_brings_it_and_written_short(get: Get, path: str, query: str) -> None:
    page = get(path, query).page
    assert page.title == "Aus dem Archiv"
    assert page.path.startswith("/~/a/")


def test_a_tracking_query_changes_nothing(get: Get) -> None:
    assert get(BRIDGE, "utm_source=brief").page == get(BRIDGE).page


def test_an_article_at_another_host_of_the_paper_is_written_short(get: Get) -> None:
    page = get("/eintrag").page
    assert page.title == "Im Blog"
    assert page.path.startswith("/~/a/")


def test_written_addresses_are_plain_and_without_the_root_papers_prefix(get: Get) -> None:
    for link in teasers(get("/~/newest").page):
        assert link.address.startswith(("/stadt/", "/politik/", "/~/a/"))


def test_without_a_root_every_written_address_has_its_papers_prefix(get: Get) -> None:
    page = get(f"/bote{BRIDGE}", root="").page
    assert page.path == f"/bote{BRIDGE}"
    inside = [link.address for link in page.navigation] + [link.address for link in below(page, "TAGS")]
    assert all(link.startswith(("/bote/", "/~/text/bote/")) or link == "/bote" for link in inside)


def test_without_a_root_the_first_page_lists_the_papers(get: Get) -> None:
    page = get("/", root="").page
    assert (page.kind, page.masthead) == ("papers", "Broadsheet")
    assert [(link.headline, link.address) for link in teasers(page)] == [("Der Bote", "/bote"), ("The Courier", "/courier")]
    assert page.search == "/~/search"


def test_papers_of_one_name_are_told_apart_by_their_hosts(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        for key, name, address in (("a", "Anzeiger", "https://www.a.example/"), ("b", "Anzeiger", "https://b.example/"), ("c", "Bote", "https://c.example/")):
            archive.put_paper(Paper(key=key, name=name, address=address))
        page = pages.answer(pages.Edition(archive), "/").page
    assert [link.headline for link in teasers(page)] == ["Anzeiger (a.example)", "Anzeiger (b.example)", "Bote"]


def test_a_root_that_the_archive_does_not_have_is_none(get: Get) -> None:
    assert get("/", root="gibtesnicht").page.kind == "papers"


def test_the_list_of_papers_is_a_click_away_where_no_paper_is_the_root(get: Get) -> None:
    assert ("/", "Zeitungen") in [(link.address, link.headline) for link in get("/bote", root="").page.navigation]


def test_an_address_of_the_root_paper_that_begins_like_another_papers_key_is_kept(get: Get) -> None:
    page = get("/courier/zu-gast").page
    assert (page.title, page.masthead) == ("Zu Gast", "Der Bote")
    assert page.path == "/bote/courier/zu-gast"
    assert get("/bote/courier/zu-gast").page == page


def test_the_short_address_reaches_every_papers_article_from_the_root(get: Get) -> None:
    short = next(link.address for link in get("/courier/news/bridge-2000001").page.navigation if link.address.startswith("/~/text/"))
    number = next(number for number in range(1, 80) if get(f"/~/a/{number}").page.title == "Bridge Stands")
    assert get(f"/~/a/{number}").page.path == "/courier/news/bridge-2000001"
    assert get(f"/courier/~/a/{number}").page.status == "ok"
    assert short == "/~/text/courier/news/bridge-2000001"


def test_an_article_of_another_paper_is_not_under_a_papers_own_prefix(get: Get) -> None:
    assert get("/courier/~/a/1").page.status == "missing"
    assert get("/courier/~/history/46").page.status == "missing"
    assert get("/courier/~/history/46/1/2").page.status == "missing"


# Forms


@pytest.mark.parametrize("form", ["text", "gmi", "json"])
@pytest.mark.parametrize("path", [BRIDGE, "/~/newest", "/", "/~/page/2/~/newest", "/gibt/es/nicht"])
def test_a_form_is_the_same_page_and_says_so(get: Get, form: str, path: str) -> None:
    answer = get(f"/~/{form}{path}")
    assert answer.form == form
    assert answer.page == get(path).page
    assert answer.article == get(path).article


@pytest.mark.parametrize("path", ["/bote/~/text/~/newest", "/~/text/bote/~/newest", "/~/text/~/newest/"])
def test_paper_and_form_come_in_any_order(get: Get, path: str) -> None:
    answer = get(path)
    assert (answer.form, answer.page) == ("text", get("/~/newest").page)


def test_page_numbers_and_prefixes_come_in_any_order(get: Get) -> None:
    second = get("/~/page/2/~/newest").page
    for path in ("/bote/~/page/2/~/newest", "/~/page/2/bote/~/newest"):
        assert get(path).page == second
    assert get("/~/page/2/~/text/~/newest").page == second


def test_a_form_twice_or_of_nothing_known_is_missing(get: Get) -> None:
    for path in ("/~/text/~/gmi/~/newest", "/~/pdf/~/newest", "/~/page/2/~/page/2/~/newest"):
        assert get(path).page.status == "missing"


# What leads nowhere


@pytest.mark.parametrize(
    "path",
    [
        "/..",
        "/../etc/passwd",
        "/%2e%2e/etc/passwd",
        "/a/./b",
        "//evil.example/x",
        "/a//b",
        "/a\x00b",
        "/a%00b",
        "/a\r\nb",
        "/a%0ab",
        "/\x1b[31m",
        "/%1b",
        "/\u202ex",
        "/%zz",
        "/%",
        "/%f",
        "/%ff%fe",
        "/" + "a" * 10_000,
        "/~",
        "/~/",
        "/~/nichts",
        "/~/a/0",
        "/~/a/-1",
        "/~/a/1e3",
        "/~/a/99999999",
        "/~/a/" + "9" * 30,
        "/~/a/1/7",
        "/~/a/1/0",
        "/~/history/46/1/9",
        "/~/history/46/9/1",
        "/~/history/46/0/1",
        "/~/history/99999",
        "/~/history/99999/1/2",
        "/~/page/0/~/newest",
        "/~/page/-1/~/newest",
        "/~/page/99/~/newest",
        "/~/page/999999/~/newest",
        "/~/page/x/~/newest",
        "/~/page/2/~/about",
        "/~/page/2" + BRIDGE,
        "/~/page/2",
        "/~/section/gibtesnicht",
        "/~/author/",
        "/~/day/1999",
        "/~/day/2024-13",
        "/~/day/2024-99",
        "/~/day/2024-02-30",
        "/~/day/1999-01-01",
        "/~/day/heute",
        "/~/front/1999-01-01",
        "/~/find/%21",
        "/~/find/A",
        "/~/find/_____w",
        "/~/find/" + base64.urlsafe_b64encode(b" x ").decode().rstrip("="),
        "/~/find/" + base64.urlsafe_b64encode(b"x" * 300).decode().rstrip("="),
        "/~/page/9/~/find/QnLDvGNrZQ",
        "/gibt/es/nicht",
        "/bote/gibt/es/nicht",
    ],
)
def test_a_bad_path_is_a_missing_page_that_helps_out(get: Get, path: str) -> None:
    page = get(path).page
    assert (page.status, page.kind) == ("missing", "missing")
    assert page.search == "/~/search"
    assert "/" in {link.address for link in page.navigation}
    assert page.title == "Diese Seite gibt es nicht"
    assert not any(word in plain_text(block.spans) for block in page.main if isinstance(block, Paragraph) for word in ("Error", "Traceback", "sqlite"))


def test_a_missing_page_names_the_papers_own_page_at_that_address(get: Get) -> None:
    page = get("/gibt/es/nicht?seite=2").page
    assert f"{HOME}/gibt/es/nicht?seite=2" in links(page)


@pytest.mark.parametrize("path", ["/~/nichts", "/..", "/a%0d%0ab", "//evil.example/x"])
def test_a_missing_page_names_no_original_of_what_only_the_edition_has_or_nobody(get: Get, path: str) -> None:
    assert not any("://" in address for address in links(get(path).page))


def test_where_no_paper_is_meant_a_missing_page_leads_to_the_papers(get: Get) -> None:
    page = get("/nirgends", root="").page
    assert (page.status, page.masthead) == ("missing", "Broadsheet")
    assert "/" in {link.address for link in page.navigation}
    for path in ("/~/newest", "/~/about", "/~/day", "/~/day/2024", "/~/sections", "/~/topics", "/~/topic/fluss", "/~/day/2024-12-03", "/~/front/2024-12-03"):
        assert get(path, root="").page.status == "missing"


def test_an_overlong_query_is_missing(get: Get) -> None:
    assert get("/~/search", "x" * 5000).page.status == "missing"
    assert get("/~/search", "a\x1bb").page.status == "missing"


def assert_readable(page: Page) -> None:
    assert page.path.startswith("/")
    assert page.path.isascii()
    assert page.path.isprintable()
    assert page.title


PIECES = st.sampled_from(["~", "page", "text", "a", "1", "2", "day", "2024", "2024-12-03", "bote", "courier", "..", "%", "%41", "?", "find", "search", "topic", "", "!1000001"])


@settings(max_examples=300, deadline=None)
@given(path=st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map(lambda parts: "/" + "/".join(parts))), query=st.text(max_size=30), root=st.sampled_from(KEYS))
def test_no_path_and_no_query_raises_and_every_answer_is_a_readable_page(archive: Archive, path: str, query: str, root: str) -> None:
    assert_readable(pages.answer(pages.Edition(archive, root), path, query).page)


def test_names_of_two_kinds_at_one_address_are_both_reached(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Der Bote", address=f"{HOME}/", language="de"))
        one = f"{HOME}/politik/"
        article = Article(address=f"{HOME}/a/1.html", headline="Eins", authors=(Person("Politik", address=one),), sections=(Tag("Politik", one),))
        archive.put("bote", article)
        edition = pages.mounted(archive)
        shown = {kind: below_index(pages.answer(edition, f"/~/{kind}s").page) for kind in ("section", "author")}
        assert len(set(shown.values())) == 2
        assert [pages.answer(edition, shown[kind]).page.kind for kind in shown] == ["section", "person"]


def below_index(page: Page) -> str:
    """Where the only name of an index leads."""
    (link,) = next(block for block in page.main if isinstance(block, Links)).links
    return link.address


def test_an_article_in_no_language_has_ways_on_in_its_papers(get: Get) -> None:
    blog = next(link.address for number in (1, 2, 3) for link in teasers(get(f"/~/page/{number}/~/newest").page) if link.headline == "Im Blog")
    assert label("de", "front") in {link.headline for link in get(blog).page.navigation}


# Addresses that articles may have


HOSTILE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("scratch"), write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Der Bote", address=f"{HOME}/", language="de"))
        yield archive


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.one_of(HOSTILE, st.sampled_from(["~", "..", ".", "", "bote", "a"])), min_size=1, max_size=4))
def test_whatever_address_an_article_has_its_written_path_reaches_it(scratch: Archive, parts: list[str]) -> None:
    address = absolute("/" + "/".join(parts), f"{HOME}/")
    if known(address) is None:
        return  # the archive refuses what is no page of its own
    stored = scratch.put("bote", Article(address=address, headline="x"))
    for root in KEYS:
        edition = pages.Edition(scratch, root)
        page = pages.answer(edition, f"{'' if root else '/bote'}/~/a/{stored.id}").page
        assert page.original
        again = pages.answer(edition, page.path)
        assert again.page == page


def test_the_only_paper_of_an_empty_archive_has_pages(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        assert pages.answer(pages.Edition(archive), "/").page.kind == "papers"
        assert pages.answer(pages.Edition(archive), "/").page.language == "en"
        archive.put_paper(Paper(key="leer", name="Leer", address=f"{HOME}/"))
        edition = pages.Edition(archive, "leer")
        for path in ("/", "/~/newest", "/~/sections", "/~/topics", "/~/authors", "/~/day", "/~/about"):
            assert pages.answer(edition, path).page.status == "ok"
        page = pages.answer(edition, "/").page
        assert plain_text(page.main[-1].spans) == "Nothing here yet."  # type: ignore[union-attr]
