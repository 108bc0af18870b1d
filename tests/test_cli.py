"""The command line: what each command prints, and one clear line with an exit code for whatever goes wrong."""

import gzip
import io
import json
import os
import pty
import random
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from strandpost import PAGE

from broadsheet import cli, cli_common, model
from broadsheet.archive import sqlite
from broadsheet.archive.days import Day
from broadsheet.archive.folder import FILE
from broadsheet.errors import some
from broadsheet.model import Paper

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))

    def go(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return go


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "faehre.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def one_line(err: str) -> bool:
    return err.startswith("broadsheet: ") and err.count("\n") == 1 and err.endswith("\n")


def test_version(run: Run) -> None:
    assert run("version") == (0, "broadsheet 0.1.0\n", "")


def test_the_schema_is_json(run: Run) -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert "Article" in json.loads(out)["$defs"]


def test_read_sets_a_page_as_text(run: Run, page: Path) -> None:
    code, out, err = run("read", page)
    assert (code, err) == (0, "")
    assert out.startswith("# Strandpost -- Die Fähre fährt wieder\n")
    assert "> Nach drei Tagen Eis ist der Weg zur Insel frei." in out
    assert "[1][das Eis]" in out
    assert "[1] https://strandpost.example/eis/!6" in out
    assert "Impressum" not in out


def test_read_gives_json_with_every_field(run: Run, page: Path) -> None:
    code, out, _ = run("read", page, "--format", "json")
    article = json.loads(out)
    assert code == 0
    assert set(article) >= {"kicker", "headline", "teaser", "authors", "tags", "related", "body", "date", "completeness"}
    assert (article["headline"], article["date"], article["completeness"]) == ("Die Fähre fährt wieder", "2026-03-04T10:00:00+01:00", "full")
    assert [person["name"] for person in article["authors"]] == ["Ida Möller"]
    assert [block["type"] for block in article["body"]] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(("form", "start"), [("gemtext", "# "), ("html", "<!"), ("menu", "i# ")])
def test_read_writes_every_format(run: Run, page: Path, form: str, start: str) -> None:
    code, out, _ = run("read", page, "--format", form)
    assert code == 0
    assert out.lower().startswith(start) or start in out[:200]


def test_read_keeps_the_width(run: Run, page: Path) -> None:
    _, out, _ = run("read", page, "--width", "40")
    assert max(len(line) for line in out.splitlines() if "://" not in line) <= 40
    for width in ("39", "121"):
        code, _, err = run("read", page, "--width", width)
        assert code == 2
        assert one_line(err)


def test_read_takes_our_json_and_our_text_back(run: Run, page: Path, tmp_path: Path) -> None:
    _, out, _ = run("read", page, "--format", "json")
    again = tmp_path / "article.json"
    again.write_text(out, encoding="utf-8")
    _, text, _ = run("read", page)
    assert run("read", again) == (0, text, "")
    plain = tmp_path / "article.txt"
    plain.write_text(text, encoding="utf-8")
    code, out, _ = run("read", plain, "--format", "json")
    assert code == 0
    assert model.from_json(out).headline == "Die Fähre fährt wieder"


def test_read_takes_gemtext(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.gmi").write_text("# Notes\n\n2024-12-03\n=> gemini://x.example/ There\n")
    code, out, _ = run("read", str(tmp_path / "notes.gmi"))
    assert code == 0
    assert out.startswith("# Notes\n")
    assert "\n  * [1][There]\n" in out
    assert "[1] gemini://x.example/" in out


def test_read_takes_standard_input_and_gzip(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(PAGE.encode()))))
    code, out, _ = run("read", "-")
    assert code == 0
    assert "Die Fähre fährt wieder" in out


