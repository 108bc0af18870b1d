"""What one person reads now: an article as one, a paper's front page as the list of its articles."""

import json
from pathlib import Path

import pytest
from strandpost import PAGE
from test_cli import Run, run

from broadsheet import reader
from broadsheet.errors import ExtractionError
from broadsheet.model import Article

__all__ = ["run"]  # the fixture
SAMPLE = Path(reader.__file__).parent / "sample"


def teaser(number: int) -> str:
    return (
        f'<article><h2><a href="/stadt/moewe-nummer-{number}-4{number}11.html"><span class="kicker">Hafen<span>:</span></span> Die Möwe {number} ist gelandet</a></h2>'
        f"<p>Nach einem langen Flug über die Elbe hat die Möwe Nummer {number} am Montag den Kai erreicht.</p></article>"
    )


def front(count: int, address: str = "https://bote.example/", text: str = "") -> str:
    return (
        f'<html lang="de"><head><title>Der Bote</title><link rel="canonical" href="{address}"><meta property="og:site_name" content="Der Bote"></head>'
        f"<body><main><h1>Der Bote</h1>{text}{''.join(map(teaser, range(count)))}</main></body></html>"
    )


def test_the_sample_newspapers_front_page_is_a_list_of_articles() -> None:
    found = reader.found(str(SAMPLE / "index.html"))
    assert isinstance(found, reader.Front)
    assert (found.name, found.language, found.address) == ("Der Hafenbote", "de", "https://hafenbote.example/")
    assert [block.title for block in found.page.blocks][:2] == ["", "Politik"]
    assert sum(len(block.links) for block in found.page.blocks) >= 30


def test_an_article_stays_one(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    assert isinstance(reader.found(str(tmp_path / "a.html")), Article)


def test_a_long_text_at_the_root_of_a_site_stays_an_article(tmp_path: Path) -> None:
    text = "".join(f"<p>Satz {number} erzählt vom Wasserstand am Pegel und von der Brücke, die seit {number} Tagen quer zum Verkehr stand.</p>" for number in range(20))
    (tmp_path / "a.html").write_text(front(2, text=text), encoding="utf-8")
    assert isinstance(reader.found(str(tmp_path / "a.html")), Article)


def test_a_page_without_anything_is_refused_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><p>kurz</p></body></html>", encoding="utf-8")
    with pytest.raises(ExtractionError):
        reader.found(str(tmp_path / "a.html"))


@pytest.mark.parametrize(
    ("address", "is_root"),
    [
        ("https://bote.example/", True),
        ("https://bote.example", True),
        ("https://bote.example/#oben", True),
        ("https://bote.example/a", False),
        ("https://bote.example/?p=1", False),
        ("", False),
    ],
)
def test_the_root_of_a_site(address: str, is_root: bool) -> None:
    assert reader.is_root(address) is is_root


@pytest.mark.parametrize("form", ["text", "gemtext", "html", "menu"])
def test_every_form_names_what_to_read_next(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "f.html").write_text(front(6), encoding="utf-8")
    code, out, err = run("read", tmp_path / "f.html", "--format", form)
    assert (code, err) == (0, "")
    assert "Die Möwe 3 ist gelandet" in out
    assert "https://bote.example/stadt/moewe-nummer-3-4311.html" in out
    assert ": : " not in out


def test_a_list_of_articles_is_shown_as_one(run: Run, tmp_path: Path) -> None:
    """What extraction refuses as a list."""
    markup = "<html lang=de><body><main>" + "".join(map(teaser, range(9))) + "</main></body></html>"
    (tmp_path / "f.html").write_text(markup.replace('href="/', 'href="https://bote.example/'), encoding="utf-8")
    code, out, _ = run("read", tmp_path / "f.html")
    assert code == 0
    assert out.count("https://bote.example/stadt/moewe-nummer-") == 9


def test_a_files_name_is_no_way_to_a_terminal(run: Run, tmp_path: Path) -> None:
    """Where nothing else names a list, the file does."""
    markup = "<html lang=de><body><main>" + "".join(map(teaser, range(9))) + "</main></body></html>"
    (tmp_path / "f\x1b[2J\udcff.html").write_text(markup.replace('href="/', 'href="https://bote.example/'), encoding="utf-8")
    code, out, err = run("read", tmp_path / "f\x1b[2J\udcff.html")
    assert (code, err) == (0, "")
    assert "f[2J.html" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(("byline", "kind"), [("", reader.Front), ('<p class="byline">Von <a rel="author" href="/autor/ihde">Jonna Ihde</a></p>', Article)])
def test_a_sections_page_is_a_list_and_a_roundup_that_somebody_wrote_is_not(tmp_path: Path, byline: str, kind: type) -> None:
    items = "".join(
        f'<li><p class="title"><a href="/stadt/moewe-nummer-{number}-4{number}11.html">Die Möwe {number} ist gelandet</a></p><p class="facts">{number + 1}. März 2026, 08:00</p>'
        f"<p>Nach einem langen Flug über die Elbe hat die Möwe Nummer {number} am Montag den Kai erreicht.</p></li>"
        for number in range(8)
    )
    (tmp_path / "a.html").write_text(front(0, "https://bote.example/stadt/heute", f'{byline}<ul class="teasers">{items}</ul>'), encoding="utf-8")
    assert type(reader.found(str(tmp_path / "a.html"))) is kind


def test_the_json_of_a_front_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.html").write_text(front(6), encoding="utf-8")
    read = json.loads(run("read", tmp_path / "f.html", "--format", "json")[1])
    links = [link for block in read["blocks"] for link in block["links"]]
    assert (links[0]["kicker"], links[0]["headline"]) == ("Hafen", "Die Möwe 0 ist gelandet")
