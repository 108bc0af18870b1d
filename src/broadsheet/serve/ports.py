"""One protocol on its listening sockets: who is connected, the sweep through them, the stop.

`Port` is what the three protocols share. A connection (`Guest`) is anything that can be swept, asked to leave and aborted.
"""

import asyncio
import logging
import socket
import ssl
from typing import Final, Protocol

from .limits import Door, Limits, key

TICK: Final = 0.5
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


class Port:
    """Listens on *sockets* from `start` to `stop`. Subclasses make the connections (`guest`) and the answers."""

    name = ""

    def __init__(self, sockets: list[socket.socket], limits: Limits, context: ssl.SSLContext | None = None) -> None:
        self.limits = limits
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
            self._servers.append(await loop.create_server(self.guest, sock=listener))
        self._sweeper = loop.create_task(self._sweep())

    async def stop(self, seconds: float) -> None:
        """Accept no more; let answers under way finish, for *seconds* at most; then end all. Cancelled, it ends all at once."""
        # Not `Server.close` first: what the loop has accepted but not yet made into a connection would be dropped with it.
        for listener in self._sockets:
            asyncio.get_running_loop().remove_reader(listener)
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
        """Write *connection* down, or say that there is no room. A full house lets the one go that has been silent longest."""
        client = key(address)
        if len(self._guests) >= self.limits.connections and not self._make_room():
            return False
        if not self.door.enter(client):
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

    def _make_room(self) -> bool:
        # Guests stand in the order in which they came: the first that still owes its request is the oldest such.
        for guest in self._guests:
            if guest.state == "waiting":
                guest.abort()
                self.left(guest)
                return True
        return False

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(TICK)
            now = loop.time()
            for guest in tuple(self._guests):
                guest.sweep(now)


async def _turns() -> None:
    """The few turns of the loop in which what was accepted becomes a connection, and what was aborted is told so."""
    for _ in range(5):
        await asyncio.sleep(0)
