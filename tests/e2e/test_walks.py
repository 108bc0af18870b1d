"""Whole walks with the programs that readers use: front page → article → link inside it → topic → search → back.

Which link is which is taken from the pages themselves; the programs are steered by their keys. Each page is known by its title line.
"""

import re
from pathlib import Path

import pytest

from .process import Edition, Screen, output

SEARCH = "Nebel"


class Page:
    """A page as one protocol serves it: its title, and its links in order, as the programs number them."""

    def __init__(self, title: str, links: list[tuple[str, str]]) -> None:
        self.title = title
        self.links = links

    def number(self, pattern: str) -> int:
        """The number of the first link whose target or words match."""
        for number, (target, words) in enumerate(self.links, 1):
            if re.search(pattern, target) or re.search(pattern, words):
                return number
        raise AssertionError(f"no link {pattern!r} on {self.title}: {self.links}")

    def target(self, pattern: str) -> str:
        return self.links[self.number(pattern) - 1][0]


class Walk:
    """The pages of the walk: *front*, an *article*, the one that a link *inside* its text leads to, a *topic*, what the search *found*."""

    front: Page
    article: Page
    inside: Page
    topic: Page
    found: Page


TOPIC = r"^/(thema|~/topic)/"
INSIDE = r"^\[1\]|\[1\]$"
QUESTION = r"^/~/search"


def menu(edition: Edition, selector: str) -> Page:
    lines = edition.menu(selector)
    return Page(lines[0][0][1:], [(line[1], line[0][1:]) for line in lines if line[0][0] not in "i3"])


def gemtext(edition: Edition, path: str) -> Page:
    lines = edition.gemini(path)[1].decode().splitlines()
    links = [line.removeprefix("=>").strip().partition(" ")[::2] for line in lines if line.startswith("=>")]
    return Page(lines[0], [(target, words.strip()) for target, words in links])


@pytest.fixture(scope="module")
def gopher(edition: Edition) -> Walk:
    walk = Walk()
    walk.front = menu(edition, "")
    walk.article = menu(edition, walk.front.links[0][0])
    walk.inside = menu(edition, walk.article.target(INSIDE))
    walk.topic = menu(edition, walk.inside.target(TOPIC))
    walk.found = menu(edition, f"/~/search\t{SEARCH}")
    return walk


@pytest.fixture(scope="module")
def gemini(edition: Edition) -> Walk:
    walk = Walk()
    walk.front = gemtext(edition, "/")
    walk.article = gemtext(edition, walk.front.links[0][0])
    walk.inside = gemtext(edition, walk.article.target(INSIDE))
    walk.topic = gemtext(edition, walk.inside.target(TOPIC))
    walk.found = gemtext(edition, f"/~/search?{SEARCH}")
    return walk


def start(page: Page) -> str:
    """What a page is known by on a screen of any width: the first words of its title."""
    return " ".join(page.title.split(" -- ")[-1].lstrip("# ").split()[:3])


def test_bombadillo_walks_over_gopher(edition: Edition, gopher: Walk, tmp_path: Path) -> None:
    with Screen(tmp_path, "bombadillo", edition.url("gopher")) as screen:
        screen.wait_for(start(gopher.front))
        screen.go(f":{gopher.front.number('!')}", start(gopher.article))
        screen.go(f":{gopher.article.number(INSIDE)}", start(gopher.inside))
        screen.go(f":{gopher.inside.number(TOPIC)}", start(gopher.topic))
        screen.go(f":{gopher.topic.number(QUESTION)}", "\n??")
        screen.go(SEARCH, start(gopher.found))
        screen.keys("b")
        screen.wait_for(start(gopher.topic))
        screen.keys("b")
        screen.wait_for(start(gopher.inside))


