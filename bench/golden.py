"""A saved page in, a golden page out: the same structure, classes and machine data in invented words, fit to be kept in the repository.

    python bench/golden.py PAGE NAME [--address URL] [--out tests/golden]

Writes `NAME.html` and `NAME.json`: the page, and the article that extraction finds on it today, which a person reads and corrects before it is
committed (`tests/golden/test_golden.py` compares). *URL* is where the page was published; without it the page's own canonical address is taken.

| of the page | what becomes of it |
|---|---|
| tags, `class`, `id`, roles, order, faults of nesting | stay; a word of a class that the page's text has as well becomes the word that it became there |
| text, `alt`, `title`, `content` of `<meta>` | invented words of like length and script (`invented.py`), the same word always the same |
| JSON-LD and other JSON | keys, types, dates and numbers stay; texts and addresses as above |
| addresses of pages and pictures | invented words below `.example`, the paper's host among them; numbers become others |
| other scripts, styles, comments, `data-`, `on…` | go |

Fails, and writes nothing, where a word of four letters of the page's text would survive, but for the words that rules look for.
"""

import argparse
import gzip
import html
import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import msgspec
from invented import WORD, Vocabulary, digits, key

from broadsheet import extract
from broadsheet.address import host
from broadsheet.errors import ExtractionError
from broadsheet.extract import charset
from broadsheet.extract.names import of
from broadsheet.extract.parse import parse
from broadsheet.extract.weights import ROLES, weights
from broadsheet.model import Capture

STRUCTURE = of(
    "class id role itemprop itemtype itemscope rel type property name lang dir datetime hidden aria-hidden colspan rowspan width height charset",
    "http-equiv media start reversed data-testid data-component sizes align scope",
)
ADDRESSES = of("href src srcset action poster cite data-src data-srcset data-href longdesc itemid formaction")
TEXTS = of("alt title placeholder aria-label label summary abbr value content")
NAMES = of("class id role data-testid data-component")  # structure that people name
PLAIN_META = re.compile(
    r"og:type|og:locale|robots|googlebot|viewport|twitter:card|.*:(?:width|height)|generator|format-detection|.*accessibleforfree.*|content_tier", re.IGNORECASE
)
DATE = re.compile(r"\s*\d{4}-\d\d(?:-\d\d(?:[T ][\d:.,]+\s?(?:Z|[+-]\d\d:?\d\d)?)?)?\s*")
ADDRESS = re.compile(r"\s*(?:https?:)?//\S+\s*|\s*/[^\s/]\S*\s*|\s*mailto:\S+\s*", re.IGNORECASE)
CODES = frozenset({"@type", "@context", "inLanguage", "additionalType", "contentLocale", "encodingFormat", "isAccessibleForFree", "duration", "cssSelector"})
NAME = re.compile(r"[@$\w:.\-]{1,60}")
DROPPED = frozenset({"style", "noscript", "template", "svg", "math"})
VOID = of("area base br col embed hr img input link meta source track wbr")
_TABLES = tuple(table for role in ROLES for table in (weights()[role].own, weights()[role].parent, weights()[role].above, weights()[role].inline))
# Words of markup: tags, attributes, schema.org, file types, and class names that rules know. A text may have them too.
MARKUP = frozenset(key(word) for table in _TABLES for word in table) | of(
    "html head body main article section aside header footer figure figcaption picture source title time table thead tbody small strong cite span",
    "blockquote details summary form input button label select option iframe video audio object embed canvas address dialog script link meta base",
    "property content class href width height type name lang media sizes role hidden start scope align url page paper desk example",
    "schema context graph headline alternativeheadline description articlebody articlesection keywords author creator publisher image logo",
    "datepublished datemodified datecreated mainentityofpage ispartof haspart about mentions breadcrumb itemlistelement position item",
    "newsarticle reportagenewsarticle article liveblogposting blogposting webpage website organization newsmediaorganization person imageobject",
    "videoobject breadcrumblist listitem caption credittext copyrightholder copyrightyear copyrightnotice sameas jobtitle worksfor email telephone",
    "isaccessibleforfree true false cssselector webpageelement inlanguage thumbnailurl wordcount speakable contenturl embedurl uploaddate duration",
    "json http https text jpeg webp avif mailto site color archive archiv search suche",
)


