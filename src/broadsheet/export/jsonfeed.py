"""A list's page in, a JSON Feed out (version 1.1) with the articles' full text; a list of several pages names its next one (`next_url`)."""

import msgspec

from ..pages import Answer, Piece, feed_path, turned
from ..render import Setting
from . import piece

MEDIA = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def render(answer: Answer, setting: Setting) -> str:
    """The feed of the list that *answer* shows, one line of JSON. *setting* names the origin."""
    page, listed = answer.page, piece.listed(answer)
    feed: dict[str, object] = {
        "version": VERSION,
        "title": piece.name(page),
        "home_page_url": piece.place(page.path, setting),
        "feed_url": piece.place(feed_path(turned(listed.path, listed.number), "json"), setting),
        "description": listed.paper.description if listed.paper else "",
        "next_url": piece.place(feed_path(turned(listed.path, listed.number + 1), "json"), setting) if listed.number < listed.pages else "",
        "authors": [{"name": page.masthead} | ({"url": listed.paper.address} if listed.paper else {})],
        "language": page.language,
    }
    items = [_item(one, setting) for one in listed.pieces]
    return msgspec.json.encode({**_filled(feed), "items": items}).decode() + "\n"


def _item(one: Piece, setting: Setting) -> dict[str, object]:
    """One article. What the format asks for stands even where it is empty."""
    head = one.head
    wrote = [person.name for person in head.authors if not person.role] or [one.paper.name]
    said: dict[str, object] = {
        "title": piece.title(one),
        "summary": head.teaser,
        "date_published": piece.published(one),
        "date_modified": piece.updated(one),
        "authors": [{"name": name} for name in dict.fromkeys(wrote)],
        "tags": list(dict.fromkeys(tag.name for tag in (*head.sections, *head.tags))),
        "language": head.language or one.paper.language,
    }
    own = {"id": head.address, "url": piece.place(one.path, setting), "external_url": head.address, "content_html": piece.content(one, setting)}
    return {**own, **_filled(said)}


def _filled(fields: dict[str, object]) -> dict[str, object]:
    """*fields* without those that say nothing."""
    return {name: value for name, value in fields.items() if value}
