"""A capture in, a `Document` out: the only place that decodes a page's bytes and parses its HTML, once.

| part of the document | what it is |
|---|---|
| `tree` | the page without what no reader sees (`STRIPPED`): script, style, svg … |
| `nodes` | the objects of its JSON-LD, flattened |
| `meta` | `<meta>` by lower-case name, property or itemprop → values in order, as written |
| `address`, `base` | the page's own address; what references are resolved against |
| `canonical`, `aliases` | the address that the page says it has, and others that it says are the same article |

Refuses with `ExtractionError`: `empty` · `not-html` · `too-large` · `too-deep` (`bounds`).
"""

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from .. import address as addresses
from ..address import host, local
from ..errors import ExtractionError
from ..model import Capture
from . import bounds, charset, structured

STRIPPED: Final = ["script", "style", "svg", "noscript", "template", "math"]
_HEAD = 'meta, link[rel], script[type*="ld+json"], title, base'
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|main|article|section|p|h[1-6]|table|ul|ol|a|span|b|i|br|img|font|form|header|frameset)[\s>/]",
    re.IGNORECASE,
)
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\f\r")
_STRAY = 40  # controls that a broken page may have
_FOREIGN = re.compile(
    rb"\s{0,99}(?:<\?xml[^>]{0,300}>\s{0,99}(?:<!--.{0,2000}?-->\s{0,99})?)?<(?:rss|feed|urlset|sitemapindex|rdf:RDF|svg|opml)\b",
    re.DOTALL | re.IGNORECASE,
)
_JSON = re.compile(rb"\s{0,99}(?:\{\s{0,99}[\"}]|\[\s{0,99}[{\[\"\]])")
_MAX_TITLE: Final = 3_000
_MAX_LINKS: Final = 20
_SIGNATURES: Final = (
    *(b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF"),
    *(b"\x28\xb5\x2f\xfd", b"\x00\x00\x00", b"wOF", b"BZh", b"\xfd7zXZ"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A parsed page. *title* is the text of `<title>`, *language* what `<html lang>` says, both as written.

    The tree is shared and must not be changed by who reads it. Its depth is not bounded: whoever walks it must not recurse.
    """

    capture: Capture
    tree: LexborHTMLParser
    address: str
    base: str
    canonical: str
    aliases: tuple[str, ...]
    nodes: tuple[structured.Node, ...]
    meta: dict[str, tuple[str, ...]]
    title: str
    language: str

    def absolute(self, reference: str | None) -> str:
        """The address that *reference* means on this page, "" where it means none."""
        return addresses.absolute(reference, self.base) if reference else ""

    def first_meta(self, *names: str) -> str:
        """The first value of the first of *names* that has one, as clean text."""
        for name in names:
            for value in self.meta.get(name, ()):
                if cleaned := structured.plain(value):
                    return cleaned
        return ""


def parse(capture: Capture) -> Document:
    """The document of *capture*; `ExtractionError` where its bytes are no page that can be read within bounds."""
    source = capture.source or capture.address or "the page"
    data = capture.body
    if not data or data.isspace():
        raise ExtractionError(f"{source}: nothing in it", "empty")
    if data.startswith(_SIGNATURES):
        raise ExtractionError(f"{source}: not a web page but a file of another kind", "not-html")
    bounds.check(data, source)
    # lexbor takes bytes for UTF-8, whatever the page declares.
    data = charset.utf8_of(data, capture.charset)
    if _FOREIGN.match(data) or _JSON.match(data) or not _MARKUP.search(data) or _is_noise(data):
        raise ExtractionError(f"{source}: not a web page: no HTML in it", "not-html")
    # Without mutation events <select> is parsed in linear time.
    return _read(capture, LexborHTMLParser(data, options=LexborDocumentOptions.WO_EVENTS))


def _is_noise(data: bytes) -> bool:
    """Whether more than one in fifty of the first bytes of *data* (UTF-8) are controls: among random bytes some look like a tag."""
    head = data[:4096]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > _STRAY and controls * 50 > len(head)


def _read(capture: Capture, tree: LexborHTMLParser) -> Document:
    """What stands in the head of *tree*, and the tree stripped after that."""
    meta: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    scripts: list[str] = []
    base = title = ""
    for node in tree.css(_HEAD):
        tag = node.tag
        if tag == "meta":
            attributes = node.attributes
            value = attributes.get("content")
            if value:
                for key in {attributes.get("property"), attributes.get("name"), attributes.get("itemprop")}:
                    if key:
                        meta.setdefault(key.lower(), []).append(value)
        elif tag == "link":
            attributes = node.attributes
            reference = attributes.get("href")
            if reference:
                for relation in (attributes.get("rel") or "").lower().split():
                    links.setdefault(relation, []).append(reference)
        elif tag == "script":
            scripts.append(node.text(deep=False))  # in a drawing scripts stand in scripts
        elif tag == "title":
            title = title or (node.text()[:_MAX_TITLE] if _in_html(node) else "")
        else:
            base = base or node.attributes.get("href") or ""
    root = tree.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else ""
    tree.strip_tags(STRIPPED, recursive=True)
    own = addresses.absolute(capture.address)
    frozen = {key: tuple(values) for key, values in meta.items()}
    nodes = structured.objects(scripts)
    canonical = _canonical(own, [*links.get("canonical", ())[:_MAX_LINKS], *frozen.get("og:url", ())[:_MAX_LINKS]], addresses.absolute(base, own) or own)
    page = own or canonical
    base = addresses.absolute(base, page) or page
    same = [addresses.absolute(reference, base) for relation in ("amphtml", "shortlink", "canonical") for reference in links.get(relation, ())[:_MAX_LINKS]]
    aliases = tuple(dict.fromkeys(address for address in (own, *same) if address and address != canonical and _is_article_address(address)))
    return Document(capture, tree, page, base, canonical or own, aliases, nodes, frozen, title, language)


def _in_html(title: LexborNode) -> bool:
    """Whether *title* is the page's and not a picture's: SVG has an element of that name."""
    parent = title.parent
    return parent is None or parent.tag in {"head", "body", "html"}


def _canonical(own: str, candidates: list[str], base: str) -> str:
    """The first of *candidates* that may be the address of the page at *own*: of the same site, and not its front page; "" for none."""
    for candidate in candidates:
        address = addresses.absolute(candidate, base)
        if address.startswith("http") and _is_article_address(address) and (not own or _same_site(own, address)):
            return address.partition("#")[0]
    return ""


def _is_article_address(address: str) -> bool:
    """Whether *address* is more than a host."""
    return local(address) != "/"


def _same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: one host within the other, or both within a domain that somebody owns."""
    hosts = host(one), host(other)
    labels = [name.split(".") for name in hosts]
    owned = 3 if all(len(parts) > 2 and len(parts[-2]) <= 3 for parts in labels) else 2
    return hosts[0] == hosts[1] or labels[0][-owned:] == labels[1][-owned:]
