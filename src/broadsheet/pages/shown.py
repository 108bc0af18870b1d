"""A request for an article in, its page with all that the archive knows around it out."""

from collections.abc import Iterable

from ..archive import Head, Kind
from ..labels import label
from ..model import Link
from ..text import fold
from . import addresses, numbering
from .article import Around, build
from .edition import Answer, Request
from .lists import link

LATER = 5


def at_paper(request: Request) -> Answer | None:
    """The article at the paper's own address that was asked for."""
    if request.paper is None:
        return None
    for written in request.written:
        head = request.archive.find(request.paper.key, written)
        if head is not None:
            return show(request, head)
    return None


def by_id(request: Request) -> Answer | None:
    """The article of that id, in the newest version or the one that is named."""
    head = found(request, request.parts["id"])
    return show(request, head, int(request.parts.get("version", "0"))) if head else None


def found(request: Request, number: str) -> Head | None:
    """The article of that id, if it is in the paper that the request names."""
    head = request.archive.head(int(number))
    return head if head and (request.paper is None or request.key in {request.root, head.paper}) else None


def show(request: Request, head: Head, version: int = 0) -> Answer | None:
    """The page of an article; None where there is no such version."""
    article = request.archive.article(head.id, version)
    paper = request.papers.get(head.paper)
    if article is None or paper is None:
        return None
    is_old = version not in {0, head.version}
    # What the archive fixed when it stored the newest version: the paper's own choice, or the archive's where the paper made none.
    chosen = article.related if is_old else request.archive.related(head.id)
    references = numbering.addresses(article.body) | {related.address for related in chosen}
    targets = addresses.targets(request, references)
    known = {target.head.id for link in chosen if (target := targets.get(link.address)) and target.head}
    later = tuple(newer for newer in request.archive.later(head.id, LATER + len(known)) if newer.id not in known)[:LATER]
    navigation, around = _navigation(request, head, article.language or paper.language)
    shown = (head, *later, *around, *(target.head for target in targets.values() if target.head))
    page = build(
        article,
        Around(
            path=addresses.local(request, f"/~/a/{head.id}/{version}", head.paper) if is_old else addresses.article(request, head),
            masthead=paper.name,
            paper=paper,
            words=0 if is_old else head.words,
            targets=targets,
            people=_paths(request, head.paper, "person", (person.name for person in article.authors)),
            topics=_paths(request, head.paper, "topic", (tag.name for tag in article.tags)),
            related=chosen,
            later=tuple(link(request, newer) for newer in later),
            navigation=navigation,
            search=addresses.local(request, "/~/search", head.paper),
            changed=max(one.changed for one in shown),
        ),
    )
    return Answer(page, article=article)


def _paths(request: Request, key: str, kind: Kind, names: Iterable[str]) -> dict[str, str]:
    """The pages of authors or topics, by folded name."""
    known = {fold(name): named for name in names if (named := request.archive.name(key, kind, name))}
    paths = addresses.names(request, kind, tuple(known.values()), key) if known else {}
    return {folded: paths[named.slug] for folded, named in known.items()}


def _navigation(request: Request, head: Head, language: str) -> tuple[tuple[Link, ...], tuple[Head, ...]]:
    """The ways on from an article, and the articles among them."""
    older, newer = request.archive.neighbours(head.id)
    links: list[Link] = []
    # As one reads a paper, the next article of a section is the one before it in time: lists are newest first.
    for key, near in (("next", older), ("previous", newer)):
        if near:
            links.append(Link(addresses.article(request, near), near.headline, label(language, key)))
    for section in head.sections[:1]:
        named = request.archive.name(head.paper, "section", section.name)
        if named:
            links.append(Link(addresses.name(request, "section", named, head.paper), named.name, label(language, "section")))
    links.append(Link(addresses.local(request, "/", head.paper), label(language, "front")))
    if head.version > 1:
        links.append(Link(addresses.local(request, f"/~/history/{head.id}", head.paper), f"{label(language, 'history')} ({head.version})"))
    links.append(Link("/~/text" + addresses.article(request, head), label(language, "as-text")))
    return tuple(links), tuple(near for near in (older, newer) if near)
