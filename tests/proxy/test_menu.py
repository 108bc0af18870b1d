"""Menus, right and wrong: every word of every line is on the page, nothing of it is markup, and links lead where the bytes say."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.net.place import Place
from broadsheet.proxy import letters, menu
from broadsheet.proxy.words import Words
from broadsheet.text import clean_line

WORDS = Words()
OWN = Place(scheme="gopher", host="hafen.example", port=7070)
_HREF = re.compile(r'href="([^"]*)"')
_ALLOWED = ("/~/gopher/", "/~/gemini/", "http://", "https://", "mailto:", "ftp://", "tel:")


def page(data: bytes) -> str:
    return "\n".join(menu.lines(menu.read(data, OWN), WORDS))


def words(markup: str) -> str:
    """What a reader sees of *markup*."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_a_menu_of_every_type() -> None:
    data = b"\r\n".join([
        b"iThe harbour\tTITLE\terror.host\t1", b"0About\t/about\thafen.example\t7070", b"1Ships\tships\tother.example\t70", b"7Find\t/find\t\t", b"IMap\t/map.png\t[2001:db8::1]\t70",
        b"hWeb\tURL:https://paper.example/?a=1&b=2\thafen.example\t7070", b"hHole\t/URL:gopher://x.example/0/y\th\t70", b"hMail\tURL:mailto:a@b.example\th\t70", b"hPage\t/index.html\thafen.example\t70",
        b"8Bar\tguest\tbbs.example\t23", b"2Book\t\tcso.example\t105", b"3Wrong\t\terror.host\t1", b"Zodd\t/z?a=1\thafen.example\t7070", b"+Mirror\t/z\tmirror.example\t70", b"9File\tf.bin\thafen.example\t7070\t+", b".", b""])
    found = menu.read(data, OWN)
    assert found.title == "The harbour"
    assert not found.error
    assert _HREF.findall(page(data)) == [
        "/~/gopher/hafen.example:7070/0/about", "/~/gopher/other.example/1ships", "/~/gopher/hafen.example:7070/7/find", "/~/gopher/%5B2001:db8::1%5D/I/map.png",
        "https://paper.example/?a=1&amp;b=2", "/~/gopher/x.example/0/y", "mailto:a@b.example", "/~/gopher/hafen.example/h/index.html",
        "/~/gopher/hafen.example:7070/Z/z%3Fa=1", "/~/gopher/mirror.example/Z/z", "/~/gopher/hafen.example:7070/9f.bin",
    ]
    seen = words(page(data))
    for word in ("telnet://bbs.example:23, login guest", "cso://cso.example:105", "Wrong", "type Z", "picture", "search"):
        assert word in seen
    assert "+" not in seen


def test_what_leads_nowhere_is_shown_with_what_it_said() -> None:
    for line in (b"hEvil\tURL:javascript:alert(1)\thafen.example\t70", b"1No port\t/x\thafen.example\tseventy", b"1No host\t/x\tno host!\t70", b"1Number\t/x\t2130706433\t70",
                 b"0Relay\ta\x0bb\thafen.example\t25", b"1Much\t" + b"s" * 1100 + b"\thafen.example\t70", b"hData\tURL:data:text/html,x\th\t70", b"1Port\t/x\th\t0", b"1Long\t/x\th\t00007" + b"0" * 5000, b"1Port\t/x\t\t0000701234", b"\xe4\t/x\th\t70"):
        made = page(line)
        assert "href" not in made
        for field in line.split(b"\t")[1:]:
            assert clean_line(field.decode("latin-1")).strip() in words(made)


def test_broken_lines_are_text() -> None:
    assert words(page(b"no tab at all\rsecond line\r")).strip() == "no tab at all\nsecond line"
    assert page(b"") == ""
    assert menu.read(b".\r\n", OWN).items == ()
    seen = words(page(b"1A\t/a\r\n.\r\n0B\t/b\thafen.example\r\nafter"))
    assert [part for part in seen.split() if part] == ["A", ".", "B", "text", "after"]
    assert menu.read(b"3not found\t\terror.host\t1\r\n.\r\n", OWN).error


