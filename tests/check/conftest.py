"""Certificates that all test servers share: making one takes longer than a test."""

import datetime
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

Make = Callable[..., ssl.SSLContext]


@pytest.fixture(scope="session")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A server's TLS context with a certificate from *begin* to *end* (days from now), for *names*, signed by itself or another (*issuer*)."""
    made: dict[tuple[object, ...], ssl.SSLContext] = {}

    def context(*, begin: float = -1, end: float = 36500, names: tuple[str, ...] = ("localhost",), issuer: str = "", weak: bool = False, again: int = 0) -> ssl.SSLContext:
        key = (begin, end, names, issuer, weak, again)
        if key not in made:
            made[key] = _context(tmp_path_factory.mktemp("certificate"), begin, end, names, issuer, weak=weak)
        return made[key]

    return context


def _context(folder: Path, begin: float, end: float, names: tuple[str, ...], issuer: str, *, weak: bool) -> ssl.SSLContext:
    private = rsa.generate_private_key(65537, 1024) if weak else ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    by = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]) if issuer else name
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=begin))
        .not_valid_after(now + datetime.timedelta(days=end))
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in names]), critical=False)
    certificate = builder.sign(private if not issuer else ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # Level 0, for the weak certificate, opens TLS 1.1 too where Python leaves the oldest version to the system, as Debian's does.
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context
