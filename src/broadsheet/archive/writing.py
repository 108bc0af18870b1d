"""A connection in a transaction and something new in; the rows that keep it, and what came of it, out. No text is ever overwritten."""

import sqlite3

import msgspec

from .. import address as addresses
from ..errors import ArchiveError, WithdrawnError
from ..model import Article, Capture, FrontPage, Link, Paper
from ..text import clean, fold
from . import Refusal, Stored, amending, captures, identity, likeness, moments, names, withdrawing, wording
from .reading import required
from .rows import json, one, pack_article, pack_front, strings, unpack_front, value

_RELATED = 5  # how many related articles are chosen where the paper names none
# An id is no other article's, not even when the one that had it was withdrawn: there is a tombstone at its address.
_LAST = "SELECT max(coalesce((SELECT max(id) FROM article), 0), coalesce((SELECT max(article) FROM withdrawn), 0))"
_WEIGHED = 50  # articles of each topic that are weighed for it: the newest ones


def put_paper(connection: sqlite3.Connection, paper: Paper) -> None:
    """Add or change a paper; where its time zone or its order of sections changes, days and ranks follow."""
    row = one(connection, "SELECT id, name, address, language, timezone, sections, description, permission FROM paper WHERE key = ?", (paper.key,))
    sections = json(paper.sections)
    values = (paper.name, paper.address, paper.language, paper.timezone, sections, paper.description, paper.permission)
    if row and row[1:] == values:
        return
    connection.execute(
        "INSERT INTO paper (key, name, address, language, timezone, sections, description, permission, host, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET name = excluded.name, address = excluded.address, language = excluded.language, timezone = excluded.timezone, "
        "sections = excluded.sections, description = excluded.description, permission = excluded.permission, host = excluded.host, changed = excluded.changed",
        (paper.key, *values, addresses.host(paper.address), moments.now()),
    )
    if row and row[4] != paper.timezone:
        _move(connection, row[0], paper.timezone)
    if row and row[5] != sections:
        order = names.ranks(paper.sections)
        for number, folded in connection.execute("SELECT id, folded FROM name WHERE paper = ? AND kind = 'section'", (row[0],)).fetchall():
            connection.execute("UPDATE name SET rank = ? WHERE id = ?", (order.get(folded, names.LAST), number))


def _move(connection: sqlite3.Connection, paper: int, zone: str) -> None:
    """Set moment and day of all the paper's articles anew, for another time zone."""
    for article, date in connection.execute("SELECT id, date FROM article WHERE paper = ?", (paper,)).fetchall():
        moment = moments.moment(date, zone)
        connection.execute("UPDATE article SET moment = ?, day = ? WHERE id = ?", (moment, moments.day(date, zone), article))
        connection.execute("UPDATE place SET moment = ? WHERE article = ?", (moment, article))


