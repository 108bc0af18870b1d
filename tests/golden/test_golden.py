"""Golden pages: real pages' structure in invented words, and the articles on them: what extraction gave when they were made, corrected where it was wrong. `bench/golden.py` makes new ones."""

import json
from pathlib import Path

import msgspec
import pytest

from broadsheet import extract
from broadsheet.model import Capture

PAGES = sorted(Path(__file__).parent.glob("*.html"))
FIELDS = ("kicker", "headline", "teaser", "date", "authors", "tags", "body", "completeness")


def test_there_are_pages():
    assert PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_article_is_the_golden_one(page: Path):
    golden = json.loads(page.with_suffix(".json").read_text("utf-8"))
    article = extract.article(Capture(body=page.read_bytes(), address=golden["address"], source=page.name))
    found = json.loads(msgspec.json.encode(article))
    for field in FIELDS:
        assert found[field] == golden["article"][field], field
