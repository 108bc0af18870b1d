"""A document in, the elements that say by their class, rel or itemprop what they are out, for all who decide on metadata.

The walk over the page (`leaves`) reads the elements' attributes, and so their classes; one selection finds itemprop and rel.
"""

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .. import text
from .parse import Document
from .roles import BYLINE, DATE, ELSEWHERE, END, H1, STANDFIRST, TAGS, TIME, roles

_NAMED = '[itemprop], [property~="author"], [rel~="author"], [rel~="tag"]'
_OUTSIDE: Final = frozenset({"nav", "footer", "aside", "form", "figure", "figcaption", "dialog"})
_WHOLE: Final = frozenset({"body", "html", "main"})
_ENDS: Final = frozenset({"footer", "aside", "nav"})
_SPACED: Final = frozenset({"span", "div", "p", "small", "strong", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "section", "header", "time"})
_NAME = re.compile("[a-z][a-z0-9-]*")
_CLIMB = 24
_SHORT = 160
_MOST = 40
_CARD = 500  # characters of another article's teaser, with all that stands in it
_SMALL = "p, span, div, li, a, small, address, time, td, dd"


class Visible:
    """The elements by role, in the page's order. *named* are by tag, itemprop or rel: `h1`, `time`, `itemprop:author`, `rel:author`.

    *telling* is what the walk over the page says (`Leaves.telling`).
    """

    __slots__ = ("by_role", "document", "named", "places")

    def __init__(self, document: Document, telling: list[tuple[LexborNode, int]]) -> None:
        self.document = document
        self.by_role: dict[int, list[LexborNode]] = {BYLINE: [], TAGS: [], STANDFIRST: [], DATE: []}
        self.named: dict[str, list[LexborNode]] = {}
        self.places: dict[int, int] = {}
        for place, (node, found) in enumerate(telling):
            if found & H1:
                self.named.setdefault("h1", []).append(node)
            elif found & TIME:
                self.named.setdefault("time", []).append(node)
            self.places[node.mem_id] = place
            for role, nodes in self.by_role.items():
                if found & role:
                    nodes.append(node)
        for node in document.tree.css(_NAMED):
            attributes = node.attributes
            keys = [f"itemprop:{name}" for name in (attributes.get("itemprop") or attributes.get("property") or "").split()]
            keys += [f"rel:{name}" for name in (attributes.get("rel") or "").lower().split()]
            for key in keys:
                self.named.setdefault(key, []).append(node)

    def after(self, node: LexborNode, heading: LexborNode | None) -> bool:
        """Whether *node*, which has a role, stands after *heading* or in one small part of the page with it; True where a place is unknown."""
        place = self.places.get(node.mem_id)
        if heading is None or place is None or place >= self.places.get(heading.mem_id, -1):
            return True
        near = {parent.mem_id for parent, _ in zip(ancestors(heading), range(4), strict=False) if parent.tag not in _WHOLE}
        return any(parent.mem_id in near for parent, _ in zip(ancestors(node), range(6), strict=False))

    def get(self, name: str) -> list[LexborNode]:
        """The elements of that name."""
        return self.named.get(name, [])


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around *node*, the nearest first, at most 24; the document is none."""
    parent = node.parent
    for _ in range(_CLIMB):
        if parent is None or not parent.is_element_node:
            return
        yield parent
        parent = parent.parent


def is_outside(node: LexborNode, *, excused: bool = False, ends: bool = False) -> bool:
    """Whether *node* stands in navigation, footer, sidebar, another article's teaser, comments or a picture.

    *excused*: its own class may hold such a word ("related-topics"). *ends*: it may stand in an article's own footer or side.
    """
    words_of_others = ELSEWHERE if ends else ELSEWHERE | END
    if not excused and roles(node.attrs.get("class") or "") & words_of_others:
        return True
    ended = False
    for parent in ancestors(node):
        tag = parent.tag
        if tag == "form" and parent.parent is not None and parent.parent.tag == "body":
            break  # of a page that is one form
        if tag in _OUTSIDE:
            if not (ends and tag in _ENDS):
                return True
            ended = ended or tag != "nav"
        elif tag == "header" and parent.css_first("h1, h2") is None:
            return True
        elif tag == "article":
            ended = False
        if tag == "body" or tag == "main":
            break
        if roles(parent.attrs.get("class") or "") & words_of_others:
            return True
    return ended


def is_in_card(node: LexborNode, own: set[int]) -> bool:
    """Whether *node* stands in a short `<article>` that is none of the headline's *own* ancestors: another one's teaser."""
    around = next((parent for parent in ancestors(node) if parent.tag == "article"), None)
    return around is not None and around.mem_id not in own and len(around.text()) < _CARD


def beside(heading: LexborNode | None) -> Iterator[str]:
    """The short texts that follow *heading* closely: where bylines and dates stand that no class tells of. At most 60."""
    if heading is None:
        return
    element = heading
    left, levels = 60, 0
    for _ in range(8):  # elements around the heading, of which three with something beside them
        sibling = element.next
        looked = 0
        while sibling is not None and looked < 5:
            if sibling.is_element_node:
                looked += 1
                for small in [sibling, *sibling.css(_SMALL)[:24]]:
                    if roles(small.attrs.get("class") or "") & ELSEWHERE:
                        continue
                    part = inner_text(small) if len(small.text()) < 4 * _SHORT else ""
                    if 2 < len(part) <= _SHORT and left > 0:
                        left -= 1
                        yield part
            elif 2 < len(part := text.clean((sibling.text_content or "")[: 4 * _SHORT])) <= _SHORT and left > 0:
                left -= 1
                yield part
            sibling = sibling.next
        levels += looked > 0
        if levels == 3 or element.parent is None or element.parent.tag in _WHOLE:
            return
        element = element.parent


def links_below(tree: LexborHTMLParser, heading: LexborNode) -> Iterator[LexborNode]:
    """The links of the page behind *heading*."""
    below = False
    for found in tree.css(f"a[href], {heading.tag}" if _NAME.fullmatch(heading.tag or "") else "*"):  # a broken page's element may be called `h"`
        if below and found.tag == "a":
            yield found
        below = below or found.mem_id == heading.mem_id


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The elements and words in *node*, or in the one element that it holds; at most 40."""
    child = node.first_child
    while child is not None and child.next is None and child.is_element_node:
        child = child.first_child
    for _ in range(_MOST):
        if child is None:
            return
        if child.is_element_node or child.text().strip():
            yield child
        child = child.next


def inner_text(node: LexborNode) -> str:
    """The clean text of *node*; where children of it stand without a space between them that a reader sees as apart, there is one."""
    parts: list[str] = []
    child = node.first_child
    while child is not None and child.next is None and child.is_element_node:  # what but wraps the others
        child = child.first_child
    before = ""
    while child is not None:
        tag = child.tag or ""
        if tag == "br" or (tag in _SPACED and before in _SPACED):
            parts.append(" ")
        if tag == "-text" or child.is_element_node:
            parts.append(child.text())
        before = tag
        child = child.next
    return text.clean("".join(parts))

