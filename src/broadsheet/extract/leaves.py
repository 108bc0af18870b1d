r"""A parsed page in, its leaves out: every run of text, picture, embed and rule in reading order, each with the elements it stands in (`frames`).

A *leaf* is a text that no block element parts, or a picture, an embed, a rule; a text is made of `runs`.

One walk over the tree does it, without recursion: most of a page's nodes are never looked at twice. Navigation, forms' controls, scripts and
drawings are not entered. On its way it notes the elements whose class says what they are (`roles`), for `visible`. `\x00` stands for `<br>`: the
parser never gives one.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import ExtractionError
from ..text import clean
from .frames import Frame, framed, is_hidden, is_poem, words
from .names import of
from .roles import ELSEWHERE, H1, OWN, TAGS, TIME, roles
from .runs import LINE_END, Run, paragraphs

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
_HELD = frozenset({"div", "figure"})  # what a button begins with that opens a picture large: its caption is in there too
_EMBED = frozenset({"iframe", "video", "audio", "object", "embed", "amp-youtube", "amp-iframe", "amp-video", "amp-twitter", "amp-instagram"})
_IMAGE = frozenset({"img", "amp-img"})
_MARK = {"b": "strong", "strong": "strong", "em": "emphasis", "i": "emphasis", "cite": "emphasis", "code": "code", "kbd": "code", "samp": "code", "tt": "code"}
# What the walk does with a node, by its name; elements without one of these are blocks.
_TEXT, _BLOCK, _CELL, _FOOTER, _HEADING, _LINK, _NAMED, _BARE, _PICTURE, _EMBEDDED, _BREAK, _RULE, _NOTHING = range(13)
_COMMON = of("address article aside blockquote body center dd details div dl dt fieldset figcaption figure form h2 h3 h4 header li main ol p section ul")


class _Kinds(dict[str, int]):
    """What to do with nodes of each name."""

    def __missing__(self, tag: str) -> int:
        return _BLOCK


_KINDS = _Kinds(
    dict.fromkeys(_COMMON, _BLOCK)  # they would be without, too: to find them is cheaper than to miss them
    | dict.fromkeys(_INLINE, _NAMED)
    | dict.fromkeys(_PLAIN, _BARE)
    | dict.fromkeys(_IMAGE, _PICTURE)
    | dict.fromkeys(_EMBED, _EMBEDDED)
    | dict.fromkeys(_SKIP, _NOTHING)
    | {"-text": _TEXT, "td": _CELL, "th": _CELL, "footer": _FOOTER, "h1": _HEADING, "br": _BREAK, "a": _LINK, "hr": _RULE}
    | {"": _NOTHING}  # a processing instruction has no name
)
_ALL_KINDS = _Kinds({tag: kind for tag, kind in _KINDS.items() if tag not in _BESIDE} | {"footer": _BLOCK})
_SUBHEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WHOLE = frozenset({"body", "main"})
_FOOTER_KEPT = frozenset({"article", "blockquote", "figure", "section", "main"})
_H1 = LexborHTMLParser("<h1></h1>").css("h1")[0].tag_id  # what the parser calls it in numbers, which are cheaper to compare than names
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|sr-text|vh|visually-?hidden|screen-?reader(?:-text)?|assistive(?:-text)?|a11y|off-?screen)(?:$|[\s_-])"
)
_LONGEST = 400  # characters of a class that are read
_WRAPPED = 4  # inline elements around a raised number
_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_NUMBER = re.compile(r"[+\-−]?[(]?[0-9]{1,6}(?:,[0-9]{1,6}){0,20}[+\-−]?[)]?|[+\-−]")
_ROLES = frozenset({"navigation", "dialog", "alertdialog", "search", "menu", "menubar"})


_NO_ATTRIBUTES: dict[str, str | None] = {}


class Leaf(msgspec.Struct, eq=False, gc=False):
    """Text that no block element parts, or a picture, an embed, a rule (*kind*: `text`, `image`, `embed`, `break`).

    *text* is its words with white space folded; *linked* how many characters of it are links; *strong* how many are set bold.
    *attributes* are those of the picture or embed; *href* is the link around it.
    """

    kind: str
    frame: Frame
    tag: str
    order: int
    runs: list[Run]
    text: str
    linked: int = 0
    strong: int = 0
    attributes: dict[str, str | None] = _NO_ATTRIBUTES
    href: str = ""


def whole_name(leaf: Leaf) -> str:
    """The class of the inline element that holds four fifths of *leaf*, "" where there is none."""
    for run in leaf.runs:
        if run.name and len(run.text) > 0.8 * len(leaf.text):
            return run.name
    return ""


@lru_cache(maxsize=16384)
def _is_unseen(name: str) -> bool:
    """Whether inline text of the class *name* is meant for screen readers alone: "opens in a new window"."""
    return _UNSEEN.search(name.lower()) is not None


class _Roles(dict[str, int]):
    """What the classes of one page say, each read once."""

    def __missing__(self, name: str) -> int:
        found = self[name] = roles(name) & OWN
        return found


class Leaves(NamedTuple):
    """A page's leaves, its block elements, and the moments that `<time>` gives, by the order of the leaf it stands in.

    *telling* are the elements of which class or name say a role (`roles`), in the page's order; of those in navigation headings and tags alone.
    """

    leaves: list[Leaf]
    frames: list[Frame]
    times: dict[int, str]
    telling: list[tuple[LexborNode, int]]


def _close(runs: list[Run], frame: Frame, leaves: list[Leaf]) -> None:
    """Add a leaf, or several where empty lines part it, of *runs*, the inline text since the last block boundary, which stands in *frame*."""
    raw = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
    if "\x00" not in raw:
        _add(runs, raw, frame, leaves)
    elif frame.tag not in {"pre", "h1", "h2"} and not is_poem(frame):
        for part in paragraphs(runs):
            _add(part, "".join([run.text for run in part]).replace("\x00", " "), frame, leaves)
    else:
        _add(runs, raw.replace("\x00", " "), frame, leaves)


def _add(runs: list[Run], raw: str, frame: Frame, leaves: list[Leaf]) -> None:
    """Add the leaf of *runs*, whose text is *raw*, unless there is nothing to read."""
    if len(raw) > LONG:
        raise ExtractionError(f"a paragraph of {len(raw):,} characters: this is no article's page", "too-large")
    # Most texts have single spaces already: to see that is cheaper than to part them.
    text = raw.strip(" ") if raw.isprintable() and "  " not in raw else " ".join(raw.split())
    if not text:
        return
    length = len(text)
    linked = strong = 0
    for run in runs:
        if run.href:
            linked += len(run.text)
        if run.mark == "strong":
            strong += len(run.text)
    if linked > length:
        linked = length
    tag = frame.tag
    if tag not in _SUBHEADS and not frame.tags.isdisjoint(_SUBHEADS):  # a heading may hold elements of its own
        tag = next(one.tag for one in frame.chain() if one.tag in _SUBHEADS)
    leaves.append(Leaf("text", frame, tag, _order(leaves), runs, text, linked, strong))
    frame.mass += length
    frame.linked += linked
    frame.count += 1


def _order(leaves: list[Leaf]) -> int:
    """The order of the next leaf."""
    order = len(leaves)
    if order >= LEAVES:
        raise _too_large()
    return order


def _thing(kind: str, frame: Frame, attributes: dict[str, str | None], href: str, leaves: list[Leaf]) -> None:
    """Add a picture, an embed or a rule, which stands in *frame*."""
    leaves.append(Leaf(kind, frame, frame.tag, _order(leaves), [], "", 0, 0, attributes, href))


def leaves(body: LexborNode, *, everything: bool = False) -> Leaves:
    """All leaves below *body* in reading order, and all block elements. `ExtractionError` (`too-large`, `too-deep`) beyond the caps.

    With *everything* navigation and footers are entered too: on a page whose elements are not closed an article can stand in them.
    """
    kinds = _ALL_KINDS if everything else _KINDS
    frame = root = framed(body.tag or "body", body.attributes.get("class") or "", None, body.attributes, 0, 0)
    page = Leaves([], [root], {}, [])
    found, frames, times, telling = page
    known = _Roles()
    runs: list[Run] = []  # the inline text that is not yet closed
    stack: list[tuple[LexborNode, Frame | None, tuple[str, str, str, str]]] = []
    inline = "", "", "", ""  # address, mark, class, language
    node = body.first_child
    if node is None:
        return page
    for _ in range(NODES):
        tag = node.tag or ""
        kind = kinds[tag]
        if kind == _TEXT:
            text = node.text_content
            if text and (runs or not text.isspace()):
                runs.append(Run(text, *inline))
        elif kind <= _BARE:
            attributes = node.attributes
            name = attributes.get("class") or ""
            role = known[name]
            enter = node.first_child
            if kind <= _HEADING:
                if runs:
                    _close(runs, frame, found)
                    runs = []
                if "role" in attributes and attributes["role"] in _ROLES and not everything:
                    _pass_by(node, frame, telling)
                elif kind != _FOOTER or not frame.tags.isdisjoint(_FOOTER_KEPT):
                    if kind == _HEADING:
                        role |= H1
                    if role:
                        telling.append((node, role))
                    if enter is not None or kind == _CELL:
                        inner = framed(tag, name, frame, attributes, len(frames), len(found))
                        frames.append(inner)
                        if enter is not None:
                            stack.append((node, frame, inline))
                            if len(stack) > DEPTH:
                                raise _too_deep()
                            if inline[1] and tag != "p":
                                inline = inline[0], "", inline[2], inline[3]
                            frame, node = inner, enter
                            continue
            else:
                if tag == "time":
                    role |= TIME
                    if enter is not None and (moment := attributes.get("datetime")):
                        times.setdefault(len(found), moment)
                if role:
                    telling.append((node, role))
                if enter is None:
                    if tag == "span" and "br" in words(name):
                        runs += (LINE_END, LINE_END)
                elif tag == "sup" and (number := _raised(enter)):
                    runs.append(Run(number[0], number[1] or inline[0], *inline[1:]))
                elif kind == _BARE or not ((name and _is_unseen(name[:_LONGEST])) or (kind == _NAMED and "style" in attributes and is_hidden(attributes))):
                    stack.append((node, None, inline))
                    if len(stack) > DEPTH:
                        raise _too_deep()
                    inline = _within(inline, kind, tag, name, attributes)
                    node = enter
                    continue
        elif kind == _BREAK:
            runs.append(LINE_END)
        elif kind == _NOTHING:
            if tag == "nav":
                _pass_by(node, frame, telling)
            elif tag == "button" and (within := node.first_child) is not None and within.tag in _HELD and node.css_first("figure") is not None:
                stack.append((node, None, inline))
                if len(stack) > DEPTH:
                    raise _too_deep()
                node = within
                continue
        elif kind == _PICTURE:
            _thing("image", frame, node.attributes, inline[0], found)
        else:
            if runs:
                _close(runs, frame, found)
                runs = []
            if kind == _RULE:
                _thing("break", frame, {}, "", found)
            else:
                _thing("embed", frame, {"": tag, **node.attributes}, inline[0], found)
                if tag == "video" or tag == "audio":
                    found[-1].attributes.setdefault("src", _source(node))
        after = node.next
        while after is None:
            if not stack:
                if runs:
                    _close(runs, frame, found)
                root.end, root.last = len(found), len(frames)
                return page
            left, around, inline = stack.pop()
            if around is not None:
                if runs:
                    _close(runs, frame, found)
                    runs = []
                # What stands below the element that is left stands below the one around it too.
                frame.end, frame.last = len(found), len(frames)
                if frame.count:
                    around.mass += frame.mass
                    around.linked += frame.linked
                    around.count += frame.count
                frame = around
            after = left.next
        node = after
    raise _too_large()


def _raised(only: LexborNode) -> tuple[str, str] | None:
    """The number that *only* says, which is all that stands in a `<sup>`, in Unicode's raised signs, and the address that it leads to: 10<sup>6</sup> is
    not 106. None for other content.
    """
    href = ""
    for _ in range(_WRAPPED):
        if only.next is not None:
            return None
        if only.is_text_node:
            text = (only.text_content or "").strip()
            return (text.translate(_RAISED), href) if _NUMBER.fullmatch(text) else None
        if only.tag == "a":
            href = only.attributes.get("href") or ""
        inner = only.first_child
        if inner is None or only.tag not in _INLINE:
            return None
        only = inner
    return None


def _pass_by(node: LexborNode, frame: Frame, telling: list[tuple[LexborNode, int]]) -> None:
    """Add to *telling* the headings and tags in *node*, which is navigation in *frame*, and which the walk does not enter.

    Papers list an article's topics so, and a path of sections may end in a title. In what is by its class the site's own, nothing is a tag.
    """
    own = roles(node.attrs.get("class") or "")
    if own & ELSEWHERE or _is_elsewhere(frame):
        inside = node.css("h1")
        if own & TAGS:
            telling.append((node, TAGS))
    else:
        inside = node.css("[class], h1")
    for inner in inside:
        role = (H1 if inner.tag_id == _H1 else 0) | roles(inner.attrs.get("class") or "") & TAGS
        if role:
            telling.append((inner, role))


def _is_elsewhere(frame: Frame | None) -> bool:
    """Whether the class of *frame*, or of an element around it, says that it is not the article's."""
    while frame is not None and frame.tag not in _WHOLE:
        if frame.name and roles(frame.name) & ELSEWHERE:
            return True
        frame = frame.parent
    return False


