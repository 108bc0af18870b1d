"""A selection in, a mailbox out (RFC 4155; lines that begin `From ` are quoted as in mboxrd): one message an article, as mail programs read it.

| header | what stands in it |
|---|---|
| `From` | the authors' names, else the paper's; the address is nobody's (RFC 2606 §2) |
| `Subject` · `Date` | kicker and headline · the moment of publication |
| `Message-ID` | made of the article's address: the same in every export, so that a mail program knows it again |
| `Keywords` · `Content-Language` | sections and topics · the article's language |
| `Archived-At` | the article's address at the paper (RFC 5064) |
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from hashlib import blake2b

from .. import pages
from ..archive import Head
from ..model import Article
from ..render import Setting, marks, plain
from . import piece
from .selection import Selection

SENDER, DOMAIN = "edition", "broadsheet.invalid"
# Headers in ASCII, folded at 78 (RFC 5322 §2.1.1); bodies as they are, in UTF-8: a mailbox is a text that people search.
_POLICY = EmailPolicy(linesep="\n", cte_type="8bit", max_line_length=78)
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_FIRST = "1900-01-02"
_LONGEST = 900  # of a line's 998 characters
_FROM = re.compile(rb"^(>*From )", re.MULTILINE)


def write(selection: Selection) -> Iterator[bytes]:
    """Each article as one message, the oldest first, as mail comes."""
    for head in reversed(selection.heads):
        article = selection.edition.archive.article(head.id)
        if article is not None:
            yield message(selection, head, article)


def _moment(head: Head, zone: str) -> datetime:
    """When the article was published; when it was stored, where nobody knows, or where mail knew no such year (RFC 5322 §3.3)."""
    published = piece.moment(head.date, zone)
    return datetime.fromisoformat(published if published >= _FIRST else piece.moment(head.changed, "UTC") or piece.NEVER)


def message(selection: Selection, head: Head, article: Article) -> bytes:
    """One message with the line that begins it and the empty line that ends it."""
    moment = _moment(head, selection.paper.timezone)
    made = EmailMessage(_POLICY)
    names = [person.name for person in head.authors if not person.role] or [selection.paper.name]
    made["From"] = [Address(name, SENDER, DOMAIN) for name in dict.fromkeys(names)]
    made["Subject"] = marks.named(head.kicker, head.headline)
    made["Date"] = moment
    made["Message-ID"] = f"<{blake2b(head.address.encode(), digest_size=16).hexdigest()}@{DOMAIN}>"
    keywords = list(dict.fromkeys(tag.name for tag in (*head.sections, *head.tags)))
    if keywords:
        made["Keywords"] = ", ".join(keywords)
    text = plain.render(pages.article_page(article, masthead=selection.paper.name), Setting())
    made.set_content(text, cte="8bit")
    language = head.language or selection.language
    if _TAG.fullmatch(language):
        made["Content-Language"] = language
    began = time.asctime(moment.astimezone(UTC).timetuple())
    # Written by hand: the library encodes an address that is longer than a line, and nobody finds it then.
    archived = f"Archived-At: <{head.address}>\n" if len(head.address) <= _LONGEST else ""
    return f"From {SENDER}@{DOMAIN} {began}\n{archived}".encode() + _FROM.sub(rb">\1", made.as_bytes()) + b"\n"
