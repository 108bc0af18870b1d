"""Leaves of a list of articles in, links with kicker, headline, teaser and date out.

A teaser is the highest element around a link that holds no link to another page. Inside it the headline is the heading, or the first text with
the link; what a class calls a kicker, or stands short before the headline, is the kicker; prose behind it is the teaser.
"""

import re
from typing import Final

from msgspec import structs

from ..address import absolute, comparable, host, local
from ..model import Link
from ..text import clean, fold
from . import words as table
from .bylines import by, is_name
from .dates import iso
from .frames import Frame, words
from .leaves import Leaf, Leaves
from .names import of

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KICKER: Final = table.KICKER | of("surtitle category rubrik label")
_TITLE: Final = of("title titel headline heading schlagzeile titulo título titre titolo")
_TEASER: Final = of(
    "teaser excerpt summary lead description intro standfirst text abstract snippet deck dek bajada sommario",
)
_META: Final = of(
    "author authors autor byline date datum time meta comments count duration credit reading zeit tag tags share source",
)
_DATE = re.compile(r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}:\d\d")
_MORE = re.compile(r"^\W*(?:mehr|weiter\w*|more|read more|lesen|continue reading|lire|leer|video|audio|live|exklusiv|plus|anzeige|\d+|foto: .*|©.*)\W*$")
_NO_ARTICLE = re.compile(
    "/(?:" + "|".join(re.escape(path) for path in table.TOPIC_PATHS) + ")/|/(?:author|autor|person|people|section|category|search|suche|abo)s?/"
)
_ARTICLE = re.compile(r"\d{4,}|(?:[^/?]+-){3,}[^/?]*|[^/]+\.(?:html?|php|ece|amp)\b|!\d+")
_LONGEST = 1_000  # characters of a path that are looked at: what it ends in tells
_LABEL = 40  # characters of what stands before a headline in an element of its own
_LARGEST = 40  # leaves of an element that holds one teaser


def teasers(page: Leaves, root: Frame, base: str) -> list[tuple[Frame, Link]]:
    """The teasers in *root* with the elements that hold them, in order, each address once."""
    leaves, times = page.leaves, page.times
    names: dict[int, str] = {}
    listed: list[tuple[int, str]] = []
    for leaf in leaves[root.start : root.end]:
        if address := _address(leaf, base):
            names[leaf.order] = address
            listed += [(leaf.order, one) for one in dict.fromkeys((address, *_others(leaf, base)))]
    found: dict[str, tuple[Frame, Link]] = {}
    for order, address in listed:
        key = comparable(address)
        if key in found and found[key][1].headline and not _is_beyond(leaves[order], *found[key]):
            continue
        frame = _item(leaves[order].frame, root, names, key)
        link = _link(leaves, frame if frame is not root else leaves[order].frame, order, address, times, base)
        if link is not None:
            found[key] = frame, link
    below: dict[str, set[str]] = {}
    for _, link in found.values():
        below.setdefault(link.headline, set()).add(link.teaser)
    return [(frame, _unlabelled(link) if len(below[link.headline]) > 1 and "" not in below[link.headline] else link) for frame, link in found.values()]


def _is_beyond(leaf: Leaf, frame: Frame, link: Link) -> bool:
    """Whether *leaf* is a heading that leads where *link* does, outside its *frame*, which is a picture's then and has but a section's name on it."""
    return leaf.tag in _HEADINGS and not frame.start <= leaf.order < frame.end and len(link.headline) < min(_LABEL, len(leaf.text)) and not link.teaser


def _unlabelled(link: Link) -> Link:
    """*link*, of which the headline stands above other articles too: a section's name, and what stands below it is the headline."""
    return structs.replace(link, kicker=link.kicker or link.headline, headline=link.teaser, teaser="")


