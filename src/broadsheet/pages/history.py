"""A request for an article's history in; its versions, or the difference between two of them, out."""

from ..archive import Head, Version, wording
from ..labels import count, date, label
from ..model import Article, Block, Facts, Heading, Link, Links, Mark, Page, Paper, Paragraph, Span, Spans
from . import addresses, shown
from .difference import Sign, Step, marked
from .edition import Answer, Request
from .times import local

# A live text that is stored every few minutes has hundreds of versions; all are reachable, the newest are named.
NAMED = 200
_MARKS: dict[Sign, Mark] = {"=": "", "-": "deleted", "+": "inserted"}


def page(request: Request) -> Answer | None:
    """The versions of an article, newest first, each with what changed in it."""
    head = shown.found(request, request.parts["id"])
    if head is None or head.paper not in request.papers:
        return None
    language = head.language or request.papers[head.paper].language
    blocks: list[Block] = []
    versions = request.archive.versions(head.id)
    for version in reversed(versions[-NAMED:]):
        blocks.append(Heading((Span(label(language, "version", n=version.number)),)))
        blocks.append(Facts(_facts(version, language, request.papers[head.paper])))
        links = [Link(_path(request, head, version.number), version.headline)]
        if version.number > 1:
            words = label(language, "difference", a=version.number - 1, b=version.number)
            links.append(Link(_between(request, head, version.number - 1, version.number), words))
        blocks.append(Links(tuple(links)))
    navigation = [Link(addresses.article(request, head), head.headline, head.kicker)]
    if len(versions) > 2:
        words = label(language, "difference", a=1, b=head.version)
        navigation.append(Link(_between(request, head, 1, head.version), words))
    return _answer(request, head, f"/~/history/{head.id}", "history", (label(language, "history"), head.headline), blocks, navigation)


def difference(request: Request) -> Answer | None:
    """What changed between two versions of an article, word by word, titles included."""
    head = shown.found(request, request.parts["id"])
    if head is None or head.paper not in request.papers:
        return None
    first, second = int(request.parts["from"]), int(request.parts["to"])
    old = request.archive.article(head.id, first)
    new = request.archive.article(head.id, second)
    if old is None or new is None:
        return None
    language = head.language or request.papers[head.paper].language
    stored = {version.number: version.stored for version in request.archive.versions(head.id)}
    facts = tuple(f"{label(language, 'version', n=number)}: {date(language, local(stored[number], request.papers[head.paper]))}" for number in (first, second))
    blocks: list[Block] = [Facts(facts), *(Paragraph(_spans(runs)) for runs in marked(_text(old), _text(new)))]
    navigation = [
        Link(_path(request, head, first), label(language, "version", n=first)),
        Link(_path(request, head, second), label(language, "version", n=second)),
        Link(addresses.local(request, f"/~/history/{head.id}", head.paper), label(language, "history")),
    ]
    kicker = label(language, "difference", a=first, b=second)
    return _answer(request, head, f"/~/history/{head.id}/{first}/{second}", "difference", (kicker, head.headline), blocks, navigation)


def _answer(request: Request, head: Head, path: str, kind: str, titles: tuple[str, str], blocks: list[Block], navigation: list[Link]) -> Answer:
    """A page about the article of *head*; *titles* are its kicker and its title."""
    paper = request.papers[head.paper]
    language = head.language or paper.language
    page = Page(
        path=addresses.local(request, path, head.paper),
        kind=kind,
        kicker=titles[0],
        title=titles[1],
        masthead=paper.name,
        language=language,
        main=tuple(blocks),
        navigation=(*navigation, Link(addresses.local(request, "/", head.paper), label(language, "front"))),
        search=addresses.local(request, "/~/search", head.paper),
        changed=head.changed,
        original=head.address,
    )
    return Answer(page)


def _facts(version: Version, language: str, paper: Paper) -> tuple[str, ...]:
    """When a version came, when the paper says that it changed, and its length."""
    changed = label(language, "changed", date=date(language, local(version.modified, paper))) if version.modified else ""
    return tuple(fact for fact in (date(language, local(version.stored, paper)), changed, count(language, "words", version.words)) if fact)


def _path(request: Request, head: Head, number: int) -> str:
    """Where a version is: the newest at the article's own address."""
    return addresses.article(request, head) if number == head.version else addresses.local(request, f"/~/a/{head.id}/{number}", head.paper)


def _spans(runs: tuple[Step, ...]) -> Spans:
    """*runs* with a space between two; the signs stand in the text, the marks are for who can set them."""
    spaced = (Span(" ") if number % 2 else Span(runs[number // 2][1], mark=_MARKS[runs[number // 2][0]]) for number in range(2 * len(runs) - 1))
    return tuple(spaced)


def _between(request: Request, head: Head, first: int, second: int) -> str:
    """Where the difference between two versions is."""
    return addresses.local(request, f"/~/history/{head.id}/{first}/{second}", head.paper)


def _text(article: Article) -> list[str]:
    """The article as the paragraphs that are compared: titles, standfirst, body."""
    return [line for line in (article.kicker, article.headline, article.teaser, *wording.lines(article.body)) if line]
