"""Judges of the answers to single asks: what was seen of a server in, faults out. Pure.

`refused` makes the judges of requests that must be refused: they differ in the request and in the status alone.
"""

from collections.abc import Callable, Iterator

from ..exchange import Exchange
from ..findings import Fault
from ..inside import INTERNALS, SYSTEM, around
from .head import LONGEST, head
from .hello import accepted
from .seen import Seen
from .survey import MARK

Judge = Callable[[Seen], Iterator[Fault]]

_DATED = frozenset({40, 41, 42, 43, 44})


def refused(what: str, status: int, *names: str, also: frozenset[int] = frozenset()) -> Judge:
    """The judge of the asks *names*: *what* they are in words, the *status* that is due, and those that are as good (*also*)."""

    def judge(seen: Seen) -> Iterator[Fault]:
        for name in names:
            exchange = seen.ask(name)
            if not seen.usable or not exchange.tried or exchange.end == "handshake":
                continue
            found = head(exchange.received)
            if not exchange.answered:
                yield Fault(what=f"{what} gets no answer; {status} is due", exchange=exchange, severity="warning")
            elif found.kind in {1, 2, 3}:
                yield Fault(what=f"{what} is answered with {found.status}; {status} is due", exchange=exchange)
            elif found.status and found.status != status and found.status not in also | _DATED:
                yield Fault(what=f"{what} is refused with {found.status}; {status} is due", exchange=exchange, severity="note")

    return judge


def root(seen: Seen) -> Iterator[Fault]:
    """The root is a page, a question, or a way to one."""
    exchange = seen.root.exchange
    if exchange.end == "handshake" or not exchange.tried:
        return
    if not exchange.answered:
        yield Fault(what="the root page is not answered", exchange=exchange, where=seen.root.address)
    elif seen.usable and seen.root.head.kind in {4, 5}:
        yield Fault(what=f"the root page is refused with {seen.root.head.status}", exchange=exchange, where=seen.root.address)


def bare(seen: Seen) -> Iterator[Fault]:
    """An address without a path means the root."""
    exchange = seen.ask("bare")
    if seen.usable and exchange.tried and seen.root.head.kind in {1, 2, 3} and head(exchange.received).kind not in {1, 2, 3}:
        yield Fault(what="an address without a slash behind the host is not answered by the root page", exchange=exchange)


def pieces(seen: Seen) -> Iterator[Fault]:
    """A request that comes in pieces is the same request."""
    exchange = seen.ask("pieces")
    if seen.usable and exchange.tried and head(exchange.received).status != seen.root.head.status:
        yield Fault(what="a request that arrives in pieces is answered otherwise than a whole one", exchange=exchange)


def missing(seen: Seen) -> Iterator[Fault]:
    """What is not there is 51."""
    yield from refused("a page that cannot exist", 51, "missing", also=frozenset({52}))(seen)


def longest(seen: Seen) -> Iterator[Fault]:
    """A request of 1,024 bytes is one."""
    exchange = seen.ask("longest")
    if not seen.usable or not exchange.tried:
        return
    found = head(exchange.received)
    if not exchange.answered:
        yield Fault(what=f"a request of {LONGEST:,} bytes, the most that is allowed, gets no answer", exchange=exchange)
    elif found.status == 59:
        yield Fault(what=f"a request of {LONGEST:,} bytes, the most that is allowed, is taken for none", exchange=exchange)


def no_return(seen: Seen) -> Iterator[Fault]:
    """Without CR a request is not whole."""
    exchange = seen.ask("no-cr")
    if seen.usable and exchange.answered:
        found = head(exchange.received)
        what = f"a request that ends with LF alone is answered with {found.status}"
        yield Fault(what=what, exchange=exchange, severity=None if found.kind in {1, 2, 3} else "note")


def stall(seen: Seen) -> Iterator[Fault]:
    """Who asks nothing whole is let go."""
    waited = {"half": "half a request", "idle": "a connection without a handshake", "no-cr": "a request without CR"}
    for name, what in waited.items():
        exchange = seen.ask(name)
        if exchange.end == "silence" and not exchange.answered:
            yield Fault(what=f"{what} is waited for longer than {exchange.seconds:.0f} seconds", exchange=exchange)


