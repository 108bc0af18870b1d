"""A document in, the article's kicker and headline out: a decision among `<h1>`, og:title, JSON-LD's headline and `<title>`.

One of the four is the headline on nearly every page; the others are it with the paper's name behind it, with the kicker before it, or another
headline, made for search engines or for sharing. Where two differ, the one that `<title>` repeats is the one for search engines.

Where no `<h1>` is the headline's, the first element whose text is one of the others, or a whole part of `<title>`, stands for it: old pages have none.

A kicker is what stands in an element of its own in or just above the `<h1>`, or what one candidate has before a separator and another has not.
"""

import re
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from .. import text
from ..address import host, local
from . import paper, structured
from .dates import written
from .paper import loose
from .parse import Document
from .roles import KICKER, roles
from .runs import is_anchor
from .structured import Node
from .visible import Visible, inner_text, is_outside

_BETWEEN = re.compile(r"\s*(?:[:|/•·–—―：]|\s-|\.\s)\s*")
_ENDS = " \t\u00a0:|/•·–—―：-"
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_PATH: Final = re.compile(r"\s+[/›»>]\s+")
_MAX_KICKER: Final = 90
_MAX_HEADING: Final = 3_000
_WRAPPERS: Final = frozenset({"a", "span", "div"})
_WRAPPED: Final = 5
_TRIES: Final = 40  # texts of a page that are a headline and stand in its navigation, say
_LIKE: Final = 0.3  # the part of a headline's words that another one has at least
_LEAST, _LEAST_PART, _MAX_STAND_IN = 5, 9, 300  # letters, characters of a text that stands for the `<h1>`
_MARKS: Final = 8  # of a title, which are looked at
_LINKED: Final = frozenset({"a", "option", "button", "label", "title"})


class Title(NamedTuple):
    """Kicker and headline, either "" where there is none; *node* is the `<h1>`, or what stands for it, in which the headline stands."""

    kicker: str
    headline: str
    node: LexborNode | None = None


def title(document: Document, visible: Visible, node: Node, names: tuple[str, ...], sections: tuple[str, ...] = ()) -> Title:
    """The title of *document*, whose article is *node* in JSON-LD, whose paper has *names* and whose article stands in *sections*."""
    masthead = _masthead(document, visible)
    known = (*names, *paper.host_names(document), *masthead)
    stated = document.first_meta("og:title", "twitter:title", "dc.title", "title"), structured.first(node.get("headline") or node.get("name"))
    shared, machine = (paper.without_names(words if len(words) < _MAX_HEADING else "", known, sections) for words in stated)
    page = paper.without_names(text.clean(document.title), known, sections)
    page = next((_after(page, name) or page for name in masthead if _BETWEEN.match(page, len(name))), page)
    heading, kicker, printed = _printed(visible, (shared, machine, page), known)
    stand_in = heading is None
    if heading is None or is_outside(heading):
        # An <h1> in the breadcrumb says what the headline is, not where.
        found, words = _stand_in(document, (printed, shared, machine, page), _parts(page))
        heading, printed = found or heading, words if stand_in else printed
    if not printed and not kicker:
        named = [inner_text(element) for element in visible.get("itemprop:headline") if len(element.text()) < _MAX_HEADING]
        others = (shared, machine, page)
        printed = next((words for words in named if _likeness(words, others) > _LIKE), named[0] if named and not any(others) else "")
        printed = printed or document.first_meta("headline")
    if heading is not None and not kicker:
        kicker = _above(heading)
    if printed and len(printed.split()) <= 3 and (shared or machine) and not _likeness(printed, (shared, machine, page)):
        printed, kicker, heading = "", "", None
    parts = [_Part("h", printed, kicker), _Part("o", shared), _Part("l", machine), _Part("t", page)]
    _part_kickers(parts)
    if stand_in and not shared and not machine:
        parts[-1].kicker = ""  # what `<title>` alone has before the headline is the paper's name
    chosen = _chosen(*parts)
    _part_alternative(chosen, structured.first(node.get("alternativeHeadline")))
    kickers = [part.kicker for part in (chosen, *parts) if part.kicker and loose(part.text) == loose(chosen.text)]
    # Where one kicker is the end of another, the other has more of the page's furniture before it.
    kicker = next((shorter for shorter in kickers if kickers[0] != shorter and loose(kickers[0]).endswith(loose(shorter))), kickers[0]) if kickers else ""
    kicker = _unplaced(kicker, (*known, *sections))
    if kicker and (loose(kicker) == loose(chosen.text) or any(loose(kicker) == loose(section) for section in sections) or len(kicker) > _MAX_KICKER):
        kicker = ""
    if heading is None and masthead:
        heading = visible.get("h1")[0]  # what is the article's stands below it
    return Title(kicker, chosen.text, heading)


