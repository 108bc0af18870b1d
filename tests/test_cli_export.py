"""The command `export`: files where they are wanted, one clear line where they are not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet import cli
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import Article, Paper, Paragraph, Span

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.chdir(tmp_path)
    with open_archive(tmp_path / "share" / "broadsheet", write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/", language="de"))
        for number in (1, 2):
            body = (Paragraph((Span(f"Der Nebel kam zum {number}. Mal."),)),)
            archive.put("bote", Article(address=f"https://bote.example/nebel/!{number}", headline=f"Nebel {number}", date=f"2026-03-0{number}", body=body))

    def go(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.run(["export", *(str(argument) for argument in arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return go


def test_text_and_json_lines_go_to_standard_output(run: Run) -> None:
    code, out, err = run("text", "--day", "2026-03-01")
    assert (code, err) == (0, "")
    assert out.startswith("# Der Bote -- Die Zeitung vom 1. März 2026\n")
    code, out, err = run("jsonl", "--paper", "bote")
    assert (code, err, out.count("\n")) == (0, "", 2)


def test_other_files_are_named_after_paper_and_choice(run: Run, tmp_path: Path) -> None:
    assert run("mbox", "--day", "2026-03-01") == (0, "", "bote-2026-03-01.mbox: 1 article\n")
    assert (tmp_path / "bote-2026-03-01.mbox").read_bytes().startswith(b"From ")
    assert run("mbox", "-o", "-")[1].count("\nSubject: ") == 2


def test_a_file_is_written_where_it_is_wanted_and_leaves_nothing_beside_it(run: Run, tmp_path: Path) -> None:
    assert run("text", "-o", tmp_path / "alles.txt") == (0, "", f"{tmp_path}/alles.txt: 2 articles\n")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["alles.txt", "share"]


def test_a_link_that_leads_to_itself_becomes_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    code, out, _ = run("text", "-o", tmp_path / "loop")
    assert (code, out) == (0, "")
    assert (tmp_path / "loop").read_text(encoding="utf-8").startswith("# Der Bote")


def test_a_tree_is_a_folder_and_only_what_changed_is_written_again(run: Run, tmp_path: Path) -> None:
    code, out, err = run("tree", "--day", "2026-03-01")
    assert (code, out, err) == (0, "", "bote-2026-03-01: 1 article, 11 files written, 0 unchanged\n")
    folder = tmp_path / "bote-2026-03-01"
    assert (folder / "nebel" / "!1" / "gophermap").read_text(encoding="utf-8").startswith("i# Der Bote -- Nebel 1\tTITLE\n")
    page = folder / "index.gmi"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    page.write_text("anders", encoding="utf-8")
    assert run("tree", "--day", "2026-03-01")[2].endswith("1 files written, 10 unchanged\n")
    assert page.read_text(encoding="utf-8").startswith("# Die Zeitung")
    assert all(path.stat().st_mtime_ns == time for path, time in before.items() if path != page)
    assert not list(folder.rglob(".*"))


def test_a_tree_may_lie_below_a_servers_root(run: Run, tmp_path: Path) -> None:
    assert run("tree", "--root", "/papers/bote/", "-o", tmp_path / "x")[0] == 0
    assert "\t/papers/bote/nebel/!1/\n" in (tmp_path / "x" / "gophermap").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("text", "--day", "2020-01-01"), "--day 2020-01-01: Der Bote has no article of that day"),
        (("text", "--data", "leer"), "leer holds no archive"),
        (("text", "-o", "nirgends/x.txt"), "--output nirgends/x.txt: cannot be written (No such file or directory)"),
        (("text", "--root", "/x"), "--root /x: belongs to a tree"),
        (("tree", "--root", "/x y"), "--root /x y: belongs to a tree, and takes a path of letters"),
        (("tree", "-o", "datei"), "--output datei: _/style.css cannot be written (Not a directory)"),
        (("tree", "-o", "-"), "--output -: a tree is a folder of many files; name a folder"),
        (("brot",), 'Invalid value "brot"'),
    ],
)
def test_what_cannot_be_is_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    Path("datei").touch()
    code, out, err = run(*arguments)
    assert (code > 0, out) == (True, "")
    assert err.startswith(f"broadsheet: {words}")
    assert err.count("\n") == 1
