"""The corpus in, figures out of its pages with something taken away that other sites do without: how much extraction leans on it.

python bench/perturb.py CORPUS_DIR [--jobs N] [--only NAME]

Each page is read by weights that were trained without its publisher (`train.py`, one way to part them), as it is and after each of `CHANGES`.
The figures are those of `score.py`.
"""

import argparse
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import predict
import train
from corpus import SETS, capture, part, publisher, records, scorer
from msgspec import structs

from broadsheet import extract
from broadsheet.errors import ExtractionError

_NAMES = re.compile(rb"""\s(class|id)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_DATA = re.compile(rb"<script[^>]*ld\+json[^>]*>.*?</script>", re.IGNORECASE | re.DOTALL)
_META = re.compile(rb"<meta\b(?![^>]*(?:charset|http-equiv))[^>]*>", re.IGNORECASE)
_MEANING = re.compile(rb"<(/?)(?:article|main|section|header|footer|aside|figure|figcaption|nav|time)\b", re.IGNORECASE)
_HEADING = re.compile(rb"<(/?)h[1-6]\b", re.IGNORECASE)
_PARAGRAPH = re.compile(rb"<(/?)p(?=[\s>])", re.IGNORECASE)
_BOX = re.compile(rb"<(/?)(?:div|section)\b", re.IGNORECASE)
_SOURCE = re.compile(rb"(<img\b[^>]*?\s)src(?:set)?\s*=", re.IGNORECASE)


def _hashed(page: bytes) -> bytes:
    def name(found: re.Match[bytes]) -> bytes:
        words = (found[2] or found[3] or b"").split()
        return b' %s="%s"' % (found[1], b" ".join(b"c" + hashlib.sha256(word).hexdigest()[:6].encode() for word in words))

    return _NAMES.sub(name, page)


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "as they are": lambda page: page,
    "classes and ids are hashes": _hashed,
    "no classes and ids": lambda page: _NAMES.sub(b"", page),
    "no JSON-LD": lambda page: _DATA.sub(b"", page),
    "no JSON-LD, no `<meta>`": lambda page: _META.sub(b"", _DATA.sub(b"", page)),
    "`<div>` for elements with a meaning": lambda page: _MEANING.sub(rb"<\1div", page),
    "`<div>` for headings": lambda page: _HEADING.sub(rb"<\1div", page),
    "`<div>` for `<p>`": lambda page: _PARAGRAPH.sub(rb"<\1div", page),
    "`<div><span>` for `<p>`": lambda page: _PARAGRAPH.sub(lambda found: b"</span></div" if found[1] else b"<div><span", page),
    "elements of the site's own for `<div>`": lambda page: _BOX.sub(rb"<\1site-box", page),
    "pictures loaded later": lambda page: _SOURCE.sub(rb"\1data-src=", page),
    "hashes, `<div>`, no JSON-LD": lambda page: _hashed(_MEANING.sub(rb"<\1div", _DATA.sub(b"", page))),
}

_Job = tuple[str, str, dict[str, Any], dict[str, train.Table], str]


def _predict(job: _Job) -> dict[str, Any]:
    folder, name, record, table, change = job
    page = capture(Path(folder, name), record)
    changed = structs.replace(page, body=CHANGES[change](page.body))
    try:
        return {"id": record["id"], **predict.prediction(extract.article(changed, tables=train.ready(table)))}
    except ExtractionError:
        return {"id": record["id"]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus_dir", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", choices=list(CHANGES), action="append")
    parser.add_argument("--keep", type=Path, help="folder for the predictions of each change")
    arguments = parser.parse_args()
    folder = arguments.corpus_dir
    truth = {name: records(folder / name) for name in SETS}
    score = scorer(folder / SETS[0])
    with ProcessPoolExecutor(arguments.jobs) as pool:
        pages = list(pool.map(train.read, [(str(folder), name, record) for name in SETS for record in truth[name]], chunksize=8))
        kept = [[page for page in pages if part(page.publisher, train.FOLDS) != number] for number in range(train.FOLDS)]
        tables = list(pool.map(train.tables, kept))
        for change in arguments.only or CHANGES:
            for name in SETS:
                jobs = [(str(folder), name, record, tables[part(publisher(record), train.FOLDS)], change) for record in truth[name]]
                found = {one["id"]: one for one in pool.map(_predict, jobs, chunksize=8)}
                figures = score.score(truth[name], found)[0]
                print(f"| {name} | {change} |", " | ".join(f"{figures[key]:.3f}" for key in list(figures)[1:] if key != "body_median"), "|", flush=True)
                if arguments.keep:
                    file = arguments.keep / f"{name}-{list(CHANGES).index(change)}.jsonl"
                    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found.values()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
