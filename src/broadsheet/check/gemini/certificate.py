"""A certificate's bytes in, what a reader's program looks at out. Pure; the moment is an argument of whoever judges."""

import datetime
import ipaddress

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """*names*: of subjectAltName; *bits*: of an RSA key, 0 for another; *fault*: why the certificate cannot be read, the rest is then empty."""

    begin: datetime.datetime = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    end: datetime.datetime = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    names: tuple[str, ...] = ()
    own: bool = False
    bits: int = 0
    fault: str = ""

    @property
    def said(self) -> bytes:
        """The certificate in one line, for a report."""
        if self.fault:
            return b"a certificate that cannot be read"
        return f"a certificate for {', '.join(self.names) or 'no name'}, {self.begin.date()} to {self.end.date()}".encode()

    def fits(self, host: str) -> bool:
        """Whether the certificate is for *host* (RFC 9525 §6: exact, or a star as the whole first label)."""
        name = host.rstrip(".").lower()
        listed = {each.rstrip(".").lower() for each in self.names}
        return name in listed or ("." in name and not _is_number(name) and "*." + name.partition(".")[2] in listed)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def facts(der: bytes) -> Facts:
    """What the certificate says."""
    try:
        read = x509.load_der_x509_certificate(der)
        key = read.public_key()
        try:
            found = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            names = (*found.get_values_for_type(x509.DNSName), *(str(ip) for ip in found.get_values_for_type(x509.IPAddress)))
        except x509.ExtensionNotFound:
            names = ()
        return Facts(
            begin=read.not_valid_before_utc,
            end=read.not_valid_after_utc,
            names=names,
            own=read.issuer == read.subject,
            bits=key.key_size if isinstance(key, rsa.RSAPublicKey) else 0,
        )
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        return Facts(fault=str(error).partition("\n")[0] or type(error).__name__)
