"""One running edition of the sample newspaper for all tests of real programs."""

from collections.abc import Iterator

import pytest

from .process import Edition


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """`broadsheet serve` on an empty archive: it imports the sample and serves it. It must end well, without a word of complaint."""
    running = Edition(tmp_path_factory.mktemp("edition") / "archive")
    yield running
    code, seconds = running.stop()
    assert code == 0, running.errors
    assert seconds < 5
    assert running.errors == ""
