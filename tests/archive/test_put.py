"""What is put is kept: versions, addresses, captures, front pages, refusals."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.archive import Refusal
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.errors import ArchiveError
from broadsheet.model import FrontBlock, FrontPage, Link, Paper, Person, Tag

from .invented import PAPER, article, capture

replace = msgspec.structs.replace


def test_new_same_changed(archive: SqliteArchive):
    first = archive.put("blatt", article())
    assert (first.outcome, first.version) == ("new", 1)
    again = archive.put("blatt", article())
    assert again == replace(first, outcome="same")
    changed = archive.put("blatt", article(text="Ein anderer Satz."))
    assert changed == replace(first, outcome="changed", version=2)
    assert archive.article(first.id) == archive.article(first.id, 2) == article(text="Ein anderer Satz.")
    assert archive.article(first.id, 1) == article()
    assert archive.article(first.id, 3) is archive.article(99) is None


@pytest.mark.parametrize(
    "fields",
    [{"extractor": "9"}, {"related": (Link("https://x.example/a", "A", teaser="B"),)}, {"modified": "2024-12-09"}, {"copyright": "x"}],
    ids=str,
)
def test_what_is_not_text_makes_no_version(archive: SqliteArchive, fields: dict[str, object]):
    archive.put("blatt", article())
    assert archive.put("blatt", article(**fields)).outcome == "same"


@pytest.mark.parametrize("fields", [{"headline": "X"}, {"kicker": "X"}, {"teaser": "X"}, {"text": "X"}, {"completeness": "excerpt"}, {"body": ()}], ids=str)
def test_what_is_text_makes_a_version(archive: SqliteArchive, fields: dict[str, str]):
    archive.put("blatt", article())
    assert archive.put("blatt", article(**fields)).outcome == "changed"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("abcd")), max_size=12))
def test_any_sequence_gives_the_versions_back_in_order(tmp_path_factory: pytest.TempPathFactory, puts: list[tuple[int, str]]):
    expected: dict[int, list[str]] = {}
    with open_archive(tmp_path_factory.mktemp("sequence"), write=True) as archive:
        archive.put_paper(PAPER)
        for number, text in puts:
            stored = archive.put("blatt", article(number, text))
            texts = expected.setdefault(number, [])
            assert stored.outcome == ("new" if not texts else "same" if texts[-1] == text else "changed")
            if stored.outcome != "same":
                texts.append(text)
            assert stored.version == len(texts)
        assert archive.newest("blatt").total == len(expected)
        for number, texts in expected.items():
            head = archive.find("blatt", article(number).address)
            assert head is not None
            assert head.version == len(texts)
            assert [version.number for version in archive.versions(head.id)] == list(range(1, len(texts) + 1))
            assert [archive.article(head.id, version) for version in range(1, len(texts) + 1)] == [article(number, text) for text in texts]


def test_storing_twice_leaves_the_file_as_it_was(folder: Path):
    def fill() -> None:
        with open_archive(folder, write=True) as archive:
            archive.put_paper(PAPER)
            for number in range(3):
                archive.put("blatt", article(number, tags=("Nato", "Rhein"), authors=("Eva Groß",), aliases=("https://b.example/1",)), capture(b"%d" % number))
            archive.put_front("blatt", FrontPage("2024-12-03T06:00:00Z", (FrontBlock("", (Link("https://www.blatt.example/a"),)),)))
            archive.put_refusal("blatt", Refusal("x.html", "2024-12-03", "no-article", "nothing"))

    fill()
    before = (folder / "broadsheet.sqlite").read_bytes()
    fill()
    after = (folder / "broadsheet.sqlite").read_bytes()
    # The header counts transactions (SQLite file format §1.3: bytes 24 to 28 and 92 to 96); all else is the same.
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before[100:], after[100:], strict=True)) <= 8


def test_a_folder_of_two_versions_may_be_imported_again(archive: SqliteArchive):
    old, new = (article(), capture(b"1", "2024-12-03T12:00:00Z")), (article(text="Neu."), capture(b"2", "2024-12-04T12:00:00Z"))
    outcomes = [archive.put("blatt", *each).outcome for each in (old, new, old, new)]
    assert outcomes == ["new", "changed", "same", "same"]
    # What a later page says again is news.
    assert archive.put("blatt", article(), capture(b"3", "2024-12-05T12:00:00Z")).version == 3


def test_files_whose_times_are_not_those_of_their_versions(archive: SqliteArchive):
    """Copied folders have the times of copying: what is imported again is still what it was."""
    puts = [(article(), capture(b"1", "2024-12-03T12:00:05Z")), (article(text="Neu."), capture(b"2", "2024-12-03T12:00:00Z"))]
    outcomes = [archive.put("blatt", *each).outcome for each in (*puts, *puts, *puts)]
    assert outcomes == ["new", "changed", *["same"] * 4]


def test_captures_are_kept_and_identical_bytes_once(archive: SqliteArchive, folder: Path):
    page = bytes(range(256)) * 1000
    taken = capture(page, source="a.html", charset="utf-8", hints={"date": "2024"}, address="https://www.blatt.example/x?utm_source=rss")
    first = archive.put("blatt", article(1), taken)
    archive.put("blatt", article(2), replace(taken, address=""))
    assert archive.capture(first.id) == archive.capture(first.id, 1) == taken
    assert archive.capture(first.id, 2) is None
    assert archive.holds(page)
    assert not archive.holds(b"other")
    assert (folder / "broadsheet.sqlite").stat().st_size < 300_000
    stored = archive.put("blatt", article(3))
    assert archive.capture(stored.id) is None
    head = archive.find("blatt", "/x")
    assert head is not None
    assert head.id == first.id, "the address that a page was taken from is one of the article's"


def test_an_article_is_found_by_every_address(archive: SqliteArchive):
    stored = archive.put(
        "blatt",
        article(address="https://www.blatt.example/politik/f%C3%A4lle/!100001/", aliases=("https://m.blatt.example/!100001", "https://www.blatt.example/archiv?artikel=4711")),
    )
    for address in (
        "https://www.blatt.example/politik/f%C3%A4lle/!100001/",
        "http://blatt.example/politik/fälle/!100001?utm_source=x#top",
        "/politik/fälle/!100001",
        "/politik/f%C3%A4lle/!100001/",
        "/archiv?artikel=4711",
        "https://m.blatt.example/!100001/",
        "/!100001",
        "/andere-worte/!100001/",
    ):
        found = archive.find("blatt", address)
        assert found is not None, address
        assert found.id == stored.id
    for address in ("/", "", "/!100002", "/archiv?artikel=4712", "https://other.example/politik/ein-fall/!7/", "http://[", "nonsense"):
        assert archive.find("blatt", address) is None, address
    assert archive.find("keines", "/!100001") is None
    assert set(archive.targets("blatt", ("/!100001", "/x", "https://m.blatt.example/!100001"))) == {"/!100001", "https://m.blatt.example/!100001"}
    assert archive.targets("keines", ("/!100001",)) == {}


def test_a_number_that_two_articles_end_in_decides_nothing(archive: SqliteArchive):
    archive.put("blatt", article(address="https://www.blatt.example/a/123456.html"))
    assert archive.find("blatt", "/z/123456") is not None
    archive.put("blatt", article(address="https://www.blatt.example/b/123456.html"))
    assert archive.find("blatt", "/z/123456") is None


def test_a_path_is_sought_at_the_other_hosts_of_the_paper(archive: SqliteArchive):
    stored = archive.put("blatt", article(address="https://sport.blatt.example/tor"))
    found = archive.find("blatt", "/tor")
    assert found is not None
    assert found.id == stored.id


def test_an_article_that_moved_is_the_same(archive: SqliteArchive):
    old = archive.put("blatt", article(address="https://www.blatt.example/alt"))
    new = archive.put("blatt", article(address="https://www.blatt.example/neu", aliases=("https://www.blatt.example/alt",), text="Neu."))
    assert (new.id, new.outcome) == (old.id, "changed")
    head = archive.head(old.id)
    assert head is not None
    assert head.address == "https://www.blatt.example/neu"
    assert archive.find("blatt", "/alt") == head
    again = archive.put("blatt", article(address="https://www.blatt.example/alt", text="Neu."))
    assert again.id == old.id, "an alias that is the new page's address finds it too"


def test_pages_that_share_an_alias_stay_apart(archive: SqliteArchive):
    """Templates name a section's page as the address of all its articles: that makes them no versions of one another."""
    shared = ("https://www.blatt.example/politik",)
    one = archive.put("blatt", article(1, aliases=shared))
    other = archive.put("blatt", article(2, aliases=shared))
    assert (one.outcome, other.outcome) == ("new", "new")
    twin = archive.put("blatt", article(1, address="https://www.blatt.example/druck/1", aliases=shared))
    assert twin.id == one.id, "under the same headline it is the same article"
    roots = [archive.put("blatt", article(number, aliases=("https://www.blatt.example/",))).id for number in (8, 9)]
    assert roots[0] != roots[1]


