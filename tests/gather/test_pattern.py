"""Patterns of addresses: what they are made from follows them, and no address makes them slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.gather.pattern import is_like, matcher, pattern

HOME = "https://bote.example"


@pytest.mark.parametrize(
    ("paths", "patterns"),
    [
        (["/politik/die-neue-bruecke-12345.html", "/sport/tor-67890.html"], ("/*/*-#.html",)),
        (["/Die-Bruecke/!6053802/", "/!6053803/"], ("/!#", "/*/!#")),
        (["/2027/01/15/ein-guter-tag/", "/2027/01/16/noch-ein-guter-tag/"], ("/#/#/#/~",)),
        (["/article/a-b-c-d", "/article/e-f-g"], ("/*/~",)),
        (["/a.php?id=123&utm=1", "/a.php?id=4567"], ("/a.php?id=#",)),
        (["/news/story/AB12XY.html", "/news/story/CD34ZZ.html", "/news/story/EF56QQ.html"], ("/news/story/*.html",)),
        (["/x/1234567-die-bruecke"], ("/*/#-*",)),
        (["/a/b_id_1234567.html"], ("/*/*_#.html",)),
        (["/deportes/art19876543.html"], ("/*/art#.html",)),
        (["/de", "/politik"], ()),
        ([], ()),
    ],
)
def test_addresses_become_patterns(paths: list[str], patterns: tuple[str, ...]) -> None:
    found = pattern(f"{HOME}{path}" for path in paths)
    assert tuple(sorted(found)) == tuple(sorted(patterns))
    assert not patterns or all(matcher(found)(f"{HOME}{path}") for path in paths)


@pytest.mark.parametrize(
    ("address", "another", "pattern_"),
    [
        ("/esteri/25_gennaio_05/{}-xlk.shtml", "/sport/25_febbraio_16/altro-titolo-di-oggi-xlk.shtml", "/*/*/~.shtml"),
        ("/world/2027/apr/30/{}", "/sport/2027/may/01/another-good-day", "/*/#/*/#/~"),
        ("/2027-04/{}", "/2027-05/another-good-day", "/#-*/~"),
        ("/news24/{}", "/news24/another-good-day", "/news24/~"),
    ],
)
def test_the_day_of_all_addresses_is_no_part_of_their_pattern(address: str, another: str, pattern_: str) -> None:
    """A front page has articles of one day, and the pattern is for all that come."""
    paths = [f"{HOME}{address.format(f'ein-guter-tag-{chr(97 + number)}-hier')}" for number in range(20)]
    if address.startswith(("/esteri", "/world")):
        paths[::2] = [each.replace("/esteri/", "/sport/").replace("/world/", "/sport/") for each in paths[::2]]
    assert pattern(paths) == (pattern_,)
    assert is_like(pattern_, HOME + another)


def test_what_sections_follow_too_is_no_pattern() -> None:
    articles = [f"{HOME}/a/die-neue-bruecke-{n}" for n in range(20)]
    assert pattern(articles, [f"{HOME}/a/stadt-und-land"]) == ()


@pytest.mark.parametrize(
    ("shape", "address", "follows"),
    [
        ("/*/*-#.html", "/a/b-1.html", True),
        ("/*/*-#.html", "/a/b-1.html?page=2", True),
        ("/*/*-#.html", "/a/c/b-1.html", False),
        ("/**/*-#.html", "/a/c/b-1.html", True),
        ("**", "/anything/at?all=1", True),
        ("/a?id=#", "/a?x=1&id=5", True),
        ("/a?id=#", "/a?id=x", False),
        ("/a?id=#", "/a", False),
        ("/~", "/one-two", False),
        ("/~", "/one-two-three", True),
        ("/*/!#", "/Gr%C3%BC%C3%9Fe/!5/", True),
        ("/a.b", "/axb", False),
    ],
)
def test_following(shape: str, address: str, follows: bool) -> None:
    assert is_like(shape, f"{HOME}{address}") is follows


@given(st.text(alphabet="/*#~-ab1?=&.", max_size=40), st.text(alphabet="/-ab1?=&.%", max_size=60))
def test_any_pattern_and_any_address_give_an_answer(shape: str, path: str) -> None:
    assert is_like(shape, f"{HOME}/{path}") in {True, False}


@pytest.mark.parametrize("shape", ["/*-#.html", "/*-*-*-#.html", "/~-#", "/" + "*" * 50 + "x", "/" + "*-" * 6 + "#x", "**/**/**x", "**-#-#x", "/*-*-*x"])
def test_no_address_makes_it_slow(shape: str) -> None:
    started = time.monotonic()
    for path in ("1-" * 950, "-" * 1900, "a" * 1900, "1" * 1900):
        is_like(shape, f"{HOME}/{path}")
    assert time.monotonic() - started < 60  # a hang, not a speed


@given(st.lists(st.from_regex(r"/[a-z]{2,9}/[a-z]{2,8}(-[a-z]{2,8}){2,5}-[0-9]{5,8}\.html", fullmatch=True), min_size=1, max_size=30))
def test_what_patterns_are_made_from_follows_them(paths: list[str]) -> None:
    addresses = [f"{HOME}{path}" for path in paths]
    assert all(map(matcher(pattern(addresses)), addresses))
