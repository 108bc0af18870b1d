"""Bytes and a path in, a file that holds them whole, or is as it was, out. Imports nothing of ours.

What is written lies beside its place until it is complete, under a name that nobody else can have laid there before: a link that waits at that name, or a
file that is another user's, would get what is written, a key as well.
"""

import contextlib
import os
from pathlib import Path
from typing import BinaryIO

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def put(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write *data* to the file at *path*, on disk before it has its name; *mode* as for `open`. `OSError` where it cannot be done."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh(part, mode) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):  # what is said is why the file cannot be written, not why its rest cannot be taken away
            part.unlink(missing_ok=True)
        raise


def fresh(path: Path, mode: int = 0o666) -> BinaryIO:
    """A new file at *path* in place of whatever is there; `OSError` where something else comes there in this moment."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, _NEW, mode), "wb")


def going_on(path: Path) -> BinaryIO:
    """The file at *path*, or a new one, to be written at its end; `OSError` where a link is there."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666), "ab")
