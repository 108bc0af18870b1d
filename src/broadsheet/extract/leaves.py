r"""A parsed page in, its leaves out: every run of text, picture, embed and rule in reading order, each with the elements it stands in (`frames`).

| value | what it is |
|---|---|
| `Run` | a piece of inline text with its link, its mark and the classes of the inline element around it |
| `Leaf` | a text that no block element parts, or a picture, an embed, a rule |

One walk over the tree does it, without recursion: most of a page's nodes are never looked at twice. Navigation, forms' controls, scripts and
drawings are not entered. `\x00` stands for `<br>`: the parser never gives one.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from ..errors import ExtractionError
from .frames import Frame, is_hidden, is_poem, words
from .names import of

NODES = 100_000  # a page with more would take longer than a reader waits; the largest news page seen has 6,600
LEAVES = 20_000  # the largest news page seen has 1,600
DEPTH = 250  # of all elements; the deepest news page seen has 48 block elements in each other
LONG = 1_000_000  # characters without a block boundary: the longest newspaper articles have a tenth of that in all

_INLINE = of(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb ruby s samp small span strike strong sub sup time tt",
    "u var wbr",
)
_PLAIN = of("abbr b bdi bdo big del dfn em i ins kbd nobr rb ruby s samp strike strong sub sup tt u var wbr")  # classes tell nothing here
_SKIP = of(
    "script style noscript template svg math select option datalist button input textarea head title meta link base canvas param source track ",
    "area map dialog nav menu progress meter rp rt -comment !doctype",
)
_BESIDE = frozenset({"dialog", "nav", "menu"})
_EMBED = frozenset({"iframe", "video", "audio", "object", "embed", "amp-youtube", "amp-iframe", "amp-video", "amp-twitter", "amp-instagram"})
_IMAGE = frozenset({"img", "amp-img"})
_CELL = frozenset({"td", "th"})
_MARK = {"b": "strong", "strong": "strong", "em": "emphasis", "i": "emphasis", "cite": "emphasis", "code": "code", "kbd": "code", "samp": "code", "tt": "code"}
# What the walk does with a node, by its name; all other elements are blocks.
_TEXT, _BLOCK, _LINK, _NAMED, _BARE, _PICTURE, _EMBEDDED, _BREAK, _RULE, _NOTHING = range(10)
# A processing instruction has no name.
_KINDS: dict[str | None, int] = (
    dict.fromkeys(_INLINE, _NAMED)
    | dict.fromkeys(_PLAIN, _BARE)
    | dict.fromkeys(_IMAGE, _PICTURE)
    | dict.fromkeys(_EMBED, _EMBEDDED)
    | dict.fromkeys(_SKIP, _NOTHING)
    | {None: _NOTHING, "-text": _TEXT, "br": _BREAK, "a": _LINK, "hr": _RULE}
)
_ALL_KINDS = {tag: kind for tag, kind in _KINDS.items() if tag not in _BESIDE}
_NO_ATTRIBUTES: dict[str, str | None] = {}
_FOOTER_KEPT = frozenset({"article", "blockquote", "figure", "section", "main"})
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|sr-text|vh|visually-?hidden|screen-?reader(?:-text)?|assistive(?:-text)?|a11y|off-?screen)(?:$|[\s_-])"
)
_FINAL = '.!?…"“”»’)。」:'
_ROLES = frozenset({"navigation", "dialog", "alertdialog", "search", "menu", "menubar"})


class Run(NamedTuple):
    """Inline text as it stands in the page, not yet cleaned. *name* is the class of the nearest inline element that has one."""

    text: str
    href: str = ""
    mark: str = ""
    name: str = ""
    lang: str = ""


_LINE_END = Run("\x00")


class Leaf:
    """Text that no block element parts, or a picture, an embed, a rule (*kind*: `text`, `image`, `embed`, `break`).

    *text* is its words with white space folded; *linked* how many characters of it are links; *strong* how many are set bold.
    *attributes* are those of the picture or embed; *href* is the link around it.
    """

    __slots__ = ("attributes", "frame", "href", "kind", "linked", "order", "runs", "strong", "tag", "text")

    def __init__(self, kind: str, frame: Frame, order: int, runs: list[Run], text: str) -> None:
        self.kind = kind
        self.frame = frame
        self.tag = frame.tag
        self.order = order
        self.runs = runs
        self.text = text
        self.linked = self.strong = 0
        self.href = ""
        self.attributes: dict[str, str | None] = {}


def _is_unseen(attributes: dict[str, str | None]) -> bool:
    """Whether inline text is meant for screen readers alone: "opens in a new window"."""
    name = attributes.get("class")
    return bool(name) and _says_unseen(name)


@lru_cache(maxsize=4096)
def _says_unseen(name: str) -> bool:
    return _UNSEEN.search(name.lower()) is not None


class Leaves(NamedTuple):
    """A page's leaves, its block elements, and the moments that `<time>` gives, by the order of the leaf it stands in."""

    leaves: list[Leaf]
    frames: list[Frame]
    times: dict[int, str]