LONG = " ".join(f"wort{number}" for number in range(80))
OTHER = " ".join(f"rede{number}" for number in range(80))


def test_what_calls_itself_another_is_that_only_where_its_text_may_be(archive: SqliteArchive):
    """And where the other had only been called so itself, it is found where it was read."""
    first, second = (f"https://www.blatt.example/politik/{name}.html" for name in ("erster", "zweiter"))
    one = archive.put("blatt", article(1, LONG, address=second, aliases=(first,)), capture(b"1", address=first))
    other = archive.put("blatt", article(2, OTHER, address=second), capture(b"2", address=second))
    assert (one.outcome, other.outcome) == ("new", "new")
    heads = archive.head(one.id), archive.head(other.id)
    assert [head and head.address for head in heads] == [first, second]
    assert [archive.find("blatt", path) for path in ("/politik/erster.html", "/politik/zweiter.html")] == list(heads)
    liar = archive.put("blatt", article(3, OTHER[::-1], address=second), capture(b"3", address=second.replace("zweiter", "dritter")))
    head = archive.head(liar.id)
    assert head is not None
    assert (liar.outcome, head.address) == ("new", "https://www.blatt.example/politik/dritter.html")
    grown = archive.put("blatt", article(4, f"{OTHER} {LONG[::-1]}", address=second), capture(b"4", address=second.replace("zweiter", "amp")))
    assert (grown.id, grown.outcome) == (other.id, "changed"), "a new headline, and more text"
    rewritten = archive.put("blatt", article(5, LONG[::-1], address=second), capture(b"5", time="2024-12-04T12:00:00Z", address=second))
    assert (rewritten.id, rewritten.outcome) == (other.id, "changed"), "read where it was read before"


