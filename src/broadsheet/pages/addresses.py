"""Heads, names and addresses in, the paths that pages write out: ASCII, plain, without the prefix of the paper at `/`.

| function | out |
|---|---|
| `local` | a path of a paper's edition, with its prefix where it needs one |
| `article` | where an article is: its own path at the paper, or `/~/a/<id>` |
| `path` | the same, for a caller without a request |
| `name` · `names` | where a section, topic or person is, one or many: the paper's own path, or `/~/topic/<slug>` |
| `targets` | which addresses the edition itself answers, and where |
| `own` | the path that an address has at a paper |
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from .. import address
from ..archive import Head, Kind, Name
from ..model import Paper
from .edition import Edition, Request

KINDS: dict[Kind, str] = {"section": "section", "topic": "topic", "person": "author"}
# Above this, what a paper writes as path would crowd Gopher's menu line and Gemini's request (1,024 bytes each with everything else).
LONGEST = 400
# Names under which papers serve the same pages to other devices.
_DEVICES = ("m.", "amp.", "mobile.")


class Target(msgspec.Struct, frozen=True):
    """Where the edition has what an address names, its title (an article's headline), and the head of the article, if it is one."""

    path: str
    title: str
    head: Head | None = None


@lru_cache(maxsize=256)
def _home(paper: str) -> str:
    """The host of a paper's address: asked for every link, the same for all."""
    return address.host(paper)


def _homes(host: str) -> tuple[str, ...]:
    """The hosts of papers that *host* may be the pages of."""
    device = next((device for device in _DEVICES if host.startswith(device)), "")
    return (host, host.removeprefix(device)) if device else (host,)


def prefix(request: Request, key: str) -> str:
    """What the paths of the paper of that key begin with."""
    return "" if key == request.root else f"/{key}"


def local(request: Request, path: str, key: str = "") -> str:
    """*path* (beginning with `/`) in the paper of *key*, or in the request's own, or, where that has none, over all papers."""
    key = key or request.key
    if not key:
        return path
    before = prefix(request, key)
    if not before and path.split("/", 2)[1] in request.papers:
        before = f"/{key}"
    return path if not before else before if path == "/" else before + path


def is_writable(path: str) -> bool:
    """Whether a paper's own path can stand as it is: plain, short, not in the edition's own room, and nothing that a client would rewrite."""
    if not address.is_plain(path) or len(path) > LONGEST or path.startswith("/~"):
        return False
    parts = path.removeprefix("/").removesuffix("/").split("/")
    return not any(part in {"", ".", ".."} for part in parts)


def own(paper: Paper, reference: str) -> str:
    """The path and query that *reference* has at *paper*, "" where it leads elsewhere; `m.`, `amp.` and `www.` are the paper too."""
    if reference.startswith("/"):
        return reference
    if not reference.startswith(("http://", "https://")):
        return ""
    if _home(paper.address) not in _homes(address.host(reference)):
        return ""
    try:
        return address.local(reference)
    except ValueError:
        return ""


def article(request: Request, head: Head) -> str:
    """The path at which the edition shows the article of *head*."""
    paper = request.papers.get(head.paper)
    if paper and address.host(head.address) == _home(paper.address):
        path = address.local(head.address)
        if is_writable(path):
            return local(request, path, head.paper)
    return local(request, f"/~/a/{head.id}", head.paper)


def path(edition: Edition, head: Head) -> str:
    """The path at which *edition* shows the article of *head*."""
    return article(Request(edition=edition, papers={paper.key: paper for paper in edition.archive.papers()}), head)


def names(request: Request, kind: Kind, named: Sequence[Name], key: str = "") -> dict[str, str]:
    """The paths at which the edition lists the articles of *named* (all of one kind, of the paper of *key*), by slug.

    A name's own address at the paper is written where it leads to that name and to nothing else: some papers link every author to one page.
    """
    key = key or request.key
    paper = request.papers[key]
    own_ways = {one.slug: path for one in named if one.address and is_writable(path := own(paper, one.address))}
    ways = tuple(dict.fromkeys(own_ways.values()))
    known = request.archive.named(key, ways) if ways else {}
    taken = request.archive.targets(key, ways) if ways else {}
    paths: dict[str, str] = {}
    for one in named:
        path = own_ways.get(one.slug, "")
        meant = known.get(path)
        if meant is None or meant[0] != kind or meant[1].slug != one.slug or path in taken:
            path = f"/~/{KINDS[kind]}/{one.slug}"
        paths[one.slug] = local(request, path, key)
    return paths


def name(request: Request, kind: Kind, named: Name, key: str = "") -> str:
    """The path at which the edition lists the articles of *named*."""
    return names(request, kind, (named,), key)[named.slug]


def search(request: Request) -> str:
    """The path that takes a query."""
    return local(request, "/~/search")


def original(paper: Paper, reference: str) -> str:
    """*reference* as an absolute address at the paper."""
    return address.absolute(reference, paper.address) if reference else ""


def targets(request: Request, references: Iterable[str]) -> dict[str, Target]:
    """Which of *references* (absolute) the edition answers by itself.

    A reader who follows a link expects to stay in the edition where it has the page, and to come to the real page where it has not; so a
    link to a paper's own host becomes a path only if it leads to an article, a section, a topic or a person in the archive, or the front page.
    """
    asked = {reference for reference in references if reference.startswith(("http://", "https://"))}
    here: dict[str, dict[str, str]] = {request.key: {}} if request.paper else {}
    # Where two papers share a host, the request's own comes first.
    homes = {_home(paper.address): paper for paper in (*request.papers.values(), *((request.paper,) if request.paper else ()))}
    for reference in asked:
        for home in _homes(address.host(reference)):
            if home in homes and (path := own(homes[home], reference)):
                here.setdefault(homes[home].key, {})[reference] = path
                break
    found: dict[str, Target] = {}
    for key, paths in here.items():
        # The request's own paper is asked for every address: it may have articles at other hosts, and knows them by their aliases.
        wanted = asked if key == request.key else paths.keys() - found.keys()
        home = _home(request.papers[key].address)
        foreign = [reference for reference in wanted if reference not in paths or address.host(reference) != home]
        heads = request.archive.targets(key, (*foreign, *paths.values())) if wanted else {}
        for reference in wanted:
            head = heads.get(reference) or heads.get(paths.get(reference, ""))
            if head is not None:
                found[reference] = Target(article(request, head), head.headline, head)
        found |= _places(request, request.papers[key], {reference: path for reference, path in paths.items() if reference not in found})
    return found


def _places(request: Request, paper: Paper, missing: dict[str, str]) -> dict[str, Target]:
    """The front page and the pages of sections, topics and people among the paper's own addresses *missing* (with their paths)."""
    found = {reference: Target(local(request, "/", paper.key), paper.name) for reference, path in missing.items() if path == "/"}
    named = request.archive.named(paper.key, tuple(missing.values())) if len(found) < len(missing) else {}
    for kind in KINDS:
        ones = {meant.slug: meant for other, meant in named.values() if other == kind}
        paths = names(request, kind, tuple(ones.values()), paper.key) if ones else {}
        for reference, path in missing.items():
            if path in named and named[path][0] == kind:
                meant = named[path][1]
                found[reference] = Target(paths[meant.slug], meant.name)
    return found
