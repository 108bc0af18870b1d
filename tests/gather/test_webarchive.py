"""Pages that Safari saved as one file: the page comes out as Python's own writer of property lists put it in, and nothing hostile costs more than it is long."""

import gzip
import plistlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.gather import webarchive
from broadsheet.gather.files import UnreadableError, captures
from broadsheet.model import Capture

ADDRESS = "https://bote.example/hafen/moewe-7.html"
PAGE = ("<!doctype html><title>Möwe</title>\r\n<p>" + "Die Möwe – sie fliegt. " * 20 + "</p>").encode()


def saved(body: bytes = PAGE, address: str = ADDRESS, charset: str = "UTF-8", kind: str = "text/html", **others: object) -> bytes:
    main = {
        "WebResourceData": body,
        "WebResourceFrameName": "",
        "WebResourceMIMEType": kind,
        "WebResourceTextEncodingName": charset,
        "WebResourceURL": address,
    }
    picture = {"WebResourceData": b"\x89PNG", "WebResourceMIMEType": "image/png", "WebResourceURL": "https://bote.example/x.png"}
    frame = {"WebMainResource": {**main, "WebResourceData": b"<p>an advertisement", "WebResourceURL": "https://ads.example/"}}
    whole = {"WebSubframeArchives": [frame], "WebSubresources": [picture], "WebMainResource": main, **others}
    return plistlib.dumps(whole, fmt=plistlib.FMT_BINARY)


@pytest.mark.parametrize("size", [0, 14, 15, 255, 256, 70_000])
@pytest.mark.parametrize("address", [ADDRESS, "https://bote.example/möwe", f"https://bote.example/{'x' * 300}"])
def test_the_page_comes_out_as_it_went_in(size: int, address: str) -> None:
    found = webarchive.page(saved(b"x" * size, address))
    assert found is not None
    assert (found.body, found.charset) == (b"x" * size, "UTF-8")
    assert found.address.replace("%C3%B6", "ö") == address


def test_many_objects_take_longer_references() -> None:
    found = webarchive.page(saved(More=[f"{number}" for number in range(70_000)]))
    assert found is not None
    assert (found.body, found.address) == (PAGE, ADDRESS)


@pytest.mark.parametrize("name", ["moewe.webarchive", "moewe.webarchive.gz"])
def test_a_file_of_it_is_a_capture_and_is_found_in_a_folder(tmp_path: Path, name: str) -> None:
    data = saved("<p>Die Möwe".encode("iso-8859-15"), charset="iso-8859-15")
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (found,) = captures([tmp_path])
    assert isinstance(found, Capture)
    assert (found.address, found.charset, found.body.decode("iso-8859-15")) == (ADDRESS, "iso-8859-15", "<p>Die Möwe")


def test_what_is_no_property_list_is_none() -> None:
    for data in (b"", PAGE, b"bplist", plistlib.dumps({"WebMainResource": {}})):
        assert webarchive.page(data) is None


def test_one_without_a_page_or_cut_off_is_said(tmp_path: Path) -> None:
    whole = saved()
    cases = {
        "none": (plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY), "no page in it"),
        "list": (plistlib.dumps(["WebMainResource"], fmt=plistlib.FMT_BINARY), "no page in it"),
        "picture": (saved(kind="image/png"), "no page in it"),
        "cut": (whole[:-20], "cut off or damaged"),
        "short": (whole[:9], "cut off or damaged"),
    }
    for name, (data, _) in cases.items():
        (tmp_path / f"{name}.webarchive").write_bytes(data)
    for found in captures([tmp_path]):
        assert isinstance(found, UnreadableError)
        assert cases[Path(found.source).stem][1] in found.message
        assert found.message.startswith(f"{found.source}: is a property list")


def test_an_address_that_is_none_of_the_web_is_left_out() -> None:
    for address in ("about:blank", "file:///home/x/page.html", ""):
        found = webarchive.page(saved(address=address))
        assert found is not None
        assert found.address == ""


def test_a_dictionary_that_leads_to_itself_ends() -> None:
    data = bytearray(saved())
    places = [place for place in range(9, len(data) - 32) if data[place] & 0xF0 == 0xD0]
    for place in places:  # whichever bytes look like one: its values are the root
        for at in range(place + 1, min(place + 11, len(data) - 32)):
            changed = bytearray(data)
            changed[at] = 0
            _survives(bytes(changed))


@given(st.data())
def test_whatever_is_changed_nothing_else_is_raised(data: st.DataObject) -> None:
    whole = bytearray(saved(body=b"<p>x", charset="utf-8"))
    for _ in range(data.draw(st.integers(1, 6))):
        # From the end as well: that is where the numbers stand which say how long all is.
        whole[data.draw(st.integers(-40, -1) | st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _survives(bytes(whole[: data.draw(st.none() | st.integers(0, len(whole)))]))


@given(st.binary(max_size=100))
def test_whatever_stands_in_it_nothing_else_is_raised(rest: bytes) -> None:
    _survives(b"bplist00" + rest)


def _survives(data: bytes) -> None:
    try:
        found = webarchive.page(data)
    except webarchive.DamagedError:
        return
    assert found is None or (len(found.body) <= len(data) and found.charset.isprintable())
