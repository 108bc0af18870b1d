"""A connection in, a connection whose tables are those of this program out: the tables, their indexes, and the migrations between versions.

`MIGRATIONS[n]` leads from schema *n* to *n* + 1; the number stands in the file's `user_version`, and `application_id` says whose file it is.
A migration that has been released is never changed: what is wrong in it is mended by the next.

| table | a row is | read by |
|---|---|---|
| `paper` | a newspaper | everything |
| `article` | an article's newest head: all that a list shows | lists |
| `address` | one address of an article: (paper, host, local) → article | `find`, `targets`, `put` |
| `version` · `body` | one stored text: what a history shows · the article itself, zstd JSON | `versions` · `article` |
| `page` · `capture` | raw bytes, once each, zstd · which of them a version was made from, with address and time | `capture` |
| `name` · `place` | a section, topic or person · an article under it, in order of time | `names`, `by_name` |
| `dictionary` · `host_pages` | a page with which others of its host are packed · how many pages a host has | `captures` |
| `withdrawn` | an address under which nothing is kept any more | `withdrawing` |
| `health` · `reread` | what came of a paper's day · how far a paper was read again | `days` · `rereading` |
| `related` | a related article as it was chosen when the article was stored | `related` |
| `front` · `refusal` | a front page at a moment · a page not taken, and why | `front` · `refusals` |
| `visit` · `host` · `robots` | an address that is gathered, a host, its robots.txt: when asked, when next | `visits` |
| `site` | a host, and what was learned from its pages | `sites` |
| `fulltext` | the full text index: row id is the version's id, so that nothing ever has to be taken out of it | `search` |

Moments are integers: microseconds since 1970 in UTC, `UNKNOWN` where the source had none.
"""

import sqlite3

from ..errors import ArchiveError

APPLICATION = 0x42726F61  # "Broa"

