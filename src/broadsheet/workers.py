"""Captures in, what is on them out, in the same order: extraction in a pool of processes, each page with a limit of time and memory.

A worker is a process of its own that knows only pages: it takes a capture from a pipe and answers in JSON (never in pickles: what parsed hostile
input is not trusted). One that takes too long is killed and replaced. Pages in flight are bounded in number and in bytes, whatever the number of
files. `multiprocessing` is not used for starting: its children import the program that starts them.

Words of `reason` in an `ExtractionError` of this module, beside those of `extract`:

| reason | the page |
|---|---|
| `too-slow` | took longer than the limit |
| `too-large` | needed more memory than the limit |
| `crashed` | ended the worker |
| `error` | met a fault in the extractor, which is named |
"""

import collections
import contextlib
import gc
import importlib
import itertools
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

import msgspec

from .errors import BroadsheetError, CaptureError, ExtractionError
from .knowledge import Knowledge, Observation, Reading
from .model import Article, Capture, FrontPage

_AHEAD = 8  # captures in flight for each worker
_AT_ONCE = 4  # pages handed to a worker together: while it waits for the next, it does nothing
_AT_ONCE_BYTES = 4 << 20  # of pages handed over together; one goes whatever its size
_BYTES = 96 << 20  # of captures in flight; one is let through whatever its size
_COLLECTED = 20_000  # values of a worker after which garbage is looked for: a page leaves next to none, and its memory has a limit
_STARTING = 60.0  # seconds that a worker may take until it can begin


class Limits(msgspec.Struct, frozen=True):
    """What a page may take: *seconds* of time, *memory* in bytes beyond what the worker has at rest."""

    seconds: float = 10.0
    memory: int = 1 << 30


LIMITS = Limits()


class Pause(msgspec.Struct, frozen=True):
    """In the place of a capture: there is none just now, but there may be more; what is under way goes on meanwhile."""


PAUSE = Pause()


class Extracted(msgspec.Struct, frozen=True):
    """A capture and what was on it. *capture* is None where there was none to read: *found* is then the `CaptureError` that took its place.

    Of an article, *observation* is what its page shows of the site, *unaided* the article without what was known of the site, None where that is the same.
    """

    capture: Capture | None
    found: Article | FrontPage | BroadsheetError
    observation: Observation | None = None
    unaided: Article | None = None


class _Task(msgspec.Struct, frozen=True):
    capture: Capture
    front: bool
    seconds: float
    learn: bool = False
    known: Knowledge | None = None


class _Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    article: Article | None = None
    front: FrontPage | None = None
    observation: Observation | None = None
    unaided: Article | None = None
    reason: str = ""
    message: str = ""


_answers = msgspec.json.Decoder(_Answer)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract_all(
    captures: Iterable[Capture | CaptureError | Pause],
    *,
    jobs: int = 0,
    limits: Limits = LIMITS,
    is_front: Callable[[Capture], bool] = lambda _: False,
    known: Callable[[Capture], Knowledge | None] | None = None,
    extractor: str = "broadsheet.extract",
) -> Iterator[Extracted]:
    """What is on each of *captures*, in their order, as soon as it is known.

    A source that waits for something gives `PAUSE` now and then, so that what is done is not kept back until it has something.

    *jobs* is the number of worker processes, 0 for one for each processor. *is_front* tells front pages from articles; *known* says
    what is known of a page's site when its turn comes; without it nothing is learned of sites either, which takes time. *extractor* names the module
    that has `article(capture)`, `read(capture, known)` and `front_page(capture)`. Closing
    the iterator, or an error in it, ends the workers.
    """
    pool = _Pool(jobs or processors(), limits, extractor, known)
    try:
        yield from pool.run(iter(captures), is_front)
    finally:
        pool.close()


class _Slot:
    """A capture's place in the order, until it is known what is on it."""

    __slots__ = ("answer", "capture", "found", "front")

    def __init__(self, given: Capture | CaptureError, *, front: bool) -> None:
        self.capture = None if isinstance(given, CaptureError) else given
        self.found: Article | FrontPage | BroadsheetError | None = given if isinstance(given, CaptureError) else None
        self.answer: _Answer | None = None
        self.front = front

    @property
    def size(self) -> int:
        return len(self.capture.body) if self.capture else 0


