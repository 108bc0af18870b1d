"""A way to a Gopher server in, everything that was seen of it out: what is asked, and in which order.

First the root and the pages behind it, so many as are wanted; then the fixed asks of `ASKS` and those about one page and one search that were
found; at last, together, what waits for the server to lose patience.
"""

import ipaddress
from collections import deque
from urllib.parse import quote_from_bytes, unquote_to_bytes

from ..exchange import Ask, Exchange
from ..probe import Wire
from ..target import Target
from .menu import Row, is_error
from .seen import Page, Seen, page

_NOWHERE = b"/broadsheet-check-no-such-page"
MARK = b"brdsht"
LONG = 1100
FLOOD = 70_000

ASKS: dict[str, Ask] = {
    "lf": Ask(pieces=(b"\n",)),
    "plus-root": Ask(pieces=(b"\t$\r\n",)),
    "missing": Ask(pieces=(_NOWHERE + b"\r\n",)),
    "long": Ask(pieces=(b"/" + b"x" * (LONG - 1) + b"\r\n",)),
    "flood": Ask(pieces=(b"/" + b"x" * (FLOOD - 1),)),
    "escape": Ask(pieces=(_NOWHERE + b"\x1b]0;" + MARK + b"\x07\x9b2J\r\n",)),
    "cr": Ask(pieces=(_NOWHERE + b"\r" + MARK + b"\r\n",)),
    "nul": Ask(pieces=(_NOWHERE + b"\0" + MARK + b"\r\n",)),
    "tab": Ask(pieces=(_NOWHERE + b"\t" + MARK + b"\r1" + MARK + b"\t/x\tlocalhost\t70\r\n",)),
    "climb": Ask(pieces=(b"/../../../../../../../../etc/os-release\r\n",)),
    "climb-bare": Ask(pieces=(b"../../../../../../../../etc/os-release\r\n",)),
    "climb-encoded": Ask(pieces=(b"/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/os-release\r\n",)),
    "caps": Ask(pieces=(b"caps.txt\r\n",)),
    "caps-slash": Ask(pieces=(b"/caps.txt\r\n",)),
    "robots": Ask(pieces=(b"robots.txt\r\n",)),
    "robots-slash": Ask(pieces=(b"/robots.txt\r\n",)),
    "url": Ask(pieces=(b"URL:https://example.org/?a=1&b=2\r\n",)),
    "url-slash": Ask(pieces=(b"/URL:https://example.org/?a=1&b=2\r\n",)),
    "url-script": Ask(pieces=(b"URL:javascript:alert(1)\r\n",)),
    "url-markup": Ask(pieces=(b'URL:https://example.org/"><script>alert(1)</script>\r\n',)),
    "tls": Ask(pieces=(b"\r\n",), tls=True),
}
"""What every server is asked, by name; each is one connection."""


def survey(wire: Wire, target: Target) -> Seen:
    """Ask *target* everything that its rules want to know."""
    root = page(target, "1", b"", wire.ask(Ask(pieces=(b"\r\n",))))
    asked: dict[str, Exchange] = {}
    if not root.exchange.answered:
        # Nothing else could be compared with anything.
        hosts = frozenset({target.host.rstrip(".").lower()})
        return Seen(target=target, asked={}, pages=(root,), hosts=hosts, addresses={})
    addresses = _addresses(wire, target, root)
    hosts = frozenset({target.host.rstrip(".").lower()} | {host for host, numbers in addresses.items() if numbers & wire.addresses})
    pages = _walk(wire, target, root, hosts)
    for name, ask in ASKS.items():
        asked[name] = wire.ask(ask)
    asked["http"] = wire.ask(Ask(pieces=(f"GET / HTTP/1.0\r\nHost: {target.authority}\r\n\r\n".encode(),)))
    sample = next((each for each in pages[1:] if len(each.selector) > 1 and each.exchange.answered and not is_error(each.exchange.received)), None)
    selector = sample.selector if sample else b""
    if selector:
        asked["lf-page"] = wire.ask(Ask(pieces=(selector + b"\n",)))
    half = len(selector) // 2
    pieces = (selector[:half], selector[half:] + b"\r", b"\n") if half else (b"\r", b"\n")
    asked["pieces"] = wire.ask(Ask(pieces=pieces, pause=wire.settings.pause))
    asked["plus-item"] = wire.ask(Ask(pieces=(selector + b"\t+\r\n",)))
    asked["plus-about"] = wire.ask(Ask(pieces=(selector + b"\t!\r\n",)))
    other = next((each for each in pages if _other(each.selector) != each.selector and each.exchange.answered), None)
    if other is not None:
        asked["other"] = wire.ask(Ask(pieces=(_other(other.selector) + b"\r\n",)))
    seen = Seen(target=target, asked=asked, pages=pages, hosts=hosts, addresses=addresses, sample=sample, other=other)
    search = next((row for _, row in seen.links if row.kind == "7"), None)
    if search is not None:
        asked["search"] = wire.ask(Ask(pieces=(search.selector + b"\tbroadsheet\r\n",)))
        asked["search-utf8"] = wire.ask(Ask(pieces=(search.selector + "\tüber\r\n".encode(),)))
        asked["search-escape"] = wire.ask(Ask(pieces=(search.selector + b"\t\x1b]0;" + MARK + b"\x07\r\n",)))
    _wait(wire, asked)
    return Seen(target=target, asked=asked, pages=pages, hosts=hosts, addresses=addresses, sample=sample, search=search, other=other)


