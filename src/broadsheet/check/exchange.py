"""What is sent to a server and what came back, as values; and bytes → one line that a person can read.

| value | what it is |
|---|---|
| `Ask` | bytes to send, in pieces, over TLS or not, and how long to wait for the end |
| `Exchange` | an `Ask` as it went: bytes sent, bytes received, how it ended, how long it took |
| `Secured` | what the TLS handshake showed: version, certificate |

`probe` alone makes exchanges; rules read them.
"""

from typing import Literal, TypeAlias

import msgspec

from ..text import is_clean

End: TypeAlias = Literal["closed", "reset", "silence", "limit", "enough", "unreached", "handshake", "untried"]
"""How an exchange ended: the server closed (`closed`) or reset the connection; it went silent until our patience ended (`silence`); we stopped
because it was too much or too long (`limit`) or all that was wanted (`enough`); no connection (`unreached`); no TLS (`handshake`); or it was
never tried, because the whole check had taken its time (`untried`)."""

SHOWN = 120


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What to send. *pieces* go out one by one with *pause* seconds between them. *wait*: seconds of silence that are borne (0: the ordinary); *delay*: seconds
    before the connection is made.

    *enough*: stop after so many bytes (0: read to the end). *name*: the server name that a TLS handshake carries; None: the target's.
    """

    pieces: tuple[bytes, ...]
    pause: float = 0
    tls: bool = False
    name: str | None = None
    wait: float = 0
    delay: float = 0
    enough: int = 0


class Secured(msgspec.Struct, frozen=True, kw_only=True):
    """What a TLS handshake showed. *certificate* is DER; *notified*: the server ended with close_notify (RFC 8446 §6.1)."""

    version: str
    certificate: bytes
    notified: bool = False


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """An `Ask` as it went. *seconds* from connecting to the end; *failure* is the system's word for `unreached`, `reset` and `handshake`."""

    sent: bytes
    received: bytes = b""
    end: End = "closed"
    seconds: float = 0
    secured: Secured | None = None
    failure: str = ""

    @property
    def answered(self) -> bool:
        """Whether there is an answer to judge."""
        return self.received != b""

    @property
    def tried(self) -> bool:
        """Whether the server was asked at all."""
        return self.end != "untried"


UNTRIED = Exchange(sent=b"", end="untried")

_NAMED = {"\t": "\\t", "\r": "\\r", "\n": "\\n", "\\": "\\\\"}


def shown(data: bytes, limit: int = SHOWN) -> str:
    """*data* as one clean line: UTF-8 where it is, everything else escaped; cut after *limit* bytes, with how many there are."""
    cut = data[:limit]
    if len(data) > limit and is_utf8(cut, cut=True):
        cut = cut.decode("utf-8", "ignore").encode()  # a character cut in two is our doing, not the server's
    # surrogateescape keeps a byte that is no UTF-8 apart from a character of that number.
    line = "".join(_escaped(character) for character in cut.decode("utf-8", "surrogateescape"))
    return f"{line}… ({len(data):,} bytes)" if len(data) > limit else line


def _escaped(character: str) -> str:
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if is_clean(character):
        return character
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"


def is_utf8(data: bytes, *, cut: bool = False) -> bool:
    """Whether *data* is UTF-8 (RFC 3629); with *cut* the last character may lack its end."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return cut and error.end == len(data) and error.reason == "unexpected end of data"
    return True
