"""A WARC file in, its pages out (ISO 28500:2017; Common Crawl's news files are the real case). One record is in memory at a time.

A page is a `response` record with status 200, or a `resource` record, that holds HTML; every other record is passed over. Files may be compressed by
gzip, zstd or lz4 as a whole or record by record. What a server did for the transfer (chunks, content codings) is undone; a record that was cut
by its crawler (`WARC-Truncated`) is a page as far as it goes. Behind damage reading goes on at the next record that is found (`beginnings`).
"""

import os
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from .. import address as addresses
from ..model import Capture
from ..net import coding
from ..text import clean
from .beginnings import following

NAME = re.compile(r"\.warc(\.gz|\.zst|\.lz4)?$", re.IGNORECASE)
"""What the name of a WARC file ends with."""

_KINDS = WarcRecordType.response | WarcRecordType.resource
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_HEADERS = 64 << 10  # bytes of a record's headers; more is no header
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_PLAIN = b"WARC/"
_PIECE = 1 << 20
_TRIES = 10_000  # beginnings of records in a row that are none
_ENDS = (b"\r\n\r\n", b"\n\n")
_CHUNK = re.compile(rb"(?:\r?\n)?([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,1000})?\r?\n")
_INNER = re.compile(rb"\r?\n\r?\nWARC/1\.\d\r?\n(?:[\w-]+:[^\n]{0,8000}\n){1,40}\r?\n")  # another record's head, behind the end of one
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r?\n", re.IGNORECASE)
_STARTS_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")


class RecordError(Exception):
    """A record that is no page that can be read, though it says that it is one."""


def pages(path: Path, largest: int) -> Iterator[tuple[str, Callable[[], Capture]]]:
    """The pages of the WARC file at *path*: what each one is called, and what reads it, until the next one is asked for.

    Reading raises `RecordError` for a page over *largest* bytes or in a damaged coding, and for what stands where the file is damaged. `OSError` where
    the file cannot be read.
    """
    number = 0
    with path.open("rb") as file:
        seen = _Seen(0)
        told, left = False, _TRIES
        while True:
            begun = seen.place
            file.seek(begun)
            found = ArchiveIterator(file, func_filter=seen, auto_decode="none", max_header_len=_HEADERS)
            fault = ""
            try:
                for record in found:
                    number += 1
                    told, left = False, _TRIES
                    yield named(path, number), lambda record=record, number=number: _capture(named(path, number), record, largest)
            except OSError as error:
                fault = clean(str(error))
            if not fault and seen.is_whole(file):
                return
            left -= 1
            after = following(file, seen.place) if left else -1
            said = f"damaged WARC file: {fault or 'it is cut off, or is no WARC file'}; what stands before byte {seen.place} was read"
            if after < 0:
                yield clean(str(path)), lambda said=said: _lost(f"{said}; fetch the file again for the rest")
                return
            if not told:
                number += 1
                yield named(path, number), lambda said=said, after=after: _lost(f"{said}, and what follows byte {after} is; fetch the file again for the rest")
            told = True
            seen = _Seen(after)


class _Seen:
    """What tells pages from other records, and remembers where the last record of all begins, and how long it says it is."""

    __slots__ = ("length", "place")

    def __init__(self, place: int) -> None:
        self.place, self.length = place, 0

    def __call__(self, record: WarcRecord) -> bool:
        self.place, self.length = max(self.place, record.stream_pos), record.content_length
        return record.record_type & _KINDS != 0 and _is_page(record)

    def is_whole(self, file: BinaryIO) -> bool:
        """Whether *file* ends as the last record does. The iterator takes one that ends within a record as one that ends behind it."""
        file.seek(self.place)
        file.seek(self.place if file.read(5).startswith((_GZIP, _ZSTD, _PLAIN)) else 0)  # a file that was compressed as a whole tells no positions
        return _is_whole(file, self.length)


def _lost(message: str) -> Capture:
    raise RecordError(message)


def _is_whole(file: BinaryIO, length: int) -> bool:
    """Whether what is left of *file* ends as a record does, in two empty lines (ISO 28500 §4), and its gzip members (RFC 1952) with it; and holds the
    *length* bytes that the last record says it has: one that says too many takes those behind it for its own.
    """
    tail, member, begun = b"", None, file.tell()
    while data := file.read(_PIECE):
        if member is None and not tail and data.startswith(_ZSTD):
            file.seek(begun)
            return _is_whole_zstd(file, length)
        if member is None and not tail and data[:2] != _GZIP:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 4))
            # lz4 says itself where it is cut; so only plain text is looked at.
            return (file.read().endswith(_ENDS) and size - begun >= length) or not data.startswith(_PLAIN)
        while data:
            member = member or zlib.decompressobj(wbits=31)
            try:
                part = member.decompress(data, _PIECE)
            except zlib.error:
                return False
            tail, length = (tail + part)[-4:], length - len(part)
            data = member.unconsumed_tail or member.unused_data
            if member.eof:
                member = None
            elif not data:
                break
    return member is None and (not tail or (tail.endswith(_ENDS) and length <= 0))


