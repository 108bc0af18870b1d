"""What is remembered of addresses and hosts between two requests: plain values; `net` decides by them, `archive.visits` keeps them.

Moments are seconds since 1970 in UTC. `NEVER` is later than all of them.
"""

from typing import Literal, TypeAlias

import msgspec

from .text import check

NEVER = float("inf")

Purpose: TypeAlias = Literal["article", "front", "section", "feed", "sitemap"]


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One address of a paper (its key), and what came of asking for it.

    *address* is where it is asked for; *purpose* what for. *found* is when it was first seen, *asked* when it was asked for last (0: never
    yet), *changed* when what it gave changed last, *next* when it may be asked for again. *status* is that of the last complete answer,
    *etag* and *modified* are its validators (RFC 9110 §8.8), sent back as they came. *location* is where a permanent redirect leads.
    *failures* counts those in a row; *reason* is a word for the last one. *interval* is the seconds learned between two changes.
    """

    address: str
    purpose: Purpose
    paper: str = ""
    found: float = 0.0
    asked: float = 0.0
    changed: float = 0.0
    next: float = 0.0
    status: int = 0
    etag: str = ""
    modified: str = ""
    location: str = ""
    failures: int = 0
    reason: str = ""
    interval: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.address, self.paper, self.etag, self.modified, self.location, self.reason)


def is_due(visit: Visit, now: float) -> bool:
    """Whether the time of *visit* has come. One that was asked in the future was so by a clock that was set back since: it is due."""
    return visit.next <= now or (visit.asked > now and visit.next != NEVER)


class Host(msgspec.Struct, frozen=True, kw_only=True):
    """One host (its name, without port): *asked* is when a request was last sent to it, *next* the moment before which none may be."""

    name: str
    asked: float = 0.0
    next: float = 0.0


class Robots(msgspec.Struct, frozen=True, kw_only=True):
    """The robots.txt of one origin (`https://paper.example`).

    *asked* is the last try, *read* the last one that gave an answer which counts (RFC 9309 §2.3.1), *status* that answer's, *text* its rules.
    *failures* counts the tries in a row since then on which the file could not be reached.
    """

    origin: str
    asked: float = 0.0
    read: float = 0.0
    status: int = 0
    text: str = ""
    failures: int = 0
