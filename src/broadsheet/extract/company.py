"""Texts with what each is worth by itself in, the evidence of their company out: what those are worth that look alike or stand beside.

`evidence` judges every text alone. One that is doubtful so is most often what the others are that share its tag and class, or its element. What a company
is worth stands in the table `company` of `weights.json`, which was trained on what tables made without a page's publisher say of the page's texts.
"""

from collections import defaultdict
from math import exp, log
from typing import Final, NamedTuple

from . import evidence
from .leaves import Frame, Leaf

_SAID: Final = ("body", "description", "hidden", "phrase")  # of a text's own evidence: what says most, whatever stands around
SLOTS: Final = (
    "first", "signature", "beside", "parent", "signature share", "parent share", "previous", "next", "kind first", "kind next", "first signature",
    *_SAID,
)  # fmt: skip
_OWN: Final = tuple(evidence.SLOTS.index(slot) for slot in _SAID)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST: Final = 5  # log odds beyond which more is no more certain
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
    # Without a class of its own a text looks like those under parents of the same class; without that, like its siblings.
    signature = (frame.tag, frame.name, -1) if frame.name else (frame.tag, parent.name, -1 if parent.name else parent.order)
    kind = "h" if frame.tag in _HEADINGS else frame.tag if frame.tag in {"p", "li"} else "-"
    return Place(len(leaf.text), kind, signature, parent.order, tuple([values[at] for at in _OWN]))


def chance(score: float) -> float:
    """The probability that the log odds *score* mean."""
    return 1 / (1 + exp(-max(-20.0, min(20.0, score))))


class _Group:
    """Of the texts of one group: how many, how much they weigh, how much of that is kept, how many characters are."""

    __slots__ = ("count", "kept", "mass", "weight")

    def __init__(self) -> None:
        self.count = 0
        self.weight = self.kept = self.mass = 0.0

    def others(self, weight: float, kept: float) -> int:
        """The tenths kept of the others in the group of one that weighs *weight*, of which *kept* is; -1 where it is alone."""
        return _tenths(self.kept - kept, self.weight - weight) if self.count > 1 else -1


def _tenths(part: float, whole: float) -> int:
    return int(10 * part / whole) if whole > 0 else -1


def _step(score: float) -> int:
    return max(-_MOST, min(_MOST, round(score)))


def values(places: list[Place], scores: list[float]) -> list[tuple[str | int, ...]]:
    """One value for each of `SLOTS` for each of *places*, in reading order, whose own log odds are *scores*."""
    groups: defaultdict[object, _Group] = defaultdict(_Group)
    rows: list[tuple[float, float, float, _Group, _Group, _Group]] = []
    total = 0.0
    for one, score in zip(places, scores, strict=True):
        probable = chance(score)
        weight = min(one.length, _LONG) ** 0.5
        alike, beside, parent = groups[one.signature], groups[one.parent, one.signature], groups[one.parent]
        for group in (alike, beside, parent):
            group.count += 1
            group.weight += weight
            group.kept += weight * probable
            group.mass += one.length * probable
        total += one.length * probable
        rows.append((weight, weight * probable, one.length * probable, alike, beside, parent))
    steps = [_step(score) for score in scores]
    found: list[tuple[str | int, ...]] = []
    for at, (one, step, row) in enumerate(zip(places, steps, rows, strict=True)):
        weight, kept, mass, alike, beside, parent = row
        same = alike.others(weight, kept)
        following = steps[at + 1] if at + 1 < len(steps) else ""
        found.append(
            (
                step,  # first
                same,  # signature
                beside.others(weight, kept),  # beside
                parent.others(weight, kept),  # parent
                _tenths(alike.mass - mass, total - mass),  # signature share
                _tenths(parent.mass - mass, total - mass),  # parent share
                steps[at - 1] if at else "",  # previous
                following,  # next
                f"{one.kind} {step}",  # kind first
                f"{one.kind} {following}",  # kind next
                f"{step // 2} {same // 2}",  # first signature
                *one.said,
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
