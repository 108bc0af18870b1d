"""Text that tries to be something else, from a newspaper's page through the archive to the screens of real clients: it arrives as text and as nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet import newsroom
from broadsheet.archive.sqlite import open_archive

from .process import Edition, Screen, output

HEADLINE = "Sturm an der &lt;b&gt;Küste&#27;]0;GEKAPERT&#7;"
SHOWN = "<script>alert(1)</script>"
PROSE = "Der Sturm hat in der Nacht die Küste erreicht, und am Morgen standen die Menschen auf dem Deich und sahen hinaus auf das graue, unruhige Wasser. "
HOSTILE = [
    "&#27;[2J&#27;[31mGefärbt &#27;]0;GEKAPERT&#7; &#27;]52;c;R0VLQVBFUlQ=&#7; &#27;P1$r0m&#27;\\",
    "&#155;2J&#157;0;GEKAPERT&#156; und &#x9b;31m",
    "Links &#x202e;nach rechts&#x202c; &#x2066;und zurück &#xe0041;&#xe0042;&#xe007f; &#x200b;&#xfeff;",
    "=&gt; gemini://boese.example/ Gewinn",
    "=&gt;gemini://boese.example/ Gewinn",
    "0Gewinn&#9;/gewinn&#9;boese.example&#9;70",
    "``` und weiter",
    "# Falsche Überschrift",
    "&gt; Falsches Zitat",
    ".",
    "1&#13;&#10;.&#13;&#10;iGewinn&#9;&#9;boese.example&#9;70",
    "&lt;a href=\"http://boese.example/\"&gt;Gewinn&lt;/a&gt; &lt;img src=x onerror=alert(1)&gt; &amp;lt;script&amp;gt;",
    "&#0;&#8;&#127; gelöscht&#8;&#8;&#8;",
]
# Everything below the space but line ends and tabs, DEL, C1, what turns the direction of text, tags.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\u200b\U000e0000-\U000e007f]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """An edition whose one article is such a page, imported as any other."""
    folder = tmp_path_factory.mktemp("hostile")
    paragraphs = "".join(f"<p>{PROSE * 2}</p>\n<p>{text}</p>\n" for text in HOSTILE)
    page = (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{HEADLINE}</title><link rel="canonical" href="https://kueste.example/sturm/!7">'
        f'<meta property="og:type" content="article"><meta property="og:site_name" content="Küstenblatt"><meta property="og:title" content="{HEADLINE}">'
        '<meta property="article:published_time" content="2026-03-01T10:00:00+01:00"></head>'
        f"<body><article><h1>{HEADLINE}</h1>\n<p>&lt;script&gt;alert(1)&lt;/script&gt; {PROSE * 3}</p>\n{paragraphs}<p>{PROSE}{'W' * 100_000}</p></article></body></html>"
    )
    (folder / "sturm.html").write_text(page, "utf-8")
    with open_archive(folder / "archive", write=True) as archive:
        summary = newsroom.import_paths(archive, [folder / "sturm.html"], jobs=1)
    assert summary.new == 1, summary
    edition = Edition(folder / "archive")
    yield edition
    code, _ = edition.stop()
    assert code == 0, edition.errors
    assert edition.errors == ""


def assert_text(said: str, shown: str = SHOWN) -> None:
    """What holds for whatever a client was sent or has printed."""
    assert shown in " ".join(said.split())
    assert CONTROL.search(said) is None


def test_the_page_has_all_that_it_tries(hostile: Edition) -> None:
    text = hostile.gopher("/~/text/sturm/!7").decode()
    for words in ("Gefärbt", "Gewinn", "Falsche Überschrift", "Falsches Zitat", "gelöscht", "onerror", "]52;c;"):
        assert words in text


def test_gopher_menus_and_texts_hold_no_row_and_no_end_that_is_not_ours(hostile: Edition) -> None:
    menu = output("curl", "-sS", hostile.url("gopher", "/1/sturm/!7"))
    assert_text(menu)
    rows = menu.removesuffix("\r\n").split("\r\n")
    assert rows[-1] == "."
    assert all(row.count("\t") == 3 and len(row.encode()) < 1024 and row.split("\t")[2] == "localhost" for row in rows[:-1])
    assert not any("boese" in row.split("\t")[1] for row in rows[:-1])
    text = output("curl", "-sS", hostile.url("gopher", "/0/~/text/sturm/!7"))
    assert_text(text)
    assert "." not in text.split("\r\n")


def test_gemtext_has_no_markup_that_is_not_ours(hostile: Edition) -> None:
    head, body = hostile.gemini("/sturm/!7")
    text = body.decode()
    assert head.startswith("20 text/gemini")
    assert_text(text, SHOWN.replace("<s", "< s"))
    lines = text.split("\n")
    assert not [line for line in lines if line.startswith("=>") and "boese" in line.split()[1]]
    assert not [line for line in lines if line.startswith(("```", "> Falsches"))]
    assert [line for line in lines if line.startswith("# ")] == [lines[0]]


def test_html_has_no_element_that_is_not_ours(hostile: Edition) -> None:
    page = output("curl", "-sS", hostile.url("http", "/sturm/!7"))
    assert CONTROL.search(page) is None
    assert page.count("<script") == page.count("</script") == page.count('<script type="application/ld+json">')  # data, which nothing runs
    assert "<img" not in page
    assert re.search("<[a-z][^>]*boese", page) is None


@pytest.mark.parametrize(
    "command",
    [
        ("lynx", "-dump", "gopher", "/1/sturm/!7"),
        ("lynx", "-dump", "http", "/sturm/!7"),
        ("w3m", "-dump", "gopher", "/1/sturm/!7"),
        ("w3m", "-dump", "gopher", "/0/~/text/sturm/!7"),
        ("w3m", "-dump", "http", "/sturm/!7"),
    ],
)
def test_lynx_and_w3m_print_it_as_text(hostile: Edition, command: tuple[str, str, str, str]) -> None:
    name, option, scheme, path = command
    said = output(name, option, hostile.url(scheme, path))
    assert_text(said)
    # lynx lists what it can follow at the end.
    assert "boese" not in said.partition("\nReferences\n")[2]


def test_edbrowse_prints_it_as_text(hostile: Edition, tmp_path: Path) -> None:
    output("edbrowse", text="qt\n", home=tmp_path, code=None)
    assert_text(output("edbrowse", text=f"b {hostile.url('http', '/sturm/!7')}\n1,$p\nqt\n", home=tmp_path))


def test_offpunk_prints_it_as_text_and_asks_for_nothing_in_it(hostile: Edition, tmp_path: Path) -> None:
    for scheme, path in (("gemini", "/sturm/!7"), ("gopher", "/1/sturm/!7")):
        said = output("offpunk", text=f"go {hostile.url(scheme, path)}\nview normal\nlinks\nquit\n", home=tmp_path, seconds=60)
        assert "alert(1)" in said
        assert "GEKAPERT" in said
        assert "\x07" not in said
        assert "/sturm/x" not in said  # a picture of the text's own tag


@pytest.mark.parametrize(
    "command",
    [
        ("bombadillo", "gopher", "/1/sturm/!7"),
        ("bombadillo", "gemini", "/sturm/!7"),
        ("amfora", "gemini", "/sturm/!7"),
        ("sacc", "gopher", "/1/sturm/!7"),
        ("w3m", "gopher", "/1/sturm/!7"),
        ("lynx", "gopher", "/1/sturm/!7"),
        ("lynx", "gopher", "/0/~/text/sturm/!7"),
        ("lynx", "http", "/sturm/!7"),
    ],
)
def test_full_screen_programs_show_it_as_text(hostile: Edition, tmp_path: Path, command: tuple[str, str, str]) -> None:
    name, scheme, path = command
    with Screen(tmp_path, name, hostile.url(scheme, path)) as screen:
        shown = screen.wait_for("alert(1)")
        assert "GEKAPERT" in shown  # the words are the newspaper's; what they were to do was taken out
        assert "GEKAPERT" not in screen.title()
        # Nothing has turned, cleared or coloured it: the tag stands in one piece.
        assert "<script>" in shown.replace("< s", "<s")


def test_lynx_turns_its_pages_and_finds_nothing_to_follow_in_it(hostile: Edition, tmp_path: Path) -> None:
    with Screen(tmp_path, "lynx", hostile.url("gopher", "/1/sturm/!7")) as screen:
        shown = screen.wait_for("alert(1)")
        for words in ("Falsche Überschrift", "gelöscht", "WWWWWWWW"):  # a screen each, in their order
            for _ in range(6):
                if words in shown:
                    break
                before = re.search(r"\(p[0-9]+ of", shown)
                assert before is not None, shown
                screen.keys("Space")
                shown = screen.wait_until(lambda now, before=before[0]: before not in now and "(p" in now)
            assert words in shown
            assert CONTROL.search(shown) is None
        assert "GEKAPERT" not in screen.title()


def test_umn_gopher_shows_it_as_text(hostile: Edition, tmp_path: Path) -> None:
    """It opens an article at its first link; from there its plain text is opened."""
    rows = hostile.menu("/sturm/!7")
    links = [(number, row[0][1:]) for number, row in enumerate(rows, 1) if row[0][0] not in "i3"]
    assert [row[1] for row in rows if row[0][0] == "0"] == ["/~/text/sturm/!7"]
    with Screen(tmp_path, "gopher", "localhost", str(hostile.ports["gopher"])) as screen:
        screen.wait_for("Press RETURN")
        screen.keys("Enter")
        assert "<b>" not in screen.wait_for("GEKAPERT")  # the headline's tag was one
        screen.keys("Enter")
        for place, (number, words) in enumerate(links):
            if place:
                screen.keys("Down")
            screen.wait_for(f"-->  [{number}] {words}", again="Down")
            if words == "Als reiner Text":
                break
        screen.keys("Enter")
        shown = screen.wait_for("alert(1)")
        assert SHOWN in shown
        assert "2J" in shown
        assert "Gefärbt" in shown
        assert "GEKAPERT" not in screen.title()
