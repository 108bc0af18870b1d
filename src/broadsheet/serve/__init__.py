"""Requests on sockets in, pages as bytes out: one module a protocol (`gopher`, `gemini`, `web`).

| module | what it knows |
|---|---|
| `grammar` | request lines: paths, queries, hosts, what each protocol's first line means |
| `limits` | deadlines, caps, who has asked too often |
| `listening` | ports → listening sockets, or a `ServeError` that says what to do |
| `certificate` | the one self-signed certificate, and the TLS context |
| `tls` | TLS on a transport that is open already |
| `connection` | one client: a request's bytes in time, an answer's bytes as fast as the client takes them |
| `ports` | one protocol on its sockets: who is connected, the sweep, the stop |
| `coding` | gzip and zstd as a browser accepts them |
| `notices` | what a server says by itself: caps.txt, robots.txt, redirect and error pages |
| `journal`, `figures`, `metrics` | the access log; what is counted; the port on which the figures are read |
| `gopher`, `gemini`, `web` | the protocols |

A server knows no archive and no page: it is handed a `Responder`, which gives a `Reply` to a path, a query and the form it would like.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Literal, NamedTuple, Protocol, TypeAlias

import msgspec

Status: TypeAlias = Literal["ok", "missing", "gone", "input"]
Form: TypeAlias = Literal["menu", "gmi", "html"]

MEDIA_MENU = "application/gopher-menu"
MEDIA_TEXT = "text/plain"
MEDIA_HTML = "text/html"


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A page as a protocol sends it. *body* is in *charset* where *media* is text; *media* carries no parameters.

    *language* is a BCP 47 tag or "". *title* is the page's in one line: the question where the status is `input`, the message where it is
    `missing` or `gone`; *charset* has its letters. *tag* changes whenever *body* does ("" where nobody asks again).
    """

    status: Status = "ok"
    media: str = MEDIA_TEXT
    charset: str = "utf-8"
    body: bytes = b""
    language: str = ""
    title: str = ""
    tag: str = ""


Responder: TypeAlias = Callable[[str, str, str], Awaitable[Reply]]
"""(path, query, form) → Reply. *path* begins with `/` and is ASCII, percent-encoded where it must be; *query* is decoded text.

*form* is the protocol's own (`Form`); a path may ask for another. A responder that raises is answered by the protocol's word for a failure.
"""

Kept: TypeAlias = Callable[[str, str, str], Reply | None]
"""(path, query, form) → the reply that a responder has at hand and knows to hold, the same object each time; None where it would have to ask."""


class Sent(NamedTuple):
    """An answer as it goes out. *status* is Gemini's or HTTP's number (Gopher has none and borrows HTTP's); *path* names the page, "" where none."""

    status: int
    path: str
    data: bytes


Note: TypeAlias = Callable[[str, str, str, int, int, float], None]
"""(protocol, client as `limits.key` has it, path, status, bytes, seconds until the answer was made): told of every answer, and with status 0 of
every connection that was turned away at the door. It does not wait."""


class Pieces(Protocol):
    """A body that comes in pieces."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces, in order."""
        ...

    async def aclose(self) -> None:
        """No more of them are wanted, or they have all come."""
        ...


class Passed(NamedTuple):
    """An answer of the web server that comes from elsewhere. *headers* stand beside the server's own, or in their place; *body* is whole, or comes in pieces
    which are asked for as fast as the browser takes them. A piece that fails ends the connection: half an answer does not look like a whole one.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes | Pieces


Elsewhere: TypeAlias = Callable[[str, str], Awaitable[Passed | None]]
"""(a request's target as it came, client as `limits.key` has it) → the answer, or None where the page is the edition's own. It keeps its own time."""


def nothing(path: str, query: str, form: str) -> None:
    """The `Kept` of a responder that keeps nothing."""
