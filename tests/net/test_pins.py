"""Certificates that were seen, over a restart, in several processes, and against who has many names."""

import ssl
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proxy.house import certificate, served

from broadsheet import reader
from broadsheet.errors import NetError
from broadsheet.net import pins
from broadsheet.net.pins import MOST, Pins

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def der(folder: Path) -> bytes:
    certificate(folder)
    return ssl.PEM_cert_to_DER_cert((folder / "certificate.pem").read_text())


def test_a_pin_lasts_over_a_restart(tmp_path: Path) -> None:
    file, first, second = tmp_path / "data" / "known", der(tmp_path / "a"), der(tmp_path / "b")
    assert Pins(file).holds("capsule.example:1965", first, NOW)
    assert Pins(file).holds("capsule.example:1965", first, NOW)
    assert not Pins(file).holds("capsule.example:1965", second, NOW)
    assert Pins(file).holds("capsule.example:1966", second, NOW)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    lines = file.read_text().splitlines()
    assert len(lines) == 2
    file.write_text(lines[1] + "\n")  # whoever took the first line out has the certificate seen anew
    assert Pins(file).holds("capsule.example:1965", second, NOW)
    assert not Pins(file).holds("capsule.example:1965", first, NOW)


def test_two_that_share_a_file_know_what_the_other_has_seen(tmp_path: Path) -> None:
    first, second = der(tmp_path / "a"), der(tmp_path / "b")
    one, other = Pins(tmp_path / "known"), Pins(tmp_path / "known")
    assert one.holds("a.example:1", first, NOW)
    assert other.holds("b.example:1", first, NOW)
    assert not other.holds("a.example:1", second, NOW)
    assert not one.holds("b.example:1", second, NOW)
    (tmp_path / "known").unlink()
    assert one.holds("a.example:1", second, NOW)


def test_many_processes_lose_no_pin(tmp_path: Path) -> None:
    work = (
        "import sys\nfrom datetime import UTC, datetime, timedelta\nfrom pathlib import Path\nfrom broadsheet.net import pins\n"
        "pins._end = lambda certificate, now: now + timedelta(days=1)\nheld = pins.Pins(Path(sys.argv[1]))\n"
        "for number in range(40):\n    assert held.holds(f'{sys.argv[2]}{number}.example:1', b'x', datetime.now(UTC))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", work, str(tmp_path / "known"), name]) for name in ("a", "b", "c")]
    assert [each.wait(60) for each in running] == [0, 0, 0]
    assert len((tmp_path / "known").read_text().splitlines()) == 120


def test_who_has_a_whole_domain_drives_out_its_own(tmp_path: Path) -> None:
    file = tmp_path / "known"
    end = (NOW + timedelta(days=9)).isoformat()
    named = ["old.example:1965", *(f"n{number}.evil.example.net:1965" for number in range(MOST - 1))]
    file.write_text("".join(f"{server} {'0' * 64} {end}\n" for server in named))
    held = Pins(file)
    for number in range(3):
        assert held.holds(f"more{number}.evil.example.net:1", b"x", NOW)
    assert len(held._seen) == MOST
    assert not Pins(file).holds("old.example:1965", b"another", NOW)
    assert "n0.evil.example.net:1965" not in file.read_text()


@pytest.mark.parametrize("many", ["n{}.evil.co.uk:1965", "a.b{}.n{}.evil.co.uk:1965", "evil.co.uk:{}"])
def test_who_has_a_name_below_a_shared_domain_drives_out_its_own(tmp_path: Path, many: str) -> None:
    """Under co.uk everybody has a name, as under the domain of a host of capsules."""
    file = tmp_path / "known"
    end = (NOW + timedelta(days=9)).isoformat()
    others = [f"paper{number}.co.uk:1965" for number in range(1500)]
    file.write_text("".join(f"{server} {'0' * 64} {end}\n" for server in (*others, *(many.format(number, number % 50) for number in range(MOST - 1500)))))
    held = Pins(file)
    for number in range(3):
        assert held.holds(many.format(9000 + number, 7), b"x", NOW)
    assert len(held._seen) == MOST
    assert set(others) <= set(held._seen)
    assert many.format(9002, 7) in held._seen


@pytest.mark.parametrize("named", [lambda number: f"10.0.{number // 200}.{number % 200}:1965", lambda number: f"localhost:{10_000 + number}"])
def test_numbers_and_names_of_one_label_are_forgotten_too(tmp_path: Path, named: Callable[[int], str]) -> None:
    file = tmp_path / "known"
    file.write_text("".join(f"{named(number)} {'0' * 64} {(NOW + timedelta(days=9)).isoformat()}\n" for number in range(MOST)))
    held = Pins(file)
    assert held.holds("capsule.example:1965", b"x", NOW)
    assert list(held._seen) == [*map(named, range(1, MOST)), "capsule.example:1965"]


def test_numbers_are_one_site() -> None:
    assert {pins._site(server, 2) for server in ("192.0.2.1:1", "2001:db8::1:1965", "198.51.100.2:70")} == {""}
    assert pins._site("a.b.example.org:1", 2) == pins._site("example.org:2", 2) == "example.org"
    assert pins._site("a.b.example.org:1", 3) == "b.example.org"


@given(st.text(max_size=300))
def test_any_line_of_a_file_is_a_pin_or_none(line: str) -> None:
    found = pins._pin(line)
    assert found is None or (line.startswith(f"{found[0]} ") and len(found[1][0]) == 32)


def test_a_file_of_anything_is_read(tmp_path: Path) -> None:
    file = tmp_path / "known"
    good = f"a.example:1 {'0' * 64} {(NOW + timedelta(days=1)).isoformat()}"
    file.write_bytes(b"\x00\xff\x1b[2J\n" + b"x" * 5000 + f"\nb.example:1 {'0' * 64} 2026-99-99T00:00:00+00:00\nc.example:1 {'0' * 64} 2026-01-01T00:00:00\n{good}\n".encode())
    held = Pins(file)
    assert not held.holds("a.example:1", b"x", NOW)
    assert list(held._seen) == ["a.example:1"]


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told: list[str] = []
    held = Pins(tmp_path / "file" / "known", told.append)
    assert held.holds("a.example:1", b"x", NOW)
    assert held.holds("b.example:1", b"x", NOW)
    assert len(told) == 1
    assert "known: cannot be" in told[0]
    (tmp_path / "known").mkdir()
    assert Pins(tmp_path / "known", told.append).holds("a.example:1", b"x", NOW)
    assert len(told) == 2


def test_a_reader_is_told_of_another_certificate_and_what_to_do(tmp_path: Path) -> None:
    known = tmp_path / "known"
    page = b"20 text/gemini\r\n# Hafen\n\nEs kommt am Abend.\n"
    with served(lambda line: page, certificate(tmp_path / "a")) as opened:
        address = f"gemini://{opened.at}/"
        assert reader.article(address, known).headline == "Hafen"
        assert reader.article(address, known).headline == "Hafen"
        line = known.read_text()
        server, _, rest = line.partition(" ")
        known.write_text(f"{server} {'0' * 64}{rest[64:]}")
        with pytest.raises(NetError, match=r"another certificate .* take the line of 127.0.0.1 out of .*known") as caught:
            reader.article(address, known)
        assert address in caught.value.message
        # The server may see a third connection, on which nothing is asked.
        assert len([line for line in opened.asked if line]) == 2
