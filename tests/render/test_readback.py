"""The plain form reads back: the property, every block by itself, the menu, and captures of the reference's form."""

from pathlib import Path

import msgspec
import pytest
import strategies
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from broadsheet.errors import ExtractionError
from broadsheet.model import (
    Answer,
    Article,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Figure,
    Heading,
    Image,
    Link,
    Listing,
    ListItem,
    Paragraph,
    Person,
    Question,
    Span,
    Table,
    Tag,
    Verse,
    plain_text,
)
from broadsheet.pages.article import page
from broadsheet.render import Setting, marks, menu, plain, readback
from broadsheet.render.readback import article, printed, recognises
from broadsheet.render.rows import rows


def as_data(value: Article) -> object:
    return msgspec.to_builtins(value)


@given(strategies.articles, st.integers(40, 120))
@example(Article(headline="x", body=(Paragraph((Span("a\\"), Span("b", "https://x.example/"), Span(r"\[1][c] \\[2][d]"))),)), 75)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_was_printed_is_what_is_read(one: Article, width: int) -> None:
    text = plain.render(page(one), Setting(width=width))
    assert as_data(article(text)) == as_data(printed(one))


BRACKETS = st.lists(st.sampled_from(["[1]", "[2]", "[12]", "[", "]", "\\", "x", " "]), max_size=8).map("".join)


@given(st.lists(st.builds(Span, BRACKETS, st.sampled_from(["", "/x"])), max_size=5))
@settings(deadline=None)
def test_brackets_and_backslashes_beside_links_are_the_texts_own(spans: list[Span]) -> None:
    numbered = tuple(Span(one.text, one.href, number=number if one.href else 0) for number, one in enumerate(spans, 1))
    written = marks.inline(numbered)
    assert marks.read_inline(written, dict.fromkeys(range(1, 9), "/x")) == marks.tidy(numbered)
    assert all(written[place] == "[" for place in written.links)


@given(strategies.articles, st.integers(40, 120))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_hyphens_that_the_setter_put_in_are_taken_out_again(one: Article, width: int) -> None:
    one = msgspec.structs.replace(one, teaser=f"{one.teaser} Donaudampfschifffahrtsgesellschaft der Zeitungsredaktion".strip(), language="de")
    text = plain.render(page(one), Setting(width=width, hyphenate=True))
    assert as_data(article(text)) == as_data(printed(one))


@given(strategies.articles)
@example(Article(headline="x", sections=(Tag("Original: https://x.example/"),), language="de"))
@example(Article(headline="x", date="2024-12-03", sections=(Tag("Original: https://x.example/"),)))
@example(Article(headline="x", body=(Paragraph((Span("[1]"), Span("## x", "https://x.example/"))),)))
@example(Article(headline="x", body=(Embed("", "", "·"), Embed("", "https://x.example/", "Bild: x"), Embed("", "https://x.example/", "Original: https://x.example/"))))
@example(Article(headline="x", language="de", completeness="live", body=(Paragraph((Span("## x ## x ## x ## x ## x" * 3 + " Photo: x"),)),)))
@example(Article(headline="x", body=(Box((Paragraph(()), Break(), Paragraph(()))),)))
@example(Article(headline="x", body=(Paragraph((Span("Wort " * 15 + "Silbe …"),)),)))
@example(Article(headline="Die lange Lage der großen Flut an der Küste: größer, höher, weiter, näher als je zuvor", paper="Brüssel taz |"))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_menu_reads_back_as_the_text_does(one: Article) -> None:
    shown = msgspec.structs.replace(page(one), navigation=(Link("/", "Titelseite"),), search="/~/search")
    read = as_data(without_addresses(article(menu.render(shown, Setting()))))
    assert read == as_data(without_addresses(printed(one)))


def without_addresses(value: Article) -> Article:
    """What a menu knows beside the text: where people, topics, pictures and articles are."""

    def bare(block: object) -> object:
        if isinstance(block, Figure):
            return Figure(msgspec.structs.replace(block.image, address=""))
        if isinstance(block, (Box, Entry)):
            return msgspec.structs.replace(block, blocks=tuple(map(bare, block.blocks)))
        return block

    return msgspec.structs.replace(
        value,
        authors=tuple(Person(one.name, one.role) for one in value.authors),
        tags=tuple(Tag(tag.name) for tag in value.tags),
        related=tuple(msgspec.structs.replace(link, address="") for link in value.related),
        body=tuple(map(bare, value.body)),
    )


