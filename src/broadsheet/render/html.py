"""A page in, HTML out: semantic, without script, one style sheet at `STYLE_PATH`; every text escaped, every address of an allowed scheme.

| role of the page | element |
|---|---|
| masthead, source, navigation, search | `header`; `footer` with `nav` and `form` |
| title and kicker | the one `h1`, the kicker above it in a `p` |
| main | `main`; an article's text in `article`: `header`, standfirst, `div.entry-content` (microformats.org), and what is said of it in its `footer` |
| sections of links | `section`, each of the class that it is: `links`, `authors` (`rel=author`), `tags` (`rel=tag`) |
| sections of other articles | `aside`: `related`, `later` |
| feeds, original | `link rel=alternate`, `link rel=canonical` |
| what programs want to know | OpenGraph and JSON-LD (`described`) |

`style()` is the style sheet, served as text/css.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from .. import labels
from ..model import Block, Facts, Page, Standfirst, Teaser
from . import galley, htmlblocks, marks
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
    """Masthead, which leads to the front page as readers expect, and the way to the search."""
    if not page.masthead:
        return ""
    search = f' <a class="find" href="#search">{escape(labels.label(language, "search"))}</a>' if page.search else ""
    home = next((way.address for way in page.navigation if labels.means(way.headline, "front")), "")
    return f'<header><p class="masthead">{link(home, page.masthead)}</p>{search}</header>'


def _main(page: Page, language: str) -> list[str]:
    """Title and text."""
    heading = [f'<p class="kicker">{escape(page.kicker)}</p>'] if page.kicker and page.title else []
    heading.append(f"<h1>{escape(page.title or page.kicker or page.masthead)}</h1>")
    first = page.main[0] if page.main else None
    facts, rest = ((first, page.main[1:]) if isinstance(first, Facts) else (None, page.main))
    setter = htmlblocks.Setter(language, page.original)
    top = setter.block(facts, 0) if facts else []
    if page.kind != "article":
        return ["<div>", '<div class="head">', *heading, *top, "</div>", *setter.blocks(rest, 2), "</div>"]
    return _article(setter, [*heading, *top], rest[: len(rest) - len(_source(page))])


def _article(setter: htmlblocks.Setter, top: list[str], blocks: Sequence[Block]) -> list[str]:
    """An article, so that programs tell its text from what is said of it, and both from other articles, which stand behind it."""
    standfirst = [block for block in blocks[:1] if isinstance(block, Standfirst)]
    rest = blocks[len(standfirst) :]
    names = [galley.section_of(block, following) for block, following in zip(rest, [*rest[1:], None], strict=False)]
    starts = [number for number, block in enumerate(rest) if names[number] or isinstance(block, Facts)]
    about: list[str] = []
    others: list[str] = []
    for start, following in pairwise([*starts, len(rest)]):
        name = names[start]
        (others if name in htmlblocks.OTHERS else about).extend(setter.section(name, rest[start:following]))
    text = setter.blocks(rest[: starts[0] if starts else len(rest)], 2)
    return [
        "<article>",
        '<header class="head">',
        *top,
        "</header>",
        *setter.blocks(standfirst, 2),
        *(['<div class="entry-content">', *text, "</div>"] if text else []),
        *(["<footer>", *about, "</footer>"] if about else []),
        "</article>",
        *others,
    ]


def _source(page: Page) -> tuple[Facts, ...]:
    """The line at the end of an article's page that says where it is from and whose it is."""
    last = page.main[-1] if page.kind == "article" and page.main[1:] else None
    return (last,) if isinstance(last, Facts) and not any(labels.read_date(fact) or labels.read_changed(fact) for fact in last.facts) else ()


def _footer(page: Page, language: str) -> str:
    """What is said of an article's source, navigation and search, which stands first where the page has nothing found yet."""
    parts = htmlblocks.Setter(language, page.original).blocks(_source(page), 2)
    items = "".join(f"<li>{link(way.address, htmlblocks.title(way))}</li>" for way in page.navigation)
    ways = [f'<nav aria-label="{attribute(labels.label(language, "navigation"))}"><ul>{items}</ul></nav>'] if items else []
    search = _search(page, language)
    is_asking = page.kind == "search" and not any(isinstance(block, Teaser) for block in page.main)
    parts += [*search, *ways] if is_asking else [*ways, *search]
    return f"<footer>\n{chr(10).join(parts)}\n</footer>" if parts else ""


def _search(page: Page, language: str) -> list[str]:
    """The form to search with."""
    if not page.search or not htmlblocks.allowed(page.search):
        return []
    word = escape(labels.label(language, "search"))
    asked = f' value="{attribute(page.query)}"' if page.query else ""
    return [
        f'<form role="search" id="search" action="{attribute(page.search)}" method="get"><label for="q">{word}</label>'
        f'<input type="search" id="q" name="q"{asked}><button>{word}</button></form>'
    ]
