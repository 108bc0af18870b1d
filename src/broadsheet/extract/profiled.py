"""A page and the rules of a site config in, the page without what they strip, and what they say of the article, out.

The only place that knows lxml, an optional dependency (`broadsheet[siteconfigs]`), and XPath 1.0. It parses within the bounds of any page. What finds
nothing says nothing; an expression that is none, or that gives no nodes and no text, finds nothing: `faults` names those of a file.
"""

import importlib
from typing import Any, NamedTuple, cast

from msgspec import structs

from ..errors import ExtractionError
from ..model import Capture, Person
from ..siteconfig import SiteConfig
from ..text import clean, fold
from . import bounds, charset
from .bylines import people
from .dates import iso
from .leaves import Leaves
from .metadata import Metadata

_MOST = 200  # nodes that one expression may find
_NONE: list[Any] = []
_LONGEST = 500  # characters of a title, a name, a date


class Stated(NamedTuple):
    """What the rules say: the page that is left, the article's body as HTML ("" where they do not say), title, names, date."""

    page: Capture
    body: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""


def stated(capture: Capture, rules: SiteConfig) -> Stated:
    """What *rules* say of the page that *capture* holds. `ExtractionError` as for any page, and `no-article` where they want a body that is not there."""
    source = capture.source or capture.address or "the page"
    text = charset.text_of(capture.body, capture.charset)
    for find, replacement in rules.replaced:
        # Each rule may double what the one before it made.
        if len(text) + text.count(find) * (len(replacement) - len(find)) > bounds.MAX_BYTES:
            raise ExtractionError(f"{source}: longer than {bounds.MAX_BYTES >> 20} MB with what {rules.file} has in place of {clean(find)[:80]!r}", "too-large")
        text = text.replace(find, replacement)
    bounds.check(text.encode("utf-8", "replace"), source)
    html = importlib.import_module("lxml.html")
    tree = _parsed(html, text)
    if tree is None:
        return Stated(capture)
    title = next((line for line in _lines(tree, rules.titles) if line), "")
    authors = tuple(dict.fromkeys(name for line in _lines(tree, rules.authors) for name in people(line)))
    date = next((found for line in _lines(tree, rules.dates) if (found := iso(line))), "")
    gone = [node for expression in (*rules.strips, *_stripping(rules)) for node in _elements(tree, expression)]
    for node in gone:
        if node.getparent() is not None and node.tag != "body":
            node.drop_tree()
    bodies: list[Any] = next((nodes for expression in rules.bodies if (nodes := _elements(tree, expression))), _NONE)
    if rules.bodies and not bodies and not rules.autodetect:
        raise ExtractionError(f"{source}: the body that {rules.file} names is not there; the site has changed, or this is no article", "no-article")
    body = "".join(html.tostring(node, encoding="unicode", with_tail=False) for node in bodies)
    page = structs.replace(capture, body=html.tostring(tree, encoding="unicode").encode("utf-8", "replace"), charset="utf-8")
    return Stated(page if gone or rules.replaced else capture, body, title, authors, date)


def about(found: Metadata, said: Stated) -> Metadata:
    """*found* with what the rules say in place of it."""
    names = {fold(person.name): person for person in found.authors}
    authors = tuple(names.get(fold(name), Person(name)) for name in said.authors)
    return structs.replace(found, headline=said.title or found.headline, authors=authors or found.authors, date=said.date or found.date)


def running(page: Leaves, roles: dict[int, str], headline: str) -> dict[int, str]:
    """*roles* of a body that the rules chose, without the headline, which stands in many of them."""
    return {order: role for order, role in roles.items() if fold(page.leaves[order].text) != fold(headline)}


def faults(rules: SiteConfig) -> tuple[str, ...]:
    """The expressions of *rules* that are no XPath."""
    etree = importlib.import_module("lxml.etree")
    found: list[str] = []
    for expression in rules.expressions():
        try:
            etree.XPath(expression)(etree.fromstring("<x/>"))  # a function that nobody knows is seen when it is called
        except etree.XPathError as error:
            found.append(clean(f"{expression}: {error}"))
    return tuple(found)


def _parsed(html: Any, text: str) -> Any:
    """The tree of *text*, None where there is none."""
    etree = importlib.import_module("lxml.etree")
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError):  # nothing but comments, say: our own parser will say what is wrong with it
        return None
    return tree


def _found(tree: Any, expression: str) -> list[Any]:
    """What *expression* finds: nodes, or one text."""
    etree = importlib.import_module("lxml.etree")
    try:
        found = tree.xpath(expression)
    except (etree.XPathError, ValueError):  # `faults` names it
        return []
    nodes = cast("list[Any]", found) if isinstance(found, list) else [found]
    return [node for node in nodes[:_MOST] if isinstance(node, str) or isinstance(getattr(node, "tag", None), str)]


def _elements(tree: Any, expression: str) -> list[Any]:
    """The elements that *expression* finds."""
    return [node for node in _found(tree, expression) if not isinstance(node, str)]


def _lines(tree: Any, expressions: tuple[str, ...]) -> list[str]:
    """The texts that the first of *expressions* with any finds."""
    for expression in expressions:
        lines = [clean(str(node) if isinstance(node, str) else node.text_content())[:_LONGEST] for node in _found(tree, expression)]
        if any(lines):
            return [line for line in lines if line]
    return []


def _stripping(rules: SiteConfig) -> tuple[str, ...]:
    """The rules that name parts of ids, classes and addresses of pictures, as XPath."""
    named = (f"//*[contains(@id, {part}) or contains(@class, {part})]" for part in map(_literal, rules.named))
    return (*named, *(f"//img[contains(@src, {part})]" for part in map(_literal, rules.pictures)))


def _literal(text: str) -> str:
    """*text* as a string of XPath, which knows no escapes: without quotation marks around it, and without the one that it would be written with."""
    return "'" + text.strip("'\"").replace("'", "") + "'"
