"""The newest day's paper as a file: linked on the front page of every protocol, and whole."""

import io
import re
import urllib.request
import zipfile

from .process import Edition, output


def test_the_web_has_the_day_as_a_book_and_as_a_text(edition: Edition) -> None:
    with urllib.request.urlopen(edition.url("http"), timeout=60) as answer:
        found = re.findall(r'href="([^"]*/~/file/(epub|text)/[^"]+)"', answer.read().decode())
    assert [word for _, word in found] == ["epub", "text"]
    kinds: list[str] = []
    for address, word in found:
        with urllib.request.urlopen(edition.url("http", address.removeprefix(edition.url("http", "").rstrip("/"))), timeout=60) as answer:
            kinds.append(answer.headers["content-type"])
            assert_whole(word, answer.read())
    assert kinds == ["application/epub+zip", "text/plain; charset=utf-8"]


def test_gemini_has_the_day_as_a_book_and_as_a_text(edition: Edition) -> None:
    found = re.findall(r"^=> (/~/file/(epub|text)/\S+)", edition.gemini("/")[1].decode(), re.MULTILINE)
    assert [word for _, word in found] == ["epub", "text"]
    heads = [edition.gemini(path)[0] for path, _ in found]
    assert heads == ["20 application/epub+zip", "20 text/plain; charset=utf-8; lang=de"]
    for path, word in found:
        assert_whole(word, edition.gemini(path)[1])


def test_gopher_has_the_day_as_a_book_and_as_a_text(edition: Edition) -> None:
    found = [(line[0][0], line[1]) for line in edition.menu() if "/~/file/" in line[1]]
    assert [kind for kind, _ in found] == ["9", "0"]
    for kind, selector in found:
        assert_whole("epub" if kind == "9" else "text", edition.gopher(selector))
        with_curl = output("curl", "-s", f"{edition.url('gopher')}{kind}{selector}")
        assert len(with_curl) > 1000


def assert_whole(word: str, data: bytes) -> None:
    """A book that a reader's program opens, or a text that begins with its title; both with every article of the day."""
    if word == "epub":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert book.testzip() is None
            assert book.namelist()[0] == "mimetype"
            assert sum(name.startswith("EPUB/article") for name in book.namelist()) > 3
    else:
        text = data.decode().replace("\r\n", "\n")
        assert text.startswith("# Der Hafenbote")
        assert text.count("\n\n\n# Der Hafenbote -- ") > 3
