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

from ..pages import Answer, Piece, feed_path
from ..render import Setting
from ..render.htmlblocks import escape
from . import piece
from .elements import category, document, language, link, page_type, person, text, turns

MEDIA = "application/atom+xml"


def render(answer: Answer, setting: Setting) -> str:
    """The feed of the list that *answer* shows, as a document of XML, UTF-8. *setting* names the origin."""
    page, listed = answer.page, piece.listed(answer)
    kind = page_type(setting)
    home = listed.paper.address if listed.paper else ""
    lines = [
        f'<feed xmlns="http://www.w3.org/2005/Atom"{language(page.language)}>',
        text("id", piece.identity(listed)),
        text("title", piece.name(page)),
        text("updated", piece.latest(listed.pieces, page.changed)),
        person("author", page.masthead or page.title, home),
        "<generator>Broadsheet</generator>",
        link("alternate", piece.place(page.path, setting), kind),
        *(link(rel, piece.place(feed_path(at), setting), MEDIA) for rel, at in turns(listed.path, listed.number, listed.pages).items()),
        *([link("via", page.original, "text/html")] if page.original else []),
        *([text("rights", listed.paper.permission)] if listed.paper and listed.paper.permission else []),
    ]
    for one in listed.pieces:
        lines += _entry(one, setting, kind)
    return document([*lines, "</feed>"])


def _entry(one: Piece, setting: Setting, kind: str) -> list[str]:
    head = one.head
    people = [person("contributor" if each.role else "author", each.name) for each in head.authors]
    if all(each.role for each in head.authors):
        people.insert(0, person("author", one.paper.name))
    names = dict.fromkeys(tag.name for tag in (*head.sections, *head.tags))
    published, rights = piece.published(one), piece.rights(one)
    return [
        f"<entry{language(head.language or one.paper.language)}>",
        text("id", head.address),
        text("title", piece.title(one)),
        *([text("published", published)] if published else []),
        text("updated", piece.updated(one)),
        *people,
        *map(category, names),
        link("alternate", piece.place(one.path, setting), kind),
        link("via", head.address, "text/html"),
        *([text("rights", rights)] if rights else []),
        *([text("summary", head.teaser)] if head.teaser else []),
        f'<content type="html">{escape(piece.content(one, setting))}</content>',
        "</entry>",
    ]
