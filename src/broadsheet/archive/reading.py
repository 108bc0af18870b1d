"""A connection and a question in, heads, names and articles out: every read of the archive as one function with its SQL.

Lists take their total from counters that are kept as articles are stored; nothing here counts what it does not show, but `days` and `search`.
"""

import sqlite3
from typing import Any

from .. import address as addresses
from ..errors import ArchiveError
from ..model import Article, Capture, FrontPage, Link, Paper
from ..text import fold, slug
from . import Head, Heads, Kind, Name, Query, Refusal, Version, captures, identity, moments, search
from .rows import HEAD, PAPER, Row, capture, head, one, paper, unpack_article, unpack_front, value

_PARTS = 8  # words of a name that is sought
_MEANT = 500  # how many names a sought one may mean: those with most articles
_SHARED = 200  # how many newer articles of one topic `later` weighs: the newest ones
_HEADS = f"SELECT {HEAD} FROM article JOIN paper ON paper.id = article.paper"  # noqa: S608
_RANKED = 5_000  # hits of which the best are sought
_RANK = "bm25(10.0, 4.0, 3.0, 1.0)"  # how much a word weighs in headline, names, teaser, body


def papers(connection: sqlite3.Connection) -> tuple[Paper, ...]:
    """All papers, by name."""
    found = map(paper, connection.execute(f"SELECT {PAPER} FROM paper"))  # noqa: S608
    return tuple(sorted(found, key=lambda each: (fold(each.name), each.key)))


def named_paper(connection: sqlite3.Connection, key: str) -> Paper | None:
    """The paper of that key."""
    row = one(connection, f"SELECT {PAPER} FROM paper WHERE key = ?", (key,))  # noqa: S608
    return paper(row) if row else None


def number(connection: sqlite3.Connection, key: str) -> int:
    """The row id of a paper, 0 where there is none."""
    return value(connection, "SELECT id FROM paper WHERE key = ?", (key,), 0)


def find(connection: sqlite3.Connection, key: str, address: str) -> Head | None:
    """The article at *address*."""
    row = one(connection, "SELECT id, host FROM paper WHERE key = ?", (key,))
    found = identity.at(connection, row[0], row[1], address) if row else None
    return None if found is None else article_head(connection, found)


def targets(connection: sqlite3.Connection, key: str, wanted: tuple[str, ...]) -> dict[str, Head]:
    """Those of *wanted* that are addresses of articles: absolute ones as they are, paths as `find` takes them."""
    row = one(connection, "SELECT id, host FROM paper WHERE key = ?", (key,))
    found: dict[str, Head] = {}
    for address in dict.fromkeys(wanted) if row else ():
        number = identity.at(connection, row[0], row[1], address, exactly=not address.startswith("/")) if row else None
        match = article_head(connection, number) if number is not None else None
        if match:
            found[address] = match
    return found


def named(connection: sqlite3.Connection, key: str, wanted: tuple[str, ...]) -> dict[str, tuple[Kind, Name]]:
    """Those of *wanted* (absolute, or paths at the paper) that are the addresses of names' pages; a section before a topic before a person."""
    row = one(connection, "SELECT id, host FROM paper WHERE key = ?", (key,))
    found: dict[str, tuple[Kind, Name]] = {}
    select = (
        "SELECT kind, slug, name, address, articles FROM name WHERE paper = ? AND kind IN ('section', 'topic', 'person') AND comparable = ? "
        "AND comparable <> '' AND articles > 0 ORDER BY CASE kind WHEN 'section' THEN 0 WHEN 'topic' THEN 1 ELSE 2 END, articles DESC, id LIMIT 1"
    )
    for address in dict.fromkeys(wanted) if row else ():
        full = f"https://{row[1]}{address}" if row and address.startswith("/") else address
        match = one(connection, select, (row[0], addresses.comparable(full))) if row and identity.known(full) else None
        if match:
            found[address] = match[0], Name(*match[1:])
    return found


def article_head(connection: sqlite3.Connection, article: int) -> Head | None:
    """The head of one article."""
    row = one(connection, f"{_HEADS} WHERE article.id = ?", (article,))
    return head(row) if row else None


def stored_article(connection: sqlite3.Connection, article: int, version: int) -> Article | None:
    """One version of an article; 0 is the newest."""
    if version:
        row = one(connection, "SELECT article FROM body WHERE version = (SELECT id FROM version WHERE (article, number) = (?, ?))", (article, version))
    else:
        row = one(connection, "SELECT article FROM body WHERE version = (SELECT newest FROM article WHERE id = ?)", (article,))
    return unpack_article(row[0], f"version {version or 'newest'} of article {article}") if row else None


