"""Listening sockets and an archive in, a running edition out: answers, servers, log and figures of one process, from its start to its end.

SIGINT and SIGTERM end it: what is being answered is answered, for four seconds at most; a second signal ends it at once. SIGHUP has settings and
certificate read again: servers by the new ones take over the listening sockets, those by the old ones leave when their readers have what they wait for.
"""

import asyncio
import os
import resource
import signal
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from . import companion, pages
from .answers import Answers
from .archive import Archive
from .config import Settings
from .errors import BroadsheetError
from .gather.profile import FOLDER as PROFILES
from .proxy import route, sheet
from .proxy.desk import Desk
from .render import Setting, html
from .serve import Elsewhere, Note, Reply, certificate, grammar
from .serve.figures import Figures
from .serve.gemini import Gemini
from .serve.gopher import Gopher
from .serve.journal import Journal
from .serve.limits import Limits
from .serve.listening import port_of
from .serve.metrics import Metrics
from .serve.ports import Port
from .serve.web import Web

GRACE = 4.0
# Seconds for which answers of the time before go on, after the settings were read again.
PATIENCE = 600.0
METRICS = "metrics"
STOPPING = "Stopping: answers under way are finished. (Again: at once.)"
_FIXED = ("data", "bind", "gopher", "gemini", "web", "metrics", "workers", "gather", "contact", "allow_private", "captures", "days", "site_configs")
_FILES = 16_384
_OWN_FILES = 100
_USUAL = {"gopher": 70, "gemini": 1965, "http": 80, "https": 443}


class Addresses(msgspec.Struct, frozen=True):
    """What readers' programs connect to, by protocol: the ports that stand in addresses (None where off), and the addresses of the front page."""

    host: str
    ports: dict[str, int]

    def of(self, protocol: str) -> str:
        """The address of the front page on *protocol* (`gopher`, `gemini`, `web`), "" where it is off."""
        port = self.ports.get(protocol)
        if port is None:
            return ""
        scheme = protocol if protocol != "web" else "https" if port == 443 else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}" + ("/" if port == _USUAL[scheme] else f":{port}/")


class Work(NamedTuple):
    """What one process publishes: *lines* are said when it has begun. *gathers*: papers are gathered beside it."""

    settings: Settings
    sockets: dict[str, list[socket.socket]]
    archive: Archive
    addresses: Addresses
    figures: Figures
    say: Callable[[str], None]
    again: Callable[[], Settings] | None
    lines: list[str]
    gathers: bool = False


class _Published:
    """An edition at work: its answers, its servers and its log, by one state of settings and certificate. It listens on sockets of its own."""

    def __init__(self, work: Work, settings: Settings, addresses: Addresses, say: Callable[[str], None]) -> None:
        self.settings = settings
        self._stack = ExitStack()
        edition = pages.mounted(work.archive, settings.root)
        secured = tls(settings, addresses, say)
        self._journal = journal(settings, self._stack)
        self._figures = work.figures
        self.answers = Answers(edition, _settings(addresses, settings.width, hyphenate=settings.hyphenate))
        self._stack.callback(self.answers.close)
        sockets = {name: [each.dup() for each in opened] for name, opened in work.sockets.items()}
        self._stack.callback(close, sockets)
        common: dict[str, Any] = {"limits": _room(), "kept": self.answers.kept, "note": self._note()}
        elsewhere = Desk(settings.proxy, pages.language(edition), settings.data).answer if settings.proxy.on else None
        self.ports = _ports(settings, sockets, addresses, self.answers, secured, elsewhere, common)
        if METRICS in sockets:
            self.ports.append(Metrics(sockets[METRICS], self._text))
        self.answers.forget = self._forget

    def _note(self) -> Note | None:
        """Who is told of every answer: nobody, the log, the figures, or both."""
        written, figures = self._journal, self._figures
        if self.settings.metrics is None:
            return written.note if written else None
        if written is None:
            return figures.note

        def both(protocol: str, client: str, path: str, status: int, size: int, seconds: float) -> None:
            figures.note(protocol, client, path, status, size, seconds)
            written.note(protocol, client, path, status, size, seconds)

        return both

    def _forget(self) -> None:
        for port in self.ports:
            port.forget()

    def _text(self) -> str:
        self.count()
        return self._figures.text()

    def count(self) -> None:
        """Write down who is connected."""
        for port in self.ports:
            self._figures.inside(port.name, port.inside)

    async def start(self) -> None:
        """Begin to accept."""
        for port in self.ports:
            await port.start()

    async def stop(self, seconds: float, hurrying: asyncio.Event) -> None:
        """End all ports together, after *seconds* at most."""
        try:
            await _stop(self.ports, hurrying, seconds)
        finally:
            self._stack.close()


