"""What is withdrawn is found nowhere: not in the file's bytes, nor in anything that can be unpacked from it."""

import re
import sqlite3
from pathlib import Path

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.archive import Withdrawal, captures, combing, withdrawing
from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.archive.traces import Traces, letters
from broadsheet.errors import ArchiveError, WithdrawnError
from broadsheet.knowledge import Knowledge, Seen, Standing
from broadsheet.model import FrontBlock, FrontPage, Link, Paragraph, Span

from .invented import article, capture

ADDRESS = "https://www.blatt.example/politik/zwiebelfischverschwoerung/!200007/"
HEADLINE = "Zwiebelfischverschwörung im Rathauskeller aufgedeckt"
TEASER = "Der Quastenflossermeister gibt sein Schweigen über den Rathauskeller auf."
TEXT = "Die Kellerasselkommission tagte im Verborgenen, wie Protokolle aus dem Rathauskeller nun zeigen."
OLDER = "Die Sandfloholympiade findet nach Angaben aus dem Rathauskeller doch nicht statt."
WORDS = ("zwiebelfisch", "quastenflosser", "kellerassel", "sandfloh", "odilo", "blattschneider")


def body(text: str) -> dict:
    return {"body": (Paragraph((Span(text),)),)}


def page(headline: str, text: str, teasers: str = "") -> bytes:
    return f"<!doctype html><html><body><nav>{'Seite ' * 300}</nav><h1>{headline}</h1><p>{text}</p><aside>{teasers}</aside></body></html>".encode()


BOX = f'<a href="/politik/zwiebelfischverschwoerung/!200007/"><b>Zwiebelfisch&shy;verschw&ouml;rung</b></a><p>{TEASER[:50]} …</p>'


@pytest.fixture
def full(archive: SqliteArchive) -> SqliteArchive:
    """Forty articles; the one to be withdrawn in two versions, with its own author and topic, named by others, by pages and by front pages."""
    own = {"address": ADDRESS, "headline": HEADLINE, "teaser": TEASER, "authors": ("Odilo Sumpfbiber",), "tags": ("Blattschneiderameisen", "Hafen")}
    link = Link(ADDRESS, HEADLINE, teaser=TEASER)
    with archive.batch():
        for number in range(20):
            teasers = BOX if number % 5 == 0 else ""
            made = capture(page(f"Fall {number}", f"Ein Satz {number}.", teasers), address=f"https://www.blatt.example/a/{number}")
            archive.put("blatt", article(number, f"Ein Satz {number}.", tags=("Hafen",), related=(link,) if number < 3 else ()), made)
        for text in (OLDER, TEXT):
            made = capture(page(HEADLINE, text), address=ADDRESS, time=f"2024-12-0{3 + (text == TEXT)}T12:00:00Z")
            archive.put("blatt", article(7, **{**own, **body(text)}), made)
        for number in range(20, 40):
            made = capture(page(f"Fall {number}", f"Ein Satz {number}.", BOX if number == 30 else ""), address=f"https://www.blatt.example/a/{number}")
            archive.put("blatt", article(number, f"Ein Satz {number}.", tags=("Hafen",)), made)
        for hour in (8, 9):
            other = Link(f"https://www.blatt.example/politik/ein-fall/!{100000 + hour}/", f"Fall {hour}")
            archive.put_front("blatt", FrontPage(f"2024-12-03T0{hour}:00:00Z", (FrontBlock("", (other, link)),)))
    host, path = "blatt.example", "/politik/zwiebelfischverschwoerung/!200007/"
    known = Knowledge(articles=9, recent=(Seen(1, path, (5,)), Seen(2, "/x", ())), texts=(Standing(7, (1, 2), 2, 2, TEASER[:60]), Standing(8, (1, 2), 2, 2, "Ein Satz")))
    archive.sites.put(host, known)
    return archive


