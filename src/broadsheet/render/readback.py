"""The text of an article's page in, the article out: what `plain` printed, a Gopher menu of it, or a proxy's capture of one.

| function | in | out |
|---|---|---|
| `recognises` | any text | whether it is a text edition's page |
| `article` | such a page | the article; `ExtractionError` where it is none |
| `listed` | the menu of a list: front page, section, names | its articles with their addresses; None where it is another page |
| `printed` | an article | what of it the plain form prints: `article(plain.render(page(a), …)) == printed(a, …)` |

The reference edition differs from ours in what is handled here: a capture has no empty rows (`rows.parted` finds the blocks), its titles and captions
may be cut (named in `Article.cut`), the line of facts is missing, and its tags are the article's own and then one for each related article.
"""

import re
from typing import NamedTuple
from urllib.parse import quote

from .. import labels
from ..errors import ExtractionError
from ..model import Article, Block, Box, Completeness, Entry, Figure, FrontBlock, Link, Paragraph, Person, Tag, Verse, plain_text
from . import marks
from .printed import names_people, person, printed
from .readblocks import Chunk, Reader, chunks, dated, hanging, joined, unstuffed
from .rows import Row, loosened, parted, rows

__all__ = ["Listed", "article", "listed", "printed", "recognises"]

_NUMBERED = re.compile(r"\[(\d{1,9})\] (\S+)")
_WAY = re.compile(r"=> \S")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:")
_SELECTOR = "!$&'()*+,;=:@/?%~-._"
_WAYS = ("front", "newest", "sections", "topics", "people", "calendar", "search")
# What a list's first entry leads to, a menu or a text (RFC 1436 §3.8); a later one may lead to the web, as an article's picture does.
_LEADS = frozenset("01")
_ENTRIES = frozenset("01h")


class Listed(NamedTuple):
    """A list: its paper, its language ("" where nothing says it), its blocks, of which the first has the page's own title."""

    masthead: str
    language: str
    blocks: tuple[FrontBlock, ...]


class _Tail(NamedTuple):
    """What stands below the text; *targets* are the addresses of its links by number."""

    targets: dict[int, str]
    date: str = ""
    modified: str = ""
    authors: tuple[Person, ...] = ()
    tags: tuple[Tag, ...] = ()
    related: tuple[Link, ...] = ()
    address: str = ""
    copyright: str = ""
    cut: tuple[str, ...] = ()


def recognises(text: str) -> bool:
    """Whether *text* is an article's page of a text edition: a title, and what only such pages have: a masthead, facts below it, or a section's heading.

    A Markdown file has the same title, and may quote such a page further down.
    """
    found, shape = rows(text[:200_000])
    if not found or not found[0].text.startswith("# "):
        return False
    if shape != "plain":
        return True
    parts = chunks(found)
    title = hanging(parts[0].rows, 2, 2)
    return bool(marks.read_title(title)[0]) or any(map(_is_facts, parts[1:2])) or any(map(_section, parts[1:]))


