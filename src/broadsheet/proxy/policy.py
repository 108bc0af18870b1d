"""The settings of `[proxy]` and a place in, whether it may be asked out (protocols.md §19).

| rule | a place is refused |
|---|---|
| `ports` | whose port is not among them |
| `deny` | whose host is named, also as `*.host` (every name below it) or by a network (`192.0.2.0/24`) that its address lies in |
| `allow`, where it names anything | whose host is not named |
| the guard | whose address is none of the public internet |
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from ..config import Proxy
from ..errors import ConfigError
from ..net import place as places
from ..net.guard import Guard, carried
from ..net.place import Place
from .words import Words


class Hosts:
    """A list of hosts as people write it: names, `*.name`, addresses and networks. *setting* is what errors call it."""

    def __init__(self, written: tuple[str, ...], setting: str) -> None:
        self._names: set[str] = set()
        self._below: list[str] = []
        self._networks: list[IPv4Network | IPv6Network] = []
        for each in written:
            name = places.host_name(each.removeprefix("*."))
            try:
                self._networks.append(ip_network(each.strip("[]")))
            except ValueError:
                if not name:
                    raise ConfigError(f"{setting}: {each[:60]!r} is no host; give a name, *.name, an address or a network") from None
                if each.startswith("*."):
                    self._below.append(f".{name}")
                else:
                    self._names.add(name)

    def __bool__(self) -> bool:
        return bool(self._names or self._below or self._networks)

    def named(self, host: str) -> bool:
        """Whether *host* is on the list by its name, or, where it is a number, by its network."""
        return host in self._names or any(host.endswith(below) for below in self._below) or self.reached(host)

    def reached(self, number: str) -> bool:
        """Whether the numeric address *number* is on the list, also inside another form of IPv6 address."""
        try:
            address = ip_address(number)
        except ValueError:
            return False
        return any(form in network for network in self._networks for form in {address, carried(address)})


class Policy:
    """What the settings allow. `ConfigError` where a list holds what is no host."""

    def __init__(self, settings: Proxy) -> None:
        self._allow, self._deny = Hosts(settings.allow, "proxy.allow"), Hosts(settings.deny, "proxy.deny")
        self._ports = frozenset(settings.ports)
        self._guard = Guard(private=settings.allow_private)

    def refusal(self, place: Place, words: Words) -> str:
        """Why *place* is not asked, a sentence for the reader; "" where it may be."""
        if place.port not in self._ports:
            return words("refused-port", port=place.port, ports=", ".join(map(str, sorted(self._ports))))
        if self._deny.named(place.host) or (self._allow and not self._allow.named(place.host)):
            return words("refused-host", host=place.host)
        return ""

    def allows(self, number: str) -> bool:
        """Whether the numeric address *number* may be connected to."""
        return self._guard.allows(number) and not self._deny.reached(number)
