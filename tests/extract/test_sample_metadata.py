"""The sample newspaper's pages against what their authors say of them."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from broadsheet.extract.metadata import metadata
from broadsheet.extract.parse import parse
from broadsheet.model import Capture

TRUTH = json.loads((Path(__file__).resolve().parent.parent / "sample_truth.json").read_text("utf-8"))["pages"]


@pytest.mark.parametrize("page", sorted(TRUTH))
def test_the_fields_are_those_of_the_page(page):
    truth = TRUTH[page]
    body = files("broadsheet").joinpath("sample", page).read_bytes()
    found = metadata(parse(Capture(body=body, source=page)))
    assert found.headline == truth["headline"]
    assert (found.kicker or None) == truth["kicker"]
    assert found.standfirst
    assert found.teasers[0] == truth["teaser"]
    assert [person.name for person in found.authors] == truth["authors"]
    assert {person.name: person.role for person in found.authors if person.role} == truth["roles"]
    assert [tag.name for tag in found.tags] == truth["tags"]
    assert found.date == truth["date"]
    assert (found.modified or None) == truth["modified"]
    assert [section.name for section in found.sections] == [truth["section"]]
    assert found.language == truth["language"]
    assert found.address == truth["canonical"]
    assert found.paper == "Der Hafenbote"
    assert (found.free is False) == (truth["completeness"] == "paywalled")
