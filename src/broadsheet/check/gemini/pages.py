"""Judges of heads and of the pages that links lead to: what was seen of a server in, faults out. Pure."""

import codecs
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ..exchange import is_utf8
from ..findings import Fault
from .gemtext import Line, is_open
from .head import LONGEST, head
from .seen import Page, Seen
from .survey import absolute, own

_MEDIA = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+\-]*/[a-z0-9][a-z0-9!#$&^_.+\-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*(?:,\s*[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)*")
_META_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_BODY_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_OTHER_DAY = re.compile(r"[0-9]{4}[/.][0-9]{1,2}[/.][0-9]{1,2}|[0-9]{1,2}[./] ?[0-9]{1,2}[./] ?[0-9]{4}")
_ATOM = "http://www.w3.org/2005/Atom"
_PLAIN_URI = re.compile(r"[!-~]+")
_WRAPPED = range(55, 91)
_RUN = 4

# Their requests hold what an honest server must not send back; `reflected` judges that.
_HOSTILE = frozenset({"escape", "nul", "encoded"})


def _heads(seen: Seen) -> Iterator[tuple[str, Page]]:
    """Every answer to a whole request, as a page."""
    for page in seen.pages:
        yield page.address, page
    for name, exchange in seen.asked.items():
        if name not in _HOSTILE | {"half", "idle", "plain", "old"}:
            yield "", Page(address="", found="", exchange=exchange, head=head(exchange.received))


def status(seen: Seen) -> Iterator[Fault]:
    """An answer begins with two digits, a space, the meta, and CR LF."""
    for where, page in _heads(seen):
        line = page.head.line
        if not page.exchange.answered:
            continue
        if not page.head.status:
            yield Fault(what="an answer does not begin with a status of two digits from 10 to 69", exchange=page.exchange, where=where, part=line)
        elif not page.head.whole:
            yield Fault(what="an answer's first line does not end with CR LF", exchange=page.exchange, where=where, part=page.exchange.received[:120])
        elif len(line) > 2 and line[2:3] != b" ":
            yield Fault(what="no space stands between an answer's status and its meta", exchange=page.exchange, where=where, part=line)


def meta(seen: Seen) -> Iterator[Fault]:
    """The meta has at most 1,024 bytes, none of them a control character, and is UTF-8."""
    for where, page in _heads(seen):
        found = page.head.meta
        if not page.head.status or not page.head.whole:
            continue
        if len(found) > LONGEST:
            yield Fault(what=f"a meta has {len(found):,} bytes", exchange=page.exchange, where=where, part=page.head.line)
        elif _META_CONTROL.search(found):
            yield Fault(what="a meta holds a line end or another control character", exchange=page.exchange, where=where, part=page.head.line)
        elif not is_utf8(found):
            yield Fault(what="a meta is not UTF-8", exchange=page.exchange, where=where, part=page.head.line, severity="warning")


def media(seen: Seen) -> Iterator[Fault]:
    """A page has a media type."""
    for page in seen.pages:
        if page.head.kind == 2 and not _MEDIA.fullmatch(page.head.media):
            yield Fault(what="a page has no media type", exchange=page.exchange, where=page.address, part=page.head.line)


def charset(seen: Seen) -> Iterator[Fault]:
    """A text is in the charset that it names, UTF-8 where it names none."""
    for page in seen.pages:
        if not page.head.media.startswith("text/"):
            continue
        name = page.head.parameters.get("charset", "")
        try:
            known = codecs.lookup(name or "utf-8").name
        except LookupError:
            yield Fault(what=f"a text names the unknown charset {name}", exchange=page.exchange, where=page.address, part=page.head.line)
            continue
        if known == "utf-8" and not is_utf8(page.head.body, cut=page.exchange.end == "limit"):
            yield Fault(what="a text is not UTF-8", exchange=page.exchange, where=page.address)
        elif known not in {"utf-8", "ascii"}:
            yield Fault(what=f"a text is in {name}: clients need know no charset but UTF-8", exchange=page.exchange, where=page.address, severity="warning")
        elif not name:
            yield Fault(what="a text does not name its charset", exchange=page.exchange, where=page.address, part=page.head.line, severity="note")


def language(seen: Seen) -> Iterator[Fault]:
    """A page of text/gemini says its language, for those who have it read to them."""
    for page in seen.pages:
        if page.head.media != "text/gemini":
            continue
        tag = page.head.parameters.get("lang", "")
        if not tag:
            yield Fault(what="a page does not say its language", exchange=page.exchange, where=page.address, part=page.head.line)
        elif not _LANGUAGE.fullmatch(tag):
            yield Fault(
                what=f"a page's language {tag!r} is no language tag", exchange=page.exchange, where=page.address, part=page.head.line, severity="warning"
            )


def control(seen: Seen) -> Iterator[Fault]:
    """No control character but tab and line end in a text."""
    for page in seen.pages:
        if page.head.media.startswith("text/") and (found := _BODY_CONTROL.search(page.head.body)):
            part = page.head.body[max(0, found.start() - 20) : found.end() + 20]
            yield Fault(what="a text holds a control character", exchange=page.exchange, where=page.address, part=part)


def _part(line: Line) -> bytes:
    return f"=> {line.address} {line.text}".encode("utf-8", "replace")


def links(seen: Seen) -> Iterator[Fault]:
    """A link has an address, and that is one."""
    for page in seen.pages:
        for line in page.lines:
            if line.kind != "link":
                continue
            if not line.address:
                yield Fault(what="a link has no address", exchange=page.exchange, where=page.address, part=b"=>", severity="error")
            elif not _PLAIN_URI.fullmatch(line.address) or not absolute(page.address, line.address):
                yield Fault(what="a link's address is not percent-encoded, or no address", exchange=page.exchange, where=page.address, part=_part(line))
            elif len(line.address) > LONGEST:
                yield Fault(what="a link's address is longer than a request may be", exchange=page.exchange, where=page.address, part=_part(line))


def fences(seen: Seen) -> Iterator[Fault]:
    """Preformatted text ends."""
    for page in seen.pages:
        if page.exchange.end != "limit" and is_open(page.lines):
            what = "a page ends within preformatted text: its links and headings are none"
            yield Fault(what=what, exchange=page.exchange, where=page.address, part=page.head.body[-60:])


def wrapped(seen: Seen) -> Iterator[Fault]:
    """One line a paragraph: clients break lines to their own width."""
    for page in seen.pages:
        run: list[Line] = []
        for line in page.lines:
            run = [*run, line] if line.kind == "text" and len(line.text) in _WRAPPED else []
            if len(run) == _RUN:
                what = "a page's paragraphs are broken into lines: on narrow screens every other line is short"
                yield Fault(what=what, exchange=page.exchange, where=page.address, part=run[0].text.encode("utf-8", "replace"))
                break


def feeds(seen: Seen) -> Iterator[Fault]:
    """A page whose links begin with days is a subscription, and its first heading is its name."""
    for page in seen.pages:
        labels = [line.text for line in page.lines if line.kind == "link"]
        dated = [label for label in labels if _DAY.match(label)]
        if len(dated) >= 2 and not any(line.kind == "heading" and line.text.startswith("# ") for line in page.lines):
            yield Fault(
                what="a page with dated links has no heading that would name the subscription", exchange=page.exchange, where=page.address, severity="warning"
            )
        others = [label for label in labels if _OTHER_DAY.match(label)]
        if len(others) >= 2 and not dated:
            what = "links begin with days that are not written YYYY-MM-DD: nobody can subscribe to this page"
            yield Fault(what=what, exchange=page.exchange, where=page.address, part=others[0].encode("utf-8", "replace"))


def atom(seen: Seen) -> Iterator[Fault]:
    """A feed in Atom is in the namespace of 2005, and its entries have ids."""
    for page in seen.pages:
        text = page.text
        if page.head.kind != 2 or not re.search(r"<(?:\w+:)?feed[\s>]", text[:2000]):
            continue
        if _ATOM not in text[:4000]:
            yield Fault(what="an Atom feed is not in the namespace of 2005", exchange=page.exchange, where=page.address)
        elif page.exchange.end != "limit" and any("<id>" not in entry.partition("</entry>")[0] for entry in text.split("<entry")[1:]):
            yield Fault(what="an Atom feed has entries without id: readers show them as new each time", exchange=page.exchange, where=page.address)


def dead(seen: Seen) -> Iterator[Fault]:
    """Links lead somewhere."""
    for page in seen.pages[1:]:
        if page.exchange.tried and (not page.exchange.answered or page.head.status in {50, 51, 52, 53, 59}):
            yield Fault(what="a link leads nowhere", exchange=page.exchange, where=page.found or page.address)


def redirects(seen: Seen) -> Iterator[Fault]:
    """A redirect leads somewhere, in few steps, and not to another protocol."""
    for page in seen.pages:
        if page.head.kind != 3:
            continue
        where = page.head.meta.decode("utf-8", "replace").strip()
        to = absolute(page.address, where)
        if not where or not to:
            yield Fault(what="a redirect has no address", exchange=page.exchange, where=page.address)
        elif urlsplit(to).scheme != "gemini":
            yield Fault(what="a redirect leads to another protocol", exchange=page.exchange, where=page.address, severity="warning")
        elif page.hops >= 5 or own(seen.target, page.address, where) == page.address:
            yield Fault(what="redirects lead in a circle, or over more than five steps", exchange=page.exchange, where=page.address)


def slow_down(seen: Seen) -> Iterator[Fault]:
    """44 says for how many seconds."""
    for where, page in _heads(seen):
        if page.head.status == 44 and not page.head.meta.strip().isdigit():
            yield Fault(what="44 SLOW DOWN does not say for how many seconds", exchange=page.exchange, where=where, part=page.head.line)
