"""One protocol on its listening sockets: who is connected, the sweep through them, the stop.

`Port` is what the three protocols share. A connection (`Guest`) is anything that can be swept, asked to leave and aborted.
"""

import asyncio
import logging
import socket
import ssl
from collections import OrderedDict
from typing import Final, NamedTuple, Protocol

from . import Kept, Note, Reply, Sent, nothing
from .limits import Door, Limits, key, network

TICK: Final = 0.5
BACKLOG: Final = 1024
# Bytes of answers that lie ready under the line that asks for them.
READY: Final = 16 * 2**20
_TURN = 200  # connections that are swept before readers have their turn

log = logging.getLogger("broadsheet.serve")


class Guest(Protocol):
    """A connection as its port sees it. *client* is set by `Port.entered`; *state* is a word of `connection`."""

    client: str
    state: str

    def sweep(self, now: float) -> None:
        """End what takes too long."""
        ...

    def leave(self) -> None:
        """Go, unless an answer is under way."""
        ...

    def abort(self) -> None:
        """Go at once."""
        ...


class _Ready(NamedTuple):
    """An answer that lies ready: it holds as long as the responder has this very *reply* at hand for *path* and *query*."""

    path: str
    query: str
    reply: Reply
    sent: Sent


class Port:
    """Listens on *sockets* from `start` to `stop`. Subclasses make the connections (`guest`) and the answers.

    *kept* says what the responder has at hand, *note* is told of every answer.
    """

    name = ""
    form = ""

    def __init__(
        self, sockets: list[socket.socket], limits: Limits, context: ssl.SSLContext | None = None, *, kept: Kept = nothing, note: Note | None = None
    ) -> None:
        self.limits = limits
        self.note = note
        self.kept = kept
        self._known: OrderedDict[bytes, _Ready] = OrderedDict()
        self._size = 0
        self.context = context
        self.door = Door(limits)
        self._sockets = sockets
        self._servers: list[asyncio.Server] = []
        self._guests: dict[Guest, None] = {}
        self._sweeper: asyncio.Task[None] | None = None
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def number(self) -> int:
        """The port it listens on."""
        return int(self._sockets[0].getsockname()[1])

    def guest(self) -> asyncio.BaseProtocol:
        """A connection for a client that has just come."""
        raise NotImplementedError

    async def start(self) -> None:
        """Begin to accept."""
        loop = asyncio.get_running_loop()
        for listener in self._sockets:
            self._servers.append(await loop.create_server(self.guest, sock=listener, backlog=BACKLOG))
        self._sweeper = loop.create_task(self._sweep())

    async def stop(self, seconds: float) -> None:
        """Accept no more; let answers under way finish, for *seconds* at most; then end all. Cancelled, it ends all at once."""
        loop = asyncio.get_running_loop()
        if isinstance(loop, asyncio.SelectorEventLoop):
            # Not `Server.close` first: what asyncio has accepted but not yet made into a connection would be dropped with it. (uvloop drops nothing.)
            for listener in self._sockets:
                loop.remove_reader(listener)
            await _turns()
        for server in self._servers:
            server.close()
        for guest in tuple(self._guests):
            guest.leave()
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            log.warning("%s: %d answers were not taken in %g seconds and are cut off", self.name, len(self._guests), seconds)
        finally:
            for guest in tuple(self._guests):
                guest.abort()
            if self._sweeper is not None:
                self._sweeper.cancel()
        await _turns()

    def entered(self, connection: Guest, address: str) -> bool:
        """Write *connection* down, or say that there is no room. A full house lets the one go that has been silent longest: of the same
        network where there is one, so that a crowd drives out itself and nobody else.
        """
        client = key(address)
        came = self.door.enter(client)
        if came and len(self._guests) >= self.limits.connections and not self._make_room(client):
            self.door.leave(client)
            came = False
        if not came:
            if self.note is not None:
                self.note(self.name, client, "", 0, 0, 0.0)
            return False
        connection.client = client
        self._guests[connection] = None
        self._empty.clear()
        return True

    def left(self, connection: Guest) -> None:
        """Strike *connection* out."""
        if connection in self._guests:
            del self._guests[connection]
            self.door.leave(connection.client)
            if not self._guests:
                self._empty.set()

    @property
    def inside(self) -> int:
        """How many are connected."""
        return len(self._guests)

    def ready(self, line: bytes, client: str) -> Sent | None:
        """The answer to *line* where it lies ready and still holds: no task, no thread, no making."""
        known = self._known.get(line)
        if known is None or self.kept(known.path, known.query, self.form) is not known.reply or self.door.wait(client, asyncio.get_running_loop().time()):
            return None
        return known.sent

    def remember(self, line: bytes, path: str, query: str, reply: Reply, sent: Sent) -> None:
        """Lay the answer to *line* ready, if the responder keeps *reply*."""
        if self.kept(path, query, self.form) is not reply:
            return
        known = self._known.pop(line, None)
        self._size += _weight(line, sent) - (_weight(line, known.sent) if known else 0)
        self._known[line] = _Ready(path, query, reply, sent)
        while self._size > READY:
            first, oldest = self._known.popitem(last=False)
            self._size -= _weight(first, oldest.sent)

    def forget(self) -> None:
        """Let go of all answers that lie ready."""
        self._known.clear()
        self._size = 0

    def told(self, client: str, sent: Sent, seconds: float) -> None:
        """An answer goes out, *seconds* after its request was whole."""
        if self.note is not None:
            self.note(self.name, client, sent.path, sent.status, len(sent.data), seconds)

    def _make_room(self, client: str) -> bool:
        # Guests stand in the order in which they came: the first that still owes its request is the oldest such.
        silent = [guest for guest in self._guests if guest.state == "waiting"]
        within = network(client)
        for guest in (*(each for each in silent if network(each.client) == within), *silent):
            guest.abort()
            self.left(guest)
            return True
        return False

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(TICK)
            now = loop.time()
            for number, guest in enumerate(tuple(self._guests), 1):
                guest.sweep(now)
                if number % _TURN == 0:
                    await asyncio.sleep(0)  # readers wait no longer for a sweep through thousands


def _weight(line: bytes, sent: Sent) -> int:
    """About how many bytes an answer that lies ready takes: a short page can be asked for by any number of long lines."""
    return len(sent.data) + len(line) + len(sent.path) + 500


async def _turns() -> None:
    """The few turns of the loop in which what was accepted becomes a connection, and what was aborted is told so."""
    for _ in range(5):
        await asyncio.sleep(0)