def everything(file: Path) -> str:
    """All bytes of the file and of its log, and all that can be unpacked from its tables, as text."""
    found = [path.read_bytes() for path in file.parent.iterdir() if path.is_file()]
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'fulltext%'").fetchall():
            for row in connection.execute(f"SELECT * FROM {table}"):
                found += [str(value).encode() for value in row if isinstance(value, str)]
                if table != "page":
                    found += [zstandard.ZstdDecompressor().decompress(value) for value in row if isinstance(value, bytes) and value[:4] == b"\x28\xb5\x2f\xfd"]
        for number, data, dictionary in connection.execute("SELECT id, bytes, dictionary FROM page").fetchall():
            found.append(captures.unpack(connection, data, dictionary, f"page {number}"))
    finally:
        connection.close()
    return b"\n".join(found).decode("utf-8", "replace").casefold()


def test_what_is_to_go_is_there_before(full: SqliteArchive, folder: Path):
    text = everything(folder / "broadsheet.sqlite")
    assert all(word in text for word in WORDS)


@pytest.mark.parametrize("fewest", [1, 1000], ids=["in several processes", "here"])
def test_nothing_is_left_but_the_tombstone(full: SqliteArchive, folder: Path, fewest: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(combing, "FEWEST", fewest)
    before = full.newest("blatt").total
    done = full.withdraw("blatt", ADDRESS, "Auf Anordnung des Gerichts")
    assert done is not None
    assert (done.versions, done.pages, done.others) == (2, 2, 5)
    assert done.links >= 3 + 3 + 2  # related rows, bodies, front pages; and what the archive chose itself
    for _ in range(2):
        text = everything(folder / "broadsheet.sqlite")
        assert [word for word in WORDS if word in text] == []
        full.close()
    with open_archive(folder, write=True) as archive:
        assert archive.newest("blatt").total == before - 1
        assert all(not archive.search(parse(word)).heads for word in ("Kellerasselkommission", "Zwiebelfischverschwörung", "Sandfloholympiade", "author:Odilo"))
        assert archive.search(parse("Satz")).total == 40
        assert archive.find("blatt", ADDRESS) is None
        assert [name.name for name in archive.names("blatt", "topic")] == ["Hafen"]
        assert archive.names("blatt", "person") == ()
        front = archive.front("blatt")
        assert [link.headline for link in front.blocks[0].links] == ["Fall 9"]
        known = archive.sites.of("blatt.example")
        assert ([seen.local for seen in known.recent], [text.start for text in known.texts]) == (["/x"], ["Ein Satz"])
        kept = [archive.capture(head.id) for head in archive.newest("blatt", limit=0).heads]
        assert None not in kept
        assert all(one.body.startswith(b"<!doctype html>") for one in kept)
        assert sum(b'<aside><a><b></b></a><p></p></aside>' in one.body for one in kept) == 5


def test_many_pages_are_looked_through_by_several_processes(full: SqliteArchive, folder: Path):
    pages = full._writer.execute("SELECT page, charset FROM capture ORDER BY page").fetchall()
    versions = tuple(full.article(full.find("blatt", ADDRESS).id, number) for number in (1, 2))
    traces = Traces(versions, ["blatt.example/politik/zwiebelfischverschwoerung/!200007"])
    holding = {number for number, body, dictionary in full._writer.execute("SELECT id, bytes, dictionary FROM page").fetchall()
               if traces.in_page(captures.unpack(full._writer, body, dictionary, ""))}  # fmt: skip
    assert len(holding) == 2 + 5
    ticks: list[None] = []
    asked = [*pages, (99_999, "")]
    found = combing.holding(str(folder / "broadsheet.sqlite"), asked, versions, ("blatt.example/politik/zwiebelfischverschwoerung/!200007",), lambda: ticks.append(None))
    assert found == {*holding, 99_999}, "what a process does not see is for us to look at"
    assert len(ticks) == len(asked)


def test_a_process_that_ends_early_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(ArchiveError, match="ended early"):
        combing.holding(str(tmp_path / "none.sqlite"), [(1, "")], (), ())
    capfd.readouterr()


def test_a_system_without_room_for_processes_is_told(full: SqliteArchive, monkeypatch: pytest.MonkeyPatch):
    def none(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(combing, "FEWEST", 1)
    monkeypatch.setattr(combing.subprocess, "Popen", none)
    with pytest.raises(ArchiveError, match="no process could be begun that looks through the kept pages"):
        full.withdraw("blatt", ADDRESS)
    assert full.find("blatt", ADDRESS) is not None


def test_the_tombstone_answers_for_all_addresses(full: SqliteArchive):
    number = full.find("blatt", ADDRESS).id
    full.withdraw("blatt", ADDRESS, "Irrtum")
    for wanted in (ADDRESS, "/politik/zwiebelfischverschwoerung/!200007/", "/anders/!200007", "http://blatt.example/politik/zwiebelfischverschwoerung/!200007?utm_source=x"):
        found = full.withdrawal("blatt", (wanted,))
        assert isinstance(found, Withdrawal)
        assert found.reason == "Irrtum"
    assert full.withdrawal("blatt", (), number) is not None
    assert full.withdrawal("blatt", ("/politik/ein-fall/!100008", "nonsense", "/")) is None
    assert full.withdrawals() >= 1


def test_it_is_not_stored_again_nor_named(full: SqliteArchive):
    last = max(head.id for head in full.newest("blatt", limit=0).heads)
    full.withdraw("blatt", ADDRESS)
    again = article(7, TEXT, address=ADDRESS, headline=HEADLINE)
    with pytest.raises(WithdrawnError):
        full.put("blatt", again, capture())
    with pytest.raises(WithdrawnError):
        full.put("blatt", msgspec.structs.replace(again, address="https://www.blatt.example/neu/!999999/", aliases=(ADDRESS,)), capture())
    stored = full.put("blatt", article(50, related=(Link(ADDRESS, HEADLINE), Link("https://www.blatt.example/x/!1000", "Ein anderer"))), capture())
    assert stored.id > last
    assert [link.headline for link in full.article(stored.id).related] == ["Ein anderer"]
    full.put_front("blatt", FrontPage("2024-12-04T00:00:00Z", (FrontBlock("", (Link(ADDRESS, HEADLINE),)),)))
    assert full.front("blatt").blocks[0].links == ()


def test_a_number_that_another_article_has_too_is_no_tombstone(archive: SqliteArchive):
    for headline in ("Erster", "Zweiter"):
        archive.put("blatt", article(1, address=f"https://www.blatt.example/{headline.lower()}/!300000/", headline=headline), capture())
    archive.withdraw("blatt", "https://www.blatt.example/erster/!300000/")
    assert archive.withdrawal("blatt", ("/zweiter/!300000",)) is None
    assert archive.withdrawal("blatt", ("/erster/!300000",)) is not None


def test_an_id_is_never_given_twice(archive: SqliteArchive):
    archive.put("blatt", article(1), capture())
    newest = archive.put("blatt", article(2), capture()).id
    archive.withdraw("blatt", article(2).address)
    assert archive.put("blatt", article(3), capture()).id > newest


def test_what_another_article_says_itself_stays_in_its_page(archive: SqliteArchive, folder: Path):
    """Agency copy, an author's life, a phrase: else that article would lose it when its page is read again."""
    shared = "Die Handelskammer rechnet für das laufende Jahr mit einem Wachstum von zwei Prozent."
    for number, own in ((1, "Nur hier steht, dass der Quastenflossermeister gestanden hat."), (2, "Im Hafen fehlen dafür Kräne und Leute.")):
        box = f'<a href="https://www.blatt.example/stadt/ein-fall-1">Ein Fall</a><p>{"Nur hier steht, dass der Quastenflossermeister gestanden" if number == 2 else ""} …</p>'
        address = f"https://www.blatt.example/stadt/ein-fall-{number}"
        made = capture(page(f"Fall {number}", f"{own}</p><p>{shared}", box), address=address)
        archive.put("blatt", article(number, address=address, body=(Paragraph((Span(own),)), Paragraph((Span(shared),)))), made)
    for number in range(3, 12):  # enough for a dictionary, which holds both
        archive.put("blatt", article(number, f"Ein Satz {number}.", address=f"https://www.blatt.example/a/{number}"), capture(page("Fall", str(number)), address=f"https://www.blatt.example/a/{number}"))
    searched: list[None] = []
    done = archive.withdraw("blatt", "https://www.blatt.example/stadt/ein-fall-1", tick=lambda: searched.append(None))
    assert done is not None
    assert len(searched) == 11
    assert (done.pages, done.others) == (1, 1)
    left = everything(folder / "broadsheet.sqlite")
    assert "quastenflosser" not in left
    other = archive.find("blatt", "/stadt/ein-fall-2")
    assert other is not None
    kept = archive.capture(other.id)
    assert kept is not None
    assert shared.encode() in kept.body
    assert b"Im Hafen fehlen" in kept.body
    assert b"ein-fall-1" not in kept.body


def test_an_unknown_article_changes_nothing_and_a_withdrawn_one_is_cleaned_again(full: SqliteArchive, monkeypatch: pytest.MonkeyPatch):
    cleaned: list[str] = []
    monkeypatch.setattr(withdrawing, "compact", lambda _, where: cleaned.append(where))
    assert full.withdraw("blatt", "https://www.blatt.example/nicht/da.html") is None
    assert full.withdrawals() == 0
    assert cleaned == []
    assert full.withdraw("blatt", ADDRESS) is not None
    assert len(cleaned) == 1
    assert full.withdraw("blatt", ADDRESS) is None
    assert len(cleaned) == 2, "readers may have kept it from being written over the first time"


def test_an_index_that_was_filled_otherwise_is_filled_again(full: SqliteArchive):
    version = full._writer.execute("SELECT newest FROM article WHERE headline = ?", (HEADLINE,)).fetchone()[0]
    full._writer.execute("INSERT INTO fulltext (rowid, headline, names, teaser, body) VALUES (?, 'x', 'y', 'z', 'nur hier drosophila')", (version,))
    full.withdraw("blatt", ADDRESS)
    assert full.search(parse("drosophila")).heads == ()
    terms = {term for (term,) in full._writer.execute("SELECT term FROM temp.indexed")}
    assert not [term for term in terms if term.startswith(("drosophila", *WORDS))]
    assert "satz" in terms
    assert full.search(parse("Satz")).total == full.newest("blatt").total


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (TEXT.encode(), True),
        (TEXT.encode("latin-1"), True),
        (TEXT.replace("Protokolle", '<a href="/x">Pro</a>tokolle').encode(), True),
        (("<script>{\"t\": \"" + TEXT.replace("ü", "\\u00fc") + "\"}</script>").encode(), True),
        (HEADLINE.replace("ö", "&ouml;").encode(), True),
        (f"<p title='{TEASER[:40]}...'>".encode(), True),
        (b'<a href="/politik/zwiebelfischverschwoerung/!200007">', True),
        (b"<p>Die Kommission tagte im Rathauskeller.</p>", False),
        (b"", False),
    ],
)
def test_a_part_is_found_however_it_is_written(html: bytes, found: bool):
    made = article(7, TEXT, address=ADDRESS, headline=HEADLINE, teaser=TEASER)
    assert Traces([made], ["blatt.example/politik/zwiebelfischverschwoerung/!200007"]).in_page(html, "latin-1") is found


