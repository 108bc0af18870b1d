"""A server and its certificate in, whether it is the one that was seen first out: trust on first use (Gemini specification, "TLS").

A pin holds until the certificate that was seen first runs out. Pins live in memory, as long as the process does: at most `MOST`; the one that was
unseen longest goes first.
"""

from collections import OrderedDict
from datetime import UTC, datetime
from hashlib import sha256

from cryptography import x509

MOST = 10_000


class Pins:
    """The certificates that were seen, by server."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[bytes, datetime]] = OrderedDict()

    def holds(self, server: str, certificate: bytes, now: datetime) -> bool:
        """Whether *certificate* (DER) is the one that *server* (`host:port`) is known by; a server that is not known is from now on."""
        shown = sha256(certificate).digest()
        known = self._seen.get(server)
        if known is not None and known[0] != shown and now < known[1]:
            return False
        if known is None or known[0] != shown:
            self._seen[server] = shown, _end(certificate, now)
        self._seen.move_to_end(server)
        while len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return True


def _end(certificate: bytes, now: datetime) -> datetime:
    """When *certificate* runs out; *now* where it does not say: then any other takes its place."""
    try:
        return x509.load_der_x509_certificate(certificate).not_valid_after_utc
    except (ValueError, x509.InvalidVersion, x509.UnsupportedGeneralNameType):
        return now


def moment() -> datetime:
    """Now, as pins count."""
    return datetime.now(UTC)
