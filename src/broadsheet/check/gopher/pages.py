"""Judges of the pages that links lead to: what was seen of a server in, faults out. Pure."""

import ipaddress
import re
from collections.abc import Iterator

from ...typeset import cells
from ..exchange import is_utf8
from ..findings import Fault
from .menu import Row, is_error
from .seen import Page, Seen

LINE = 1024
DISPLAY = 80
WORD = 100

_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
_TEXT_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")
_PLAIN = re.compile(rb"[A-Za-z0-9/\-_.!~]*")
_RISKY = re.compile(rb"[^\x21-\x7e]|%")
_HOST = re.compile(r"[A-Za-z0-9_.\-:\[\]]+")
_PICTURE = re.compile(rb"(?i)\.(?:png|jpe?g|gif|webp|bmp|tiff?|svg)$")
_WEB = re.compile(rb"(?i)https?://|GET /")
_STUFFED = re.compile(rb"(?m)^\.\.(?![.])[^\r\n]")
# RFC 1436 §3.8, Gopher+ and what is in use (doc, html, sound, pdf, png, xml, calendar, mail).
_KINDS = frozenset("0123456789+TgIhispPdM;:<cXr")


def _row(page: Page, row: Row, what: str) -> Fault:
    return Fault(what=what, exchange=page.exchange, where=page.address, part=row.raw + row.end)


def _outside(row: Row) -> bool:
    """Whether *row* leads out of Gopher."""
    return row.kind == "h" and row.selector.removeprefix(b"/").startswith(b"URL:")


def not_menu(seen: Seen) -> Iterator[Fault]:
    """A link of type 1 leads to a menu."""
    for page, found in seen.menus:
        if page is not seen.root and found.rows and not found.is_menu:
            yield Fault(what="a link of type 1 leads to something that is no menu", exchange=page.exchange, where=page.address)


def fields(seen: Seen) -> Iterator[Fault]:
    """Four fields a row, information rows included."""
    for page, found in seen.menus:
        if not found.is_menu:
            continue
        for row in found.rows:
            if len(row.fields) < 4:
                number = len(row.fields) if row.raw else 0
                yield _row(page, row, f"a menu's row has {number or 'no'} field{'' if number == 1 else 's'} instead of four")
            elif len(row.fields) > 4 and row.fields[4][:1] not in {b"+", b"?", b""}:
                yield _row(page, row, "a menu's row has a tab within a field: what follows is lost")


def menu_end(seen: Seen) -> Iterator[Fault]:
    """A dot ends a menu, and nothing else is one."""
    for page, found in seen.menus:
        if not found.is_menu or page.exchange.end == "limit":
            continue
        if not found.ended:
            yield Fault(what="a menu does not end with a dot: is it whole?", exchange=page.exchange, where=page.address, part=_tail(page))
        elif found.rest.strip():
            yield Fault(
                what="a dot stands in the middle of a menu: clients show nothing after it", exchange=page.exchange, where=page.address, severity="error"
            )


def _tail(page: Page) -> bytes:
    return page.exchange.received[-60:]


def line_end(seen: Seen) -> Iterator[Fault]:
    """Lines end with CR LF."""
    for page, found in seen.menus:
        bare = next((row for row in found.rows if row.end == b"\n"), None)
        if bare is not None and found.is_menu:
            yield _row(page, bare, "a menu's rows end with LF alone")
    for page in seen.texts:
        # XML, HTML and JSON are data: their line ends are theirs.
        if page.exchange.received[:1] not in {b"<", b"{", b"["} and b"\n" in page.exchange.received.replace(b"\r\n", b""):
            yield Fault(what="a text's lines end with LF alone", exchange=page.exchange, where=page.address, severity="note")


def line_length(seen: Seen) -> Iterator[Fault]:
    """Rows are shorter than the buffers of old clients."""
    for page, row in seen.rows:
        if len(row.raw) >= LINE:
            yield _row(page, row, f"a menu's row has {len(row.raw):,} bytes")


