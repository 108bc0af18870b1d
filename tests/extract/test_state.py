"""Text that stands only in script state."""

import json

import pytest

from broadsheet import extract
from broadsheet.extract import state
from broadsheet.model import Capture, Heading, Listing, Paragraph, Quote, plain_text

LONG = "Die Möwenbeauftragte hat am Montag ihr Amt angetreten und als erste Maßnahme den Möwen zugesehen. "
PARAGRAPHS = [f"{LONG * 3}Absatz {n}." for n in range(4)]
MARKUP = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def article(script: str) -> list[str]:
    markup = f'<html><head><title>Die Möwenbeauftragte</title></head><body><div id="__next"></div>{script}</body></html>'
    found = extract.article(Capture(body=markup.encode(), address="https://paper.example/stadt/moewen-4711.html"))
    return [plain_text(block.spans) for block in found.body if isinstance(block, Paragraph)]


def told(value: object) -> str:
    return json.dumps(value)


DRAWN = ["$", "main", None, {"children": [["$", "p", str(number), {"children": text}] for number, text in enumerate(PARAGRAPHS)]}]
SCRIPTS = {
    "next, html": f'<script id="__NEXT_DATA__" type="application/json">{told({"props": {"pageProps": {"article": {"body": MARKUP}}}})}</script>',
    "next, elements": f'<script id="__NEXT_DATA__" type="application/json">{told({"a": [{"type": "paragraph", "content": text} for text in PARAGRAPHS]})}</script>',
    "fusion": f"<script>Fusion.globalContent={told({'content_elements': [{'type': 'text', 'content': text} for text in PARAGRAPHS]})};Fusion.x=1</script>",
    "state": f"<script>window.__PRELOADED_STATE__ = {told({'story': {'html': MARKUP}})};</script>",
    "flight": f"<script>self.__next_f.push([1,{told('24:T1b7b,')}])</script><script>self.__next_f.push([1,{told(MARKUP)}])</script>",
    "flight, json": f"<script>self.__next_f.push([1,{told('5:' + told(['$', 'div', None, {'html': MARKUP}]))}])</script>",
    "next, GraphQL": f'<script id="__NEXT_DATA__" type="application/json">{told({"a": [{"__typename": "ParagraphBlock", "text": text} for text in PARAGRAPHS]})}</script>',
    "portable text": f"""<script type="application/json">{
        told({"body": [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": text}]} for text in PARAGRAPHS]})
    }</script>""",
    "pieces of a store": f"""<script>window.__APOLLO_STATE__={
        told({"Article:5": {"title": "x"}, **{f"Block:{n}": {"id": n, "html": f"<p>{text}</p>"} for n, text in enumerate(PARAGRAPHS)}})
    };</script>""",
    "an argument": f"<script>window.__NUXT__=(function(a){{return {{data:[{{body:{told(MARKUP)},title:a}}]}}}}({told('Die M' + chr(92) + 'x22')}));</script>",
    "flight, elements": f"<script>self.__next_f.push([1,{told('5:' + told(DRAWN))}])</script>",
    "json-ld": f'<script type="application/ld+json">{told({"@type": "NewsArticle", "headline": "Die Möwenbeauftragte", "articleBody": chr(10).join(PARAGRAPHS)})}</script>',
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_text_is_read_from_the_script(name: str) -> None:
    assert article(SCRIPTS[name]) == PARAGRAPHS


def test_headings_lists_and_quotes_of_typed_elements() -> None:
    elements = [
        {"type": "text", "content": PARAGRAPHS[0]},
        {"type": "header", "children": [{"text": "Zwischentitel"}]},
        {"type": "list", "items": [{"content": "eins"}, {"content": "zwei"}]},
        {"type": "quote", "content": "Sie fliegen."},
        {"type": "text", "content": PARAGRAPHS[1]},
    ]
    script = f'<script type="application/json">{told({"elements": elements})}</script>'
    found = extract.article(Capture(body=f"<html><head><title>Die Möwen fliegen</title></head><body>{script}</body></html>".encode(), address="https://paper.example/a-4711.html"))
    assert [type(block) for block in found.body] == [Paragraph, Heading, Listing, Quote, Paragraph]


def test_headings_lists_and_quotes_of_react_and_of_portable_text() -> None:
    drawn = [
        ["$", "p", "1", {"children": [PARAGRAPHS[0], ["$", "br", None, {}], ["$", "$L5", None, {"children": "Ende & aus"}]]}],
        ["$", "h2", "2", {"children": "Zwischentitel"}],
        ["$", "ul", "3", {"children": [["$", "li", "1", {"children": "eins"}], ["$", "li", "2", {"children": "zwei"}]]}],
        ["$", "p", "4", {"children": PARAGRAPHS[1]}],
    ]
    flight = f"<script>self.__next_f.push([1,{told('5:' + told(['$', 'article', None, {'children': drawn}]))}])</script>"
    assert state.markup(flight) == (
        f"<p>{PARAGRAPHS[0]}<br>Ende &amp; aus</p><h2>Zwischentitel</h2><ul><li>eins</li><li>zwei</li></ul><p>{PARAGRAPHS[1]}</p>"
    )
    portable = [
        {"_type": "block", "style": style, "children": [{"text": text}], **more}
        for style, text, more in (
            ("normal", PARAGRAPHS[0], {}),
            ("h2", "Zwischentitel", {}),
            ("normal", "eins", {"listItem": "bullet"}),
            ("normal", "zwei", {"listItem": "bullet"}),
            ("blockquote", "Sie fliegen.", {}),
        )
    ]
    assert state.markup(f"<script type='application/json'>{told({'body': portable})}</script>") == (
        f"<p>{PARAGRAPHS[0]}</p><h2>Zwischentitel</h2><ul><li>eins</li><li>zwei</li></ul><blockquote><p>Sie fliegen.</p></blockquote>"
    )


@pytest.mark.parametrize(
    "page",
    ["", "<script>", "<script>window.STATE = {</script>" * 3, "<script>self.__next_f.push(</script>", "<script>self.__next_f.push([1,2])</script>", "<script>a</script>" * 9],
)
def test_what_is_no_state_gives_nothing(page: str) -> None:
    assert state.markup(page) == ""


def test_deep_nesting_in_a_script_is_survived() -> None:
    assert state.markup("<script>window.__STATE__ = " + "[" * 200_000 + "</script>") == ""
    assert state.markup("<script type='application/json'>" + '{"content":' * 900 + "1" + "}" * 900 + "</script>") == ""


@pytest.mark.parametrize(
    "script",
    [
        '<p"' + '\\"' * 1_000_000,
        '<p"' + '\\"' * 1_000_000 + "\\",
        "<p" + '"' * 1_000_001,
        "self.__next_f.push([1," + told("5:" + '["$","p",null,{"children":' * 200 + '"' + "x" * 400_000 + '"' + "}]" * 200) + "])",
    ],
)
def test_what_no_state_is_made_of_costs_little(script: str) -> None:
    assert len(state.markup(f"<script>{script}</script>")) < 1_000_000


def test_furniture_stands_in_scripts_too() -> None:
    assert article(f'<script id="__NEXT_DATA__" type="application/json">{told({"body": "<p>$$ARTICLEAD$$</p>" + MARKUP + "<p>Advertisement</p>"})}</script>') == PARAGRAPHS
