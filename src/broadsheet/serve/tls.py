"""TLS on a transport that is open already: ciphertext in, plain text out, and the other way round; no socket and no loop.

asyncio's own TLS decides before the first byte; on the Gopher port the first byte decides (protocols.md §11). With a session of our own the
deadline for the handshake, the progress of writing and close_notify (protocols.md §14) are the connection's, as they are without TLS.
"""

import contextlib
import ssl

# A record's plain text at most (RFC 8446 §5.1).
_PIECE = 16384


class Session:
    """One TLS session, server side. `feed` and `finish` leave what has to be sent in `outgoing()`. `ssl.SSLError` where the client breaks TLS."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._session = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self.open = False
        self.closed = False

    def feed(self, data: bytes) -> bytes:
        """Ciphertext from the client in, plain text out; "" while the handshake lasts. *closed* is set by the client's close_notify."""
        self._incoming.write(data)
        plain = b""
        try:
            if not self.open:
                self._session.do_handshake()
                self.open = True
            # As long as there is something: to be told that there is nothing costs an exception.
            while not self.closed and (self._incoming.pending or self._session.pending()):
                piece = self._session.read(_PIECE)
                plain += piece
                self.closed = not piece
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:
            self.closed = True
        return plain

    def finish(self, data: bytes) -> None:
        """The whole answer and close_notify."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._session.write(rest) :]
        # Ours is said; the client's own close_notify may come or not.
        with contextlib.suppress(ssl.SSLWantReadError):
            self._session.unwrap()

    def outgoing(self) -> bytes:
        """What has to be sent now."""
        return self._outgoing.read()
