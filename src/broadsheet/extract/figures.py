"""Leaves in, pictures with caption and credit out.

| function | out |
|---|---|
| `pictures` | the figures among the leaves, each with the leaves it is made of |
| `captions` | the texts that are captions though no element holds them and their picture |
| `pictured` | the texts that stand in figures |
| `leads`, `belongs` | whether a picture before the text, or anywhere, is the article's |
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec import structs

from ..address import absolute
from ..model import Image
from ..text import clean
from . import phrases
from .bylines import by, is_name
from .credit import caption_and_credit, credited, ends_in_credit, has_credit, named, stated, tells_length
from .frames import Frame, words
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
_CAPTION_CLASSES = of(
    "caption imagecaption figcaption photocaption imgcaption captiontext bildunterschrift bildtext bildlegende billedtekst bildetekst kuvateksti didascalia",
    "legende legenda leyenda piefoto piedefoto epigrafe bijschrift fotobijschrift onderschrift popisek fotopopis kepalairas bildetext resimalti",
)
_PICTURED = of("caption description legend legende legenda copyright credit credits author autor autore source quelle rights subtitle")
_PICTURE_WORDS = of("image img photo foto picture pic bild imagen imagem immagine")
_LONGEST = 600  # characters of a caption
_LONGEST_CREDIT = 120
_LONGEST_HEADING = 150
_LONGEST_LABEL = 30
_FACE = frozenset({"avatar", "author", "authors", "autor", "autoren", "byline", "logo", "icon", "profile"})
_NO_ROOT = frozenset({"article", "main", "body", "a", "section", "header", "ul", "ol", "p", "table", "tr"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ADS = of("ad ads advert")
_NOT_PICTURE = of(
    "avatar author icon logo badge spinner placeholder pixel tracking emoji share social banner sponsor sprite button",
) | _ADS
_LARGE = 300  # pixels: what is as wide is no control, though its class may say that it can be shared
_NOT_LARGE = _NOT_PICTURE - {"share", "social", "button"}
_ROUND = re.compile(r"\b(?:rounded-(?:full|circle)|img-circle)\b")  # the toolkits' names for a picture cut to a circle: a face
_LAZY = frozenset({"data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset"})
_OTHERS = of("related recommended newsletter comments comment outbrain taboola")
_PICTURES = frozenset({"jpg", "jpeg", "png", "webp", "gif", "avif"})
PROMOTION = of(
    "newsletter promo promotion ad ads advert advertisement subscribe subscription abo paywall share social related recommended comment",
    "comments teaser teasers tags cookie consent sponsor more author authors toolbar tools login signup registration read outbrain",
    "taboola popup modal menu player kommentar kommentare kommentarer comentarios commentaires commenti reacties debatte discussion disqus",
    "autor autoren autorbox auteur autore autores redacteur bio biography abobox abokasten rundbrief werbung anzeige publicidad annons",
)
_CARD = 600  # characters of an article in the article, which is another's teaser
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset", "data-full-src", "data-image", "srcset", "src")
_BARE_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S+")
_FILE = re.compile(r"(?:^|[/_-])(?:logos?|icons?|favicon|sprite|placeholder|spacer|avatar)(?:[_-][^/]*)?\.[a-z]{3,4}$|[_-]logo\.[a-z]{3,4}$")
_NUMBER = re.compile(r"\d{1,5}(?!\d|[.\d]*%)")


class Picture(NamedTuple):
    """A figure: where it begins among the leaves, which leaves belong to it, and what it shows."""

    order: int
    leaves: frozenset[int]
    image: Image


def _number(value: str | None) -> int:
    if not value:
        return 0
    if value.isascii() and value.isdigit():
        return int(value[:5])
    found = _NUMBER.match(value)
    return int(found[0]) if found else 0


def address(attributes: dict[str, str | None], base: str) -> str:
    """The address of a picture: the source that lazy loading keeps, the largest of a set, else the plain one; "" for inline data."""
    for name in _SOURCES:
        value = attributes.get(name)
        if not value or value.startswith("data:"):
            continue
        if "srcset" in name:
            best = max(
                (part.split() for part in re.split(r",\s+", value) if part.strip()), key=lambda part: _number(part[-1]) if len(part) > 1 else 0, default=[""]
            )
            value = best[0]
        found = absolute(value, base)
        if found:
            return found
    return ""


def _is_in_form(leaf: Leaf) -> bool:
    """Whether *leaf* stands in a form that is one: some sites put the whole page into a form."""
    form = leaf.frame.within("form")
    return form is not None and form.mass < 2_000


def _is_picture(leaf: Leaf) -> bool:
    """Whether an image is one to look at: shown, and no `.gif`, which mostly holds the place of another."""
    if not _is_shown(leaf):
        return False
    attributes = leaf.attributes
    return "figure" in leaf.frame.tags or not (attributes.get("src") or "").endswith(".gif") or not _LAZY.isdisjoint(attributes)


def _is_shown(leaf: Leaf) -> bool:
    """Whether an image is neither a pixel, an icon or a drawing, nor a face beside a byline."""
    attributes = leaf.attributes
    width, height = _number(attributes.get("width")), _number(attributes.get("height"))
    if 0 < width < 90 or 0 < height < 60:
        return False
    if _is_in_form(leaf):
        return False
    excluded = _FACE
    if "figure" not in leaf.frame.tags:
        if (attributes.get("src") or "").endswith(".svg") and _LAZY.isdisjoint(attributes):
            return False
        excluded = _NOT_LARGE if width >= _LARGE else _NOT_PICTURE
    if not leaf.frame.words.isdisjoint(_FACE):
        return False
    own = attributes.get("class")
    if own and (not words(own).isdisjoint(excluded) or _ROUND.search(own)):
        return False
    name = attributes.get("id")
    return not name or words(name).isdisjoint(excluded)


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
        if leaf.kind == "image" and leaf.order not in found and _is_picture(leaf):
            root = _root(leaf, leaves, 0)
            if root is not None:
                found.update(range(root.start, root.end))
        elif "figcaption" in leaf.frame.tags and leaf.kind == "text" and leaf.order not in found:
            caption = leaf.frame.within("figcaption")
            if caption is not None and caption.mass < 1_000:
                found.update(range(caption.start, caption.end))
    found |= beside
    return frozenset(order for order in found if leaves[order].kind == "text" and leaves[order].frame.within("blockquote") is None)


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
            named = inside or _is_caption(leaf)
            if named and ((not inside and (follows or (picture is not None and _is_shown(picture)))) or (has_credit(leaf) and not _is_source(leaf))):
                found.add(leaf.order)
            elif picture is not None and not named and leaf.kind == "text" and (told := _told(picture, leaves[at : at + 2])) and _is_shown(picture):
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
    return not frame.words.isdisjoint(_CAPTION_CLASSES) or not (frame.words.isdisjoint(_PICTURE_WORDS) or frame.words.isdisjoint(_PICTURED))


def _is_named(leaf: Leaf) -> bool:
    """Whether the classes of the inline elements that *leaf* is made of say that the first is a caption, and the others caption or credit."""
    named = [words(run.name) if run.name else frozenset[str]() for run in leaf.runs if run.text.strip()]
    return bool(named) and not named[0].isdisjoint(_CAPTION_CLASSES) and not any(name.isdisjoint(_CAPTION_CLASSES | _PICTURED) for name in named)


def _told(picture: Leaf, after: list[Leaf]) -> list[Leaf]:
    """Those of the texts *after* a picture, two at most, that its attributes repeat, that have a credit or tell a film's length."""
    first, *others = after
    length = len(first.text)
    if length >= _LONGEST or first.linked > 0.5 * length or _is_byline(first, picture):
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
    if len(folded.split()) < 4 and _number(attributes.get("width")) < 300:
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


