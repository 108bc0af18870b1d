"""A version is a text: what a page says otherwise about a text that is stored amends the newest version, and a text at two addresses is one article."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.archive import amending, likeness, search
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.model import Paragraph, Person, Span, Tag

from .invented import article, capture

LONG = " ".join(f"Das {number}. Wort dieses Satzes steht an seiner Stelle und nirgends sonst." for number in range(30))
EARLY, LATE = "2024-12-03T12:00:00Z", "2024-12-04T12:00:00Z"


def found(archive: SqliteArchive, query: str) -> int:
    return archive.search(search.parse(query)).total


def test_a_corrected_author_reaches_the_reader(archive: SqliteArchive) -> None:
    first = archive.put("blatt", article(authors=("Eva Grass",)), capture(b"1", EARLY))
    before = archive.head(first.id)
    again = archive.put("blatt", article(authors=("Eva Groß", Person("Jo Ast", "Foto"))), capture(b"2", LATE))
    assert (again.outcome, again.version) == ("changed", 1)
    head, stored, page = archive.head(first.id), archive.article(first.id), archive.capture(first.id)
    assert head is not None
    assert stored is not None
    assert page is not None
    assert before is not None
    assert [person.name for person in head.authors] == [person.name for person in stored.authors] == ["Eva Groß", "Jo Ast"]
    assert head.changed > before.changed
    assert archive.changed("blatt") == head.changed
    assert page.body == b"2", "what is read again later must give the same"
    assert not archive.holds(b"1")
    assert len(archive.versions(first.id)) == 1
    assert [name.name for name in archive.names("blatt", "person") if name.articles] == ["Eva Groß", "Jo Ast"]
    assert (found(archive, 'author:"Jo Ast"'), found(archive, "ast"), found(archive, "grass"), found(archive, "groß")) == (1, 1, 0, 1)
    assert archive.put("blatt", article(authors=("Eva Groß", Person("Jo Ast", "Foto"))), capture(b"3", "2024-12-05T12:00:00Z")).outcome == "same"


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"tags": ("Rhein", "Nato")}, "same"),
        ({"tags": ("Nato", "Wolga")}, "changed"),
        ({"tags": (), "authors": (), "date": ""}, "same"),
        ({"date": "2024-12-02T11:00:00Z"}, "same"),
        ({"date": "2024-12-01T11:00:00Z"}, "changed"),
        ({"sections": ("Kultur",)}, "changed"),
        ({"sections": ("politik",)}, "same"),
        ({"modified": LATE, "language": "en"}, "same"),
    ],
    ids=str,
)
def test_what_amends(archive: SqliteArchive, fields: dict[str, object], outcome: str) -> None:
    given = {"tags": ("Nato", "Rhein"), "authors": ("Eva Groß",), "sections": ("Politik",)}
    first = archive.put("blatt", article(**given), capture(b"1", EARLY))
    again = archive.put("blatt", article(**{**given, **fields}), capture(b"2", LATE))
    assert (again.outcome, again.version) == (outcome, 1)
    stored = archive.article(first.id)
    assert stored is not None
    assert stored.authors, "what a page does not say takes nothing away"
    assert stored.tags
    assert stored.date
    assert {"Politik"} <= {tag.name for tag in stored.sections}


def test_a_date_that_is_amended_moves_the_article_in_all_lists(archive: SqliteArchive) -> None:
    archive.put("blatt", article(1, sections=("Politik",)), capture(b"1", EARLY))
    archive.put("blatt", article(2, sections=("Politik",)), capture(b"2", EARLY))
    archive.put("blatt", article(1, sections=("Politik",), date="2024-12-20T08:00:00Z"), capture(b"3", LATE))
    assert [head.headline for head in archive.newest("blatt").heads] == ["Fall 1", "Fall 2"]
    assert [head.headline for head in archive.by_name("blatt", "section", "politik").heads] == ["Fall 1", "Fall 2"]
    assert archive.days("blatt") == {"2024-12-03": 1, "2024-12-20": 1}


def test_an_older_page_amends_nothing(archive: SqliteArchive) -> None:
    archive.put("blatt", article(authors=("Eva Groß",)), capture(b"2", LATE))
    assert archive.put("blatt", article(authors=("Eva Grass",)), capture(b"1", EARLY)).outcome == "same"
    assert archive.newest("blatt").heads[0].authors[0].name == "Eva Groß"


def test_a_section_found_later_is_added_and_a_new_text_keeps_it(archive: SqliteArchive) -> None:
    first = archive.put("blatt", article(sections=("Politik",)))
    address = article().address
    assert archive.also_in("blatt", address, (Tag("Kultur", "https://www.blatt.example/kultur"), Tag("POLITIK")))
    assert not archive.also_in("blatt", address, (Tag("Kultur"),))
    assert not archive.also_in("blatt", "https://www.blatt.example/gibt-es-nicht", (Tag("Kultur"),))
    assert archive.put("blatt", article(text="Neu.", sections=("Politik",))).version == 2
    head = archive.head(first.id)
    assert head is not None
    assert [tag.name for tag in head.sections] == ["Politik", "Kultur"]
    assert archive.by_name("blatt", "section", "kultur").total == 1


def test_one_text_at_two_addresses_is_one_article(archive: SqliteArchive) -> None:
    first = archive.put("blatt", article(text=LONG, sections=("Politik",)))
    printed = f"https://www.blatt.example/druck/{100}"
    copy = article(text=f"{LONG} Drucken.", address=printed, kicker="Druckfassung", sections=("Kultur",), date="")
    again = archive.put("blatt", copy)
    assert (again.id, again.outcome, again.version) == (first.id, "changed", 1)
    head = archive.find("blatt", printed)
    assert head is not None
    assert (head.address, head.kicker) == (article().address, "")
    assert [tag.name for tag in head.sections] == ["Politik", "Kultur"]
    assert archive.newest("blatt").total == 1
    assert archive.put("blatt", copy).outcome == "same", "and stays one when it is read again"
    assert archive.put("blatt", msgspec.structs.replace(copy, aliases=(article().address,))).outcome in {"same", "changed"}


@pytest.mark.parametrize(
    "other", [{"headline": "Fall 2"}, {"date": "2024-12-05T12:00:00+01:00"}, {"text": f"{LONG} {LONG.upper()[::-1]}"}, {"text": "Ein Satz."}], ids=lambda other: next(iter(other))
)
def test_what_is_alike_but_not_the_same_stays_apart(archive: SqliteArchive, other: dict[str, str]) -> None:
    archive.put("blatt", article(text=LONG))
    assert archive.put("blatt", article(**{"text": LONG, "address": "https://www.blatt.example/wetter/heute", **other})).outcome == "new"


def test_a_new_slug_or_host_is_a_new_address_and_the_old_one_answers(archive: SqliteArchive) -> None:
    first = archive.put("blatt", article(address="https://www.blatt.example/alt"), capture(b"1", EARLY))
    moved = archive.put("blatt", article(address="https://neu.example/alt", aliases=("https://www.blatt.example/alt",)), capture(b"2", LATE))
    assert (moved.id, moved.outcome, moved.version) == (first.id, "changed", 1)
    for address in ("https://www.blatt.example/alt", "https://neu.example/alt", "/alt"):
        head = archive.find("blatt", address)
        assert head is not None
        assert head.address == "https://neu.example/alt"


def test_a_sections_address_is_the_first_that_was_said() -> None:
    bare, own, other = Tag("Politik"), Tag("politik", "https://www.blatt.example/politik/"), Tag("POLITIK", "https://www.blatt.example/p/")
    assert amending.united((own,), (other, bare)) == (own,)
    assert amending.united((bare,), (own, other)) == (Tag("Politik", own.address),)


def test_an_address_that_led_to_an_article_is_an_alias(archive: SqliteArchive) -> None:
    first, second = archive.put("blatt", article(1)), archive.put("blatt", article(2))
    archive.also_at("blatt", article(1).address, "https://www.blatt.example/kurz/1")
    archive.also_at("blatt", article(1).address, article(2).address)
    archive.also_at("blatt", "https://www.blatt.example/nichts/da", "https://www.blatt.example/kurz/2")
    archive.also_at("blatt", article(1).address, "https://www.blatt.example/")
    archive.also_at("blatt", "https://elsewhere.example/fremd/!100001", "https://www.blatt.example/kurz/3")  # it only ends in the same number
    ids = [head and head.id for head in (archive.find("blatt", path) for path in ("/kurz/1", "/kurz/2", article(2).address, "/kurz/3"))]
    assert ids == [first.id, None, second.id, None]


words = st.lists(st.sampled_from(["ein", "Wort", "und", "noch", "eines"]), min_size=0, max_size=200).map(" ".join)


@given(words, words)
def test_likeness_is_mutual_and_holds_of_oneself(one: str, other: str) -> None:
    first, second = (article(body=(Paragraph((Span(text),)),)) for text in (one, other))
    assert likeness.are_alike(first, second) == likeness.are_alike(second, first)
    assert likeness.are_alike(first, first) == (len(one.split()) >= 60)


@given(*[st.lists(st.sampled_from(["Politik", "politik", "Kultur", "Sport"]).map(Tag)).map(tuple)] * 2)
def test_sections_are_united_without_loss(one: tuple[Tag, ...], other: tuple[Tag, ...]) -> None:
    both = amending.united(one, other)
    assert {tag.name.lower() for tag in both} == {tag.name.lower() for tag in (*one, *other)}
    assert len({tag.name.lower() for tag in both}) == len(both)
    assert amending.united(both, other) == both