class _Worker:
    """A worker process, the pipe to it, and the slots that it works on, one after the other."""

    def __init__(self, limits: Limits, extractor: str) -> None:
        try:
            self.pipe, theirs = Pipe()
        except OSError as error:
            raise unbegun(error) from None
        self.slots: collections.deque[_Slot] = collections.deque()
        self.deadline = time.monotonic() + _STARTING
        self.limits = limits
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with theirs:
            # -P: the folder that we happen to be in is no place to import from.
            command = [sys.executable, "-P", "-m", __name__, str(theirs.fileno()), extractor, str(limits.memory)]
            # A group of its own: Ctrl-C is for the program that started us, and a worker that still loads would answer it with a traceback.
            try:
                self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL, process_group=0)  # noqa: S603
            except OSError as error:
                self.pipe.close()
                raise unbegun(error) from None

    def give(self, slots: list[_Slot], known: Callable[[Capture], Knowledge | None] | None) -> bool:
        """Hand over pages, each with what is *known* of its site; False where the worker has ended meanwhile."""
        tasks = [
            _Task(slot.capture, slot.front, self.limits.seconds, known is not None, known(slot.capture) if known and not slot.front else None)
            for slot in slots
            if slot.capture
        ]
        self.slots.extend(slots)
        self.deadline = time.monotonic() + self.limits.seconds
        try:
            self.pipe.send_bytes(msgspec.msgpack.encode(tasks))
        except OSError:
            self.slots.clear()
            return False
        return True

    def heard(self, found: Article | FrontPage | BroadsheetError, answer: _Answer | None = None) -> None:
        """*found* is on the first of the pages, and was told with *answer*; the time of the next begins."""
        slot = self.slots.popleft()
        slot.found, slot.answer = found, answer
        self.deadline = time.monotonic() + self.limits.seconds

    def end(self) -> int:
        """Kill the process; its exit code, negative for a signal."""
        self.pipe.close()
        self.process.kill()
        return self.process.wait()


def unbegun(error: OSError) -> BroadsheetError:
    """What is said where the system gives no process, or none of the open files that one takes."""
    todo = "give fewer --jobs, end other programs, or raise the limit of processes and open files (ulimit -u, ulimit -n)"
    return BroadsheetError(f"no process could be begun that reads pages ({error.strerror}); {todo}")


