r"""A page in, what programs want to know of it out, as elements of HTML's `head`: OpenGraph (ogp.me) and JSON-LD (schema.org, `NewsArticle`).

Both name the paper's own page as the address: what is found or shared by them leads to the paper, in every edition alike, whatever host it is served from.
The JSON is data, which browsers do not run; `<` is written as `\u003c` in it, so that no text ends its element.
"""

import msgspec

from ..model import Described, Page
from . import marks
from .htmlblocks import allowed, attribute


def described(page: Page) -> list[str]:
    """The elements; none for a page that is nothing to share: a form, a page that is missing."""
    if page.status != "ok":
        return []
    found = page.described
    title = marks.named(page.kicker, page.title)
    original = page.original if allowed(page.original) else ""
    pairs = [("og:type", "article" if found else "website"), ("og:title", title), ("og:site_name", page.masthead), ("og:url", original)]
    if found is None:
        return _meta(pairs)
    pairs += [("og:description", found.teaser), ("article:published_time", found.published), ("article:modified_time", found.modified)]
    pairs += [("article:author", name) for name in found.authors]
    pairs += [("article:section", found.section), *(("article:tag", tag) for tag in found.tags)]
    description = [f'<meta name="description" content="{attribute(found.teaser)}">'] if found.teaser else []
    return [*description, *_meta(pairs), _linked(page, found, title, original)]


def _meta(pairs: list[tuple[str, str]]) -> list[str]:
    return [f'<meta property="{name}" content="{attribute(value)}">' for name, value in pairs if value]


def _linked(page: Page, found: Described, title: str, original: str) -> str:
    """The article as JSON-LD."""
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "description": found.teaser,
        "inLanguage": page.language,
        "datePublished": found.published,
        "dateModified": found.modified,
        "author": [{"@type": "Person", "name": name} for name in found.authors],
        "articleSection": found.section,
        "keywords": list(found.tags),
        "publisher": {"@type": "NewsMediaOrganization", "name": page.masthead} if page.masthead else None,
        "mainEntityOfPage": original,
    }
    if not found.free:
        said["isAccessibleForFree"] = False
    data = msgspec.json.encode({name: value for name, value in said.items() if value or value is False}).decode().replace("<", "\\u003c")
    return f'<script type="application/ld+json">{data}</script>'
