"""Title, date, authors and tags of the corpus pages against their truth, for publishers that were read and those that were not.

Usage: uv run python bench/fields.py [--corpus DIR] [--wrong title|date|authors|tags]

Which are unread, `corpus.py` says.
"""

import argparse
from pathlib import Path

import corpus

from broadsheet.extract.metadata import Metadata, metadata
from broadsheet.extract.parse import parse


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
    parser.add_argument("--corpus", type=Path, default=corpus.CORPUS)
    parser.add_argument("--wrong", choices=["title", "date", "authors", "tags"], help="list what differs, of publishers that may be read")
    options = parser.parse_args()
    folder = options.corpus / "fundus"
    score = corpus.scorer(folder)
    truth = corpus.records(folder)
    captures = {record["id"]: corpus.capture(folder, record) for record in truth}
    found = {name: prediction(metadata(parse(capture))) for name, capture in captures.items()}
    looked_at = [record for record in truth if not corpus.is_unread(record["publisher"])]
    for label, part in (("read", looked_at), ("unread", [record for record in truth if record not in looked_at]), ("all", truth)):
        figures, _ = score.score(part, found)
        print(f"{label:9}", "  ".join(f"{name} {figures[name]:.3f}" for name in ("title", "date", "authors", "tags")), f" ({figures['pages']} pages)")
    if options.wrong:
        for record in truth:
            if not corpus.is_unread(record["publisher"]):
                figures, _ = score.score([record], found)
                key = {"title": "title", "date": "publishing_date", "authors": "authors", "tags": "topics"}[options.wrong]
                if figures.get(options.wrong, 1) < 1 and (record["gold"].get(key) or options.wrong == "authors"):
                    print(record["id"], f"   true  {record['gold'].get(key)}", f"   found {found[record['id']][options.wrong]}", sep="\n")


if __name__ == "__main__":
    main()
