"""The certificate that all servers of a run share: making one takes longer than a test."""

import ssl

import pytest

from . import house


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's TLS context."""
    return house.certificate(tmp_path_factory.mktemp("certificate"))
