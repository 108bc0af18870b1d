"""HTML: roles, elements, escaping, addresses, languages (protocols.md §18)."""

import json
import re

import pytest

from broadsheet.model import (
    Answer,
    Block,
    Box,
    Break,
    Described,
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
from broadsheet.render import Setting, html
from broadsheet.render.htmlblocks import allowed


def run(text: str) -> Spans:
    return (Span(text),)


def shown(*blocks: Block, origin: str = "", **parts: object) -> str:
    fields = {"path": "/", "kind": "article", "title": "T", "language": "de", "main": blocks, **parts}
    return html.render(Page(**fields), Setting(origin=origin))  # type: ignore[arg-type]


def body(*blocks: Block, **parts: object) -> str:
    made = shown(*blocks, **parts)
    inner = made[made.index("</header>\n", made.index("<article>")) + 10 : made.index("</article>")]
    return re.sub(r'<div class="entry-content">\n(.*)</div>\n', r"\1", inner, flags=re.DOTALL).strip()


def test_the_page_has_landmarks_a_skip_link_and_one_heading() -> None:
    made = shown(kicker="Flut", masthead="Blatt", navigation=(Link("/", "Titelseite"),), search="/~/search")
    for part in ('<html lang="de" dir="ltr">', '<a class="skip" href="#text">Zum Text springen</a>', '<main id="text">', "<header>", '<nav aria-label="Navigation">',
                 '<form role="search"', '<label for="q">Suche</label>', '<input type="search" id="q" name="q">', '<link rel="stylesheet" href="/~/style.css">',
                 "<title>Flut: T – Blatt</title>", '<p class="kicker">Flut</p>'):  # fmt: skip
        assert part in made
    assert made.count("<h1>") == 1
    assert "script" not in made


def test_a_kicker_without_a_headline_is_the_headline() -> None:
    made = shown(title="", kicker="Flut")
    assert "<h1>Flut</h1>" in made
    assert '<p class="kicker">' not in made
    assert "<title>Flut</title>" in made


def test_the_masthead_leads_to_the_front_page() -> None:
    assert '<p class="masthead"><a href="/blatt">Blatt</a></p>' in shown(masthead="Blatt", navigation=(Link("/x", "Politik"), Link("/blatt", "Titelseite")))
    assert '<p class="masthead">Blatt</p>' in shown(masthead="Blatt", navigation=(Link("/x", "Politik"),))


def test_a_title_that_is_the_masthead_is_said_once() -> None:
    assert "<title>Blatt</title>" in shown(title="Blatt", masthead="Blatt")


def test_right_to_left_papers_and_foreign_passages_say_so() -> None:
    assert '<html lang="ar" dir="rtl">' in shown(language="ar")
    assert '<html lang="en" dir="ltr">' in shown(language="")
    assert body(Paragraph((Span("a", lang="fr"), Span("ب", lang="ar"), Span("c", lang="de"), Span("d", lang='x"><b')))) == (
        '<p><span lang="fr">a</span><span lang="ar" dir="rtl">ب</span>cd</p>'
    )


def test_what_is_written_in_the_other_direction_keeps_its_own() -> None:
    """A full stop, a bracket or the first stroke of an address stands at the wrong end of it otherwise."""
    link = Link("/a/!1", headline="Wer kommt?", teaser="Alle.", number=1)
    in_arabic = shown(language="ar", main=(Links((link,)), Teaser(link)))
    assert '<li value="1"><a href="/a/!1" dir="ltr">/a/!1</a> <bdi>Wer kommt?</bdi></li>' in in_arabic
    assert '<p class="title" dir="auto"><a href="/a/!1">Wer kommt?</a></p>\n<p dir="auto">Alle.</p>' in in_arabic
    arabic = Link("/b", headline="مقهى اللغة!", teaser="حين توقّف الجسر.", number=2)
    in_german = shown(language="de", main=(Links((arabic,)), Teaser(arabic), Teaser(link)))
    assert '<a href="/b">/b</a> <bdi>مقهى اللغة!</bdi>' in in_german
    assert in_german.count('dir="auto"') == 2


def test_who_has_found_nothing_yet_finds_the_box_first() -> None:
    ways = {"kind": "search", "navigation": (Link("/", "Titelseite"),), "search": "/~/search"}
    asking, results = shown(**ways), shown(Teaser(Link("/a", "Eins")), **ways)
    assert asking.index("<form") < asking.index("<nav")
    assert results.index("<nav") < results.index("<form"), "the way to the next page stands below the results"


def test_what_was_searched_for_can_be_changed() -> None:
    assert '<input type="search" id="q" name="q" value="&quot;zwei Wörter&quot; tag:x">' in shown(search="/~/search", query='"zwei Wörter" tag:x')


def test_what_went_and_what_came_is_told_to_programs_too() -> None:
    made = body(Paragraph((Span("a "), Span("[-b-]", mark="deleted"), Span(" "), Span("{+c+}", mark="inserted"))))
    assert made == "<p>a <del>[-b-]</del> <ins>{+c+}</ins></p>"


def test_feeds_and_the_original_are_named() -> None:
    feeds = (Feed("/~/feed/", "application/atom+xml", 'Alle "Artikel"'),)
    made = shown(feeds=feeds, original="https://x.example/a", origin="https://edition.example")
    assert '<link rel="alternate" type="application/atom+xml" title="Alle &quot;Artikel&quot;" href="https://edition.example/~/feed/">' in made
    assert '<link rel="canonical" href="https://x.example/a">' in made
    assert "canonical" not in shown(original="javascript:x")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "/\\evil.example", "vbscript:x", "", "JaVaScRiPt:x", "x:y"])