class _Part:
    """A candidate: where it is from, its text, the kicker that was parted from it."""

    __slots__ = ("kicker", "source", "text")

    def __init__(self, source: str, words: str, kicker: str = "") -> None:
        self.source = source
        self.text = words
        self.kicker = kicker


def _masthead(document: Document, visible: Visible) -> tuple[str, ...]:
    """What an `<h1>` says that is one link to the site's front page: the paper's name, not a headline. Nothing on the front page itself."""
    page = document.address or document.canonical
    if not page or local(page) == "/":
        return ()
    for element in visible.get("h1")[:3]:
        nodes = _children(element)
        if len(nodes) == 1 and nodes[0].tag == "a":
            address = document.absolute(nodes[0].attributes.get("href"))
            if address and local(address) == "/" and host(address) == host(page):
                words = inner_text(element)
                return (words,) if 0 < len(words) < _MAX_KICKER else ()
    return ()


def _printed(visible: Visible, others: tuple[str, ...], known: tuple[str, ...]) -> tuple[LexborNode | None, str, str]:
    """The `<h1>` that is the article's, its kicker and its text: the one that the other candidates say most of, else the first that is no name."""
    compared = [loose(other) for other in others if other]
    found: tuple[int, LexborNode, str, str] | None = None
    first: tuple[LexborNode | None, str, str] = (None, "", "")
    elements = [element for element in visible.get("h1")[:40] if len(element.text()) < _MAX_HEADING]
    for element in elements:
        kicker, words = _in_heading(element)
        folded = loose(words)
        if not folded:
            continue
        shared = max([min(len(folded), len(other)) for other in compared if folded in other or (len(other) >= 8 and other in folded)], default=0)
        if len(folded) >= 8 and shared > (found[0] if found else 0):
            found = shared, element, kicker, words
        if first[0] is None and not any(paper.same_name(words, name) for name in known):
            first = element, kicker, words
    if found:
        return found[1:]
    if first[0] is not None and compared and len(elements) > 1:
        near = [(_likeness(words, others), element, kicker, words) for element in elements for kicker, words in [_in_heading(element)] if words]
        best = max(near, key=lambda found: found[0])
        if best[0] > _likeness(first[2], others):
            return best[1:]
    return first


def _stand_in(document: Document, others: tuple[str, ...], parts: list[str]) -> tuple[LexborNode | None, str]:
    """Where a page has no `<h1>`: the first element outside links and navigation whose only text is one of *others*, or of the *parts* of the page's
    title, of which short ones are sections' names; and that text.
    """
    named = (*((other, _LEAST) for other in others), *((part, _LEAST_PART) for part in parts))
    compared = {found for other, least in named if len(other) + text.dense(other) >= least and (found := loose(other))}
    starts = {other[0] for other in compared}
    shortest, longest = min(map(len, compared), default=0), 2 * max(map(len, compared), default=0)
    tries = _TRIES
    body = document.tree.body
    for node in body.traverse(include_text=True) if body is not None and compared else ():
        raw = node.text_content if node.tag == "-text" else None
        # Nearly every text is told from a headline by its length or by its first letter.
        if raw is None or len(raw) < shortest or len(told := raw.strip()) > longest or _first(told) not in starts or loose(told) not in compared:
            continue
        tries -= 1
        if tries < 0:  # each looks at the whole text of what is around it
            break
        words = text.clean(told)
        element = _unlinked(node.parent, document)
        for _ in range(_WRAPPED):
            around = element.parent if element is not None and element.tag not in _LINKED else None
            if around is None or not around.is_element_node or text.clean(around.text()[:_MAX_STAND_IN]) != words:
                break
            element = around
        if element is not None and element.tag not in _LINKED and not is_outside(element):
            return element, words
    return None, ""


