"""An address in, what became of it out: politely. Robots.txt, pace, one request at a time to each host, redirects, all in one place.

No request of a gathering passes by `Fetcher.get`. What must outlive the process (when a host was asked, what its robots.txt said) is given to
`Memory` before the request is sent: a process that dies and comes back is not impolite.
"""

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from ..net import meaning, pace, robots
from ..net.answer import CONDITIONS, PAGE, ROBOTS, Answer, Wanted, failed, retry_after
from ..net.client import MAX_REDIRECTS
from ..visit import Host, Robots
from . import permission

PATIENCE = 300.0
"""Seconds that one request waits for its turn, by default."""


class Asks(Protocol):
    """Makes one request: `net.client.Client`."""

    async def ask(self, address: str, wanted: Wanted = PAGE, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a GET for *address*, redirects not followed."""
        ...


class Memory(Protocol):
    """What is remembered of hosts: `archive.visits.Visits`. Called from threads."""

    def host(self, name: str) -> Host:
        """The host of that name."""
        ...

    def put_host(self, host: Host) -> None:
        """Remember *host*."""
        ...

    def robots(self, origin: str) -> Robots:
        """The robots.txt of *origin*."""
        ...

    def put_robots(self, robots: Robots) -> None:
        """Remember *robots*."""
        ...


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an address: the last *answer*, the addresses that led to it in order (*way*, without the answer's own).

    *lasting* is where permanent redirects alone led to, "" for nowhere. *twin* is the address of a redirect at which the caller wanted to stop.
    """

    answer: Answer
    way: tuple[str, ...] = ()
    lasting: str = ""
    twin: str = ""


class _UnaskedError(Exception):
    """A robots.txt that may not be asked for now."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.message)
        self.answer = answer


class _Line:
    """The queue before one host."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.lock = asyncio.Lock()
        self.free = 0.0  # on the monotonic clock, which nobody sets


class Fetcher:
    """Asks through *client*, no host more often than once in *pace* seconds. *clock* gives seconds since 1970.

    *budget* is how many requests may be sent in all, robots.txt included; None for any number. *patience* is how many seconds one request may
    wait for its turn: where a server wants us to wait longer, the answer is `held`, and nobody is asked. *adds* gives the headers that go with a request
    for the page at an address: no other host hears of them. *insists*: somebody waits, so that a robots.txt which could not be reached in an earlier run
    is asked for at once, not after its back-off.
    """

    def __init__(
        self,
        client: Asks,
        memory: Memory,
        *,
        pace_seconds: float = pace.PACE,
        clock: Callable[[], float] = time.time,
        budget: int | None = None,
        patience: float = PATIENCE,
        adds: Callable[[str], Mapping[str, str]] = lambda _: {},
        insists: bool = False,
    ) -> None:
        self._client = client
        self._memory = memory
        self._pace = pace_seconds
        self._clock = clock
        self._lines: dict[str, _Line] = {}
        self._files: dict[str, tuple[asyncio.Lock, Robots]] = {}
        self._paces: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self.budget = budget
        self.patience = patience
        self._adds = adds
        self._insists = insists
        self.asked = 0
        """Requests sent so far."""

    def now(self) -> float:
        """The present moment."""
        return self._clock()

    def set_pace(self, host: str, seconds: float) -> None:
        """Ask *host* at most once in *seconds*, whatever the pace of all others is; of several papers at one host, the slowest counts."""
        self._paces[host] = max(seconds, self._paces.get(host, 0.0))

    async def get(
        self, address: str, wanted: Wanted = PAGE, headers: Mapping[str, str] | None = None, *, stop: Callable[[str], bool] = lambda _: False
    ) -> Fetched:
        """Ask for *address* and follow its redirects, but not to an address for which *stop* says yes. Never raises for what a server does."""
        here, way, lasting, is_lasting = address, [address], "", True
        for hop in range(MAX_REDIRECTS + 1):
            sent = {**(headers or {} if not hop else {}), **(self._adds(here) if wanted == PAGE else {})}
            answer = await self._allowed(here) or await self._ask(here, wanted, sent)
            if answer.status == 304 and not CONDITIONS & sent.keys():
                return Fetched(answer=failed(here, "damaged", "says that it has not changed, which it was not asked; try again later"), way=tuple(way[:-1]))
            if meaning.meaning(answer) != "moved":
                return Fetched(answer=answer, way=tuple(way[:-1]), lasting=lasting)
            following = meaning.target(answer)
            if not following:
                return Fetched(answer=failed(here, "bad-redirect", "leads to what is no web address"), way=tuple(way), lasting=lasting)
            is_lasting = is_lasting and meaning.is_lasting(answer)
            lasting = following if is_lasting else lasting
            if following in way:
                break
            if stop(following):
                return Fetched(answer=answer, way=tuple(way), lasting=lasting, twin=following)
            here = following
            way.append(here)
        return Fetched(answer=failed(address, "circle", f"more than {MAX_REDIRECTS} redirects, or a circle of them"), way=tuple(way))

    async def _allowed(self, address: str) -> Answer | None:
        """None where *address* may be asked for, else the answer that says why not."""
        try:
            rules = await self.rules(address)
        except _UnaskedError as unasked:
            return msgspec.structs.replace(unasked.answer, address=address, message=unasked.answer.message.replace(unasked.answer.address, address, 1))
        if rules.allows(address):
            return None
        if rules.reached:
            return failed(address, "robots", "its site's robots.txt does not allow it; it was not asked for")
        why = "its site's robots.txt cannot be reached, and without it nothing is asked for (RFC 9309 §2.3.1.4); check the address and the network"
        return failed(address, "unreachable", why)

    async def rules(self, address: str) -> robots.Rules:
        """What the robots.txt that speaks for *address* allows; it is asked for first, where that is due."""
        origin = robots.origin(address)
        if origin not in self._files:
            known = await asyncio.to_thread(self._memory.robots, origin)
            if self._insists and known.failures:
                known = msgspec.structs.replace(known, asked=0.0)
            self._files.setdefault(origin, (asyncio.Lock(), known))
        lock = self._files[origin][0]
        async with lock:
            known = self._files[origin][1]
            if robots.is_due(known, self.now(), first=60 * self._paces.get(host_of(address), self._pace)):
                answer = await self._robots(robots.address_of(origin))
                if answer.failure in {"held", "forbidden"}:  # nobody was asked, and nothing is known of the site by it
                    raise _UnaskedError(answer)
                known = robots.learned(known, answer, self.now())
                self._files[origin] = lock, known
                await asyncio.to_thread(self._memory.put_robots, known)
            rules = robots.rules(known)
        if rules.crawl_delay:
            self._delays[host_of(address)] = rules.crawl_delay
        return rules

    async def is_reserved(self, address: str) -> bool:
        """Whether the site of *address* reserves it from text and data mining by a file (`permission`), which is asked for once a day.

        A file that cannot be had reserves nothing; pages say it themselves, too.
        """
        name = permission.well_known(robots.origin(address))
        if name not in self._files:
            known = await asyncio.to_thread(self._memory.robots, name)
            self._files.setdefault(name, (asyncio.Lock(), known))
        lock = self._files[name][0]
        async with lock:
            known = self._files[name][1]
            if robots.is_due(known, self.now(), first=robots.DAY):
                answer = (await self.get(name, ROBOTS)).answer
                if answer.failure == "held":
                    return False
                known = robots.learned(known, answer, self.now())
                self._files[name] = lock, known
                await asyncio.to_thread(self._memory.put_robots, known)
        return known.status == 200 and permission.is_reserved(known.text, address)

    async def _robots(self, address: str) -> Answer:
        """The answer at the end of the redirects of a robots.txt (RFC 9309 §2.3.1.2)."""
        here = address
        for _ in range(robots.REDIRECTS + 1):
            answer = await self._ask(here, ROBOTS, None)
            if here != address and answer.failure in {"held", "forbidden"}:  # its own host was asked, and is not to be asked for it at each page
                return failed(address, "unreachable", f"leads to an address that is not asked for: {answer.message}")
            if meaning.meaning(answer) != "moved":
                return answer
            here = meaning.target(answer)
            if not here:
                return failed(address, "bad-redirect", "leads to what is no web address")
        return failed(address, "circle", f"more than {robots.REDIRECTS} redirects")

    async def _ask(self, address: str, wanted: Wanted, headers: Mapping[str, str] | None) -> Answer:
        """One request, when its host's turn has come."""
        name = host_of(address)
        if name not in self._lines:
            known = await asyncio.to_thread(self._memory.host, name)
            self._lines.setdefault(name, _Line(known))
        line = self._lines[name]
        async with line.lock:
            seconds = pace.pace_of(self._paces.get(name, self._pace), self._delays.get(name, 0.0))
            if self.budget is not None and self.asked >= self.budget:
                return failed(address, "held", f"not asked for: {self.budget} requests were allowed, and are used up")
            waiting = max(pace.wait(line.host, self.now(), seconds), line.free - time.monotonic())
            if waiting > self.patience:
                held = failed(address, "held", f"its server wants us to wait for {waiting:.0f} s more; it is asked for after that")
                return msgspec.structs.replace(held, headers={"retry-after": str(math.ceil(waiting))})
            await asyncio.sleep(waiting)
            self.asked += 1
            # Whoever comes after us, should this process end, does not know when it arrives there, nor when it is answered: one pace more.
            line.host = pace.sent(line.host, self.now(), 2 * seconds)
            await asyncio.to_thread(self._memory.put_host, line.host)
            answer = await self._client.ask(address, wanted, headers)
            now = self.now()
            # Counted from the end of the answer: so it holds at the server, too, however long the way there was.
            line.host = pace.sent(line.host, now, seconds)
            line.free = time.monotonic() + seconds
            asked_to_wait = retry_after(answer, now) if answer.status in {429, 503} else 0.0
            if asked_to_wait:
                line.host = pace.held(line.host, now, asked_to_wait)
                await asyncio.to_thread(self._memory.put_host, line.host)
            return answer


def host_of(address: str) -> str:
    """The host of *address* in lower case."""
    return (urlsplit(address).hostname or "").rstrip(".").lower()
