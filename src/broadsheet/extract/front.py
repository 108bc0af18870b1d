"""Leaves of a front page in, its blocks of teasers out, in the paper's own order.

A block begins where an element that holds several teasers has a heading that belongs to none of them; what stands before the first such heading is
the top, without a title.
"""

from bisect import bisect_left

from ..model import FrontBlock, Link
from ..text import clean
from .frames import Frame
from .leaves import Leaf, Leaves
from .teasers import is_article, teasers

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_TITLE_WORDS = frozenset({"title", "headline", "heading", "titel", "header", "label"})


def blocks(page: Leaves, base: str) -> tuple[FrontBlock, ...]:
    """The blocks of the front page at *base*."""
    leaves = page.leaves
    found = [(frame, link) for frame, link in teasers(page, page.frames[0], base) if is_article(link, base) and not frame.hidden]
    inside = [False] * (len(leaves) + 1)
    for frame, _ in found:
        inside[frame.start : frame.end] = [True] * (frame.end - frame.start)
    titles = [
        leaf for leaf in leaves if leaf.kind == "text" and leaf.tag in _HEADINGS and not inside[leaf.order] and len(leaf.text) < 60 and not leaf.frame.hidden
    ]
    groups: dict[int, list[Link]] = {}
    headings: dict[int, str] = {-1: ""}
    for frame, link in sorted(found, key=lambda one: one[0].start):
        title = _heading(frame, titles)
        headings[title.order if title else -1] = clean(title.text) if title else ""
        groups.setdefault(title.order if title else -1, []).append(link)
    return tuple(FrontBlock(headings[order], tuple(links)) for order, links in sorted(groups.items(), key=lambda group: group[0]))


def _heading(frame: Frame, titles: list[Leaf]) -> Leaf | None:
    """The last of *titles* before *frame* whose own surroundings hold *frame* too."""
    before = bisect_left(titles, frame.start, key=lambda title: title.order)
    for title in reversed(titles[max(0, before - 30) : before]):
        above = title.frame.parent
        for _ in range(3):
            if above is None or above.tag in {"body", "main"}:
                break
            if above.start <= frame.start and frame.end <= above.end:
                return title
            above = above.parent
    return None
