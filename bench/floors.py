"""A file in, a server that knows nothing but its bytes: what the loop and the library beneath a server cost by themselves.

python bench/floors.py asyncio|uvloop PORT FILE                     one answer a connection
python bench/floors.py asyncio-tls|uvloop-tls PORT FILE CERT KEY    the same under TLS
python bench/floors.py aiohttp|aiohttp-uvloop PORT FILE             a low-level handler that makes the same response each time
"""

import asyncio
import ssl
import sys
from pathlib import Path

import uvloop
from aiohttp import web


def constant(answer: bytes) -> type[asyncio.Protocol]:
    class Constant(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, _: bytes) -> None:
            self.transport.write(answer)
            self.transport.close()

    return Constant


async def main(kind: str, port: int, file: Path, *certificate: str) -> None:
    body = file.read_bytes()
    loop = asyncio.get_running_loop()
    if kind.startswith("aiohttp"):

        async def handle(_: web.BaseRequest) -> web.Response:
            return web.Response(body=body, content_type="text/html", charset="utf-8")

        server = await loop.create_server(web.Server(handle, access_log=None), "127.0.0.1", port)
    elif kind.endswith("tls"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server = await loop.create_server(constant(b"20 text/gemini\r\n" + body), "127.0.0.1", port, ssl=context, backlog=1024)
    else:
        server = await loop.create_server(constant(body), "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    runner = uvloop.new_event_loop if "uvloop" in sys.argv[1] else asyncio.new_event_loop
    with asyncio.Runner(loop_factory=runner) as loop:
        loop.run(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:]))
