"""Judges of the answers to single asks: what was seen of a server in, faults out. Pure."""

import re
from collections.abc import Iterator

from ..exchange import Exchange
from ..findings import Fault
from ..inside import INTERNALS, SYSTEM, around
from .menu import is_error, menu
from .seen import Page, Seen
from .survey import FLOOD, LONG, MARK

_LEADS = re.compile(rb"""(?i)(?:href|url)\s*=\s*["']?\s*javascript:""")

_RAW = re.compile(rb'"><script>')


def usable(seen: Seen) -> bool:
    """Whether the root is a menu: without one the other answers have nothing to be compared with."""
    return seen.root.menu is not None and seen.root.menu.is_menu and not is_error(seen.root.exchange.received)


def root(seen: Seen) -> Iterator[Fault]:
    """The root must be a menu."""
    exchange = seen.root.exchange
    if not exchange.tried or usable(seen):
        return
    if not exchange.answered:
        yield Fault(what="the root menu is not answered", exchange=exchange, where=seen.root.address)
    elif is_error(exchange.received):
        yield Fault(what="the root menu is an error", exchange=exchange, where=seen.root.address)
    else:
        yield Fault(what="the answer at the root is no menu", exchange=exchange, where=seen.root.address)


def line_feed(seen: Seen) -> Iterator[Fault]:
    """A request that ends in a bare LF is a request (protocols.md §2)."""
    exchange = seen.ask("lf")
    if usable(seen) and exchange.tried and (is_error(exchange.received) or not menu(exchange.received).is_menu):
        yield Fault(what="a request that ends with LF alone does not give the root menu", exchange=exchange)
    exchange = seen.ask("lf-page")
    if usable(seen) and seen.sample is not None and exchange.tried and (not exchange.answered or not _alike(seen.sample, exchange)):
        yield Fault(what="a request that ends with LF alone does not give its page", exchange=exchange, where=seen.sample.address)


def pieces(seen: Seen) -> Iterator[Fault]:
    """A request that comes in pieces is the same request."""
    exchange = seen.ask("pieces")
    whole = seen.sample or seen.root
    if not usable(seen) or not exchange.tried:
        return
    if not exchange.answered:
        yield Fault(what="a request that arrives in pieces is not answered", exchange=exchange, where=whole.address)
    elif not _alike(whole, exchange):
        yield Fault(what="a request that arrives in pieces is answered before it is whole: another page comes", exchange=exchange, where=whole.address)


def _alike(whole: Page, exchange: Exchange) -> bool:
    """Whether *exchange* brought the same page: half of its lines at least, for a page may count its readers."""
    first, second = set(whole.exchange.received.split(b"\n")), set(exchange.received.split(b"\n"))
    return is_error(whole.exchange.received) == is_error(exchange.received) and 2 * len(first & second) >= len(first)


def plus_root(seen: Seen) -> Iterator[Fault]:
    """The root as a Gopher+ client asks for it: an attribute list with an item in it."""
    exchange = seen.ask("plus-root")
    if usable(seen) and exchange.tried and not re.match(rb"\+(?:-[12]|[0-9]+)\r?\n\+INFO:", exchange.received):
        yield Fault(what="a Gopher+ client's first request is not answered by an attribute list", exchange=exchange)


def plus_item(seen: Seen) -> Iterator[Fault]:
    """A page as a Gopher+ client asks for it: the suffix is neither query nor part of the selector."""
    if not usable(seen):
        return
    where = (seen.sample or seen.root).address
    for name in ("plus-item", "plus-about"):
        exchange = seen.ask(name)
        if exchange.tried and (not exchange.answered or is_error(exchange.received)):
            yield Fault(what="a page is not found when a Gopher+ client asks for it", exchange=exchange, where=where)


def stall(seen: Seen) -> Iterator[Fault]:
    """Who asks nothing whole is let go."""
    for name, what in (("half", "half a request"), ("idle", "a connection without a request")):
        exchange = seen.ask(name)
        if exchange.end == "silence":
            yield Fault(what=f"{what} is waited for longer than {exchange.seconds:.0f} seconds", exchange=exchange)