def article(text: str) -> Article:
    """The article of the page *text*."""
    found, shape = rows(text)
    if not found or not found[0].text.startswith("# "):
        raise ExtractionError("The text does not begin with a title (`# `), so it is no article of a text edition; give a page that begins with one")
    if shape != "plain":
        bare = not any(not row.text for row in found)
        found = parted(found) if bare else loosened(found)
    parts = chunks(found)
    if shape == "menu":
        parts = _without_navigation(parts)
        sections = next((number for number, chunk in enumerate(parts) if _section(chunk)), len(parts))
        parts = [_pointed(chunk) if number < sections else chunk for number, chunk in enumerate(parts)]
    masthead, kicker, headline = marks.read_title(hanging(parts[0].rows, 2, 2))
    at = 1
    facts: tuple[str, ...] = ()
    if at < len(parts) and _is_facts(parts[at]) and labels.completeness(_facts(parts[at])[-1]):
        facts = _facts(parts[at])
        at += 1
    teaser = ""
    if at < len(parts) and _is_teaser(parts[at]):
        teaser = joined([row.text[2:] for row in parts[at].rows])
        at += 1
    tail_at = next((number for number in range(at, len(parts)) if _ends_text(parts[number])), len(parts))
    tail = _tail(parts[tail_at:], reference=not facts)
    blocks = Reader(parts[at:tail_at], tail.targets).blocks(ends=lambda _: False)
    cut = [*(["/headline"] if any(row.cut for row in parts[0].rows) else []), *_cut(blocks), *tail.cut]
    return Article(
        address=tail.address,
        paper=masthead,
        language=_language(found, facts),
        kicker=kicker,
        headline=headline,
        teaser=teaser,
        date=tail.date,
        modified=tail.modified,
        authors=tail.authors,
        sections=_sections(facts, tail),
        tags=tail.tags,
        body=_dated(tuple(block for block, _ in blocks)),
        related=tail.related,
        completeness=_completeness(facts),
        copyright=tail.copyright,
        cut=tuple(cut),
    )


def listed(text: str, address: str = "") -> Listed | None:
    """The list of which *text* is the menu; None where it is none, or begins with something else. *address*: the menu's, for the addresses of its items."""
    found, shape = rows(text)
    if shape != "menu" or not found or not found[0].text.startswith("# "):
        return None
    title, *parts = _without_navigation(chunks(loosened(found)))
    facts = _facts(parts.pop(0)) if parts and _is_facts(parts[0]) else ()
    content = [chunk for chunk in parts if not chunk.first.startswith("## ")]
    if not content or content[0].rows[0].kind not in _LEADS or (facts and labels.completeness(facts[-1])):
        return None
    masthead, _, headline = marks.read_title(hanging(title.rows, 2, 2))
    blocks: list[tuple[str, list[Chunk]]] = [(headline, [])]
    for chunk in parts:
        if chunk.first.startswith("## "):
            blocks.append((marks.fold_spaces(hanging(chunk.rows, 3, 3)), []))
            continue
        for row in chunk.rows:
            if row.kind in _ENTRIES and not row.text.startswith("  "):
                blocks[-1][1].append(Chunk([row._replace(target=_reached(row, address))]))
            elif blocks[-1][1]:
                blocks[-1][1][-1].rows.append(row)
    made = (FrontBlock(name, tuple(map(_related, entries))) for name, entries in blocks)
    language = labels.language_of((row.text for row in found if row.target), _WAYS)
    return Listed(masthead, language, tuple(block for block in made if block.links))


def _reached(row: Row, address: str) -> str:
    """The address of the item *row* of the menu at *address*: an item of its own server has a selector alone."""
    if not address.startswith("gopher://") or _SCHEME.match(row.target):
        return row.target
    return f"gopher://{address.split('/')[2]}/{row.kind}{quote(row.target, safe=_SELECTOR)}"


