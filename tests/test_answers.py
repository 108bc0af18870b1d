"""Replies are made once, kept while nothing has changed, and made for each protocol in its own form."""

import asyncio
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet import answers, pages
from broadsheet.answers import Answers
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.model import Article, Paper, Paragraph, Span
from broadsheet.render import Setting

SETTINGS = {form: Setting(host="news.example", port=70) for form in ("menu", "gmi", "html")}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path, write=True) as opened:
        opened.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/", language="de"))
        put(opened, 1)
        yield opened


def put(archive: SqliteArchive, number: int) -> None:
    body = (Paragraph((Span(f"Der Nebel kam zum {number}. Mal."),)),)
    archive.put("bote", Article(address=f"https://bote.example/nebel/!{number}", headline=f"Nebel {number}", date="2026-03-01", body=body))


class Counted:
    """`Answers` whose pages are counted as they are made."""

    def __init__(self, archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch, **options: int) -> None:
        self.made: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        real = pages.answer

        def counting(edition: pages.Edition, path: str, query: str = "") -> pages.Answer:
            self.made.append(path)
            assert self.gate.wait(5)
            return real(edition, path, query)

        monkeypatch.setattr(pages, "answer", counting)
        self.answers = Answers(pages.mounted(archive), SETTINGS, **options)


def test_every_protocol_gets_its_own_form_and_any_form_that_the_path_asks_for(archive: SqliteArchive) -> None:
    async def run() -> None:
        found = Answers(pages.mounted(archive), SETTINGS)
        for protocol, media in (("menu", "application/gopher-menu"), ("gmi", "text/gemini"), ("html", "text/html")):
            reply = await found.respond("/nebel/!1", "", protocol)
            assert (reply.status, reply.media, reply.language, reply.title) == ("ok", media, "de", "Nebel 1")
            assert "Der Nebel kam" in reply.body.decode()
            text = await found.respond("/~/text/nebel/!1", "", protocol)
            assert text.media == "text/plain"
            data = await found.respond("/~/json/nebel/!1", "", protocol)
            assert data.media == "application/json"
            assert json.loads(data.body)["headline"] == "Nebel 1"
            assert text.tag != reply.tag
        found.close()

    asyncio.run(run())


def test_a_list_as_data_is_the_page(archive: SqliteArchive) -> None:
    async def run() -> None:
        found = Answers(pages.mounted(archive), SETTINGS)
        reply = await found.respond("/~/json/~/newest", "", "html")
        assert json.loads(reply.body)["path"] == "/~/newest"
        found.close()

    asyncio.run(run())