def versions(connection: sqlite3.Connection, article: int) -> tuple[Version, ...]:
    """All versions, the first one first."""
    rows = connection.execute("SELECT number, stored, modified, headline, words FROM version WHERE article = ? ORDER BY number", (article,))
    return tuple(Version(*row) for row in rows)


def stored_capture(connection: sqlite3.Connection, article: int, version: int) -> Capture | None:
    """The page behind one version; 0 is the newest."""
    chosen = "(SELECT id FROM version WHERE (article, number) = (?, ?))" if version else "(SELECT newest FROM article WHERE id = ?)"
    row = one(
        connection,
        f"SELECT bytes, dictionary, address, source, time, charset, hints FROM capture JOIN page ON page.id = capture.page WHERE version = {chosen}",  # noqa: S608
        (article, version) if version else (article,),
    )
    return capture(captures.unpack(connection, row[0], row[1], f"the page {row[2]}"), row[2:]) if row else None


def has_page(connection: sqlite3.Connection, digest: bytes) -> bool:
    """Whether the page of that digest is kept."""
    return one(connection, "SELECT 1 FROM page WHERE digest = ?", (digest,)) is not None


def related(connection: sqlite3.Connection, article: int) -> tuple[Link, ...]:
    """The related articles of the newest version."""
    rows = connection.execute("SELECT address, headline, kicker, teaser, date, tag FROM related WHERE article = ? ORDER BY number", (article,))
    return tuple(Link(address=row[0], headline=row[1], kicker=row[2], teaser=row[3], date=row[4], tag=row[5]) for row in rows)


def _heads(connection: sqlite3.Connection, ids: str, values: Row, total: int) -> Heads:
    """The heads of the articles whose ids the statement *ids* gives, in its order."""
    rows = connection.execute(f"WITH chosen AS MATERIALIZED ({ids}) {_HEADS.replace('FROM article', 'FROM chosen JOIN article USING (id)')}", values)
    return Heads(total, tuple(map(head, rows)))


def newest(connection: sqlite3.Connection, key: str, offset: int, limit: int) -> Heads:
    """The articles of a paper."""
    row = one(connection, "SELECT id, articles FROM paper WHERE key = ?", (key,))
    if row is None:
        return Heads(0, ())
    return _heads(connection, "SELECT id FROM article WHERE paper = ? ORDER BY moment DESC, id DESC LIMIT ? OFFSET ?", (row[0], limit or -1, offset), row[1])


def by_name(connection: sqlite3.Connection, key: str, kind: Kind, slug_of: str, offset: int, limit: int) -> Heads:
    """The articles under a name."""
    row = one(
        connection, "SELECT name.id, name.articles FROM name JOIN paper ON paper.id = name.paper WHERE key = ? AND kind = ? AND slug = ?", (key, kind, slug_of)
    )
    if row is None:
        return Heads(0, ())
    ids = "SELECT article AS id FROM place WHERE name = ? ORDER BY moment DESC, article DESC LIMIT ? OFFSET ?"
    return _heads(connection, ids, (row[0], limit or -1, offset), row[1])


def by_day(connection: sqlite3.Connection, key: str, day: str) -> Heads:
    """The articles of a day, the earliest first."""
    ids = "SELECT id FROM article WHERE paper = ? AND day = ? ORDER BY moment, id"
    found = _heads(connection, ids, (number(connection, key), day), 0)
    return Heads(len(found.heads), found.heads)


def days(connection: sqlite3.Connection, key: str, prefix: str) -> dict[str, int]:
    """How many articles each day has; the days in order."""
    rows = connection.execute(
        "SELECT day, count(*) FROM article WHERE paper = ? AND day >= ? AND day < ? GROUP BY day ORDER BY day",
        (number(connection, key), prefix or "0", prefix + "~"),
    )
    return dict(rows.fetchall())


def names(connection: sqlite3.Connection, key: str, kind: Kind, offset: int, limit: int) -> tuple[Name, ...]:
    """The names of that kind that have articles."""
    rows = connection.execute(
        "SELECT slug, name, address, articles FROM name WHERE paper = ? AND kind = ? AND articles > 0 ORDER BY rank, articles DESC, folded LIMIT ? OFFSET ?",
        (number(connection, key), kind, limit or -1, offset),
    )
    return tuple(Name(*row) for row in rows)


