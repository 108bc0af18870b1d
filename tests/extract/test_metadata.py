import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.errors import ExtractionError
from broadsheet.extract.metadata import Metadata, metadata
from broadsheet.extract.parse import parse
from broadsheet.model import Capture
from broadsheet.text import is_clean

BRIDGE = "Die Brücke dreht sich wieder"


def found(body=f"<h1>{BRIDGE}</h1>", *, ld=None, head="", lang="", address="https://www.bote.example/a"):
    script = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": BRIDGE} | ld)}</script>' if ld is not None else ""
    return metadata(parse(Capture(body=f'<html lang="{lang}"><head>{script}{head}</head><body>{body}</body></html>'.encode(), address=address)))


@pytest.mark.parametrize(
    ("lang", "ld", "head", "language"),
    [
        ("de", {}, "", "de"),
        ("de_at", {}, "", "de-AT"),
        ("ZH-hans-cn", {}, "", "zh-Hans-CN"),
        ("", {"inLanguage": "en-GB"}, "", "en-GB"),
        ("", {"inLanguage": {"@type": "Language", "name": "German", "alternateName": "de"}}, "", "de"),
        ("", {}, '<meta property="og:locale" content="fr_FR">', "fr-FR"),
        ("html", {"inLanguage": "it"}, "", "it"),
        ("?", {}, "", ""),
    ],
)
def test_the_language(lang, ld, head, language):
    assert found(ld=ld, head=head, lang=lang).language == language


@pytest.mark.parametrize(
    ("ld", "head", "name"),
    [
        ({}, '<meta property="og:site_name" content="Der Bote">', "Der Bote"),
        ({"publisher": {"name": "Bote GmbH"}}, "", "Bote GmbH"),
        ({"publisher": {"@id": "#nobody"}}, '<meta name="application-name" content="Bote App">', "Bote App"),
        ({}, f"<title>{BRIDGE} | bote.example</title>", "bote.example"),
        ({}, f"<title>{BRIDGE} | Bote</title>", "Bote"),
        ({}, f"<title>{BRIDGE}</title>", "www.bote.example"),
    ],
)
def test_the_papers_name(ld, head, name):
    assert found(ld=ld, head=head).paper == (name.removeprefix("www."))


def test_no_address_no_name():
    assert found(address="").paper == ""


@pytest.mark.parametrize(
    ("ld", "free"),
    [
        ({}, None),
        ({"isAccessibleForFree": True}, True),
        ({"isAccessibleForFree": "False"}, False),
        ({"isAccessibleForFree": "http://schema.org/True"}, True),
        ({"isAccessibleForFree": "perhaps"}, None),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False}}, False),
        ({"hasPart": [7, {"isAccessibleForFree": "false"}]}, False),
    ],
)
def test_free(ld, free):
    assert found(ld=ld).free is free


@pytest.mark.parametrize(
    ("ld", "head", "rights"),
    [
        ({}, '<meta name="copyright" content="Bote &amp; Söhne">', "Bote & Söhne"),
        ({"copyrightNotice": "© Bote"}, "", "© Bote"),
        ({"copyrightHolder": {"name": "Bote"}, "copyrightYear": 2026}, "", "© 2026 Bote"),
        ({"copyrightHolder": {"name": "Bote"}}, "", "© Bote"),
        ({}, "", ""),
    ],
)
def test_copyright(ld, head, rights):
    assert found(ld=ld, head=head).copyright == rights


def test_types_and_the_articles_own_object():
    assert found(ld={"@type": ["LiveBlogPosting", "NewsArticle"]}).types == {"LiveBlogPosting", "NewsArticle"}
    page = f'<script type="application/ld+json">[{{"@type": "WebPage", "name": "x"}}, {{"@type": "NewsArticle", "headline": "Ein anderer Text, der nebenan steht", "author": "B B", "datePublished": "2020-01-01"}}, {{"@type": "NewsArticle", "headline": "{BRIDGE}", "datePublished": "2024-12-03", "author": "A A"}}]</script><title>{BRIDGE} – Bote</title><h1>{BRIDGE}</h1>'
    known = found(page)
    assert (known.date, known.authors[0].name, known.node["headline"]) == ("2024-12-03", "A A", BRIDGE)


LONG = "Seit Sonntag steht die Drehbrücke quer zum Verkehr, nun zahlt die Stadt die Notreparatur."