def _others(leaf: Leaf, base: str) -> list[str]:
    """Where all the links of *leaf* lead: an element may list articles with nothing between them."""
    if leaf.kind != "text" or leaf.linked < 0.9 * len(leaf.text):
        return []
    return [address for run in leaf.runs if run.href and run.text.strip() and (address := absolute(run.href, base)).startswith("http")]


def _own(heading: Leaf, address: str, base: str) -> Leaf:
    """*heading* with that alone of it which leads to *address*, where others of its links lead elsewhere."""
    hrefs = {run.href for run in heading.runs if run.href and run.text.strip()}
    if len(hrefs) < 2:
        return heading
    here = {href for href in hrefs if absolute(href, base) == address}
    if not here or here == hrefs or heading.linked < 0.9 * len(heading.text):
        return heading
    runs = [run for run in heading.runs if run.href in here]
    text = clean("".join(run.text for run in runs).replace("\x00", " "))
    return structs.replace(heading, runs=runs, text=text, linked=len(text))


def _address(leaf: Leaf, base: str) -> str:
    """Where *leaf* as a whole leads; "" for running text and for what is no page."""
    href = leaf.href
    if leaf.kind == "text":
        first = next((run for run in leaf.runs if run.text.strip()), None)
        if leaf.linked < 0.5 * len(leaf.text) and (first is None or not first.href or leaf.tag == "p" or leaf.linked < 15):
            return ""
        href = next((run.href for run in leaf.runs if run.href and run.text.strip()), "")
    if not href or href.startswith("#"):
        return ""
    address = absolute(href, base)
    return address if address.startswith("http") else ""


def _item(frame: Frame, root: Frame, names: dict[int, str], key: str) -> Frame:
    """The highest element around *frame*, inside *root*, whose links all lead to *key*."""
    while frame.parent is not None and frame is not root and frame.parent is not root:
        above = frame.parent
        if above.end - above.start > _LARGEST or any(order in names and comparable(names[order]) != key for order in range(above.start, above.end)):
            break
        frame = above
    return frame


def _link(leaves: list[Leaf], frame: Frame, order: int, address: str, times: dict[int, str], base: str) -> Link | None:
    flat = frame.end - frame.start > _LARGEST  # hundreds of links in one element: each has what stands beside it
    start, end = (max(frame.start, order - 2), min(frame.end, order + 4)) if flat else (frame.start, frame.end)
    texts = [leaf for leaf in leaves[start:end] if leaf.kind == "text" and leaf.text]
    kicker, headline, teaser, date = "", "", "", ""
    date = next((iso(times[leaf.order]) for leaf in texts if leaf.order in times), "")
    headings = [leaf for leaf in texts if leaf.tag in _HEADINGS and (leaf.linked or not leaves[order].linked or leaf.order > order)]
    # A kicker may be set as a heading of its own: the one that leads somewhere is the headline.
    heading = next((leaf for leaf in headings if leaf.linked), headings[0] if headings else next((leaf for leaf in texts if leaf.order == order), None))
    # So it may be where both lead to the article: of two that follow each other the higher is the headline.
    heading = next((leaf for leaf in headings if heading and leaf.order == heading.order + 1 and heading.tag > leaf.tag), heading)
    linked = [leaf for leaf in texts if leaf.linked and leaf.tag not in _HEADINGS]
    if heading is None or (heading.tag not in _HEADINGS and linked):
        # Where the whole teaser is a link, the longest text of it is the headline only if no class says which one is.
        named = [leaf for leaf in linked if _names(leaf) & _TITLE]
        candidates = named or [leaf for leaf in linked if not (_names(leaf) & _KICKER)] or linked or texts
        heading = max(candidates, key=lambda leaf: min(len(leaf.text), 120), default=None)
    if heading is None:
        return None
    heading = _own(heading, address, base)
    kicker, headline = _parted(heading)
    if heading.linked < 0.9 * len(heading.text) and heading.linked > 8:
        kicker, headline, teaser = _mixed(heading)
    for leaf in texts:
        text = clean(leaf.text)
        if leaf.order == heading.order or not text or _MORE.match(text.lower()) or fold(text) in fold(headline) or text == kicker or is_name(by(text)):
            continue
        named = _names(leaf)
        if named & _KICKER and not kicker and len(text) < 80:
            kicker = text
        elif (named & _META and not named & _TEASER) or (len(text) < 40 and _DATE.search(text)):
            continue
        elif leaf.order < heading.order and not kicker and len(text) < 60:
            kicker = text
        elif leaf.order > heading.order and not teaser and (len(prose := _unsigned(leaf)) >= 40 or (named & _TEASER and prose == text)):
            teaser = prose
    # What parts the two on the page is neither's.
    headline = headline.lstrip(":| ") if kicker else headline
    # A picture's link with the day below it is another link to what the headline leads to.
    told = headline and not _DATE.fullmatch(headline) and not _MORE.match(headline.lower())
    return Link(address, headline, kicker.rstrip(":|/ "), teaser, date) if told else None


