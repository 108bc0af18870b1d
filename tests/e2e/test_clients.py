"""The programs that readers use, on the running edition: front page, an article, a link inside it, a topic, the search (protocols.md).

Which article is read is taken from the edition itself: the first of its front page, its headline as the menu has it.
"""

import re
from pathlib import Path

import pytest

from .process import Edition, Screen, output

SEARCH = "Nebel"


class Front:
    """What is on the front page: the first article's selector and the first words of its title, and a word of the paper's own name."""

    def __init__(self, edition: Edition) -> None:
        menu = edition.menu()
        self.name = menu[0][0][1:].removeprefix("# ").partition(" -- ")[0]
        self.number, (title, self.selector, *_) = next((number, line) for number, line in enumerate(menu) if line[0].startswith("1"))
        self.headline = title[1:].rpartition(": ")[2]
        self.words = " ".join(self.headline.split()[:4])
        # How the article's own page begins.
        self.title = f"# {self.name} -- {' '.join(title[1:].split()[:2])}"


@pytest.fixture(scope="module")
def front(edition: Edition) -> Front:
    return Front(edition)


def selector(menu: str, kind: str, pattern: str) -> str:
    """The first selector of that type that *pattern* matches."""
    for line in menu.splitlines():
        fields = line.split("\t")
        if line[:1] == kind and len(fields) == 4 and re.search(pattern, fields[1]):
            return fields[1]
    raise AssertionError(f"no {kind} {pattern} in {menu}")


def test_curl_walks_from_the_front_page_to_a_topic_and_the_search(edition: Edition, front: Front) -> None:
    def get(path: str, kind: str = "1") -> str:
        return output("curl", "-sS", edition.url("gopher", f"/{kind}{path}"))

    menu = output("curl", "-sS", edition.url("gopher"))
    assert menu.endswith("\r\n.\r\n")
    article = get(front.selector)
    assert front.words in article
    topic = get(selector(article, "1", "topic|thema|!t"))
    assert front.words in topic
    author = get(selector(article, "1", "author|autor|!a"))
    assert front.words in author
    search = selector(menu, "7", "search")
    found = output("curl", "-sS", edition.url("gopher", f"/7{search}%09{SEARCH}"))
    assert SEARCH in found.splitlines()[0]
    hit = get(selector(found, "1", "!|/~/a/"))
    assert SEARCH.lower() in hit.lower()


def test_curl_reads_the_web_edition(edition: Edition, front: Front) -> None:
    page = output("curl", "-sS", "--compressed", "-i", edition.url("http"))
    head, _, body = page.partition("\r\n\r\n")
    assert "content-encoding: " in head.lower()
    assert front.words.split()[0] in body
    tag = re.search(r"(?im)^etag: (.*?)\r?$", head)
    assert tag is not None
    again = output("curl", "-sS", "-i", "-H", f"If-None-Match: {tag[1]}", edition.url("http"))
    assert again.startswith("HTTP/1.1 304")
    style = output("curl", "-sS", "-i", edition.url("http", "/~/style.css"))
    assert "text/css" in style


def test_lynx_reads_gopher(edition: Edition, front: Front) -> None:
    assert front.name in output("lynx", "-dump", "-nolist", edition.url("gopher"))
    article = output("lynx", "-dump", "-nolist", edition.url("gopher", f"/1{front.selector}"))
    assert front.words in " ".join(article.split())
    assert "+INFO" not in article
    found = output("lynx", "-dump", "-nolist", edition.url("gopher", f"/7/~/search?{SEARCH}"))
    assert SEARCH in found


def _lines(menu: list[list[str]]) -> list[str]:
    """What a menu shows, without addresses, which are never broken by us."""
    return [line for fields in menu if (line := fields[0][1:].rstrip()) and "://" not in line]


def test_lynx_breaks_no_line_of_a_menu_in_80_columns(edition: Edition, front: Front) -> None:
    for path in ("/", "/~/newest", "/~/about", front.selector):
        shown = output("lynx", "-dump", "-nolist", "-width=80", edition.url("gopher", f"/1{path}"))
        lines = _lines(edition.menu(path))
        assert max(map(len, lines)) > 60
        assert [line for line in lines if line not in shown] == []


def test_lynx_reads_the_web_edition(edition: Edition, front: Front) -> None:
    page = output("lynx", "-dump", edition.url("http"))
    assert front.words in " ".join(page.split())
    assert edition.url("http", front.selector) in page
    article = output("lynx", "-dump", "-nolist", edition.url("http", front.selector))
    assert front.words in " ".join(article.split())
    assert SEARCH in output("lynx", "-dump", "-nolist", edition.url("http", f"/~/search?q={SEARCH}"))


