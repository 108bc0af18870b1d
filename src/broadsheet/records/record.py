"""An article and where it is from in, a record out, and its JSON."""

import msgspec

from .. import model
from ..archive import wording
from ..model import Article


class Record(msgspec.Struct, frozen=True):
    """An article, where it is from, and the source of the record that it nearly repeats."""

    article: Article
    source: str
    near: str = ""


def line(record: Record) -> bytes:
    """*record* as one JSON object: the article's own keys, `source`, and `near` where it has one."""
    more = {"source": record.source} | ({"near": record.near} if record.near else {})
    return model.to_json(record.article)[:-1] + b"," + msgspec.json.encode(more)[1:]


def text_of(article: Article) -> str:
    """The running text of *article*, for comparing it with others."""
    return wording.body_text(article)
