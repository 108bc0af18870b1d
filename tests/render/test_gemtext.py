"""Gemtext, block by block (protocols.md §15-16)."""

from msgspec.structs import replace

from broadsheet.model import (
    Answer,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Facts,
    Feed,
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
from broadsheet.render import Setting, gemtext


def run(text: str) -> Spans:
    return (Span(text),)


def lines(*blocks: Block, **parts: object) -> list[str]:
    return gemtext.render(Page(path="/", kind="x", title="T", language="de", main=blocks, **parts), Setting()).split("\n")[2:-1]  # type: ignore[arg-type]


def test_the_first_heading_is_the_headline_and_the_masthead_stands_below() -> None:
    page = Page(path="/", kind="article", title="Der Deich", kicker="Flut", masthead="Blatt", language="de")
    assert gemtext.render(page, Setting()) == "# Der Deich\n\nBlatt · Flut\n"


def test_a_paragraph_is_a_line_and_never_markup() -> None:
    long = "Wort " * 100 + "Ende"
    assert lines(Paragraph(run(long))) == [long]
    for text in ("=> /x", "# x", "> x", "* x", "```x"):
        assert lines(Paragraph(run(text)))[0] == f" {text}"
    assert lines(Paragraph((Span("In "), Span("dem", "/d", number=1), Span(" und "), Span("hier", "/h")))) == ["In [1][dem] und hier (/h)", "=> /h hier"]


def test_lists_of_articles_are_subscriptions() -> None:
    one = Link("/a", "Zwei", "Eins", "Drei.", "2024-12-03T17:42:00+01:00", "Flut")
    assert lines(Teaser(one), Teaser(Link("/b", "Nur")), Teaser(Link("/c", "Titel", date="2024-12-01"))) == [
        "=> /a 2024-12-03 Eins: Zwei (zu Flut)",
        "Drei.",
        "",
        "=> /b Nur",
        "=> /c 2024-12-01 Titel",
    ]


def test_links_have_their_numbers_and_only_addresses_that_lead_somewhere() -> None:
    assert lines(Links((Link("/a", "Titel", number=1), Link("https://x.example/ä b", number=2), Link("javascript:x", "# böse"), Link("", "Erna")))) == [
        "=> /a [1] Titel",
        "=> https://x.example/%C3%A4%20b [2] https://x.example/ä b",
        " # böse",
        "Erna",
    ]


def test_verse_code_and_tables_stand_between_fences() -> None:
    assert lines(Verse((run("Grau"), (), run("```")))) == ["```Gedicht", "Grau", "", " ```", "```"]
    assert lines(Verse((run("x"),), verbatim=True))[0] == "```Code"
    assert lines(Table(((run("a"), run("1")),), (run("Kopf"), run("Zahl")), "Wahl")) == ["Tabelle: Wahl", "```Tabelle", "Kopf  Zahl", "  a      1", "```"]
    assert lines(Table(((run("a"), run("1")),))) == ["```Tabelle", "  a  1", "```"]
    assert lines(Table((), caption="Wahl")) == ["Tabelle: Wahl"]
    assert lines(Table(())) == []


def test_the_other_blocks() -> None:
    assert lines(
        Standfirst("Anreißer"), Facts(("a", "b")), Heading(run("H"), 5), Quote((run("q"), run("r")), "s"), Break(), Listing((ListItem(run("a")), ListItem(run("b"), 1))),
        Listing((ListItem(run("a")),), ordered=True, start=3), Figure(Image("/x.png", "C", "dpa")), Figure(Image(alternative="A")), Box((Paragraph(run("p")),), "B"),
        Embed("Video", "https://x.example/", "F"), Embed("Karte"), Question(run("W?"), "blatt"), Answer(run("G.")), Entry((Paragraph(run("e")),), "14.05", "Los"),
    ) == [
        "> Anreißer", "", "a · b", "", "### H", "", "> q", "> r", "> – s", "", "", "* a", "* – b", "", "3. a", "", "=> /x.png Bild: C (Foto: dpa)", "", "Bild: A", "",
        "### Info: B", "", "p", "", "=> https://x.example/ Video: F", "", "Karte", "", "> blatt: W?", "", "G.", "", "### 14.05 Los", "", "e",
    ]  # fmt: skip


def test_what_says_nothing_prints_nothing() -> None:
    assert lines(Standfirst(" "), Facts(("",)), Quote(()), Embed(""), Question(()), Entry(()), Paragraph(()), Heading(run(" "))) in ([], [""])


def test_a_page_that_can_be_subscribed_to_is_named_by_its_paper_too() -> None:
    feeds = (Feed("/~/feed/atom/~/newest", "application/atom+xml", "Neueste"),)
    page = Page(path="/", kind="newest", title="Neueste", masthead="Der Bote", language="de", main=(Facts(("3 Artikel",)),))
    assert gemtext.render(page, Setting()).split("\n")[:4] == ["# Neueste", "", "Der Bote", ""]
    assert gemtext.render(replace(page, feeds=feeds), Setting()).split("\n")[:4] == ["# Der Bote -- Neueste", "", "3 Artikel", ""]
    assert gemtext.render(replace(page, feeds=feeds, title="Der Bote"), Setting()).split("\n")[0] == "# Der Bote"
    assert gemtext.render(replace(page, feeds=feeds, masthead=""), Setting()).split("\n")[0] == "# Neueste"


def test_navigation_and_original() -> None:
    assert lines(navigation=(Link("/", "Titelseite"),), search="/~/search", original="https://x.example/a") == [
        "=> / Titelseite",
        "=> /~/search Suche",
        "=> https://x.example/a Original",
    ]
    assert lines(Facts(("Original: https://x.example/a", "©")), original="https://x.example/a") == ["=> https://x.example/a Original: https://x.example/a · ©"]


def test_the_original_is_linked_where_only_longer_addresses_are() -> None:
    longer = Link("https://paper.example/news", "News")
    assert lines(Teaser(longer), original="https://paper.example/")[-1] == "=> https://paper.example/ Original"
    assert sum("=> https://paper.example/" in line for line in lines(Teaser(replace(longer, address="https://paper.example/")), original="https://paper.example/")) == 1


def test_an_entry_of_a_list_is_no_markup_and_no_further_in() -> None:
    items = (ListItem(run("# x")), ListItem(run("=> /x"), 1))
    assert lines(Listing(items)) == ["* # x", "* – => /x"]
    assert lines(Listing(items, ordered=True, start=3)) == ["3. # x", "1. – => /x"]


def test_a_page_without_a_title_is_named_once() -> None:
    assert gemtext.render(Page(path="/", kind="x", title="", kicker="Flut", masthead="Blatt"), Setting()) == "# Flut\n"
    assert gemtext.render(Page(path="/", kind="x", title="", masthead="Blatt"), Setting()) == "# Blatt\n"


def test_no_path_leads_to_another_host() -> None:
    assert lines(Teaser(Link("//capsule.example/x", "Way"))) == ["Way"]


def test_no_text_is_taken_for_html_by_programs_that_guess() -> None:
    made = lines(Paragraph((Span('So: <script>x</script> <SCRIPT> <a href="http://x.example/">y</a> <!DOCTYPE html> <title> 1 < 2 <3 <abc> &lt;'),)))
    assert made == ['So: < script>x</script> < SCRIPT> < a href="http://x.example/">y</a> < !DOCTYPE html> < title> 1 < 2 <3 <abc> &lt;']
