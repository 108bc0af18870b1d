"""A capture in, an article out. Pure: no file, no network, no clock.

| function | in | out |
|---|---|---|
| `article` | `Capture` of an article's page, `Knowledge` of its site or None | `Article`, or `ExtractionError` with a reason |
| `read` | the same | `Reading`: the article, and what the page shows of its site |
| `front_page` | `Capture` of a front page | `FrontPage`, or `ExtractionError` |

Reasons: `empty` · `not-html` · `too-large` · `too-deep` · `no-article` · `list-page`.

The order of work: `parse` reads the page, `leaves` walks the tree once, `metadata` decides what stands around the text; `evidence` says what the page
shows of each text, `company` what those around and alike say of it, `body` decides which are the article, `subheads` which of them are subheads by their
looks, `furniture` takes out what any page prints around one, `blocks` makes blocks of them, `tidy` says once what the page says twice, `tail` reads
what follows. With knowledge of the site, `standing` takes away what its other pages have as well.
"""

import re
from collections.abc import Sequence
from contextlib import suppress

from msgspec import structs
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .. import __version__
from ..address import comparable
from ..continued import parts
from ..errors import ExtractionError
from ..knowledge import Knowledge, Reading
from ..model import Article, Block, Capture, FrontPage, Paragraph, plain_text
from ..text import clean, fold
from . import bounds, captions, charset, figures, front, furniture, paper, profiled, standing, state, structured, tail
from .blocks import Builder
from .body import Known, Roles, choose
from .continuation import whole
from .evidence import Evidence
from .language import borne_out
from .leaves import Leaves, leaves
from .metadata import Metadata, metadata
from .parse import Document, parse
from .tidy import tidied
from .weights import Weights

