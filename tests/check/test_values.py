"""The pieces of the checker by themselves: addresses, bytes as text, rows, heads, reports; whatever bytes come, a line comes out."""

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import check
from broadsheet.check.exchange import UNTRIED, Exchange, is_utf8, shown
from broadsheet.check.findings import Fault, Rule, findings
from broadsheet.check.gemini import rules as gemini_rules
from broadsheet.check.gemini.certificate import Facts, facts
from broadsheet.check.gemini.gemtext import is_open, lines
from broadsheet.check.gemini.head import head
from broadsheet.check.gemini.seen import Seen as GeminiSeen
from broadsheet.check.gemini.seen import page as gemini_page
from broadsheet.check.gemini.survey import absolute, own
from broadsheet.check.gopher import rules as gopher_rules
from broadsheet.check.gopher.menu import is_error, menu
from broadsheet.check.gopher.seen import Seen as GopherSeen
from broadsheet.check.gopher.seen import page as gopher_page
from broadsheet.check.gopher.survey import ASKS
from broadsheet.check.report import Report
from broadsheet.errors import NetError, UsageError
from broadsheet.text import is_clean

GOPHER = check.target("gopher://hafen.example/")
GEMINI = check.target("gemini://hafen.example:1966/a?b")


@pytest.mark.parametrize(
    ("address", "host", "port", "start"),
    [
        ("gopher://Hafen.example", "hafen.example", 70, b""),
        ("GOPHER://hafen.example:7070/1/n%20b", "hafen.example", 7070, b"1/n b"),
        ("gemini://[::1]:1966/", "::1", 1966, b""),
        ("gemini://bücher.example/a%20b?c%20d", "xn--bcher-kva.example", 1965, b"a%20b?c%20d"),
    ],
)
def test_an_address_names_a_server(address: str, host: str, port: int, start: bytes) -> None:
    found = check.target(address)
    assert (found.host, found.port, found.start) == (host, port, start)


def test_an_address_is_written_with_the_port_that_does_not_go_without_saying() -> None:
    assert check.target("gopher://a.example:70/").address(b"1/x y") == "gopher://a.example/1/x%20y"
    assert check.target("gemini://[::1]:1966/").address() == "gemini://[::1]:1966/"


@pytest.mark.parametrize(
    "address",
    ["", "localhost:7070", "https://a.example/", "gopher:///", "gopher://a:b@c/", "gopher://a:x/", "gopher://a:0/", "gopher://[::1", "gopher://a/1%0d%0ab", "gemini://" + "ü" * 80 + "/"],
)
def test_what_is_no_such_address_is_refused_in_one_line(address: str) -> None:
    with pytest.raises(UsageError, match=r"check: .*") as raised:
        check.target(address)
    assert "\n" not in raised.value.message


def test_an_unknown_host_and_a_closed_port_are_errors_of_the_network() -> None:
    with pytest.raises(NetError, match="not known"):
        check.check(check.target("gopher://no-such-host.invalid/"))
    with pytest.raises(NetError, match="cannot be reached"):
        check.check(check.target("gemini://localhost:1/"))


@given(st.binary(max_size=400))
def test_any_bytes_are_shown_as_one_clean_line(data: bytes) -> None:
    line = shown(data, 100)
    assert is_clean(line)
    assert len(line) < 600


def test_bytes_are_shown_as_what_they_are() -> None:
    assert shown("Straße\t\r\n".encode()) == "Straße\\t\\r\\n"
    assert shown(b"\x1b[2J\xff\\x\0") == "\\x1b[2J\\xff\\\\x\\x00"
    assert shown("\u009b\u202e".encode()) == "\\u009b\\u202e"
    assert shown("ü".encode() * 10, 5) == "üü… (20 bytes)"
    assert shown(b"\xff" * 10, 2) == "\\xff\\xff… (10 bytes)"
    assert is_utf8("ü".encode()[:1], cut=True)
    assert not is_utf8("ü".encode()[:1])


