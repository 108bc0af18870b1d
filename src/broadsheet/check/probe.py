"""Asks in, exchanges out: the one place of the checker that opens sockets. Everything has a limit: time, bytes, how many and how fast.

Only the server that the person typed is ever contacted, at the address that its name had when the check began.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import msgspec

from ..errors import NetError
from .exchange import UNTRIED, Ask, End, Exchange, Secured
from .target import Target

_CHUNK = 65536
_RAGGED = "the connection ended without close_notify"
_OPEN = 2
# A family and an address as the system's own calls take it: two parts for IPv4, four for IPv6.
_Place: TypeAlias = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Times in seconds. *timeout*: silence borne before an answer's end; *patience*: how long a connection that asks nothing whole is watched;
    *pause*: between the pieces of one request; *pace*: between two requests (none where the server is on this machine); *total*: after it nothing
    new is asked. *pages*: how many are visited. *bytes*: what is read of one answer.
    """

    pages: int = 20
    timeout: float = 10
    patience: float = 30
    pause: float = 0.3
    pace: float = 0.2
    total: float = 300
    bytes: int = 2 * 1024 * 1024


class Wire:
    """The way to one server. *requests* counts the connections made, and *tick* is called for each. `NetError` where the host's name is unknown."""

    def __init__(self, target: Target, settings: Settings, tick: Callable[[], None] = lambda: None) -> None:
        self._tick = tick
        self.target = target
        self.settings = settings
        self._found = _resolve(target.host, target.port)
        if not self._found:
            raise NetError(f"check: the host {target.host} is not known; check its spelling, and that this machine can look up names")
        self._pace = 0 if all(ipaddress.ip_address(number.partition("%")[0]).is_loopback for number in self.addresses) else settings.pace
        self._place: _Place | None = None
        self._begun = time.monotonic()
        self._next = 0.0
        self._lock = threading.Lock()
        self._complete = True
        self._left_open = 0
        self.requests = 0

    def reach(self) -> None:
        """Connect once and send nothing; `NetError` where nobody is there."""
        try:
            self._connect().close()
        except OSError as error:
            where = f"{self.target.host} port {self.target.port}"
            raise NetError(f"check: {where} cannot be reached ({_word(error)}); check host and port, and that the server runs") from None

    @property
    def seconds(self) -> float:
        """Since the check began."""
        return time.monotonic() - self._begun

    @property
    def complete(self) -> bool:
        """Whether everything that was to be asked was asked."""
        return self._complete

    @property
    def addresses(self) -> frozenset[str]:
        """The server's numbers."""
        return frozenset(str(place[1][0]) for place in self._found)

    def numbers(self, host: str) -> frozenset[str]:
        """The numbers that *host* stands for; nothing is sent to them."""
        return frozenset(str(place[1][0]) for place in _resolve(host, self.target.port))

    def ask(self, ask: Ask) -> Exchange:
        """Send *ask*, read to the end."""
        sent = b"".join(ask.pieces)
        if not self._turn():
            return msgspec.structs.replace(UNTRIED, sent=sent)
        time.sleep(ask.delay)
        begun = time.monotonic()
        try:
            connection = self._connect()
        except OSError as error:
            return Exchange(sent=sent, end="unreached", seconds=time.monotonic() - begun, failure=_word(error))
        with connection:
            made = self._secured(connection, ask, begun) if ask.tls else self._talk(connection, ask, begun)
        if made.received and made.end == "silence":
            self._left_open += 1
        return msgspec.structs.replace(made, sent=sent, seconds=time.monotonic() - begun)

    def together(self, asks: Iterable[Ask]) -> list[Exchange]:
        """Send all *asks* at the same time."""
        listed = list(asks)
        with ThreadPoolExecutor(max_workers=max(1, len(listed))) as pool:
            return list(pool.map(self.ask, listed))

    def _turn(self) -> bool:
        """Wait until it is polite to ask again; False where the time of the whole check is over."""
        with self._lock:
            now = time.monotonic()
            if now - self._begun > self.settings.total:
                self._complete = False
                return False
            self.requests += 1
            self._tick()
            wait = self._next - now
            self._next = max(self._next, now) + self._pace
        if wait > 0:
            time.sleep(wait)
        return True

    def _connect(self) -> socket.socket:
        """A connection to the first of the host's numbers that takes one; later ones go there too."""
        places = [self._place] if self._place else self._found
        failure = OSError("no address")
        for place in places:
            connection = socket.socket(place[0], socket.SOCK_STREAM)
            connection.settimeout(self.settings.timeout)
            try:
                connection.connect(place[1])
                # Pieces must leave as pieces.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                connection.close()
                failure = error
                continue
            self._place = place
            return connection
        raise failure

    def _secured(self, connection: socket.socket, ask: Ask, begun: float) -> Exchange:
        name = self.target.host if ask.name is None else ask.name
        try:
            # suppress_ragged_eofs=False: an end without close_notify is an error here.
            wrapped = _context().wrap_socket(connection, server_hostname=name or None, suppress_ragged_eofs=False)
        except (OSError, ValueError) as error:
            return Exchange(sent=b"", end="handshake", failure=_word(error))
        with wrapped:
            secured = Secured(version=wrapped.version() or "", certificate=wrapped.getpeercert(binary_form=True) or b"")
            made = self._talk(wrapped, ask, begun)
        if made.end == "reset" and made.failure == _RAGGED:
            return msgspec.structs.replace(made, secured=secured, end="closed", failure="")
        return msgspec.structs.replace(made, secured=msgspec.structs.replace(secured, notified=made.end == "closed"))

    def _talk(self, connection: socket.socket, ask: Ask, begun: float) -> Exchange:
        """Send the pieces, read until the end, the limit, or a silence of *wait* seconds."""
        # A server that has left connections open after its answers will do so again: that is known, and need not be waited for.
        wait = ask.wait or self.settings.timeout / (1 if self._left_open < _OPEN else 5)
        received = bytearray()
        end: End = "closed"
        failure = ""
        try:
            for number, piece in enumerate(ask.pieces):
                if number:
                    time.sleep(ask.pause)
                connection.sendall(piece)
        except OSError as error:
            # The server would not hear the rest: what it answered, if anything, is read below.
            failure = _word(error)
        last = time.monotonic()
        longest = begun + max(6 * self.settings.timeout, ask.wait)
        try:
            while True:
                now = time.monotonic()
                left = min(last + wait, longest) - now
                if left <= 0:
                    end = "silence" if last + wait <= longest else "limit"
                    break
                connection.settimeout(left)
                piece = connection.recv(_CHUNK)
                if not piece:
                    break
                received += piece
                # An ask with a wait of its own is watched so long in all: a byte now and then does not prolong it.
                last = last if ask.wait else time.monotonic()
                if ask.enough and len(received) >= ask.enough:
                    end = "enough"
                    break
                if len(received) > self.settings.bytes:
                    end = "limit"
                    break
        except TimeoutError:
            end = "silence"
        except ssl.SSLError as error:
            # Releases of Python differ in what they call it.
            ragged = isinstance(error, ssl.SSLEOFError) or error.reason == "UNEXPECTED_EOF_WHILE_READING"
            end, failure = "reset", _RAGGED if ragged else _word(error)
        except OSError as error:
            end, failure = "reset", _word(error)
        return Exchange(sent=b"", received=bytes(received), end=end, failure=failure)


def _resolve(host: str, port: int) -> list[_Place]:
    """The host's numbers, at most eight; none where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys((family, place) for family, _, _, _, place in found))[:8]


def _context() -> ssl.SSLContext:
    """TLS as a reader's program speaks it who trusts on first use; weak keys are let in, for a rule to find them."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    # Some releases of Python take an end without close_notify for a proper one, unless told otherwise.
    made.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    made.set_ciphers("DEFAULT:@SECLEVEL=0")
    return made


def _word(error: Exception) -> str:
    """The system's word for *error*, in one line."""
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(reason).partition("\n")[0]
