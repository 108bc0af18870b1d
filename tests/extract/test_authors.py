import json

import pytest

from broadsheet.extract.metadata import metadata
from broadsheet.extract.parse import parse
from broadsheet.model import Capture, Person


def authors(body="", *, ld=None, head="", others=()):
    node = {"@type": "NewsArticle", "headline": "Die Brücke", "publisher": {"@type": "Organization", "name": "Der Bote"}}
    if ld is not None:
        node["author"] = ld
    script = f'<script type="application/ld+json">{json.dumps([node, *others])}</script>'
    page = f'<html><head>{script}{head}</head><body><article><div><h1>Die Brücke</h1>{body}</div><p>{"Text. " * 50}</p></article>'
    return metadata(parse(Capture(body=page.encode(), address="https://bote.example/a/1"))).authors


def names(*arguments, **options):
    return [person.name for person in authors(*arguments, **options)]


def test_json_ld():
    assert authors(ld={"@type": "Person", "name": "Von Anna Alt", "url": "/autor/anna"}) == (Person("Anna Alt", "", "https://bote.example/autor/anna"),)
    assert names(ld=[{"@type": "Person", "name": "Anna Alt"}, {"@type": "Person", "name": "Anna  Alt"}, "Bert Berg", None, {"name": ["Cora Cork", "Doro Dorn"]}]) == [
        "Anna Alt",
        "Bert Berg",
        "Cora Cork",
        "Doro Dorn",
    ]
    assert names(ld="Anna Alt, Bert Berg") == ["Anna Alt", "Bert Berg"]
    assert names(ld="https://bote.example/autor") == []
    assert names(ld={"@type": "Organization", "name": "Fish, Chips and Vinegar"}) == ["Fish, Chips and Vinegar"]


def test_a_person_by_reference():
    person = {"@type": "Person", "@id": "#anna", "name": "Anna Alt", "url": "/autor/anna"}
    assert authors(ld={"@id": "#anna"}, others=[person]) == (Person("Anna Alt", "", "https://bote.example/autor/anna"),)
    assert names(ld=[{"@id": "#anna"}, {"@id": "#nobody"}], others=[person]) == ["Anna Alt"]


def test_the_front_page_is_nobodys_address():
    assert authors(ld={"name": "Anna Alt", "url": "https://bote.example/"}) == (Person("Anna Alt"),)


def test_the_paper_gives_way_to_people():
    paper = {"@type": "Organization", "name": "Der Bote"}
    assert names('<p class="byline">Von <a href="/autor/anna">Anna Alt</a></p>', ld=paper) == ["Anna Alt"]
    assert names(ld=[paper, {"name": "Anna Alt"}]) == ["Anna Alt"]
    assert names(ld=paper, head='<meta name="author" content="Bert Berg">') == ["Bert Berg"]
    assert names(ld=paper) == ["Der Bote"]


@pytest.mark.parametrize(
    "body",
    [
        '<p class="byline">Von Anna Alt</p>',
        '<div class="c-author_name__x1"><a href="/autor/anna-alt">Anna Alt</a></div>',
        '<a rel="author" href="/autor/anna-alt">Anna Alt</a>',
        '<span itemprop="author" itemscope><span itemprop="name">Anna Alt</span></span>',
        '<meta itemprop="author" content="Anna Alt">',
        '<p>von <a href="/x">Anna Alt</a></p>',
        '<div><div><span>Von Anna Alt</span> <span>3. März 2026</span></div></div>',
        '<p>3. März | <a href="/autoren/anna-alt">Anna Alt</a></p>',
    ],
)
def test_bylines(body):
    assert names(body) == ["Anna Alt"]


@pytest.mark.parametrize(
    "body",
    [
        '<aside><p class="author">Bert Berg</p></aside>',
        '<div class="comments"><span class="author">Bert Berg</span></div>',
        '<figure><figcaption><span class="author">Bert Berg</span></figcaption></figure>',
        '<div class="related-teaser"><a rel="author" href="/x">Bert Berg</a></div>',
        '<p class="author">' + "Ein langer Satz über die Autorin dieses Textes. " * 8 + "</p>",
        '<p class="byline">Ein Satz, der niemanden nennt, steht hier.</p>',
        '<p class="author">Der Bote</p>',
        "",
    ],
)
def test_what_is_no_byline(body):
    assert names(body) == []


def test_meta():
    assert names(head='<meta name="author" content="Anna Alt, Bert Berg">') == ["Anna Alt", "Bert Berg"]
    assert names(head='<meta property="article:author" content="https://facebook.com/bote"><meta name="dc.creator" content="Alt, Anna"><meta name="dc.creator" content="Berg, Bert">') == [
        "Anna Alt",
        "Bert Berg",
    ]


def test_itemprop_in_the_head():
    assert names(head='<meta itemprop="author" content="Anna Alt"><link rel="author" href="/x">') == ["Anna Alt"]


