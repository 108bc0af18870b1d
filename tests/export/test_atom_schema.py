"""Atom feeds of every list against RFC 4287's own grammar (appendix B, RELAX NG), in atom.rng beside this file."""

from pathlib import Path
from typing import Any

import pytest

from broadsheet import export, pages
from broadsheet.render import Setting

from .test_contract import LISTS

etree: Any = pytest.importorskip("lxml.etree")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def grammar() -> Any:
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))


def document(edition: pages.Edition, path: str, setting: Setting) -> Any:
    return etree.fromstring(export.atom.render(pages.answer(edition, f"/~/feed/atom{path}"), setting).encode())


@pytest.mark.parametrize("path", LISTS)
def test_a_feed_is_of_the_grammar(edition: pages.Edition, setting: Setting, grammar: Any, path: str) -> None:
    assert grammar.validate(document(edition, path, setting)), grammar.error_log


@pytest.mark.parametrize("name", ["id", "title", "updated"])
@pytest.mark.parametrize("element", ["feed", "entry"])
def test_the_grammar_misses_what_must_stand(edition: pages.Edition, setting: Setting, grammar: Any, element: str, name: str) -> None:
    feed = document(edition, "/", setting)
    owner = feed if element == "feed" else feed.find(f"{ATOM}entry")
    owner.remove(owner.find(f"{ATOM}{name}"))
    assert not grammar.validate(feed)


@pytest.mark.parametrize(("path", "wrong"), [("updated", "2026-03-08"), ("entry/updated", "gestern"), ("author/name", None)])
def test_the_grammar_misses_what_is_no_date_and_nobody(edition: pages.Edition, setting: Setting, grammar: Any, path: str, wrong: str | None) -> None:
    feed = document(edition, "/", setting)
    found = feed.find("/".join(ATOM + part for part in path.split("/")))
    if wrong is None:
        found.getparent().remove(found)
    else:
        found.text = wrong
    assert not grammar.validate(feed)
