"""Golden pages: real pages' structure in invented words, and the articles on them: what extraction gave when they were made, corrected where it was wrong. `bench/golden.py` makes new ones."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from broadsheet import extract
from broadsheet.model import Block, Capture

PAGES = sorted(Path(__file__).parent.glob("*.html"))
FIELDS = ("kicker", "headline", "teaser", "date", "authors", "tags", "body", "completeness")


# Kinds of block that pages of ours are made of, and no newspaper's article is.
OURS = {"teaser", "links", "standfirst", "facts"}


def kinds(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield block["type"]
        yield from kinds(block.get("blocks", []))


def test_every_kind_of_block_is_on_one_of_them():
    shown = {kind for page in PAGES for kind in kinds(json.loads(page.with_suffix(".json").read_text("utf-8"))["article"]["body"])}
    assert shown == {str(block.__struct_config__.tag) for block in get_args(Block)} - OURS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_article_is_the_golden_one(page: Path):
    golden = json.loads(page.with_suffix(".json").read_text("utf-8"))
    article = extract.article(Capture(body=page.read_bytes(), address=golden["address"], source=page.name))
    found = json.loads(msgspec.json.encode(article))
    for field in FIELDS:
        assert found[field] == golden["article"][field], field
