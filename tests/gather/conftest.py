"""A newspaper to gather and an archive to gather it into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.archive.sqlite import SqliteArchive, open_archive

from .newspaper import Newspaper


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as one:
        yield one


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path / "data", write=True) as one:
        yield one
