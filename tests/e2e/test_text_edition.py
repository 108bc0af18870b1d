"""The text edition, point by point as a reader gets it: what each page of the running sample newspaper is made of.

Whatever holds for any article, not only for these, is a property in tests/render and tests/pages; the names of tests there say of what.
"""

import re

import pytest

from broadsheet.typeset import cells

from .process import Edition


@pytest.fixture(scope="module")
def articles(edition: Edition) -> dict[str, str]:
    """The newest articles in German as plain text, by path."""
    paths = [line[1] for line in edition.menu("/~/newest") if line[0].startswith("1") and "!" in line[1] and "/english/" not in line[1]]
    found = {path: edition.gopher(f"/~/text{path}").decode().replace("\r\n", "\n") for path in paths}
    return {path: text for path, text in found.items() if "\n## AUTOREN\n" in text and text.isprintable() is False and "vollständig" in text}


@pytest.fixture(scope="module")
def full(articles: dict[str, str]) -> str:
    """The article that has the most of the page's parts."""
    return max(articles.values(), key=lambda text: sum(part in text for part in ("\n> ", "\nBild: ", "\nFoto: ", "\n## LINKS\n", "\n## TAGS\n", "\n## ARTIKEL ZUM")))


def test_the_edition_uses_the_newspapers_own_addresses_under_both_prefixes(edition: Edition, articles: dict[str, str]) -> None:
    for path, text in list(articles.items())[:3]:
        original = re.search(r"(?m)^Original:\s+https://[^/]+(/\S+)", text)
        assert original
        assert original[1] == path
        assert edition.gopher(f"/~/text/hafenbote{path}") == edition.gopher(f"/~/text{path}") == edition.gopher(f"/hafenbote/~/text{path}")


def test_the_slug_is_ignored_where_the_paper_ignores_it_and_ids_are_short_addresses(edition: Edition, articles: dict[str, str]) -> None:
    path, text = next(iter(articles.items()))
    assert edition.gopher("/~/text" + re.sub("[^/]+(?=/![0-9]+$)", "anders", path)).decode().replace("\r\n", "\n") == text
    assert edition.menu("/~/a/1")[0][0].startswith("i# Der Hafenbote -- ")


def test_1_to_12_the_parts_of_an_article_stand_in_their_order(full: str) -> None:
    parts = [
        r"\A# Der Hafenbote -- .+?: ",  # 1 paper, kicker, headline
        r"\n\n[0-9]{1,2}\. [A-ZÄÖÜ][^·]+ [0-9]{4}.* · .*vollständig",  # 4 facts
        r"\n\n> ",  # 2 teaser
        r"\nBild: .+",  # 3 pictures
        r"\n\n[^>#\[ ].{60}",  # 5 body
        r"\n\n[0-9]{1,2}\. [A-Z]\S+ [0-9]{4}",  # 6 date
        r"\n\n## LINKS\n\n\[1\] ",  # 7
        r"\n\n## AUTOREN\n\n",  # 8
        r"\n\n## TAGS\n\n",  # 9
        r"\n\n## ARTIKEL ZUM THEMA\n\n",  # 10
        r"\n\nOriginal:\s+https://",  # 11
        r"\n\n=> /.*\Z",  # 12
    ]
    at = 0
    for part in parts:
        found = re.compile(part, re.DOTALL if part.endswith("Z") else 0).search(full, at)
        assert found, (part, full[at : at + 500])
        at = found.start() + 1


