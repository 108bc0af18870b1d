"""A document in, the article's own tags and its sections out, with the addresses of their pages where the page links to them.

A page states its tags up to six times: as JSON-LD's keywords, as `<meta>` article:tag, news_keywords, keywords, in the toolkits' own `<meta>`,
and as links that a reader sees. One of them is right, and which one varies by paper; their union is worse than any. So each source is cleaned
of what is no topic (ids, the paper's name, words of its machinery), judged by what it is and by how far the others bear it out, and one wins.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple, cast
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from .. import text
from ..model import Tag
from . import paper, structured, words
from .parse import Document
from .roles import KICKER, TAGS, roles
from .structured import Node
from .teasers import same_site
from .visible import Visible, ancestors, inner_text, is_outside, links_below

MAX_TAGS: Final = 40
_MAX_LENGTH: Final = 70
_MAX_LINKS: Final = 300
_MAX_LABELS: Final = 400
_MAX_LABELLED: Final = 4
_MAX_READ: Final = 300_000
_MAX_SPELLED: Final = 4
_MAX_GROUP: Final = 6_000
_MAX_LARGE: Final = 8
_SPLIT = re.compile(r"\s*[,;、،|]\s*")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f\-]{20,}|\d+|[\w.\-]+\.(?:com|org|net|de|ca|uk|fr|it|es|ch|at)|_\w+|[a-z]+(?:[A-Z][a-z]+){2,}")
_PREFIX = re.compile(r"(?:[A-Za-z]+/|(?:NLP )?[A-Z][\w ]{1,20}:\s)(?=\S)")
_MACHINE = re.compile(r"(?:NLP )?[A-Z][\w ]{1,20}:\s")
_PARTS = re.compile(r"[-_.+,]|%20")
_COUNT = re.compile(r"(?:[\s\u00a0]+\(\d{1,6}\)|\u00a0+\d{1,6}|\s*[,#|;])$")
_WHOLE: Final = frozenset({"body", "html", "main", "article"})
_FILED = re.compile("/(?:categor(?:y|ies|ie|ia|ias)|kategor(?:ie|ien|i|ia|y)|rubri(?:k|que|ek|ka)|section|seccion|sezione)/")
_CATEGORY = re.compile(r"\b(?:categor(?:y|ies|ie|ia|ias)|kategor(?:ie|ien|i|ia))\b")
_MAX_FILED: Final = 80
_MAX_FEW: Final = 3
_CATEGORIES: Final = 'a[href*="/categor"], a[href*="/kategor"], a[href*="/rubri"]'
_TOPIC_PATH = re.compile("/(?:" + "|".join(words.TOPIC_PATHS) + ")/")
_SECTIONS: Final = ("article:section", "articlesection", "og:article:section", "parsely-section")
_LETTERS = re.compile(r"[^\W\d_]+")
_STEP = re.compile("[a-z]{2,}(?:-[a-z]+){0,5}")
_NUMBERED = re.compile(r"^\(\d{1,6}\)\s+")
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff]{2}")
_LABELS: Final = "h2, h3, h4, h5, h6, dt, p, strong, label"
_ALL: Final = frozenset(paper.loose(label) for label in (*words.ALL_TAGS, *words.TAG_LABELS))
_HOME: Final = frozenset(word.casefold() for word in words.HOME)


class _Source(NamedTuple):
    """One statement of tags: its weight before any other is looked at, and the tags in order."""

    weight: float
    tags: tuple[Tag, ...]
    keys: frozenset[str]


def tags(
    document: Document, visible: Visible, node: Node, names: tuple[str, ...], headline: str, sections: tuple[Tag, ...], heading: LexborNode | None
) -> tuple[Tag, ...]:
    """The own tags of the article *node* of *document*, whose *headline* is in *heading*."""
    stated = [statement for statement in _statements(document, visible, node) if statement[1]]
    printed = _printed(visible, heading) or ([] if stated else _by_address(visible, heading))
    spoilt = {paper.loose(name) for name in names} | {paper.loose(headline)}
    own = {paper.own_words(name) for name in (*names, *paper.host_names(document))} - {""}
    listed = [(weight, _cleaned(found, spoilt, own)) for weight, found in [*stated, *printed]]
    if not any(cleaned for _, cleaned in listed) and not any(_cleaned(found, set(), set()) for _, found in [*stated, *printed]):
        listed = [(weight, _cleaned(found, spoilt, own)) for weight, found in [*stated, *_labelled(visible)]]
    sources = [_Source(weight, cleaned, frozenset(paper.loose(tag.name) for tag in cleaned)) for weight, cleaned in listed if cleaned]
    if not sources:
        return ()
    told = text.fold(" ".join((headline, structured.first(node.get("description")), document.first_meta("og:description", "description"))))
    titled = set(text.fold(f"{headline} {_slug(document)}").split())
    worth, best = max(((_worth(source, sources, titled, sections, told), source) for source in sources), key=lambda found: found[0])
    if worth <= 0:
        return ()
    addresses: dict[str, str] = {}
    for source in sources:
        for tag in source.tags:
            if tag.address:
                addresses.setdefault(paper.loose(tag.name), tag.address)
    return tuple(Tag(tag.name, tag.address or addresses.get(paper.loose(tag.name), "")) for tag in best.tags)


def sections(document: Document, visible: Visible, node: Node, names: tuple[str, ...] = (), headline: str = "") -> tuple[Tag, ...]:
    """The sections in which the article *node* stands, outer before inner, from its breadcrumb, JSON-LD or `<meta>`.

    What is but the paper (of *names*) or a template is none. What an address is written with is named as the page names the link to it.
    """
    spoilt = {paper.own_words(name) for name in (*names, *paper.host_names(document))}
    found = [_spelled(document, tag) if place < _MAX_SPELLED else tag for place, tag in enumerate(_sections(document, visible, node, headline))]
    return tuple(tag for tag in found if words.TEMPLATES.isdisjoint(tag.name.casefold().split()) and paper.own_words(tag.name) not in spoilt - {""})


def _spelled(document: Document, section: Tag) -> Tag:
    """*section*, where its name is but a step of addresses (`deutschland-welt`), as the page's link to it is called; else with a capital."""
    if not _STEP.fullmatch(section.name):
        return section
    folded = paper.loose(section.name)
    for link in document.tree.css(f'a[href*="/{section.name}"]')[:20]:
        name = inner_text(link) if len(link.text()) < 200 else ""
        if name and (paper.loose(name) == folded or _LETTERS.findall(text.fold(name)) == section.name.split("-")):
            return Tag(name, section.address or document.absolute(link.attributes.get("href")))
    name = section.name.replace("-", " ")
    return Tag(name[:1].upper() + name[1:], section.address)


