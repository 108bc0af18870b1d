"""What stands beside the running text, by its class in many languages and by how it is made."""

import pytest

from broadsheet import extract
from broadsheet.model import Article, Box, Capture, Heading, Quote, plain_text

SENTENCE = "The council approved the money for the bridge on Thursday evening after three hours of debate, as the mayor had asked. "
TEXT = "".join(f"<p>{number}. {SENTENCE * 2}</p>" for number in range(6))
FACTS = "<p>It was built in 1889 and weighs four hundred tons without its counterweights.</p><p>It turned eleven times a day.</p>"


def article(inner: str) -> Article:
    page = f"<html lang=en><head><title>The bridge</title></head><body><main><h1>The bridge</h1><div>{TEXT}{inner}{TEXT}</div></main></body></html>"
    return extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))


def boxes(inner: str) -> list[Box]:
    return [block for block in article(inner).body if isinstance(block, Box)]


@pytest.mark.parametrize("name", ["encadre", "despiece", "recuadro", "article__fact-box", "infokasten", "b-body__custom-block faktaruta", "box-fakten"])
def test_a_box_is_told_by_its_class(name: str) -> None:
    (found,) = boxes(f'<div class="{name}"><h3>In figures</h3>{FACTS}</div>')
    assert found.title == "In figures"
    assert len(found.blocks) == 2


def test_a_box_may_be_short_where_a_sign_is_a_word() -> None:
    (found,) = boxes("<div class=infobox><h4>時計塔</h4><p>塔は明治の終わりに港の灯台守たちの寄付で建てられた。</p><p>北岸では一番高い。</p></div>")
    assert found.title == "時計塔"


@pytest.mark.parametrize(
    ("card", "titles"),
    [
        (f'<div class="card"><div class="card-body"><h5 class="card-title">In figures</h5>{FACTS}</div></div>', ["In figures"]),
        ('<div class="card"><div class="card-body"><h5>The crane</h5><p><a href="/a-b-c-d">It stands still since the winter, and nobody knows whose</a></p></div></div>', []),
        ('<div class="card"><p>Made by the paper of the town since 1889, at the quay of the old harbour.</p></div>', []),
    ],
)
def test_a_card_is_a_box_where_it_has_a_title_text_and_no_link(card: str, titles: list[str]) -> None:
    assert [box.title for box in boxes(card)] == titles


@pytest.mark.parametrize("name", ["exergue", "destacado", "virgolettato", "streamer", "olho", "pullquote"])
def test_a_pull_quote_is_told_by_its_class(name: str) -> None:
    found = [block for block in article(f'<div class="{name}"><p>A town without a bridge is two villages.</p></div>').body if isinstance(block, Quote)]
    assert [(plain_text(one.paragraphs[0]), one.pull) for one in found] == [("A town without a bridge is two villages.", True)]


def test_fact_alone_is_no_box() -> None:
    found = article(f'<div class="facts"><h2>What is known</h2>{TEXT}</div>')
    assert not [block for block in found.body if isinstance(block, Box)]
    assert any(isinstance(block, Heading) for block in found.body)
