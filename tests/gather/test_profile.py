"""Profiles: what is written is read back, what is wrong in a file is said with its name."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import ConfigError
from broadsheet.gather import profile
from broadsheet.gather.profile import Profile
from broadsheet.text import clean

FULL = Profile(
    key="bote", name='Der "Bote"\\', address="https://bote.example/", language="de", timezone="Europe/Berlin", feeds=("https://bote.example/a", "https://bote.example/b"), sitemaps=("https://bote.example/s.xml",),
    articles=("/*/*-#.html", "/~"), sections=(("Politik & mehr", "https://bote.example/politik/"), ("Kultur", "https://bote.example/kultur/")), pace=2.5, since="2024-12-03", description="Für alle", permission="Ja",
)  # fmt: skip
WORDS = st.text(max_size=30).map(clean)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = profile.write(tmp_path, FULL)
    assert file == tmp_path / "papers" / "bote.toml"
    assert profile.read(file).edited == file.stat().st_mtime
    assert msgspec.structs.replace(profile.read(file), edited=0.0) == FULL
    assert [profile.read(each).key for each in profile.files(tmp_path)] == ["bote"]
    assert [path.name for path in file.parent.iterdir()] == ["bote.toml"]


@given(WORDS.filter(bool), WORDS, st.dictionaries(WORDS, st.just("https://bote.example/x"), max_size=4), st.floats(0.001, 86400))
def test_any_text_comes_back(name: str, description: str, sections: dict[str, str], pace: float) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        one = Profile(key="bote", name=name, address="https://bote.example/", description=description, sections=tuple(sections.items()), pace=pace)
        assert msgspec.structs.replace(profile.read(profile.write(Path(folder), one)), edited=0.0) == one


def test_two_lines_are_a_profile(tmp_path: Path) -> None:
    file = tmp_path / "bote.toml"
    file.write_text('name = "Bote"\naddress = "https://bote.example"\nfeeds = ["/rss"]\nsince = 2020-01-01\n')
    found = profile.read(file)
    assert (found.address, found.feeds, found.since, found.pace, found.timezone) == ("https://bote.example/", ("https://bote.example/rss",), "2020-01-01", 1.0, "UTC")
    assert found.paper().key == "bote"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = 3", r"bote\.toml: name: takes a text in quotes, not a whole number; docs/papers\.md lists the keys$"),
        ('name = "x"', "address: is missing; docs"),
        ('name = "x"\naddress = "ftp://x/"', "no web address"),
        ('name = "x"\naddress = "https://x.example/"\nfeed = []', r"feed: no such key; did you mean feeds\?"),
        ('name = "x"\naddress = "https://x.example/"\nfeeds = "/rss"', "feeds: takes a list, not a text in quotes"),
        ('name = "x"\naddress = "https://x.example/"\nfeeds = ["/rss", 3]', r"feeds\[1\]: takes a text in quotes, not a whole number"),
        ('name = "x"\naddress = "https://x.example/"\nsections.Politik = 1', "takes a text in quotes, not a whole number"),
        ('name = "x"\naddress = "https://x.example/"\npace = "2"', "pace: takes a number, not a text in quotes"),
        ('name = "x"\naddress = "https://x.example/"\nfeeds = ["javascript:x"]', "feeds"),
        ('name = "x"\naddress = "https://x.example/"\npace = 0', "pace"),
        ('name = "x"\naddress = "https://x.example/"\npace = nan', "pace"),
        ('name = "x"\naddress = "https://x.example/"\ntimezone = "Mars"', "timezone"),
        ('name = "x"\naddress = "https://x.example/"\nsince = "gestern"', "since"),
        ('name = "x"\naddress = "https://x.example/"\narticles = ["*-*-*-*"]', "no pattern"),
        ("\x00", "is not TOML"),
        ("a = " + "[" * 100_000, "is not TOML"),
        ("workers = " + "1" * 5000, "is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "bote.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says) as error:
        profile.read(file)
    assert "bote.toml" in error.value.message


def test_a_file_that_is_too_large_is_not_read_in_part(tmp_path: Path) -> None:
    file = tmp_path / "bote.toml"
    lines = 'name = "Bote"\naddress = "https://bote.example/"\n'
    file.write_text(lines + "#" * ((1 << 20) - len(lines)))
    assert profile.read(file).name == "Bote"
    file.write_text(lines + "#" * (1 << 20))
    with pytest.raises(ConfigError, match=r"bote\.toml: is larger than 1 MB"):
        profile.read(file)


def test_missing_and_misnamed_files_are_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such profile"):
        profile.read(tmp_path / "bote.toml")
    with pytest.raises(ConfigError, match="file's name"):
        profile.read(tmp_path / "Der Bote.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe4"')
    with pytest.raises(ConfigError, match=r"latin\.toml: is not UTF-8"):
        profile.read(tmp_path / "latin.toml")
    (tmp_path / "papers").write_text("a file")
    with pytest.raises(ConfigError, match="cannot be written"):
        profile.write(tmp_path, FULL)
