"""Leaves in, the evidence on each text out: a value for each slot of the tables of weights, and what the page's own machine data say of it.

A value is a word or a small number: lengths go by `int.bit_length` (doubling steps), shares by tenths. What a slot's values are worth stands in
`weights.json`, which `bench/train.py` writes; `body` adds them up.

The *home* is the deepest element that none of its children holds seven tenths of the page's prose. The *branch* of a text is the highest element
around it that does not hold the home, and it hangs *apart* by as many steps as one has to climb from the home to meet it.
"""

from collections import Counter
from collections.abc import Callable

from ..text import dense
from . import captions, figures, phrases
from .frames import Frame
from .leaves import Leaf, Leaves
from .names import of

SLOTS = (
    "tag", "length", "linked", "tag length", "end", "hidden", "signature mass", "signature count", "after h1", "body",
    "description", "below home", "parent prose", "holder", "before home", "apart", "branch", "branch texts", "phrase", "picture",
    "italic", "passed", "shared",
)  # fmt: skip
# What is asked besides of a text that is kept: whether it is a paragraph, a subhead or a standfirst shows in its form and in what stands around.
FORM = (
    "tag linked", "sentences", "parent mass", "previous alike", "next alike", "next length", "next linked", "neighbours", "unfinished", "branch prose",
)  # fmt: skip
_ENDS = {
    ".": ".",
    "!": "!",
    "?": "?",
    ":": ":",
    "…": "…",
    '"': '"',
    "“": '"',
    "”": '"',
    "»": '"',
    "«": '"',
    "’": '"',
    "'": '"',
    ")": ")",
    "。": ".",
    "؟": "?",
    "।": ".",
    "」": '"',
    ",": ",",
}
_CLOSED = ".!?…\"“”»)。」’':।؟]"
_TEXT_TAGS = frozenset({"p", "li", "h2", "h3", "h4", "blockquote"})
_LESSER = frozenset({"li", "td", "figcaption", "h2", "h3", "h4"})
_BETWEEN = frozenset(" \x00\t\n\u00a0|·•/›»")
_HEADLINES = frozenset({"h2", "h3", "h4", "h5", "h6"})
_SAMPLE = 60  # texts in which signs that say more than a letter are looked for
_TEASER = 600  # characters of another article's headline and teaser together, at most
_PROSE = 80  # characters of a text that is more than a line
_DOUBTFUL = 250  # characters: a longer text of the home is the article's whatever its words
_BEGINNING = 150  # characters of a text whose words are looked for
_HEAD = 300  # characters of each text of the prose among whose words they are looked for
_WORD = 5  # letters of a word that tells a subject; most shorter ones stand in every text
_FARTHEST = 9  # steps from the home: more are not told apart
_WRAPPERS = frozenset({"ul", "ol", "blockquote", "li", "span", "dl"})
_FULL = frozenset({"p", "h1", "h2", "h3", "h4"})
_ASIDE = of(
    "comment comments kommentar kommentare comentarios commentaires disqus related recommended newsletter cookie consent sidebar footer",
    "popup modal",
)


