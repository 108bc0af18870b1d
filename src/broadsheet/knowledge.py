"""What was seen on one article's page in, what is known of its site out: plain values, and `learn`, which adds one to the other.

| value | what it is |
|---|---|
| `Observation` | what one page showed of its site; extraction makes it, with nothing that was learned before |
| `Knowledge` | what all pages together showed, per host, bounded in size; kept in the archive, handed to extraction again |
| `Reading` | what extraction gives of a page: the article, as it is without what was learned, and the observation |

| learned | acts from | how |
|---|---|---|
| texts that stand in articles unlike each other | `ENOUGH` articles | they are no part of an article's running text |
| names that pages state for the paper | `NAMED` | they are no part of a headline, no author and no tag |
| what ends the pages' `<title>` | `NAMED` | it is no part of a headline |
| which source the headline is from | `HEADLINES` | that source is taken where the sources differ |
| container, tag links and related boxes, addresses | | they are shown (`broadsheet site`), and change nothing |

Two articles are unlike where headline, kicker and tags share no word: what updates of one story repeat is the story's. Words that stand in more
than half of all articles ("News", the paper's own name) tell nothing and are not compared. Numbers of 64 bits stand for texts (BLAKE2b of what
`fold` leaves), so that what stood once in one article is not kept in words; only what was seen in several is.
"""

import hashlib
import re
from collections import Counter
from typing import Final

import msgspec

from . import address as addresses
from .model import Article
from .siteconfig import SiteConfig
from .text import fold

# Articles known of the site; unlike articles, the page itself among them, after which a text that begins or ends the running text or stands in an
# element of its own is a standing one; and after which any is. Where many articles are known, a paragraph of wire copy may well be in two of them.
ENOUGH: Final = ((7, 3, 5), (0, 2, 3))
NAMED: Final = 5  # articles, and half of all, after which a name or the end of a title is the paper's
HEADLINES: Final = 10  # articles whose sources differ, nine tenths of which have one source right, after which that source is taken
SHARE: Final = 0.34  # of an article's running text that may go at most: beyond it nothing goes, since the pages are twins
SHORTEST: Final = 40  # characters of a text that is learned: shorter ones are repeated by chance, or are subheads
_REPEATED: Final = 2  # articles after which a text is kept in words
_UNLIKE: Final = max(inner for _, _, inner in ENOUGH)
_TEXTS: Final = 1_200  # texts that are remembered; those seen once go first, the oldest before
_STANDING: Final = 300  # of them those seen in several articles
_ARTICLES: Final = 150  # articles whose words are remembered
_LISTS: Final = 50
_PLACES: Final = 12
_NAMES: Final = 24
_WORDS: Final = 16  # of one article
_SHOWN: Final = 120  # characters of a standing text that are kept to be shown
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2}|[\uac00-\ud7a3]{2,}|[^\W\d_]{4,}")
SOURCES: Final = {"h": "h1", "o": "og:title", "l": "JSON-LD", "t": "title"}


class Text(msgspec.Struct, frozen=True, array_like=True):
    """A text of a page: its number, and its first words."""

    digest: int
    start: str


