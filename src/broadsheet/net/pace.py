"""What is known of a host and the time in, how long to wait out. Plain functions; the clock is an argument, chance too.

One request at a time to each host, and at least *pace* seconds from the beginning of one to that of the next.
"""

import math

from ..visit import Host

PACE = 1.0
"""Seconds between two requests to a host, where neither the paper's file nor its robots.txt wants more."""

LONGEST = 86400.0
"""Seconds that no wait exceeds: what stands farther ahead is a clock that was set back."""


def pace_of(wanted: float, crawl_delay: float) -> float:
    """The pace of a host: what its robots.txt asks for, where that is longer than what we are set to."""
    delay = crawl_delay if math.isfinite(crawl_delay) else 0.0
    return max(wanted, min(delay, LONGEST))


def wait(host: Host, now: float, pace: float) -> float:
    """The seconds until *host* may be asked again; 0 for at once. A moment in the future is none that was: it counts as the present."""
    since = min(host.asked, now)
    asked = max(0.0, since + pace - now) if host.asked else 0.0
    # Of a clock that was set back it is known how long the wait was to be, not until when.
    held = host.next - max(now, host.asked)
    return max(asked, held if held <= _HELD else pace)


_HELD = 7 * 86400.0 + 60  # Retry-After is believed up to a week


def sent(host: Host, now: float, pace: float) -> Host:
    """*host* after a request was sent to it at *now*: the next one is not before a pace from now, whatever becomes of this process."""
    return Host(name=host.name, asked=now, next=now + pace)


def held(host: Host, now: float, seconds: float) -> Host:
    """*host* when its server asked all of us to wait for *seconds* (429, 503 with Retry-After)."""
    return Host(name=host.name, asked=host.asked, next=max(host.next, now + seconds))


def backoff(failures: int, first: float, chance: float) -> float:
    """The seconds to wait after *failures* in a row: *first*, doubled each time, a day at most, and up to half as much again by *chance* (0 to 1).

    Chance keeps many readers of one server from coming back in the same second.
    """
    doubled = first * 2.0 ** min(max(failures, 1) - 1, 40)
    return min(doubled, LONGEST) * (1.0 + 0.5 * chance)
