"""A reader and a moment in, whether they may ask now out. No clock: the time is an argument.

Beside the web server's own limits, for what is asked of others: a leaky bucket a client, and how many answers are under way, of one client and of all.
"""

from collections import Counter

from ..config import Proxy
from ..serve.limits import Door, Limits, network


class Turns:
    """Counts who asks. A client of this machine (a reverse proxy, an onion service) is counted only in the whole; the clients of one network (a /48 of
    IPv6) have half of the whole together, so that nobody takes all by being many.
    """

    def __init__(self, settings: Proxy) -> None:
        self._door = Door(Limits(rate=settings.rate / 60, burst=settings.rate))
        self._most, self._each = settings.connections, settings.per_client
        self._inside: Counter[str] = Counter()

    def wait(self, client: str, now: float) -> int:
        """Count a question of *client* at *now* (seconds, monotonic); 0, or the seconds after which to come again. With 0, `leave` has to follow."""
        within = network(client)
        if self._inside.total() >= self._most or (client and self._inside[client] >= self._each):
            return 5
        if within != client and sum(each for other, each in self._inside.items() if network(other) == within) >= max(self._each, self._most // 2):
            return 5
        seconds = self._door.wait(client, now)
        if not seconds:
            self._inside[client] += 1
        return seconds

    def leave(self, client: str) -> None:
        """An answer for *client* has come to its end."""
        self._inside[client] -= 1
        if self._inside[client] <= 0:
            del self._inside[client]
