"""Paths in, captures out: saved pages from files, folders, compressed or not, and from standard input. One page is in memory at a time.

| path | what is read |
|---|---|
| a file | that file, whatever its name; compressed by gzip or not |
| a file in MHTML, or a web archive of Safari's | the page in it (`mhtml`, `webarchive`) |
| a file named `.warc`, `.warc.gz`, `.warc.zst`, `.warc.lz4` | every page in it (`warc`), named `FILE@1`, `FILE@2`, … |
| a folder | every page in it and below it, by name: `.html` `.htm` `.xhtml` `.mhtml` `.mht` `.webarchive`, each also `.gz`, and WARC files; no others |
| `-` | standard input |

What cannot be read is an `UnreadableError` among the captures, and the next path follows. `manifest` says where addresses and times come from.
"""

import contextlib
import os
import re
import stat
import sys
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from ..errors import CaptureError
from ..model import Capture
from ..text import clean
from . import mhtml, warc, webarchive
from .manifest import Manifests
from .said import said_address

LARGEST = 64 << 20
"""Bytes of a page, after decompression, that are read; a larger file is refused. The largest page of the corpus has 3 million."""

_PAGE = re.compile(r".\.(?:x?html?|mht|mhtml|webarchive)(?:\.gz)?$", re.IGNORECASE)
_CHUNK = 1 << 20
_LONGEST = 1 << 16  # bytes of a path


STDIN = "standard input"
"""The source of what came from there."""


class UnreadableError(CaptureError):
    """A file that could not be read; *source* is its path."""

    def __init__(self, source: str, message: str) -> None:
        super().__init__(message)
        self.source = source


def captures(paths: Iterable[str | Path], *, largest: int = LARGEST, done: Iterable[str] = ()) -> Iterator[Capture | UnreadableError]:
    """The pages at *paths*, each read when it is asked for; `UnreadableError` in place of each that cannot be.

    *done* are the sources of captures that an earlier run ended with: all up to the last of them are passed over unread. `CaptureError` at the end
    where one of them never came.
    """
    manifests, before = Manifests(), set(done)
    for path in paths:
        for file in ["-"] if str(path) == "-" else walk(Path(path), manifests):
            for source, read in _pages(file, manifests, largest, before):
                if before:
                    before.discard(source)
                else:
                    yield read()
            for problem in manifests.problems():
                if before:
                    before.discard(problem[0])
                else:
                    yield UnreadableError(*problem)
    if before:
        raise CaptureError(f"{min(before)}: an earlier run ended with this page, which is not at these paths any more; give the same paths, or begin anew")


def _pages(
    file: Path | str | UnreadableError, manifests: Manifests, largest: int, before: Collection[str]
) -> Iterator[tuple[str, Callable[[], Capture | UnreadableError]]]:
    """What is in *file*: the source of each capture, and what reads it. A WARC file that has none of *before* is not opened while there are any."""
    if isinstance(file, UnreadableError):
        yield file.source, lambda: file
    elif isinstance(file, str) or not warc.NAME.search(file.name):
        yield (STDIN if isinstance(file, str) else clean(str(file))), lambda: _read(file, manifests, largest)
    elif not before or any(source == clean(str(file)) or source.startswith(warc.named(file, 0)[:-1]) for source in before):
        yield from _records(file, largest)


def _records(file: Path, largest: int) -> Iterator[tuple[str, Callable[[], Capture | UnreadableError]]]:
    """The pages of a WARC file, and what is wrong with it where it is."""
    try:
        for source, read in warc.pages(file, largest):
            yield source, lambda source=source, read=read: _record(source, read)
    except OSError as error:
        unreadable = _unreadable(file, error)
        yield unreadable.source, lambda: unreadable


def _record(source: str, read: Callable[[], Capture]) -> Capture | UnreadableError:
    try:
        return read()
    except warc.RecordError as error:
        return UnreadableError(source, f"{source}: {error}")
    except OSError as error:  # the disk's, or the decompression's in the middle of the record
        return UnreadableError(source, f"{source}: cannot be read: {clean(error.strerror or str(error))}; fetch the file again, or copy it to another disk")


def listed(file: str | Path) -> Iterator[str]:
    """The paths in a list of files: one a line, in UTF-8; empty lines are passed over. `-` is standard input. `CaptureError` where it cannot be read."""
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if str(file) == "-" else Path(file).open("rb") as lines:
            while line := lines.readline(_LONGEST):
                if line.strip():
                    yield os.fsdecode(line.rstrip(b"\r\n"))
    except OSError as error:
        raise _unreadable(Path(file), error) from None


