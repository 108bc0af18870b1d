"""Addresses made absolute, ASCII and comparable."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from broadsheet.address import absolute, comparable, host, is_plain, local, site, untracked

BASE = "https://www.hafenbote.example/politik/"


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("x.html", "https://www.hafenbote.example/politik/x.html"),
        ("/Nato/!t5008005", "https://www.hafenbote.example/Nato/!t5008005"),
        ("//cdn.example/a b.jpg", "https://cdn.example/a%20b.jpg"),
        ("https://bücher.example/straße?q=ä", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4"),
        ("https://e.example:443/", "https://e.example/"),
        ("https://e.example:8443", "https://e.example:8443/"),
        ("http://[::1]:70/x", "http://[::1]:70/x"),
        ("http://e.example:80/", "http://e.example/"),
        ("http://e.example:443/", "http://e.example:443/"),
        ("gemini://e.example:1965/x", "gemini://e.example/x"),
        ("gopher://e.example:70/1", "gopher://e.example/1"),
        ("gopher://e.example:7070/1", "gopher://e.example:7070/1"),
        ("file://e.example/etc/passwd", ""),
        ("ws://e.example/x", ""),
        ("a\tb\u200b.html", "https://www.hafenbote.example/politik/ab.html"),
        ("mailto:wer@e.example", "mailto:wer@e.example"),
        ("mailto:wer@e.example?subject=a b", "mailto:wer@e.example?subject=a%20b"),
        ("tel:+49-30 1", "tel:+49-30%201"),
        ("ftp://e.example/x", "ftp://e.example/x"),
        ("java\nscript:alert(1)", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("#top", ""),
        ("", ""),
        ("http://", ""),
        ("https://e.example/\udcff", ""),
        ("/\udcff", ""),
        ("http://a b.example/", ""),
        ("http://e.example:99999/", ""),
        ("http://[::1/", ""),
        ("https://e.example/a%20b", "https://e.example/a%20b"),
        ("https://e.example/a/../b/./c", "https://e.example/b/c"),
        ("https://e.example/a/%2e%2E/b/%2e/c/..", "https://e.example/b/"),
        ("https://e.example/../../b/.%2e", "https://e.example/"),
        ("/a/%2e%2e/b%2ehtml?x=/../y", "https://www.hafenbote.example/b%2ehtml?x=/../y"),
        ("https://e.example/.../..b/b..", "https://e.example/.../..b/b.."),
        ("gopher://e.example/1/a/../b", "gopher://e.example/1/a/../b"),
    ],
)
def test_absolute(reference: str, address: str) -> None:
    assert absolute(reference, BASE) == address


@given(st.text())
def test_an_absolute_address_is_ascii_without_spaces_and_stays_itself(reference: str) -> None:
    address = absolute(reference, BASE)
    assert address.isascii()
    assert not set(address) & set(' \t\r\n"<>\x00')
    assert absolute(address) == address


@given(
    st.text("ab/.A09-._~!$&'()*+,;=:@?%#é ", max_size=16),
    st.sampled_from([BASE, "https://hafenbote.example", "http://hafenbote.example:8080/a", "HTTPS://a.b.example/?q", "https://localhost/", ""]),
)
def test_a_path_from_the_root_is_resolved_as_any_reference_is(path: str, base: str) -> None:
    assert absolute(f"/{path}", base) == absolute(urljoin(base, f"/{path}"))


@given(st.lists(st.sampled_from([".", "..", "%2e", "%2E.", "a", "b.c", ""]), max_size=6))
def test_no_step_of_dots_is_left_where_a_client_would_take_it_out(steps: list[str]) -> None:
    """What a robots.txt allows is told by the path that is asked for (RFC 9309 §2.2.2), which is what the client makes of it."""
    address = absolute("https://e.example/" + "/".join(steps))
    assert URL(address).raw_path == urlsplit(address).path
    assert absolute(address) == address


@given(st.text())
def test_any_text_has_a_comparable_form(text: str) -> None:
    assert isinstance(comparable(text), str)
    assert isinstance(host(text), str)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.p.example/a/", "http://p.example/a"),
        ("https://p.example/a?utm_source=x&b=1", "https://p.example/a?b=1"),
        ("https://p.example/a#comments", "https://p.example/a"),
        ("https://p.example/a?b=1&a=2", "https://p.example/a?a=2&b=1"),
        ("https://p.example/stra%c3%9fe", "https://p.example/straße"),
    ],
)
def test_twins_compare_alike(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_what_tells_pages_apart_stays() -> None:
    assert comparable("https://p.example/archiv?artikel=1") != comparable("https://p.example/archiv?artikel=2")


def test_local_is_path_and_query() -> None:
    assert local("https://p.example/archiv?artikel=4711#x") == "/archiv?artikel=4711"
    assert local("https://p.example") == "/"
    assert local("https://p.example/Nato/!t5008005") == "/Nato/!t5008005"
    assert local("https://www.p.example/a?b=1") == "/a?b=1"


def test_a_host_has_no_www() -> None:
    assert (host("https://www.p.example/a"), host("https://WWW.P.example:8443/#a"), host("http://[::1"), host("/a")) == ("p.example", "p.example", "", "")


@pytest.mark.parametrize(
    ("address", "name"),
    [("https://www.p.example/", "p.example"), ("https://m.p.example/", "p.example"), ("https://amp.mobil.p.example/", "p.example"), ("https://m.example/", "m.example")],
)
def test_a_site_is_the_same_on_every_screen(address: str, name: str) -> None:
    assert site(address) == name


def test_what_is_no_address_is_compared_as_it_is() -> None:
    assert comparable("http://[::1/a?utm_source=x") == "http://[::1/a?utm_source=x"


@pytest.mark.parametrize("text", ["https://e.example/\udcff", "https://e.example/?a=\udcff", "\udcff"])
def test_half_a_pair_of_surrogates_compares_as_what_can_be_written(text: str) -> None:
    assert comparable(text).encode()


def test_plain_paths_are_what_every_client_follows() -> None:
    assert is_plain("/-Nachrichten-im-Krieg-/!6053802")
    assert not any(map(is_plain, ("/a?b", "/a%20b", "/a,b", "/ä", "x")))


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://paper.example/a?utm_source=x&id=5&fbclid=y#z", "https://paper.example/a?id=5"),
        ("https://paper.example/a?utm_source=x", "https://paper.example/a"),
        ("https://paper.example/a?b=%2F&a", "https://paper.example/a?b=%2F&a"),
        ("https://paper.example/a?", "https://paper.example/a"),
        ("https://paper.example/a", "https://paper.example/a"),
    ],
)
def test_an_address_is_asked_for_without_what_follows_readers(written: str, asked: str) -> None:
    assert untracked(written) == asked
    assert comparable(written) == comparable(asked)


@given(
    st.sampled_from(["http://", "https://", "HTTPS://", "//", "gemini://"]),
    st.text("abwww.-09A:@[]", max_size=8),
    st.sampled_from(["", "/", "?", "#", "/a"]),
    st.text("abA09-._~!$&'()*+,;=:@/?%#[]\\^`{|}\"<> \t\n\x00é日", max_size=12),
)
def test_an_ordinary_address_has_the_parts_that_any_has(scheme: str, server: str, slash: str, rest: str) -> None:
    written = f"{scheme}{server}{slash}{rest}"
    try:
        parts = urlsplit(written)
        name = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return
    assert host(written) == name
    assert local(written) == (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    assert comparable(written).startswith(f"{name}/")
