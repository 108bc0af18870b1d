"""What a page says of itself to machines in, plain values out: JSON-LD, and the texts inside it.

| function | in | out |
|---|---|---|
| `objects` | the texts of `<script type="application/ld+json">` | every object of weight, flattened, in the page's order |
| `types` | an object | the names of its `@type` |
| `plain` | a string from JSON-LD or `<meta>` | clean text of its first 50,000 characters: entities decoded, tags gone |
| `strings` | a value | the texts in it: of a string, a list, an object with a `name` |

JSON-LD (https://www.w3.org/TR/json-ld11/) on newspapers' pages is often not even JSON: comments and CDATA marks stand around it, raw line ends
inside strings, commas before closing brackets, several roots after one another. What can be read is read.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias, cast

import msgspec

from .. import text

Node: TypeAlias = dict[str, Any]

MAX_SCRIPT: Final = 3_000_000
MAX_TEXT: Final = 50_000
_MAX_NODES = 400
_INSIDE: Final = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "subjectOf")
# Of a script without white space at its ends. White space is bounded: without a bound a megabyte of it would be tried from each of its places.
_WRAPPING = re.compile(r"^(?:(?://|/\*)?\s{0,9}<!\[CDATA\[(?:\s{0,9}\*/)?|<!--)+|(?:(?://|/\*)?\s{0,9}\]\]>(?:\s{0,9}\*/)?|-->)\s{0,9};?$")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_BREAKING_TAG = re.compile(r"</?(?:p|br|div|li|h\d)\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--.{0,1000}?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,24}\d{0,2});")
_loads = json.JSONDecoder(strict=False)


def objects(scripts: Iterable[str]) -> tuple[Node, ...]:
    """The objects of all *scripts*: roots, members of lists and graphs, and main entities, each once; at most 400."""
    found: list[Node] = []
    for script in scripts:
        if len(script) <= MAX_SCRIPT:
            for root in _roots(script):
                _flatten(root, found)
    return tuple(found)


def types(node: Node) -> frozenset[str]:
    """The types of *node* without the vocabulary's address: `NewsArticle`."""
    value = node.get("@type")
    names = cast("list[object]", value) if isinstance(value, list) else [value]
    return frozenset(name.rpartition("/")[2].removeprefix("schema:") for name in names if isinstance(name, str))


def plain(value: object) -> str:
    """The clean text of *value*; "" where it is no string or number."""
    if not isinstance(value, str):
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
    value = value[:MAX_TEXT]
    if "&" in value:
        for _ in range(3):
            if not _ENTITY.search(value):
                break
            value = html.unescape(value)
    if "<" in value:
        value = _TAG.sub("", _BREAKING_TAG.sub(" ", value))
    return text.clean(value)


def strings(value: object, key: str = "name") -> Iterator[str]:
    """The texts in *value*: itself, its members', or what stands under *key* in the objects."""
    if isinstance(value, list):
        for member in cast("list[object]", value)[:200]:
            if not isinstance(member, list):
                yield from strings(member, key)
    elif isinstance(value, dict):
        inner = cast("Node", value).get(key)
        if isinstance(inner, list):
            inner = next((member for member in cast("list[object]", inner) if isinstance(member, str)), "")
        if cleaned := plain(inner):
            yield cleaned
    elif cleaned := plain(value):
        yield cleaned


def first(value: object, key: str = "name") -> str:
    """The first text in *value*, "" where there is none."""
    return next(strings(value, key), "")


def _flatten(root: object, found: list[Node]) -> None:
    """Add *root* and the objects inside it that may be the page's own to *found*, outer before inner, in order."""
    waiting = [root]
    steps = 0
    while waiting and len(found) < _MAX_NODES and steps < 20_000:
        steps += 1
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(cast("list[object]", value)))
        elif isinstance(value, dict):
            node = cast("Node", value)
            if len(node) > 1 or "@graph" not in node:
                found.append(node)
            waiting.extend(node[key] for key in reversed(_INSIDE) if isinstance(node.get(key), (dict, list)))


def _roots(script: str) -> Iterator[object]:
    """The JSON values that *script* holds, strict JSON first, else as much as can be read."""
    try:
        yield msgspec.json.decode(script)
        return
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        pass
    script = _WRAPPING.sub("", script.strip())
    if "&quot;" in script and '"' not in script:
        script = html.unescape(script)
    if read := list(_values(script)):
        yield from read
        return
    yield from _values(_TRAILING_COMMA.sub("", script))


def _values(script: str) -> Iterator[object]:
    """The values that follow one another in *script*, up to the first that is none."""
    position = 0
    for _ in range(50):
        start = re.compile(r"[\[{]").search(script, position)
        if not start or script[position : start.start()].strip(" \t\r\n,;\ufeff"):
            return
        try:
            value, position = _loads.raw_decode(script, start.start())
        except (ValueError, RecursionError):
            return
        yield value
