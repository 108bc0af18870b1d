"""A document in, what stands around an article's text out: title, authors, dates, sections, tags, language, names, addresses.

| part | decided in |
|---|---|
| kicker, headline | `title` |
| authors | `authors` |
| date, modified | `dates` |
| sections, tags | `tags` |
| the paper's name, the article's JSON-LD object | `paper` |
| language | `language` |
| the elements that all of them look at | `visible`, one pass |

Never raises: what a page does not say, or says in no way that can be read, is empty.
"""

import re
from contextlib import suppress
from typing import Final, cast

import msgspec
from selectolax.lexbor import LexborNode

from .. import text
from ..errors import ExtractionError
from ..model import Person, Tag
from . import paper, structured
from .authors import authors
from .dates import dates
from .language import language
from .leaves import Leaves, leaves
from .parse import Document
from .roles import BYLINE, STANDFIRST, roles
from .structured import Node
from .tags import sections, tags
from .title import title
from .visible import Visible, ancestors, inner_text, is_outside

_WHOLE: Final = frozenset({"body", "html", "main", "article", "section"})
_NEAR: Final = 5
_MAX_SIBLINGS: Final = 12
_MIN_PARAGRAPH: Final = 80
_APART: Final = frozenset({"figure", "aside", "nav", "form", "footer"})
_LINES: Final = "p, div, h2, h3, span"
_MAX_TEASER: Final = 900
_MAX_REPEATED: Final = 400
_RIGHTS: Final = ("copyright", "dc.rights", "dcterms.rights", "dcterms.rightsholder", "rights")


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an article but for its body.

    *teasers* are candidates, the likeliest first: the standfirst that the page prints, then descriptions made for machines; *standfirst* says
    whether the first is printed. *free* is what the page says of its own accessibility, None where it says nothing. *types* are the names of
    its JSON-LD types (`NewsArticle`, `LiveBlogPosting`). *node* is its JSON-LD object.
    """

    headline: str = ""
    kicker: str = ""
    teasers: tuple[str, ...] = ()
    standfirst: bool = False
    date: str = ""
    modified: str = ""
    authors: tuple[Person, ...] = ()
    sections: tuple[Tag, ...] = ()
    tags: tuple[Tag, ...] = ()
    language: str = ""
    paper: str = ""
    copyright: str = ""
    address: str = ""
    aliases: tuple[str, ...] = ()
    free: bool | None = None
    types: frozenset[str] = frozenset()
    node: Node = {}


def metadata(document: Document, page: Leaves | None = None, known: tuple[str, ...] = (), endings: tuple[str, ...] = ()) -> Metadata:
    """The metadata of *document*, whose leaves are *page* (found here where none are given).

    *known* are names of the paper that its other pages say, *endings* what their `<title>` ends with.
    """
    node = paper.article_node(document)
    visible = Visible(document, (page or _leaves(document)).telling)
    names = tuple(dict.fromkeys((*paper.names(document, node), *known)))
    sections_first = sections(document, visible, node, names)
    named = title(document, visible, node, names + endings, tuple(section.name for section in sections_first))
    own_sections = tuple(section for section in sections_first if paper.loose(section.name) != paper.loose(named.headline))
    date, modified = dates(document, visible, node, named.node)
    described = [structured.first(node.get("description")), *(document.first_meta(key) for key in ("og:description", "description", "twitter:description"))]
    printed = _standfirst(visible, named.node, described)
    teasers = tuple(dict.fromkeys(_unkicked(teaser, named.kicker) for teaser in (printed, *described) if teaser and teaser != named.headline))
    own_authors = authors(document, visible, node, names, named.node, f"{named.kicker} {named.headline}", tuple(section.name for section in own_sections))
    writers = tuple(person.name for person in own_authors)
    return Metadata(
        headline=named.headline,
        kicker=named.kicker,
        teasers=teasers,
        standfirst=bool(printed),
        date=date,
        modified=modified,
        authors=own_authors,
        sections=own_sections,
        tags=tags(document, visible, node, names + writers, named.headline, own_sections, named.node),
        language=language(document, node, named.headline, teasers),
        paper=_paper(names, document),
        copyright=_copyright(document, node),
        address=document.canonical,
        aliases=document.aliases,
        free=_free(node),
        types=structured.types(node),
        node=node,
    )


def _leaves(document: Document) -> Leaves:
    """The leaves of *document*; none of a page of frames, and of one that is too large or too deep."""
    body = document.tree.body
    with suppress(ExtractionError):
        if body is not None:
            return leaves(body)
    return Leaves([], [], {}, [])


def _standfirst(visible: Visible, heading: LexborNode | None, described: list[str]) -> str:
    """The text of the element after *heading*, near it, whose class or itemprop says that it is the standfirst; best one that *described* repeats."""
    if heading is None:
        return ""
    around = list(zip(ancestors(heading), range(_NEAR), strict=False))
    near = {parent.mem_id for parent, steps in around if parent.tag not in _WHOLE or (steps < 2 and parent.tag not in {"body", "html"})}
    folded = [paper.loose(description) for description in described if description]
    first = ""
    for element in [element for element in visible.get("itemprop:description") if element.tag != "meta"][:3] + visible.by_role[STANDFIRST][:40]:
        if element.tag in _WHOLE or not visible.after(element, heading) or element.mem_id in near or is_outside(element, excused=True):
            continue
        if not _is_beside(element, heading, near) or _is_of_author(element):
            continue
        words = inner_text(element) if len(element.text()) < 3 * _MAX_TEASER else ""
        if 20 <= len(words) <= _MAX_TEASER and element.css_first("h1, h2, h3, figure, time") is None:
            if any(paper.loose(words).startswith(other[:80]) for other in folded):
                return words
            first = first or (words if len(words) >= 40 else "")
    return first or _repeated(heading, folded)


def _is_of_author(element: LexborNode) -> bool:
    """Whether *element*, or what holds it, is by its class about the author: what "author-description" describes."""
    return any(roles(around.attrs.get("class") or "") & BYLINE for around, _ in zip((element, *ancestors(element)), range(3), strict=False))


def _is_beside(element: LexborNode, heading: LexborNode, near: set[int]) -> bool:
    """Whether *element* is a sibling of *heading* or stands in one of the elements *near* it, and in no other article's teaser within that."""
    parent = element.parent
    if parent is not None and heading.parent is not None and parent.mem_id == heading.parent.mem_id:
        return True
    for around, _ in zip(ancestors(element), range(3), strict=False):
        if around.mem_id in near:
            return True
        if around.tag in {"article", "li"}:
            return False
    return False