def put(connection: sqlite3.Connection, key: str, article: Article, capture: Capture | None) -> Stored:
    """Store *article* under the paper *key*: see `Archive.put`."""
    paper, _, zone, sections = required(connection, key)
    canonical = identity.known(article.address)
    if canonical is None:
        raise ArchiveError(f"an article needs the address of its own page; {article.address or 'none'!r} is that of no single page: {article.headline[:60]}")
    others = (*article.aliases, *((capture.address,) if capture else ()))
    aliases = tuple(name for name in dict.fromkeys(map(identity.known, others)) if name and name != canonical)
    where = (identity.known(capture.address) if capture else None) or canonical
    if withdrawing.find(connection, paper, (article.address, *others)):
        raise WithdrawnError(f"{article.address} was withdrawn: it is not stored again")
    article = msgspec.structs.replace(article, related=withdrawing.without(connection, paper, article.related))
    taken = moments.moment(capture.time) if capture else moments.UNKNOWN
    known = identity.same(
        connection, paper, where, (canonical, *aliases), lambda other: likeness.may_be(amending.newest(connection, other), article)
    )
    for name in (canonical, *aliases):
        if identity.owner(connection, paper, name) not in {None, known}:
            _put_back(connection, paper, name)
    if capture and where != canonical and identity.owner(connection, paper, canonical) not in {None, known}:
        # It is another's address: this article is found where it was read.
        aliases = (canonical, *(name for name in aliases if name != where))
        article, canonical = msgspec.structs.replace(article, address=capture.address), where
    old = amending.newest(connection, known) if known else None
    if old is None or not _is_its_own(connection, paper, old, canonical, aliases):
        # Another address, and the page does not name the one that we know: the text decides.
        twin = likeness.same_text(connection, paper, zone, article) if old is None else known if likeness.are_alike(old, article) else None
        if twin:
            _claim(connection, paper, twin, where, own=False)
            identity.remember(connection, paper, twin, None, (canonical, *aliases))
            is_other = amending.also_in(connection, twin, article.sections)
            return Stored(twin, "changed" if is_other else "same", _number(connection, twin))
    if known and old:
        has_moved = not identity.is_own(connection, paper, canonical) and identity.known(old.address) in aliases
        article = msgspec.structs.replace(
            article, address=article.address if has_moved else old.address, sections=amending.united(article.sections, old.sections)
        )
    fingerprint = wording.fingerprint(article)
    if known and old and _is_stored(connection, known, fingerprint, taken):
        new = amending.amended(old, article) if amending.is_newer(connection, known, capture, taken) and wording.fingerprint(old) == fingerprint else old
        _claim(connection, paper, known, where)
        identity.remember(connection, paper, known, canonical, aliases)
        if capture:
            identity.note_read(connection, paper, where)
        if new is old:
            return Stored(known, "same", _number(connection, known))
        amending.amend(connection, known, old, new)
        if capture:
            _keep_newer(connection, known, capture, taken)
        return Stored(known, "changed", _number(connection, known))
    number = 1 + (_number(connection, known) if known else 0)
    identifier = known or 1 + value(connection, _LAST, (), 0)
    version = _version(connection, identifier, number, article, fingerprint)
    moment = _head(connection, paper, zone, version, article)
    _claim(connection, paper, identifier, where)
    identity.remember(connection, paper, identifier, canonical, aliases)
    if capture:
        identity.note_read(connection, paper, where)
        _keep(connection, version, capture, taken)
    _index(connection, version, article)
    listed = names.listed(article)
    names.attach(connection, paper, identifier, moment, listed, names.ranks(strings(sections)))
    relate(connection, paper, identifier, article, is_new=not known)
    changed = "UPDATE paper SET changed = (SELECT changed FROM article WHERE id = ?), articles = articles + ? WHERE id = ?"
    connection.execute(changed, (identifier, 0 if known else 1, paper))
    return Stored(identifier, "changed" if known else "new", number)


def _put_back(connection: sqlite3.Connection, paper: int, name: identity.Known) -> None:
    """Let the article that has *name* for its address, and was never read there, be found where it was read: another one calls itself so, too."""
    article = identity.owner(connection, paper, name)
    if article is None or identity.was_read(connection, paper, article, name):
        return
    identity.dispute(connection, paper, name)
    old = amending.newest(connection, article)
    places = (each for each in (*identity.read_at(connection, article), *old.aliases) if identity.known(each) not in {None, name})
    place = next((each for each in places if (own := identity.known(each)) and identity.owner(connection, paper, own) == article), "")
    if identity.known(old.address) == name and place:
        amending.amend(connection, article, old, msgspec.structs.replace(old, address=place))
        identity.take(connection, paper, article, identity.known(place) or name, own=True)


def _claim(connection: sqlite3.Connection, paper: int, article: int, where: identity.Known, *, own: bool = True) -> None:
    """Let *where* a page of *article* was read be its address, which some other article may have by hearsay."""
    if identity.owner(connection, paper, where) not in {None, article}:
        _put_back(connection, paper, where)
        identity.take(connection, paper, article, where, own=own)


def _version(connection: sqlite3.Connection, identifier: int, number: int, article: Article, fingerprint: bytes) -> int:
    """Add *article* with its text as version *number* of the article of that id; the version's row."""
    words = wording.words(wording.body_text(article))
    values = (identifier, number, moments.now(), article.modified, article.headline, words, fingerprint)
    columns = "INSERT INTO version (article, number, stored, modified, headline, words, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?)"
    version = connection.execute(columns, values).lastrowid or 0
    connection.execute("INSERT INTO body (version, article) VALUES (?, ?)", (version, pack_article(article)))
    return version