def _is_whole_zstd(file: BinaryIO, length: int) -> bool:
    """`_is_whole` for frames of zstd (RFC 8878)."""
    tail = b""
    try:
        with zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True, closefd=False) as frames:
            while part := frames.read(_PIECE):
                tail, length = (tail + part)[-4:], length - len(part)
    except zstandard.ZstdError:
        return True  # the iterator, which says what is damaged, has read it: a window or a dictionary that is not known here
    return tail.endswith(_ENDS) and length <= 0


def _is_page(record: WarcRecord) -> bool:
    """Whether *record* holds HTML that its server gave as the answer."""
    if record.record_type == WarcRecordType.response:
        return record.is_http and record.http_headers.status_code == 200 and _type(record.http_content_type) in _HTML
    return _type(record.headers.get("Content-Type")) in _HTML


def _type(said: str | None) -> str:
    """The media type without parameters."""
    return (said or "").partition(";")[0].strip().lower()


def _capture(source: str, record: WarcRecord, largest: int) -> Capture:
    """The page in *record*."""
    body = record.reader.read(largest + 1)
    if len(body) > largest:
        raise RecordError(f"larger than {largest >> 20} MB, which is the most that is read of one page")
    if _swallows(body):
        raise RecordError("says that it is longer than it is: the record behind it is in it, and both are lost; fetch the file again")
    said = ""
    if record.is_http_parsed:
        said = record.http_charset or ""
        if "chunked" in (record.http_headers.get("Transfer-Encoding") or "").lower() and not _STARTS_HTML.match(body[:200]):
            body = _unchunked(body, cut="WARC-Truncated" in record.headers)
        body = _decoded(body, record.http_headers.get("Content-Encoding") or "", largest)
    time = record.headers.get("WARC-Date") or ""
    address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    return Capture(body=body, address=addresses.absolute(address), source=source, time=clean(time), charset=clean(said))


def _swallows(body: bytes) -> bool:
    """Whether *body*, as it was sent, has another whole record at its end: its length is wrong, in a way that the records behind it do not show.

    A page about such files quotes one in its middle.
    """
    place = body.rfind(b"\nWARC/1.")
    while place >= 0:
        head = _INNER.match(body, max(0, place - 3)) or _INNER.match(body, max(0, place - 2)) or _INNER.match(body, max(0, place - 1))
        length = _LENGTH.search(head[0]) if head else None
        if head and length and head.end() + int(length[1]) == len(body):
            return True
        place = body.rfind(b"\nWARC/1.", 0, place)
    return False


def _unchunked(body: bytes, *, cut: bool) -> bytes:
    """*body* without the lines that say how long its chunks are (RFC 9112 §7.1); where it was *cut*, as far as it goes.

    Here and not in fastwarc, for which a chunk of a wrong length is the end of the file.
    """
    parts: list[bytes] = []
    at = 0
    while True:
        line = _CHUNK.match(body, at)
        size = int(line[1], 16) if line else -1
        if size == 0:
            return b"".join(parts)
        start = line.end() if line else at
        at = start + size
        if size < 0 or at > len(body):
            if cut:
                return b"".join((*parts, body[start:]))
            raise RecordError("its transfer coding is damaged: a chunk is shorter than it says, or says nothing; fetch the page again")
        parts.append(body[start:at])


def _decoded(body: bytes, codings: str, largest: int) -> bytes:
    """*body* without its content codings. Some crawlers undo them and leave the header: what begins like HTML is taken as it is."""
    if not codings or _STARTS_HTML.match(body[:200]):
        return body
    try:
        return coding.decoded(body, codings, largest)
    except coding.TooLargeError:
        raise RecordError(f"larger than {largest >> 20} MB once decompressed, which is the most that is read of one page") from None
    except coding.DamagedError as error:
        raise RecordError(f"its content coding is damaged ({clean(str(error))})") from None


def named(path: Path, number: int) -> str:
    """What a page is called in messages and records: the file, and the how manieth page in it (from 1) it is."""
    return f"{clean(str(path))}@{number}"
