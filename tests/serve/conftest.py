"""The certificate that all servers of a run share: making one takes longer than a test."""

import asyncio
import importlib.util
import ssl
from collections.abc import Coroutine
from typing import Any

import pytest

from broadsheet.serve import ports, web

from . import house


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's TLS context."""
    return house.certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep comes by more often than every half second: tests wait for it."""
    monkeypatch.setattr(ports, "TICK", 0.05)
    monkeypatch.setattr(web, "TICK", 0.05)


@pytest.fixture(params=["uvloop", "asyncio"])
def loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every test runs on both loops that a reader's connection may meet."""
    if request.param == "uvloop":
        if importlib.util.find_spec("uvloop") is None:
            pytest.skip("uvloop is not installed here")
        import uvloop

        def run(main: Coroutine[Any, Any, object]) -> object:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(main)

        monkeypatch.setattr(asyncio, "run", run)
    return request.param
