"""The texts of a list in, a `Listing` out: each item with its level, a term's explanation one level below it.

A list that holds the page, or most of the article in one item, is a way of setting a page and no list.
"""

import re
from collections.abc import Iterable

from ..model import Listing, ListItem
from .frames import Frame
from .leaves import Leaf
from .spans import spaced, spans

_LISTS = frozenset({"ul", "ol", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})


def around(frame: Frame, running: int) -> Frame | None:
    """The outermost list around *frame* that is a list, in an article of *running* characters; None where it stands in none."""
    found = None
    item = None
    if frame.tags.isdisjoint(_ITEMS):
        return None
    for one in frame.chain():
        if one.tag in _ITEMS:
            item = one
        elif one.tag in _LISTS and item is not None and (item.mass < 1_500 or one.mass > 1.6 * item.mass) and item.mass < 0.5 * running + 300:
            found = one
    return found


def listing(leaves: Iterable[Leaf], frame: Frame, base: str) -> Listing | None:
    """The list *frame* of *leaves*, links resolved against *base*; None where none of them is an item's."""
    items: list[ListItem] = []
    last: Frame | None = None
    for leaf in leaves:
        item = leaf.frame.within("li", "dt", "dd")
        made = spans(leaf.runs, base)
        if item is None or not made:
            continue
        level = (
            sum(1 for one in item.chain() if one.tag in _LISTS and one.start >= frame.start and one.end <= frame.end and one.depth >= frame.depth)
            - 1
            + (item.tag == "dd")
        )
        if item is last and items:
            items[-1] = ListItem((*items[-1].spans, *spaced(made)), items[-1].level)
        else:
            items.append(ListItem(made, max(0, level)))
        last = item
    start = frame.number
    return Listing(tuple(items), frame.tag == "ol", int(start) if re.fullmatch(r"\d{1,4}", start) else 1) if items else None
