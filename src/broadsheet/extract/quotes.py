"""The texts of a quotation in, a `Quote` out: its paragraphs, and who said it where an element's name or a dash tells."""

import re
from collections.abc import Callable, Iterable

from ..model import Quote, Spans, plain_text
from ..text import clean, fold
from .frames import Frame, words
from .leaves import Leaf, whole_name
from .names import of
from .spans import spans

QUOTE_WORDS = of("pullquote blockquote pull zitat quote citat sitat citation cita lainaus")
PULL_WORDS = of("pullquote pull pullquotes callout zitatpull exergue destacado virgolettato olho streamer")
_SOURCE_WORDS = frozenset({"author", "source", "cite", "attribution", "name", "quelle", "autor", "footer"})


def quote(leaves: Iterable[Leaf], frame: Frame, base: str, pulled: Callable[[str], bool]) -> Quote | None:
    """The quotation *frame* of *leaves*, links resolved against *base*; None where nothing is quoted.

    *pulled* says of the folded text whether it is a pull quote, which the element itself may tell too.
    """
    paragraphs: list[Spans] = []
    source = ""
    first = -1
    for leaf in leaves:
        first = leaf.order if first < 0 else first
        named = leaf.frame.words | words(whole_name(leaf))
        below = leaf.frame.within("footer", "figcaption")
        if paragraphs and ((below is not None and below.start > first) or named & _SOURCE_WORDS or re.match("[—–]", leaf.text)):
            source = f"{source}, {clean(leaf.text.lstrip('—– '))}" if source else clean(leaf.text.lstrip("—– "))
        elif any(map(str.isalnum, leaf.text)) and (made := spans(leaf.runs, base)):  # a sign alone is drawn, not said
            paragraphs.append(made)
    if not paragraphs:
        return None
    text = fold(" ".join(plain_text(one) for one in paragraphs)).strip("\"' ")
    return Quote(tuple(paragraphs), source, frame.tag == "aside" or "pull" in frame.words or "pullquote" in frame.words or pulled(text))
