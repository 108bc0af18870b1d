"""A connection in a transaction and a paper's key in; an archive in which nothing of the paper is found out. No tombstone stays: it may be added again.

| what was kept of the paper | what becomes of it |
|---|---|
| articles, versions, index, places, names, addresses, related articles, front pages, refusals, visits, health | deleted |
| its pages as they came | deleted, but for those from which another paper's article was made too |
| a dictionary of one of its hosts | deleted; where another paper's pages are packed with it, they are packed again with one of theirs |
| what was learned of its sites | deleted; of a site that another paper has too, it is learned again |
| the tombstones of what was withdrawn from it | deleted |
| when its hosts may be asked again, their robots.txt | stays: it is the hosts' |

Two steps, so that what is interrupted between them can be done again: `empty` takes everything but the paper's name, and when the file was written anew
(`withdrawing.compact`), `forget` takes that.
"""

import sqlite3

from .. import address as addresses
from . import amending, captures
from .rows import one


def empty(connection: sqlite3.Connection, key: str) -> int | None:
    """Delete all that is kept of the paper *key* but its own row; how many articles there were, None where there is no such paper."""
    paper = one(connection, "SELECT id, address FROM paper WHERE key = ?", (key,))
    if paper is None:
        return None
    number, address = paper
    connection.execute("PRAGMA secure_delete = ON")
    _drop_pages(connection, number)
    _forget_sites(connection, number, address)
    versions = "SELECT version.id FROM version JOIN article ON article.id = version.article WHERE article.paper = ?"
    amending.unindex(connection, [version for (version,) in connection.execute(versions, (number,)).fetchall()])
    connection.execute(f"DELETE FROM body WHERE version IN ({versions})", (number,))  # noqa: S608
    articles = "SELECT id FROM article WHERE paper = ?"
    for table in ("version", "place", "related"):
        connection.execute(f"DELETE FROM {table} WHERE article IN ({articles})", (number,))  # noqa: S608
    for table in ("name", "address", "front", "refusal", "health", "withdrawn"):
        connection.execute(f"DELETE FROM {table} WHERE paper = ?", (number,))  # noqa: S608
    for table in ("visit", "reread"):
        connection.execute(f"DELETE FROM {table} WHERE paper = ?", (key,))  # noqa: S608
    gone = connection.execute("DELETE FROM article WHERE paper = ?", (number,)).rowcount
    connection.execute("UPDATE paper SET articles = 0 WHERE id = ?", (number,))
    return gone


def forget(connection: sqlite3.Connection, key: str) -> None:
    """Delete the row of the paper *key*, which `empty` has left alone."""
    connection.execute("DELETE FROM paper WHERE key = ?", (key,))


def _drop_pages(connection: sqlite3.Connection, paper: int) -> None:
    """Delete the paper's captures, the pages that are nobody else's, and the dictionaries of their hosts, which may be one of those pages."""
    taken = (
        "SELECT capture.version, page.id, page.host FROM capture JOIN page ON page.id = capture.page JOIN version ON version.id = capture.version "
        "JOIN article ON article.id = version.article WHERE article.paper = ?"
    )
    rows = connection.execute(taken, (paper,)).fetchall()
    connection.executemany("DELETE FROM capture WHERE version = ?", ((version,) for version, _, _ in rows))
    for page in {page for _, page, _ in rows}:
        captures.drop(connection, page)
    for host in {host for _, _, host in rows if host}:
        for (dictionary,) in connection.execute("SELECT id FROM dictionary WHERE host = ?", (host,)).fetchall():
            captures.replace(connection, dictionary, host)
    connection.execute("DELETE FROM host_pages WHERE pages <= 0")


def _forget_sites(connection: sqlite3.Connection, paper: int, address: str) -> None:
    """Delete what was learned from the pages of the paper, whose front page is at *address*."""
    hosts = connection.execute("SELECT DISTINCT host FROM address WHERE paper = ? AND canonical", (paper,)).fetchall()
    sites = {addresses.site(address), *(addresses.site(f"https://{host}/") for (host,) in hosts)}
    connection.executemany("DELETE FROM site WHERE host = ?", ((site,) for site in sites))
