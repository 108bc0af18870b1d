"""What an answer says and means, when to ask again, how long to wait: functions over values, without a loop."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from broadsheet.net import answer as answers
from broadsheet.net import meaning, pace, robots
from broadsheet.net.answer import Answer
from broadsheet.visit import NEVER, Host, Robots, Visit

NOW = 1_800_000_000.0
ADDRESS = "https://paper.example/a"


def said(status: int, **headers: str) -> Answer:
    return Answer(address=ADDRESS, status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def visit(**known: object) -> Visit:
    return msgspec.structs.replace(Visit(address=ADDRESS, purpose="article", found=NOW), **known)


def after(before: Visit, answer: Answer, now: float = NOW, **more: bool) -> Visit:
    return meaning.after(before, answer, now, first=10.0, chance=0.0, **more)


# headers


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Fri, 15 Jan 2027 08:00:30 GMT", 30.0),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("99999999999", 7 * 86400.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("", 0.0),
        ("1e9", 0.0),
        ("Fri, 99 Jan 2027 08:00:30 GMT", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float) -> None:
    assert answers.retry_after(said(503, retry_after=text), NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache_control": "public, max-age=600"}, 600.0),
        ({"cache_control": 'max-age="60"', "age": "20"}, 40.0),
        ({"cache_control": "s-maxage=900"}, 0.0),
        ({"cache_control": "no-cache, max-age=600"}, 0.0),
        ({"cache_control": "max-age=99999999"}, 86400.0),
        ({"expires": "Fri, 15 Jan 2027 08:10:00 GMT"}, 600.0),
        ({"expires": "0"}, 0.0),
        ({}, 0.0),
    ],
)
def test_how_long_an_answer_holds(headers: dict[str, str], seconds: float) -> None:
    assert answers.lifetime(said(200, **headers), NOW) == seconds


@given(st.text(max_size=120))
def test_any_date_header_is_a_number_or_none(text: str) -> None:
    assert isinstance(answers.date(text), float)
    assert 0 <= answers.retry_after(said(503, retry_after=text), NOW) <= 7 * 86400
    assert 0 <= answers.lifetime(said(200, cache_control=text, expires=text, age=text), NOW) <= 86400


def test_validators_that_could_not_be_sent_back_are_dropped() -> None:
    assert answers.validators(said(200, etag='W/"x"', last_modified="Fri, 15 Jan 2027 08:00:00 GMT")) == ('W/"x"', "Fri, 15 Jan 2027 08:00:00 GMT")
    assert answers.validators(said(200, etag='"' + "x" * 500 + '"', last_modified="ä")) == ("", "")
    assert answers.conditions('"x"', "") == {"If-None-Match": '"x"'}
    assert answers.conditions("", "then") == {"If-Modified-Since": "then"}


# meaning


@pytest.mark.parametrize(
    ("status", "means"),
    [(200, "page"), (203, "page"), (304, "same"), (404, "missing"), (410, "gone"), (403, "denied"), (451, "denied"), (408, "later"), (425, "later"), (429, "later"), (500, "later"), (503, "later"), (599, "later"), (204, "unusable"), (206, "unusable"), (418, "unusable"), (302, "unusable")],
)
def test_what_a_status_means(status: int, means: str) -> None:
    assert meaning.meaning(said(status)) == means


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_one_with_a_place(status: int) -> None:
    answer = said(status, location="../b#part")
    assert (meaning.meaning(answer), meaning.target(answer), meaning.is_lasting(answer)) == ("moved", "https://paper.example/b", status in {301, 308})


@pytest.mark.parametrize("place", ["file:///etc/passwd", "gopher://x/", "http://[::1", "mailto:a@b.example", "https://paper.example/" + "x" * 3000, "javascript:x"])
def test_a_redirect_to_no_web_address_leads_nowhere(place: str) -> None:
    assert meaning.target(said(302, location=place)) == ""


def test_what_fails_passes_or_does_not() -> None:
    assert meaning.meaning(answers.failed(ADDRESS, "cut", "x")) == "later"
    assert meaning.meaning(answers.failed(ADDRESS, "forbidden", "x")) == "unusable"


def test_an_article_is_asked_again_as_it_ages() -> None:
    first = after(visit(failures=3, reason="cut"), said(200, etag='"1"'))
    assert (first.next, first.etag, first.failures, first.reason, first.status) == (NOW + 3600, '"1"', 0, "", 200)
    second = after(first, said(304), NOW + 3600)
    assert (second.next, second.etag) == (NOW + 6 * 3600, '"1"')
    assert after(second, said(200), NOW + 6 * 3600) == after(second, said(200), NOW + 6 * 3600)
    assert after(second, said(200), NOW + 6 * 3600).etag == ""
    assert after(second, said(304), NOW + 8 * 86400).next == NEVER


def test_cache_control_puts_the_next_visit_off() -> None:
    assert after(visit(), said(200, cache_control="max-age=7200")).next == NOW + 7200


def test_an_article_found_by_a_clock_that_was_set_back_since_ages_from_now() -> None:
    seen = after(visit(found=NOW + 365 * 86400), said(200))
    assert (seen.found, seen.next) == (NOW, NOW + 3600)


def test_gone_is_never_asked_again_and_missing_ever_less() -> None:
    assert after(visit(), said(410)).next == NEVER
    missing = after(visit(), said(404))
    assert (missing.next, missing.status, missing.reason) == (NOW + 86400, 404, "404")
    assert after(missing, said(404)).next == NOW + 2 * 86400
    assert after(visit(failures=100), said(404)).next == NOW + 64 * 86400
    assert after(visit(), answers.failed(ADDRESS, "wrong-type", "x")).next == NOW + 7 * 86400


@pytest.mark.parametrize("status", [400, 403, 404, 410, 206])
def test_what_a_server_says_of_a_list_in_a_bad_hour_holds_for_a_day_at_most(status: int) -> None:
    state, waits = visit(purpose="front"), []
    for _ in range(7):
        state = after(state, said(status))
        waits.append((state.next - NOW) / 3600)
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert after(state, said(200)).failures == 0
    assert after(visit(purpose="feed"), answers.failed(ADDRESS, "wrong-type", "x")).next == NOW + 3600
    assert after(visit(purpose="feed"), answers.failed(ADDRESS, "robots", "x")).next == NOW + 86400


def test_what_the_guard_refused_does_not_wait_for_a_week_as_private_networks_may_be_opened_now() -> None:
    forbidden = answers.failed(ADDRESS, "forbidden", "x")
    assert after(visit(), forbidden).next == NOW + 86400
    assert after(visit(purpose="front"), forbidden).next == NOW + meaning.SHORTEST


def test_what_passes_is_asked_again_later_and_later() -> None:
    waits = []
    state = visit()
    for _ in range(5):
        state = after(state, said(500))
        waits.append(state.next - NOW)
    assert waits == [10, 20, 40, 80, 160]
    assert after(visit(), said(503, retry_after="500")).next == NOW + 500
    assert after(visit(failures=10**6), answers.failed(ADDRESS, "cut", "x")).next == NOW + 86400


def test_a_list_is_asked_as_often_as_it_changes() -> None:
    feed = Visit(address=ADDRESS, purpose="feed", found=NOW)
    busy = after(feed, said(200))
    assert (busy.interval, busy.changed) == (900, NOW)
    for _ in range(10):
        busy = after(busy, said(200))
    assert busy.interval == meaning.SHORTEST
    quiet = after(feed, said(200), changed=False)
    assert (quiet.interval, quiet.changed) == (2700, 0)
    for _ in range(10):
        quiet = after(quiet, said(304))
    assert quiet.interval == meaning.LONGEST


# pace


def test_a_host_is_asked_once_in_a_pace() -> None:
    host = Host(name="paper.example")
    assert pace.wait(host, NOW, 1.0) == 0
    host = pace.sent(host, NOW, 1.0)
    assert pace.wait(host, NOW + 0.25, 1.0) == 0.75
    assert pace.wait(host, NOW + 0.25, 5.0) == 4.75
    assert pace.wait(host, NOW + 2, 1.0) == 0
    slow = pace.sent(host, NOW, 5.0)
    assert pace.wait(slow, NOW + 1, 1.0) == 4, "whoever asks faster waits out what was promised"


def test_retry_after_holds_the_whole_host() -> None:
    host = pace.held(pace.sent(Host(name="paper.example"), NOW, 1.0), NOW, 300)
    assert pace.wait(host, NOW + 10, 1.0) == 290
    week = pace.held(host, NOW, 7 * 86400)
    assert pace.wait(week, NOW, 1.0) == 7 * 86400
    assert pace.wait(pace.held(host, NOW, 8 * 86400), NOW + 1, 1.0) == 1, "no server is believed for longer: it was a clock"
    assert pace.held(week, NOW, 10) == week, "a second word does not shorten the first"


@given(st.floats(-1e10, 1e10), st.floats(0.01, 1000))
def test_a_clock_that_was_set_back_neither_hurries_nor_stops_us(shift: float, every: float) -> None:
    host = pace.sent(Host(name="paper.example"), NOW, every)
    waited = pace.wait(host, NOW + shift, every)
    assert 0 <= waited <= 7 * 86400 + 60
    if shift < 0:
        assert waited <= every * 1.001
        assert waited >= every * 0.999


@pytest.mark.parametrize(("wanted", "delay", "seconds"), [(1, 10, 10), (1, 0, 1), (20, 10, 20), (1, math.inf, 1), (1, math.nan, 1), (1, 1e9, 86400)])
def test_the_longer_pace_counts(wanted: float, delay: float, seconds: float) -> None:
    assert pace.pace_of(wanted, delay) == seconds


@given(st.integers(0, 10**9), st.floats(0.001, 100), st.floats(0, 1))
def test_backoff_grows_up_to_a_day_and_half(failures: int, first: float, chance: float) -> None:
    waited = pace.backoff(failures, first, chance)
    assert first <= waited <= 86400 * 1.5
    assert pace.backoff(failures + 1, first, 0) >= pace.backoff(failures, first, 0)


# robots.txt

ORIGIN = "https://paper.example"
RULES = b"""\xef\xbb\xbf# hello
User-agent: *
Disallow: /private/
Allow: /private/open
Crawl-delay: 7