def test_an_article_of_every_part_reads_back_word_for_word() -> None:
    """The expectation is written out: what `printed` leaves out is seen here."""
    one = Article(
        address="https://blatt.example/a/!1", paper="blatt.example", language="de", kicker="Deich: Teil 2", headline="Er hält -- noch: ja", teaser="Ein Anreißer.",
        date="2024-12-03T17:42:11+01:00", modified="2024-12-04", authors=(Person("Erna Beispiel", address="/e"), Person("Max Muster", "Mitarbeit")),
        sections=(Tag("Küste", "/k"), Tag("Meer")), tags=(Tag("Deich"), Tag("deich"), Tag("Flut")),
        body=(
            Paragraph((Span("Husum blatt | ", mark="dateline"), Span("In der "), Span("Na", "https://x.example/n", "strong"), Span("to", "https://x.example/n"), Span(" ja."))),
            Break(),
            Heading((Span("TAGS"),), 3),
            Question((Span("Wie: so?"),), "blatt"), Answer((Span("Gut: so."),)),
            Table((((Span("SPD"),), ()),), ((Span("Partei"),), (Span("Anteil: neu"),)), "Wahl"),
        ),
        related=(Link("/b", "Zwei", "Eins", "Drei.", "2024-11-30T10:00:00+01:00", "Flut"),), completeness="excerpt", copyright="© blatt", extractor="1",
    )  # fmt: skip
    expected = Article(
        address="https://blatt.example/a/!1", paper="blatt.example", language="de", kicker="Deich: Teil 2", headline="Er hält -- noch: ja", teaser="Ein Anreißer.",
        date="2024-12-03T17:42", modified="2024-12-04", authors=(Person("Erna Beispiel"), Person("Max Muster", "Mitarbeit")),
        sections=(Tag("Küste"),), tags=(Tag("Deich"), Tag("Flut")),
        body=(
            Paragraph((Span("Husum blatt | ", mark="dateline"), Span("In der "), Span("Nato", "https://x.example/n"), Span(" ja."))),
            Break(),
            Heading((Span("TAGS"),), 3),
            Question((Span("Wie: so?"),), "blatt"), Answer((Span("Gut: so."),)),
            Table((((Span("SPD"),), ()),), ((Span("Partei"),), (Span("Anteil: neu"),)), "Wahl"),
        ),
        related=(Link("", "Zwei", "Eins", "Drei.", "2024-11-30T10:00", "Flut"),), completeness="excerpt", copyright="© blatt",
    )  # fmt: skip
    for width in (40, 75, 120):
        assert article(plain.render(page(one), Setting(width=width))) == expected == printed(one)


def test_what_the_edition_adds_is_given_to_printed() -> None:
    one = Article(address="https://blatt.example/!1", headline="H", body=(Paragraph((Span("x", "https://blatt.example/y"),)),), related=(Link("https://blatt.example/z"),))
    kept = printed(one, masthead="Blatt", language="fr", permission="mit Erlaubnis", written=lambda address: address.removeprefix("https://blatt.example"), addresses=True)
    assert (kept.paper, kept.language, kept.copyright, kept.related) == ("Blatt", "fr", "mit Erlaubnis", (Link("/z", "/z"),))
    assert kept.body == (Paragraph((Span("x", "/y"),)),)


# Invented, in the form in which the proxy for Gopher shows a page of the reference.
CAPTURE = """
| # blatt.example -- Hochwasser: Der Deich in Husum hält auch nach der dritten �… | |
| > Die Flut kam in der Nacht. Viele Menschen an der Küste haben auf Deichen | |
| > gewacht. | |
| Bild: Helferinnen und Helfer füllen am Dienstagabend in Husum Sandsäcke ab, b… | |
| Husum blatt | In der Nacht zum [1][Dienstag] ist das Wasser gestiegen, und | |
| es stieg noch, als die ersten Leute aus den Häusern kamen und die Feuerwehr | |
| gerufen wurde. Niemand war überrascht. | |
| Am Morgen standen im ganzen Land bis hinunter an die Elbe die Äcker und | |
| [2][die Wiesen am Fluss] unter Wasser. | |
| ## Was nun kommt | |
| Die Flut geht zurück. | |
| 3 Dec 2024 | |
| ## LINKS | |
| [1] /Wetter/!t50 | |
| [2] /Wiesen/!60 | |
| ## AUTOREN | |
| Erna Beispiel | |
| Max Muster | |
| ## TAGS | |
| Deich | |
| Flut | |
| Husum | |
| Wetter | |
| ## ARTIKEL ZUM THEMA | |
| Küste: Wer zahlt den Deich? | |
| Das Land will weniger geben. Die Gemeinden sagen, dass sie es nicht allein | |
| können. | |
| Wetterdienst über die nächsten Tage: Es soll weiter regnen, und im Norden wir… | |
| Wieder wird Regen erwartet.
"""


def captured() -> Article:
    return article(CAPTURE.replace("erwartet.\n", "erwartet. |\n"))


