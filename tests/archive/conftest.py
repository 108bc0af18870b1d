"""An archive of one invented paper, in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.archive.sqlite import SqliteArchive, open_archive

from .invented import PAPER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def archive(folder: Path) -> Iterator[SqliteArchive]:
    with open_archive(folder, write=True) as opened:
        opened.put_paper(PAPER)
        yield opened
