"""What is said of a picture and of who made it, as papers write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from broadsheet.extract import credit
from broadsheet.extract.captions import captions
from broadsheet.extract.figures import pictures
from broadsheet.extract.leaves import leaves


def told(inner: str, alternative: str = "") -> tuple[str, str]:
    body = LexborHTMLParser(f"<figure><img src=/a.jpg alt='{alternative}'>{inner}</figure>").body
    assert body is not None
    (picture,) = pictures(leaves(body).leaves, "https://paper.example/a/", set(), frozenset())
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
        ("<figcaption><p class='copyright'>Rieke Tamm</p><p>Der Kran am Kai (Sandhafen, 6.12.2010)</p></figcaption>", "Der Kran am Kai (Sandhafen, 6.12.2010)", "Rieke Tamm"),
        ("<figcaption>Foto: Rieke Tamm</figcaption>", "", "Rieke Tamm"),
        ("<figcaption><span class=a1>Der Kran am Kai. Foto: Rieke Tamm</span><span class=_showMore_1>Mehr</span></figcaption>", "Der Kran am Kai.", "Rieke Tamm"),
        ("<figcaption>(Der Hafenbote)</figcaption>", "", "Der Hafenbote"),
        ("<figcaption>3:18 min</figcaption>", "", ""),
        ("<figcaption>クレーンの写真です。写真：Rieke Tamm</figcaption>", "クレーンの写真です。", "Rieke Tamm"),
        # brackets around an agency, whatever word is in them
        ("<figcaption>The crane at the quay. (AP Photo/Ada Quill, File)</figcaption>", "The crane at the quay.", "AP Photo/Ada Quill, File"),
        ("<figcaption>The crane at the quay. AP Photo/Ada Quill</figcaption>", "The crane at the quay.", "AP Photo/Ada Quill"),
        ("<figcaption>Kranen på kajen i Ödehamn — Scanpix</figcaption>", "Kranen på kajen i Ödehamn", "Scanpix"),
        ("<figcaption>adaquill - stock.adobe.com</figcaption>", "", "adaquill - stock.adobe.com"),
        ("<figcaption>The crane at the quay. Visit paper.example for more</figcaption>", "The crane at the quay.", "Visit paper.example for more"),
        # the word stands apart from the name
        ("<figcaption>The crane at the quay - Copyright <span class=credit>Ada Quill</span></figcaption>", "The crane at the quay", "Ada Quill"),
        ("<figcaption>Our source at the quay said so, and a picture of it</figcaption>", "Our source at the quay said so, and a picture of it", ""),
        ("<figcaption>The crane at the quay. Source Gale</figcaption>", "The crane at the quay.", "Gale"),
        # a control beside the caption, or one that unfolds it
        ("<figcaption>Der Kran am Kai<p>autoplay</p></figcaption>", "Der Kran am Kai", ""),
        ("<figcaption><p>The crane at the quay. It stands still. <a class=t>less</a></p><p>The crane at the quay. It ... <a class=t>more</a></p></figcaption>", "The crane at the quay. It stands still.", ""),
        ("<figcaption><time class=a>2:34</time> <span class=b>Another film of the crane</span></figcaption>", "", ""),
        ("<figcaption><time class=a>2:34</time> <b class=b>Another film of the crane, of the quay at which it stands, and of all of the people there</b></figcaption>", "", ""),
        # all twice, for phones and for desks
        ("<figcaption><b>Der Kran am Kai.</b><b>Der Kran am Kai.</b></figcaption>", "Der Kran am Kai.", ""),
        # the word alone, counters, square brackets, what was given
        ("<figcaption>The crane at the quay.<span>Credit...</span><span class=credit>Ada Quill</span></figcaption>", "The crane at the quay.", "Ada Quill"),
        ("<figcaption>Le port -  Tous droits réservés <span class=credit>Tous droits réservés Ada Quill</span></figcaption>", "Le port", "Ada Quill"),
        ("<figcaption>The quay. Photo by <b class=x></b><span class=credit>Ada Quill</span> / <span>Gale via Quay Images</span></figcaption>", "The quay.", "Ada Quill / Gale via Quay Images"),
        ("<figcaption>The quay.<b>Photo:</b> Ada Quill (GALE) | <b>Video:</b> Quay Films</figcaption>", "The quay.", "Ada Quill (GALE) | Video: Quay Films"),
        ("<figcaption><span class='caption__credit'>Quay</span></figcaption>", "", "Quay"),
        ("<figcaption><span class='caption__text'>The quay - </span><span class='caption__credit'>Ada Quill</span></figcaption>", "The quay", "Ada Quill"),
        ("<figcaption>The quay.<span class=credit>Photo: Ada Quill</span> <span class=credit>Ada Quill</span></figcaption>", "The quay.", "Ada Quill"),
        ("<figcaption>vor 14 Minuten</figcaption>", "", ""),
        ("<figcaption>小字号</figcaption>", "", ""),
        ("<figcaption>The old quay via Getty Images <span class=credit>Ada Quill</span></figcaption>", "The old quay via Getty Images", "Ada Quill"),
        ("<figcaption>2of4The crane at the quay.</figcaption>", "The crane at the quay.", ""),
        ("<figcaption>3 of 4 cranes stand still.</figcaption>", "3 of 4 cranes stand still.", ""),
        ("<figcaption>The crane at the quay [File: Quill]</figcaption>", "The crane at the quay", "File: Quill"),
        ("<figcaption>Ada Quill Submitted photo</figcaption>", "Ada Quill", "Submitted photo"),
        ("<figcaption>Ada Quill, ASSOCIATED PRESS</figcaption>", "", "Ada Quill, ASSOCIATED PRESS"),
        ("<figcaption>The crane. (AP Photo/Ada Quill)<p class=credit>Ada Quill</p></figcaption>", "The crane.", "AP Photo/Ada Quill"),
        # a label before the caption, a credit in several elements, a word for it in one of its own
        ("<figcaption>Graphic: The crane at the old quay. <span class=credit>Ada Quill</span></figcaption>", "Graphic: The crane at the old quay.", "Ada Quill"),
        ("<figcaption>Photo: <span class=credit>Ada Quill</span></figcaption>", "", "Ada Quill"),
        ("<figcaption><b></b><span class=a>The crane at the quay</span> <span class=b>Credit:</span> <span class=c>Ada Quill</span>/<span class=d>Gale</span></figcaption>", "The crane at the quay", "Ada Quill/Gale"),
        ("<figcaption><span class=a>The crane</span> <span class=credit>Copyright</span> <span class=b>Ada Quill/Gale 2026</span></figcaption>", "The crane", "Ada Quill/Gale 2026"),
        ("<figcaption><span class=a>The crane</span> <span class=credit>Photo</span><span class=b>: Quill</span></figcaption>", "The crane", "Quill"),
        ("<figcaption>The crane at the quay (left)</figcaption>", "The crane at the quay (left)", ""),
        # languages
        ("<figcaption>Ukreyini echwebeni. Isithombe: Ada Quill</figcaption>", "Ukreyini echwebeni.", "Ada Quill"),
        ("<figcaption>Kran przy nabrzeżu. Źródło: Ada Quill</figcaption>", "Kran przy nabrzeżu.", "Ada Quill"),
        ("<figcaption>Illustration by Ada Quill</figcaption>", "", "Ada Quill"),
    ],
)  # fmt: skip
def test_caption_and_credit(inner: str, caption: str, credit: str) -> None:
    assert told(inner) == (caption, credit)


FIELD = "<div class='field field-image-{}'><div class=field-items><div class='field-item even'>{}</div></div></div>"


@pytest.mark.parametrize("names", [("caption", "credit"), ("caption", "copyright")])
def test_what_only_holds_a_caption_or_a_credit_names_it(names: tuple[str, str]) -> None:
    inner = "".join(FIELD.format(name, said) for name, said in zip(names, ("Der Kran am alten Kai, kurz vor der Sperrung.", "Rieke Tamm"), strict=True))
    body = LexborHTMLParser(f"<article><div class=media><img src=/a.jpg></div>{inner}<p>Ein Absatz der Zeitung.</p></article>").body
    assert body is not None
    found = leaves(body).leaves
    (picture,) = pictures(found, "https://paper.example/a/", set(), captions(found))
    assert (picture.image.caption, picture.image.credit) == ("Der Kran am alten Kai, kurz vor der Sperrung.", "Rieke Tamm")


def test_of_two_credits_that_are_a_caption_too_the_long_one_is_the_caption() -> None:
    said = "In this talk an engineer of the harbour tells how the crane was made in her town, and why nobody there wanted to have it back"
    found = told(f"<figcaption><p>Video: {said}.</p><p class=attribution>Harbour Radio</p></figcaption>")
    assert found == (said, "Harbour Radio")


def test_what_stands_behind_the_pictures_own_words_is_its_credit() -> None:
    assert told("<figcaption>Kranas / A. Quill / XY</figcaption>", "Kranas") == ("Kranas", "A. Quill / XY")
    assert told("<figcaption>Kranas ir uostas</figcaption>", "Kranas") == ("Kranas ir uostas", "")


@given(
    st.text(" aé:/|©\n", max_size=4),
    st.sampled_from(["photo", "foto", "image credit", "credits", "crédit photo", "quelle", "fot.", "copyright", "photo by", "foto von", "(c)", "&copy;", "©", "写真", "alle rechte vorbehalten", "tous droits réservés", "zdroj"]),
    st.text(" :：/|ab", max_size=3),
)
def test_no_credit_is_missed_by_looking_for_its_sign_first(before: str, lead: str, after: str) -> None:
    said = before + lead + after
    assert credit.is_led(said) == (credit._LED.search(said) is not None)
