"""Rules and what was seen in, findings out.

A `Rule` is data with one judge: a pure function from what was seen of a server to the faults in it. One rule gives one finding at most, which
names the first place and counts the others: a server that ends a thousand menus wrongly has one thing to mend.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec

from ..text import clean
from .exchange import Exchange, shown

Severity: TypeAlias = Literal["error", "warning", "note"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_PLACES = 5

Seen = TypeVar("Seen")


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One breach of a rule: *what* is wrong in words, the exchange that shows it, *where* (an address). *part*: the bytes that show it.

    *severity* is the rule's own where it is None.
    """

    what: str
    exchange: Exchange
    where: str = ""
    part: bytes | None = None
    severity: Severity | None = None


class Rule(msgspec.Struct, Generic[Seen], frozen=True, kw_only=True):
    """*id* in lower-case words with hyphens; *clients*: whom a breach hurts; *source*: the specification's section, or with what it was measured."""

    id: str
    severity: Severity
    clients: tuple[str, ...]
    source: str
    judge: Callable[[Seen], Iterable[Fault]]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What the report says of a broken rule. *sent* and *came* are escaped; *where* are the first five places, *times* counts them all."""

    rule: str
    severity: Severity
    message: str
    sent: str
    came: str
    where: tuple[str, ...]
    times: int
    clients: tuple[str, ...]
    source: str


def findings(rules: Sequence[Rule[Seen]], seen: Seen) -> tuple[Finding, ...]:
    """What *rules* find in *seen*: the gravest first, within that in the rules' order."""
    found = [finding for rule in rules if (finding := _finding(rule, seen)) is not None]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def _finding(rule: Rule[Seen], seen: Seen) -> Finding | None:
    faults = list(rule.judge(seen))
    if not faults:
        return None
    worst = min(faults, key=lambda fault: SEVERITIES.index(fault.severity or rule.severity))
    places = dict.fromkeys(fault.where for fault in (worst, *faults) if fault.where)
    return Finding(
        rule=rule.id,
        severity=worst.severity or rule.severity,
        message=clean(worst.what),
        sent=shown(worst.exchange.sent),
        came=_came(worst.exchange) if worst.part is None else shown(worst.part),
        where=tuple(clean(place) for place in list(places)[:_PLACES]),
        times=len(faults),
        clients=rule.clients,
        source=rule.source,
    )


def _came(exchange: Exchange) -> str:
    """What came, in words where no byte did."""
    if exchange.received:
        return shown(exchange.received)
    match exchange.end:
        case "silence":
            return f"nothing in {exchange.seconds:.1f} seconds"
        case "unreached" | "handshake" | "reset":
            return f"nothing ({clean(exchange.failure) or exchange.end})"
        case _:
            return "nothing: the connection was closed"