def test_roles():
    assert authors('<p class="byline">Von Anna Alt und Bert Berg (Foto)</p>', ld=[{"name": "Anna Alt"}, {"name": "Bert Berg"}]) == (Person("Anna Alt"), Person("Bert Berg", "Foto"))
    assert authors('<p class="byline">Text: Anna Alt, Fotos: Bert Berg</p>', ld=[{"name": "Anna Alt"}, {"name": "Bert Berg"}])[1] == Person("Bert Berg", "Fotos")
    assert authors('<p class="byline">Von Anna Alt und Bert Berg (Foto)</p>', ld={"name": "Anna Alt"}) == (Person("Anna Alt"), Person("Bert Berg", "Foto"))
    assert authors('<p class="byline">Anna Alt (aal)</p>', ld={"name": "Anna Alt"}) == (Person("Anna Alt"),)


def test_meta_completes_json_ld():
    head = '<meta name="author" content="Anna Alt, Bert Berg">'
    assert names(ld={"@type": "Person", "name": "Bert Berg"}, head=head) == ["Anna Alt", "Bert Berg"]
    assert names(ld={"@type": "Person", "name": "Cora Cork"}, head=head) == ["Cora Cork"]


def test_authors_of_other_articles_stand_elsewhere():
    byline = '<div><address><a rel="author" href="/a/alt">Anna Alt</a></address><address><a rel="author" href="/a/berg">Bert Berg</a></address></div>'
    card = '<div><div><h2>Rathaus wird blau</h2><p><a rel="author" href="/a/cork">Cora Cork</a></p></div></div>'
    page = f"<div><div><div><div>{byline}</div></div></div><div><div><div>{card}</div></div></div></div>"
    assert names(page, ld={"@type": "Person", "name": "Anna Alt"}) == ["Anna Alt", "Bert Berg"]
    assert names(page) == ["Anna Alt", "Bert Berg"]


def test_a_section_or_the_news_is_no_person():
    assert names(ld={"@type": "Person", "name": "Politik"}, head='<meta property="article:section" content="Politik">') == []
    assert names(head='<meta name="author" content="Nachrichten">') == []


def test_where_they_wrote_from_is_no_person():
    assert names("<p>Von Anna Alt und Bert Berg, Brücke</p>") == ["Anna Alt", "Bert Berg"]
    assert names("<p>Von Anna Alt und Bert Berg, dpa</p>") == ["Anna Alt", "Bert Berg"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Anna Alt | 5.12.2024", ["Anna Alt"]),
        ("Aus der Stadt | 5.12.2024", []),
        ("Brücke | 5.12.2024", []),
        ("Anna Alt&nbsp; | 4 min read", ["Anna Alt"]),
        ("Anna Alt 5.12.2024", ["Anna Alt"]),
        ("<b>Jean-Luc Alt</b> <i>jeudi 5 décembre 2024</i>", ["Jean-Luc Alt"]),
        ("Ana B. Alt — Thursday, Dec. 5, 2024, 10:31 pm", ["Ana B. Alt"]),
        ("Anna Alt on December 5, 2024 said:", []),
        ("Anna Alt hat 5 Hunde", []),
        ("Die Möwe 3 ist gelandet 5.12.2024", []),
        ("Politische Redaktion 5.12.2024", []),
        ("LOKALE NACHRICHTEN 5.12.2024", []),
        ("Noticias de la Costa 5.12.2024", []),
    ],
)
def test_a_name_alone_before_the_date(line, found):
    assert names(f"<div>{line}</div>") == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2024年12月5日 08:00 来源：港口日报 作者：李明", ["李明"]),
        ("(記者: 王芳)", ["王芳"]),
        ("5.12.2024 | Autorin: Anna Alt | Lesezeit: 3 Minuten", ["Anna Alt"]),
        ("Автор: Анна Альт, 5 декабря 2024", ["Анна Альт"]),
        ("Von Anna Alt, Donnerstag, 5. Dezember 2024", ["Anna Alt"]),
        ("By Anna Alt December 5, 2024", ["Anna Alt"]),
        ("By Anna Alt Published on Thursday, December 5, 2024", ["Anna Alt"]),
        ("Autor: 17", []),
    ],
)
def test_a_name_in_a_line_with_a_date(line, found):
    assert names(f"<div>{line}</div>") == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<div class="byline"><span>By Anna Alt and Bert Berg</span> <span class="source">The Agency</span> <span>Posted today</span></div>', ["Anna Alt", "Bert Berg"]),
        ('<p class="image-author">Foto: AGENTUR/Mats Findorf</p><div class="author"><p>Anna Alt</p></div>', ["Anna Alt"]),
        ('<div class="author-timestamp">April 25, 2024</div><div>By Anna Alt</div>', ["Anna Alt"]),
        ('<div class="authors"><span class="author-brand">capital</span><ul><li class="authors-item">von Anna Alt</li></ul></div>', ["Anna Alt"]),
        ("<section><dt>von</dt><div><dd>Anna Alt</dd></div></section>", ["Anna Alt"]),
        ('<div>Von <span property="author" typeof="Person"><a href="/a/alt">Anna Alt</a></span></div><p>Heute</p>', ["Anna Alt"]),
    ],
)
def test_what_stands_beside_the_name_in_a_byline_is_none(body, found):
    assert names(body) == found


