"""What follows an article in: related articles out; and how complete the text is.

| function | out |
|---|---|
| `related` | the articles that the page says belong to this one, with kicker and teaser |
| `completeness` | `full`, `excerpt`, `paywalled` or `live` |
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import structs

from ..address import absolute, comparable
from ..model import Block, Completeness, Entry, Link, Listing, Paragraph, Spans, plain_text
from ..text import clean, dense, fold
from . import phrases
from .frames import Frame
from .leaves import Leaf, Leaves
from .names import of
from .teasers import is_article, teasers

_RELATED: Final = of(
    "related relatedarticles relatedposts relatedpost similarposts zumthema themenbox mehrzumthema relacionados relacionadas correlati articoli similar",
    "lesenswert anschluss further readmore",
)
_NOT: Final = of(
    "read most popular trending newest latest newsletter nav navigation menu footer breadcrumb tags tag author comments comment ad ads",
    "sponsored partner taboola outbrain recommended ticker",
)
_OVER: Final = (
    r"mehr zum thema|zum thema|mehr dazu|mehr zu[mr]?\b.*|artikel zum thema|verwandte (?:artikel|themen)|"
    r"lesen sie auch|passend zum thema|auch interessant|weitere artikel.*|"
    r"related(?:\b.*)?|more on (?:this|the) .*|more like this|read more|see also|read also|more stories|lire aussi|"
    r"à lire aussi|sur le même sujet|dans la même rubrique|"
    r"relacionad[ao]s?|noticias relacionadas|más sobre.*|te puede interesar|articoli correlati|leggi anche|"
    r"leia também|notícias relacionadas|lees ook|meer over.*|les også|mer om.*|"
    r"läs (?:också|mer|även).*|læs også|lue myös|czytaj (?:także|też|również)|zobacz także|читайте также|по теме|"
    r"материалы по теме|関連記事|あわせて読みたい|관련 ?기사|相关阅读|(?:مقالات|مواضيع|موضوعات|أخبار) ذات صلة|[اإ]قرأ أيضا"
)
_HEADING: Final = re.compile(rf"\W*(?:{_OVER})\W*")
# Most headings begin otherwise, which is far cheaper to tell.
_STARTS: Final = frozenset(phrase[:2] for phrase in (*_OVER.split("|"), "مق", "مو", "أخ", "اق", "إق"))
_HEADING_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "strong"})
_WALL: Final = of("paywall piano metered premium paid regwall subscriberonly plusbox abobox offer")
_LEAST: Final = 8  # characters, more than which a headline has
_MOST: Final = 20  # related articles
_ENOUGH: Final = 300  # words: with more, how many tells nothing
_OPEN_END: Final = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")


def related(page: Leaves, roles: dict[int, str], base: str, own: set[str]) -> tuple[Link, ...]:
    """The links of the related boxes, in order, each once; *own* are the article's own addresses, comparable."""
    found: dict[str, Link] = {}
    for link in _linked(page, roles, base):
        key = comparable(link.address)
        if key not in own and key not in found and is_article(link, base):
            found[key] = structs.replace(link, headline=phrases.unlabelled(link.headline), kicker=_kicker(link.kicker))
    # A page may link one article by two addresses.
    return tuple({fold(link.headline): link for link in reversed(found.values())}.values())[::-1][:_MOST]


def _linked(page: Leaves, roles: dict[int, str], base: str) -> Iterator[Link]:
    """The links of the related boxes, and of the texts that begin with "Read also"."""
    for box in _boxes(page.leaves, page.frames, roles):
        for _, link in teasers(page, box, base):
            if len(link.headline) > _LEAST and not _is_heading(link.headline):
                yield link
    for leaf in page.leaves:
        if leaf.linked <= 0.4 * len(leaf.text) or leaf.frame.end - leaf.frame.start > 40:  # an element full of other things
            continue
        if len(leaf.text) > 25 and leaf.order not in roles and phrases.kind(leaf.text) == "also":
            yield from _named(leaf, base) if leaf.frame.end - leaf.frame.start > 3 else (link for _, link in teasers(page, leaf.frame, base))


