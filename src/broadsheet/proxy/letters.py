"""Bytes of a Gopher or Gemini text in, the text out: decided by evidence, as old machines wrote what their screens had.

| evidence, in this order | character set |
|---|---|
| valid as UTF-8 | UTF-8 |
| the charset that a capsule declares | that one, where the bytes can be it |
| rows of one line or shade character, or umlauts between ASCII letters at CP437's places | CP437 |
| a few letters, each between ASCII ones | CP1252, which holds Latin-1 |
| what `extract.charset` finds | UTF-8 with strays, CP1252, Cyrillic, East Asian sets and others |
"""

import codecs
import re

from ..charsets import known_set
from ..extract import charset

_RUNS = re.compile(rb"([\xb0-\xdf])\1{2,}")
# ü é â ä à … Ñ between letters, of which ß (0xE1) is one too, and ü anywhere. In CP1252 most of these places are signs that stand at a word's edge, or
# none; 0x91 to 0x97 are its quotes and dashes, of which 0x92 (it's) stands between letters.
_LETTERS = re.compile(rb"(?<=[A-Za-z\xe1])[\x80\x82-\x90\x93-\x95\x98-\xa5](?=[a-z\xe1])|\x81")
_HIGH = re.compile(rb"[\x80-\xff]")
_FOREIGN = re.compile(rb"[\x80-\xff]{3}")
_FEW = 40
_ANSI = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|[@-Z\\\\^_])")


def text_of(data: bytes, declared: str = "") -> str:
    """The text of *data*; what is no character in it is U+FFFD. Never raises."""
    escaped = b"\x1b$" in data  # ISO 2022 writes East Asia in ASCII
    try:
        if not escaped:
            return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        pass  # it is another set, which the rest of this function finds
    name = "cp437" if declared.lower() in {"cp437", "ibm437"} else known_set(declared) if declared else ""
    if name and name != "utf-8":
        decoded = data.decode(name, "replace")
        if "\ufffd" not in decoded:
            return decoded
    if not escaped and is_cp437(data):
        return data.decode("cp437")
    if not escaped and b"\0" not in data and not _FOREIGN.search(data) and len(_HIGH.findall(data, 0, 1 << 16)) < _FEW:
        return data.decode("cp1252", "broadsheet.strays")  # too few letters for their frequencies to say anything
    return charset.text_of(data, declared)


def is_cp437(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 are those of an IBM PC."""
    sample = data[: 1 << 18]
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    spoken = sum(len(found[0]) for found in _RUNS.finditer(sample)) + len(_LETTERS.findall(sample))
    return spoken > 0 and spoken * 2 >= high - sample.count(b"\xe1")


def without_ansi(text: str) -> str:
    """*text* without what colours terminals (ECMA-48 §5.4): the escape alone would be taken out later, and its parameters would stay."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def is_text(data: bytes) -> bool:
    """Whether *data* may be text: no NUL but those of UTF-16, and few other controls."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    odd = len(data) - len(data.translate(None, b"\x00\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1c\x1d\x1e\x1f\x7f"))
    return b"\x00" not in data and odd * 50 <= len(data)