User-agent: Broadsheet
Disallow: /not-for-us
Request-rate: 1/20

Sitemap: https://paper.example/news.xml
Sitemap: ftp://paper.example/x
"""


def robots_said(status: int, body: bytes = b"") -> Robots:
    return robots.learned(Robots(origin=ORIGIN), Answer(address=f"{ORIGIN}/robots.txt", status=status, body=body), NOW)


def test_the_rules_for_our_name_count() -> None:
    rules = robots.rules(robots_said(200, RULES))
    assert not rules.allows(f"{ORIGIN}/not-for-us/x")
    assert rules.allows(f"{ORIGIN}/private/x")
    assert (rules.crawl_delay, rules.sitemaps) == (20, ("https://paper.example/news.xml",))


def test_the_rules_for_all_count_where_none_are_ours() -> None:
    rules = robots.rules(robots_said(200, RULES.replace(b"Broadsheet", b"Otherbot")))
    assert not rules.allows(f"{ORIGIN}/private/x")
    assert rules.allows(f"{ORIGIN}/private/open/x")
    assert rules.crawl_delay == 7


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_a_file_in_another_unicode_is_read_from_its_first_line_on(codec: str) -> None:
    mark = "\ufeff" if codec.startswith("utf-16-") else ""
    rules = robots.rules(robots_said(200, f"{mark}User-agent: *\r\nDisallow: /private/\r\n".encode(codec)))
    assert not rules.allows(f"{ORIGIN}/private/x")
    assert rules.allows(ADDRESS)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_a_file_everything_may_be_asked(status: int) -> None:
    assert robots.rules(robots_said(status)).allows(ADDRESS)


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_while_the_file_cannot_be_reached_nothing_may(status: int) -> None:
    assert not robots.rules(robots_said(status)).allows(ADDRESS)
    assert not robots.rules(Robots(origin=ORIGIN)).allows(ADDRESS)


def test_rules_that_were_read_stay_while_the_file_cannot_be_reached() -> None:
    known = robots_said(200, RULES)
    later = robots.learned(known, answers.failed(f"{ORIGIN}/robots.txt", "timeout", "x"), NOW + 86400)
    assert later.failures == 1
    assert not robots.rules(later).allows(f"{ORIGIN}/not-for-us")
    assert robots.rules(later).allows(ADDRESS)


def test_redirects_without_an_end_are_no_file() -> None:
    answer = answers.failed(f"{ORIGIN}/robots.txt", "circle", "x")
    assert robots.rules(robots.learned(Robots(origin=ORIGIN), answer, NOW)).allows(ADDRESS)


def test_the_file_is_asked_again_after_a_day_or_sooner_after_a_failure() -> None:
    known = robots_said(200, RULES)
    assert not robots.is_due(known, NOW + 86399)
    assert robots.is_due(known, NOW + 86400)
    assert robots.is_due(known, NOW - 10)
    failed = robots_said(503)
    assert not robots.is_due(failed, NOW + 59)
    assert robots.is_due(failed, NOW + 60)
    assert robots.is_due(Robots(origin=ORIGIN), NOW)


@given(st.binary(max_size=2000))
def test_any_file_gives_rules(body: bytes) -> None:
    rules = robots.rules(robots_said(200, body))
    assert rules.allows(ADDRESS) in {True, False}
    assert 0 <= pace.pace_of(1.0, rules.crawl_delay) <= 86400


def test_a_pattern_made_to_take_long_does_not() -> None:
    rules = robots.rules(robots_said(200, b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"*b$\n"))
    assert rules.allows(f"{ORIGIN}/" + "a" * 2000)


def test_many_robots_of_one_group_take_no_more_time_than_one() -> None:
    """15,000 of them with 16,000 rules took four minutes, in which no paper was asked."""
    names = "".join(f"User-agent: b{'*' * (number % 90)}{number // 90}\n" for number in range(8_000)) + "User-agent: *\n"
    rules = robots.rules(robots_said(200, (names + "".join(f"Disallow: /{number}\n" for number in range(16_000))).encode()))
    assert not rules.allows(f"{ORIGIN}/15999")
    assert rules.allows(f"{ORIGIN}/x")


LINES = st.sampled_from(
    (
        *("User-agent: *", "user agent: Broadsheet", "USERAGENT\tbroad", "User-agent: *Broad*sheet*", "User-agent: Otherbot # Broadsheet", "User-agent:", "User-agents: x"),
        *("Disallow: /a", "Allow: /a/b", "Disallow:", "Crawl-delay: 7", "Sitemap: https://paper.example/s.xml", "# nothing", "", "Host: paper.example", "Noindex: /a", "User-agent"),
    )
)


@given(st.lists(LINES, max_size=14))
def test_other_robots_lines_change_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)
    plain, ours = Protego.parse(text), robots.rules(robots_said(200, text.encode()))
    for place in ("/a", "/a/b", "/c"):
        assert ours.allows(f"{ORIGIN}{place}") == plain.can_fetch(f"{ORIGIN}{place}", robots.PRODUCT)
    assert ours.crawl_delay == (plain.crawl_delay(robots.PRODUCT) or 0)
    assert len(ours.sitemaps) == len(list(plain.sitemaps))


def test_an_origin_is_scheme_host_and_port() -> None:
    assert robots.origin("https://Paper.example:8443/a?b") == "https://paper.example:8443"
    assert robots.address_of(ORIGIN) == "https://paper.example/robots.txt"
