"""A label of a character set as pages, feeds and servers write it in, the Python codec that it means out.

Python knows more codecs than texts are written in: transformations, and one (punycode) that takes time which grows with the square of the length. What a
stranger names goes through here before anything is decoded.
"""

import codecs
import re
from typing import Final

# What labels mean is not what they say: browsers read the ISO sets as the Windows sets that contain them (WHATWG Encoding §4.2).
_LABELS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
}
_ALIASES: Final = {
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "ansi": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
}
# The sets that Python names but no page is written in, or that are transformations and no character sets at all.
_TEXT_SETS: Final = re.compile(
    r"utf-8|cp12\d\d|cp8\d\d|cp9\d\d|iso8859-\d+|koi8[-_][rut]|mac[-_]\w+|gb18030|big5hkscs|euc[-_]\w+|iso2022[-_]jp|hp-roman8|ptcp154"
)


def known_set(label: str) -> str:
    """The Python codec that a declared *label* means to browsers; "" for none that a page can be written in."""
    label = label.strip().strip("'\"").lower()
    if label in _ALIASES:
        return _ALIASES[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    name = _LABELS.get(name, name)
    return name if _TEXT_SETS.fullmatch(name) else ""
