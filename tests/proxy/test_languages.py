"""The proxy speaks the language of the edition: every kind of page in every language, with no English word of ours left on it."""

import asyncio
import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet import labels, pages
from broadsheet.archive.sqlite import open_archive
from broadsheet.config import Proxy
from broadsheet.model import Paper
from broadsheet.net.place import Place
from broadsheet.proxy import menu, sheet, views
from broadsheet.proxy.desk import Desk
from broadsheet.proxy.words import Words

from .house import HOST, browser, certificate, hole
from .test_desk import PNG

MENU = b"iXX\t\t\t\r\n0YY\t/t\t\t\r\n1\t/m\t\t\r\n9YY\t/f\t\t\r\n8YY\tguest\thost.example\t23\r\nZYY\t/z\t\t\r\n3YY\t\t\t\r\ni+--+  |##|  /\\\t\t\t\r\n.\r\n"
CAPSULE = {"": b"20 text/gemini\r\n# XX\n```\n|\n```\n", "e": b"20 \r\n", "a": b"10 \r\n", "s": b"11 s\r\n", "m": b"31 gemini://o.example/\r\n"} | {
    str(status): f"{status} XX\r\n".encode() for status in (40, 44, 50, 51, 52, 53, 59, 60, 61)
}


def ours(language: str) -> set[str]:
    """What the proxy says in *language*: each of its words, apart from what is filled in, that is longer than a letter and no name or unit."""
    keys = [key for key in labels._locale("en")["labels"] if key.startswith("proxy-")]  # pyright: ignore[reportPrivateUsage]
    return {part.strip() for key in keys for part in re.split(r"\{\w+\}", labels.label(language, key)) if len(part.strip()) > 6}


@pytest.mark.parametrize("language", labels.languages())
def test_every_page_speaks_the_language(tmp_path: Path, language: str) -> None:
    async def main() -> dict[str, str]:
        answers = {b"": MENU, b"/t": b"XX\r\n.\r\n", b"/e": b"", b"/f": b"\0\1" * 200_000, b"/p": PNG, b"/long": b"XX YY\r\n" * 200_000}
        lines = {f"gemini://{HOST}{{}}/{path}".encode(): answer for path, answer in CAPSULE.items()}
        async with (
            hole(answers) as opened,  # type: ignore[arg-type]
            hole(lambda line: lines.get(re.sub(rb":\d+", b"{}", line), b"51 \r\n"), certificate(tmp_path)) as capsule,
            browser(desk=Desk(Proxy(on=True, allow_private=True, ports=(opened.port, capsule.port, 9), rate=6000), language)) as reader,
        ):
            paths = [f"gopher/{opened.at}/{path}" for path in ("", "0/t", "0/e", "1/e", "9/e", "9/f", "9/t", "I/p", "0/long", "7/x", "8/guest", "2", "1/no")]
            paths += [f"gemini/{capsule.at}/{path}" for path in CAPSULE]
            paths += ["gopher/", "gemini/", "gopher/?q=a+b", "gopher/a%20b/", f"gopher/{HOST}:1/", f"gopher/{HOST}:9/"]
            return {path: (await reader.get(f"/~/{path}")).text for path in paths}

    got = asyncio.run(main())
    spoken = ours(language)
    foreign = ours("en") - spoken if language != "en" else ours("de") - spoken
    for path, page in got.items():
        assert f'<html lang="{language}" dir="{labels.direction(language)}">' in page, path
        # What a program said of a failure is English, and marked so.
        said = html.unescape(re.sub(r'<p class="facts" lang="en" dir="ltr">.*?</p>', "", page)) if language != "en" else html.unescape(page)
        said = re.sub(r"<[a-z][^>]*?>", lambda tag: " ".join(re.findall(r'(?:alt|aria-label)="([^"]*)"', tag[0])), said)
        assert not [words for words in foreign if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said)], path
        assert any(words in said for words in spoken), path
        assert page.count('<p class="whose">') == page.count('<span class="address" dir="ltr">'), path
    if language == "en":
        return
    # What stands among somebody else's words says that it is ours.
    assert f'<span class="type" lang="{language}"' in got[next(iter(got))]


def test_the_language_is_that_of_the_paper_at_the_root_or_of_all(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        assert pages.language(pages.Edition(archive)) == "en"
        archive.put_paper(Paper(key="a", name="A", address="https://a.example/", language="ja"))
        assert pages.language(pages.Edition(archive)) == pages.language(pages.mounted(archive)) == "ja"
        archive.put_paper(Paper(key="b", name="B", address="https://b.example/", language="fr"))
        assert [pages.language(pages.mounted(archive, root)) for root in ("", "a", "b")] == ["en", "ja", "fr"]


@given(st.text(max_size=40), st.sampled_from(labels.languages()))
@settings(max_examples=100, deadline=None)
def test_what_a_place_says_is_never_markup_in_any_language(said: str, language: str) -> None:
    place, words = Place(scheme="gemini", host="capsule.example", port=1965, selector=b"/"), Words(language)
    for status in (10, 11, 40, 51, 62):
        _, made = views.said(place, status, menu.clean_line(said), words)
        page = sheet.document(made, place, "gemini", words)
        assert not re.search(r"<(?!!DOCTYPE|/?(?:html|head|meta|title|link|body|a|header|p|main|div|h1|q|b|span|form|label|input|button|footer|nav|ul|li)\b)", page)
