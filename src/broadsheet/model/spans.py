"""What text is made of: runs with links and marks, and the small values that blocks, articles and pages share."""

from typing import Literal, TypeAlias

import msgspec

from ..text import check

# What went and what came stands between two versions alone.
Mark: TypeAlias = Literal["", "emphasis", "strong", "code", "dateline", "deleted", "inserted"]


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run of text. *href* is an absolute address in an article, and an edition's path or an outside address on a page.

    *number* is the link's number on the page (1 is the first; 0: not numbered; an article's spans are not). One link that is set in
    several spans has the same number, or on articles the same href, in each.
    """

    text: str
    href: str = ""
    mark: Mark = ""
    lang: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        if not (self.text.isprintable() and self.href.isprintable() and self.lang.isprintable()):
            check(self.text, self.href, self.lang)


Spans: TypeAlias = tuple[Span, ...]


def plain_text(spans: Spans) -> str:
    """The text of *spans* without links and marks."""
    return spans[0].text if len(spans) == 1 else "".join(span.text for span in spans)


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture: its address, the caption and the credit as printed, the alternative text, the size in pixels where known."""

    address: str = ""
    caption: str = ""
    credit: str = ""
    alternative: str = ""
    width: int = 0
    height: int = 0

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.address, self.caption, self.credit, self.alternative)


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """An author. *role* is empty for a plain author, else as printed ("Foto", "Mitarbeit")."""

    name: str
    role: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.name, self.role, self.address)


class Tag(msgspec.Struct, frozen=True, omit_defaults=True):
    """A topic or a section, by name and, where the paper has one, the address of its page."""

    name: str
    address: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.name, self.address)


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reference to an article or a page. *number* as in `Span`; *tag* is the topic for which a related article was chosen."""

    address: str
    headline: str = ""
    kicker: str = ""
    teaser: str = ""
    date: str = ""
    tag: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        """Refuse what is not clean."""
        check(self.address, self.headline, self.kicker, self.teaser, self.date, self.tag)
