"""What is known of a site in, an article without what its pages repeat out; and what a page shows of its site, for `knowledge.learn`.

| function | in | out |
|---|---|---|
| `observed` | a page as it was read with no knowledge | `Observation` |
| `without` | the roles of a page's texts | the roles of those that do not stand in other articles as well |
| `unboxed` | the blocks of an article | those but for boxes that do |
| `headline` | what is known of the article | the headline of the source that is right at this paper |

Nothing is taken away from a page that would lose more than `knowledge.SHARE` of its running text: two such pages are one article.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from .. import knowledge
from ..address import comparable
from ..knowledge import Knowledge, Observation, Text
from ..model import Article, Block, Box, Heading, Listing, Paragraph, Quote, plain_text
from ..text import clean
from . import paper, structured
from .body import Roles
from .evidence import Evidence
from .frames import Frame
from .leaves import Leaf
from .metadata import Metadata
from .parse import Document

_MOST: Final = 300  # texts of one page that are learned
_MIN_HEADLINE: Final = 10  # characters


class Aid(NamedTuple):
    """What is known, looked at for one page: *counts* says in how many unlike articles, this one among them, each standing text is."""

    known: Knowledge
    counts: dict[int, int]

    def articles(self, text: str) -> int:
        """In how many articles *text* stands."""
        return self.counts.get(knowledge.digest(text), 1) if len(text) >= knowledge.SHORTEST else 1


def aid(known: Knowledge, document: Document, about: Metadata) -> Aid:
    """What is *known*, for the page *document*."""
    return Aid(known, knowledge.unlike(known, about.address or document.address, _words(about)) if known.texts else {})


def _words(about: Metadata) -> tuple[int, ...]:
    return knowledge.words(about.headline, about.kicker, *(tag.name for tag in about.tags))


# What is taken away


def without(aided: Aid, evidence: Evidence, roles: Roles) -> Roles:
    """*roles* without the texts that stand in other articles as well; *roles* itself where there are none."""
    running = [order for order in sorted(roles) if roles[order] == "text"]
    leaves = evidence.page.leaves
    edge, inner = aided.known.enough()
    counts = {order: found for order in running if (found := aided.articles(leaves[order].text)) >= edge}
    if not counts:
        return roles
    edges = _edges(running, counts)
    home = Counter(leaves[order].frame.parent for order in running).most_common(1)[0][0]
    gone = {order for order, count in counts.items() if count >= inner or order in edges or _is_apart(leaves[order], home, counts)}
    mass = sum(len(leaves[order].text) for order in running)
    if not gone or sum(len(leaves[order].text) for order in gone) > knowledge.SHARE * mass:
        return roles
    kept = {order: role for order, role in roles.items() if order not in gone}
    for order in sorted(kept, reverse=True):  # a subhead has text below it, its own
        following = next((other for other in sorted(roles) if other > order), None)
        if kept[order] == "subhead" and (following is None or following in gone) and not _has_text(order, kept):
            del kept[order]
    return kept


def _edges(running: list[int], counts: dict[int, int]) -> set[int]:
    """The texts of *counts* before which, or behind which, there is no other."""
    found: set[int] = set()
    for way in (running, running[::-1]):
        for order in way:
            if order not in counts:
                break
            found.add(order)
    return found


def _is_apart(leaf: Leaf, home: Frame | None, counts: dict[int, int]) -> bool:
    """Whether *leaf* stands in an element of its own, beside or below the one of most texts."""
    parent = leaf.frame.parent
    return parent is not home and parent is not None and parent.count <= len(counts) + 2 and not (home is not None and parent.start <= home.start < parent.end)


def _has_text(order: int, kept: Roles) -> bool:
    """Whether text follows the subhead at *order* before the next one."""
    for other in sorted(kept):
        if other > order:
            return kept[other] != "subhead"
    return False


def unboxed(aided: Aid, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """*blocks* without boxes that stand in other articles as well."""
    if not aided.counts:
        return blocks
    edge, _ = aided.known.enough()
    return tuple(block for block in blocks if not (isinstance(block, Box) and aided.articles(_told(block)) >= edge))


def headline(aided: Aid, document: Document, about: Metadata, evidence: Evidence) -> str:
    """The headline: that of the source that this paper's headlines are from, where one is sure and has another here."""
    told = _candidates(document, about, evidence).get(aided.known.headline_source(), "")
    with_kicker = {paper.loose(about.headline), paper.loose(f"{about.kicker}{about.headline}")}
    if len(told) < _MIN_HEADLINE or paper.loose(told) in with_kicker or (about.kicker and paper.loose(about.kicker) in paper.loose(told)):
        return about.headline
    return told


