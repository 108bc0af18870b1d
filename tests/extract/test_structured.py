import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.structured import first, objects, plain, strings, types

ARTICLE = {"@type": "NewsArticle", "headline": "Die Brücke"}


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Die Brücke"}',
        '  <!-- {"@type": "NewsArticle", "headline": "Die Brücke"} -->  ',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Die Brücke"}\n//]]>',
        '/*<![CDATA[*/{"@type": "NewsArticle", "headline": "Die Brücke"}/*]]>*/',
        '{"@type": "NewsArticle", "headline": "Die Brücke",}',
        '{"@type": "NewsArticle", "headline": "Die Brücke"};',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Die Brücke&quot;}",
        '[{"@type": "NewsArticle", "headline": "Die Brücke"},]',
        '{"@graph": [{"@type": "NewsArticle", "headline": "Die Brücke"}]}',
    ],
)
def test_json_that_is_hardly_json(script):
    assert objects([script]) == (ARTICLE,)


def test_raw_line_ends_within_strings():
    assert objects(['{"@type": "NewsArticle", "headline": "Die\n\tBrücke"}'])[0]["headline"] == "Die\n\tBrücke"


def test_several_roots_and_what_is_inside():
    script = '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "mainEntityOfPage": "x", "hasPart": [{"@type": "WebPageElement", "a": 1}]}} {"@type": "BreadcrumbList", "b": 2}'
    assert [sorted(types(node)) for node in objects([script])] == [["WebPage"], ["NewsArticle"], ["WebPageElement"], ["BreadcrumbList"]]
    assert [sorted(types(node)) for node in objects(['{"@type": "A"} trailing words {"@type": "B"}'])] == [["A"]]


@pytest.mark.parametrize("script", ["", "null", "12", '"x"', "{", "[" * 100_000, '{"a":' * 50_000, "\x00", "{'a': 1}", "{" + " " * 3_000_001])
def test_nothing_to_read(script):
    assert objects([script]) == ()


def test_how_much_is_read():
    assert len(objects([json.dumps([{"@type": "A", "n": number} for number in range(5_000)])])) == 400


@pytest.mark.parametrize(
    ("value", "names"),
    [("NewsArticle", {"NewsArticle"}), (["A", "schema:B", "https://schema.org/C", 7], {"A", "B", "C"}), (None, set()), ({"x": 1}, set())],
)
def test_types(value, names):
    assert types({"@type": value}) == names


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("A &amp;amp; B", "A & B"),
        ("A &amp; B", "A & B"),
        ("AT&T & Co", "AT&T & Co"),
        ("<p>Eins</p><p>Zwei</p>", "Eins Zwei"),
        ("a <b>fett</b>er Text", "a fetter Text"),
        ("3 < 4 und 5 > 2", "3 < 4 und 5 > 2"),
        ("&lt;b&gt;fett&lt;/b&gt;", "fett"),
        ("x\u202ey\x00\n z", "xy z"),
        (12, "12"),
        (True, ""),
        (None, ""),
        (["x"], ""),
        ("&#1114112;", "\ufffd"),
    ],
)
def test_plain(value, words):
    assert plain(value) == words


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("x", ["x"]),
        (["x", {"name": "y"}, {"name": ["z", "w"]}, ["no"], None, {"other": 1}, ""], ["x", "y", "z"]),
        ({"name": {"deeper": 1}}, []),
        (None, []),
    ],
)
def test_strings(value, found):
    assert list(strings(value)) == found
    assert first(value) == (found[0] if found else "")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["@type", "@graph", "mainEntity", "name", "x"]), inner, max_size=4), max_leaves=20))
def test_any_json(value):
    for node in objects([json.dumps(value)]):
        types(node)
        list(strings(node))


@given(st.text(max_size=300))
def test_any_text(value):
    objects([value])
    plain(value)
