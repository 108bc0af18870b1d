"""Work in, the same work in several processes out: they are started, watched and ended from here.

The system deals connections out to all of them (SO_REUSEPORT); what they share is opened before they part. A worker that dies is replaced; one
that dies at once, again and again, ends the whole. SIGINT and SIGTERM end all workers, SIGHUP reaches each of them. A worker whose parent is
gone notices by a pipe that ends.
"""

import os
import signal
import sys
import time
from collections.abc import Callable

from .errors import BroadsheetError, ServeError
from .text import clean

_HURRIED = 3
_SHORT = 2.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)


def run(count: int, work: Callable[[int, int], None], stopping: Callable[[], None], say: Callable[[str], None]) -> None:
    """Run *work* in *count* processes until a signal ends them. It is called with the worker's number (from 0) and a file descriptor that is at its
    end when this process is gone. *stopping* is called here as soon as they are told to end. `ServeError` where workers cannot run.
    """
    alive_read, alive_write = os.pipe()
    # Signals are taken one at a time by `sigwait`: nothing of this process is ever interrupted.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    workers: dict[int, tuple[int, float]] = {}
    ending, short, failed = False, 0, 0

    def begin(number: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child:
            workers[child] = number, time.monotonic()
            return
        code = 1
        try:
            os.close(alive_write)
            # A terminal sends Ctrl-C to all processes; what it means is said by the parent alone.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            code = _worked(number, alive_read, work)
        finally:  # whatever happened: a copy of the parent that went on would end the parent's workers
            os._exit(code)

    try:
        for number in range(count):
            begin(number)
        while workers:
            came = signal.sigwait(_SIGNALS)
            if came == signal.SIGHUP:
                _tell(workers, signal.SIGHUP)
            elif came != signal.SIGCHLD:
                if not ending:
                    stopping()
                ending = True
                _tell(workers, signal.SIGTERM)
            for number, since, status in _ended(workers):
                if ending:
                    continue
                code = os.waitstatus_to_exitcode(status)
                short = short + 1 if time.monotonic() - since < _SHORT else 0
                if short >= _HURRIED:
                    ending, failed = True, code
                    stopping()
                    _tell(workers, signal.SIGTERM)
                    continue
                say(f"A worker process has ended ({_cause(code)}); another takes its place.")
                begin(number)
    finally:
        _tell(workers, signal.SIGKILL)
        os.close(alive_write)
        os.close(alive_read)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if failed:
        raise ServeError(f"workers end as soon as they begin ({_cause(failed)}): see above for the reason, or try workers = 1")


def _worked(number: int, alive: int, work: Callable[[int, int], None]) -> int:
    """The exit code of *work*; this process is not to go on after it."""
    code = 1
    try:
        work(number, alive)
        code = 0
    except BroadsheetError as error:
        code = error.exit_code
        sys.stderr.write(f"broadsheet: {clean(error.message)}\n")
    except Exception as error:
        sys.stderr.write(f"broadsheet: a worker process failed: {type(error).__name__}\n")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return code


def _tell(workers: dict[int, tuple[int, float]], number: signal.Signals) -> None:
    for child in workers:
        os.kill(child, number)  # one that has ended waits to be reaped: its number is still its own


def _ended(workers: dict[int, tuple[int, float]]) -> list[tuple[int, float, int]]:
    """Number, start and status of all that have ended. They are reaped, so they leave *workers* together: one that stayed would be told to end."""
    reaped = [(child, status) for child in tuple(workers) for pid, status in [os.waitpid(child, os.WNOHANG)] if pid]
    return [(*workers.pop(child), status) for child, status in reaped]


def _cause(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
