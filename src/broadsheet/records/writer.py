"""What every form of record writer does."""

from typing import Protocol

from .record import Record


class Writer(Protocol):
    """What writes records into a file, one after the other."""

    def write(self, record: Record) -> None:
        """Add *record*."""
        ...

    def close(self) -> None:
        """Write what stands at the end; the file stays open."""
        ...