class Observation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an article's page showed of its site.

    *words* are the numbers of the words of headline, kicker and tags; *texts* the texts of the running text
    and its boxes; *sources* the signs of `SOURCES` that say the headline, *others* those that say something else; *ending* what `<title>` ends with behind
    the headline; *container*, *tag_links*, *related_box* are elements, written as `tag.words` of their classes.
    """

    address: str
    words: tuple[int, ...] = ()
    texts: tuple[Text, ...] = ()
    sources: str = ""
    others: str = ""
    names: tuple[str, ...] = ()
    ending: str = ""
    container: str = ""
    tag_links: str = ""
    related_box: str = ""


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """An article that was learned from: path and query, the numbers of its words."""

    number: int
    local: str
    words: tuple[int, ...]


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """A text that was seen: in which unlike articles (the first five of them), in how many in all, in which one last; its first words if in several."""

    digest: int
    articles: tuple[int, ...]
    count: int
    last: int
    start: str = ""


class Count(msgspec.Struct, frozen=True, array_like=True):
    """How many articles showed *name*."""

    name: str
    count: int


class Knowledge(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a site from *articles* articles. *lists* are paths of pages that list them; *informative* counts headlines with differing sources.

    *rules* are the user's for the site: they go along with what was learned, before it, and are never part of it.
    """

    articles: int = 0
    recent: tuple[Seen, ...] = ()
    lists: tuple[str, ...] = ()
    texts: tuple[Standing, ...] = ()
    names: tuple[Count, ...] = ()
    endings: tuple[Count, ...] = ()
    informative: int = 0
    headlines: tuple[Count, ...] = ()
    containers: tuple[Count, ...] = ()
    tag_links: tuple[Count, ...] = ()
    related_boxes: tuple[Count, ...] = ()
    rules: SiteConfig | None = None

    def paper_names(self) -> tuple[str, ...]:
        """The names that enough pages state for the paper."""
        return self._frequent(self.names)

    def title_endings(self) -> tuple[str, ...]:
        """What ends enough pages' `<title>`: the paper's name or its motto, or a section that has most of the articles."""
        return self._frequent(self.endings)

    def _frequent(self, counts: tuple[Count, ...]) -> tuple[str, ...]:
        return tuple(known.name for known in counts if known.count >= NAMED and 2 * known.count >= self.articles)

    def headline_source(self) -> str:
        """The sign of the source that the headline is from, "" where none is sure."""
        if self.informative < HEADLINES:
            return ""
        return next((known.name for known in self.headlines if 10 * known.count >= 9 * self.informative), "")

    def enough(self) -> tuple[int, int]:
        """How many unlike articles make a text at an edge, and one anywhere, a standing one: see `ENOUGH`."""
        return next((edge, inner) for articles, edge, inner in ENOUGH if self.articles >= articles)

    def standing(self) -> tuple[Standing, ...]:
        """The texts that stand in several unlike articles, the most frequent first."""
        return tuple(sorted((text for text in self.texts if len(text.articles) >= _REPEATED), key=lambda text: (-text.count, text.digest)))

    def acting(self) -> "Knowledge":
        """What of it extraction looks at: a fiftieth of the whole, so that it can go along with every page."""
        standing, common = self.standing(), _common(self)
        named = {number for text in standing for number in text.articles}
        recent = (Seen(seen.number, seen.local, tuple(word for word in seen.words if word not in common)) for seen in self.recent if seen.number in named)
        return msgspec.structs.replace(self, texts=standing, recent=tuple(recent), lists=(), containers=(), tag_links=(), related_boxes=())


class Reading(msgspec.Struct, frozen=True):
    """What is on a page. *unaided* is the article as it is without what was learned, None where that changed nothing."""

    article: Article
    observation: Observation | None = None
    unaided: Article | None = None


