"""A page's bytes in, UTF-8 out: which character set they are in, decided by evidence, and never mojibake.

| evidence, in this order | why |
|---|---|
| a byte order mark | it says so itself |
| NUL bytes at every other place | UTF-16 without a mark |
| valid as UTF-8 | no text in another set of more than a few words is, whatever was declared |
| mostly valid as UTF-8 | a cut page, or one with strays of CP1252: these are mended one by one |
| declared by the transport, then by `<meta>`, read as browsers read the label (WHATWG Encoding §4.2) | unless the bytes cannot be it |
| the language that the page names | the set which that language was written in (`_BY_LANGUAGE`) |
| the script that the bytes are in, read as one of the East Asian sets | kana, syllables or ideographs throughout are no accident |
| letter frequencies of a bounded sample | the last resort, and the only dear one |
"""

import codecs
import re
from typing import Final

from ..charsets import known_set

_MULTIBYTE: Final = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "iso2022_jp"})
_BY_LANGUAGE: Final = {
    "cp1252": "de en fr es it nl pt sv da nb nn no fi is ca gl eu af sq id ms sw ga",
    "cp1250": "pl cs sk hu sl hr bs ro",
    "cp1251": "ru uk be bg sr mk kk ky mn tg",
    "cp1253": "el",
    "cp1254": "tr az",
    "cp1255": "he yi",
    "cp1256": "ar fa ur ps",
    "cp1257": "lt lv et",
    "cp1258": "vi",
    "cp874": "th",
    "cp932": "ja",
    "cp949": "ko",
    "gb18030": "zh",
    "big5hkscs": "zh-tw zh-hk zh-hant",
}
_SET_OF: Final = {language: name for name, languages in _BY_LANGUAGE.items() for language in languages.split()}
# The codec; the smaller set that plain prose keeps to; the script that it is in, and how much of it. Kana stand in every Japanese sentence.
_SCRIPTS: Final = (
    ("cp932", "cp932", ("\u3040", "\u30ff"), 0.25),
    ("euc_jp", "euc_jp", ("\u3040", "\u30ff"), 0.25),
    ("cp949", "euc_kr", ("\uac00", "\ud7a3"), 0.75),
    ("gb18030", "gb2312", ("\u4e00", "\u9fff"), 0.75),
    ("big5hkscs", "big5", ("\u4e00", "\u9fff"), 0.75),
)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:\-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:\-]{2,40})""")
_LANG = re.compile(rb"""<html[^>]{0,2000}?\slang\s{0,9}=\s{0,9}["']?([A-Za-z\-]{2,20})""", re.IGNORECASE)
_MULTIBYTE_CHARACTER = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_HIGH_RUN = re.compile(rb"[^\x00-\x1f<>]{0,40}[\x80-\xff][^\x00-\x1f<>]{0,40}")
_HEAD_BYTES = 8192
_SAMPLE_BYTES = 3000
_PIECE = 1 << 14
_FEW = 12


def utf8_of(data: bytes, declared: str = "") -> bytes:
    """*data* in UTF-8, itself where it is that already. *declared* is the transport's charset, "" where it named none.

    Never raises; bytes that are no character become U+FFFD.
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace").encode()
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace").encode()
    try:
        characters = _characters(data)
    except UnicodeDecodeError:
        return _not_utf8(data, declared).encode()
    # A few characters may be another set's by accident, and one set writes East Asia in ASCII, with escapes.
    if len(data) - characters <= _FEW * 2 and (characters < len(data) or b"\x1b" in data):
        return _perhaps_multibyte(data, declared)
    return data


def _characters(data: bytes) -> int:
    """How many characters *data* has in UTF-8; `UnicodeDecodeError` where it is none. In pieces: the whole text is not needed, and takes twice the time."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    return sum(len(decoder.decode(view[place : place + _PIECE], place + _PIECE >= len(data))) for place in range(0, len(data), _PIECE))


def text_of(data: bytes, declared: str = "") -> str:
    """The text of *data*, decided as `utf8_of` decides."""
    return utf8_of(data, declared).decode("utf-8")


