"""An article's address in, the address of the page that it is another form of, out; the outline of a page in, where its article goes on, out.

| form | told by |
|---|---|
| print | `/print`, `/drucken`, `?print=1`, `?view=print` |
| AMP, mobile | `amp.` and `m.` before the host, `/amp/`, `.amp.html`, `?amp`, `?outputType=amp` |
| a later page | `?page=2`, `?seite=2`, `/2`, `/seite-2`, `-2.html`, where the page before leads there: by `rel="next"`, or by a link named by the number |

An address alone proves little: whoever asks looks whether the other address is known.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from .. import address as addresses
from .outline import Outline

MOST = 30
"""Pages of one article that are read."""
_SURE = "page|seite|pagina|página|pag|pg|paged|pagewanted|sida|side|strona|stran"
_NAMES = f"{_SURE}|part|teil|partie|parte|p|s"
_NUMBER = r"(?P<number>[1-9]\d?)"
_PARAMETER = re.compile(rf"(?:(?P<sure>{_SURE})|{_NAMES})={_NUMBER}", re.IGNORECASE)
_STEP = re.compile(rf"(?P<base>.+?)/(?:(?:(?P<sure>{_SURE})|{_NAMES})[-_/]?)?{_NUMBER}/?", re.IGNORECASE)
_NAME = re.compile(rf"(?P<base>.+?)[-_,.](?:(?:(?P<sure>{_SURE})|{_NAMES})[-_]?)?{_NUMBER}(?P<ending>\.[a-z]{{2,5}})", re.IGNORECASE)
_NAMED = re.compile(rf"(?:(?:{_NAMES})\s*)?{_NUMBER}", re.IGNORECASE)
_FORM = re.compile(
    r"(?:amp|print|drucken|druck|druckversion|imprimir|imprimer|stampa)(?:=(?:1|true|yes|ja|amp|print)?)?|(?:view|output|outputtype|mode|format|layout|type)=(?:amp|print|druck)",
    re.IGNORECASE,
)
_FORM_STEP = re.compile(r"(?:amp|print|drucken|druck|druckversion|imprimir|imprimer|stampa)(?:\.html?)?", re.IGNORECASE)
_FORM_ENDING = re.compile(r"[._-](?:amp|print|druck)(?=\.[a-z]{2,5}$|$)|(?<=\.html)/?amp$|\.amp$", re.IGNORECASE)


_LAST_NUMBER = re.compile(r"\d{4,}(?=\D{0,8}$)")


class Place(NamedTuple):
    """A page of an article: the comparable address of its first page, as far as this one tells, and which one it is.

    *sure*: by a word. A bare number may as well be an article's own, as in `/archiv/12`, `?p=12`, `zweiter-versuch-2.html`.
    """

    base: str
    number: int
    sure: bool


def plain(address: str) -> str:
    """The address of the page that *address* is another form of, "" where it does not say that it is one."""
    parts = urlsplit(address)
    steps = [step for number, step in enumerate(parts.path.split("/")) if not (number and _FORM_STEP.fullmatch(step))]
    path = _FORM_ENDING.sub("", "/".join(steps)) or "/"
    query = "&".join(part for part in parts.query.split("&") if not _FORM.fullmatch(part))
    site = addresses.site(address)
    is_twin_host = site and site != addresses.host(address) and not parts.port
    if (path, query) == (parts.path, parts.query) and not is_twin_host:
        return ""
    found = parts._replace(netloc=site if is_twin_host else parts.netloc, path=path, query=query).geturl()
    return "" if addresses.local(found) == "/" else found


def alike(one: str, other: str) -> bool:
    """Whether two addresses look like those of one page: by the last step of their paths, or the number of four digits or more that ends it."""
    if addresses.comparable(one) == addresses.comparable(other):
        return True
    (path, _, query), (other_path, _, other_query) = (addresses.comparable(each).partition("?") for each in (one, other))
    if query and other_query and query != other_query:  # `/artikel.php?id=1`: it is the query that tells articles apart
        return False
    first, second = path.rpartition("/")[2], other_path.rpartition("/")[2]
    numbers = [found[0] for step in (first, second) if (found := _LAST_NUMBER.search(step))]
    return (len(first) >= 4 and first == second) or (len(numbers) == 2 and numbers[0] == numbers[1])


def later(address: str) -> tuple[Place, ...]:
    """What *address* may be a later page of: each way to read it."""
    found: list[Place] = []
    path, _, query = address.partition("#")[0].partition("?")
    asked = query.split("&") if query else []
    for number, part in enumerate(asked):
        if told := _PARAMETER.fullmatch(part):
            rest = "&".join((*asked[:number], *asked[number + 1 :]))
            found.append(Place(addresses.comparable(f"{path}?{rest}" if rest else path), int(told["number"]), bool(told["sure"])))
    ending = f"?{query}" if query else ""
    if told := _STEP.fullmatch(path):
        found.append(Place(addresses.comparable(told["base"] + ending), int(told["number"]), bool(told["sure"])))
    if told := _NAME.fullmatch(path):
        found.append(Place(addresses.comparable(told["base"] + told["ending"] + ending), int(told["number"]), bool(told["sure"])))
    return tuple(place for place in found if place.number > 1)


def following(page: Outline, first: str, number: int) -> str:
    """Where the article at *first* goes on after its page *number*, whose outline is *page*; "" where nothing says that it does."""
    wanted = (addresses.comparable(first), number + 1)
    named = [link.address for link in page.relations if "next" in link.relations]
    named += [link.address for link in page.anchors if link.next or ((told := _NAMED.fullmatch(link.text)) and int(told["number"]) == number + 1)]
    return next((address for address in named if wanted in [place[:2] for place in later(address)] and addresses.site(address) == addresses.site(first)), "")