def display_length(seen: Seen) -> Iterator[Fault]:
    """What is shown fits a line; an address is not broken."""
    for page, row in seen.rows:
        text = row.display.decode("utf-8", "replace")
        words = text.split()
        if "://" not in text and cells(text) > DISPLAY and cells(text) - max(map(cells, words), default=0) > DISPLAY // 2:
            yield _row(page, row, f"a menu's row shows {cells(text)} columns of text: where it is cut, its end is lost")


def long_word(seen: Seen) -> Iterator[Fault]:
    """No word is longer than a line."""
    for page, row in seen.rows:
        longest = max(map(cells, row.display.decode("utf-8", "replace").split()), default=0)
        if longest >= WORD and b"/" not in row.display:
            yield _row(page, row, f"a word is {longest} columns wide: one client shows it one letter a line")


def control(seen: Seen) -> Iterator[Fault]:
    """No control character in a field."""
    for page, row in seen.rows:
        if _CONTROL.search(row.raw):
            yield _row(page, row, "a menu's row holds a control character")


def encoding(seen: Seen) -> Iterator[Fault]:
    """Text is UTF-8."""
    for page, row in seen.rows:
        if not is_utf8(row.raw):
            yield _row(page, row, "a menu is not UTF-8")
    for page in seen.texts:
        if not is_utf8(page.exchange.received, cut=page.exchange.end == "limit"):
            yield Fault(what="a text is not UTF-8", exchange=page.exchange, where=page.address)


def kinds(seen: Seen) -> Iterator[Fault]:
    """Item types are those that clients know."""
    for page, row in seen.rows:
        if len(row.fields) >= 4 and row.kind not in _KINDS:
            yield _row(page, row, f"a menu's row is of the unknown type {row.kind!r}")


def host(seen: Seen) -> Iterator[Fault]:
    """Every row names a host, information rows too."""
    for page, row in seen.rows:
        if len(row.fields) < 4 or _outside(row):
            continue
        if not row.host or (row.is_link and not _HOST.fullmatch(row.host)):
            fault = _row(page, row, "a menu's row names no host" if not row.host else "a link's host is no name of a host")
            yield Fault(what=fault.what, exchange=fault.exchange, where=fault.where, part=fault.part, severity="error" if row.is_link else "warning")


def port(seen: Seen) -> Iterator[Fault]:
    """Every row names a port."""
    for page, row in seen.rows:
        if len(row.fields) < 4:
            continue
        if row.is_link and not row.port:
            yield _row(page, row, "a link's port is none")
        elif not row.is_link and not row.fields[3].strip().isdigit():
            yield Fault(what="a row's port is no number", exchange=page.exchange, where=page.address, part=row.raw, severity="warning")


def bind_address(seen: Seen) -> Iterator[Fault]:
    """Menus carry the public name, never the address that the server listens on."""
    numbers = seen.addresses.get(seen.target.host, frozenset())
    public = bool(numbers) and all(not _inside(number) for number in numbers)
    for page, row in seen.rows:
        if row.is_link and (_everywhere(row.host) or (public and _inside(row.host))):
            yield _row(page, row, f"a link leads to {row.host}, which is another machine for every reader")


def _everywhere(name: str) -> bool:
    return name.strip("[]") in {"0.0.0.0", "::", "*"}  # noqa: S104  (names in a menu: nothing is bound)


def _inside(name: str) -> bool:
    """Whether *name* means something in one network only."""
    try:
        number = ipaddress.ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return name == "localhost" or name.endswith((".local", ".localdomain", ".internal", ".lan"))
    return not number.is_global


def host_known(seen: Seen) -> Iterator[Fault]:
    """The host of the links can be looked up."""
    for page, row in seen.rows:
        name = row.host.rstrip(".").lower()
        if page is seen.root and row.is_link and name in seen.addresses and not seen.addresses[name] and _HOST.fullmatch(row.host):
            yield _row(page, row, f"a link leads to {row.host}, which is not known to the name system")


