"""A day's book as Ace by DAISY sees it in Debian's Chromium: accessible, nothing found.

`npm install --prefix tests/e2e/browser` brings it; `.ci/run` does it.
"""

import json
import os
import subprocess
from pathlib import Path

from .process import Edition, program
from .test_browser import HERE, installed


def test_ace_finds_nothing_in_the_days_book(edition: Edition, tmp_path: Path) -> None:
    installed("@daisy/ace")
    book = tmp_path / "day.epub"
    book.write_bytes(edition.gemini("/~/file/epub/~/day/2026-03-08")[1])
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": program("chromium"), "HOME": str(tmp_path)}
    command = [program("node"), str(HERE / "node_modules/@daisy/ace/bin/ace-puppeteer.js"), "--outdir", str(tmp_path / "report"), str(book)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))
    found = [(part["earl:testSubject"]["url"], one["earl:test"]["dct:title"]) for part in report["assertions"] for one in part["assertions"]]
    assert found == []
    assert report["earl:result"]["earl:outcome"] == "pass"
