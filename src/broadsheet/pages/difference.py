"""Two texts in, one out that shows word by word what changed: `[-old-] {+new+}`.

The shortest way from one to the other (E. W. Myers, An O(ND) Difference Algorithm, 1986), looked for as long as a reader would wait: a text
of which more than `FURTHEST` words changed, or in which more than `MOST` pairs of like words lead astray, is compared paragraph by paragraph,
and, where that is too much as well, is a new text. Time and memory are bounded by the two numbers, whatever the texts are.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, TypeAlias

FURTHEST = 600
MOST = 1_000_000
# Fewer words than these that stayed between changed ones are shown as changed: a sentence written anew is no salad of old and new.
_ISLAND = 2
# The end of a paragraph among its words, which no word can be, and how one is shown that went or came by itself.
_END = "\n"
_SHOWN = "¶"

Sign: TypeAlias = Literal["=", "-", "+"]
Step: TypeAlias = tuple[Sign, str]
Reach: TypeAlias = "array[int]"


def paragraphs(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The paragraphs of both texts as one, with what went as `[-…-]` and what came as `{+…+}`."""
    return tuple(" ".join(text for _, text in runs) for runs in marked(old, new))


def marked(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Step, ...], ...]:
    """The same paragraphs as runs of words that stayed, went or came; a space stands between two."""
    before, after = _tokens(old), _tokens(new)
    return tuple(_set(_bridged(compared(before, after) or _coarse(old, new))))


def _coarse(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """The steps from *old* to *new*, where a paragraph stays as a whole or does not."""
    steps = compared(list(old), list(new))
    if steps is None:
        steps = _signed("-", old) + _signed("+", new)
    return [(sign, token) for sign, text in steps for token in _tokens([text])]


def _signed(sign: Sign, tokens: Sequence[str]) -> list[Step]:
    """*tokens* that all stayed, went or came."""
    return [(sign, token) for token in tokens]


def _sign(step: Step) -> Sign:
    """Whether a step stays, goes or comes."""
    return step[0]


def _tokens(texts: Sequence[str]) -> list[str]:
    """The words of *texts*, and the end of each."""
    return [token for text in texts if (words := text.split()) for token in (*words, _END)]


def compared(old: list[str], new: list[str]) -> list[Step] | None:
    """The shortest list of steps from *old* to *new*; None where that would take too long."""
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _myers(old[start : len(old) - end], new[start : len(new) - end])
    if middle is None:
        return None
    return _signed("=", old[:start]) + middle + _signed("=", old[len(old) - end :])


def _myers(old: list[str], new: list[str]) -> list[Step] | None:
    """The steps, by the greedy forward search: how far each diagonal reaches with ever more changes.

    After *n* changes the diagonals -n, -n + 2 … n can be reached; `reach[i]` is the place in *old* on diagonal 2 i - n.
    """
    if abs(len(old) - len(new)) > FURTHEST:
        return None
    length, width = len(old), len(new)
    reach = array("l", [0])
    trace: list[Reach] = []
    walked = 0
    for changes in range(min(length + width, FURTHEST) + 1):
        if walked > MOST:
            return None
        before, reach = reach, array("l", bytes(reach.itemsize * (changes + 1)))
        trace.append(before)
        for i in range(changes + 1):
            # What `_is_down` says, without a call: a new word where that reaches as far, else an old one left out.
            x = max(before[i] if i < changes or not i else 0, before[i - 1] + 1 if i else 0)
            y = x - (2 * i - changes)
            walked -= x
            while x < length and y < width and old[x] == new[y]:
                x += 1
                y += 1
            reach[i] = x
            walked += x
            if x >= length and y >= width:
                return _back(trace, old, new)
    return None


def _is_down(before: Reach, i: int, changes: int) -> bool:
    """Whether the farthest way to diagonal *i* takes a new word, rather than leaves out an old one."""
    return i == 0 or (i != changes and before[i - 1] < before[i])


def _back(trace: list[Reach], old: list[str], new: list[str]) -> list[Step]:
    """The way through *trace* from the end to the beginning, in reading order."""
    x, y = len(old), len(new)
    steps: list[Step] = []
    for changes in range(len(trace) - 1, 0, -1):
        before = trace[changes]
        i = (x - y + changes) // 2
        down = _is_down(before, i, changes)
        from_x = before[i] if down else before[i - 1]
        from_y = from_x - (x - y) - (1 if down else -1)
        landed = from_x if down else from_x + 1
        while x > landed:
            x, y = x - 1, y - 1
            steps.append(("=", old[x]))
        steps.append(("+", new[from_y]) if down else ("-", old[from_x]))
        x, y = from_x, from_y
    return _signed("=", old[:x]) + steps[::-1]


def _bridged(steps: list[Step]) -> list[Step]:
    """*steps* with what went before what came, and with islands of unchanged words between changes taken into them."""
    runs = [(sign, [token for _, token in group]) for sign, group in groupby(steps, key=_sign)]
    result: list[Step] = []
    gone: list[str] = []
    come: list[str] = []
    for place, (sign, tokens) in enumerate(runs):
        if sign == "-":
            gone += tokens
        elif sign == "+":
            come += tokens
        elif len(tokens) <= _ISLAND and _END not in tokens and gone and come and place + 1 < len(runs):
            gone += tokens
            come += tokens
        else:
            result += _signed("-", gone) + _signed("+", come) + _signed("=", tokens)
            gone, come = [], []
    return result + _signed("-", gone) + _signed("+", come)


def _set(steps: list[Step]) -> Iterator[tuple[Step, ...]]:
    """The paragraphs that *steps* make, as runs. An end of paragraph that went or came by itself is shown as `¶`."""
    line: list[Step] = []
    for sign, group in groupby(steps, key=_sign):
        words: list[str] = []
        for _, token in group:
            if token != _END:
                words.append(token)
            else:
                line += _marked(sign, [*words, _SHOWN] if line and sign != "=" else words)
                if line:
                    yield tuple(line)
                line, words = [], []
        line += _marked(sign, words)
    if line:
        yield tuple(line)


def _marked(sign: Sign, words: list[str]) -> tuple[Step, ...]:
    """*words* as one run that stayed, went or came."""
    if not words:
        return ()
    text = " ".join(words)
    return ((sign, text if sign == "=" else f"[-{text}-]" if sign == "-" else f"{{+{text}+}}"),)
