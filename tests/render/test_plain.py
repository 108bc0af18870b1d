"""The plain form, block by block, as it is printed."""

import pytest

from broadsheet.model import (
    Answer,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Facts,
    Figure,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    ListItem,
    Page,
    Paragraph,
    Question,
    Quote,
    Span,
    Spans,
    Standfirst,
    Table,
    Teaser,
    Verse,
)
from broadsheet.render import Setting, plain


def run(text: str) -> Spans:
    return (Span(text),)


def printed(*blocks: Block, width: int = 40, language: str = "de") -> list[str]:
    page = Page(path="/", kind="article", title="T", language=language, main=blocks)
    return plain.render(page, Setting(width=width)).split("\n")[2:-1]


def title(masthead: str, kicker: str, headline: str) -> str:
    return plain.render(Page(path="/", kind="article", title=headline, kicker=kicker, masthead=masthead), Setting(width=40))


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("blatt.de", "Flut", "Der Deich"), "# blatt.de -- Flut: Der Deich\n"),
        (("blatt.de", "", "Der Deich"), "# blatt.de -- Der Deich\n"),
        (("", "Flut", "Der Deich"), "# Flut: Der Deich\n"),
        (("b", "", "Die Lage: ernst"), "# b -- Die Lage: ernst \n"),
        (("b", "Flut: 2", "Die Lage: ernst"), "# b -- Flut:  2: Die Lage: ernst\n"),
        (("b -- c", "", "d"), "# b --  c -- d\n"),
        (("", "", "a -- b"), "# a --  b\n"),
        (("b", "Nur Kicker", ""), "# b -- Nur Kicker\n"),
        (("blatt.de", "Hochwasser", "Der Deich hält noch"), "# blatt.de -- Hochwasser: Der Deich hält\n  noch\n"),
    ],
)
def test_the_title_tells_masthead_kicker_and_headline_apart(parts: tuple[str, str, str], line: str) -> None:
    assert title(*parts) == line


def test_facts_and_teaser_come_first() -> None:
    assert printed(Facts(("3. Dezember 2024", "Erna", "620 Wörter", "vollständig")), Standfirst("Ein Anreißer, der länger ist als eine Zeile.")) == [
        "3. Dezember 2024 · Erna · 620 Wörter ·",
        "  vollständig",
        "",
        "> Ein Anreißer, der länger ist als eine",
        "> Zeile.",
    ]


def test_facts_that_say_nothing_of_themselves_stand_in_brackets() -> None:
    assert printed(Facts(("© Blatt",))) == ["(© Blatt)"]
    assert printed(Facts(("",))) == []


def test_links_in_the_text_have_their_numbers() -> None:
    spans = (Span("In der "), Span("Na", "/n", number=1), Span("to", "/n", "strong", number=1), Span(" und "), Span("dort", "/x"))
    assert printed(Paragraph(spans)) == ["In der [1][Nato] und dort (/x)"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("## x", " ## x"), ("> x", " > x"), ("[1] /x", " [1] /x"), ("[1][x]", "\\[1][x]"), ("a \\[1][x]", "a \\\\\\[1][x]"), (".", " ."), ("- x", " - x"), ("(x)", " (x)"),
        ("3 Dec 2024", " 3 Dec 2024"), ("Bild: x", " Bild: x"), ("Photo: x", "Photo: x"), ("[Info] x", " [Info] x"), ("=> x", " => x"), ("1. FC Köln", "1. FC Köln"),
    ],
)  # fmt: skip
def test_prose_that_begins_like_a_mark_is_told_apart(text: str, line: str) -> None:
    assert printed(Paragraph(run(text))) == [line]


def test_brackets_in_a_links_text() -> None:
    assert printed(Paragraph((Span("der [sic] Text", "/x", number=1),))) == ["[1][der [sic] Text]"]
    assert printed(Paragraph((Span("x] y", "/x", number=1),))) == ["[1][x\\] y]"]


def test_a_later_line_that_begins_like_a_mark_is_told_apart() -> None:
    assert printed(Paragraph(run("Ein Satz, der bis hierher reicht, also ## dann"))) == ["Ein Satz, der bis hierher reicht, also", " ## dann"]


def test_headings() -> None:
    assert printed(Heading(run("Was nun")), Heading(run("Tiefer"), 3), Heading(run("LINKS")), Heading(run(" "))) == ["## Was nun", "", "### Tiefer", "", "##  LINKS"]