def test_no_other_scheme_is_linked_to(address: str) -> None:
    assert not allowed(address)
    made = shown(Paragraph((Span("x", address),)), Embed("V", address), Figure(Image(address, "c")), Teaser(Link(address, "h")), Links((Link(address, "n", number=1),)))
    assert re.findall(r'<a href="[^#"]*"', made.partition("<main")[2]) == []


def test_text_is_escaped_everywhere() -> None:
    evil = "<b onclick='x'>\"&amp;"
    blocks = (Standfirst(evil), Facts((evil,)), Heading(run(evil)), Quote((run(evil),), evil), Figure(Image("/x", evil, evil)), Table(((run(evil),),), (run(evil),), evil),
              Box((), evil), Embed(evil, "/x", evil), Question(run(evil), evil), Entry((), evil, evil), Teaser(Link("/x", evil, evil, evil, evil, evil)), Verse((run(evil),)))  # fmt: skip
    made = shown(*blocks, title=evil, kicker=evil, masthead=evil, navigation=(Link("/x", evil),))
    assert "<b onclick" not in made
    assert "&lt;b onclick" in made


def test_runs_of_text() -> None:
    spans = (Span("Na", "/n", number=1), Span("to", "/n", "strong", number=1), Span(" "), Span("em", mark="emphasis"), Span("c", mark="code"), Span("Husum", mark="dateline"))
    assert body(Paragraph(spans)) == '<p><a href="/n">Na<strong>to</strong></a> <em>em</em><code>c</code><span class="dateline">Husum</span></p>'


def test_lists_are_nested_in_their_entries() -> None:
    items = (ListItem(run("a")), ListItem(run("b"), 1), ListItem(run("c"), 2), ListItem(run("d")))
    assert body(Listing(items, ordered=True, start=3)).replace("\n", "") == '<ol start="3"><li>a<ol><li>b<ol><li>c</li></ol></li></ol></li><li>d</li></ol>'
    assert body(Listing(items[:2])).replace("\n", "") == "<ul><li>a<ul><li>b</li></ul></li></ul>"