def _head(connection: sqlite3.Connection, paper: int, zone: str, version: int, article: Article) -> int:
    """Let lists show *article* by that *version*: its row in them, made or set anew; the moment at which it was published."""
    known = "SELECT article, number, stored, words FROM version WHERE id = ?"
    identifier, number, stored, words = connection.execute(known, (version,)).fetchone()
    moment = moments.moment(article.date, zone)
    connection.execute(
        "INSERT INTO article (id, paper, newest, version, moment, day, address, kicker, headline, teaser, date, modified, language, completeness, words, "
        "authors, sections, tags, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET newest = excluded.newest, version = excluded.version, moment = excluded.moment, day = excluded.day, "
        "address = excluded.address, kicker = excluded.kicker, headline = excluded.headline, teaser = excluded.teaser, date = excluded.date, "
        "modified = excluded.modified, language = excluded.language, completeness = excluded.completeness, words = excluded.words, "
        "authors = excluded.authors, sections = excluded.sections, tags = excluded.tags, changed = excluded.changed",
        (
            *(identifier, paper, version, number, moment, moments.day(article.date, zone), article.address, article.kicker, article.headline, article.teaser),
            *(article.date, article.modified, article.language, article.completeness, words),
            *(json(article.authors), json(article.sections), json(article.tags), stored),
        ),
    )
    return moment


def also_at(connection: sqlite3.Connection, key: str, address: str, other: str) -> None:
    """Let *other* be an alias of the article at *address*, where there is one."""
    paper, host, _, _ = required(connection, key)
    known, name = identity.at(connection, paper, host, address, exactly=True), identity.known(other)
    if known is not None and name is not None:
        identity.remember(connection, paper, known, None, (name,))


def _is_its_own(connection: sqlite3.Connection, paper: int, old: Article, canonical: identity.Known, aliases: tuple[identity.Known, ...]) -> bool:
    """Whether a page under these addresses says itself that it is *old*, or is where *old* was before."""
    return identity.known(old.address) in (canonical, *aliases) or identity.is_own(connection, paper, canonical)


def _number(connection: sqlite3.Connection, article: int) -> int:
    """The number of the article's newest version."""
    return value(connection, "SELECT version FROM article WHERE id = ?", (article,), 0)


def _is_stored(connection: sqlite3.Connection, article: int, fingerprint: bytes, taken: int) -> bool:
    """Whether the article has that text: as its newest, or as an older one when the page is not newer than what was read last.

    The second is what makes it harmless to import a folder again that holds several versions of one article.
    """
    stored = dict(connection.execute("SELECT number, fingerprint FROM version WHERE article = ?", (article,)).fetchall())
    if stored[max(stored)] == fingerprint:
        return True
    last = value(connection, "SELECT max(moment) FROM capture WHERE version IN (SELECT id FROM version WHERE article = ?)", (article,), None)
    return last is not None and moments.UNKNOWN < taken <= last and fingerprint in stored.values()


def _keep_newer(connection: sqlite3.Connection, article: int, capture: Capture, taken: int) -> None:
    """Keep *capture* in the place of the page that the newest version was made from: the same text, with newer facts about it."""
    version = value(connection, "SELECT newest FROM article WHERE id = ?", (article,), 0)
    page = value(connection, "SELECT page FROM capture WHERE version = ?", (version,), 0)
    connection.execute("DELETE FROM capture WHERE version = ?", (version,))
    _keep(connection, version, capture, taken)
    captures.drop(connection, page)


def _keep(connection: sqlite3.Connection, version: int, capture: Capture, taken: int) -> None:
    """Keep the page that *version* was made from; bytes that are there already are not stored twice."""
    page = captures.keep(connection, capture)
    connection.execute(
        "INSERT INTO capture (version, page, address, source, time, moment, charset, hints) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (version, page, *map(clean, (capture.address, capture.source, capture.time)), taken, clean(capture.charset), json(capture.hints)),
    )


def _index(connection: sqlite3.Connection, version: int, article: Article) -> None:
    """Make the words of *article* findable."""
    connection.execute("INSERT INTO fulltext (rowid, headline, names, teaser, body) VALUES (?, ?, ?, ?, ?)", (version, *amending.words(article)))