def test_quotes() -> None:
    quote = Quote((run("Eins."), run("-- Zwei.")), "Der Deichgraf")
    assert printed(Paragraph(run("x")), quote) == ["x", "", "> Eins.", ">", ">  -- Zwei.", "> -- Der Deichgraf"]
    assert printed(quote)[0] == ">"
    assert printed(Quote((run("Laut"),), pull=True)) == [">> Laut"]
    assert printed(Quote(())) == []


def test_lists() -> None:
    items = (ListItem(run("eins")), ListItem(run("zwei")), ListItem(run("tiefer"), 3), ListItem(run("drei")), ListItem(()))
    assert printed(Listing(items, ordered=True, start=9)) == ["  9. eins", "  10. zwei", "    1. tiefer", "  11. drei"]
    assert printed(Listing(items)) == ["  * eins", "  * zwei", "    * tiefer", "  * drei"]


def test_verse_and_code() -> None:
    lines = ((), run("Grau ist"), run("  die See"), (), run("Ende" + " x" * 25), ())
    assert printed(Verse(lines)) == ["    Grau ist", "      die See", "    ", "    Ende x x x x x x x x x x x x x x x  ", "        x x x x x x x x x x"]
    assert printed(Verse((run("a = 1"),), verbatim=True)) == ["```", "    a = 1", "```"]
    assert printed(Verse(((),))) == []


def test_figures() -> None:
    assert printed(Figure(Image("/x.png", "Am Deich", "Erna/dpa"))) == ["Bild: Am Deich", "Foto: Erna/dpa"]
    assert printed(Figure(Image("/x.png", credit="Foto: Erna", alternative="Ein Deich"))) == ["Bild:  Ein Deich", "Foto:  Erna"]
    assert printed(Figure(Image("/x.png")), language="en") == ["Picture:"]


def test_tables_are_aligned_where_they_fit_and_records_where_not() -> None:
    rows = ((run("SPD"), run("25,7")), (run("Grüne"), ()), (run("日本"), run("9")))
    assert printed(Table(rows, (run("Partei"), run("2021")), "Wahl")) == ["Tabelle: Wahl", "Partei   2021", "  SPD    25,7", "  Grüne     ·", "  日本      9"]
    wide = ((run("Eine lange Zelle mit Text"), run("noch eine: mit Text")), ((), run("·")))
    assert printed(Table(wide, (run("Kopf: A"), ()))) == [
        "Tabelle:", "  * Kopf:  A: Eine lange Zelle mit Text", "    : noch eine: mit Text", "  * Kopf:  A: ·", "    : \\·",
    ]  # fmt: skip
    assert printed(Table(wide)) == ["Tabelle:", "  - Eine lange Zelle mit Text", "    noch eine: mit Text", "  - ·", "    \\·"]
    assert printed(Table((), (run("Kopf"),))) == ["Tabelle:", "  Kopf"]
    assert printed(Table(())) == []


def test_boxes_breaks_and_embeds() -> None:
    assert printed(Box((Paragraph(run("Drin.")), Break()), "Was?"), Break(), Paragraph(run("x"))) == ["[Info: Was?]", "", "Drin.", "", "[/Info]", "", "", "x"]
    assert printed(Box((), kind="correction", title="x")) == ["[Korrektur: x]", "", "[/Korrektur]"]
    assert printed(Box(())) == []
    assert printed(Embed("Video", "https://x.example/v", "Der: Film"), Embed("", "", "Karte"), Embed("")) == [
        "-> https://x.example/v Video: Der: Film", "", "-> · Karte",
    ]  # fmt: skip


def test_interviews_tell_question_and_speaker_from_the_answer() -> None:
    assert printed(Question(run("Wie: so?"), "blatt"), Answer(run("Gut: so.")), Paragraph(run("Mehr."))) == ["? blatt: Wie: so?", "", "-  Gut: so.", "", "Mehr."]
    assert printed(Answer(()), Question(())) == []


def test_a_tickers_entries_have_their_times_and_end() -> None:
    entry = Entry((Paragraph(run("Los.")),), "2024-12-03T14:05:00+01:00", "Beginn")
    nested = Entry((Paragraph(run("a")), Entry((), "15"), Paragraph(run("b"))), "Info: x")
    assert printed(entry, Paragraph(run("Ende."))) == ["[3. Dezember 2024, 14:05] Beginn", "", "Los.", "", "[/]", "", "Ende."]
    assert printed(entry, Facts(("3. Dezember 2024",)))[-1] == "3. Dezember 2024"
    assert printed(nested) == ["[ Info: x]", "", "a", "", "[ 15]", "", "[/]", "", "b"]


