"""A small edition of three pages and the three servers that serve it: no archive, no renderer."""

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from broadsheet.serve import Reply
from broadsheet.serve.certificate import context, keep
from broadsheet.serve.gemini import Gemini
from broadsheet.serve.gopher import Gopher
from broadsheet.serve.grammar import own_hosts
from broadsheet.serve.limits import Limits
from broadsheet.serve.listening import listen
from broadsheet.serve.ports import Port
from broadsheet.serve.web import Web

HOST = "127.0.0.1"
LONG = "\n".join(f"Zeile {number}: Straße, Fluß und Äcker im Nebel." for number in range(40_000))
FAST = Limits(request=0.6, answer=2.0, silence=1.2, linger=0.3, idle=0.6)


async def respond(path: str, query: str, form: str) -> Reply:
    """What an edition gives, with pages for everything that can go wrong."""
    match path:
        case "/":
            body = {
                "menu": "i# Der Hafenbote\tTITLE\tlocalhost\t70\n1Nebel über dem Kai\t/nebel\tlocalhost\t70\n7Suche\t/~/search\tlocalhost\t70\n",
                "gmi": "# Der Hafenbote\n\n=> /nebel Nebel über dem Kai\n",
                "html": "<!DOCTYPE html><html lang=de><title>Der Hafenbote</title><h1>Der Hafenbote</h1><a href=/nebel>Nebel</a>" + "<p>Text.</p>" * 200,
            }[form]
            media = {"menu": "application/gopher-menu", "gmi": "text/gemini", "html": "text/html"}[form]
            return Reply(media=media, body=body.encode(), language="de", title="Der Hafenbote", tag=f"front-{form}")
        case "/text":
            return Reply(body=b"Erste Zeile\n.\nLetzte Zeile\n", language="de", title="Text", tag="text")
        case "/json":
            return Reply(media="application/json", body=b'{"headline": "Nebel"}', tag="json")
        case "/long":
            return Reply(body=LONG.encode(), language="de", title="Lang", tag="long")
        case "/~/search" if query:
            return Reply(body=f"Gesucht: {query}\n".encode(), language="de", title="Suche")
        case "/~/search":
            return Reply(status="input", title="Wonach suchen?")
        case "/fort":
            return Reply(status="gone", title="Dieser Artikel wurde zurückgezogen", body=b"fort", media="text/html")
        case "/langsam":
            await asyncio.sleep(0.4)
            return Reply(body=b"spaet\n")
        case "/ewig":
            await asyncio.sleep(60)
            return Reply(body=b"nie\n")
        case "/kaputt":
            raise RuntimeError("geheim: /srv/archive\x1b[2J")
        case _:
            return Reply(status="missing", title="Diese Seite gibt es nicht", body=f"nichts unter {path}\n".encode(), media="text/html")


def certificate(folder: Path) -> ssl.SSLContext:
    """A server's TLS context, its certificate made in *folder*."""
    return context(keep(folder, "hafenbote.example"))


def make(name: str, tls: ssl.SSLContext, limits: Limits = FAST) -> Port:
    """One of the three servers on a free port."""
    sockets = listen(HOST, 0, name)
    if name == "gopher":
        return Gopher(sockets, respond, host="hafenbote.example", web="https://hafenbote.example/", context=tls, limits=limits)
    if name == "gemini":
        return Gemini(sockets, respond, hosts=own_hosts("hafenbote.example", HOST), context=tls, limits=limits)
    style = Reply(media="text/css", body=b"body { margin: 1em }", tag="style")
    return Web(sockets, respond, files={"/~/style.css": style}, limits=limits)


@asynccontextmanager
async def running(port: Port) -> AsyncIterator[Port]:
    """*port*, started and stopped."""
    await port.start()
    try:
        yield port
    finally:
        await port.stop(2)


def client_tls() -> ssl.SSLContext:
    """A client's TLS context that trusts on first use."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


async def opened(port: Port, *, tls: bool = False) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to *port*."""
    return await asyncio.open_connection(HOST, port.number, ssl=client_tls() if tls else None, server_hostname="hafenbote.example" if tls else None)


async def ask(port: Port, *pieces: bytes, tls: bool = False, pause: float = 0.02, seconds: float = 60) -> bytes:
    """Send *pieces*, read to the end."""
    reader, writer = await opened(port, tls=tls)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            if len(pieces) > 1:
                await asyncio.sleep(pause)
        async with asyncio.timeout(seconds):
            return await reader.read()
    finally:
        writer.close()


def ask_tls(number: int, request: bytes, *, host: str = "hafenbote.example", version: ssl.TLSVersion | None = None) -> tuple[bytes, bool]:
    """The answer to *request* over TLS by a blocking client, and whether the server ended it with close_notify."""
    settings = client_tls()
    if version is not None:
        settings.minimum_version = settings.maximum_version = version
    settings.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    # suppress_ragged_eofs=False: an end without close_notify is an error here.
    with (
        socket.create_connection((HOST, number), timeout=60) as plain,
        settings.wrap_socket(plain, server_hostname=host, suppress_ragged_eofs=False) as wrapped,
    ):
        wrapped.sendall(request)
        answer = b""
        try:
            while piece := wrapped.recv(65536):
                answer += piece
        except ssl.SSLError as error:
            if not (isinstance(error, ssl.SSLEOFError) or error.reason == "UNEXPECTED_EOF_WHILE_READING"):
                raise
            return answer, False
        return answer, True


async def until(condition, seconds: float = 60) -> bool:
    """Whether *condition* comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.02)
    return True
