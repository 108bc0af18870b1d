"""Bytes and a path in, a file that holds them whole, or is as it was, out. Imports nothing of ours.

What is written lies beside its place until it is complete, under a name that nobody else can have laid there before: a link that waits at that name, or a
file that is another user's, would get what is written, a key as well.
"""

import contextlib
import errno
import fcntl
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


def is_taken(path: Path) -> bool:
    """Whether another process writes the file at *path*, as `take` has it; no where it cannot be known."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:  # nothing is there, or nothing of ours: who opens it to write is told
        return False
    try:
        return not _take(handle)
    finally:
        os.close(handle)


def take(file: BinaryIO) -> None:
    """Let `is_taken` say of *file* that it is written, until it is closed; `BlockingIOError` where another process was quicker."""
    if not _take(file.fileno()):
        raise BlockingIOError(errno.EAGAIN, "another process writes it")


def _take(handle: int) -> bool:
    """Whether nobody else has the file locked; it is ours then. A file system without locks has none to ask for."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
