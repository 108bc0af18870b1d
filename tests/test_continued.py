"""Pages of one article become one capture and come back; what says otherwise is one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import continued, extract
from broadsheet.errors import ExtractionError
from broadsheet.extract.continuation import whole
from broadsheet.model import Article, Break, Capture, Figure, Heading, Image, Link, Paragraph, Person, Span, plain_text

PAGES = st.lists(st.binary(max_size=50), min_size=1, max_size=6)


@given(PAGES)
def test_what_is_joined_comes_apart(bodies: list[bytes]) -> None:
    pages = [Capture(body=body, address=f"https://paper.example/a/{number}", time="2026", hints={"date": "x"}) for number, body in enumerate(bodies)]
    assert list(continued.parts(continued.joined(pages))) == pages


@pytest.mark.parametrize("said", ["", "3", "3 a", "1 a\n1 b", "-1 a\n4 b", "x a\n3 b", "999999999999999999999 a\n3 b", "²a\n1 b", "\n\n"])
def test_what_cannot_be_is_one_page(said: str) -> None:
    capture = Capture(body=b"abc", hints={"pages": said})
    assert continued.parts(capture) == (capture,)


def text(name: str, count: int = 5) -> str:
    return "".join(f"<p>Das ist der {name} Absatz Nummer {number}, und er ist lang genug, um für einen Absatz zu gelten, wie ihn jede Zeitung druckt.</p>" for number in range(count))


def html(body: str, title: str = "Ein langer Bericht über die Brücke") -> bytes:
    return f'<!doctype html><html lang="de"><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>'.encode()


def test_a_page_with_no_article_adds_nothing_and_a_repeated_one_neither() -> None:
    first, second = html(text("erste")), html(text("erste", 2) + text("zweite"))
    pages = [Capture(body=body, address=f"https://paper.example/a?page={n}") for n, body in enumerate((first, b"", second), 1)]
    whole = extract.article(continued.joined(pages))
    assert [plain_text(block.spans).split()[3] for block in whole.body] == ["erste"] * 5 + ["zweite"] * 5
    reading = extract.read(continued.joined(pages))
    assert reading.article == whole
    with pytest.raises(ExtractionError):
        extract.article(continued.joined([pages[1], pages[0]]))


def test_what_stands_on_every_page_is_there_once() -> None:
    def text(words: str) -> Paragraph:
        return Paragraph((Span(words),))

    picture, other = (Figure(Image(f"https://paper.example/{name}.jpg", caption)) for name, caption in (("a", "Die Brücke"), ("b", "Das Ufer")))
    again = Figure(Image("https://paper.example/a.jpg", "Die Brücke, noch einmal"))
    head = Heading((Span("Der Titel"),))
    first = Article(headline="Der Titel", teaser="Worum es geht", body=(picture, text("Eins"), Break()))
    second = Article(headline="Der Titel", body=(head, text("worum es geht"), again, other, text("Eins"), text("Zwei"), Break()), completeness="paywalled")
    third = Article(headline="Der Titel", body=(text("Drei"),), authors=(Person("Eva Groß"),), related=(Link("https://paper.example/x"),))
    found = whole(first, [second, third])
    assert found.body == (picture, text("Eins"), Break(), other, text("Zwei"), Break(), text("Drei"))
    assert (found.completeness, found.authors, found.related) == ("paywalled", third.authors, third.related)
