"""One page of a hole or a capsule, read at a person's request."""

from pathlib import Path

import msgspec
import pytest
from proxy.house import certificate, served

from broadsheet import reader
from broadsheet.errors import ExtractionError, NetError, UsageError
from broadsheet.model import Capture, FrontBlock, FrontPage, Link, Listing, ListItem, Paragraph, Span, plain_text
from broadsheet.net import holes
from broadsheet.pages import front_page
from broadsheet.render import Setting, menu

PAGE = "i# Der Bote -- Hafen: Ein Schiff\t\tx\t70\r\ni\t\tx\t70\r\niEs kommt am Abend, und alle gehen zum Kai.\t\tx\t70\r\n.\r\n"


def test_an_article_is_read_from_a_hole() -> None:
    with served(lambda line: PAGE.encode()) as opened:
        article = reader.article(f"gopher://{opened.at}/1/a/!7")
        assert (article.paper, article.kicker, article.headline) == ("Der Bote", "Hafen", "Ein Schiff")
        assert opened.asked == [b"/a/!7"]


def test_a_menu_that_is_an_error_is_told_as_one() -> None:
    with served(lambda line: b"3Diese Seite gibt es nicht\t/\tx\t70\r\n.\r\n") as opened, pytest.raises(NetError, match="answers: Diese Seite gibt es nicht"):
        reader.found(f"gopher://{opened.at}/1/weg")


@pytest.mark.parametrize("titles", [["Ein Schiff kommt"], ["Die lange Lage der großen Flut an der Küste: größer, höher, weiter, näher als je zuvor", "Ruhe", "Mehr Ruhe"]])
def test_a_holes_list_has_all_its_articles_with_their_addresses(titles: list[str]) -> None:
    links = tuple(Link(f"/a_b/!{number}", title, teaser="Am Kai warten " + "viele " * 20 + "Leute.", date="2026-03-05") for number, title in enumerate(titles))
    blocks = (FrontBlock("", links), FrontBlock("Kultur", (Link("https://other.example/x", "Anderswo"), links[0])))
    shown = front_page(FrontPage("", blocks), "Der Bote", "de", "https://bote.example/")
    shown = msgspec.structs.replace(shown, navigation=(Link("/~/newest", "Neueste"), Link("/~/day", "Kalender")), search="/~/search")
    with served(lambda line: menu.render(shown, Setting(host="x", port=70)).encode()) as opened:
        found = reader.found(f"gopher://{opened.at}/")
        assert isinstance(found, reader.Front)
        assert (found.name, found.language, found.address) == ("Der Bote", "de", f"gopher://{opened.at}/")
        top, culture = found.page.blocks
        assert (top.title, culture.title) == ("Titelseite", "Kultur")
        assert [link.headline for link in (*top.links, *culture.links)] == [link.headline for block in blocks for link in block.links]
        assert [link.address for link in top.links] == [f"gopher://{opened.at}/1/a_b/!{number}" for number, _ in enumerate(titles)]
        assert culture.links[0].address == "https://other.example/x"
        assert all((link.teaser, link.date) == (links[0].teaser, "2026-03-05") for link in (*top.links, culture.links[1]))


def test_a_list_without_addresses_is_no_empty_article() -> None:
    text = "# Der Bote -- Neueste\n\n(2 Artikel)\n\nEin Schiff\n\nAm Kai warten viele.\n"
    with served(lambda line: text.encode()) as opened, pytest.raises(ExtractionError, match="address of the menu"):
        reader.found(f"gopher://{opened.at}/0/~/text/~/newest")


