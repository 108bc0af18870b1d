"""The environment that a process of the tests gets."""

import os


def unmeasured() -> dict[str, str]:
    """The environment without what measures coverage, for a process that is struck: that takes locks, and writes files, of its own.

    Ctrl-C within one of its locks is a process that never ends; a full disk under its files is a traceback.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", "COV_CORE_"))}
