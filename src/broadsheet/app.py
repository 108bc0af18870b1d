"""Settings in, a running edition out: what puts archive, pages, renderers and servers together, in one process or several.

In order: ports are opened (so that a port in use is told at once), the archive (an empty one gets the papers that were added, else the sample
newspaper), the certificate, the log; then each process publishes (`publishing`).
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from . import newsroom, pages, processes
from .archive import Archive
from .archive.sqlite import open_archive
from .config import Settings
from .errors import ArchiveBusyError, UsageError
from .gather import profile as profiles
from .gather.siteconfigs import SiteConfigs
from .pages import Edition
from .publishing import METRICS, STOPPING, Addresses, Work, close, journal, publish, silent, tls
from .serve.figures import Figures
from .serve.listening import listen, port_of

LOOPBACK = "127.0.0.1"


def run(settings: Settings, say: Callable[[str], None], again: Callable[[], Settings] | None = None) -> None:
    """Publish until a signal comes. *say* is told, line by line, what is served and how to read it. *again* gives the settings as they are now (SIGHUP).

    Raises `ServeError` for a port, the certificate or the log, `ArchiveError` for the archive, `ConfigError` for a root that is no
    paper or site configs that cannot be used.
    """
    if settings.site_configs:
        SiteConfigs(Path(settings.site_configs))  # what the gatherer could not use is told here, where somebody looks
    with ExitStack() as stack:
        shares = _shares(settings, stack)
        public = {name: getattr(settings, f"{name}_public") or port_of(opened) for name, opened in shares[0].items() if name != METRICS}
        addresses = Addresses(settings.public, public)
        with closing(_archive(settings, say)) as archive:
            edition = pages.mounted(archive, settings.root)
            tls(settings, addresses, say)
            with ExitStack() as tried:
                journal(settings, tried)
            lines = greeting(addresses, edition)
        figures = Figures(settings.workers)
        loop = _loop(say)

        def work(number: int, alive: int | None) -> None:
            figures.take(number)
            for other in shares[:number] + shares[number + 1 :]:
                close(other)
            with open_archive(settings.data, write=False) as opened, asyncio.Runner(loop_factory=loop) as runner:
                # What several processes have to say is said by the first.
                tell = say if not number else silent
                said = [] if alive is not None else lines
                gathers = settings.gather and not number
                runner.run(publish(Work(settings, shares[number], opened, addresses, figures, tell, again, said, gathers), alive))

        if settings.workers == 1:
            work(0, None)
            return
        for line in lines:
            say(line)

        def stopping() -> None:
            say(STOPPING)
            for share in shares:
                close(share)

        processes.run(settings.workers, work, stopping, say)


def _loop(say: Callable[[str], None]) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The loop of uvloop where it is installed: it reads and writes twice as fast; else asyncio's own (None)."""
    try:
        import uvloop
    except ImportError:
        say("Note: uvloop is not installed here; asyncio's own loop serves about half as many readers at a time.")
        return None
    return uvloop.new_event_loop


def _shares(settings: Settings, stack: ExitStack) -> list[dict[str, list[socket.socket]]]:
    """The listening sockets of each worker, by protocol. The first opens the ports alone: only so is a port in use noticed."""
    first = _listen(settings, stack)
    if settings.workers == 1:
        return [first]
    ports = {name: port_of(opened) for name, opened in first.items()}
    close(first)
    shares: list[dict[str, list[socket.socket]]] = []
    for number in range(settings.workers):
        share = {name: listen(settings.bind, port, name, shared=True) for name, port in ports.items() if name != METRICS}
        if METRICS in ports and not number:
            share[METRICS] = listen(LOOPBACK, ports[METRICS], METRICS)
        stack.callback(close, share)
        shares.append(share)
    return shares


def _listen(settings: Settings, stack: ExitStack) -> dict[str, list[socket.socket]]:
    wanted = {name: port for name in ("gopher", "gemini", "web") if (port := getattr(settings, name)) is not None}
    if not wanted:
        raise UsageError("nothing to serve: --gopher, --gemini and --web are all off; give one of them a port")
    if settings.metrics is not None:
        wanted[METRICS] = settings.metrics
    fixed = [port for port in wanted.values() if port]
    if len(fixed) != len(set(fixed)):
        raise UsageError(f"two of --gopher, --gemini and --web have port {max(fixed, key=fixed.count)}: each needs its own, and so does metrics")
    sockets: dict[str, list[socket.socket]] = {}
    stack.callback(close, sockets)
    for name, port in wanted.items():
        sockets[name] = listen(LOOPBACK if name == METRICS else settings.bind, port, name)
    return sockets


def _archive(settings: Settings, say: Callable[[str], None]) -> Archive:
    """The archive, open for reading: who serves lets others import. An empty one gets the papers that were added or, where none was, the sample newspaper."""
    try:
        with open_archive(settings.data, write=True, tell=say) as archive:
            if not archive.papers():
                for profile in profiles.readable(settings.data, say):
                    archive.put_paper(profile.paper())
            if not archive.papers() and not profiles.files(settings.data):
                say("The archive is empty: importing the sample newspaper ...")
                newsroom.import_sample(archive)
    except ArchiveBusyError:
        # Somebody imports just now: the archive is there, and is read meanwhile.
        pass
    return open_archive(settings.data, write=False)


def greeting(addresses: Addresses, edition: Edition) -> list[str]:
    """What is served, where, and with which programs it is read: a line each."""
    names = [paper.name for paper in edition.archive.papers()]
    programs = {
        "gopher": ("Gopher", "lynx, sacc, curl"),
        "gemini": ("Gemini", "amfora, bombadillo"),
        "web": ("Web", "any browser, w3m, lynx"),
    }
    found = [(title, address, readers) for name, (title, readers) in programs.items() if (address := addresses.of(name))]
    wide = max((len(address) for _, address, _ in found), default=0)
    served = [f"{title:8}{address:{wide}}   for {readers}" for title, address, readers in found]
    return [f"Serving {', '.join(names[:5])}{' and others' if len(names) > 5 else ''}", *served, "Stop with Ctrl-C."]