def _parts(title: str) -> list[str]:
    """What stands between the marks of *title*, and what stands before and behind each: a headline may have a mark of its own."""
    marks = list(_BETWEEN.finditer(title))[:_MARKS]
    return [*_BETWEEN.split(title), *(title[: mark.start()] for mark in marks[1:]), *(title[mark.end() :] for mark in marks[:-1])]


def _unlinked(element: LexborNode | None, document: Document) -> LexborNode | None:
    """*element*, or what holds it where it is a link from the article to itself."""
    if element is not None and element.tag == "a":
        attributes = element.attributes
        if "bookmark" in (attributes.get("rel") or "").split() or document.absolute(attributes.get("href")) in {document.address, document.canonical} - {""}:
            return element.parent
    return element


def _first(told: str) -> str:
    """The first letter or digit of *told* as `loose` has it."""
    return next((sign for sign in told if sign.isalnum()), "").casefold()[:1]


def _likeness(words: str, others: tuple[str, ...]) -> float:
    """Which part of the words of *words* the likest of *others* has."""
    own = set(text.fold(words).split())
    return max((len(own & set(text.fold(other).split())) / max(3, len(own)) for other in others), default=0.0)


def _unplaced(kicker: str, places: tuple[str, ...]) -> str:
    """*kicker* without the day beside it; "" where it is the path to the article, of which a part is one of *places*."""
    parts = [part for part in _PATH.split(kicker) if not written(part)]
    return "" if len(parts) > 2 and any(loose(part) == loose(place) for part in parts for place in places) else " / ".join(parts)


def _in_heading(element: LexborNode) -> tuple[str, str]:
    """Kicker and headline within the `<h1>` *element*."""
    nodes = _children(element)
    for _ in range(_WRAPPED):
        if len(nodes) != 1 or nodes[0].tag not in _WRAPPERS:
            break
        nodes = _children(nodes[0])
    kicker = headline = ""
    for node in nodes:
        if node.is_element_node:
            attributes = node.attributes
            if roles(attributes.get("class") or "") & KICKER:
                kicker = inner_text(node).strip(_ENDS)
            elif "headline" in (attributes.get("itemprop") or "").split():
                headline = inner_text(node)
    if headline:
        return kicker, headline
    parent = nodes[0].parent if nodes else None
    whole = inner_text(parent or element)
    last = nodes[-1] if nodes else None
    if last is not None and last.tag == "a" and is_anchor(last.attributes.get("href") or "", sign := last.text().strip()):
        whole = whole.removesuffix(sign).rstrip()
    rest = _after(whole, kicker) if kicker else ""
    return (kicker, rest) if rest else ("", whole)


def _children(element: LexborNode) -> list[LexborNode]:
    """The first children of *element* that are elements or words."""
    found: list[LexborNode] = []
    child = element.first_child
    while child is not None and len(found) < 12:
        if child.is_element_node or (child.tag == "-text" and child.text().strip()):
            found.append(child)
        child = child.next
    return found


def _above(heading: LexborNode) -> str:
    """The kicker that stands in an element of its own just above *heading*, "" where there is none."""
    element = heading
    for _ in range(4):
        sibling = element.prev
        looked = 0
        while sibling is not None and looked < 4:
            if sibling.is_element_node:
                looked += 1
                name = sibling.attributes.get("class") or ""
                found = sibling if roles(name) & KICKER or "kicker" in (sibling.attributes.get("data-testid") or "") else _first_kicker(sibling)
                if found is not None:
                    words = inner_text(found).strip(_ENDS)
                    return words if 0 < len(words) <= _MAX_KICKER else ""
            sibling = sibling.prev
        parent = element.parent
        if parent is None or parent.tag in {"body", "main", "article"}:
            return ""
        element = parent
    return ""


