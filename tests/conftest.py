"""What several tests share: where the shared material lies, and its absence as a reason to skip."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples each time, so that a verdict is about the change; `HYPOTHESIS_PROFILE=explore` looks for new ones.
# Nothing fails for being slow: a machine may have other things to do.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", UNTIMED, derandomize=True, database=None)
settings.register_profile("explore", UNTIMED, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages beside the repository; tests that read it are skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: real pages are not part of the repository")
    return SHARED
