"""A request for what a paper's edition is in, its page out: the paper, its note, its source, how old it is, how much there is, what failed,
and the roots of its manners.
"""

from .. import address
from ..archive import Refusal
from ..labels import count, date, label, name
from ..manners import MANNERS, within
from ..model import Block, Facts, Heading, Link, Links, Listing, ListItem, Page, Paper, Paragraph, Span
from ..text import clean
from . import addresses, lists
from .edition import Answer, Request
from .times import local

FAILED = 20


def page(request: Request) -> Answer | None:
    """The page about the request's paper."""
    paper = request.paper
    if paper is None:
        return None
    language = request.language
    changed = request.changed
    total = request.archive.newest(paper.key, 0, 1).total
    facts = [paper.name, count(language, "articles", total)]
    if changed:
        facts.append(f"{label(language, 'updated')}: {date(language, local(changed, paper))}")
    blocks: list[Block] = [Facts(tuple(facts))]
    if paper.description:
        blocks.append(Paragraph((Span(paper.description),)))
    home = address.absolute(paper.address)
    if home:
        blocks.append(Paragraph((Span(f"{label(language, 'source')}: "), Span(home, home))))
    if paper.permission:
        blocks.append(Paragraph((Span(f"{label(language, 'permission')}: {paper.permission}"),)))
    if paper.language:
        blocks.append(Paragraph((Span(f"{label(language, 'language')}: {name(paper.language)}"),)))
    if warnings := request.archive.warnings(paper.key):
        blocks.append(Heading((Span(label(language, "warnings")),)))
        blocks.append(Listing(tuple(ListItem((Span(warning),)) for warning in warnings)))
    blocks.append(Links(_counted(request)))
    front = addresses.local(request, "/")
    blocks.append(Heading((Span(label(language, "manners")),)))
    blocks.append(Paragraph((Span(label(language, "manners-help")),)))
    blocks.append(Links(tuple(Link(within(front, name), manner.title) for name, manner in MANNERS.items())))
    refusals = request.archive.refusals(paper.key, FAILED)
    if refusals:
        blocks.append(Heading((Span(label(language, "refused")),)))
        blocks.append(Listing(tuple(ListItem(_refused(refusal, language, paper)) for refusal in refusals)))
    about = Page(
        path=addresses.local(request, "/~/about"),
        kind="about",
        title=label(language, "about"),
        masthead=request.masthead,
        language=language,
        main=tuple(blocks),
        navigation=lists.ways(request, "about"),
        search=addresses.search(request),
        changed=changed,
        original=home,
    )
    return Answer(about)


def _counted(request: Request) -> tuple[Link, ...]:
    """The indexes, each with how many names it has."""
    language = request.language
    return tuple(
        Link(addresses.local(request, f"/~/{kind}s"), f"{label(language, lists.TITLES[kind])} ({len(request.archive.names(request.key, named))})")
        for kind, named in lists.KINDS.items()
    )


def _refused(refusal: Refusal, language: str, paper: Paper) -> tuple[Span, ...]:
    """One page that became no article: when, what, why. A source that is a file is named by its last part: folders are nobody's business."""
    source = refusal.source if "://" in refusal.source else refusal.source.replace("\\", "/").rsplit("/", 1)[-1]
    # The reason's word is documented; its message may name what only the one who runs the edition should see.
    return (Span(clean(f"{date(language, local(refusal.time, paper))}: {source} ({refusal.reason})")),)
