"""A folder of site configs: the closest file is taken, once; what cannot be used is said."""

from pathlib import Path

import pytest

from broadsheet.errors import ConfigError
from broadsheet.gather import siteconfigs
from broadsheet.gather.siteconfigs import SiteConfigs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "custom").mkdir()
    for name in ("bote.example.txt", ".bote.example.txt", "sport.bote.example.txt", "eigen.example.txt", "custom/eigen.example.txt"):
        (tmp_path / name).write_text(f"title: //h1[.='{name}']")
    return tmp_path


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://bote.example/a", "bote.example.txt"),
        ("https://www.bote.example/a", "bote.example.txt"),
        ("https://sport.bote.example/a", "sport.bote.example.txt"),
        ("https://kultur.bote.example/a", ".bote.example.txt"),
        ("https://other.example/a", ""),
        ("https://..%2f/a", ""),
        ("nothing", ""),
    ],
)
def test_the_closest_file_is_taken(folder: Path, address: str, name: str) -> None:
    found = SiteConfigs(folder).of(address)
    assert (found.titles if found else ()) == ((f"//h1[.='{name}']",) if name else ())


def test_a_file_is_read_once(folder: Path) -> None:
    configs = SiteConfigs(folder)
    first = configs.of("https://bote.example/a")
    (folder / "bote.example.txt").unlink()
    assert configs.of("https://bote.example/b") is first


def test_what_cannot_be_used_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="is no folder"):
        SiteConfigs(folder / "none")
    (folder / "dir.example.txt").mkdir()
    with pytest.raises(ConfigError, match=r"dir\.example\.txt: cannot be read"):
        SiteConfigs(folder).of("https://dir.example/")
    monkeypatch.setattr(siteconfigs, "find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"pip install lxml"):
        SiteConfigs(folder)


def test_what_several_files_have_is_joined(folder: Path) -> None:
    found = SiteConfigs(folder).of("https://eigen.example/a")
    assert found is not None
    assert found.titles == ("//h1[.='custom/eigen.example.txt']", "//h1[.='eigen.example.txt']")
    (folder / "global.txt").write_text("strip: //nav")
    (folder / "custom" / "global.txt").write_text("strip: //aside")
    (folder / "allein.example.txt").write_text("title: //h1\nautodetect_on_failure: no")
    configs = SiteConfigs(folder)
    found = configs.of("https://eigen.example/a")
    assert found is not None
    assert (found.strips, found.file) == (("//aside", "//nav"), "eigen.example.txt + eigen.example.txt + global.txt + global.txt")
    other = configs.of("https://other.example/a")
    assert other is not None
    assert (other.titles, other.strips) == ((), ("//aside", "//nav"))
    alone = configs.of("https://allein.example/a")
    assert alone is not None
    assert alone.strips == ()
