"""Values in, elements of an Atom document out (RFC 4287), and the document itself: what feeds and catalogues share."""

import re
from collections.abc import Iterable

from ..pages import turned
from ..render import Setting
from ..render.htmlblocks import attribute, escape

_DOT = re.compile(r"^\.$", re.MULTILINE)
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_PAGES = {"gemini": "text/gemini", "gopher": "application/gopher-menu"}


def document(lines: Iterable[str]) -> str:
    """The document that has these *lines*."""
    # A line of one dot would end a text in Gopher (protocols.md §3).
    return _DOT.sub("&#46;", "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *lines, ""]))


def text(element: str, words: str) -> str:
    """An *element* that holds *words*."""
    return f"<{element}>{escape(words)}</{element}>"


def person(element: str, name: str, address: str = "") -> str:
    """An `author` or a `contributor`."""
    return f"<{element}>{text('name', name)}{text('uri', address) if address else ''}</{element}>"


def link(rel: str, address: str, media: str) -> str:
    """A link to what has that *media* type."""
    return f'<link rel="{rel}" type="{media}" href="{attribute(address)}"/>'


def category(term: str) -> str:
    """A section or a topic."""
    return f'<category term="{attribute(term)}"/>'


def language(tag: str) -> str:
    """The attribute that names a language (BCP 47), with a space before it; "" for what is no such tag."""
    return f' xml:lang="{tag}"' if _TAG.fullmatch(tag) else ""


def page_type(setting: Setting) -> str:
    """The media type of the edition's pages on the protocol of *setting*."""
    return _PAGES.get(setting.origin.partition(":")[0], "text/html")


def turns(path: str, number: int, pages: int) -> dict[str, str]:
    """The *pages* of the list at *path* by what they are to page *number* (RFC 5005 §3)."""
    found = {"self": number}
    if pages > 1:
        found |= {"first": 1, "previous": number - 1, "next": number + 1, "last": pages}
    return {rel: turned(path, one) for rel, one in found.items() if 1 <= one <= pages}
