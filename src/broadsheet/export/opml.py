"""A page of lists in, an outline of their Atom feeds out (OPML 2.0), as feed readers import it."""

from datetime import UTC, datetime
from email.utils import format_datetime

from ..model import Links
from ..pages import Answer, feed_path
from ..render import Setting
from ..render.htmlblocks import attribute, escape
from . import piece

MEDIA = "text/x-opml"


def render(answer: Answer, setting: Setting) -> str:
    """The outline of the lists to which the page of *answer* links, as a document of XML, UTF-8. *setting* names the origin."""
    page = answer.page
    changed = datetime.fromisoformat(piece.moment(page.changed, "UTC") or piece.NEVER).astimezone(UTC)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<opml version="2.0">',
            f"<head><title>{escape(piece.name(page))}</title><dateModified>{format_datetime(changed, usegmt=True)}</dateModified></head>",
            "<body>",
            *(
                f'<outline type="rss" text="{attribute(link.headline)}" title="{attribute(link.headline)}" '
                f'xmlUrl="{attribute(piece.place(feed_path(link.address), setting))}" htmlUrl="{attribute(piece.place(link.address, setting))}"/>'
                for block in page.main
                if isinstance(block, Links)
                for link in block.links
            ),
            "</body>",
            "</opml>",
            "",
        ]
    )
