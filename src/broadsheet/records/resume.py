"""What an earlier run left behind in, the pages that it ended with out: so that another goes on behind them.

Records and errors are written in the order of the pages, each as a line of JSON with its `source`: the last whole line of each of the two files tells
how far the run had come. A line that was cut by the end of the run is taken off, and its page is read again.
"""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from .. import model
from ..errors import CaptureError
from ..text import clean
from .record import Record

_PIECE = 1 << 16


class _Line(msgspec.Struct):
    source: str


def last(file: Path) -> str:
    """The source in the last whole line of *file*, which is cut behind it; "" where there is none, or no file.

    `CaptureError` where the line is none of ours.
    """
    try:
        with file.open("r+b") as lines:
            line = _last_line(lines)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise CaptureError(f"{clean(str(file))}: cannot be gone on with ({error.strerror}); check who owns it, or begin anew without --resume") from None
    if not line:
        return ""
    try:
        return msgspec.json.decode(line, type=_Line).source
    except msgspec.DecodeError as error:
        raise CaptureError(f"{clean(str(file))}: its last line is no record with a source ({error}); begin anew without --resume") from None


def records(file: Path, most: int) -> Iterator[Record]:
    """The last *most* records in *file*, JSON Lines, oldest first; none where there is no file."""
    try:
        with file.open("rb") as lines:
            count = sum(1 for _ in lines)
            lines.seek(0)
            for line in itertools.islice(lines, max(0, count - most), None):
                yield Record(model.from_json(line), msgspec.json.decode(line, type=_Line).source)
    except FileNotFoundError:
        return
    except ValueError as error:
        raise CaptureError(f"{clean(str(file))}: holds a line that is no record ({error}); begin anew without --resume") from None


def _last_line(file: BinaryIO) -> bytes:
    """The last line of *file* that has an end; what stands behind it is cut away."""
    end = _newline(file, file.seek(0, os.SEEK_END))
    file.truncate(end)
    if not end:
        return b""
    start = _newline(file, end - 1)
    file.seek(start)
    return file.read(end - start)


def _newline(file: BinaryIO, before: int) -> int:
    """Where the last line that ends at *before* or earlier ends, in bytes; 0 where none does."""
    while before:
        start = max(0, before - _PIECE)
        file.seek(start)
        found = file.read(before - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        before = start
    return 0
