"""A page whose text stands only in script state in, the article's text as HTML out.

Next.js (`__NEXT_DATA__`, `self.__next_f.push`), Nuxt, Fusion, Apollo and others put the data that a page is drawn from into a script. Where the
page itself was not drawn, the text is there: as strings of HTML, or as a list of elements of which each says its type and its content. JSON-LD's
`articleBody` is the last resort.

The scripts are data: they are read as JSON, never run. `markup` gives "" where there is no text of 300 characters or more.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias, cast

Json: TypeAlias = Any

ENOUGH: Final = 300
_MAX_SCRIPT = 4_000_000
_MAX_NODES = 100_000
_OPEN = re.compile(r"<script\b([^<>]{0,600})>", re.IGNORECASE)
_CLOSE = re.compile("</script", re.IGNORECASE)
_PUSH = "self.__next_f.push("
_STATE = re.compile(r"(?:STATE|[sS]tate|globalContent|__NUXT__|__DATA__|initialData|pageProps|hydration)[\w.$\[\]\"']{0,40}\s{0,9}=\s{0,9}(?=[{\[])")
_ATTEMPTS = 12  # values tried in one script
_TAG = re.compile(r"<[^<>]{0,2000}>")
_HTML_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_CONTENT: Final = ("content", "text", "html", "value", "body", "children", "paragraph", "data")
_TEXT_TYPES: Final = frozenset({"text", "paragraph", "p", "html", "body", "richtext", "rich_text", "textblock", "raw_html", "blocktext", "core/paragraph"})
_HEADING_TYPES: Final = frozenset({"header", "heading", "subheadline", "sub_headline", "subheading", "h2", "h3", "h4", "headline", "crosshead", "core/heading"})
_LIST_TYPES: Final = frozenset({"list", "ul", "ol", "unordered-list", "ordered-list"})
_QUOTE_TYPES: Final = frozenset({"quote", "blockquote", "pullquote"})
_DECODER = json.JSONDecoder(strict=False)


def markup(page: str, body: str = "") -> str:
    """The article of the scripts of *page* as HTML; *body* is what JSON-LD gives as its text."""
    best = ""
    flight: list[str] = []
    for attributes, script in _scripts(page):
        if (at := script.find(_PUSH)) >= 0:
            flight += _strings_of_push(script[at + len(_PUSH) :].lstrip())
        elif 300 < len(script) < _MAX_SCRIPT:
            for data in _values(attributes, script):
                best = max(best, _best(data), key=_length)
    if flight:
        best = max(best, _of_flight("".join(flight)), key=_length)
    if _length(best) < ENOUGH and len(body) >= ENOUGH:
        best = (
            "".join(f"<p>{html.escape(line.strip())}</p>" for line in re.split(r"\n+", re.sub(r"</p>|<br ?/?>", "\n", body)) if line.strip())
            if "<p" not in body
            else body
        )
    return best if _length(best) >= ENOUGH else ""


def _scripts(page: str) -> Iterator[tuple[str, str]]:
    """The attributes and the text of each script."""
    end = 0
    while (found := _OPEN.search(page, end)) and (close := _CLOSE.search(page, found.end())):
        end = close.end()
        yield found[1], page[found.end() : close.start()]


def _length(markup: str) -> int:
    return len(_TAG.sub("", markup))


def _values(attributes: str, script: str) -> Iterator[Json]:
    """The JSON values in a script: the whole of it, or what is assigned to something that is called a state."""
    if "json" in attributes.lower():
        if "ld+json" not in attributes.lower() and (value := _decode(script.strip())) is not None:
            yield value
        return
    for _, found in zip(range(_ATTEMPTS), _STATE.finditer(script), strict=False):
        value = _decode(script[found.end() :])
        if value is not None:
            yield value


def _decode(text: str) -> Json:
    """The JSON value that *text* begins with; None where it begins with none. Nesting beyond Python's own limit is none either."""
    try:
        return _DECODER.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _strings_of_push(argument: str) -> list[str]:
    value = _decode(argument)
    return [part for part in cast("list[Json]", value)[1:] if isinstance(part, str)] if isinstance(value, list) else []


def _of_flight(text: str) -> str:
    """The article in React's flight format: rows `id:value`, of which a long text (`T`) stands as it is and JSON may hold the rest."""
    best = ""
    prose: list[str] = []
    for row in re.split(r"(?:^|\n)?(?<![\w\"])[0-9a-f]{1,4}:(?=[T\[{\"I$H])", text):
        if row.startswith("T"):
            content = row.partition(",")[2]
            if _HTML_PARAGRAPH.search(content) and content not in prose:
                prose.append(content)
        elif row[:1] in "[{" and len(row) > 300:
            value = _decode(row)
            if value is not None:
                best = max(best, _best(value), key=_length)
    return max(best, "".join(prose), key=_length)


def _best(value: Json) -> str:
    """The longest article in *value*: a string of HTML, or a list of elements."""
    best = ""
    stack: list[Json] = [value]
    for _ in range(_MAX_NODES):
        if not stack:
            break
        node = stack.pop()
        if isinstance(node, dict):
            stack.extend(cast("dict[str, Json]", node).values())
        elif isinstance(node, list):
            members = cast("list[Json]", node)
            if len(members) > 1 and sum(
                isinstance(member, dict) and isinstance(cast("dict[str, Json]", member).get("type"), str) for member in members
            ) > 0.5 * len(members):
                best = max(best, _elements(members), key=_length)
            stack.extend(members)
        elif isinstance(node, str) and len(node) >= ENOUGH and len(_HTML_PARAGRAPH.findall(node)) > 1:
            best = max(best, node, key=_length)
    return best


def _elements(members: list[Json]) -> str:
    """A list of typed elements as HTML."""
    parts: list[str] = []
    for member in members:
        if not isinstance(member, dict):
            continue
        element = cast("dict[str, Json]", member)
        kind = str(element.get("type") or "").lower()
        if kind in _HEADING_TYPES:
            parts.append(f"<h2>{_inner(element, 0)}</h2>")
        elif kind in _TEXT_TYPES:
            inner = _inner(element, 0)
            parts.append(inner if _HTML_PARAGRAPH.search(inner) else f"<p>{inner}</p>")
        elif kind in _QUOTE_TYPES:
            parts.append(f"<blockquote><p>{_inner(element, 0)}</p></blockquote>")
        elif kind in _LIST_TYPES:
            items = _members(element)
            parts.append("<ul>" + "".join(f"<li>{_inner(item, 0)}</li>" for item in items) + "</ul>")
    return "".join(parts)


def _members(element: dict[str, Json]) -> list[Json]:
    for key in ("items", "children", "content"):
        value = element.get(key)
        if isinstance(value, list):
            return cast("list[Json]", value)
    return []


def _inner(node: Json, depth: int) -> str:
    """The text of an element: what stands under one of the usual keys, members one after another."""
    if depth > 12:
        return ""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "".join(_inner(member, depth + 1) for member in cast("list[Json]", node))
    if isinstance(node, dict):
        for key in _CONTENT:
            found = _inner(cast("dict[str, Json]", node).get(key), depth + 1)
            if found.strip():
                return found
    return ""
