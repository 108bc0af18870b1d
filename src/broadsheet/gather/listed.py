"""What a feed, a sitemap or a front page says of an article before anybody has read it: plain values."""

import msgspec

from ..text import check


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An article as a list names it: its absolute *address*, and what the list says of it, each "" where it does not.

    *date* and *modified* are ISO 8601. *sections* are names, as the list prints them.
    """

    address: str
    headline: str = ""
    teaser: str = ""
    date: str = ""
    modified: str = ""
    language: str = ""
    sections: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.address, self.headline, self.teaser, self.date, self.modified, self.language, *self.sections)

    def hints(self) -> dict[str, str]:
        """What is said of the article, by the names of `Article`'s fields: the hints of its `Capture`."""
        said = {"headline": self.headline, "teaser": self.teaser, "date": self.date, "modified": self.modified, "language": self.language}
        return {name: value for name, value in said.items() if value}


def merged(first: Listed, second: Listed) -> Listed:
    """Two mentions of one article as one: what the first does not say, the second does; the sections of both."""
    return Listed(
        address=first.address,
        headline=first.headline or second.headline,
        teaser=first.teaser or second.teaser,
        date=first.date or second.date,
        modified=max(first.modified, second.modified),
        language=first.language or second.language,
        sections=tuple(dict.fromkeys((*first.sections, *second.sections))),
    )
