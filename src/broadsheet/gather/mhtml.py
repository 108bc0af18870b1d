"""A page that a browser saved as one file (MHTML, RFC 2557: `.mhtml`, `.mht`) in, the page's HTML, its address and its character set out.

Such a file is a mail of several parts, of which the first that is HTML is the page (Chromium, Edge, Opera and old Internet Explorers write it so); frames,
pictures and style sheets follow. What it costs grows with the file's length alone: each part is looked at once, and only one is decoded.
"""

import binascii
import re
from typing import NamedTuple

from ..address import absolute
from ..text import clean

_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,40}:")
_RELATED = re.compile(rb"(?i)^content-type:\s{0,20}multipart/related", re.MULTILINE)
_GAP = re.compile(rb"\r?\n\r?\n")
_HEAD = 1 << 13  # bytes of a header: the mail library's time grows with their square
_PARTS = 100  # parts before the page's own


class Saved(NamedTuple):
    """The page: its HTML, the address that it was saved from and the character set that the part declares, "" where nothing says."""

    body: bytes
    address: str
    charset: str


def page(data: bytes) -> Saved | None:
    """The page in the file *data*; None where it is no MHTML, or has no HTML in it."""
    if not _FIELD.match(data):
        return None
    gap = _GAP.search(data, 0, _HEAD)
    if gap is None or not _RELATED.search(data, 0, gap.start()):
        return None
    from email.parser import BytesHeaderParser  # takes a while to load, and hardly any file needs it

    headers = BytesHeaderParser()
    whole = headers.parsebytes(data[: gap.start()])
    mark = (whole.get_boundary() or "").encode("ascii", "replace")
    if not mark:
        return None
    line = b"\n--" + mark
    at = data.find(line, gap.start())
    for _ in range(_PARTS):
        if at < 0:
            return None
        end = data.find(line, at + len(line))
        begin = data.find(b"\n", at + len(line)) + 1
        head = _GAP.search(data, begin - 1, min(begin + _HEAD, len(data))) if begin else None
        if head is not None and (end < 0 or head.end() <= end):
            said = headers.parsebytes(data[begin : head.start()])
            if said.get_content_type() in {"text/html", "application/xhtml+xml"}:
                body = data[head.end() : end if end >= 0 else len(data)]
                places = (said["content-location"], whole["snapshot-content-location"], whole["content-location"])
                address = next(filter(None, (_address(str(place or "")) for place in places)), "")
                return Saved(_decoded(body, str(said["content-transfer-encoding"] or "")), address, clean(str(said.get_content_charset() or ""))[:40])
        at = end
    return None


def _address(place: str) -> str:
    """The absolute web address that a header's *place* is, "" where it is none (`cid:…`)."""
    found = absolute("".join(place.split())[:2000])
    return found if found.startswith("http") else ""


def _decoded(body: bytes, coding: str) -> bytes:
    """*body* without its transfer coding (RFC 2045 §6). What is damaged in base64 ends it there."""
    name = coding.strip().lower()
    if name == "quoted-printable":
        return binascii.a2b_qp(body)
    if name == "base64":
        whole = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        return binascii.a2b_base64(whole[: len(whole) // 4 * 4] + (whole[len(whole) // 4 * 4 :] + b"==")[:4] * (len(whole) % 4 > 1))
    return body
