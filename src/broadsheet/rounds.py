"""Profiles of papers in, what their rounds give out, in order: an event loop in a thread of its own, and a queue."""

import asyncio
import contextlib
import queue
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from .archive.moments import zone
from .archive.sqlite import SqliteArchive
from .errors import BroadsheetError
from .gather import forms
from .gather.asking import Manners
from .gather.events import Event, Got, Missed, Tally
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
_BYTES = 64 << 20  # of them, where there is more than one
_GRACE = 60.0  # seconds in which a round ends by itself when there was enough: an answer that is under way takes no longer
_LOOK = 0.05  # seconds after which what the workers have done is stored, though nothing new has come


class Rules:
    """What the user's site configs, None for none, say of how pages are asked for."""

    def __init__(self, configs: SiteConfigs | None) -> None:
        self._configs = configs

    def headers(self, address: str) -> Mapping[str, str]:
        """The headers that go with a request for the page at *address*."""
        return self._configs.headers(address) if self._configs else {}

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
        self._held = 0  # bytes of the pages in the queue
        self._counting = threading.Lock()
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
            if isinstance(event, Got):
                self._count(-len(event.capture.body))
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
        size = len(event.capture.body) if isinstance(event, Got) else 0
        while not self._ended.is_set():
            if size and not self._count(size):
                self._ended.wait(_LOOK)
                continue
            try:
                self._queue.put(event, timeout=_LOOK)
            except queue.Full:
                self._count(-size)
                continue
            return

    def _count(self, size: int) -> bool:
        """Count *size* bytes more (or fewer) in the queue; whether there was room for them: for one page there always is."""
        with self._counting:
            has_room = size <= 0 or not self._held or self._held + size <= _BYTES
            self._held += size if has_room else 0
        return has_room

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
                    tasks = [group.create_task(self._one(profile, fetcher)) for profile in self._profiles]
                    late = group.create_task(self._end_late(tasks))
                    await asyncio.wait(tasks)
                    late.cancel()
            except BaseExceptionGroup as errors:
                raise errors.exceptions[0] from errors
            finally:
                self.requests = fetcher.asked

    async def _end_late(self, tasks: list[asyncio.Task[None]]) -> None:
        """End those of *tasks* that go on though there was enough: an article has up to thirty pages, and a server may send each as slowly as it likes,
        for which neither other papers nor other writers are to wait.
        """
        while not self._enough():
            await asyncio.sleep(1.0)
        await asyncio.sleep(_GRACE)
        for task in tasks:
            task.cancel()

    async def _one(self, profile: Profile, fetcher: Fetcher) -> None:
        """One paper's round."""

        async def emit(event: Event) -> None:
            await asyncio.to_thread(self._put, event)

        def holds(address: str) -> bool:
            # An address that another article's page calls its own, and that looks like none of it, may be an article that is not read yet.
            known = any(forms.alike(address, head.address) for head in self._archive.targets(profile.key, (address,)).values())
            return known or self._archive.withdrawal(profile.key, (address,)) is not None

        now = fetcher.now()
        published = await asyncio.to_thread(self._archive.published, profile.key, iso(now - hours.WEEKS))
        known = hours.hours(published, zone(profile.timezone), now)
        one = Round(profile, fetcher, self._archive.visits, emit, holds=holds, enough=self._enough, hours=known, lead=self._rules.lead)
        try:
            await one.run()
        except BroadsheetError:
            raise
        except Exception as error:  # what a paper sends, and no reader of ours foresaw, keeps no other paper from being gathered
            place = traceback.extract_tb(error.__traceback__)[-1]
            fault = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
            message = f"{profile.address}: its round ended at a fault of ours ({fault}); please report it"
            await emit(Missed(paper=profile.key, address=profile.address, reason="error", message=message, failed=True))
        finally:
            for name in Tally.__struct_fields__:
                setattr(self.tally, name, getattr(self.tally, name) + getattr(one.tally, name))