def _sections(document: Document, visible: Visible, node: Node, headline: str) -> tuple[Tag, ...]:
    """The sections as they are stated."""
    path = _breadcrumb(document, headline)
    stated = list(structured.strings(node.get("articleSection")))
    stated = stated or [structured.plain(value) for key in _SECTIONS for value in document.meta.get(key, ())]
    stated = stated or [inner_text(element) for element in visible.get("itemprop:articleSection")[:3]]
    stated = stated or [inner_text(element) for element in _filed(visible)[:3] if not is_outside(element, excused=True, ends=True)]
    stated = stated or ([] if path else _categories(document))
    stated = [part for name in stated for part in _SPLIT.split(name) if part and len(part) < 60]
    places = {paper.loose(tag.name): tag for tag in path}
    if path and all(name.islower() for name in stated):
        return path
    found = [places.get(paper.loose(name), Tag(name)) for name in dict.fromkeys(stated)]
    return tuple(found) or path


def _statements(document: Document, visible: Visible, node: Node) -> Iterable[tuple[float, list[Tag]]]:
    """What JSON-LD, `<meta>` and itemprop state, each with its weight."""
    yield 3.0, [Tag(name) for name in structured.strings(node.get("keywords"))]
    yield 3.1, [Tag(structured.plain(value)) for key in ("article:tag", "og:article:tag", "lp.article:tag") for value in document.meta.get(key, ())]
    yield 2.7, [Tag(structured.plain(value)) for value in document.meta.get("news_keywords", ())]
    yield 2.5, [Tag(structured.plain(value)) for value in document.meta.get("keywords", ())]
    yield 2.5, [Tag(element.attributes.get("content") or inner_text(element)) for element in visible.get("itemprop:keywords")[:MAX_TAGS]]
    yield 2.0, [Tag(structured.plain(value)) for key in ("parsely-tags", "cxenseparse:taglist", "sailthru.tags") for value in document.meta.get(key, ())]
    for key, weight in (("mentions", 2.2), ("about", 2.0)):
        value = node.get(key)
        members = cast("list[object]", value) if isinstance(value, list) else [value]
        yield weight, [Tag(structured.first(cast("Node", member))) for member in members[:MAX_TAGS] if isinstance(member, dict)]


