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
        ("us-ascii", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("iso-8859-2", "iso8859-2"),
        ("iso-8859-8-i", "iso8859-8"),
        ("iso-8859-9", "cp1254"),
        ("tis-620", "cp874"),
        ("windows-874", "cp874"),
        ("gbk", "gb18030"),
        ("x-gbk", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("windows-31j", "cp932"),
        ("x-euc-jp", "euc_jp"),
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("Big5", "big5hkscs"),
        ("macintosh", "mac_roman"),
        ("utf8mb4", "utf-8"),
        ('"utf-16le"', "utf-8"),
        ("koi8-u", "koi8-u"),
        ("cp037", ""),
        ("base64", ""),
        ("rot13", ""),
        ("idna", ""),
        ("nonsense", ""),
        ("a\0b", ""),
    ],
)
def test_labels(label, codec):
    assert known_set(label) == codec