async def publish(work: Work, alive: int | None = None) -> None:
    """Publish until a signal comes, or until *alive* is at its end: the parent is gone."""
    orders: asyncio.Queue[str] = asyncio.Queue()
    stopping, hurrying = asyncio.Event(), asyncio.Event()

    def stop() -> None:
        if stopping.is_set() and gathering is not None:
            gathering.cancel()
        (hurrying if stopping.is_set() else stopping).set()
        orders.put_nowait("stop")

    def orphaned() -> None:
        loop.remove_reader(cast("int", alive))
        stop()

    terminal = os.isatty(0)

    def hung_up() -> None:
        # A terminal that has gone ends what it has started, as ever; sent by somebody, the signal means: read again.
        orders.put_nowait("stop" if terminal and not os.isatty(0) else "read")

    loop = asyncio.get_running_loop()
    gathering = loop.create_task(_gather(work)) if work.gathers else None
    for number, heard in ((signal.SIGINT, stop), (signal.SIGTERM, stop), (signal.SIGHUP, hung_up)):
        if alive is None or number != signal.SIGINT:
            loop.add_signal_handler(number, heard)
    if alive is not None:
        loop.add_reader(alive, orphaned)
    current = _Published(work, work.settings, work.addresses, silent)
    leaving: set[asyncio.Task[None]] = set()
    counting = loop.create_task(_count(lambda: current))
    try:
        await current.start()
        for line in work.lines:
            work.say(line)
        while await orders.get() == "read":
            fresh = _read_again(work, current.settings)
            if fresh is not None:
                await fresh.start()
                gone = loop.create_task(current.stop(PATIENCE, hurrying))
                leaving.add(gone)
                gone.add_done_callback(leaving.discard)
                current = fresh
                work.say("Configuration and certificate are read again.")
        if alive is None:
            work.say(STOPPING)
    finally:
        counting.cancel()
        if gathering is not None:
            gathering.cancel()
            leaving.add(gathering)
        for gone in leaving:
            loop.call_later(GRACE, gone.cancel)
        await asyncio.gather(current.stop(GRACE, hurrying), *leaving, return_exceptions=True)


async def _gather(work: Work) -> None:
    """Have the papers gathered that were added, from when there are any."""
    settings = work.settings
    folder = settings.data / PROFILES
    named = ("contact", "allow_private", "captures", "days", "site_configs")
    order = msgspec.json.encode({"data": str(settings.data), **{name: getattr(settings, name) for name in named}})
    await companion.keep("broadsheet.gatherer", order, lambda: any(folder.glob("*.toml")), work.say)


async def _count(current: Callable[[], _Published]) -> None:
    """Once a second: other processes are asked for the figures."""
    while True:
        await asyncio.sleep(1)
        current().count()


def _read_again(work: Work, settings: Settings) -> _Published | None:
    """The edition by the settings as they are now; None where they cannot be used, which is said."""
    try:
        fresh = work.again() if work.again else settings
        changed = [name for name in _FIXED if getattr(fresh, name) != getattr(settings, name)]
        if changed:
            work.say(f"Note: {', '.join(changed)} changed, which takes a restart.")
            fresh = msgspec.structs.replace(fresh, **{name: getattr(settings, name) for name in changed})
        ports = {name: getattr(fresh, f"{name}_public") or port_of(work.sockets[name]) for name in work.addresses.ports}
        return _Published(work, fresh, Addresses(fresh.public, ports), work.say)
    except BroadsheetError as error:
        work.say(f"All stays as it was: {error.message}")
        return None


