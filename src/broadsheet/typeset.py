"""Text in, lines out: widths in display cells, lines broken as UAX #14 allows, greedily.

| function | in | out |
|---|---|---|
| `cells` | text | its width on a terminal |
| `wrap` | text and a width in cells | its lines, each with its prefix |
| `pad` | text and a width | text filled with spaces to that width |

A line ends where `breaks` allows it, but never inside an address or a link's marker `[n][` and the word behind it. A word that is longer than the
line is cut between grapheme clusters (UAX #29); an address is longer than the line where it must be.

The lines can be joined again, as with RFC 3676's soft line ends: a line that ends in a space is joined to the next with nothing between (no space
stood there), after a hyphen and two spaces also without the hyphen (the setter put it in), any other with one space. With `exact` every end of
a line is marked: of its trailing spaces all but one are the text's own.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate

from wcwidth import iter_graphemes, wcswidth, wcwidth

from .breaks import breaks

# Characters that have one cell or two whatever stands beside them: no marks, nothing that joins.
_ONE = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u05be\u05d0-\u05ea\u060c"
    "\u061b\u061f-\u064a\u0660-\u066f\u0671-\u06d5\u1e00-\u1eff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf"
)
_TWO = "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
_NARROW = re.compile(f"[{_ONE}]*")
_EVEN = re.compile(f"[{_ONE}{_TWO}]*")
_WIDE = re.compile(f"[{_TWO}]+")
_ADDRESS = re.compile(r"(?:https?|gemini|gopher|ftp)://[!-~]+|(?:mailto|tel):[!-~]+")
HYPHEN = "-  "  # ends a line in a word that the setter parted
_LEAST = 8  # cells: with less room than that behind a prefix, the text begins on the next line
_PIECE = 4096  # characters of an overlong word that are looked at for one line
_MARKER = re.compile(r"\[\d+\]\[")


def cells(text: str) -> int:
    """The width of *text* in display cells: East Asian wide 2, combining 0, an emoji sequence as one."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    if _EVEN.fullmatch(text):
        return len(text) + sum(map(len, _WIDE.findall(text)))
    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(character), 0) for character in text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """*text* with spaces behind it, or before it where *right*, up to *width* cells."""
    gap = " " * (width - cells(text))
    return gap + text if right else text + gap


def wrap(
    text: str,
    width: int,
    *,
    first: str = "",
    rest: str | None = None,
    links: Collection[int] = (),
    never: Collection[int] = (),
    exact: bool = False,
    hyphens: Sequence[int] = (),
) -> list[str]:
    """*text* as lines of at most *width* cells, the first one prefixed with *first*, the others with *rest* (as *first* where not given).

    *links* are the places where a link's marker `[n][` begins; *never* are further places where no line ends; *hyphens* (in order) are the places
    where one may end with a hyphen, but not with *exact*. Lines are marked as the module says. An empty text is one line, the prefix without its
    trailing spaces.
    """
    rest = first if rest is None else rest
    if not text:
        return [first.rstrip(" ")]
    rooms = (width - cells(first), width - cells(rest))
    if len(text) <= rooms[0] and (text.isascii() or _NARROW.fullmatch(text)):
        return [first + text]
    lines: list[str] = []
    if rooms[0] < _LEAST and first != rest:
        lines.append(first.rstrip(" "))
        rooms = (rooms[1], rooms[1])
    atoms = [found.span() for found in _ADDRESS.finditer(text)] if ":" in text else []
    forbidden = set(never)
    for start, end in atoms:
        forbidden.update(range(start + 1, end))
    covered = done = 0
    pieces: list[str] = []
    for start in sorted(links):
        marker = _MARKER.match(text, start)
        if marker is not None:
            # The marker and the word behind it stay together; where the word is cut because it is too long, the marker and one character do.
            end = text.find(" ", max(marker.end(), covered))
            end = len(text) if end < 0 else end
            forbidden.update(range(max(start + 1, covered), end))
            covered = end
            atoms.append((start, min(marker.end() + 1, len(text))))
            if start >= done:
                # No line ends in a marker; without its inner bracket most texts are easy ones for `breaks`.
                pieces += [text[done : marker.end() - 2], "a"]
                done = marker.end() - 1
    places = breaks("".join([*pieces, text[done:]]) if pieces else text)
    if forbidden:
        places = [place for place in places if place not in forbidden]
        hyphens = [place for place in hyphens if place not in forbidden]
    for content, soft in _fill(text, places, rooms, sorted(atoms), exact=exact, hyphens=() if exact else hyphens):
        lines.append((rest if lines else first) + content + (" " if soft else ""))
    return lines


