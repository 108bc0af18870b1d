"""A small server of the tests' own, that does with a request what a test tells it to: nothing of it is broadsheet's."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from broadsheet.check import Settings

HOST = "127.0.0.1"
QUICK = Settings(pages=10, timeout=1.2, patience=1.2, pause=0.02, pace=0)


class Manner(NamedTuple):
    """How a server deals with connections. *idle*: seconds for who sends nothing whole (None: for ever; 0: until somebody who came later has been
    answered, so that no test hangs on how busy the machine is); *end*: what ends a request; *once*: one
    read is taken for the whole request; *alone*: one connection at a time; *leave*: how a connection ends; *longest*: bytes of a request
    (None: any). *tls*: a handshake comes first (`always`), where its first byte comes (`maybe`), or never. *keep*: a bare LF is left on
    the request.
    """

    idle: float | None = 0
    end: bytes = b"\n"
    once: bool = False
    alone: bool = False
    leave: str = "close"
    longest: int | None = 1500
    tls: str = "never"
    keep: bool = False


class Server:
    """A server on a free port of this machine, in threads; `with` stops it."""

    def __init__(self, answer: Callable[[bytes, int], bytes | None], manner: Manner, context: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._manner = manner
        self._context = context
        self._one = threading.Lock()
        self._socket = socket.create_server((HOST, 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self._came = self._answered = 0
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._accept)

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # On Linux this wakes whoever accepts.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
        for client in list(self._open):
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        threads: list[threading.Thread] = []
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                break
            # Session tickets and the answer are two writes: without this the second waits 40 ms for the first one's acknowledgement.
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.add(client)
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            thread.start()
            threads.append(thread)

    def _serve(self, client: socket.socket) -> None:
        if self._manner.alone:
            with self._one:
                self._talk(client)
        else:
            self._talk(client)

    def _talk(self, plain: socket.socket) -> None:
        client = plain
        self._came += 1
        number = self._came
        try:
            first = self._wait(client, number, socket.MSG_PEEK)
            if first is None:
                return
            if self._manner.tls == "always" or (self._manner.tls == "maybe" and first[:1] == b"\x16"):
                assert self._context is not None
                client.settimeout(10)
                # Who is no TLS client gets an alert or nothing.
                client = self._context.wrap_socket(client, server_side=True)
            line = self._read(client, number)
            made = self._answer(line, self.port) if line is not None else None
            if made is not None:
                client.sendall(made)
                self._answered = max(self._answered, number)
            self._leave(plain, client)
        except OSError:
            pass  # the client has gone, or was too slow
        finally:
            self._open.discard(plain)
            plain.close()
            client.close()

    def _wait(self, client: socket.socket, number: int, flags: int = 0) -> bytes | None:
        """The next bytes; None where the client has had its time."""
        idle = self._manner.idle
        begun = time.monotonic()
        while True:
            client.settimeout(0.02 if idle is not None else None)
            try:
                return client.recv(65536, flags) if flags else client.recv(65536)
            except TimeoutError:
                passed = time.monotonic() - begun
                if (idle == 0 and self._answered > number) or passed > (idle or 10):
                    return None

    def _read(self, client: socket.socket, number: int) -> bytes | None:
        """The request without its line end; None where none came in time."""
        end, line = self._manner.end, b""
        while end not in line and (self._manner.longest is None or len(line) <= self._manner.longest):
            piece = self._wait(client, number)
            if not piece:
                return None
            line += piece
            if self._manner.once:
                break
        if self._manner.keep and not line.endswith(b"\r\n"):
            return line
        return line.partition(end)[0].removesuffix(b"\r")

    def _leave(self, plain: socket.socket, client: socket.socket) -> None:
        match self._manner.leave:
            case "stay":
                client.settimeout(10)
                client.recv(1)
            case "reset":
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            case "bare" if isinstance(client, ssl.SSLSocket):
                # The end of the connection without TLS's own word for it.
                raw = socket.socket(fileno=client.detach())
                raw.shutdown(socket.SHUT_RDWR)
                raw.close()
            case _:
                if isinstance(client, ssl.SSLSocket):
                    client.settimeout(2)
                    with suppress(OSError, ValueError):  # a session that never stood has no end either
                        client.unwrap()
                else:
                    client.shutdown(socket.SHUT_WR)
                    client.settimeout(2)
                    # What comes after the request is read: a socket closed over unread bytes resets.
                    while client.recv(65536):
                        pass
