"""A text in; out the places where a line may end in it, as UAX #14 (revision 53, Unicode 16) says. Imports nothing of ours.

Three steps, each exact, so that the everyday text is quick and the rare one right:

1. text in Latin, Greek or Cyrillic without a rare neighbourhood: one regular expression over the text itself;
2. any other text: its line breaking classes, one letter each, and the rules LB7 to LB30 as one regular expression over them, whose verdict on a
   neighbourhood is remembered;
3. what needs a look further back (LB8a, LB25, LB30a, LB30b) takes places away again.

The classes are uniseg's; `uniseg.linebreak` walks the rules too, at 60 microseconds a character, and is what the tests compare with.
Not meant for text with line ends or zero width spaces: `text.clean` leaves none.
"""

import re
import unicodedata
from bisect import bisect_right

from uniseg.emoji import extended_pictographic  # pyright: ignore[reportMissingTypeStubs]
from uniseg.linebreak import line_break  # pyright: ignore[reportMissingTypeStubs]

# Latin with its extensions (Vietnamese has half of its vowels there), Greek, Cyrillic.
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03f5"
    "\u03f7-\u0481\u048a-\u052f"
)
_PLAIN = re.compile(f"[ -~{_LETTER}\u00a0«»„“”‚‘’–…€§]*")
# Neighbours that step 1 leaves to step 2: a closing mark after a space, an opening one before it, and pairs that the rules part or keep by more
# than these two characters.
_WORDS = f"{_LETTER}0-9"
_SIGNS = r"&*=@\#_~<>^`§"
_BEFORE = r"(\[{„‚%+€$\\"
_RARE = re.compile(
    rf"""(?![{_WORDS}]|[ ][{_WORDS}]) (?:
    [ ](?:[.,:;!?)\]}}/] | [’”»](?![{_WORDS}])) | (?<![{_WORDS}.,!?…)])[“‘«][ ] | ^[“‘«][ ] | [„‚(\[{{][ \u00a0] | [-–|][\u00a0{_BEFORE}]
    | [.,:;)\]}}…%+€$\\][{_BEFORE}] | [!?…][{_WORDS}{_BEFORE}{_SIGNS}] | /[0-9{_BEFORE}{_SIGNS}] | [-–|][{_SIGNS}] | }}[{_WORDS}{_SIGNS}]
    | (?<=[{_WORDS}]){{ | (?<=[0-9])[.,:;/]+[{_LETTER}])
    """,
    re.VERBOSE,
)
_EASY = re.compile(rf" (?! )|(?<=[^ \u00a0])-(?=[{_LETTER}])|[–|](?=[{_LETTER}0-9])|/(?=[{_LETTER}])")

# One letter a class, with variants that single rules ask for. East Asian (LB19a, LB30) is the same letter 64 code points further on.
_NAMES = (
    "SP GL OP CL CP EX SY IS QU PI PF NS B2 HY HH BA BB IN NU AL HL PO PR ID EB EM CB RI ZWJ WJ JL JV JT H2 H3 AP AK AS VF VI DC CM".split()  # noqa: SIM905 (a table)
)
_CODE = {name: chr(0x80 + number) for number, name in enumerate(_NAMES)}
_EAST = 0x40  # with it, a letter is still one byte in memory


class _Classes(dict[int, str]):
    """Code point to letter, looked up when it is first met."""

    def __missing__(self, code: int) -> str:
        """The letter of a code point."""
        character = chr(code)
        name = line_break(character).value
        category = unicodedata.category(character)
        if name == "SA":
            name = "CM" if category in {"Mn", "Mc"} else "AL"
        elif name == "CJ":
            name = "NS"
        elif name == "QU":
            name = {"Pi": "PI", "Pf": "PF"}.get(category, "QU")
        elif name == "BA" and code == 0x2010:
            name = "HH"
        elif code == 0x25CC:
            name = "DC"
        elif name in {"ZW", "BK", "CR", "LF", "NL"}:
            name = "SP"
        letter = _CODE.get(name, _CODE["AL"])
        if unicodedata.east_asian_width(character) in {"F", "W", "H"}:
            letter = chr(ord(letter) + _EAST)
        self[code] = letter
        return letter


_classes = _Classes()


def _set(names: str, *, narrow: bool = True, wide: bool = True) -> str:
    """The letters of classes, as the inside of a character class."""
    letters = [_CODE[name] for name in names.split()]
    return "".join((letter if narrow else "") + (chr(ord(letter) + _EAST) if wide else "") for letter in letters)


