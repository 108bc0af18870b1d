"""A document in, when the article was published and changed out: ISO 8601 strings, as exact and in the time zone that the page prints.

Tried in this order, the first that is a sane date: JSON-LD, `<meta>`, itemprop, `<time datetime>` near the headline, a date in words in an
element that says that it is one, the address. `iso(value)` reads one string: ISO 8601 and its dialects, RFC 5322, seconds since 1970, and
dates as people write them in the languages of `words.MONTHS`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from selectolax.lexbor import LexborNode

from .. import text
from . import structured, words
from .parse import Document
from .roles import DATE
from .structured import Node
from .visible import Visible, beside, is_outside

_PUBLISHED: Final = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "og:published_time",
    "og:pubdate",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "published_at",
    "vr:published_time",
    "date",
    "datecreated",
    "created",
    "last-modified-published",
    "iso-8601-publish-date",
    "rnews:datepublished",
    "citation_publication_date",
    "bt:pubdate",
    "ptime",
    "weibo:article:create_at",
)
_MODIFIED: Final = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "article:modified"),
    *("dc.date.modified", "dcterms.modified", "last-modified", "lastmod"),
)
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:(?:T|\s+|t)(\d{1,2}):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|z|UTC|GMT|[+\-−]\d\d:?\d\d|[+\-]\d\d)?(?:\[[\w/]+\])?)?(?!\d)"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?([./\-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./\-年]\s?(\d{1,2})\s?[./\-月]\s?(\d{1,2})(?!\d)")
_KOREAN = re.compile(r"(\d{4})\s?년\s?(\d{1,2})\s?월\s?(\d{1,2})\s?일")
_NAME = r"((?:[^\W\d_]|[\u0900-\u0dff\u0e31-\u0e4e]){3,15})"  # vowel signs of India's scripts and of Thai are no letters to `re`
_DAY_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}})(?:\.|st|nd|rd|th|º|er)?\s*(?:de\s+|of\s+|d['’]\s?|-)?{_NAME}\.?,?\s*(?:de\s+|del\s+|-)?(\d{{4}})(?!\d)")
_MONTH_DAY = re.compile(rf"{_NAME}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}})(?:\.|\s?m\.)?\s{_NAME}\.?\s+(\d{{1,2}})(?!\d)")  # Hungarian, Lithuanian, Latvian
_EAST_CLOCK = re.compile(r"(午後|下午|오후)?\s?(?<!\d)([01]?\d|2[0-3])\s?[時时点시]\s?([0-5]?\d)\s?[分분]")
_CLOCK = re.compile(r"(?<![\d.])([01]?\d|2[0-3])[:.h時](\d\d)(?::\d\d)?(?![\d])\s*([ap]\.?m\b)?", re.IGNORECASE)
_IN_ADDRESS = re.compile(
    r"/(20\d\d|19[89]\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?:[/\-_.]|\b)"
    r"|/[A-Za-z]{0,3}(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{2,12}(?!\d)"
)
_CHANGE = re.compile(
    r"(?:(?:last|zuletzt|letzte|dernière|última|ultima|ultimo|laatst|sist|senast|sidst|viimeksi|ostatnia) )?(?:updated?|modified|changed|aktualisier\w+|"
    r"aktualisierung|änderung|geändert|bearbeitet|mis à jour|mise à jour|modifié|actualizad[oa]|actualización|modificad[oa]|aggiornat[oa]|aggiornamento|"
    r"atualizad[oa]|atualização|bijgewerkt|gewijzigd|oppdatert|uppdaterad|opdateret|päivitetty|zaktualizowano|aktualizacja|обновлено|güncell?en\w+|"
    r"diperbarui|更新)\b"
)
_WHOLE: Final = frozenset({"body", "html", "article", "main"})
_FIRST: Final = 1830
_BUDDHIST: Final = 543
_ONE_DAY = timedelta(days=2)


def dates(document: Document, visible: Visible, node: Node, heading: LexborNode | None = None) -> tuple[str, str]:
    """Published and modified of the article *node* on *document*; "" where the page does not say."""
    latest = _latest(document.capture.time)
    published = next(_sane(_published(document, visible, node, heading), latest), "")
    changed = next(_sane(_modified(document, visible, node, heading), latest), "")
    if len(published) == 10:
        published = next((full for line in _lines(visible, heading) if (full := written(line)).startswith(f"{published}T")), published)
    if changed and published and not _is_later(changed, published):
        changed = ""
    return published, changed


def iso(value: str) -> str:
    """The date that *value* holds in ISO 8601, to the second or to the day; "" for none."""
    value = value.strip()[:200]
    found = _ISO.match(value)
    if found:
        year, month, day, hour, minute, second, zone = found.groups()
        if hour is None:
            return _day(year, month, day)
        zone = (zone or "").upper().replace("−", "-")
        zone = "+00:00" if zone in {"Z", "UTC", "GMT"} else f"{zone}:00" if len(zone) == 3 else f"{zone[:3]}:{zone[-2:]}" if zone else ""
        return _checked(f"{year}-{month}-{day}T{int(hour):02}:{minute}:{second or '00'}{zone}") or _day(year, month, day)
    if _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    if "," in value[:5] and ":" in value:
        try:
            return parsedate_to_datetime(value).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    return written(value)


def is_change(line: str) -> bool:
    """Whether *line* begins with a word for when something was changed."""
    return _CHANGE.match(line.casefold()) is not None


def _published(document: Document, visible: Visible, node: Node, heading: LexborNode | None) -> Iterator[str]:
    """What may be the date of publication, the best first."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield structured.first(node.get(key))
    yield from _metas(document, _PUBLISHED)
    for other in document.nodes:
        yield structured.first(other.get("datePublished"))
    for key in ("datePublished", "dateCreated"):
        for element in visible.get(f"itemprop:{key}")[:3]:
            attributes = element.attributes
            yield attributes.get("datetime") or attributes.get("content") or text.clean(element.text()[:200])
    times = [element for element in visible.get("time")[:60] if element.attributes.get("datetime")]
    for element in [element for element in times if "pubdate" in element.attributes][:1] + [element for element in times[:12] if not is_outside(element)]:
        yield element.attributes.get("datetime") or ""
    yield from _abbreviated(document)
    lines = [text.clean(element.text()[:300]) for element in visible.by_role[DATE][:40] if element.tag not in _WHOLE and not is_outside(element)]
    lines += beside(heading)
    yield from (written(line) for line in lines if not is_change(line))
    yield _in_address(document.canonical) or _in_address(document.address)
    for element in times[:1] + visible.get("time")[:3]:
        yield element.attributes.get("datetime") or written(text.clean(element.text()[:200]))
    yield from (written(line) for line in lines if is_change(line))
    yield structured.first(node.get("dateModified"))
    yield from _metas(document, _MODIFIED)


