"""`broadsheet site`: what is known of a site is shown, with what it changes, by host, address or key; hostile text is clean."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet import cli, cli_site
from broadsheet.archive.sqlite import open_archive
from broadsheet.errors import UsageError
from broadsheet.knowledge import Knowledge, Observation, Text, digest, learn, learn_list, words
from broadsheet.model import Paper

APPEAL = "Der Hafenbote kommt auch als Brief: jeden Freitag alles, was die Flut angespült hat."
NAMES = ("Brücke", "Hering", "Leuchtturm", "Bücherei", "Rathaus", "Fähre", "Orgel", "Möwe", "Regatta", "Uhrwerk")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def go(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["site", *arguments, "--data", str(tmp_path)])
        out, err = capsys.readouterr()
        return code, out, err

    return go


def known_of(count: int, **more: object) -> Knowledge:
    known = Knowledge()
    for number, name in enumerate(NAMES[:count]):
        seen = Observation(
            address=f"https://bote.example/stadt/{name.lower()}-{4711 + number}.html", words=words(name), texts=(Text(digest(APPEAL), APPEAL),),
            sources="h", others="ol", names=("Der Bote",), ending="Bote & Co", container="div.text", tag_links="ul.tags", **more,  # type: ignore[arg-type]
        )  # fmt: skip
        known = learn(known, seen)
    return learn_list(known, "https://bote.example/stadt/")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with open_archive(tmp_path, write=True) as opened:
        opened.put_paper(Paper(key="bote", name="Der Bote", address="https://www.bote.example/"))
        opened.sites.put("bote.example", known_of(10))
    return tmp_path


@pytest.mark.parametrize("name", ["bote.example", "www.bote.example", "https://bote.example/stadt/x.html", "bote"])
def test_a_site_is_shown_by_host_address_or_key(run: Run, archive: Path, name: str):
    code, out, err = run(name)
    assert (code, err) == (0, "")
    assert out.startswith("bote.example  learned from 10 articles\n  articles  /*/*-#.html\n")
    for line in ("  lists     /stadt/", "  container div.text (10)", "  tags      ul.tags (10)", f"  repeated  10 articles: {APPEAL}"):
        assert f"{line}\n" in out
    assert "  headline  h1; of 10 articles whose sources differ: h1 10\n" in out
    assert "  changes   1 text is left out of articles" in out
    assert "'Der Bote' is taken for the paper" in out
    assert "'Bote & Co' ends titles" in out
    assert "the headline is taken from h1 where the sources differ\n" in out


def test_the_same_as_json(run: Run, archive: Path):
    code, out, _ = run("bote", "--json")
    told = json.loads(out)
    assert code == 0
    assert list(told) == list(cli_site.Report.__struct_fields__)
    assert told["repeated"] == [{"articles": 10, "unlike": 5, "text": APPEAL, "acts": True}]
    assert told["headline"] == "h1"


def test_what_is_not_enough_is_said(run: Run, tmp_path: Path):
    with open_archive(tmp_path, write=True) as opened:
        opened.sites.put("bote.example", learn(known_of(2), Observation(address="https://bote.example/x")))
        opened.sites.put("neu.example", known_of(1))
    _, out, _ = run("neu.example")
    assert "learned from 1 article\n" in out
    assert "  changes   nothing yet\n" in out
    report = cli_site.report("bote.example", Knowledge(articles=20, texts=known_of(2).texts, recent=known_of(2).recent))
    assert [text.acts for text in report.repeated] == [False]
    assert "(too few to act)" in "\n".join(cli_site._lines(report))


def test_a_site_that_nothing_is_known_of_is_an_error(run: Run, archive: Path):
    for name in ("nowhere.example", "x\x1b[2Jy", "http://[", ""):
        code, out, err = run(name)
        assert (code, out) == (UsageError.exit_code, "")
        assert err.startswith("broadsheet: ")
        assert err.count("\n") == 1
        assert "\x1b" not in err
    assert "there are: bote.example" in run("nowhere.example")[2]


def test_the_rules_of_a_site_config_are_shown_with_their_faults(run: Run, archive: Path, tmp_path: Path):
    pytest.importorskip("lxml")
    (tmp_path / "ftr").mkdir()
    (tmp_path / "ftr" / "bote.example.txt").write_text("title: //h1[\nbody: //div\nnext_page_link: //a\ntidy: no\nhttp_header(Referer): x\ntitl: //h1")
    (tmp_path / "broadsheet.toml").write_text('site_configs = "ftr"')
    _, out, err = run("bote", "--config", str(tmp_path / "broadsheet.toml"))
    assert err == ""
    assert "  rules     bote.example.txt\n            no XPath, and not applied: //h1[: Invalid" in out
    assert "  ignored   tidy, http_header(Referer)\n  unknown   titl\n" in out
    assert "  changes   the rules of bote.example.txt are applied before all that was learned\n" in out


def test_no_control_character_comes_out(run: Run, tmp_path: Path):
    with open_archive(tmp_path, write=True) as opened:
        opened.sites.put("bote.example", known_of(6, related_box="div.\x1b[2J\u202ex"))
    _, out, _ = run("bote.example")
    assert "\x1b" not in out
    assert "\u202e" not in out
