"""What is wrong in a file is said in TOML's words; what its readers say of their own keys stands in their tests."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import toml
from broadsheet.errors import ConfigError
from broadsheet.text import is_clean


class Part(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    size: int = 0


class File(msgspec.Struct, forbid_unknown_fields=True):
    parts: list[Part] = []
    first: Part | None = None
    home: Part = msgspec.field(default_factory=lambda: Part("home"))


def test_a_file_is_a_value() -> None:
    assert toml.read(b'parts = [{name = "a"}]\nhome = {name = "b", size = 3}\n', File, "x.toml", "") == File([Part("a")], None, Part("b", 3))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("parts = [{}]", "x.toml: parts[0].name: is missing; see there"),
        ("home = {}", "x.toml: home.name: is missing; see there"),
        ('home = {name = "a", sise = 3}', "x.toml: home.sise: no such key; did you mean size? see there"),
        ("size = 3", "x.toml: size: no such key; it stands in [home]; see there"),
        ("zebra = 3", "x.toml: zebra: no such key; see there"),
        ('parts = [{name = "a", sise = 3}]', "x.toml: parts[0].sise: no such key; see there"),
        ('first = {name = "a", sise = 3}', "x.toml: first.sise: no such key; see there"),
        ("home = 1.5", "x.toml: home: takes a table, not a number; see there"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        toml.read(text.encode(), File, "x.toml", "see there")
    assert caught.value.message == says


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode), st.text(max_size=20).map(lambda key: msgspec.json.encode(key) + b" = 1")))
def test_any_bytes_are_a_value_or_one_clean_line(data: bytes) -> None:
    said = ""
    try:
        toml.read(data, File, "x.toml", "see there")
    except ConfigError as error:
        said = error.message
    assert is_clean(said)
    assert not said or said.startswith("x.toml: ")