def digest(text: str) -> int:
    """The number of *text*: 63 bits of BLAKE2b (RFC 7693) of its folded words."""
    return int.from_bytes(hashlib.blake2b(fold(text).encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def words(*texts: str) -> tuple[int, ...]:
    """The numbers of the words in *texts*, each once: 31 bits each, the longest words where there are many."""
    found = dict.fromkeys(word for text in texts for word in _WORD.findall(fold(text)))
    longest = sorted(found, key=len, reverse=True)[:_WORDS]
    return tuple(digest(word) & 0x7FFFFFFF for word in longest)


def learn(known: Knowledge, seen: Observation) -> Knowledge:
    """*known* and what one more article's page showed. An article counts once; one that repeats another, as versions and twins do, teaches nothing."""
    local = _local(seen.address)
    if any(article.local == local for article in known.recent):
        return known
    texts = {text.digest: text for text in known.texts}
    told = {article.number: frozenset(article.words) for article in known.recent}
    common = _common(known)
    own = frozenset(seen.words) - common
    if _is_twin(seen, texts, told, own):
        return known
    number = known.articles + 1
    for text in {text.digest: text for text in seen.texts}.values():
        before = texts.get(text.digest)
        if before is None:
            texts[text.digest] = Standing(text.digest, (number,), 1, number)
            continue
        unlike = bool(own) and all(own.isdisjoint(told.get(one, frozenset())) for one in before.articles)
        articles = (*before.articles, number) if unlike and len(before.articles) < _UNLIKE else before.articles
        shown = before.start or (text.start[:_SHOWN] if len(articles) >= _REPEATED else "")
        texts[text.digest] = Standing(text.digest, articles, before.count + 1, number, shown)
    differs = bool(seen.sources) and bool(seen.others)
    return msgspec.structs.replace(
        known,
        articles=number,
        recent=(*known.recent, Seen(number, local, seen.words))[-_ARTICLES:],
        texts=_bounded(texts),
        names=_counted(known.names, seen.names, _NAMES),
        endings=_counted(known.endings, (seen.ending,), _NAMES),
        informative=known.informative + differs,
        headlines=_counted(known.headlines, seen.sources if differs else (), len(SOURCES)),
        containers=_counted(known.containers, (seen.container,), _PLACES),
        tag_links=_counted(known.tag_links, (seen.tag_links,), _PLACES),
        related_boxes=_counted(known.related_boxes, (seen.related_box,), _PLACES),
    )


def learn_list(known: Knowledge, address: str) -> Knowledge:
    """*known* and the address of a page that lists articles."""
    local = _local(address)
    return known if local in known.lists else msgspec.structs.replace(known, lists=(*known.lists, local)[-_LISTS:])


def unlike(acting: Knowledge, address: str, own: tuple[int, ...]) -> dict[int, int]:
    """How many unlike articles each standing text of *acting* is in, the page's own among them; *address* and words (*own*) are the page's.

    A page counts for itself: what two others have, it is the third of.
    """
    local = _local(address)
    mine = frozenset(own)
    counts = {seen.number: int(bool(mine) and seen.local != local and mine.isdisjoint(seen.words)) for seen in acting.recent}
    return {text.digest: 1 + sum(counts.get(number, 1) for number in text.articles) for text in acting.texts}


def _local(address: str) -> str:
    """Path and query of *address* without tracking: what names an article within its site."""
    return addresses.local(addresses.untracked(address))[:300]


def _common(known: Knowledge) -> frozenset[int]:
    """The words that stand in more than half of the articles, of eight at least."""
    if len(known.recent) < 8:
        return frozenset()
    counts = Counter(word for article in known.recent for word in article.words)
    return frozenset(word for word, count in counts.items() if 2 * count > len(known.recent))


def _is_twin(seen: Observation, texts: dict[int, Standing], told: dict[int, frozenset[int]], own: frozenset[int]) -> bool:
    """Whether most of the page's text was another article's: all but all of it, or more than half where they speak of the same."""
    fresh = [text.digest for text in seen.texts if text.digest not in texts or len(texts[text.digest].articles) < _REPEATED]
    known = [texts[number] for number in fresh if number in texts]
    if 2 * len(known) <= len(fresh):
        return False
    alike = any(not own.isdisjoint(told.get(number, frozenset())) for text in known for number in text.articles)
    return alike or (len(fresh) > 2 and 10 * len(known) >= 9 * len(fresh))


def _bounded(texts: dict[int, Standing]) -> tuple[Standing, ...]:
    """*texts* without the oldest of those seen once, and of the others, where they are too many; in the order of their numbers."""
    if len(texts) > _TEXTS:
        standing = sorted((text for text in texts.values() if len(text.articles) >= _REPEATED), key=lambda text: -text.last)[:_STANDING]
        once = sorted((text for text in texts.values() if len(text.articles) < _REPEATED), key=lambda text: -text.last)
        texts = {text.digest: text for text in (*standing, *once[: _TEXTS - len(standing)])}
    return tuple(sorted(texts.values(), key=lambda text: text.digest))


def _counted(known: tuple[Count, ...], seen: tuple[str, ...] | str, limit: int) -> tuple[Count, ...]:
    """*known* with what was *seen* once more, the most frequent first, *limit* at most: a new one takes the place of the last."""
    counts = {one.name: one.count for one in known}
    for name in dict.fromkeys(name[:200] for name in seen if name):
        if name not in counts and len(counts) >= limit:
            del counts[min(counts, key=lambda each: counts[each])]
        counts[name] = counts.get(name, 0) + 1
    return tuple(Count(name, count) for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
