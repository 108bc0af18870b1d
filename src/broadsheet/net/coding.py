"""The bytes of an answer and its Content-Encoding in, its content out, never more than the limit (RFC 9110 §8.4).

gzip, deflate, brotli (RFC 7932) and zstd (RFC 8878) are decoded piece by piece, so that a bomb is left after `largest` bytes, whatever it would
become. Several codings are undone from the last to the first, each within the limit.
"""

import io
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Any

import brotli as _brotli_module  # pyright: ignore[reportMissingTypeStubs]
import zstandard

brotli: Any = _brotli_module  # has no types of its own

ACCEPTED = "gzip, deflate, br, zstd"
"""What we say we can read."""

_PIECE = 1 << 16
_MOST = 3  # codings one over the other
_MEMBERS = 10_000  # of a gzip file; empty ones cost time and give nothing
_WINDOW = 1 << 27  # bytes that a zstd frame may want for its window; more is meant to exhaust memory


class TooLargeError(Exception):
    """More bytes than the limit."""


class DamagedError(Exception):
    """Bytes that are not what the Content-Encoding says, or not all of it."""


def decoded(data: bytes, codings: str, largest: int) -> bytes:
    """The content of *data*, which is coded as the header *codings* says; at most *largest* bytes.

    Raises `TooLargeError`, and `DamagedError` for data that is cut or wrong and for a coding that nobody asked for.
    """
    names = [name for part in codings.lower().split(",") if (name := part.strip()) not in {"", "identity"}]
    if len(names) > _MOST:
        raise DamagedError(f"{len(names)} content codings one over the other")
    for name in reversed(names):
        decoder = _DECODERS.get(name)
        if decoder is None:
            raise DamagedError(f"the content coding {name[:40]!r}, which was not asked for")
        data = _bounded(decoder, data, largest)
    if len(data) > largest:
        raise TooLargeError
    return data


def unzipped(data: bytes, largest: int) -> bytes:
    """*data*, decompressed where it is a gzip file (a sitemap ending in `.gz`); raises as `decoded` does."""
    return decoded(data, "gzip", largest) if data.startswith(b"\x1f\x8b") else data


def _bounded(decoder: Callable[[bytes], Iterator[bytes]], data: bytes, largest: int) -> bytes:
    if not data:
        return data
    parts: list[bytes] = []
    size = 0
    try:
        for part in decoder(data):
            size += len(part)
            if size > largest:
                raise TooLargeError
            parts.append(part)
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        raise DamagedError(str(error) or "cut off") from None
    return b"".join(parts)


def _gzip(data: bytes) -> Iterator[bytes]:
    """All members of *data* (RFC 1952 §2.2); what stands behind the last one is no matter, as with browsers."""
    at, members = 0, 0
    while at == 0 or data.startswith(b"\x1f\x8b", at):
        members += 1
        if members > _MEMBERS:
            raise EOFError(f"more than {_MEMBERS:,} gzip members")
        at = yield from _inflated(data, at, 31)


def _deflate(data: bytes) -> Iterator[bytes]:
    """Data of zlib, or the bare deflate that some servers send instead (RFC 9110 §8.4.1.2)."""
    bare = (data[0] & 0x0F) != 8 or int.from_bytes(data[:2], "big") % 31 != 0
    yield from _inflated(data, 0, -15 if bare else 15)


def _inflated(data: bytes, at: int, wbits: int) -> Generator[bytes, None, int]:
    """What stands in *data* from *at* on, as zlib unpacks it with *wbits*; gives back where it ends. What is not yet unpacked is copied for each
    piece, so no more of it is handed over than a piece.
    """
    stream = zlib.decompressobj(wbits=wbits)
    given = b""
    while not stream.eof:
        if not given:
            given = data[at : at + _PIECE]
            at += len(given)
        part = stream.decompress(given, _PIECE)
        if part:
            yield part
        elif not (given or stream.eof):
            raise EOFError
        given = stream.unconsumed_tail
    return at - len(stream.unused_data)


def _brotli(data: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    yield stream.process(data, output_buffer_limit=_PIECE)
    while not stream.is_finished():
        part = stream.process(b"", output_buffer_limit=_PIECE)
        if not part and stream.can_accept_more_data():
            raise EOFError
        yield part


def _zstd(data: bytes) -> Iterator[bytes]:
    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(io.BytesIO(data), read_across_frames=True)
    whole = _frames_end(data)
    while part := reader.read(_PIECE):
        yield part
    if not whole:
        raise EOFError


def _frames_end(data: bytes) -> bool:
    """Whether the last frame of *data* ends where its data ends (RFC 8878 §3.1.1): the reader gives what there is without a word."""
    end = 0
    while end < len(data):
        magic = int.from_bytes(data[end : end + 4], "little")
        if 0x184D2A50 <= magic <= 0x184D2A5F:
            end += 8 + int.from_bytes(data[end + 4 : end + 8], "little")
            continue
        if magic != 0xFD2FB528 or end + 5 > len(data):
            return False
        described = data[end + 4]
        single = described >> 5 & 1
        end += 5 + (0 if single else 1) + (0, 1, 2, 4)[described & 3] + ((1 if single else 0), 2, 4, 8)[described >> 6]
        last = False
        while not last:
            if end + 3 > len(data):
                return False
            block = int.from_bytes(data[end : end + 3], "little")
            last = bool(block & 1)
            end += 3 + (1 if block >> 1 & 3 == 1 else block >> 3)
        end += 4 if described >> 2 & 1 else 0
    return end == len(data)


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