def test_5_links_are_numbered_from_1_in_order_and_no_line_ends_in_a_marker(articles: dict[str, str]) -> None:
    seen = 0
    for text in articles.values():
        numbers = [int(number) for number in re.findall(r"(?<!\\)\[([0-9]+)\]\[", text)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert not re.search(r"\[[0-9]+\]\[?$", text, re.MULTILINE)
        seen += len(numbers)
    assert seen >= 10


def test_7_links_inside_the_paper_are_paths_and_outside_full_addresses(articles: dict[str, str]) -> None:
    found = [line for text in articles.values() for line in re.findall(r"(?m)^\[[0-9]+\] (\S+)", text)]
    assert {address.partition(":")[0] if ":" in address else address[0] for address in found} >= {"/", "https"}
    assert not any("hafenbote.example" in address for address in found)


def test_9_each_tag_stands_once_and_leads_to_its_topic(edition: Edition, articles: dict[str, str]) -> None:
    path = next(path for path, text in articles.items() if "\n## TAGS\n" in text)
    menu = edition.menu(path)
    start = next(number for number, line in enumerate(menu) if line[0] == "i## TAGS") + 2
    tags = []
    while menu[start + len(tags)][0].startswith("1"):
        tags.append(menu[start + len(tags)])
    assert tags
    assert len({tag[0] for tag in tags}) == len(tags)
    for tag in tags:
        assert tag[0][1:] in edition.menu(tag[1])[0][0]


def test_columns_are_display_cells_and_75_unless_asked(articles: dict[str, str]) -> None:
    widest = [max(cells(line) for line in text.split("\n") if "/" not in line) for text in articles.values()]
    assert max(widest) <= 75
    assert max(widest) > 70


def test_the_front_page_has_title_links_with_teasers_and_its_earlier_states(edition: Edition) -> None:
    menu = edition.menu()
    first = next(number for number, line in enumerate(menu) if line[0].startswith("1"))
    below = [line[0] for line in menu[first + 1 : first + 5]]
    assert "i" in below
    assert any(len(line) > 40 for line in below)
    assert edition.menu("/~/front/2026-03-07")[0][0].startswith(("i# ", "3"))


def test_lists_have_pages_of_20_newest_first(edition: Edition) -> None:
    lines = edition.gemini("/~/newest")[1].decode().split("\n")
    days = [line.split()[2] for line in lines if re.match(r"=> \S+ [0-9]{4}-", line)]
    assert len(days) == 20
    assert days == sorted(days, reverse=True)
    assert "=> /~/page/2/~/newest" in "\n".join(lines)


def test_days_calendars_search_about_and_feeds_are_pages(edition: Edition) -> None:
    for path, words in {"/~/day/2026-03-07": "7. März 2026", "/~/day/2026-03": "März 2026", "/~/day": "2026", "/~/about": "Der Hafenbote"}.items():
        text = edition.gopher(f"/~/text{path}").decode()
        assert text.startswith("# Der Hafenbote -- ")
        assert words in text, path
    assert b"Nebel" in edition.gopher("/~/search\tNebel")
    for field in ("author:Tammling", "tag:Hafen", "section:Hafen", "since:2026-03-07", "until:2026-03-07", '"die Liesel"'):
        assert edition.gopher(f"/~/search\t{field}").startswith(b"i# "), field
    assert edition.gopher("/~/feed/atom/~/newest").startswith(b"<?xml")


def test_a_page_is_a_menu_a_text_gemtext_html_and_data(edition: Edition, articles: dict[str, str]) -> None:
    path, text = next(iter(articles.items()))
    headline = text.split("\n")[0].rpartition(": ")[2].split()[0]
    assert headline in edition.menu(path)[0][0]
    gemtext = edition.gemini(path)
    assert gemtext[0].startswith("20 text/gemini; charset=utf-8; lang=de")
    assert headline in gemtext[1].decode().split("\n")[0]
    head, body = edition.gemini(f"/~/text{path}")
    assert head.startswith("20 text/plain")
    assert body.decode() == text
    assert edition.gemini(f"/~/json{path}")[0] == "20 application/json"


def test_right_to_left_articles_keep_their_logical_order(edition: Edition) -> None:
    path = next(line[1] for menu in ("", "/stadt/") for line in edition.menu(menu) if "maqha" in line[1])
    text = edition.gopher(f"/~/text{path}").decode()
    assert re.search("[\u0627-\u064a]{3}", text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
