"""A capture in, an article out. Pure: no file, no network, no clock.

| function | in | out |
|---|---|---|
| `article` | `Capture` of an article's page | `Article`, or `ExtractionError` with a reason |
| `front_page` | `Capture` of a front page | `FrontPage`, or `ExtractionError` |

Reasons: `empty` · `not-html` · `too-large` · `too-deep` · `no-article` · `list-page`.
"""

from selectolax.lexbor import LexborHTMLParser

from ..errors import ExtractionError
from ..model import Article, Capture
from ..text import clean
from .blocks import Builder
from .body import choose
from .leaves import leaves


def article(capture: Capture) -> Article:
    """The article on the page that *capture* holds."""
    tree = LexborHTMLParser(capture.body)
    if tree.body is None:
        raise ExtractionError("no body", "not-html")
    found, frames = leaves(tree.body)
    roles = choose(found)
    h1 = tree.css_first("h1")
    return Article(headline=clean(h1.text()) if h1 else "", address=capture.address, body=Builder(found, frames, roles, capture.address).blocks())