def test_character_sets_are_the_whole_menus() -> None:
    assert "Äpfel über Öl" in words(page("iÄpfel über Öl\t\t\t\r\n".encode("cp437") + b"i" + b"\xc4" * 40 + b"\t\t\t\r\n"))
    assert "für" in words(page("0für\t/f\thafen.example\t70".encode("latin-1")))
    assert "/~/gopher/hafen.example/0/f%FCr" in page("0für\t/für\thafen.example\t70".encode("latin-1"))
    assert "日本" in words(page("0日本\t/j\thafen.example\t70".encode()))
    assert "red\n" in words(page(b"i\x1b[31mred\x1b[0m\t\t\t\r\nix\t\t\t"))


def test_text_in_columns_keeps_them_and_prose_wraps() -> None:
    assert "<pre class=\"prose\">" in page(b"iSome words of prose, as they are.\t\t\t\r\niAnd more of it.\t\t\t")
    assert 'role="group" tabindex="0"' in page(b"i  /\\_/\\  \t\t\t\r\ni ( o.o ) \t\t\t\r\ni  > ^ <\t\t\t")
    assert menu.is_drawn("a      1\nb      2\n")
    assert not menu.is_drawn("Heading\n=======\nWords.\n")


FIELD = st.one_of(st.binary(max_size=30), st.sampled_from([
    b"", b"0", b"1", b"i", b"h", b"URL:javascript:alert(1)", b"URL:https://x.example/<b>", b"<script>alert(1)</script>", b"\" onclick=\"x", b"hafen.example", b"70", b"-1", b"999999",
    b"127.0.0.1", b"TITLE", b"iText", b"1Menu", b"+", b".", b"\x1b[2J", b"\xe2\x80\xae", b"&lt;b&gt;", "Straße".encode(), "Straße".encode("latin-1"), b"\xc4\xc4\xc4\xc4", b"\0", b"/../..", b"7Find", b"8", b"gopher://x"]))
LINE = st.lists(FIELD, min_size=1, max_size=7).map(b"\t".join)
END = st.sampled_from([b"\r\n", b"\n", b"\r", b"\n\r", b"\r\n\r\n", b""])


@st.composite
def malformed(draw: st.DrawFn) -> bytes:
    """A menu with anything in its lines."""
    return b"".join(line + draw(END) for line in draw(st.lists(LINE, max_size=12))) + draw(st.sampled_from([b"", b".", b".\r\n", b"\n.\n\n"]))


@given(malformed())
@settings(max_examples=500, deadline=None)
def test_nothing_of_five_hundred_malformed_menus_is_lost_and_nothing_runs(data: bytes) -> None:
    made = page(data)
    seen = words(made)
    targets = [html.unescape(found) for found in _HREF.findall(made)]
    assert not re.search(r"<(?!/?(?:ul|li|a|span|pre|div)\b)", made)
    assert not re.search(r"\son\w+=", re.sub(r'="[^"]*"', "", " ".join(re.findall(r"<[^>]*>", made))))
    assert all(target.startswith(_ALLOWED) for target in targets)
    assert not any(ord(sign) < 32 and sign != "\n" for sign in made)
    # Every field's text, by the character set of the whole: shown, or in the address of a link.
    whole = letters.without_ansi(letters.text_of(data if b"\n" in data else data.replace(b"\r", b"\n")))
    lines = whole.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    if lines and lines[-1].rstrip("\r") == ".":
        lines.pop()
    for line in lines:
        fields = line.split("\t")
        display = clean_line(fields[0].strip("\r") if len(fields) == 1 else fields[0])
        assert (display if len(fields) == 1 else display[1:]).strip() in seen
        letter = display[:1]
        if len(fields) > 1 and letter not in {"i", "3", "+", ""} and fields[1].strip():
            selector = clean_line(fields[1]).strip()
            assert selector in seen or targets, (line, made)


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_random_bytes_are_some_menu(data: bytes) -> None:
    assert not re.search(r"<(?!/?(?:ul|li|a|span|pre|div)\b)", page(data))


@pytest.mark.parametrize("count", [60_000])
def test_a_large_menu_is_whole(count: int) -> None:
    data = b"".join(b"0Line %d\t/%d\thafen.example\t70\r\n" % (number, number) for number in range(count))
    assert page(data).count("<li>") == count
