"""Values refuse what is not clean, and come back from JSON as they went."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import model
from broadsheet.model import Article, Box, Figure, Image, Link, Paragraph, Person, Span, Tag
from broadsheet.text import is_clean

HOSTILE = "a\x1b[2Jb"


@pytest.mark.parametrize(
    "make",
    [
        lambda t: Span(t),
        lambda t: Span("x", href=t),
        lambda t: Image(caption=t),
        lambda t: Person(t),
        lambda t: Tag(t),
        lambda t: Link("/", headline=t),
        lambda t: Article(headline=t),
        lambda t: Article(headline="", aliases=(t,)),
        lambda t: model.Quote((), source=t),
        lambda t: model.Table((), caption=t),
        lambda t: model.Box((), title=t),
        lambda t: model.Embed(t),
        lambda t: model.Question((), speaker=t),
        lambda t: model.Answer((), speaker=t),
        lambda t: model.Entry((), time=t),
        lambda t: model.Standfirst(t),
        lambda t: model.Facts((t,)),
        lambda t: model.Paper(key="k", name=t, address=""),
        lambda t: model.FrontBlock(t, ()),
        lambda t: model.Page(path="/", kind="front", title=t),
    ],
)
@pytest.mark.parametrize("text", [HOSTILE, "two\nlines", "\u202e", "tab\t", "\x9b"])
def test_no_value_holds_a_control_character(make: object, text: str) -> None:
    with pytest.raises(ValueError, match="not clean"):
        make(text)  # type: ignore[operator]


def _texts() -> list[tuple[type[msgspec.Struct], str, bool]]:
    """Every field of every value that holds text, and whether it holds several. (A capture is what came, and nothing of it is shown.)"""
    kinds = {kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)} - {model.Capture} | {model.ListItem}
    several = msgspec.inspect.VarTupleType(msgspec.inspect.StrType())
    return [
        (kind, field.name, field.type == several)
        for kind in sorted(kinds, key=lambda kind: kind.__name__)
        for field in msgspec.inspect.type_info(kind).fields  # type: ignore[attr-defined]
        if field.type in (msgspec.inspect.StrType(), several)
    ]


@pytest.mark.parametrize(("kind", "field", "several"), _texts(), ids=str)
def test_no_text_of_any_value_reaches_a_terminal_unclean(kind: type[msgspec.Struct], field: str, several: bool) -> None:
    """JSON is written with every control character but those of C0 as it is: U+009B begins what a terminal obeys."""
    empty = {each.name: () if "Tuple" in type(each.type).__name__ else "" for each in msgspec.inspect.type_info(kind).fields if each.required}  # type: ignore[attr-defined]
    if "image" in empty or "link" in empty:
        empty |= {"image": Image()} if "image" in empty else {"link": Link("/")}
    assert kind(**empty)
    for text in ("\x9b2J", "\x1b[2J"):
        with pytest.raises(ValueError, match="not clean"):
            kind(**{**empty, field: (text,) if several else text})


def test_values_are_immutable_and_write_only_what_they_have() -> None:
    """Of an article alone every part is named in JSON, as its schema promises."""
    for kind in sorted({kind for kind, _, _ in _texts()} | {model.Paragraph, model.Heading, model.Listing, model.Verse, model.Break, model.Figure}, key=str):
        assert kind.__struct_config__.frozen, kind
        assert kind.__struct_config__.omit_defaults is (kind is not Article), kind
    assert msgspec.json.encode(Image()) == b"{}"
    assert (Image().width, Image().height, model.Verse(()).verbatim, model.Quote(()).pull) == (0, 0, False, False)
    assert msgspec.json.encode(Span("x")) == b'{"text":"x"}'
    assert msgspec.json.encode(model.Listing(())) == b'{"type":"list","items":[]}'
    assert (model.Heading(()).level, model.Listing(()).start, model.ListItem(()).level, Span("").number) == (2, 1, 0, 0)
    assert list(json.loads(model.to_json(Article(headline="")))) == list(Article.__struct_fields__)


@pytest.mark.parametrize("word", ["full", "excerpt", "paywalled", "live"])
def test_how_complete_an_article_is_comes_back(word: str) -> None:
    assert model.from_json(f'{{"headline": "", "completeness": "{word}"}}').completeness == word


@pytest.mark.parametrize("mark", ["", "emphasis", "strong", "code", "dateline", "deleted", "inserted"])
def test_a_mark_comes_back(mark: str) -> None:
    assert msgspec.json.decode(f'{{"text": "", "mark": "{mark}"}}', type=Span).mark == mark


@given(st.text())
def test_a_span_is_made_exactly_of_clean_text(text: str) -> None:
    if is_clean(text):
        assert Span(text).text == text
    else:
        with pytest.raises(ValueError, match="not clean"):
            Span(text)


def test_an_article_comes_back_from_json() -> None:
    article = Article(headline="H", body=(Paragraph((Span("a"), Span("b", href="https://e.example/"))), Box((Figure(Image(caption="c")),), title="t")))
    assert model.from_json(model.to_json(article)) == article


def test_json_with_a_control_character_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="not clean"):
        model.from_json('{"headline": "a\\u001bb"}')


def test_a_newer_schema_is_refused_by_name() -> None:
    with pytest.raises(msgspec.ValidationError, match="newer Broadsheet"):
        model.from_json('{"headline": "x", "schema": 99}')


def test_the_json_schema_names_every_block() -> None:
    text = json.dumps(model.json_schema())
    assert all(f'"{block}"' in text for block in ("paragraph", "heading", "quote", "list", "verse", "figure", "table", "break", "box", "embed", "question", "answer", "entry"))


def test_plain_text_is_the_words() -> None:
    assert model.plain_text((Span("a "), Span("b", href="https://e.example/"))) == "a b"
    assert model.plain_text(()) == ""
