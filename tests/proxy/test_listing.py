"""Menus that are written as a text edition's: headings, entries with what is told of them, and no word less."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.net.place import Place
from broadsheet.proxy import listing, menu, views
from broadsheet.proxy.words import Words

WORDS = Words()
OWN = Place(scheme="gopher", host="hafen.example", port=70)
FRONT = ("i# Der Bote -- Titelseite, die\t\t\t\r\ni  lang ist\t\t\t\r\ni\t\t\t\r\ni(Stand: heute)\t\t\t\r\n1Hafen: Ein Schiff\t/a\t\t\r\ni\t\t\t\r\ni(3. März 2026)\t\t\t\r\niEs ist groß und\t\t\t\r\n"
         "ikommt am Abend.\t\t\t\r\ni\t\t\t\r\ni## Politik\t\t\t\r\n1Rat tagt\t/b\t\t\r\n1Rat tagt nicht\t/c\t\t\r\n7Suche\t/s\t\t\r\n.\r\n").encode()


def test_a_front_page_has_headings_and_teasers() -> None:
    status, sheet = views.shown(OWN, views.Got(FRONT, whole=True), WORDS)
    assert (status, sheet.title, sheet.kicker, sheet.article) == (200, "Titelseite, die lang ist", "Der Bote", True)
    made = "\n".join(sheet.lines)
    assert '<p class="facts">Stand: heute</p>' in made
    assert '<p class="title"><a href="/~/gopher/hafen.example/1/a">Hafen: Ein Schiff</a></p>\n<p class="facts">3. März 2026</p>\n<p>Es ist groß und kommt am Abend.</p>' in made
    assert '<h2 class="section">Politik</h2>\n<ul class="items">\n<li><a href="/~/gopher/hafen.example/1/b">' in made
    assert made.count("<ul") == made.count("</ul>") == 2


def test_a_title_of_several_rows_is_one() -> None:
    rows = (
        "i# Blatt -- Seite", "i", "1Wiebke Sandkuhl: „Ich habe mich an den", "i  Schlüssel", "i  gewöhnt“", "i(8. März 2026)", "iEin Gespräch.", "i",
        "1Kurz", "i  Ein Anriss, eingerückt", "i  wie anderswo.", "i", "1Knapp", "i  (heute)", "iAnriss.", "i", "1Rat bewilligt Geld –", "i  und streitet", "i", "i(5. März 2026)", "iSeit Sonntag.",
    )  # fmt: skip
    _, sheet = views.shown(OWN, views.Got("".join(f"{row}\t/a\t\t\r\n" for row in rows).encode(), whole=True), WORDS)
    made = "\n".join(sheet.lines)
    assert '">Wiebke Sandkuhl: „Ich habe mich an den Schlüssel gewöhnt“</a></p>\n<p class="facts">8. März 2026</p>\n<p>Ein Gespräch.</p>' in made
    assert '">Kurz</a></p>\n<p>Ein Anriss, eingerückt wie anderswo.</p>' in made
    assert '">Rat bewilligt Geld – und streitet</a></p>\n<p class="facts">5. März 2026</p>\n<p>Seit Sonntag.</p>' in made
    assert '">Knapp</a></p>\n<p class="facts">heute</p>\n<p>Anriss.</p>' in made


def test_line_by_line_nothing_is_set() -> None:
    _, sheet = views.shown(OWN, views.Got(FRONT, whole=True), WORDS, lines=True)
    assert "<h2" not in "".join(sheet.lines)
    assert not sheet.article


TEXT = st.one_of(st.text(st.characters(codec="utf-8", exclude_characters="\t\r\n"), max_size=30), st.sampled_from(["# A -- B", "## C", "##", "", "  in", "(x)", "<b>", "+--+  |##|  /\\"]))
ROW = st.builds(lambda kind, text, selector: f"{kind}{text}\t{selector}\t\t\r\n", st.sampled_from("iiii10h73X"), TEXT, st.sampled_from(["", "/a", "URL:https://x.example/", "URL:javascript:x"]))


@given(st.lists(ROW, max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost_and_lists_are_whole(rows: str) -> None:
    found = menu.read(f"i# Blatt -- Seite\t\t\t\r\n{rows}".encode(), OWN)
    written = listing.title(found)
    assert written is not None
    kicker, title, rest = written
    made = "\n".join(listing.lines(rest, WORDS))
    assert made.count("<ul") == made.count("</ul>")
    assert made.count("<li") == made.count("</li>")
    assert not re.search(r"<(?!/?(?:ul|li|a|span|pre|div|p|h2)\b)", made)
    # Rows may be joined with nothing between them: it is the letters that have to be there, in their order.
    seen = re.sub(r"\W", "", f"{kicker}{title} {html.unescape(re.sub('<[^>]*>', ' ', made))}")
    for item in found.items:
        assert re.sub(r"\W", "", item.text) in seen


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("凪浜から届いた鐘、霧の朝に初め ", "て鳴る", "凪浜から届いた鐘、霧の朝に初めて鳴る"),
        ("Die Dreh-  ", "brücke steht", "Die Drehbrücke steht"),
        ("Die Rad- und Fuß- ", "gängerbrücke", "Die Rad- und Fuß-gängerbrücke"),
        ("Rat bewilligt ", "Geld", "Rat bewilligt Geld"),
        ("Rat bewilligt", "Geld", "Rat bewilligt Geld"),
    ],
)
def test_rows_are_joined_as_they_were_set(first: str, second: str, whole: str) -> None:
    data = f"i# Blatt -- {first}\t\t\t\r\ni  {second}\t\t\t\r\ni\t\t\t\r\n0Titel\t/a\t\t\r\ni  {first}\t\t\t\r\ni  {second}\t\t\t\r\n"
    _, sheet = views.shown(OWN, views.Got(data.encode(), whole=True), WORDS)
    assert sheet.title == whole
    assert f"<p>{whole}</p>" in sheet.lines
