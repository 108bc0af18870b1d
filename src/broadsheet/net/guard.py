"""A network address in, whether it may be connected to out (protocols.md §19).

Refused are all addresses of a special purpose (IANA IPv4 and IPv6 Special-Purpose Address Registries, RFC 6890): loopback, private (RFC 1918), shared
(RFC 6598), link-local, unique local (RFC 4193), multicast, reserved, unspecified, for documentation; and the IPv6 forms that carry one of them: v4-mapped,
6to4 (RFC 3056), Teredo (RFC 4380), NAT64 (RFC 6052). No newspaper is at one, not even at those that the registries call global.

| opened by | what |
|---|---|
| a person who types a number or `localhost` (`own`) | that very address |
| `--allow-private` (`Guard.private`) | loopback, RFC 1918 and unique local addresses: tests and intranets |
| nothing at all | link-local addresses, and those where clouds keep their keys |
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import msgspec

_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")  # where in it an IPv4 address stands is its network's affair (RFC 8215 §3): never told to be public
_NAT64 = (IPv6Network("64:ff9b::/96"), _NAT64_LOCAL)
_PRIVATE4 = tuple(map(IPv4Network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_PRIVATE6 = tuple(map(IPv6Network, ("::1/128", "fc00::/7")))
# What `ipaddress` takes for global in one version of Python or another, and the registries list all the same.
_SPECIAL4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24")))
_SPECIAL6 = tuple(map(IPv6Network, ("2001::/23", "2620:4f:8000::/48", "3fff::/20")))
# Metadata services of clouds that are not at a link-local address: in IPv6; at numbers that look public, or are of a range that a person may open.
_NEVER6 = IPv6Network("fd00:ec2::/32")
_NEVER4 = frozenset(map(IPv4Address, ("168.63.129.16", "192.0.0.192", "100.100.100.200")))
_UNICAST6 = IPv6Network("2000::/3")  # all that is assigned for global unicast (RFC 4291 §2.4); site-local fec0::/10 counts as global elsewhere


class Guard(msgspec.Struct, frozen=True):
    """What may be connected to beside the public internet: the numbers in *opened*, and where *private* the private ranges."""

    opened: frozenset[str] = frozenset()
    private: bool = False

    def allows(self, number: str) -> bool:
        """Whether the numeric address *number* may be connected to."""
        return not keeps_keys(number) and (number in self.opened or is_public(number) or (self.private and is_private(number)))


def carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside a v4-mapped, 6to4, Teredo or NAT64 address; any other address as it is."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in _NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(text: str) -> bool:
    """Whether the numeric address *text* (a zone after `%` aside) is one of the public internet."""
    written = ip_address(text.partition("%")[0])
    address = carried(written)
    if isinstance(written, IPv6Address) and written in _NAT64_LOCAL:
        return False
    if isinstance(address, IPv6Address) and address not in _UNICAST6:
        return False
    if address in _NEVER4 or any(address in network for network in (_SPECIAL4 if isinstance(address, IPv4Address) else _SPECIAL6)):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def is_private(text: str) -> bool:
    """Whether the numeric address *text* is one that `--allow-private` opens, written as what it is and not carried in another form."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return any(address in network for network in _PRIVATE4)
    return any(address in network for network in _PRIVATE6) and address not in _NEVER6


def keeps_keys(text: str) -> bool:
    """Whether the numeric address *text* is link-local or one where a cloud keeps its keys: what no setting opens."""
    address = carried(ip_address(text.partition("%")[0]))
    return address.is_link_local or address in _NEVER4 or (isinstance(address, IPv6Address) and address in _NEVER6)


def own(host: str) -> frozenset[str]:
    """The addresses that a person opens by typing *host* themself: a numeric address, or those of `localhost`; empty for every other name."""
    if host.rstrip(".").lower() == "localhost":
        return frozenset({"127.0.0.1", "::1"})
    try:
        return frozenset({str(ip_address(host))})
    except ValueError:
        return frozenset()
