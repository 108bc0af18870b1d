"""The roles of an article's texts in, the same with the subheads that only their looks tell.

| function | what it does |
|---|---|
| `told` | lines between paragraphs, lines set as other subheads are, and lone numbers become subheads |
| `trimmed` | subheads of what is no text, and those with none below them, go; a lone heading above all text becomes the standfirst |
"""

from collections import Counter
from itertools import pairwise

from ..text import fold
from . import boxes
from .frames import Frame
from .leaves import Leaf, whole_name

_LINES = frozenset({"p", "div", "section", "span"})
_FEWEST = 3  # lines without any mark that are taken for subheads
_HEAD = 80  # characters: the longest line that may be a subhead
_PROSE = 60  # characters
_ENDS = ".!?…\"“”»)。」’"
_UNENDED = ".!?…:;,。！？"


def told(roles: dict[int, str], leaves: list[Leaf]) -> None:
    """Mark in *roles* the texts among *leaves* that are subheads by their looks."""
    _set_as_paragraphs(roles, leaves)
    _set_alike(roles, leaves)
    _numbers(roles, leaves)


def trimmed(roles: dict[int, str], leaves: list[Leaf], title: str) -> None:
    """Take from *roles* the subheads at the end, and tell what the heading above the text is: *title* is the headline, folded."""
    _of_others(roles, leaves)
    _trim(roles)
    _lead(roles, leaves, title)


def _set_as_paragraphs(roles: dict[int, str], leaves: list[Leaf]) -> None:
    """Three or more short texts without an end, each between two paragraphs, are subheads. Of bold ones `tidy` decides: they are as often names."""
    orders = sorted(roles)
    found: list[int] = []
    for before, order, after in zip(orders, orders[1:], orders[2:], strict=False):
        leaf, above, below = leaves[order], leaves[before], leaves[after]
        if (
            roles[before] == roles[order] == roles[after] == "text"
            and leaf.tag in _LINES
            and len(leaf.text) <= _HEAD
            and leaf.text[-1].isalnum()
            and not leaf.text[0].islower()
            and leaf.linked == 0
            and len(below.text) > _HEAD
            and leaf.strong == 0
            and below.frame.parent is leaf.frame.parent is above.frame.parent
            and above.text[-1] in _ENDS
            and not any(run.text == "\x00" for run in leaf.runs)
        ):
            found.append(order)
    if len(found) >= _FEWEST and 4 * len(found) < len(orders):
        roles.update((order, "subhead") for order in found)


def _set_alike(roles: dict[int, str], leaves: list[Leaf]) -> None:
    """A line without an end before a paragraph, set as two subheads are and in its own way, is one as well."""
    looks = Counter(_look(leaves[order]) for order, role in roles.items() if role == "subhead")
    for order, after in pairwise(sorted(roles)):
        leaf, below = leaves[order], leaves[after]
        if (
            roles[order] == roles[after] == "text"
            and leaf.tag in _LINES
            and len(leaf.text) <= _HEAD < len(below.text)
            and leaf.text[-1] not in _UNENDED
            and not leaf.text[0].islower()
            and leaf.linked == 0
            and (look := _look(leaf))[-1]
            and looks[look] >= 2
        ):
            roles[order] = "subhead"


def _look(leaf: Leaf) -> tuple[str, str, Frame | None, str, bool]:
    """How *leaf* is set: its element and that around it, its inline element where all of it stands in one, and whether that sets it apart."""
    name = whole_name(leaf)
    bold, upper = leaf.strong >= len(leaf.text), leaf.text.isupper()
    return leaf.tag, leaf.frame.name, leaf.frame.parent, f"{name} {bold} {upper}", bool(name or bold or upper)


def _numbers(roles: dict[int, str], leaves: list[Leaf]) -> None:
    """A number that stands alone is the head of what follows; before a subhead it is dropped."""
    orders = sorted(roles)
    for order, after in pairwise(orders):
        leaf = leaves[order]
        if leaf.text.isdecimal() and len(leaf.text) <= 2 and leaf.tag not in {"li", "td"}:
            roles[order] = "subhead"
            if roles[after] == "subhead":
                del roles[order]


def _of_others(roles: dict[int, str], leaves: list[Leaf]) -> None:
    """A subhead in an element with prose of which nothing else is the article's is that prose's: an appeal's, another article's. A box is one."""
    for order in [order for order, role in roles.items() if role == "subhead"]:
        frame: Frame | None = leaves[order].frame
        while frame is not None and frame.count <= 1:
            frame = frame.parent
        if frame is None or frame.start != order or any(one in roles for one in range(order + 1, frame.end)):
            continue
        if any(one.tag in {"aside", "details"} or boxes.is_named(one.words) or boxes.is_card(one, leaves) for one in frame.near(3)):
            continue
        if any(one.kind == "text" and len(one.text) >= _PROSE and "figure" not in one.frame.tags for one in leaves[order + 1 : frame.end]):
            del roles[order]


def _trim(roles: dict[int, str]) -> None:
    """A subhead has text below it: those at the end go."""
    for order in sorted(roles, reverse=True):
        if roles[order] != "subhead":
            return
        del roles[order]


def _lead(roles: dict[int, str], leaves: list[Leaf], title: str) -> None:
    """A lone heading above all text is a standfirst, unless the article's other subheads look like it, it asks, or tells a day; part of *title*, it goes."""
    orders = sorted(roles)
    if len(orders) < 3 or roles[orders[0]] != "subhead" or roles[orders[1]] != "text" or "teaser" in roles.values():
        return
    first = leaves[orders[0]]
    alike = any(roles[order] == "subhead" and (one := leaves[order].frame).tag == first.frame.tag and one.name == first.frame.name for order in orders[1:])
    if not alike and fold(first.text) in title:
        del roles[orders[0]]
    elif not alike and not first.text.rstrip().endswith("?") and not (len(first.text) < 30 and any(sign.isdigit() for sign in first.text)):
        roles[orders[0]] = "teaser"
