"""Leaves in, pictures with caption and credit out.

| function | out |
|---|---|
| `pictures` | the figures among the leaves, each with the leaves it is made of |
| `pictured` | the texts that stand in figures |
| `leads`, `belongs` | whether a picture before the text, or anywhere, is the article's |

What an image is says `images`; which texts that stand by themselves are captions, `captions`.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec import structs

from ..address import absolute
from ..model import Image
from ..text import clean
from . import phrases
from .captions import is_byline, is_face
from .credit import caption_and_credit, named, stated
from .frames import Frame, words
from .images import address, is_in_form, is_picture, number
from .leaves import Leaf
from .names import of

_FIGURE_WORDS = of(
    "figure image img photo foto picture pic bild imagen imagem immagine media caption captioned featured hero lead gallery galerie",
    "slideshow teaserimage afbeelding kuva bilde obraz",
)
_CAPTION_WORDS = of(
    "caption figcaption bildunterschrift bildtext legend legende legenda pie leyenda didascalia bijschrift billedtekst kuvateksti text",
    "desc description subtitle bu",
)
_PICTURE_WORDS = of("image img photo foto picture pic bild imagen imagem immagine")
_LONGEST_LABEL = 30
_NO_ROOT = frozenset({"article", "main", "body", "a", "section", "header", "ul", "ol", "p", "table", "tr"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OTHERS = of("related recommended newsletter comments comment outbrain taboola")
_PICTURES = frozenset({"jpg", "jpeg", "png", "webp", "gif", "avif"})
PROMOTION = of(
    "newsletter promo promotion ad ads advert advertisement subscribe subscription abo paywall share social related recommended comment",
    "comments teaser teasers tags cookie consent sponsor more author authors toolbar tools login signup registration read outbrain",
    "taboola popup modal menu player kommentar kommentare kommentarer comentarios commentaires commenti reacties debatte discussion disqus",
    "autor autoren autorbox auteur autore autores redacteur bio biography abobox abokasten rundbrief werbung anzeige publicidad annons",
)
_CARD = 600  # characters of an article in the article, which is another's teaser
_BARE_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S+")
_FILE = re.compile(r"(?:^|[/_-])(?:logos?|icons?|favicon|sprite|placeholder|spacer|avatar)(?:[_-][^/]*)?\.[a-z]{3,4}$|[_-]logo\.[a-z]{3,4}$")


class Picture(NamedTuple):
    """A figure: where it begins among the leaves, which leaves belong to it, and what it shows."""

    order: int
    leaves: frozenset[int]
    image: Image


def _root(leaf: Leaf, leaves: list[Leaf], offset: int) -> Frame | None:
    """The element that holds the picture and its caption: a `<figure>`, or the element around it that holds little else and comes first to hold any."""
    figure = leaf.frame.within("figure")
    if figure is not None and 0 < figure.mass <= 1_000:
        return figure
    frame: Frame | None = leaf.frame
    steps = 0
    while frame is not None and not frame.mass and steps < 6:
        frame = frame.parent
        steps += 1
    if frame is None or not frame.mass or frame.tag in _NO_ROOT:
        return figure
    named = bool(frame.words & _FIGURE_WORDS or frame.words & _CAPTION_WORDS)
    if frame.mass > (1_000 if named else 350) or frame.count > (6 if named else 3):
        return figure
    texts = [one for one in leaves[frame.start - offset : frame.end - offset] if one.kind == "text"]
    if not texts:
        return figure
    if not named and (texts[0].order < leaf.order or frame.linked > 0.3 * frame.mass or any(one.tag in _HEADINGS or _is_headline(one) for one in texts)):
        return figure
    return frame


def _is_headline(leaf: Leaf) -> bool:
    """Whether *leaf* is all a link and long enough for another article's headline."""
    return leaf.linked >= len(leaf.text) > 25


