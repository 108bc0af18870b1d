"""Items of a Gopher menu (protocols.md §3-12)."""

import pytest

from broadsheet.model import Block, Embed, Facts, Figure, Heading, Image, Link, Links, Page, Paragraph, Span, Teaser
from broadsheet.render import FORMS, Setting, menu

SETTING = Setting(host="edition.example", port=7070)
PLACE = "edition.example\t7070"


def items(*blocks: Block, title: str = "T", **parts: object) -> list[str]:
    return menu.render(Page(path="/", kind="article", title=title, language="de", main=blocks, **parts), SETTING).split("\r\n")[2:-2]  # type: ignore[arg-type]


def test_a_menu_is_narrower_than_a_text_unless_a_width_is_asked_for() -> None:
    page = Page(path="/", kind="x", title="T", main=(Paragraph((Span("ab " * 200),)),))

    def widest(form: str, width: int) -> int:
        lines = FORMS[form].render(page, Setting(width=width)).replace("\r", "").split("\n")
        return max(len(line.partition("\t")[0]) - (form == "menu") for line in lines)

    # An "ab" more is three cells.
    assert (widest("menu", 0), widest("text", 0)) == (65, 74)
    assert (widest("menu", 100), widest("text", 100)) == (98, 98)


def test_every_item_has_four_fields_and_the_public_place() -> None:
    assert menu.render(Page(path="/", kind="x", title="T"), SETTING) == f"i# T\tTITLE\t{PLACE}\r\n.\r\n"


@pytest.mark.parametrize(
    ("address", "item"),
    [
        ("/Nato/!t5008005", f"1Wort\t/Nato/!t5008005\t{PLACE}"),
        ("/~/text/a", f"0Wort\t/~/text/a\t{PLACE}"),
        ("https://x.example/?a=b,c", f"hWort\tURL:https://x.example/?a=b,c\t{PLACE}"),
        ("gemini://x.example/", f"hWort\tURL:gemini://x.example/\t{PLACE}"),
        ("mailto:x@x.example", f"hWort\tURL:mailto:x@x.example\t{PLACE}"),
        ("gopher://x.example/", "1Wort\t\tx.example\t70"),
        ("gopher://x.example:7071/0/a%20b?c", "0Wort\t/a b?c\tx.example\t7071"),
        ("gopher://x.example/0/a%0d%0ab", f"iWort\t\t{PLACE}"),
        ("gopher://x.example/0/a%09b", f"iWort\t\t{PLACE}"),
        ("gopher://x.example:99999/", f"iWort\t\t{PLACE}"),
        ("gopher://x y/", f"iWort\t\t{PLACE}"),
        ("/a?b", f"iWort\t\t{PLACE}"),
        ("tel:110", f"iWort\t\t{PLACE}"),
        ("javascript:x", f"iWort\t\t{PLACE}"),
        ("https://x.example/" + "y" * 1000, f"iWort\t\t{PLACE}"),
    ],
)
def test_links_are_items_of_their_type(address: str, item: str) -> None:
    assert items(Links((Link(address, "Wort"),))) == [item]


@pytest.mark.parametrize(("address", "kind"), [("/~/picture/1.png", "I"), ("/~/picture/1.GIF", "g"), ("https://x.example/1.png", "h")])
def test_pictures(address: str, kind: str) -> None:
    assert items(Figure(Image(address, "Am Deich")))[0].startswith(f"{kind}Bild: Am Deich\t")


def test_search_and_navigation_are_items_without_their_addresses() -> None:
    assert items(navigation=(Link("/", "Titelseite"),), search="/~/search") == [f"1Titelseite\t/\t{PLACE}", f"7Suche\t/~/search\t{PLACE}"]


def test_embeds_the_original_and_unnumbered_links_lead_somewhere() -> None:
    blocks = (Embed("Video", "https://x.example/v", "Film"), Facts(("Original: https://x.example/a", "©")), Paragraph((Span("Siehe "), Span("dort", "/dort"))))
    assert [item for item in items(*blocks) if item[0] != "i"] == [
        f"hVideo: Film\tURL:https://x.example/v\t{PLACE}",
        f"hOriginal: https://x.example/a · ©\tURL:https://x.example/a\t{PLACE}",
        f"1dort\t/dort\t{PLACE}",
    ]


def test_long_titles_continue_on_text_items() -> None:
    made = items(Teaser(Link("/a", "Über größere Füße müssen möglichst späte Äcker fließen, öfter äußerst süß")), title="Ä" * 30 + " " + "ö" * 30)
    link = next(number for number, item in enumerate(made) if item[0] == "1")
    assert len(made[link].partition("\t")[0][1:].encode()) <= 80
    assert made[link + 1].startswith("i  ")
    heading = menu.render(Page(path="/", kind="x", title="Ä" * 30 + " " + "ö" * 30), SETTING).split("\r\n")
    assert [line.partition("\t")[0] for line in heading[:2]] == ["i# " + "Ä" * 30, "i  " + "ö" * 30]
    assert [line.split("\t")[1] for line in heading[:2]] == ["TITLE", ""]


@pytest.mark.parametrize(("title", "parts"), [("Ä" * 20 + " " + "x" * 39, 1), ("Ä" * 20 + " " + "x" * 40, 2)])
def test_a_title_is_parted_where_it_has_more_than_eighty_bytes(title: str, parts: int) -> None:
    made = items(Teaser(Link("/a", title)))
    assert [item[0] for item in made] == ["1", *"i" * (parts - 1)]


def test_a_numbered_address_stays_in_one_item() -> None:
    long = "https://x.example/" + "y" * 90
    assert items(Links((Link(long, number=1), Link(long, "Wörter " * 3, number=2)))) == [f"h[1] {long}\tURL:{long}\t{PLACE}", *items(Links((Link(long, "Wörter " * 3, number=2),)))]
    assert items(Links((Link("/a", "Wörter " * 13, number=1),)))[0].startswith("1[1] /a Wörter Wörter")


def test_no_item_is_longer_than_clients_read() -> None:
    for text in ("http://x.example/" + "y" * 3000, "日" + "\u0301" * 3000):
        made = items(Paragraph((Span(text),)), Heading((Span(text),)), Links((Link("/a", text),)))
        assert all(len(item.encode()) < 1024 for item in made)
        assert "".join(item[1:].partition("\t")[0].strip() for item in made).count(text[-1]) >= 3000


@pytest.mark.parametrize("length", [1, 100, 870, 900])
def test_a_long_selector_leaves_its_words_what_room_there_is(length: int) -> None:
    made = items(Teaser(Link("/" + "s" * length, "Wörter im Hafen " * 60)))
    led = [item for item in made if item.startswith("1")]
    assert led
    assert led[0].split("\t")[1] == "/" + "s" * length
    assert all(len(item.encode()) <= menu.LONGEST for item in made)
