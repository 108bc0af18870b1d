"""What was seen of a Gemini server: the values that its rules read."""

import datetime

import msgspec

from ..exchange import UNTRIED, Exchange
from ..target import Target
from .gemtext import Line, lines
from .head import Head, head


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was reached by links, *found* being the address of the page that links to it. *hops*: redirects on the way to it."""

    address: str
    found: str
    exchange: Exchange
    head: Head
    hops: int = 0

    @property
    def text(self) -> str:
        """The body as text; what is no UTF-8 is replaced."""
        return self.head.body.decode("utf-8", "replace")

    @property
    def lines(self) -> list[Line]:
        """The lines of a page of text/gemini; none of any other."""
        return lines(self.text) if self.head.media == "text/gemini" else []


def page(address: str, exchange: Exchange, found: str = "", hops: int = 0) -> Page:
    """A page from what came."""
    return Page(address=address, found=found, exchange=exchange, head=head(exchange.received), hops=hops)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """All exchanges with one server, at *moment*. *asked* by name; *pages*, the first one at the root; *input*: a page that asks for words."""

    target: Target
    moment: datetime.datetime
    asked: dict[str, Exchange]
    pages: tuple[Page, ...]
    input: Page | None = None

    def ask(self, name: str) -> Exchange:
        """The exchange of that name; one that was not tried where it was not due."""
        return self.asked.get(name, UNTRIED)

    @property
    def root(self) -> Page:
        """The page at the root."""
        return self.pages[0]

    @property
    def usable(self) -> bool:
        """Whether the root is answered by a head: without one the other answers say nothing new."""
        return self.root.head.status != 0

    @property
    def whole(self) -> list[tuple[str, Exchange]]:
        """The exchanges whose request was whole, with their addresses where they are pages."""
        partial = {"half", "idle", "no-cr", "plain", "old"}
        return [(each.address, each.exchange) for each in self.pages] + [("", each) for name, each in self.asked.items() if name not in partial]
