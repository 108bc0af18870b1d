import json

import pytest

from broadsheet.extract.metadata import metadata
from broadsheet.extract.parse import parse
from broadsheet.model import Capture, Tag

HOME = "https://bote.example"


def found(body="", *, ld=None, head="", others=()):
    node = {"@type": "NewsArticle", "headline": "Die Brücke dreht sich wieder", **(ld or {})}
    script = f'<script type="application/ld+json">{json.dumps([node, *others])}</script><meta property="og:site_name" content="Der Bote">'
    page = f"<html><head>{script}{head}</head><body><nav><ul class=topics><li><a href=/thema/wetter>Wetter</a><li><a href=/thema/see>See</a></ul></nav><main><article>"
    page += f"<header><h1>Die Brücke dreht sich wieder</h1></header><p>{'Text. ' * 90}</p>{body}</article></main></body>"
    return metadata(parse(Capture(body=page.encode(), address=f"{HOME}/a/1")))


def tags(*arguments, **options):
    return [tag.name for tag in found(*arguments, **options).tags]


def links(*names, **attributes):
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return " ".join(f'<li><a{more} href="/thema/{name.lower()}">{name}</a></li>' for name in names)


@pytest.mark.parametrize(
    "options",
    [
        {"ld": {"keywords": ["Hafen", "Verkehr"]}},
        {"ld": {"keywords": "Hafen, Verkehr"}},
        {"ld": {"keywords": "Hafen; Verkehr"}},
        {"ld": {"keywords": [{"@type": "DefinedTerm", "name": "Hafen"}, {"name": "Verkehr"}]}},
        {"ld": {"mentions": [{"@type": "Thing", "name": "Hafen"}, {"name": "Verkehr"}]}},
        {"ld": {"keywords": ["topic/Hafen", "organization/Verkehr"]}},
        {"head": '<meta property="article:tag" content="Hafen"><meta property="article:tag" content="Verkehr">'},
        {"head": '<meta name="news_keywords" content="Hafen, Verkehr">'},
        {"head": '<meta name="keywords" content="Hafen,Verkehr,,Hafen">'},
        {"head": '<meta name="parsely-tags" content="Hafen,Verkehr">'},
        {"body": f'<ul class="tags">{links("Hafen", "Verkehr")}</ul>'},
        {"body": f'<nav class="article-topics">{links("Hafen", "Verkehr")}</nav>'},
        {"body": f'<footer>{links("Hafen", "Verkehr", rel="tag")}</footer>'},
        {"body": f'<div class="entry-footer">{links("#Hafen", "#Verkehr", rel="tag")}</div>'},
        {"body": f'<div>{links("Hafen", "Verkehr", **{"class": "Chip_root__x1"})}</div>'},
        {"body": f'<ul class="x">{links("Hafen", "Verkehr")}</ul>'},
        {"body": '<p class="tags"><a href="/thema/hafen"><span class="tag">Hafen</span></a><a href="/thema/v"><span class="tag">Verkehr</span></a></p>'},
        {"body": f'<div class="tags">{links("Hafen", "Verkehr").replace("</a>", "<b>12</b></a>")}</div>'},
        {"body": f'<div class="tags">{links("Hafen", "Verkehr").replace("</a>", " (12)</a>")}</div>'},
    ],
)
def test_each_source(options):
    assert tags(**options) == ["Hafen", "Verkehr"]


def test_addresses_are_those_of_the_links():
    assert found(f'<ul class="tags">{links("Hafen")}{links("Verkehr")}</ul>', ld={"keywords": ["Hafen", "Verkehr"]}).tags == (
        Tag("Hafen", f"{HOME}/thema/hafen"),
        Tag("Verkehr", f"{HOME}/thema/verkehr"),
    )


