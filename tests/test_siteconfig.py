"""The text of site configs: what stands in it is found, what is none is passed over, and files are named by hosts."""

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.siteconfig import SiteConfig, file_names, parse

TEXT = """
# Der Bote
title: //h1[@class='titel']
title://h2
author: substring-after(//p[@class='autor'], 'Von ')
date: //time
body: //div[@id = 'text']
strip: //aside
  strip: //p[contains(., ': ')]
strip_id_or_class: werbung
strip_image_src: /zähler/
find_string: <br><br>
replace_string: </p><p>
replace_string(<b>(alt)</b>): <i>neu</i>
autodetect_on_failure: no
prune: no
http_header(User-Agent): Mozilla
http_header(Cookie): consent=yes
http_header(Accept-Language): de\x00
if_page_contains: //too-early
single_page_link: //a[@class='druck']
if_page_contains: //div[@class='pager']
single_page_link: //link[@media='print']/@href
next_page_link: //a[@rel='next']
autodetect_next_page: no
strip_attr: //p/@hidden
dissolve: //nobr
wrap_in(Blockquote): //div[@class='zitat']
wrap_in(<b>): //p
titl: //h1
test_url: https://bote.example/1
this is no line
body:
Title: //h6
"""


def test_every_rule_is_found() -> None:
    assert parse(TEXT, "bote.example.txt") == SiteConfig(
        file="bote.example.txt",
        titles=("//h1[@class='titel']", "//h2"),
        authors=("substring-after(//p[@class='autor'], 'Von ')",),
        dates=("//time",),
        bodies=("//div[@id = 'text']",),
        strips=("//aside", "//p[contains(., ': ')]"),
        named=("werbung",),
        pictures=("/zähler/",),
        replaced=(("<br><br>", "</p><p>"), ("<b>(alt)</b>", "<i>neu</i>")),
        autodetect=False,
        headers=(("cookie", "consent=yes"),),
        following=("//a[@rel='next']",),
        singles=(("//a[@class='druck']", "//div[@class='pager']"), ("//link[@media='print']/@href", "")),
        continues=False,
        attributes=("//p/@hidden",),
        dissolved=("//nobr",),
        wrapped=(("blockquote", "//div[@class='zitat']"),),
        ignored=("prune", "http_header(User-Agent)", "http_header(Accept-Language)"),
        unknown=("if_page_contains", "wrap_in", "titl"),
    )


def test_a_replacement_without_what_it_replaces_is_none() -> None:
    assert parse("replace_string: x\nfind_string: y", "x").replaced == ()


@given(st.text(max_size=400), st.lists(st.sampled_from(["title: ", "strip_id_or_class:", "find_string:", "replace_string(", "): ", "\n", "//p"]), max_size=40))
def test_any_text_is_read(text: str, parts: list[str]) -> None:
    found = parse(text + "".join(parts), "x.txt")
    assert all(found.expressions())


def test_a_long_file_is_bounded() -> None:
    assert len(parse("strip: //a\n" * 100_000, "x").strips) == 500
    assert len(parse("\n".join(f"key_{'a' * (number % 30)}{'b' * (number // 30)}: x" for number in range(800)), "x").unknown) == 500


def test_files_are_named_by_hosts() -> None:
    assert file_names("sport.bote.example") == ("sport.bote.example.txt", ".bote.example.txt", ".example.txt")


def test_an_expression_as_long_as_a_book_is_named_and_not_applied() -> None:
    # translate of 120,000 letters by as many took 37 seconds, on a page of one element.
    rules = parse(f"body: translate('{'a' * 120_000}', '{'b' * 120_000}', '')\nbody: //p\nstrip_id_or_class: {'x' * 3000}", "f")
    assert rules.bodies == ("//p",)
    assert rules.named == ()
    assert rules.unknown == ("body of more than 2,000 characters", "strip_id_or_class of more than 2,000 characters")


def test_the_rules_of_several_files_are_joined() -> None:
    own = parse("title: //h1\nstrip: //aside\nhttp_header(cookie): a=1\nautodetect_next_page: no\ntidy: no", "own.txt")
    more = parse("title: //h2\nstrip: //aside\nstrip: //nav\nhttp_header(cookie): a=2\nhttp_header(accept-language): de\nprune: no\nautodetect_on_failure: no", "more.txt")
    both = own.with_more(more)
    assert both == SiteConfig(
        file="own.txt + more.txt",
        titles=("//h1", "//h2"),
        strips=("//aside", "//nav"),
        headers=(("cookie", "a=1"), ("accept-language", "de")),
        autodetect=False,
        continues=False,
        ignored=("tidy", "prune"),
    )
    assert both.with_more(own) is both


def test_yes_and_true_are_yes() -> None:
    assert [parse(f"autodetect_on_failure: {word}", "x").autodetect for word in ("yes", "true", "Yes", "no", "false")] == [True, True, True, False, False]
