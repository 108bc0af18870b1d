"""Who asks, how often and since when in; whether to let them out. No clock and no socket: the time is an argument.

protocols.md §20-21: deadlines for request line and handshake, caps per address (IPv6 by /64, and above that by /48, which is what a
site is given: RFC 6177) and in all, slow-down with seconds.
"""

import ipaddress
import math
from collections import OrderedDict
from functools import lru_cache

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Times in seconds, counts in connections and requests.

    *request*: until a request is whole, TLS handshake included. *answer*: until an answer is made. *silence*: how long a client may take
    no byte of it. *linger*: how long a client that has everything may leave its end open. *idle*: between two requests on the web.
    *connections* in all and *per_address* at the same time; *rate* requests a second and address after a first *burst*.
    *spare_loopback*: an address of this machine is not counted, for reverse proxies, onion services and the owner come from there.
    """

    request: float = 10
    answer: float = 20
    silence: float = 60
    linger: float = 3
    idle: float = 30
    connections: int = 2048
    per_address: int = 32
    rate: float = 10
    burst: int = 100
    spare_loopback: bool = True


_REMEMBERED = 10_000
SHARE = 8
"""What one /48 of IPv6 may have is what so many clients may: whoever has a whole one has 65,536 clients to be."""


@lru_cache(4096)
def key(address: str) -> str:
    """What is counted as one client: an IPv4 address, or the /64 of an IPv6 address (v4-mapped ones as IPv4); "" for this machine itself."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return "" if ip.is_loopback else str(ipaddress.IPv6Address(int(ip) >> 64 << 64)) + "/64"
        ip = ip.ipv4_mapped
    return "" if ip.is_loopback else str(ip)


@lru_cache(4096)
def network(client: str) -> str:
    """The /48 that *client* (as `key` has it) is in; the client itself where it is no /64 of IPv6."""
    try:
        return f"{ipaddress.IPv6Address(int(ipaddress.IPv6Address(client.removesuffix('/64'))) >> 80 << 80)}/48"
    except ValueError:
        return client


class Door:
    """Counts who is in and who has asked, by client and by network. Its memory is bounded: those that ask no more are forgotten, the oldest first."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._inside: dict[str, int] = {}
        self._asked: OrderedDict[str, float] = OrderedDict()

    def _spared(self, client: str) -> bool:
        return not client and self._limits.spare_loopback

    def enter(self, client: str) -> bool:
        """Let one more connection of *client* in, or say no. A client may hold twice `per_address`: see `crowded`; a network `SHARE` times as many."""
        most = 2 * self._limits.per_address
        inside, within = self._inside.get(client, 0), network(client)
        if not self._spared(client) and (inside >= most or (within != client and self._inside.get(within, 0) >= SHARE * most)):
            return False
        self._inside[client] = inside + 1
        if within != client:
            self._inside[within] = self._inside.get(within, 0) + 1
        return True

    def leave(self, client: str) -> None:
        """One connection of *client* that had entered is gone."""
        for each in {client, network(client)}:
            inside = self._inside[each] - 1
            if inside:
                self._inside[each] = inside
            else:
                del self._inside[each]

    def crowded(self, client: str) -> bool:
        """Whether *client* holds more connections than it should: those are told to slow down; above twice as many the door stays shut."""
        return not self._spared(client) and self._inside.get(client, 0) > self._limits.per_address

    def wait(self, client: str, now: float) -> int:
        """Count a request at *now* (seconds, monotonic); 0, or the seconds after which *client* may ask again.

        A leaky bucket kept as one number: the moment at which all that was asked is paid off. A refused request costs nothing.
        """
        if self._spared(client):
            return 0
        if self.crowded(client):
            return 10
        within = network(client)
        buckets = ((client, 1),) if within == client else ((client, 1), (within, SHARE))
        if seconds := max(self._over(who, times, now) for who, times in buckets):
            return seconds
        for who, times in buckets:
            self._asked[who] = max(self._asked.pop(who, now), now) + 1 / (self._limits.rate * times)
        while len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)
        return 0

    def _over(self, who: str, times: int, now: float) -> int:
        """The seconds until *who*, who may ask *times* as often as one client, has room for one more request; 0 where there is some."""
        step = 1 / (self._limits.rate * times)
        over = max(self._asked.get(who, now), now) + step - now - self._limits.burst * times * step
        # The tolerance is for floating point: a burst of n is n requests.
        return max(1, math.ceil(over - step * 1e-6)) if over > step * 1e-6 else 0