def _printed(visible: Visible, heading: LexborNode | None) -> list[tuple[float, list[Tag]]]:
    """The groups of links that the page prints as tags, each with its weight."""
    groups: list[tuple[float, list[Tag]]] = []
    linked = [element for element in visible.get("rel:tag")[: MAX_TAGS * 2] if element.tag == "a" and not is_outside(element, excused=True, ends=True)]
    filed = {element.mem_id for element in _filed(visible)}
    linked = [element for element in linked if element.mem_id not in filed] or linked
    if linked:
        groups.append((3.2, [_link(visible, element) for element in linked]))
    seen: set[int] = set()
    single: list[Tag] = []
    large = 0
    for element in visible.by_role[TAGS][:80]:
        if element.tag in _WHOLE or element.mem_id in seen or not visible.after(element, heading):
            continue
        around = element.parent
        if element.tag == "span" and around is not None and around.tag == "a":
            element = around
        if is_outside(element, excused=True, ends=True):
            continue
        if len(element.text()) > _MAX_GROUP:
            large += 1
            if large > _MAX_LARGE:
                break
            continue
        links = [element] if element.tag == "a" else element.css("a[href]")
        if not links:
            named = [inner for inner in element.css("[class]")[: MAX_TAGS + 1] if roles(inner.attrs.get("class") or "") & TAGS]
            bare = [inner for inner in named if inner.mem_id != element.mem_id]
            if len(bare) > 1 and sum(len(inner.text()) for inner in bare) <= len(element.text()) < 2 * _MAX_LENGTH * len(bare):
                seen.update(inner.mem_id for inner in bare)
                groups.append((2.4, [Tag(name) for inner in bare if (name := inner_text(inner).lstrip("#"))]))
            continue
        if len(links) > MAX_TAGS:
            continue
        seen.update(inner.mem_id for inner in element.css("[class]"))
        links = [link for link in links if not _CATEGORY.search(link.attrs.get("class") or "")] or links
        found = [_link(visible, link) for link in links]
        if len(found) > 1:
            groups.append((2.6, found))
        elif len(found[0].name) * 2 > len(element.text().strip()):
            single += found
    if single:
        groups.append((2.6 if len(single) > 1 else 1.6, single))
    return groups


def _categories(document: Document) -> list[str]:
    """What the few links outside lists say that lead below an address of categories."""
    names: dict[str, str] = {}
    for link in document.tree.css(_CATEGORIES)[:_MAX_FILED]:
        address = document.absolute(link.attrs.get("href"))
        around = link.parent
        if around is None or around.tag == "p" or roles(around.attrs.get("class") or "") & KICKER:
            continue
        if not _FILED.search(address) or not same_site(address, document.base) or is_outside(link, ends=True):
            continue
        name = inner_text(link) if len(link.text()) < _MAX_LENGTH else ""
        names.setdefault(paper.loose(name), name)
    return [name for name in names.values() if name] if len(names) <= _MAX_FEW else []