def _rules() -> re.Pattern[str]:
    """Places between two classes at which a line may end: not kept together by the rules before LB18; after a space, or not by those after it."""
    sp, op, quotes = _set("SP"), _set("OP"), _set("QU PI PF")
    letters = _set("AL HL DC")
    east = f"{_set(' '.join(_NAMES), narrow=False)}"
    before_open = _set("SP OP QU PI PF GL")
    first = [
        f"(?=[{sp}])",  # LB7
        f"(?=[{_set('WJ')}])|(?<=[{_set('WJ')}])",  # LB11
        f"(?<=[{_set('GL')}])|(?<![{_set('SP BA HH HY')}])(?=[{_set('GL')}])",  # LB12, LB12a
        f"(?=[{_set('CL CP EX SY')}])",  # LB13
        f"(?<=[{op}])|(?<=[{op}][{sp}])",  # LB14
        *(f"(?<={start}[{_set('PI')}]{space})" for start in ("^", f"[{before_open}]") for space in ("", f"[{sp}]")),  # LB15a
        f"(?=[{_set('PF')}](?:[{_set('SP GL WJ CL QU PI PF CP EX IS SY')}]|$))",  # LB15b
        f"(?=[{_set('IS')}])(?!(?<=[{sp}])[{_set('IS')}][{_set('NU')}])",  # LB15c, LB15d
        *(f"(?<=[{_set('CL CP')}]{space})(?=[{_set('NS')}])" for space in ("", f"[{sp}]")),  # LB16
        *(f"(?<=[{_set('B2')}]{space})(?=[{_set('B2')}])" for space in ("", f"[{sp}]")),  # LB17
    ]
    quoting = [
        f"(?=[{_set('QU PF')}])|(?<=[{_set('QU PI')}])",  # LB19
        f"(?<![{east}])(?=[{quotes}])|(?=[{quotes}](?:[^{east}]|$))|(?<=[{quotes}])(?![{east}])|(?<=[^{east}][{quotes}])|(?<=^[{quotes}])",  # LB19a
    ]
    numeric = _set("NU")
    rest = [
        *(f"(?<={start}[{_set('HY HH')}])(?=[{_set('AL DC')}])" for start in ("^", f"[{_set('SP GL CB')}]")),  # LB20a
        f"(?=[{_set('BA HH HY NS')}])|(?<=[{_set('BB')}])",  # LB21
        f"(?<=[{_set('HL')}][{_set('HY HH BA')}])(?![{_set('HL')}])",  # LB21a
        f"(?<=[{_set('SY')}])(?=[{_set('HL')}])",  # LB21b
        f"(?=[{_set('IN')}])",  # LB22
        f"(?<=[{letters}])(?=[{numeric}])|(?<=[{numeric}])(?=[{letters}])",  # LB23
        f"(?<=[{_set('PR')}])(?=[{_set('ID EB EM')}])|(?<=[{_set('ID EB EM')}])(?=[{_set('PO')}])",  # LB23a
        f"(?<=[{_set('PR PO')}])(?=[{letters}])|(?<=[{letters}])(?=[{_set('PR PO')}])",  # LB24
        f"(?<=[{_set('PO PR')}])(?=[{op}]?[{_set('IS')}]?[{numeric}])(?![{_set('IS')}])",  # LB25, its look ahead
        f"(?<=[{_set('HY IS')}])(?=[{numeric}])",  # LB25
        f"(?<=[{_set('JL')}])(?=[{_set('JL JV H2 H3')}])|(?<=[{_set('JV H2')}])(?=[{_set('JV JT')}])|(?<=[{_set('JT H3')}])(?=[{_set('JT')}])",  # LB26
        f"(?<=[{_set('JL JV JT H2 H3')}])(?=[{_set('PO')}])|(?<=[{_set('PR')}])(?=[{_set('JL JV JT H2 H3')}])",  # LB27
        f"(?<=[{letters}])(?=[{letters}])",  # LB28
        f"(?<=[{_set('AP')}])(?=[{_set('AK AS DC')}])|(?<=[{_set('AK AS DC')}])(?=[{_set('VF VI')}])",  # LB28a
        f"(?<=[{_set('AK AS DC')}][{_set('VI')}])(?=[{_set('AK DC')}])|(?<=[{_set('AK AS DC')}])(?=[{_set('AK AS DC')}][{_set('VF')}])",
        f"(?<=[{_set('IS')}])(?=[{letters}])",  # LB29
        f"(?<=[{letters}{numeric}])(?=[{_set('OP', wide=False)}])|(?<=[{_set('CP', wide=False)}])(?=[{letters}{numeric}])",  # LB30
    ]
    object_mark = _set("CB")
    after = f"(?!{'|'.join(quoting)})(?:(?=[{object_mark}])|(?<=[{object_mark}])|(?!{'|'.join(rest)}))"
    return re.compile(f"(?!^|$)(?<![{_set('AL', wide=False)}](?=[{_set('AL', wide=False)}]))(?!{'|'.join(first)})(?:(?<=[{sp}])|{after})")


