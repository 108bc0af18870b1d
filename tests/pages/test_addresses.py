"""What pages write as address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import pages
from broadsheet.archive import Archive
from broadsheet.model import Paper
from broadsheet.pages.addresses import LONGEST, is_writable, own

from .invented import BOTE, HOME


@pytest.mark.parametrize("path", ["/Nato/!t5008005", "/!6053802", "/a/b_c-d.e!f~g/", "/a.html", "/.well/x"])
def test_a_plain_path_is_written_as_the_paper_writes_it(path: str) -> None:
    assert is_writable(path)


@pytest.mark.parametrize(
    "path", ["/", "", "/a,b", "/a?b=c", "/a%20b", "/ü", "/~/a/1", "/~user/x", "/a//b", "//a", "/../a", "/a/..", "/./a", "/a b", "/a;b", "/" + "a" * LONGEST]
)
def test_a_path_that_some_client_would_change_is_not_written(path: str) -> None:
    assert not is_writable(path)


@pytest.mark.parametrize("host", ["bote.example", "www.bote.example", "m.bote.example", "amp.bote.example", "www.mobile.bote.example:8080"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_paper_is_at_its_host_by_all_its_names(scheme: str, host: str) -> None:
    assert own(BOTE, f"{scheme}://{host}/a/b?c=d#e") == "/a/b?c=d"


@pytest.mark.parametrize(
    "reference", ["https://outside.example/a", "https://bote.example.evil.example/", "https://evilbote.example/", "mailto:a@bote.example", "gopher://bote.example/", "https://[/"]
)
def test_what_is_elsewhere_has_no_path_at_the_paper(reference: str) -> None:
    assert own(BOTE, reference) == ""


def test_a_paper_whose_own_address_is_damaged_has_no_pages_of_its_own() -> None:
    assert own(Paper(key="x", name="X", address="https://[/"), "https://[/a") == ""


@given(st.text(max_size=40))
def test_a_writable_path_is_plain_ascii(path: str) -> None:
    assert not is_writable(path) or (path.isascii() and path.startswith("/") and "//" not in path)


@pytest.mark.parametrize("root", ["bote", "courier", ""])
def test_every_article_has_a_path_at_which_the_edition_shows_it(archive: Archive, root: str) -> None:
    edition = pages.Edition(archive, root)
    for key in ("bote", "courier"):
        for head in archive.newest(key, limit=0).heads:
            path = pages.article_path(edition, head)
            page = pages.answer(edition, path).page
            assert (page.path, page.original) == (path, head.address)
            assert path.startswith(("/bote/", "/courier/")) or key == root


def test_an_address_that_is_not_ascii_is_never_a_path(archive: Archive) -> None:
    head = archive.find("bote", f"{HOME}/straße/%C3%BCber/")
    assert head is not None
    assert pages.article_path(pages.Edition(archive, "bote"), head) == f"/~/a/{head.id}"