def name(connection: sqlite3.Connection, key: str, kind: Kind, wanted: str) -> Name | None:
    """The name that has *wanted* as slug, as name or as its page's address."""
    row = one(connection, "SELECT id, host FROM paper WHERE key = ?", (key,))
    if row is None:
        return None
    columns = "SELECT slug, name, address, articles FROM name WHERE paper = ? AND kind = ?"
    full = f"https://{row[1]}{wanted}" if wanted.startswith("/") else wanted
    address = identity.known(full) if wanted.startswith("/") or "://" in wanted else None
    found = (
        one(connection, f"{columns} AND slug = ?", (row[0], kind, wanted))
        or one(connection, f"{columns} AND folded = ?", (row[0], kind, fold(wanted)))
        or (one(connection, f"{columns} AND comparable = ? AND comparable <> ''", (row[0], kind, addresses.comparable(full))) if address else None)
    )
    return Name(*found) if found else None


def neighbours(connection: sqlite3.Connection, article: int) -> tuple[Head | None, Head | None]:
    """The next older and the next newer article of the first section."""
    row = one(connection, "SELECT name, moment FROM place WHERE article = ? AND kind = 'section' ORDER BY number LIMIT 1", (article,))
    if row is None:
        return None, None
    beside = "SELECT article FROM place WHERE name = ? AND (moment, article) {0} (?, ?) ORDER BY moment {1}, article {1} LIMIT 1"
    found = [value(connection, beside.format(*way), (row[0], row[1], article), 0) for way in (("<", "DESC"), (">", "ASC"))]
    older, newer = (article_head(connection, each) if each else None for each in found)
    return older, newer


def later(connection: sqlite3.Connection, article: int, limit: int) -> tuple[Head, ...]:
    """Newer articles that share topics, the most shared first, among them the newest first."""
    topics = connection.execute("SELECT name, moment FROM place WHERE article = ? AND kind = 'topic'", (article,)).fetchall()
    shared: dict[tuple[int, int], int] = {}
    for topic, moment in topics:
        newer = "SELECT moment, article FROM place WHERE name = ? AND (moment, article) > (?, ?) ORDER BY moment DESC, article DESC LIMIT ?"
        for found in connection.execute(newer, (topic, moment, article, _SHARED)).fetchall():
            if found[0] > moment:
                shared[found] = shared.get(found, 0) + 1
    best = sorted(shared, key=lambda found: (shared[found], found), reverse=True)[: limit or None]
    heads = (article_head(connection, found[1]) for found in best)
    return tuple(each for each in heads if each)


def searched(connection: sqlite3.Connection, query: Query, key: str, offset: int, limit: int) -> Heads:
    """The articles that *query* finds: best first where words are sought, else newest first."""
    words = search.expression(query)
    conditions: list[str] = []
    values: list[Any] = []
    if (query.words or query.phrases) and not words:
        return Heads(0, ())  # signs without a letter: no text holds them as a word
    if words:
        conditions.append("fulltext MATCH ?")
        values.append(words)
    if key:
        conditions.append("article.paper = ?")
        values.append(number(connection, key))
    for kind, wanted in (("person", query.author), ("topic", query.tag), ("section", query.section)):
        if wanted:
            ids = _meant(connection, key, kind, wanted)
            # The plus: with words each article is found by its version already; to look for it in the list is dear where the list is long.
            own = "+article.id" if words else "article.id"
            conditions.append(f"{own} IN (SELECT article FROM place WHERE name IN ({', '.join('?' * len(ids))}))")  # noqa: S608
            values.extend(ids)
    for edge, day in ((">=", query.since), ("<=", query.until)):
        if day:
            conditions.append(f"article.day {edge} ? AND article.day > ''")
            values.append(day)
    if not conditions or (conditions == ["article.paper = ?"]):
        return Heads(0, ())
    where = " AND ".join(conditions)
    if words:
        total, found = _best(connection, where, tuple(values), offset, limit)
    else:
        total = value(connection, f"SELECT count(*) FROM article WHERE {where}", tuple(values), 0)  # noqa: S608
        ordered = f"SELECT id FROM article WHERE {where} ORDER BY moment DESC, id DESC LIMIT ? OFFSET ?"  # noqa: S608
        found = connection.execute(ordered, (*values, limit or -1, offset)).fetchall()
    heads = (article_head(connection, row[0]) for row in found)
    return Heads(total, tuple(each for each in heads if each))


