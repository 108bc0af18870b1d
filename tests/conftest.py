"""What several tests share: where the shared material lies, its absence as a reason to skip, and a data folder of their own."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples each time, so that a verdict is about the change; `HYPOTHESIS_PROFILE=explore` looks for new ones.
# Nothing fails for being slow: a machine may have other things to do.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", UNTIMED, derandomize=True, database=None)
settings.register_profile("explore", UNTIMED, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# What a shell without job control starts in the background ignores Ctrl-C, and so would all that is started from here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages beside the repository; tests that read it are skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: real pages are not part of the repository")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _no_archive_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where nobody names a data folder it is an empty one: what lies in that of who runs the tests is no part of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("share")))
        yield
