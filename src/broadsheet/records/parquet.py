"""Records in, a Parquet file out, for columnar tools: a row an article, `COLUMNS` its columns. Needs pyarrow (`broadsheet[parquet]`).

Rows are written by groups, so that memory does not grow with their number. The column `article` is the whole article as JSON: nothing is lost in
the others.
"""

import importlib
from typing import Any, BinaryIO

from .. import model
from ..errors import UsageError
from .record import Record, text_of

_GROUP = 1000  # rows
_TEXTS = ("source", "near", "address", "paper", "language", "kicker", "headline", "teaser", "date", "modified", "completeness", "text", "extractor", "article")
_LISTS = ("authors", "sections", "tags")

COLUMNS: dict[str, str] = {**dict.fromkeys(_TEXTS, "string"), **dict.fromkeys(_LISTS, "list of strings")}
"""The columns and what is in them; times are ISO 8601. `OPTIONAL` ones are null where there is nothing, so that they can be counted and cast."""
OPTIONAL = ("near", "date", "modified")


def _pyarrow(module: str) -> Any:
    """A module of pyarrow, which is large and so comes only where it is wanted. It has no types of its own."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise UsageError("--format parquet: pyarrow is not installed here; install it (pip install pyarrow), or take --format jsonl") from None


class Table:
    """A Parquet file."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises `UsageError` where pyarrow is missing."""
        self._arrow = _pyarrow("pyarrow")
        text, many = self._arrow.string(), self._arrow.list_(self._arrow.string())
        self._schema = self._arrow.schema([(name, many if name in _LISTS else text) for name in COLUMNS])
        self._writer = _pyarrow("pyarrow.parquet").ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, str | list[str] | None]] = []

    def write(self, record: Record) -> None:
        """Add a row."""
        self._rows.append(_row(record))
        if len(self._rows) >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Write the last rows and the file's foot."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []


def _row(record: Record) -> dict[str, str | list[str] | None]:
    article = record.article
    taken: dict[str, str | list[str]] = {name: getattr(article, name) for name in _TEXTS if hasattr(article, name)}
    row = taken | {
        "source": record.source,
        "near": record.near,
        "text": text_of(article),
        "article": model.to_json(article).decode(),
        "authors": [person.name for person in article.authors],
        "sections": [section.name for section in article.sections],
        "tags": [tag.name for tag in article.tags],
    }
    return row | {name: row[name] or None for name in OPTIONAL}