def _best(connection: sqlite3.Connection, where: str, values: Row, offset: int, limit: int) -> tuple[int, list[Row]]:
    """How many articles meet *where*, a match in the index with it; and the ids of those at *offset*, the best first.

    A word that is in every other article of a large archive tells none of them from the others, and to weigh all takes long: the best are those of the
    `_RANKED` that were stored last, and behind them come the others, the last stored first.
    """
    # CROSS: the index is asked first; SQLite would else go through all articles and ask it for each. Its row is the version: no article is read for it.
    hits = f"FROM fulltext CROSS JOIN article INDEXED BY article_by_version ON article.newest = fulltext.rowid WHERE {where}"
    # Articles of one time were stored together: with the edges the second look is a short one where days are asked for.
    total, first, last = one(connection, f"SELECT count(*), min(fulltext.rowid), max(fulltext.rowid) {hits}", values) or (0, 0, 0)
    last_first = f"SELECT article.id, fulltext.rowid {hits} ORDER BY fulltext.rowid DESC LIMIT ? OFFSET ?"
    low = connection.execute(last_first, (*values, 1, _RANKED - 1)).fetchall() if total > _RANKED else []
    ranked = (
        f"SELECT article.id {hits} AND rank MATCH ? AND fulltext.rowid >= ? AND fulltext.rowid <= ? "
        "ORDER BY rank, moment DESC, article.id DESC LIMIT ? OFFSET ?"
    )
    within = (low[0][1] if low else first, last)
    found: list[Row] = connection.execute(ranked, (*values, _RANK, *within, limit or -1, offset)).fetchall() if total else []
    if low and (not limit or len(found) < limit):
        found += connection.execute(last_first, (*values, limit - len(found) if limit else -1, max(offset, _RANKED))).fetchall()
    return total, found


def _meant(connection: sqlite3.Connection, key: str, kind: str, wanted: str) -> tuple[int, ...]:
    """The ids of the names that *wanted* means: those of that very name or slug; where there are none, those that hold all its words."""
    where, values = ("paper = ? AND kind = ?", (number(connection, key), kind)) if key else ("kind = ?", (kind,))
    exact = connection.execute(f"SELECT id FROM name WHERE {where} AND (folded = ? OR slug = ?)", (*values, fold(wanted), wanted.lower())).fetchall()  # noqa: S608
    if exact:
        return tuple(row[0] for row in exact)
    parts = [part for part in slug(wanted, 200).split("-") if part][:_PARTS]
    holds = " AND ".join(["instr('-' || slug || '-', '-' || ? || '-')"] * len(parts)) or "0"
    held = f"SELECT id FROM name WHERE {where} AND (({holds}) OR instr(' ' || folded || ' ', ' ' || ? || ' ')) ORDER BY articles DESC LIMIT ?"  # noqa: S608
    return tuple(row[0] for row in connection.execute(held, (*values, *parts, fold(wanted), _MEANT)))


def front(connection: sqlite3.Connection, key: str, before: str) -> FrontPage | None:
    """The newest front page, or the newest not after *before*."""
    row = one(connection, "SELECT id, timezone FROM paper WHERE key = ?", (key,))
    if row is None:
        return None
    latest = moments.moment(before, row[1]) if before else 1 << 62
    found = one(connection, "SELECT front FROM front WHERE paper = ? AND moment <= ? ORDER BY moment DESC, id DESC LIMIT 1", (row[0], latest))
    return unpack_front(found[0], f"a front page of {key}") if found else None


def refusals(connection: sqlite3.Connection, key: str, limit: int) -> tuple[Refusal, ...]:
    """What was not taken, newest first; of nobody's where *key* is empty."""
    rows = connection.execute(
        "SELECT source, time, reason, message FROM refusal WHERE paper IS ? ORDER BY moment DESC, id DESC LIMIT ?",
        (number(connection, key) if key else None, limit or -1),
    )
    return tuple(Refusal(*row) for row in rows)


def published(connection: sqlite3.Connection, key: str, since: str) -> tuple[float, ...]:
    """The moments of publication after *since*, in seconds, of the articles whose date says more than the day."""
    statement = "SELECT moment FROM article WHERE paper = ? AND moment >= ? AND length(date) > 10"
    return tuple(moment / 1e6 for (moment,) in connection.execute(statement, (number(connection, key), moments.moment(since))))


def changed(connection: sqlite3.Connection, key: str) -> str:
    """When anything of the paper changed last."""
    return value(connection, "SELECT changed FROM paper WHERE key = ?", (key,), "")


def required(connection: sqlite3.Connection, key: str) -> Row:
    """Row id, host, time zone and sections (JSON) of a paper; `ArchiveError` where there is none."""
    row = one(connection, "SELECT id, host, timezone, sections FROM paper WHERE key = ?", (key,))
    if row is None:
        raise ArchiveError(f"the archive has no paper {key!r}: put_paper adds it")
    return row
