"""A request's first line in, what it asks for out. Pure; every protocol's line may hold anything.

| function | in | out |
|---|---|---|
| `path` | a path, percent-encoded or not | the one form in which responders get it |
| `decoded` | bytes | text: UTF-8, else Latin-1 |
| `gopher` | a selector's line | `Selector`, `Foreign` (another protocol), or `Refusal` |
| `gemini` | a Gemini request | `Location` or `Refusal` with its status |
| `is_own` | a host name | whether this edition answers to it |
| `is_language` | a page's language | whether a header line can carry it |
"""

import ipaddress
import re
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

import msgspec

from .. import address, text
from ..manners import MANNERS, of_path

LONGEST = 1024
_QUERY = 400
# RFC 3986 pchar and "/": what a path holds unencoded. "?" and "#" end it.
_PATH = "/!$&'()*+,;=:@-._~"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PLUS = re.compile(r"[+!$](?:\+[A-Z]\S*|[a-z]+/\S*)?", re.ASCII)
_HTTP = re.compile(rb"(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|TRACE|CONNECT|PATCH|PRI) \S", re.ASCII)
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LANGUAGE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
OUTSIDE = ("http", "https", "gemini", "gopher", "mailto")


class Selector(msgspec.Struct, frozen=True, kw_only=True):
    """A Gopher request. *path* as `path` gives it, *query* clean text, *plus* the first sign of a Gopher+ request: `+`, `!`, `$` or "".

    *outside* is the address of a `URL:` selector; *path* is then empty.
    """

    path: str = ""
    query: str = ""
    plus: str = ""
    outside: str = ""


class Foreign(msgspec.Struct, frozen=True):
    """A request in another protocol's words: *protocol* is `http`; *head* where only the head of the answer is wanted."""

    protocol: str
    head: bool = False


class Location(msgspec.Struct, frozen=True):
    """A Gemini request for a page of this edition."""

    path: str
    query: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """What cannot be answered: a sentence for the reader, and the status in protocols that have one."""

    message: str
    status: int = 59


def decoded(raw: bytes, charset: str = "latin-1") -> str:
    """*raw* as UTF-8, or in *charset* where it is none: old clients send what their terminal has. (`text.clean` reads Latin-1 as CP1252.)"""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(charset, "replace")


def path(raw: str) -> str:
    """*raw*, with or without leading slash, encoded or decoded, as an ASCII path: one form for one page.

    An encoded slash stays encoded, so that nothing becomes a separator that was none. `""` where it holds a control character.
    """
    whole = "%2F".join(decoded(unquote_to_bytes(piece)) for piece in re.split("%2[Ff]", raw))
    if _CONTROL.search(whole):
        return ""
    pieces = (quote(decoded(unquote_to_bytes(piece)), safe=_PATH) for piece in re.split("%2[Ff]", raw))
    return "/" + "%2F".join(pieces).lstrip("/")


def query(raw: str) -> str:
    """A reader's question as one clean line of bounded length."""
    return text.clean(raw)[:_QUERY]


def gopher(line: bytes) -> Selector | Foreign | Refusal:
    """A Gopher request without its line end (RFC 1436 §2, Gopher+ §2.3)."""
    if _HTTP.match(line):
        return Foreign("http", head=line.startswith(b"HEAD "))
    written, *asking = line.split(b"\t")
    raw = decoded(written)
    manner = MANNERS.get(of_path(raw))
    # In the roots of the IBM PC's character sets a question comes in them.
    charset = manner.charset if manner and manner.charset.startswith("ibm") else "latin-1"
    fields = [decoded(field, charset) for field in asking]
    plus = next((field[0] for field in fields[:2] if _PLUS.fullmatch(field)), "")
    asked = fields[0] if fields and not _PLUS.fullmatch(fields[0]) else ""
    if _CONTROL.search(raw):
        return Refusal("This selector holds a control character and is no page of this edition.")
    named = raw.removeprefix("/")
    if named[:4] == "URL:":
        outside = address.absolute(named[4:])
        if outside.partition(":")[0] not in OUTSIDE:
            return Refusal("This address is none that can be followed from here.")
        return Selector(outside=outside, plus=plus)
    raw, _, inline = raw.partition("?")
    found = path(raw)
    if not found:
        return Refusal("This selector holds a control character and is no page of this edition.")
    return Selector(path=found, query=query(asked or unquote(inline)), plus=plus)


def gemini(line: bytes, hosts: frozenset[str], ports: frozenset[int]) -> Location | Refusal:
    """A Gemini request without its CRLF (Gemini specification §2): 59 where it is no request, 53 where it is for somebody else."""
    if len(line) > LONGEST:
        return Refusal("the request is longer than 1024 bytes")
    try:
        url = line.decode("utf-8")
    except UnicodeDecodeError:
        return Refusal("the request is not UTF-8")
    if not url or _CONTROL.search(url) or " " in url or "\ufeff" in url or _BAD_PERCENT.search(url):
        return Refusal("the request is no address" if url else "the request is empty")
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return Refusal("the request is no address")
    if "#" in url or "@" in parts.netloc:
        return Refusal("a request has neither fragment nor user name")
    if not parts.scheme or not url[len(parts.scheme) :].startswith("://"):
        return Refusal("a request is an absolute address, as gemini://host/path")
    if parts.scheme != "gemini":
        return Refusal("only gemini addresses are answered here", 53)
    if not name:
        return Refusal("the address has no host")
    if not is_own(name, hosts) or (1965 if port is None else port) not in ports:
        return Refusal("this edition does not answer for that host and port", 53)
    found = path(parts.path)
    return Location(found, query(unquote(parts.query))) if found else Refusal("the path holds a control character")


def is_language(tag: str) -> bool:
    """Whether *tag* has the form of a BCP 47 tag (RFC 5646 §2.1): a page's own word for its language may be anything, a line end too."""
    return _LANGUAGE.fullmatch(tag) is not None


def is_own(name: str, hosts: frozenset[str]) -> bool:
    """Whether *name* (case, a trailing dot, U-labels aside) is one of *hosts*."""
    try:
        plain = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    return plain.rstrip(".").lower() in hosts


def own_hosts(public: str, bind: str) -> frozenset[str]:
    """The names that a request may carry: the public one, and this machine's own where only this machine can ask."""
    names = {public.rstrip(".").lower()}
    try:
        loopback = ipaddress.ip_address(bind).is_loopback
    except ValueError:
        loopback = bind == "localhost"
    if loopback:
        names |= {"localhost", "127.0.0.1", "::1", bind}
    return frozenset(names)
