"""Addresses of holes and capsules: what is a place, what is none, and the way there and back."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import UsageError
from broadsheet.net import place as places
from broadsheet.net.place import Place


@pytest.mark.parametrize(
    ("address", "host", "port", "kind", "selector", "words"),
    [
        ("gopher://Hafen.Example", "hafen.example", 70, "1", b"", b""),
        ("gopher://hafen.example:7070/", "hafen.example", 7070, "1", b"", b""),
        ("gopher://hafen.example/0/a/b.txt", "hafen.example", 70, "0", b"/a/b.txt", b""),
        ("gopher://hafen.example/7/find%09two%20words", "hafen.example", 70, "7", b"/find", b"two words"),
        ("gopher://hafen.example/1%e4b", "hafen.example", 70, "1", b"\xe4b", b""),
        ("gopher://häfen.example/", "xn--hfen-loa.example", 70, "1", b"", b""),
        ("gopher://[2001:DB8::1]:7070/1", "2001:db8::1", 7070, "1", b"", b""),
        ("gemini://capsule.example", "capsule.example", 1965, "1", b"/", b""),
        ("gemini://capsule.example?wort", "capsule.example", 1965, "1", b"/?wort", b""),
        ("gemini://capsule.example/ä?ö", "capsule.example", 1965, "1", b"/%C3%A4?%C3%B6", b""),
        ("GEMINI://capsule.example:1966/a%20b?c%3Fd#e", "capsule.example", 1966, "1", b"/a%20b?c%3Fd", b""),
    ],
)
def test_addresses_are_read(address: str, host: str, port: int, kind: str, selector: bytes, words: bytes) -> None:
    found = places.of_address(address)
    assert (found.host, found.port, found.kind, found.selector, found.words) == (host, port, kind, selector, words)
    assert places.of_address(found.address) == found


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "1.2.3.4.5", "017700000001", "0x", "fe80::1%eth0",
                                  "[::1", "a b", "a@b", "-a.example", "a..b", "", ".", "a/b", "x" * 64, "127.0.0.1\0", "user:pass@host", "ex*mple.org"])
def test_what_looks_like_a_number_or_is_no_name_is_no_host(host: str) -> None:
    assert places.host_name(host) == ""


@pytest.mark.parametrize(("host", "form"), [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("::ffff:127.0.0.1", "::ffff:127.0.0.1"), ("A.Example.", "a.example")])
def test_hosts_have_one_form(host: str, form: str) -> None:
    assert places.host_name(host) == form


@pytest.mark.parametrize(
    "address",
    [
        "gopher://h/0a%0d%0aUSER%20x", "gopher://h/0a%0Ab", "gopher://h/0a%00b", "gopher://h/7a%09b%0d%0a", "gopher://h/7a%09b%09c", "gopher://h/%01x", "gopher://h/0a\tb\rc",
        "gopher://h:0/", "gopher://h:99999/", "gopher://h:x/", "gopher://h:٣/", "gopher://u@h/", "gopher://h/0" + "x" * 1025, "gopher:/h", "http://h/", "gemini://h/a%0d%0ab",
        "gopher://h:0000701234/", "gopher://h:00007" + "0" * 5000 + "/", "gemini://h:" + "9" * 5000 + "/", "gemini://h/a\r\nb", "gemini://h/" + "x" * 1020, "gemini://h/a?b\nc", "gopher://2130706433/",
    ],
)
def test_what_cannot_be_asked_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        places.of_address(address)


@pytest.mark.parametrize("address", ["gopher://h/0a%0d%0ab", "gopher://h/0" + "x" * 1025, "gemini://h/a%0d", "gemini://h/" + "x" * 1020])
def test_a_refusal_says_whose_address_it_is(address: str) -> None:
    with pytest.raises(UsageError, match=r"^h: .*nothing was asked$"):
        places.of_address(address)


@given(st.binary(max_size=300).filter(lambda raw: not any(byte < 0x20 or byte == 0x7F for byte in raw)), st.sampled_from("0179IghsP:;<+?#X"))
def test_any_selector_survives_the_way_through_an_address(selector: bytes, kind: str) -> None:
    made = Place(scheme="gopher", host="hafen.example", port=7070, kind=kind, selector=selector)
    assert places.of_address(made.address) == made
    # No browser takes a segment of it for the way up.
    assert not {".", "..", "%2e", "%2e%2e"} & set(made.rest.lower().split("/"))


@given(st.text(max_size=60))
def test_any_words_behind_a_scheme_are_a_place_or_refused(text: str) -> None:
    for scheme in ("gopher", "gemini"):
        try:
            found = places.read(scheme, text)
        except UsageError:
            continue
        assert not any(byte < 0x20 or byte == 0x7F for byte in found.selector + found.words)
        assert found.host == places.host_name(found.host)
        assert quote(found.address, safe="/:[]%?#!$&'()*+,;=@-._~") == found.address
