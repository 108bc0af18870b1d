"""A request's target in, an answer out that is sent while it comes: the proxy's work in order (`serve.Elsewhere`).

1. the place is read, 2. the settings allow it, 3. the reader has a turn, 4. its owner's robots.txt allows it, 5. it is asked, 6. it is shown. What
fails on the way is a page that says so, with HTTP's status for it; a redirect of a capsule is asked anew by the browser, and so goes through all
of this again.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

from ..config import Proxy
from ..errors import UsageError
from ..net import gemini, gopher, pins
from ..net import place as places
from ..net.pins import Pins
from ..net.place import Place
from ..net.wire import Reach, Wire, WireError
from ..serve import Passed
from ..text import clean
from . import letters, media, route, views
from .links import outside
from .policy import Policy
from .robots import LARGEST as LARGEST_ROBOTS
from .robots import Robots
from .route import Wanted
from .sheet import Sheet, document
from .turns import Turns
from .words import Words

AHEAD = 256 << 10
"""Bytes that are read of a file before its page, or its answer's head, is made."""
_PAGES = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_BYTES = "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'"
_FAILED = {"forbidden": 403, "timeout": 504, "changed": 502}
log = logging.getLogger("broadsheet.proxy")
_NAME = re.compile(r"[^A-Za-z0-9._-]+")


class Desk:
    """The proxy of one process, by its *settings* (`[proxy]`), which speaks *language* (BCP 47). `ConfigError` where the settings cannot be used.

    In the folder *data* the certificates of capsules are remembered; None: as long as the process lasts.
    """

    def __init__(self, settings: Proxy, language: str = "en", data: Path | None = None) -> None:
        self._words = Words(language)
        self._policy = Policy(settings)
        self._turns = Turns(settings)
        self._pins = Pins(data / pins.FILE if data else None, log.warning)
        self._robots = Robots(self._robots_text)
        self._reach = Reach(allows=self._policy.allows, total=float(settings.seconds), largest=settings.largest << 20)

    async def answer(self, target: str, client: str) -> Passed | None:
        """The answer to *target*, as it was asked for, for *client* (as `limits.key` has it); None where it is none of the proxy's."""
        if not route.takes(target):
            return None
        words = self._words
        try:
            wanted = route.read(target)
        except UsageError as error:
            scheme = "gemini" if "/gemini/" in target[:20] else "gopher"
            return _page(400, views.refused("no-address", words, words("no-address-why"), error.message), None, words, scheme)
        if wanted.place is None:
            return _typed(wanted, words)
        place = wanted.place
        refusal = self._policy.refusal(place, words)
        if refusal:
            return _page(403, views.refused("refused", words, refusal), place, words)
        if (local := _local(wanted, place, words)) is not None:
            return local
        wait = self._turns.wait(client, asyncio.get_running_loop().time())
        if wait:
            return _page(429, views.refused("wait", words, words("wait-why", n=wait)), place, words, **{"Retry-After": str(wait)})
        turn = _Turn(self._turns, client)
        try:
            found = await self._asked(wanted, place, turn)
        except WireError as error:
            sheet = views.refused(error.failure, words, words(f"{error.failure}-why"), error.message)
            found = _page(_FAILED.get(error.failure, 502), sheet, place, words)
        except BaseException:
            turn.end()
            raise
        if isinstance(found.body, bytes):
            turn.end()
        return found

    async def _asked(self, wanted: Wanted, place: Place, turn: "_Turn") -> Passed:
        words = self._words
        if not await self._robots.allows(place, asyncio.get_running_loop().time()):
            return _page(403, views.refused("robots", words, words("robots-why")), place, words)
        if wanted.view == "raw":
            return await self._raw(place, turn)
        if place.scheme == "gemini":
            status, meta, wire = await gemini.ask(place, self._reach, self._pins)
            async with wire:
                if status // 10 != 2:
                    return _said(place, status, meta, words)
                size = views.PAGE if views.media_type(meta)[0].startswith("text/") else AHEAD
                data, whole = await wire.ahead(size)
        else:
            meta = ""
            async with await gopher.ask(place, self._reach) as wire:
                data, whole = await wire.ahead(views.PAGE if media.kind_of(place.kind).way in {"menu", "text", "search"} else AHEAD)
        # A page of 2 MB takes a while to set; whoever else reads in that moment would wait.
        status, sheet = await asyncio.to_thread(views.shown, place, views.Got(data, whole, meta), words, lines=wanted.view == "lines")
        return _page(status, sheet, place, words)

    async def _raw(self, place: Place, turn: "_Turn") -> Passed:
        """The bytes of *place*: what a browser shows by itself as what its first bytes say, text as text, the rest as a file to save."""
        if place.scheme == "gemini":
            status, meta, wire = await gemini.ask(place, self._reach, self._pins)
            if status // 10 != 2:
                wire.close()
                return _said(place, status, meta, self._words)
            kind, charset, _ = views.media_type(meta)
            texts = kind.startswith("text/")
        else:
            wire, charset = await gopher.ask(place, self._reach), ""
            texts = media.kind_of(place.kind).way in {"menu", "text", "search"}
        try:
            data, whole = await wire.ahead(AHEAD)
        except BaseException:
            wire.close()
            raise
        headers = _kind_of(place, data, charset, texts=texts)
        if whole:
            wire.close()
            return Passed(200, headers, data)
        return Passed(200, headers, _Stream(wire, data, turn))

    async def _robots_text(self, place: Place) -> str:
        reach = Reach(allows=self._policy.allows, connect=5, silence=5, total=10, largest=LARGEST_ROBOTS + 1)
        if place.scheme == "gemini":
            status, _, wire = await gemini.ask(place, reach, self._pins)
            if status // 10 != 2:
                wire.close()
                return ""
        else:
            wire = await gopher.ask(place, reach)
        async with wire:
            data, _ = await wire.ahead(LARGEST_ROBOTS)
        return letters.text_of(data) if letters.is_text(data) else ""