def _is_byline(leaf: Leaf, picture: Leaf | None) -> bool:
    """Whether *leaf* names an author: in `<address>` (HTML §4.3.10), or after a "by", outside a figure or where *picture* is the face."""
    if "address" in leaf.frame.tags:
        return True
    led = by(leaf.text) if len(leaf.text) <= _LONGEST_CREDIT else ""
    return bool(led) and ((picture is not None and _is_face(picture, led)) or ("figure" not in leaf.frame.tags and is_name(led)))


def _is_face(picture: Leaf, byline: str) -> bool:
    """Whether *picture* shows by its attributes who is named in *byline*."""
    shown = clean(picture.attributes.get("alt") or "")
    return bool(shown) and shown in byline


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
            if _is_picture(leaf):
                root = _root(leaf, leaves, offset)
                mine = _within(root, leaves, offset, used | taken) if root else [leaf]
                bylines = [one for one in mine if one.kind == "text" and _is_byline(one, leaf)]
                if not any(_is_face(leaf, one.text) for one in bylines):
                    _add(found, leaf, [leaf] if bylines else mine, used, base)
        elif leaf.kind == "text" and order not in taken and (order in beside or "figcaption" in leaf.frame.tags) and not _is_in_form(leaf):
            caption = leaf.frame.within("figcaption") or leaf.frame
            figure = leaf.frame.within("figure") or caption
            mine = _within(figure, leaves, offset, used | taken) if figure.mass < 1_000 else []
            if any(one.kind == "text" and _is_byline(one, None) for one in mine):
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
    if _is_in_form(leaf) or phrases.is_notice(leaf.text):
        return False
    if leaf.linked > 0.9 * len(leaf.text) and leaf.frame.within("figcaption") is None:
        return False
    return leaf.frame.within("blockquote") is None and phrases.kind(leaf.text) not in {"letter", "consent", "also"}


def _within(root: Frame | None, leaves: list[Leaf], offset: int, gone: set[int]) -> list[Leaf]:
    """The leaves of *root* that are not gone to another picture or to the running text."""
    return [leaf for leaf in leaves[max(0, root.start - offset) : max(0, root.end - offset)] if leaf.order not in gone] if root else []


def _add(found: list[Picture], leaf: Leaf | None, mine: list[Leaf], used: set[int], base: str) -> None:
    """Make a picture of the image *leaf* (None where the page has only its caption left) and the leaves around it."""
    texts = [one for one in mine if one.kind == "text"]
    if any("javascript" in one.text.lower() or phrases.is_wall(one.text) or phrases.is_offer(one.text) for one in texts):
        texts = []  # what stands where a script has not run, or in the place of what is for subscribers
    texts = [one for one in texts if _may_caption(one)]
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
            where, caption, credit, alternative if alternative != caption else "", _number(attributes.get("width")), _number(attributes.get("height"))
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
