"""What several tests share: where the shared material lies, and its absence as a reason to skip."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages beside the repository; tests that read it are skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: real pages are not part of the repository")
    return SHARED
