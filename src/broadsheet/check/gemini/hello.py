"""A host name in, the first message of a TLS 1.1 client out (RFC 4346 §7.4.1.2, RFC 6066 §3).

Python's own TLS speaks 1.1 only where the system's policy allows it, so the bytes are written here, and the server's answer is read here.
"""

import struct

# ECDHE and RSA with AES in CBC and SHA-1, and 3DES: what TLS 1.1 had, so that only the version can be the reason for a refusal.
_SUITES = (0xC00A, 0xC009, 0xC014, 0xC013, 0x0039, 0x0033, 0x0035, 0x002F, 0x000A)
_GROUPS = (0x001D, 0x0017, 0x0018, 0x0019)
ENOUGH = 11
VERSION = b"\x03\x02"


def client_hello(host: str) -> bytes:
    """The record; *host* as server name, "" for none."""
    extensions = _extension(10, _numbers(_GROUPS)) + _extension(11, b"\x01\x00")
    if host:
        name = host.encode("ascii", "ignore")
        entry = b"\x00" + struct.pack(">H", len(name)) + name
        extensions = _extension(0, struct.pack(">H", len(entry)) + entry) + extensions
    body = VERSION + bytes(range(32)) + b"\x00" + _numbers(_SUITES) + b"\x01\x00" + struct.pack(">H", len(extensions)) + extensions
    message = b"\x01" + struct.pack(">I", len(body))[1:] + body
    return b"\x16\x03\x01" + struct.pack(">H", len(message)) + message


def accepted(answer: bytes) -> bool:
    """Whether *answer* begins with a ServerHello that chooses TLS 1.1 or older (an alert is a refusal)."""
    return len(answer) >= ENOUGH and answer[0] == 0x16 and answer[5] == 2 and b"\x03\x00" <= answer[9:11] <= VERSION


def _numbers(numbers: tuple[int, ...]) -> bytes:
    return struct.pack(f">H{len(numbers)}H", 2 * len(numbers), *numbers)


def _extension(kind: int, data: bytes) -> bytes:
    return struct.pack(">HH", kind, len(data)) + data
