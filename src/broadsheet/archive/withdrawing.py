"""A connection in a transaction and an article in; an archive in which nothing of its text is found, and a tombstone, out.

| where the text was | what becomes of it |
|---|---|
| the article, its versions, index, places, addresses, visits, refusals | deleted |
| names that only it had | deleted |
| its own pages as they came | deleted |
| the paper's pages that hold a part of it or name its address (teasers, "most read") | it is cut out of them; one of which it cannot be is deleted |
| words that another article has itself (agency copy, an author's life, a phrase) | that article's own: they stay in it and in its page |
| a dictionary that is such a page | chosen anew, and what was packed with it is packed again |
| what was learned of sites: its address, texts that it shares | taken out |
| links to it: related articles, in all versions; front pages at all times | taken out |

A tombstone is the hash of an address, not the address, which may hold the headline; with the id that the article had, the day, and a reason. What
is stored later under such an address is refused, and links to it are left out. `compact` then writes the whole file anew: SQLite leaves
what it deletes where it was until something is written over it.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from functools import lru_cache

import msgspec

from .. import address as addresses
from ..errors import ArchiveError
from ..knowledge import Knowledge
from ..model import Article, FrontPage, Link
from ..text import clean
from . import Withdrawal, Withdrawn, amending, captures, combing, identity, moments, reading
from .rows import one, pack_article, pack_front, packed, unpack_article, unpack_front, unpacked, value
from .skimming import Skimmer
from .traces import Traces

_LINKS = 1 << 16  # that are remembered
_CHECKPOINTS = 20  # tries of a second each, while readers read


def place(text: str) -> bytes:
    """The name of a tombstone: BLAKE2b, 16 bytes."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()


def find(connection: sqlite3.Connection, paper: int, wanted: Iterable[str], article: int = 0) -> Withdrawal | None:
    """The tombstone at one of the addresses *wanted* (absolute, or paths at the paper), or of the article of that id."""
    if not value(connection, "SELECT 1 FROM withdrawn WHERE paper = ? LIMIT 1", (paper,), 0):
        return None
    columns = "SELECT time, reason FROM withdrawn WHERE paper = ? AND "
    row = one(connection, f"{columns} article = ?", (paper, article)) if article else None
    for each in wanted:
        known = identity.known(f"https://paper.invalid{each}" if each.startswith("/") else each)
        if row or known is None:
            continue
        row = one(connection, f"{columns} place IN (?, ?)", (paper, place(known.local), place(known.tail or known.local)))
    return Withdrawal(*row) if row else None


def count(connection: sqlite3.Connection, paper: str = "") -> int:
    """How many tombstones the *paper* of that key has, or all papers."""
    return value(connection, "SELECT count(*) FROM withdrawn JOIN paper ON paper.id = paper WHERE ? IN ('', key)", (paper,), 0)


