"""The query language, and that every word of a text is found, in any script."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from broadsheet.archive import Query, reading, search, wording
from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.errors import UsageError
from broadsheet.model import Paper, Person, Tag
from broadsheet.text import clean

from .invented import article


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("  strom  netz ", Query(words=("strom", "netz"))),
        ('"strom und netz" kabel', Query(words=("kabel",), phrases=("strom und netz",))),
        ("„strom und netz“", Query(phrases=("strom und netz",))),
        ('"nicht zu', Query(phrases=("nicht zu",))),
        ('author:"Anna Groß" tag:nato', Query(author="Anna Groß", tag="nato")),
        ("AUTOR:Anna Thema:nato Ressort:politik", Query(author="Anna", tag="nato", section="politik")),
        ("author: x", Query(author="x")),
        ('autor: "Anna Groß" strom', Query(words=("strom",), author="Anna Groß")),
        ("Schwarzer Tag: Börse fällt", Query(words=("Schwarzer", "Tag:", "Börse", "fällt"))),
        ("Zwei Schiffe, drei tot: Der Nebel", Query(words=("Zwei", "Schiffe,", "drei", "tot:", "Der", "Nebel"))),
        ("author: tag:nato", Query(words=("author:",), tag="nato")),
        ("strom author:", Query(words=("strom", "author:"))),
        ("tag:\u201e\u201c x", Query(words=("x",))),
        ("Auteur:Anna onderwerp:nato Sección:política desde:2024", Query(author="Anna", tag="nato", section="política", since="2024-01-01")),
        ("since:2024 until:2024", Query(since="2024-01-01", until="2024-12-31")),
        ("since:2024-02 until:2024-02", Query(since="2024-02-01", until="2024-02-29")),
        ("seit:2024-1-5 bis:2024-12-03", Query(since="2024-01-05", until="2024-12-03")),
        ("https://x.example/a?b", Query(words=("https://x.example/a?b",))),
        ('foo:"ein wort"', Query(words=("foo:",), phrases=("ein wort",))),
        ("a\x00b\x1b\nc", Query(words=("ab", "c"))),
    ],
)
def test_parse(text: str, query: Query):
    assert parse(text) == query


@pytest.mark.parametrize("text", ["since:morgen", "until:2024-13", "since:2024-02-30", "until:0000-01-01", "since:20241203", 'until:"x"', "since:2024-00", "since:٢٠٢٤-99"])
def test_a_date_that_is_none_is_named(text: str):
    with pytest.raises(UsageError, match=re.escape(text.replace('"', ""))):
        parse(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("writer:groß Titel:x writer:y", ("writer", "Titel")),
        ('verfasserin:"Anna Groß"', ("verfasserin",)),
        ("autor:groß AUTHOR:x since:2024 tag: nato", ()),
        ("https://x.example/a 10:30 Hafen: es wird gebaut a:b x:", ()),
    ],
)
def test_what_is_written_like_a_field_and_is_none_is_told(text: str, names: tuple[str, ...]):
    assert search.strange(text) == names


def test_a_query_is_bounded():
    assert len(parse("wort " * 1000).words) == 32
    assert parse("x" * 10_000).words == ("x" * 500,)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=80) | st.text(alphabet='"*():^-+{}ANDORTE ', max_size=30))
@example('"')
@example('" OR rowid:1 NEAR(a b)')
@example("\u0301")
@example("𞤀")
def test_nothing_typed_is_an_error(archive: SqliteArchive, text: str):
    try:
        query = parse(text)
    except UsageError:
        assert "since" in text or "until" in text
        return
    archive.search(query)


SCRIPTS = (
    st.characters(min_codepoint=32, max_codepoint=126),
    st.characters(min_codepoint=0xC0, max_codepoint=0x24F),
    st.characters(min_codepoint=0x370, max_codepoint=0x3FF),
    st.characters(min_codepoint=0x400, max_codepoint=0x45F),
    st.characters(min_codepoint=0x5D0, max_codepoint=0x5EA),
    st.characters(min_codepoint=0x620, max_codepoint=0x655, exclude_characters="\u0640"),  # the stroke that lengthens a word is none by itself
    st.characters(min_codepoint=0x904, max_codepoint=0x96F),
    st.characters(min_codepoint=0xE01, max_codepoint=0xE4E),
    st.characters(min_codepoint=0x3041, max_codepoint=0x30FE),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x4F00),
    st.characters(min_codepoint=0xAC00, max_codepoint=0xAD00),
    st.characters(min_codepoint=0xFF01, max_codepoint=0xFF9D),
)
WORDS = st.lists(st.one_of(*(st.text(script, min_size=1, max_size=8) for script in SCRIPTS)), min_size=1, max_size=8).map(" ".join).map(clean)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WORDS)
@example("Straße İstanbul ſüß ΌΣΟΣ ﬁn Å")
@example("don't 3,5 U-Bahn b@c.de 100% C++")
@example("प्रधानमंत्री नरेन्द्र मोदी")
@example("ประเทศไทย กิน น้ำ")
@example("जदًا جدًا مُحَمَّد")
def test_every_word_of_a_text_is_found(archive: SqliteArchive, text: str):
    stored = archive.put("blatt", article(text=text))
    for word in text.split():
        if re.search(r"[^\W_]", word) and not re.match(r'(?i)(author|autor|autorin|tag|thema|section|ressort|since|seit|until|bis):.|.*["„“”«»‟″]', word):
            found = archive.search(parse(word))
            assert [head.id for head in found.heads] == [stored.id], (word, search.expression(parse(word)), wording.searchable(text))


@pytest.mark.parametrize(
    ("text", "finds", "misses"),
    [
        ("東京都の天気は晴れ、ニュースです", ("東京", "京都", "天気", "ニュース", "都", "晴れ"), ("北京", "天晴", "スーュニ")),
        ("中国总理访问柏林", ("总理", "中国总理访问柏林", "柏林"), ("理总",)),
        ("대통령은 오늘 국회에서", ("대통령", "국회"), ("통대령",)),
        ("นายกรัฐมนตรีเดินทาง", ("นายก", "รัฐมนตรี"), ("นายข",)),
        ("Der Ärger im Café über Łódź und Ærø", ("arger", "CAFÉ", "cafe", "uber", "łódź"), ("Cafés",)),
        ("２０２４年 ＡＢＣ", ("2024", "abc", "2024年"), ("2025",)),
        ("ذهب مُحَمَّد إلى الســوق جدًا", ("محمد", "السوق", "جدا"), ("احمد",)),
        ("שָׁלוֹם", ("שלום",), ("שלוט",)),
    ],
)
def test_words_of_every_script(archive: SqliteArchive, text: str, finds: tuple[str, ...], misses: tuple[str, ...]):
    archive.put("blatt", article(text=text))
    assert [word for word in finds if archive.search(parse(word)).total != 1] == []
    assert [word for word in misses if archive.search(parse(word)).total] == []


def test_fields_narrow_the_search(archive: SqliteArchive):
    archive.put_paper(Paper(key="post", name="Die Post", address="https://post.example/"))
    archive.put("blatt", article(1, "Strom und Netz", authors=("Anna Groß",), tags=("Nato",), sections=("Politik",), date="2024-12-03"))
    archive.put("blatt", article(2, "Netz und Strom", authors=("Bert Groß",), tags=("Nato-Gipfel",), sections=("Kultur",), date="2024-12-05"))
    archive.put("post", article(3, "Strom", address="https://post.example/a", authors=("Anna Müller",), tags=("NATO",), date=""))

    def found(text: str, paper: str = "") -> list[int]:
        heads = archive.search(parse(text), paper)
        assert heads.total == len(heads.heads)
        return sorted(int(head.headline.split()[1]) for head in heads.heads)

    assert found("strom") == [1, 2, 3]
    assert found("strom", "blatt") == [1, 2]
    assert found('"strom und netz"') == [1]
    assert found("author:groß") == found("author:gross") == [1, 2]
    assert found("author:anna") == [1, 3]
    assert found('author:"anna groß"') == found("author:anna-gross") == [1]
    assert found("author:mueller") == [3]
    assert found("author:nn") == found("author:…") == []
    assert found("tag:nato") == [1, 3], "the very name, not names that hold it"
    assert found("tag:gipfel") == [2]
    assert found("section:politik strom") == [1]
    assert found("since:2024-12-04 netz") == found("since:2024-12-04") == [2]
    assert found("until:2024-12-04") == [1]
    assert found("since:2024 until:2024") == [1, 2]
    assert found("strom") == [1, 2, 3]
    assert found("anna") == [1, 3], "names are words too"
    assert found("nirgends") == found("") == found("", "blatt") == found("§§ --") == found("strom ", "nix") == []


def test_best_first_in_parts(archive: SqliteArchive):
    for number in range(30):
        archive.put("blatt", article(number, f"{'Wehr ' * (number == 7)} Wort {number}", headline=f"{'Wehr' if number == 3 else 'Fall'} {number}", kicker=""))
    archive.put("blatt", article(5, "Wehr in der zweiten Fassung"))
    heads = archive.search(parse("wehr"))
    assert heads.heads[0].headline == "Wehr 3", "a word of the headline weighs more"
    assert heads.total == 3
    everything = [archive.search(parse("wort"), offset=offset, limit=10) for offset in (0, 10, 20, 30)]
    assert [len(part.heads) for part in everything] == [10, 10, 9, 0]
    assert {part.total for part in everything} == {29}
    assert len({head.id for part in everything for head in part.heads}) == 29


def test_of_very_many_hits_the_best_of_the_newest_come_first(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "_RANKED", 4)
    for number in range(10):
        archive.put("blatt", article(number, f"Wort {number}", headline=f"{'Wort' if number in {2, 7} else 'Fall'} {number}", kicker=""))
    archive.put("blatt", article(0, "Wort der zweiten Fassung", headline="Fall 0"))

    def found(offset: int, limit: int) -> list[int]:
        heads = archive.search(parse("wort"), offset=offset, limit=limit)
        assert heads.total == 10
        return [int(head.headline.split()[1]) for head in heads.heads]

    whole = found(0, 0)
    assert whole[0] == 7, "the best of the four that were stored last"
    assert set(whole[:4]) == {0, 7, 8, 9}, "the second version of the first article came last"
    assert whole[4:] == [6, 5, 4, 3, 2, 1], "the others, the last stored first"
    assert [found(offset, 3) for offset in (0, 3, 6, 9, 12)] == [whole[0:3], whole[3:6], whole[6:9], whole[9:], []]
    assert archive.search(parse("wort since:2000"), "blatt").total == 10


def test_only_the_newest_version_is_found(archive: SqliteArchive):
    archive.put("blatt", article(1, "Alte Fassung"))
    archive.put("blatt", article(1, "Neue Fassung"))
    assert archive.search(parse("alte")).total == 0
    assert archive.search(parse("fassung")).total == 1


def test_people_and_topics_of_articles_are_words(archive: SqliteArchive):
    archive.put("blatt", article(1, authors=(Person("Eva Groß", "Foto"),), tags=(Tag("Rheinhochwasser"),)))
    for text in ("rheinhochwasser groß", "Rheinhochwasser gross", "eva"):
        assert archive.search(parse(text)).total == 1, text
