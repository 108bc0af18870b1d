"""Articles from saved pages in, records out: for those who work on many of them. Opens no archive, knows no protocol.

A record is an article (the schema that `broadsheet schema` prints, *extractor* with it) and two fields more: *source*, the file or the record in a WARC
file that it is from, and *near*, the source of an earlier record whose text it nearly repeats, "" where there is none.

| form | module | what it is | can be gone on with |
|---|---|---|---|
| `jsonl` | `forms` | a record a line | yes |
| `json` | `forms` | one array of records | |
| `text` | `forms` | the plain pages, one below the other | |
| `parquet` | `parquet` | a table for columnar tools; needs pyarrow | |

`near` finds near-duplicates, `resume` where an earlier run ended.
"""

from collections.abc import Callable
from typing import BinaryIO

from . import forms, parquet
from .record import Record, text_of
from .writer import Writer

__all__ = ["FORMS", "Record", "Writer", "text_of"]

FORMS: dict[str, Callable[[BinaryIO], Writer]] = {"jsonl": forms.Lines, "json": forms.Array, "text": forms.Texts, "parquet": parquet.Table}