def relate(connection: sqlite3.Connection, paper: int, article: int, stored: Article, *, is_new: bool) -> None:
    """Fix the related articles: the paper's own, with date and topic where the archive knows them, else the archive's choice, made once."""
    if not stored.related and not is_new:
        return
    links = tuple(_known(connection, paper, stored, link) for link in stored.related) or _chosen(connection, article)
    connection.execute("DELETE FROM related WHERE article = ?", (article,))
    connection.executemany(
        "INSERT INTO related (article, number, address, headline, kicker, teaser, date, tag) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(article, number, link.address, link.headline, link.kicker, link.teaser, link.date, link.tag) for number, link in enumerate(links)],
    )


def _known(connection: sqlite3.Connection, paper: int, stored: Article, link: Link) -> Link:
    """*link* with what the archive knows of its target where the paper's page said nothing: headline, date, and the first topic that both have."""
    target = identity.known(link.address)
    row = target and one(
        connection,
        "SELECT article.id, headline, date FROM address JOIN article ON article.id = address.article WHERE (address.paper, host, local) = (?, ?, ?)",
        (paper, target.host, target.local),
    )
    if not row:
        return link
    of_target = "SELECT folded FROM place JOIN name ON name.id = place.name WHERE article = ? AND place.kind = 'topic'"
    topics = {folded for (folded,) in connection.execute(of_target, row[:1])}
    shared = next((tag.name for tag in stored.tags if fold(tag.name) in topics), "")
    return Link(
        address=link.address,
        headline=link.headline or row[1],
        kicker=link.kicker,
        teaser=link.teaser,
        date=link.date or row[2],
        tag=link.tag or shared,
    )


def _chosen(connection: sqlite3.Connection, article: int) -> tuple[Link, ...]:
    """The articles of the archive, not newer than *article*, that share most of its topics; among them the newest."""
    shared: dict[tuple[int, int], list[str]] = {}
    topics = connection.execute(
        "SELECT name.id, name.name, moment FROM place JOIN name ON name.id = place.name WHERE article = ? AND place.kind = 'topic' ORDER BY number", (article,)
    ).fetchall()
    for topic, name, moment in topics:
        older = "SELECT moment, article FROM place WHERE name = ? AND (moment, article) < (?, ?) ORDER BY moment DESC, article DESC LIMIT ?"
        for found in connection.execute(older, (topic, moment, article, _WEIGHED)).fetchall():
            shared.setdefault(found, []).append(name)
    best = sorted(shared, key=lambda found: (len(shared[found]), found), reverse=True)[:_RELATED]
    links: list[Link] = []
    for found in best:
        row = one(connection, "SELECT address, headline, kicker, teaser, date FROM article WHERE id = ?", (found[1],))
        if row:
            links.append(Link(address=row[0], headline=row[1], kicker=row[2], teaser=row[3], date=row[4], tag=shared[found][0]))
    return tuple(links)


def put_front(connection: sqlite3.Connection, key: str, front: FrontPage) -> None:
    """Keep a snapshot; one that shows what the one before it shows adds nothing."""
    paper, _, zone, _ = required(connection, key)
    moment = moments.moment(front.time, zone)
    if moment == moments.UNKNOWN:
        raise ArchiveError(f"a front page of {key} needs the time at which it was seen, in ISO 8601; {front.time!r} is none")
    front = withdrawing.front_without(connection, paper, front)
    row = one(connection, "SELECT front FROM front WHERE paper = ? AND moment <= ? ORDER BY moment DESC, id DESC LIMIT 1", (paper, moment))
    if row and unpack_front(row[0], f"a front page of {key}").blocks == front.blocks:
        return
    connection.execute("INSERT INTO front (paper, moment, front) VALUES (?, ?, ?)", (paper, moment, pack_front(front)))
    connection.execute("UPDATE paper SET changed = ? WHERE id = ?", (moments.now(), paper))


def put_refusal(connection: sqlite3.Connection, key: str, refusal: Refusal) -> None:
    """Remember a refusal; the same page refused again for the same reason changes its time alone."""
    paper = required(connection, key)[0] if key else None
    connection.execute(
        "INSERT INTO refusal (paper, source, moment, time, reason, message) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (coalesce(paper, 0), source, reason) "
        "DO UPDATE SET moment = excluded.moment, time = excluded.time, message = excluded.message",
        (paper, clean(refusal.source), moments.moment(refusal.time), refusal.time, refusal.reason, clean(refusal.message)),
    )