MADE = article(7, TEXT, address=ADDRESS, headline=HEADLINE, teaser=TEASER)
TRACES = Traces([MADE], ["blatt.example/politik/zwiebelfischverschwoerung/!200007"])


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (f"<p>Vorher.</p><p>{TEXT}</p><p>Nachher.</p>", "<p>Vorher.</p><p></p><p>Nachher.</p>"),
        (f"<li>{TEXT[:70]} <b>sagt</b> er <a href='/x'>dort</a>.</li><li>Nachher", "<li><b></b><a href='/x'></a></li><li>Nachher"),
        ('<h2><a class=t href="/politik/zwiebelfischverschwoerung/!200007/?ref=x">Alles <b>dazu</b></a> heute</h2>', "<h2><a><b></b></a> heute</h2>"),
        (f'<img alt="{TEASER}" src="/b.jpg"><p>Bild</p>', "<img><p>Bild</p>"),
        (f'<script>{{"a": "{TEASER}", "b": 1, "c": "\\"x\\""}}</script>', '<script>{"a": "", "b": 1, "c": "\\"x\\""}</script>'),
        ("<p>a < b und c > d</p>", "<p>a < b und c > d</p>"),
    ],
)
def test_it_is_cut_out_of_a_page_and_nothing_else_is(html: str, left: str):
    for coding in ("utf-8", "latin-1"):
        assert TRACES.cut_out(html.encode(coding), coding) == left.encode(coding)


