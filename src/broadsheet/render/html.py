"""A page in, HTML out: semantic, without script, one style sheet at `STYLE_PATH`; every text escaped, every address of an allowed scheme.

| role of the page | element |
|---|---|
| masthead, navigation, search | `header` with `nav`; `nav` and `form` at the end |
| title and kicker | the one `h1`, the kicker above it in a `p` |
| main | `main`, an article's text in `article` |
| feeds, original | `link rel=alternate`, `link rel=canonical` |
| what programs want to know | OpenGraph and JSON-LD (`described`) |

`style()` is the style sheet, served as text/css.
"""

from functools import cache
from importlib.resources import files

from .. import labels
from ..model import Facts, Page
from . import htmlblocks, marks
from .described import described
from .htmlblocks import attribute, escape, link
from .setting import Setting

STYLE_PATH = "/~/style.css"


@cache
def style() -> str:
    """The style sheet."""
    return files("broadsheet.render").joinpath("style.css").read_text("utf-8")


def render(page: Page, setting: Setting) -> str:
    """*page* as a document of HTML, UTF-8."""
    language = page.language or "en"
    named = marks.named(page.kicker, page.title)
    title = " – ".join(part for part in dict.fromkeys((named, page.masthead)) if part)
    body = [
        f'<a class="skip" href="#text">{escape(labels.label(language, "skip"))}</a>',
        _header(page, language),
        '<main id="text">',
        *_main(page, language),
        "</main>",
        _footer(page, language),
    ]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{attribute(language)}" dir="{labels.direction(language)}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>",
            f'<link rel="stylesheet" href="{STYLE_PATH}">',
            *_links(page, setting),
            *described(page),
            "</head>",
            "<body>",
            *(part for part in body if part),
            "</body>",
            "</html>",
            "",
        ]
    )


def _links(page: Page, setting: Setting) -> list[str]:
    """What a program wants to know of the page: feeds, and the original as the canonical one."""
    found = [
        f'<link rel="alternate" type="{attribute(feed.type)}" title="{attribute(feed.title)}" href="{attribute(setting.origin + feed.path)}">'
        for feed in page.feeds
        if htmlblocks.allowed(feed.path)
    ]
    if page.original and htmlblocks.allowed(page.original):
        found.append(f'<link rel="canonical" href="{attribute(page.original)}">')
    return found


def _header(page: Page, language: str) -> str:
    """Masthead and the way to the search."""
    if not page.masthead:
        return ""
    search = f' <a class="find" href="#search">{escape(labels.label(language, "search"))}</a>' if page.search else ""
    return f'<header><p class="masthead">{escape(page.masthead)}</p>{search}</header>'


def _main(page: Page, language: str) -> list[str]:
    """Title and text."""
    heading = [f'<p class="kicker">{escape(page.kicker)}</p>'] if page.kicker else []
    heading.append(f"<h1>{escape(page.title or page.kicker or page.masthead)}</h1>")
    first = page.main[0] if page.main else None
    facts, rest = ((first, page.main[1:]) if isinstance(first, Facts) else (None, page.main))
    setter = htmlblocks.Setter(language, page.original)
    top = setter.block(facts, 0) if facts else []
    wrapper = "article" if page.kind == "article" else "div"
    return [f"<{wrapper}>", '<div class="head">', *heading, *top, "</div>", *setter.blocks(rest, 2), f"</{wrapper}>"]


def _footer(page: Page, language: str) -> str:
    """Navigation and search."""
    parts: list[str] = []
    if page.navigation:
        items = "".join(f"<li>{link(way.address, htmlblocks.title(way))}</li>" for way in page.navigation)
        parts.append(f'<nav aria-label="{attribute(labels.label(language, "navigation"))}"><ul>{items}</ul></nav>')
    if page.search and htmlblocks.allowed(page.search):
        word = escape(labels.label(language, "search"))
        asked = f' value="{attribute(page.query)}"' if page.query else ""
        parts.append(
            f'<form role="search" id="search" action="{attribute(page.search)}" method="get"><label for="q">{word}</label>'
            f'<input type="search" id="q" name="q"{asked}><button>{word}</button></form>'
        )
    return f"<footer>\n{chr(10).join(parts)}\n</footer>" if parts else ""
