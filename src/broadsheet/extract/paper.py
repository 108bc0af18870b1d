"""A document in, what it says of the paper that printed it out: its names, and the article's own JSON-LD object.

| function | out |
|---|---|
| `article_node` | the JSON-LD object that is the article, `{}` where there is none |
| `names` | the paper's names as printed, the best first |
| `same_name` | whether two names are one but for case, marks and what hosts add |
| `ending` | the last part of a title |
| `without_names` | a title without the paper's name behind or before it |
"""

import re
from functools import lru_cache
from typing import Final, cast

from .. import text
from ..address import host
from . import structured, words
from .parse import Document
from .structured import Node

_ARTICLE: Final = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|LiveBlogPosting|Review|Recipe|Interview|Claim)")
_SECONDARY: Final = frozenset(
    {"VideoObject", "AudioObject", "PodcastEpisode", "ImageGallery", "MediaGallery", "WebPage", "ItemPage", "CreativeWork", "Event", "ClaimReview"}
)
_PUBLISHER: Final = frozenset({"Organization", "NewsMediaOrganization", "WebSite", "Newspaper"})
_SEPARATOR = re.compile(r"\s+[|–—\-•·»«›:/~]+\s+|\s*[｜：│┃ㅣ¦]\s*|\s*\|\s*|\s--\s|-{2}|::")
_NOT_ALNUM = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=\w)\.(?:com?|net|org|[a-z]{2})(?:\.[a-z]{2})?$")
# Scripts without spaces write these as one word with the name.
_GLUED = re.compile("|".join(sorted((word for word in words.NEWS | words.EDITION if not word.isascii()), key=len, reverse=True)))
_SECOND_LEVEL: Final = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "in", "gen"})


def article_node(document: Document) -> Node:
    """The object of *document* that is its article: of an article's type, the one that is this page, with a headline, the first."""
    best: tuple[int, Node] = (0, {})
    for node in document.nodes:
        kinds = structured.types(node)
        score = 4 if any(_ARTICLE.fullmatch(kind) for kind in kinds) else 1 if kinds & _SECONDARY else 0
        if not score:
            continue
        score = score * 2 + ("headline" in node) + ("datePublished" in node) + ("author" in node)
        if document.title and node.get("headline") and loose(structured.plain(node["headline"])) in loose(document.title):
            score += 2
        if score > best[0]:
            best = score, node
    return best[1]


def names(document: Document, node: Node) -> tuple[str, ...]:
    """The names of the paper: of the site, the publisher of the article *node*, the host without its ending, each once."""
    found = [document.first_meta("og:site_name"), structured.first(resolved(document, node.get("publisher")))]
    found += [document.first_meta("application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher", "al:ios:app_name", "cre")]
    found += [structured.plain(other.get("name")) for other in document.nodes if structured.types(other) & _PUBLISHER]
    return tuple(dict.fromkeys(name for name in found if name and len(name) < 80 and not name.startswith("http")))


def resolved(document: Document, value: object) -> object:
    """*value*, or where it is but a reference (`{"@id": …}`) the object that it refers to."""
    if isinstance(value, list):
        return [resolved(document, member) for member in cast("list[object]", value)[:50] if not isinstance(member, list)]
    if isinstance(value, dict):
        node = cast("Node", value)
        if "name" in node or not isinstance(node.get("@id"), str):
            return node
        return next((other for other in document.nodes if other.get("@id") == node["@id"] and "name" in other), node)
    return value


@lru_cache(maxsize=8192)
def loose(name: str) -> str:
    """*name* for comparing: folded, letters and digits only."""
    return _NOT_ALNUM.sub("", text.fold(name))


def host_names(document: Document) -> tuple[str, ...]:
    """What the host calls the paper: `faz`, `faz.net`."""
    labels = host(document.address).split(".")
    if len(labels) < 2:
        return ()
    owned = labels[-3:] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else labels[-2:]
    return owned[0], ".".join(owned), ".".join(labels)


def same_name(one: str, other: str) -> bool:
    """Whether *one* and *other* name one paper: alike, or one within the other and not much shorter."""
    short, long = sorted((loose(one), loose(other)), key=len)
    return bool(short) and (short == long or (len(short) >= 3 and short in long and len(short) * 3 >= len(long)))


@lru_cache(maxsize=8192)
def own_words(name: str) -> str:
    """What is left of a paper's *name* to tell it from others: without "newspaper", "online", articles and the host's ending, for comparing."""
    left = [word for word in _WORDS.findall(_ENDING.sub("", name.casefold())) if word not in words.NEWS and word not in words.EDITION]
    return text.fold(_GLUED.sub("", "".join(left)))


def ending(title: str) -> str:
    """What *title* has behind its last mark between parts, "" where it has none."""
    marks = list(_SEPARATOR.finditer(title))
    return title[marks[-1].end() :].strip() if marks else ""


def without_names(title: str, known: tuple[str, ...], sections: tuple[str, ...] = ()) -> str:
    """*title* without the last up to three parts that are names of the paper, then of *sections*, and a first one that is the paper's name."""
    if not _SEPARATOR.search(title):
        return title
    cut = False
    for _ in range(3):
        marks = list(_SEPARATOR.finditer(title))
        behind = title[marks[-1].end() :] if marks else ""
        if not behind or not title[: marks[-1].start()].strip() or not any(same_name(behind, name) for name in known):
            break
        title = title[: marks[-1].start()].strip()
        cut = True
    if cut:
        for section in sections:
            before = title.removesuffix(section).rstrip()
            if before != title and before[-1:] in {"|", "-", "–", "ㅣ", "·", "•"}:
                title = before[:-1].rstrip()
    mark = _SEPARATOR.search(title)
    if mark and mark[0].strip() in {"|", "｜"} and any(same_name(title[: mark.start()], name) for name in known):
        title = title[mark.end() :].strip()
    return title