def test_a_capsules_page_is_read_line_by_line_in_its_language(tmp_path: Path) -> None:
    # What the edition itself serves: read as plain text it would end with its first line of facts.
    page = "# Ein Schiff\n\nDer Bote · Hafen\n\n3. März 2026 · 12 Wörter · vollständig\n\nEs kommt am Abend zum Kai.\n\n=> /b Weiter\n"
    with served(lambda line: b"20 text/gemini; charset=iso-8859-1; lang=de,en\r\n" + page.encode("latin-1"), certificate(tmp_path)) as opened:
        article = reader.article(f"gemini://{opened.at}/a")
        assert (article.headline, article.language, article.address) == ("Ein Schiff", "de", f"gemini://{opened.at}/a")
        assert [plain_text(block.spans) for block in article.body if isinstance(block, Paragraph)] == [
            "Der Bote · Hafen", "3. März 2026 · 12 Wörter · vollständig", "Es kommt am Abend zum Kai.",
        ]  # fmt: skip
        assert article.body[-1] == Listing((ListItem((Span("Weiter", f"gemini://{opened.at}/b"),)),))


def test_a_charset_that_there_is_not_is_utf_8(tmp_path: Path) -> None:
    with served(lambda line: b"20 text/gemini; charset=nonsense\r\n# \xc3\x84rger", certificate(tmp_path)) as opened:
        assert reader.article(f"gemini://{opened.at}/a").headline == "Ärger"


def test_a_capsules_redirects_are_followed_within_gemini(tmp_path: Path) -> None:
    answers = {b"/a": b"30 b\r\n", b"/b": b"20 text/plain; charset=utf-8\r\nText", b"/loop": b"31 /loop\r\n", b"/web": b"30 https://x.example/\r\n", b"/hole": b"30 gopher://x.example/\r\n",
               b"/local": b"30 gemini://localhost/\r\n", b"/gone": b"52 gone\r\n", b"/bad": b"30 //[\r\n", b"/port": b"30 //h:" + b"1" * 1000 + b"/\r\n"}
    with served(lambda line: answers["/".join(["", *line.decode().split("/")[3:]]).encode()], certificate(tmp_path)) as opened:
        base = f"gemini://{opened.at}"
        found = holes.fetch(f"{base}/a")
        assert (found.body, found.address, found.source, found.charset) == (b"Text", f"{base}/b", f"{base}/a", "utf-8")
        for path, words in (("/loop", "in a circle"), ("/gone", "52 gone"), ("/hole", "no capsule"), ("/local", "no connection|no address|cannot connect")):
            with pytest.raises(NetError, match=words):
                holes.fetch(f"{base}{path}")
        for path in ("/web", "/bad", "/port"):
            with pytest.raises(UsageError):
                holes.fetch(f"{base}{path}")
        with pytest.raises(UsageError):
            reader.article("ftp://x.example/")


def test_five_redirects_are_followed_and_a_head_without_a_type_is_gemtext(tmp_path: Path) -> None:
    def answer(line: bytes) -> bytes:
        steps = int(line.rpartition(b"/")[2])
        return b"30 /%d\r\n" % (steps - 1) if steps else b"20\r\n# Hafen"

    with served(answer, certificate(tmp_path)) as opened:
        found = holes.fetch(f"gemini://{opened.at}/5")
        assert (found.body, found.hints["media"], len(opened.asked)) == (b"# Hafen", "text/gemini", 6)
        with pytest.raises(NetError, match="more than 5 redirects"):
            holes.fetch(f"gemini://{opened.at}/6")
        assert len(opened.asked) == 12


@pytest.mark.parametrize("name", ["punycode", "idna", "undefined", "unicode_escape"])
def test_a_codec_that_no_text_is_written_in_is_utf_8(name: str) -> None:
    page = Capture(body="# Ärger\n\na-".encode() + b"a" * 2_000_000, address="gemini://h/", source="h", charset=name, hints={"media": "text/gemini"})
    assert reader.read(page).headline == "Ärger"


@pytest.mark.parametrize("data", [b'{"headline": "\xff"}', b'{"headline": "x", "more": ' + b"[" * 200_000, b'{"headline": "x", "body": ' + b'[{"type": "box", "blocks": ' * 100_000,
                                  b'{"headline": "x", "body": ' + b'[{"type": "box", "blocks": ' * 320 + b"[]" + b"}]" * 320 + b"}"])  # fmt: skip
def test_json_that_cannot_be_read_is_told(data: bytes) -> None:
    with pytest.raises(ExtractionError, match="no article of ours"):
        reader.read(Capture(body=data, address="https://h.example/", source="h"))