def beside(seen: Seen) -> Iterator[Fault]:
    """Who waits does not keep others from being answered."""
    exchange = seen.ask("beside")
    if usable(seen) and exchange.tried and not menu(exchange.received).is_menu:
        yield Fault(what="nobody is answered while another connection has not sent its request", exchange=exchange)


def too_long(seen: Seen) -> Iterator[Fault]:
    """A selector longer than any is answered by an error."""
    exchange = seen.ask("long")
    if not usable(seen) or not exchange.tried or is_error(exchange.received):
        return
    if not exchange.answered or is_error(seen.ask("missing").received):  # else what is missing is told already
        what = "no error" if exchange.answered else "nothing"
        yield Fault(what=f"a selector of {LONG:,} bytes is answered by {what}", exchange=exchange)


def flood(seen: Seen) -> Iterator[Fault]:
    """A line without end is not read for ever."""
    exchange = seen.ask("flood")
    if usable(seen) and exchange.end == "silence" and not exchange.answered:
        yield Fault(what=f"{FLOOD:,} bytes without a line end are read, and more is waited for", exchange=exchange)


def missing(seen: Seen) -> Iterator[Fault]:
    """What is not there is a row of type 3: a request does not say which type it expects."""
    exchange = seen.ask("missing")
    if usable(seen) and exchange.tried and not is_error(exchange.received):
        what = "something else than a row of type 3" if exchange.answered else "nothing"
        yield Fault(what=f"an unknown selector is answered by {what}", exchange=exchange)


def missing_form(seen: Seen) -> Iterator[Fault]:
    """An error is one row, readable, ended by a dot."""
    exchange = seen.ask("missing")
    if not usable(seen) or not is_error(exchange.received) or exchange.received.startswith(b"--"):
        return
    found = menu(exchange.received)
    if len(found.rows) != 1:
        yield Fault(what=f"an error has {len(found.rows)} rows: clients that fetch a text or a picture show only one", exchange=exchange)
    if not found.ended:
        yield Fault(what="an error has no dot at its end", exchange=exchange)
    if any(len(row.fields) < 4 or not row.display.strip() for row in found.rows):
        yield Fault(what="an error has a row without message or with fewer than four fields", exchange=exchange, severity="warning")


def internals(seen: Seen) -> Iterator[Fault]:
    """An error says nothing of the server's inside."""
    for name in ("missing", "nul", "escape", "long"):
        exchange = seen.ask(name)
        # A row's type stands before its words and is none of them.
        words = b"\n".join(row.display if len(row.fields) > 1 else row.raw for row in menu(exchange.received).rows)
        if found := INTERNALS.search(words):
            yield Fault(what="an error shows the server's inside", exchange=exchange, part=around(words, found))


def reflected(seen: Seen) -> Iterator[Fault]:
    """What a stranger's link asks for does not come back as commands to the reader's terminal, or as rows."""
    marks = {
        "escape": (b"\x1b", b"\x07", b"\x9b2J", b"\xc2\x9b"),
        "search-escape": (b"\x1b", b"\x07"),
        "nul": (b"\0",),
        "cr": (b"\r" + MARK,),
        "tab": (b"\r1" + MARK + b"\t", b"\n1" + MARK + b"\t"),
    }
    for name, signs in marks.items():
        exchange = seen.ask(name)
        if any(sign in exchange.received for sign in signs):
            yield Fault(what="control characters of a request come back in the answer", exchange=exchange)


def climbed(seen: Seen) -> Iterator[Fault]:
    """`/../` is no way out."""
    for name in ("climb", "climb-bare", "climb-encoded"):
        exchange = seen.ask(name)
        if found := SYSTEM.search(exchange.received):
            yield Fault(what="a file outside the served folder is given away", exchange=exchange, part=around(exchange.received, found, 0, 12))


def http(seen: Seen) -> Iterator[Fault]:
    """A browser at the Gopher port is told where it is."""
    exchange = seen.ask("http")
    if usable(seen) and exchange.tried and not exchange.received.startswith(b"HTTP/"):
        yield Fault(what="a browser that calls this port gets no page", exchange=exchange)