BAD = {
    "empty": (b"", 3),
    "pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 20, 3),
    "text": (b"only words\n", 3),
    "noise": (random.Random(1).randbytes(100_000), 3),
    "noise-with-tags": (random.Random(2).randbytes(1000) + b"<p>" + random.Random(3).randbytes(1000) * 20 + b"<article><h1>", 3),
    "cut-gzip": (gzip.compress(PAGE.encode())[:-400], 4),
    "no-gzip": (b"\x1f\x8b\x08garbage", 4),
    "large": (b"<html><body>" + b"<p>word</p>" * 5_800_000, 3),
    "deep": (b"<html><body>" + b"<div>" * 100_000, 3),
    "json": (b'{"a": 1}', 3),
    "frames": (b"<html><frameset><frame src=a></frameset></html>", 3),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_pages_are_one_clear_line(run: Run, tmp_path: Path, name: str) -> None:
    body, code = BAD[name]
    path = tmp_path / f"{name}.html"
    path.write_bytes(body)
    for command in ("read", "extract"):
        got, out, err = run(command, path)
        assert (got, out) == (code, ""), f"{command}: {err}"
        assert one_line(err)
        assert path.name in err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("read", "nothing given; name a file, an address, or -"),
        ("read a.html b.html", "b.html: read shows one page"),
        ("read --wdith 40 a.html", "unknown option: --wdith"),
        ("serve 7070", "7070: one argument too many; a name of several words stands in quotes. See broadsheet serve --help"),
        ("search --limt 3 eis", "Unknown option: --limt. Did you mean --limit? See broadsheet search --help"),
        ("add", "URL is missing. See broadsheet add --help"),
        ("extract a.html --jobs -3", "Must be >= 0. See broadsheet extract --help"),
        ("raed a.html", 'Unknown command "raed". Did you mean "read"?'),
        ("read paper.example", "there is no such file or folder; check the path, or begin an address with https://"),
    ],
)
def test_a_slip_of_the_fingers_is_named(run: Run, typed: str, says: str) -> None:
    code, out, err = run(*typed.split())
    assert (code, out) == (4 if "https" in says else 2, "")
    assert one_line(err)
    assert says in err