_SHORT = 250  # letters: a page with less running text is looked at again in other ways
_SENTENCE = 60  # letters
_FEWEST, _MANY = 5, 8  # teasers that make a list of a page whose texts are theirs, and of one that has no texts
_ARTICLE_TYPES = re.compile("Article$|Posting$|^Report|Review$|Recipe$|Statement$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EXTRACTOR = f"broadsheet {__version__}"


def article(capture: Capture, known: Knowledge | None = None, *, tables: dict[str, Weights] | None = None) -> Article:
    """The article on the page that *capture* holds; `ExtractionError` where it holds none.

    *known* is what was learned of the site before; *tables* stand in for the package's own weights.
    """
    first, *others = parts(capture)
    return _continued(_read(first, known, tables)[-1], others, known, tables)


def read(capture: Capture, known: Knowledge | None = None, *, tables: dict[str, Weights] | None = None) -> Reading:
    """The article that *capture* holds, by what is *known* of its site, and what the page shows of the site. Errors as `article`."""
    first, *others = parts(capture)
    page, plain, found = _read(first, known, tables)
    observed = standing.observed(*page, plain)
    if others:
        found, plain = _continued(found, others, known, tables), _continued(plain, others, None, tables)
    return Reading(found, observed, None if structs.replace(found, extractor=plain.extractor) == plain else plain)


def _continued(first: Article, others: Sequence[Capture], known: Knowledge | None, tables: dict[str, Weights] | None) -> Article:
    """*first* with what its later pages add; one that holds no article's text adds nothing."""
    found: list[Article] = []
    for other in others:
        with suppress(ExtractionError):
            found.append(_read(other, known, tables)[-1])
    return whole(first, found) if found else first


def _read(
    capture: Capture, known: Knowledge | None, tables: dict[str, Weights] | None
) -> tuple[tuple[Document, Metadata, Evidence, Roles], Article, Article]:
    """The page as it is without what is *known*, the article on it, and the article as it is with it."""
    rules = known.rules if known else None
    said = profiled.stated(capture, rules) if rules else profiled.Stated(capture)
    document = parse(said.page)
    drawn = None if said.body else _leaves(document)
    about = profiled.about(metadata(document, drawn), said)
    named = Known(about.headline, about.kicker, about.teasers, tuple(person.name for person in about.authors), about.date)
    if drawn is None:
        evidence = Evidence(_drawn(said.body, _name(document)))
        roles = profiled.running(evidence.page, _all(evidence.page, evidence.captions), about.headline)
    else:
        evidence, roles = _chosen(document, drawn, named, tables)
    if not said.body and (refusal := _refusal(document, about, evidence, roles)):
        raise refusal
    page = document, about, evidence, roles
    plain = _article(*page)
    if rules:
        plain = structs.replace(plain, extractor=f"{_EXTRACTOR}, by {rules.file}")
    if known is None or not known.articles:
        return page, plain, plain
    names, endings = known.paper_names(), known.title_endings()
    if set(names) - set(paper.names(document, about.node)) or any(ending in about.headline for ending in endings):
        about = profiled.about(metadata(document, drawn, names, endings), said)
    aided = standing.aid(known, document, about)
    about = structs.replace(about, headline=standing.headline(aided, document, about, evidence))
    kept = standing.without(aided, evidence, roles)
    found = plain if kept is roles and about == page[1] else _article(document, about, evidence, kept)
    return page, plain, structs.replace(found, body=standing.unboxed(aided, found.body), extractor=f"{plain.extractor}, knowing {known.articles} articles")


def _article(document: Document, about: Metadata, evidence: Evidence, roles: Roles) -> Article:
    """The article of which *roles* are the texts."""
    teaser = _teaser(about, evidence, roles)
    running = {order: role for order, role in roles.items() if role != "teaser"}
    built = Builder(evidence.page, running, document.base, evidence.captions).blocks()
    blocks = tidied(built, about.headline, teaser, [person.name for person in about.authors])
    own = {comparable(address) for address in (document.address, about.address, *about.aliases) if address}
    page = evidence.page
    return Article(
        address=about.address,
        aliases=about.aliases,
        paper=about.paper,
        language=borne_out(about.language, (plain_text(block.spans) for block in blocks if isinstance(block, Paragraph))),
        kicker=about.kicker,
        headline=about.headline,
        teaser=teaser,
        date=about.date,
        modified=about.modified,
        authors=about.authors,
        sections=about.sections,
        tags=about.tags,
        body=blocks,
        related=tail.related(page, roles, document.base, own),
        completeness=tail.completeness(blocks, page, roles, about.free, about.types, evidence.body),
        copyright=about.copyright,
        extractor=_EXTRACTOR,
    )


def front_page(capture: Capture) -> FrontPage:
    """The front page that *capture* holds, as of its time; `ExtractionError` (`no-article`) where it has no teasers."""
    document = parse(capture)
    page = _leaves(document)
    blocks = front.blocks(page, document.base)
    if not blocks:
        raise ExtractionError(f"{_name(document)}: no teasers of articles on it; give the address of the paper's front page", "no-article")
    return FrontPage(capture.time, blocks)


def evidence_of(capture: Capture) -> Evidence:
    """What the page says about each of its texts: for training."""
    document = parse(capture)
    return _evidence(document, _leaves(document))


def _name(document: Document) -> str:
    return document.capture.source or document.address or "the page"


def _leaves(document: Document, *, everything: bool = False) -> Leaves:
    return _walked(document.tree.body, _name(document), everything=everything)


def _walked(body: LexborNode | None, source: str, *, everything: bool = False) -> Leaves:
    if body is None or body.tag == "frameset":
        raise ExtractionError(f"{source}: a page of frames, with no text of its own; give the address of the frame", "no-article")
    try:
        return leaves(body, everything=everything)
    except ExtractionError as error:
        raise ExtractionError(f"{source}: {error}", error.reason) from None


def _told(document: Document) -> str:
    """The text of the article as JSON-LD gives it."""
    bodies: list[str] = [text for node in document.nodes if isinstance(text := node.get("articleBody"), str)]
    return max(bodies, key=len, default="")


def _evidence(document: Document, page: Leaves) -> Evidence:
    described = [text for node in document.nodes if isinstance(text := node.get("description"), str)]
    described += [text for key in ("og:description", "description", "twitter:description") for text in document.meta.get(key, ())]
    return Evidence(page, " ".join(_told(document).casefold().split()), fold(" ".join(described)))


def _chosen(document: Document, page: Leaves, known: Known, tables: dict[str, Weights] | None) -> tuple[Evidence, Roles]:
    """The running text: of the page as it is drawn; where that has little, of all its elements; where that has little too, of its scripts."""
    evidence = _evidence(document, page)
    roles = choose(evidence, known, tables)
    if _mass(evidence, roles) >= _SHORT:
        return evidence, roles
    wider = _evidence(document, _leaves(document, everything=True))
    found = choose(wider, known, tables)
    if _mass(wider, found) > 2 * _mass(evidence, roles) + _SHORT:
        evidence, roles = wider, found
    if _mass(evidence, roles) < _SHORT:
        markup = state.markup(charset.utf8_of(document.capture.body, document.capture.charset).decode("utf-8", "replace"), _told(document))
        if len(markup) > 2 * _mass(evidence, roles):
            evidence = Evidence(_drawn(markup, _name(document)))
            return evidence, furniture.without(_all(evidence.page, evidence.captions), evidence.page.leaves)
    return evidence, roles


def _drawn(markup: str, source: str) -> Leaves:
    """The leaves of a piece of HTML without a page around it, within the bounds of any page."""
    bounds.check(markup.encode("utf-8", "replace"), source)
    return _walked(LexborHTMLParser(markup).body, source)


def _all(page: Leaves, beside: frozenset[int]) -> Roles:
    """The roles where every text but the captions *beside* pictures and those in figures is the article's."""
    pictured = figures.pictured(page.leaves, beside)
    return {leaf.order: "subhead" if leaf.tag in _HEADINGS else "text" for leaf in page.leaves if leaf.kind == "text" and leaf.order not in pictured}


def _mass(evidence: Evidence, roles: Roles) -> int:
    return sum(evidence.length(evidence.page.leaves[order].text) for order, role in roles.items() if role == "text")


def _has_prose(evidence: Evidence, roles: Roles) -> bool:
    """Whether one of the texts is more than a heading or a link."""
    return any(evidence.length(leaf.text) >= _SENTENCE and leaf.linked < 0.5 * len(leaf.text) for order in roles for leaf in [evidence.page.leaves[order]])


def _teaser(about: Metadata, evidence: Evidence, roles: Roles) -> str:
    """The standfirst: the text that the table told as one, else the one that the page's classes name."""
    found = [clean(leaf.text) for leaf in evidence.leaves if roles.get(leaf.order) == "teaser"]
    if found:
        return " ".join(dict.fromkeys(found))
    said = about.teasers[0] if about.standfirst else ""
    return "" if any(clean(evidence.page.leaves[order].text) == said for order in evidence.captions) else said


def _says_article(document: Document, about: Metadata) -> bool:
    """Whether the page says of itself that it is an article."""
    return any(_ARTICLE_TYPES.search(name) for name in about.types) or document.first_meta("og:type").casefold() == "article"


def _is_told(document: Document, about: Metadata) -> bool:
    """Whether the page is the article that its machine data describe, or somebody's: the data of a list describe one of those that it lists."""
    headline = fold(structured.plain(about.node.get("headline")))
    return bool(about.authors) or (headline != "" and headline in fold(document.title))


def _refusal(document: Document, about: Metadata, evidence: Evidence, roles: Roles) -> ExtractionError | None:
    """Why there is no article, None where there is one: the page lists others, or has no text."""
    if _has_prose(evidence, roles):
        if _is_told(document, about):
            return None
        listed = front.blocks(evidence.page, document.base)
        teasers = sum(len(block.links) for block in listed)
        texts = [evidence.page.leaves[order].text for order in sorted(roles)]
        return _list(document, teasers) if teasers >= _FEWEST and front.is_list(texts, listed) else None
    if about.headline and _says_article(document, about):
        return None
    teasers = sum(len(block.links) for block in front.blocks(evidence.page, document.base))
    if teasers >= _MANY:
        return _list(document, teasers)
    return None if roles and about.headline else ExtractionError(f"{_name(document)}: no article's text on it", "no-article")


def _list(document: Document, teasers: int) -> ExtractionError:
    return ExtractionError(f"{_name(document)}: a list of {teasers} articles, not an article; give the address of one of them", "list-page")


def blocks_of(markup: str, base: str = "") -> tuple[Block, ...]:
    """The blocks of a piece of HTML that is known to be an article's body, as feeds carry it."""
    page = _drawn(markup, base or "the text")
    beside = captions.captions(page.leaves)
    roles = _all(page, beside)
    return Builder(page, roles, base, beside).blocks() if roles else ()
