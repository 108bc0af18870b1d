"""Rows of the tables in, values of the model and the contract out, and back: the one place that knows columns, JSON and compression."""

import sqlite3
from typing import Any, TypeVar

import msgspec
import zstandard

from ..errors import ArchiveError
from ..model import Article, Capture, FrontPage, Paper, Person, Tag, from_json, to_json
from . import Head

_LARGEST = 256 << 20  # bytes of anything that is unpacked: more is damage, not a page
REMEDY = "restore a copy of the archive, or import the page again"
LEVEL = 5
"""Of zstd."""

HEAD = (
    "article.id, paper.key, article.address, kicker, headline, teaser, date, modified, day, article.language, completeness, words, "
    "authors, article.sections, tags, version, article.changed"
)
"""The columns of `head`, of `article JOIN paper ON paper.id = article.paper`."""
PAPER = "key, name, address, language, timezone, sections, description, permission"
"""The columns of `paper`."""

Row = tuple[Any, ...]
_T = TypeVar("_T")

_people = msgspec.json.Decoder(tuple[Person, ...])
_tags = msgspec.json.Decoder(tuple[Tag, ...])
_names = msgspec.json.Decoder(tuple[str, ...])
_hints = msgspec.json.Decoder(dict[str, str])
_front = msgspec.json.Decoder(FrontPage)
_encoder = msgspec.json.Encoder()


def json(value: object) -> str:
    """*value* as JSON, for a column of text."""
    return _encoder.encode(value).decode("utf-8")


def strings(column: str) -> tuple[str, ...]:
    """The texts of a column of JSON."""
    return _names.decode(column)


def head(row: Row) -> Head:
    """The head in the columns `HEAD`."""
    return Head(
        id=row[0],
        paper=row[1],
        address=row[2],
        kicker=row[3],
        headline=row[4],
        teaser=row[5],
        date=row[6],
        modified=row[7],
        day=row[8],
        language=row[9],
        completeness=row[10],
        words=row[11],
        authors=_people.decode(row[12]),
        sections=_tags.decode(row[13]),
        tags=_tags.decode(row[14]),
        version=row[15],
        changed=row[16],
    )


def paper(row: Row) -> Paper:
    """The paper in the columns `PAPER`."""
    return Paper(
        key=row[0],
        name=row[1],
        address=row[2],
        language=row[3],
        timezone=row[4],
        sections=_names.decode(row[5]),
        description=row[6],
        permission=row[7],
    )


def packed(data: bytes) -> bytes:
    """*data*, compressed."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(data)


def unpacked(data: bytes, what: str, dictionary: zstandard.ZstdCompressionDict | None = None) -> bytes:
    """What `packed` made *data* from; `ArchiveError` naming *what* where the bytes are damaged. *dictionary* is what they were packed with."""
    try:
        if not 0 <= zstandard.frame_content_size(data) <= _LARGEST:
            raise ArchiveError(f"{what} in the archive is damaged: it claims an impossible size; {REMEDY}")
        return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(data)
    except zstandard.ZstdError as error:
        raise ArchiveError(f"{what} in the archive is damaged ({error}); {REMEDY}") from error


def pack_article(article: Article) -> bytes:
    """*article* for the table `body`."""
    return packed(to_json(article))


def unpack_article(data: bytes, what: str) -> Article:
    """The article of a row of `body`."""
    try:
        return from_json(unpacked(data, what))
    except ValueError as error:
        raise ArchiveError(f"{what} in the archive cannot be read ({error}); {REMEDY}") from error


def pack_front(front: FrontPage) -> bytes:
    """*front* for the table `front`."""
    return packed(_encoder.encode(front))


def unpack_front(data: bytes, what: str) -> FrontPage:
    """The front page of a row of `front`."""
    try:
        return _front.decode(unpacked(data, what))
    except ValueError as error:
        raise ArchiveError(f"{what} in the archive cannot be read ({error}); {REMEDY}") from error


def capture(body: bytes, row: Row) -> Capture:
    """The capture of the raw page *body* and a row (address, source, time, charset, hints)."""
    return Capture(body=body, address=row[0], source=row[1], time=row[2], charset=row[3], hints=_hints.decode(row[4]))


def one(connection: sqlite3.Connection, statement: str, values: Row = ()) -> Row | None:
    """The first row of *statement*, or None."""
    return connection.execute(statement, values).fetchone()


def value(connection: sqlite3.Connection, statement: str, values: Row, missing: _T) -> _T:
    """The first column of the first row of *statement*, or *missing* where there is no row."""
    row = connection.execute(statement, values).fetchone()
    return missing if row is None else row[0]
