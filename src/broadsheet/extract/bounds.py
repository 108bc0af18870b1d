"""A page's bytes in, nothing out or an `ExtractionError`: pages that would cost the parser more than a page may cost are refused.

HTML's tree construction is not linear (HTML Standard §13.2.6): every start tag walks the stack of open elements, an unclosed `<b id=…>` is
opened again in each paragraph that follows, and a tag's attributes are compared with each other. 100,000 nested tags take lexbor 11 s, and
6,000 tags of an unclosed `<b>` and `<p>` in turn make 4,500,000 nodes. An ordinary page is let through after counting its `<`.
"""

import re
from typing import Final

from ..errors import ExtractionError

MAX_BYTES: Final = 24 << 20
MAX_TAGS: Final = 600_000
_ORDINARY_TAGS = 3_300
_ATTRIBUTES_BYTES = 30_000
_MAX_ATTRIBUTES = 6_000
_MOST_LOOKS = 4  # at openings of one stretch: where no `>` ends a tag, the first opening holds whatever the later ones do
_MAX_STEPS = 100_000_000
_MAX_REOPENED = 600_000

_VALUE = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_CLOSING = re.compile(rb"<[/!]")
_RAW = b"|".join(
    b"".join(b"[%c%c]" % (letter, letter - 32) for letter in name)
    for name in (b"script", b"style", b"textarea", b"title", b"xmp", b"noembed", b"noframes", b"iframe")
)
# A comment, an element whose content is no HTML, or a tag with its attributes as HTML Standard §13.2.5 reads them.
_TOKEN = re.compile(
    rb"<!--(?:[^-]++|-(?!->))*+|<(?:%b)(?=[\s/>])[^<]*+(?:<(?!/(?:%b)[\s/>])[^<]*+)*+"
    rb"|<(/?[a-zA-Z][^\s/>]*+)(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>]*+))?+)*+" % (_RAW, _RAW)
)
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
    # A `<` that closes an element or begins a comment nests nothing; pages where many others are left are gone through tag by tag.
    if tags - len(_CLOSING.findall(data)) > _ORDINARY_TAGS:
        _walk(data, source)


def _check_attributes(data: bytes, source: str) -> None:
    """Refuse a tag with thousands of attributes. Only where long stretches lack a `>` can there be one."""
    step = _ATTRIBUTES_BYTES // 2
    place = last = 0
    while place < len(data):
        found = data.find(b">", place, place + step)
        if found >= 0:
            last = found
            place += step
            continue
        # No tag ends in this stretch: look at what lies between the ends on both sides of it.
        last = max(last, data.rfind(b">", last, place))
        end = data.find(b">", place)
        end = len(data) if end < 0 else end
        opening = data.find(b"<", last, end)
        long = 0 <= opening < end - _ATTRIBUTES_BYTES
        looks = _MOST_LOOKS if long and len(data[opening:end].split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES else 0
        while looks and 0 <= opening < end - _ATTRIBUTES_BYTES:
            if data[opening + 1 : opening + 2].isalpha():
                looks -= 1
                if len(_VALUE.sub(b"", data[opening:end]).split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES:
                    raise ExtractionError(f"{source}: a tag of more than {_MAX_ATTRIBUTES} attributes", "too-deep")
            opening = data.find(b"<", opening + _ATTRIBUTES_BYTES // 4, end)
        last, place = end, end + 1


def _walk(data: bytes, source: str) -> None:
    """Go through the tags and add up what tree construction will cost; refuse where it is more than a page may cost."""
    opened: dict[bytes, int] = {}
    depth = formatting = steps = reopened = 0
    for name in _TOKEN.findall(data):
        if not name:
            continue
        steps += depth
        name = name.lower()
        if name[:1] == b"/":
            name = name[1:]
            if opened.get(name, 0) > 0:
                opened[name] -= 1
                depth -= 1
                formatting -= name in _FORMATTING
        else:
            if name in _FORMATTING:
                if name != b"a" or not opened.get(name):  # a second <a> closes the first
                    opened[name] = opened.get(name, 0) + 1
                    depth += 1
                    formatting += 1
            elif name not in _CLOSED_ALONE:
                opened[name] = opened.get(name, 0) + 1
                depth += 1
            reopened += formatting
        if steps > _MAX_STEPS or reopened > _MAX_REOPENED:
            raise ExtractionError(f"{source}: tags nested {depth} deep; no article is", "too-deep")
