"""The first bytes of a file in, what it is out; and Gopher's item types (RFC 1436 §3.8, Gopher+, and what holes use beside them).

What a browser gets as a picture, a sound or a film is one by its own first bytes, never by what a server says of it: everything else is text
or a file to save.
"""

from typing import Literal, NamedTuple, TypeAlias

from .words import Words

Way: TypeAlias = Literal["menu", "text", "search", "picture", "sound", "film", "file", "elsewhere", "words"]
"""How an item is shown: `elsewhere` has an address and no page here, `words` are the item's text alone."""


class Kind(NamedTuple):
    """A type of item: what it is called beside its link (a key of `words`, and what is said behind it), and how it is shown."""

    key: str
    way: Way
    detail: str = ""


KINDS: dict[str, Kind] = {
    "0": Kind("text", "text"),
    "1": Kind("menu", "menu"),
    "2": Kind("phone-book", "elsewhere", "CSO"),
    "3": Kind("error", "words"),
    "4": Kind("macintosh", "file", "BinHex"),
    "5": Kind("archive", "file"),
    "6": Kind("file", "file", "uuencode"),
    "7": Kind("search", "search"),
    "8": Kind("terminal", "elsewhere", "Telnet"),
    "9": Kind("file", "file"),
    "T": Kind("terminal", "elsewhere", "TN3270"),
    "g": Kind("picture", "picture", "GIF"),
    "I": Kind("picture", "picture"),
    "p": Kind("picture", "picture", "PNG"),
    ":": Kind("picture", "picture", "BMP"),
    "s": Kind("sound", "sound"),
    "<": Kind("sound", "sound"),
    ";": Kind("film", "film"),
    "d": Kind("document", "file"),
    "P": Kind("document", "file", "PDF"),
    "r": Kind("document", "file", "RTF"),
    "h": Kind("page", "text"),
    "H": Kind("page", "text"),
    "X": Kind("text", "text", "XML"),
    "c": Kind("calendar", "text"),
    "M": Kind("mail", "text"),
    "i": Kind("text", "words"),
}


def kind_of(letter: str) -> Kind:
    """The type *letter*; one that is not known is a file."""
    return KINDS.get(letter, _OTHER)


def name_of(letter: str, words: Words) -> str:
    """What the type *letter* is called."""
    kind = kind_of(letter)
    return " ".join(part for part in (words(f"kind-{kind.key}", letter=letter), f"({kind.detail})" if kind.detail else "") if part)


_OTHER = Kind("other", "file")
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (4, b"ftyp", "video/mp4"),
)


def shown_as(data: bytes) -> str:
    """The media type of a picture, sound or film that browsers show, by its first bytes; "" for everything else, SVG included: it may hold script."""
    if data.startswith(b"BM") and len(data) > 26 and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    return next((media for at, magic, media in _MAGIC if data[at : at + len(magic)] == magic), "")
