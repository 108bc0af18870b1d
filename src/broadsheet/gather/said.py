"""A page's bytes in, the address that it gives as its own out: for saved files, whose names say nothing.

Read from the comment of browsers that save pages (`<!-- saved from url=(0028)https://… -->`), from `<link rel="canonical">`, from `og:url`, in this
order. Only a glance at the first half million bytes; what the page means by it is for extraction to say.
"""

import html
import re

from ..address import absolute

_HEAD = 1 << 19
_SAVED = re.compile(rb"<!--\s{0,9}saved from url=\(\d{4}\)([^\s>]{1,2000})")
_TAG = re.compile(rb"<(link|meta)\s([^<>]{1,4000})>", re.IGNORECASE)
_CANONICAL = re.compile(rb"""\brel\s{0,9}=\s{0,9}["']?canonical\b""", re.IGNORECASE)
_URL = re.compile(rb"""\bproperty\s{0,9}=\s{0,9}["']?og:url\b""", re.IGNORECASE)
_VALUE = re.compile(rb"""\b(?:href|content)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def said_address(page: bytes) -> str:
    """The absolute address that *page* says it has, "" where it says none."""
    head = page[:_HEAD]
    saved = _SAVED.search(head, 0, 4096)
    found = [_address(saved[1])] if saved else []
    second = ""
    for tag in _TAG.finditer(head):
        is_link = tag[1].lower() == b"link"
        if (is_link and _CANONICAL.search(tag[2])) or (not is_link and not second and _URL.search(tag[2])):
            value = _VALUE.search(tag[2])
            address = _address(next((group for group in value.groups() if group), b"")) if value else ""
            if is_link and address:
                found.append(address)
                break
            second = second or address
    return next(filter(None, (*found, second)), "")


def _address(raw: bytes) -> str:
    """The absolute web address in *raw*, "" where there is none."""
    address = absolute(html.unescape(raw.decode("utf-8", "replace")))
    return address if address.startswith("http") else ""
