"""Images: where they lie, and which are none to look at."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from broadsheet.extract.images import address, is_picture
from broadsheet.extract.leaves import Leaf, leaves

BASE = "https://paper.example/a/"


def image(markup: str) -> Leaf:
    body = LexborHTMLParser(markup).body
    assert body is not None
    (found,) = (leaf for leaf in leaves(body).leaves if leaf.kind == "image")
    return found


@pytest.mark.parametrize(
    ("attributes", "where"),
    [
        ("src=/a.jpg", "https://paper.example/a.jpg"),
        ("src='data:image/gif;base64,R0' data-src=/b.jpg", "https://paper.example/b.jpg"),
        ("srcset='/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w'", "https://paper.example/l.jpg"),
        ("src=/small.jpg srcset='/x2.jpg 2x'", "https://paper.example/x2.jpg"),
    ],
)
def test_address(attributes: str, where: str) -> None:
    assert address(image(f"<figure><img {attributes}></figure>").attributes, BASE) == where


@pytest.mark.parametrize(
    "markup",
    ["<img src=/a.gif>", "<img src=/a.jpg class=img-share>", "<img src=/a.jpg width=300 class=ad>", "<img src=/a.svg>", "<img src=/a.jpg width=1 height=1>", "<img src=/a.jpg class=avatar>", "<div class=author><img src=/a.jpg></div>"],
)
def test_what_is_no_picture(markup: str) -> None:
    assert not is_picture(image(f"<p>Text davor.</p>{markup}<p>Text danach.</p>"))


def test_inline_data_has_no_address() -> None:
    assert address(image("<img src='data:image/png;base64,A'>").attributes, BASE) == ""