def beside(seen: Seen) -> Iterator[Fault]:
    """Who waits does not keep others from being answered."""
    exchange = seen.ask("beside")
    if seen.usable and exchange.tried and not exchange.answered:
        yield Fault(what="nobody is answered while another connection has not sent its request", exchange=exchange)


def internals(seen: Seen) -> Iterator[Fault]:
    """A refusal says nothing of the server's inside."""
    for name in ("missing", "utf8", "nul", "escape", "longest", "empty", "relative"):
        exchange = seen.ask(name)
        words = head(exchange.received).meta + b"\n" + head(exchange.received).body
        if head(exchange.received).kind in {4, 5} and (found := INTERNALS.search(words)):
            yield Fault(what="a refusal shows the server's inside", exchange=exchange, part=around(words, found))


def reflected(seen: Seen) -> Iterator[Fault]:
    """What a stranger's link asks for does not come back as commands to the reader's terminal, or as an answer of its own."""
    signs = {"escape": (b"\x1b", b"\x07"), "nul": (b"\0",), "encoded": (b"\x1b", b"\r\n20 text/gemini\r\n" + MARK)}
    for name, found in signs.items():
        exchange = seen.ask(name)
        if any(sign in exchange.received for sign in found):
            yield Fault(what="control characters of a request come back in the answer", exchange=exchange)


def climbed(seen: Seen) -> Iterator[Fault]:
    """`/../` is no way out."""
    for name in ("climb", "climb-encoded"):
        exchange = seen.ask(name)
        if found := SYSTEM.search(exchange.received):
            yield Fault(what="a file outside the served folder is given away", exchange=exchange, part=around(exchange.received, found, 0, 12))


def question(seen: Seen) -> Iterator[Fault]:
    """A question says what it wants."""
    for page in seen.pages:
        if page.head.kind == 1 and not page.head.meta.strip():
            yield Fault(what="a question has no prompt", exchange=page.exchange, where=page.address)


def empty_answer(seen: Seen) -> Iterator[Fault]:
    """An empty answer to a question asks again."""
    exchange = seen.ask("input-empty")
    if seen.input is not None and exchange.tried and head(exchange.received).kind not in {1, 3}:
        what = f"an empty answer to a question gives {head(exchange.received).status} instead of the question"
        yield Fault(what=what, exchange=exchange, where=seen.input.address)


def answer(seen: Seen) -> Iterator[Fault]:
    """An answer to a question is taken, its space being %20."""
    exchange = seen.ask("input-query")
    if seen.input is not None and exchange.tried and head(exchange.received).kind not in {1, 2, 3}:
        what = f"an answer to a question gives {head(exchange.received).status}" if exchange.answered else "an answer to a question gets nothing"
        yield Fault(what=what, exchange=exchange, where=seen.input.address)


def robots(seen: Seen) -> Iterator[Fault]:
    """robots.txt is plain text that says what kinds of visitor may do."""
    exchange = seen.ask("robots")
    found = head(exchange.received)
    if not seen.usable or not exchange.tried:
        return
    if found.kind != 2:
        yield Fault(what="there is no robots.txt", exchange=exchange)
        return
    text = found.body.decode("utf-8", "replace").lower()
    if found.media != "text/plain" or "user-agent:" not in text:
        yield Fault(what="robots.txt is not text/plain with a User-agent line: crawlers take it for no file", exchange=exchange, severity="warning")
    elif not any(visitor in text for visitor in ("archiver", "indexer", "researcher", "webproxy", "user-agent: *")):
        yield Fault(what="robots.txt names none of archiver, indexer, researcher, webproxy, *", exchange=exchange)


def plain(seen: Seen) -> Iterator[Fault]:
    """Without TLS there is no answer."""
    exchange: Exchange = seen.ask("plain")
    if head(exchange.received + b"\r\n").status and exchange.received[:1] in b"123456":
        yield Fault(what="a request without TLS is answered", exchange=exchange)


def old_tls(seen: Seen) -> Iterator[Fault]:
    """TLS is 1.2 or newer."""
    exchange = seen.ask("old")
    if accepted(exchange.received):
        yield Fault(what="the server takes TLS 1.1 or older", exchange=exchange)
