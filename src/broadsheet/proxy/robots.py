"""A place in, whether its owner wants proxies out: the hole's or capsule's robots.txt, asked for once a day.

The rules for `Broadsheet` are followed, else those for `webproxy` (the Gemini companion specification "robots.txt" names it), else those for `*`.
A server that has no robots.txt, or answers something else there, has no rules. What was learned is kept in memory, of the newest `MOST` servers.
"""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from protego import Protego

from ..net.place import Place
from ..net.robots import DAY, PRODUCT
from ..net.wire import WireError

MOST = 2000
LARGEST = 64 << 10
"""Bytes of a robots.txt that are read."""
SELECTOR = {"gopher": b"robots.txt", "gemini": b"/robots.txt"}
# A line's blanks, without its end: `\s*` at each of 60,000 empty lines would run over all that follow.
_OURS = re.compile(rf"(?im)^[^\S\n]*user-agent\s*:\s*{PRODUCT}\b")
_RULES = re.compile(r"(?im)^[^\S\n]*user-agent\s*:")
Fetch = Callable[[Place], Awaitable[str]]
"""The text at a place, "" where there is none; `WireError` where the server cannot be asked."""


class Robots:
    """What servers say to proxies. *fetch* asks them."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._known: OrderedDict[tuple[str, str, int], tuple[float, str]] = OrderedDict()

    async def allows(self, place: Place, now: float) -> bool:
        """Whether *place* may be shown. *now*: seconds, monotonic."""
        server = place.scheme, place.host, place.port
        asked, text = self._known.get(server, (-DAY, ""))
        if now - asked >= DAY:
            try:
                text = await self._fetch(Place(scheme=place.scheme, host=place.host, port=place.port, kind="0", selector=SELECTOR[place.scheme]))
            except WireError as error:
                if error.failure in {"forbidden", "unreachable", "changed"}:
                    raise  # the page itself would fail likewise
                text = ""
            text = text if _RULES.search(text) else ""
            self._known[server] = now, text
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return allowed(text, place)


def allowed(text: str, place: Place) -> bool:
    """Whether the robots.txt *text* lets a proxy show *place*. A Gopher selector counts as a path, with or without its first slash."""
    if not text:
        return True
    path = place.selector.decode("ascii") if place.scheme == "gemini" else quote(place.selector, safe="/!$&'()*+,;=:@-._~?")
    return Protego.parse(text).can_fetch(f"gopher://host/{path.lstrip('/')}", PRODUCT if _OURS.search(text) else "webproxy")