def _repeated(heading: LexborNode, described: list[str]) -> str:
    """The text just below *heading* that is one of *described*, where it stands apart from the paragraphs."""
    described = [other for other in described if len(other) >= 20]
    element = heading
    left = _MAX_SIBLINGS
    for _ in range(_NEAR if described else 0):
        sibling = element.next
        looked = 0
        while sibling is not None and looked < _NEAR and left:
            if sibling.is_element_node:
                looked += 1
                left -= 1
                within = len(sibling.text()) if sibling.tag not in _APART else 0
                small_ones = (sibling, *sibling.css(_LINES)[:12]) if 20 <= within < 9 * _MAX_TEASER else ()
                for small in small_ones:
                    raw = small.text()
                    words = inner_text(small) if 20 <= len(raw) < 3 * _MAX_TEASER and not _is_other(raw, described) else ""
                    if 20 <= len(words) <= _MAX_REPEATED and any(_is_same(paper.loose(words), other) for other in described):
                        return "" if is_outside(small, excused=True) or _is_running(small) else words
            sibling = sibling.next
        if element.parent is None or element.parent.tag in {"body", "main", "html"}:
            break
        element = element.parent
    return ""


def _is_other(raw: str, described: list[str]) -> bool:
    """Whether the text *raw* begins otherwise than any of *described*: most do, and it is cheap to tell."""
    start = paper.loose(raw[:300])[:8]
    return not any(other.startswith(start) for other in described)


def _is_same(words: str, other: str) -> bool:
    """Whether two folded texts are one, or one cut off a little: what is but the beginning of another is a paragraph's."""
    return words == other or (words[:80] == other[:80] and max(len(words), len(other)) * 7 <= min(len(words), len(other)) * 8)


def _is_running(element: LexborNode) -> bool:
    """Whether *element* holds paragraphs or is one of several: the text's own beginning, which descriptions repeat too."""
    if element.text()[:1] == "\u3000" or element.css_first("p, div") not in {None, element} or element.css_first("br") is not None:
        return True
    for within in [element, *ancestors(element)][:2]:
        long = 0
        sibling = within.next
        while sibling is not None and long < 2:
            long += sibling.tag in {"p", within.tag} and len(sibling.text().strip()) > _MIN_PARAGRAPH
            sibling = sibling.next
        if long == 2:
            return True
    return False


def _unkicked(teaser: str, kicker: str) -> str:
    """*teaser* without the *kicker* that stands before it once more."""
    before, mark, behind = teaser.partition(": ")
    return behind if mark and kicker and paper.loose(before) == paper.loose(kicker) else teaser


def _paper(names: tuple[str, ...], document: Document) -> str:
    """The paper's name: the first that is stated, else what `<title>` ends with that the host bears out, else the host."""
    if names:
        return names[0]
    hosts = paper.host_names(document)
    full = text.clean(document.title)
    cut = paper.without_names(full, hosts)
    if cut != full and full.startswith(cut):
        return re.sub(r"^[\s|–—\-•·»:/｜：]+", "", full[len(cut) :]) or hosts[-1]
    return hosts[-1] if hosts else ""


def _copyright(document: Document, node: Node) -> str:
    """Whose the text is, as the page says."""
    stated = document.first_meta(*_RIGHTS) or structured.first(node.get("copyrightNotice"))
    if stated:
        return stated[:300]
    holder = structured.first(paper.resolved(document, node.get("copyrightHolder")))
    year = structured.plain(node.get("copyrightYear"))
    return f"© {year} {holder}".replace("  ", " ") if holder else ""


def _free(node: Node) -> bool | None:
    """Whether the article may be read by all: `isAccessibleForFree` of it, or of a part of it."""
    parts = node.get("hasPart")
    members = cast("list[object]", parts) if isinstance(parts, list) else [parts]
    for value in (node.get("isAccessibleForFree"), *(cast("Node", part).get("isAccessibleForFree") for part in members[:20] if isinstance(part, dict))):
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().rpartition("/")[2].casefold() in {"true", "false"}:
            return value.strip().rpartition("/")[2].casefold() == "true"
    return None
