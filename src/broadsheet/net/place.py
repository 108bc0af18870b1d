"""The address of a Gopher or Gemini page in, a `Place` out: what is connected to and what is asked there; and the address again.

| function | in | out |
|---|---|---|
| `read` | a scheme and what stands behind its `://` | `Place`; `UsageError` says what is wrong with it |
| `of_address` | `gopher://…`, `gemini://…` | `Place` |
| `host_name` | a host as people write it | its one form, or "" where it is none |

A selector is sent to a port as one line: CR, LF, TAB and NUL in it would make this program a relay into any protocol of lines, and are refused
(protocols.md §19). A host that looks like a number but is no plain one (`2130706433`, `0x7f.1`, `0177.0.0.1`) is refused before anybody resolves it.
"""

import re
from ipaddress import IPv4Address, IPv6Address
from socket import AF_INET6, inet_ntop
from typing import Literal, TypeAlias
from urllib.parse import quote, unquote, unquote_to_bytes

import msgspec

from ..errors import UsageError
from ..text import clean

Scheme: TypeAlias = Literal["gopher", "gemini"]
USUAL = {"gopher": 70, "gemini": 1965}
LONGEST = 1024
"""Bytes of a selector, or of a whole Gemini request (Gemini specification, "Requests")."""
_SAFE = "/!$&'()*+,;=:@-._~"
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_LABELS = re.compile(r"[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?)*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOTS = re.compile(r"/(?=\.{1,2}(?:/|$))")
_GEMINI_SAFE = _SAFE + "%"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Something to ask for. *host*: a name in lower-case ASCII, or an IP address without brackets.

    *kind* is Gopher's item type, one ASCII character; *selector* Gopher's selector, or Gemini's path and query as they stand in the address.
    *words*: what is searched for (Gopher's type 7; Gemini has it in the selector).
    """

    scheme: Scheme
    host: str
    port: int
    kind: str = "1"
    selector: bytes = b""
    words: bytes = b""

    @property
    def server(self) -> str:
        """Host and port as they stand in addresses; the usual port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL[self.scheme] else f"{host}:{self.port}"

    @property
    def rest(self) -> str:
        """What stands behind `scheme://` in an address, ASCII. A dot segment's slash is encoded: browsers would go up a folder."""
        if self.scheme == "gemini":
            return self.server + _DOTS.sub("%2F", self.selector.decode("ascii"))
        if not self.selector and self.kind == "1":
            return f"{self.server}/"
        written = _DOTS.sub("%2F", quote(self.selector, safe=_SAFE))
        return f"{self.server}/{quote(self.kind, safe='')}{written}"

    @property
    def address(self) -> str:
        """The address, as RFC 4266 §2 and the Gemini specification write it."""
        if self.scheme == "gemini":
            return f"gemini://{self.server}{self.selector.decode('ascii')}"
        words = f"%09{quote(self.words, safe='')}" if self.words else ""
        return f"gopher://{self.rest}{words}"


def of_address(address: str) -> Place:
    """The place at *address* (`gopher://…` or `gemini://…`); `UsageError` where it is none."""
    scheme, mark, rest = address.partition("://")
    if not mark or scheme.lower() not in USUAL:
        raise UsageError(f"{clean(address[:200])}: is no gopher or gemini address; give one like gopher://host/")
    return read(scheme.lower(), rest.partition("#")[0])


def read(scheme: str, rest: str) -> Place:
    """The place of *scheme* at *rest*, which is `HOST[:PORT][/…]`, percent-encoded; `UsageError` says what is wrong."""
    server, slash, path = rest.partition("/")
    if not slash and "?" in server:
        server, _, path = server.partition("?")
        path = f"?{path}"
    host, port = _server(unquote(server), scheme)
    if scheme == "gemini":
        return Place(scheme="gemini", host=host, port=port, selector=_gemini(path, host, port))
    # RFC 4266 §2.1-2: the first character is the type. An encoded TAB parts a search's words from its selector; nowhere else may one stand.
    raw, tab, words = path.partition("%09") if path.startswith("7") else (path, "", "")
    asked = unquote_to_bytes(raw)
    kind, selector = (chr(asked[0]), asked[1:]) if asked else ("1", b"")
    if not " " < kind < "\x7f":
        raise UsageError(f"{clean(rest[:200])}: the type behind the host is no letter or digit; a menu's is 1, as in gopher://host/1/selector")
    return gopher(host, port, kind, selector, unquote_to_bytes(words) if tab else b"")


def gopher(host: str, port: int, kind: str, selector: bytes, words: bytes = b"") -> Place:
    """The place of a Gopher item; `UsageError` where its selector or words cannot stand in a request of one line."""
    if _CONTROL.search(selector) or _CONTROL.search(words):
        raise UsageError(f"{host}: the selector holds a control character (CR, LF, TAB or the like), which cannot stand in a request; nothing was asked")
    if len(selector) + len(words) > LONGEST:
        raise UsageError(f"{host}: the selector is longer than {LONGEST} bytes; nothing was asked")
    return Place(scheme="gopher", host=host, port=port, kind=kind, selector=selector, words=words)


def host_name(text: str) -> str:
    """*text* as a host: a name in lower-case ASCII without its last dot, an IPv4 address of four numbers, an IPv6 address; "" where it is none."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if ":" in bare:
        try:
            # RFC 5952 §5, which releases of Python write in different ways.
            return "" if "%" in bare else inet_ntop(AF_INET6, IPv6Address(bare).packed)
        except ValueError:
            return ""
    try:
        name = (bare if bare.isascii() else bare.encode("idna").decode("ascii")).lower().removesuffix(".")
    except UnicodeError:
        return ""
    if len(name) > 253 or not _LABELS.fullmatch(name):
        return ""
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        # What inet_aton reads in other bases, or in fewer than four parts, is no name either (WHATWG URL, "ends in a number").
        try:
            return str(IPv4Address(name))
        except ValueError:
            return ""
    return name


def port_number(text: str) -> int:
    """*text*, which somebody else may have written, as a port; `UsageError` where it is none."""
    digits = text.lstrip("0")
    # The length first: Python refuses to read a number of thousands of digits.
    if not (text.isascii() and text.isdigit() and 0 < len(digits) <= 5 and int(digits) < 65536):
        raise UsageError(f"{clean(text[:100])!r}: the port is no number from 1 to 65535")
    return int(digits)


def _server(text: str, scheme: str) -> tuple[str, int]:
    name, colon, number = text.rpartition(":")
    if not colon or text.endswith("]"):
        name, number = text, ""
    host = host_name(name)
    if not host or "@" in text:
        raise UsageError(f"{clean(text[:100])!r} is no host; give a name, or an address of four numbers or of IPv6 in brackets")
    if not number:
        return host, USUAL[scheme]
    return host, port_number(number)


def _gemini(path: str, host: str, port: int) -> bytes:
    """Path and query in ASCII; control characters, encoded or not, are refused as a Gopher selector's are."""
    written = path if path.startswith("?") else f"/{path}"
    written = f"/{written}" if written.startswith("?") else written
    if _CONTROL.search(unquote_to_bytes(written.partition("?")[0])) or _CONTROL.search(written.encode("utf-8", "surrogatepass")):
        raise UsageError(f"{host}: the path holds a control character, which cannot stand in a request; nothing was asked")
    before, mark, query = written.partition("?")
    encoded = quote(before, safe=_GEMINI_SAFE) + (f"?{quote(query, safe=_GEMINI_SAFE + '?')}" if mark else "")
    if len(encoded) + len(host) + 20 + len(str(port)) > LONGEST:
        raise UsageError(f"{host}: the address is longer than {LONGEST} bytes, which is all that a Gemini request holds; nothing was asked")
    return encoded.encode("ascii")
