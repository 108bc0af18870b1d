"""An article of a list in, what a feed says of it out: title, moments, addresses, text as HTML.

| function | out |
|---|---|
| `listed` · `name` | what a page lists, and what that is called |
| `title` | kicker and headline in one line |
| `published` · `updated` | moments as RFC 3339 wants them, with a zone; "" for what no calendar has |
| `content` | the standfirst and the text as HTML, every address absolute |
| `place` | a path of the edition as an absolute address of its protocol |
| `identity` · `named` | a name for a list that stays, whatever the edition's host is |
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ..archive import moments
from ..model import Block, Page, Paper, Standfirst
from ..pages import Answer, Listed, Piece, numbering
from ..render import Setting, marks
from ..render.htmlblocks import Setter

# Where nothing was ever stored a feed still has to say when it changed.
NEVER = "1970-01-01T00:00:00Z"


def listed(answer: Answer) -> Listed:
    """What the page of *answer* lists."""
    return answer.listed or Listed(path=answer.page.path, room=answer.page.path, paper=None, heads=())


def name(page: Page) -> str:
    """What a list is called where the paper's name does not stand above it."""
    return " – ".join(dict.fromkeys(part for part in (page.masthead, page.title) if part))


def title(piece: Piece) -> str:
    """Kicker and headline."""
    return marks.named(piece.head.kicker, piece.head.headline)


def moment(iso: str, zone: str) -> str:
    """*iso* (ISO 8601) with a time and a zone (RFC 3339 §5.6): a day is its first moment, a time without a zone is in *zone*; "" for no date."""
    try:
        time = datetime.fromisoformat(iso)
        time = time if time.tzinfo else time.replace(tzinfo=moments.zone(zone))
        # Before clocks were set by zones a place's offset had seconds, which RFC 3339 has not.
        if (time.utcoffset() or timedelta()).seconds % 60:
            time = time.astimezone(UTC)
        return time.isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""


def published(piece: Piece) -> str:
    """When the paper published the article; "" where it does not say."""
    return moment(piece.head.date, piece.paper.timezone)


def updated(piece: Piece) -> str:
    """When the text changed last, as far as a reader would want to know: what the paper says; where it says nothing, when the archive took it."""
    head = piece.head
    said = moment(head.modified, piece.paper.timezone) or ("" if head.version > 1 else published(piece))
    return said or moment(head.changed, "UTC") or NEVER


def latest(pieces: tuple[Piece, ...], changed: str) -> str:
    """When a list changed last: its newest article's moment, else *changed*."""
    newest = max((updated(piece) for piece in pieces), key=lambda iso: moments.moment(iso), default="")
    return newest or moment(changed, "UTC") or NEVER


def place(path: str, setting: Setting) -> str:
    """*path* at the edition's origin; in Gopher with the item's type (RFC 4266 §2.1)."""
    if not path.startswith("/"):
        return path
    if setting.origin.startswith("gopher://"):
        kind = "0" if "/~/feed/" in path or "/~/text/" in path else "9" if "/~/file/epub/" in path else "1"
        return f"{setting.origin}/{kind}{path}"
    return setting.origin + path


def placed(blocks: tuple[Block, ...], written: Callable[[str], str]) -> tuple[Block, ...]:
    """*blocks* with every address as *written* says."""
    return numbering.numbered(blocks, {reference: written(reference) for reference in numbering.addresses(blocks)}).blocks


def content(piece: Piece, setting: Setting) -> str:
    """The text as HTML: what stands in `main` of the article's own page, without title, facts and lists."""
    language = piece.head.language or piece.paper.language or "en"
    blocks: tuple[Block, ...] = placed(piece.body, lambda reference: place(reference, setting))
    if piece.article.teaser:
        blocks = (Standfirst(piece.article.teaser), *blocks)
    return "\n".join(Setter(language).blocks(blocks, 2))


def rights(piece: Piece) -> str:
    """Whose the text is, and what may be done with it."""
    return " ".join(dict.fromkeys(part for part in (piece.article.copyright, piece.paper.permission) if part))


def identity(listed: Listed) -> str:
    """A URN of the paper's address and the list's place in it."""
    return named(listed.paper, listed.room)


def named(paper: Paper | None, room: str) -> str:
    """A URN (RFC 9562 §5.5) of *paper*, or of all papers, and the place of a list in it."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{paper.address if paper else ''} {room}").urn