class _Turn:
    """A reader's turn, which ends once."""

    def __init__(self, turns: Turns, client: str) -> None:
        self._turns: Turns | None = turns
        self._client = client

    def end(self) -> None:
        """It is over."""
        if self._turns is not None:
            self._turns.leave(self._client)
            self._turns = None


class _Stream:
    """What has come over *wire*, then what still comes, as fast as it is taken (`serve.Pieces`). With its end the turn is over."""

    def __init__(self, wire: Wire, first: bytes, turn: _Turn) -> None:
        self._wire, self._first, self._turn = wire, first, turn

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        piece, self._first = self._first or await self._wire.read(), b""
        if not piece:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """End the connection and the turn."""
        self._wire.close()
        self._turn.end()


def _local(wanted: Wanted, place: Place, words: Words) -> Passed | None:
    """What needs no asking: the form of a search, the address of a session, a capsule's question that is answered now."""
    if wanted.view == "ask":
        return Passed(303, {"Location": route.path(place), **_common(_PAGES)}, b"")
    if place.scheme == "gopher":
        if place.kind == "7" and not place.words:
            return _page(200, views.search(place, words), place, words)
        if media.kind_of(place.kind).way in {"elsewhere", "words"}:
            return _page(200, views.elsewhere(place, words), place, words)
    return None


def _typed(wanted: Wanted, words: Words) -> Passed:
    """The page on which an address is typed, or the way to what was typed: a host alone is one of that protocol."""
    if not wanted.words:
        return _page(200, views.start(wanted.scheme, words), None, words, wanted.scheme)
    written = wanted.words if "://" in wanted.words else f"{wanted.scheme}://{wanted.words}"
    try:
        return Passed(303, {"Location": route.path(places.of_address(written)), **_common(_PAGES)}, b"")
    except UsageError as error:
        return _page(400, views.start(wanted.scheme, words, error.message), None, words, wanted.scheme)


def _said(place: Place, status: int, meta: str, words: Words) -> Passed:
    """A capsule's answer that is no page. A redirect within its server is followed by the browser; what leads elsewhere is a reader's own click."""
    if status // 10 != 3:
        code, sheet = views.said(place, status, meta, words)
        return _page(code, sheet, place, words, **({"Retry-After": "30"} if status // 10 == 4 else {}))
    way = outside(meta, place.address)
    home = route.home(place)
    if way is not None and not way.out and way.path.startswith((f"{home}/", f"{home}?")) and way.path != route.path(place):
        return Passed(302, {"Location": way.path, **_common(_PAGES)}, b"")
    return _page(200, views.moved(meta, way.path if way else "", words), place, words)


def _kind_of(place: Place, data: bytes, charset: str, *, texts: bool) -> dict[str, str]:
    """What is said of bytes that go out as they are. Nothing that comes through here runs as anything: the page of them is a sandbox."""
    headers = _common(_BYTES)
    kind = media.shown_as(data)
    if kind:
        headers["Content-Type"] = kind
    elif texts and letters.is_text(data):
        name = charset if re.fullmatch(r"[A-Za-z0-9_.:\-]{1,40}", charset) else "utf-8" if _is_utf8(data) else ""
        headers["Content-Type"] = "text/plain" + (f"; charset={name}" if name else "")
    else:
        headers["Content-Type"] = "application/octet-stream"
        name = _NAME.sub("_", clean(place.selector.decode("utf-8", "replace")).rsplit("/", 1)[-1]).strip("._")[:80]
        headers["Content-Disposition"] = f'attachment; filename="{name or "file"}"'
    return headers


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(data) and error.reason == "unexpected end of data"
    return True


def _page(status: int, sheet: Sheet, place: Place | None, words: Words, scheme: str = "", **headers: str) -> Passed:
    body = document(sheet, place, place.scheme if place else scheme, words).encode("utf-8", "replace")
    return Passed(status, {"Content-Type": "text/html; charset=utf-8", **_common(_PAGES), **headers}, body)


def _common(policy: str) -> dict[str, str]:
    """What every answer says: nothing of it is indexed, kept for long, framed, or allowed to run."""
    return {"Content-Security-Policy": policy, "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, max-age=60"}