def without(connection: sqlite3.Connection, paper: int, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """*links* but those to what was withdrawn."""
    return tuple(link for link in links if find(connection, paper, (link.address,)) is None)


def front_without(connection: sqlite3.Connection, paper: int, front: FrontPage) -> FrontPage:
    """*front* without links to what was withdrawn."""
    blocks = tuple(msgspec.structs.replace(block, links=without(connection, paper, block.links)) for block in front.blocks)
    return msgspec.structs.replace(front, blocks=blocks)


def withdraw_at(connection: sqlite3.Connection, key: str, address: str, reason: str, tick: Callable[[], None]) -> Withdrawn | None:
    """`withdraw` the article at *address* of the paper *key*; None where there is no such article."""
    paper = reading.required(connection, key)[0]
    head = reading.targets(connection, key, (address,)).get(address)
    return withdraw(connection, paper, head.id, reason, tick) if head else None


def withdraw(connection: sqlite3.Connection, paper: int, article: int, reason: str, tick: Callable[[], None] = lambda: None) -> Withdrawn:
    """Take every trace of *article* out, and set its tombstone. *paper* is the row id of its paper; *tick* is called for each page that is searched."""
    connection.execute("PRAGMA secure_delete = ON")
    rows = connection.execute("SELECT id, body.article FROM version JOIN body ON body.version = version.id WHERE version.article = ?", (article,)).fetchall()
    versions = {number: unpack_article(body, f"version {number}") for number, body in rows}
    # An address that all articles of a paper call their own is no more this one's than theirs: its tombstone would be that of all.
    its_own = "SELECT host, local, tail FROM address WHERE article = ? AND canonical <> ?"
    known = connection.execute(its_own, (article, identity.DISPUTED)).fetchall()
    places = tuple(f"{host}{local}" for host, local, _ in known)
    traces = Traces(versions.values(), places)
    names = connection.execute("SELECT name FROM place WHERE article = ?", (article,)).fetchall()

    own = connection.execute("SELECT version, page FROM capture WHERE version IN (SELECT id FROM version WHERE article = ?)", (article,)).fetchall()
    pages = _pages_of(connection, paper)
    if len(pages) >= combing.FEWEST:
        file = connection.execute("PRAGMA database_list").fetchone()[2]
        held = combing.holding(file, pages, tuple(versions.values()), places, tick)
        pages, tick = [page for page in pages if page[0] in held], lambda: None
    others = _pages_with(connection, pages, traces, {page for _, page in own}, tick)
    _clean_pages(connection, paper, traces, {page for _, page in own}, others)
    is_led = lru_cache(maxsize=_LINKS)(traces.in_link)  # a front page has most of its links from the one before it
    links = _cut_links(connection, is_led) + _cut_fronts(connection, is_led)
    _cut_knowledge(connection, traces)
    amending.unindex(connection, versions)

    now = moments.now()
    shared = "SELECT 1 FROM address WHERE paper = ? AND tail = ? AND tail <> '' AND article <> ?"
    tails = {tail for _, _, tail in known if tail and not value(connection, shared, (paper, tail, article), 0)}
    stones = {place(text) for text in (*tails, *(local for _, local, _ in known))}
    connection.executemany(
        "INSERT OR REPLACE INTO withdrawn (paper, place, article, time, reason) VALUES (?, ?, ?, ?, ?)",
        [(paper, stone, article, now, clean(reason)) for stone in stones],
    )
    comparables = [f"{host}{local}" for host, local, _ in known]
    key = value(connection, "SELECT key FROM paper WHERE id = ?", (paper,), "")
    connection.executemany("DELETE FROM visit WHERE paper = ? AND comparable = ?", [(key, each) for each in comparables])
    for number, source in connection.execute("SELECT id, source FROM refusal WHERE paper = ? AND instr(source, '/')", (paper,)).fetchall():
        if addresses.comparable(source) in comparables:
            connection.execute("DELETE FROM refusal WHERE id = ?", (number,))
    for table in ("body", "version"):
        column = "version" if table == "body" else "id"
        connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(number,) for number in versions])  # noqa: S608
    connection.execute("UPDATE name SET articles = articles - 1 WHERE id IN (SELECT name FROM place WHERE article = ?)", (article,))
    for table in ("place", "related", "address"):
        connection.execute(f"DELETE FROM {table} WHERE article = ?", (article,))  # noqa: S608
    connection.executemany("DELETE FROM name WHERE id = ? AND NOT EXISTS (SELECT 1 FROM place WHERE name = name.id)", names)
    connection.execute("DELETE FROM article WHERE id = ?", (article,))
    connection.execute("UPDATE paper SET articles = articles - 1, changed = ? WHERE id = ?", (now, paper))
    return Withdrawn(article, len(versions), len({page for _, page in own}), len(others), links)


def _pages_of(connection: sqlite3.Connection, paper: int) -> list[tuple[int, str]]:
    """The paper's kept pages, in the order in which they were stored, and what their servers said of their characters."""
    statement = (
        "SELECT DISTINCT page, charset FROM capture JOIN version ON version.id = capture.version JOIN article ON article.id = version.article "
        "WHERE paper = ? ORDER BY page"
    )
    return connection.execute(statement, (paper,)).fetchall()


def _pages_with(
    connection: sqlite3.Connection, pages: Iterable[tuple[int, str]], traces: Traces, known: set[int], tick: Callable[[], None]
) -> dict[int, tuple[str, Traces]]:
    """Those of *pages* that hold a part of the text which is not their own article's, but those *known* already: their charsets, and those parts.

    One page at a time is in memory.
    """
    found: dict[int, tuple[str, Traces]] = {}
    skimmer = Skimmer(traces)
    for number, charset in pages:
        tick()
        row = one(connection, "SELECT bytes, dictionary FROM page WHERE id = ?", (number,))
        if row is None or number in known:
            continue
        page = captures.unpack(connection, row[0], row[1], f"page {number}")
        if skimmer.holds(page, charset):
            foreign = traces.but(_read_from(connection, number))
            if foreign.in_page(page, charset):
                found[number] = charset, foreign
    return found


def _read_from(connection: sqlite3.Connection, page: int) -> list[Article]:
    """The versions that were made from *page*."""
    rows = connection.execute("SELECT version, article FROM body WHERE version IN (SELECT version FROM capture WHERE page = ?)", (page,)).fetchall()
    return [unpack_article(body, f"version {version}") for version, body in rows]


