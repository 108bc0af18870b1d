"""Pages in; what Broadsheet needs of memory for each, and how fast `broadsheet extract` is over many, out. Linux: reads /proc.

Memory of a page: a process that has loaded everything and extracted one small page forks; the child reads the page and extracts it, and tells how far
its memory rose above where it was before it read. The lexbor tree, the page's bytes and Python's objects all count; the libraries' code does not, which
a fork does not hand down and which all processes share.

Throughput: `broadsheet extract FOLDER --jobs N`, started as a user would, over the pages once and several times over, with the sum of the
proportional set sizes of all its processes, sampled ten times a second.
"""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

LARGE = 100_000  # bytes: below it, what Python takes anyway hides what the page costs
COPIES = 4
SMALL = b"<html><head><title>A page</title></head><body><article><h1>A page</h1><p>" + b"Some words of text, and more. " * 20 + b"</p></article></body></html>"


class Run(NamedTuple):
    """One run of the command: *pages*, *seconds*, *peak* in bytes."""

    pages: int
    jobs: int
    seconds: float
    peak: int


def status(key: str) -> int:
    """A figure of this process's memory in bytes: `VmRSS`, `VmHWM`, the highest, or `RssFile`, what of it maps files."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1]) * 1024
    raise LookupError(key)


def rise(page: Path) -> int:
    """Bytes by which the memory of a fresh child rises while it reads and extracts *page*."""
    from broadsheet import extract
    from broadsheet.errors import ExtractionError
    from broadsheet.model import Capture

    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            Path("/proc/self/clear_refs").write_text("5")  # the highest starts from here (proc(5))
            before, code = status("VmRSS"), status("RssFile")
            with contextlib.suppress(ExtractionError):
                extract.article(Capture(body=page.read_bytes(), address="https://paper.example/a"))
            os.write(writer, str(status("VmHWM") - before - (status("RssFile") - code)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return int(told)


def rises(pages: list[Path]) -> list[tuple[int, int]]:
    """(size of the page, rise) for each of *pages*, measured in a process of their own, which nothing else has made large."""
    program = f"import sys, json; sys.path.insert(0, {str(Path(__file__).parent)!r}); import footprint; footprint.told()"
    done = subprocess.run([sys.executable, "-c", program], input=json.dumps([str(page) for page in pages]), capture_output=True, text=True, check=True)
    return [tuple(pair) for pair in json.loads(done.stdout)]


def told() -> None:
    """`rises` from the inside: paths in JSON on standard input, pairs in JSON on standard output."""
    from broadsheet import extract
    from broadsheet.model import Capture

    extract.article(Capture(body=SMALL, address="https://paper.example/"))
    pages = [Path(path) for path in json.load(sys.stdin)]
    print(json.dumps([(page.stat().st_size, rise(page)) for page in pages]))


def family(root: int) -> int:
    """Proportional set size in bytes of the process *root* and all below it."""
    total = 0
    waiting = [root]
    while waiting:
        number = waiting.pop()
        try:
            waiting += [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
        except (OSError, ProcessLookupError):  # it has ended
            continue
        total += sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
    return total


def run(folder: Path, jobs: int) -> Run:
    """`broadsheet extract` over *folder*."""
    count = sum(1 for _ in folder.iterdir())
    command = [sys.executable, "-m", "broadsheet", "extract", str(folder), "--jobs", str(jobs), "-o", str(folder.parent / "articles.jsonl")]
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, family(process.pid))
        time.sleep(0.1)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: ended with {process.returncode}")
    return Run(count, jobs, seconds, peak)


def report(pages: list[Path], rounds: int = 3) -> str:
    """Both figures as Markdown."""
    told = rises(pages)
    line = statistics.linear_regression([size for size, _ in told], [rise for _, rise in told])
    pairs = [pair for pair in told if pair[0] >= LARGE]
    factors = sorted(rise / size for size, rise in pairs)
    lines = [
        f"Peak memory of one page, {len(factors)} pages of {LARGE // 1000} KB and more: median {statistics.median(factors):.1f} × the page, "
        f"95% below {factors[int(len(factors) * 0.95)]:.1f} ×, the most {factors[-1]:.1f} ×; "
        f"of all pages, as a straight line: {line.intercept / 1e6:.1f} MB for any page and {line.slope:.1f} × the page\n",
        "| files | jobs | seconds | pages a second | peak memory, all processes |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as scratch:
        folders = [Path(scratch, str(copies), "pages") for copies in (1, COPIES)]
        for folder, copies in zip(folders, (1, COPIES), strict=True):
            folder.mkdir(parents=True)
            for page in pages:
                for number in range(copies):
                    shutil.copy(page, folder / f"{number}-{page.name}")
        runs: dict[tuple[int, int], list[Run]] = {}
        for _ in range(rounds):
            for index, folder in enumerate(folders):
                for jobs in (1, 2):
                    runs.setdefault((index, jobs), []).append(run(folder, jobs))
    for found in runs.values():
        seconds, peak = statistics.median(one.seconds for one in found), statistics.median(one.peak for one in found)
        lines.append(f"| {found[0].pages} | {found[0].jobs} | {seconds:.1f} | {found[0].pages / seconds:.0f} | {peak / 1e6:.0f} MB |")
    return "\n".join(lines)
