"""Leaves in, the roles of those that are the article out.

`choose` says of every text what it is: `text` (running text), `subhead`, `teaser`, or nothing. The evidence on each text is added up by the
table of weights, then that of its company; then what stands together is decided together.
"""

from collections.abc import Iterable
from itertools import repeat
from typing import NamedTuple
from urllib.parse import urlsplit

from ..text import fold
from . import bylines, company, dates, following, furniture, phrases, subheads
from .evidence import SLOTS, Evidence
from .frames import Frame, words
from .leaves import Leaf, whole_name
from .names import of
from .weights import Weights, weights

Roles = dict[int, str]


class Known(NamedTuple):
    """What of the article is known already, and does not stand in its body again."""

    headline: str = ""
    kicker: str = ""
    teasers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: str = ""


_NOTHING = Known()
_SUBHEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_APPEALS = frozenset({"newsletter", "regwall", "abobox", "abokasten", "rundbrief"})
_RELATED = frozenset({"related", "relatedarticles", "themenbox", "readmore", "relacionadas", "relacionados", "correlati"})
_COMMENTS = of(
    "comment comments commentlist kommentar kommentare kommentarer comentarios commentaires commenti reacties leserkommentare disqus debatte",
)
_APART = SLOTS.index("apart")
_PHRASE = SLOTS.index("phrase")
_WORTH = dict[str | int, float].get
_NONE = repeat(0.0)
_LINES = frozenset({"p", "div", "section", "span"})
_FEWEST = 3  # texts that a copy of them all says again
_COPY = 1_000  # characters of what may be a copy of the whole article in one text
_SUBHEAD = 200  # characters: the table takes none of more than a hundred for a subhead
_HEAD = 80  # characters: the longest line that may be a subhead
_EAST = "\u2e80"  # from here on names have two or three characters
_TITLE = 12  # characters, more than which a headline has that is told within a line
_LABEL = 40  # characters of what stands beside the headline: names, places
_TERMS = frozenset({"dt", "dd"})
_DATED = 48  # characters that the line of a date takes at most
_SLACK = 1.5  # log odds
_DOUBT = 5.0  # log odds against what two texts of the article have between them
_COLONS = ":："
_ENDS = ".!?…。！？؟।”»"
_SENTENCE = 25  # characters that the lines of a list have on the mean that are no labels
_CARD = 4  # elements around a text in which the headline that it goes with may stand


class _Score:
    """Adds up the evidence for one role; what the names around an element are worth is remembered."""

    def __init__(self, table: Weights, evidence: Evidence) -> None:
        self.table = table
        self.evidence = evidence
        self.around: dict[Frame | None, tuple[float, float]] = {None: (0.0, 0.0)}
        self.own: dict[frozenset[str], float] = {frozenset(): 0.0}

    def of(self, leaf: Leaf, values: tuple[str | int, ...]) -> float:
        """The log odds that *leaf* has the role."""
        table = self.table
        total = sum(map(_WORTH, table.slots, values, _NONE), table.bias)  # a loop in C: forty slots for each of sixty texts
        total += self._named(leaf.frame)
        if name := whole_name(leaf):
            inline = table.inline
            for word in words(name):
                if word in inline:
                    total += inline[word]
        return total

    def _named(self, frame: Frame) -> float:
        """What the names of *frame* and of the elements around it are worth: the latter is the same for all children of one parent."""
        table = self.table
        beside = self.around.get(frame.parent)
        if beside is None:
            parent, above = self.evidence.around(frame)
            beside = self.around[frame.parent] = _worth(table.parent, parent), _worth(table.above, above)
        own = self.own.get(frame.words)
        if own is None:
            own = self.own[frame.words] = _worth(table.own, frame.words)
        return own + beside[0] + beside[1]


def _worth(table: dict[str, float], names: Iterable[str]) -> float:
    """What *names* are worth by *table*: most stand in none."""
    return sum([table[word] for word in names if word in table])