class _Pool:
    """The workers and the pages in flight."""

    def __init__(self, jobs: int, limits: Limits, extractor: str, known: Callable[[Capture], Knowledge | None] | None) -> None:
        self._jobs, self._limits, self._extractor, self._known = jobs, limits, extractor, known
        self._starting: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._order: collections.deque[_Slot] = collections.deque()
        self._todo: collections.deque[_Slot] = collections.deque()

    def run(self, captures: Iterator[Capture | CaptureError | Pause], is_front: Callable[[Capture], bool]) -> Iterator[Extracted]:
        """What is on each capture, in order."""
        more = True
        while True:
            paused = False
            while more and self._has_room():
                given = next(captures, None)
                more = given is not None
                if isinstance(given, Pause):
                    paused = True
                    break
                if given is not None:
                    slot = _Slot(given, front=not isinstance(given, CaptureError) and is_front(given))
                    self._order.append(slot)
                    if slot.capture:
                        self._todo.append(slot)
                self._dispatch()
            while self._order and self._order[0].found is not None:
                slot = self._order.popleft()
                if slot.found is not None:
                    answer = slot.answer
                    yield Extracted(slot.capture, slot.found, answer.observation if answer else None, answer.unaided if answer else None)
            if self._order:
                self._dispatch()
                self._wait(at_once=paused)
            elif not more:
                return

    def _has_room(self) -> bool:
        """Whether another capture may be read."""
        return not self._order or (len(self._order) < self._jobs * _AHEAD and sum(slot.size for slot in self._order) < _BYTES)

    def _dispatch(self) -> None:
        """Give pages to idle workers, and start workers while there is more to do than there are."""
        while self._todo and self._idle:
            worker = self._idle[-1]  # ours to end, too, where what is known cannot be said
            share = self._share()
            is_taken = worker.give(share, self._known)
            self._idle.pop()
            if is_taken:
                self._busy.append(worker)
                for _ in share:
                    self._todo.popleft()
            else:
                worker.end()
        while len(self._starting) < len(self._todo) and len(self._starting) + len(self._busy) + len(self._idle) < self._jobs:
            self._starting.append(_Worker(self._limits, self._extractor))

    def _share(self) -> list[_Slot]:
        """What an idle worker gets of the pages that wait: as many as leave the others as many."""
        share: list[_Slot] = []
        for slot in itertools.islice(self._todo, min(_AT_ONCE, -(-len(self._todo) // self._jobs))):
            if share and sum(one.size for one in share) + slot.size > _AT_ONCE_BYTES:
                break
            share.append(slot)
        return share

    def _wait(self, *, at_once: bool = False) -> None:
        """Wait until a worker says something, ends, or has used up its time; *at_once*: hear only what has been said already."""
        working = [*self._starting, *self._busy]
        if not working:
            return
        now = time.monotonic()
        longest = 0.0 if at_once else max(0.0, min(worker.deadline for worker in working) - now)
        ready = wait([worker.pipe for worker in working], longest)
        for worker in working:
            if worker.pipe in ready:
                self._hear(worker)
            elif worker.deadline <= time.monotonic():
                self._lose(worker, "too-slow", f"took longer than {self._limits.seconds:g} seconds")

    def _hear(self, worker: _Worker) -> None:
        """Take what *worker* says: that it is ready, or what is on its page."""
        try:
            answer = _answers.decode(worker.pipe.recv_bytes())
        except (OSError, EOFError):
            self._lose(worker, "", "")
            return
        except ValueError as error:  # msgspec.DecodeError is one: not a worker of ours any more
            self._lose(worker, "error", f"gave what is no article: {error}")
            return
        if worker in self._starting:
            self._starting.remove(worker)
        else:
            worker.heard(answer.article or answer.front or ExtractionError(answer.message, answer.reason), answer)
            if worker.slots:
                return
            self._busy.remove(worker)
        self._idle.append(worker)

    def _lose(self, worker: _Worker, reason: str, message: str) -> None:
        """End *worker*; its page is refused for *reason*, or for what its exit code says; those behind that wait again."""
        code = worker.end()
        if worker in self._starting:
            self._starting.remove(worker)
            raise BroadsheetError(f"a worker process ended before it could begin (exit code {code}): see its message above; is the installation complete?")
        self._busy.remove(worker)
        if not reason:
            if -code == signal.SIGXCPU:
                reason, message = "too-slow", f"took longer than {self._limits.seconds:g} seconds of a processor"
            else:
                reason, message = "crashed", f"ended the worker that read it ({signal.strsignal(-code) if code < 0 else f'exit code {code}'})"
        capture = worker.slots[0].capture
        where = (capture.source or capture.address) if capture else ""
        worker.heard(ExtractionError(f"{where}: the page {message}", reason))
        self._todo.extendleft(reversed(worker.slots))

    def close(self) -> None:
        """End all workers."""
        for worker in (*self._starting, *self._idle, *self._busy):
            worker.end()


# The worker's side


def settle() -> None:
    """What is loaded stays: the collector of this process need not look through it again for every few pages."""
    gc.freeze()
    gc.set_threshold(_COLLECTED)


def serve(pipe: Connection, extractor: str, memory: int) -> None:
    """Answer captures from *pipe* until it closes."""
    module = importlib.import_module(extractor)
    _limit_memory(memory)
    settle()
    decoder = msgspec.msgpack.Decoder(list[_Task])
    with contextlib.suppress(EOFError, OSError):  # nobody waits for what is left, or ever did: whoever started us has ended
        pipe.send_bytes(b"{}")
        while True:
            for task in decoder.decode(pipe.recv_bytes()):
                _limit_time(task.seconds)
                pipe.send_bytes(msgspec.json.encode(_answer(module, task)))


def _answer(module: Any, task: _Task) -> _Answer:
    """What *module* finds on the page of *task*."""
    where = task.capture.source or task.capture.address
    try:
        if task.front:
            return _Answer(front=module.front_page(task.capture))
        if not task.learn:
            return _Answer(article=module.article(task.capture))
        reading: Reading = module.read(task.capture, task.known)
        return _Answer(article=reading.article, observation=reading.observation, unaided=reading.unaided)
    except ExtractionError as error:
        return _Answer(reason=error.reason, message=error.message)
    except MemoryError:
        return _Answer(reason="too-large", message=f"{where}: the page needs more memory than a page may have")
    except Exception as error:
        return _Answer(reason="error", message=f"{where}: the page met a fault in the extractor ({type(error).__name__}: {error}); please report it")


def _limit_memory(memory: int) -> None:
    """Let this process have *memory* bytes more than it has now, and write no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):  # where /proc is missing, or the limit may not be set, time alone is limited
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _limit_time(seconds: float) -> None:
    """Let this process use twice *seconds* of a processor from now: so it ends even where nobody is left to kill it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + 2 * seconds) + 2, hard))


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])), sys.argv[2], int(sys.argv[3]))
