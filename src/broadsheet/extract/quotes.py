"""The texts of a quotation in, a `Quote` out: its paragraphs, and who said it where an element's name or a dash tells."""

import re
from collections.abc import Callable, Iterable

from ..model import Quote, Spans, plain_text
from ..text import clean, fold
from .body import whole_name
from .frames import Frame, words
from .leaves import Leaf
from .spans import spans

_SOURCE_WORDS = frozenset({"author", "source", "cite", "attribution", "name", "quelle", "autor", "footer"})


def quote(leaves: Iterable[Leaf], frame: Frame, base: str, pulled: Callable[[str], bool]) -> Quote | None:
    """The quotation *frame* of *leaves*, links resolved against *base*; None where nothing is quoted.

    *pulled* says of the folded text whether it is a pull quote, which the element itself may tell too.
    """
    paragraphs: list[Spans] = []
    source = ""
    for leaf in leaves:
        named = leaf.frame.words | words(whole_name(leaf))
        if paragraphs and (leaf.frame.tag in {"footer", "figcaption"} or named & _SOURCE_WORDS or re.match("[—–]", leaf.text)):
            source = f"{source}, {clean(leaf.text.lstrip('—– '))}" if source else clean(leaf.text.lstrip("—– "))
        elif made := spans(leaf.runs, base):
            paragraphs.append(made)
    if not paragraphs:
        return None
    text = fold(" ".join(plain_text(one) for one in paragraphs)).strip("\"' ")
    return Quote(tuple(paragraphs), source, frame.tag == "aside" or "pull" in frame.words or "pullquote" in frame.words or pulled(text))
