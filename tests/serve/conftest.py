"""The certificate that all servers of a run share: making one takes longer than a test."""

import ssl

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
