"""Any bytes give an article or a refusal with a documented reason, in bounded time."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet import extract
from broadsheet.errors import ExtractionError
from broadsheet.model import Article, Capture, Paragraph, from_json, plain_text, to_json

REASONS = {"empty", "not-html", "too-large", "too-deep", "no-article", "list-page"}
SAMPLE = Path(extract.__file__).parent.parent / "sample"
PAGES = [path.read_bytes() for path in sorted(SAMPLE.glob("*/*.html"))[::6]]
SENTENCE = "Der Rat hat am Donnerstagabend nach drei Stunden Debatte die Mittel für die Brücke bewilligt. "


def outcome(body: bytes) -> Article | str:
    started = time.perf_counter()
    try:
        found: Article | str = extract.article(Capture(body=body, address="https://paper.example/a/1-4711.html"))
    except ExtractionError as refused:
        found = refused.reason if "\n" not in refused.message else refused.message
    assert isinstance(found, Article) or found in REASONS
    assert time.perf_counter() - started < 30  # a guard against hanging
    if isinstance(found, Article):
        assert from_json(to_json(found)) == found
    return found


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 nothing", "not-html"),
        (b'{"a": "<p>b</p>"}', "not-html"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "not-html"),
        (b"just words", "not-html"),
        (b"<html><body></body></html>", "no-article"),
        (b"<p>Not found", "no-article"),
        (b"<html><frameset cols='1,2'><frame src='a'></frameset></html>", "no-article"),
        (b"<html><body><?xml version='1.0'?><?php x ?></body></html>", "no-article"),
    ],
)
def test_what_is_no_article_is_refused(body: bytes, reason: str) -> None:
    assert outcome(body) == reason


HOSTILE = {
    "nested": b"<html><body>" + b"<div>" * 100_000 + b"x",
    "nested inline": b"<html><body><p>" + b"<b>" * 100_000 + b"x",
    "nested lists": b"<html><body>" + b"<ul><li>" * 50_000 + b"x",
    "one paragraph": b"<html><body><p>" + b"Wort " * (4 << 20),
    "deep and many": b"<html><body>" + b"<div>" * 200 + b"<p>Ein Satz, der lang genug ist, um als Absatz zu gelten.</p>" * 5_000,
    "large": b"<html><body><p>" + b"a " * (30 << 20),
    "many paragraphs": b"<html><body><article>" + b"<p>Ein Satz, der lang genug ist, um als Absatz zu gelten, und noch mehr.</p>" * 40_000,
    "many images": b"<html><body><article>" + b"<div class=image><img src=/a.jpg>" * 300 + b"<img src=/b.jpg>" * 40_000,
    "many times": b"<html><body><article>" + b"<div><time datetime=2024-01-01>1</time><p>Ein Satz, der lang genug ist, um als Absatz zu gelten.</p></div>" * 15_000,
    "many breaks": b"<html><body><article><p>" + b"Zeile<br>" * 60_000,
    "many boxes": b"<html><body><article>" + b"<aside class=infobox><p>Ein Satz, der lang genug ist, um als Absatz zu gelten, und noch etwas mehr dazu.</p></aside>" * 10_000,
    "many links": b"<html><body><ul>" + b"<li><a href=/a/ein-langer-name-4711.html>Ein langer Name</a></li>" * 30_000,
    "one table": b"<html><body><article><table>" + b"<tr><td>1</td><td>2</td></tr>" * 20_000,
    "scripts": b"<html><body><p>x</p>" + b"<script>window.STATE = {</script>" * 20_000 + b"<script" * 50_000,
    "state": b"<html><body><p>x</p><script>" + b"state={" * 400_000 + b"</script>",
    "open tags": b"<html><body>" + b"<p><b><i><font>x" * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_time(name: str) -> None:
    outcome(HOSTILE[name])


@pytest.mark.parametrize("name", ["one paragraph", "many links"])
def test_a_refusal_says_of_which_page(name: str) -> None:
    with pytest.raises(ExtractionError, match=r"^page\.html: ") as caught:
        extract.article(Capture(body=HOSTILE[name], source="page.html"))
    assert caught.value.reason == "too-large"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_cut_and_mutated_pages(data: st.DataObject) -> None:
    page = bytearray(data.draw(st.sampled_from(PAGES)))
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(page) - 1))
        page[at : at + data.draw(st.integers(0, 400))] = data.draw(st.binary(max_size=12) | st.sampled_from([b"<b>", b"</div>", b"<table>", b"\x00", b"<!--", b"<script>", b"\xff\xfe", b"<li>", b"<a href='"]))
    outcome(bytes(page[: data.draw(st.integers(0, len(page)))]))


@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    outcome(b"<html><body><article>" + body)


def test_a_wrong_charset_is_no_obstacle() -> None:
    body = f"<html><head><meta charset=latin-1></head><body><article><h1>Brücke für alle</h1>{f'<p>{SENTENCE * 3}</p>' * 4}</article></body></html>"
    found = outcome(body.encode())
    assert isinstance(found, Article)
    assert found.headline == "Brücke für alle"


def test_an_article_in_an_unclosed_navigation_is_found() -> None:
    body = f"<html><body><nav><a href='/'>Start</a><article><h1>Brücke für alle</h1>{f'<p>{SENTENCE * 3}</p>' * 6}</article></body></html>"
    found = outcome(body.encode())
    assert isinstance(found, Article)
    assert len([block for block in found.body if isinstance(block, Paragraph)]) == 6


def test_comments_newsletters_and_cookies_are_no_article() -> None:
    noise = (
        f"<div class='newsletter'><p>{SENTENCE * 2}</p></div><section class='comments'><p>{SENTENCE * 9}</p></section>"
        "<div class='cookie-banner'><p>Wir verwenden Cookies, um diese Seite zu betreiben. Sie können zustimmen oder ablehnen.</p></div>"
    )
    body = f"<html><body><article><h1>Brücke für alle</h1><div class='article-body'>{f'<p>Anders. {SENTENCE * 3}</p>' * 4}</div>{noise}</article></body></html>"
    found = outcome(body.encode())
    assert isinstance(found, Article)
    assert all(plain_text(block.spans).startswith("Anders.") for block in found.body if isinstance(block, Paragraph))


def test_what_calls_itself_an_article_may_be_without_text() -> None:
    body = b"<html><head><title>Der Kran steht still</title><meta property='og:type' content='article'></head><body><h1>Der Kran steht still</h1></body></html>"
    found = outcome(body)
    assert isinstance(found, Article)
    assert found.body == ()


def test_the_article_names_its_extractor() -> None:
    found = outcome(PAGES[0])
    assert isinstance(found, Article)
    assert found.extractor.startswith("broadsheet ")
