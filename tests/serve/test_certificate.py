"""One certificate, made once, kept for good (protocols.md §14)."""

import datetime
import ssl
from pathlib import Path

import pytest

from broadsheet.errors import ServeError
from broadsheet.serve.certificate import context, keep


def test_it_is_made_once_and_kept(tmp_path: Path) -> None:
    first = keep(tmp_path / "new", "news.example")
    before = first.certificate.read_bytes(), first.key.read_bytes()
    second = keep(tmp_path / "new", "other.example")
    assert second.fingerprint == first.fingerprint
    assert (second.certificate.read_bytes(), second.key.read_bytes()) == before
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["certificate.pem", "key.pem"]


def test_it_carries_the_public_name_and_localhost_for_a_hundred_years(tmp_path: Path) -> None:
    made = keep(tmp_path, "news.example")
    assert made.names == ("news.example", "localhost")
    assert datetime.date.fromisoformat(made.until).year - datetime.datetime.now(datetime.UTC).year >= 99


def test_an_address_as_public_name(tmp_path: Path) -> None:
    assert keep(tmp_path, "198.51.100.7").names == ("localhost", "198.51.100.7")


def test_a_long_name_and_localhost_itself(tmp_path: Path) -> None:
    name = ".".join(["ein-sehr-langer-name-einer-zeitung"] * 4) + ".example"
    assert keep(tmp_path / "a", name).names == (name, "localhost")
    assert keep(tmp_path / "b", "localhost").names == ("localhost",)


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    assert keep(tmp_path, "news.example").key.stat().st_mode & 0o777 == 0o600


def test_tls_begins_at_1_2(tmp_path: Path) -> None:
    assert context(keep(tmp_path, "news.example")).minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("damage", ["certificate", "key", "cut", "empty", "lost", "lost key", "another", "folder"])
def test_a_damaged_one_is_never_replaced(tmp_path: Path, damage: str) -> None:
    made = keep(tmp_path, "news.example")
    match damage:
        case "certificate":
            made.certificate.write_text("-----BEGIN CERTIFICATE-----\nxxxx\n-----END CERTIFICATE-----\n")
        case "key":
            made.key.write_bytes(b"\x00\xff")
        case "cut":
            made.certificate.write_bytes(made.certificate.read_bytes()[:200])
        case "empty":
            made.key.write_bytes(b"")
        case "lost":
            made.certificate.unlink()
        case "lost key":
            made.key.unlink()
        case "another":
            made.key.write_bytes(keep(tmp_path / "other", "news.example").key.read_bytes())
        case _:
            made.certificate.unlink()
            made.certificate.mkdir()
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(ServeError, match=r"cannot be used .*: put both back from a backup, or delete both"):
        keep(tmp_path, "news.example")
    assert before == {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServeError, match="choose another folder with --data"):
        keep(tmp_path / "file" / "below", "news.example")


def test_a_certificate_without_names_is_read(tmp_path: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    made = keep(tmp_path, "news.example")
    key = serialization.load_pem_private_key(made.key.read_bytes(), None)
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    name = x509.Name([])
    bare = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    made.certificate.write_bytes(bare.public_bytes(serialization.Encoding.PEM))
    assert keep(tmp_path, "news.example").names == ()


def test_what_openssl_refuses_is_said(tmp_path: Path) -> None:
    made = keep(tmp_path, "news.example")
    made.key.write_bytes(b"")
    with pytest.raises(ServeError, match="cannot be used for TLS"):
        context(made)
