"""Judges of TLS and of the certificate: what was seen of a server in, faults out. Pure."""

import datetime
from collections.abc import Iterator

from ..exchange import Exchange
from ..findings import Fault
from .certificate import Facts, facts
from .seen import Seen

WEAK = 2048
SHORT = datetime.timedelta(days=365)
SOON = datetime.timedelta(days=30)


def handshake(seen: Seen) -> Iterator[Fault]:
    """There is TLS at all."""
    exchange = seen.root.exchange
    if exchange.end == "handshake" and not _without_name(seen):
        yield Fault(what=f"no TLS handshake: {exchange.failure}", exchange=exchange, where=seen.root.address)


def server_name(seen: Seen) -> Iterator[Fault]:
    """The handshake carries the host's name (SNI), and is none the worse for it."""
    exchange = seen.root.exchange
    if exchange.end == "handshake" and _without_name(seen):
        yield Fault(what=f"the handshake fails when it carries the host's name: {exchange.failure}", exchange=exchange, where=seen.root.address)


def _without_name(seen: Seen) -> bool:
    return seen.ask("nameless").secured is not None


def notify(seen: Seen) -> Iterator[Fault]:
    """Every answer ends with close_notify. (A reset connection is seen as one without.)"""
    for where, exchange in seen.whole:
        if exchange.answered and exchange.end == "closed" and exchange.secured is not None and not exchange.secured.notified:
            yield Fault(what="an answer ends without close_notify: nobody can tell whether it is whole", exchange=exchange, where=where)


def left_open(seen: Seen) -> Iterator[Fault]:
    """The end of an answer is the end of the connection."""
    for where, exchange in seen.whole:
        if exchange.answered and exchange.end == "silence":
            yield Fault(what="the connection stays open after the answer: clients wait", exchange=exchange, where=where)


def _certificates(seen: Seen) -> dict[bytes, Exchange]:
    """The certificates that were shown to who named the host, each with an exchange."""
    shown: dict[bytes, Exchange] = {}
    for name, exchange in (*(("", page.exchange) for page in seen.pages), *seen.asked.items()):
        if name != "nameless" and exchange.secured is not None:
            shown.setdefault(exchange.secured.certificate, exchange)
    return shown


def _first(seen: Seen) -> tuple[Facts, Exchange] | None:
    for der, exchange in _certificates(seen).items():
        return facts(der), exchange
    return None


def dates(seen: Seen) -> Iterator[Fault]:
    """The certificate is in force, and can be read."""
    first = _first(seen)
    if first is None:
        return
    found, exchange = first
    if found.fault:
        yield Fault(what=f"the certificate cannot be read: {found.fault}", exchange=exchange, part=found.said)
    elif seen.moment > found.end:
        yield Fault(what=f"the certificate ended on {found.end.date()}", exchange=exchange, part=found.said)
    elif seen.moment < found.begin:
        yield Fault(what=f"the certificate begins on {found.begin.date()} only", exchange=exchange, part=found.said)


def lifetime(seen: Seen) -> Iterator[Fault]:
    """A certificate that readers trust on first use lasts for years."""
    first = _first(seen)
    if first is None or first[0].fault or not first[0].begin <= seen.moment <= first[0].end:
        return
    found, exchange = first
    if found.own and found.end - seen.moment < SOON:
        yield Fault(what=f"the certificate ends on {found.end.date()}: readers will be warned of the next one", exchange=exchange, part=found.said)
    elif found.end - found.begin < SHORT:
        days = (found.end - found.begin).days
        what = f"the certificate lasts {days} days: readers who trust on first use are warned at each renewal"
        yield Fault(what=what, exchange=exchange, part=found.said, severity=None if found.own else "note")


def names(seen: Seen) -> Iterator[Fault]:
    """The certificate names the host."""
    first = _first(seen)
    if first is None or first[0].fault:
        return
    found, exchange = first
    if not found.names:
        yield Fault(what="the certificate has no subjectAltName: Go programs refuse its common name", exchange=exchange, part=found.said)
    elif not found.fits(seen.target.host):
        yield Fault(what=f"the certificate is for {', '.join(found.names)[:200]}, and {seen.target.host} was asked", exchange=exchange, part=found.said)


def key(seen: Seen) -> Iterator[Fault]:
    """The key is not too short."""
    first = _first(seen)
    if first is not None and 0 < first[0].bits < WEAK:
        yield Fault(what=f"the certificate's RSA key has {first[0].bits} bits", exchange=first[1], part=first[0].said)


def changes(seen: Seen) -> Iterator[Fault]:
    """The certificate is the same in every handshake."""
    shown = _certificates(seen)
    if len(shown) > 1:
        yield Fault(
            what=f"{len(shown)} different certificates were shown in one check",
            exchange=list(shown.values())[1],
            part=b"; ".join(facts(der).said for der in list(shown)[:2]),
        )