@pytest.mark.parametrize(
    "noise",
    ["8f507083-bac4-423a-9015-2eb31e1d1f00", "100312362", "bote.com", "_commerce", "Category: News", "NLP Category: Politics", "splitScreenImage", "Der Bote", "Die Brücke dreht sich wieder"],
)
def test_the_papers_machinery_is_no_tag(noise):
    assert tags(ld={"keywords": ["Hafen", noise, "Verkehr"]}) == ["Hafen", "Verkehr"]


def test_what_two_sources_say_is_right():
    generic = '<meta name="keywords" content="Zeitung, Lokales, Anzeigen, Abo, Wetterbericht, Kleinanzeigen">'
    assert tags(f'<ul class="tags">{links("Hafen", "Verkehr")}</ul>', head=generic) == ["Hafen", "Verkehr"]
    assert tags(head=generic + '<meta name="news_keywords" content="Hafen, Verkehr"><meta property="article:tag" content="Hafen"><meta property="article:tag" content="Verkehr">') == ["Hafen", "Verkehr"]


def test_the_words_of_the_headline_are_no_tags():
    assert tags(f'<ul class="tags">{links("Hafen", "Verkehr")}</ul>', head='<meta name="keywords" content="die, brücke, dreht, sich, wieder">') == ["Hafen", "Verkehr"]


def test_one_tag_of_many_is_the_section():
    assert tags(f'<ul class="tags">{links("Hafen", "Verkehr", "Rat")}</ul>', ld={"keywords": "Hafen"}) == ["Hafen", "Verkehr", "Rat"]


@pytest.mark.parametrize(
    "body",
    [
        f'<aside class="related"><ul class="tags">{links("Hafen", "Verkehr")}</ul></aside>',
        f'</article><footer><ul class="tags">{links("Hafen", "Verkehr")}</ul></footer>',
        f'<p>Die Stadt am <a href="/thema/hafen">Hafen</a> und der <a href="/thema/verkehr">Verkehr</a> {"sind lange Sätze wert " * 9}</p>',
        '<p class="tag-line"><a href="/x">mehr</a> ein langer Satz steht hier um den Verweis herum</p>',
        f'<ul class="tags">{links(*(f"Wort{number}" for number in range(60)))}</ul>',
        '<ul class="tags"></ul>',
        "",
    ],
)
def test_no_tags(body):
    assert tags(body) == []


def test_a_sentence_is_no_tag():
    assert tags(ld={"keywords": "eine lange Rede ohne Komma und ohne Ende über alles das was war und ist und wird"}) == []
    assert tags(ld={"keywords": "zehn kurze Worte sind auch zu viele für einen Tag"}) == []


BREADCRUMB = {
    "@type": "BreadcrumbList",
    "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "Startseite", "item": f"{HOME}/"},
        {"@type": "ListItem", "position": 2, "item": {"@id": f"{HOME}/politik/", "name": "Politik"}},
        {"@type": "ListItem", "position": 3, "name": "Stadt", "item": f"{HOME}/politik/stadt/"},
        {"@type": "ListItem", "position": 4, "name": "Die Brücke dreht sich wieder"},
        "x",
    ],
}


def test_where_an_article_is_filed_is_its_section_though_the_link_says_tag():
    filed = '<a rel="tag" href="/category/kai/">Am Kai</a>'
    known = found(f'<div class="terms">{filed}{links("Hafen", "Verkehr", rel="tag")}</div>')
    assert ([tag.name for tag in known.sections], [tag.name for tag in known.tags]) == (["Am Kai"], ["Hafen", "Verkehr"])


def test_a_link_to_a_category_names_the_section_where_nothing_else_does():
    assert [tag.name for tag in found('<div><a href="/categories/kai/">Am Kai</a></div>').sections] == ["Am Kai"]
    for other in ("https://elsewhere.example/category/x/", "/kategorie-los/x"):
        assert found(f'<div><a href="{other}">Am Kai</a></div>').sections == ()
    assert found('<p>Mehr <a href="/categories/kai/">vom Kai</a></p>').sections == ()
    assert found("".join(f'<div><a href="/categories/{number}/">Nummer {number}</a></div>' for number in range(9))).sections == ()


