"""Leaves with their roles in, blocks of the model out, in the page's own order.

| from | block |
|---|---|
| running text | `Paragraph`; lines that keep their ends: `Verse` |
| `li`, `dt`, `dd` | `Listing`, nested lists as levels |
| `blockquote` and quotations set apart | `Quote`; a pull quote where it repeats the text |
| headings and texts told as subheads | `Heading` |
| `table` with rows and columns | `Table` |
| `pre` | `Verse`, verbatim |
| a picture, what is embedded, a rule | `Figure`, `Embed`, `Break` |
| text set beside the running text | `Box`, of kind `correction` for the paper's own note |
"""

import re
from bisect import bisect_left
from itertools import accumulate
from typing import Literal

from .. import labels
from ..address import absolute
from ..model import Block, Box, Break, Embed, Entry, Figure, Heading, Paragraph, Verse
from ..text import clean, fold
from . import boxes, embeds, figures, interview, lists, phrases, quotes, tables, ticker
from .body import Roles
from .figures import PROMOTION
from .frames import Frame
from .leaves import Leaf, Leaves
from .runs import is_anchor
from .spans import is_poem, is_verse, lines, spans
from .tidy import undropped
from .words import BUTTONS

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}  # to their levels on the page
_RULE = re.compile(r"[*•·⁂~#_–—\s-]{1,12}|[✻❖◆◇■□✱○●◎☆★▽▼]")
_CORRECTION = frozenset({"correction", "corrections", "korrektur", "berichtigung", "errata", "erratum", "clarification"})
_TELLING = quotes.QUOTE_WORDS | quotes.PULL_WORDS | _CORRECTION | embeds.POST_WORDS
_SPECIAL = _TELLING | boxes.STRONG | interview.QUESTION_WORDS | interview.ANSWER_WORDS
_SPECIAL_TAGS = frozenset({"table", "blockquote", "pre", "li", "dt", "dd", "aside"})
_LINE = 120  # characters of an entry's title
_BOX, _LEAST, _RULED = 40, 80, 12  # characters of the smallest box, of the smallest of text that would run else, of the longest rule


