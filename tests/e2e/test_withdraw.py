"""An article is withdrawn beside a running edition: every protocol, list and feed is without it, and a page says so; readers' copies are forgotten."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import open_archive

from .process import HOST
from .test_running import running, until


def web(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "broadsheet", *arguments], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_withdrawn_article_is_gone_everywhere(tmp_path: Path, workers: int) -> None:
    data, config = tmp_path / "data", tmp_path / "broadsheet.toml"
    config.write_text(f"workers = {workers}\n")
    with running(data, config) as edition:
        with open_archive(data, write=False) as archive:
            head = archive.search(parse("drehbrücke")).heads[0]
        path = head.address.removeprefix("https://").partition("/")[2]
        path = f"/{path}"
        lists = ["/", "/~/newest", f"/~/day/{head.day}", "/~/feed/atom/~/newest", "/~/feed/json/~/newest", "/~/page/2/~/newest"]
        everywhere = [text for scheme in lists for text in [web(edition.ports["http"], scheme)[1]]]
        assert any(head.headline in text for text in everywhere)
        assert web(edition.ports["http"], path)[0] == 200
        assert edition.gemini(path)[0].startswith("20")
        assert head.headline[:30].encode() in edition.gopher(path)

        done = command("withdraw", head.address, "--reason", "Auf Wunsch der Genannten", "--yes", "--data", str(data))
        assert done.returncode == 0, done.stderr
        assert ": withdrawn. 2 versions" in done.stdout

        until(lambda: all(web(edition.ports["http"], path)[0] == 410 for _ in range(6 * workers)))  # each process looks for itself
        status, text = web(edition.ports["http"], path)
        assert (status, head.headline in text) == (410, False)
        assert "zurückgezogen" in text
        assert "Auf Wunsch der Genannten" in text
        until(lambda: edition.gemini(path)[0].startswith("52"))
        until(lambda: edition.gopher(path).startswith(b"3"))
        assert "zurückgezogen" in edition.gopher(path).decode()
        assert web(edition.ports["http"], f"/~/a/{head.id}")[0] == 410
        assert web(edition.ports["http"], f"/~/history/{head.id}")[0] == 410
        for each in lists:
            for _ in range(2 * workers):
                assert head.headline not in web(edition.ports["http"], each)[1], each
        for selector in ("", "/~/newest"):
            assert head.headline[:30] not in edition.gopher(selector).decode()
            assert head.headline[:30] not in edition.gemini(selector or "/")[1].decode()
        found = command("search", "drehbrücke", "--json", "--data", str(data))
        assert head.address not in [one["url"] for one in json.loads(found.stdout)["articles"]]
        assert edition.stop()[0] == 0
        assert "Traceback" not in edition.errors


def test_an_address_that_nobody_knows_is_said(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_archive(data, write=True):
        pass
    done = command("withdraw", "https://nobody.example/a/1", "--data", str(data))
    assert done.returncode == 2
    assert done.stderr.startswith("broadsheet: https://nobody.example/a/1: no article has this address")
