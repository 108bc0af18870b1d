"""What stands beside pages: addresses and times, and the paper."""

import gzip
import os
from pathlib import Path

import pytest

from broadsheet.errors import ConfigError
from broadsheet.gather import manifest
from broadsheet.gather.files import UnreadableError, captures
from broadsheet.model import Capture, Paper

PAGE = b'<link rel="canonical" href="https://b.example/said">'


def pages(*paths: Path) -> dict[str, tuple[str, str]]:
    return {Path(each.source).name: (each.address, each.time) for each in captures(paths) if isinstance(each, Capture)}


def write(folder: Path, name: str, data: bytes = PAGE) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    os.utime(file, (0, 0))


def test_beside_pages_or_above_them(tmp_path: Path):
    for name in ("pages/A_1.html.gz", "pages/B.html", "pages/C.html", "pages/D.html"):
        write(tmp_path, name)
    (tmp_path / "truth.jsonl").write_text(
        '{"id": "A_1", "url": "https://b.example/1", "crawled": "2025-01-13 13:17:58.165742", "gold": {"authors": [1, null]}, "country": "de"}\n'
        "\n"
        '{"id": "B.html", "url": "javascript:x", "crawled": "gestern"}\n'
        '{"id": "pages/C", "url": "https://b.example/3", "crawled": "2025-01-13T13:00:00+01:00"}\n'
    )
    expected = {
        "A_1.html.gz": ("https://b.example/1", "2025-01-13T13:17:58.165742Z"),
        "B.html": ("https://b.example/said", "1970-01-01T00:00:00Z"),
        "C.html": ("https://b.example/3", "2025-01-13T12:00:00Z"),
        "D.html": ("https://b.example/said", "1970-01-01T00:00:00Z"),
    }
    assert pages(tmp_path) == expected
    assert pages(tmp_path / "pages") == expected
    assert pages(tmp_path / "pages" / "A_1.html.gz") == {"A_1.html.gz": expected["A_1.html.gz"]}


def test_the_nearest_manifest_counts_and_captures_before_truth(tmp_path: Path):
    for name in ("a/x.html", "b/x.html"):
        write(tmp_path, name)
    (tmp_path / "truth.jsonl").write_text('{"id": "x", "url": "https://b.example/truth"}')
    assert pages(tmp_path / "a") == {"x.html": ("https://b.example/truth", "1970-01-01T00:00:00Z")}
    (tmp_path / "captures.jsonl").write_text('{"id": "x", "url": "https://b.example/captures"}')
    (tmp_path / "a" / "captures.jsonl").write_text('{"id": "x", "url": "https://b.example/near"}')
    assert pages(tmp_path / "a")["x.html"][0] == "https://b.example/near"
    assert pages(tmp_path / "b")["x.html"][0] == "https://b.example/captures"


def test_pages_of_a_manifest_come_in_order_of_time(tmp_path: Path):
    for name in ("a.html", "b.html", "c.html", "d.html"):
        write(tmp_path, name)
    (tmp_path / "captures.jsonl").write_text('{"id": "a", "crawled": "2025-01-03"}\n{"id": "c", "crawled": "2025-01-01"}\n{"id": "b", "crawled": "2025-01-02"}')
    assert list(pages(tmp_path)) == ["d.html", "c.html", "b.html", "a.html"]


@pytest.mark.parametrize("line", ["not json", '{"url": "x"}', '{"id": 7}', '"x"', b"\xff\xfe".decode("latin-1"), '{"id": "x\udc80"}', '{"id": "x", "more": ' + "[" * 100_000], ids=lambda line: ascii(line[:20]))
def test_a_manifest_that_is_none_is_told_once(tmp_path: Path, line: str):
    for name in ("a.html", "b.html"):
        write(tmp_path, name)
    (tmp_path / "captures.jsonl").write_bytes(b'{"id": "a", "url": "https://b.example/a"}\n' + line.encode("utf-8", "surrogateescape"))
    found = list(captures([tmp_path]))
    problems = [each for each in found if isinstance(each, UnreadableError)]
    assert len(problems) == 1
    assert problems[0].message.startswith(f"{tmp_path}/captures.jsonl, line 2: not a manifest's line")
    assert problems[0].message.endswith("); the pages are read by its other lines")
    assert len(found) == 3
    assert [each.address for each in found if isinstance(each, Capture)] == ["https://b.example/a", "https://b.example/said"], "the other lines hold"


