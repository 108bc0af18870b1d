"""An address that somebody else's page names in, where a reader may go out: through the proxy, to the web, or nowhere."""

from urllib.parse import urljoin, urlsplit

import msgspec

from .. import address
from ..errors import UsageError
from ..net import place as places
from ..render.htmlblocks import allowed, attribute
from . import route

_OUT = ' rel="nofollow noreferrer"'


class Way(msgspec.Struct, frozen=True):
    """Where a link leads: *path* is one of ours, or an address *out* of here."""

    path: str
    out: bool = False

    def link(self, words: str) -> str:
        """A link around *words*, which are HTML."""
        return f'<a href="{attribute(self.path)}"{_OUT if self.out else ""}>{words}</a>'


def outside(reference: str, base: str = "") -> Way | None:
    """The way to *reference*, which stands on the page at *base*; None for scripts, data, and what is no address that a reader could follow."""
    scheme = reference.partition(":")[0].lower()
    if scheme in {"gopher", "gemini"} and "://" in reference:
        return _through(reference)
    if base.startswith("gemini:") and not (scheme.isascii() and scheme.isalpha() and ":" in reference):
        # urljoin knows relative references of the schemes it was told of alone; Gemini's are the web's (RFC 3986 §5).
        try:
            joined = urljoin("http" + base.removeprefix("gemini"), reference)
            return _through("gemini" + joined.removeprefix("http")) if urlsplit(joined).scheme == "http" else None
        except ValueError:
            return None
    found = address.absolute(reference)
    return Way(found, out=True) if found and allowed(found) and scheme in address.SCHEMES else None


def _through(reference: str) -> Way | None:
    try:
        return Way(route.path(places.of_address(reference)))
    except UsageError:
        return None