class Texts(HTMLParser):
    """All that a page says in words: text, attributes that are shown, JSON; *everything*: addresses, names of classes and keys of JSON as well."""

    def __init__(self, *, everything: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._everything = everything
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag if tag in {"script", "style"} else ""
        kind = dict(attrs).get("type") or ""
        if self._script == "script" and "json" in kind:
            self._script = "json"
        plain = tag == "meta" and _is_plain_meta(dict(attrs))
        self.found += [value for name, value in attrs if value and name in TEXTS and not plain and (self._everything or not ADDRESS.fullmatch(value))]
        if self._everything:
            self.found += [value for name, value in attrs if value and name in NAMES | ADDRESSES]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script == "json":
            self.found += [text for text in _strings(_loaded(data), keys=self._everything) if self._everything or not ADDRESS.fullmatch(text)]
        elif not self._script:
            self.found.append(data)


def _is_plain_meta(attributes: dict[str, str | None]) -> bool:
    """Whether a `<meta>` tells machines something that is no text."""
    name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or attributes.get("itemprop") or ""
    return bool(PLAIN_META.fullmatch(name)) or bool(DATE.fullmatch(attributes.get("content") or "")) or "http-equiv" in attributes


def _loaded(data: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _strings(value: Any, name: str = "", *, keys: bool = False) -> Iterator[str]:
    """The texts in JSON, without codes and dates, those in its HTML without the tags; *keys* as well, where they are no names."""
    if isinstance(value, str):
        if name not in CODES and not DATE.fullmatch(value):
            yield from [html.unescape(text) for text in re.split(r"<[^<>]{1,500}>", value)]
    elif isinstance(value, dict):
        for inner, member in cast("dict[str, Any]", value).items():
            yield from _strings(member, inner, keys=keys)
            if keys or not NAME.fullmatch(inner):
                yield inner
    elif isinstance(value, list):
        for member in cast("list[Any]", value):
            yield from _strings(member, name, keys=keys)


class Golden(HTMLParser):
    """Writes a page anew, tag by tag, so that its faults stay."""

    def __init__(self, vocabulary: Vocabulary, own: str) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._words = vocabulary
        self._own = own
        self._skipped: list[str] = []
        self._script = ""

    # addresses
    def _address(self, address: str) -> str:
        if address.startswith(("#", "mailto:", "tel:", "data:", "javascript:")) or not address.strip():
            return {"#": "#", "m": "mailto:desk@paper.example", "t": "tel:+49100"}.get(address[:1], "")
        found = re.match(r"\s*((?:https?:)?//)?([^/?#\s]*)?([^\s]*)", address)
        assert found is not None
        scheme, name, path = found[1] or "", found[2] or "", found[3]
        if not scheme:
            name, path = "", (found[2] or "") + path
        return f"{scheme}{self._host(name) if scheme else ''}{self._path(path)}"

    def _host(self, name: str) -> str:
        labels = [label for label in name.partition(":")[0].split(".") if label]
        kept = labels[:1] if labels[:1] in (["www"], ["m"], ["amp"]) and len(labels) > 2 else []
        named = "".join(self._named(label) for label in labels[len(kept) : -1] or labels)
        return ".".join([*kept, f"{re.sub(r'[^a-z0-9-]', '', named.lower()) or 'paper'}.example"])

    def _named(self, label: str) -> str:
        return WORD.sub(lambda found: self._words.word(found[0]) or "x", label)

    def _path(self, path: str) -> str:
        path = re.sub(r"%[0-9A-Fa-f]{2}", "", path)
        return re.sub(r"\d{5,}", lambda found: digits(found[0]), WORD.sub(lambda found: self._in_path(found[0]), path))

    def _in_path(self, word: str) -> str:
        return self._words.word(word) or "x"

    def _addresses(self, value: str) -> str:
        """One address, or the several of a `srcset`."""
        if re.search(r"\s\d+(?:\.\d+)?[wx]\s*(?:,|$)", value):
            parts = [part.strip().split() for part in value.split(",") if part.strip()]
            return ", ".join(" ".join([self._address(part[0]), *part[1:2]]) for part in parts)
        return self._address(value.strip())

    # values
    def _structure(self, value: str) -> str:
        """Names of a class or id: a word that the text has, and that no rule knows, becomes the text's."""
        return WORD.sub(lambda found: self._structure_word(found[0]), value)

    def _structure_word(self, word: str) -> str:
        parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^A-Za-z]+", word) if word.isascii() else [word]
        whole = key(word)
        if whole in self._words.words and not self._words.is_kept(word):
            return self._words.word(word) or "x"
        return "".join(
            self._words.word(part) or "x" if key(part) in self._words.words and not self._words.is_kept(part) else part for part in parts
        )

    def _text(self, value: str) -> str:
        if DATE.fullmatch(value):
            return value
        return self._addresses(value) if ADDRESS.fullmatch(value) else self._words.text(value)

    def _json(self, value: Any, name: str = "") -> Any:
        if isinstance(value, str):
            if name in CODES or DATE.fullmatch(value):
                return value if name not in CODES or len(value) < 80 else ""
            if "<" in value and re.search(r"</?[a-zA-Z]", value):
                inner = Golden(self._words, self._own)
                inner.feed(value)
                inner.close()
                return "".join(inner.out)
            return self._text(value)
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value).items()
            return {(self._structure(key_) if NAME.fullmatch(key_) else self._text(key_)): self._json(member, key_) for key_, member in members}
        if isinstance(value, list):
            return [self._json(member, name) for member in cast("list[Any]", value)]
        return value

    # the page
    def handle_decl(self, decl: str) -> None:
        if decl.lower().startswith("doctype"):
            self.out.append("<!doctype html>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped or tag in DROPPED:
            if tag not in VOID:
                self._skipped.append(tag)
            return
        kind = (dict(attrs).get("type") or "").lower()
        if tag == "script":
            self._script = "json" if "json" in kind else "dropped"
            if self._script == "dropped":
                return
        self.out.append(f"<{tag}{''.join(self._attribute(tag, name, value, dict(attrs)) for name, value in dict(attrs).items())}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _attribute(self, tag: str, name: str, value: str | None, others: dict[str, str | None]) -> str:
        if value is None:
            return f" {name}" if name in STRUCTURE else ""
        if tag == "meta" and name == "content" and _is_plain_meta(others):
            equivalent = (others.get("http-equiv") or "").lower()
            made = "text/html; charset=utf-8" if equivalent == "content-type" else "" if equivalent else value
        elif name == "charset":
            made = "utf-8"
        elif name == "style":
            made = "display:none" if "none" in value.replace(" ", "") and "display" in value else ""
        elif name in ADDRESSES:
            made = self._addresses(value)
        elif name in TEXTS:
            made = self._text(value)
        elif name in STRUCTURE:
            made = value if name in {"type", "property", "name", "itemprop", "itemtype", "http-equiv", "datetime", "lang", "rel"} else self._structure(value)
        else:
            return ""
        return f' {name}="{html.escape(made)}"'

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag in self._skipped:
                while self._skipped.pop() != tag:
                    pass
            return
        if tag == "script" and self._script == "dropped":
            self._script = ""
            return
        self._script = ""
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._skipped or self._script == "dropped":
            return
        if self._script == "json":
            made = _loaded(data)
            self.out.append("" if made is None else json.dumps(self._json(made), ensure_ascii=False).replace("</", "<\\/"))
        else:
            self.out.append(html.escape(self._words.text(data), quote=False))


def vocabulary(page: str, address: str) -> Vocabulary:
    """The words of *page*; those of the paper's host go however short they are."""
    texts = Texts()
    texts.feed(page)
    texts.close()
    labels = [label for label in host(address).split(".")[:-1] if label != "example"]
    return Vocabulary(texts.found, MARKUP, [word for label in labels for word in WORD.findall(label) if len(word) > 2])


def golden(page: str, address: str) -> tuple[str, str]:
    """*page*, published at *address*, in invented words; and its address. `ValueError` where a word of it would survive."""
    known = vocabulary(page, address)
    made = Golden(known, host(address))
    made.feed(page)
    made.close()
    text, place = "".join(made.out), made._address(address)
    said = Texts(everything=True)
    said.feed(text)
    said.close()
    if left := known.survivors(" ".join([*said.found, place])):
        raise ValueError(f"these words of the page would survive, which is a fault of this tool: {', '.join(sorted(left)[:20])}")
    return text, place


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("name", help="of the new files: what the page shows, not whose it is")
    parser.add_argument("--address", default="", help="where the page was published")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "tests" / "golden")
    arguments = parser.parse_args()
    body = arguments.page.read_bytes()
    body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    capture = Capture(body=body, address=arguments.address)
    address = arguments.address or parse(capture).canonical
    if not address:
        sys.exit("the page does not say where it was published; give --address")
    text, place = golden(charset.utf8_of(body, "").decode("utf-8", "replace"), address)
    try:
        article = msgspec.to_builtins(extract.article(Capture(body=text.encode(), address=place, source=arguments.name)))
    except ExtractionError as error:
        sys.exit(f"the golden page holds no article any more: {error}")
    article.pop("extractor")
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / f"{arguments.name}.html").write_text(text, "utf-8")
    (arguments.out / f"{arguments.name}.json").write_text(json.dumps({"address": place, "article": article}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{arguments.out / arguments.name}.html and .json: read them, correct the article where it is wrong, then commit both")
    return 0


if __name__ == "__main__":
    sys.exit(main())
