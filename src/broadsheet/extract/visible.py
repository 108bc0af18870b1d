"""A document in, the elements that say by their class, rel or itemprop what they are out: gathered in one pass, for all who decide on metadata.

`roles(name)` reads a class: whole words, in any of the languages of `words`, however they are joined: `Artikel_dach__K5u0`, `article-kicker`.
The pass looks at each element's class once; the reading of a class is remembered, for a page has a few hundred different ones.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborNode

from .. import text
from . import words
from .parse import Document

KICKER, BYLINE, TAGS, STANDFIRST, DATE, ELSEWHERE = 1, 2, 4, 8, 16, 32
_TABLES: Final = (
    (KICKER, words.KICKER),
    (BYLINE, words.BYLINE),
    (TAGS, words.TAGS),
    (STANDFIRST, words.STANDFIRST),
    (DATE, words.DATE),
    (ELSEWHERE, words.ELSEWHERE),
)
_ROLE: Final = {word: sum(role for role, table in _TABLES if word in table) for word in frozenset().union(*(table for _, table in _TABLES))}
_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])")
_OWN = KICKER | BYLINE | TAGS | STANDFIRST | DATE
_NAMED = 'h1, time, [itemprop], [rel~="author"], [rel~="tag"]'
_OUTSIDE: Final = frozenset({"nav", "footer", "aside", "form", "figure", "figcaption", "dialog"})
_SPACED: Final = frozenset({"span", "div", "p", "small", "strong", "h2", "h3", "h4", "h5", "h6", "li", "section", "header", "time"})
_CLIMB = 24


@lru_cache(maxsize=16384)
def roles(name: str) -> int:
    """What the class *name* says that its element is: the sum of the roles of its words."""
    found = 0
    for word in _WORD.findall(name[:300]):
        found |= _ROLE.get(word.lower(), 0)
    return found


class Visible:
    """The elements by role, in the page's order. *named* are by tag, itemprop or rel: `h1`, `time`, `itemprop:author`, `rel:author`."""

    __slots__ = ("by_role", "document", "named")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_role: dict[int, list[LexborNode]] = {KICKER: [], BYLINE: [], TAGS: [], STANDFIRST: [], DATE: []}
        self.named: dict[str, list[LexborNode]] = {}
        for node in document.tree.css("[class]"):
            found = roles(node.attrs.get("class") or "") & _OWN
            if found:
                for role, nodes in self.by_role.items():
                    if found & role:
                        nodes.append(node)
        for node in document.tree.css(_NAMED):
            tag = node.tag or ""
            attributes = node.attributes
            keys = [tag] if tag in {"h1", "time"} else []
            keys += [f"itemprop:{name}" for name in (attributes.get("itemprop") or "").split()]
            keys += [f"rel:{name}" for name in (attributes.get("rel") or "").lower().split()]
            for key in keys:
                self.named.setdefault(key, []).append(node)

    def get(self, name: str) -> list[LexborNode]:
        """The elements of that name."""
        return self.named.get(name, [])


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around *node*, the nearest first, at most 24."""
    parent = node.parent
    for _ in range(_CLIMB):
        if parent is None:
            return
        yield parent
        parent = parent.parent


def is_outside(node: LexborNode, own: int = 0) -> bool:
    """Whether *node* stands in navigation, footer, sidebar, another article's teaser, comments or a picture. *own* roles excuse a word."""
    if roles(node.attrs.get("class") or "") & ELSEWHERE & ~own:
        return True
    for parent in ancestors(node):
        tag = parent.tag
        if tag in _OUTSIDE:
            return True
        if tag == "body" or tag == "main":
            return False
        if roles(parent.attrs.get("class") or "") & ELSEWHERE:
            return True
    return False


def inner_text(node: LexborNode) -> str:
    """The clean text of *node*; where children of it stand without a space between them that a reader sees as apart, there is one."""
    parts: list[str] = []
    child = node.first_child
    before = ""
    while child is not None:
        tag = child.tag or ""
        if tag == "br" or (tag in _SPACED and before in _SPACED):
            parts.append(" ")
        if tag == "-text" or not tag.startswith(("-", "!")):
            parts.append(child.text())
        before = tag
        child = child.next
    return text.clean("".join(parts))

