"""What an archive's errors say."""


import pytest

from broadsheet.errors import ArchiveError


def one_line(error: pytest.ExceptionInfo[ArchiveError], *words: object) -> None:
    """What, where, what to do, on one line."""
    message = error.value.message
    assert "\n" not in message
    for word in words:
        assert str(word) in message, message
