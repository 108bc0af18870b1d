import pytest

from broadsheet.extract.metadata import metadata
from broadsheet.extract.parse import parse
from broadsheet.model import Capture


def title(body, *, og="", ld="", page="", site="Der Bote", section=""):
    head = f"<title>{page}</title>" if page else ""
    head += f'<meta property="og:title" content="{og}">' if og else ""
    head += f'<meta property="og:site_name" content="{site}">' if site else ""
    head += f'<meta property="article:section" content="{section}">' if section else ""
    head += f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{ld}"}}</script>' if ld else ""
    found = metadata(parse(Capture(body=f"<html><head>{head}</head><body>{body}".encode(), address="https://www.derbote.example/a/b")))
    return found.kicker, found.headline


BRIDGE = "Die alte Brücke dreht sich wieder"
OTHER = "Warum die Drehbrücke nach sechs Tagen wieder fährt"


def test_one_source_alone():
    assert title(f"<h1>{BRIDGE}</h1>") == ("", BRIDGE)
    assert title("<p>x", og=BRIDGE) == ("", BRIDGE)
    assert title("<p>x", ld=BRIDGE) == ("", BRIDGE)
    assert title("<p>x", page=BRIDGE) == ("", BRIDGE)
    assert title(f"<p itemprop=headline>{BRIDGE}</p>", og="") == ("", BRIDGE)
    assert title("<p>x") == ("", "")


def test_the_pages_own_word_for_it_stands_for_a_missing_h1():
    for key in ("name", "itemprop"):
        assert title(f'<meta {key}="headline" content="{BRIDGE}"><p>x', og=f"{BRIDGE}-Hafen", page=f"{BRIDGE}-Hafen") == ("", BRIDGE)


@pytest.mark.parametrize("end", [" | Der Bote", " - Der Bote", " – derbote.example", " | Politik | Der Bote", "｜Der Bote", " -- Der Bote", " | DER BOTE"])
def test_the_papers_name_is_no_part_of_it(end):
    assert title("<p>x", page=BRIDGE + end, section="Politik") == ("", BRIDGE)
    assert title(f"<h1>{BRIDGE}</h1>", og=BRIDGE + end, page=BRIDGE + end) == ("", BRIDGE)


def test_the_papers_name_before_it():
    assert title("<p>x", page=f"Der Bote | {BRIDGE}") == ("", BRIDGE)


def test_a_headline_that_is_the_papers_name_stays():
    assert title("<p>x", og="Der Bote") == ("", "Der Bote")


def test_dashes_of_its_own_stay():
    own = "Brücke zu – Stadt fährt Umwege – Rat tagt"
    assert title(f"<h1>{own}</h1>", page=f"{own} – Der Bote") == ("", own)


@pytest.mark.parametrize(
    "body",
    [
        f'<header><h1>Der Bote</h1></header><main><h1>{BRIDGE}</h1><h1>Auch interessant für alle</h1>',
        f'<h1><a href="/">Der Bote</a></h1><h1></h1><h1>{BRIDGE}</h1>',
        f"<h1>Politik</h1><h1>{BRIDGE}</h1>",
        f"<h1>Unser Newsletter am Morgen</h1><h1>{BRIDGE} </h1>",
    ],
)
def test_which_h1_it_is(body):
    assert title(body, og=BRIDGE) == ("", BRIDGE)


def test_the_likest_h1_where_none_is_the_same():
    assert title("<h1>Wetter am Meer heute</h1><h1>Die alte Brücke dreht wieder</h1>", og=f"{BRIDGE}, endlich", page=f"{BRIDGE}, endlich")[1].startswith("Die alte Brücke dreht")


def test_a_section_in_h1_is_no_headline():
    assert title("<h1>Lokales</h1><h2>x</h2>", og=BRIDGE) == ("", BRIDGE)


@pytest.mark.parametrize(
    "body",
    [
        f'<h1><span class="kicker">Hafen</span> <span>{BRIDGE}</span></h1>',
        f'<h1><span class="article__kicker">Hafen:</span><span>{BRIDGE}</span></h1>',
        f'<h1><a href="#"><span class="dachzeile">Hafen</span><br>{BRIDGE}</a></h1>',
        f'<h1><small class="overline">Hafen</small><span itemprop="headline">{BRIDGE}</span></h1>',
        f'<div class="Kopf_dachzeile__x1">Hafen</div><h1>{BRIDGE}</h1>',
        f'<p data-testid="kicker">Hafen</p>\n<h1>{BRIDGE}</h1>',
        f'<header><div><p><b class="eyebrow">Hafen</b></p></div><div><h1>{BRIDGE}</h1></div></header>',
    ],
)
def test_a_kicker_in_its_own_element(body):
    assert title(body) == ("Hafen", BRIDGE)