def _too_large() -> ExtractionError:
    return ExtractionError(f"more than {NODES:,} elements or {LEAVES:,} texts: this is no article's page", "too-large")


def _too_deep() -> ExtractionError:
    return ExtractionError(f"elements stand more than {DEPTH} deep in each other: this is no article's page", "too-deep")


def _language(attributes: dict[str, str | None]) -> str:
    """The language that an element says it is in: a value that goes out as it is, and may hold anything."""
    said = attributes.get("lang")
    return clean(said) if said else ""


def _within(inline: tuple[str, str, str, str], kind: int, tag: str, own: str, attributes: dict[str, str | None]) -> tuple[str, str, str, str]:
    """Address, mark, class and language of the text inside an inline element of the class *own* that stands within *inline*."""
    address, mark, name, language = inline
    if kind == _LINK:
        return attributes.get("href") or "", mark, own or name, _language(attributes) or language
    mark = _MARK.get(tag) or mark
    if kind == _BARE:
        return address, mark, name, language
    return address, mark, own or attributes.get("itemprop") or (tag if tag == "cite" else name), _language(attributes) or language


def _source(node: LexborNode) -> str:
    """The address in the first `<source>` of a video or an audio."""
    source = node.css_first("source[src]")
    return (source.attributes.get("src") or "") if source is not None else ""
