"""An image among the leaves in, what it is out: one to look at or none, and where it lies.

| function | out |
|---|---|
| `address` | where the picture lies, however it is loaded |
| `is_picture` | whether it is one to look at |
| `is_shown` | whether it is neither a pixel, an icon, a drawing nor a face |
| `is_in_form` | whether a leaf stands in a form |
"""

import re

from ..address import absolute
from .frames import words
from .leaves import Leaf
from .names import of

_FACE = frozenset({"avatar", "author", "authors", "autor", "autoren", "byline", "logo", "icon", "profile"})
_NOT_PICTURE = of(
    "avatar author icon logo badge spinner placeholder pixel tracking emoji share social banner sponsor sprite button",
) | of("ad ads advert")
_LARGE = 300  # pixels: what is as wide is no control, though its class may say that it can be shared
_NOT_LARGE = _NOT_PICTURE - {"share", "social", "button"}
_ROUND = re.compile(r"\b(?:rounded-(?:full|circle)|img-circle)\b")  # the toolkits' names for a picture cut to a circle: a face
_LAZY = frozenset({"data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset"})
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset", "data-full-src", "data-image", "srcset", "src")
_NUMBER = re.compile(r"\d{1,5}(?!\d|[.\d]*%)")


def number(value: str | None) -> int:
    """The pixels that a `width` or `height` says, 0 for none and for per cent."""
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
                (part.split() for part in re.split(r",\s+", value) if part.strip()), key=lambda part: number(part[-1]) if len(part) > 1 else 0, default=[""]
            )
            value = best[0]
        found = absolute(value, base)
        if found:
            return found
    return ""


def is_in_form(leaf: Leaf) -> bool:
    """Whether *leaf* stands in a form that is one: some sites put the whole page into a form."""
    form = leaf.frame.within("form")
    return form is not None and form.mass < 2_000


def is_picture(leaf: Leaf) -> bool:
    """Whether an image is one to look at: shown, and no `.gif`, which mostly holds the place of another."""
    if not is_shown(leaf):
        return False
    attributes = leaf.attributes
    return "figure" in leaf.frame.tags or not (attributes.get("src") or "").endswith(".gif") or not _LAZY.isdisjoint(attributes)


def is_shown(leaf: Leaf) -> bool:
    """Whether an image is neither a pixel, an icon or a drawing, nor a face beside a byline."""
    attributes = leaf.attributes
    width, height = number(attributes.get("width")), number(attributes.get("height"))
    if 0 < width < 90 or 0 < height < 60:
        return False
    if is_in_form(leaf):
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