def test_many_wrong_lines_are_told_in_one(tmp_path: Path):
    for name in ("a.html", "b.mhtml", "c.webarchive"):
        write(tmp_path, name)
    lines = ["x", *('{"no": "id"}' for _ in range(7)), *(f'{{"id": "{name}", "url": "https://b.example/{name}"}}' for name in "abc")]
    (tmp_path / "captures.jsonl").write_text("\n".join(lines))
    *pages, problem = sorted(captures([tmp_path]), key=lambda each: isinstance(each, UnreadableError))
    assert isinstance(problem, UnreadableError)
    assert ", line 1: not a manifest's line (" in problem.message
    assert "), nor are 7 more; the pages are read by its other lines" in problem.message
    assert [each.address for each in pages if isinstance(each, Capture)] == [f"https://b.example/{name}" for name in "abc"]


PAPER = """
key = "hafen-bote"
name = "Der Hafenbote"
address = "https://hafenbote.example"
language = "de"
timezone = "Europe/Berlin"
permission = '''
Frei.
'''
licence = "of a later version"
sections = ["Politik", "Kultur"]
"""


def test_a_paper(tmp_path: Path):
    write(tmp_path, "paper.toml", PAPER.encode())
    expected = Paper(
        key="hafen-bote", name="Der Hafenbote", address="https://hafenbote.example/", language="de", timezone="Europe/Berlin", sections=("Politik", "Kultur"), permission="Frei."
    )
    assert manifest.paper(tmp_path / "paper.toml") == expected
    write(tmp_path, "pages/a.html")
    write(tmp_path, "year/2024/paper.toml", PAPER.replace("hafen-bote", "beilage").encode())
    for path in (tmp_path / "pages", tmp_path / "pages" / "a.html"):
        assert list(manifest.papers([path])) == [expected], path
    assert [paper.key for paper in manifest.papers([tmp_path])] == ["hafen-bote", "beilage"]
    assert len(list(manifest.papers([tmp_path / "pages" / "a.html", tmp_path]))) == 2, "each once"
    assert list(manifest.papers([tmp_path / "none"])) == [expected], "above a path that is not there: the path says so when it is read"


def test_sections_may_be_tables(tmp_path: Path):
    text = PAPER.replace('sections = ["Politik", "Kultur"]', '[[sections]]\nname = "Politik"\naddress = "/politik/"\n[[sections]]\nname = "Kultur"')
    write(tmp_path, "paper.toml", text.encode())
    assert manifest.paper(tmp_path / "paper.toml").sections == ("Politik", "Kultur")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('key = "hafen-bote"', 'key = "Hafen Bote"', "key = 'Hafen Bote'"),
        ('key = "hafen-bote"', f'key = "{"x" * 61}"', "at most 60"),
        ('key = "hafen-bote"', "", "key: is missing; it takes key, name"),
        ('address = "https://hafenbote.example"', 'address = "hafenbote"', "full address"),
        ("Europe/Berlin", "Europe/Niederhaven", "IANA"),
        ('language = "de"', "language = 7", "language: takes a text in quotes, not a whole number"),
        ('name = "Der Hafenbote"', "name = ", "paper.toml"),
        ('name = "Der Hafenbote"', "name = " + "[" * 100_000, "paper.toml"),
    ],
)
def test_a_paper_that_is_described_wrongly(tmp_path: Path, old: str, new: str, says: str):
    write(tmp_path, "paper.toml", PAPER.replace(old, new).encode())
    with pytest.raises(ConfigError) as error:
        manifest.paper(tmp_path / "paper.toml")
    assert error.value.message.startswith(f"{tmp_path}/paper.toml: ")
    assert says in error.value.message


def test_a_paper_that_cannot_be_read(tmp_path: Path):
    (tmp_path / "paper.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        manifest.paper(tmp_path / "paper.toml")
    (tmp_path / "other.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"other\.toml: is not UTF-8"):
        manifest.paper(tmp_path / "other.toml")


def test_the_corpus(shared: Path):
    found = list(captures([shared / "corpus" / "fundus"]))
    assert len(found) == 170
    assert all(isinstance(each, Capture) and each.address.startswith("http") and each.time > "2023" for each in found)
    times = [each.time for each in found if isinstance(each, Capture)]
    assert times == sorted(times)