_FIRST = """
CREATE TABLE paper (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    host TEXT NOT NULL,
    language TEXT NOT NULL,
    timezone TEXT NOT NULL,
    sections TEXT NOT NULL,         -- JSON, the paper's own order
    description TEXT NOT NULL,
    permission TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0,
    changed TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES paper,
    newest INTEGER NOT NULL,        -- the newest version's id
    version INTEGER NOT NULL,       -- and its number
    moment INTEGER NOT NULL,        -- of publication
    day TEXT NOT NULL,              -- of publication, in the paper's time zone
    address TEXT NOT NULL,
    kicker TEXT NOT NULL,
    headline TEXT NOT NULL,
    teaser TEXT NOT NULL,
    date TEXT NOT NULL,
    modified TEXT NOT NULL,
    language TEXT NOT NULL,
    completeness TEXT NOT NULL,
    words INTEGER NOT NULL,
    authors TEXT NOT NULL,          -- JSON, as are the next two
    sections TEXT NOT NULL,
    tags TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;
CREATE INDEX article_by_moment ON article (paper, moment, id);
CREATE INDEX article_by_day ON article (paper, day, moment, id);
CREATE UNIQUE INDEX article_by_newest ON article (newest);

CREATE TABLE address (
    paper INTEGER NOT NULL REFERENCES paper,
    host TEXT NOT NULL,
    local TEXT NOT NULL,
    tail TEXT NOT NULL,             -- the number at the end of the path that names the article whatever stands before it, or ''
    article INTEGER NOT NULL REFERENCES article,
    canonical INTEGER NOT NULL,     -- 1: a version of the article called this its own address
    PRIMARY KEY (paper, host, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_by_local ON address (paper, local);
CREATE INDEX address_by_tail ON address (paper, tail) WHERE tail <> '';
CREATE INDEX address_by_article ON address (article);

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL,
    stored TEXT NOT NULL,
    modified TEXT NOT NULL,
    headline TEXT NOT NULL,
    words INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    UNIQUE (article, number)
) STRICT;
CREATE TABLE body (
    version INTEGER PRIMARY KEY REFERENCES version,
    article BLOB NOT NULL           -- zstd(model.to_json)
) STRICT;

CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,    -- BLAKE2b, 32 bytes, of the raw page
    bytes BLOB NOT NULL             -- zstd
) STRICT;
CREATE TABLE capture (
    version INTEGER PRIMARY KEY REFERENCES version,
    page INTEGER NOT NULL REFERENCES page,
    address TEXT NOT NULL,
    source TEXT NOT NULL,
    time TEXT NOT NULL,
    moment INTEGER NOT NULL,
    charset TEXT NOT NULL,
    hints TEXT NOT NULL             -- JSON
) STRICT;
CREATE INDEX capture_by_page ON capture (page);

CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES paper,
    kind TEXT NOT NULL CHECK (kind IN ('section', 'topic', 'person')),
    slug TEXT NOT NULL,             -- made when first stored, never changed
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    address TEXT NOT NULL,
    comparable TEXT NOT NULL,
    rank INTEGER NOT NULL,          -- a section's place in the paper's own order; others stand behind all
    articles INTEGER NOT NULL DEFAULT 0,
    UNIQUE (paper, kind, slug),
    UNIQUE (paper, kind, folded)
) STRICT;
CREATE INDEX name_by_address ON name (paper, kind, comparable) WHERE comparable <> '';
CREATE INDEX name_by_rank ON name (paper, kind, rank, articles DESC, folded);

CREATE TABLE place (
    name INTEGER NOT NULL REFERENCES name,
    moment INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,        -- 0: the article's first section, topic, author
    PRIMARY KEY (name, moment, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_by_article ON place (article, kind, number);

CREATE TABLE related (
    article INTEGER NOT NULL REFERENCES article,
    number INTEGER NOT NULL,
    address TEXT NOT NULL,
    headline TEXT NOT NULL,
    kicker TEXT NOT NULL,
    teaser TEXT NOT NULL,
    date TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE front (
    id INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES paper,
    moment INTEGER NOT NULL,
    front BLOB NOT NULL             -- zstd(JSON)
) STRICT;
CREATE INDEX front_by_moment ON front (paper, moment);

CREATE TABLE refusal (
    id INTEGER PRIMARY KEY,
    paper INTEGER REFERENCES paper, -- NULL: it is not known whose page it was
    source TEXT NOT NULL,
    moment INTEGER NOT NULL,
    time TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX refusal_once ON refusal (coalesce(paper, 0), source, reason);
CREATE INDEX refusal_by_moment ON refusal (paper, moment);

CREATE VIRTUAL TABLE fulltext USING fts5 (
    headline, names, teaser, body,
    content = '', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
"""