def _filed(visible: Visible) -> list[LexborNode]:
    """The links to where the article is filed. WordPress calls them tags, as it calls its tags, and once categories too: their addresses tell."""
    return visible.get("rel:category") or [link for link in visible.get("rel:tag")[:_MAX_FILED] if _FILED.search(link.attrs.get("href") or "")]


def _by_address(visible: Visible, heading: LexborNode | None) -> list[tuple[float, list[Tag]]]:
    """Links below a paper's address of topics, where several stand after the headline in one element that holds little else."""
    groups: dict[int, list[Tag]] = {}
    room: dict[int, int] = {}
    left = _MAX_LINKS
    tree = visible.document.tree
    for link in tree.css("a[href]") if heading is None else links_below(tree, heading):
        if not _TOPIC_PATH.search(link.attrs.get("href") or ""):
            continue
        left -= 1
        if left < 0:
            break
        parent = link.parent
        while parent is not None and (parent.tag in {"li", "span"} or (parent.tag == "div" and parent.text().strip() == link.text().strip())):
            parent = parent.parent
        if parent is None or is_outside(link, ends=True):
            continue
        if parent.mem_id not in groups:
            room[parent.mem_id] = len(" ".join(parent.text().split()))
        groups.setdefault(parent.mem_id, []).append(_link(visible, link))
    return [(2.0, found) for place, found in groups.items() if 1 < len(found) <= MAX_TAGS and sum(len(tag.name) + 3 for tag in found) * 2 > room[place]][:6]


def _labelled(visible: Visible) -> list[tuple[float, list[Tag]]]:
    """The links that stand below a label like "Tags" in an element that holds little else."""
    left = _MAX_READ
    asked = 0
    for label in visible.document.tree.css(_LABELS)[:_MAX_LABELS]:
        said = label.text()
        left -= len(said)
        if left < 0 or asked >= _MAX_LABELLED:
            break
        if len(said) > 60 or text.clean(said).strip(" :#").casefold() not in words.TAG_LABELS:
            continue
        asked += 1
        for parent, _ in zip(ancestors(label), range(5), strict=False):
            links = parent.css("a[href]")
            if len(links) > MAX_TAGS or parent.tag in _WHOLE:
                break
            if links:
                found = [_link(visible, link) for link in links]
                room = len(" ".join(parent.text().split())) - len(said.strip())
                own = all("tag" in (link.attrs.get("rel") or "").split() for link in links)
                if room < 2 * sum(len(tag.name) for tag in found) + 20 and (own or not is_outside(label, excused=True, ends=True)):
                    return [(2.0, found)]
                break
    return []


def _link(visible: Visible, element: LexborNode) -> Tag:
    """The tag that a link is, without the number of articles that may stand behind it."""
    name = inner_text(element)
    last = element.last_child
    if last is not None and last.tag != "-text" and (count := last.text().strip(" ()\u00a0\n")).isdigit():
        name = name.rstrip(" )").removesuffix(count).rstrip("( \u00a0")
    return Tag(_COUNT.sub("", name).lstrip("#").strip(), visible.document.absolute(element.attributes.get("href")))


def _cleaned(found: Iterable[Tag], spoilt: set[str], own: set[str]) -> tuple[Tag, ...]:
    """*found* split where one string holds a list, without ids, names of the paper (whose own words are *own*) and its machinery, each once."""
    listed: list[Tag] = []
    for tag in found:
        if tag.name and not tag.address:
            listed += [Tag(part) for part in _SPLIT.split(tag.name)] if not _spaced(tag.name) else [Tag(part) for part in tag.name.split()]
        elif tag.name:
            listed.append(tag)
        if len(listed) > 200:
            break
    if len(listed) > 1 and all(_PREFIX.match(tag.name) for tag in listed) and not any(_MACHINE.match(tag.name) for tag in listed):
        listed = [Tag(tag.name.partition("/")[2] if "/" in tag.name else tag.name, tag.address) for tag in listed]
    kept: dict[str, Tag] = {}
    for tag in listed:
        if _ID.fullmatch(tag.name) or _MACHINE.match(tag.name):
            continue
        name = text.clean(tag.name.strip(" \t#\"'“”„").replace("_", " ") if " " not in tag.name else tag.name.strip(" \t#"))
        if name[:1] == "(":
            name = _NUMBERED.sub("", name)
        key = paper.loose(name)
        if key and key not in spoilt and key not in _ALL and paper.own_words(name) not in own and len(name) <= _MAX_LENGTH:
            kept.setdefault(key, Tag(name, tag.address))
    # One "News" is where a paper files its articles; "news" and "newspaper", "Berlin news" and "Berlin news today" are for search engines.
    for few, several in ((1, False), (2, True)):
        searched = [key for key, tag in kept.items() if (" " in tag.name) == several and not words.NEWS.isdisjoint(tag.name.casefold().split())]
        if len(searched) > few:
            for key in searched:
                del kept[key]
    return tuple(kept.values())[: MAX_TAGS * 2]