# What is learned


def observed(document: Document, about: Metadata, evidence: Evidence, roles: Roles, article: Article) -> Observation:
    """What the page shows of its site. *about*, *roles* and *article* are as they were found without knowledge."""
    leaves = evidence.page.leaves
    texts = [leaves[order].text for order in sorted(roles) if roles[order] == "text"] + [_told(block) for block in article.body if isinstance(block, Box)]
    own = paper.loose(about.headline)
    candidates = {sign: paper.loose(told) for sign, told in _candidates(document, about, evidence).items() if told}
    links = {comparable(link.address) for link in article.related}
    return Observation(
        address=article.address or document.address,
        words=_words(about),
        texts=tuple(Text(knowledge.digest(text), clean(text[:120])) for text in texts[:_MOST] if len(text) >= knowledge.SHORTEST),
        sources="".join(sign for sign, told in candidates.items() if told == own),
        others="".join(sign for sign, told in candidates.items() if told != own),
        names=paper.names(document, about.node)[:6],
        ending=_ending(document, about.headline),
        container=_place(evidence.home),
        tag_links=_holder(evidence, document, {comparable(tag.address) for tag in about.tags if tag.address}),
        related_box=_holder(evidence, document, links),
    )


def _told(box: Box) -> str:
    """The text of *box*."""
    return " ".join(_lines(box))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Box(blocks, title):
            yield title
            for inner in blocks:
                yield from _lines(inner)
        case Paragraph(spans) | Heading(spans):
            yield plain_text(spans)
        case Listing(items):
            yield from (plain_text(item.spans) for item in items)
        case Quote(paragraphs):
            yield from map(plain_text, paragraphs)
        case _:
            pass


def _candidates(document: Document, about: Metadata, evidence: Evidence) -> dict[str, str]:
    """What each source says that the headline is, by its sign; of several `<h1>` the one that the headline is of, else the first."""
    names = paper.names(document, about.node) + paper.host_names(document)
    sections = tuple(section.name for section in about.sections)
    own = paper.loose(about.headline)
    printed = [clean(leaf.text) for leaf in evidence.leaves if leaf.tag == "h1"]
    said = {
        "h": next((text for text in printed if paper.loose(text) == own), printed[0] if printed else ""),
        "o": document.first_meta("og:title", "twitter:title"),
        "l": structured.first(about.node.get("headline")),
        "t": clean(document.title),
    }
    return {sign: paper.without_names(text, names, sections) for sign, text in said.items()}


def _ending(document: Document, title: str) -> str:
    """What the page's `<title>` has behind the headline *title* and the last mark, "" where nothing."""
    whole = clean(document.title)
    place = whole.casefold().find(title.casefold()) if len(title) >= _MIN_HEADLINE else -1
    behind = paper.ending(whole[place + len(title) :]) if place >= 0 else ""
    return behind if len(behind) <= 60 else ""


def _place(frame: Frame) -> str:
    """How an element is written: its tag and the words of its class, of the nearest element around it that has one."""
    while not frame.words and frame.parent is not None:
        frame = frame.parent
    return ".".join((frame.tag, *sorted(frame.words)))[:200]


def _holder(evidence: Evidence, document: Document, links: set[str]) -> str:
    """The element that holds most of the page's *links*, "" where none does."""
    if not links:
        return ""
    steps = {_last_step(link) for link in links}  # most links of a page are told apart by it, in a fiftieth of the time
    found: Counter[str] = Counter()
    for leaf in evidence.leaves:
        if leaf.linked:
            hrefs = {run.href for run in leaf.runs if run.href and _last_step(run.href) in steps}
            found.update(_place(leaf.frame) for href in hrefs if comparable(document.absolute(href)) in links)
    return found.most_common(1)[0][0] if found else ""


def _last_step(address: str) -> str:
    """The last step of the path of *address*."""
    return address.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2]