def test_a_capture_gives_the_article() -> None:
    read = captured()
    assert (read.paper, read.kicker, read.headline) == ("blatt.example", "Hochwasser", "Der Deich in Husum hält auch nach der dritten …")
    assert read.teaser == "Die Flut kam in der Nacht. Viele Menschen an der Küste haben auf Deichen gewacht."
    assert (read.date, read.language, read.authors) == ("2024-12-03", "de", (Person("Erna Beispiel"), Person("Max Muster")))
    assert [tag.name for tag in read.tags] == ["Deich", "Flut"]
    assert [(link.kicker, link.headline, link.teaser, link.tag) for link in read.related] == [
        ("Küste", "Wer zahlt den Deich?", "Das Land will weniger geben. Die Gemeinden sagen, dass sie es nicht allein können.", "Husum"),
        ("Wetterdienst über die nächsten Tage", "Es soll weiter regnen, und im Norden wir…", "Wieder wird Regen erwartet.", "Wetter"),
    ]
    assert read.cut == ("/headline", "/body/0/image/caption", "/related/1/headline")
    figure, first, second, heading, third = read.body
    assert isinstance(figure, Figure)
    assert figure.image.caption.endswith("ab, b…")
    assert isinstance(first, Paragraph)
    assert first.spans[:3] == (Span("Husum blatt | ", mark="dateline"), Span("In der Nacht zum "), Span("Dienstag", "/Wetter/!t50"))
    assert plain_text(first.spans).endswith("Niemand war überrascht.")
    assert isinstance(second, Paragraph)
    assert second.spans[1] == Span("die Wiesen am Fluss", "/Wiesen/!60")
    assert heading == Heading((Span("Was nun kommt"),))
    assert third == Paragraph((Span("Die Flut geht zurück."),))


@pytest.mark.parametrize("spaced", [False, True])
def test_the_raw_menu_of_the_same_page_gives_the_same_article(spaced: bool) -> None:
    lines: list[str] = []
    section = ""
    for row in CAPTURE.strip().split("\n"):
        text = row.removeprefix("| ").removesuffix(" | |")
        section = text if text.startswith("## ") else section
        title = section.endswith("THEMA") and text.startswith(("Küste:", "Wetterdienst"))
        apart = title or text.startswith(("##", "3 Dec", "Am Morgen", "Die Flut geht", "Bild", "Husum b", "Das Land"))
        lines += ["i\t\tblatt.example\t70"] if spaced and apart else []
        lines.append(f"{'1' if title else 'i'}{text}\t{'/x' if title else ''}\tblatt.example\t70")
    read = article("\r\n".join([*lines, ".", ""]))
    assert without_addresses(read) == without_addresses(captured())
    assert [link.address for link in read.related] == ["/x", "/x"]


def test_a_full_teaser_does_not_swallow_the_next_title() -> None:
    page_text = "\n".join([
        "| # blatt -- A: B | |", "| Ein Absatz, der genau so breit ist, wie es die Zeilen in dieser Ausgabe sind | |", "| und endet. | |", "| ## ARTIKEL ZUM THEMA | |",
        "| Eins: Zwei | |", "| Ein Anreißer, der die Zeile so weit füllt, dass nichts mehr passt, bis hier. | |", "| Drei: Vier „und fünf“ | |", "| Sechs. | |",
    ])  # fmt: skip
    assert [link.headline for link in article(page_text).related] == ["Zwei", "Vier „und fünf“"]


def test_other_strings_that_were_cut_are_named() -> None:
    rows_cut = ["# blatt -- A: B", "Kurz und [1][" + "ä" * 33 + "…", "## LINKS", "[1] /x"]
    made = "\n".join(f"| {line} | |" for line in rows_cut)
    assert article(made).cut == ("/body/0/spans/0/text",)


@pytest.mark.parametrize("text", ["", "\n\n", "Nur Text.", "<html><h1>x</h1></html>", "## x"])
def test_what_is_no_page_is_refused_with_what_to_do(text: str) -> None:
    assert not recognises(text)
    with pytest.raises(ExtractionError, match="title"):
        article(text)


def test_a_text_edition_is_recognised_and_a_note_is_not() -> None:
    assert recognises(CAPTURE)
    assert recognises("# Blatt -- Titel\n\nText.\n")
    assert recognises("# Titel\n\nText.\n\n## LINKS\n\n[1] /x\n")
    assert recognises(plain.render(page(Article(headline="H", body=(Paragraph((Span("x"),)),))), Setting()))
    assert recognises("i# x\t\tx.example\t70\r\n.\r\n")
    assert not recognises("# Read me\n\nSome words.\n\n## Usage\n")


@given(st.text(), st.sampled_from(["", "# x\n\n"]))
@settings(max_examples=200)
def test_any_text_is_an_article_or_refused(text: str, start: str) -> None:
    assert recognises(start + text) in {True, False}
    try:
        read = article(start + text)
    except ExtractionError:
        return
    page(read)