@given(st.binary(max_size=300))
def test_any_answer_of_gopher_is_judged(data: bytes) -> None:
    exchange = Exchange(sent=b"\r\n", received=data)
    pages = tuple(gopher_page(GOPHER, kind, selector, exchange) for kind, selector in (("1", b""), ("1", b"/a"), ("0", b"/b")))
    seen = GopherSeen(
        target=GOPHER, asked=dict.fromkeys([*ASKS, "http", "pieces", "lf-page", "plus-item", "plus-about", "search", "other", "half", "idle", "beside"], exchange),
        pages=pages, hosts=frozenset({GOPHER.host}), addresses={GOPHER.host: frozenset({"8.8.8.8"})}, sample=pages[1], other=pages[2],
    )
    for finding in findings(gopher_rules.RULES, seen):
        assert is_clean(finding.message + finding.sent + finding.came + "".join(finding.where))
    assert isinstance(is_error(data), bool)
    assert all(row.port < 65536 for row in menu(data).rows)


@given(st.binary(max_size=300), st.sampled_from([b"", b"20 text/gemini\r\n", b"20 text/plain\r\n", b"31 ", b"10 \r\n", b"20 application/atom+xml\r\n<feed>"]))
def test_any_answer_of_gemini_is_judged(data: bytes, start: bytes) -> None:
    exchange = Exchange(sent=b"gemini://hafen.example/\r\n", received=start + data)
    page = gemini_page("gemini://hafen.example:1966/", exchange)
    names = ("bare", "empty", "missing", "longest", "no-cr", "half", "idle", "beside", "escape", "climb", "input-empty", "input-query", "robots", "plain", "old", "pieces")
    seen = GeminiSeen(target=GEMINI, moment=datetime.datetime.now(datetime.UTC), asked=dict.fromkeys(names, exchange), pages=(page, page), input=page)
    for finding in findings(gemini_rules.RULES, seen):
        assert is_clean(finding.message + finding.sent + finding.came + "".join(finding.where))


def test_what_was_not_asked_is_not_judged() -> None:
    root = gopher_page(GOPHER, "1", b"", UNTRIED)
    assert findings(gopher_rules.RULES, GopherSeen(target=GOPHER, asked={}, pages=(root,), hosts=frozenset(), addresses={})) == ()
    top = gemini_page(GEMINI.address(), UNTRIED)
    assert findings(gemini_rules.RULES, GeminiSeen(target=GEMINI, moment=datetime.datetime.now(datetime.UTC), asked={}, pages=(top,))) == ()


def test_links_to_other_networks_are_told_where_the_server_is_public() -> None:
    answer = b"1Weg\t/a\t192.168.0.4\t70\r\n1Weg\t/b\tlocalhost\t70\r\n1Gut\t/c\thafen.example\t70\r\n.\r\n"
    root = gopher_page(GOPHER, "1", b"", Exchange(sent=b"\r\n", received=answer))
    seen = GopherSeen(target=GOPHER, asked={}, pages=(root,), hosts=frozenset({GOPHER.host}), addresses={GOPHER.host: frozenset({"8.8.8.8"})})
    (finding,) = [finding for finding in findings(gopher_rules.RULES, seen) if finding.rule == "gopher-bind-address"]
    assert (finding.times, finding.where) == (2, ("gopher://hafen.example/",))


def test_a_head_is_read_as_it_came() -> None:
    assert (head(b"20 text/gemini; LANG=de ; charset=\"utf-8\"\r\nx").media, head(b"20 a/b; LANG=de ; c=\"d\"\r\n").parameters) == ("text/gemini", {"lang": "de", "c": "d"})
    assert head(b"51\r\n").status == 51
    assert head(b"510 x\r\n").status == 51
    assert not head(b"20 text/plain\nbody\r\n" + b"x" * 2000).whole or head(b"20 text/plain\nbody\r\n").meta == b"text/plain\nbody"
    assert head(b"HTTP/1.0 200 OK\r\n").status == 0
    assert head(b"").status == 0


