"""An article's versions in; whether other bytes, a page or a link, hold a part of their text or name one of their addresses, out. Pure.

Texts are compared by their letters alone: case, spaces, punctuation, tags, character references and JSON's escapes differ from page to page.
A part is 32 letters in a row (signs of scripts without spaces count twice), or the whole of a shorter headline, teaser or paragraph of at least 16:
a teaser that is cut short still holds one.

A paper has a hundred thousand pages to look through, so most are done with before letters are compared (`_Sieve`): a page that holds a part holds the
part's ASCII letters in a row, once all else is out of both; parted at a letter, both have the same pieces there. A page's pieces are looked up at once.
"""

import copy
import html
import re
from collections import Counter
from collections.abc import Iterable

from .. import address as addresses
from ..model import Article, Link
from . import wording

PART = 32
"""Letters in a row that make a part."""
_SHORTEST = 16
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^<>]*>")
_PIECE = re.compile(r"<[^<>]*>|[^<]+|<")
_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)  # also one that is cut off: else each escaped mark in it would be tried again
_INLINE = frozenset({"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"})
_LONG = 256  # letters from one tag to the next
_OTHER = re.compile(r"[\W_]+")
_ASCII_TAG = re.compile(rb"<[^<>]*>")
_BECOME_ASCII = "İŉſǰẖẗẘẙẚẞKﬀﬁﬂﬃﬄﬅﬆ"  # whose folded form has a letter of ASCII, as that of ß has, which is in most German pages
_LOWER = bytes(range(256)).lower()
_NETS = 2
_TELLING = 4  # letters that the pieces of a part have beyond two each: fewer are in every page
_ASCII_OTHER = bytes(code for code in range(128) if not chr(code).isalnum())
_MARKS = b"<>"
_NEITHER = bytes(code for code in _ASCII_OTHER if code not in _MARKS)


class Traces:
    """What of an article can be found elsewhere."""

    def __init__(self, versions: Iterable[Article], places: Iterable[str]) -> None:
        """*places* are the article's addresses, comparable (`address.comparable`)."""
        self._places = frozenset(places)
        # A path that is one short word stands in every page of the site.
        self._locals = tuple(place[place.index("/") :] for place in self._places if "/" in place and len(place) - place.index("/") >= 8)
        lines = {line for article in versions for line in _lines(article)}
        self._parts = frozenset(part for line in lines for part in _parts(letters(line)))
        self._sieve = _Sieve(self._parts)

    def but(self, versions: Iterable[Article]) -> "Traces":
        """The same without the parts that stand in *versions* of another article: these are that article's own words."""
        bare = "\n".join(letters(line) for article in versions for line in _lines(article))
        made = copy.copy(self)
        made._parts = frozenset(part for part in self._parts if part not in bare)
        made._sieve = _Sieve(made._parts)
        return made

    def in_text(self, text: str) -> bool:
        """Whether *text* holds a part."""
        return self._sieve.lets(_ascii(text).translate(None, _MARKS)) and self._holds(text)

    def _holds(self, text: str) -> bool:
        """Whether *text* holds a part, letter by letter."""
        bare = letters(text)
        return any(part in bare for part in self._parts)

    def is_at(self, address: str) -> bool:
        """Whether *address*, without its scheme or with it, is one of the article's."""
        return addresses.comparable(address if "://" in address else f"https://{address}") in self._places

    def in_link(self, link: Link) -> bool:
        """Whether *link* leads to the article, or says what it says."""
        return addresses.comparable(link.address) in self._places or self.in_text(link.headline) or self.in_text(link.teaser)

    def in_page(self, page: bytes, charset: str = "") -> bool:
        """Whether *page* names the article's address, which it does with its headline, or holds a part of its text."""
        text = _plain(decoded(page, charset))
        if any(local in text for local in self._locals):
            return True
        coarse = _ascii(text)
        # With its tags for what stands in attributes and scripts, without for a sentence that has links in it.
        return (self._sieve.lets(_at_tags(coarse)) and self._holds(text)) or (
            self._sieve.lets(_ASCII_TAG.sub(b"", coarse).translate(None, _MARKS)) and self._holds(_TAG.sub("", text))
        )

    def names_place(self, markup: str) -> bool:
        """Whether *markup* names the article's address."""
        text = _plain(markup)
        return any(local in text for local in self._locals)

    def in_letters(self, bare: str) -> bool:
        """Whether *bare*, which is letters alone (`letters`), holds a part."""
        return self._sieve.lets(bare.encode("ascii", "ignore")) and any(part in bare for part in self._parts)

    def cut_out(self, page: bytes, charset: str = "") -> bytes | None:
        """*page* without what names the article's address or is a part of its text; None where something is left all the same.

        Links to it lose address and words, other elements the attributes that hold a part, scripts the strings; a paragraph that holds a part
        loses what follows in it, too. All else stays as it is, byte for byte.
        """
        try:
            text, coding = page.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, coding = page.decode("latin-1"), "latin-1"
        kept: list[str] = []
        until = ""  # "a": words go until the link ends; "block": until a paragraph does
        for piece in _PIECE.findall(text):
            if piece[0] == "<":
                tag = _NAME.match(piece)
                name = tag[1].lower() if tag else ""
                if (until == "a" and piece[:3].lower() == "</a") or (until == "block" and name and name not in _INLINE):
                    until = ""
                if len(piece) >= _SHORTEST // 2 and self._in(_plain(piece)):
                    kept.append(f"{tag[0]}>" if tag else "")
                    until = until or ("a" if name == "a" else "")
                else:
                    kept.append(piece)
            elif until:
                continue
            elif len(piece) >= _SHORTEST // 2 and self._in(_plain(piece)):
                strings = _STRING.sub(lambda found: '""' if self._in(_plain(found[0])) else found[0], piece)
                is_script = strings != piece and not self._in(_plain(strings))
                kept.append(strings if is_script else "")
                until = "" if is_script else "block"
            else:
                kept.append(piece)
        made = "".join(kept).encode(coding)
        return None if self.in_page(made, charset) else made

    def _in(self, text: str) -> bool:
        """Whether *text*, free of character references, names an address or holds a part."""
        return any(local in text for local in self._locals) or self.in_text(text)


