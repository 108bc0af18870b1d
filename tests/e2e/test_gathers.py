"""The running edition gathers a paper that is added beside it, shows what it has gathered, and stops gathering when it ends."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from gather.newspaper import Newspaper

from .process import HOST
from .test_running import running

LONG = 60.0


def shown(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=60) as answer:
        return answer.read().decode()


def add(data: Path, paper: Newspaper) -> None:
    command = [sys.executable, "-m", "broadsheet", "add", paper.address, "--yes", "--pace", "0.01", "--allow-private", "--key", "anzeiger", "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True, timeout=LONG)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_added_is_gathered_and_served(tmp_path: Path, workers: int) -> None:
    data, config = tmp_path / "data", tmp_path / "broadsheet.toml"
    config.write_text(f"workers = {workers}\n[net]\nallow_private = true\n")
    with Newspaper(16) as paper, running(data, config) as edition:
        add(data, paper)
        end = time.monotonic() + LONG
        while paper.stories[-1].headline.partition(" (")[0] not in shown(edition.ports["http"], "/anzeiger/~/newest") or len(paper.pages()) < 16:
            assert time.monotonic() < end, f"{len(paper.asked)} {edition.errors}"
            time.sleep(0.1)
        code, seconds = edition.stop(signal.SIGTERM)
        assert code == 0, edition.errors
        asked = len(paper.asked)
        time.sleep(0.3)
        assert len(paper.asked) == asked
        assert "Traceback" not in edition.errors
        assert "Warning" not in edition.errors
        assert seconds < 15


def test_a_setting_switches_it_off(tmp_path: Path) -> None:
    data, config = tmp_path / "data", tmp_path / "broadsheet.toml"
    config.write_text("gather = false\n[net]\nallow_private = true\n")
    with Newspaper(16) as paper, running(data, config) as edition:
        add(data, paper)
        asked = len(paper.asked)
        time.sleep(7)  # one look of the process that would start it, and more
        assert len(paper.asked) == asked
        assert edition.stop()[0] == 0


def test_two_signals_end_it_while_a_paper_is_slow(tmp_path: Path) -> None:
    data, config = tmp_path / "data", tmp_path / "broadsheet.toml"
    config.write_text("[net]\nallow_private = true\n")
    with Newspaper(16) as paper:
        paper.robots = (200, "User-agent: *\nCrawl-delay: 20\n")
        file = data / "papers" / "anzeiger.toml"
        file.parent.mkdir(parents=True)
        file.write_text(f'name = "Anzeiger"\naddress = "{paper.address}"\narticles = ["/*/*-#.html"]\n')
        with running(data, config) as edition:
            end = time.monotonic() + LONG
            while not paper.asked:
                assert time.monotonic() < end, edition.errors
                time.sleep(0.05)
            os.kill(edition.process.pid, signal.SIGTERM)
            time.sleep(0.2)
            assert edition.stop(signal.SIGTERM)[0] == 0
            assert json.dumps(edition.errors).count("Traceback") == 0