@pytest.mark.parametrize(
    "body",
    [
        f'<header><h1>{BRIDGE}</h1><p class="article__standfirst">{LONG}</p></header><p>x</p>',
        f'<div><div><h1>{BRIDGE}</h1></div><div class="vorspann"><p>{LONG}</p></div></div>',
        f'<h1>{BRIDGE}</h1><p itemprop="description">{LONG}</p>',
        f'<div><h1>{BRIDGE}</h1><p class="teaser">{LONG}</p></div>',
        f'<div><div class="intro">Abo: jetzt lesen!</div><h1>{BRIDGE}</h1><p class="intro">{LONG}</p></div>',
    ],
)
def test_the_standfirst(body):
    known = found(f"<main>{body}</main>", head='<meta name="description" content="Andere Worte.">')
    assert (known.standfirst, known.teasers) == (True, (LONG, "Andere Worte."))


@pytest.mark.parametrize(
    "body",
    [
        f'<h1>{BRIDGE}</h1><aside><p class="intro">{LONG}</p></aside>',
        f'<h1>{BRIDGE}</h1><figure><p class="description">{LONG}</p></figure>',
        f'<h1>{BRIDGE}</h1><p class="intro">kurz</p>',
        f'<h1>{BRIDGE}</h1><div class="teaser"><h3>Anderes</h3>{LONG}</div>',
        f'<p class="lead">{LONG}</p>',
    ],
)
def test_no_standfirst(body):
    known = found(f"<main>{body}</main>", head=f'<meta property="og:description" content="{LONG}"><meta name="description" content="{LONG}">')
    assert (known.standfirst, known.teasers) == (False, (LONG,))


@pytest.mark.parametrize("about", [f'<p class="author-description">{LONG}</p>', f'<div class="author-bio"><div><p class="description">{LONG}</p></div></div>'])
def test_what_is_said_of_the_author_is_no_standfirst(about):
    assert found(f"<main><h1>{BRIDGE}</h1>{about}</main>").teasers == ()


def test_the_standfirst_is_the_one_that_is_described():
    other = "Ein ganz anderer Satz, der in einem Kasten unter der Schlagzeile steht."
    known = found(f'<main><h1>{BRIDGE}</h1><p class="intro">{other}</p><p class="standfirst">{LONG}</p></main>', head=f'<meta name="description" content="{LONG}">')
    assert known.teasers[0] == LONG


def test_an_empty_page_has_nothing():
    known = metadata(parse(Capture(body=b"<p>")))
    assert known == Metadata()