def test_bombadillo_walks_over_gemini(edition: Edition, gemini: Walk, tmp_path: Path) -> None:
    with Screen(tmp_path, "bombadillo", edition.url("gemini")) as screen:
        screen.wait_for(start(gemini.front))
        screen.go(f":{gemini.front.number('!')}", start(gemini.article))
        screen.go(f":{gemini.article.number(INSIDE)}", start(gemini.inside))
        screen.go(f":{gemini.inside.number(TOPIC)}", start(gemini.topic))
        screen.go(f":{gemini.topic.number(QUESTION)}", "Sie??")
        screen.go(SEARCH, start(gemini.found))
        screen.keys("b")
        screen.wait_for(start(gemini.topic))


def test_amfora_walks_over_gemini(edition: Edition, gemini: Walk, tmp_path: Path) -> None:
    with Screen(tmp_path, "amfora", edition.url("gemini")) as screen:
        screen.wait_for(start(gemini.front))
        for page, pattern, then in (
            (gemini.front, "!", gemini.article),
            (gemini.article, INSIDE, gemini.inside),
            (gemini.inside, TOPIC, gemini.topic),
        ):
            screen.keys("Space")
            screen.line(str(page.number(pattern)))
            screen.wait_for(start(then), again="R")  # on a busy machine amfora now and then draws an empty page
        screen.keys("Space")
        screen.line(str(gemini.topic.number(QUESTION)))
        screen.wait_for("Input")
        screen.line(SEARCH)
        screen.keys("Enter")  # the button below the question
        screen.wait_for(start(gemini.found), again="R")
        screen.keys("b")
        screen.wait_for(start(gemini.topic), again="R")
        screen.keys("b")
        screen.wait_for(start(gemini.inside), again="R")


def test_sacc_walks_over_gopher(edition: Edition, gopher: Walk, tmp_path: Path) -> None:
    def row(selector: str, page: Page, pattern: str) -> int:
        """How many lines down the link stands."""
        link = page.links[page.number(pattern) - 1]
        return next(number for number, line in enumerate(edition.menu(selector)) if (line[1], line[0][1:]) == link and line[0][0] not in "i3")

    selectors = ["", gopher.front.target("!"), gopher.article.target(INSIDE), gopher.inside.target(TOPIC)]
    with Screen(tmp_path, "sacc", edition.url("gopher")) as screen:
        screen.wait_for(start(gopher.front))
        for selector, page, pattern, then in (
            (selectors[0], gopher.front, "!", gopher.article),
            (selectors[1], gopher.article, INSIDE, gopher.inside),
            (selectors[2], gopher.inside, TOPIC, gopher.topic),
        ):
            screen.press("j", row(selector, page, pattern))
            screen.keys("l")
            screen.wait_for(start(then))
        screen.press("j", row(selectors[3], gopher.topic, QUESTION))
        screen.keys("l")
        screen.wait_for("search")
        screen.line(SEARCH)
        screen.wait_for(start(gopher.found))
        # It goes back to the line it came from, and says below where that is.
        for selector in reversed(selectors[2:]):
            screen.keys("h")
            screen.wait_for(f"/1{selector}")


@pytest.mark.parametrize("scheme", ["gopher", "gemini"])
def test_offpunk_walks(edition: Edition, request: pytest.FixtureRequest, tmp_path: Path, scheme: str) -> None:
    walk: Walk = request.getfixturevalue(scheme)
    commands = [
        f"go {edition.url(scheme)}",
        walk.front.number("!"),
        walk.article.number(INSIDE),
        walk.inside.number(TOPIC),
        walk.topic.number(QUESTION),
        SEARCH,
        "back",
        "back",
        "quit",
    ]
    read = output("offpunk", text="".join(f"{command}\n" for command in commands), home=tmp_path, seconds=60)
    at = 0
    for page in (walk.front, walk.article, walk.inside, walk.topic, walk.found, walk.topic, walk.inside):
        found = read.find(start(page), at)
        assert found >= 0, f"{start(page)!r} does not follow in {read[at:]}"
        at = found + 1
