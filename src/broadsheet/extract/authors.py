"""A document in, the article's authors out: names as printed, with role and address where the page says them.

Sources: JSON-LD's author of the article, the byline (rel, itemprop, class), `<meta>`. JSON-LD is right wherever it names people; where it
names only the paper itself, people of the byline are preferred. `people(line)` reads one line of names: "Von Anna Alt und Bert Berg, dpa".
"""

import re
from collections.abc import Iterator
from typing import Final, cast

from selectolax.lexbor import LexborNode

from .. import text
from ..model import Person
from . import paper, structured, words
from .parse import Document
from .structured import Node
from .visible import BYLINE, Visible, inner_text, is_outside

_META: Final = ("author", "article:author", "og:article:author", "og:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "lp.article:author", "twitter:data1")
_LEAD = re.compile(r"^(?:" + "|".join(re.escape(word) for word in sorted(words.BY, key=len, reverse=True)) + r")(?:\s*:\s*|\s+|(?<=[/・:]))", re.IGNORECASE)
_AND = re.compile(r"\s*(?:[;|,、，·•/]|\s[-–]\s)\s*|\s+(?:" + "|".join(re.escape(word) for word in sorted(words.AND, key=len, reverse=True)) + r")\s+")
_COMMA = re.compile(r"\s*(?:[;|、，]|\s•\s)\s*")
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+|@\w+")
_INITIALS = re.compile(r"\s*[(\[](?:[\w./\- ]{1,12})[)\]]$")
_ADDRESS = re.compile(r"https?://|www\.|/|\.(?:com|html?)\b")
_PARTICLES: Final = frozenset("von van de der den del della di da dos das du la le el al bin ibn ben bint abu zu zum zur ten ter y e af av st mc mac o' d' i".split())
_ROLE_WORDS: Final = frozenset(word.casefold() for word in words.ROLES)
_MAX_AUTHORS: Final = 40
_MAX_NAME: Final = 90


def authors(document: Document, visible: Visible, node: Node, names: tuple[str, ...]) -> tuple[Person, ...]:
    """The authors of the article *node* of *document*, in order, each once. *names* are the paper's."""
    stated = _unique(_stated(document, node))
    if stated and not all(_is_paper(person.name, names) for person in stated):
        return _with_roles(stated, visible)
    printed = _unique(_printed(document, visible, names))
    if printed and not all(_is_paper(person.name, names) for person in printed):
        return printed
    told = _unique(_told(document))
    if told and not all(_is_paper(person.name, names) for person in told):
        return told
    return stated or printed or told


def people(line: str, *, split_commas: bool = True) -> Iterator[str]:
    """The names in *line*, without "by", mail addresses and initials in brackets."""
    line = _MAIL.sub(" ", text.clean(line))
    line = text.clean(_LEAD.sub("", line))
    if not line or len(line) > 600:
        return
    pieces = [piece for piece in _AND.split(line) if piece]
    if not split_commas or len(pieces) < 2 or not all(_is_name(piece) for piece in pieces):
        pieces = [piece for piece in _COMMA.split(line) if piece]
    for piece in pieces:
        name = _LEAD.sub("", _INITIALS.sub("", piece)).strip(" ,.:|-–—/·•\u00a0")
        if name.isupper() and len(name) > 1 and piece.endswith("."):
            name = piece
        if name and len(name) <= _MAX_NAME and not name.isdigit() and not name.startswith("http"):
            yield name


def _is_name(piece: str) -> bool:
    """Whether *piece* can stand as a name of its own: a few words, of which the first and the last are no small ones; or an agency's short name."""
    parts = piece.split()
    if not parts or len(parts) > 6 or any(character.isdigit() for character in piece):
        return False
    if len(parts) == 1:
        return len(piece) <= 24
    return all(part[:1].isupper() or not part[:1].islower() or part.casefold().strip("'’.") in _PARTICLES for part in parts)


def _is_paper(name: str, names: tuple[str, ...]) -> bool:
    """Whether *name* is the paper's and no person's."""
    return any(paper.same_name(name, other) for other in names)


def _unique(persons: Iterator[Person]) -> tuple[Person, ...]:
    """*persons*, each name once, the fuller record of two."""
    found: dict[str, Person] = {}
    for person in persons:
        key = paper.loose(person.name)
        if key and (key not in found or (person.address and not found[key].address)):
            found[key] = Person(person.name, person.role or (found[key].role if key in found else ""), person.address)
        if len(found) >= _MAX_AUTHORS:
            break
    return tuple(found.values())


def _stated(document: Document, node: Node) -> Iterator[Person]:
    """The authors that JSON-LD names for the article *node*."""
    for key in ("author", "creator"):
        value = paper.resolved(document, node.get(key))
        members = cast("list[object]", value)[:_MAX_AUTHORS] if isinstance(value, list) else [value]
        seen = False
        for member in members:
            for person in _member(document, member):
                seen = True
                yield person
        if seen:
            return


def _member(document: Document, member: object) -> Iterator[Person]:
    """The persons in one value of `author`."""
    if isinstance(member, str):
        name = structured.plain(member)
        if not _ADDRESS.match(name):
            for found in people(name):
                yield Person(found)
    elif isinstance(member, dict):
        node = cast("Node", member)
        kinds = structured.types(node)
        address = document.absolute(structured.first(node.get("url"), "@id"))
        if address and (paper.loose(address) == paper.loose(document.base) or document.absolute("/") == address):
            address = ""
        listed = node.get("name")
        lines = [structured.plain(line) for line in cast("list[object]", listed)[:_MAX_AUTHORS]] if isinstance(listed, list) else [structured.plain(listed)]
        for line in lines:
            found = [line] if "Organization" in kinds else list(people(line))
            for name in found:
                if name:
                    yield Person(name, "", address if len(found) == 1 else "")


def _printed(document: Document, visible: Visible, names: tuple[str, ...]) -> Iterator[Person]:
    """The authors that the page prints: by itemprop, by rel, by the class of their byline."""
    for key in ("itemprop:author", "rel:author"):
        found = False
        for element in visible.get(key)[:20]:
            if is_outside(element, BYLINE):
                continue
            for person in _element(document, element):
                if not _is_paper(person.name, names):
                    found = True
                    yield person
        if found:
            return
    for element in visible.by_role[BYLINE][:40]:
        if element.tag in {"body", "html", "main", "article", "img", "figure", "picture", "input", "button"} or is_outside(element, BYLINE):
            continue
        line = inner_text(element)
        if not 2 < len(line) < 250:
            continue
        links = [link for link in element.css("a[href]")[:12] if 2 < len(text.clean(link.text())) < 60]
        found = False
        for link in links:
            for person in _element(document, link):
                found = True
                yield person
        if not found and (_LEAD.match(line) or _is_name(line)):
            for name in people(line):
                if _is_name(name):
                    found = True
                    yield Person(name)
        if found:
            return


def _element(document: Document, element: LexborNode) -> Iterator[Person]:
    """The persons that *element* of a byline names."""
    attributes = element.attributes
    if element.tag == "meta":
        for name in people(attributes.get("content") or ""):
            yield Person(name)
        return
    inner = next(iter(element.css('[itemprop~="name"]')), None)
    line = (inner.attributes.get("content") or inner_text(inner)) if inner is not None else inner_text(element)
    if len(line) > 250:
        return
    reference = attributes.get("href") or next((link.attributes.get("href") for link in element.css("a[href]")[:1]), None)
    found = [name for name in people(line) if _is_name(name)]
    for name in found:
        address = document.absolute(reference)
        yield Person(name, "", address if len(found) == 1 and address.startswith("http") else "")


def _told(document: Document) -> Iterator[Person]:
    """The authors that `<meta>` names."""
    for key in _META:
        found = False
        for value in document.meta.get(key, ())[:_MAX_AUTHORS]:
            line = structured.plain(value)
            if not line or _ADDRESS.search(line) or line.startswith("@"):
                continue
            if key == "dc.creator" and line.count(",") == 1:
                line = " ".join(reversed([part.strip() for part in line.split(",")]))
            for name in people(line):
                if _is_name(name):
                    found = True
                    yield Person(name)
        if found:
            return


def _with_roles(persons: tuple[Person, ...], visible: Visible) -> tuple[Person, ...]:
    """*persons* with the roles that the byline prints beside their names."""
    roles = _printed_roles(visible)
    return tuple(Person(person.name, person.role or roles.get(paper.loose(person.name), ""), person.address) for person in persons) if roles else persons


def _printed_roles(visible: Visible) -> dict[str, str]:
    """Which names the byline prints with a role: "Foto: Mats Findorf", "Mats Findorf (Foto)"."""
    found: dict[str, str] = {}
    for element in visible.by_role[BYLINE][:40]:
        if element.tag in {"body", "html", "main", "article"} or is_outside(element, BYLINE):
            continue
        line = inner_text(element)
        if len(line) > 160:
            continue
        for pattern in (_ROLE_BEFORE, _ROLE_BEHIND):
            match = pattern.fullmatch(line)
            if match and match["role"].split()[0].casefold().strip(",") in _ROLE_WORDS:
                found.setdefault(paper.loose(match["name"]), match["role"])
    return found


_ROLE_BEFORE = re.compile(r"(?P<role>[^\W\d_][^:(),]{2,30})\s*:\s*(?P<name>[^:(),]{3,60})")
_ROLE_BEHIND = re.compile(r"(?P<name>[^:(),]{3,60})\s*[(,]\s*(?P<role>[^\W\d_][^:()]{2,40})\)?")
