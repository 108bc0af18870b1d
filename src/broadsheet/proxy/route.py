"""A request's target in, what is wanted of which place out; and a place's path in the edition.

| path | what it is |
|---|---|
| `/~/gopher/`, `/~/gemini/` | where an address can be typed; `?q=ADDRESS` goes there |
| `/~/gopher/HOST[:PORT]/TSELECTOR` | the page of a Gopher item: T is its type; `?q=WORDS` asks a search |
| `/~/gemini/HOST[:PORT]/PATH[?QUERY]` | the page of a capsule |
| `/~/raw/gopher/…`, `/~/raw/gemini/…` | the same, as its bytes are: text, picture, sound or a file to save |
| `/~/lines/gopher/…`, `/~/lines/gemini/…` | the same, line by line, where the page is set as an article |
| `/~/ask/gemini/…?q=WORDS` | where a capsule's question is answered |
"""

import re
from typing import Literal, TypeAlias
from urllib.parse import quote, unquote_to_bytes

import msgspec

from ..net import place as places
from ..net.place import Place

View: TypeAlias = Literal["page", "raw", "lines", "ask"]
_ROUTE = re.compile(r"/~/(?:(raw|lines|ask)/)?(gopher|gemini)(?:/(.*))?", re.DOTALL)
STYLE_PATH = "/~/elsewhere.css"


class Wanted(msgspec.Struct, frozen=True):
    """What is wanted: of *place*, or, where that is None, the page on which an address is typed (*words* is what was typed)."""

    view: View
    scheme: str
    place: Place | None = None
    words: str = ""


def takes(target: str) -> bool:
    """Whether *target*, as it was asked for, is one of ours."""
    return target.startswith("/~/") and _ROUTE.fullmatch(target.partition("?")[0]) is not None


def read(target: str) -> Wanted:
    """What *target* wants; `UsageError` where the place in it is none."""
    path, mark, query = target.partition("#")[0].partition("?")
    found = _ROUTE.fullmatch(path)
    if found is None:
        raise ValueError(f"{target[:60]!r} is no route of the proxy")
    view: View = found[1] or "page"  # pyright: ignore[reportAssignmentType]
    scheme, rest = str(found[2]), str(found[3] or "")
    words = _words(query)
    if not rest:
        return Wanted("page", scheme, words=(words or b"").decode("utf-8", "replace").strip())
    if scheme == "gemini":
        if view == "ask" and words is not None:
            return Wanted(view, scheme, places.read(scheme, f"{rest}?{quote(words, safe='')}"))
        return Wanted(view, scheme, places.read(scheme, f"{rest}?{query}" if mark else rest))
    place = places.read(scheme, rest)
    if words is not None and place.kind == "7":
        place = places.gopher(place.host, place.port, place.kind, place.selector, words)
    elif mark:
        # A Gopher address has no query: a question mark is the selector's own (RFC 4266 §2.1).
        place = places.read(scheme, f"{rest}%3F{query}")
    return Wanted(view, scheme, place)


def path(place: Place, view: View = "page") -> str:
    """The path at which *view* of *place* is shown."""
    words = f"?q={quote(place.words, safe='')}" if place.words else ""
    return f"/~/{'' if view == 'page' else f'{view}/'}{place.scheme}/{_in_path(place.rest)}{words}"


def home(place: Place) -> str:
    """The path of the first page of the server of *place*, without the slash at its end."""
    return f"/~/{place.scheme}/{_in_path(place.server)}"


def _in_path(rest: str) -> str:
    """The brackets of an IPv6 address as they may stand in a path (RFC 3986 §3.3)."""
    return rest.replace("[", "%5B").replace("]", "%5D")


def _words(query: str) -> bytes | None:
    """What the form's field `q` holds; None where there is none."""
    for part in query.split("&"):
        if part.startswith("q="):
            return unquote_to_bytes(part[2:].replace("+", " "))
    return None