def _first_kicker(element: LexborNode) -> LexborNode | None:
    """The first element inside the small *element* whose class says that it is a kicker."""
    if len(element.text()) > 3 * _MAX_KICKER:
        return None
    return next((node for node in element.css("[class]")[:12] if roles(node.attrs.get("class") or "") & KICKER), None)


def _after(whole: str, head: str) -> str:
    """What follows *head* in *whole*, without the separator between; "" where it does not begin so."""
    if not whole.startswith(head):
        folded = text.fold(whole)
        if len(folded) != len(whole) or not folded.startswith(text.fold(head)):
            return ""
    return whole[len(head) :].lstrip(_ENDS)


def _part_kickers(parts: list[_Part]) -> None:
    """Part "Kicker: Headline" in each candidate where another candidate is the headline alone; cut ends are completed from others."""
    for part in parts:
        for other in parts:
            if part is other or len(other.text) < 8 or len(part.text) <= len(other.text):
                continue
            if part.text.endswith(other.text):
                before = part.text[: -len(other.text)]
                kicker = before.strip(_ENDS)
                between = before[len(before.rstrip(_ENDS)) :]
                # A colon or a bar parts; a dash or a full stop may as well be the headline's own.
                apart = between.strip() in {":", "|", "："} or (part.source == "h" and other.source in {"o", "l"} and not between.strip())
                if apart and 2 <= len(kicker) <= _MAX_KICKER:
                    part.kicker, part.text = part.kicker or kicker, other.text
            elif part.text.startswith(other.text) and part.source in {"t", "o", "l"}:
                # What one adds behind a bar or a dash and two leave out is the section or the paper.
                behind = part.text[len(other.text) :]
                supported = sum(1 for third in parts if third.text == other.text) >= 2 or part.source == "t"
                if _BETWEEN.match(behind) and supported:
                    part.text = other.text
    for part in parts:
        cut = _CUT.search(part.text)
        if cut:
            stem = part.text[: cut.start()]
            whole = [other.text for other in parts if len(other.text) > len(stem) > 10 and other.text.startswith(stem) and not _CUT.search(other.text)]
            part.text = whole[0] if whole else part.text


def _part_alternative(part: _Part, other: str) -> None:
    """Part "Kicker: Headline" where the *other* headline that JSON-LD gives has the same two with another mark between: "Kicker - Headline"."""
    before, mark, behind = part.text.partition(": ")
    if mark and not part.kicker and ": " not in other and loose(other) == loose(part.text) and _BETWEEN.match(other, len(before)):
        part.kicker, part.text = before, behind


def _chosen(printed: _Part, shared: _Part, machine: _Part, page: _Part) -> _Part:
    """The candidate that is the headline."""
    one, two, three, last = (loose(part.text) for part in (printed, shared, machine, page))
    if not one:
        return shared if two and (two == three or not three) else machine if three else page
    if two and two == three:
        # Another headline in the two than on the page is the paper's own.
        return _common(printed, shared, machine) if one == two else shared
    if two and three and one == three:
        return shared if last == one and not two.startswith(one) else _common(printed, machine)
    if two and three and one == two:
        return machine if last != three and not _is_cut(three, one) and len(machine.text) > 9 else printed
    if two and three:
        return machine if last == three else shared if last != one or last != two else printed
    other, folded = (shared, two) if two else (machine, three)
    if folded == one:
        return _common(printed, other)
    return other if folded and last == one and not _is_cut(folded, one) else printed


def _common(*parts: _Part) -> _Part:
    """Of candidates that differ in marks at most, the one that is written as most are; of two, the one with more spaces: elements are set without."""
    written = [part.text for part in parts]
    return max(parts, key=lambda part: (written.count(part.text), part.text.count(" ")))


def _is_cut(one: str, other: str) -> bool:
    """Whether of two folded headlines one is within the other: cut off, or with something before or behind."""
    return one in other or other in one
