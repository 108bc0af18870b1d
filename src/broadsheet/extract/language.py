"""A document in, the language of its article out, as BCP 47 writes it: `de`, `de-AT`, `zh-Hans`; "" where nothing tells.

Told by `<html lang>`, JSON-LD's inLanguage, og:locale and their like, in that order; else by the script that headline and description are written
in, or the small words of `words.COMMON` that they hold. A language that is stated and not one of whose small words stands there, though several
of another's do, is a template's and not the article's; so is one that the article's text does not bear out.
"""

import re
from collections.abc import Iterable
from typing import Final

from . import structured, words
from .parse import Document
from .structured import Node

_TAG = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}")
_NO_LANGUAGE: Final = frozenset({"und", "mul", "null", "html", "zxx"})
_WORD = re.compile(r"[^\W\d_]+")
# Scripts that one language alone is printed in. Kana come before ideographs: Japanese is written in both.
_SCRIPTS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("ja", "[\u3041-\u30ff]"),
        ("ko", "[\uac00-\ud7a3]"),
        ("zh", "[\u4e00-\u9fff]"),
        ("el", "[\u0370-\u03ff]"),
        ("he", "[\u05d0-\u05ea]"),
        ("th", "[\u0e01-\u0e5b]"),
        ("hy", "[\u0531-\u0587]"),
        ("ka", "[\u10d0-\u10ff]"),
    )
)
_SCRIPT_SHARE: Final = 0.15
_SURE: Final = 3
_VERY_SURE: Final = 5
_MAX_READ: Final = 1_200
_ENOUGH: Final = 1_000  # characters in which some of a language's small words stand
_BORNE_OUT: Final = 3  # of them
_MOST: Final = 6_000


def language(document: Document, node: Node, headline: str, teasers: tuple[str, ...]) -> str:
    """The language of the article *node* of *document*, whose *headline* and *teasers* are known."""
    stated = _stated(document, node)
    read = " ".join((headline, *teasers))[:_MAX_READ]
    if stated and stated[:2] not in words.COMMON:
        return stated
    present = _words(read)
    if stated and not words.COMMON[stated[:2]].isdisjoint(present):
        return stated
    counted = _counted(present)
    if stated:
        best = max(counted, key=lambda name: counted[name])
        return best if counted[best] >= _VERY_SURE else stated
    written = _script(read)
    if written:
        return written
    first, second = sorted(counted, key=lambda name: -counted[name])[:2]
    if counted[first] < _SURE and document.tree.body is not None:
        counted = _counted(_words(f"{read} {document.tree.body.text()[:20_000]}"))
        first, second = sorted(counted, key=lambda name: -counted[name])[:2]
    return first if counted[first] >= _SURE and counted[first] > counted[second] else ""


def borne_out(told: str, texts: Iterable[str]) -> str:
    """The language of an article that is *told* to be in one, and of which *texts* are the paragraphs; "" where they are in another, nobody knows which.

    A site has one template for editions in several languages, and says the template's.
    """
    small = words.COMMON.get(told[:2])
    if small is None:
        return told
    read = ""
    for text in texts:
        read += f" {text}"
        if len(read) >= _ENOUGH and len(small.intersection(read.casefold().split())) >= _BORNE_OUT:
            return told
        if len(read) >= _MOST:
            break
    counted = _counted(_words(read))
    best = max(counted, key=lambda name: counted[name])
    if counted[best] >= _VERY_SURE and counted[best] > 2 * counted[told[:2]]:
        return best
    return told if counted[told[:2]] or len(read) < _ENOUGH or _script(read) else ""


def of_text(text: str) -> str:
    """The language of a *text* of which nothing else is known, by its script or its small words; "" where these do not tell."""
    read = text[:20_000]
    written = _script(read)
    if written:
        return written
    counted = _counted(_words(read))
    first, second = sorted(counted, key=lambda name: -counted[name])[:2]
    return first if counted[first] >= _VERY_SURE and counted[first] > counted[second] + 1 else ""


def _stated(document: Document, node: Node) -> str:
    """The language that the page states."""
    told = document.first_meta("og:locale", "content-language", "language", "dc.language")
    for value in (document.language, structured.first(node.get("inLanguage"), "alternateName"), told):
        found = _TAG.fullmatch(value.partition(",")[0].strip())
        if found and found[0].lower() not in _NO_LANGUAGE:
            parts = re.split("[-_]", found[0])
            rest = [part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in parts[1:]]
            return "-".join([parts[0].lower(), *rest])
    return ""


def _script(read: str) -> str:
    """The language whose script *read* is written in."""
    letters = len(read) - read.count(" ")
    return next((name for name, pattern in _SCRIPTS if letters and len(pattern.findall(read)) > _SCRIPT_SHARE * letters), "")


def _words(read: str) -> frozenset[str]:
    """The words of *read* in lower case."""
    return frozenset(_WORD.findall(read.casefold()))


def _counted(present: frozenset[str]) -> dict[str, int]:
    """How many different small words of each language are *present*."""
    return {name: len(small & present) for name, small in words.COMMON.items()}
