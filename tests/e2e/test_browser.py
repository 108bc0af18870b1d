"""The web edition in Debian's Chromium, as programs measure it: axe-core, Lighthouse and the Nu HTML checker find nothing; a page is light and fits a phone.

`npm install --prefix tests/e2e/browser` brings the programs; `.ci/run` does it.
"""

import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from .process import Edition, program

HERE = Path(__file__).parent / "browser"
SHEET = "/~/style.css"
LISTS = [
    "/", "/hafen/", "/thema/drehbruecke", "/autor/piet-oldewurt", "/~/newest", "/~/sections", "/~/topics", "/~/authors", "/~/day", "/~/day/2026",
    "/~/day/2026-03", "/~/day/2026-03-07",
]  # fmt: skip
OTHERS = ["/~/search", "/~/search?q=Nebel", "/~/search?q=nichtsdergleichen", "/~/about", "/no/such/page", "/~/history/1"]
ARTICLES = [
    "/politik/rat-bewilligt-reparatur-der-drehbruecke/!104233",
    "/hafen/probedrehung-der-liesel-im-liveticker/!104261",
    "/hafen/umschlag-2025/!104205",
    "/politik/interview-wiebke-sandkuhl/!104279",
    "/stadt/maqha-al-lugha/!104253",
    "/kultur/nagihama-no-kane/!104255",
]
KINDS = {"lists": LISTS, "others": OTHERS, "articles": ARTICLES}


def installed(package: str) -> Path:
    """The folder of an npm package; where it is missing the test is skipped, and fails where CI says that it must be there."""
    folder = HERE / "node_modules" / package
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{package} is not installed: npm install --prefix {HERE}")
        pytest.skip(f"{package} is not installed")
    return folder


def looked_at(edition: Edition, tmp_path: Path, pages: list[str], lighthouse: list[str] | None = None) -> dict[str, list[dict[str, object]]]:
    """What the browser finds on *pages*."""
    for package in ("axe-core", "puppeteer-core", "lighthouse"):
        installed(package)
    wanted = {
        "browser": program("chromium"),
        "profile": str(tmp_path / "profile"),
        "pages": [edition.url("http", path) for path in pages],
        "lighthouse": [edition.url("http", path) for path in lighthouse or []],
    }
    done = subprocess.run([program("node"), str(HERE / "pages.mjs"), json.dumps(wanted)], capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_a_rule_of_accessibility_in_light_or_dark_on_phone_or_desk(edition: Edition, tmp_path: Path, kind: str) -> None:
    found = looked_at(edition, tmp_path, KINDS[kind])["pages"]
    assert len(found) == 4 * len(KINDS[kind])
    for page in found:
        where = f"{page['address']} on a {page['screen']}, {page['scheme']}"
        assert page["violations"] == [], where
        assert page["wide"] == 0, f"{where}: is wider than the screen"
        requests = [str(each["address"]).removeprefix(edition.url("http", "")) for each in page["requests"]]  # type: ignore[attr-defined]
        assert requests[1:] == [SHEET], where


def test_lighthouse_gives_full_marks(edition: Edition, tmp_path: Path) -> None:
    pages = ["/", ARTICLES[0], "/~/search"]
    found = looked_at(edition, tmp_path, [], pages)["lighthouse"]
    assert [page["scores"] for page in found] == [{"accessibility": 1, "best-practices": 1}] * len(pages), found


def checked(edition: Edition, tmp_path: Path, pages: list[str], sheets: list[str]) -> list[str]:
    """What the Nu checker says against *pages* and *sheets*, each with where."""
    jar = installed("vnu-jar") / "build" / "dist" / "vnu.jar"
    files: list[str] = []
    for number, path in enumerate([*pages, *sheets]):
        file = tmp_path / f"{number}.{'css' if path in sheets else 'html'}"
        file.write_bytes(page(edition, path))
        files.append(str(file))
    command = [program("java"), "-Xss4m", "-jar", str(jar), "--also-check-css", "--format", "json", *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert (done.returncode == 0) == (not messages), done.stderr
    return [f"{each.get('url')}: {each['message']} {each.get('extract', '')}" for each in messages]


def test_the_nu_checker_finds_no_error_and_no_warning(edition: Edition, tmp_path: Path) -> None:
    assert checked(edition, tmp_path, [*LISTS, *OTHERS, *ARTICLES], [SHEET]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_weighs_its_text_and_at_most_12_kb(edition: Edition, kind: str) -> None:
    for path in KINDS[kind]:
        body = page(edition, path)
        tree = LexborHTMLParser(body)
        tree.strip_tags(["script"])
        assert tree.body is not None
        assert len(body) - len(tree.body.text().encode()) <= 12_000, path


def page(edition: Edition, path: str) -> bytes:
    """What the web edition sends, a missing page too."""
    try:
        with urllib.request.urlopen(edition.url("http", path), timeout=60) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return error.read()


def test_the_first_screen_is_whole_without_the_style_sheet(edition: Edition, tmp_path: Path) -> None:
    """What a text browser shows first is what the paper says, not the way around it."""
    shown = subprocess.run([program("w3m"), "-dump", "-T", "text/html"], input=page(edition, ARTICLES[0]), capture_output=True, timeout=60, check=True).stdout
    lines = shown.decode().splitlines()[:24]
    assert any("Rat bewilligt Geld" in line for line in lines)
    assert any("Seit Sonntag" in line for line in lines)