_PLACES = _rules()
_REACH = 3  # letters on either side that the rules look at: LB15a to the left, LB25 to the right
_EDGE = "\0" * _REACH
_SPACE = _CODE["SP"]
_KNOWN = 20_000  # neighbourhoods that are remembered


class _Neighbourhoods(dict[str, bool]):
    """The letters around a place to whether a line may end there: a text has few kinds of them, and the rules take a microsecond."""

    def __missing__(self, around: str) -> bool:
        """What the rules say of the place in the middle."""
        letters = around.lstrip("\0")
        found = _PLACES.match(letters.rstrip("\0"), _REACH - len(around) + len(letters)) is not None
        if len(self) >= _KNOWN:
            self.clear()
        self[around] = found
        return found


_neighbourhoods = _Neighbourhoods()
_OTHER = re.compile(f"[^{_set('AL', wide=False)}]+")  # within a word nothing is to be asked
_ALONE = re.compile(f"(?:(?<=[{_set('SP')}])|^)[{_set('CM ZWJ')}]")
_MARKS = re.compile(f"[{_set('CM ZWJ')}]|[{_set('SP')}](?=[{_set('SP')}])")
_REGIONAL = re.compile(f"[{_set('RI')}]+")
_MODIFIER = re.compile(f"[{_set('EM')}]")
_BASES = frozenset(_set("EB"))
_NUMBERS = re.compile(f"[{_set('NU')}][{_set('SY IS')}]*(?:[{_set('CL CP')}](?=[{_set('PO PR')}])|(?=[{_set('PO PR NU')}]))")
_SPECIAL = re.compile(f"[{_set('RI EM NU')}]")


def breaks(text: str) -> list[int]:
    """The places in *text*, in order, before which a line may begin; neither 0 nor the end. A line's trailing spaces stand before the place."""
    if _PLAIN.fullmatch(text) and not _RARE.search(text):
        places = [found.end() for found in _EASY.finditer(text)]
        if places and places[-1] == len(text):
            places.pop()
        return places
    return _general(text)


def _general(text: str) -> list[int]:
    """Steps 2 and 3."""
    letters = text.translate(_classes)
    removed: list[int] = []
    if _MARKS.search(letters):
        letters, removed = _without_marks(letters)
    around, size = _EDGE + letters + _EDGE, 2 * _REACH
    places: list[int] = []
    for found in _OTHER.finditer(letters):
        start, end = found.span()
        if end - start == 1 and start > 0 and end < len(letters) and letters[start] == _SPACE:
            places.append(end)  # between two words: no need to ask
        else:
            places += [place for place in range(start, end + 1) if _neighbourhoods[around[place : place + size]]]
    if _SPECIAL.search(letters):
        kept = _kept(letters, text, removed)
        places = [place for place in places if place not in kept]
    if removed:
        places = [place + bisect_right(removed, place) for place in places]
    if "\u200d" in text:  # LB8a
        places = [place for place in places if text[place - 1] != "\u200d"]
    return places


def _without_marks(letters: str) -> tuple[str, list[int]]:
    """LB9, LB10: marks go with what they stand on, and are letters where they stand on nothing; of several spaces the last one stays.

    Also where something went: the places in what is left, once for each letter.
    """
    letters = _ALONE.sub(_CODE["AL"], letters)
    removed = [found.start() - number for number, found in enumerate(_MARKS.finditer(letters))]
    return _MARKS.sub("", letters), removed


def _kept(letters: str, text: str, removed: list[int]) -> set[int]:
    """Places that rules keep which look further back than one class: numbers (LB25), flags (LB30a), emoji with a skin tone (LB30b)."""
    kept = {found.end() for found in _NUMBERS.finditer(letters)}
    for found in _REGIONAL.finditer(letters):
        kept.update(range(found.start() + 1, found.end(), 2))
    for modifier in _MODIFIER.finditer(letters):
        place = modifier.start()
        before = text[place - 1 + bisect_right(removed, place - 1)] if place else ""
        if place and (letters[place - 1] in _BASES or (unicodedata.category(before) == "Cn" and extended_pictographic(before))):
            kept.add(place)
    return kept
