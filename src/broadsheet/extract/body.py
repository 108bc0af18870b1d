"""Leaves in, the roles of those that are the article out.

`choose` says of every text what it is: `text` (running text), `subhead`, `teaser`, or nothing. The evidence on each text is added up by the
table of weights; then what stands together is decided together.
"""

from ..text import fold
from .evidence import Evidence
from .leaves import Frame, Leaf, words
from .weights import Weights, weights

Roles = dict[int, str]
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})


class _Score:
    """Adds up the evidence for one role; what an element's names are worth is remembered."""

    def __init__(self, table: Weights, evidence: Evidence) -> None:
        self.table = table
        self.evidence = evidence
        self.names: dict[Frame, float] = {}

    def of(self, leaf: Leaf, values: tuple[str | int, ...]) -> float:
        """The log odds that *leaf* has the role."""
        table = self.table
        total = table.bias
        for slot, value in zip(table.slots, values, strict=True):
            if value in slot:
                total += slot[value]
        frame = leaf.frame
        if frame not in self.names:
            self.names[frame] = self._named(frame)
        total += self.names[frame]
        if name := whole_name(leaf):
            inline = table.inline
            for word in words(name):
                if word in inline:
                    total += inline[word]
        return total

    def _named(self, frame: Frame) -> float:
        table = self.table
        total = sum([table.own.get(word, 0.0) for word in frame.words])
        if frame.parent is not None:
            total += sum([table.parent.get(word, 0.0) for word in frame.parent.words])
        above: frozenset[str] = frozenset().union(*(one.words for one in self.evidence.names(frame)))
        return total + sum([table.above.get(word, 0.0) for word in above])


def whole_name(leaf: Leaf) -> str:
    """The class of the inline element that holds four fifths of *leaf*, "" where there is none."""
    for run in leaf.runs:
        if run.name and len(run.text) > 0.8 * len(leaf.text):
            return run.name
    return ""


def choose(evidence: Evidence, headline: str = "", tables: dict[str, Weights] | None = None) -> Roles:
    """The role of each leaf that belongs to the article's running text, by its order."""
    tables = tables or weights()
    keep, subhead, teaser = (_Score(tables[role], evidence) for role in ("keep", "subhead", "teaser"))
    scores: dict[int, float] = {}
    seen: dict[int, tuple[Leaf, tuple[str | int, ...]]] = {}
    for at, leaf in enumerate(evidence.leaves):
        if evidence.is_plausible(leaf):
            values = evidence.values(at)
            scores[leaf.order] = keep.of(leaf, values)
            seen[leaf.order] = leaf, values
    _together(evidence, scores, seen)
    roles: Roles = {}
    title = fold(headline)
    for order, (leaf, values) in seen.items():
        if scores[order] <= 0 or (leaf.tag in _HEADINGS and fold(leaf.text) == title) or leaf.tag == "h1":
            continue
        roles[order] = "subhead" if subhead.of(leaf, values) > 0 else "teaser" if teaser.of(leaf, values) > 0 else "text"
    _trim(roles)
    return roles


def _together(evidence: Evidence, scores: dict[int, float], seen: dict[int, tuple[Leaf, tuple[str | int, ...]]]) -> None:
    """A list is kept or dropped as a whole."""
    lists: dict[Frame, list[int]] = {}
    home = evidence.home
    for order, (leaf, _) in seen.items():
        listing = leaf.frame.within("ul", "ol")
        if listing is not None and listing.start > home.start and listing.mass < 0.5 * home.mass:
            lists.setdefault(listing, []).append(order)
    for orders in lists.values():
        if len(orders) > 1:
            weight = sum(len(seen[order][0].text) for order in orders)
            mean = sum(scores[order] * len(seen[order][0].text) for order in orders) / weight
            for order in orders:
                scores[order] = mean


def _trim(roles: Roles) -> None:
    """A subhead has text below it: those at the end go."""
    for order in sorted(roles, reverse=True):
        if roles[order] != "subhead":
            return
        del roles[order]
