"""Content codings: what was coded comes back, what is cut or too large never does."""

import contextlib
import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.net import coding

CODERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def bare_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize("name", CODERS)
@given(data=st.binary(max_size=5000) | st.integers(1, 300_000).map(lambda n: b"news " * (n // 5)))
def test_what_was_coded_comes_back(name: str, data: bytes) -> None:
    assert coding.decoded(CODERS[name](data), name, 1 << 20) == data


@given(st.binary(min_size=1, max_size=2000))
def test_bare_deflate_is_read_too(data: bytes) -> None:
    assert coding.decoded(bare_deflate(data), "deflate", 1 << 20) == data


def test_codings_are_undone_from_the_last() -> None:
    assert coding.decoded(brotli.compress(gzip.compress(b"news")), "gzip, br", 100) == b"news"
    assert coding.decoded(b"news", "identity", 100) == b"news"
    assert coding.decoded(b"", "gzip", 100) == b""


@pytest.mark.parametrize("name", CODERS)
def test_a_bomb_is_left_at_the_limit(name: str) -> None:
    bomb = CODERS[name](bytes(50 << 20))
    with pytest.raises(coding.TooLargeError):
        coding.decoded(bomb, name, 1 << 20)
    with pytest.raises(coding.TooLargeError):
        coding.decoded(b"x" * 11, "", 10)


def test_a_zstd_frame_may_not_want_a_giant_window() -> None:
    # RFC 8878 §3.1.1.1.2: a window descriptor of 2 GB
    frame = bytes.fromhex("28b52ffd") + b"\x00" + bytes([21 << 3]) + b"\x01\x00\x00"
    with pytest.raises(coding.DamagedError):
        coding.decoded(frame, "zstd", 1 << 20)


@pytest.mark.parametrize("name", CODERS)
@pytest.mark.parametrize("size", [10, 200_000])
def test_what_is_cut_is_damaged(name: str, size: int) -> None:
    whole = CODERS[name](b"".join(b"%d news " % number for number in range(size // 10)))
    for end in {1, 4, 5, 6, len(whole) // 2, len(whole) - 1}:
        with pytest.raises(coding.DamagedError):
            coding.decoded(whole[:end], name, 1 << 20)


@pytest.mark.parametrize("name", CODERS)
@given(data=st.binary(min_size=1, max_size=300))
def test_any_bytes_give_content_or_one_of_the_two_errors(name: str, data: bytes) -> None:
    with contextlib.suppress(coding.DamagedError, coding.TooLargeError):
        assert len(coding.decoded(data, name, 10_000)) <= 10_000


@pytest.mark.parametrize("codings", ["compress", "gzip, gzip, gzip, gzip", "x" * 100])
def test_a_coding_that_nobody_asked_for_is_refused(codings: str) -> None:
    with pytest.raises(coding.DamagedError):
        coding.decoded(b"x", codings, 100)


def test_zstd_frames_one_after_the_other_are_all_read() -> None:
    small, streamed = zstandard.ZstdCompressor(write_checksum=True), zstandard.ZstdCompressor().compressobj()
    skipped = bytes.fromhex("502a4d18") + (3).to_bytes(4, "little") + b"abc"
    data = small.compress(b"one ") + skipped + streamed.compress(b"two") + streamed.flush()
    assert coding.decoded(data, "zstd", 100) == b"one two"


@given(parts=st.lists(st.binary(max_size=2000) | st.just(bytes(150_000)), min_size=1, max_size=4), behind=st.sampled_from([b"", b"padding", b"\0" * 70_000]))
def test_gzip_members_one_after_the_other_are_all_read_and_no_more(parts: list[bytes], behind: bytes) -> None:
    data = b"".join(map(gzip.compress, parts)) + behind
    assert coding.decoded(data, "gzip", 1 << 20) == b"".join(parts)


def test_gzip_members_without_end_are_refused() -> None:
    with pytest.raises(coding.DamagedError, match="members"):
        coding.decoded(gzip.compress(b"") * 20_000, "gzip", 1 << 20)


def test_a_gzip_file_is_unzipped_and_anything_else_left() -> None:
    assert coding.unzipped(gzip.compress(b"<urlset/>") + gzip.compress(b" more"), 100) == b"<urlset/> more"
    assert coding.unzipped(b"<urlset/>", 100) == b"<urlset/>"
