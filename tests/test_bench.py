"""The measuring tools: what they print is what was measured, and a broken promise is seen."""

import gzip
import importlib
import importlib.util
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import render
from broadsheet.errors import ExtractionError

BENCH = Path(__file__).resolve().parent.parent / "bench"
SAMPLE = Path(__file__).resolve().parent.parent / "src" / "broadsheet" / "sample"
NAMES = ("peers", "predict", "footprint", "extract", "mutate", "fuzz", "heavy")
PAGE = b"<html lang=en><title>A bridge</title><article><h1>A bridge turns</h1><p>" + b"The bridge turned at noon, and it turned back. " * 9 + b"</p></article></html>"


@pytest.fixture(scope="module")
def bench() -> Iterator[dict[str, ModuleType]]:
    """The modules of bench/, which is no package, and what has their names outside of it left alone."""
    held = {name: sys.modules.pop(name) for name in NAMES if name in sys.modules}
    sys.path.insert(0, str(BENCH))
    try:
        yield {name: importlib.import_module(name) for name in NAMES}
    finally:
        sys.path.remove(str(BENCH))
        for name in NAMES:
            sys.modules.pop(name, None)
        sys.modules.update(held)


@pytest.fixture
def small_set(tmp_path: Path) -> Path:
    """A set of two pages and the score.py that counts what it was given."""
    folder = tmp_path / "small"
    (folder / "pages").mkdir(parents=True)
    for name in ("one", "two"):
        (folder / "pages" / f"{name}.html.gz").write_bytes(gzip.compress(PAGE.replace(b"A bridge", name.encode())))
    (folder / "truth.jsonl").write_text("".join(json.dumps({"id": name, "url": f"https://paper.example/{name}"}) + "\n" for name in ("one", "two")))
    (tmp_path / "score.py").write_text(
        "def score(truth, found):\n"
        "    right = [found[r['id']].get('title', '').split(' ')[0] == r['id'] for r in truth]\n"
        "    return {'title': sum(right) / len(right), 'body': 0.5, 'pages': 2}, {}\n"
    )
    return folder


def test_a_set_is_measured_by_its_own_score(bench: dict[str, ModuleType], small_set: Path) -> None:
    rows = bench["extract"].measure(small_set, ["broadsheet", "bare parse"], rounds=2)
    assert [row.peer for row in rows] == ["broadsheet", "bare parse"]
    assert rows[0].figures == {"title": 1.0, "body": 0.5}
    assert rows[1].figures == {}
    assert rows[1].times == 1.0
    assert rows[0].ms > rows[1].ms > 0
    lines = bench["extract"].table(rows).split("\n")
    assert lines[0] == "| | version | body | title | ms a page | × bare parse |"
    assert lines[2].startswith("| broadsheet | ")
    assert "| 0.500 | 1.000 |" in lines[2]
    assert lines[3].count(" – ") == 2
    assert {line.count("|") for line in lines} == {7}


