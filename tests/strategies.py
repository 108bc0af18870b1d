"""Articles, pages and texts as Hypothesis makes them: every block, every part, and text that tries to be something else."""

from hypothesis import strategies as st

from broadsheet.model import (
    Answer,
    Article,
    Block,
    Box,
    Break,
    Embed,
    Entry,
    Figure,
    Heading,
    Image,
    Link,
    Listing,
    ListItem,
    Paragraph,
    Person,
    Question,
    Quote,
    Span,
    Spans,
    Table,
    Tag,
    Verse,
)
from broadsheet.text import clean, clean_line

HOSTILE = [
    "## x", "# x", "> x", ">> x", "-> x", "=> /x y", "=> gopher://x/", "* x", "- x", "-- x", "--", "? x", "1. x", "12.", "[1]", "[1] /x", "[1][x]", "[2][", "][",
    "]", "[", "[x", "[/]", "[/Info]", "[Info]", "[Info: x]", "[Korrektur]", "[14.05 Uhr] x", "```", "```x", ".", "..", "\\", "\\[1][x]", "\\·", "·", "· x", "x · y",
    " · ", ": ", "a: b", "a:", ":", "Bild: x", "Bild:", "Foto: x", "Tabelle: x", "Photo: x", "Original: https://x.example/", "LINKS", "## LINKS", "TAGS", "AUTHORS",
    "3 Dec 2024", "3. Dezember 2024", "2024", "(x)", "(", ")", "(3. Dezember 2024 · x)", "vollständig", "x · full", "12 words", "geändert am 3. Dezember 2024",
    "<script>", "</p>", "&amp;", "\"x\" '", "javascript:x", "|", "a | b", "| x | |", "i\tx", "Brüssel taz | ", "http://x.example/a-b/c", "mailto:x@x.example",
    "日本語の「文」です。", "한국어 신문", "الصحيفة", "\u200fעיתון", "e\u0301", "👩‍👩‍👧", "🇩🇪", "❤️", "ｆｕｌｌ", "a\u00a0b", "\u2003", "–", "—", "…", "„x“", "und/oder", "Nato-Gipfel",
    "x" * 90, "Wort" * 30, "日" * 60, "a-" * 50, "http://x.example/" + "y" * 130,
]  # fmt: skip
WORDS = ["die", "Zeitung", "von", "heute", "steht", "im", "Text", "Änderung", "größer", "Fluss", "und", "2024", "3,5", "%", "so."]

pieces = st.one_of(st.sampled_from(HOSTILE), st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=6))
texts = st.lists(pieces, max_size=9).map(lambda parts: clean(" ".join(parts)))
short = st.lists(pieces, max_size=3).map(lambda parts: clean(" ".join(parts)))
filled = texts.filter(bool)
addresses = st.sampled_from(
    ["https://x.example/", "https://blatt.example/a/!1", "/a/!1", "gopher://x.example/1/a", "gemini://x.example/", "mailto:x@x.example", "https://x.example/" + "z" * 200]
)
languages = st.sampled_from(["", "de", "en", "fr", "ar", "ja", "es", "it", "nl", "pl"])
dates = st.one_of(
    st.just(""),
    st.dates().map(lambda day: day.isoformat()),
    st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat(timespec="seconds")),
)

spans_texts = st.lists(pieces, max_size=6).flatmap(
    lambda parts: st.tuples(st.sampled_from(["", " "]), st.sampled_from(["", " "])).map(lambda ends: ends[0] + clean(" ".join(parts)) + ends[1])
)
span = st.builds(
    Span,
    text=spans_texts,
    href=st.one_of(st.just(""), st.just(""), addresses),
    mark=st.sampled_from(["", "", "emphasis", "strong", "code", "dateline"]),
    lang=st.sampled_from(["", "", "fr", "ar"]),
)
spans: st.SearchStrategy[Spans] = st.lists(span, max_size=4).map(tuple)
line = st.one_of(st.just(()), st.lists(st.builds(Span, text=st.tuples(st.sampled_from(["", " ", "    "]), texts).map("".join).map(clean_line)), max_size=2).map(tuple))
images = st.builds(Image, address=st.one_of(st.just(""), addresses), caption=texts, credit=short, alternative=short)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(0, 4))
    row = st.lists(st.one_of(spans, st.builds(Span, text=short).map(lambda one: (one,))), min_size=columns, max_size=columns).map(tuple)
    return Table(draw(st.lists(row, max_size=4).map(tuple)), draw(st.one_of(st.just(()), row)), draw(texts))


def _blocks(inner: st.SearchStrategy[Block] | None) -> st.SearchStrategy[Block]:
    simple: list[st.SearchStrategy[Block]] = [
        st.builds(Paragraph, spans),
        st.builds(Paragraph, spans),
        st.builds(Heading, spans, st.integers(1, 7)),
        st.builds(Quote, st.lists(spans, max_size=3).map(tuple), short, st.booleans()),
        st.builds(Listing, st.lists(st.builds(ListItem, spans, st.integers(0, 7)), max_size=5).map(tuple), st.booleans(), st.integers(-3, 120)),
        st.builds(Verse, st.lists(line, max_size=5).map(tuple), st.booleans()),
        st.builds(Figure, images),
        tables(),
        st.just(Break()),
        st.builds(Embed, short, st.one_of(st.just(""), addresses), short),
        st.builds(Question, spans, short),
        st.builds(Answer, spans, short),
    ]
    if inner is not None:
        nested = st.lists(inner, max_size=3).map(tuple)
        simple += [
            st.builds(Box, nested, short, st.sampled_from(["info", "correction"])),
            st.builds(Entry, nested, st.one_of(dates, short), short),
        ]
    return st.one_of(simple)


blocks = _blocks(_blocks(_blocks(None)))
persons = st.builds(Person, name=short.filter(bool), role=short, address=st.one_of(st.just(""), addresses))
tags = st.builds(Tag, name=short.filter(bool), address=st.one_of(st.just(""), addresses))
links = st.builds(Link, address=addresses, headline=texts, kicker=short, teaser=texts, date=dates, tag=short)
articles: st.SearchStrategy[Article] = st.builds(
    Article,
    address=st.sampled_from(["", "https://blatt.example/a/!1"]),
    paper=short,
    language=languages,
    kicker=short,
    headline=filled,
    teaser=texts,
    date=dates,
    modified=dates,
    authors=st.lists(persons, max_size=2).map(tuple),
    sections=st.lists(tags, max_size=2).map(tuple),
    tags=st.lists(tags, max_size=3).map(tuple),
    body=st.lists(blocks, max_size=6).map(tuple),
    related=st.lists(links, max_size=2).map(tuple),
    completeness=st.sampled_from(["full", "excerpt", "paywalled", "live"]),
    # A note that reads as a date is read as one.
    copyright=short.map(lambda note: f"© {note}".strip()),
)
