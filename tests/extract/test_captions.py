"""Texts that are captions by themselves, and those that are none."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from broadsheet.extract.captions import captions
from broadsheet.extract.leaves import leaves


@pytest.mark.parametrize(
    "after",
    [
        "<p>Ein Absatz der Zeitung, der mit dem Bild nichts zu tun hat.</p><p>Noch einer.</p>",
        "<h2>Der Kran am alten Kai</h2>",
        "<p><a href=/x>Der Kran am alten Kai</a></p>",
        "<p>He has been a source to the paper for many years, it says</p>",
    ],
)
def test_what_follows_a_picture_is_the_text(after: str) -> None:
    body = LexborHTMLParser(f"<article><p><img src=/a.jpg alt='Der Kran am alten Kai'></p>{after}</article>").body
    assert body is not None
    assert captions(leaves(body).leaves) == frozenset()
