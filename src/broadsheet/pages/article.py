"""An article in, its page out: the parts in the order in which every edition shows them. Knows no archive: what is around an article is given.

1. title and kicker · 2. facts: date, authors, section, words, completeness · 3. standfirst · 4. body with numbered links · 5. dates ·
6. LINKS · 7. AUTHORS · 8. TAGS · 9. RELATED ARTICLES, and later ones · 10. the original's address and the paper's note · 11. navigation.
A part that the article lacks is left out, heading included.
"""

from collections.abc import Mapping

import msgspec

from .. import address, labels
from ..archive import wording
from ..model import Article, Block, Described, Facts, Heading, Link, Links, Page, Paper, Person, Span, Standfirst, Tag, Teaser
from ..text import fold
from . import numbering
from .addresses import Target, is_writable
from .times import local


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What an article's page says beside the article itself. *targets*: what the edition has at an address, for addresses of the article.

    *people* and *topics*: the path of an author's or a topic's page, by name as `text.fold` folds it.
    """

    path: str = ""
    masthead: str = ""
    paper: Paper | None = None
    words: int = 0
    targets: Mapping[str, Target] = {}
    people: Mapping[str, str] = {}
    topics: Mapping[str, str] = {}
    related: tuple[Link, ...] = ()
    later: tuple[Link, ...] = ()
    navigation: tuple[Link, ...] = ()
    search: str = ""
    changed: str = ""


def page(article: Article, *, masthead: str = "", paper: Paper | None = None) -> Page:
    """The page of an *article* that is in no archive: its links lead where the paper's lead. *masthead* is what the page names first.

    Times stand as they are written, or in the time zone of *paper*.
    """
    return build(article, Around(masthead=masthead or article.paper, paper=paper, related=article.related))


def build(article: Article, around: Around) -> Page:
    """The page of *article* with what is *around* it."""
    language = article.language or (around.paper.language if around.paper else "") or "en"
    body = numbering.numbered(article.body, {reference: target.path for reference, target in around.targets.items()})
    main: list[Block] = [Facts(_facts(article, language, around))]
    if article.teaser:
        main.append(Standfirst(article.teaser))
    main += body.blocks
    dates = _dates(article, language, around.paper)
    if dates:
        main.append(Facts(dates))
    main += _section(language, "links", tuple(_numbered(number, reference, around.targets) for number, reference in enumerate(body.links, 1)))
    main += _section(language, "authors", tuple(_person(person, around) for person in article.authors))
    main += _section(language, "tags", _tags(article.tags, around.topics))
    main += _teasers(language, "related", tuple(related(link, around.targets, around.paper) for link in around.related))
    main += _teasers(language, "later", around.later)
    source = _source(article, language, around.paper.permission if around.paper else "")
    if source:
        main.append(Facts(source))
    return Page(
        path=around.path or _path(article),
        kind="article",
        title=article.headline,
        kicker=article.kicker,
        masthead=around.masthead,
        language=language,
        main=tuple(main),
        navigation=around.navigation,
        search=around.search,
        changed=around.changed,
        original=article.address,
        described=Described(
            teaser=article.teaser,
            authors=tuple(person.name for person in article.authors),
            published=article.date,
            modified=article.modified,
            section=article.sections[0].name if article.sections else "",
            tags=tuple(tag.name for tag in article.tags),
            free=article.completeness != "paywalled",
        ),
    )


def _path(article: Article) -> str:
    """The path of an article that stands in no edition."""
    path = address.local(article.address) if article.address else ""
    return path if is_writable(path) else "/"


def _facts(article: Article, language: str, around: Around) -> tuple[str, ...]:
    """The line of short facts."""
    words = around.words or wording.words(wording.body_text(article))
    plain = ", ".join(person.name for person in article.authors if not person.role)
    section = article.sections[0].name if article.sections else ""
    facts = (
        labels.date(language, local(article.date, around.paper)) if article.date else "",
        plain,
        section,
        labels.count(language, "words", words),
        labels.label(language, article.completeness),
    )
    return tuple(fact for fact in facts if fact)


def _dates(article: Article, language: str, paper: Paper | None) -> tuple[str, ...]:
    """The dates that end the text: of publication, and of change where it differs from that."""
    facts: list[str] = []
    published, modified = local(article.date, paper), local(article.modified, paper)
    if published:
        facts.append(labels.date(language, published))
    if modified and modified != published:
        facts.append(labels.label(language, "changed", date=labels.date(language, modified)))
    return tuple(facts)


def _numbered(number: int, reference: str, targets: Mapping[str, Target]) -> Link:
    """One line of LINKS."""
    target = targets.get(reference)
    if target is None:
        return Link(address=reference, number=number)
    return Link(address=target.path, headline=target.title, kicker=target.head.kicker if target.head else "", number=number)


def _person(person: Person, around: Around) -> Link:
    """One line of AUTHORS: the name, with the role if it is not plain author."""
    return Link(address=around.people.get(fold(person.name)) or person.address, headline=f"{person.name} ({person.role})" if person.role else person.name)


def _tags(tags: tuple[Tag, ...], paths: Mapping[str, str]) -> tuple[Link, ...]:
    """TAGS: each tag once."""
    unique: dict[str, Tag] = {}
    for tag in tags:
        unique.setdefault(fold(tag.name), tag)
    return tuple(Link(address=paths.get(key) or tag.address, headline=tag.name) for key, tag in unique.items())


def related(link: Link, targets: Mapping[str, Target], paper: Paper | None) -> Link:
    """*link* to an article as the page has it: the edition's path, and from the archive what the paper left out."""
    target = targets.get(link.address)
    if target is None:
        return Link(link.address, link.headline, link.kicker, link.teaser, local(link.date, paper), link.tag)
    head = target.head
    if head is None:
        return Link(target.path, link.headline or target.title, link.kicker, link.teaser, local(link.date, paper), link.tag)
    kicker = link.kicker if link.headline else head.kicker
    return Link(target.path, link.headline or head.headline, kicker, link.teaser or head.teaser, local(link.date or head.date, paper), link.tag)


def _section(language: str, key: str, links: tuple[Link, ...]) -> tuple[Block, ...]:
    """A heading and its links, or nothing."""
    return (Heading((Span(labels.label(language, key)),)), Links(links)) if links else ()


def _teasers(language: str, key: str, links: tuple[Link, ...]) -> tuple[Block, ...]:
    """A heading and articles with their teasers, or nothing."""
    return (Heading((Span(labels.label(language, key)),)), *map(Teaser, links)) if links else ()


def _source(article: Article, language: str, permission: str) -> tuple[str, ...]:
    """The line that says where the text comes from and whose it is."""
    original = f"{labels.label(language, 'original')}: {article.address}" if article.address else ""
    return tuple(fact for fact in (original, article.copyright, permission) if fact)
