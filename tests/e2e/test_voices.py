"""The braille form of the running edition, as a braille table and a voice read it (40 cells, no ornament, numbers before the text)."""

import pytest

from broadsheet.typeset import cells

from .process import Edition, output


@pytest.fixture(scope="module")
def pages(edition: Edition) -> dict[str, str]:
    """Front page and first article as text in the braille form, and the article in the plain form."""
    selector = next(fields[1] for fields in edition.menu("/~/braille/") if fields[0].startswith("1"))
    assert selector.startswith("/~/braille/")
    own = selector.removeprefix("/~/braille")
    paths = {"front": "/~/braille/~/text/", "article": f"/~/braille/~/text{own}", "plain": f"/~/text{own}"}
    return {name: edition.gopher(path).decode().replace("\r\n", "\n") for name, path in paths.items()}


def test_braille_pages_have_40_cells_and_no_ornament(pages: dict[str, str]) -> None:
    for text in (pages["front"], pages["article"]):
        assert all(cells(line) <= 40 or "/" in line for line in text.split("\n"))
        assert not any(line.startswith(("#", ">", "=>", "->", "[", "```")) for line in text.split("\n"))
        assert not any(mark in text for mark in "·•–—…„“”‘’→")


@pytest.mark.parametrize("table", ["de-g0.utb", "de-g2.ctb"])
def test_liblouis_has_cells_for_every_character(pages: dict[str, str], table: str) -> None:
    # What a table has no cells for is written by its number: the scissors show how that begins.
    number = output("lou_translate", "--forward", f"unicode.dis,{table}", text="\u2702").strip()[:3]
    for page in (pages["front"], pages["article"]):
        # A reader of another script reads it by its own table.
        text = "".join(f"{line}\n" for line in page.splitlines() if all(ord(letter) < 0x250 for letter in line))
        assert len(text) > len(page) / 2
        shown = output("lou_translate", "--forward", f"unicode.dis,{table}", text=text)
        assert len(shown.splitlines()) == len(text.splitlines())
        assert all(letter in " \n" or "\u2800" <= letter <= "\u28ff" for letter in shown)
        assert number not in shown


def test_espeak_ng_says_words_and_names_no_marks(pages: dict[str, str]) -> None:
    def spoken(text: str) -> str:
        return output("espeak-ng", "-q", "-x", "-v", "de", "--stdin", text=text)

    name = spoken("#").strip()
    assert name
    assert name in spoken(pages["plain"])
    said = spoken(pages["article"])
    assert len(said) > len(pages["article"]) / 2
    assert name not in said