@pytest.mark.parametrize("gone", [True, False])
def test_where_an_article_was_read_is_known_when_its_page_is_gone(archive: SqliteArchive, gone: bool):
    """Let go for want of room, or for the page of a copy that says something newer of it."""
    place = "https://www.blatt.example/politik/fall.html"
    one = archive.put("blatt", article(1, LONG, address=place), capture(b"1", address=place))
    if gone:
        archive.prune(1, 0)
        assert archive.capture(one.id) is None
    copied = article(1, LONG, address=place, authors=("Enno Adam",))
    archive.put("blatt", copied, capture(b"2", time="2024-12-04T12:00:00Z", address="https://www.blatt.example/kopie.html"))
    other = archive.put("blatt", article(2, OTHER, address=place), capture(b"3", time="2024-12-05T12:00:00Z", address=place))
    assert (other.id, other.outcome, other.version) == (one.id, "changed", 2)
    assert archive.newest("blatt").total == 1


def test_without_pages_a_name_that_was_called_is_believed(archive: SqliteArchive):
    one = archive.put("blatt", article(1, LONG))
    other = archive.put("blatt", article(2, OTHER, address=article(1).address))
    assert (other.id, other.outcome) == (one.id, "changed")


def test_a_copy_where_another_was_said_to_be_is_found_as_what_it_is(archive: SqliteArchive):
    place = "https://www.blatt.example/kultur/kopie.html"
    wall = archive.put("blatt", article(1, LONG, aliases=(place,)))
    original = archive.put("blatt", article(2, OTHER))
    head = archive.find("blatt", "/kultur/kopie.html")
    assert head is not None
    assert head.id == wall.id
    copy = archive.put("blatt", article(2, OTHER, address=place), capture(address=place))
    assert (copy.id, copy.outcome) == (original.id, "same")
    head = archive.find("blatt", "/kultur/kopie.html")
    assert head is not None
    assert head.id == original.id


