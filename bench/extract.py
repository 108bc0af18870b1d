"""Sets of pages in; quality and time of Broadsheet and its peers side by side out, as a table in Markdown. `--footprint`: Broadsheet's memory and throughput.

    uv run --group bench python bench/extract.py [SET_DIR ...] [--rounds 3] [--peers a,b,…]
    uv run python bench/extract.py [SET_DIR ...] --footprint

A set is a folder of `pages/ID.html.gz` and `truth.jsonl`; without any, the two of ../shared/corpus. Figures of quality are score.py's, which is taken
from the folder that holds the set. Broadsheet runs as a program would use it: `extract.article(Capture(body, address))`, from bytes to the article.

Every package runs in one process of its own; the bare lexbor parse, the floor under everybody, in Broadsheet's. All take turns of a few pages, so
that a busy machine is busy for all of them. A page's time is processor time, garbage of the page before it collected; a peer's figure is the median
over the rounds of its mean over the pages. Turning an answer into what score.py reads is nobody's time.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import corpus
import footprint
from peers import PEERS, Prediction

COLUMNS = ("body", "p80", "title", "date", "authors", "tags", "paragraphs", "headings", "captions", "credits", "leak")
TURN = 12  # pages


class Row(NamedTuple):
    """A peer's line: *figures* of score.py, *ms* a page, *times* the bare parse."""

    peer: str
    version: str
    figures: dict[str, float]
    ms: float
    times: float


class Process:
    """The process of one package, which answers turns."""

    def __init__(self, group: str) -> None:
        here = Path(__file__).parent
        python = ["uv", "run", "-q", "--isolated", "--only-group", group, "python"] if group else [sys.executable]
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        self.process = subprocess.Popen(
            [*python, str(here / "peers.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=here.parent, env=environment
        )

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to *question*; `RuntimeError` where the process ended instead."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{question['peer']}: its process ended; is its dependency group installed?")
        return json.loads(line)

    def stop(self) -> None:
        """Let it end."""
        self.process.communicate()


@contextlib.contextmanager
def unpacked(folder: Path) -> Iterator[list[tuple[str, str, str]]]:
    """The pages of the set at *folder* as files that need no unpacking: (path, address, time of the crawl)."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as scratch:
        pages: list[tuple[str, str, str]] = []
        for record in corpus.records(folder):
            path = Path(scratch, f"{record['id']}.html")
            path.write_bytes(corpus.markup(folder, record))
            pages.append((str(path), record.get("url") or "", record.get("crawled") or ""))
        yield pages


def scores(folder: Path, predictions: list[Prediction]) -> dict[str, float]:
    """score.py's figures for *predictions*, which stand in the order of the set."""
    records = corpus.records(folder)
    found, _ = corpus.scorer(folder).score(records, {record["id"]: prediction for record, prediction in zip(records, predictions, strict=True)})
    return found


def measure(folder: Path, names: list[str], rounds: int) -> list[Row]:
    """The rows of the peers *names* over one set, in that order."""
    processes: dict[str, Process] = {}
    for name in names:
        package = PEERS[name].package
        processes[name] = processes["broadsheet"] if name == "bare parse" else processes.get(f"package {package}") or Process(PEERS[name].group)
        processes[f"package {package}"] = processes[name]
    try:
        versions = {name: processes[name].ask({"peer": name})["version"] for name in names}
        means: dict[str, list[float]] = {name: [] for name in names}
        kept: dict[str, list[Prediction]] = {name: [] for name in names}
        with unpacked(folder) as pages:
            for name in names:  # what is loaded at the first page is nobody's time
                processes[name].ask({"peer": name, "pages": pages[:3], "keep": False})
            for number in range(rounds):
                spent = dict.fromkeys(names, 0.0)
                for start in range(0, len(pages), TURN):
                    for name in names[number % len(names) :] + names[: number % len(names)]:
                        answer = processes[name].ask({"peer": name, "pages": pages[start : start + TURN], "keep": number == 0})
                        spent[name] += sum(answer["ms"])
                        kept[name] += answer["predictions"]
                for name in names:
                    means[name].append(spent[name] / len(pages))
    finally:
        for process in set(processes.values()):
            process.stop()
    floor = statistics.median(means["bare parse"])
    return [_row(folder, name, versions[name], kept[name], statistics.median(means[name]), floor) for name in names]


def _row(folder: Path, name: str, version: str, predictions: list[Prediction], ms: float, floor: float) -> Row:
    figures = scores(folder, predictions)
    return Row(name, version, {key: figures[key] for key in COLUMNS if key in figures and key in PEERS[name].gives}, ms, ms / floor)


def table(rows: list[Row]) -> str:
    """*rows* in Markdown. Columns that nobody fills are left out."""
    columns = [column for column in COLUMNS if any(column in row.figures for row in rows)]
    lines = ["| | version | " + " | ".join(columns) + " | ms a page | × bare parse |", "|---" * (len(columns) + 4) + "|"]
    for row in rows:
        cells = [_figure(column, row.figures[column]) if column in row.figures else "–" for column in columns]
        lines.append(f"| {row.peer} | {row.version} | " + " | ".join(cells) + f" | {row.ms:.2f} | {row.times:.1f} |")
    return "\n".join(lines)


def _figure(column: str, value: float) -> str:
    return f"{value:.1%}" if column in {"p80", "leak"} else f"{value:.3f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set_dir", nargs="*", type=Path, default=[corpus.CORPUS / name for name in corpus.SETS])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS), help="names, by commas; Broadsheet and the bare parse always take part")
    parser.add_argument("--footprint", action="store_true", help="memory and throughput of Broadsheet alone")
    arguments = parser.parse_args()
    unknown = set(arguments.peers.split(",")) - set(PEERS)
    if unknown:
        parser.error(f"--peers: {', '.join(sorted(unknown))}: not known; there are {', '.join(PEERS)}")
    names = [name for name in PEERS if name in {"broadsheet", "bare parse", *arguments.peers.split(",")}]
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {arguments.rounds} rounds\n")
    for folder in arguments.set_dir:
        print(f"{folder.name}, {len(corpus.records(folder))} pages\n", flush=True)
        with unpacked(folder) as pages:
            paths = [Path(path) for path, _, _ in pages]
            print(footprint.report(paths, arguments.rounds) if arguments.footprint else table(measure(folder, names, arguments.rounds)), flush=True)
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
