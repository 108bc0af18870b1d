"""A meaning and a language in, the proxy's own words out. They stand in `locale/`, as all of the edition's do, their keys beginning with `proxy-`.

What a place wrote is in a language of its own; where ours stand among it, `Words.lang` says which they are in.
"""

import re

import msgspec

from .. import labels
from ..render.htmlblocks import attribute, escape

_PLACE = re.compile(r"\{(\w+)\}")


class Words(msgspec.Struct, frozen=True):
    """The words for readers of *language* (BCP 47)."""

    language: str = "en"

    def __call__(self, key: str, **values: str | int) -> str:
        """The words for *key*, as text."""
        return labels.label(self.language, f"proxy-{key}", **values)

    def html(self, key: str, **values: str) -> str:
        """The words for *key* as HTML; so are *values*."""
        return _PLACE.sub(lambda place: values.get(place[1], place[0]), escape(self(key)))

    @property
    def spoken(self) -> str:
        """The language that the words are in: that of readers, if we have it."""
        return labels.spoken(self.language)

    @property
    def lang(self) -> str:
        """The attributes of an element with words of ours among somebody else's, with a space before them."""
        return f' lang="{attribute(self.spoken)}" dir="{labels.direction(self.spoken)}"'

    def size(self, count: int, *, exactly: bool = True) -> str:
        """*count* bytes, for people: in round figures where there are many, and (*exactly*) to the byte."""
        # Thousands are parted by a narrow space, which every language reads (ISO 80000-1 §7.3.1).
        whole = labels.count(self.language, "proxy-bytes", count).replace(str(count), f"{count:,}".replace(",", "\u202f"))
        for limit, unit in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")):
            if count >= limit:
                round_figures = f"{count / limit:.1f} {unit}".replace(".", self("decimal"))
                return f"{round_figures} ({whole})" if exactly else round_figures
        return whole
