"""gzip and zstd as a browser accepts them."""

import gzip

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.serve import coding
from broadsheet.serve.coding import Packer, choice


@pytest.mark.parametrize(
    ("accepted", "name"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=x", ""),
        ("*", "zstd"),
        ("*;q=0", ""),
        ("zstd;q=0, *", "gzip"),
        ("br", ""),
    ],
)
def test_the_choice(accepted: str, name: str) -> None:
    assert choice(accepted) == name


@given(st.text(max_size=200))
def test_any_header_has_an_answer(accepted: str) -> None:
    assert choice(accepted) in {"", "gzip", "zstd"}


@given(st.binary(max_size=5000))
def test_what_is_packed_unpacks(body: bytes) -> None:
    packer = Packer()
    assert gzip.decompress(packer.packed(body, "gzip", "")) == body
    assert zstandard.ZstdDecompressor().decompress(packer.packed(body, "zstd", "")) == body


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_what_has_no_tag_is_packed_for_itself(coding: str) -> None:
    packer = Packer()
    bodies = [b"x" * 5000, b"y" * 5000]
    assert packer.packed(bodies[0], coding, "") != packer.packed(bodies[1], coding, "")
    assert packer.packed(bodies[0], "gzip", "a") != packer.packed(bodies[0], "zstd", "a")


def test_packed_bodies_are_kept_by_tag_and_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    packer = Packer()
    first = packer.packed(b"x" * 5000, "gzip", "a")
    assert packer.packed(b"", "gzip", "a") is first
    monkeypatch.setattr(coding, "_KEPT", len(first) + 5)
    packer.packed(b"y" * 5000, "gzip", "b")
    assert packer.packed(b"x" * 5000, "gzip", "a") is not first
