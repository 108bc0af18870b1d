"""Leaves in, the roles of those that are the article out.

`choose` says of every text what it is: `text` (running text), `subhead`, or nothing.
"""

from .leaves import Frame, Leaf

Roles = dict[int, str]
_NOT_BODY = frozenset(
    "related recommended newsletter promo share social comment comments footer sidebar cookie consent advert ad ads tags topics breadcrumb author caption figcaption credit teaser paywall subscribe subscription menu".split()
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def choose(leaves: list[Leaf]) -> Roles:
    """The role of each leaf that belongs to the article's running text, by its order."""
    scores: dict[Frame, float] = {}
    for leaf in leaves:
        if leaf.kind == "text" and len(leaf.text) >= 60 and leaf.linked < 0.4 * len(leaf.text) and not leaf.frame.hidden:
            weight = min(len(leaf.text), 400.0)
            frame: Frame | None = leaf.frame.parent if leaf.tag in {"p", "li"} else leaf.frame
            for share in (1.0, 0.6, 0.3):
                if frame is None:
                    break
                scores[frame] = scores.get(frame, 0.0) + weight * share
                frame = frame.parent
    if not scores:
        return {}
    best = max(scores, key=lambda frame: scores[frame])
    roles: Roles = {}
    for leaf in leaves[best.start : best.end]:
        if leaf.kind != "text" or leaf.frame.hidden:
            continue
        bad = leaf.frame.within("figure", "figcaption", "aside", "h1") is not None
        for frame in leaf.frame.chain():
            if frame is best:
                break
            bad = bad or not frame.words.isdisjoint(_NOT_BODY)
        if bad or leaf.linked > 0.6 * len(leaf.text):
            continue
        roles[leaf.order] = "subhead" if leaf.tag in _HEADINGS else "text"
    return roles
