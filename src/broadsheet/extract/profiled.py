"""A page and the rules of a site config in, the page without what they strip, and what they say of the article, out.

XPath is evaluated by `xpath`. A page is parsed within the bounds of any page. What finds nothing says nothing: `faults` names what is no XPath.
"""

from typing import Any, NamedTuple

from msgspec import structs

from .. import xpath
from ..errors import ExtractionError
from ..model import Capture, Person
from ..siteconfig import SiteConfig
from ..text import clean, fold
from . import bounds, charset
from .bylines import people
from .dates import iso
from .leaves import Leaves
from .metadata import Metadata

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
    try:
        text = rules.rewritten(charset.text_of(capture.body, capture.charset), bounds.MAX_BYTES)
    except ValueError as error:
        what = f"longer than {bounds.MAX_BYTES >> 20} MB with what {rules.file} has in place of {clean(str(error))[:80]!r}"
        raise ExtractionError(f"{source}: {what}", "too-large") from None
    bounds.check(text.encode("utf-8", "replace"), source)
    tree = xpath.parsed(text)
    if tree is None:
        return Stated(capture)
    title = next((line for line in _lines(tree, rules.titles) if line), "")
    authors = tuple(dict.fromkeys(name for line in _lines(tree, rules.authors) for name in people(line)))
    date = next((found for line in _lines(tree, rules.dates) if (found := iso(line))), "")
    changed = _stripped(tree, rules) + _rearranged(tree, rules) + len(rules.replaced)
    bodies: list[Any] = next((nodes for expression in rules.bodies if (nodes := xpath.elements(tree, expression))), _NONE)
    if rules.bodies and not bodies and not rules.autodetect:
        raise ExtractionError(f"{source}: the body that {rules.file} names is not there; the site has changed, or this is no article", "no-article")
    body = "".join(map(xpath.markup, bodies))
    page = structs.replace(capture, body=xpath.markup(tree).encode("utf-8", "replace"), charset="utf-8") if changed else capture
    return Stated(page, body, title, authors, date)


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
    return tuple(fault for expression in rules.expressions() if (fault := xpath.fault(expression)))


def _stripped(tree: Any, rules: SiteConfig) -> int:
    """Take out of *tree* what *rules* strip; how much that was."""
    gone = [node for expression in (*rules.strips, *_stripping(rules)) for node in xpath.elements(tree, expression, xpath.MANY)]
    for node in gone:
        if node.getparent() is not None and node.tag != "body":
            node.drop_tree()
    return len(gone)


def _rearranged(tree: Any, rules: SiteConfig) -> int:
    """Take attributes and tags off, and put tags around what *rules* name; how many."""
    count = 0
    for expression in rules.attributes:
        for value in xpath.found(tree, expression, xpath.MANY):
            name, node = getattr(value, "attrname", None), getattr(value, "getparent", lambda: None)()
            if name and node is not None and node.attrib.pop(name, None) is not None:
                count += 1
    for expression in rules.dissolved:
        for node in xpath.elements(tree, expression, xpath.MANY):
            if node.getparent() is not None and node.tag != "body":
                node.drop_tag()
                count += 1
    for tag, expression in rules.wrapped:
        for node in xpath.elements(tree, expression, xpath.MANY):
            if node.getparent() is not None and node.tag != "body":
                around = node.makeelement(tag)
                around.tail, node.tail = node.tail, None
                node.getparent().replace(node, around)
                around.append(node)
                count += 1
    return count


def _lines(tree: Any, expressions: tuple[str, ...]) -> list[str]:
    """The texts that the first of *expressions* with any finds."""
    for expression in expressions:
        lines = [clean(str(node) if isinstance(node, str) else node.text_content())[:_LONGEST] for node in xpath.found(tree, expression)]
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