def pictured(leaves: list[Leaf], beside: frozenset[int]) -> frozenset[int]:
    """The orders of the texts that stand in figures, and of those that are captions *beside* one: cheaper than to make them."""
    found: set[int] = set()
    for leaf in leaves:
        if leaf.kind == "image" and leaf.order not in found and is_picture(leaf):
            root = _root(leaf, leaves, 0)
            if root is not None:
                found.update(range(root.start, root.end))
        elif "figcaption" in leaf.frame.tags and leaf.kind == "text" and leaf.order not in found:
            caption = leaf.frame.within("figcaption")
            if caption is not None and caption.mass < 1_000:
                found.update(range(caption.start, caption.end))
    found |= beside
    return frozenset(order for order in found if leaves[order].kind == "text" and leaves[order].frame.within("blockquote") is None)


def pictures(leaves: list[Leaf], base: str, taken: set[int], beside: frozenset[int]) -> list[Picture]:
    """The figures among *leaves*, which follow each other. A leaf whose order is in *taken* is running text and stands in no caption; those in *beside*
    are the page's `captions`.
    """
    found: list[Picture] = []
    used: set[int] = set()
    offset = leaves[0].order if leaves else 0
    for leaf in leaves:
        order = leaf.order
        if order in used:
            continue
        if leaf.kind == "image":
            if is_picture(leaf):
                root = _root(leaf, leaves, offset)
                mine = _within(root, leaves, offset, used | taken) if root else [leaf]
                bylines = [one for one in mine if one.kind == "text" and is_byline(one, leaf)]
                if not any(is_face(leaf, one.text) for one in bylines):
                    _add(found, leaf, [leaf] if bylines else mine, used, base)
        elif leaf.kind == "text" and order not in taken and (order in beside or "figcaption" in leaf.frame.tags) and not is_in_form(leaf):
            caption = leaf.frame.within("figcaption") or leaf.frame
            figure = leaf.frame.within("figure") or caption
            mine = _within(figure, leaves, offset, used | taken) if figure.mass < 1_000 else []
            if any(one.kind == "text" and is_byline(one, None) for one in mine):
                continue
            for other in leaves[figure.end - offset :] if order in beside and mine else ():
                if other.order not in beside or other.frame.within("figure") not in (None, figure):
                    break
                mine.append(other)
            around = leaves[max(0, figure.start - offset) : figure.end - offset]
            if any(one.kind == "text" and one.frame.within("blockquote", "table") is not None for one in around):
                continue
            before = found[-1] if found else None
            mine = (
                [one for one in mine if one.frame.within("blockquote") is None]
                if not any(one.kind == "text" and one.frame.within("blockquote") for one in mine)
                else []
            )
            if mine and before is not None and not before.image.caption and order - max(before.leaves) <= 3:
                told, credit = caption_and_credit([one for one in mine if one.kind == "text"], before.image.alternative)
                image = structs.replace(before.image, caption=told, credit=credit or before.image.credit)
                found[-1] = Picture(before.order, before.leaves | {one.order for one in mine}, image)
                used.update(one.order for one in mine)
            elif mine:
                _add(found, None, mine, used, base)
    return found


def _may_caption(leaf: Leaf) -> bool:
    """Whether *leaf* may be said of a picture: no bare link, no quotation, no appeal, no label of a form."""
    if is_in_form(leaf) or phrases.is_notice(leaf.text):
        return False
    if leaf.linked > 0.9 * len(leaf.text) and leaf.frame.within("figcaption") is None:
        return False
    return leaf.frame.within("blockquote") is None and phrases.kind(leaf.text) not in {"letter", "consent", "also"}


def _enlarges(leaf: Leaf) -> bool:
    """Whether *leaf* is a link that leads to the picture itself."""
    return leaf.linked > 0.9 * len(leaf.text) and any(urlsplit(run.href).path.rpartition(".")[2].lower() in _PICTURES for run in leaf.runs if run.href)


