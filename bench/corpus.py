"""A set of real pages in, its records, pages and scorer out: for every tool here that reads one.

A *set* is a folder of `pages/ID.html.gz` (UTF-8) and `truth.jsonl`; `score.py` stands beside it. A *record* is a line of `truth.jsonl`.
"""

import gzip
import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from broadsheet.model import Capture

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SETS = ("fundus", "scrapinghub")
Record = dict[str, Any]


def records(folder: Path) -> list[Record]:
    """The records of the set at *folder*, in its order."""
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]


def markup(folder: Path, record: Record) -> bytes:
    """The page of *record*, unpacked."""
    return gzip.decompress((folder / "pages" / f"{record['id']}.html.gz").read_bytes())


def capture(folder: Path, record: Record) -> Capture:
    """The page of *record* as extraction takes it, with nothing of its truth."""
    return Capture(body=markup(folder, record), address=record.get("url") or "", source=record["id"])


def scorer(folder: Path) -> ModuleType:
    """The score.py beside the set at *folder*."""
    found = importlib.util.spec_from_file_location("score", folder.resolve().parent / "score.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def publisher(record: Record) -> str:
    """Who printed the page of *record*: its publisher, else its host."""
    return record.get("publisher") or (urlsplit(record["url"]).hostname or "").removeprefix("www.")


def part(name: str, parts: int, salt: str = "") -> int:
    """Which of *parts* the publisher *name* belongs to, by hash."""
    return int(hashlib.sha256((salt + name).encode()).hexdigest(), 16) % parts


def is_unread(name: str) -> bool:
    """Whether the pages of the publisher *name* are counted apart, as those of the third that is not looked at while rules are made."""
    return part(name, 3) == 0