def tls(seen: Seen) -> Iterator[Fault]:
    """TLS is offered on the same port."""
    exchange = seen.ask("tls")
    if usable(seen) and exchange.tried and not menu(exchange.received).is_menu:
        yield Fault(what="no TLS on this port: what readers ask for can be seen on the way", exchange=exchange)


def caps(seen: Seen) -> Iterator[Fault]:
    """caps.txt says how selectors are built."""
    yield from _file(seen, "caps", "caps.txt", re.compile(rb"\s*CAPS\b"))


def robots(seen: Seen) -> Iterator[Fault]:
    """robots.txt says what crawlers may fetch."""
    yield from _file(seen, "robots", "robots.txt", re.compile(rb"(?ims).*^user-agent:"))


def _file(seen: Seen, name: str, title: str, sign: re.Pattern[bytes]) -> Iterator[Fault]:
    """A file that programs look for, with and without slash."""
    plain, slash = seen.ask(name), seen.ask(f"{name}-slash")
    there = [sign.match(each.received) is not None for each in (plain, slash)]
    if not usable(seen) or all(there) or not (plain.tried and slash.tried):
        return
    if any(there):
        with_, without = (slash, plain) if there[1] else (plain, slash)
        what = f"{title} is found {'with' if there[1] else 'without'} a slash before it alone"
        yield Fault(what=what, exchange=without, severity="warning", where=seen.target.address(b"0" + with_.sent.strip()))
    else:
        yield Fault(what=f"there is no {title}", exchange=plain)


def redirect(seen: Seen) -> Iterator[Fault]:
    """A `URL:` selector is a page for clients that do not know it."""
    for name in ("url", "url-slash"):
        exchange = seen.ask(name)
        if usable(seen) and exchange.tried and (b"https://example.org/" not in exchange.received or b"<" not in exchange.received):
            what = "gives no page that leads to its address"
            if name == "url" or _redirects(seen):
                yield Fault(what=f"a {'/' if name == 'url-slash' else ''}URL: selector {what}", exchange=exchange, severity=None if name == "url" else "note")


def _redirects(seen: Seen) -> bool:
    return b"https://example.org/" in seen.ask("url").received


def redirect_safe(seen: Seen) -> Iterator[Fault]:
    """That page is for addresses alone, and escaped."""
    script, markup = seen.ask("url-script"), seen.ask("url-markup")
    if found := _LEADS.search(script.received):
        yield Fault(what="a URL: selector runs a script in the reader's browser", exchange=script, part=around(script.received, found))
    if (found := _RAW.search(markup.received)) and not is_error(markup.received):
        yield Fault(what="a URL: selector's address is not escaped in the page", exchange=markup, part=around(markup.received, found))


def search(seen: Seen) -> Iterator[Fault]:
    """A search answers with a menu."""
    for name in ("search", "search-utf8"):
        exchange = seen.ask(name)
        if not exchange.tried or seen.search is None:
            continue
        where = seen.target.address(b"7" + seen.search.selector)
        if is_error(exchange.received):
            yield Fault(what="a search is answered by an error", exchange=exchange, where=where, severity="warning")
        elif not menu(exchange.received).is_menu:
            yield Fault(what="a search is not answered by a menu", exchange=exchange, where=where)


def other_form(seen: Seen) -> Iterator[Fault]:
    """Requests are taken percent-encoded and decoded."""
    exchange = seen.ask("other")
    if seen.other is not None and exchange.tried and not is_error(seen.other.exchange.received) and (not exchange.answered or is_error(exchange.received)):
        yield Fault(what="a selector is found in one form alone, percent-encoded or decoded", exchange=exchange, where=seen.other.address)


def left_open(seen: Seen) -> Iterator[Fault]:
    """The end of an answer is the end of the connection (RFC 1436 §1)."""
    for page in seen.pages:
        if page.exchange.answered and page.exchange.end == "silence":
            yield Fault(what="the connection stays open after the answer: clients wait", exchange=page.exchange, where=page.address)


def reset(seen: Seen) -> Iterator[Fault]:
    """A reset may take the end of the answer with it."""
    for page in seen.pages:
        if page.exchange.answered and page.exchange.end == "reset":
            yield Fault(what="the connection is reset where it should be closed", exchange=page.exchange, where=page.address)
