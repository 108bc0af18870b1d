"""A document in, the article's authors out: names as printed, with role and address where the page says them.

Sources: JSON-LD's author of the article, the byline (rel, itemprop, class), `<meta>`. JSON-LD is right wherever it names people; where it
names only the paper itself, people of the byline are preferred. What a line of names says, `bylines` reads.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final, cast

from selectolax.lexbor import LexborNode

from .. import text
from ..model import Person
from . import paper, structured, words
from .bylines import AND, LEAD, before_date, by, is_in_full, is_name, people, undated
from .frames import words as class_words
from .parse import Document
from .roles import BYLINE
from .structured import Node
from .visible import Visible, ancestors, beside, children, inner_text, is_in_card, is_outside, links_below

_META: Final = (
    *("author", "article:author", "og:article:author", "og:author", "parsely-author", "sailthru.author", "dc.creator"),
    *("byl", "lp.article:author", "twitter:data1"),
)
_ADDRESS = re.compile(r"https?://|www\.|/|\.(?:com|html?)\b")
_WHOLE: Final = frozenset({"body", "html", "main", "article"})
_ROLE_MARK = re.compile(r"\([^()]{3,40}\)|:\s")
_BRACKETS = re.compile(r"\s*\(([^()\d]{3,40})\)")
_SHORT = re.compile(r"[a-zäöüß./]{1,5}|[A-Z]{2,5}")
_LABEL = re.compile(r"([^\W\d_][^:(),]{2,30})\s*:\s*$")
_OTHER = re.compile(r"(?P<name>[^\W\d_][^:(),|]{3,50}?)\s*\((?P<role>[^()\d]{3,40})\)")
_LABELLED = re.compile(
    rf"(?:^|[\s|(（【/·])(?:{'|'.join(words.AUTHOR_LABELS)})\s?[:：]\s?(?P<name>[^\W\d_][^\d:：|,;()（）【】/·]{{1,50}}?)"
    r"(?=$|\s\s|[|,;)）】/·]|\s*\d|\s\w+[:：])",
    re.IGNORECASE,
)
_TITLED = re.compile(r"(?:^|[\s|=/(])([^\W\d_]{2,4})\s(?:" + "|".join(words.REPORTERS) + r")\b")
_AUTHOR_PATH = re.compile("/(?:" + "|".join(words.AUTHOR_PATHS) + ")[/_-]")
_ROLE_WORDS: Final = frozenset(word.casefold() for word in words.ROLES)
_LETTERS = re.compile(r"[^\W\d_]+")
_BAR = re.compile("[|·•]")
_NEAREST: Final = 12  # lines near the headline
_LINES: Final = "p, span, div, li, a, dd"
_MAX_AUTHORS: Final = 40
_CLOSE: Final = 4  # elements around an author of which the next one's has one
_MAX_NAMES: Final = 8
_SET: Final = ("em", "i", "small")  # what a line of a byline says beside the name
_NAMED: Final = '[class*="name"], .fn'
_NAME: Final = frozenset({"name", "names", "authorname", "fullname"})


def authors(
    document: Document,
    visible: Visible,
    node: Node,
    names: tuple[str, ...],
    heading: LexborNode | None = None,
    headline: str = "",
    sections: tuple[str, ...] = (),
) -> tuple[Person, ...]:
    """The authors of the article *node* of *document*, in order, each once.

    *names* are the paper's, *heading* holds the *headline*; who is named as one of *sections* is no person.
    """
    found = _found(document, visible, node, names, heading)
    rooms = {paper.loose(section) for section in sections}
    kept = [person for person in found if paper.loose(person.name) not in rooms and person.name.casefold() not in words.NEWS]
    if len(kept) > 1 and " " not in kept[-1].name and all(" " in person.name for person in kept[:-1]) and kept[-1].name in _LETTERS.findall(headline):
        kept.pop()  # "Von Anna Alt und Bert Berg, Nairobi": the last is where they wrote from
    return tuple(kept)


def _found(document: Document, visible: Visible, node: Node, names: tuple[str, ...], heading: LexborNode | None) -> tuple[Person, ...]:
    """The authors as the best source names them."""
    stated = _unique(_stated(document, node))
    printed = _not_paper(_unique(_printed(document, visible, names, heading)), names)
    told = _not_paper(_unique(_told(document)), names)
    persons = _not_paper(stated, names) or printed
    if persons and _keys(persons) < _keys(told):
        persons = _unique(chain(told, persons))  # JSON-LD or the byline names but some of them
    elif persons is not printed and _is_organised(document, node):
        # The byline may name who wrote it for the agency or the house.
        persons = tuple(person for person in printed or _unique(_beside(document, heading)) if " " in person.name) or persons
    elif persons and _keys(persons) < _keys(printed) and all(" " in person.name for person in printed):
        persons = _unique(chain(printed, persons))  # JSON-LD is often told but the first
    if persons:
        return _with_roles(persons, visible)
    # Where nobody else is named, the paper stands as its own author: the page says so.
    return told or _unique(_beside(document, heading)) or stated or _unique(_told(document))


def _keys(persons: tuple[Person, ...]) -> set[str]:
    """The names of *persons* as they are compared."""
    return {paper.loose(person.name) for person in persons}


def _is_paper(name: str, names: tuple[str, ...]) -> bool:
    """Whether *name* is the paper's and no person's."""
    return any(paper.same_name(name, other) for other in names)


def _not_paper(persons: tuple[Person, ...], names: tuple[str, ...]) -> tuple[Person, ...]:
    """*persons* without the paper itself, and without what begins with its name where others are named: "Ada Quill, Courier North"."""
    others = tuple(person for person in persons if not _is_paper(person.name, names))
    begun = tuple(f"{name.casefold()} " for name in names)
    return tuple(person for person in others if not person.name.casefold().startswith(begun)) or others


def _is_organised(document: Document, node: Node) -> bool:
    """Whether all authors that JSON-LD names are organisations."""
    value = paper.resolved(document, node.get("author"))
    members = cast("list[object]", value)[:_MAX_AUTHORS] if isinstance(value, list) else [value]
    return all(isinstance(member, dict) and "Organization" in structured.types(cast("Node", member)) for member in members)


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


def _printed(document: Document, visible: Visible, names: tuple[str, ...], heading: LexborNode | None) -> Iterator[Person]:
    """The authors that the page prints: by itemprop, by rel, by the class of their byline."""
    for key in ("itemprop:author", "rel:author"):
        seen = set[str]()
        near = set[int]()
        for element in visible.get(key)[:20]:
            if is_outside(element):
                continue
            around = {parent.mem_id for parent in islice(ancestors(element), _CLOSE)}
            for person in _element(document, element):
                # The authors of other articles stand elsewhere; so does, once more, this one's.
                if not _is_paper(person.name, names) and (not seen or person.name in seen or not near.isdisjoint(around)):
                    near = near or around
                    seen.add(person.name)
                    yield person
        if seen:
            return
    own = {parent.mem_id for parent in ancestors(heading)} if heading is not None else set[int]()
    for element in visible.by_role[BYLINE][:40]:
        if element.tag in _WHOLE | {"img", "figure", "picture", "input", "button"} or is_outside(element) or (own and is_in_card(element, own)):
            continue
        if len(element.text()) > 1000 or not 2 < len(line := inner_text(element)) < 250 or _is_made_by(line):
            continue
        # "By Anna Alt" may stand in an element of its own, beside where she works and when she wrote.
        led = [part for small in element.css(_LINES)[:24] if by(part := inner_text(small))]
        line = min(led, key=len, default=line)
        links = [link for link in element.css("a[href]")[:12] if 2 < len(text.clean(link.text())) < 60]
        found = [person for link in links for person in _element(document, link)]
        # Beside the name may stand a title, a rank, a number of articles.
        if not found and not by(line):
            found = [named[0] for inner in _names_in(element) if len(named := _named(inner_text(inner))) == 1]
        if not found:
            found = [Person(name) for name in _heads(element)]
        bare = undated(line)
        if not found and (by(line) or (is_name(bare) and not bare[:1].islower())):
            found = _named(bare)
        if found:
            yield from found
            return
    # A blog names its author below the text.
    for element in visible.get("rel:author")[:20]:
        if not is_outside(element, ends=True) and (found := list(_element(document, element))):
            yield from found
            return


def _heads(element: LexborNode) -> list[str]:
    """The names that begin the lines of *element* where what follows each is set otherwise: "Anna Alt <em>Nordhafen</em><br>Bert Berg"."""
    found = [""]
    apart = False
    for child in children(element):
        if child.tag == "br":
            found.append("")
        elif child.tag in _SET:
            apart = True
        elif apart and found[-1]:
            return []  # the line goes on
        else:
            found[-1] += text.clean(child.text())
        apart = apart and child.tag != "br"
    names = [LEAD.sub("", name) for name in found if name]
    told = len(names) > 1 or (len(names) == 1 and element.css_first(", ".join(_SET)) is not None)
    return names if told and all(is_name(name) and " " in name and not name[:1].islower() for name in names) else []


def _is_made_by(line: str) -> bool:
    """Whether *line* names who made something else than the text: "Foto: Mats Findorf"."""
    before, mark, _ = line.partition(":")
    return bool(mark) and before.strip().casefold() in _ROLE_WORDS and not by(line)


def _beside(document: Document, heading: LexborNode | None) -> Iterator[Person]:
    """The authors that a line near *heading* names after a "by", or that links to authors' pages after it name."""
    lines = list(beside(heading))
    for line in lines:
        if by(line):
            found = [name for name in people(undated(line)) if is_name(name) and not name[:1].islower() and is_in_full(name)]
            if found:
                yield from (Person(name) for name in found)
                return
    for line in lines:
        # "Posted on 5 May 2024 by Anna Alt": at the end of what is a line of its own.
        dated = max((place for place, sign in enumerate(line) if sign.isdigit()), default=-1)
        found = [name for name in people(behind) if is_name(name)] if dated >= 0 and (behind := by(line[dated + 1 :].lstrip(" ,.:|·•–-"))) else []
        if found and all(" " in name and not name[:1].islower() for name in found):
            yield from map(Person, found)
            return
    for line in lines:
        if labelled := _LABELLED.search(line):
            yield from _named(labelled["name"])
            return
        if titled := _TITLED.findall(line):
            yield from map(Person, titled)
            return
    # A full name alone before the date: with a bar between them anywhere, without one where bylines stand.
    for line in (*(line for line in lines if _BAR.search(line)), *lines[:_NEAREST]):
        if name := before_date(line):
            yield Person(name)
            return
    parent = None
    left = _MAX_AUTHORS
    for link in links_below(document.tree, heading) if heading is not None else ():
        if not _AUTHOR_PATH.search(link.attrs.get("href") or ""):
            if parent is not None:
                return
            continue
        left -= 1
        if left < 0:
            return
        if is_outside(link):
            continue
        if parent is not None and link.parent is not None and link.parent.mem_id != parent:
            return
        for person in _element(document, link):
            if " " in person.name:
                parent = link.parent.mem_id if link.parent is not None else 0
                yield person


