"""Addresses of articles in, the few patterns that they follow out; a pattern and an address in, whether it follows it out.

A pattern is a path (and query) in which

| sign | stands for |
|---|---|
| `*` | anything within one step of the path, or one value of the query |
| `#` | a number |
| `~` | words joined by at least two hyphens: an article's slug |
| `**` | anything at all |

Everything else is itself: `/*/*-#.html`, `/~/!#`, `/archive.php?id=#`. Parameters of the query may come in any order, others may stand beside them.
One step may hold two signs at most, and only one of a pattern may be `**`: more would take too long to compare.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

_ENDING = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cfm|amp|ece|xml|htm)$", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(.*[^\w!]|.*_|)(!|[a-zA-Z]{1,4}-?|)(\d{4,})")
_FIRST_NUMBER = re.compile(r"^(\d{4,})([-_.,])(.+)$")
_SIGNS = re.compile(r"\*\*|[*#~]")
_SIGN = {"**": ".*", "*": "[^/?]+", "#": r"\d+", "~": r"[^/?-]+(?:-[^/?-]*){2,}"}
_DAY = re.compile(r"\d{4}|\d\D+\d")
_SHARE = 0.04
_MOST = 8
_SURE = 12  # addresses after which a word that all of them share is no chance
_LONGEST = 2000


def pattern(addresses: Iterable[str], others: Iterable[str] = ()) -> tuple[str, ...]:
    """The patterns that *addresses* (of articles) follow, the most frequent first, and that *others* (of sections and the like) do not."""
    paths = {(_path(address), urlsplit(address).query) for address in addresses if len(address) <= _LONGEST}
    shapes: dict[str, list[str]] = {}
    for path, query in paths:
        shapes.setdefault(_shape(path, query), []).append(path)
    enough = max(1, round(_SHARE * len(paths)))
    wrong = [address for address in others if len(address) <= _LONGEST]
    found: list[str] = []
    for shape, examples in sorted(shapes.items(), key=lambda known: (-len(known[1]), known[0])):
        told = _narrowed(shape, examples) if shape else ""
        if told and len(examples) >= enough and len(found) < _MOST and not any(is_like(told, address) for address in wrong):
            found.append(told)
    return tuple(_without_repeats(found))


def _narrowed(shape: str, examples: list[str]) -> str:
    """*shape* with the words that all *examples* share in the place of `*`; "" where nothing but `*` is left, which everything follows."""
    if "?" in shape:
        return shape
    steps = shape.strip("/").split("/")
    strong = any(sign in step for step in steps[-2:] for sign in "#~")
    if len(examples) >= (_SURE if strong else 3):
        columns = zip(*(path.strip("/").split("/") for path in examples), strict=True)
        shared = [column[0] if len(set(column)) == 1 and not _is_slug(column[0]) else "" for column in columns]
        befores = ("", *steps)
        steps = [word if step == "*" and word and not _is_day(word, before) else step for step, word, before in zip(steps, shared, befores, strict=False)]
    is_told = strong or any(step != "*" and not _ENDING.fullmatch(step.removeprefix("*")) for step in steps)
    return "/" + "/".join(steps) if is_told else ""


def _is_day(word: str, before: str) -> bool:
    """Whether *word*, the step behind *before* in all of today's addresses, is another one tomorrow: `2024-11`, `25_gennaio_05`, `apr` behind a year."""
    return before == "#" or _DAY.search(word) is not None


def _without_repeats(shapes: list[str]) -> list[str]:
    """*shapes* without those that another one covers: what `~` says, `*` says too."""
    return [shape for shape in shapes if not any(other != shape and other == shape.replace("~", "*") for other in shapes)]


def is_usable(shape: str) -> bool:
    """Whether *shape* can be compared with addresses in bounded time."""
    begins = shape.startswith(("/", "**"))
    return begins and len(shape) <= 300 and shape.count("**") <= 1 and all(len(_SIGNS.findall(step)) <= 2 for step in re.split(r"[/?&]", shape))


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether an address follows one of *patterns*."""
    known = tuple(patterns)
    return lambda address: any(is_like(each, address) for each in known)


def is_like(shape: str, address: str) -> bool:
    """Whether *address* follows the pattern *shape*."""
    if len(address) > _LONGEST or not is_usable(shape):
        return False
    path, query = _compiled(shape)
    if not path.fullmatch(_path(address)):
        return False
    values = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True)) if query else {}
    return all(name in values and wanted.fullmatch(values[name]) for name, wanted in query)


def _path(address: str) -> str:
    return unquote(urlsplit(address).path).rstrip("/") or "/"


@lru_cache(maxsize=1024)
def _compiled(shape: str) -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    path, _, query = shape.partition("?")
    asked = (part.partition("=") for part in query.split("&") if part)
    return _expression(path.rstrip("/") or "/"), tuple((name, _expression(value)) for name, _, value in asked)


def _expression(text: str) -> re.Pattern[str]:
    """A regular expression for what *text* stands for. Signs that follow each other without a word between count as one: that bounds its time."""
    parts: list[str] = []
    place = 0
    for sign in _SIGNS.finditer(text):
        word = text[place : sign.start()]
        if word or not parts:
            parts += [re.escape(word), _SIGN[sign[0]]]
        place = sign.end()
    return re.compile("".join((*parts, re.escape(text[place:]))), re.DOTALL)


def _shape(path: str, query: str) -> str:
    """The pattern that one address follows, "" for one that no article has: a site's root, a section's one short word."""
    steps = path.strip("/").split("/")
    if path == "/" and not query:
        return ""
    values = [(name, value) for name, value in parse_qsl(query) if value.isdigit() and len(value) >= 2]
    if values and (path == "/" or _ENDING.search(steps[-1]) or not _is_slug(steps[-1])):
        return f"{path}?" + "&".join(f"{name}=#" for name, _ in sorted(values)[-1:])
    shaped = [_step(step, last=number == len(steps) - 1) for number, step in enumerate(steps)]
    return "/" + "/".join(shaped)


def _step(step: str, *, last: bool) -> str:
    """One step of a path as a pattern."""
    if step.isdigit():
        return "#"
    ending = _ENDING.search(step)
    name, end = (step[: ending.start()], ending[0]) if ending else (step, "")
    if name.isdigit():
        return f"#{end}"
    if found := _LAST_NUMBER.fullmatch(name):
        before, mark = found[1], found[2]
        return f"{'*' + before[-1] if before else ''}{mark}#{end}"
    if found := _FIRST_NUMBER.match(name):
        return f"#{found[2]}*{end}"
    return ("~" if last and _is_slug(name) else "*") + end


def _is_slug(name: str) -> bool:
    """Whether *name* is what a headline becomes in an address."""
    return name.count("-") >= 2