def test_two_papers_may_have_one_path(archive: SqliteArchive):
    archive.put_paper(Paper(key="post", name="Die Post", address="https://post.example/"))
    one = archive.put("blatt", article(address="https://www.blatt.example/a"))
    other = archive.put("post", article(address="https://post.example/a"))
    found = archive.find("blatt", "/a"), archive.find("post", "/a")
    assert [head and head.id for head in found] == [one.id, other.id]
    assert [paper.key for paper in archive.papers()] == ["blatt", "post"]
    assert archive.find("blatt", "https://post.example/a") is None


@pytest.mark.parametrize("address", ["", "https://www.blatt.example/", "/path", "https://[bad"])
def test_an_article_without_an_address_is_refused(archive: SqliteArchive, address: str):
    with pytest.raises(ArchiveError, match="address of its own page"):
        archive.put("blatt", article(address=address))
    with pytest.raises(ArchiveError, match="no paper 'nix'"):
        archive.put("nix", article())
    assert archive.newest("blatt").total == 0


def test_head_has_everything_but_the_body(archive: SqliteArchive):
    full = article(
        kicker="Kicker", teaser="Teaser", modified="2024-12-03T13:00:00Z", language="de", text="vier Wörter sind hier",
        authors=(Person("Eva Groß", "Foto", "https://b.example/eva"),), sections=("Politik",), tags=(Tag("Nato", "https://b.example/nato"),),
        date="2024-12-03T23:30:00Z", completeness="paywalled",
    )  # fmt: skip
    stored = archive.put("blatt", full)
    head = archive.head(stored.id)
    assert head is not None
    for name in ("address", "kicker", "headline", "teaser", "date", "modified", "language", "completeness", "authors", "sections", "tags"):
        assert getattr(head, name) == getattr(full, name), name
    assert (head.id, head.paper, head.version, head.words) == (stored.id, "blatt", 1, 4)
    assert head.day == "2024-12-04", "half past eleven in Greenwich is tomorrow in Berlin"
    assert abs((datetime.now(UTC) - datetime.fromisoformat(head.changed)).total_seconds()) < 60
    (version,) = archive.versions(stored.id)
    assert (version.number, version.modified, version.headline, version.words, version.stored) == (1, full.modified, full.headline, 4, head.changed)
    assert archive.head(99) is None
    assert archive.versions(99) == ()


def test_changed_moves_with_what_is_stored(archive: SqliteArchive):
    archive.put("blatt", article())
    first = archive.changed("blatt")
    archive.put("blatt", article())
    assert archive.changed("blatt") == first
    archive.put("blatt", article(text="Neu."))
    assert archive.changed("blatt") >= first != ""
    assert archive.changed("keines") == ""