class _Sieve:
    """What lets every text pass that holds one of *parts* (letters), and few others."""

    def __init__(self, parts: Iterable[str]) -> None:
        left = {part.encode("ascii", "ignore") for part in parts}
        self._nets: list[_Net] = []
        for _ in range(_NETS):
            often = Counter(b"".join(left)).most_common(1 + len(self._nets))[-1:]
            net = _Net(left, bytes(often[0][:1]) if often else b"e")
            left -= net.parts.keys()
            self._nets.append(net)
        self._others = tuple(left)

    def lets(self, letters: bytes) -> bool:
        """Whether a text may hold a part; *letters* are those that it has of ASCII."""
        return any(net.lets(letters) for net in self._nets) or any(part in letters for part in self._others)


class _Net:
    """Texts are parted at the letter *at*: a text that holds a part has all whole pieces of it. *parts* are those whose pieces tell enough."""

    def __init__(self, parts: Iterable[bytes], at: bytes) -> None:
        pieces = {part: frozenset(part.split(at)[1:-1]) for part in parts}
        self.at = at
        self.parts = {part: own for part, own in pieces.items() if sum(len(piece) - 2 for piece in own if len(piece) > 2) >= _TELLING}
        self._pieces = frozenset[bytes]().union(*self.parts.values())

    def lets(self, letters: bytes) -> bool:
        """Whether one of the parts is in *letters*."""
        found = self._pieces.intersection(letters.split(self.at)) if self._pieces else self._pieces
        return any(own <= found and part in letters for part, own in self.parts.items()) if found else False


def _lines(article: Article) -> tuple[str, ...]:
    """All that *article* says."""
    return (article.headline, article.teaser, *wording.lines(article.body))


def _plain(text: str) -> str:
    """*text* with the characters for which JSON's escapes and HTML's references stand."""
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return html.unescape(text)


def letters(text: str) -> str:
    """*text* without what is no letter or digit, case folded."""
    # What is ASCII goes first, in C: the expression alone takes three times as long over a page.
    rest = text.casefold().encode("utf-8", "surrogatepass").translate(None, _ASCII_OTHER).decode("utf-8", "surrogatepass")
    return rest if rest.isascii() else _OTHER.sub("", rest)


def letters_of(markup: str) -> tuple[str, str]:
    """The letters of a page, or of a piece of one that begins and ends with a tag or is all: with those in its tags, and without."""
    text = _plain(markup)
    return letters(text), letters(_TAG.sub("", text))


def _ascii(text: str) -> bytes:
    """What *text* has of ASCII's letters and digits once it is case folded, and the marks of its tags: to fold a page takes longer than to look it through."""
    if any(sign in text for sign in _BECOME_ASCII):
        text = text.casefold()
    return text.replace("ß", "ss").encode("ascii", "ignore").translate(_LOWER, _NEITHER)


def _at_tags(coarse: bytes) -> bytes:
    """The letters of a page's tags, and those beside them that a part may have with one: all others are together where no tag is, too."""
    return b"".join([piece if len(piece) < _LONG else _edges(piece) for piece in coarse.split(b"<")]).translate(None, _MARKS)


def _edges(piece: bytes) -> bytes:
    """A tag and the letters behind it, up to the next tag, without those in the middle that are a part's length from either."""
    end = piece.find(b">") + 1 + PART
    return piece[:end] + b" " + piece[max(end, len(piece) - PART) :]


def _parts(bare: str) -> Iterable[str]:
    """The parts of a line's letters."""
    size, least = (PART, _SHORTEST) if len(bare.encode()) < 2.5 * len(bare) else (PART // 2, _SHORTEST // 2)
    for place in range(0, len(bare), size):
        part = bare[place : place + size]
        if len(part) == size or (not place and len(part) >= least):
            yield part


def decoded(page: bytes, charset: str) -> str:
    """*page* as text: as UTF-8 where it is that, else in its *charset* or Latin-1, whose letters are those of most."""
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return page.decode(charset or "latin-1", "replace")
        except LookupError:
            return page.decode("latin-1")
