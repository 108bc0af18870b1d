"""A selection in, its articles as JSON lines out: one article a line, by the schema that `broadsheet schema` prints."""

from collections.abc import Iterator

from .. import model
from .selection import Selection


def write(selection: Selection) -> Iterator[bytes]:
    """Each article as one line of UTF-8."""
    for _, article in selection.articles():
        yield model.to_json(article) + b"\n"