def choose(evidence: Evidence, known: Known = _NOTHING, tables: dict[str, Weights] | None = None) -> Roles:
    """The role of each leaf that belongs to the article's running text, by its order."""
    tables = tables or weights()
    keep, accompanied, subhead, teaser = (_Score(tables[role], evidence) for role in ("keep", "company", "subhead", "teaser"))
    scores: dict[int, float] = {}
    places: dict[int, int] = {}
    seen: dict[int, tuple[Leaf, tuple[str | int, ...]]] = {}
    for at, leaf in enumerate(evidence.leaves):
        if evidence.is_plausible(leaf):
            values = evidence.values(at)
            scores[leaf.order] = keep.of(leaf, values)
            seen[leaf.order] = leaf, values
            places[leaf.order] = at
    scores = _in_company(accompanied, scores, seen)
    title, kicker = fold(known.headline), fold(known.kicker)
    _together(evidence, scores, seen)
    for other in following.articles(evidence.page, evidence.leaves, title):
        scores.update((order, -9.0) for order in range(other.start, other.end) if order in scores)
    _copies(scores, seen)
    _heads(scores, seen)
    roles: Roles = {}
    running = signed = 0
    authors = [fold(name) for name in known.authors if name]
    heads = {header for leaf in evidence.leaves if leaf.tag == "h1" and (header := leaf.frame.within("header")) is not None}
    for order, (leaf, values) in seen.items():
        if scores[order] <= 0 or (leaf.tag == "h1" and (not running or 2 * leaf.linked > len(leaf.text))):  # a later one is a subhead
            continue
        spare = len(leaf.text) - len(known.headline)
        headed = running < 3 and title and 0 <= spare < 3 * _DATED and title in fold(leaf.text) and (len(title) > _TITLE or _has_line(leaf, title))
        if headed and dates.written(leaf.text):
            roles, running = {}, 0  # the headline between kicker, byline and date: what stands above is none of the text
            continue
        if len(leaf.text) < 100 or abs(len(leaf.text) - len(known.headline)) < 5:
            text = fold(leaf.text)
            if text in {title, kicker} or (len(text) < 100 and _is_byline(leaf.text, text, authors)):
                continue
            if len(text) < _LABEL and text[-1].isalnum() and leaf.frame.within("header") in heads:
                continue
            if running < 3 and len(text) < _DATED * 2 and dates.is_change(leaf.text) and dates.written(leaf.text):
                continue
            if running < 3 and bylines.signs(leaf.text):
                signed = order
                continue
            if running == 0 and len(text) < _LABEL and leaf.linked >= len(leaf.text) and all(run.href.startswith("/") for run in leaf.runs if run.text.strip()):
                continue  # the section, the author, tags
            dated = known.date and (running == 0 or order == signed + 1) and len(text) < _DATED
            if dated and _day(text, evidence.page.times.get(order, "")) == known.date[:10]:
                continue
        formed = (*values, *evidence.form(places[order])) if running < 3 or len(leaf.text) < _SUBHEAD else ()
        if running < 3 and (teaser.of(leaf, formed) > 0 or (running == 0 and _is_set_off(leaf) and leaf.text in known.teasers)):
            roles[order] = "teaser"
        else:
            told = len(leaf.text) < _SUBHEAD and leaf.tag not in _TERMS and (leaf.tag in _SUBHEADS or subhead.of(leaf, formed) > 0)
            roles[order] = "subhead" if told else "text"
            running += not told
    leaves = evidence.page.leaves
    _announced(roles, leaves)
    subheads.told(roles, leaves)
    roles = furniture.without(roles, leaves)
    subheads.trimmed(roles, leaves, title)
    return roles


