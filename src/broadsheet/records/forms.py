"""Records in, bytes of a file out: JSON Lines, a JSON array, plain pages."""

from typing import BinaryIO

from .. import pages
from ..render import FORMS as PAGES
from ..render import Setting
from .record import Record, line


class Lines:
    """JSON Lines: a record a line, in UTF-8."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, record: Record) -> None:
        """Add a line."""
        self._file.write(line(record) + b"\n")

    def close(self) -> None:
        """Nothing stands at the end."""


class Array:
    """One JSON array, a record a line."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._between = file, b"\n"
        file.write(b"[")

    def write(self, record: Record) -> None:
        """Add a member."""
        self._file.write(self._between + line(record))
        self._between = b",\n"

    def close(self) -> None:
        """End the array."""
        self._file.write(b"]\n")


class Texts:
    """Plain pages, two empty lines between them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._between = file, ""

    def write(self, record: Record) -> None:
        """Add a page."""
        self._file.write((self._between + PAGES["text"].render(pages.article_page(record.article), Setting())).encode())
        self._between = "\n\n"

    def close(self) -> None:
        """Nothing stands at the end."""
