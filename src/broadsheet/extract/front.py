"""Leaves of a front page in, its blocks of teasers out, in the paper's own order; and whether a page is hardly more than teasers.

A block begins where an element that holds several teasers has a heading that belongs to none of them; what stands before the first such heading is
the top, without a title.
"""

from bisect import bisect_left
from collections.abc import Sequence

from ..model import FrontBlock, Link
from ..text import clean, fold
from .frames import Frame
from .leaves import Leaf, Leaves
from .teasers import is_article, teasers

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_TOLD = 20  # characters of a headline or a teaser by which it is known again
_MOST = 200  # texts, and teasers, that are compared
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


def is_list(texts: Sequence[str], listed: Sequence[FrontBlock]) -> bool:
    """Whether *texts*, which were taken for an article's, are hardly more than the teasers *listed*: the page of a section, of a topic."""
    told = [fold(text) for block in listed for link in block.links for text in (link.headline, link.teaser) if len(text) >= _TOLD][:_MOST]
    lines = [fold(text) for text in texts[:_MOST]]
    return sum(len(line) for line in lines if any(text in line for text in told)) > 0.8 * sum(map(len, lines))


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
