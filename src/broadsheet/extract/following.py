"""A page's texts in, the elements that hold whole articles behind the page's own out: what a site shows to those who scroll on."""

from ..text import fold
from .frames import Frame
from .leaves import Leaf, Leaves

_HEADINGS = frozenset({"h1", "h2", "h3"})
_WHOLE = frozenset({"body", "html", "main"})
_ENOUGH = 250  # characters of text that make an article
_FIRST = 4  # leaves among which an article's heading stands


def articles(page: Leaves, texts: list[Leaf], title: str) -> list[Frame]:
    """The elements that hold articles after that of which *title*, folded, is the headline; *texts* are the leaves of *page* that are text.

    Each is an `<article>` with a first heading of its own, or looks like an element around the headline and begins as that does.
    """
    headings = [leaf for leaf in texts if leaf.tag == "h1" and not leaf.frame.hidden]
    if not headings:
        return []
    at = next((at for at, leaf in enumerate(headings) if fold(leaf.text) == title), len(headings))
    own = headings[min(at, len(headings) - 1)]
    whole = own.frame.within("article") if at < len(headings) else None
    found = [other for leaf in headings[at + 1 :] if (other := leaf.frame.within("article")) is not None]
    found = [other for other in found if whole is not None and other.start >= whole.end]
    for around in own.frame.chain()[1:]:
        if around.parent is None or around.tag in _WHOLE:
            break
        if around.mass - around.linked >= _ENOUGH and (around.name or around.tag == "article"):
            found += [other for other in page.frames[around.last :] if other.parent is around.parent and _is_alike(other, around, page)]
    return found


def _is_alike(other: Frame, own: Frame, page: Leaves) -> bool:
    """Whether *other* is made as *own* and begins with a heading that leads nowhere."""
    if other.tag != own.tag or other.name != own.name or other.mass - other.linked < _ENOUGH:
        return False
    first = [leaf for leaf in page.leaves[other.start : other.start + _FIRST] if leaf.order < other.end and leaf.kind == "text"]
    headed = {"h1"} if own.tag != "article" else _HEADINGS
    return any(leaf.tag in headed and leaf.linked < 0.5 * len(leaf.text) for leaf in first)
