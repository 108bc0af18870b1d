"""A damaged WARC file and a place in it in, where the next record begins out: to go on reading there.

Records that are compressed one by one begin a gzip member or a zstd frame each (RFC 1952 §2.2, RFC 8878 §3.1); others a line. In a file that was
compressed as a whole, or by lz4, none is found.
"""

import re
import zlib
from typing import BinaryIO

import zstandard

_PIECE = 1 << 20  # bytes read at a time
_PEEK = 1 << 12  # bytes of a member in which its first ones are
_VERSION = b"WARC/1."
_MEMBER = b"\x1f\x8b\x08"
_FRAME = b"\x28\xb5\x2f\xfd"
_SIGNS = re.compile(b"|".join(map(re.escape, (_VERSION, _MEMBER, _FRAME))))
_LONGEST = len(_VERSION)
_HEAD = re.compile(rb"WARC/1\.\d\r?\n[\w-]{1,100}:")


def following(file: BinaryIO, place: int) -> int:
    """The position of the next record that begins in *file* behind *place*; -1 where there is none. `OSError` where it cannot be read."""
    at = place + 1
    while True:
        file.seek(at)
        piece = file.read(_PIECE)
        for found in _SIGNS.finditer(piece):
            if _begins(file, at + found.start(), found[0]):
                return at + found.start()
        if len(piece) < _PIECE:
            return -1
        at += len(piece) - _LONGEST + 1


def _begins(file: BinaryIO, place: int, sign: bytes) -> bool:
    """Whether a record begins at *place*, where the bytes *sign* stand."""
    file.seek(place)
    if sign == _VERSION:
        return _HEAD.match(file.read(_PEEK)) is not None
    try:
        if sign == _MEMBER:
            start = zlib.decompressobj(wbits=31).decompress(file.read(_PEEK), len(_VERSION))
        else:
            with zstandard.ZstdDecompressor().stream_reader(file, closefd=False) as frame:
                start = frame.read(len(_VERSION))
    except (zlib.error, zstandard.ZstdError):
        return False
    return start == _VERSION
