"""The attributes of a block element in, a `Frame` out: its words of class and id, the elements around it, and, once the walk has left it, what stands below.

`words(name)` reads a class or an id; `is_hidden` and `is_poem` what an element says of the text in it.
"""

import re
from functools import lru_cache

import msgspec

from .names import of

_NAMING = ("id", "itemprop", "data-testid", "data-component", "role")
_TELLING = frozenset({*_NAMING, "hidden", "aria-hidden", "style"})
_WORD = re.compile("[A-Z]?[a-z]{2,}|[A-Z]{2,}")
_LONGEST = 400  # characters of a class or id that are read
_POEM = of("poem poetry verse stanza gedicht strophe poesie poesia poema dikt runo wiersz стихи")


def words(name: str) -> frozenset[str]:
    """The words in a class or id: `articleBody_main-text` gives article, body, main, text. Digits and single letters are no words."""
    return _words(name[:_LONGEST])


@lru_cache(maxsize=32768)
def _words(name: str) -> frozenset[str]:
    """The words in *name*, which is short: what is remembered outlives the page, whose names may be of any length."""
    return frozenset(" ".join(_WORD.findall(name)).lower().split())


_NUMBERED = {"ol": "start", "td": "colspan", "th": "colspan"}
_NO_WORDS: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def _among(tag: str, above: frozenset[str]) -> frozenset[str]:
    """*above* with *tag*: a few hundred sets in all, which the elements of all pages share."""
    return above | {tag}


class Frame(msgspec.Struct, eq=False, gc=False):
    """A block element. *mass* is the number of characters of text below it, *linked* of those the ones in links, *count* its texts.

    Its leaves are `leaves[start:end]`, the elements below it `frames[order + 1:last]`. *tags* are its own and those of all elements around it, *name* its
    class; *number* is what a list begins with, or how many columns a cell spans, as the page says it. (It refers to the elements around it alone, so that
    the collector of cycles has nothing to look for in it.)
    """

    tag: str
    parent: "Frame | None"
    name: str
    words: frozenset[str]
    hidden: bool
    tags: frozenset[str]
    depth: int
    order: int
    last: int
    start: int
    end: int
    mass: int = 0
    linked: int = 0
    count: int = 0
    number: str = ""

    def within(self, *tags: str) -> "Frame | None":
        """The nearest of this element and its ancestors that has one of *tags*."""
        if self.tags.isdisjoint(tags):
            return None
        frame: Frame | None = self
        while frame is not None and frame.tag not in tags:
            frame = frame.parent
        return frame

    def near(self, count: int) -> "list[Frame]":
        """The element itself and its nearest ancestors, *count* in all."""
        found: list[Frame] = [self]
        frame = self.parent
        while frame is not None and len(found) < count:
            found.append(frame)
            frame = frame.parent
        return found

    def said(self) -> frozenset[str]:
        """The words of this element and of the two nearest around it that hold nothing else."""
        found = self.words
        frame = self.parent
        for _ in range(2):
            if frame is None or frame.mass != self.mass or frame.count != self.count:
                break
            found |= frame.words
            frame = frame.parent
        return found

    def chain(self) -> list["Frame"]:
        """The element itself and its ancestors, the nearest first."""
        found: list[Frame] = []
        frame: Frame | None = self
        while frame is not None:
            found.append(frame)
            frame = frame.parent
        return found


def framed(tag: str, own: str, parent: Frame | None, attributes: dict[str, str | None], order: int, start: int) -> Frame:
    """The element of that *tag* and *attributes*, of the class *own*, in *parent*, as it is before anything in it is known."""
    if parent is None:
        hidden, tags, depth = False, _among(tag, _NO_WORDS), 0
    else:
        hidden, tags, depth = parent.hidden, parent.tags, parent.depth + 1
        if tag not in tags:
            tags = _among(tag, tags)
    custom = "-" in tag  # <article-body>: made by the site, its name says what a class would
    if not attributes and not custom:
        return Frame(tag, parent, "", _NO_WORDS, hidden, tags, depth, order, order + 1, start, start)
    name = f"{tag} {own}" if custom else own
    if (len(attributes) > 1 or not own) and not _TELLING.isdisjoint(attributes):
        for key in _NAMING:
            if key in attributes and (more := attributes[key]):
                name = f"{name} {more}"
        if is_hidden(attributes):
            hidden = True
    made = Frame(tag, parent, own, _words(name[:_LONGEST]) if name else _NO_WORDS, hidden, tags, depth, order, order + 1, start, start)
    if tag in _NUMBERED:
        made.number = attributes.get(_NUMBERED[tag]) or ""
    return made


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether the element itself says that it is not shown."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and "none" in style and "display:none" in style.replace(" ", "")


def is_poem(frame: Frame) -> bool:
    """Whether an element's class, or its parent's, says that its lines are verse."""
    return not frame.words.isdisjoint(_POEM) or (frame.parent is not None and not frame.parent.words.isdisjoint(_POEM))
