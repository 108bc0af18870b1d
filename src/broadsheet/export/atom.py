"""A list's page in, an Atom feed out (RFC 4287) with the articles' full text; lists of several pages are paged (RFC 5005 §3).

| element | what stands in it |
|---|---|
| feed `id` | `piece.identity`; of an entry: the article's address at the paper, which no edition changes |
| `updated` | `piece.updated`: a correction moves it, an import does not |
| `author` · `contributor` | who wrote the article · who did something else, as printed ("Foto") |
| `category` | sections and topics |
| link `alternate` · `via` | the article in this edition · at the paper |
| link `self` · `first` `previous` `next` `last` | this document · the others of the list |
"""

import re

from ..pages import Answer, Listed, Piece, feed_path, turned
from ..render import Setting
from ..render.htmlblocks import attribute, escape
from . import piece

MEDIA = "application/atom+xml"
_DOT = re.compile(r"^\.$", re.MULTILINE)
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_PAGES = {"gemini": "text/gemini", "gopher": "application/gopher-menu"}


def render(answer: Answer, setting: Setting) -> str:
    """The feed of the list that *answer* shows, as a document of XML, UTF-8. *setting* names the origin."""
    page, listed = answer.page, piece.listed(answer)
    media = _PAGES.get(setting.origin.partition(":")[0], "text/html")
    home = listed.paper.address if listed.paper else ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{_language(page.language)}>',
        _text("id", piece.identity(listed)),
        _text("title", piece.name(page)),
        _text("updated", piece.latest(listed.pieces, page.changed)),
        f"<author>{_text('name', page.masthead or page.title)}{_text('uri', home) if home else ''}</author>",
        "<generator>Broadsheet</generator>",
        _link("alternate", piece.place(page.path, setting), media),
        *(_link(rel, piece.place(feed_path(at), setting), MEDIA) for rel, at in turns(listed).items()),
        *([_link("via", page.original, "text/html")] if page.original else []),
        *([_text("rights", listed.paper.permission)] if listed.paper and listed.paper.permission else []),
    ]
    for one in listed.pieces:
        lines += _entry(one, setting, media)
    # A line of one dot would end a text in Gopher (protocols.md §3).
    return _DOT.sub("&#46;", "\n".join([*lines, "</feed>", ""]))


def turns(listed: Listed) -> dict[str, str]:
    """The list's pages by what they are to this one (RFC 5005 §3): paths of the pages themselves."""
    pages = {"self": listed.number}
    if listed.pages > 1:
        pages |= {"first": 1, "previous": listed.number - 1, "next": listed.number + 1, "last": listed.pages}
    return {rel: turned(listed.path, number) for rel, number in pages.items() if 1 <= number <= listed.pages}


def _entry(one: Piece, setting: Setting, media: str) -> list[str]:
    head = one.head
    language = head.language or one.paper.language
    people = [_person("contributor" if person.role else "author", person.name) for person in head.authors]
    if not any(not person.role for person in head.authors):
        people.insert(0, _person("author", one.paper.name))
    names = dict.fromkeys(tag.name for tag in (*head.sections, *head.tags))
    published, rights = piece.published(one), piece.rights(one)
    return [
        f"<entry{_language(language)}>",
        _text("id", head.address),
        _text("title", piece.title(one)),
        *([_text("published", published)] if published else []),
        _text("updated", piece.updated(one)),
        *people,
        *(f'<category term="{attribute(name)}"/>' for name in names),
        _link("alternate", piece.place(one.path, setting), media),
        _link("via", head.address, "text/html"),
        *([_text("rights", rights)] if rights else []),
        *([_text("summary", head.teaser)] if head.teaser else []),
        f'<content type="html">{escape(piece.content(one, setting))}</content>',
        "</entry>",
    ]


def _text(element: str, text: str) -> str:
    return f"<{element}>{escape(text)}</{element}>"


def _person(element: str, name: str) -> str:
    return f"<{element}>{_text('name', name)}</{element}>"


def _link(rel: str, address: str, media: str) -> str:
    return f'<link rel="{rel}" type="{media}" href="{attribute(address)}"/>'


def _language(language: str) -> str:
    return f' xml:lang="{language}"' if _TAG.fullmatch(language) else ""