async def _stop(ports: list[Port], hurrying: asyncio.Event, seconds: float = GRACE) -> None:
    """End all ports together; at once when *hurrying* is set."""
    leaving = asyncio.gather(*(port.stop(seconds) for port in ports))
    hurried = asyncio.create_task(hurrying.wait())
    await asyncio.wait({leaving, hurried}, return_when=asyncio.FIRST_COMPLETED)
    hurried.cancel()
    leaving.cancel()
    with suppress(asyncio.CancelledError):
        await leaving


def _settings(addresses: Addresses, width: int = 0, *, hyphenate: bool = False) -> dict[str, Setting]:
    """How each protocol's pages are set: menus name the public host and port, the others may need their own origin."""
    port = addresses.ports.get("gopher", _USUAL["gopher"])
    forms = {"menu": "gopher", "gmi": "gemini", "html": "web"}
    return {
        form: Setting(
            width=width if form == "menu" else 0, host=addresses.host, port=port, origin=addresses.of(protocol).rstrip("/"), hyphenate=hyphenate
        )
        for form, protocol in forms.items()
    }


def tls(settings: Settings, addresses: Addresses, say: Callable[[str], None]) -> ssl.SSLContext | None:
    """TLS for Gopher and Gemini, by the certificate that lies beside the archive; None where both are off."""
    if not addresses.ports.keys() & {"gopher", "gemini"}:
        return None
    kept = certificate.keep(settings.data, settings.public)
    if settings.public.lower() not in {name.lower() for name in kept.names}:
        say(
            f"Note: the certificate in {kept.certificate.parent} is for {', '.join(kept.names) or 'no name'}, not for {settings.public}: some readers' "
            "programs will refuse it. To have a new one made, delete certificate.pem and key.pem; readers who know the old one are warned once."
        )
    return certificate.context(kept)


def journal(settings: Settings, stack: ExitStack) -> Journal | None:
    """The access log, closed by *stack*; None where none is kept."""
    if not settings.log:
        return None
    return stack.enter_context(closing(Journal(None if settings.log == "-" else Path(settings.log))))


def _ports(
    settings: Settings,
    sockets: dict[str, list[socket.socket]],
    addresses: Addresses,
    answers: Answers,
    secured: ssl.SSLContext | None,
    elsewhere: Elsewhere | None,
    common: dict[str, Any],
) -> list[Port]:
    """The servers of the protocols that are on; Gopher and Gemini share one certificate."""
    ports: list[Port] = []
    if "gopher" in sockets:
        public = addresses.ports["gopher"]
        web = addresses.of("web")
        ports.append(Gopher(sockets["gopher"], answers.respond, host=settings.public, public=public, web=web, context=secured, **common))
    if "gemini" in sockets and secured is not None:
        hosts = grammar.own_hosts(settings.public, settings.bind)
        ports.append(Gemini(sockets["gemini"], answers.respond, hosts=hosts, public=addresses.ports["gemini"], context=secured, **common))
    if "web" in sockets:
        ports.append(Web(sockets["web"], answers.respond, files=_files(settings), elsewhere=elsewhere, **common))
    return ports


def _files(settings: Settings) -> dict[str, Reply]:
    """What the web edition serves beside pages."""
    styles = {html.STYLE_PATH: html.style()} | ({route.STYLE_PATH: sheet.style()} if settings.proxy.on else {})
    return {path: Reply(media="text/css", body=style.encode(), tag=blake2b(style.encode(), digest_size=12).hexdigest()) for path, style in styles.items()}


def _room() -> Limits:
    """The servers' limits. A connection is an open file, many systems allow 1,024 by default, and a server that has none left answers nobody:
    the process asks for more, and each port takes its part of what it gets.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return Limits(connections=max(16, min(Limits().connections, (wanted - _OWN_FILES) // 3)))


def silent(_: str) -> None:
    """Say nothing."""


def close(share: dict[str, list[socket.socket]]) -> None:
    """Close all sockets of *share*."""
    for opened in share.values():
        for one in opened:
            one.close()