def host_consistent(seen: Seen) -> Iterator[Fault]:
    """The links of the root menu lead to the server that was asked."""
    links = [row for page, row in seen.rows if page is seen.root and row.is_link and not _outside(row)]
    if not links or any(seen.is_own(row) for row in links):
        return
    near = next((row for row in links if row.host.rstrip(".").lower() in seen.hosts), None)
    if near is not None:
        yield Fault(
            what=f"the root menu's links lead to port {near.port}, and {seen.target.port} was asked",
            exchange=seen.root.exchange,
            where=seen.root.address,
            part=near.raw,
            severity="warning",
        )
    else:
        yield Fault(what="no link of the root menu leads to this server", exchange=seen.root.exchange, where=seen.root.address, part=links[0].raw)


def selectors(seen: Seen) -> Iterator[Fault]:
    """Selectors hold what every client passes on unchanged."""
    for page, row in seen.links:
        if _outside(row) or _PLAIN.fullmatch(row.selector):
            continue
        risky = _RISKY.search(row.selector) is not None
        sign = bytes(byte for byte in row.selector if not _PLAIN.fullmatch(bytes([byte])))[:1]
        what = "letters beyond ASCII" if sign > b"~" else repr(sign.decode("latin-1"))
        fault = _row(page, row, f"a selector holds {what}: some clients change it on the way")
        yield Fault(what=fault.what, exchange=fault.exchange, where=fault.where, part=fault.part, severity="warning" if risky else "note")


def web_links(seen: Seen) -> Iterator[Fault]:
    """A link to the web is of type h, with `URL:` before the address."""
    for page, row in seen.rows:
        if row.is_link and _WEB.match(row.selector.removeprefix(b"/")):
            yield _row(page, row, "a link to the web has no URL: before its address")
        elif row.is_link and row.kind != "h" and row.selector.removeprefix(b"/").startswith(b"URL:"):
            yield _row(page, row, f"a link with URL: is of type {row.kind} instead of h")


def pictures(seen: Seen) -> Iterator[Fault]:
    """Pictures are known by their endings."""
    for page, row in seen.links:
        if row.kind in {"I", "g", "p"} and not _PICTURE.search(row.selector):
            yield _row(page, row, "a picture's selector has no ending that says what it is")


def titles(seen: Seen) -> Iterator[Fault]:
    """An information row with the selector TITLE names the page."""
    for page, found in seen.menus:
        named = any(row.kind == "i" and row.selector == b"TITLE" for row in found.rows)
        if found.is_menu and not named and not is_error(page.exchange.received):
            yield Fault(what="a menu has no information row whose selector is TITLE", exchange=page.exchange, where=page.address)


def text_dot(seen: Seen) -> Iterator[Fault]:
    """A text has neither a dot at its end nor a line of a dot alone."""
    for page in seen.texts:
        lines = page.exchange.received.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
        if is_error(page.exchange.received):
            continue
        if lines[-1] == b".":
            yield Fault(what="a text ends with a dot, which readers get to see", exchange=page.exchange, where=page.address, part=_tail(page))
        if b"." in lines[:-1]:
            yield Fault(what="a line of a text is a dot alone: clients that take it for the end stop there", exchange=page.exchange, where=page.address)


def text_stuffed(seen: Seen) -> Iterator[Fault]:
    """Dots at the beginning of a line are not doubled."""
    for page in seen.texts:
        if found := _STUFFED.search(page.exchange.received):
            part = page.exchange.received[found.start() : found.start() + 60]
            yield Fault(
                what="a line of a text begins with two dots: doubled ones are shown as they come", exchange=page.exchange, where=page.address, part=part
            )


def text_control(seen: Seen) -> Iterator[Fault]:
    """No control character but tab, line end and form feed in a text."""
    for page in seen.texts:
        if found := _TEXT_CONTROL.search(page.exchange.received):
            part = page.exchange.received[max(0, found.start() - 20) : found.end() + 20]
            yield Fault(what="a text holds a control character", exchange=page.exchange, where=page.address, part=part)


def dead(seen: Seen) -> Iterator[Fault]:
    """Links lead somewhere."""
    for page in seen.pages[1:]:
        if page.exchange.tried and (not page.exchange.answered or is_error(page.exchange.received)):
            yield Fault(what="a link leads nowhere", exchange=page.exchange, where=page.found or page.address)
