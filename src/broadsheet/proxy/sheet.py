"""Lines of HTML in, the whole page out: whose page it is, what it is called, what is on it, and where its bytes are.

The document is ours, in the language of the edition; what is on the page is somebody else's, in a language of its own.
"""

from functools import cache
from importlib.resources import files

import msgspec

from .. import labels
from ..net.place import Place
from ..render.html import STYLE_PATH as PAPER_STYLE
from ..render.htmlblocks import attribute, escape
from . import route
from .words import Words

NAMES = {"gopher": "Gopher", "gemini": "Gemini"}


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A page. *lines* are HTML, *language* (BCP 47) is theirs, "" where unknown. *asks* is the path of a form that asks for words, *prompt* what it says.

    *article*: the lines are an article's, and the page that was sent can be seen line by line. *own*: the words are the proxy's own, not the place's.
    """

    title: str
    kicker: str = ""
    lines: list[str] = []
    language: str = ""
    asks: str = ""
    prompt: str = ""
    article: bool = False
    own: bool = False


@cache
def style() -> str:
    """The style sheet that these pages have beside the edition's."""
    return files("broadsheet.proxy").joinpath("elsewhere.css").read_text("utf-8")


def document(sheet: Sheet, place: Place | None, scheme: str, words: Words) -> str:
    """*sheet* as a document; *place* is where it came from, None for a page of no place. *words* are what we say around it."""
    element = "article" if sheet.article else "div"
    language = _language(sheet)
    where = place.address if place else ""
    title = " – ".join(part for part in (sheet.title, place.server if place else NAMES[scheme]) if part)
    kicker = [f'<p class="kicker">{escape(sheet.kicker)}</p>'] if sheet.kicker else []
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f"<html{words.lang}>",
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="robots" content="noindex, nofollow">',
            f"<title>{escape(title)}</title>",
            f'<link rel="stylesheet" href="{PAPER_STYLE}">',
            f'<link rel="stylesheet" href="{route.STYLE_PATH}">',
            "</head>",
            '<body class="elsewhere">',
            f'<a class="skip" href="#text">{escape(labels.label(words.language, "skip"))}</a>',
            f"<header>{_masthead(place, scheme, words)}</header>",
            '<main id="text">',
            *_whose(sheet, place, words),
            f"<{element}>",
            f'<div class="head"{language}>',
            *kicker,
            f"<h1>{escape(sheet.title or where)}</h1>",
            "</div>",
            f'<div class="theirs"{language}>' if language else "<div>",
            *sheet.lines,
            "</div>",
            *(_form(sheet, words) if sheet.asks else []),
            f"</{element}>",
            "</main>",
            *_footer(sheet, place, words),
            "</body>",
            "</html>",
            "",
        ]
    )


def _language(sheet: Sheet) -> str:
    """The attributes of what is somebody else's: its language, and the direction it is written in."""
    if sheet.own or not sheet.lines:
        return ""
    if not sheet.language:
        return ' lang="und" dir="auto"'
    return f' lang="{attribute(sheet.language)}" dir="{labels.direction(sheet.language)}"'


def _masthead(place: Place | None, scheme: str, words: Words) -> str:
    home = f"{route.home(place) if place else f'/~/{scheme}'}/"
    name = f"{NAMES[scheme]}: {place.server}" if place else words("name", name=NAMES[scheme])
    another = f'<a class="find" href="/~/{scheme}/">{escape(words("another"))}</a>'
    return f'<p class="masthead"><a href="{attribute(home)}">{escape(name)}</a></p>{another}'


def _whose(sheet: Sheet, place: Place | None, words: Words) -> list[str]:
    """Whose page this is, and where its bytes are."""
    if place is None:
        return []
    # An address is written from left to right whatever stands around it.
    where = f'<span class="address" dir="ltr">{escape(place.address)}</span>'
    if sheet.own:
        return [f'<p class="whose">{where}</p>']
    sent = f'<a href="{attribute(route.path(place, "raw"))}">{escape(words("as-sent"))}</a>'
    lines = f'<a href="{attribute(route.path(place, "lines"))}">{escape(words("by-line"))}</a>'
    shown = words.html("shown", whose=f"<b>{escape(words('whose'))}</b>", address=where)
    ways = words.html("see-either", a=lines, b=sent) if sheet.article else words.html("see", a=sent)
    return [f'<p class="whose">{shown} {ways}</p>']


def _form(sheet: Sheet, words: Words) -> list[str]:
    prompt = sheet.prompt or words("words")
    return [
        f'<form action="{attribute(sheet.asks)}" method="get"><label for="q">{escape(prompt)}</label>'
        '<input type="text" id="q" name="q" required autocomplete="off" autocapitalize="none" spellcheck="false">'
        f"<button>{escape(words('send'))}</button></form>"
    ]


def _footer(sheet: Sheet, place: Place | None, words: Words) -> list[str]:
    ways = [(f"{route.home(place)}/", words("first", server=place.server))] if place else []
    if place and not sheet.own:
        ways.append((route.path(place, "raw"), words("bytes-of")))
    ways += [(f"/~/{other}/", words("another-of", name=NAMES[other])) for other in ("gopher", "gemini")] + [("/", words("paper"))]
    items = "".join(f'<li><a href="{attribute(path)}">{escape(name)}</a></li>' for path, name in ways)
    label = attribute(labels.label(words.language, "navigation"))
    return ["<footer>", f'<nav aria-label="{label}"><ul>{items}</ul></nav>', "</footer>"]
