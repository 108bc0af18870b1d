"""Title, date, authors and tags of the corpus pages against their truth, for publishers looked at and publishers held out, and the cost.

Usage: uv run python bench/fields.py [--corpus DIR] [--wrong title|date|authors|tags] [--rounds N]

A third of the publishers, by hash of their name, is held out: nobody looks at their pages while rules are made.
"""

import argparse
import gzip
import hashlib
import json
import sys
import time
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from broadsheet.extract.metadata import Metadata, metadata
from broadsheet.extract.parse import parse
from broadsheet.model import Capture

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"


def held_out(publisher: str) -> bool:
    """Whether the pages of *publisher* are kept unread."""
    return hashlib.sha256(publisher.encode()).digest()[0] % 3 == 0


def prediction(found: Metadata) -> dict[str, object]:
    """*found* as score.py reads it."""
    return {
        "title": found.headline,
        "kicker": found.kicker or None,
        "date": found.date or None,
        "authors": [person.name for person in found.authors],
        "tags": [tag.name for tag in found.tags],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--wrong", choices=["title", "date", "authors", "tags"], help="list what differs, of publishers that are not held out")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sys.path.insert(0, str(options.corpus))
    import score

    folder = options.corpus / "fundus"
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    captures = {
        record["id"]: Capture(body=gzip.decompress((folder / "pages" / f"{record['id']}.html.gz").read_bytes()), address=record["url"], source=record["id"])
        for record in truth
    }
    found = {name: prediction(metadata(parse(capture))) for name, capture in captures.items()}
    looked_at = [record for record in truth if not held_out(record["publisher"])]
    for label, part in (("tuned", looked_at), ("held out", [record for record in truth if record not in looked_at]), ("all", truth)):
        figures, _ = score.score(part, found)
        print(f"{label:9}", "  ".join(f"{name} {figures[name]:.3f}" for name in ("title", "date", "authors", "tags")), f" ({figures['pages']} pages)")
    if options.wrong:
        for record in truth:
            if not held_out(record["publisher"]):
                figures, _ = score.score([record], found)
                key = {"title": "title", "date": "publishing_date", "authors": "authors", "tags": "topics"}[options.wrong]
                if figures.get(options.wrong, 1) < 1 and (record["gold"].get(key) or options.wrong == "authors"):
                    print(record["id"], f"   true  {record['gold'].get(key)}", f"   found {found[record['id']][options.wrong]}", sep="\n")
    bare = whole = parsed = float("inf")
    for _ in range(options.rounds):
        times = [0.0, 0.0, 0.0]
        for capture in captures.values():
            start = time.perf_counter()
            LexborHTMLParser(capture.body)
            middle = time.perf_counter()
            document = parse(capture)
            end = time.perf_counter()
            metadata(document)
            times = [times[0] + middle - start, times[1] + end - middle, times[2] + time.perf_counter() - end]
        bare, parsed, whole = min(bare, times[0]), min(parsed, times[1]), min(whole, times[2])
    print(f"bare parse {bare / len(captures) * 1000:.2f} ms a page; parse {parsed / bare:.2f} x, metadata {whole / bare:.2f} x")


if __name__ == "__main__":
    main()
