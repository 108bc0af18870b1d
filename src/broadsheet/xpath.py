"""A page as text, and expressions of XPath 1.0 in, the nodes and texts that they find out.

The only place that knows lxml, an optional dependency (`broadsheet[siteconfigs]`). What finds nothing says nothing; an expression that is none, or that
gives no nodes and no text, finds nothing: `fault` says what is wrong with it.
"""

import importlib
from typing import Any, cast

from .text import clean

FEW, MANY = 200, 10_000
"""Nodes that are taken of what one expression finds: to be read, to be taken out."""


def parsed(text: str) -> Any:
    """The tree of *text*, None where there is none."""
    html, etree = importlib.import_module("lxml.html"), importlib.import_module("lxml.etree")
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError):  # nothing but comments, say: our own parser will say what is wrong with it
        return None


def markup(node: Any) -> str:
    """*node* as HTML, without what stands behind it."""
    return importlib.import_module("lxml.html").tostring(node, encoding="unicode", with_tail=False)


def found(tree: Any, expression: str, most: int = FEW) -> list[Any]:
    """What *expression* finds, *most* at most: elements and attributes, or one text.

    An attribute, which is a text, has `attrname` and its element as `getparent()`.
    """
    etree = importlib.import_module("lxml.etree")
    try:
        answer = tree.xpath(expression)
    except (etree.XPathError, ValueError):  # `fault` names it
        return []
    nodes = cast("list[Any]", answer) if isinstance(answer, list) else [answer]
    return [node for node in nodes[:most] if isinstance(node, str) or isinstance(getattr(node, "tag", None), str)]


def elements(tree: Any, expression: str, most: int = FEW) -> list[Any]:
    """The elements that *expression* finds."""
    return [node for node in found(tree, expression, most) if not isinstance(node, str)]


def fault(expression: str) -> str:
    """What is wrong with *expression*, "" where it is XPath."""
    etree = importlib.import_module("lxml.etree")
    try:
        etree.XPath(expression)(etree.fromstring("<x/>"))  # a function that nobody knows is seen when it is called
    except etree.XPathError as error:
        return clean(f"{expression}: {error}")
    return ""
