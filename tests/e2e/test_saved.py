"""A page of the web edition, saved by a browser as one file, is read as the article that it is."""

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import aiohttp

from broadsheet import reader

from .process import Edition, program

PAGE = "/stadt/rathausuhr-geht-nach/!104276"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0",
)  # fmt: skip


async def _snapshot(debugger: str, address: str) -> str:
    """The page at *address* as the browser saves it (`Page.captureSnapshot`)."""
    async with aiohttp.ClientSession() as session, session.ws_connect(debugger, max_msg_size=0) as socket:
        number = 0

        async def ask(method: str, target: str = "", **params: object) -> dict[str, Any]:
            nonlocal number
            number += 1
            await socket.send_str(json.dumps({"id": number, "method": method, "params": params} | ({"sessionId": target} if target else {})))
            while True:
                said = json.loads((await socket.receive()).data)
                if said.get("id") == number:
                    return said.get("result", {})

        made = await ask("Target.createTarget", url=address)
        target = (await ask("Target.attachToTarget", targetId=made["targetId"], flatten=True))["sessionId"]
        where = {"expression": "document.readyState + location.href"}
        # Asked in the moment in which one page goes and the other comes, the browser has an error to say, and no result.
        while (await ask("Runtime.evaluate", target, **where)).get("result", {}).get("value") != f"complete{address}":
            await asyncio.sleep(0.05)
        return (await ask("Page.captureSnapshot", target, format="mhtml"))["data"]


def test_a_page_that_chromium_saved_as_one_file(edition: Edition, tmp_path: Path) -> None:
    address = f"{edition.url('http').rstrip('/')}{PAGE}"
    with subprocess.Popen([program("chromium"), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}"], stderr=subprocess.PIPE, text=True) as browser:
        try:
            assert browser.stderr is not None
            debugger = next(line.split()[-1] for line in browser.stderr if "DevTools listening on" in line)
            file = tmp_path / "saved.mhtml"
            file.write_bytes(asyncio.run(asyncio.wait_for(_snapshot(debugger, address), 60)).encode("latin-1"))
        finally:
            browser.terminate()
            browser.communicate(timeout=60)
    found, published = reader.article(str(file)), reader.article(address)
    assert found.headline == "Rathausuhr geht vier Minuten nach, Stadt passt sich an"
    # A browser saves no script, so that what only JSON-LD says (the zone of the time) is not in the file.
    parts = ("address", "headline", "teaser", "body", "tags", "language")
    assert {name: getattr(found, name) for name in parts} == {name: getattr(published, name) for name in parts}
    assert [author.name for author in found.authors] == [author.name for author in published.authors]
    assert found.date[:16] == published.date[:16]
