"""A page for a braille display: 40 cells, no ornament, link numbers before the text. (tests/e2e/test_voices.py has liblouis and espeak-ng read one.)"""

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
from broadsheet.render import Setting, menu, plain

SETTING = Setting(width=40, host="edition.example", port=7070, manner="braille")


def run(text: str) -> Spans:
    return (Span(text),)


def printed(*blocks: Block, **parts: object) -> list[str]:
    page = Page(path="/", kind="article", title="Der Deich", language="de", main=blocks, **parts)  # type: ignore[arg-type]
    return plain.render(page, SETTING).split("\n")[:-1]


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    assert printed(Paragraph(run("Auf dem Deich standen am Abend je 26\u00a0Prozent.")))[1:] == ["  Auf dem Deich standen am Abend je", "26 Prozent."]


def test_a_line_of_facts_ends_between_facts() -> None:
    assert printed(Facts(("2. März 2026, 22:14", "Hafen und Stadt", "114 Wörter")))[1:] == ["2. März 2026, 22:14, Hafen und Stadt,", "  114 Wörter"]


FULL: tuple[Block, ...] = (
    Facts(("3. Dezember 2024", "Erna", "vollständig")),
    Standfirst("Ein Anreißer – länger als eine Zeile, damit man es sieht."),
    Paragraph((Span("In der "), Span("Nato", "/n", number=1), Span(" und "), Span("dort", "/x"))),
    Heading(run("Was nun")),
    Quote((run("Eins."),), "Der Deichgraf"),
    Listing((ListItem(run("eins")), ListItem(run("tiefer"), 1)), ordered=True, start=9),
    Verse((run("Grau ist die See"), (), run("Ende"))),
    Figure(Image("/x.png", "Am Deich", "Erna/dpa")),
    Table(((run("SPD"), run("25,7")), (run("Grüne"), ())), (run("Partei"), run("2021")), "Wahl"),
    Break(),
    Box((Paragraph(run("Drin.")),), "Was?"),
    Embed("Video", "https://x.example/v", "Film"),
    Question(run("Wie so?"), "blatt"),
    Answer(run("Gut so.")),
    Entry((Paragraph(run("Los.")),), "2024-12-03T14:05:00+01:00", "Beginn"),
    Heading(run("LINKS")),
    Links((Link("/n", "Nato", number=1), Link("https://x.example/", number=2))),
    Teaser(Link("/b", "Zwei", "Eins", "Drei.", "2024-11-30", "Flut")),
    Facts(("Original: https://x.example/a", "© Blatt")),
)


def test_a_page_in_40_cells_without_ornament_and_with_link_numbers_before_the_text() -> None:
    assert printed(*FULL, masthead="Blatt", kicker="Flut", navigation=(Link("/", "Titelseite"),), search="/~/search") == [
        "Blatt", "", "    Flut: Der Deich", "3. Dezember 2024, Erna, vollständig", "  Ein Anreißer - länger als eine Zeile,", "damit man es sieht.",
        "  In der (1) Nato und dort", "", "    Was nun", "    Eins.", "    Der Deichgraf", "9. eins", "  1. tiefer", "Grau ist die See", "", "Ende",
        "Bild: Am Deich", "Foto: Erna/dpa", "Tabelle: Wahl", "Partei: SPD", "  2021: 25,7", "Partei: Grüne", "", "", "    Info: Was?", "  Drin.", "",
        "Video: Film", "  https://x.example/v", "", "  blatt: Wie so?", "  Gut so.", "", "    3. Dezember 2024, 14:05 Beginn", "  Los.", "", "    LINKS",
        "(1) Nato", "  /n", "(2) https://x.example/", "", "Eins: Zwei", "30. November 2024, Flut", "  Drei.", "Original", "  https://x.example/a", "(c) Blatt",
        "", "Titelseite", "  /", "Suche", "  /~/search",
    ]  # fmt: skip


def test_in_a_menu_the_items_have_the_addresses() -> None:
    page = Page(path="/", kind="article", title="Der Deich", language="de", main=FULL, navigation=(Link("/", "Titelseite"),), search="/~/search")
    items = [line.split("\t")[:2] for line in menu.render(page, SETTING).split("\r\n")[:-2] if line[0] != "i"]
    assert items == [
        ["1dort", "/x"], ["IBild: Am Deich", "/x.png"], ["hVideo: Film", "URL:https://x.example/v"], ["1(1) Nato", "/n"], ["h(2) https://x.example/", "URL:https://x.example/"],
        ["1Eins: Zwei", "/b"], ["hOriginal", "URL:https://x.example/a"], ["1Titelseite", "/"], ["7Suche", "/~/search"],
    ]  # fmt: skip


def test_what_says_nothing_prints_nothing() -> None:
    assert printed(Paragraph(()), Heading(()), Box(()), Table(()), Standfirst(" "), Facts(("",)), Figure(Image("")), Teaser(Link("/a")), Embed("x")) == [
        "Der Deich", "Bild", "", "/a", "x",
    ]  # fmt: skip