def _element(document: Document, element: LexborNode) -> Iterator[Person]:
    """The persons that *element* of a byline names."""
    attributes = element.attributes
    if element.tag == "meta":
        yield from map(Person, people(attributes.get("content") or ""))
        return
    if len(element.text()) > 1000:
        return
    inner = element.css_first('[itemprop~="name"]')
    if inner is None and len(named := _names_in(element)) == 1:
        inner = named[0]
    line = (inner.attributes.get("content") or inner_text(inner)) if inner is not None else inner_text(element)
    if len(line) > 250:
        return
    reference = attributes.get("href") or next((link.attributes.get("href") for link in element.css("a[href]")[:1]), None)
    found = [name for name in people(line) if is_name(name)]
    for name in found:
        address = document.absolute(reference)
        yield Person(name, "", address if len(found) == 1 and address.startswith("http") else "")


def _names_in(element: LexborNode) -> list[LexborNode]:
    """The elements in *element* of a byline whose class says that they hold a name: "author__name", hCard's "fn"."""
    found = [inner for inner in element.css(_NAMED)[:_MAX_NAMES] if all(one.mem_id == inner.mem_id for one in inner.css(_NAMED))]
    return [inner for inner in found if not _NAME.isdisjoint(class_words(inner.attrs.get("class") or "")) or "fn" in (inner.attrs.get("class") or "").split()]


