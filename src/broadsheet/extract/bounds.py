"""A page's bytes in, nothing out or an `ExtractionError`: pages that would cost the parser more than a page may cost are refused.

HTML's tree construction is not linear (HTML Standard §13.2.6): every start tag walks the stack of open elements, an unclosed `<b id=…>` is
opened again in each paragraph that follows, and a tag's attributes are compared with each other. 100,000 nested tags take lexbor 11 s, and
6,000 tags of an unclosed `<b>` and `<p>` in turn make 4,500,000 nodes. An ordinary page is let through after counting its `<`.
"""

import re
from collections import Counter
from typing import Final

from ..errors import ExtractionError

MAX_BYTES: Final = 24 << 20
MAX_TAGS: Final = 600_000
_ORDINARY_TAGS = 2_800
_MANY_TAGS = 6_500
_ATTRIBUTES_BYTES = 30_000
_MAX_ATTRIBUTES = 6_000
_MAX_STEPS = 100_000_000
_MAX_REOPENED = 600_000

_NAMES = re.compile(rb"</?[a-zA-Z][a-zA-Z0-9]*")
_TOKEN = re.compile(rb"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]*)[^>]*>?", re.DOTALL)
_RAW: Final = frozenset({b"script", b"style", b"textarea", b"title", b"xmp", b"noembed", b"noframes", b"iframe"})
_FORMATTING: Final = frozenset({b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt", b"u"})
_CLOSED_ALONE: Final = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option optgroup colgroup "
    b"path rect circle line polygon polyline ellipse use stop html head body".split()
)


def check(data: bytes, source: str) -> None:
    """Refuse *data* (`too-large`, `too-deep`) where parsing it would take more than about a second or 500 MB. *source* is for the message."""
    if len(data) > MAX_BYTES:
        raise ExtractionError(f"{source}: {len(data) >> 20} MB; pages up to {MAX_BYTES >> 20} MB are read", "too-large")
    _check_attributes(data, source)
    tags = data.count(b"<")
    if tags <= _ORDINARY_TAGS:
        return
    if tags > MAX_TAGS:
        raise ExtractionError(f"{source}: {tags} tags; pages of up to {MAX_TAGS} are read", "too-large")
    if tags > _MANY_TAGS or not _closed_in_sum(data):
        _walk(data, source)


def _check_attributes(data: bytes, source: str) -> None:
    """Refuse a tag with thousands of attributes. Only where long stretches lack a `>` can there be one."""
    step = _ATTRIBUTES_BYTES // 2
    for start in range(0, len(data) - step, step):
        if data.find(b">", start, start + step) < 0:
            opening = data.rfind(b"<", 0, start)
            if opening >= 0 and data[opening + 1 : opening + 2].isalpha() and data.find(b">", opening, start) < 0:
                tag = data[opening : start + step]
                if len(tag.split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES:
                    raise ExtractionError(f"{source}: a tag of more than {_MAX_ATTRIBUTES} attributes", "too-deep")


def _closed_in_sum(data: bytes) -> bool:
    """Whether the page closes about as many elements as it opens, by name: a quick look that spares ordinary long pages the slow one."""
    counts = Counter(_NAMES.findall(data))
    unclosed = 0
    for opening, count in counts.items():
        if opening[1:2] != b"/" and opening[1:].lower() not in _CLOSED_ALONE:
            unclosed += max(0, count - counts[b"</" + opening[1:]])
    return unclosed <= 150


def _walk(data: bytes, source: str) -> None:
    """Go through the tags and add up what tree construction will cost; refuse where it is more than a page may cost."""
    opened: Counter[bytes] = Counter()
    depth = formatting = steps = reopened = position = 0
    while found := _TOKEN.search(data, position):
        position = found.end()
        name = found[2]
        if name is None:
            continue
        name = name.lower()
        steps += depth
        if found[1]:
            if opened[name] > 0:
                opened[name] -= 1
                depth -= 1
                formatting -= name in _FORMATTING
            continue
        if name in _RAW:
            end = re.compile(rb"</" + re.escape(name), re.IGNORECASE).search(data, position)
            position = end.start() if end else len(data)
        elif name == b"a" and opened[name]:
            continue  # a second <a> closes the first
        elif name not in _CLOSED_ALONE:
            opened[name] += 1
            depth += 1
            formatting += name in _FORMATTING
        if name not in _FORMATTING:
            reopened += formatting
        if steps > _MAX_STEPS or reopened > _MAX_REOPENED:
            raise ExtractionError(f"{source}: tags nested {depth} deep; no article is", "too-deep")
