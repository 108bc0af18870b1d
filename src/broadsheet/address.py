"""Addresses in, addresses out: absolute, ASCII, comparable. Imports nothing of ours.

| function | out |
|---|---|
| `absolute` | the address that a reference in a page means, written in ASCII, or "" where it is none that a reader could follow |
| `comparable` | the form in which two addresses are the same page: no scheme, no `www.`, no tracking parameters, no fragment |
| `untracked` | the address without fragment and tracking parameters, else as it is written |
| `host` | the host, without `www.` |
| `site` | the host, without any label that names the same site for another screen: `m.`, `amp.` |
| `local` | path and query: the part that the edition uses |
| `is_plain` | whether every client follows the path as it is written (protocols.md §4) |
"""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

SCHEMES = frozenset({"http", "https", "gemini", "gopher", "mailto", "tel", "ftp"})
_SAFE = "!$&'()*+,;=:@/?%~-._"
# What is absolute, in ASCII and without dot segments already: most references on a newspaper's page, in a tenth of the time.
_ORDINARY = re.compile(r"https?://[a-z0-9\-]+(?:\.[a-z0-9\-]+)+/(?:[A-Za-z0-9!$&'()*+,;=:@~\-_/]|%(?!2[Ee])|(?<!/)\.)*(?:\?[A-Za-z0-9!$&'()*+,;=:@/?%~\-._]+)?")
# The same for a path from the site's root, and what stands before it.
_ROOTED = re.compile(r"/(?!/)(?:[A-Za-z0-9!$&'()*+,;=:@~\-_/]|%(?!2[Ee])|(?<!/)\.)*(?:\?[A-Za-z0-9!$&'()*+,;=:@/?%~\-._]+)?")
# A step that is `.` or `..`, which may be written in percent-encoding, too.
_DOTS = re.compile(r"/(?:\.|%2[Ee]){1,2}(?=/|$)")
_ORIGIN = re.compile(r"https?://[a-z0-9\-]+(?:\.[a-z0-9\-]+)+(?=/)")
# Host, path and query of an address in which nothing is to be decided: no port, no user name, no capital in the host, no fragment. `urlsplit` takes six
# times as long, and a list's page asks for thousands.
_PARTS = re.compile(r"https?://([a-z0-9\-]+(?:\.[a-z0-9\-]+)*)(/[!\"$->@-~]*)(?:\?([!\"$-~]+))?")
_PLAIN = re.compile(r"/[A-Za-z0-9/\-_.!~]*")
# Labels before the name of a site that stand for the same site, set for another machine or another screen.
_TWIN = re.compile(r"^(?:(?:www\d?|m|mobil|mobile|amp|touch|wap)\.)+(?=[^.]+\.)")
_TRACKING = re.compile(
    r"(?i)utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|mc_[ce]id|igshid|yclid|_ga|_gl|at_(medium|campaign|custom\d)|cmpid|ocid|ns_\w+|wt[._]?\w*|xtor|smid|ref(?:_?src)?|ftag|icid|taid|sref|srnd"
)


def absolute(reference: str, base: str = "") -> str:
    """*reference* resolved against *base*, in ASCII (IDNA host, percent-encoded rest); "" for scripts, data, fragments and what is malformed."""
    if _ORDINARY.fullmatch(reference):
        return reference
    if _ROOTED.fullmatch(reference) and (origin := _ORIGIN.match(base)):
        return origin[0] + reference
    reference = re.sub(r"[\x00-\x20\x7f-\x9f\u200b\ufeff]+", lambda found: "%20" if set(found[0]) == {" "} else "", reference.strip())
    if not reference or reference.startswith("#"):
        return ""
    try:
        parts = urlsplit(urljoin(base, reference))
        if parts.scheme.lower() not in SCHEMES:
            return ""
        if parts.scheme in {"mailto", "tel"}:
            return f"{parts.scheme}:{quote(parts.path, safe=_SAFE)}" + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        name = parts.hostname or ""
        if not name:
            return ""
        netloc = name if name.isascii() else name.encode("idna").decode("ascii")
        if not re.fullmatch(r"[\w.\-:]+", netloc, re.ASCII):
            return ""
        if ":" in netloc:
            netloc = f"[{netloc}]"
        if parts.port and parts.port != {"http": 80, "https": 443, "gemini": 1965, "gopher": 70}.get(parts.scheme):
            netloc += f":{parts.port}"
        path = quote(parts.path, safe=_SAFE) or "/"
        path = _undotted(path) if parts.scheme in {"http", "https"} else path  # a selector of Gopher means what its server makes of it
        return urlunsplit((parts.scheme, netloc, path, quote(parts.query, safe=_SAFE), quote(parts.fragment, safe=_SAFE)))
    except ValueError:  # no address; half of a surrogate pair, which no UTF-8 has
        return ""


def _undotted(path: str) -> str:
    """*path* without the steps `.` and `..` (RFC 3986 §5.2.4): whoever asks for it leaves them out, and what may be asked for is told by the path."""
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    steps = path.split("/")
    for number, step in enumerate(steps):
        plain = step.replace("%2e", ".").replace("%2E", ".")
        if plain == ".." and len(kept) > 1:
            kept.pop()
        elif plain not in {".", ".."}:
            kept.append(step)
        if plain in {".", ".."} and number == len(steps) - 1:
            kept.append("")
    return "/".join(kept)


def host(address: str) -> str:
    """The host of *address* in lower case without `www.`; "" where it has none."""
    found = _PARTS.fullmatch(address)
    if found is not None:
        return found[1].removeprefix("www.")
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def site(address: str) -> str:
    """The host of *address* without labels that name the same site for other screens; "" where it has none."""
    return _TWIN.sub("", host(address))


def local(address: str) -> str:
    """Path and query of *address*: `/Nato/!t5008005`, `/archiv?artikel=4711`."""
    found = _PARTS.fullmatch(address)
    if found is not None:
        return address[found.end(1) :]
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def comparable(address: str) -> str:
    """*address* without what does not change the page: scheme, `www.`, port, tracking parameters, fragment, trailing slash, way of percent-encoding."""
    found = _PARTS.fullmatch(address)
    if found is not None:
        name, path, query = found[1].removeprefix("www."), found[2], found[3]
    else:
        try:
            _, _, path, query, _ = urlsplit(address)
        except ValueError:
            return address
        name = host(address)
    kept = ""
    if query:
        kept = urlencode(sorted((key, value) for key, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(key)), errors="replace")
    path = (path if _PLAIN.fullmatch(path) else quote(unquote(path), safe="/!~-._", errors="replace")).rstrip("/") or "/"
    return f"{name}{path}" + (f"?{kept}" if kept else "")


def untracked(address: str) -> str:
    """*address* without its fragment and its tracking parameters; the others keep their order and their way of encoding."""
    bare = address.partition("#")[0]
    path, mark, query = bare.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0]))
    return f"{path}?{kept}" if mark and kept else path


def is_plain(path: str) -> bool:
    """Whether *path* holds only what sacc, bombadillo, offpunk and lynx pass on unchanged."""
    return _PLAIN.fullmatch(path) is not None
