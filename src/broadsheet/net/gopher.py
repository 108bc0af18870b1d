"""A `Place` of a Gopher hole in, its answer out as it comes (RFC 1436 §2: one line asked, read to the end)."""

from .place import Place
from .wire import Reach, Wire, connect


async def ask(place: Place, reach: Reach) -> Wire:
    """The connection over which the answer for *place* comes; `WireError` where there is none."""
    wire = await connect(place.host, place.port, reach)
    try:
        await wire.send(place.selector + (b"\t" + place.words if place.words or place.kind == "7" else b"") + b"\r\n")
    except BaseException:
        wire.close()
        raise
    return wire