def test_sections_of_links_and_articles() -> None:
    link = Link("/b", "Zwei", "Eins", "Drei.", "2024-11-30", "Flut")
    assert printed(
        Heading(run("LINKS")), Links((Link("/a b", number=1), Link("https://x.example/" + "y" * 40, "Titel", number=2))), Heading(run("AUTOREN")), Links((Link("/e", "Erna"),)),
        Heading(run("ARTIKEL ZUM THEMA")), Teaser(link), Heading(run("Politik")), Teaser(link), Teaser(Link("/c", tag="3 Dec 2024")),
    ) == [
        "## LINKS", "", "[1] /a%20b", "[2] https://x.example/" + "y" * 40, "    Titel", "", "## AUTOREN", "", "Erna", "", "## ARTIKEL ZUM THEMA", "",
        "Eins: Zwei", "(30. November 2024 · Flut)", "Drei.", "", "## Politik", "", "Eins: Zwei", "", "(30. November 2024 · Flut)", "Drei.", "", "/c", "", "(· 3 Dec 2024)",
    ]  # fmt: skip


def test_navigation_comes_last() -> None:
    page = Page(path="/", kind="x", title="T", language="de", navigation=(Link("/", "Titelseite"),), search="/~/search")
    assert plain.render(page, Setting()) == "# T\n\n=> / Titelseite\n=> /~/search Suche\n"


@pytest.mark.parametrize(("manner", "space"), [("", "\u00a0"), ("latin1", "\u00a0"), ("ascii", " ")])
def test_a_number_and_its_unit_stay_on_one_line_in_every_character_set(manner: str, space: str) -> None:
    page = Page(path="/", kind="article", title="T", language="de", main=(Paragraph((Span("Auf dem Deich standen am Abend je 26\u00a0Prozent."),)),))
    lines = plain.render(page, Setting(width=40, manner=manner)).split("\n")
    assert lines[2:4] == ["Auf dem Deich standen am Abend je", f"26{space}Prozent."]


def test_a_line_of_facts_ends_between_facts() -> None:
    facts = Facts(("2. März 2026, 22:14", "Politik", "114 Wörter", "vollständig"))
    assert printed(facts) == ["2. März 2026, 22:14 · Politik ·", "  114 Wörter · vollständig"]
    long = Facts(("2. März 2026", "wer das hier liest, hat einen langen Fakt vor sich", "vollständig"))
    assert printed(long) == ["2. März 2026 · wer das hier liest, hat", "  einen langen Fakt vor sich ·", "  vollständig"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Es wurde einstimmig bewilligt für Gabelstapler am Kai", ["Es wurde einstimmig bewilligt für Gabel-  ", "stapler am Kai"]),
        ("Es wurde einstimmig bewilligt für Gabelstapler", ["Es wurde einstimmig bewilligt für", "Gabelstapler"]),
        ("Man fuhr mit der Donaudampfschifffahrtsgesellschaft", ["Man fuhr mit der Donaudampfschifffahrts-  ", "gesellschaft"]),
    ],
)
def test_the_last_word_is_parted_only_where_it_is_long(text: str, lines: list[str]) -> None:
    page = Page(path="/", kind="article", title="T", language="de", main=(Paragraph((Span(text),)),))
    assert plain.render(page, Setting(width=42, hyphenate=True)).split("\n")[2:-1] == lines


def test_a_teaser_in_brackets_is_no_line_of_facts() -> None:
    blocks = (Heading((Span("RELATED ARTICLES"),)), Teaser(Link("/a", "A", teaser="(dpa) B")), Teaser(Link("/c", "C", teaser="(dpa) D", date="2024-12-03")))
    made = plain.render(Page(path="/", kind="article", title="T", language="en", main=blocks), Setting()).split("\n")
    assert made[made.index("A") :] == ["A", " (dpa) B", "", "C", "(3 December 2024)", " (dpa) D", ""]


def test_a_word_behind_an_address_is_not_cut_for_want_of_room() -> None:
    address = "/hafen/probedrehung-der-liesel-im-liveticker/!104261"
    page = Page(path="/", kind="x", title="T", main=(Links((Link(address, "Die Liesel dreht sich wieder", "Liveticker", number=1),)),), navigation=(Link(address, "Weiterlesen"),))
    for width in range(40, 121):
        shown = plain.render(page, Setting(width=width)).split("\n")[2:-1]
        assert " ".join(shown).split() == ["[1]", address, "Liveticker:", "Die", "Liesel", "dreht", "sich", "wieder", "=>", address, "Weiterlesen"]
        assert not any(line.endswith(" ") for line in shown)
