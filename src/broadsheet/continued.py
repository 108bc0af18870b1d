"""The pages of one article in, one capture out, and back: an article that goes on at other addresses is kept and read again as one.

The bytes stand one after the other; the hint `pages` says, a line for each page, how many bytes it has and where it was.
"""

from collections.abc import Sequence

import msgspec

from .model import Capture

_HINT = "pages"


def joined(pages: Sequence[Capture]) -> Capture:
    """*pages* of one article, in their order, as one capture: that of the first page, with the bytes of all."""
    first = pages[0]
    if len(pages) == 1:
        return first
    said = "\n".join(f"{len(page.body)} {page.address}" for page in pages)
    return msgspec.structs.replace(first, body=b"".join(page.body for page in pages), hints={**first.hints, _HINT: said})


def parts(capture: Capture) -> tuple[Capture, ...]:
    """The pages of *capture*, in their order; itself where it has one, or where what it says of them cannot be."""
    said = [line.partition(" ") for line in capture.hints.get(_HINT, "").splitlines()]
    sizes = [int(size) if size.isascii() and size.isdigit() and len(size) < 12 else -1 for size, _, _ in said]
    if len(sizes) < 2 or min(sizes) < 0 or sum(sizes) != len(capture.body):
        return (capture,)
    found: list[Capture] = []
    place = 0
    for size, (_, _, address) in zip(sizes, said, strict=True):
        hints = {name: value for name, value in capture.hints.items() if name != _HINT}
        found.append(msgspec.structs.replace(capture, body=capture.body[place : place + size], address=address or capture.address, hints=hints))
        place += size
    return tuple(found)