def test_the_path_to_an_article_is_no_kicker_nor_is_its_day():
    assert title(f'<p class="kicker">Bote / Politik / Hafen</p><h1>{BRIDGE}</h1>', section="Hafen") == ("", BRIDGE)
    assert title(f'<p class="kicker">Am Hafen / January 11, 2024</p><h1>{BRIDGE}</h1>') == ("Am Hafen", BRIDGE)
    assert title(f'<p class="kicker">Kran / Kai / Wasser</p><h1>{BRIDGE}</h1>') == ("Kran / Kai / Wasser", BRIDGE)


def test_the_parts_of_a_kicker_stand_apart():
    assert title(f'<div class="kicker"><div><b><span>Am Abend</span><span>Am Hafen</span></b></div></div><h1>{BRIDGE}</h1>') == ("Am Abend Am Hafen", BRIDGE)


@pytest.mark.parametrize("og", [f"Hafen: {BRIDGE}", f"Hafen | {BRIDGE}"])
def test_a_kicker_that_one_source_has_before_the_headline(og):
    assert title(f"<h1>{BRIDGE}</h1>", og=og) == ("Hafen", BRIDGE)
    assert title(f"<h1>{og}</h1>", og=BRIDGE, ld=BRIDGE) == ("Hafen", BRIDGE)


def test_a_section_or_a_whole_paragraph_is_no_kicker():
    assert title(f'<p class="kicker">Politik</p><h1>{BRIDGE}</h1>', section="Politik") == ("", BRIDGE)
    assert title(f'<p class="kicker">{"lange Rede " * 12}</p><h1>{BRIDGE}</h1>') == ("", BRIDGE)
    assert title(f'<p class="kicker"></p><h1>{BRIDGE}</h1>') == ("", BRIDGE)


def test_the_kicker_of_another_article_is_not_taken():
    assert title(f'<aside><p class="kicker">Wetter</p></aside><main><article><h1>{BRIDGE}</h1>') == ("", BRIDGE)


def test_two_that_agree_win():
    assert title(f"<h1>{OTHER}</h1>", og=BRIDGE, ld=BRIDGE) == ("", BRIDGE)
    assert title(f"<h1>{BRIDGE}</h1>", og=OTHER, ld=BRIDGE) == ("", BRIDGE)
    assert title(f"<h1>{BRIDGE}</h1>", og=BRIDGE, ld=OTHER, page=OTHER) == ("", BRIDGE)


def test_the_one_that_title_repeats_is_for_search_engines():
    assert title(f"<h1>{OTHER}</h1>", og=BRIDGE, ld=OTHER, page=OTHER) == ("", BRIDGE)
    assert title(f"<h1>{OTHER}</h1>", og=BRIDGE, page=OTHER) == ("", BRIDGE)
    assert title(f"<h1>{OTHER}</h1>", og=OTHER, ld=BRIDGE, page=OTHER) == ("", BRIDGE)


def test_a_cut_headline_is_completed():
    assert title("<p>x", og=f"{BRIDGE[:20]}…", ld=BRIDGE) == ("", BRIDGE)
    assert title("<p>x", og=f"{BRIDGE[:20]}...", page=BRIDGE) == ("", BRIDGE)


def test_marks_are_those_of_most():
    assert title("<h1>Er sagt: «Nein» </h1>", og="Er sagt: „Nein“", ld="Er sagt: „Nein“")[1] == "Er sagt: „Nein“"


def test_what_the_page_glues_is_parted_as_elsewhere():
    assert title("<h1><b>Hafen gesperrt:</b>Die Brücke klemmt</h1>", ld="Hafen gesperrt: Die Brücke klemmt") == ("", "Hafen gesperrt: Die Brücke klemmt")
    assert title(f"<h1><b>Hafen:</b>{BRIDGE}</h1>", og=OTHER, ld=f"Hafen: {BRIDGE}", page="Neun zehn elf") == ("", f"Hafen: {BRIDGE}")


def test_words_that_stand_apart_are_apart_and_a_word_in_parts_is_one():
    assert title("<h1><span>Die alte</span><span>Brücke</span></h1>") == ("", "Die alte Brücke")
    assert title("<h1>Die <i>Brü</i>cke<br>dreht</h1>") == ("", "Die Brücke dreht")


def test_all_different():
    assert title("<h1>Eins zwei drei vier</h1>", og=BRIDGE, ld=OTHER, page=OTHER) == ("", OTHER)
    assert title("<h1>Eins zwei drei vier</h1>", og=BRIDGE, ld=OTHER, page="Neun zehn elf zwölf")[1] == BRIDGE


