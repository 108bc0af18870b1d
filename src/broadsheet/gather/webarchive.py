"""A page that Safari saved as one file (`.webarchive`) in, the page's HTML, its address and its character set out.

Such a file is a binary property list (Apple's CFBinaryPList.c): a dictionary with the page's own resource, `WebMainResource`, beside pictures, style sheets and
frames. Only what leads to that resource is read: `plistlib` makes values of all of it, and a file in which many objects are one long array would
take as much memory and time as the square of its length.
"""

from collections.abc import Iterator

from ..address import absolute
from ..text import clean
from .mhtml import Saved

_MAGIC = b"bplist0"
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_KEYS = 100  # of a dictionary; Safari's have six at most
_LONGEST = 8192  # bytes of a string
_TRAILER = 32
_DATA, _ASCII, _UTF16, _DICTIONARY = 0x40, 0x50, 0x60, 0xD0


class DamagedError(ValueError):
    """A web archive that cannot be read."""


def page(data: bytes) -> Saved | None:
    """The page in the file *data*; None where it is no property list. `DamagedError` where it is one without a page in it, or is damaged."""
    if not data.startswith(_MAGIC):
        return None
    plist = _Plist(data)
    main = plist.dictionary(plist.dictionary(plist.top).get("WebMainResource", -1))
    if plist.text(main.get("WebResourceMIMEType", -1)).lower() not in _HTML:
        raise DamagedError("is a property list with no page in it; a web archive of Safari's has one")
    address = absolute("".join(plist.text(main.get("WebResourceURL", -1)).split())[:2000])
    charset = clean(plist.text(main.get("WebResourceTextEncodingName", -1)))[:40]
    return Saved(plist.content(main.get("WebResourceData", -1), _DATA), address if address.startswith("http") else "", charset)


class _Plist:
    """The objects of the property list *data*, by their numbers; an object that there is not is empty."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        tail = data[-_TRAILER:].rjust(_TRAILER, b"\0")
        self._width, self._reference = tail[6], tail[7]
        self._count, self.top, self._table = (int.from_bytes(tail[at : at + 8], "big") for at in (8, 16, 24))
        room = len(data) - _TRAILER - self._table
        if not (1 <= self._width <= 8 and 1 <= self._reference <= 8 and 1 <= self._count <= room // self._width):
            raise DamagedError("is a property list, as Safari's web archives are, but cut off or damaged; save or copy the page again")

    def dictionary(self, number: int) -> dict[str, int]:
        """The keys of a dictionary, and the numbers of what they lead to."""
        kind, length, at = self._head(number)
        if kind != _DICTIONARY or length > _KEYS:
            return {}
        keys, values = (list(self._references(at + part * length * self._reference, length)) for part in (0, 1))
        return {self.text(key): value for key, value in zip(keys, values, strict=True)}

    def text(self, number: int) -> str:
        """A string, as far as it may be long."""
        kind, _, _ = self._head(number)
        return self.content(number, kind, _LONGEST).decode("utf-16-be" if kind == _UTF16 else "ascii", "replace") if kind in {_ASCII, _UTF16} else ""

    def content(self, number: int, wanted: int, most: int = 1 << 62) -> bytes:
        """What an object of the kind *wanted* holds, at most so many bytes."""
        kind, length, at = self._head(number)
        size = min(length * (2 if kind == _UTF16 else 1), most, len(self._data) - _TRAILER - at)
        return self._data[at : at + size] if kind == wanted else b""

    def _head(self, number: int) -> tuple[int, int, int]:
        """The kind of an object, how many things it holds, and where they begin."""
        if not 0 <= number < self._count:
            return 0, 0, 0
        at = self._number(self._table + number * self._width, self._width)
        if not len(_MAGIC) < at < self._table:
            return 0, 0, 0
        kind, length = self._data[at] & 0xF0, self._data[at] & 0x0F
        if length < 0x0F:
            return kind, length, at + 1
        size = 1 << (self._data[at + 1] & 0x03)  # an integer follows: 1, 2, 4 or 8 bytes
        return kind, self._number(at + 2, size), at + 2 + size

    def _references(self, at: int, count: int) -> Iterator[int]:
        return (self._number(at + index * self._reference, self._reference) for index in range(count))

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self._data[at : at + size], "big")
