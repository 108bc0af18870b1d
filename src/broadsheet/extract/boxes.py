"""An element set beside the running text in, whether it is a box out: by what its class says, in any language, or by how it is made.

| function | whether an element |
|---|---|
| `is_strong` | is by its class a box and nothing else: what stands in it is one, whatever else speaks for running text |
| `is_named` | may be one by its class |
| `is_card` | is a card with a title and text: anything can be in a card |
| `is_title` | is the title of what follows it |
| `size` | and how much it says, in characters of an alphabet |
"""

from ..text import dense
from .frames import Frame
from .leaves import Leaf
from .names import of

_STRONG = of(
    "infobox factbox sidebox infocard infokasten faktenbox faktenkasten encadre encadré recuadro despiece",
    "faktbox faktaruta faktaboks faktarute infoboks tietolaatikko",
)
_FACTS = of("fact facts info fakten fakta")  # what stands before "box": "fact-box"
STRONG = _STRONG | _FACTS
"""The words of which one has to stand in a strong box's class."""
_NAMED = of(
    "box infobox factbox info facts fact fakten faktbox faktaruta sidebar kasten aside hintergrund background explainer glossary",
    "service callout scheda quadro kader ramka",
)
_TITLES = of("title headline heading header titel")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})
_CARD = 1_500  # characters of a card


def is_strong(words: frozenset[str]) -> bool:
    """Whether the *words* of a class say that their element is a box beside the text, and nothing else."""
    return not words.isdisjoint(_STRONG) or ("box" in words and not words.isdisjoint(_FACTS))


def is_named(words: frozenset[str]) -> bool:
    """Whether the *words* of a class are some that boxes have."""
    return not words.isdisjoint(_NAMED)


def is_card(frame: Frame, leaves: list[Leaf]) -> bool:
    """Whether *frame* of *leaves* is a card that has a title, text below it, and no link."""
    if "card" not in frame.words or frame.linked or not 0 < frame.mass < _CARD or frame.end - frame.start < 2:
        return False
    first, last = leaves[frame.start], leaves[frame.end - 1]
    return is_title(first) and last.kind == "text" and not is_title(last)


def is_title(leaf: Leaf) -> bool:
    """Whether *leaf* is by its element, its type or its class the title of what follows."""
    return leaf.tag in _HEADINGS or 0 < len(leaf.text) <= leaf.strong or not leaf.frame.words.isdisjoint(_TITLES)


def size(frame: Frame, leaves: list[Leaf]) -> int:
    """How much *frame* of *leaves* says: a sign that is a syllable or a word counts as three characters."""
    return frame.mass + 2 * sum(dense(leaf.text) for leaf in leaves[frame.start : frame.end])
