"""What a label of a character set means to browsers, and what no text is written in."""

import pytest

from broadsheet.charsets import known_set


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("latin1", "cp1252"),
        ("  'UTF-8' ", "utf-8"),
        ("gb2312", "gb18030"),
        ("x-sjis", "cp932"),
        ("utf-16", "utf-8"),
        ("base64", ""),
        ("rot13", ""),
        ("idna", ""),
        ("nonsense", ""),
        ("a\0b", ""),
    ],
)
def test_labels(label, codec):
    assert known_set(label) == codec