def test_what_cannot_be_cut_out_is_said():
    torn = "".join(f"{letter}<wbr>" for letter in TEXT)
    assert TRACES.in_page(torn.encode())
    assert TRACES.cut_out(torn.encode()) is None


def test_a_page_that_is_torn_goes(archive: SqliteArchive):
    archive.put("blatt", MADE, capture(page(HEADLINE, TEXT)))
    torn = archive.put("blatt", article(1), capture("".join(f"{letter}<wbr>" for letter in TEXT).encode()))
    twins = [archive.put("blatt", article(number), capture(page("Fall", "Satz", f"<p>{TEASER}{'!' * number}</p>"))) for number in (2, 3)]
    assert archive.withdraw("blatt", ADDRESS).others == 3
    assert archive.capture(torn.id) is None
    assert archive.article(torn.id) is not None
    assert {archive.capture(one.id).body for one in twins} == {page("Fall", "Satz", "<p></p>")}  # the same page now, kept once


@given(st.binary(max_size=300), st.text(max_size=60))
def test_cutting_breaks_on_nothing(raw: bytes, words: str):
    for body in (raw, raw + TEXT.encode() + words.encode("utf-8", "replace"), f"<a href='/politik/zwiebelfischverschwoerung/!200007'>{words}".encode("utf-8", "replace")):
        made = TRACES.cut_out(body)
        assert made is None or not TRACES.in_page(made)