def test_a_paper_that_moves_to_another_zone_takes_its_days_along(archive: SqliteArchive):
    stored = archive.put("blatt", article(date="2024-12-03T23:30:00Z", sections=("Kultur",)))
    archive.put("blatt", article(2, date="", sections=("Sport",)))
    assert archive.days("blatt") == {"2024-12-04": 1}
    assert [name.name for name in archive.names("blatt", "section")] == ["Kultur", "Sport"]
    archive.put_paper(replace(PAPER, timezone="America/New_York", sections=("Sport", "Kultur"), permission="Mit Erlaubnis."))
    assert archive.days("blatt") == {"2024-12-03": 1}
    head = archive.head(stored.id)
    assert head is not None
    assert head.day == "2024-12-03"
    assert [name.name for name in archive.names("blatt", "section")] == ["Sport", "Kultur"]
    changed = archive.paper("blatt")
    assert changed is not None
    assert changed.permission == "Mit Erlaubnis."
    assert archive.paper("keines") is None


def test_front_pages_are_kept_by_time(archive: SqliteArchive):
    pages = [FrontPage(f"2024-12-0{day}T06:00:00Z", (FrontBlock("Oben", (Link(f"https://www.blatt.example/{shown}"),)),)) for day, shown in ((1, "a"), (2, "a"), (3, "b"))]
    assert archive.front("blatt") is archive.front("keines") is None
    for page in (*pages, *pages):
        archive.put_front("blatt", page)
    assert archive.front("blatt") == pages[2]
    assert archive.front("blatt", "2024-12-03T06:59:59+01:00") == pages[0], "the second shows what the first shows, and was not kept"
    assert archive.front("blatt", "2024-11-30") is None
    with pytest.raises(ArchiveError, match="needs the time"):
        archive.put_front("blatt", FrontPage("gestern", ()))
    with pytest.raises(ArchiveError, match="no paper"):
        archive.put_front("nix", pages[0])


def test_refusals_newest_first_and_each_once(archive: SqliteArchive):
    refusals = [Refusal(f"{number}.html", f"2024-12-0{number}T00:00:00Z", "no-article", "nothing") for number in (2, 1, 3)]
    for refusal in (*refusals, refusals[0]):
        archive.put_refusal("blatt", refusal)
    archive.put_refusal("", Refusal("x\x1b[2Jy\udc80", "", "unreadable", "cut\n"))
    assert [refusal.source for refusal in archive.refusals("blatt")] == ["3.html", "2.html", "1.html"]
    assert len(archive.refusals("blatt", 2)) == 2
    assert archive.refusals("") == (Refusal("x[2Jy", "", "unreadable", "cut"),)


def test_slugs_are_made_once(archive: SqliteArchive):
    archive.put("blatt", article(1, tags=("Rhein & Ruhr", "Nato", "محمد", "中国")))
    archive.put("blatt", article(2, tags=("Rhein - Ruhr", "NATO", Tag("Nato", "https://www.blatt.example/Nato/!t5/")), authors=("Nato",)))
    names = {name.name: name for name in archive.names("blatt", "topic")}
    assert names["Rhein & Ruhr"].slug == "rhein-ruhr"
    assert names["Rhein - Ruhr"].slug == "rhein-ruhr-2"
    assert names["Nato"].articles == 2
    assert names["محمد"].slug.startswith("n-")
    assert names["محمد"].slug != names["中国"].slug
    assert names["Nato"].address == "", "the same name twice on one article: the first counts"
    archive.put("blatt", article(3, tags=(Tag("Nato", "https://www.blatt.example/Nato/!t5/"),)))
    for key in ("nato", "NATO", "/Nato/!t5", "https://blatt.example/Nato/!t5/"):
        found = archive.name("blatt", "topic", key)
        assert found is not None, key
        assert (found.slug, found.articles) == ("nato", 3)
    assert archive.name("blatt", "topic", "/Nato/!t6") is archive.name("blatt", "section", "nato") is archive.name("nix", "topic", "nato") is None
    archive.put("blatt", article(3, text="Neu."))
    found = archive.name("blatt", "topic", "nato")
    assert found is not None
    assert found.articles == 2, "a new version that has not the topic any more leaves its list"
    assert set(archive.named("blatt", ("/Nato/!t5/", "/x"))) == {"/Nato/!t5/"}