def _wait(wire: Wire, asked: dict[str, Exchange]) -> None:
    """Two connections that ask nothing whole, and beside them one that does."""
    patience = wire.settings.patience
    slow = (
        Ask(pieces=(b"/half",), wait=patience),
        Ask(pieces=(), wait=patience),
        Ask(pieces=(b"\r\n",), delay=max(wire.settings.pause, 0.05)),
    )
    asked["half"], asked["idle"], asked["beside"] = wire.together(slow)


def _other(selector: bytes) -> bytes:
    """The other way to write *selector*: decoded where it is percent-encoded, encoded where it holds what an address cannot."""
    decoded = unquote_to_bytes(selector)
    if decoded != selector:
        return decoded if not any(byte in decoded for byte in b"\r\n\t\0") else selector
    return quote_from_bytes(selector, safe="/!$&'()*+,;=:@-._~?").encode()


def _addresses(wire: Wire, target: Target, root: Page) -> dict[str, frozenset[str]]:
    """The numbers of the hosts that the root menu names for links, three at most: asked of the name system, never contacted."""
    rows = root.menu.rows if root.menu else ()
    names = dict.fromkeys(row.host.rstrip(".").lower() for row in rows if row.is_link and row.host and not target.is_local(row.host))
    return {target.host: wire.addresses} | {name: _numbers(wire, name) for name in list(names)[:3]}


def _numbers(wire: Wire, name: str) -> frozenset[str]:
    try:
        return frozenset({str(ipaddress.ip_address(name))})
    except ValueError:
        return wire.numbers(name) if name.isascii() and name.isprintable() else frozenset()


def _walk(wire: Wire, target: Target, root: Page, hosts: frozenset[str]) -> tuple[Page, ...]:
    """The root, the page that was asked for, and what their links lead to on this server: menus and texts by turns."""
    pages = [root]
    known = {b""}
    waiting: dict[str, deque[tuple[bytes, str]]] = {"1": deque(), "0": deque()}
    if target.start and target.start not in {b"1", b"1/"}:
        kind = chr(target.start[0])
        if kind in waiting:
            waiting[kind].append((target.start[1:], ""))

    def collect(row: Row, found: str) -> None:
        foreign = row.selector.removeprefix(b"/").startswith(b"URL:")
        if row.kind in waiting and not foreign and row.selector not in known and row.host.rstrip(".").lower() in hosts and row.port == target.port:
            known.add(row.selector)
            if len(waiting[row.kind]) < wire.settings.pages:
                waiting[row.kind].append((row.selector, found))

    for row in root.menu.rows if root.menu else ():
        collect(row, root.address)
    while len(pages) < wire.settings.pages and any(waiting.values()):
        kind = "1" if waiting["1"] and (len(pages) % 2 or not waiting["0"]) else "0"
        selector, found = waiting[kind].popleft()
        made = page(target, kind, selector, wire.ask(Ask(pieces=(selector + b"\r\n",))), found)
        pages.append(made)
        for row in made.menu.rows if made.menu else ():
            collect(row, made.address)
    return tuple(pages)
