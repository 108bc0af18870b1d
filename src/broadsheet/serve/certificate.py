"""A folder and a host name in, the edition's certificate out: made once, kept for good (protocols.md §14).

Readers of Gemini trust a certificate on first use and warn when it changes: it is never made anew behind anybody's back.
`certificate.pem` and `key.pem` lie in the folder of the archive; the key is readable by its owner alone.
"""

import datetime
import ipaddress
import ssl
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .. import filing
from ..errors import ServeError, remedy

DAYS = 36525


class Certificate(msgspec.Struct, frozen=True):
    """Where certificate and key lie, the names that the certificate carries, its SHA-256 fingerprint (hex), the day it ends (ISO 8601)."""

    certificate: Path
    key: Path
    names: tuple[str, ...]
    fingerprint: str
    until: str


def keep(folder: Path, host: str) -> Certificate:
    """The certificate of *folder*; made for *host* and localhost where there is none yet. One that is damaged is a `ServeError`."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not certificate.exists() and not key.exists():
        _make(certificate, key, host)
    try:
        return _read(certificate, key)
    except (ValueError, TypeError, UnsupportedAlgorithm, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).partition("\n")[0] or type(error).__name__
        raise ServeError(
            f"{certificate} and key.pem beside it cannot be used ({reason}): put both back from a backup, or delete both and start again; "
            "readers who know the old certificate will be warned once"
        ) from None


def context(certificate: Certificate) -> ssl.SSLContext:
    """A server's TLS context: TLS 1.2 or newer, no renegotiation, no client certificates asked for, one session ticket (RFC 8446 §4.6.1)."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION
    # The client's order of ciphers counts: it knows whether its machine has AES. (OpenSSL's own order puts the dearest first.)
    made.options &= ~ssl.OP_CIPHER_SERVER_PREFERENCE
    # A connection asks once, so a second ticket is work for nobody. The one is needed: what carries it acknowledges the client's end of the
    # handshake at once, and a client that leaves Nagle's algorithm on holds its request back until then (40 ms without).
    made.num_tickets = 1
    try:
        made.load_cert_chain(certificate.certificate, certificate.key)
    except (ssl.SSLError, OSError) as error:
        raise ServeError(f"{certificate.certificate} cannot be used for TLS ({error}): put it and key.pem back from a backup") from None
    return made


def _read(certificate: Path, key: Path) -> Certificate:
    read = x509.load_pem_x509_certificate(certificate.read_bytes())
    private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if private.public_key().public_bytes(*form) != read.public_key().public_bytes(*form):
        raise ValueError("the key belongs to another certificate")
    try:
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        names = x509.SubjectAlternativeName([])
    return Certificate(
        certificate=certificate,
        key=key,
        names=(*names.get_values_for_type(x509.DNSName), *(str(ip) for ip in names.get_values_for_type(x509.IPAddress))),
        fingerprint=read.fingerprint(hashes.SHA256()).hex(),
        until=read.not_valid_after_utc.date().isoformat(),
    )


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _make(certificate: Path, key: Path, host: str) -> None:
    """EC P-256, self-signed, a hundred years. The certificate is written last: a key alone tells the next start that this one was cut short."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    # A day back: readers' clocks go wrong, and so does ours.
    start = datetime.datetime.now(datetime.UTC).replace(microsecond=0) - datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_name(each) for each in dict.fromkeys((host, "localhost"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    secret = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    try:
        certificate.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        filing.put(key, secret)
        filing.put(certificate, made.public_bytes(serialization.Encoding.PEM), 0o644)
    except OSError as error:
        todo = remedy(error, "choose another folder with --data DIR")
        raise ServeError(f"{certificate.parent}: the certificate cannot be written there ({error.strerror}); {todo}") from None
