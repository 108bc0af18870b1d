"""The sample newspaper extracts as it was written: every count, caption, related article and label of its truth."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet import extract
from broadsheet.address import comparable
from broadsheet.model import Article, Block, Box, Break, Capture, Embed, Entry, Figure, Heading, Listing, Question, Quote, Table, Verse, plain_text
from broadsheet.text import fold

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = Path(extract.__file__).parent.parent / "sample"
TRUTH: dict[str, Any] = json.loads((ROOT / "sample_truth.json").read_text("utf-8"))
PAGES = TRUTH["pages"]


def article(name: str) -> Article:
    return extract.article(Capture(body=(SAMPLE / name).read_bytes(), address=PAGES[name]["canonical"], source=name))


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Box | Entry):
            yield from every(block.blocks)


def counts(found: Article) -> dict[str, int]:
    blocks = list(every(found.body))

    def of(kind: type) -> int:
        return sum(isinstance(block, kind) for block in blocks)

    return {
        "figures": of(Figure),
        "subheads": of(Heading),
        "tables": of(Table),
        "lists": of(Listing),
        "boxes": sum(isinstance(block, Box) and block.kind == "info" for block in blocks),
        "blockquotes": sum(isinstance(block, Quote) and not block.pull for block in blocks),
        "pull_quotes": sum(isinstance(block, Quote) and block.pull for block in blocks),
        "embeds": of(Embed),
        "ticker_entries": of(Entry),
        "questions": of(Question),
        "breaks": of(Break),
        "stanzas": sum(1 + sum(not line for line in block.lines) for block in blocks if isinstance(block, Verse)),
        "related": len(found.related),
    }


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str) -> None:
    truth = PAGES[name]
    found = article(name)
    blocks = list(every(found.body))
    assert counts(found) == truth["counts"]
    assert found.teaser == truth["teaser"]
    assert found.completeness == truth["completeness"]
    figures = [block.image for block in blocks if isinstance(block, Figure) and block.image.caption]
    assert [image.caption for image in figures] == truth["captions"]
    assert [image.credit for image in figures if image.credit] == truth["credits"]
    assert [plain_text(block.spans) for block in blocks if isinstance(block, Heading)] == truth["subheads"]
    assert {comparable(link.address) for link in found.related} == {comparable(address) for address in truth["related"]}
    said = fold(str(blocks))
    assert not [phrase for phrase in truth["never"] if fold(phrase)[:60] in said]


def test_front_page() -> None:
    found = extract.front_page(Capture(body=(SAMPLE / "index.html").read_bytes(), address="https://hafenbote.example/", time="2026-03-09T06:00:00Z"))
    assert [[comparable(link.address) for link in block.links] for block in found.blocks] == [
        [comparable(address) for address in block["articles"]] for block in TRUTH["front"]
    ]
    assert [block.title for block in found.blocks[1:]] == [block["block"] for block in TRUTH["front"][1:]]
    assert all(link.kicker for block in found.blocks for link in block.links[:1])