def _spaced(listed: str) -> bool:
    """Whether *listed* holds several words of a script that writes no spaces: they part tags."""
    return not _SPLIT.search(listed) and listed.count(" ") >= 2 and all(_UNSPACED.match(part) for part in listed.split())


def _slug(document: Document) -> str:
    """The words of the last step of the page's address."""
    return _PARTS.sub(" ", urlsplit(document.canonical or document.address).path.rstrip("/").rpartition("/")[2])


def _worth(source: _Source, sources: list[_Source], titled: set[str], sections: tuple[Tag, ...], teaser: str) -> float:
    """How likely *source* is the article's own tags: its weight, what speaks against it, and how far other sources bear it out."""
    keys = source.keys
    worth = source.weight
    agreement = 0.0
    for other in sources:
        if other is not source:
            agreement = max(agreement, 2 * len(keys & other.keys) / (len(keys) + len(other.keys)))
    worth += agreement
    slugged = [tag for tag in source.tags if " " not in tag.name]
    if len(source.tags) >= 4 and (cut := sum(1 for tag in slugged if text.fold(tag.name) in titled)) >= 0.7 * len(source.tags):
        worth -= 1.5 if cut < len(source.tags) else 2.0
    if len(source.tags) == 1 and any(len(other.tags) >= 3 and keys <= other.keys for other in sources):
        worth -= 1.5
    if len(source.tags) >= 5 and agreement == 0:
        named = _LETTERS.findall(text.fold(" ".join(tag.name for tag in source.tags)))
        worth -= 0.0 if set(named) & set(_LETTERS.findall(teaser)) else 0.8
    if len(source.tags) > 25:
        worth -= 1.0
    if len(source.tags) == 1 and len(source.tags[0].name.split()) > 5:
        worth -= 1.0
    if keys <= {paper.loose(tag.name) for tag in sections}:
        worth -= 1.2
    if sum(len(tag.name) for tag in source.tags) > 45 * len(source.tags):
        worth -= 3.0
    return worth


def _breadcrumb(document: Document, headline: str) -> tuple[Tag, ...]:
    """The steps of JSON-LD's breadcrumb but the front page and the article itself."""
    for node in document.nodes:
        if "BreadcrumbList" not in structured.types(node):
            inner = node.get("breadcrumb")
            if not isinstance(inner, dict):
                continue
            node = cast("Node", inner)
        items = node.get("itemListElement")
        steps: list[Tag] = []
        for item in cast("list[object]", items)[:12] if isinstance(items, list) else []:
            if not isinstance(item, dict):
                continue
            step = cast("Node", item)
            target = step.get("item")
            name = structured.first(step.get("name")) or structured.first(target)
            address = document.absolute(structured.first(target, "@id"))
            steps.append(Tag(name, address))
        steps = [step for step in steps if step.name]
        if steps and (steps[0].name.casefold() in _HOME or steps[0].address == document.absolute("/")):
            steps = steps[1:]
        folded = paper.loose(headline)
        steps = [step for step in steps if paper.loose(step.name) != folded and step.address != document.canonical and len(step.name) < 60]
        if steps:
            return tuple(steps)
    return ()

