"""Leaves in, out which of their texts are captions though no element holds them and their picture; and which name an author instead.

| function | out |
|---|---|
| `captions` | the orders of the captions |
| `is_byline`, `is_face` | whether a text names an author, and whether a picture shows who is named |
"""

from ..text import clean
from .bylines import by, is_name
from .credit import credited, ends_in_credit, has_credit, tells_length
from .frames import words
from .images import is_shown, number
from .leaves import Leaf
from .names import of

_CAPTION_CLASSES = of(
    "caption imagecaption figcaption photocaption imgcaption captiontext bildunterschrift bildtext bildlegende billedtekst bildetekst kuvateksti didascalia",
    "legende legenda leyenda piefoto piedefoto epigrafe bijschrift fotobijschrift onderschrift popisek fotopopis kepalairas bildetext resimalti",
)
_PICTURED = of("caption description legend legende legenda copyright credit credits author autor autore source quelle rights subtitle")
_CREDITS = of("copyright credit credits photographer fotograf bildnachweis bildquelle fotocredit rights")
_PICTURE_WORDS = of("image img photo foto picture pic bild imagen imagem immagine")
_LONGEST = 600  # characters of a caption
_LONGEST_CREDIT = 120
_LONGEST_HEADING = 150
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ADS = of("ad ads advert")


def captions(leaves: list[Leaf]) -> frozenset[int]:
    """The orders of the texts that are captions and follow a picture, though no element holds the two: by their class, by what the picture's own
    attributes say, or by a credit.
    """
    found: set[int] = set()
    picture: Leaf | None = None  # the one that the text follows
    follows = False  # whether a caption stands before the text
    for at, leaf in enumerate(leaves):
        if leaf.kind == "image":
            picture, follows = leaf, False
            continue
        frame = leaf.frame
        inside = "figcaption" in frame.tags
        # A caption with a credit needs no picture: that may be an element of the paper's own making.
        if picture is not None or follows or inside or not frame.words.isdisjoint(_CAPTION_CLASSES):
            named = inside or _is_caption(leaf) or (follows and _is_credit(leaf))
            if named and ((not inside and (follows or (picture is not None and is_shown(picture)))) or (has_credit(leaf) and not _is_source(leaf))):
                found.add(leaf.order)
            elif picture is not None and not named and leaf.kind == "text" and (told := _told(picture, leaves[at : at + 2])) and is_shown(picture):
                found.update(one.order for one in told)
            follows = inside or (named and leaf.order in found)
        picture = None
    return frozenset(found)


def _is_source(leaf: Leaf) -> bool:
    """Whether *leaf* stands below other texts in a figure: it says then where they are from."""
    figure, caption = leaf.frame.within("figure"), leaf.frame.within("figcaption")
    return figure is not None and caption is not None and figure.count > caption.count


def _is_caption(leaf: Leaf) -> bool:
    """Whether *leaf* is a caption by its class."""
    if leaf.kind != "text" or leaf.frame.mass >= _LONGEST or leaf.tag in _HEADINGS:
        return False
    frame = leaf.frame if leaf.frame.name or leaf.frame.parent is None else leaf.frame.parent
    if not frame.words.isdisjoint(_ADS):
        return False
    if _is_named(leaf):
        return True
    said = frame.said()
    return not said.isdisjoint(_CAPTION_CLASSES) or not (said.isdisjoint(_PICTURE_WORDS) or said.isdisjoint(_PICTURED))


def _is_credit(leaf: Leaf) -> bool:
    """Whether *leaf*, below a caption, is by its class the credit."""
    return leaf.kind == "text" and len(leaf.text) < _LONGEST_CREDIT and not leaf.frame.said().isdisjoint(_CREDITS)


def _is_named(leaf: Leaf) -> bool:
    """Whether the classes of the inline elements that *leaf* is made of say that the first is a caption, and the others caption or credit."""
    named = [words(run.name) if run.name else frozenset[str]() for run in leaf.runs if run.text.strip()]
    return bool(named) and not named[0].isdisjoint(_CAPTION_CLASSES) and not any(name.isdisjoint(_CAPTION_CLASSES | _PICTURED) for name in named)


def _told(picture: Leaf, after: list[Leaf]) -> list[Leaf]:
    """Those of the texts *after* a picture, two at most, that its attributes repeat, that have a credit or tell a film's length."""
    first, *others = after
    length = len(first.text)
    if length >= _LONGEST or first.linked > 0.5 * length or is_byline(first, picture):
        return []
    second = [one for one in others if one.kind == "text" and len(one.text) < _LONGEST_CREDIT and credited(one.text)]
    if first.tag in _HEADINGS and not (second and length > _LONGEST_HEADING):
        return []
    if _is_repeated(first.text, picture) or ends_in_credit(first.text) or tells_length(first.text):
        return [first, *second]
    if length < _LONGEST_CREDIT and credited(first.text):
        return [first]
    if second:
        around = next(frame for frame in second[0].frame.chain() if frame.start <= picture.order)
        return [first, *second] if around.mass < _LONGEST and around.count <= 4 else []
    return []


def _is_repeated(text: str, picture: Leaf) -> bool:
    """Whether *text* is what the attributes of *picture* say: of a small one at length, for a name may be of a face."""
    attributes = picture.attributes
    folded = text.casefold()
    if len(folded.split()) < 4 and number(attributes.get("width")) < 300:
        return False
    for name in ("alt", "title"):
        shown = (attributes.get(name) or "").strip().casefold()
        if shown[:4] != folded[:4]:
            continue
        shown = clean(shown)
        if shown == folded:
            return True
        short, long = sorted((shown, folded), key=len)
        rest = long[len(short) :].lstrip()
        if len(short.split()) >= 4 and long.startswith(short) and len(rest) < _LONGEST_CREDIT and (short[-1] in ".!?।。" or rest[0] in "-–—/|(©"):
            return True  # with a credit, or the paper's name
    return False


def is_byline(leaf: Leaf, picture: Leaf | None) -> bool:
    """Whether *leaf* names an author: in `<address>` (HTML §4.3.10), or after a "by", outside a figure or where *picture* is the face."""
    if "address" in leaf.frame.tags:
        return True
    led = by(leaf.text) if len(leaf.text) <= _LONGEST_CREDIT else ""
    return bool(led) and ((picture is not None and is_face(picture, led)) or ("figure" not in leaf.frame.tags and is_name(led)))


def is_face(picture: Leaf, byline: str) -> bool:
    """Whether *picture* shows by its attributes who is named in *byline*."""
    shown = clean(picture.attributes.get("alt") or "")
    return bool(shown) and shown in byline
