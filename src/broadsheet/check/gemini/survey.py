"""A way to a Gemini server in, everything that was seen of it out: what is asked, and in which order.

First the root and the pages behind it, so many as are wanted, redirects followed; then the fixed asks and those of a page that wants words; at
last, together, what waits for the server to lose patience.
"""

import datetime
import time
from collections import deque
from urllib.parse import urljoin, urlsplit

from ..exchange import Ask, Exchange
from ..inside import SYSTEM_PATH
from ..probe import Wire
from ..target import Target
from .head import LONGEST, head
from .hello import ENOUGH, client_hello
from .seen import Page, Seen, page

MISSING = "/broadsheet-check-no-such-page"
MARK = b"brdsht"
_HOPS = 5
_SLOW_DOWN = 30


def asks(target: Target) -> dict[str, Ask]:
    """What every server is asked, by name; each is one connection."""
    at = target.authority
    base = f"gemini://{at}"
    other = target.port + 1 if target.port < 65535 else 1
    host = f"[{target.host}]" if ":" in target.host else target.host
    lines: dict[str, bytes] = {
        "bare": base.encode(),
        "empty": b"",
        "relative": b"/",
        "schemeless": f"//{at}/".encode(),
        "utf8": f"{base}/".encode() + b"\xdc\xff",
        "userinfo": f"gemini://{MARK.decode()}@{at}/".encode(),
        "fragment": f"{base}/#top".encode(),
        "foreign-host": b"gemini://broadsheet-check.invalid/",
        "foreign-port": f"gemini://{host}:{other}/".encode(),
        "foreign-scheme": f"https://{host}/".encode(),
        "foreign-gopher": f"gopher://{host}/".encode(),
        "missing": f"{base}{MISSING}".encode(),
        "climb": f"{base}/../../../../../../../..{SYSTEM_PATH}".encode(),
        "climb-encoded": f"{base}/{'%2e%2e/' * 8}{SYSTEM_PATH[1:]}".encode(),
        "longest": _long(base, LONGEST),
        "too-long": _long(base, LONGEST + 1),
        "escape": f"{base}{MISSING}".encode() + b"\x1b]0;" + MARK + b"\x07",
        "nul": f"{base}{MISSING}".encode() + b"\0" + MARK,
        "encoded": f"{base}{MISSING}%1b]0;%0d%0a20%20text/gemini%0d%0a{MARK.decode()}".encode(),
        "robots": f"{base}/robots.txt".encode(),
    }
    made = {name: Ask(pieces=(line + b"\r\n",), tls=True) for name, line in lines.items()}
    request = f"{base}/\r\n".encode()
    made["nameless"] = Ask(pieces=(request,), tls=True, name="")
    made["plain"] = Ask(pieces=(request,), enough=ENOUGH)
    made["old"] = Ask(pieces=(client_hello("" if _is_number(target.host) else target.host),), enough=ENOUGH)
    return made


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _long(base: str, length: int) -> bytes:
    start = f"{base}{MISSING}-".encode()
    return start + b"x" * (length - len(start))


def survey(wire: Wire, target: Target) -> Seen:
    """Ask *target* everything that its rules want to know."""
    moment = datetime.datetime.now(datetime.UTC)
    pages = _walk(wire, target)
    fixed = asks(target)
    if pages[0].exchange.end == "handshake":
        # Without TLS nothing else can be asked; what is known without it, and without the host's name, says why.
        asked = {name: wire.ask(fixed[name]) for name in ("nameless", "plain", "old")}
        return Seen(target=target, moment=moment, asked=asked, pages=pages)
    asked = {name: wire.ask(ask) for name, ask in fixed.items()}
    half = len(target.address()) // 2
    whole = target.address().encode() + b"\r\n"
    asked["pieces"] = wire.ask(Ask(pieces=(whole[:half], whole[half:-1], whole[-1:]), tls=True, pause=wire.settings.pause))
    wanting = next((each for each in pages if each.head.kind == 1), None)
    if wanting is not None:
        plain = wanting.address.partition("?")[0].encode()
        asked["input-empty"] = wire.ask(Ask(pieces=(plain + b"?\r\n",), tls=True))
        asked["input-query"] = wire.ask(Ask(pieces=(plain + b"?broadsheet%20check\r\n",), tls=True))
    patience = wire.settings.patience
    slow = {
        "half": Ask(pieces=(b"gemini://half",), tls=True, wait=patience),
        "idle": Ask(pieces=(), wait=patience),
        "no-cr": Ask(pieces=(whole[:-2] + b"\n",), tls=True, wait=patience),
        "beside": Ask(pieces=(whole,), tls=True, delay=max(wire.settings.pause, 0.05)),
    }
    asked |= dict(zip(slow, wire.together(slow.values()), strict=True))
    return Seen(target=target, moment=moment, asked=asked, pages=pages, input=wanting)


def _walk(wire: Wire, target: Target) -> tuple[Page, ...]:
    """The root, the page that was asked for, and what their links lead to on this server."""
    root = target.address()
    waiting: deque[tuple[str, str, int]] = deque([(root, "", 0)])
    if target.start:
        waiting.append((target.address() + target.start.decode("ascii", "ignore"), "", 0))
    known = {address for address, _, _ in waiting}
    pages: list[Page] = []
    while waiting and len(pages) < wire.settings.pages:
        address, found, hops = waiting.popleft()
        made = page(address, _get(wire, address), found, hops)
        pages.append(made)
        if made.head.kind == 3:
            to = own(target, address, made.head.meta.decode("utf-8", "replace"))
            # A redirect that leads where one has been already is a circle, and is seen to be one by its number of hops.
            if to and hops < _HOPS:
                waiting.appendleft((to, address, hops + 1))
                known.add(to)
            continue
        for line in made.lines:
            to = own(target, address, line.address) if line.kind == "link" else ""
            if to and to not in known and len(waiting) < 10 * wire.settings.pages:
                known.add(to)
                waiting.append((to, address, 0))
    return tuple(pages)


def _get(wire: Wire, address: str) -> Exchange:
    """A page; where the server asks for time, it gets it once."""
    ask = Ask(pieces=(address.encode() + b"\r\n",), tls=True)
    exchange = wire.ask(ask)
    found = head(exchange.received)
    if found.status == 44 and found.meta.isdigit() and int(found.meta) <= _SLOW_DOWN:
        time.sleep(int(found.meta))
        return wire.ask(ask)
    return exchange


def absolute(base: str, reference: str) -> str:
    """*reference* on the page at *base* as an address; "" where it is none (RFC 3986 §5)."""
    try:
        if urlsplit(reference).scheme:
            return reference
        # The standard library resolves for schemes that it knows, and gemini is none of them.
        joined = urljoin("http" + base.removeprefix("gemini"), reference)
    except ValueError:
        return ""
    return "gemini" + joined.removeprefix("http")


def own(target: Target, base: str, reference: str) -> str:
    """*reference* as an address on this server, without fragment; "" where it leads elsewhere or cannot be asked for."""
    if not reference or not reference.isascii() or not reference.isprintable() or " " in reference:
        return ""
    whole = absolute(base, reference)
    try:
        parts = urlsplit(whole)
        host, port = parts.hostname or "", parts.port or 1965
    except ValueError:
        return ""
    if parts.scheme != "gemini" or "@" in parts.netloc or not target.is_local(host) or port != target.port or len(whole) > LONGEST:
        return ""
    path = parts.path or "/"
    return f"gemini://{target.authority}{path}" + (f"?{parts.query}" if parts.query else "")
