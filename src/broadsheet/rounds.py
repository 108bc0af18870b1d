"""Profiles of papers in, what their rounds give out, in order: an event loop in a thread of its own, and a queue."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator, Mapping

from .archive.moments import zone
from .archive.sqlite import SqliteArchive
from .gather.asking import Manners
from .gather.events import Event, Tally
from .gather.fetch import Fetcher, host_of
from .gather.profile import Profile
from .gather.round import Round
from .gather.siteconfigs import SiteConfigs
from .leads import LeadsError, leads
from .net import hours
from .net.answer import Answer, failed, iso
from .net.pace import PACE
from .siteconfig import Leads

_IN_FLIGHT = 32  # pages between the rounds and the archive: more would only be lost when the process is
_LOOK = 0.05  # seconds after which what the workers have done is stored, though nothing new has come


class Rules:
    """What the user's site configs, None for none, say of how pages are asked for."""

    def __init__(self, configs: SiteConfigs | None) -> None:
        self._configs = configs

    def headers(self, address: str) -> Mapping[str, str]:
        """The headers that go with a request for the page at *address*."""
        rules = self._configs.of(address) if self._configs else None
        return dict(rules.headers) if rules else {}

    async def lead(self, page: Answer) -> Leads | Answer:
        """Where *page* leads: `gather.whole.Lead`."""
        rules = self._configs.of(page.address) if self._configs else None
        try:
            return await leads(page.body, page.address, page.charset, rules) if rules else Leads()
        except LeadsError as error:
            return failed(page.address, "damaged", str(error).removeprefix(f"{page.address}: "))


class Rounds:
    """The rounds of all papers, in an event loop in a thread of its own; what they give comes in order from `events`."""

    def __init__(
        self, archive: SqliteArchive, profiles: tuple[Profile, ...], manners: Manners, configs: SiteConfigs | None, enough: Callable[[], bool]
    ) -> None:
        self._archive = archive
        self._rules = Rules(configs)
        self._profiles = profiles
        self._manners = manners
        self._enough = enough
        self._queue: queue.Queue[Event | BaseException | None] = queue.Queue(_IN_FLIGHT)
        self._ended = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self.tally = Tally()
        self.requests = 0
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)

    def events(self) -> Iterator[Event | None]:
        """What the rounds give, until they end; None where nothing came for a moment. Raises what went wrong in them."""
        self._thread.start()
        while True:
            try:
                event = self._queue.get(timeout=_LOOK)
            except queue.Empty:
                yield None
                continue
            if event is None:
                return
            if isinstance(event, BaseException):
                raise event
            yield event

    def stop(self) -> None:
        """End the rounds, wherever they are."""
        self._ended.set()
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)
        while self._thread.is_alive():
            with contextlib.suppress(queue.Empty):
                self._queue.get_nowait()
            self._thread.join(_LOOK)

    def _run(self) -> None:
        ending: BaseException | None = None
        try:
            asyncio.run(self._all())
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # it is raised again, in the thread that waits for it
            ending = error
        self._put(ending)

    def _put(self, event: Event | BaseException | None) -> None:
        """Hand *event* over, as soon as there is room; drop it where nobody takes any more."""
        while not self._ended.is_set():
            try:
                self._queue.put(event, timeout=_LOOK)
            except queue.Full:
                continue
            return

    async def _all(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        manners = self._manners
        async with manners.client() as client:
            pace = manners.pace or PACE
            fetcher = Fetcher(client, self._archive.visits, patience=manners.patience, pace_seconds=pace, adds=self._rules.headers)
            for profile in self._profiles:
                fetcher.set_pace(host_of(profile.address), profile.pace)
            try:
                async with asyncio.TaskGroup() as group:
                    for profile in self._profiles:
                        group.create_task(self._one(profile, fetcher))
            except BaseExceptionGroup as errors:
                raise errors.exceptions[0] from errors
            finally:
                self.requests = fetcher.asked

    async def _one(self, profile: Profile, fetcher: Fetcher) -> None:
        """One paper's round."""

        async def emit(event: Event) -> None:
            await asyncio.to_thread(self._put, event)

        def holds(address: str) -> bool:
            return bool(self._archive.targets(profile.key, (address,))) or self._archive.withdrawal(profile.key, (address,)) is not None

        now = fetcher.now()
        published = await asyncio.to_thread(self._archive.published, profile.key, iso(now - hours.WEEKS))
        known = hours.hours(published, zone(profile.timezone), now)
        one = Round(profile, fetcher, self._archive.visits, emit, holds=holds, enough=self._enough, hours=known, lead=self._rules.lead)
        try:
            await one.run()
        finally:
            for name in Tally.__struct_fields__:
                setattr(self.tally, name, getattr(self.tally, name) + getattr(one.tally, name))