_VISITS = """
CREATE TABLE visit (
    paper TEXT NOT NULL,            -- its key: a paper is gathered from before its first article is stored
    comparable TEXT NOT NULL,       -- address.comparable: twins of one page are one visit
    address TEXT NOT NULL,          -- as it is asked for
    purpose TEXT NOT NULL,
    found INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    next INTEGER,                   -- NULL: never again
    status INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    location TEXT NOT NULL,
    failures INTEGER NOT NULL,
    reason TEXT NOT NULL,
    interval REAL NOT NULL,         -- seconds
    PRIMARY KEY (paper, comparable)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_next ON visit (paper, purpose, next) WHERE next IS NOT NULL;

CREATE TABLE host (
    name TEXT PRIMARY KEY,
    asked INTEGER NOT NULL,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    asked INTEGER NOT NULL,
    read INTEGER NOT NULL,
    status INTEGER NOT NULL,
    text TEXT NOT NULL,
    failures INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

_SITES = """
CREATE TABLE site (
    host TEXT PRIMARY KEY,
    articles INTEGER NOT NULL,      -- how many were learned from
    known BLOB NOT NULL             -- zstd(JSON of knowledge.Knowledge)
) STRICT, WITHOUT ROWID;
"""

_HEADLINES = "CREATE INDEX article_by_headline ON article (paper, headline);"

_KEEPING = """
CREATE TABLE dictionary (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL,
    bytes BLOB NOT NULL             -- zstd(a page of the host)
) STRICT;
CREATE INDEX dictionary_by_host ON dictionary (host, id);
CREATE TABLE host_pages (
    host TEXT PRIMARY KEY,
    pages INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE page ADD COLUMN host TEXT NOT NULL DEFAULT '';      -- '' for those that are older than this schema
ALTER TABLE page ADD COLUMN dictionary INTEGER REFERENCES dictionary;
CREATE INDEX page_by_host ON page (host, id) WHERE host <> '';
CREATE INDEX page_by_dictionary ON page (dictionary) WHERE dictionary IS NOT NULL;
CREATE INDEX capture_by_moment ON capture (moment, version);

CREATE TABLE withdrawn (
    paper INTEGER NOT NULL REFERENCES paper,
    place BLOB NOT NULL,            -- BLAKE2b, 16 bytes, of path and query, or of the number at the path's end: an address may hold the headline
    article INTEGER NOT NULL,       -- the id that it had, which no other gets
    time TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (paper, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE health (
    paper INTEGER NOT NULL REFERENCES paper,
    day TEXT NOT NULL,              -- in the paper's time zone
    found INTEGER NOT NULL DEFAULT 0,
    fetched INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    empty INTEGER NOT NULL DEFAULT 0,
    short INTEGER NOT NULL DEFAULT 0,
    paywalled INTEGER NOT NULL DEFAULT 0,
    words INTEGER NOT NULL DEFAULT 0,
    summaries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (paper, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE reread (
    paper TEXT PRIMARY KEY,         -- a key, '' for all papers
    extractor TEXT NOT NULL,
    version INTEGER NOT NULL        -- the last one that was read again
) STRICT, WITHOUT ROWID;
"""

# All that a search asks of an article whose words are sought: a word that is in each of them is counted without reading one.
_SEARCHED = "CREATE INDEX article_by_version ON article (newest, paper, day);"

# How the last pages of a day were read: of hundreds that came before a site changed, a day's sums still speak well in the evening.
_LATEST = "ALTER TABLE health ADD COLUMN latest TEXT NOT NULL DEFAULT '';"

MIGRATIONS: tuple[str, ...] = (_FIRST, _VISITS, _SITES, _HEADLINES, _KEEPING, _SEARCHED, _LATEST)


def version(connection: sqlite3.Connection, where: str) -> int:
    """The schema of the file behind *connection*, 0 for an empty one; `ArchiveError` where it is another program's or newer than ours."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION and (application or number or tables):
        raise ArchiveError(f"{where} is a database of another program: give another folder with --data; nothing in it was touched")
    if number > len(MIGRATIONS):
        raise ArchiveError(f"{where} has schema {number}, this Broadsheet knows up to {len(MIGRATIONS)}: a newer Broadsheet wrote it; use that one")
    return number


def readable(connection: sqlite3.Connection, where: str) -> None:
    """Refuse a file that is empty yet, or has another schema than this program reads: `ArchiveError`."""
    number = version(connection, where)
    if not number:
        raise ArchiveError(f"{where} holds nothing yet: what was to fill it was stopped; begin that again, `import`, `add` or `serve`")
    if number != len(MIGRATIONS):
        raise ArchiveError(f"{where} has schema {number}, this one reads {len(MIGRATIONS)}: `broadsheet serve` brings it up to date")


def migrate(connection: sqlite3.Connection, where: str) -> None:
    """Bring the file to the schema of this program, each step in one transaction: a step happens wholly or not at all."""
    for number in range(version(connection, where), len(MIGRATIONS)):
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE;{MIGRATIONS[number]};PRAGMA application_id = {APPLICATION};PRAGMA user_version = {number + 1};COMMIT;"
            )
        except sqlite3.Error:
            if connection.in_transaction:
                connection.rollback()
            raise
