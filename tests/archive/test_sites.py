"""What was learned of sites: it comes back as it was put, survives a reopening, and damage is said."""

import sqlite3
from pathlib import Path

import pytest

from broadsheet.archive import schema
from broadsheet.archive.sqlite import open_archive
from broadsheet.errors import ArchiveError
from broadsheet.knowledge import Knowledge, Observation, learn

KNOWN = learn(Knowledge(), Observation(address="https://paper.example/a", container="div.text"))


def test_knowledge_comes_back_after_a_reopening(tmp_path: Path):
    with open_archive(tmp_path, write=True) as archive:
        assert archive.sites.of("paper.example") == Knowledge()
        archive.sites.put("paper.example", KNOWN)
        archive.sites.put("other.example", KNOWN)
        archive.sites.put("other.example", Knowledge())
    with open_archive(tmp_path, write=False) as archive:
        assert archive.sites.of("paper.example") == KNOWN
        assert archive.sites.articles() == {"paper.example": 1}


@pytest.mark.parametrize("known", [b"no zstd", None])
def test_damage_is_said(tmp_path: Path, known: bytes | None):
    from broadsheet.archive.rows import packed

    with open_archive(tmp_path, write=True) as archive:
        archive.sites.put("paper.example", KNOWN)
    connection = sqlite3.connect(tmp_path / "broadsheet.sqlite")
    connection.execute("UPDATE site SET known = ?", (known or packed(b'{"articles": "many"}'),))
    connection.commit()
    connection.close()
    with open_archive(tmp_path, write=False) as archive, pytest.raises(ArchiveError, match=r"what is known of paper\.example"):
        archive.sites.of("paper.example")


def test_an_archive_of_an_older_schema_gets_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    at = next(number for number, step in enumerate(schema.MIGRATIONS) if "CREATE TABLE site" in step)
    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:at])
    open_archive(tmp_path, write=True).close()
    monkeypatch.undo()
    with open_archive(tmp_path, write=True) as archive:
        archive.sites.put("paper.example", KNOWN)
        assert archive.sites.articles() == {"paper.example": 1}