def _dated(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """*body*, the dateline told apart in its first paragraph."""
    first = next((number for number, block in enumerate(body) if isinstance(block, Paragraph)), -1)
    return tuple(Paragraph(dated(block.spans)) if number == first and isinstance(block, Paragraph) else block for number, block in enumerate(body))


def _facts(chunk: Chunk) -> tuple[str, ...]:
    """The facts of a line of facts."""
    text = hanging(chunk.rows, 0, 2)
    return marks.split_facts(text if marks.is_facts(text) else text[1:-1])


def _is_facts(chunk: Chunk) -> bool:
    """Whether *chunk* is a line of facts."""
    if chunk.first.startswith(" "):
        return False
    text = hanging(chunk.rows, 0, 2) if all(row.text.startswith("  ") for row in chunk.rows[1:]) else ""
    return bool(text) and ((text.startswith("(") and text.endswith(")")) or marks.is_facts(text))


def _is_teaser(chunk: Chunk) -> bool:
    """Whether *chunk* is the article's teaser, which stands before all else."""
    return all(row.text.startswith("> ") for row in chunk.rows)


def _section(chunk: Chunk) -> str:
    """The section that *chunk* heads."""
    return labels.section(hanging(chunk.rows, 3, 3)) if chunk.first.startswith("## ") else ""


def _ends_text(chunk: Chunk) -> bool:
    """Whether the text of the article has ended: dates, a section, the original's line, the navigation."""
    return bool(_section(chunk)) or _is_facts(chunk) or _WAY.match(chunk.first) is not None


def _completeness(facts: tuple[str, ...]) -> Completeness:
    """How complete the article says it is."""
    return (labels.completeness(facts[-1]) if facts else "") or "full"


def _language(found: list[Row], facts: tuple[str, ...]) -> str:
    """The language in which the edition speaks: by its facts, else by its labels."""
    words = [re.sub(r"^\d+ ?| ?\d+$", "", fact) for fact in facts[-2:]]
    # The facts are the edition's own words; a line of prose may begin like any label.
    headings = (row.text[3:] for row in found if row.text.startswith("## "))
    return labels.language_of(words) or labels.language_of([*words, *headings, *(row.text.partition(":")[0] for row in found)])


def _sections(facts: tuple[str, ...], tail: _Tail) -> tuple[Tag, ...]:
    """The section among the facts: what stands there beside date, authors, words and completeness."""
    rest = list(facts[:-2])
    if rest and tail.date and labels.read_date(rest[0]) == tail.date:
        del rest[0]
    if len(rest) > 1 or (rest and names_people(rest[0], tail.authors)):
        del rest[0]
    return (Tag(rest[0]),) if rest else ()


def _tail(parts: list[Chunk], *, reference: bool) -> _Tail:
    """What the chunks below the text say; *reference*: TAGS has one for each related article behind the article's own."""
    tail = _Tail({})
    sections: dict[str, list[Chunk]] = {}
    section = ""
    for chunk in parts:
        if _section(chunk):
            section = _section(chunk)
            sections.setdefault(section, [])
        elif _is_facts(chunk):
            tail = _with_facts(tail, _facts(chunk))
        elif _WAY.match(chunk.first):
            break
        else:
            sections.setdefault(section, []).append(chunk)
    names = {key: [row for chunk in sections.get(key, []) for row in _lines(chunk.rows)] for key in ("authors", "tags")}
    tags = [Tag(row.text, row.target) for row in names["tags"]]
    chosen = _entries(sections.get("related", []))
    related = [_related(chunk) for chunk in chosen]
    if reference and len(tags) > len(related) > 0:
        own = len(tags) - len(related)
        related = [Link(link.address, link.headline, link.kicker, link.teaser, link.date, tag.name) for link, tag in zip(related, tags[own:], strict=True)]
        tags = tags[:own]
    return tail._replace(
        targets=_targets(sections.get("links", [])),
        authors=tuple(person(row.text, row.target) for row in names["authors"]),
        tags=tuple(tags),
        related=tuple(related),
        cut=tuple(f"/related/{number}/headline" for number, chunk in enumerate(chosen) if chunk.rows[0].cut),
    )


def _with_facts(tail: _Tail, facts: tuple[str, ...]) -> _Tail:
    """*tail* with what a line of facts below the text says: dates, or the original's address and whose it is."""
    if marks.is_original(facts[0]):
        return tail._replace(address=facts[0].partition(": ")[2], copyright=" · ".join(facts[1:]))
    dates, changes = [labels.read_date(fact) for fact in facts], [labels.read_changed(fact) for fact in facts]
    if not any(dates) and not any(changes):
        return tail._replace(copyright=" · ".join(facts))
    return tail._replace(date=next(filter(None, dates), ""), modified=next(filter(None, changes), ""))


def _lines(found: list[Row]) -> list[Row]:
    """The links of a section, one a line, each with the rows that continue it; a row that begins with one space began like a mark."""
    lines: list[list[Row]] = []
    for row in found:
        if row.text.startswith("  ") and lines:
            lines[-1].append(row)
        else:
            lines.append([row])
    return [Row(marks.fold_spaces(hanging(group, len(group[0].text) - len(group[0].text.lstrip(" ")), 2)), target=group[0].target) for group in lines]


def _targets(parts: list[Chunk]) -> dict[int, str]:
    """The addresses of the links by number."""
    found: dict[int, str] = {}
    for chunk in parts:
        for row in chunk.rows:
            made = _NUMBERED.match(row.text)
            if made:
                found.setdefault(int(made[1]), made[2])
    return found


def _entries(found: list[Chunk]) -> list[Chunk]:
    """The articles of a list, one a chunk: where titles are links, what is none belongs to the title before it."""
    if not any(row.target for chunk in found for row in chunk.rows):
        return found
    entries: list[Chunk] = []
    for chunk in found:
        if entries and not chunk.rows[0].target:
            entries[-1] = Chunk([*entries[-1].rows, *chunk.rows])
        else:
            entries.append(chunk)
    return entries


def _related(chunk: Chunk) -> Link:
    """An article below the text: title, facts in brackets, teaser."""
    found = chunk.rows
    end = next((number for number, row in enumerate(found[1:], 1) if not row.text.startswith("  ")), len(found))
    title = hanging(found[:end], 1 if found[0].text.startswith(" ") else 0, 2)
    _, kicker, headline = marks.read_title(title)
    day = tag = ""
    if end < len(found) and found[end].text.startswith("("):
        after = next((number for number, row in enumerate(found[end + 1 :], end + 1) if not row.text.startswith("   ")), len(found))
        day, tag = marks.read_about(hanging(found[end:after], 0, 3))
        end = after
    teaser = plain_text(marks.read_inline(unstuffed([row.text for row in found[end:]]), {}))
    return Link(found[0].target, headline, kicker, teaser, day, tag)


def _pointed(chunk: Chunk) -> Chunk:
    """A chunk of a menu's text, an item that leads somewhere written as the plain form writes it: the item has the address of what is embedded."""
    first = chunk.rows[0]
    is_guarded = first.text.startswith(" ")
    if not first.target or (not is_guarded and (marks.has_label(first.text, "picture") or marks.is_original(marks.split_facts(hanging(chunk.rows, 0, 2))[0]))):
        return chunk
    return chunk._replace(rows=[first._replace(text=f"-> {first.target} {first.text.removeprefix(' ')}"), *chunk.rows[1:]])


def _without_navigation(parts: list[Chunk]) -> list[Chunk]:
    """The chunks of a menu without the ways on that end it: items that all lead somewhere, one to the search or to the same page as text."""
    last = parts[-1].rows
    led = [row for row in last if row.target or not row.text.startswith("   ")]
    ways = all(row.target for row in led) and any(row.kind == "7" or "/~/text/" in row.target for row in led)
    return parts[:-1] if ways and len(parts) > 1 and not _section(parts[-2]) else parts


def _cut(blocks: list[tuple[Block, bool]], base: str = "/body") -> list[str]:
    """Pointers to the strings of the text whose rest is unknown."""
    found: list[str] = []
    for number, (block, is_cut) in enumerate(blocks):
        if is_cut:
            found.append(f"{base}/{number}{_cut_string(block)}")
    return found


def _cut_string(block: Block) -> str:
    """Which string of a block was cut."""
    match block:
        case Figure():
            credit = block.image.credit.endswith("…") and not block.image.caption.endswith("…")
            return "/image/credit" if credit else "/image/caption" if block.image.caption else "/image/alternative"
        case Paragraph():
            return f"/spans/{next((number for number, span in enumerate(block.spans) if '…' in span.text), 0)}/text"
        case Box() | Entry():
            return "/title"
        case Verse():
            return f"/lines/{next((number for number, line in enumerate(block.lines) if any('…' in span.text for span in line)), 0)}"
        case _:
            return ""
