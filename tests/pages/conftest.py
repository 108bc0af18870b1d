"""The invented edition, built through the real archive once."""

from collections.abc import Iterator

import pytest

from broadsheet import pages
from broadsheet.archive import Archive
from broadsheet.archive.sqlite import open_archive

from .invented import Get, fill


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("edition"), write=True) as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="session")
def get(archive: Archive) -> Get:
    """`get(path, query="", root="bote")`: the answer, which must be one that a reader can be shown."""

    def ask(path: str, query: str = "", root: str = "bote") -> pages.Answer:
        answer = pages.answer(pages.Edition(archive, root), path, query)
        page = answer.page
        assert page.path.startswith("/")
        assert page.path.isascii()
        assert page.title
        assert page.language
        assert all(link.headline for link in page.navigation)
        return answer

    return ask
