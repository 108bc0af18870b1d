"""A page whose text stands only in script state in, the article's text as HTML out.

Next.js (`__NEXT_DATA__`, `self.__next_f.push`), Nuxt, Fusion, Apollo and others put the data that a page is drawn from into a script. Where the
page itself was not drawn, the text is there: as a string of HTML or in pieces of it, as a list of elements of which each says its type and its content
(also as Sanity's portable text), or as React's elements. Where no value is JSON, the longest string of HTML that stands in a script is the text. JSON-LD's
`articleBody` is the last resort.

The scripts are data: they are read as JSON, never run. `markup` gives "" where there is no text of 300 characters or more.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias, cast

from .names import of

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
_KINDS: Final = ("type", "_type", "__typename", "kind", "blockType", "component", "tagName")
_TEXT_TYPES: Final = of("text paragraph p html body richtext textblock rawhtml blocktext")
_HEADING_TYPES: Final = of("header heading subheadline subheading subhead h2 h3 h4 headline crosshead")
_LIST_TYPES: Final = of("list ul ol unorderedlist orderedlist bulletlist numberedlist")
_QUOTE_TYPES: Final = of("quote blockquote pullquote")
_STYLES: Final = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "blockquote": "blockquote"}  # of Sanity's portable text
_HTML: Final = of("p h2 h3 h4 h5 h6 ul ol li blockquote strong em b i a figcaption table thead tbody tr th td br")
_DEEPEST: Final = 60
_NEAR: Final = 4  # elements within a paragraph
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)  # one that is not closed is one too: each place is looked at once
_HEXADECIMAL = re.compile(r"\\x([0-9A-Fa-f]{2})")
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
            if _length(best) < ENOUGH and ("<p" in script or "u003Cp" in script or "u003cp" in script):
                best = max(best, _literal(script), key=_length)
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
                best = max(best, _best(value), _drawn(value), key=_length)
    return max(best, "".join(prose), key=_length)


def _literal(script: str) -> str:
    """The longest string of HTML that stands in a script as it is written, wherever: an argument, say."""
    best = ""
    for found in _LITERAL.finditer(script):
        if found.end() - found.start() >= ENOUGH:
            value = _decode(_HEXADECIMAL.sub(r"\\u00\1", found[0]))
            if isinstance(value, str) and len(_HTML_PARAGRAPH.findall(value)) > 1:
                best = max(best, value, key=_length)
    return best


def _best(value: Json) -> str:
    """The longest article in *value*: a string of HTML, a list of elements, or pieces of HTML that stand beside each other."""
    best = ""
    stack: list[Json] = [value]
    for _ in range(_MAX_NODES):
        if not stack:
            break
        node = stack.pop()
        if isinstance(node, str):
            if len(node) >= ENOUGH and len(_HTML_PARAGRAPH.findall(node)) > 1:
                best = max(best, node, key=_length)
            continue
        members = list(cast("dict[str, Json]", node).values()) if isinstance(node, dict) else cast("list[Json]", node) if isinstance(node, list) else []
        elements = [cast("dict[str, Json]", member) for member in members if isinstance(member, dict)]
        if len(elements) > 1 and 2 * len(elements) > len(members):
            if isinstance(node, list) and 2 * sum(bool(_kind(element)) for element in elements) > len(members):
                best = max(best, _elements(elements), key=_length)
            best = max(best, _pieces(elements), key=_length)
        stack.extend(members)
    return best


def _pieces(elements: list[dict[str, Json]]) -> str:
    """The pieces of HTML that *elements* hold, one each."""
    found = [next((value for key in _CONTENT if isinstance(value := element.get(key), str) and "<" in value), "") for element in elements]
    return "".join(found) if len([piece for piece in found if _HTML_PARAGRAPH.search(piece)]) > 1 else ""


def _kind(element: dict[str, Json]) -> str:
    """What *element* says that it is, in one word: `core/paragraph` and `ParagraphBlock` are a paragraph."""
    for key in _KINDS:
        value = element.get(key)
        if isinstance(value, str) and value:
            style = element.get("style")
            if value == "block" and isinstance(style, str):
                return "li" if element.get("listItem") else _STYLES.get(style, "p")
            word = re.sub("[^a-z0-9]", "", value.lower().rpartition("/")[2])
            return word.removesuffix("block") or word
    return ""


def _elements(members: list[dict[str, Json]]) -> str:
    """A list of typed elements as HTML."""
    parts: list[str] = []
    for element in members:
        kind = _kind(element)
        if kind in _HEADING_TYPES:
            parts.append(f"<h2>{_inner(element, 0)}</h2>")
        elif kind in _TEXT_TYPES:
            inner = _inner(element, 0)
            parts.append(inner if _HTML_PARAGRAPH.search(inner) else f"<p>{inner}</p>")
        elif kind in _QUOTE_TYPES:
            parts.append(f"<blockquote><p>{_inner(element, 0)}</p></blockquote>")
        elif kind in _LIST_TYPES:
            parts.append("<ul>" + "".join(f"<li>{_inner(item, 0)}</li>" for item in _members(element)) + "</ul>")
        elif kind == "li":
            parts.append(f"<ul><li>{_inner(element, 0)}</li></ul>")
    return "".join(parts).replace("</ul><ul>", "")


def _drawn(value: Json) -> str:
    """Of React's elements in *value*, each `["$", name, key, {"children": …}]`, the one with most text in paragraphs of its own, as HTML."""
    best: tuple[int, Json] = 0, None
    stack: list[Json] = [value]
    for _ in range(_MAX_NODES):
        if not stack:
            break
        node = stack.pop()
        if isinstance(node, dict):
            stack.extend(cast("dict[str, Json]", node).values())
        elif isinstance(node, list):
            members = cast("list[Json]", node)
            own = sum(_said(member, 0) for member in members if _name(member) == "p")
            if own > best[0]:
                best = own, members
            stack.extend(members)
    return _markup_of(best[1], 0)


def _said(node: Json, depth: int) -> int:
    """How many characters of text React's element *node* has, not looking far into it."""
    if isinstance(node, str):
        return len(node)
    if isinstance(node, dict):
        return _said(cast("dict[str, Json]", node).get("children"), depth)
    return sum(_said(member, depth + 1) for member in cast("list[Json]", node)) if isinstance(node, list) and depth < _NEAR else 0


def _name(node: Json) -> str:
    """What React's element *node* is called; "" of what is none."""
    members = cast("list[Json]", node) if isinstance(node, list) else []
    return members[1] if len(members) > 3 and members[0] == "$" and isinstance(members[1], str) else ""


def _markup_of(node: Json, depth: int) -> str:
    """React's element *node* as HTML, or what it holds where its name is none of HTML's for text."""
    if isinstance(node, str):
        return html.escape(node) if not node.startswith("$") else ""
    if not isinstance(node, list) or depth > _DEEPEST:
        return ""
    members = cast("list[Json]", node)
    name = _name(members)
    if not name:
        return "".join(_markup_of(member, depth + 1) for member in members)
    properties = members[3]
    inner = _markup_of(cast("dict[str, Json]", properties).get("children"), depth + 1) if isinstance(properties, dict) else ""
    return f"<{name}>{inner}</{name}>" if name in _HTML and name != "br" else "<br>" if name == "br" else inner


def _members(element: dict[str, Json]) -> list[Json]:
    for key in ("items", "children", "content"):
        value = element.get(key)
        if isinstance(value, list):
            return cast("list[Json]", value)
    inner = element.get("data")
    return _members(cast("dict[str, Json]", inner)) if isinstance(inner, dict) and "data" not in inner else []


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