def test_the_other_blocks() -> None:
    assert body(Quote((run("q"),), "s", pull=True)).replace("\n", "") == '<blockquote class="pull"><p>q</p><footer><cite>s</cite></footer></blockquote>'
    assert body(Break()) == "<hr>"
    assert body(Verse((run("a"), (), run(" b")))) == '<pre class="verse">\na\n\n b</pre>'
    assert body(Verse((run("a"),), verbatim=True)) == "<pre><code>\na</code></pre>"
    assert body(Figure(Image("/x.png", "C", "Foto: dpa"))) == (
        '<figure><figcaption><p><a href="/x.png" class="picture">Bild</a>: C <small class="credit">Foto: dpa</small></p></figcaption></figure>'
    )
    assert '<figcaption><p><span class="picture">Bild</span>: A</p></figcaption>' in body(Figure(Image(alternative="A")))
    assert '<figcaption><p><a href="/x.png" class="picture">Bild</a></p></figcaption>' in body(Figure(Image("/x.png")))
    assert body(Embed("", "https://x.example/")) == '<p class="embed"><a href="https://x.example/">https://x.example/</a></p>'
    assert body(Question(run("W?"), "blatt"), Answer(run("G."))) == '<p class="question"><b class="speaker">blatt:</b> W?</p>\n<p class="answer">G.</p>'
    made = body(Table(((run("a"), ()),), (run("K"), run("L")), "Wahl"))
    assert '<th scope="col">K</th>' in made
    assert made.startswith('<figure class="table">\n<figcaption><p>Wahl</p></figcaption>\n<div class="scroll" role="region" tabindex="0" aria-label="Wahl">')
    assert '<td class="n"></td>' in made
    assert made.endswith("</table>\n</div>\n</figure>")
    made = body(Table(((run("Süd"), run("1,5"), run("4 km")), (run("Nord"), run("–"), run("12"))), (run("Ufer"), run("Anteil"), run("Weg"))))
    assert '<th scope="col">Ufer</th><th scope="col" class="n">Anteil</th><th scope="col">Weg</th>' in made
    assert '<tr><td>Nord</td><td class="n">–</td><td>12</td></tr>' in made
    box = body(Box((Heading(run("H")), Paragraph(run("p"))), "Was?", "correction"))
    assert '<aside class="correction">\n<h2>Korrektur: Was?</h2>\n<h3>H</h3>' in box


def test_entries_begin_with_their_time_teasers_are_lists_and_dates_are_times() -> None:
    made = body(Entry((Paragraph(run("a")),), "2024-12-03T14:05:00+01:00", "Los"), Entry((), "14.05 Uhr"), Paragraph(run("x")), Teaser(Link("/a", "H", "K", "T", "2024-12-03")))
    first = '<p class="facts when"><time datetime="2024-12-03T14:05:00+01:00">3. Dezember 2024, 14:05</time></p>\n<h2>Los</h2>\n<p>a</p>'
    assert made.startswith(f'<div class="entry">\n{first}\n</div>\n<div class="entry">\n<p class="facts when"><time datetime="14:05">14.05 Uhr</time></p>\n</div>\n<p>x</p>')
    assert '<p>x</p>\n<ul class="teasers">\n<li><p class="title"><a href="/a"><span class="kicker">K<span class="stop">:</span></span> H</a></p>' in made
    assert made.endswith("</ul>")


def test_facts_links_and_names() -> None:
    made = shown(Facts(("3. Dezember 2024", "Erna")), Links((Link("/a", "T", number=2),)), Links((Link("/e", "Erna"),)), Facts(("Original: https://x.example/a",)),
                 original="https://x.example/a")  # fmt: skip
    assert '<p class="facts"><time datetime="2024-12-03"><bdi>3. Dezember 2024</bdi></time> · <bdi>Erna</bdi></p>\n</header>' in made
    assert '<ol class="links">\n<li value="2"><a href="/a">/a</a> T</li>\n</ol>' in made
    assert '<ul class="names">\n<li><a href="/e">Erna</a></li>\n</ul>' in made
    assert 'Original: <a href="https://x.example/a">https://x.example/a</a>' in made