def _fill(
    text: str, places: list[int], rooms: tuple[int, int], atoms: list[tuple[int, int]], *, exact: bool, hyphens: Sequence[int]
) -> Iterable[tuple[str, bool]]:
    """The lines' contents, and whether each is followed by the sign that no space stood at its end (with *exact*: by its last space again)."""
    offsets = _offsets(text, places)
    ends = [*places, len(text)]
    start, at, number = 0, 0, 0
    room = rooms[0]
    while start < len(text):
        if offsets[-1] - at <= room:
            yield text[start:], False
            return
        # The last place that could do: the spaces before a place do not count, so look one cell further, and step back where it is too far.
        best = bisect_right(offsets, at + room + 1, number) - 1
        content, soft = "", False
        while best >= number:
            content, soft = _line(text, start, ends[best], exact=exact)
            if offsets[best] - at - (0 if exact else ends[best] - start - len(content)) + soft <= room:
                break
            best -= 1
        if hyphens and best + 1 < len(ends):
            # Of the word that did not fit, as much as fits.
            begin, begun = (start, at) if best < number else (ends[best], offsets[best])
            parted = _parted(text, begin, ends[best + 1], room - (begun - at), hyphens)
            if parted > start:
                yield text[start:parted] + HYPHEN, False
                start, at, number, room = parted, begun + cells(text[begin:parted]), best + 1, rooms[1]
                continue
        if best < number:
            # Nothing fits: the word is longer than the line. Where it has no more than its own line before it, it is cut; else it begins a new one.
            bare = ends[number] if exact else start + len(text[start : ends[number]].rstrip(" "))
            cut, width = _cut(text, start, bare, room - (exact and bare < len(text)), atoms)
            if cut < bare:
                # A rule may keep a space from being a line's end (LB13); where the word is cut, it is one all the same.
                spaces = 0 if exact else len(text[cut:bare]) - len(text[cut:bare].lstrip(" "))
                yield text[start:cut], not spaces
                start, at = cut + spaces, at + width + spaces
            else:
                yield _line(text, start, ends[number], exact=exact)
                start, at, number = ends[number], offsets[number], number + 1
        else:
            yield content, soft
            start, at, number = ends[best], offsets[best], best + 1
        room = rooms[1]


def _parted(text: str, start: int, end: int, room: int, hyphens: Sequence[int]) -> int:
    """The last of *hyphens* in the word from *start* to *end* that leaves room for the hyphen; 0 where none does."""
    number = bisect_left(hyphens, end) - 1
    while number >= 0 and hyphens[number] > start:
        if cells(text[start : hyphens[number]]) + len(HYPHEN) <= room:
            return hyphens[number]
        number -= 1
    return 0


def _line(text: str, start: int, end: int, *, exact: bool) -> tuple[str, bool]:
    """The content of a line that ends at *end*, and whether a space has to follow it as a sign."""
    content = text[start:end]
    if exact:
        return content, end < len(text)
    bare = content.rstrip(" ")
    return bare, len(bare) == len(content) and end < len(text)


def _offsets(text: str, places: list[int]) -> list[int]:
    """The width of *text* up to each place, and in all."""
    if text.isascii() or _NARROW.fullmatch(text):
        return [*places, len(text)]
    if _EVEN.fullmatch(text):
        widths = bytearray(b"\1") * len(text)
        for found in _WIDE.finditer(text):
            widths[found.start() : found.end()] = b"\2" * (found.end() - found.start())
        sums = list(accumulate(widths))
        return [*[sums[place - 1] for place in places], sums[-1]]
    offsets: list[int] = []
    total = start = 0
    for place in (*places, len(text)):
        total += cells(text[start:place])
        offsets.append(total)
        start = place
    return offsets


def _cut(text: str, start: int, end: int, room: int, atoms: list[tuple[int, int]]) -> tuple[int, int]:
    """Where to cut the overlong word that begins at *start*: after what fills *room* but for the sign, at least one cluster or atom. Place and width."""
    place, width = start, 0
    while place < end:
        number = bisect_right(atoms, (place, len(text)))
        atom = max((stop for begin, stop in atoms[max(number - 1, 0) : number] if begin <= place < stop), default=0)
        limit = atoms[number][0] if number < len(atoms) else end
        pieces = [text[place:atom]] if atom else iter_graphemes(text[place : min(end, limit, place + _PIECE)])
        for piece in pieces:
            piece_width = cells(piece)
            last = place + len(piece) >= end
            if width and width + piece_width + (not last) > room:
                return place, width
            place += len(piece)
            width += piece_width
    return place, width