def test_gemtext_is_read_as_it_came() -> None:
    found = lines("# A\r\n=>\t/x  Y z\n=> \n```alt\n=> no\n```\n> q\n* i\ntext")
    assert [(line.kind, line.text, line.address) for line in found] == [
        ("heading", "# A", ""), ("link", "Y z", "/x"), ("link", "", ""), ("fence", "alt", ""), ("verbatim", "=> no", ""),
        ("fence", "", ""), ("quote", " q", ""), ("item", "i", ""), ("text", "text", ""),
    ]
    assert not is_open(found)


def test_links_are_resolved_and_only_those_to_the_server_followed() -> None:
    base = "gemini://hafen.example:1966/a/b"
    assert absolute(base, "c?d") == "gemini://hafen.example:1966/a/c?d"
    assert absolute(base, "//other.example/x") == "gemini://other.example/x"
    assert own(GEMINI, base, "../c#top") == "gemini://hafen.example:1966/c"
    assert own(GEMINI, base, "gemini://HAFEN.example:1966") == "gemini://hafen.example:1966/"
    for foreign in ("//other.example/", "gemini://hafen.example/", "https://hafen.example:1966/", "gemini://x@hafen.example:1966/", "", "a b", "ü", "http://[", "gemini://a:b/"):
        assert own(GEMINI, base, foreign) == ""


def test_a_certificate_fits_its_names() -> None:
    found = Facts(names=("hafen.example", "*.Kai.example", "127.0.0.1"))
    assert found.fits("Hafen.example.")
    assert found.fits("a.kai.example")
    assert found.fits("127.0.0.1")
    assert not found.fits("a.b.kai.example")
    assert not Facts(names=("*.0.0.1",)).fits("127.0.0.1")
    assert facts(b"nothing").fault
    assert facts(b"nothing").said == b"a certificate that cannot be read"


def _report(times: int) -> Report:
    exchange = Exchange(sent=b"/a\r\n", end="unreached", failure="Connection refused")

    def judge(seen: int) -> list[Fault]:
        return [Fault(what="wrong", exchange=exchange, where=f"gopher://a/{number}", severity="note" if number else None) for number in range(seen)]

    rule = Rule[int](id="some-rule", severity="error", clients=("lynx", "w3m"), source="RFC 1436", judge=judge)
    return Report(address="gopher://a/", protocol="gopher", pages=1, requests=2, seconds=3.04, complete=True, findings=findings((rule,), times))


def test_one_rule_is_one_finding_with_its_places() -> None:
    (finding,) = _report(7).findings
    assert (finding.times, len(finding.where), finding.severity) == (7, 5, "error")
    assert check.report.text(_report(7)) == (
        "error some-rule: wrong\n  where: gopher://a/0 and 6 more\n  sent:  /a\\r\\n\n  came:  nothing (Connection refused)\n"
        "  hurts: lynx, w3m\n  rule:  RFC 1436\n\ngopher://a/: 1 page, 2 requests, 3 seconds: 1 error\n"
    )
    assert check.report.text(_report(0)) == "gopher://a/: 1 page, 2 requests, 3 seconds: nothing found\n"


def test_a_report_in_json_has_the_documented_keys() -> None:
    read = json.loads(check.report.json(_report(2)))
    assert list(read) == ["address", "protocol", "pages", "requests", "seconds", "complete", "errors", "warnings", "notes", "findings"]
    assert (read["errors"], read["warnings"], read["notes"], read["seconds"]) == (1, 0, 0, 3.0)
    assert list(read["findings"][0]) == ["rule", "severity", "message", "sent", "came", "where", "times", "clients", "source"]


@pytest.mark.parametrize("rules", [gopher_rules.RULES, gemini_rules.RULES], ids=["gopher", "gemini"])
def test_every_rule_stands_in_the_documentation(rules: tuple[Rule[object], ...]) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "check.md").read_text("utf-8")
    for rule in rules:
        assert f"| `{rule.id}` | {rule.severity} |" in text, rule.id
        assert f"| {', '.join(rule.clients)} | {rule.source} |" in text, rule.id
