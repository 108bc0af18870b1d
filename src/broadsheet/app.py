"""Settings in, a running edition out: the one process that puts archive, pages, renderers and servers together.

In order: ports are opened (so that a port in use is told at once), the archive (an empty one gets the sample newspaper), the certificate, the
servers. SIGINT and SIGTERM end it: what is being answered is answered, for four seconds at most; a second signal ends it at once.
"""

import asyncio
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from hashlib import blake2b
from typing import Any

import msgspec

from . import newsroom, pages
from .answers import Answers
from .archive import Archive
from .archive.sqlite import open_archive
from .config import Settings
from .errors import ArchiveBusyError, UsageError
from .pages import Edition
from .render import Setting, html
from .serve import Reply, certificate, grammar
from .serve.gemini import Gemini
from .serve.gopher import Gopher
from .serve.limits import Limits
from .serve.listening import listen, port_of
from .serve.ports import Port
from .serve.web import Web

GRACE = 4.0
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


def run(settings: Settings, say: Callable[[str], None]) -> None:
    """Publish until a signal comes. *say* is told, line by line, what is served and how to read it.

    Raises `ServeError` for a port or the certificate, `ArchiveError` for the archive, `ConfigError` for a root that is no paper.
    """
    with ExitStack() as stack:
        sockets = _listen(settings, stack)
        archive = stack.enter_context(closing(_archive(settings, say)))
        edition = pages.mounted(archive, settings.root)
        public = {name: getattr(settings, f"{name}_public") or port_of(opened) for name, opened in sockets.items()}
        addresses = Addresses(settings.public, public)
        with asyncio.Runner(loop_factory=_loop(say)) as runner:
            runner.run(_publish(settings, sockets, edition, addresses, say))


def _loop(say: Callable[[str], None]) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The loop of uvloop where it is installed: it reads and writes twice as fast; else asyncio's own (None)."""
    try:
        import uvloop
    except ImportError:
        say("Note: uvloop is not installed here; asyncio's own loop serves about half as many readers at a time.")
        return None
    return uvloop.new_event_loop


def _listen(settings: Settings, stack: ExitStack) -> dict[str, list[socket.socket]]:
    wanted = {name: port for name in ("gopher", "gemini", "web") if (port := getattr(settings, name)) is not None}
    if not wanted:
        raise UsageError("nothing to serve: --gopher, --gemini and --web are all off; give one of them a port")
    fixed = [port for port in wanted.values() if port]
    if len(fixed) != len(set(fixed)):
        raise UsageError(f"two of --gopher, --gemini and --web have port {max(fixed, key=fixed.count)}: each needs its own")
    sockets: dict[str, list[socket.socket]] = {}
    for name, port in wanted.items():
        sockets[name] = listen(settings.bind, port, name)
        for opened in sockets[name]:
            stack.callback(opened.close)
    return sockets


def _archive(settings: Settings, say: Callable[[str], None]) -> Archive:
    """The archive, open for reading: who serves lets others import. An empty one gets the sample newspaper first."""
    try:
        with closing(open_archive(settings.data, write=True)) as archive:
            if not archive.papers():
                say("The archive is empty: importing the sample newspaper ...")
                newsroom.import_sample(archive)
    except ArchiveBusyError:
        # Somebody imports just now: the archive is there, and is read meanwhile.
        pass
    return open_archive(settings.data, write=False)


async def _publish(
    settings: Settings, sockets: dict[str, list[socket.socket]], edition: Edition, addresses: Addresses, say: Callable[[str], None]
) -> None:
    stopping, hurrying = asyncio.Event(), asyncio.Event()

    def told() -> None:
        (hurrying if stopping.is_set() else stopping).set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told)
    answers = Answers(edition, _settings(addresses))
    ports = _ports(settings, sockets, addresses, answers, say)
    try:
        for port in ports:
            await port.start()
        for line in greeting(addresses, edition):
            say(line)
        await stopping.wait()
        say("Stopping: answers under way are finished. (Again: at once.)")
    finally:
        await _stop(ports, hurrying)
        answers.close()


async def _stop(ports: list[Port], hurrying: asyncio.Event) -> None:
    """End all ports together; at once when *hurrying* is set."""
    leaving = asyncio.gather(*(port.stop(GRACE) for port in ports))
    hurried = asyncio.create_task(hurrying.wait())
    await asyncio.wait({leaving, hurried}, return_when=asyncio.FIRST_COMPLETED)
    hurried.cancel()
    leaving.cancel()
    with suppress(asyncio.CancelledError):
        await leaving


def _settings(addresses: Addresses) -> dict[str, Setting]:
    """How each protocol's pages are set: menus name the public host and port, the others may need their own origin."""
    port = addresses.ports.get("gopher", _USUAL["gopher"])
    forms = {"menu": "gopher", "gmi": "gemini", "html": "web"}
    return {form: Setting(host=addresses.host, port=port, origin=addresses.of(protocol).rstrip("/")) for form, protocol in forms.items()}


def _ports(
    settings: Settings, sockets: dict[str, list[socket.socket]], addresses: Addresses, answers: Answers, say: Callable[[str], None]
) -> list[Port]:
    """The servers of the protocols that are on; Gopher and Gemini share one certificate, which lies beside the archive."""
    ports: list[Port] = []
    common: dict[str, Any] = {"limits": _room(), "kept": answers.kept}
    secured = None
    if sockets.keys() & {"gopher", "gemini"}:
        kept = certificate.keep(settings.data, settings.public)
        if settings.public.lower() not in {name.lower() for name in kept.names}:
            say(
                f"Note: the certificate in {kept.certificate.parent} is for {', '.join(kept.names) or 'no name'}, not for {settings.public}: some readers' "
                "programs will refuse it. To have a new one made, delete certificate.pem and key.pem; readers who know the old one are warned once."
            )
        secured = certificate.context(kept)
    if "gopher" in sockets:
        public = addresses.ports["gopher"]
        ports.append(Gopher(sockets["gopher"], answers.respond, host=settings.public, public=public, web=addresses.of("web"), context=secured, **common))
    if "gemini" in sockets and secured is not None:
        hosts = grammar.own_hosts(settings.public, settings.bind)
        ports.append(Gemini(sockets["gemini"], answers.respond, hosts=hosts, public=addresses.ports["gemini"], context=secured, **common))
    if "web" in sockets:
        ports.append(Web(sockets["web"], answers.respond, files=_files(), **common))
    return ports


def _files() -> dict[str, Reply]:
    """What the web edition serves beside pages."""
    style = html.style().encode()
    return {html.STYLE_PATH: Reply(media="text/css", body=style, tag=blake2b(style, digest_size=12).hexdigest())}


def greeting(addresses: Addresses, edition: Edition) -> list[str]:
    """What is served, where, and with which programs it is read: a line each."""
    names = [paper.name for paper in edition.archive.papers()]
    programs = {
        "gopher": ("Gopher", "lynx {0} · curl {0}"),
        "gemini": ("Gemini", "amfora {0} · bombadillo {0}"),
        "web": ("Web", "any browser · w3m {0}"),
    }
    served = [f"{title:8}{address:40}{how.format(address)}" for name, (title, how) in programs.items() if (address := addresses.of(name))]
    return [f"Serving {', '.join(names[:5])}{' and others' if len(names) > 5 else ''}", *served, "Stop with Ctrl-C."]


def _room() -> Limits:
    """The servers' limits. A connection is an open file, many systems allow 1,024 by default, and a server that has none left answers nobody:
    the process asks for more, and each port takes its part of what it gets.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return Limits(connections=max(16, min(Limits().connections, (wanted - _OWN_FILES) // 3)))