def _wide(data: bytes) -> str:
    """The UTF-16 that *data* is in by the place of its NULs, "" where it is in none."""
    head = data[:256]
    if len(head) < 4 or head.count(0) * 3 < len(head):
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _declarations(data: bytes, declared: str) -> list[str]:
    """The codecs that transport, `<meta>` and XML declaration name, in that order."""
    head = data[:_HEAD_BYTES]
    labels = [declared, *(found[1].decode("ascii", "replace") for found in (_META.search(head), _XML.search(head)) if found)]
    return [name for name in map(known_set, labels) if name]


def _perhaps_multibyte(data: bytes, declared: str) -> bytes:
    """*data*, which can be read as UTF-8, unless a declared East Asian set reads the same few bytes as well, or writes in ASCII by escapes."""
    for name in _declarations(data, declared):
        if name == "utf-8":
            return data
        if name in _MULTIBYTE:
            try:
                return data.decode(name).encode()
            except UnicodeDecodeError:
                continue
    return data


def _not_utf8(data: bytes, declared: str) -> str:
    """The text of *data*, which is not wholly UTF-8."""
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    in_characters = sum(len(found) for found in _MULTIBYTE_CHARACTER.findall(data))
    names = _declarations(data, declared)
    # A stray is at most a fifth of what is fine; in a single-byte set two high bytes in a row that look like UTF-8 are rare,
    # in an East Asian set they are about a third.
    if in_characters * (2 if "utf-8" in names[:1] else 1.25) >= high and not (names and names[0] in _MULTIBYTE and _fits(data, names[0])):
        return data.decode("utf-8", "broadsheet.strays")
    for name in names:
        if name != "utf-8" and _fits(data, name):
            return data.decode(name, "replace")
    name = _by_language(data) or _by_script(data) or _by_frequency(data)
    return data.decode(name, "broadsheet.strays" if name == "cp1252" else "replace")


def _fits(data: bytes, name: str) -> bool:
    """Whether *data* may be in the codec *name*: at most one character in 500 bytes above 127 cannot be read."""
    text = data.decode(name, "replace")
    if "\ufffd" not in text:
        return True
    high = sum(1 for byte in data[: 1 << 20] if byte >= 0x80)
    return text.count("\ufffd") * 500 <= high + 500


def _by_language(data: bytes) -> str:
    """The codec of the language that `<html lang>` names, if the bytes can be it."""
    found = _LANG.search(data[:_HEAD_BYTES])
    if not found:
        return ""
    language = found[1].decode("ascii").lower()
    name = _SET_OF.get(language) or _SET_OF.get(language.partition("-")[0], "")
    return name if name and _fits(data, name) else ""


def _by_script(data: bytes) -> str:
    """The East Asian codec in which *data* is nearly all the script of its language; "" where it is in none."""
    head = data[: 1 << 16]
    for name, plain_set, script, share in _SCRIPTS:
        if not _fits(head, plain_set):
            continue
        letters = [character for character in head.decode(plain_set, "replace") if character > "\u00ff"]
        if letters and sum(1 for character in letters if script[0] <= character <= script[1]) >= share * len(letters):
            return name
    return ""


def _by_frequency(data: bytes) -> str:
    """The codec that the letters of a sample of *data* speak for; CP1252 where nothing does."""
    # Imported here: its tables take 30 ms to load, and one page in a thousand needs them.
    from charset_normalizer import from_bytes

    sample = bytearray()
    for found in _HIGH_RUN.finditer(data, 0, 1 << 20):
        sample += found[0] + b" "
        if len(sample) >= _SAMPLE_BYTES:
            break
    candidates = sorted(set(_SET_OF.values()) | {"koi8_r", "iso8859_2", "euc_jp"})
    best = from_bytes(bytes(sample), steps=3, chunk_size=512, cp_isolation=candidates, preemptive_behaviour=False).best()
    return known_set(best.encoding) or "cp1252" if best else "cp1252"


def _strays(error: UnicodeError) -> tuple[str, int]:
    """A codec error handler: bytes that are not the set's are read as CP1252, the set of nearly all strays."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    if error.end >= len(error.object) and error.reason == "unexpected end of data":
        return "", error.end
    return broken.decode("cp1252", "replace"), error.end


codecs.register_error("broadsheet.strays", _strays)