class _Walk:
    """What a walk has found so far, and the inline text that is not yet closed."""

    __slots__ = ("frame", "frames", "leaves", "open", "order", "times")

    def __init__(self, root: Frame) -> None:
        self.frame = root
        self.frames = [root]
        self.leaves: list[Leaf] = []
        self.open: list[Run] = []
        self.order = 0
        self.times: dict[int, str] = {}

    def close(self) -> None:
        """Make a leaf, or several where empty lines part it, of the inline text since the last block boundary."""
        runs = self.open
        if not runs:
            return
        self.open = []
        raw = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        if "\x00" not in raw:
            self._leaf(runs, raw)
        elif self.frame.tag not in {"pre", "h1", "h2"} and not is_poem(self.frame):
            for part in _paragraphs(runs):
                self._leaf(part, "".join([run.text for run in part]).replace("\x00", " "))
        else:
            self._leaf(runs, raw.replace("\x00", " "))

    def _leaf(self, runs: list[Run], raw: str) -> None:
        if len(raw) > LONG:
            raise ExtractionError(f"a paragraph of {len(raw):,} characters: this is no article's page", "too-large")
        # Most texts have single spaces already: to see that is cheaper than to part them.
        text = raw.strip(" ") if raw.isprintable() and "  " not in raw else " ".join(raw.split())
        if not text:
            return
        frame = self.frame
        leaf = Leaf("text", frame, self.order, runs, text)
        self.order += 1
        length = len(text)
        linked = strong = 0
        for said, href, mark, _, _ in runs:
            if href:
                linked += len(said)
            if mark == "strong":
                strong += len(said)
        if linked:
            leaf.linked = linked = min(linked, length)
        if strong:
            leaf.strong = strong
        self.leaves.append(leaf)
        frame.mass += length
        frame.linked += linked
        frame.count += 1

    def leave(self, parent: Frame) -> None:
        """Go back to *parent*; what stands below the element that is left stands below it too."""
        left = self.frame
        left.end, left.last = self.order, len(self.frames)
        parent.mass += left.mass
        parent.linked += left.linked
        parent.count += left.count
        self.frame = parent

    def thing(self, kind: str, attributes: dict[str, str | None], href: str) -> None:
        """Add a picture, an embed or a rule at this place."""
        leaf = Leaf(kind, self.frame, self.order, [], "")
        self.order += 1
        leaf.attributes = attributes
        leaf.href = href
        self.leaves.append(leaf)


