"""A capture in, an article out. Pure: no file, no network, no clock.

| function | in | out |
|---|---|---|
| `article` | `Capture` of an article's page | `Article`, or `ExtractionError` with a reason |
| `front_page` | `Capture` of a front page | `FrontPage`, or `ExtractionError` |

Reasons: `empty` · `not-html` · `too-large` · `too-deep` · `no-article` · `list-page`.
"""

from ..errors import ExtractionError
from ..model import Article, Capture
from ..text import clean, fold
from .blocks import Builder
from .body import Known, choose
from .evidence import Evidence
from .leaves import leaves
from .metadata import Metadata, metadata
from .parse import Document, parse
from .weights import Weights


def article(capture: Capture, tables: dict[str, Weights] | None = None) -> Article:
    """The article on the page that *capture* holds. *tables* stand in for the package's own weights."""
    document = parse(capture)
    about = metadata(document)
    evidence = _evidence(document)
    known = Known(about.headline, about.kicker, about.teasers, tuple(person.name for person in about.authors))
    roles = choose(evidence, known, tables)
    teaser = _teaser(about, evidence, {order for order, role in roles.items() if role == "teaser"})
    body = {order: role for order, role in roles.items() if role != "teaser"}
    blocks = Builder(evidence.all, evidence.frames, body, document.base).blocks()
    return Article(
        address=about.address,
        aliases=about.aliases,
        paper=about.paper,
        language=about.language,
        kicker=about.kicker,
        headline=about.headline,
        teaser=teaser,
        date=about.date,
        modified=about.modified,
        authors=about.authors,
        sections=about.sections,
        tags=about.tags,
        body=blocks,
        copyright=about.copyright,
    )


def _teaser(about: Metadata, evidence: Evidence, chosen: set[int]) -> str:
    """The standfirst: the text that the table told as one, else the one that the page's classes name."""
    found = [clean(leaf.text) for leaf in evidence.leaves if leaf.order in chosen]
    if found:
        return " ".join(dict.fromkeys(found))
    return about.teasers[0] if about.standfirst else ""


def evidence_of(capture: Capture) -> Evidence:
    """What the page says about each of its texts: for training."""
    return _evidence(parse(capture))


def _evidence(document: Document) -> Evidence:
    body = document.tree.body
    if body is None:
        raise ExtractionError(f"{document.capture.source or document.address}: a page of frames, with no text of its own", "no-article")
    found, frames = leaves(body)
    told = [text for node in document.nodes if isinstance(text := node.get("articleBody"), str)]
    described = [text for node in document.nodes if isinstance(text := node.get("description"), str)]
    described += [text for key in ("og:description", "description", "twitter:description") for text in document.meta.get(key, ())]
    return Evidence(found, frames, " ".join(max(told, key=len, default="").casefold().split()), fold(" ".join(described)))