def test_signs_of_scripts_without_spaces_count_twice():
    made = article(1, "市議会は火曜日に港の再開発計画について審議を続けた。", headline="港の再開発計画をめぐる審議")
    traces = Traces([made], [])
    assert traces.in_text("……港の再開発計画をめぐる審議……")
    assert not traces.in_text("市議会は火曜日に審議した")


LINE = "Die Straße führt am Ärmelkanal vorbei, sagt der Ausschuß; 17 Weißdornhecken sind im Weg gewesen."
SCRIPTS = (LINE, "Το λιμεναρχείο ανακοίνωσε χθες ότι η γέφυρα θα κλείσει για επισκευή.", "港の再開発計画をめぐる審議は火曜日に始まった。", TEXT)
MESS = ("", " ", "&shy;", "</b>\n<i class='x'>", "\u00ad", "&#8203;", "“", "&nbsp;")


@given(st.sampled_from(SCRIPTS), st.text(max_size=80), st.text(max_size=80), st.lists(st.sampled_from(MESS), min_size=1, max_size=9), st.booleans())
def test_a_part_is_found_whatever_stands_around_and_in_it(line: str, before: str, after: str, mess: list[str], upper: bool):
    """What a page is looked through with at first lets every page pass that holds a part."""
    written = (line.upper() if upper else line).replace("&", "")
    broken = "".join(sign + mess[place % len(mess)] for place, sign in enumerate(written))
    traces = Traces([article(7, line)], [])
    assert traces.in_text(before + written + after)
    assert traces.in_page(f"<p>{before.replace('<', '').replace('&', '')} <b>{broken}</b>{after}".encode("utf-8", "replace"))


@pytest.mark.parametrize("written", ["Straße", "STRASSE", "Strasse", "ſtraſſe", "STRAẞE", "ﬅraße"])
def test_letters_that_fold_to_others_are_the_same(written: str):
    traces = Traces([article(7, f"Auf der {written} nach Kiel fing das Offizielle erst richtig an.")], [])
    for page_of in ("Straße", "STRASSE", "ſtraſſe", "STRAẞE"):
        assert traces.in_page(f"<p>Auf der {page_of} nach \u212aiel ﬁng das O\ufb03zielle erst richtig an.</p>".encode())


@given(st.text())
def test_letters_are_those_of_the_definition(text: str):
    assert letters(text) == re.sub(r"[\W_]+", "", text.casefold())
