"""A `Place` of a capsule in, status, meta and body out (Gemini specification, "Responses"). Nothing is followed, no certificate is shown.

A server's certificate is whoever's it was the first time (`pins`): no authority is asked, as is Gemini's custom.
"""

import asyncio
import ssl
from functools import cache

from ..text import clean
from .pins import Pins, moment
from .place import Place
from .wire import Reach, Wire, WireError, connect

_LONGEST_HEAD = 1029
"""Bytes of the answer's first line: status, space, and a meta of 1,024 bytes."""


async def ask(place: Place, reach: Reach, pins: Pins) -> tuple[int, str, Wire]:
    """Status, meta and the connection over which the body comes; `WireError` where there is none, or where it is no Gemini."""
    wire = await connect(place.host, place.port, reach, _context())
    try:
        # It may wait for a disk, and for whoever else writes the same file.
        if not await asyncio.to_thread(pins.holds, f"{place.host}:{place.port}", wire.certificate, moment()):
            said = "shows another certificate than before, though that one has not run out; nothing was asked: whoever runs it can say whether it was renewed"
            raise WireError(f"{place.server}: {said}", "changed")
        await wire.send(place.address.encode("ascii") + b"\r\n")
        line = await wire.line(_LONGEST_HEAD)
        status = line[:2]
        if not (len(status) == 2 and status.isdigit() and line[2:3] in {b"", b" ", b"\t"} and b"1" <= status[:1] <= b"6"):
            raise WireError(f"{place.server}: does not answer as a Gemini server does; check the address", "damaged")
        return int(status), clean(line[3:].decode("utf-8", "replace")), wire
    except BaseException:
        wire.close()
        raise


@cache
def _context() -> ssl.SSLContext:
    """TLS 1.2 and later; the certificate is judged by `Pins`."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made