def walk(path: Path, manifests: Manifests) -> Iterator[Path | UnreadableError]:
    """The files to read at *path*; those of one folder that a manifest gives times come in order of time, so that versions do."""
    try:
        if not path.is_dir():
            yield path
            return
        with os.scandir(path) as entries:
            found = sorted(((entry.name, entry.is_dir(follow_symlinks=False), entry.is_file()) for entry in entries), key=lambda entry: entry[0])
    except OSError as error:
        yield _unreadable(path, error)
        return
    files = [path / name for name, _, is_file in found if is_file and (_PAGE.search(name) or warc.NAME.search(name))]
    yield from sorted(files, key=lambda file: manifests.entry(file).time)
    for name, is_folder, _ in found:
        if is_folder:
            yield from walk(path / name, manifests)


def _read(path: Path | str, manifests: Manifests, largest: int) -> Capture | UnreadableError:
    """The capture of one file, `-` being standard input."""
    try:
        if isinstance(path, str):
            body, time = _bytes(sys.stdin.buffer, largest), datetime.now(UTC)
            source, entry = STDIN, None
        else:
            source, entry = clean(str(path)), manifests.entry(path)
            with path.open("rb") as file:
                time = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
                size = os.fstat(file.fileno()).st_size if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else 0
                if size > largest:
                    raise _TooLargeError
                body = _bytes(file, largest)
    except _TooLargeError:
        return UnreadableError(clean(str(path)), f"{clean(str(path))}: larger than {largest >> 20} MB, which is the most that is read of one page")
    except zlib.error as error:
        return UnreadableError(clean(str(path)), f"{clean(str(path))}: the gzip data is damaged ({error}); fetch or compress the page again")
    except EOFError:
        return UnreadableError(clean(str(path)), f"{clean(str(path))}: the gzip data is cut off; fetch or compress the page again")
    except (OSError, ValueError, OverflowError) as error:
        return _unreadable(Path(path), error)
    try:
        saved = mhtml.page(body) or webarchive.page(body) or mhtml.Saved(body, "", "")
    except webarchive.DamagedError as error:
        return UnreadableError(source, f"{source}: {error}")
    address = (entry.address if entry else "") or saved.address or said_address(saved.body)
    moment = (entry.time if entry else "") or time.isoformat(timespec="seconds").replace("+00:00", "Z")
    return Capture(body=saved.body, address=address, source=source, time=moment, charset=saved.charset)


class _TooLargeError(Exception):
    """More bytes than a page may have."""


def _bytes(file: BinaryIO, largest: int) -> bytes:
    """All of *file*, decompressed if it is gzip; `EOFError` where gzip data ends early, `zlib.error` where it is damaged."""
    data = file.read(_CHUNK)
    if not data.startswith(b"\x1f\x8b"):
        parts, size = [data], len(data)
        while data:
            if size > largest:
                raise _TooLargeError
            data = file.read(_CHUNK)
            parts.append(data)
            size += len(data)
        return b"".join(parts)
    return _unzipped(file, data, largest)


def _unzipped(file: BinaryIO, data: bytes, largest: int) -> bytes:
    """The content of all members of gzip *data*, which goes on in *file* (RFC 1952 §2.2)."""
    parts: list[bytes] = []
    size = 0
    member = zlib.decompressobj(wbits=31)
    while True:
        out = member.decompress(data, _CHUNK)
        parts.append(out)
        size += len(out)
        if size > largest:
            raise _TooLargeError
        data = member.unconsumed_tail
        if member.eof:
            data = (member.unused_data or file.read(_CHUNK)).lstrip(b"\0")  # padding behind a member is allowed
            if not data:
                return b"".join(parts)
            member = zlib.decompressobj(wbits=31)
        elif not data:
            data = file.read(_CHUNK)
            if not data:
                raise EOFError


def _unreadable(path: Path, error: Exception) -> UnreadableError:
    """The error for a path that the system does not give."""
    name = clean(str(path))
    if isinstance(error, FileNotFoundError):
        return UnreadableError(name, f"{name}: there is no such file or folder; check the path")
    return UnreadableError(name, f"{name}: cannot be read: {getattr(error, 'strerror', None) or error}; check who owns it and what it is")
