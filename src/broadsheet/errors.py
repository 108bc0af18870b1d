"""All errors that Broadsheet raises on purpose. Each message says what, where and what to do; `cli` prints it as one line.

| error | exit code | when |
|---|---|---|
| `UsageError` | 2 | an option, an address or a setting cannot be used |
| `ConfigError` | 2 | a configuration file is wrong: names the file, the key and what it takes |
| `ExtractionError` | 3 | a page holds no article |
| `CaptureError` | 4 | a file or an address cannot be read |
| `NetError` | 4 | an address cannot be fetched |
| `ArchiveError` | 5 | the archive cannot be opened, read or written |
| `ServeError` | 6 | a port or a certificate cannot be used |
"""

import errno
from collections.abc import Iterable

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says where there is no room to write."""


def remedy(error: OSError, otherwise: str) -> str:
    """What to do where a file cannot be written: make room where there is none, else *otherwise*."""
    return "make room there and do it again" if error.errno in FULL else otherwise


def some(names: Iterable[str], most: int = 12) -> str:
    """*names* in a row for a message, and how many more there are than *most*; "none" where there are none."""
    known = list(names)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return (", ".join(known[:most]) or "none") + more


class BroadsheetError(Exception):
    """The root of the tree. *message* is one line for a person."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(BroadsheetError):
    """An option, an address or a query that cannot be used as it was given."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration file that says something which cannot be done."""


class ExtractionError(BroadsheetError):
    """A page that holds no article; `reason` is one of the words that `extract` documents."""

    exit_code = 3

    def __init__(self, message: str, reason: str = "no-article") -> None:
        super().__init__(message)
        self.reason = reason


class CaptureError(BroadsheetError):
    """A file or a saved page that cannot be read."""

    exit_code = 4


class NetError(CaptureError):
    """An address that cannot be fetched, or must not be."""


class ArchiveError(BroadsheetError):
    """An archive that cannot be opened, read or written."""

    exit_code = 5


class ArchiveBusyError(ArchiveError):
    """Another process writes to the archive."""


class WithdrawnError(ArchiveError):
    """An article that was withdrawn, and is not stored again."""


class ServeError(BroadsheetError):
    """A server that cannot start."""

    exit_code = 6
