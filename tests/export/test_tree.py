"""The folder for static servers: every relative link leads to a file, in every form, and nothing needs a program."""

import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import export, newsroom, pages
from broadsheet.archive.sqlite import open_archive
from broadsheet.export import Wanted, gophermap, places, relink
from broadsheet.model import Article, Facts, Link, Page, Paper, Paragraph, Span, Verse
from broadsheet.render import Setting, gemtext, html

WANTED = [Wanted(), Wanted(day="2024-12-03"), Wanted(section="Politik"), Wanted(topic="Brücke"), Wanted(search="Artikel"), Wanted(paper="courier")]
FORMS = {"index.html", "index.gmi", "index.txt", "index.gph", "gophermap"}


def made(edition: pages.Edition, wanted: Wanted, root: str = "") -> dict[str, str]:
    files = [(path, data.decode()) for path, data in export.FOLDERS["tree"](export.select(edition, wanted), root)]
    assert len(dict(files)) == len(files)
    return dict(files)


class Hrefs(HTMLParser):
    """Every address in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


def links(path: str, text: str) -> list[str]:
    """The addresses of a file, as its form writes them."""
    if path.endswith(".html"):
        return Hrefs(text).found
    if path.endswith(".gmi"):
        return [line.split(" ")[1] for line in re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL).split("\n") if line.startswith("=> ")]
    if path.endswith(".gph"):
        return [re.split(r"(?<!\\)\|", line)[2] for line in text.split("\n") if line.startswith("[")]
    if path.endswith("gophermap"):
        return [line.split("\t")[1] for line in text.split("\n") if line and not line.startswith("i")]
    return []


def assert_whole(files: dict[str, str], root: str = "") -> int:
    """Each link of each file leads to a file, or out."""
    counted = 0
    for path, text in files.items():
        for address in links(path, text):
            if "://" in address or address.startswith(("#", "mailto:", "URL:mailto:")):
                continue
            counted += 1
            if path.endswith(("gophermap", ".gph")):
                assert address.startswith(f"{root}/"), (path, address)
                target = address.removeprefix(f"{root}/")
                target = posixpath.join(target, "gophermap") if path.endswith("gophermap") and not target.endswith(".txt") else target
            else:
                assert not address.startswith("/"), (path, address)
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address.partition("#")[0])))
            assert target in files, (path, address, target)
            assert not target.startswith("~")
    return counted


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("root", ["", "/zeitungen/bote"])
def test_every_link_leads_to_a_file(edition: pages.Edition, wanted: Wanted, root: str) -> None:
    files = made(edition, wanted, root)
    assert assert_whole(files, root) > (5 if wanted.paper else 20)
    folders = {posixpath.dirname(path) for path in files if path != places.STYLE}
    assert all({posixpath.join(folder, name) for name in FORMS} <= files.keys() for folder in folders)
    assert files == made(edition, wanted, root)


def test_a_whole_paper_has_every_page_that_its_edition_has(edition: pages.Edition) -> None:
    files = made(edition, Wanted())
    for path in ("/", "/politik/die-bruecke-steht/!1000001/", "/politik", "/~/newest", "/~/page/3/~/newest", "/~/topics", "/~/day/2024-12-03", "/~/front/2024-12-03", "/~/about", "/~/history/46/1/2"):
        expected = pages.answer(edition, path).page
        assert files[posixpath.join(places.folder(path), "index.html")].count(f"<h1>{expected.title}</h1>") == 1, path
    assert not any(re.search(r"search|/feed/|/find/", path) for path in files)


def test_a_list_stands_at_the_top_with_its_articles_below(edition: pages.Edition) -> None:
    files = made(edition, Wanted(section="Politik"))
    assert files["index.txt"].startswith("# Der Bote -- Politik\n")
    assert "=> politik/die-bruecke-steth/" not in files["index.gmi"]
    assert "=> politik/die-bruecke-steht/!1000001/index.gmi 2024-12-03 Brückenbau: Die Brücke steht\n" in files["index.gmi"]
    article = files["politik/die-bruecke-steht/!1000001/index.html"]
    assert '<a href="../../../index.html">Ressort: Politik</a>' in article
    assert 'href="https://bote.example/bruecke/!t500/"' in article, "a topic that is not taken leads to the paper"
    assert 'href="https://bote.example/stadt/artikel-11/!1000111/"' in article
    assert "Suche" not in article
    assert "/~/" not in article


def test_what_another_paper_of_the_edition_has_leads_to_that_paper(edition: pages.Edition) -> None:
    files = made(edition, Wanted())
    assert 'href="https://www.courier.example/news/bridge-2000001"' in files["politik/die-bruecke-steht/!1000001/index.html"]
    assert "zu-gast/index.html" in " ".join(path for path in files if "courier" in path)


def test_gopher_files_have_the_servers_own_host_and_port(edition: pages.Edition) -> None:
    files = made(edition, Wanted())
    for line in files["gophermap"].splitlines():
        assert gophermap.HOST not in line
        assert re.fullmatch(r"i[^\t]*\t[^\t]+|1[^\t]+\t/[^\t]*|0[^\t]+\t/[^\t]*\.txt|h[^\t]+\tURL:[^\t]+", line), line
    assert all(line.endswith("|server|port]") for line in files["index.gph"].splitlines() if line.startswith("["))


def test_a_gopher_address_keeps_its_own_host_and_marks_are_kept_apart() -> None:
    menu = "itext\tTITLE\ttree.invalid\t70\r\ni[x\t\ttree.invalid\t70\r\n1a|b\t/x|y\tother.example\t7070\r\nhWeb\tURL:https://x.example/\ttree.invalid\t70\r\n.\r\n"
    assert gophermap.gophermap(menu, lambda path, kind: path) == "itext\tTITLE\ni[x\t-\n1a|b\t/x|y\tother.example\t7070\nhWeb\tURL:https://x.example/\n"
    assert gophermap.gph(menu, lambda path, kind: path) == "ttext\nt[x\n[1|a\\|b|/x\\|y|other.example|7070]\n[h|Web|URL:https://x.example/|server|port]\n"


def test_a_backslash_at_the_end_of_a_text_swallows_no_field_of_geomyidaes() -> None:
    menu = "1Sturm\\\t/x\ttree.invalid\t70\r\n1Loch\t/y\\\tother.example\t70\r\n"
    assert gophermap.gph(menu, lambda path, kind: path) == "[1|Sturm\\ |/x|server|port]\nLoch\n"


PARTS = st.lists(st.one_of(st.sampled_from(["~", "_", "__", ".", ".a", "_.a", "index.html", "_index.html", "gophermap", "newest"]), st.from_regex(r"[A-Za-z0-9\-_.!~]{1,8}", fullmatch=True), st.just("x" * 300)), max_size=4)


@given(PARTS, PARTS)
def test_two_paths_never_share_a_folder_and_none_leaves_the_tree(one: list[str], other: list[str]) -> None:
    first, second = places.folder("/" + "/".join(one)), places.folder("/" + "/".join(other))
    assert (first == second) == (one == other)
    assert not {"", ".", ".."} & set(first.split("/") if first else [])
    assert all(len(part) <= 200 and not part.startswith((".", "~x")) and part not in FORMS for part in first.split("/"))
    assert not first.startswith("/")


@given(st.text(st.characters(categories=["L", "P", "S", "Zs"]), max_size=40), st.sampled_from(["/a", "/a/!1"]))
def test_only_addresses_change_never_text_that_looks_like_one(text: str, path: str) -> None:
    words = f'{text} <a href="/b"> => /b "/b" {text}'
    page = Page(
        path="/",
        kind="x",
        title=words,
        language="en",
        main=(Paragraph((Span(words), Span(words, path))), Facts((words,)), Verse(((Span("=> /b x"),), (Span("```"),), (Span("=> /b"),)), verbatim=True)),
        navigation=(Link(path, words),),
    )
    for render, change, mark in ((html.render, relink.html, 'href="{}"'), (gemtext.render, relink.gemtext, "=> {} ")):
        before = render(page, Setting())
        after = change(before, lambda found: f"{found}.changed")
        assert after.replace(".changed", "") == before
        assert after.count(".changed") == after.count(mark.format(f"{path}.changed")) + after.count('css.changed"') > 0
        assert "/b.changed" not in after


def test_the_sample_newspaper_as_a_tree_is_whole(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        newsroom.import_sample(archive, jobs=2)
        assert assert_whole(made(pages.mounted(archive), Wanted())) > 2000


def test_a_paper_with_one_plain_article_is_a_tree(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/"))
        archive.put("bote", Article(address="https://bote.example/politik/index.html", headline="Eins"))
        archive.put("bote", Article(address="https://bote.example/.verborgen", headline="Zwei"))
        files = made(pages.mounted(archive), Wanted())
    assert_whole(files)
    assert "Eins" in files["politik/_index.html/index.txt"]
    assert "Zwei" in files["_.verborgen/index.txt"]
