"""Whole walks through the web edition with the browsers of a terminal: front page → article → topic → search → back, without script or style.

Every link is found by the number or the words that the browser itself shows, and the search is its own form.
"""

import re
from pathlib import Path

from .process import Edition, Screen, output

SEARCH = "Nebel"
FOUND = f"Treffer für {SEARCH}"
ARTICLE = r"/politik/rat-bewilligt-[^/]+/!104233$"
HEADLINE = "Rat bewilligt Geld für die Liesel"
TOPIC = r"/thema/drehbruecke$"
TOPIC_NAME = "Drehbrücke"
TITLES = ("Titelseite", HEADLINE, TOPIC_NAME)
# As the windows' titles have them: the front page's links have no colon and no dash there.
WINDOWS = ("Titelseite – ", "Drehbrücke: Rat bewilligt", "Drehbrücke – ")


def numbers(page: str) -> dict[str, str]:
    """What a browser prints of its links below a page: address → number."""
    found = re.findall(r"^ *\[?(\d+)[.\]] (https?://\S+)$", page, re.MULTILINE)
    assert found, page
    return {address: number for number, address in reversed(found)}


def link(page: str, pattern: str) -> tuple[str, str]:
    """Address and number of the first link that *pattern* matches."""
    return next((address, number) for address, number in reversed(numbers(page).items()) if re.search(pattern, address))


def walk(screen: Screen, edition: Edition, dump: list[str], follow: str) -> str:
    """From the front page to the topic by the links' numbers, typed as *follow* has it; the topic's page as the browser prints it."""
    page = edition.url("http")
    screen.wait_for(WINDOWS[0])
    for pattern, window in zip((ARTICLE, TOPIC), WINDOWS[1:], strict=True):
        page, number = link(output(*dump, page), pattern)
        for keys in follow.format(number).split(" "):
            screen.keys(keys)
        screen.wait_for(window)
    return output(*dump, page)


def test_lynx_walks(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / ".lynxrc").write_text("keypad_mode=LINKS_AND_FIELDS_ARE_NUMBERED\n", "utf-8")
    dump = ["lynx", "-dump", "-number_fields"]

    def titled(window: str) -> None:
        screen.wait_until(lambda shown: window in shown.partition("\n")[0], f"{window!r} is not the window's title")

    def follow(number: str) -> None:
        # The first digit asks for a line to type in; what is typed before that is there may be lost.
        screen.keys(number[0])
        screen.wait_for("Follow link (or goto link or page) number:")
        screen.keys(*number[1:], "Enter")

    with Screen(tmp_path, "lynx", edition.url("http")) as screen:
        page = edition.url("http")
        titled(WINDOWS[0])
        for pattern, window in zip((ARTICLE, TOPIC), WINDOWS[1:], strict=True):
            page, number = link(output(*dump, page), pattern)
            follow(number)
            titled(window)
        (field,) = re.findall(r"\[(\d+)\]_{3,}", output(*dump, page))
        follow(field)
        screen.wait_for("Enter text into the field")
        screen.line(SEARCH)
        screen.wait_for("(Form submit button)")
        screen.keys("Enter")
        titled(FOUND)
        screen.keys("Left")
        titled(WINDOWS[2])
        screen.keys("Left")
        titled(WINDOWS[1])


def test_links_walks(edition: Edition, tmp_path: Path) -> None:
    options = ["-html-numbered-links", "1"]
    with Screen(tmp_path, "links", *options, edition.url("http")) as screen:
        screen.wait_for("[ OK ]")  # the first start says who wrote it
        screen.keys("Enter")
        topic = walk(screen, edition, ["links", *options, "-dump"], "{} Enter")
        (field,) = re.findall(r"^(\d+)\. Text field", topic, re.MULTILINE)
        screen.line(field)
        screen.wait_for("Text field, name q")
        screen.line(SEARCH)
        screen.wait_for("Submit form")
        screen.keys("Enter")
        screen.wait_for(FOUND)
        screen.keys("Left")
        screen.wait_for(WINDOWS[2])
        screen.keys("Left")
        screen.wait_for(WINDOWS[1])


def test_w3m_walks(edition: Edition, tmp_path: Path) -> None:
    options = ["-o", "display_link_number=1"]
    with Screen(tmp_path, "w3m", *options, edition.url("http")) as screen:
        walk(screen, edition, ["w3m", *options, "-dump"], "{} [ Enter")
        screen.keys("]", "C-u", "Enter")
        screen.wait_for("TEXT:")
        screen.line(SEARCH)
        screen.wait_for(f"[{SEARCH} ")
        screen.keys("Tab", "Enter")
        screen.wait_for(f"Viewing <{FOUND}")
        screen.keys("B")
        screen.wait_for(WINDOWS[2])
        screen.keys("B")
        screen.wait_for(WINDOWS[1])


def test_edbrowse_walks(edition: Edition, tmp_path: Path) -> None:
    output("edbrowse", text="qt\n", home=tmp_path, code=None)  # the first start writes a configuration and stops
    commands = [
        f"b {edition.url('http')}",
        "/^h1/p",
        f"/{HEADLINE[:20]}/g",
        "1p", "/^h1/p",
        f"/{TOPIC_NAME}}}/g",
        "1p", "/^h1/p",
        "/<>/",
        f"i1={SEARCH}",
        "i2*",
        "1p", "/^h1/p",
        "^",
        "1p", "/^h1/p",
        "qt",
    ]
    read = output("edbrowse", text="".join(f"{command}\n" for command in commands), home=tmp_path)
    titles = re.findall(r"^h1 (.+)$", read, re.MULTILINE)
    assert [title[:20] for title in titles] == [title[:20] for title in (*TITLES, FOUND, TOPIC_NAME)], read
