"""Pictures with what is said of them: captions and credits as papers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from broadsheet.extract import credit, figures
from broadsheet.extract.figures import Picture, pictures
from broadsheet.extract.leaves import leaves
from broadsheet.model import Embed

BASE = "https://paper.example/a/"


def found(markup: str) -> list[Picture]:
    body = LexborHTMLParser(markup).body
    assert body is not None
    return pictures(leaves(body).leaves, BASE, set())


def told(inner: str) -> tuple[str, str]:
    (picture,) = found(f"<figure><img src=/a.jpg>{inner}</figure>")
    return picture.image.caption, picture.image.credit


@pytest.mark.parametrize(
    ("inner", "caption", "credit"),
    [
        ("<figcaption>Der Kran am Kai.</figcaption>", "Der Kran am Kai.", ""),
        ("<figcaption>Der Kran am Kai. Foto: Rieke Tamm</figcaption>", "Der Kran am Kai.", "Rieke Tamm"),
        ("<figcaption>Der Kran am Kai. © dpa | Mats Findorf</figcaption>", "Der Kran am Kai.", "dpa | Mats Findorf"),
        ("<figcaption>The crane at the quay. (Photo by Ada Quill/Getty Images)</figcaption>", "The crane at the quay.", "Ada Quill/Getty Images"),
        ("<figcaption>El puente de la ciudad vieja (Ada Quill)</figcaption>", "El puente de la ciudad vieja", "Ada Quill"),
        ("<figcaption>The crane at the old quay. Ada Quill</figcaption>", "The crane at the old quay.", "Ada Quill"),
        ("<figcaption>Der Kran <span class='x7'>am Kai</span> <span class='image-credit'>Rieke Tamm</span></figcaption>", "Der Kran am Kai", "Rieke Tamm"),
        ("<figcaption><span class=a1>Der Kran am Kai</span><span class=b2>Rieke Tamm</span></figcaption>", "Der Kran am Kai", "Rieke Tamm"),
        ("<figcaption><p>Der Kran am Kai.</p><p>Rieke Tamm</p></figcaption>", "Der Kran am Kai.", "Rieke Tamm"),
        ("<figcaption><p>Der Kran am Kai.</p><p class='copyright'>Rieke Tamm, Archiv.</p></figcaption>", "Der Kran am Kai.", "Rieke Tamm, Archiv"),
        ("<figcaption>Foto: Rieke Tamm</figcaption>", "", "Rieke Tamm"),
        ("<figcaption><span class=a1>Der Kran am Kai. Foto: Rieke Tamm</span><span class=_showMore_1>Mehr</span></figcaption>", "Der Kran am Kai.", "Rieke Tamm"),
        ("<figcaption>(Der Hafenbote)</figcaption>", "", "Der Hafenbote"),
        ("<figcaption>3:18 min</figcaption>", "", ""),
        ("<figcaption>クレーンの写真です。写真：Rieke Tamm</figcaption>", "クレーンの写真です。", "Rieke Tamm"),
    ],
)
def test_caption_and_credit(inner: str, caption: str, credit: str) -> None:
    assert told(inner) == (caption, credit)


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='wp-caption'><img src=/a.jpg><p class='wp-caption-text'>Der Kran am Kai.</p></div>",
        "<div><div><img src=/a.jpg></div><div>Der Kran am Kai.</div></div>",
        "<figure><picture><img src=/a.jpg></picture></figure><figcaption>Der Kran am Kai.</figcaption>",
        "<div class='image'><a href='/gross.jpg'><img src=/a.jpg></a><div>Der Kran am Kai.</div></div>",
    ],
)
def test_a_caption_is_found_without_a_figure_around_it(markup: str) -> None:
    (picture,) = found(f"<article><p>Ein langer Absatz davor, der nichts mit dem Bild zu tun hat.</p>{markup}<p>Und einer danach.</p></article>")
    assert (picture.image.address, picture.image.caption) == ("https://paper.example/a.jpg", "Der Kran am Kai.")


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ("src=/a.jpg", "https://paper.example/a.jpg"),
        ("src='data:image/gif;base64,R0' data-src=/b.jpg", "https://paper.example/b.jpg"),
        ("srcset='/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w'", "https://paper.example/l.jpg"),
        ("src=/small.jpg srcset='/x2.jpg 2x'", "https://paper.example/x2.jpg"),
    ],
)
def test_address(attributes: str, address: str) -> None:
    (picture,) = found(f"<figure><img {attributes}></figure>")
    assert picture.image.address == address


@pytest.mark.parametrize(
    "image",
    ["<img src=/a.gif>", "<img src=/a.svg>", "<img src=/a.jpg width=1 height=1>", "<img src=/a.jpg class=avatar>", "<div class=author><img src=/a.jpg></div>", "<img src='data:image/png;base64,A'>"],
)
def test_what_is_no_picture(image: str) -> None:
    assert found(f"<p>Text davor.</p>{image}<p>Text danach.</p>") == []


def test_a_figure_that_lost_its_image_keeps_its_caption() -> None:
    (picture,) = found("<figure><custom-image></custom-image><figcaption>Der Kran am Kai.</figcaption></figure>")
    assert (picture.image.address, picture.image.caption) == ("", "Der Kran am Kai.")


def test_a_quotation_in_a_figure_is_no_caption() -> None:
    assert found("<figure><blockquote><p>Es dreht sich.</p></blockquote><figcaption>Die Bürgermeisterin</figcaption></figure>") == []


def test_the_alternative_text_is_kept_where_it_says_more() -> None:
    (same,) = found("<figure><img src=/a.jpg alt='Der Kran'><figcaption>Der Kran</figcaption></figure>")
    (other,) = found("<figure><img src=/a.jpg alt='Ein roter Kran'><figcaption>Der Kran</figcaption></figure>")
    assert (same.image.alternative, other.image.alternative) == ("", "Ein roter Kran")


@pytest.mark.parametrize(
    ("markup", "embed"),
    [
        ("<iframe src='https://player.vimeo.com/video/1'></iframe>", Embed("Vimeo", "https://player.vimeo.com/video/1")),
        ("<iframe data-src='https://datawrapper.dwcdn.net/x/1/' title='Umfrage'></iframe>", Embed("Datawrapper", "https://datawrapper.dwcdn.net/x/1/", "Umfrage")),
        ("<iframe src='https://www.google.com/maps/embed?pb=1'></iframe>", Embed("Google Maps", "https://www.google.com/maps/embed?pb=1")),
        ("<iframe src='/karte'></iframe>", Embed("Web", "https://paper.example/karte")),
        ("<audio src='/a.mp3'></audio>", Embed("Audio", "https://paper.example/a.mp3")),
        ("<iframe></iframe>", None),
        ("<iframe src='https://x.example/ads/1'></iframe>", None),
    ],
)
def test_embed(markup: str, embed: Embed | None) -> None:
    body = LexborHTMLParser(markup).body
    assert body is not None
    (leaf,) = leaves(body).leaves
    assert figures.embed(leaf, BASE) == embed


@given(
    st.text(" aé:/|©\n", max_size=4),
    st.sampled_from(["photo", "foto", "image credit", "credits", "crédit photo", "quelle", "fot.", "copyright", "photo by", "foto von", "(c)", "&copy;", "©", "写真"]),
    st.text(" :：/|ab", max_size=3),
)
def test_no_credit_is_missed_by_looking_for_its_sign_first(before: str, lead: str, after: str) -> None:
    said = before + lead + after
    assert credit.is_led(said) == (credit._LED.search(said) is not None)