AGENCY = {"@type": "Organization", "name": "Gale"}


@pytest.mark.parametrize(
    "body",
    [
        '<div class="author"><span class="name">Anna Alt</span> <span class="author-badge">Lv1</span></div>',
        '<div class="author-info"><div class="author-info__name">Anna Alt</div><a href="/archiv"><b>Articles</b> 12</a></div>',
        '<div rel="author"><span class="full-name">Anna Alt</span><span>Chefredakteurin</span></div>',
        '<span class="author vcard"><span class="fn">Anna Alt</span> <b>12</b></span>',
    ],
)
def test_what_a_class_calls_a_name_is_one(body):
    assert names(body) == ["Anna Alt"]


def test_where_json_ld_names_but_an_agency_the_byline_may_name_persons():
    assert names("<p class=byline>Von Anna Alt und Bert Berg</p>", ld=AGENCY) == ["Anna Alt", "Bert Berg"]
    assert names("<ul><li>Von: <a>Anna Alt</a>, <a>Bert Berg</a></li></ul>", ld=AGENCY) == ["Anna Alt", "Bert Berg"]
    assert names("<p class=byline>Gale</p>", ld=AGENCY) == ["Gale"]
    assert names("<p class=byline>Von Anna Alt</p>", ld={"@type": "Person", "name": "Bert Berg"}) == ["Bert Berg"]
    assert names("<p class=byline>Von Anna Alt</p>", ld=[AGENCY, {"@type": "Person", "name": "Bert Berg"}]) == ["Gale", "Bert Berg"]


def test_a_room_of_the_paper_is_no_author_beside_a_person():
    assert names("<p class=byline>Von Anna Alt, Der Bote Nord</p>") == ["Anna Alt"]
    assert names("<p class=byline>Von Der Bote Nord</p>") == ["Der Bote Nord"]


def test_a_byline_is_found_however_deep_the_headline_stands():
    deep = "<div>" * 6 + "<h1>Die Stadt baut ein Haus</h1>" + "</div>" * 6
    page = f"<html><body><main><div>{deep}<div><p>Von Anna Alt</p></div></div><p>{'Ein Satz über das Haus. ' * 20}</p></main></body></html>"
    assert metadata(parse(Capture(body=page.encode(), address="https://bote.example/a/1"))).authors == (Person("Anna Alt"),)


def test_a_byline_that_has_all_whom_machines_are_told_and_others_is_the_fuller():
    both = '<p class=byline>Von <a href="/autor/anna">Anna Alt</a> und <a href="/autor/bert">Bert Berg</a></p>'
    assert names(both, ld={"@type": "Person", "name": "Anna Alt"}) == ["Anna Alt", "Bert Berg"]
    assert names(both, ld={"@type": "Person", "name": "Cora Cork"}) == ["Cora Cork"]
    assert names("<p class=byline>Von Anna Alt</p>", head='<meta name="author" content="Anna Alt und Bert Berg">') == ["Anna Alt", "Bert Berg"]
    # Another article's teaser may name her and others too.
    card = f'<article><h3><a href="/a/2">Ein Haus</a></h3>{both}</article>'
    page = f'<html><head><meta name="author" content="Anna Alt"></head><body><h1>Die Brücke</h1><div>{card}</div><p>{"Text. " * 50}</p></body></html>'
    assert metadata(parse(Capture(body=page.encode(), address="https://bote.example/a/1"))).authors == (Person("Anna Alt"),)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div class=autorenzeile>Anna Alt <em>Nordhafen</em><br>Bert Berg <em>Südmole</em></div>", ["Anna Alt", "Bert Berg"]),
        ("<div class=firma><p>Anna Alt <small>Reportera</small></p></div>", ["Anna Alt"]),
        ("<div class=signature>Anna Alt<br>Bert Berg</div>", ["Anna Alt", "Bert Berg"]),
        ("<div class=byline>By <i>Anna Alt</i></div>", ["Anna Alt"]),
        ("<div class=byline>Anna <em>van</em> Alt</div>", ["Anna van Alt"]),
        ("<p>Written by <a href='/people/4'>Anna Alt</a> on 12 May 2024. Posted in <a href='/town'>Town</a></p>", ["Anna Alt"]),
        ("<p>Posted on 12 May 2024 by Anna Alt and Bert Berg</p>", ["Anna Alt", "Bert Berg"]),
        ("<p>Publié le 12 mai 2024 par Anna Alt</p>", ["Anna Alt"]),
        ("<p>Submitted by <span class=username>Anna Alt</span> on 12 May 2024 - 06:30</p>", ["Anna Alt"]),
        ("<p>Closed on 12 May 2024 by the council</p>", []),
    ],
)
def test_a_byline_ends_where_it_is_set_otherwise_or_tells_the_day(body, expected):
    assert names(body) == expected