def _within(root: Frame | None, leaves: list[Leaf], offset: int, gone: set[int]) -> list[Leaf]:
    """The leaves of *root* that are not gone to another picture or to the running text."""
    return [leaf for leaf in leaves[max(0, root.start - offset) : max(0, root.end - offset)] if leaf.order not in gone] if root else []


def _add(found: list[Picture], leaf: Leaf | None, mine: list[Leaf], used: set[int], base: str) -> None:
    """Make a picture of the image *leaf* (None where the page has only its caption left) and the leaves around it."""
    texts = [one for one in mine if one.kind == "text"]
    if any("javascript" in one.text.lower() or phrases.is_wall(one.text) or phrases.is_offer(one.text) for one in texts):
        texts = []  # what stands where a script has not run, or in the place of what is for subscribers
    texts = [one for one in texts if _may_caption(one)] or [one for one in texts if _enlarges(one)]
    attributes = leaf.attributes if leaf else {}
    where = address(attributes, base)
    alternative = clean(attributes.get("alt") or "")
    caption, credit = caption_and_credit(texts, alternative)
    if leaf is None and texts and (shown := _shown(texts[0], base)):
        where, caption, credit = shown
    if _BARE_ADDRESS.fullmatch(caption):
        caption = ""
    credit = credit or stated(attributes.get("title") or "") or stated(alternative)
    if not caption and _FILE.search(urlsplit(where).path.lower()):
        where = ""
    used.update(one.order for one in mine)
    if where or caption:
        image = Image(
            where, caption, credit, alternative if alternative != caption else "", number(attributes.get("width")), number(attributes.get("height"))
        )
        found.append(Picture(min(one.order for one in mine), frozenset(one.order for one in mine), image))


def _shown(text: Leaf, base: str) -> tuple[str, str, str] | None:
    """Address, caption and credit of a picture that the page names and does not show, where the *text* does so: "Picture: The quay in March"."""
    at, first = next(((at, run) for at, run in enumerate(text.runs) if run.text.strip()), (0, None))
    if first is None or len(first.text) > _LONGEST_LABEL:
        return None
    rest = text.runs[at + 1 :]
    where = absolute(first.href, base) if first.href else ""
    is_label = bool(first.name) and not words(first.name).isdisjoint(_PICTURE_WORDS) and (where or (rest and rest[0].text.startswith(":")))
    if not is_label and urlsplit(where).path.rpartition(".")[2].lower() not in _PICTURES:
        return None
    caption, credit = named(structs.replace(text, runs=rest))
    return where, caption.removeprefix(":").lstrip(), credit


def leads(picture: Picture, leaves: list[Leaf]) -> bool:
    """Whether *picture*, before the text, is the article's own: it has a caption, stands in a figure, or is large."""
    return bool(picture.image.caption) or picture.image.width >= 300 or "figure" in leaves[picture.order].frame.tags


def belongs(picture: Picture, leaves: list[Leaf], home: Frame, base: str, last: int) -> bool:
    """Whether *picture* belongs to the article in *home*, whose text ends with the leaf *last*, not to a teaser of another or to an appeal."""
    parts = [leaves[order] for order in sorted(picture.leaves)]
    leaf = next((one for one in parts if one.kind == "image"), parts[0])
    # A picture may be hidden from voices, its caption until somebody asks for it: one of them is shown.
    hidden = leaf.frame.hidden and all(one.kind != "text" or one.frame.hidden for one in parts)
    frame: Frame | None = leaf.frame
    while frame is not None and not (frame.start <= home.start and home.end <= frame.end):
        if hidden or not frame.words.isdisjoint(_OTHERS if picture.image.caption else PROMOTION):
            return False
        if frame.tag == "article" and 0 < frame.linked <= frame.mass < _CARD:
            return False
        frame = frame.parent
    if picture.image.caption:
        return True
    target = absolute(leaf.href, base) if leaf.href else ""
    return picture.order < last and (not target or target.rpartition(".")[2].partition("?")[0].lower() in _PICTURES)