def test_the_alternative_headline_parts_a_kicker():
    def told(alternative):
        script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Hafen: {BRIDGE}", "alternativeHeadline": "{alternative}"}}</script>'
        found = metadata(parse(Capture(body=f"<html><head>{script}</head><body><h1>Hafen: {BRIDGE}</h1>".encode(), address="https://www.derbote.example/a/b")))
        return found.kicker, found.headline

    assert told(f"Hafen - {BRIDGE}") == ("Hafen", BRIDGE)
    assert told(f"Hafen: {BRIDGE}") == ("", f"Hafen: {BRIDGE}")
    assert told("Hafen - etwas anderes") == ("", f"Hafen: {BRIDGE}")


@pytest.mark.parametrize(
    "body", ["<h2>{}</h2>", "<table><tr><td><font size=4><b>{}</b></font></table>", '<a href="/a">{}</a><h3>{}</h3>', "<nav>{}</nav><div><span>{}</span></div>"]
)
def test_what_the_title_says_stands_for_a_missing_h1(body):
    found = body.replace("{}", BRIDGE)
    assert title(found, page=f"Neues vom Hafen: {BRIDGE}", site="") == ("", BRIDGE)
    assert title(found, page=f"{BRIDGE} | Politik", site="") == ("", BRIDGE)
    assert title(found, og=BRIDGE, page=f"Hafen: {BRIDGE}")[1] == BRIDGE


@pytest.mark.parametrize("page", ["Leserbrief: Tauben - Der Bote", "Der Bote - Leserbrief: Tauben", "Leserbrief: Tauben - Meinung - Der Bote"])
def test_a_headline_with_a_mark_in_it_stands_for_a_missing_h1(page):
    assert title("<h2>Leserbrief: Tauben</h2><p>x", page=page, site="") == ("", "Leserbrief: Tauben")


def test_a_section_behind_the_headline_does_not_stand_for_it():
    assert title("<p>Politik</p><p>x", page=f"{BRIDGE} | Politik", site="") == ("", f"{BRIDGE} | Politik")


def test_what_only_a_link_says_does_not_stand_for_it():
    assert title(f'<p><a href="/a">{BRIDGE}</a></p>', page=f"Neues vom Hafen: {BRIDGE}", site="") == ("", f"Neues vom Hafen: {BRIDGE}")


def test_the_sign_that_copies_a_headings_address_is_no_part_of_it():
    for sign in "¶#§":
        assert title(f'<h1>{BRIDGE}<a class="x" href="#bridge">{sign}</a></h1>', page=BRIDGE) == ("", BRIDGE)
    assert title(f'<h1>{BRIDGE} in C#</h1><a href="#bridge">#</a>') == ("", f"{BRIDGE} in C#")


@pytest.mark.parametrize("page", [f"Der Hafenbote - {BRIDGE}", f"Der Hafenbote: {BRIDGE}", f"{BRIDGE} – Der Hafenbote"])
def test_an_h1_that_leads_to_the_front_page_is_the_papers_name(page):
    masthead = '<header><h1><a href="/">Der Hafenbote</a></h1></header>'
    below = f'<article><h2><a href="/a/b">{BRIDGE}</a></h2><p>x</article>'
    assert title(masthead + below, page=page, site="") == ("", BRIDGE)


def test_an_h1_that_leads_to_the_article_is_its_headline():
    assert title(f'<h1><a href="/a/b">{BRIDGE}</a></h1>', page=f"{BRIDGE} - Der Hafenbote", site="") == ("", BRIDGE)
    assert title(f'<h1><a href="https://other.example/">{BRIDGE}</a></h1>', site="") == ("", BRIDGE)
    assert title(f'<h1><a href="/">Der Hafenbote</a></h1><h1>{BRIDGE}</h1>', page=f"Der Hafenbote {BRIDGE}", site="") == ("", BRIDGE)


@pytest.mark.parametrize("link", ['href="/a/b"', 'href="/?p=4" rel="bookmark"'])
def test_a_headline_that_leads_to_its_own_article_stands_for_a_missing_h1(link):
    head = '<h1><a href="/">Der Bote</a></h1>'
    summary = "<div itemprop=headline><p>Sechs Tage stand sie still, nun fährt der Bote selbst mit dem Rad hinüber.</p></div>"
    assert title(f"{head}<h2><a {link}>{BRIDGE}</a></h2>{summary}", page=f"{BRIDGE} - Der Bote") == ("", BRIDGE)
    assert title(f"{head}{summary}", page=f"{BRIDGE} - Der Bote") == ("", BRIDGE)


@pytest.mark.parametrize("where", [{"og": "x" * 100_000}, {"ld": "x" * 100_000}, {"page": "x" * 100_000}, {"body": f"<h1>{'x' * 100_000}</h1>"}])
def test_what_is_longer_than_any_headline_is_none(where):
    """It would fill every list that the article stands in."""
    given = {"body": "<h1>Der Rat tagt im Hafen</h1>", **where} if "body" not in where else {"og": "Der Rat tagt im Hafen", **where}
    assert title(given.pop("body"), **given)[-1] == "Der Rat tagt im Hafen"