class Builder:
    """Makes blocks of the leaves of one article. *base* is the address against which links are resolved, *captions* are the page's."""

    def __init__(self, page: Leaves, roles: Roles, base: str, captions: frozenset[int], inside: Frame | None = None) -> None:
        self.page = page
        self.leaves, self.frames, self.times = page.leaves, page.frames, page.times
        self.roles = roles
        self.base = base
        self.captions = captions
        self.done: set[int] = set()
        self.nested = inside is not None
        self.running = sum(len(self.leaves[order].text) for order in roles)
        self.home = inside or _home(self.leaves, roles, self.frames)
        self.folded = ""
        self._telling: dict[Frame | None, bool] = {None: False}
        self._data: dict[Frame, bool] = {}
        self._plain: dict[Frame, bool] = {}
        self._running = sorted(roles)
        self.entries = {} if inside else self._entries()

    def blocks(self) -> tuple[Block, ...]:
        """The body: running text, and the pictures, tables, embeds and boxes that stand among it."""
        if not self.roles:
            return ()
        first, last = min(self.roles), max(self.roles)
        back = self._back(first)
        end = max(last + 1, min(self.home.end, last + 30))
        shown = [picture for picture in self._pictures(self.leaves[back:end]) if figures.belongs(picture, self.leaves, self.home, self.base, last)]
        films = [leaf.order for leaf in self.leaves[back:first] if leaf.kind == "embed" and self._inside(leaf.frame) and embeds.is_film(leaf, self.base)]
        opened = [order for order, entry in self.entries.items() if order <= first < entry.end]  # the first one begins with its time
        start = min([first, *films, *opened, *[picture.order for picture in shown if figures.leads(picture, self.leaves)]])
        pictures = {picture.order: picture for picture in shown if picture.order >= start}
        part = self.leaves[start:end]
        in_picture = {order for picture in pictures.values() for order in picture.leaves}
        seen: set[str] = set()
        out: list[Block] = []
        for leaf in part:
            if leaf.order in pictures and leaf.order not in self.done:
                image = pictures[leaf.order].image
                if not {image.address, image.caption} - {""} <= seen:  # once more, but with words of its own, is not the same
                    seen |= {image.address, image.caption}
                    out.append(Figure(image))
            if leaf.order in self.done or leaf.order in in_picture:
                continue
            block = self._block(leaf, first, last)
            if block is not None:
                out.append(block)
        return tuple(ticker.entries(interview.interview(interview.filed(_joined(out)))))

    def _pictures(self, part: list[Leaf]) -> list[figures.Picture]:
        return figures.pictures(part, self.base, set(self.roles), self.captions)

    def _back(self, first: int) -> int:
        """From where on the article's leading picture may stand: a little before the heading, at most 40 leaves before the running text."""
        back = max(0, first - 40)
        for order in range(first - 1, back, -1):
            if self.leaves[order].tag == "h1":
                return max(0, order - 8)
        return back

    def _is_data(self, table: Frame) -> bool:
        """Whether *table* is one with rows and columns: asked by every cell of it, told once."""
        if table not in self._data:
            self._data[table] = tables.is_data(self.page, table, self.running)
        return self._data[table]

    def _runs(self, frame: Frame, after: int = -1) -> bool:
        """Whether there is running text in *frame*, behind the leaf *after*."""
        following = bisect_left(self._running, max(frame.start, after + 1))
        return following < len(self._running) and self._running[following] < frame.end

    def _block(self, leaf: Leaf, first: int, last: int) -> Block | None:
        """The block that begins with *leaf*; None where it is no part of the article."""
        role = self.roles.get(leaf.order, "")
        if leaf.order in self.entries:
            return self._entry(self.entries.pop(leaf.order))
        if leaf.frame.name == "embed" and (linked := embeds.linked(leaf, self.base)) and self._inside(leaf.frame):
            self.done.add(leaf.order)
            return linked
        if leaf.kind == "embed":
            return self._embed(leaf)
        if leaf.kind == "break":
            return Break() if first < leaf.order < last and self._inside(leaf.frame) else None
        if leaf.kind != "text":
            return None
        if role and len(leaf.text) > _RULED and self._is_plain(leaf.frame) and (self.nested or phrases.kind(leaf.text) != "correction"):
            return self._heading(leaf) if role == "subhead" else self._paragraph(leaf)
        table = leaf.frame.within("table")
        if table is not None and self._inside(table) and self._is_data(table):
            self.done.update(tables.extent(table))
            return tables.table(self.page, table, self.base)
        if first < leaf.order < last and _RULE.fullmatch(leaf.text) and self._inside(leaf.frame):
            self.done.add(leaf.order)
            return Break()
        posted = next((frame for frame in self._near(leaf.frame) if frame.words and embeds.post(frame)), None)
        if posted is not None and posted.mass < 2_000 and self._inside(posted):
            return self._post(posted)
        if not self.nested and self._is_correction(leaf) and (role or (first < leaf.order and self._inside(leaf.frame))):
            return self._correction(leaf)
        beside = self._beside(leaf) if not self.nested and self._inside(leaf.frame) and leaf.order > first else None
        if beside is not None:
            return self._boxed(beside, "info")
        if not role:
            if not (first < leaf.order and self._inside(leaf.frame)):
                return None
            pulled = self._pull_frame(leaf.frame) if leaf.order < last else None
            if pulled is not None:
                return self._quote(pulled, pull=True)
            return None if self.nested else self._box(leaf)
        frames = leaf.frame, leaf.frame.parent or leaf.frame
        if not all(frame.words.isdisjoint(interview.QUESTION_WORDS) for frame in frames) and (made := spans(leaf.runs, self.base)):
            self.done.add(leaf.order)
            return interview.told(made, question=True)
        if leaf.tag in {"p", "dd"} and not leaf.frame.words.isdisjoint(interview.ANSWER_WORDS) and (made := spans(leaf.runs, self.base)):
            self.done.add(leaf.order)
            return interview.told(made, question=False) if leaf.tag == "dd" or interview.spoken(made)[0] else Paragraph(made)
        pulled = self._pull_frame(leaf.frame)
        if pulled is not None and pulled.tag != "blockquote":
            return self._quote(pulled, pull=True)
        quote = self._quote_frame(leaf.frame)
        if quote is not None:
            return self._quote(quote)
        if role == "subhead":
            return (None if self.nested else self._box(leaf)) or self._heading(leaf)
        pre = leaf.frame.within("pre")
        if pre is not None:
            return self._verbatim(pre)
        listing = lists.around(leaf.frame, self.running)
        if listing is not None and not (self.nested and listing.order < self.home.order):  # an entry may be a list's item
            return lists.listing(self._take(listing), listing, self.base)
        return self._paragraph(leaf)

    def _is_plain(self, frame: Frame) -> bool:
        """Whether nothing in the names of *frame* and of the elements around it makes anything but a paragraph or a heading of a running text: of most."""
        found = self._plain.get(frame)
        if found is None:
            special = frame.tag in _SPECIAL_TAGS or not frame.words.isdisjoint(_SPECIAL)
            found = self._plain[frame] = not special and (frame.parent is None or self._is_plain(frame.parent))
        return found

    def _near(self, frame: Frame) -> list[Frame]:
        """*frame* and the three elements around it, where the words of any of them tell of a post, a quotation or a note; else none, as for most texts."""
        if frame.parent not in self._telling:
            self._telling[frame.parent] = any(not one.words.isdisjoint(_TELLING) for one in frame.parent.near(3)) if frame.parent else False
        return frame.near(4) if self._telling[frame.parent] or not frame.words.isdisjoint(_TELLING) else []

    # entries of a live ticker
    def _entries(self) -> dict[int, Frame]:
        """The elements that are entries, by their first leaf: three or more alike beside each other, each beginning with its time."""
        groups: dict[tuple[Frame, str], list[Frame]] = {}
        for order in self.times:
            if order >= len(self.leaves):
                continue
            frame = self.leaves[order].frame
            for _ in range(5):
                if frame.parent is None or frame.start < order - 2:
                    break
                if frame.mass > len(self.leaves[order].text) + 20 and self._runs(frame):
                    groups.setdefault((frame.parent, frame.tag), []).append(frame)
                frame = frame.parent
        for group in groups.values():
            distinct = list(dict.fromkeys(group))
            if len(distinct) >= 3:
                return {frame.start: frame for frame in distinct}
        return {}

    def _entry(self, frame: Frame) -> Block | None:
        part = self.leaves[frame.start : frame.end]
        stamp = next((leaf for leaf in part if leaf.order in self.times), None)
        title = next((leaf for leaf in part if leaf.tag in _HEADINGS and leaf.kind == "text"), None) or self._bold(part)
        inner = {
            leaf.order: "text"
            for leaf in part
            if leaf.kind == "text" and leaf is not title and leaf.order in self.roles and not (leaf is stamp and len(leaf.text) < 40)
        }
        self.done.update(range(frame.start, frame.end))
        blocks = Builder(self.page, inner, self.base, self.captions, frame).part(frame, pictures=True)
        when = self.times[stamp.order] if stamp else ""
        return Entry(blocks, clean(when), clean(title.text) if title else "") if blocks or title else None

    def _bold(self, part: list[Leaf]) -> Leaf | None:
        """The first running text of the *part* of an entry, where it is a line set bold and another follows."""
        running = [leaf for leaf in part if leaf.order in self.roles and leaf.order not in self.times][:2]
        return running[0] if len(running) > 1 and running[0].strong >= len(running[0].text) and len(running[0].text) <= _LINE else None

    # the paper's own notes
    def _is_correction(self, leaf: Leaf) -> bool:
        named = any(not frame.words.isdisjoint(_CORRECTION) and frame.mass < 1_500 for frame in self._near(leaf.frame)[:3])
        return named or (phrases.kind(leaf.text) == "correction" and len(leaf.text) < 900)

    def _correction(self, leaf: Leaf) -> Block | None:
        named = [frame for frame in leaf.frame.near(3) if not frame.words.isdisjoint(_CORRECTION) and frame.mass < 1_500]
        if named and named[-1].count > 1:
            return self._boxed(named[-1], "correction")
        self.done.add(leaf.order)
        made = spans(leaf.runs, self.base)
        return Box((Paragraph(made),), kind="correction") if made else None

    def _post(self, frame: Frame) -> Block:
        """An embedded post: its service, the address of its last link, its text."""
        self.done.update(range(frame.start, frame.end))
        links = [run.href for leaf in self.leaves[frame.start : frame.end] for run in leaf.runs if run.href]
        text = clean(" ".join(leaf.text for leaf in self.leaves[frame.start : frame.end]))
        return Embed(embeds.post(frame), absolute(links[-1], self.base) if links else "", text)

    def _inside(self, frame: Frame) -> bool:
        home = self.home
        return home.start <= frame.start and frame.end <= home.end and not frame.hidden

    def _paragraph(self, leaf: Leaf) -> Block | None:
        self.done.add(leaf.order)
        if is_verse(leaf):
            return Verse(lines(leaf.runs, self.base))
        made = spans(undropped(leaf.runs), self.base)
        return Paragraph(made) if made else None

    def _heading(self, leaf: Leaf) -> Block | None:
        self.done.add(leaf.order)
        made = spans([run for run in leaf.runs if not (run.href and is_anchor(run.href, run.text))], self.base)
        return Heading(made, _HEADINGS.get(leaf.tag, 2)) if made else None

    def _verbatim(self, pre: Frame) -> Block | None:
        runs = [run for leaf in self._take(pre) for run in leaf.runs]
        made = lines(runs, self.base, verbatim=True)
        return Verse(made, verbatim=not is_poem(pre)) if made else None

    def _take(self, frame: Frame) -> list[Leaf]:
        """The running texts of *frame*, which are then done."""
        found = [leaf for leaf in self.leaves[frame.start : frame.end] if leaf.order in self.roles and leaf.order not in self.done]
        self.done.update(leaf.order for leaf in self.leaves[frame.start : frame.end])
        return found

    # quotations
    def _quote_frame(self, frame: Frame) -> Frame | None:
        found = frame.within("blockquote") or next((one for one in reversed(self._near(frame)) if one.words & quotes.QUOTE_WORDS and one.mass < 600), None)
        if found is None or found.mass >= 0.5 * self.running + 200:
            return None
        figure = found.within("figure")
        return figure if figure is not None and figure.mass < 1.5 * found.mass + 120 else found

    def _pull_frame(self, frame: Frame) -> Frame | None:
        """The element around *frame* that by its class is a pull quote."""
        return next((one for one in reversed(self._near(frame)) if one.words & quotes.PULL_WORDS and one.mass < 500 and one.linked < 0.3 * one.mass + 1), None)

    def _quote(self, frame: Frame, *, pull: bool = False) -> Block | None:
        part = [leaf for leaf in self.leaves[frame.start : frame.end] if leaf.kind == "text" and leaf.order not in self.done]
        self.done.update(range(frame.start, frame.end))
        return quotes.quote(part, frame, self.base, lambda text: pull or self._repeats(text))

    def _repeats(self, text: str) -> bool:
        """Whether the folded *text* stands in the running text beside."""
        self.folded = self.folded or " ".join(fold(self.leaves[order].text) for order in sorted(self.roles))
        return self.folded.count(text) > 1

    # what stands beside
    def _beside(self, leaf: Leaf) -> Frame | None:
        """The box that begins with *leaf*: an element that calls itself one, small against the text, with prose in it."""
        found = None
        for frame in leaf.frame.chain():
            if frame is self.home or frame.parent is None:
                break
            if not frame.words.isdisjoint(PROMOTION):
                return None
            opened = frame.tag == "details" and self._runs(frame)
            if (frame.tag == "aside" or boxes.is_strong(frame.words) or opened) and frame.words.isdisjoint(quotes.PULL_WORDS):
                found = frame
        if found is None or found.start != leaf.order or found.mass >= 0.4 * self.running or found.linked > 0.35 * found.mass:
            return None
        if boxes.size(found, self.leaves) < _LEAST:
            return None
        return None if any(one.kind == "text" and phrases.kind(one.text) in {"letter", "also"} for one in self.leaves[found.start : found.end][:4]) else found

    def _embed(self, leaf: Leaf) -> Block | None:
        self.done.add(leaf.order)
        return embeds.embed(leaf, self.base) if self._inside(leaf.frame) else None

    def _box(self, leaf: Leaf) -> Block | None:
        """The box that begins with *leaf*, where it is one with something to read: prose, not links, not an appeal."""
        found = None
        for frame in leaf.frame.chain():
            if frame is self.home or self._runs(frame, leaf.order):
                break
            if not frame.words.isdisjoint(PROMOTION):
                return None
            if frame.tag == "aside" or boxes.is_named(frame.words) or frame.words & _CORRECTION or boxes.is_card(frame, self.leaves):
                found = frame
        if found is None or found.start != leaf.order or found.linked > 0.35 * (found.mass - len(leaf.text)) or found.mass < _BOX:
            return None
        return self._boxed(found, "correction" if any(one.words & _CORRECTION for one in found.near(3)) else "info")

    def _boxed(self, found: Frame, kind: Literal["info", "correction"]) -> Block | None:
        """The box that *found* is, its heading as title."""
        inner = [one for one in self.leaves[found.start : found.end] if one.kind == "text"]
        if kind == "info" and found.mass < 1_500 and any(phrases.kind(one.text) == "consent" for one in inner[:4]):
            self.done.update(range(found.start, found.end))
            return embeds.consented(inner)
        asks = any(phrases.is_letter(one.text) or phrases.is_offer(one.text) for one in inner)
        if found.mass < 1_500 and (asks or (inner and inner[0].text.casefold() in BUTTONS)):
            self.done.update(range(found.start, found.end))
            return None
        title = ""
        if inner and boxes.is_title(inner[0]):
            title = clean(inner.pop(0).text)
            name, _, rest = title.partition(":")
            if labels.means(name.strip(), "correction"):
                title = rest.strip()  # what kind of box it is says its kind
        roles = {one.order: "subhead" if one.tag in _HEADINGS else "text" for one in inner}
        self.done.update(range(found.start, found.end))
        made = Builder(self.page, roles, self.base, self.captions, found).part(found)
        return Box(made, title, kind) if made else None

    def part(self, frame: Frame, *, pictures: bool = False) -> tuple[Block, ...]:
        """The blocks inside a box or an entry."""
        self.running = max(self.running, 4_000)
        part = self.leaves[frame.start : frame.end]
        shown = {picture.order: picture for picture in self._pictures(part)} if pictures and part else {}
        made: list[Block] = []
        for leaf in part:
            if leaf.order in shown:
                made.append(Figure(shown[leaf.order].image))
            if leaf.order in self.done or not (leaf.order in self.roles or leaf.kind == "embed" or leaf.frame.within("table")):
                continue
            block = self._block(leaf, frame.start, frame.end)
            if block is not None:
                made.append(block)
        return tuple(_joined(made))


def _home(leaves: list[Leaf], roles: Roles, frames: list[Frame]) -> Frame:
    """The deepest element that holds nine tenths of the running text."""
    if not roles:
        return frames[0]
    orders = sorted(roles)
    sums = [0, *accumulate(len(leaves[order].text) for order in orders)]
    middle = orders[bisect_left(sums, sums[-1] / 2) - 1]  # what holds nine tenths holds the middle
    chain = leaves[middle].frame.chain()
    return next(one for one in chain if sums[bisect_left(orders, one.end)] - sums[bisect_left(orders, one.start)] >= 0.9 * sums[-1])


def _joined(blocks: list[Block]) -> list[Block]:
    """*blocks* with stanzas of one poem joined, and rules at the edges left out."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, Verse) and isinstance(last, Verse) and block.verbatim == last.verbatim:
            out[-1] = Verse((*last.lines, (), *block.lines), block.verbatim)
        elif isinstance(block, Break) and (last is None or isinstance(last, Break)):
            continue
        else:
            out.append(block)
    while out and isinstance(out[-1], Break):
        out.pop()
    return out