def test_a_peer_that_raises_gives_an_empty_prediction(bench: dict[str, ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)

    def work(page: object) -> object:
        raise KeyError("no such thing")

    answer = bench["peers"].turn("a peer", work, dict, [(str(tmp_path / "a.html"), "", "")], keep=True)
    assert answer["predictions"] == [{}]
    assert len(answer["ms"]) == 1
    assert "KeyError: 'no such thing'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["trafilatura", "trafilatura-precision", "readability-lxml", "newspaper4k", "resiliparse", "fundus"])
@pytest.mark.filterwarnings("ignore")
def test_peers_that_are_installed_find_the_text(bench: dict[str, ModuleType], name: str) -> None:
    peer = bench["peers"].PEERS[name]
    pytest.importorskip({"readability-lxml": "readability", "newspaper4k": "newspaper"}.get(name, peer.package))
    work, read = peer.make()
    found = read(work(bench["peers"].Sample(PAGE, "https://paper.example/a", "2026-03-04")))
    if name != "fundus":  # which knows no paper of that name
        assert "The bridge turned at noon" in found["text"]
    assert set(found) <= {"text", "title", "authors", "date", "tags", "paragraphs", "headings", "figures"}


def test_the_rise_of_memory_is_that_of_the_page(bench: dict[str, ModuleType], tmp_path: Path) -> None:
    pages = []
    for number, times in enumerate((1, 6_000)):
        pages.append(tmp_path / f"{number}.html")
        pages[-1].write_bytes(PAGE + b"<p>And more of it, paragraph by paragraph.</p>" * times)
    small, large = bench["footprint"].rises(pages)
    assert large[0] == pages[1].stat().st_size
    assert large[1] > large[0] > small[1] / 100, "its bytes and its tree stand in memory together"
    assert large[1] > small[1]


def test_a_run_of_the_command_is_timed_with_all_its_processes(bench: dict[str, ModuleType], tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.html").write_bytes(PAGE)
    run = bench["footprint"].run(folder, 2)
    assert run.pages == 3
    assert run.seconds > 0
    assert run.peak > 10 << 20
    assert len((tmp_path / "articles.jsonl").read_text().splitlines()) == 3


@given(seed=st.integers(0, 1 << 32), body=st.binary(max_size=300), other=st.binary(max_size=300))
def test_mutation_is_repeatable_and_bounded(bench: dict[str, ModuleType], seed: int, body: bytes, other: bytes) -> None:
    once = bench["mutate"].mutated(body, other, seed)
    assert once == bench["mutate"].mutated(body, other, seed)
    assert len(once) <= bench["mutate"].LARGEST


def test_every_mutator_changes_a_page(bench: dict[str, ModuleType]) -> None:
    page = (SAMPLE / "hafen" / "umschlag-2025.html").read_bytes()
    for mutator in bench["mutate"].MUTATORS:
        assert any(mutator(random.Random(seed), page) != page for seed in range(20)), mutator.__name__


def test_a_page_is_judged(bench: dict[str, ModuleType]) -> None:
    assert bench["fuzz"].judge(PAGE) == "article"
    assert bench["fuzz"].judge(b"") == "empty"


def test_a_heavy_page_is_one_thing_over_and_over(bench: dict[str, ModuleType]) -> None:
    heavy = bench["heavy"]
    for name, (before, unit, behind) in heavy.SHAPES.items():
        page = heavy.page(name, 60_000)
        assert page.startswith(before)
        assert page.endswith(behind)
        assert 40_000 < len(page) - len(before) - len(behind) < 64_000
        assert page.count(unit.partition(b"%d")[0]) > 5
    seconds, rise, became = heavy.apart(heavy.page("paragraphs", 60_000))
    assert became == "article"
    assert seconds > 0
    assert rise >= 0


def _divides(capture: object) -> None:
    raise ZeroDivisionError


def _says_an_odd_reason(capture: object) -> None:
    raise ExtractionError("a page: odd", "no-such-reason")


@pytest.mark.parametrize(("broken", "kind"), [(_divides, "ZeroDivisionError"), (_says_an_odd_reason, "reason")])
def test_a_broken_promise_of_extraction_is_seen(
    bench: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, broken: Callable[[object], None], kind: str
) -> None:
    monkeypatch.setattr("broadsheet.extract.article", broken)
    with pytest.raises(bench["fuzz"].FaultError) as seen:
        bench["fuzz"].judge(PAGE)
    assert seen.value.kind == kind


def test_a_control_character_in_a_form_is_seen(bench: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(render.FORMS, "gmi", render.Form("text/gemini", lambda page, setting: "a\x1b[31mb"))
    with pytest.raises(bench["fuzz"].FaultError, match="control at gmi"):
        bench["fuzz"].judge(PAGE)


def test_a_slow_page_is_seen(bench: dict[str, ModuleType]) -> None:
    with pytest.raises(bench["fuzz"].FaultError, match="slow at page"):
        bench["fuzz"].judge(PAGE, seconds=0.0)


def test_what_fails_is_made_small(bench: dict[str, ModuleType]) -> None:
    assert bench["fuzz"].minimised(b"abcdefXghijkYlm" * 3, lambda tried: b"X" in tried and b"Y" in tried) == b"XY"


def test_a_file_is_judged_by_a_process_of_its_own(bench: dict[str, ModuleType], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    assert bench["fuzz"].verdict(path) is None
    assert bench["fuzz"].verdict(tmp_path / "missing.html").kind == "died"


def test_learning_a_site_is_measured_on_hosts_with_several_pages(bench: dict[str, ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    appeal = "Every Friday the harbour letter tells those who ask for it what the tide has brought."
    folder = tmp_path / "small"
    (folder / "pages").mkdir(parents=True)
    records = []
    for name, headline in (("one", "Bridge turns again"), ("two", "Herring dances daily"), ("three", "Lighthouse finds buyer")):
        body = "".join(f"<p>{headline} and this is sentence {number} of it, which no other article of the paper has anywhere.</p>" for number in range(6))
        text = f"<html lang=en><title>{headline}</title><article><h1>{headline}</h1>{body}<p>{appeal}</p></article></html>"
        (folder / "pages" / f"{name}.html.gz").write_bytes(gzip.compress(text.encode()))
        records.append({"id": name, "url": f"https://{'alone' if name == 'three' else 'paper'}.example/{name}-4711.html"})
    (folder / "truth.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    (tmp_path / "score.py").write_text(
        "def score(truth, found):\n"
        f"    each = {{r['id']: float({appeal!r} not in found[r['id']]['text']) for r in truth}}\n"
        "    return {'body': sum(each.values()) / len(each)}, each\n"
    )
    predictions = {one["id"]: one["text"] for one in bench["predict"].predictions(folder, 1)}
    assert [appeal in predictions[name] for name in ("one", "two", "three")] == [False, False, True]
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "score", raising=False)  # the corpus has one too, which other tests read
    monkeypatch.setattr(sys, "argv", ["site.py", str(folder), "--pages"])
    found = importlib.util.spec_from_file_location("bench_site", BENCH / "site.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    try:
        assert module.main() == 0
    finally:
        sys.modules.pop("score", None)
    out = capsys.readouterr().out
    assert "small: 1 hosts with several pages" in out
    assert "| all | 2 | 0.0000 | 0.0000 | 1.0000 | 2 | 0 |" in out
    assert "  one  0.0000  0.0000  1.0000" in out
