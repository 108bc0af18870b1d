"""Answers told, lines of an access log out (the Common Log Format), to a file or standard error.

    192.0.2.7 - - [22/Nov/2026:20:33:10 +0000] "GET /politik/!104 GEMINI" 20 26549

A line holds nothing as a client sent it: the path is the one that the edition understood, percent-encoded, `-` where it understood none; the
question of a search is left out, also where it stands in the path. IPv6 addresses stand as their /64. Gopher has no status and borrows HTTP's.
"""

import asyncio
import logging
import os
import re
import sys
import time
from pathlib import Path

from ..errors import ServeError

SECONDS = 1.0
_LONGEST = 1024
_PROTOCOLS = {"gopher": "GOPHER", "gemini": "GEMINI", "web": "HTTP/1.1"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A question that stands in a path (`/~/find/…`), and what follows it.
_FOUND = re.compile(r"(/~/find/).*", re.DOTALL)
log = logging.getLogger("broadsheet.serve")


class Journal:
    """Writes to *path*, or to standard error where it is None. Lines are written together, a second late at most; several processes may share a file."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines: list[str] = []
        self._later: asyncio.TimerHandle | None = None
        self._second, self._date = -1, ""
        self._failed = False
        try:
            self._file = sys.stderr.fileno() if path is None else os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        except OSError as error:
            raise ServeError(f"log: {path} cannot be written ({error.strerror}); name another file, or - for standard error") from None

    def note(self, protocol: str, client: str, path: str, status: int, size: int, seconds: float) -> None:  # noqa: ARG002
        """One answer (`serve.Note`). Who was turned away at the door (status 0) has no line."""
        if not status:
            return
        now = int(time.time())
        if now != self._second:
            self._second, moment = now, time.gmtime(now)
            # Not strftime: its months are in the language of the machine.
            self._date = f"{moment.tm_mday:02}/{_MONTHS[moment.tm_mon - 1]}/{time.strftime('%Y:%H:%M:%S', moment)} +0000"
        path = _FOUND.sub(r"\1-", path)
        self._lines.append(f'{client or "127.0.0.1"} - - [{self._date}] "GET {path[:_LONGEST] or "-"} {_PROTOCOLS.get(protocol, protocol)}" {status} {size}\n')
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(SECONDS, self.flush)

    def flush(self) -> None:
        """Write what has come together. What cannot be written is told once and dropped: a full disk stops no reader."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        data = memoryview("".join(self._lines).encode())
        self._lines.clear()
        try:
            while data:
                data = data[os.write(self._file, data) :]
            self._failed = False
        except OSError as error:
            if not self._failed:
                log.error("the access log %s cannot be written: %s", self._path or "on standard error", error.strerror)
            self._failed = True

    def close(self) -> None:
        """Write the rest, and the file is free."""
        self.flush()
        if self._path is not None:
            os.close(self._file)
