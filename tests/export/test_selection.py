"""What can be taken away: a day, a section, a topic, a search, a paper; and what names nothing is refused in one line."""

from pathlib import Path

import pytest

from broadsheet import export, pages
from broadsheet.archive.sqlite import open_archive
from broadsheet.errors import UsageError
from broadsheet.export import Wanted
from broadsheet.model import Paper


@pytest.mark.parametrize(
    ("wanted", "number", "name", "room"),
    [
        (Wanted(), 52, "bote", "/~/newest"),
        (Wanted(paper="courier"), 1, "courier", "/~/newest"),
        (Wanted(day="2024-12-03"), 2, "bote-2024-12-03", "/~/day/2024-12-03"),
        (Wanted(section="Politik"), 16, "bote-politik", "/~/section/politik"),
        (Wanted(section="politik"), 16, "bote-politik", "/~/section/politik"),
        (Wanted(topic="Brücke"), 23, "bote-bruecke", "/~/topic/bruecke"),
        (Wanted(topic="/bruecke/!t500"), 23, "bote-bruecke-t500", "/~/topic/bruecke"),
        (Wanted(search="tag:Fluss Brücke"), 1, "bote-tag-fluss-bruecke", "/~/find/dGFnOkZsdXNzIEJyw7xja2U"),
    ],
)
def test_a_selection_has_the_articles_of_its_list(edition: pages.Edition, wanted: Wanted, number: int, name: str, room: str) -> None:
    found = export.select(edition, wanted)
    assert (len(found.heads), found.name, found.room) == (number, name, room)
    assert [head.id for head, _ in found.articles()] == [head.id for head in found.heads]
    assert all(article.headline == head.headline for head, article in found.articles())
    assert sum(len(heads) for _, heads in found.by_section()) == number
    assert found.title
    assert found.changed == max(head.changed for head in found.heads)


def test_sections_stand_in_the_papers_order_and_what_has_none_first(edition: pages.Edition) -> None:
    assert [section for section, _ in export.select(edition, Wanted()).by_section()] == ["", "Politik", "Stadt", "Kultur"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Wanted(paper="nix"), "--paper: the archive has no paper 'nix'; it has bote, courier"),
        (Wanted(day="1999-01-01"), "--day 1999-01-01: Der Bote has no article of that day; a day is written 2026-03-05"),
        (Wanted(section="Nix\x1b"), "--section: Der Bote has no section 'Nix'; it has Politik, Stadt, Kultur"),
        (Wanted(topic="nix"), "--topic: Der Bote has no topic 'nix'; it has "),
        (Wanted(search="kommtnichtvor"), "--search kommtnichtvor: finds nothing in Der Bote"),
        (Wanted(search="since:gestern"), "since:gestern is no date"),
        (Wanted(day="2024-12-03", topic="Fluss"), "--day and --topic: choose one of them"),
    ],
)
def test_what_names_nothing_is_refused(edition: pages.Edition, wanted: Wanted, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        export.select(edition, wanted)
    assert refused.value.message.startswith(message)


def test_of_several_papers_one_must_be_named(edition: pages.Edition) -> None:
    with pytest.raises(UsageError, match="several papers; name one of bote, courier"):
        export.select(pages.Edition(edition.archive), Wanted())


def test_an_empty_archive_and_an_empty_paper_say_so(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        with pytest.raises(UsageError, match="the archive has no paper"):
            export.select(pages.Edition(archive), Wanted())
        archive.put_paper(Paper(key="leer", name="Leer", address="https://leer.example/"))
        with pytest.raises(UsageError, match="Leer: the archive has no article of it"):
            export.select(pages.mounted(archive), Wanted())