def _tenth(part: int, whole: int) -> int:
    return -1 if whole <= 0 else min(10, 10 * part // whole)


def _letters(text: str) -> int:
    """How long *text* is in letters."""
    return len(text) + dense(text)


def _measure(leaves: list[Leaf]) -> Callable[[str], int]:
    """How to tell the length of the texts of a page: on most, of which no text needs `_letters`, by the number of their signs."""
    return _letters if any(dense(leaf.text) for leaf in leaves[:_SAMPLE]) else len


class Evidence:
    """What a page says about each of its texts. *body* and *description* are what its machine data say of the article, case folded.

    `length` tells the length of a text in letters.
    """

    def __init__(self, page: Leaves, body: str = "", description: str = "") -> None:
        self.page = page
        leaves, frames = page.leaves, page.frames
        self.leaves = [leaf for leaf in leaves if leaf.kind == "text"]
        self.body = body
        self.description = description
        self.total = max(1, frames[0].mass - frames[0].linked)
        self.captions = captions.captions(leaves)
        self.pictured = figures.pictured(leaves, self.captions)
        self.length = _measure(self.leaves)
        self.prose, self.home = _home(self.leaves, page, self.length)
        self.top = max(1.0, self.prose.get(self.home, 1.0))
        self._passed, self._words = _running(self.leaves, self.home, self.length)
        self.h1 = -1
        self._around: dict[Frame | None, tuple[frozenset[str], list[str]]] = {None: (frozenset(), [])}
        self._meeting = self.home.chain()
        self._apart = _steps(self._meeting, len(leaves))
        self._alike: list[list[int]] = []  # of each text, what all of its signature have: how many, their characters outside links
        signatures: dict[tuple[str, str, bool], list[int]] = {}
        for at, leaf in enumerate(self.leaves):
            frame = leaf.frame
            # Tag and class of an element, its parent's class where it has none: what texts of one kind share on one page.
            signature = (frame.tag, frame.name, True) if frame.name or frame.parent is None else (frame.tag, frame.parent.name, False)
            found = signatures.get(signature)
            if found is None:
                found = signatures[signature] = [0, 0]
            found[0] += 1
            found[1] += len(leaf.text) - leaf.linked
            self._alike.append(found)
            if self.h1 < 0 and leaf.tag == "h1":
                self.h1 = at

    def is_plausible(self, leaf: Leaf) -> bool:
        """Whether *leaf* is worth a closer look: half of a page's texts are bare links, or labels far from the article."""
        length = len(leaf.text)
        if 0.6 * length < leaf.linked and len(leaf.runs) > 2 and _is_row(leaf):
            return False
        if leaf.linked >= 0.9 * length:
            return leaf.tag in _FULL and self._apart[leaf.order] == 0
        length = self.length(leaf.text)
        return length >= 40 * _FARTHEST or length >= 40 * self._apart[leaf.order]

    def values(self, at: int) -> tuple[str | int, ...]:
        """One value for each of `SLOTS`."""
        leaf = self.leaves[at]
        frame = leaf.frame
        parent = frame.parent or frame
        tag = frame.tag
        text = leaf.text
        length = self.length(text)
        bits = length.bit_length()
        count, mass = self._alike[at]
        apart = self._apart[leaf.order]
        branch = _branch(frame, self._meeting[apart])
        home = self.home
        beginning = text[:50].casefold() if self.body or self.description else ""
        return (
            tag,  # tag
            bits,  # length
            _tenth(leaf.linked, len(text)),  # linked
            f"{tag} {bits}",  # tag length
            _end(text),  # end
            int(frame.hidden),  # hidden
            _tenth(mass, self.total),  # signature mass
            min(count, 63).bit_length(),  # signature count
            (at - self.h1).bit_length() if 0 <= self.h1 <= at else -1,  # after h1
            _told(self.body, beginning, length),  # body
            _told(self.description, beginning, length),  # description
            min(frame.depth - home.depth, 8) if apart == 0 else -1,  # below home
            int(10 * self.prose.get(parent, 0.0) / self.top),  # parent prose
            self._holder(frame, parent),  # holder
            int(leaf.order < home.start),  # before home
            min(apart, _FARTHEST),  # apart
            branch.tag,  # branch
            min(branch.count, 63).bit_length(),  # branch texts
            _phrase(leaf),  # phrase
            int(leaf.order in self.pictured),  # picture
            int(leaf.runs[0].mark == "emphasis" and _is_italic(leaf)),  # italic
            self._quarter(at),  # passed
            self._shared(at) if length <= _DOUBTFUL or apart else -2,  # shared
        )

    def form(self, at: int) -> tuple[str | int, ...]:
        """One value for each of `FORM`."""
        leaf = self.leaves[at]
        frame = leaf.frame
        parent = frame.parent or frame
        tag = frame.tag
        length = self.length(leaf.text)
        share = _tenth(leaf.linked, len(leaf.text))
        branch = _branch(frame, self._meeting[self._apart[leaf.order]])
        before = after = 0
        next_linked, before_alike, after_alike = -1, 0, 0
        if at:
            previous = self.leaves[at - 1]
            before = self.length(previous.text)
            before_alike = int(previous.frame.parent is frame.parent and previous.tag == tag)
        if at + 1 < len(self.leaves):
            following = self.leaves[at + 1]
            after = self.length(following.text)
            next_linked = _tenth(following.linked, len(following.text)) // 3
            after_alike = int(following.frame.parent is frame.parent and following.tag == tag)
        return (
            f"{tag} {share // 2}",  # tag linked
            _sentences(leaf.text),  # sentences
            _tenth(parent.mass - parent.linked, self.total),  # parent mass
            before_alike,  # previous alike
            after_alike,  # next alike
            after.bit_length(),  # next length
            next_linked,  # next linked
            f"{min(before, 255).bit_length() // 2} {min(after, 255).bit_length() // 2}",  # neighbours
            f"{int(length < 64 and _end(leaf.text) == 'a')} {int(share > 5)}",  # unfinished
            int(10 * self.prose.get(branch, 0.0) / self.top),  # branch prose
        )

    def _quarter(self, at: int) -> int:
        """In which quarter of the home's prose, from 0, the text *at* stands; -1 before all of it, 4 for the last of it and what follows, -2 without."""
        before, whole = self._passed[at], self._passed[-1]
        if not whole:
            return -2
        return -1 if not before else 4 if self._passed[at + 1] == whole else 4 * before // whole

    def _shared(self, at: int) -> int:
        """In fifths, how many of the words at the beginning of the text *at* the home's prose has in other texts: of what is of its subject, most."""
        own = [word for word in self.leaves[at].text[:_BEGINNING].lower().split() if len(word) >= _WORD]
        if len(own) < 2 or not self._words:
            return -1
        words = self._words.get
        least = int(self._passed[at + 1] > self._passed[at])  # a text of the home's prose has its words itself
        return 5 * sum([words(word, 0) > least for word in own]) // len(own)

    def _holder(self, frame: Frame, holder: Frame) -> str:
        """Where the nearest element from *holder* upwards stands that has more texts than *frame*: as seen from the home."""
        home = self.home
        while holder.parent is not None and (holder.count == frame.count or holder.tag in _WRAPPERS):
            holder = holder.parent
        if holder is home:
            return "home"
        if holder.start >= home.start and holder.end <= home.end:
            return "below"
        return "above" if holder.start <= home.start and holder.end >= home.end else "apart"

    def names(self, frame: Frame) -> list[Frame]:
        """The elements above *frame*'s parent whose class can tell something: those that do not hold the home as well."""
        found: list[Frame] = []
        above = frame.parent.parent if frame.parent else None
        home = self.home
        while above is not None and not (above.start <= home.start and home.end <= above.end):
            found.append(above)
            above = above.parent
        return found

    def around(self, frame: Frame) -> tuple[frozenset[str], list[str]]:
        """The words of class and id of *frame*'s parent, and those of `names`, sorted: the same for all children of one parent."""
        found = self._around.get(frame.parent)
        if found is None:
            above = frozenset[str]().union(*[one.words for one in self.names(frame)])
            found = self._around[frame.parent] = frame.parent.words if frame.parent else frozenset(), sorted(above)
        return found


def _end(text: str) -> str:
    """The kind of the last sign of *text*: `a` for letters, `#` for digits."""
    return _ENDS.get(text[-1]) or ("#" if text[-1].isdigit() else "a")


def _told(known: str, beginning: str, length: int) -> str:
    """Whether the *beginning* of a text of *length* characters, case folded, stands in *known*."""
    if not known:
        return "-"
    return ("in" if beginning in known else "out") + ("" if length > 30 else " short")


def _sentences(text: str) -> int:
    """How many sentences of *text* others follow, four for more."""
    found = text.count(". ")
    if found < 4 and not text.isascii():
        found += text.count("。")
    if found < 4 and "?" in text:
        found += text.count("? ")
    if found < 4 and "!" in text:
        found += text.count("! ")
    return min(4, found)


def _steps(meeting: list[Frame], count: int) -> list[int]:
    """How many steps above the home each of *count* leaves meets it. *meeting* are the home and the elements around it, the last of which holds all."""
    found = [len(meeting) - 1] * count
    for steps in range(len(meeting) - 2, -1, -1):
        frame = meeting[steps]
        found[frame.start : frame.end] = [steps] * (frame.end - frame.start)
    return found


def _branch(frame: Frame, meeting: Frame) -> Frame:
    """The highest element around *frame* below *meeting*."""
    while frame.parent is not None and frame is not meeting and frame.parent is not meeting:
        frame = frame.parent
    return frame


def _phrase(leaf: Leaf) -> str:
    """The kind of phrase that *leaf* begins with, "" for none; a whole sentence that holds no link leads to no other article, whatever its first words."""
    kind = phrases.kind(leaf.text)
    return "" if kind == "also" and not leaf.linked and len(leaf.text) > _PROSE and leaf.text[-1] in ".!?…。" else kind


def _is_italic(leaf: Leaf) -> bool:
    """Whether nine tenths of *leaf* are set in italics, as notes of the paper's own are."""
    return sum([len(run.text) for run in leaf.runs if run.mark == "emphasis"]) >= 0.9 * len(leaf.text)


def _running(leaves: list[Leaf], home: Frame, measure: Callable[[str], int]) -> tuple[list[int], dict[str, int]]:
    """The prose in *home*: how many characters of it stand before each of *leaves*, as last value in all; and how often it has each of its words."""
    found = [0]
    words: Counter[str] = Counter()
    start, end, passed = home.start, home.end, 0
    for leaf in leaves:
        length = measure(leaf.text)
        if length >= _PROSE and start <= leaf.order < end and leaf.linked < 0.3 * len(leaf.text) and not leaf.frame.hidden:
            passed += length
            words.update(leaf.text[:_HEAD].lower().split())
        found.append(passed)
    return found, words


def _home(leaves: list[Leaf], page: Leaves, measure: Callable[[str], int]) -> tuple[dict[Frame, float], Frame]:
    """How much prose each element holds, and the home."""
    frames = page.frames
    prose: dict[Frame, float] = {}
    aside: dict[Frame, bool] = {}
    for leaf in leaves:
        length = measure(leaf.text)
        frame = leaf.frame
        if length < 50 or leaf.linked > 0.4 * len(leaf.text) or frame.hidden:
            continue
        weight = (
            min(length, 400)
            * (1.0 if leaf.text[-1] in _CLOSED else 0.3)
            * (0.5 if leaf.tag in _LESSER else 1.0)
            * (0.02 if _is_beside(frame, aside) or _is_teaser(leaf, page) else 1.0)
        )
        prose[frame] = prose.get(frame, 0.0) + weight
    for frame in reversed(frames):
        if frame in prose and frame.parent is not None:
            prose[frame.parent] = prose.get(frame.parent, 0.0) + prose[frame]
    heirs: dict[Frame, Frame] = {}
    for frame in prose:
        if frame.parent is not None and (frame.parent not in heirs or prose[frame] > prose[heirs[frame.parent]]):
            heirs[frame.parent] = frame
    home = frames[0]
    while home in heirs and heirs[home].tag not in _TEXT_TAGS and heirs[home].count > 1 and prose[heirs[home]] >= 0.7 * prose[home]:
        home = heirs[home]
    return prose, home


def _is_row(leaf: Leaf) -> bool:
    """Whether *leaf* is links to several places in a row with nothing but bars or spaces between."""
    return len({run.href for run in leaf.runs if run.href}) > 1 and all(_BETWEEN.issuperset(run.text) for run in leaf.runs if not run.href)


def _is_teaser(leaf: Leaf, page: Leaves) -> bool:
    """Whether *leaf* stands below the linked headline of another article in a small element of their own."""
    frame = leaf.frame.parent
    for _ in range(2):
        if frame is None or frame.mass > _TEASER:
            return False
        first = page.leaves[frame.start]
        if first is not leaf and first.tag in _HEADLINES and first.kind == "text":
            return first.linked >= 0.9 * len(first.text)
        frame = frame.parent
    return False


def _is_beside(frame: Frame, known: dict[Frame, bool]) -> bool:
    """Whether *frame* stands in what is by its name no article."""
    climbed: list[Frame] = []
    found = False
    above = frame
    while above.parent is not None:
        if above in known:
            found = known[above]
            break
        climbed.append(above)
        if above.tag in {"aside", "footer"} or not above.words.isdisjoint(_ASIDE):
            found = True
            break
        above = above.parent
    for one in climbed:
        known[one] = found
    return found