def _named(leaf: Leaf, base: str) -> Iterator[Link]:
    """The links of *leaf*, which stands in one element with other texts: what leads there is their headline."""
    for href in dict.fromkeys(run.href for run in leaf.runs if run.href and not run.href.startswith("#")):
        yield Link(absolute(href, base), clean("".join(run.text for run in leaf.runs if run.href == href).replace("\x00", " ")))


def _is_heading(text: str) -> bool:
    """Whether *text* says no more than that related articles follow."""
    lowered = text.lower()
    return (lowered[:2] in _STARTS or not lowered[:1].isalnum()) and _HEADING.fullmatch(lowered) is not None


def _kicker(kicker: str) -> str:
    """*kicker*, unless it only says that there is more to read."""
    return "" if _is_heading(kicker) else kicker


def _boxes(leaves: list[Leaf], frames: list[Frame], roles: dict[int, str]) -> list[Frame]:
    """The highest elements that by class or heading hold related articles."""
    named = [frame for frame in frames if frame.linked and not frame.words.isdisjoint(_RELATED)]
    boxes = [frame for frame in named if not frame.hidden and frame.words.isdisjoint(_NOT) and frame.mass < 6_000]
    for leaf in leaves:
        if (
            leaf.kind == "text"
            and len(leaf.text) < 60
            and (leaf.tag in _HEADING_TAGS or leaf.strong >= len(leaf.text) or leaf.frame.mass == len(leaf.text))
            and _is_heading(leaf.text)
        ):
            frame: Frame | None = leaf.frame
            while frame is not None and frame.mass == len(leaf.text):
                frame = frame.parent
            if frame is not None and any(order in roles for order in range(frame.start, frame.end)):
                frame = _below(leaf.order, frames, roles)
            if frame is not None and frame.linked and frame.mass < 6_000:
                boxes.append(frame)
    clean = [box for box in boxes if not any(order in roles for order in range(box.start, box.end))]
    clean.sort(key=lambda box: (box.start, -box.end))
    highest: list[Frame] = []
    for box in clean:
        if not highest or box.start >= highest[-1].end:
            highest.append(box)
    return highest


def _below(order: int, frames: list[Frame], roles: dict[int, str]) -> Frame | None:
    """The highest element that begins right below the heading *order* and holds nothing of the article."""
    found = [frame for frame in frames if frame.start == order + 1 and not any(one in roles for one in range(frame.start, frame.end))]
    highest = max(found, key=lambda frame: frame.end, default=None)
    return None if highest is None or any(not frame.words.isdisjoint(_NOT) for frame in highest.near(2)) else highest


def completeness(blocks: tuple[Block, ...], page: Leaves, roles: dict[int, str], free: bool | None, types: frozenset[str], described: str) -> Completeness:
    """How much of the article the page has. *free* is what the page says of its accessibility; *described* the text that machines are told."""
    if "LiveBlogPosting" in types or sum(isinstance(block, Entry) for block in blocks) >= 3:
        return "live"
    words = 0
    for block in blocks:
        for spans in _spans(block):
            text = plain_text(spans)
            words += max(len(text.split()), dense(text) // 2)
        if words >= _ENOUGH:
            break
    last = max(roles, default=-1)
    beyond = [leaf for leaf in page.leaves[last + 1 : last + 40] if leaf.kind == "text"]
    if free is True:
        beyond = []
    named = any(one.words & _WALL and one.mass < 3_000 for leaf in beyond[:12] for one in leaf.frame.near(4))
    said = (named or free is False) and any(phrases.is_wall(leaf.text) for leaf in beyond[:12] if len(leaf.text) < 300)
    if free is False and (named or said or words < 200):
        return "paywalled"
    # Right below the text it can only mean this one.
    below = any(len(leaf.text) < 300 and phrases.is_wall(leaf.text) for leaf in beyond[:3])
    if free is not True and ((said and named) or below) and words < _ENOUGH:
        return "paywalled"
    text = next((plain_text(block.spans) for block in reversed(blocks) if isinstance(block, Paragraph)), "")
    if words < 120 and (_OPEN_END.search(text) or (described and len(described) > 3 * sum(map(len, text)) + 600)):
        return "excerpt"
    return "full"


def _spans(block: Block) -> list[Spans]:
    if isinstance(block, Paragraph):
        return [block.spans]
    return [item.spans for item in block.items] if isinstance(block, Listing) else []