def _unsigned(leaf: Leaf) -> str:
    """The text of *leaf* without what its last inline element gives by its class: an author, a date."""
    runs = leaf.runs
    while len(runs) > 1 and (not runs[-1].text.strip() or (runs[-1].name and words(runs[-1].name) & _META)):
        runs = runs[:-1]
    return clean(leaf.text if runs is leaf.runs else " ".join("".join(run.text for run in runs).replace("\x00", " ").split()))


def _names(leaf: Leaf) -> frozenset[str]:
    """The words of the class of *leaf*'s element, and of the inline element that holds it whole."""
    whole = next((run.name for run in leaf.runs if run.name and len(run.text.strip()) > 0.8 * len(leaf.text)), "")
    return leaf.frame.words | words(whole) if whole else leaf.frame.words


def _parted(heading: Leaf) -> tuple[str, str]:
    """Kicker and headline of one text in which an inline element's class says where the kicker ends."""
    before = [run for run in heading.runs if run.name and words(run.name) & _KICKER]
    if before and len(before) < len([run for run in heading.runs if run.text.strip()]):
        return clean("".join(run.text for run in before)), clean("".join(run.text for run in heading.runs if run not in before).replace("\x00", " "))
    printed = [run for run in heading.runs if run.text.strip("\x00 \n\t\xa0")]
    if len(printed) == 2 and printed[0].name and printed[1].name and printed[0].name != printed[1].name:
        kicker, headline = (clean(run.text) for run in printed)
        if len(kicker) <= _LABEL and len(headline) > len(kicker) and kicker[-1:] not in ".?!…,":
            return kicker, headline
    return "", clean(heading.text)


def _mixed(leaf: Leaf) -> tuple[str, str, str]:
    """Kicker, headline and teaser of one text of which the beginning is the link."""
    linked = [run for run in leaf.runs if run.href]
    kicker = [run for run in linked if run.name and words(run.name) & _KICKER]
    rest = clean("".join(run.text for run in leaf.runs if not run.href).replace("\x00", " "))
    headline = [run for run in linked if run not in kicker] if len(kicker) < len(linked) else linked
    return (
        clean("".join(run.text for run in kicker)) if headline is not linked else "",
        clean("".join(run.text for run in headline)),
        rest if len(rest) >= 30 else "",
    )


def same_site(address: str, base: str) -> bool:
    """Whether *address* is at the paper of *base*; a page that says nowhere where it is may list its own alone."""
    return not base or host(address).split(".")[-2:] == host(base).split(".")[-2:]


def is_article(link: Link, base: str) -> bool:
    """Whether the address is one of an article at the paper, and the text a headline."""
    path = local(link.address)
    return (
        path != "/"
        and not _NO_ARTICLE.search(path.lower())
        and same_site(link.address, base)
        and comparable(link.address) != comparable(base)
        and len(link.headline) >= 8
        and bool(_ARTICLE.search(path[-_LONGEST:]) or link.teaser or link.kicker)
    )
