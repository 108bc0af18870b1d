"""Texts with what each is worth by itself in, the evidence of their company out: what those are worth that look alike or stand beside.

`evidence` judges every text alone. One that is doubtful so is most often what the others are that share its tag and class, or its element. What a company
is worth stands in the table `company` of `weights.json`, which was trained on what tables made without a page's publisher say of the page's texts.
"""

from math import exp, inf, log
from typing import Final, NamedTuple

from . import evidence
from .frames import Frame
from .leaves import Leaf

_SAID: Final = ("body", "description", "hidden", "phrase")  # of a text's own evidence: what says most, whatever stands around
SLOTS: Final = (
    "first", "signature", "beside", "parent", "signature share", "parent share", "kind first", "first signature", *_SAID,
)  # fmt: skip
_OWN: Final = tuple(evidence.SLOTS.index(slot) for slot in _SAID)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST: Final = 5  # log odds beyond which more is no more certain
DOUBTFUL: Final = 4.0  # log odds from which on company changes next to nothing
_LEAST: Final = 0.35  # the least probable text that is kept
_LONG: Final = 400  # characters beyond which a text counts no more


class Place(NamedTuple):
    """A text's *length* in characters and *kind* (h: a heading, p, li, or - for others); which texts look like it (*signature*), in which element it stands
    (*parent*); the values of its own evidence that stay.
    """

    length: int
    kind: str
    signature: tuple[str, str, int]
    parent: int
    said: tuple[str | int, ...]


def place(leaf: Leaf, values: tuple[str | int, ...]) -> Place:
    """Where *leaf*, of which `evidence` gives *values*, stands."""
    frame = leaf.frame
    parent: Frame = frame.parent or frame
    # An element around this text alone, which says nothing of it, is no company: there are pages of which each paragraph has a block of its own.
    while parent.count == frame.count and not parent.words and parent.tag == "div" and parent.parent is not None:
        parent = parent.parent
    # Without a class of its own a text looks like those under parents of the same class; without that, like its siblings.
    signature = (frame.tag, frame.name, -1) if frame.name else (frame.tag, parent.name, -1 if parent.name else parent.order)
    kind = "h" if frame.tag in _HEADINGS else frame.tag if frame.tag in {"p", "li"} else "-"
    return Place(len(leaf.text), kind, signature, parent.order, tuple([values[at] for at in _OWN]))


def chance(score: float) -> float:
    """The probability that the log odds *score* mean."""
    return 1 / (1 + exp(-max(-20.0, min(20.0, score))))


def _tenths(part: float, whole: float) -> int:
    return int(10 * part / whole) if whole > 0 else -1


def values(places: list[Place], scores: list[float], doubtful: float = inf) -> list[tuple[str | int, ...] | None]:
    """One value for each of `SLOTS` for each of *places*, in reading order, whose own log odds are *scores*; None where those are beyond *doubtful*."""
    groups: dict[object, list[float]] = {}  # how many, their weight, how much of it is kept, how many characters are
    rows: list[tuple[float, float, float, list[float], list[float], list[float]]] = []
    total = 0.0
    for (length, _, signature, parent, _), score in zip(places, scores, strict=True):
        probable = chance(score)
        weight = min(length, _LONG) ** 0.5
        kept = weight * probable
        mass = length * probable
        total += mass
        found_groups: list[list[float]] = []
        for key in (signature, (parent, signature), parent):
            group = groups.get(key)
            if group is None:
                groups[key] = group = [1, weight, kept, mass]
            else:
                group[0] += 1
                group[1] += weight
                group[2] += kept
                group[3] += mass
            found_groups.append(group)
        alike, beside, within = found_groups
        rows.append((weight, kept, mass, alike, beside, within))
    steps = [max(-_MOST, min(_MOST, round(score))) for score in scores]
    found: list[tuple[str | int, ...] | None] = []
    for at, ((_, kind, _, _, said), step, (weight, kept, mass, alike, beside, within)) in enumerate(zip(places, steps, rows, strict=True)):
        if not -doubtful < scores[at] < doubtful:
            found.append(None)
            continue
        # Of the tenths of a group, the text itself is no part.
        same, near, around = [_tenths(kept_ - kept, whole - weight) if count > 1 else -1 for count, whole, kept_, _ in (alike, beside, within)]
        found.append(
            (
                step,  # first
                same,  # signature
                near,  # beside
                around,  # parent
                _tenths(alike[3] - mass, total - mass),  # signature share
                _tenths(within[3] - mass, total - mass),  # parent share
                f"{kind} {step}",  # kind first
                f"{step // 2} {same // 2}",  # first signature
                *said,
            )
        )
    return found


def threshold(places: list[Place], scores: list[float]) -> float:
    """The log odds from which on to keep a text, so that the F1 to be expected of the whole is highest: those of half that F1 as a probability.

    A page whose texts are all doubtful would lose most of them otherwise; how far it goes is bounded, so that a list does not become an article.
    (Lipton, Elkan, Narayanaswamy: Optimal Thresholding of Classifiers to Maximize F1 Measure, 2014, theorem 1.)
    """
    rows = sorted(zip(map(chance, scores), (one.length for one in places), strict=True), reverse=True)
    whole = sum(probable * length for probable, length in rows)
    hit = taken = best = 0.0
    for probable, length in rows:
        hit += probable * length
        taken += length
        best = max(best, 2 * hit / (taken + whole))
    half = max(_LEAST, min(1.0, best) / 2)
    return log(half / (1 - half))