@pytest.mark.parametrize("command", [("withdraw", "https://strandpost.example/faehre/!7"), ("reread", "--yes"), ("reread",)])
def test_a_mistyped_folder_gets_no_archive(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    code, _, err = run(*command, "--data", tmp_path / "typo")
    assert code == 5
    assert "holds no archive" in err
    assert not (tmp_path / "typo").exists()


def test_what_cannot_come_back_is_asked_first(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", page)
    (found,) = json.loads(run("search", "fähre", "--json")[1])["articles"]
    code, out, err = run("withdraw", found["url"])
    assert (code, out) == (2, "")
    assert f"{found['headline']} (strandpost, 2026-" in err
    assert one_line(err)
    assert "answer y, or give --yes" in err
    for answer, left in (("n", 1), ("", 1), ("y", 0)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{answer}\n"))
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        code, out, _ = run("withdraw", found["address"])
        assert code == (2 if left else 0)
        assert out.startswith("Withdraw ")
        assert " for good? [y/N] " in out
        assert json.loads(run("search", "fähre", "--json")[1])["total"] == left


def test_a_question_is_broken_between_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("ja\n"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    assert cli_common.agreed("Delete Der Hafenbote, 48 articles, for good?")
    assert capsys.readouterr().out == "Delete Der Hafenbote, 48 articles, for\n  good? [y/N] "


def test_a_wrong_charset_does_not_spoil_the_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "latin.html"
    path.write_bytes(PAGE.encode("latin-1"))  # which says utf-8
    _, out, _ = run("read", path)
    assert "Die Fähre fährt wieder" in out


@pytest.mark.parametrize("source", ["none.html", ".", "gopher://e.example/", "http://169.254.1.1/"])
def test_a_source_that_cannot_be_read_is_one_clear_line(run: Run, source: str) -> None:
    code, out, err = run("read", source)
    assert code in {2, 4}
    assert out == ""
    assert one_line(err)
    assert source in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("read",), ("nothing",), ("read", "x", "--format", "pdf"), ("read", "x", "--width", "wide"), ("extract",), ("import",), ("search",), ("search", " "),
        ("search", "a", "--limit", "0"), ("serve", "--gopher", "x"), ("serve", "--public", "a b"), ("serve", "--config", "none.toml"), ("serve", "--nothing"),
        ("serve", "--gopher", "off", "--gemini", "off", "--web", "off"), ("serve", "--gopher", "70000"),
    ],
)  # fmt: skip
def test_wrong_words_are_one_clear_line(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert one_line(err)


def test_help_has_examples(run: Run) -> None:
    for command in ("serve", "read", "extract", "import", "search"):
        code, out, _ = run(command, "--help")
        assert code == 0
        assert f"broadsheet {command}" in out


def test_extract_writes_a_line_an_article(run: Run, page: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name in "abc":
        (tmp_path / "pages" / f"{name}.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "pages" / "d.html").write_bytes(b"")
    code, out, err = run("extract", tmp_path / "pages", "--jobs", "2")
    assert code == 0
    assert [json.loads(line)["headline"] for line in out.splitlines()] == ["Die Fähre fährt wieder"] * 3
    assert one_line(err)
    assert "d.html" in err


def test_extract_writes_json_and_text_to_a_file(run: Run, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("extract", page, page, "--format", "json", "-o", out)[0] == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))) == 2
    assert run("extract", page, "--format", "text", "-o", out)[0] == 0
    assert out.read_text(encoding="utf-8").startswith("# Strandpost -- ")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_extract_says_where_it_cannot_write_and_what_it_cannot_read(run: Run, page: Path, tmp_path: Path) -> None:
    code, _, err = run("extract", page, "-o", tmp_path / "none" / "out")
    assert code == 2
    assert one_line(err)
    code, out, err = run("extract", page, tmp_path / "none.html")
    assert code == 4
    assert len(out.splitlines()) == 1
    assert one_line(err)


def test_import_then_search(run: Run, page: Path, tmp_path: Path) -> None:
    assert run("import", page) == (0, "1 found: 1 new, 0 changed, 0 same, 0 front pages, 0 refused, 0 failed\n", "")
    code, out, _ = run("import", page, "--json")
    assert code == 0
    assert json.loads(out) == {"found": 1, "new": 0, "changed": 0, "same": 1, "front": 0, "refused": 0, "failed": 0}
    code, out, _ = run("search", "fähre", 'author:"Ida Möller"', "--json")
    assert code == 0
    assert json.loads(out) == {
        "query": 'fähre author:"Ida Möller"',
        "total": 1,
        "articles": [
            {
                "id": 1,
                "paper": "strandpost",
                "address": "/faehre/!7",
                "kicker": "",
                "headline": "Die Fähre fährt wieder",
                "teaser": "Nach drei Tagen Eis ist der Weg zur Insel frei.",
                "date": "2026-03-04T10:00:00+01:00",
                "url": "https://strandpost.example/faehre/!7",
            }
        ],
    }
    code, out, _ = run("search", "fähre")
    assert out == "2026-03-04  Die Fähre fährt wieder\n            /faehre/!7\n            Nach drei Tagen Eis ist der Weg zur Insel frei.\n1 found\n"
    assert run("search", "zeppelin") == (0, "0 found\n", "")
    code, _, err = run("search", "fähre", "--paper", "none")
    assert code == 2
    assert "strandpost" in err
    code, _, err = run("search", "since:gestern")
    assert code == 2
    assert one_line(err)


def test_import_counts_what_it_refuses(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    code, out, err = run("import", tmp_path / "empty.html", "--data", tmp_path / "archive")
    assert code == 3
    assert "1 refused" in out
    assert one_line(err)
    code, out, err = run("import", tmp_path / "none.html", "--data", tmp_path / "archive")
    assert code == 4
    assert "1 failed" in out
    assert one_line(err)


def test_an_archive_that_is_none_is_one_clear_line(run: Run, page: Path, tmp_path: Path) -> None:
    code, _, err = run("search", "x", "--data", tmp_path / "none")
    assert code == 5
    assert one_line(err)
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "broadsheet.sqlite").write_bytes(b"not a database" * 1000)
    for command in (("search", "x"), ("import", page)):
        code, _, err = run(*command, "--data", tmp_path / "damaged")
        assert code == 5
        assert one_line(err)
    assert (tmp_path / "damaged" / "broadsheet.sqlite").read_bytes() == b"not a database" * 1000


def test_a_folder_that_is_a_file_is_one_clear_line(run: Run, page: Path) -> None:
    code, _, err = run("import", page, "--data", page)
    assert code == 5
    assert one_line(err)


@pytest.mark.parametrize("command", [("read",), ("import",), ("extract",)])
def test_a_name_that_no_disk_takes_is_one_line(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    code, _, err = run(*command, tmp_path / ("x" * 300))
    assert (code, err.count("\n")) == (4, 1)
    assert "File name too long" in err


def test_help_is_a_word_too(run: Run) -> None:
    assert run("help") == run("--help")
    assert run("help", "serve") == run("serve", "--help")
    assert run("help", "serv")[0] == 2


def test_what_search_finds_can_be_read(run: Run, page: Path, tmp_path: Path) -> None:
    assert run("read", "/faehre/!7")[2].startswith("broadsheet: /faehre/!7: there is no such file or folder; ")
    run("import", page, "--jobs", "1")
    (path,) = [line.strip() for line in run("search", "fähre")[1].splitlines() if line.startswith("            /")]
    code, out, err = run("read", path)
    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == run("read", page)[1].splitlines()[:3]
    assert "=> / Titelseite\n" in out
    assert json.loads(run("read", path, "--format", "json")[1])["headline"] == "Die Fähre fährt wieder"
    for list_ in ("/", "/~/newest"):
        out = run("read", list_)[1]
        assert "\nDie Fähre fährt wieder\n" in out
        assert f"\n{path}\n" in out
        assert run("read", list_, "--format", "gemtext")[1].count(path) == 1
    assert json.loads(run("read", "/~/newest", "--format", "json")[1])["kind"] == "newest"
    code, out, err = run("read", "/faehre/!8")
    assert (code, out) == (4, "")
    assert "/faehre/!8: there is no such file, and the edition of " in err
    assert one_line(err)
    (tmp_path / "other").mkdir()
    assert run("read", page, "--data", tmp_path / "other")[0] == 0  # a file is a file, whatever the archive has
    assert run("read", path, "--data", tmp_path / "other")[0] == 4
    (tmp_path / "other" / FILE).write_text("no archive")
    code, out, err = run("read", path, "--data", tmp_path / "other")
    assert (code, out) == (5, "")
    assert err.startswith(f"broadsheet: {path}: there is no such file, and {tmp_path / 'other'}")


def test_a_terminal_gets_lines_that_fit_and_a_program_whole_ones(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", page)
    whole = run("search", "author:möller")[1]
    monkeypatch.setenv("COLUMNS", "40")
    assert run("search", "author:möller")[1] == whole
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    narrow = run("search", "author:möller")[1]
    assert max(map(len, narrow.splitlines())) <= 40 < max(map(len, whole.splitlines()))
    assert narrow.split() == whole.split()


def test_a_narrow_terminal_gets_a_narrow_text(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for wide, most in (("40", 40), ("20", 40), ("200", 75)):
        monkeypatch.setenv("COLUMNS", wide)
        lines = run("read", page)[1].splitlines()
        assert most - 8 < max(len(line) for line in lines if "://" not in line) <= most, wide
    assert max(map(len, run("read", page, "--format", "menu")[1].splitlines())) > 60


def test_examples_stand_each_on_a_line(run: Run) -> None:
    for name in ("serve", "read", "extract", "import", "search", "add", "list", "remove", "fetch", "check", "site", "export", "health", "reread", "withdraw"):
        _, out, _ = run(name, "--help")
        examples = [line.strip(" •") for line in out.splitlines() if line.lstrip().startswith("•")]
        assert examples, name
        assert all(line.startswith(f"broadsheet {name}") for line in examples), (name, examples)


def test_a_field_that_is_none_is_named(run: Run, page: Path) -> None:
    run("import", page)
    code, out, err = run("search", "verfasser:möller")
    assert (code, out) == (0, "0 found\n")
    assert err == "broadsheet: search: verfasser: is no field, and was taken for words; there are author: tag: section: since: until:\n"
    assert run("search", "author:", "möller")[1].endswith("1 found\n")


def test_a_file_where_the_archives_folder_should_be(run: Run, page: Path) -> None:
    code, out, err = run("list", "--data", page)
    assert (code, out) == (5, "")
    assert "Not a directory" in err


def test_a_markdown_file_is_no_page_of_a_text_edition(run: Run, tmp_path: Path) -> None:
    """It begins with a title too, and may quote such a page."""
    (tmp_path / "read.me").write_text(
        "# Boot\n\nEin Programm.\n\n```\n# Blatt -- Titel\n\n8. März 2026, 07:00 · 113 Wörter · vollständig\n\nText.\n```\n", encoding="utf-8"
    )
    code, out, err = run("read", tmp_path / "read.me")
    assert (code, out) == (3, "")
    assert "read.me" in err


def test_help_begins_with_what_a_stranger_wants(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    heads = ["Read", "Fill and publish an archive", "Saved pages as data", "Look after an archive", "Other"]
    assert [line.strip() for line in out.splitlines() if line[:1].isupper() and line.strip() in heads] == heads
    names = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and line[2:3].strip()]
    assert [name for name in names if name in {"read", "serve", "add", "export", "extract", "health", "check"}] == [
        "read", "serve", "add", "export", "extract", "health", "check",
    ]  # fmt: skip
    assert names[-2:] == ["--help", "--version"]


@pytest.mark.parametrize("arguments", [(), ("read", "--help"), ("serve", "--help")])
def test_help_has_no_frames(run: Run, arguments: tuple[str, ...]) -> None:
    _, out, _ = run(*arguments)
    assert not [letter for letter in out if "\N{BOX DRAWINGS LIGHT HORIZONTAL}" <= letter <= "\N{BLACK SQUARE}"]  # a voice says each of them


@pytest.mark.parametrize("typed", ["site {}", "withdraw https://strandpost.example/{}", "export text --section {}", "export text --topic {}", "search {}"])
def test_bytes_that_are_no_utf8_name_nothing(run: Run, page: Path, tmp_path: Path, typed: str) -> None:
    """As a shell hands them over: half of a surrogate pair for each byte."""
    assert run("import", page, "--data", tmp_path / "archive")[0] == 0
    code, out, err = run(*typed.format("\udcff").split(), "--data", tmp_path / "archive")
    assert (code, out) == (0, "0 found\n") or (code == 2 and one_line(err))


@pytest.mark.parametrize("command", ["read {} --format json", "read {} --format html", "extract {}", "extract {} --format text"])
def test_a_language_is_no_way_to_a_terminal(run: Run, tmp_path: Path, command: str) -> None:
    """U+009B stands in UTF-8 for ESC [, and JSON has it as it is."""
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("<p>", '<p><span lang="\x9b2J" class="x">Eins</span> ', 1), encoding="utf-8")
    code, out, _ = run(*command.format(path).split())
    assert code == 0
    assert "Eins" in out
    assert "\x9b" not in out


def test_a_limit_that_no_archive_reaches_is_none(run: Run, page: Path, tmp_path: Path) -> None:
    assert run("import", page, "--data", tmp_path / "archive")[0] == 0
    code, out, err = run("search", "Fähre", "--limit", "1" + "0" * 30, "--data", tmp_path / "archive")
    assert (code, err) == (0, "")
    assert out.endswith("1 found\n")


def test_what_is_found_is_written_in_a_terminals_letters(run: Run, page: Path, tmp_path: Path) -> None:
    run("import", page, "--data", tmp_path / "archive", "--jobs", "1")
    command = [sys.executable, "-m", "broadsheet", "search", "fähre", "--data", tmp_path / "archive"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True, env={"PYTHONIOENCODING": "ascii", "PATH": ""})
    assert b"Die Faehre faehrt wieder\n" in done.stdout


def test_a_terminal_gets_messages_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that a pipe gets are one line each; an address stays whole for copying."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 40))
    address = f"https://paper.example/{'x' * 50}"
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        cli_common.say(f"{address}: was not connected to; check the address, the network and the weather")
        terminal.flush()
        told = os.read(ours, 4096).decode().splitlines()
    os.close(ours)
    assert told == ["broadsheet:", f"  {address}:", "  was not connected to; check the", "  address, the network and the weather"]


def test_a_table_of_health_fits_a_terminal(run: Run, tmp_path: Path) -> None:
    with sqlite.open_archive(tmp_path, write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Bote", address="https://bote.example/"))
        archive.health.count("bote", Day(day="", found=123456, fetched=1234, failed=99, refused=17, words=765432, summaries=45678))
    code, out, _ = run("health", "--data", tmp_path)
    assert code in {0, 8}
    head, row = out.splitlines()[1:3]
    assert len(head) == len(row) <= 79
    assert [row[: head.index(name) + len(name)].split()[-1] for name in ("found", "fetched", "failed", "refused", "summary")] == ["123456", "1234", "99", "17", "38"]


def test_a_narrow_terminal_gets_health_in_words(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite.open_archive(tmp_path, write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Bote", address="https://bote.example/"))
        archive.health.count("bote", Day(day="2026-03-01", found=30, fetched=22, refused=14, paywalled=2, words=880, summaries=240))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "78")
    assert run("health", "--data", tmp_path)[1].splitlines()[1] == "  2026-03-01  30 found, 22 fetched, 14 refused, 2 paywalled; 110 words,"
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("health", "--data", tmp_path)[1].splitlines()
    assert lines[:4] == ["bote", "  2026-03-01  30 found, 22 fetched,", "              14 refused, 2 paywalled;", "              110 words, summary 30"]
    monkeypatch.setenv("COLUMNS", "79")
    assert run("health", "--data", tmp_path)[1].splitlines()[1].endswith(" paywalled words summary")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_what_commands_print_fits_a_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    data = ("--data", tmp_path / "data")
    sample = Path(cli.__file__).parent / "sample"
    told = [run(*command, *data)[1] for command in (("import", sample, "--jobs", "1"), ("list",), ("site", "hafenbote"), ("reread", "--jobs", "1"))]
    for text in told:
        long = [line for line in text.splitlines() if len(line) > width]
        assert all(line.startswith(" ") and " " not in line.strip() for line in long), long  # a name of one word, to be copied
    assert "49 articles, not gathered" in told[1]
    assert ("\n" in told[1].strip()) == (width < 80)


def test_of_many_names_a_message_says_some() -> None:
    assert some(["a", "b"]) == "a, b"
    assert some([]) == "none"
    assert some(map(str, range(20)), 3) == "0, 1, 2 and 17 more"
