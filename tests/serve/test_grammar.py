"""What a first line asks for: Gopher selectors (protocols.md §1-4, §7, §10) and Gemini requests (§13)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.serve import grammar
from broadsheet.serve.grammar import Foreign, Location, Refusal, Selector
from broadsheet.text import is_clean

HOSTS = grammar.own_hosts("Hafenbote.Example", "127.0.0.1")
PORTS = frozenset({1965, 7965})


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (b"", "/"),
        (b"/", "/"),
        (b"/Nato/!t5008005", "/Nato/!t5008005"),
        (b"Nato/!t5008005", "/Nato/!t5008005"),
        (b"//evil.example/x", "/evil.example/x"),
        ("/Straße".encode(), "/Stra%C3%9Fe"),
        ("/Straße".encode("latin-1"), "/Stra%C3%9Fe"),
        (b"/Stra%C3%9Fe", "/Stra%C3%9Fe"),
        (b"/Stra%DFe", "/Stra%C3%9Fe"),
        (b"/a%2Fb", "/a%2Fb"),
        (b"/a b", "/a%20b"),
        (b"/a%20b", "/a%20b"),
        (b"/%7e/search", "/~/search"),
        (b"/100%", "/100%25"),
    ],
)
def test_a_selector_is_one_path_however_it_is_written(line: bytes, path: str) -> None:
    assert grammar.gopher(line) == Selector(path=path)


@pytest.mark.parametrize("sign", ["$", "!", "+", "$+VIEWS", "!+INFO", "+application/gopher-menu"])
def test_a_gopher_plus_suffix_is_never_the_query(sign: str) -> None:
    assert grammar.gopher(b"/x\t" + sign.encode()) == Selector(path="/x", plus=sign[0])
    assert grammar.gopher(b"/x\tNebel\t" + sign.encode()) == Selector(path="/x", query="Nebel", plus=sign[0])


@pytest.mark.parametrize("raw", ["Straße", "Nebel über dem Kai", "+Nebel -Kai", "ニュース"])
def test_a_query_comes_in_utf_8_or_latin_1(raw: str) -> None:
    assert grammar.gopher(b"/~/search\t" + raw.encode()) == Selector(path="/~/search", query=raw)
    if raw.isascii() or raw.startswith(("S", "N")):
        assert grammar.gopher(b"/~/search\t" + raw.encode("latin-1")) == Selector(path="/~/search", query=raw)


def test_a_query_may_stand_behind_a_question_mark() -> None:
    assert grammar.gopher(b"/archiv?artikel=4711") == Selector(path="/archiv", query="artikel=4711")
    assert grammar.gopher(b"/~/search?Nebel%20Kai") == Selector(path="/~/search", query="Nebel Kai")


def test_a_query_is_clean_and_bounded() -> None:
    found = grammar.gopher(b"/~/search\t\x1b[2J\x07Ne\xc2\x9bbel" + b"x" * 900)
    assert isinstance(found, Selector)
    assert found.query.startswith("[2JNe")
    assert len(found.query) == 400
    assert is_clean(found.query)


@pytest.mark.parametrize("line", [b"/a\x00b", b"/a%00b", b"/a%0d%0ab", b"/\x1b[2J", "/a\x85b".encode(), b"/a%1b"])
def test_control_characters_are_refused(line: bytes) -> None:
    assert isinstance(grammar.gopher(line), Refusal)


@pytest.mark.parametrize("address", ["https://paper.example/x?y=1", "http://paper.example/", "gemini://c.example/", "gopher://h.example/1/x", "mailto:a@b.example"])
def test_url_selectors_lead_outside(address: str) -> None:
    for line in (f"URL:{address}", f"/URL:{address}"):
        assert grammar.gopher(line.encode()) == Selector(outside=address)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://h.example/", "telnet://h.example", "", "//x.example", "https://", "tel:110"])
def test_url_selectors_of_other_schemes_are_refused(address: str) -> None:
    assert isinstance(grammar.gopher(b"URL:" + address.encode()), Refusal)


def test_url_selectors_are_escaped_addresses() -> None:
    found = grammar.gopher(b"URL:https://x.example/<script>\"'")
    assert isinstance(found, Selector)
    assert not set('<>"') & set(found.outside)


@pytest.mark.parametrize(("line", "head"), [(b"GET / HTTP/1.1", False), (b"HEAD /x HTTP/1.0", True), (b"POST /x HTTP/1.1", False), (b"GET /", False), (b"CONNECT h:443 HTTP/1.1", False)])
def test_http_is_recognised(line: bytes, head: bool) -> None:
    assert grammar.gopher(line) == Foreign("http", head=head)


def test_a_path_that_begins_like_a_method_is_a_path() -> None:
    assert grammar.gopher(b"GETRAENKE") == Selector(path="/GETRAENKE")
    assert grammar.gopher(b"/GET x") == Selector(path="/GET%20x")


@given(st.binary(max_size=1100))
@example(b"URL:http://[")
@example(b"%")
def test_any_line_is_understood_or_refused(line: bytes) -> None:
    found = grammar.gopher(line)
    if isinstance(found, Selector):
        assert bool(found.path) != bool(found.outside)
        assert (found.path + found.outside).isascii()
        assert is_clean(found.path + found.outside + found.query)
        assert found.path.startswith("/") or found.outside.partition(":")[0] in grammar.OUTSIDE


@given(st.text(max_size=60))
def test_a_path_in_its_one_form_stays(raw: str) -> None:
    found = grammar.path(raw)
    assert not found or grammar.path(found) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("gemini://hafenbote.example", Location("/")),
        ("gemini://hafenbote.example/", Location("/")),
        ("GEMINI://HAFENBOTE.example:1965/x", Location("/x")),
        ("gemini://hafenbote.example.:7965/x", Location("/x")),
        ("gemini://localhost/x", Location("/x")),
        ("gemini://127.0.0.1/x", Location("/x")),
        ("gemini://[::1]/x", Location("/x")),
        ("gemini://localhost/~/search?Nebel%20Kai", Location("/~/search", "Nebel Kai")),
        ("gemini://localhost/~/search?Stra%C3%9Fe", Location("/~/search", "Straße")),
        ("gemini://localhost/Straße", Location("/Stra%C3%9Fe")),
        ("gemini://localhost/../../etc/passwd", Location("/../../etc/passwd")),
    ],
)
def test_gemini_requests_for_us(line: str, found: Location) -> None:
    assert grammar.gemini(line.encode(), HOSTS, PORTS) == found


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"", 59),
        (b"/", 59),
        (b"//localhost/", 59),
        (b"localhost/", 59),
        (b"gemini:localhost", 59),
        (b"gemini:///x", 59),
        (b"gemini://localhost/\xff", 59),
        (b"gemini://localhost/x#y", 59),
        (b"gemini://localhost/x#", 59),
        (b"gemini://you@localhost/", 59),
        (b"gemini://you:me@localhost/", 59),
        (b"gemini://localhost:99999/", 59),
        (b"gemini://localhost:x/", 59),
        (b"gemini://[::1/", 59),
        (b"gemini://localhost/%zz", 59),
        (b"gemini://localhost/%00", 59),
        (b"gemini://localhost/a b", 59),
        (b"gemini://localhost/\x00", 59),
        (b"\xef\xbb\xbfgemini://localhost/", 59),
        (b"gemini://localhost/" + b"x" * 1010, 59),
        (b"https://localhost/", 53),
        (b"gopher://localhost/", 53),
        (b"gemini://elsewhere.example/", 53),
        (b"gemini://localhost:1966/", 53),
        (b"gemini://localhost:0/", 53),
        ("gemini://häfen.example/".encode(), 53),
        (("gemini://" + "ä" * 70 + ".example/").encode(), 53),
    ],
)
def test_gemini_requests_that_are_none_or_for_others(line: bytes, status: int) -> None:
    found = grammar.gemini(line, HOSTS, PORTS)
    assert isinstance(found, Refusal)
    assert found.status == status


@given(st.one_of(st.binary(max_size=1100), st.text(max_size=80).map(lambda tail: f"gemini://localhost/{tail}".encode(errors="replace"))))
def test_any_gemini_line_is_understood_or_refused(line: bytes) -> None:
    found = grammar.gemini(line, HOSTS, PORTS)
    if isinstance(found, Location):
        assert found.path.startswith("/")
        assert found.path.isascii()
        assert is_clean(found.path + found.query)
    else:
        assert found.status in {53, 59}


def test_a_name_in_letters_of_its_own_is_its_ascii_form() -> None:
    hosts = grammar.own_hosts("xn--hfen-loa.example", "0.0.0.0")
    assert grammar.gemini("gemini://HÄFEN.example/".encode(), hosts, PORTS) == Location("/")
    assert grammar.gemini(b"gemini://xn--hfen-loa.example/", hosts, PORTS) == Location("/")


def test_only_this_machine_is_asked_by_its_own_names() -> None:
    assert grammar.own_hosts("news.example", "0.0.0.0") == {"news.example"}
    assert grammar.own_hosts("news.example", "localhost") == {"news.example", "localhost", "127.0.0.1", "::1"}
    assert "127.0.0.5" in grammar.own_hosts("news.example", "127.0.0.5")


@pytest.mark.parametrize(
    ("line", "query"),
    [
        (b"/~/cp437/~/search\tM\x94we", "Möwe"),
        (b"/~/cp850/~/search\tM\x94we", "Möwe"),
        (b"/~/latin1/~/search\tM\xf6we", "Möwe"),
        (b"/~/ascii/~/search\tM\xf6we", "Möwe"),
        ("/~/cp437/~/search\tMöwe".encode(), "Möwe"),
    ],
)
def test_a_question_in_the_root_of_a_set_comes_in_its_characters(line: bytes, query: str) -> None:
    found = grammar.gopher(line)
    assert isinstance(found, grammar.Selector)
    assert found.query == query