def _abbreviated(document: Document) -> Iterator[str]:
    """The moments that stand in the title of an `<abbr class="published">`, as hAtom has them (microformats.org, 2005); in the article's own footer too."""
    for element in document.tree.css('abbr.published[title], abbr.dt-published[title]')[:3]:
        if not is_outside(element, ends=True):
            yield element.attributes.get("title") or ""


def _modified(document: Document, visible: Visible, node: Node, heading: LexborNode | None) -> Iterator[str]:
    """What may be the date of the last change, the best first."""
    yield structured.first(node.get("dateModified"))
    yield from _metas(document, _MODIFIED)
    yield from (written(line) for line in _lines(visible, heading) if is_change(line))


def _metas(document: Document, keys: tuple[str, ...]) -> Iterator[str]:
    """The values of the `<meta>` of *keys*."""
    for key in keys:
        yield from document.meta.get(key, ())


def _sane(values: Iterable[str], latest: str) -> Iterator[str]:
    """*values* as ISO 8601, without what is none, older than any newspaper's site, or newer than the capture."""
    for value in values:
        found = iso(value) if value else ""
        if found and found[:10] <= latest and not found.startswith(("1970-01-01", "0001", "1900-01-01")):
            yield found


def _latest(captured: str) -> str:
    """The last day that may stand on a page captured at *captured*."""
    try:
        return (datetime.fromisoformat(captured) + _ONE_DAY).date().isoformat() if captured else "2200-01-01"
    except (ValueError, OverflowError):
        return "2200-01-01"


def written(value: str) -> str:
    """The date written in *value* as people do, in ISO 8601; with its time of day, where one stands in it."""
    day = ""
    end = 0
    for pattern, order in ((_KOREAN, "ymd"), (_YEAR_FIRST, "ymd"), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy"), (_YEAR_MONTH, "ymd")):
        for found in pattern.finditer(value):
            parts = dict(zip(order, found.groups(), strict=True))
            month = parts["m"] if parts["m"].isdigit() else str(words.MONTHS.get(text.fold(parts["m"]), ""))
            day = _day(parts["y"], month, parts["d"]) if month else ""
            if day:
                end = found.end()
                break
        if day:
            break
    if not day and (found := _NUMBERS.search(value)):
        first, mark, second, year = found.groups()
        # 12/31/2024 can only be the American order; what is doubtful is day first, as in most of the world.
        day = _day(year, first, second) if mark == "/" and int(second) > 12 else _day(year, second, first)
        end = found.end()
    if day and (east := _EAST_CLOCK.search(value, end)) and east.start() - end < 20:
        return _checked(f"{day}T{int(east[2]) % 12 + 12 if east[1] else int(east[2]):02}:{int(east[3]):02}:00") or day
    clock = _CLOCK.search(value, end) if day else None
    if clock and clock.start() - end < 20:
        hour = int(clock[1]) % 12 + 12 * (clock[3][0] in "pP") if clock[3] else int(clock[1])
        return _checked(f"{day}T{hour:02}:{clock[2]}:00") or day
    return day


def _in_address(address: str) -> str:
    """The day that stands in the path of *address*: `/2024/11/18/`."""
    found = _IN_ADDRESS.search(address)
    return _day(*(part for part in found.groups() if part)) if found else ""


def _day(year: str, month: str, day: str) -> str:
    """The day as ISO 8601, "" for one that never was."""
    try:
        # Thai pages count the years from the Buddha's death: 2565 is 2022.
        found = date(int(year) - _BUDDHIST if int(year) > 2400 else int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if found.year >= _FIRST else ""


def _checked(moment: str) -> str:
    """*moment* if it is one, else ""."""
    try:
        return moment if datetime.fromisoformat(moment).year >= _FIRST else ""
    except ValueError:
        return ""


def _lines(visible: Visible, heading: LexborNode | None) -> Iterator[str]:
    """The lines of the page in which its date may stand with a time."""
    for element in visible.by_role[DATE][:12]:
        if element.tag not in _WHOLE and not is_outside(element):
            yield text.clean(element.text()[:300])
    yield from beside(heading)


def _is_later(changed: str, published: str) -> bool:
    """Whether *changed* is after *published*. Of a day alone, or of a moment without a zone beside one with, only another day can be told."""
    one, other = _moment(changed), _moment(published)
    if one is None or other is None or (one.tzinfo is None) != (other.tzinfo is None):
        return changed[:10] > published[:10]
    return one > other


def _moment(value: str) -> datetime | None:
    """*value* as a moment that can be compared; None for a day alone."""
    try:
        found = datetime.fromisoformat(value)
        return None if len(value) < 16 else found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None