def test_sections():
    politik, stadt = Tag("Politik", f"{HOME}/politik/"), Tag("Stadt", f"{HOME}/politik/stadt/")
    assert found(others=[BREADCRUMB]).sections == (politik, stadt)
    assert found(ld={"breadcrumb": BREADCRUMB}).sections == (politik, stadt)
    assert found(ld={"articleSection": "Stadt"}, others=[BREADCRUMB]).sections == (stadt,)
    assert found(ld={"articleSection": ["Sport", "Politik"]}, others=[BREADCRUMB]).sections == (Tag("Sport"), politik)
    assert found(ld={"articleSection": "politik-1"}, others=[BREADCRUMB]).sections == (politik, stadt)
    assert found(head='<meta property="article:section" content="Sport">').sections == (Tag("Sport"),)
    assert found('<meta itemprop="articleSection" content="Sport">').sections == (Tag("Sport"),)
    assert found('<a itemprop="articleSection" href="/s">Sport</a>').sections == (Tag("Sport"),)
    assert found(others=[{"@type": "BreadcrumbList", "itemListElement": None}]).sections == ()


def page(body="", *, keywords="", section="", site="Der Morgen-Bote", crumbs=(), author=""):
    head = f'<meta property="og:site_name" content="{site}">' + "".join(
        f'<meta name="{name}" content="{value}">' for name, value in (("keywords", keywords), ("article:section", section), ("author", author)) if value
    )
    whole = f"<html><head>{head}</head><body><article><h1>Die Brücke</h1><p>{'Text. ' * 40}</p>{body}</article></body></html>"
    found = metadata(parse(Capture(body=whole.encode(), address="https://www.morgenbote.example/a/1")))
    return [tag.name for tag in found.tags], [(tag.name, tag.address) for tag in found.sections]


@pytest.mark.parametrize(
    ("keywords", "site", "kept"),
    [
        ("Hafen, Morgen-Bote", "Der Morgen-Bote", ["Hafen"]),
        ("Hafen, morgenbote", "", ["Hafen"]),
        ("The Morning Courier", "Morning Courier", []),
        ("社会, 朝日新聞, ニュース, 新聞", "朝日新聞デジタル", ["社会"]),
        ("Berlin, Hafen", "Berliner Zeitung", ["Berlin", "Hafen"]),
        ("Hafen, News", "Bote", ["Hafen", "News"]),
        ("Hafen, News, Zeitung", "Bote", ["Hafen"]),
        ("Hafen, Bonn news, Bonn news today, latest news Bonn", "Bote", ["Hafen"]),
        ("(1) Hafen, Schiff", "Bote", ["Hafen", "Schiff"]),
        ("深空探测 探月工程 航天技术", "Bote", ["深空探测", "探月工程", "航天技术"]),
        ("deep space probe", "Bote", ["deep space probe"]),
    ],
)
def test_what_is_no_topic(keywords, site, kept):
    assert page(keywords=keywords, site=site)[0] == kept


def test_an_author_is_no_topic():
    assert page(keywords="Hafen, Anna Alt", author="Anna Alt")[0] == ["Hafen"]


LINKS = '<ul><li><a href="/x/hafen/">Hafen</a></li><li><a href="/x/schiff/">Schiff</a></li></ul>'


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f"<div><div><h4>Mehr lesen über</h4></div>{LINKS}</div>", ["Hafen", "Schiff"]),
        (f"<div><p>関連キーワード</p>{LINKS}</div>", ["Hafen", "Schiff"]),
        (f"<div><h4>Meistgelesen</h4>{LINKS}</div>", []),
        (f"<div><h4>Themen</h4><p>{'Ein langer Text. ' * 20}</p>{LINKS}</div>", []),
        (f"<div><h4>Themen</h4>{LINKS * 30}</div>", []),
        (f"<aside><h4>Themen</h4>{LINKS}</aside>", ["Hafen", "Schiff"]),
        (f"<div class=related><h4>Themen</h4>{LINKS}</div>", []),
    ],
)
def test_links_below_a_label(body, kept):
    assert page(body)[0] == kept