def _in_company(table: _Score, scores: dict[int, float], seen: dict[int, tuple[Leaf, tuple[str | int, ...]]]) -> dict[int, float]:
    """The *scores* of texts judged once more, by those of the texts alike and beside; above 0 is what to keep."""
    places = [company.place(leaf, values) for leaf, values in seen.values()]
    rows = zip(scores.values(), seen.values(), company.values(places, list(scores.values()), company.DOUBTFUL), strict=True)
    found = [score if values is None else (score + table.of(leaf, values)) / 2 for score, (leaf, _), values in rows]
    enough = company.threshold(places, found)
    return {order: score - enough for order, score in zip(scores, found, strict=True)}


def _is_byline(line: str, text: str, authors: list[str]) -> bool:
    """Whether *line*, of which *text* is the folded form, names an author and says little else; but for addresses and a date."""
    text = bylines.MAIL.sub("", text)
    named = [name for name in authors if len(name) > (4 if name[0] < _EAST else 1) and name in text]
    spare = sum(16 if name[0] < _EAST else 8 for name in named) + (_DATED // 2 if named and dates.written(text) else 0)
    if named and bylines.by(line):
        spare += _LABEL  # where they work: "by Ada Quill, Harbour Radio North"
    return bool(named) and len(text) - sum(map(len, named)) < spare


def _has_line(leaf: Leaf, line: str) -> bool:
    """Whether one of the lines of *leaf* between breaks is *line*, folded."""
    return any(fold(part) == line for part in "".join(run.text for run in leaf.runs).split("\x00"))


def _announced(roles: Roles, leaves: list[Leaf]) -> None:
    """A list right behind a text that ends with a colon is of the article, but for one of links that may lead to the paper's own pages."""
    for order in [order for order in roles if leaves[order].text[-1] in _COLONS and order + 1 < len(leaves) and order + 1 not in roles]:
        group = leaves[order + 1].frame.within("ul", "ol")
        if group is None or group.start != order + 1 or group.hidden or phrases.kind(leaves[order].text):
            continue
        items = leaves[group.start : group.end]
        hosts = {urlsplit(run.href).netloc for item in items for run in item.runs if run.href}
        if 2 * group.linked <= group.mass or (len(hosts) > 1 and "" not in hosts):
            roles.update((item.order, "text") for item in items if item.kind == "text" and item.text)


def _is_set_off(leaf: Leaf) -> bool:
    """Whether *leaf* is a sentence set bold as a whole."""
    return leaf.strong >= len(leaf.text) >= _LABEL and not leaf.text[-1].isalnum()


def _day(text: str, moment: str) -> str:
    """The day that *text* tells, or else its `<time>`, whose value is *moment*."""
    return (any(sign.isdigit() for sign in text) and dates.written(text)[:10]) or moment[:10]


def _together(evidence: Evidence, scores: dict[int, float], seen: dict[int, tuple[Leaf, tuple[str | int, ...]]]) -> None:
    """What stands together is decided together: comments, appeals and related boxes go, a list is kept or dropped as a whole."""
    lists: dict[Frame, list[int]] = {}
    home = evidence.home
    foreign: dict[Frame, bool] = {}
    captions = evidence.captions
    for order, (leaf, values) in seen.items():
        also = values[_PHRASE] == "also" and leaf.linked > 0.4 * len(leaf.text)
        if order in captions or also or _is_foreign(leaf.frame, home, foreign) or (values[_APART] and _is_announcing(leaf, evidence)):
            scores[order] = -9.0
        elif len(leaf.text) < 300 and _is_walled(leaf.frame) and phrases.is_wall(leaf.text):
            wall = next(frame for frame in leaf.frame.chain() if frame.mass < 1_000 and "paywall" in frame.words)
            for other in range(wall.start, wall.end):
                if other in scores:
                    scores[other] = -9.0
        listing = leaf.frame.within("ul", "ol")
        if listing is not None and listing.start > home.start and listing.mass < 0.5 * home.mass:
            lists.setdefault(listing, []).append(order)
    for listing, orders in lists.items():
        if _is_announced(evidence, listing, scores):
            for order in orders:
                scores[order] = max(scores[order], 0.01)
        elif len(orders) > 1:
            weight = sum(len(seen[order][0].text) for order in orders)
            mean = sum(scores[order] * len(seen[order][0].text) for order in orders) / weight
            for order in orders:
                scores[order] = mean
    _between(scores, seen)
    _among(scores, seen)


def _is_walled(frame: Frame) -> bool:
    """Whether *frame* or one of the two elements around it is by its name a small one for subscribers."""
    one: Frame | None = frame
    for _ in range(3):
        if one is None:
            break
        if "paywall" in one.words and one.mass < 1_000:
            return True
        one = one.parent
    return False


def _is_announced(evidence: Evidence, listing: Frame, scores: dict[int, float]) -> bool:
    """Whether a text that is kept and ends in a colon stands right before *listing*, which is more than links."""
    before = next((order for order in range(listing.start - 1, max(-1, listing.start - 4), -1) if order in scores), -1)
    return before >= 0 and scores[before] > 0 and evidence.page.leaves[before].text[-1] in ":：" and listing.linked < 0.5 * listing.mass


def _is_foreign(frame: Frame, home: Frame, known: dict[Frame, bool]) -> bool:
    """Whether *frame* stands, below the home or beside it, in what is by its name comments, an appeal, or links to other articles."""
    climbed: list[Frame] = []
    found = False
    one: Frame | None = frame
    while one is not None and not (one.start <= home.start and home.end <= one.end):
        if one in known:
            found = known[one]
            break
        climbed.append(one)
        names = one.words
        if names and not (
            names.isdisjoint(_COMMENTS)
            and (one.mass >= 1_000 or one.tag == "p" or names.isdisjoint(_APPEALS))
            and (one.linked <= 0.2 * one.mass or names.isdisjoint(_RELATED))
        ):
            found = True
            break
        one = one.parent
    for one in climbed:
        known[one] = found
    return found


def _is_announcing(leaf: Leaf, evidence: Evidence) -> bool:
    """Whether *leaf*, apart from the home, stands below the linked headline of another article, in a small element of their own."""
    for one in leaf.frame.near(_CARD):
        if one.mass > _COPY or (one.start <= evidence.home.start and evidence.home.end <= one.end):
            return False
        first = next((other for other in evidence.page.leaves[one.start : one.end] if other.kind == "text"), leaf)
        if first is not leaf:
            return first.tag in _SUBHEADS and first.linked >= 0.9 * len(first.text)
    return False


def _between(scores: dict[int, float], seen: dict[int, tuple[Leaf, tuple[str | int, ...]]]) -> None:
    """A heading that text follows, and a text between two texts that are kept, need less evidence where they stand in one element."""
    orders = sorted(seen)
    kept = -1
    for at, order in enumerate(orders):
        before = kept if kept >= 0 else None
        if scores[order] > 0:
            kept = order
        if not -3 < scores[order] <= 0:
            continue
        leaf, values = seen[order]
        parent = leaf.frame.parent
        after = next((one for one in orders[at + 1 : at + 3] if scores[one] > 0), None)
        if after is None or leaf.linked > 0.5 * len(leaf.text):
            continue
        if leaf.frame.within("blockquote") is not None and values[_APART] == 0:
            scores[order] = 0.01
            kept = order
            continue
        beside = seen[after][0].frame.parent is parent
        if before is None:
            if beside and leaf.tag == "p" and len(leaf.text) >= 80 and values[_APART] == 0 and scores[order] > -_SLACK:
                scores[order] = 0.01
                kept = order
            continue
        near = beside and seen[before][0].frame.parent is parent
        heading = leaf.tag in _SUBHEADS and values[_APART] == 0 and values[_PHRASE] != "also"
        heading = heading and (near or (scores[order] > -2 and scores[after] > 0.5 and scores[before] > 0.5))
        if heading or (near and leaf.tag == "p" and scores[order] > -_SLACK):
            scores[order] = 0.01
            kept = order


def _among(scores: dict[int, float], seen: dict[int, tuple[Leaf, tuple[str | int, ...]]]) -> None:
    """A list or a quotation without a class, which has sentences or no links, is of the article where texts of it stand before and behind it."""
    groups: dict[Frame, list[int]] = {}
    spans: dict[Frame | None, tuple[int, int]] = {}
    for order, (leaf, _) in seen.items():
        if scores[order] > 0:
            around = _alone(leaf.frame).parent
            spans[around] = spans.get(around, (order, order))[0], order
        elif scores[order] > -_DOUBT and (group := leaf.frame.within("ul", "ol", "blockquote")) is not None and not group.name:
            groups.setdefault(group, []).append(order)
    last = max((order for order, score in scores.items() if score > 0), default=-1)
    for group, orders in groups.items():
        before, behind = spans.get(_alone(group).parent, (group.end, 0))
        if all(seen[order][0].text[-1] in _ENDS for order in orders):
            behind = last  # sentences may be the last of their element
        told = 5 * group.linked <= group.mass >= _SENTENCE * len(orders) or group.linked == 0
        if before < group.start <= group.end <= behind and told:
            for order in orders:
                scores[order] = 0.01


def _alone(frame: Frame) -> Frame:
    """The outermost element that holds no text but what *frame* holds: a table sets each paragraph in a cell of its own."""
    while frame.parent is not None and frame.parent.count == frame.count:
        frame = frame.parent
    return frame


def _copies(scores: dict[int, float], seen: dict[int, tuple[Leaf, tuple[str | int, ...]]]) -> None:
    """A long text apart from the others that says three and more of them over again is the page's copy of its article, for a program or for sharing."""
    kept = [(seen[order][0], seen[order][1][_APART] == 0) for order, score in scores.items() if score > 0]
    for leaf, near in kept:
        if not near and len(leaf.text) > _COPY:
            said = sum(1 for other, inside in kept if inside and len(other.text) > _HEAD and other.text[:_HEAD] in leaf.text)
            if said >= _FEWEST:
                scores[leaf.order] = -9.0


def _heads(scores: dict[int, float], seen: dict[int, tuple[Leaf, tuple[str | int, ...]]]) -> None:
    """Headings within the text that look alike are kept or dropped together; what a heading has of class in common with most of the text says nothing."""
    kept = [order for order, score in scores.items() if score > 0]
    if not kept:
        return
    mass: dict[str, int] = {}
    alike: dict[tuple[str, str], list[int]] = {}
    for order in kept:
        leaf = seen[order][0]
        mass[leaf.frame.name] = mass.get(leaf.frame.name, 0) + len(leaf.text)
    for order, (leaf, values) in seen.items():
        within = kept[0] < order < kept[-1] and values[_APART] == 0 and scores[order] > -6 and values[_PHRASE] != "also"
        if within and (leaf.tag in _SUBHEADS or _is_marked_line(leaf)) and leaf.linked <= 0.5 * len(leaf.text):
            alike.setdefault((leaf.tag, leaf.frame.name), []).append(order)
    whole = sum(mass.values())
    for (_, name), orders in alike.items():
        shown = sum(scores[order] > 0 for order in orders)
        if 4 * shown >= len(orders) or (name and 2 * mass.get(name, 0) >= whole):
            for order in orders:
                scores[order] = max(scores[order], 0.01)


def _is_marked_line(leaf: Leaf) -> bool:
    """Whether *leaf* is a short line without an end, set bold or of a class of its own."""
    marked = leaf.strong >= len(leaf.text) or leaf.frame.name
    return bool(marked) and leaf.tag in _LINES and len(leaf.text) <= _HEAD and leaf.text[-1].isalnum()