@given(st.lists(st.sampled_from([*strategies.HOSTILE, "", "    ", "  * x", "[Info]", "> -- x", "  x  y", "Tabelle:", "  - x", "      x", "=> /x y", "-> · x"]), max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_lines_below_a_title_are_an_article(lines: list[str]) -> None:
    read = article("\n".join(["# x -- y", "", *lines]))
    assert article(plain.render(page(read), Setting())).headline == read.headline


def test_a_deeply_nested_text_is_read() -> None:
    assert article("# x -- y\n\n" + "[Info]\n\n" * 5000 + "x\n").headline == "y"
    assert article("# x -- y\n\n" + "[14.05]\n\n" * 5000).headline == "y"


def test_the_reference_capture_reads_back(shared: Path) -> None:
    text = (shared / "seed" / "article-page.txt").read_text("utf-8")
    read = article(text)
    assert recognises(text)
    assert (read.kicker, read.date, [one.name for one in read.authors]) == ("Nato-Außenministertreffen", "2024-12-03", ["Eric Bonse"])
    assert read.headline.startswith("Nato will die Ukraine militärisch st")
    assert (len(read.tags), len(read.related)) == (5, 7)
    assert all(link.kicker and link.headline and link.teaser and link.tag for link in read.related)
    assert [span.href for block in read.body if isinstance(block, Paragraph) for span in block.spans if span.href] == [
        "/Nato/!t5008005", "/-Nachrichten-im-Ukraine-Krieg-/!6053802", "/Abschreckung-und-Nato-Beitritt/!6040121",
    ]  # fmt: skip
    assert "/headline" in read.cut
    assert "/body/0/image/caption" in read.cut


def test_the_reference_set_again_gives_its_body_letter_for_letter(shared: Path) -> None:
    found = rows((shared / "seed" / "article-page.txt").read_text("utf-8"))[0]
    start = next(number for number, row in enumerate(found) if row.text.startswith("Bild: ")) + 1
    end = next(number for number, row in enumerate(found) if row.text == "3 Dec 2024")
    body = [row.text for row in found[start:end]]
    again = plain.render(page(article((shared / "seed" / "article-page.txt").read_text("utf-8"))), Setting(width=75)).split("\n")
    at = again.index(body[0])
    assert [line for line in again[at:] if line][: len(body)] == body
    assert [row.text for row in found if row.text.startswith("> ")] == [line for line in again if line.startswith("> ")]


def test_brackets_that_open_and_never_close_are_read_once() -> None:
    """Text made against the reader: each of them would have to be followed to the end."""
    text = "[1][" * 60_000
    spans = marks.read_inline(f"{text} [2][Kai [alt]] Ende", {2: "/kai"})
    assert [(span.text[-4:], span.href) for span in spans] == [("1][ ", ""), ("alt]", "/kai"), ("Ende", "")]
    assert "".join(span.text for span in spans) == f"{text} Kai [alt] Ende"


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        (Paragraph((Span("Ganz. "), Span("Abgeschnitten …"))), "/body/0/spans/1/text"),
        (Figure(Image("https://x.example/a.jpg", "Am Kai", "Ida Möl…")), "/body/0/image/credit"),
        (Figure(Image("https://x.example/a.jpg", "Am K…", "Ida Möl…")), "/body/0/image/caption"),
        (Figure(Image("https://x.example/a.jpg", alternative="Ein Schi…")), "/body/0/image/alternative"),
        (Box((Paragraph((Span("Text"),)),), "Kast…"), "/body/0/title"),
        (Verse(((Span("Eine Zeile"),), (Span("noch ei…"),))), "/body/0/lines/1"),
        (Listing((ListItem((Span("…"),)),)), "/body/0"),
    ],
)
def test_what_was_cut_is_named(block: Block, pointer: str) -> None:
    assert readback._cut([(block, True)]) == [pointer]
    assert readback._cut([(block, False)]) == []


def test_an_item_of_a_menu_leads_where_it_says() -> None:
    items = ("i# Titel\t\tx.example\t70", "1Eins\t/a\tx.example\t70", "0Zwei\t/b\tx.example\t70", "1Fremd\t/c\ty.example\t7070", "1Wurzel\t\ty.example\t70",
             "0Port\t/d\tx.example\t71", "hNetz\tURL:https://z.example/\tx.example\t70")  # fmt: skip
    found, _ = rows("\r\n".join((*items, ".", "")))
    assert [row.target for row in found if row.target] == [
        "/a", "/b", "gopher://y.example:7070/1/c", "gopher://y.example/", "gopher://x.example:71/0/d", "https://z.example/",
    ]  # fmt: skip