@pytest.mark.parametrize(
    ("section", "body", "found"),
    [
        ("Politik", "", [("Politik", "")]),
        ("sport", "", [("Sport", "")]),
        ("public-service", "", [("Public service", "")]),
        ("land-welt", '<a href="/n/land-welt/">Land &amp; Welt</a>', [("Land & Welt", "https://www.morgenbote.example/n/land-welt/")]),
        ("land-welt", '<a href="/n/land-welt/">Mehr davon</a>', [("Land welt", "")]),
        ("Article", "", []),
        ("H&amp;G Detail", "", []),
        ("Der Morgen-Bote, Politik", "", [("Politik", "")]),
    ],
)
def test_what_a_section_is_called(section, body, found):
    assert page(body, section=section)[1] == found


def test_the_link_to_all_topics_is_none():
    assert tags(f'<ul class="tags">{links("Hafen", "Verkehr", "Alle Themen")}</ul>') == ["Hafen", "Verkehr"]
    assert tags(ld={"keywords": ["Hafen", "Verkehr", "WC: 1000-1999"]}) == ["Hafen", "Verkehr"]


def test_the_words_of_the_address_are_no_topics():
    slug = f'<link rel=canonical href="{HOME}/hafen/bruecke-dreht-kran-steht-still.html">'
    words = {"keywords": ["bruecke", "dreht", "kran", "steht", "still"]}
    stated = '<meta property="article:tag" content="bruecke,dreht,kran,steht,still"><meta name="news_keywords" content="bruecke,dreht,kran,steht,still">'
    assert tags(f'<ul class="tags">{links("Hafen", "Verkehr")}</ul>', ld=words, head=slug + stated) == ["Hafen", "Verkehr"]
    assert tags(f'<ul class="tags">{links("Hafen", "Verkehr")}</ul>', ld=words, head=stated) == words["keywords"]


def _bare(body):
    page = f"<html><head><title>Die Brücke dreht sich</title></head><body><div><h2>Die Brücke dreht sich</h2><p>{'Text. ' * 90}</p>{body}</div></body></html>"
    return [tag.name for tag in metadata(parse(Capture(body=page.encode(), address=f"{HOME}/a/1"))).tags]


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="/tag/hafen">Hafen</a> <a href="/tag/verkehr">Verkehr</a></p>',
        '<div><div><a href="/tag/hafen">#Hafen</a></div><div><a href="/tag/verkehr">#Verkehr</a></div></div>',
        '<span class="post-tags"><span class="post-tag">Hafen</span> <span class="post-tag">Verkehr</span></span>',
        '<ul class="tags"><li><a class="blog-categories-3" href="/k/3">Stadt</a></li><li><a href="/t/1">Hafen</a></li><li><a href="/t/2">Verkehr</a></li></ul>',
        '<div class="side-menu"><h2>Schlagworte</h2><ul><li><a rel="tag" href="/m1">Hafen</a></li><li><a rel="tag" href="/m2">Verkehr</a></li></ul></div>',
    ],
)
def test_tags_of_a_page_without_h1_by_address_name_or_rel(body):
    assert _bare(body) == ["Hafen", "Verkehr"]


def test_a_menu_is_none_of_the_articles_tags():
    assert _bare('<div class="side-menu"><h2>Schlagworte</h2><ul><li><a href="/m1">Hafen</a></li><li><a href="/m2">Verkehr</a></li></ul></div>') == []
    assert _bare('<p class="tags">Hafen und Verkehr</p>') == []
