"""What was seen of a Gopher server: the values that its rules read."""

import msgspec

from ..exchange import UNTRIED, Exchange
from ..target import Target
from .menu import Menu, Row, menu


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was reached by links: the item type of its link, its selector, the answer, and the menu that it is where its type says so."""

    kind: str
    selector: bytes
    address: str
    found: str
    exchange: Exchange
    menu: Menu | None = None


def page(target: Target, kind: str, selector: bytes, exchange: Exchange, found: str = "") -> Page:
    """A page of *target*; *found* is the address of the page that links to it."""
    path = kind.encode() + selector if selector or kind != "1" else b""
    return Page(
        kind=kind,
        selector=selector,
        address=target.address(path),
        found=found,
        exchange=exchange,
        menu=menu(exchange.received) if kind in {"1", "7"} else None,
    )


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """All exchanges with one server. *asked* by the names of `survey.ASKS`; *pages*, the first one at the root; *hosts* that are the server's own.

    *addresses* are the numbers of the server and of those names that stand in its root menu with its port; *sample*: the page whose address
    the asks of one page carry; *search*: the row of a search.
    """

    target: Target
    asked: dict[str, Exchange]
    pages: tuple[Page, ...]
    hosts: frozenset[str]
    addresses: dict[str, frozenset[str]]
    sample: Page | None = None
    search: Row | None = None
    other: Page | None = None

    def ask(self, name: str) -> Exchange:
        """The exchange of that name; one that was not tried where it was not due."""
        return self.asked.get(name, UNTRIED)

    @property
    def root(self) -> Page:
        """The page at the root."""
        return self.pages[0]

    @property
    def menus(self) -> list[tuple[Page, Menu]]:
        """The pages that are menus, as far as they can be read as such."""
        return [(each, each.menu) for each in self.pages if each.menu is not None and each.exchange.answered]

    @property
    def rows(self) -> list[tuple[Page, Row]]:
        """All rows of all menus."""
        return [(each, row) for each, found in self.menus for row in found.rows]

    @property
    def links(self) -> list[tuple[Page, Row]]:
        """The rows that lead to this server."""
        return [(each, row) for each, row in self.rows if row.is_link and self.is_own(row)]

    @property
    def texts(self) -> list[Page]:
        """The pages of text that were found; an error is none."""
        return [each for each in self.pages if each.kind == "0" and each.exchange.answered]

    def is_own(self, row: Row) -> bool:
        """Whether *row* leads to this server."""
        return row.host.rstrip(".").lower() in self.hosts and row.port == self.target.port