def test_what_is_said_of_an_article_stands_apart_from_its_text_and_from_other_articles() -> None:
    def heading(words: str) -> Heading:
        return Heading(run(words))

    made = shown(
        Facts(("3. Dezember 2024",)), Standfirst("S"), Paragraph(run("a")), heading("LINKS"), Paragraph(run("b")), Facts(("3. Dezember 2024",)),
        heading("LINKS"), Links((Link("/l", "L", number=1),)), heading("AUTOREN"), Links((Link("/e", "Erna"),)), heading("TAGS"), Links((Link("/t", "Tee"),)),
        heading("ARTIKEL ZUM THEMA"), Teaser(Link("/r", "R")), heading("SPÄTER ZUM THEMA"), Teaser(Link("/p", "P")), Facts(("Original: https://x.example/a", "© Blatt")),
        original="https://x.example/a", navigation=(Link("/", "Titelseite"),),
    )  # fmt: skip
    text, about = made.partition('<div class="entry-content">')[2].split("<footer>", 1)[0], made.partition("<footer>\n")[2].partition("</footer>")[0]
    assert text == '\n<p>a</p>\n<h2>LINKS</h2>\n<p>b</p>\n</div>\n'
    assert re.findall(r'<(?:p|section|a)[^>]* (?:class|rel)="\w+"', about) == [
        '<p class="facts"', '<section class="links"', '<section class="authors"', '<a href="/e" rel="author"', '<section class="tags"', '<a href="/t" rel="tag"',
    ]  # fmt: skip
    behind = made[made.index("</article>") :]
    assert re.findall(r'<(?:aside|main|footer|nav|/main|/footer)(?: class="\w+")?', behind) == [
        '<aside class="related"', '<aside class="later"', "</main", "<footer", "<nav", "</footer",
    ]  # fmt: skip
    assert "Original: " in behind[behind.index("</main>") : behind.index("<nav")]


def test_headings_leave_no_step_out() -> None:
    made = body(Heading(run("a"), 4), Heading(run("b"), 3), Heading(run("c"), 6), Heading(run("LINKS")), Links((Link("/a", number=1),)))
    assert re.findall(r"<h(\d)", made) == ["2", "3", "4", "2"]
    assert '<h2 class="section">LINKS</h2>' in made


def test_what_says_nothing_prints_nothing() -> None:
    assert body(Paragraph(()), Heading(()), Quote(()), Table(()), Embed(""), Standfirst(""), Links(()), Facts(("",)), Question(()), Verse(((),)), Listing(())) == ""


def test_the_style_sheet_is_small_and_knows_the_dark_and_paper() -> None:
    assert len(html.style().encode()) < 7000
    for part in ("prefers-color-scheme: dark", "@media print", ":focus-visible", ".skip"):
        assert part in html.style()


def test_programs_are_told_what_the_article_is_and_that_it_is_the_papers() -> None:
    said = Described(teaser='Wo "es" </script> steht', authors=("Ida Möller",), published="2026-03-04T10:00:00+01:00", modified="2026-03-05T11:00:00+01:00",
                     section="Hafen", tags=("Eis", "Fähre"))  # fmt: skip
    made = shown(kicker="Eis", masthead="Blatt", original="https://blatt.example/eis/!7", described=said)
    for part in ('<meta property="og:type" content="article">', '<meta property="og:title" content="Eis: T">', '<meta property="og:site_name" content="Blatt">',
                 '<meta property="og:url" content="https://blatt.example/eis/!7">', '<meta property="article:author" content="Ida Möller">',
                 '<meta property="article:published_time" content="2026-03-04T10:00:00+01:00">', '<meta property="article:modified_time" content="2026-03-05T11:00:00+01:00">',
                 '<meta property="article:section" content="Hafen">', '<meta property="article:tag" content="Fähre">', '<meta name="description" content="Wo &quot;es&quot; &lt;/script&gt; steht">'):  # fmt: skip
        assert part in made
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', made)
    assert json.loads(data) == {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Eis: T", "description": 'Wo "es" </script> steht', "inLanguage": "de",
        "datePublished": "2026-03-04T10:00:00+01:00", "dateModified": "2026-03-05T11:00:00+01:00", "author": [{"@type": "Person", "name": "Ida Möller"}], "articleSection": "Hafen",
        "keywords": ["Eis", "Fähre"], "publisher": {"@type": "NewsMediaOrganization", "name": "Blatt"}, "mainEntityOfPage": "https://blatt.example/eis/!7",
    }  # fmt: skip


