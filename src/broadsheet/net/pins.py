"""A server and its certificate in, whether it is the one that was seen first out: trust on first use (Gemini specification, "TLS").

A pin holds until the certificate that was seen first runs out. At most `MOST` are known; where there are more, the site with the most of them loses the
one that was unseen longest: whoever has a whole domain of names drives out its own. Without a file they last as long as the process. A file of pins is text,
a line each, and whoever has it may take lines out:

    capsule.example:1965 2f1c…(SHA-256 of the certificate, hex) 2125-01-01T00:00:00+00:00

It holds which capsules were asked, not by whom nor when; it is its owner's alone. Several processes may share it: it is read again whenever it has changed.
"""

import fcntl
import os
import re
import stat
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509

from .. import filing

FILE = "known_capsules"
MOST = 4_000
_LONGEST = 400  # bytes of a line: a host name has 253
_LABELS = 128  # more than a host name has
_LINE = re.compile(r"([!-~]{1,262}:[0-9]{1,5}) ([0-9a-f]{64}) ([0-9T:.+-]{10,40})")


class Pins:
    """The certificates that were seen, by server; kept in *file* where one is given. *tell* is told once where that cannot be read or written."""

    def __init__(self, file: Path | None = None, tell: Callable[[str], None] = lambda _: None) -> None:
        self._file, self._tell = file, tell
        self._stamp: tuple[int, ...] = ()
        self._seen: OrderedDict[str, tuple[bytes, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def holds(self, server: str, certificate: bytes, now: datetime) -> bool:
        """Whether *certificate* (DER) is the one that *server* (`host:port`) is known by; a server that is not known is from now on. It may wait for a disk."""
        shown = sha256(certificate).digest()
        with self._lock:
            self._read()
            if not self._is_news(server, shown):
                self._seen.move_to_end(server)
                return True
            with self._alone():
                self._read()
                known = self._seen.get(server)
                if known is not None and known[0] != shown and now < known[1]:
                    return False
                self._seen[server] = shown, _end(certificate, now)
                self._seen.move_to_end(server)
                if len(self._seen) > MOST:
                    self._forget()
                self._write()
        return True

    def _is_news(self, server: str, shown: bytes) -> bool:
        known = self._seen.get(server)
        return known is None or known[0] != shown

    def _forget(self) -> None:
        """Let the oldest go of the site with the most pins.

        Under some domains of two labels (co.uk, a host of capsules) everybody has a name: there it is the one label deeper with the most, and so on, until
        each has but one.
        """
        left = list(self._seen)
        for labels in range(2, _LABELS):
            most, count = Counter(_site(server, labels) for server in left).most_common(1)[0]
            if count == 1:
                break
            left = [server for server in left if _site(server, labels) == most]
            if most.count(".") + 1 < labels:  # a whole name, with its ports
                break
        del self._seen[left[0]]

    @contextmanager
    def _alone(self) -> Generator[None]:
        """While no other process changes the file."""
        handle = -1
        try:
            if self._file is not None:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                handle = os.open(self._file.parent, os.O_RDONLY | os.O_CLOEXEC)
                fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            self._give_up("written", error)
        try:
            yield
        finally:
            if handle >= 0:
                os.close(handle)

    def _read(self) -> None:
        """Know what the file says where it has changed."""
        if self._file is None:
            return
        try:
            # Not to wait for a writer where somebody has laid a pipe there.
            with open(os.open(self._file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123
                state = os.fstat(file.fileno())
                stamp = state.st_ino, state.st_mtime_ns, state.st_size
                if stamp == self._stamp:
                    return
                text = file.read(MOST * _LONGEST).decode("ascii", "replace") if stat.S_ISREG(state.st_mode) else ""
        except FileNotFoundError:
            stamp, text = (), ""
        except OSError as error:
            self._give_up("read", error)
            return
        if stamp != self._stamp:
            self._stamp = stamp
            self._seen = OrderedDict(pin for line in text.splitlines() if (pin := _pin(line)))

    def _write(self) -> None:
        if self._file is None:
            return
        lines = (f"{server} {shown.hex()} {end.isoformat()}\n" for server, (shown, end) in self._seen.items())
        try:
            filing.put(self._file, "".join(lines).encode("ascii"))
            state = self._file.stat()
        except OSError as error:
            self._give_up("written", error)
        else:
            self._stamp = state.st_ino, state.st_mtime_ns, state.st_size

    def _give_up(self, what: str, error: OSError) -> None:
        """What is known stays in memory."""
        self._tell(f"{self._file}: cannot be {what} ({error.strerror}); which certificates capsules show is remembered until this program ends")
        self._file = None


def _pin(line: str) -> tuple[str, tuple[bytes, datetime]] | None:
    """What a line of the file says; None where it says nothing, as ssh does with its own."""
    found = _LINE.fullmatch(line)
    try:
        end = datetime.fromisoformat(found[3]) if found else None
    except ValueError:
        return None
    return (found[1], (bytes.fromhex(found[2]), end)) if found and end and end.tzinfo else None


def _site(server: str, labels: int) -> str:
    """What one owner may have many of: the names below a domain of so many *labels*; all numbers are one site."""
    host = server.rpartition(":")[0]
    try:
        ip_address(host)
    except ValueError:
        return ".".join(host.split(".")[-labels:])
    return ""


def _end(certificate: bytes, now: datetime) -> datetime:
    """When *certificate* runs out; *now* where it does not say: then any other takes its place."""
    try:
        return x509.load_der_x509_certificate(certificate).not_valid_after_utc
    except (ValueError, x509.InvalidVersion, x509.UnsupportedGeneralNameType):
        return now


def moment() -> datetime:
    """Now, as pins count."""
    return datetime.now(UTC)