def _told(document: Document) -> Iterator[Person]:
    """The authors that `<meta>` names."""
    for key in _META:
        found: list[Person] = []
        for value in document.meta.get(key, ())[:_MAX_AUTHORS]:
            line = structured.plain(value)
            if not line or _ADDRESS.search(line) or line.startswith("@"):
                continue
            if key == "dc.creator" and line.count(",") == 1:
                line = " ".join(reversed([part.strip() for part in line.split(",")]))
            found += _named(line)
        if found:
            yield from found
            return


def _named(line: str) -> list[Person]:
    """Who is named in *line*."""
    return [Person(name) for name in people(line) if is_name(name)]


def _with_roles(persons: tuple[Person, ...], visible: Visible) -> tuple[Person, ...]:
    """*persons* with the roles that a byline prints with their names, "Mats Findorf (Foto)" or "Foto: Mats Findorf"; and who else it prints so."""
    lines = [line for element in visible.by_role[BYLINE][:24] if (line := _role_line(element))]
    if not lines:
        return persons
    found: list[Person] = []
    for person in persons:
        role = next((role for line in lines if (role := _role(line, person.name))), "")
        found.append(Person(person.name, person.role or role, person.address))
    known = {paper.loose(person.name) for person in found}
    for line in lines:
        if not all(person.name in line for person in persons):
            continue
        rest = line
        for person in sorted(found, key=lambda person: -len(person.name)):
            rest = rest.replace(person.name, ",")
        for match in _OTHER.finditer(rest):
            name = next(people(AND.split(f" {match['name']}")[-1]), "")
            if match["role"].split()[0].casefold() in _ROLE_WORDS and is_name(name) and " " in name and paper.loose(name) not in known:
                known.add(paper.loose(name))
                found.append(Person(name, match["role"]))
        if len(found) > len(persons):
            found.sort(key=lambda person: line.find(person.name))
            break
    return tuple(found)


def _role_line(element: LexborNode) -> str:
    """The text of *element* of a byline if a role may stand in it."""
    if element.tag in _WHOLE:
        return ""
    words_of = element.text()
    return inner_text(element) if len(words_of) < 600 and _ROLE_MARK.search(words_of) and not is_outside(element, ends=True) else ""


def _role(line: str, name: str) -> str:
    """The role that *line* gives to *name*: in brackets behind it, or before it and a colon."""
    place = line.find(name)
    if place < 0:
        return ""
    behind = _BRACKETS.match(line, place + len(name))
    if behind and not _SHORT.fullmatch(behind[1]):
        return behind[1]
    before = _LABEL.search(line, 0, place)
    return before[1] if before and before[1].split()[0].casefold() in _ROLE_WORDS else ""
