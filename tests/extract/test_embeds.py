"""What pages embed from elsewhere."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from broadsheet.extract import embeds
from broadsheet.extract.leaves import leaves
from broadsheet.model import Embed


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
    assert embeds.embed(leaf, "https://paper.example/a/") == embed
