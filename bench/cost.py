"""A set folder in, the cost of the extraction out: as a multiple of a bare lexbor parse of the same pages, in the same process, taken in turn.

python bench/cost.py SET_DIR [--rounds N] [--profile]
"""

import argparse
import collections
import contextlib
import cProfile
import gc
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import corpus
from selectolax.lexbor import LexborHTMLParser

from broadsheet import extract
from broadsheet.errors import ExtractionError
from broadsheet.model import Capture
from broadsheet.workers import settle


def seconds(work: Callable[[Capture], object], page: Capture) -> float:
    """Processor time of *work* on *page*, with what its answer takes to be freed: what else the machine does counts for nothing."""
    started = time.process_time()
    with contextlib.suppress(ExtractionError):
        work(page)
    return time.process_time() - started


def stages() -> dict[str, Callable[[Capture], object]]:
    return {
        "bare parse": lambda page: LexborHTMLParser(page.body),
        "parse": extract.parse,
        "parse, leaves": lambda page: extract.leaves(extract.parse(page).tree.body),
        "parse, leaves, metadata": lambda page: extract.metadata(extract.parse(page)),
        "parse, leaves, evidence": extract.evidence_of,
        "article": extract.article,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set_dir", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    pages = [corpus.capture(arguments.set_dir, record) for record in corpus.records(arguments.set_dir)]
    if arguments.profile:
        profile = cProfile.Profile()
        for page in pages:
            profile.runcall(seconds, extract.article, page)
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
        return 0
    settle()  # as each worker does
    taken: dict[str, list[float]] = {name: [] for name in stages()}
    for turn in range(arguments.rounds):
        total = dict.fromkeys(taken, 0.0)
        for number, page in enumerate(pages):
            # In turn on each page, each as often first as the others: the caches of the processor know no favourite.
            works = collections.deque(stages().items())
            works.rotate(turn + number)
            for name, work in works:
                total[name] += seconds(work, page)
        for name, took in total.items():
            taken[name].append(took)
        gc.collect()
    bare = statistics.median(taken["bare parse"])
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:24} {1000 * middle / len(pages):7.2f} ms a page   {middle / bare:5.2f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