def _paragraphs(runs: list[Run]) -> list[list[Run]]:
    """*runs* parted where two or more line breaks follow each other, or where one parts two long sentences."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\x00":
            lines.append([])
        else:
            lines[-1].append(run)
    texts = ["".join([run.text for run in line]).strip() for line in lines]
    parts: list[list[Run]] = [[]]
    for at, line in enumerate(lines):
        if at:
            before, here = texts[at - 1], texts[at]
            if not here:
                continue
            if not before or (len(before) > 50 and len(here) > 50 and before[-1] in _FINAL):
                parts.append([])
            else:
                parts[-1].append(_LINE_END)
        parts[-1] += line
    return parts


def leaves(body: LexborNode, *, everything: bool = False) -> Leaves:
    """All leaves below *body* in reading order, and all block elements. `ExtractionError` (`too-large`, `too-deep`) beyond the caps.

    With *everything* navigation and footers are entered too: on a page whose elements are not closed an article can stand in them.
    """
    kinds = _ALL_KINDS if everything else _KINDS
    root = Frame(body.tag or "body", None, body.attributes, 0, 0)
    walk = _Walk(root)
    stack: list[tuple[LexborNode, Frame | None, tuple[str, str, str, str]]] = []
    node = body.first_child
    inline = "", "", "", ""  # address, mark, class, language
    visited = 0
    if node is None:
        return Leaves(walk.leaves, walk.frames, walk.times)
    while True:
        visited += 1
        tag = node.tag
        kind = kinds.get(tag, _BLOCK)
        enter = None
        if kind == _TEXT:
            text = node.text_content
            if text and (walk.open or not text.isspace()):
                walk.open.append(Run(text, *inline))
        elif kind == _BLOCK:
            attributes = node.attributes
            if walk.open:
                walk.close()
            if everything or not (
                (attributes and "role" in attributes and attributes["role"] in _ROLES) or (tag == "footer" and walk.frame.tags.isdisjoint(_FOOTER_KEPT))
            ):
                enter = node.first_child
                if enter is not None or tag in _CELL:
                    around = walk.frame
                    frame = Frame(tag or "", around, attributes, len(walk.frames), walk.order)
                    walk.frames.append(frame)
                    around.children += 1
                    if enter is not None:
                        stack.append((node, around, inline))
                        walk.frame = frame
                        if inline[1] and tag != "p":
                            inline = inline[0], "", inline[2], inline[3]
        elif kind <= _BARE:
            enter = node.first_child
            attributes = _NO_ATTRIBUTES if kind == _BARE else node.attributes
            if enter is None:
                if tag == "span" and "br" in words(attributes.get("class") or ""):
                    walk.open += [_LINE_END, _LINE_END]
            else:
                if tag == "time" and (moment := attributes.get("datetime")):
                    walk.times.setdefault(walk.order, moment)
                if attributes and (_is_unseen(attributes) or (kind == _NAMED and "style" in attributes and is_hidden(attributes))):
                    enter = None
                else:
                    stack.append((node, None, inline))
                    inline = _within(inline, kind, tag or "", attributes)
        elif kind == _NOTHING:
            pass
        elif kind == _BREAK:
            walk.open.append(_LINE_END)
        elif kind == _PICTURE:
            walk.thing("image", node.attributes, inline[0])
        elif kind == _EMBEDDED:
            walk.close()
            walk.thing("embed", {"": tag, **node.attributes}, inline[0])
            if tag == "video" or tag == "audio":
                walk.leaves[-1].attributes.setdefault("src", _source(node))
        else:
            walk.close()
            walk.thing("break", {}, "")
        if enter is not None:
            if len(stack) > DEPTH:
                raise ExtractionError(f"elements stand more than {DEPTH} deep in each other: this is no article's page", "too-deep")
            node = enter
            continue
        after = node.next
        while after is None:
            if not stack:
                walk.close()
                root.end, root.last = walk.order, len(walk.frames)
                return Leaves(walk.leaves, walk.frames, walk.times)
            node, frame, inline = stack.pop()
            if frame is not None:
                if walk.open:
                    walk.close()
                walk.leave(frame)
            after = node.next
        node = after
        # Leaves are counted where many nodes have passed: two comparisons at each of 2,000 nodes would be felt.
        if visited > NODES or (not visited & 63 and walk.order > LEAVES):
            raise ExtractionError(f"more than {NODES:,} elements or {LEAVES:,} texts: this is no article's page", "too-large")


def _within(inline: tuple[str, str, str, str], kind: int, tag: str, attributes: dict[str, str | None]) -> tuple[str, str, str, str]:
    """Address, mark, class and language of the text inside an inline element that stands within *inline*."""
    address, mark, name, language = inline
    if kind == _LINK:
        return attributes.get("href") or "", mark, attributes.get("class") or name, attributes.get("lang") or language
    mark = _MARK.get(tag) or mark
    if kind == _BARE:
        return address, mark, name, language
    return address, mark, attributes.get("class") or attributes.get("itemprop") or (tag if tag == "cite" else name), attributes.get("lang") or language


def _source(node: LexborNode) -> str:
    """The address in the first `<source>` of a video or an audio."""
    source = node.css_first("source[src]")
    return (source.attributes.get("src") or "") if source is not None else ""
