"""The invented edition, asked for its feeds as each protocol would."""

import pytest
from pages.conftest import archive  # noqa: F401  (a fixture)

from broadsheet import pages
from broadsheet.archive import Archive
from broadsheet.render import Setting

ORIGINS = ["https://news.example", "gemini://news.example", "gopher://news.example:7070"]


@pytest.fixture
def edition(archive: Archive) -> pages.Edition:  # noqa: F811
    return pages.Edition(archive, "bote")


@pytest.fixture(params=ORIGINS)
def setting(request: pytest.FixtureRequest) -> Setting:
    return Setting(host="news.example", origin=request.param)
