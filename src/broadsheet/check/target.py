"""An address as a person types it in, the server to check out."""

import ipaddress
from typing import Literal, TypeAlias
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

import msgspec

from ..errors import UsageError

Protocol: TypeAlias = Literal["gopher", "gemini"]

PORTS: dict[Protocol, int] = {"gopher": 70, "gemini": 1965}
_SAFE = "/!$&'()*+,;=:@-._~"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The server to check.

    *start* is a page to visit beside the root: Gopher's item type and selector, Gemini's path and query without the slash, as typed.
    """

    protocol: Protocol
    host: str
    port: int
    start: bytes

    @property
    def authority(self) -> str:
        """Host and port as an address has them (RFC 3986 §3.2): without the port that goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.protocol] else f"{host}:{self.port}"

    def address(self, path: bytes = b"") -> str:
        """The address of a page: of Gopher's item type and selector (RFC 4266), of Gemini's path without its slash."""
        return f"{self.protocol}://{self.authority}/{quote_from_bytes(path, safe=_SAFE)}"

    def is_local(self, host: str) -> bool:
        """Whether *host* is the name that was typed."""
        return host.rstrip(".").lower() == self.host.rstrip(".").lower()


def target(address: str) -> Target:
    """The server that *address* names; `UsageError` where it is no gopher or gemini address."""
    wanted = "give it as gopher://HOST[:PORT]/ or gemini://HOST[:PORT]/"
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"check: {address!r} is no address ({error}); {wanted}") from None
    protocol: Protocol
    match parts.scheme.lower():
        case "gopher":
            protocol = "gopher"
        case "gemini":
            protocol = "gemini"
        case _:
            raise UsageError(f"check: {address!r} is no Gopher or Gemini address; {wanted}")
    if not host or "@" in parts.netloc or port == 0:
        raise UsageError(f"check: {address!r} names no server; {wanted}")
    path = unquote_to_bytes(parts.path.removeprefix("/"))
    if any(byte in path for byte in b"\r\n\t\0"):
        raise UsageError(f"check: {address!r} holds a line end, a tab or a NUL in its path; {wanted}")
    if protocol == "gemini":
        # Asked for as it was typed.
        path = (parts.path.removeprefix("/") + (f"?{parts.query}" if parts.query else "")).encode("ascii", "ignore")
    return Target(protocol=protocol, host=_ascii(host, address), port=port or PORTS[protocol], start=path)


def _ascii(host: str, address: str) -> str:
    """*host* as the domain name system has it."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass  # a name, then
    try:
        return host.encode("ascii").decode() if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise UsageError(f"check: the host of {address!r} is no name that can be looked up; check its spelling") from None
