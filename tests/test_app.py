"""What the one process says and how its parts are put together; `tests/e2e` starts it for real."""

import asyncio
import contextlib
import resource
import time
from pathlib import Path

import pytest

from broadsheet import app, pages, publishing
from broadsheet.app import Addresses
from broadsheet.archive.sqlite import open_archive
from broadsheet.config import Settings
from broadsheet.errors import ConfigError
from broadsheet.model import Paper
from broadsheet.pages import Edition
from broadsheet.render import FORMS, Setting


@pytest.mark.parametrize(
    ("host", "ports", "addresses"),
    [
        ("news.example", {"gopher": 70, "gemini": 1965, "web": 443}, ("gopher://news.example/", "gemini://news.example/", "https://news.example/")),
        ("localhost", {"gopher": 7070, "gemini": 1966, "web": 8080}, ("gopher://localhost:7070/", "gemini://localhost:1966/", "http://localhost:8080/")),
        ("2001:db8::1", {"gopher": 70, "web": 80}, ("gopher://[2001:db8::1]/", "", "http://[2001:db8::1]/")),
    ],
)
def test_addresses_as_readers_type_them(host: str, ports: dict[str, int], addresses: tuple[str, ...]) -> None:
    made = Addresses(host, ports)
    assert tuple(made.of(protocol) for protocol in ("gopher", "gemini", "web")) == addresses


def test_the_greeting_names_the_papers_and_the_programs(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        for number in range(7):
            archive.put_paper(Paper(key=f"p{number}", name=f"Blatt {number}", address=f"https://{number}.example/"))
        lines = app.greeting(Addresses("news.example", {"gopher": 70}), Edition(archive))
    assert lines[0] == "Serving Blatt 0, Blatt 1, Blatt 2, Blatt 3, Blatt 4 and others"
    assert lines[1].startswith("Gopher  gopher://news.example/   for lynx, ")
    assert len(lines) == 3


def test_the_greeting_fits_a_terminal_of_80_columns(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        lines = app.greeting(Addresses("nachrichten.hafen.example", {"gopher": 7070, "gemini": 1966, "web": 8080}), Edition(archive))
    assert max(map(len, lines)) < 80
    assert len({line.index("   for ") for line in lines[1:4]}) == 1


def test_an_edition_whose_papers_have_no_article_yet_gets_no_sample(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "bote.toml").write_text('name = "Der Bote"\naddress = "https://bote.example/"\n')
    (folder / "falsch.toml").write_text("name = 7\n")
    said: list[str] = []
    with contextlib.closing(app._archive(Settings(data=tmp_path), said.append)) as archive:
        assert [paper.key for paper in archive.papers()] == ["bote"]
        shown = FORMS["text"].render(pages.answer(pages.mounted(archive, ""), "/").page, Setting())
    assert shown.startswith("# Der Bote -- ")
    assert len(said) == 1
    assert "falsch.toml" in said[0]


def test_menus_carry_the_public_port(tmp_path: Path) -> None:
    made = publishing._settings(Addresses("news.example", {"gopher": 70, "web": 443}))
    assert (made["menu"].host, made["menu"].port) == ("news.example", 70)
    assert made["html"].origin == "https://news.example"
    assert made["gmi"].origin == ""


def test_a_width_is_of_gopher_alone() -> None:
    made = publishing._settings(Addresses("news.example", {"gopher": 70}), 100)
    assert {form: setting.width for form, setting in made.items()} == {"menu": 100, "gmi": 0, "html": 0}


def test_an_archive_that_somebody_writes_is_read_meanwhile(tmp_path: Path) -> None:
    said: list[str] = []
    with open_archive(tmp_path, write=True) as writer:
        writer.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/"))
        archive = app._archive(Settings(data=tmp_path), said.append)
        assert [paper.key for paper in archive.papers()] == ["bote"]
        archive.close()
    assert not said


class Stubborn:
    """A port whose answers never end."""

    def __init__(self) -> None:
        self.aborted = False

    async def stop(self, seconds: float) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            self.aborted = True


def test_a_second_signal_ends_it_at_once() -> None:
    async def run() -> None:
        hurrying = asyncio.Event()
        port = Stubborn()
        asyncio.get_running_loop().call_later(0.05, hurrying.set)
        begun = time.monotonic()
        await publishing._stop([port], hurrying)  # type: ignore[list-item]
        assert time.monotonic() - begun < 5
        assert port.aborted

    asyncio.run(run())


def test_more_files_may_be_open_than_by_default_and_each_port_has_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    for (soft, hard), wanted, connections in (
        ((1024, 524_288), [(16_384, 524_288)], 2048),
        ((1024, 4096), [(4096, 4096)], 1332),
        ((4096, 4096), [], 1332),
        ((64, 64), [], 16),
        ((1024, resource.RLIM_INFINITY), [(16_384, resource.RLIM_INFINITY)], 2048),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), [], 2048),
    ):
        asked.clear()
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=(soft, hard): limits)
        assert publishing._room().connections == connections
        assert asked == wanted


def test_site_configs_that_cannot_be_used_are_told_before_anything_is_opened(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", site_configs=str(tmp_path / "none"), gopher=0, gemini=None, web=None)
    with pytest.raises(ConfigError, match="site_configs is no folder"):
        app.run(settings, say=print)
    assert not (tmp_path / "data").exists()