def test_what_is_kept_is_not_made_again_until_something_changes(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        counted = Counted(archive, monkeypatch)
        first = await counted.answers.respond("/~/newest", "", "gmi")
        assert await counted.answers.respond("/~/newest", "", "gmi") is first
        assert counted.made == ["/~/newest"]
        put(archive, 2)
        assert await counted.answers.respond("/~/newest", "", "gmi") is first  # within the second in which nobody asks the archive
        monkeypatch.setattr(answers, "FRESH", 0.0)
        second = await counted.answers.respond("/~/newest", "", "gmi")
        assert b"Nebel 2" in second.body
        assert second.tag != first.tag
        assert await counted.answers.respond("/~/newest", "", "gmi") is second
        counted.answers.close()

    asyncio.run(run())


def test_what_many_ask_for_at_once_is_made_once_and_nobody_takes_it_away(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        counted = Counted(archive, monkeypatch)
        await counted.answers.respond("/", "", "gmi")
        counted.gate.clear()
        readers = [asyncio.create_task(counted.answers.respond("/nebel/!1", "", "gmi")) for _ in range(20)]
        await asyncio.sleep(0.05)
        readers[0].cancel()
        await asyncio.sleep(0)
        counted.gate.set()
        replies = await asyncio.gather(*readers[1:])
        assert all(reply is replies[0] for reply in replies)
        assert readers[0].cancelled()
        assert counted.made == ["/", "/nebel/!1"]
        counted.answers.close()

    asyncio.run(run())


def test_what_was_made_before_a_change_is_not_kept_after_it(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        monkeypatch.setattr(answers, "FRESH", 0.0)
        counted = Counted(archive, monkeypatch)
        counted.gate.clear()
        early = asyncio.create_task(counted.answers.respond("/~/newest", "", "gmi"))
        await asyncio.sleep(0.05)
        put(archive, 2)
        other = asyncio.create_task(counted.answers.respond("/", "", "gmi"))  # sees the change
        await asyncio.sleep(0.05)
        counted.gate.set()
        await asyncio.gather(early, other)
        await counted.answers.respond("/~/newest", "", "gmi")
        assert counted.made.count("/~/newest") == 2
        counted.answers.close()

    asyncio.run(run())


def test_what_is_not_there_is_not_kept(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        counted = Counted(archive, monkeypatch)
        for _ in range(2):
            assert (await counted.answers.respond("/nix", "", "html")).status == "missing"
        assert counted.made == ["/nix", "/nix"]
        counted.answers.close()

    asyncio.run(run())


def test_the_oldest_go_when_there_is_no_room(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        counted = Counted(archive, monkeypatch, kept=5000)
        for path in ("/", "/~/newest", "/~/about", "/nebel/!1", "/~/topics", "/~/day", "/"):
            await counted.answers.respond(path, "", "html")
        assert counted.made.count("/") == 2
        assert counted.answers._size <= 5000
        assert counted.answers._size == sum(answers._weight(key, reply) for key, reply in counted.answers._kept.items())
        counted.answers.close()

    asyncio.run(run())


def test_a_fault_reaches_all_who_wait_and_is_not_kept(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        found = Answers(pages.mounted(archive), SETTINGS)
        await found.respond("/", "", "gmi")
        with monkeypatch.context() as broken:
            broken.setattr(pages, "answer", lambda *_: 1 / 0)
            failed = await asyncio.gather(*(found.respond("/~/about", "", "gmi") for _ in range(3)), return_exceptions=True)
            assert all(isinstance(each, ZeroDivisionError) for each in failed)
        assert (await found.respond("/~/about", "", "gmi")).status == "ok"
        found.close()

    asyncio.run(run())


def test_what_a_change_does_not_touch_is_not_set_again(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new article changes the lists; the page of an old one, with its neighbours at hand, keeps its reply and its tag."""

    async def run() -> None:
        monkeypatch.setattr(answers, "FRESH", 0.0)
        put(archive, 2)
        put(archive, 3)
        found = Answers(pages.mounted(archive), SETTINGS)
        article, newest = await found.respond("/nebel/!1", "", "gmi"), await found.respond("/~/newest", "", "gmi")
        body = (Paragraph((Span("Etwas ganz anderes."),)),)
        archive.put("bote", Article(address="https://bote.example/wind/!9", headline="Wind", date="2026-03-05", body=body))
        again = await found.respond("/nebel/!1", "", "gmi")
        assert await found.respond("/~/newest", "", "gmi") is not newest
        assert (again is article) == (again.body == article.body)
        about = await found.respond("/~/json/nebel/!1", "", "gmi")
        put(archive, 7)
        assert await found.respond("/~/json/nebel/!1", "", "gmi") is about
        found.close()

    asyncio.run(run())


def test_what_is_at_hand_is_given_without_waiting(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        found = Answers(pages.mounted(archive), SETTINGS)
        assert found.kept("/nebel/!1", "", "gmi") is None
        made = await found.respond("/nebel/!1", "", "gmi")
        assert found.kept("/nebel/!1", "", "gmi") is made
        assert found.kept("/nebel/!1", "", "html") is None
        monkeypatch.setattr(answers, "FRESH", 0.0)  # the second is over
        assert found.kept("/nebel/!1", "", "gmi") is None
        found.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "protocol", "media", "charset", "words"),
    [
        ("/~/ascii/nebel/!9", "menu", "application/gopher-menu", "us-ascii", b"i# Der Bote -- Gruesse"),
        ("/~/latin1/~/text/nebel/!9", "menu", "text/plain", "iso-8859-1", b"# Der Bote -- Gr\xfc\xdfe"),
        ("/~/cp437/nebel/!9", "menu", "application/gopher-menu", "ibm437", b"i# Der Bote -- Gr\x81\xe1e"),
        ("/~/cp850/nebel/!9", "gmi", "text/plain", "ibm850", b"# Der Bote -- Gr\x81\xe1e"),
        ("/~/ascii/nebel/!9", "html", "text/plain", "us-ascii", b"# Der Bote -- Gruesse"),
        ("/~/braille/nebel/!9", "html", "text/plain", "utf-8", b"Der Bote\n"),
        ("/~/ascii/~/gmi/nebel/!9", "gmi", "text/gemini", "utf-8", "# Grüße".encode()),
        ("/~/ascii/~/json/nebel/!9", "html", "application/json", "utf-8", b'{"schema"'),
        ("/~/ascii/~/feed/atom/~/newest", "html", "application/atom+xml", "utf-8", b"<?xml"),
    ],
)
def test_menus_and_texts_are_in_the_set_that_the_path_asks_for(archive: SqliteArchive, path: str, protocol: str, media: str, charset: str, words: bytes) -> None:
    body = (Paragraph((Span("Schöne Grüße – „überall“."),)),)
    archive.put("bote", Article(address="https://bote.example/nebel/!9", language="de", headline="Grüße", date="2026-03-02", body=body))
    made = answers.reply(pages.answer(pages.mounted(archive), path), protocol, SETTINGS[protocol])
    assert (made.status, made.media, made.charset) == ("ok", media, charset)
    assert made.body.startswith(words)
    missing = answers.reply(pages.answer(pages.mounted(archive), "/~/latin1/nichts"), "menu", SETTINGS["menu"])
    assert (missing.status, missing.charset, missing.title) == ("missing", "iso-8859-1", "Diese Seite gibt es nicht")


def test_a_day_is_a_book_and_a_text_and_a_correction_is_in_both(archive: SqliteArchive) -> None:
    async def run() -> None:
        made = Answers(pages.mounted(archive), SETTINGS)
        try:
            put(archive, 2)
            book = await made.respond("/~/file/epub/~/day/2026-03-01", "", "gmi")
            assert (book.media, book.language, book.title) == ("application/epub+zip", "de", "Die Zeitung vom 1. März 2026")
            with zipfile.ZipFile(io.BytesIO(book.body)) as opened:
                assert {"EPUB/article1.xhtml", "EPUB/article2.xhtml"} <= set(opened.namelist())
            assert made.kept("/~/file/epub/~/day/2026-03-01", "", "gmi") is book
            text = await made.respond("/~/file/text/~/day/2026-03-01", "", "menu")
            assert text.media == "text/plain"
            assert text.body.count(b"\n\n\n# Der Bote -- Nebel") == 2
            body = (Paragraph((Span("Der Nebel blieb aus."),)),)
            archive.put("bote", Article(address="https://bote.example/nebel/!2", headline="Nebel 2", date="2026-03-01", body=body))
            made._asked = -answers.FRESH
            again = await made.respond("/~/file/text/~/day/2026-03-01", "", "menu")
            assert "Der Nebel blieb aus." in again.body.decode()
            assert again.tag != text.tag
        finally:
            made.close()

    asyncio.run(run())


def test_what_is_kept_is_forgotten_when_an_article_is_withdrawn(archive: SqliteArchive) -> None:
    async def run() -> None:
        made = Answers(pages.mounted(archive), SETTINGS)
        forgotten: list[int] = []
        made.forget = lambda: forgotten.append(len(made._kept))
        try:
            put(archive, 2)
            assert (await made.respond("/nebel/!2", "", "html")).status == "ok"
            assert archive.withdraw("bote", "https://bote.example/nebel/!2") is not None
            made._asked = -answers.FRESH
            assert (await made.respond("/nebel/!1", "", "html")).status == "ok"
            assert forgotten == [0]
            assert all(b"Mal" not in entry.reply.body or b"1. Mal" in entry.reply.body for entry in made._kept.values())
            gone = await made.respond("/nebel/!2", "", "html")
            assert gone.status == "gone"
            assert b"Nebel 2" not in gone.body
        finally:
            made.close()

    asyncio.run(run())


def test_what_is_kept_is_forgotten_when_a_paper_is_removed(archive: SqliteArchive) -> None:
    async def run() -> None:
        archive.put_paper(Paper(key="blatt", name="Das Blatt", address="https://blatt.example/"))
        made = Answers(pages.mounted(archive), SETTINGS)
        forgotten: list[int] = []
        made.forget = lambda: forgotten.append(len(made._kept))
        try:
            assert (await made.respond("/bote/nebel/!1", "", "html")).status == "ok"
            forgotten.clear()
            assert archive.remove("bote") == 1
            made._asked = -answers.FRESH
            assert (await made.respond("/bote/nebel/!1", "", "html")).status == "missing"
            assert forgotten == [0]
            assert not made._kept
        finally:
            made.close()

    asyncio.run(run())