def _clean_pages(connection: sqlite3.Connection, paper: int, traces: Traces, own: set[int], others: dict[int, tuple[str, Traces]]) -> None:
    """Delete the article's *own* pages, cut it out of *others* (by id, with their charsets and what goes), and choose anew
    the hosts' dictionaries that hold it.
    """
    hosts = connection.execute(
        "SELECT DISTINCT host FROM page JOIN capture ON capture.page = page.id JOIN version ON version.id = capture.version "
        "JOIN article ON article.id = version.article WHERE paper = ? AND host <> ''",
        (paper,),
    ).fetchall()
    for page in (*own, *others):
        row = one(connection, "SELECT bytes, dictionary FROM page WHERE id = ?", (page,))
        raw = captures.unpack(connection, row[0], row[1], f"page {page}") if row and page in others else b""
        clean_page = others[page][1].cut_out(raw, others[page][0]) if raw else None
        if clean_page is not None:
            captures.put_in_place(connection, page, clean_page)
            continue
        connection.execute("DELETE FROM capture WHERE page = ?", (page,))
        captures.drop(connection, page)
    for (host,) in hosts:
        for dictionary, data in connection.execute("SELECT id, bytes FROM dictionary WHERE host = ?", (host,)).fetchall():
            if traces.in_page(captures.unpack(connection, data, None, "a dictionary")):
                captures.replace(connection, dictionary, host)


def _cut_links(connection: sqlite3.Connection, is_led: Callable[[Link], bool]) -> int:
    """Take links to the article (*is_led* knows them) out of the related ones of all others, in all versions; how many."""
    count = 0
    for article, number, address, headline, teaser in connection.execute("SELECT article, number, address, headline, teaser FROM related").fetchall():
        if is_led(Link(address, headline, teaser=teaser)):
            connection.execute("DELETE FROM related WHERE (article, number) = (?, ?)", (article, number))
            count += 1
    versions = connection.execute("SELECT version FROM body").fetchall()
    for (version,) in versions:
        row = one(connection, "SELECT article FROM body WHERE version = ?", (version,))
        article = unpack_article(row[0], f"version {version}") if row else None
        kept = tuple(link for link in article.related if not is_led(link)) if article else ()
        if article and len(kept) < len(article.related):
            count += len(article.related) - len(kept)
            connection.execute("UPDATE body SET article = ? WHERE version = ?", (pack_article(msgspec.structs.replace(article, related=kept)), version))
    return count


def _cut_fronts(connection: sqlite3.Connection, is_led: Callable[[Link], bool]) -> int:
    """Take links to the article (*is_led* knows them) out of all front pages; how many."""
    count = 0
    for (number,) in connection.execute("SELECT id FROM front").fetchall():
        row = one(connection, "SELECT front FROM front WHERE id = ?", (number,))
        if row is None:
            continue
        front = unpack_front(row[0], f"front page {number}")
        blocks = tuple(msgspec.structs.replace(block, links=tuple(link for link in block.links if not is_led(link))) for block in front.blocks)
        cut = sum(len(block.links) for block in front.blocks) - sum(len(block.links) for block in blocks)
        if cut:
            count += cut
            connection.execute("UPDATE front SET front = ? WHERE id = ?", (pack_front(msgspec.structs.replace(front, blocks=blocks)), number))
    return count


def _cut_knowledge(connection: sqlite3.Connection, traces: Traces) -> None:
    """Take the article out of what was learned of sites: its address, texts that it shares with others, names that are its headline."""
    for host, data in connection.execute("SELECT host, known FROM site").fetchall():
        known = msgspec.json.decode(unpacked(data, f"what is known of {host}"), type=Knowledge)
        cut = msgspec.structs.replace(
            known,
            recent=tuple(seen for seen in known.recent if not traces.is_at(f"{host}{seen.local}")),
            texts=tuple(text for text in known.texts if not traces.in_text(text.start)),
            names=tuple(name for name in known.names if not traces.in_text(name.name)),
            endings=tuple(ending for ending in known.endings if not traces.in_text(ending.name)),
        )
        if cut != known:
            connection.execute("UPDATE site SET known = ? WHERE host = ?", (packed(msgspec.json.encode(cut)), host))


def compact(connection: sqlite3.Connection, where: str) -> None:
    """Write the file anew and empty its log, outside of any transaction; `ArchiveError` where readers keep old pages of it busy for long."""
    connection.execute("VACUUM")
    for _ in range(_CHECKPOINTS):
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return
    raise ArchiveError(f"{where}: readers keep the old state of the archive open; nothing is shown any more, but do it again to write over the old bytes")