def test_a_list_is_a_website_and_a_missing_page_nothing_to_share() -> None:
    assert '<meta property="og:type" content="website">' in shown(kind="front")
    assert "og:" not in shown(kind="missing", status="missing")


def test_a_page_is_exactly_this() -> None:
    """Letter for letter: a stray sign between two elements is text, which no check of single parts finds."""
    one = Link("/a", "Zwei", "Eins", "Drei.", "2024-12-03", "Flut")
    table = Table(((run("Süd"), run("1")), (run("Nord"), run("2"))), (run("Ufer"), run("Zahl")))
    blocks = (Facts(("3. Dezember 2024", "Original: https://x.example/a")), Standfirst("S"), Heading(run("LINKS")), Links((Link("/n", "N", "K", number=1), Link("/m", number=2))), table,
              Box((Paragraph(run("p")),), "b"), Entry((Break(),), "2024-12-03T17:42", "e"), Teaser(one), Links((Link("/o", "O"),)), Embed("Video", "/v", "t"))  # fmt: skip
    made = shown(*blocks, title="T", kicker="K", masthead="M", navigation=(Link("/", "Eins"), Link("/x", "Zwei")), search="/~/search", original="https://x.example/a", kind="front")
    assert made[made.index("<body>") :].split("\n") == [
        "<body>",
        '<a class="skip" href="#text">Zum Text springen</a>',
        '<header><p class="masthead">M</p> <a class="find" href="#search">Suche</a></header>',
        '<main id="text">',
        "<div>",
        '<div class="head">',
        '<p class="kicker">K</p>',
        "<h1>T</h1>",
        '<p class="facts"><time datetime="2024-12-03"><bdi>3. Dezember 2024</bdi></time> · Original: <a href="https://x.example/a">https://x.example/a</a></p>',
        "</div>",
        '<p class="standfirst">S</p>',
        '<h2 class="section">LINKS</h2>',
        '<ol class="links">',
        '<li value="1"><a href="/n">/n</a> K: N</li>',
        '<li value="2"><a href="/m">/m</a></li>',
        "</ol>",
        '<div class="scroll" role="region" tabindex="0" aria-label="Tabelle">',
        "<table>",
        '<thead><tr><th scope="col">Ufer</th><th scope="col" class="n">Zahl</th></tr></thead>',
        "<tbody>",
        '<tr><td>Süd</td><td class="n">1</td></tr>',
        '<tr><td>Nord</td><td class="n">2</td></tr>',
        "</tbody>",
        "</table>",
        "</div>",
        '<aside class="info">',
        "<h3>b</h3>",
        "<p>p</p>",
        "</aside>",
        '<div class="entry">',
        '<p class="facts when"><time datetime="2024-12-03T17:42">3. Dezember 2024, 17:42</time></p>',
        "<h3>e</h3>",
        "<hr>",
        "</div>",
        '<ul class="teasers">',
        '<li><p class="title"><a href="/a"><span class="kicker">Eins<span class="stop">:</span></span> Zwei</a></p>',
        '<p class="facts meta"><time datetime="2024-12-03">3. Dezember 2024</time> · zu Flut</p>',
        "<p>Drei.</p></li>",
        "</ul>",
        '<ul class="names">',
        '<li><a href="/o">O</a></li>',
        "</ul>",
        '<p class="embed"><a href="/v">Video: t</a></p>',
        "</div>",
        "</main>",
        "<footer>",
        '<nav aria-label="Navigation"><ul><li><a href="/">Eins</a></li><li><a href="/x">Zwei</a></li></ul></nav>',
        '<form role="search" id="search" action="/~/search" method="get"><label for="q">Suche</label><input type="search" id="q" name="q"><button>Suche</button></form>',
        "</footer>",
        "</body>",
        "</html>",
        "",
    ]
