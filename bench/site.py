"""Sets of real pages in, what learning a site changes out: figures with and without it, for the hosts of which a set has several pages.

    python bench/site.py SET_DIR… [--unseen CORPUS_DIR] [--pages]

| column | what a page was extracted with |
|---|---|
| without | nothing learned |
| others | what the host's other pages of the set taught |
| passes | what all of the host's pages taught, itself among them, as `import` and a later re-reading do |

`score.py` beside the set counts. *unseen* are weights that were trained without the publisher (`train.py`, which needs scikit-learn): what remains for
learning to mend is less with weights that have seen the page. `--pages` names each page that changes, with its body before and after.
"""

import argparse
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import corpus
from predict import learned, prediction

from broadsheet import extract
from broadsheet.address import site
from broadsheet.errors import ExtractionError
from broadsheet.extract.weights import Weights, ready
from broadsheet.knowledge import Knowledge, Observation
from broadsheet.model import Capture

WAYS = ("without", "others", "passes")
Tables = dict[str, Weights] | None


class Paper(NamedTuple):
    """The pages of one host, and for each way to extract them their predictions."""

    host: str
    records: list[dict[str, Any]]
    predictions: dict[str, list[dict[str, Any]]]


def predicted(capture: Capture, known: Knowledge | None, tables: Tables) -> dict[str, Any]:
    try:
        return {"id": capture.source, **prediction(extract.article(capture, known, tables=tables))}
    except ExtractionError:
        return {"id": capture.source}


def observation(capture: Capture, tables: Tables) -> Observation | None:
    try:
        return extract.read(capture, tables=tables).observation
    except ExtractionError:
        return None


def measure(folder: Path, records: list[dict[str, Any]], tables: Tables) -> Paper:
    """The pages of one host, extracted in each way."""
    captures = [corpus.capture(folder, record) for record in records]
    seen = [observation(capture, tables) for capture in captures]
    others = [learned(seen[:at] + seen[at + 1 :]) for at in range(len(seen))]
    everything = learned(seen)
    return Paper(
        site(captures[0].address),
        records,
        {
            "without": [predicted(capture, None, tables) for capture in captures],
            "others": [predicted(capture, known, tables) for capture, known in zip(captures, others, strict=True)],
            "passes": [predicted(capture, everything, tables) for capture in captures],
        },
    )


def hosts(records: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The records of each host of which there are several pages."""
    found: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        found.setdefault(site(record.get("url") or ""), []).append(record)
    return [pages for name, pages in sorted(found.items()) if name and len(pages) > 1]


def unseen(folder: Path) -> dict[str, Tables]:
    """For each publisher of the corpus at *folder* the weights of the training in which it had no part."""
    import train

    pages = [train.read((str(folder), name, record)) for name in corpus.SETS for record in corpus.records(folder / name)]
    folds = [train.tables([page for page in pages if corpus.part(page.publisher, train.FOLDS, "fold ") != number]) for number in range(train.FOLDS)]
    tables = [ready(table) for table in folds]
    return {publisher: tables[corpus.part(publisher, train.FOLDS, "fold ")] for publisher in {page.publisher for page in pages}}


def report(score: ModuleType, sites: list[Paper], *, pages: bool) -> str:
    """A table of all hosts together, and of each that learning changes."""
    lines = ["| | pages | " + " | ".join(f"body {way}" for way in WAYS) + " | better | worse |", "|---" * (len(WAYS) + 4) + "|"]
    scored = {(paper.host, way): score.score(paper.records, {one["id"]: one for one in paper.predictions[way]}) for paper in sites for way in WAYS}
    rows: list[tuple[str, int, list[float], int, int]] = []
    told: list[str] = []
    for paper in sites:
        bodies = [scored[paper.host, way][1] for way in WAYS]
        better = sum(bodies[2][name] > bodies[0][name] + 0.0005 or bodies[1][name] > bodies[0][name] + 0.0005 for name in bodies[0])
        worse = sum(bodies[2][name] < bodies[0][name] - 0.0005 or bodies[1][name] < bodies[0][name] - 0.0005 for name in bodies[0])
        rows.append((paper.host, len(paper.records), [sum(body.values()) / len(body) for body in bodies], better, worse))
        told += [f"  {name}  " + "  ".join(f"{body[name]:.4f}" for body in bodies) for name in bodies[0] if len({body[name] for body in bodies}) > 1]
    everything = sum(row[1] for row in rows)
    means = [sum(row[2][at] * row[1] for row in rows) / everything for at in range(len(WAYS))]
    rows.insert(0, ("all", everything, means, sum(row[3] for row in rows), sum(row[4] for row in rows)))
    lines += [
        f"| {name} | {count} | " + " | ".join(f"{body:.4f}" for body in bodies) + f" | {better} | {worse} |"
        for name, count, bodies, better, worse in rows
        if name == "all" or len({round(body, 4) for body in bodies}) > 1
    ]
    together = [record for paper in sites for record in paper.records]
    for way in WAYS:
        figures, _ = score.score(together, {one["id"]: one for paper in sites for one in paper.predictions[way]})
        lines.append(f"{way:8} " + "  ".join(f"{name} {value:.4f}" for name, value in figures.items() if isinstance(value, float)))
    return "\n".join(lines + (told if pages else []))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set_dirs", type=Path, nargs="+")
    parser.add_argument("--unseen", type=Path, metavar="CORPUS_DIR", help="use weights trained without the page's publisher, from this corpus")
    parser.add_argument("--pages", action="store_true", help="name each page that changes")
    arguments = parser.parse_args()
    tables = unseen(arguments.unseen) if arguments.unseen else {}
    for folder in arguments.set_dirs:
        score = corpus.scorer(folder)
        records = corpus.records(folder)
        sites = [measure(folder, pages, tables.get(corpus.publisher(pages[0]))) for pages in hosts(records)]
        print(f"{folder.name}: {len(sites)} hosts with several pages\n{report(score, sites, pages=arguments.pages)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