# Any page

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["NewsArticle", "2024-12-03", "Von A B", "https://bote.example/x"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["@type", "@id", "@graph", "name", "url", "headline", "author", "publisher", "keywords", "datePublished", "description", "itemListElement", "item", "hasPart", "articleSection"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=24,
)
_PIECE = (
    st.sampled_from(["<h1>", "</h1>", "<p class=kicker>", "<p class='author byline'>", "</p>", "<a rel=tag href=/x>", "<a rel=author href='//['>", "</a>", "<ul class=tags>", "</ul>"])
    | st.sampled_from(["<div class=teaser>", "</div>", "<time datetime=2024-12-03>", "</time>", "<nav>", "</nav>", "<article>", "<span itemprop=author>", "</span>", "<table>"])
    | st.sampled_from(["Von A B", "3. Mai 2024", "Hafen: ", "\x1b[2J", "\u202e", "<frameset>"])
    | st.text(max_size=8)
)


@settings(max_examples=150, deadline=None)
@given(_JSON, st.lists(_PIECE, max_size=30), st.dictionaries(st.sampled_from(["og:title", "author", "keywords", "date", "og:url", "description"]), st.text(max_size=12), max_size=4))
def test_any_page(node, pieces, meta):
    head = "".join(f'<meta property="{key}" content="{value.replace(chr(34), "")}">' for key, value in meta.items())
    page = f'<title>{BRIDGE}</title>{head}<script type="application/ld+json">{json.dumps(node)}</script>{"".join(pieces)}'
    try:
        known = metadata(parse(Capture(body=page.encode("utf-8", "replace"), address="https://bote.example/a")))
    except ExtractionError as error:
        pytest.fail(error.message)
    assert all(is_clean(text) for text in (known.headline, known.kicker, known.date, known.modified, known.paper, known.copyright, known.language, *known.teasers))


@pytest.mark.parametrize(
    "body",
    [
        b"<h1>x</h1>" + b"<div class=tags>" * 60 + b"<a class=x href=/tag/y>zzzz</a>" * 50_000,
        b"<h1>x</h1>" + b"<div class=author>" * 60 + b"<a class=x href=/author/y>zzzz</a>" * 50_000,
        b"<h1>x</h1>" + b"<div class=tags><a href=/tag/y>z</a></div>" * 30_000,
        b"<h1>xxxxxxxxxxxxxxx y</h1>" * 50_000 + b"<meta property=og:title content='something else entirely'>",
        b"<h1>" + b"word " * 2_000_000 + b"</h1>",
        b"<h1>" + b"<b>w</b>" * 100_000 + b"</h1>",
        b"<title>" + b" | x" * 500_000 + b"</title><h1>x</h1>",
        b"<meta property=og:title content='" + b"<!--" * 500_000 + b"'><p>",
        b"<meta name=keywords content='" + b"a," * 1_000_000 + b"'><p>",
        b"<h1>x</h1><p class=date>" + b"1 " * 1_000_000 + b"</p>",
        b"".join(b"<link rel=amphtml href=/%d>" % number for number in range(50_000)) + b"<p>",
        b'<script type="application/ld+json">{"@type":"NewsArticle","author":[' + b'{"@id":"x"},' * 50_000 + b"{}]}</script><p>",
    ],
)
def test_a_page_made_to_cost_much(body):
    start = time.perf_counter()
    known = metadata(parse(Capture(body=body, address="https://bote.example/a")))
    assert time.perf_counter() - start < 30  # a hang, not a speed
    assert len(known.headline) < 3_000
    assert len(known.tags) < 100
    assert len(known.aliases) < 100


# Real pages

def test_the_floors_on_real_pages(shared):
    import gzip
    import sys

    folder = shared / "corpus" / "fundus"
    sys.path.insert(0, str(folder.parent))
    try:
        import score
    finally:
        sys.path.pop(0)
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    predictions = {}
    for record in truth:
        known = metadata(parse(Capture(body=gzip.decompress((folder / "pages" / f"{record['id']}.html.gz").read_bytes()), address=record["url"])))
        predictions[record["id"]] = {
            "title": known.headline,
            "kicker": known.kicker,
            "date": known.date,
            "authors": [person.name for person in known.authors],
            "tags": [tag.name for tag in known.tags],
        }
    figures, _ = score.score([record | {"gold": record["gold"] | {"body": [], "images": []}} for record in truth], predictions)
    assert figures["title"] >= 0.87
    assert figures["date"] >= 0.985
    assert figures["authors"] >= 0.91
    assert figures["tags"] >= 0.84


LEAD = "Sechs Tage stand die Brücke still, nun fährt sie wieder über den Fluss"


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (f"<p class=x>{LEAD}</p><div><p>{'Text. ' * 40}</p></div>", True),
        (f"<div><div><p>{LEAD}</p></div></div>", True),
        (f"<h2>Brücke: {LEAD}</h2>", False),
        (f"<p>{LEAD}</p><p>{'Text. ' * 40}</p><p>{'Text. ' * 40}</p>", False),
        (f"<div>{LEAD}<br>{LEAD}</div>", False),
        (f"<p>\u3000{LEAD}</p>", False),
        (f"<figure><figcaption><span>{LEAD}</span></figcaption></figure>", False),
        (f"<p>{LEAD} und zurück, aber nur an Tagen, an denen die Fähre nicht fährt</p>", False),
        (f"<p>{LEAD[:40]}</p>", False),
    ],
)
def test_what_the_description_repeats_is_the_standfirst(body, printed):
    head = f'<meta property="og:description" content="{LEAD}">'
    found = metadata(parse(Capture(body=f"<html><head>{head}</head><body><article><h1>Die Brücke</h1>{body}</article>".encode())))
    assert (found.standfirst, found.teasers) == (printed, (LEAD,))


def test_a_teaser_is_without_the_kicker():
    script = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Die alte Brücke", "description": "Kenia: Sie steht."}</script>'
    page = f"<html><head>{script}</head><body><article><h1><span class=kicker>Kenia</span> <span>Die alte Brücke</span></h1>"
    found = metadata(parse(Capture(body=page.encode())))
    assert (found.kicker, found.teasers) == ("Kenia", ("Sie steht.",))
