"""`extract` and `import` on many saved pages: WARC files, lists of files, errors in a file, and going on after a stop."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from strandpost import PAGE
from test_cli import Run, one_line, run
from warcs import record

import broadsheet
from broadsheet import workers

__all__ = ["run"]  # the fixture


def page(number: int) -> bytes:
    return PAGE.replace("/!7", f"/!{number}").replace("elf Menschen", f"{number} Menschen").encode()


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    file = tmp_path / "news.warc"
    records = [record(f"https://strandpost.example/faehre/!{number}", b"<p>" if number == 13 else page(number)) for number in range(10, 30)]
    file.write_bytes(b"".join(records))
    return file


def sources(file: Path) -> list[str]:
    return [json.loads(line)["source"] for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_rules_of_site_configs_hold_for_read_and_extract(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    saved, config = tmp_path / "saved.html", tmp_path / "broadsheet.toml"
    saved.write_bytes(page(7))
    (tmp_path / "ftr").mkdir()
    (tmp_path / "ftr" / "strandpost.example.txt").write_text("title: concat('Regel: ', //h1)")
    config.write_text('site_configs = "ftr"')
    plain = json.loads(run("read", saved, "--format", "json")[1])["headline"]
    read = json.loads(run("read", saved, "--format", "json", "--config", config)[1])
    extracted = json.loads(run("extract", saved, "--jobs", "1", "--config", config)[1])
    for one in (read, extracted):
        assert one["headline"] == f"Regel: {plain}"
        assert one["extractor"].endswith("strandpost.example.txt")
    assert json.loads(run("extract", saved, "--jobs", "1")[1])["headline"] == plain
    config.write_text('site_configs = "none"')
    for command in ("read", "extract"):
        code, out, err = run(command, saved, "--config", config)
        assert (code, out) == (2, "")
        assert "site_configs is no folder" in err
        assert one_line(err)


def test_a_warc_file_gives_records_and_a_file_of_errors(run: Run, warc: Path, tmp_path: Path) -> None:
    out, errors = tmp_path / "out.jsonl", tmp_path / "errors.jsonl"
    code, _, err = run("extract", warc, "-o", out, "--errors", errors, "--jobs", "1")
    assert code == 0
    refused, told = err.splitlines()
    assert one_line(f"{refused}\n")
    assert told == f"{out}: 19 articles, 1 refused or failed"
    assert sources(out) == [f"{warc}@{number}" for number in range(1, 21) if number != 4]
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["extractor"].startswith("broadsheet ")
    (failure,) = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert (failure["source"], failure["address"], failure["reason"]) == (f"{warc}@4", "https://strandpost.example/faehre/!13", "no-article")
    assert failure["message"]


@pytest.mark.parametrize("full", ["--output", "--errors"])
def test_a_full_disk_is_said_of_the_file_that_it_holds(run: Run, tmp_path: Path, full: str) -> None:
    warc = tmp_path / "long.warc"
    long = page(7).replace(b"</p>", b" und die Menschen am Ufer winken ihr nach" * 9000 + b".</p>", 1)  # more than a buffer holds
    warc.write_bytes(record("https://strandpost.example/faehre/!6", b"<p>") + record("https://strandpost.example/faehre/!7", long))
    files = {"--output": tmp_path / "out.jsonl", "--errors": tmp_path / "errors.jsonl"} | {full: Path("/dev/full")}
    code, _, err = run("extract", warc, *(part for option in files.items() for part in option), "--jobs", "1")
    assert code == 2
    assert f"{full} /dev/full: cannot be written (No space left on device)" in err.splitlines()[-1]


def test_a_full_disk_is_said_of_a_table(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "page.html").write_bytes(page(7))
    code, _, err = run("extract", tmp_path / "page.html", "-o", "/dev/full", "--format", "parquet", "--jobs", "1")
    assert (code, err) == (2, "broadsheet: --output /dev/full: cannot be written (No space left on device); make room there and do it again\n")


@pytest.mark.parametrize("what", ["Popen", "Pipe"])
def test_a_system_without_room_for_processes_is_said(run: Run, warc: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(workers.subprocess if what == "Popen" else workers, what, none)
    for command in (("extract", warc, "-o", tmp_path / "out.jsonl"), ("import", warc, "--data", tmp_path / "data")):
        code, out, err = run(*command)
        assert (code, out) == (1, "")
        assert "no process could be begun that reads pages (Resource temporarily unavailable); give fewer --jobs" in err
        assert one_line(err)


def test_a_front_page_is_no_article_for_both_commands(run: Run, tmp_path: Path) -> None:
    folder, errors = tmp_path / "pages", tmp_path / "errors.jsonl"
    folder.mkdir()
    (folder / "paper.toml").write_text('key = "post"\nname = "Die Post"\naddress = "https://post.example/heute"\n')
    addresses = {"a": "https://strandpost.example/", "b": "https://strandpost.example/faehre/!7", "c": "https://post.example/heute"}
    front = (Path(broadsheet.__file__).parent / "sample" / "index.html").read_bytes()
    for name in addresses:
        (folder / f"{name}.html").write_bytes(page(7) if name == "b" else front)
    (folder / "captures.jsonl").write_text("".join(f"{json.dumps({'id': name, 'url': url})}\n" for name, url in addresses.items()))
    code, out, err = run("extract", folder, "--errors", errors, "--jobs", "1")
    assert code == 0
    assert [json.loads(line)["source"] for line in out.splitlines()] == [str(folder / "b.html")]
    failures = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert [(each["source"], each["reason"]) for each in failures] == [(str(folder / f"{name}.html"), "front-page") for name in ("a", "c")]
    assert all(each["message"] in err for each in failures)
    code, out, _ = run("import", folder, "--data", tmp_path / "data", "--jobs", "1")
    assert "1 new" in out
    assert "2 front pages" in out
    assert run("extract", folder / "a.html", "--jobs", "1")[0] == 3


def test_a_list_of_files_is_read_behind_the_paths(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        (tmp_path / f"{number}.html").write_bytes(page(number))
    (tmp_path / "list").write_text(f"{tmp_path}/2.html\n\n{tmp_path}/1.html\n", encoding="utf-8")
    code, out, _ = run("extract", tmp_path / "0.html", "--files-from", tmp_path / "list", "--jobs", "1")
    assert code == 0
    assert [json.loads(line)["source"][-6:] for line in out.splitlines()] == ["0.html", "2.html", "1.html"]
    code, _, err = run("extract", "--files-from", tmp_path / "none")
    assert code == 4
    assert one_line(err)
    assert run("import", "--files-from", tmp_path / "list", "--jobs", "1")[1].startswith("2 found: 2 new")


def test_a_hyphen_is_standard_input_and_output(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "broadsheet", "extract", "--files-from", "-", "-o", "-", "--jobs", "1"]
    done = subprocess.run(command, input=f"{page}\n", capture_output=True, text=True, timeout=60, check=True, cwd=page.parent)
    assert json.loads(done.stdout)["source"] == str(page)
    assert done.stderr == ""
    assert not (page.parent / "-").exists()


@pytest.mark.parametrize("command", ["extract", "import"])
def test_an_address_is_no_saved_page(run: Run, command: str) -> None:
    code, _, err = run(command, "https://paper.example/a")
    assert code == 2
    assert err == (
        "broadsheet: https://paper.example/a: is an address, and pages that were saved are taken here; `broadsheet read` shows one page, `add` a newspaper\n"
    )


@pytest.mark.parametrize(
    ("command", "module", "says"),
    [
        (("import", "page.html"), "newsroom.import_paths", "what was taken in stays in {}/share/broadsheet: go on with --resume"),
        (("reread", "--yes"), "rereading.reread", "the next `reread --yes` goes on"),
        (("reread",), "rereading.reread", "nothing was changed"),
    ],
)
def test_who_stops_is_told_what_stays(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], module: str, says: str
) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run("import", "page.html", "--jobs", "1")

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"broadsheet.{module}", stopped)
    code, out, err = run(*command)
    assert (code, out) == (130, "")
    assert one_line(err)
    assert says.format(tmp_path) in err


def test_a_near_duplicate_is_marked(run: Run, tmp_path: Path) -> None:
    long = " ".join(f"<p>Satz {number} erzählt vom Wasserstand am Pegel und von der Brücke, die {number} Tage stand.</p>" for number in range(30))
    for number in range(3):
        body = PAGE.replace("</article>", (long if number < 2 else long[:300]) + "</article>").replace("/!7", f"/!{number}").replace("elf", str(number))
        (tmp_path / f"{number}.html").write_text(body, encoding="utf-8")
    _, out, _ = run("extract", tmp_path, "--jobs", "1")
    assert [json.loads(line).get("near", "") for line in out.splitlines()] == ["", f"{tmp_path}/0.html", ""]


def test_a_stopped_run_goes_on_and_ends_as_if_it_had_not_stopped(warc: Path, tmp_path: Path) -> None:
    """The real process is killed in the middle; what it leaves is cut once more, within a record."""
    command = [sys.executable, "-m", "broadsheet", "extract", str(warc), "--errors", str(tmp_path / "errors.jsonl"), "--jobs", "1"]
    whole = tmp_path / "whole.jsonl"
    subprocess.run([*command[:-4], "-o", str(whole), "--jobs", "1"], check=True, timeout=60, capture_output=True)
    out, part = tmp_path / "out.jsonl", tmp_path / ".out.jsonl.part"
    fifo = tmp_path / "zz.html"
    os.mkfifo(fifo)  # which never gives anything: the run waits there, behind all pages
    running = subprocess.Popen([*command, str(fifo), "-o", str(out), "--resume"], stderr=subprocess.PIPE)
    try:
        give_up = time.monotonic() + 60
        while not part.exists() and time.monotonic() < give_up:
            time.sleep(0.05)
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
    finally:
        running.kill()
        _, err = running.communicate()
    assert b"go on with --resume" in err
    assert not out.exists()
    lines = whole.read_bytes().splitlines(keepends=True)
    part.write_bytes(b"".join(lines[:7]) + lines[7][:50])
    done = subprocess.run([*command, "-o", str(out), "--resume"], check=True, timeout=60, capture_output=True)
    assert out.read_bytes() == whole.read_bytes(), done.stderr
    assert not part.exists()
    again = subprocess.run([*command, "-o", str(out), "--resume"], check=True, timeout=60, capture_output=True)
    assert b"is complete" in again.stderr


def test_going_on_needs_lines_in_a_file_and_a_table_a_name(run: Run, warc: Path, tmp_path: Path) -> None:
    for arguments in (("--resume",), ("--resume", "-o", tmp_path / "x", "--format", "json"), ("--format", "parquet")):
        code, _, err = run("extract", warc, *arguments)
        assert code == 2, arguments
        assert one_line(err)


def test_a_table_is_written(run: Run, warc: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert run("extract", warc, "-o", tmp_path / "out.parquet", "--jobs", "1")[0] == 0  # the ending says it
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.num_rows == 19
    assert table.column("headline")[0].as_py() == "Die Fähre fährt wieder"


def test_a_table_without_pyarrow_says_what_to_install(run: Run, warc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = run("extract", warc, "--format", "parquet", "-o", tmp_path / "out.parquet")
    assert code == 2
    assert "pip install pyarrow" in err
    assert not [path for path in tmp_path.iterdir() if "parquet" in path.name]


def test_an_import_passes_over_what_the_archive_holds(run: Run, warc: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors.jsonl"
    assert run("import", warc, "--jobs", "1", "--errors", errors)[1].startswith("20 found: 19 new, 0 changed, 0 same, 0 front pages, 1 refused")
    assert run("import", warc, "--jobs", "1", "--errors", errors, "--resume")[1].startswith("20 found: 0 new, 0 changed, 19 same, 0 front pages, 1 refused")
    assert sources(errors) == [f"{warc}@4"] * 2


def test_a_file_of_errors_that_cannot_be_written_is_told(run: Run, warc: Path, tmp_path: Path) -> None:
    code, _, err = run("extract", warc, "--errors", tmp_path / "none" / "errors", "-o", tmp_path / "out")
    assert code == 2
    assert "--errors" in err


@pytest.mark.parametrize("other", ["articles.jsonl", "./articles.jsonl", "link.jsonl"])
@pytest.mark.parametrize("exists", [True, False])
def test_articles_and_errors_do_not_overwrite_each_other(run: Run, warc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str, exists: bool) -> None:
    monkeypatch.chdir(tmp_path)
    if exists:
        (tmp_path / "articles.jsonl").write_text("before\n")
    (tmp_path / "link.jsonl").symlink_to("articles.jsonl")
    code, out, err = run("extract", warc, "-o", "articles.jsonl", "--errors", other, "--jobs", "1")
    assert (code, out) == (2, "")
    assert "is the file of --output" in err
    assert (tmp_path / "articles.jsonl").exists() is exists
    assert run("extract", warc, "-o", "/dev/null", "--errors", "/dev/null", "--jobs", "1")[0] == 0


def test_a_folder_without_a_page_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# No page")
    for command in (("extract", tmp_path, "--jobs", "1"), ("import", tmp_path, "--jobs", "1", "--data", tmp_path / "archive")):
        code, _, err = run(*command)
        assert (code, one_line(err)) == (3, True)
        assert f"{tmp_path}: there is no page" in err


def test_what_a_page_without_an_address_is_told_to_have_helps(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / 'Die "Fähre".html').write_text(re.sub(r'<link rel="canonical"[^>]*>|<meta property="og:url"[^>]*>', "", PAGE).replace("strandpost.example", ""), "utf-8")
    command = ("import", folder, "--data", tmp_path / "archive", "--jobs", "1")
    code, _, err = run(*command)
    assert (code, one_line(err)) == (3, True)
    told = re.search(r"write (\{.*\}) with its own address into captures\.jsonl", err)
    assert told, err
    (folder / "captures.jsonl").write_text(told[1], "utf-8")
    assert run(*command)[1].startswith("1 found: 1 new")


def test_json_lines_are_named_as_such(run: Run, page_file: Path, tmp_path: Path) -> None:
    run("extract", page_file, page_file, "-o", tmp_path / "two.jsonl", "--jobs", "1")
    code, _, err = run("read", tmp_path / "two.jsonl")
    assert (code, one_line(err)) == (3, True)
    assert "of JSON lines give one (head -1)" in err


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    file = tmp_path / "faehre.html"
    file.write_bytes(page(7))
    return file
