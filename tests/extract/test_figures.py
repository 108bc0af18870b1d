"""Pictures with what is said of them: captions and credits as papers write them."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from broadsheet.extract.captions import captions
from broadsheet.extract.figures import Picture, pictures
from broadsheet.extract.leaves import leaves

BASE = "https://paper.example/a/"


def found(markup: str) -> list[Picture]:
    body = LexborHTMLParser(markup).body
    assert body is not None
    page = leaves(body).leaves
    return pictures(page, BASE, set(), captions(page))


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


def test_a_figure_that_lost_its_image_keeps_its_caption() -> None:
    (picture,) = found("<figure><custom-image></custom-image><figcaption>Der Kran am Kai.</figcaption></figure>")
    assert (picture.image.address, picture.image.caption) == ("", "Der Kran am Kai.")


def test_a_quotation_in_a_figure_is_no_caption() -> None:
    assert found("<figure><blockquote><p>Es dreht sich.</p></blockquote><figcaption>Die Bürgermeisterin</figcaption></figure>") == []


def test_the_alternative_text_is_kept_where_it_says_more() -> None:
    (same,) = found("<figure><img src=/a.jpg alt='Der Kran'><figcaption>Der Kran</figcaption></figure>")
    (other,) = found("<figure><img src=/a.jpg alt='Ein roter Kran'><figcaption>Der Kran</figcaption></figure>")
    assert (same.image.alternative, other.image.alternative) == ("", "Ein roter Kran")


def alone(markup: str) -> tuple[str, str, str]:
    """Address, caption and credit of the one picture in *markup*, which stands in an article."""
    (picture,) = found(f"<article><p>Ein langer Absatz davor, der nichts mit dem Bild zu tun hat.</p>{markup}<p>Und ein Absatz danach.</p></article>")
    return picture.image.address.rpartition("/")[2], picture.image.caption, picture.image.credit


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        # the picture's own words, said once more below it
        ("<div class=x1><img src=/a.jpg width=800 alt='Der Kran'></div><div class=x2><span>Der Kran</span></div>", ("a.jpg", "Der Kran", "")),
        ("<div class=x1><img src=/a.jpg title='Der Kran am alten Kai'></div><p>Der Kran am alten Kai</p><p>Foto: Rieke Tamm</p>", ("a.jpg", "Der Kran am alten Kai", "Rieke Tamm")),
        # a credit's words, in the text or in the one after it
        ("<p><img src=/a.jpg></p><p>Der Kran am Kai steht still. (Foto: Rieke Tamm)</p>", ("a.jpg", "Der Kran am Kai steht still.", "Rieke Tamm")),
        ("<p><img src=/a.jpg></p><p>Der Kran am Kai steht still (AFP / Rieke Tamm)</p>", ("a.jpg", "Der Kran am Kai steht still", "AFP / Rieke Tamm")),
        ("<p><img src=/a.jpg></p><p>Foto: Rieke Tamm</p>", ("a.jpg", "", "Rieke Tamm")),
        ("<div class=y><p><img src=/a.jpg></p><h2>Zoom</h2><p>Der Kran am Kai</p><p>Photo: Rieke Tamm</p></div>", ("a.jpg", "", "")),
        ("<div class=widget><span><img src=/a.jpg></span><p>Der Kran am Kai</p><p>Image: Rieke Tamm</p></div>", ("a.jpg", "Der Kran am Kai", "Rieke Tamm")),
        # what only holds the place of a picture has a caption all the same
        ("<div><img src=/clear.gif></div><div><span class=sub>Der Kran am Kai</span> <span class=rights>Bildrechte: Rieke Tamm</span></div>", ("", "Der Kran am Kai", "Rieke Tamm")),
        ("<div><img src=/clear.gif data-src=/b.jpg></div>", ("b.jpg", "", "")),
        # class words
        ("<div><img src=/a.jpg></div><div class='image-description'>Der Kran am Kai</div><div class='image-copyright'>Rieke Tamm</div>", ("a.jpg", "Der Kran am Kai", "Rieke Tamm")),
        ("<p><span><img src=/a.jpg><span><b></b><span class=caption>Der Kran am Kai.</span><span class=source>Rieke Tamm</span></span></span></p>", ("a.jpg", "Der Kran am Kai.", "Rieke Tamm")),
        # what the paper offers
        ("<figure><img src=/a.jpg><figcaption>Get a subscription of our other magazine</figcaption></figure>", ("a.jpg", "", "")),
        # whose face it is
        ("<figure><img src=/a.jpg></figure><div><p>di Rieke Tamm</p></div>", ("a.jpg", "", "")),
        ("<div><figure><img src=/a.jpg alt='Der Kran'></figure><figcaption>Der Kran am Kai</figcaption><address>Rieke Tamm</address></div>", ("a.jpg", "Der Kran am Kai", "")),
        # the paper's name, or a credit, behind what both say
        ("<div class=x1><img src=/a.jpg alt='Der Kran am Kai. - Hafenbote'></div><div class=x2>Der Kran am Kai.</div>", ("a.jpg", "Der Kran am Kai.", "")),
        ("<div class=x1><img src=/a.jpg alt='Der Kran am Kai.'></div><div hidden><span class=m>Der Kran am Kai.</span><small class=n>Rieke Tamm</small></div>", ("a.jpg", "Der Kran am Kai.", "Rieke Tamm")),
        # a caption set as a heading, and a heading
        (f"<div><img src=/a.jpg><h1>{'Rieke und Mats, ' * 12}Kai</h1><p>Photo: Rieke Tamm</p></div>", ("a.jpg", "Rieke und Mats, " * 12 + "Kai", "Rieke Tamm")),
        # captions of pictures that are elements of the paper's own making
        ("<paper-image></paper-image><div class=img-caption><span>Der Kran am Kai</span> <span class=photographer>Foto: Rieke Tamm (Hafenbote)</span></div>", ("", "Der Kran am Kai", "Rieke Tamm (Hafenbote)")),
        # a picture that opens large
        ("<button class=zoom><div><figure><img src=/a.jpg></figure></div><figcaption>Der Kran am Kai</figcaption></button>", ("a.jpg", "Der Kran am Kai", "")),
        ("<figure><img src=/a.jpg><figcaption>View 6 Images</figcaption></figure>", ("a.jpg", "", "")),
        # an advertisement below it
        ("<figure><img src=/a.jpg><p>(Foto: Rieke Tamm)</p></figure><div class='ad caption'>Anzeige</div>", ("a.jpg", "", "Rieke Tamm")),
        # what is as wide as the text is no control
        ("<div><img src=/a.jpg width=634 class=img-share alt='The crane at the quay'></div><p>The crane at the quay</p>", ("a.jpg", "The crane at the quay", "")),
        # another article's teaser
        ("<div><img src=/a.jpg><div><a href=/x>Ein anderer Artikel über den Hafen</a></div><p>Und sein Anriss.</p></div>", ("a.jpg", "", "")),
        # sizes in per cent are none
        ("<figure><img src=/a.jpg width='50%' height='30%'><figcaption>Der Kran am Kai</figcaption></figure>", ("a.jpg", "Der Kran am Kai", "")),
        # what the picture says of its maker
        ("<figure><img src=/a.jpg title='Ein Kran. | Bildquelle: HB/Rieke Tamm'><figcaption>Der Kran am Kai</figcaption></figure>", ("a.jpg", "Der Kran am Kai", "HB/Rieke Tamm")),
        ("<figure><img src=/a.jpg alt='A crane. (Photo: Gale / Ada Quill)'><figcaption>The quay</figcaption></figure>", ("a.jpg", "The quay", "Gale / Ada Quill")),
        ("<figure><img src=/a.jpg alt='Click to play video: The crane'></figure>", ("a.jpg", "", "")),
        ("<figure><img src=/a.jpg><figcaption><p>Please switch on JavaScript.</p><ul><li>or subscribe</li></ul></figcaption></figure>", ("a.jpg", "", "")),
        ("<figure><img src=/a.jpg><p>The crane at the quay</p><p>You have no plan yet. Subscribe to continue.</p></figure>", ("a.jpg", "", "")),
        # a film's words and how long it runs
        ("<div><div><img src=/a.jpg></div><span class=t>Wer fährt den Kran?</span> <span class=d>4.3.2024 | 3:18 min</span></div>", ("a.jpg", "Wer fährt den Kran?", "")),
        ("<figure><img src=/a.jpg><figcaption><p>Wer fährt den Kran?</p><p>4.3.2024 | 3:18 min</p></figcaption></figure>", ("a.jpg", "Wer fährt den Kran?", "")),
    ],
)  # fmt: skip
def test_captions_by_general_evidence(markup: str, shown: tuple[str, str, str]) -> None:
    assert alone(markup) == shown


@pytest.mark.parametrize(
    "markup",
    [
        "<div><img src=/a.jpg alt='Rieke Tamm'><span>Von Rieke Tamm</span></div>",
        "<figure><img src=/a.jpg alt='Rieke Tamm'><figcaption><address>Von Rieke Tamm, Redakteurin</address><div>9. Mai, 15 Uhr</div></figcaption></figure>",
        "<figure><img src=/a.jpg class='h-8 rounded-full'></figure>",
    ],
)
def test_a_face_beside_a_byline_is_no_picture(markup: str) -> None:
    assert found(f"<p>Text davor.</p>{markup}<p>Text danach, der länger ist.</p>") == []


@pytest.mark.parametrize(("leads", "caption"), [("/a.jpg", "The crane at the old quay."), ("/town/crane-4712.html", "")])
def test_a_caption_may_be_the_link_that_shows_the_picture(leads: str, caption: str) -> None:
    markup = f"<div class=featured_image><a href='{leads}'><div><img src=/a.jpg></div><p class=caption-text>The crane at the old quay. (Ada Quill)</p></a></div>"
    body = LexborHTMLParser(markup).body
    assert body is not None
    (picture,) = pictures(leaves(body).leaves, "https://paper.example/a/", set(), frozenset())
    assert picture.image.caption == caption