def test_w3m_reads_gopher_and_the_web_edition(edition: Edition, front: Front) -> None:
    assert front.name in output("w3m", "-dump", edition.url("gopher"))
    assert front.words in " ".join(output("w3m", "-dump", "-cols", "200", edition.url("gopher", f"/1{front.selector}")).split())
    assert SEARCH in output("w3m", "-dump", edition.url("gopher", f"/7/~/search?{SEARCH}"))
    assert front.name in output("w3m", "-dump", edition.url("http"))
    assert front.words in " ".join(output("w3m", "-dump", "-cols", "200", edition.url("http", front.selector)).split())


def test_edbrowse_follows_a_link_on_gopher(edition: Edition, front: Front, tmp_path: Path) -> None:
    word = front.words.split()[-1]
    script = f"b {edition.url('gopher')}\n1p\n/{word}/g\n1,4p\nqt\n"
    output("edbrowse", text="qt\n", home=tmp_path, code=None)  # the first start writes a configuration and stops
    read = output("edbrowse", text=script, home=tmp_path)
    assert f"# {front.name}" in read
    assert read.count(f"# {front.name}") >= 2


def test_umn_gopher_opens_the_edition(edition: Edition, front: Front, tmp_path: Path) -> None:
    """It opens a host with a Gopher+ request (protocols.md §1), shows the menu, and goes on from there."""
    with Screen(tmp_path, "gopher", "localhost", str(edition.ports["gopher"])) as screen:
        screen.wait_for("Press RETURN")
        screen.keys("Enter")
        shown = screen.wait_for(f"# {front.name}")
        assert "Nothing received" not in shown
        screen.keys("Enter")
        screen.wait_for(front.title)


def test_sacc_walks_to_an_article(edition: Edition, front: Front, tmp_path: Path) -> None:
    with Screen(tmp_path, "sacc", edition.url("gopher")) as screen:
        screen.wait_for(front.words)
        screen.keys(*["j"] * front.number, "l")
        screen.wait_for(front.title)


def test_bombadillo_reads_gopher(edition: Edition, front: Front, tmp_path: Path) -> None:
    with Screen(tmp_path, "bombadillo", edition.url("gopher")) as screen:
        screen.wait_for(front.words)
        screen.keys("1")
        screen.wait_for(front.title)


def test_bombadillo_and_umn_gopher_show_the_lines_of_a_menu_whole_in_80_columns(edition: Edition, front: Front, tmp_path: Path) -> None:
    """UMN gopher counts bytes, so its readers have the edition in ASCII (docs/reference.md)."""
    path = f"/~/ascii{front.selector}"
    lines = _lines(edition.menu(path))[:20]
    assert max(map(len, lines)) > 60
    with Screen(tmp_path, "bombadillo", edition.url("gopher", f"/1{path}"), columns=80) as screen:
        shown = screen.wait_for(lines[19])
        assert [line for line in lines if line not in shown] == []
    with Screen(tmp_path, "gopher", "-p", path, "localhost", str(edition.ports["gopher"]), columns=80) as screen:
        screen.wait_for("Press RETURN")
        screen.keys("Enter")
        shown = screen.wait_for(lines[19])
        assert [line for line in lines if line not in shown] == []


def test_bombadillo_reads_gemini(edition: Edition, front: Front, tmp_path: Path) -> None:
    with Screen(tmp_path, "bombadillo", edition.url("gemini")) as screen:
        screen.wait_for(front.words)
        screen.keys("1")
        screen.wait_for(front.selector)


def test_amfora_reads_gemini(edition: Edition, front: Front, tmp_path: Path) -> None:
    with Screen(tmp_path, "amfora", edition.url("gemini")) as screen:
        screen.wait_for(front.words.split()[0])
        screen.keys("1", "Enter")
        screen.wait_for(f"# {front.words.split()[0]}")


def test_openssl_reads_gemini_and_the_certificate_is_for_the_name(edition: Edition) -> None:
    read = output(
        "openssl", "s_client", "-quiet", "-verify_return_error", "-verify_hostname", "localhost", "-CAfile", str(edition.data / "certificate.pem"),
        "-servername", "localhost", "-connect", f"localhost:{edition.ports['gemini']}", text=edition.url("gemini") + "\r\n",
    )  # fmt: skip
    assert read.startswith("20 text/gemini; charset=utf-8; lang=de\r\n")


def test_openssl_reads_gopher_under_tls(edition: Edition, front: Front) -> None:
    read = output("openssl", "s_client", "-quiet", "-connect", f"localhost:{edition.ports['gopher']}", text="/\r\n", code=None)
    assert read == edition.gopher("").decode()
    assert front.words in read
