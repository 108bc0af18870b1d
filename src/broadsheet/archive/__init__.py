"""Articles, front pages and captures in; heads, articles and lists out. What is kept, and the contract of every store.

| module | store |
|---|---|
| `sqlite` | one SQLite file: `open_archive(folder, write=…)` |
| `folder` · `schema` · `rows` | its lock and connections · its tables and migrations · columns ↔ values |
| `reading` · `writing` · `identity` · `names` | its queries · its puts · address → article · sections, topics, people and their slugs |
| `amending` · `likeness` | a page of a text that is stored → what it says otherwise about it · whether two texts are one |
| `visits` | what is remembered of gathered addresses and hosts, for `gather` alone |
| `sites` | what was learned of each site from its pages, for whoever reads pages |
| `captures` | raw pages, packed with a dictionary of their site, and how much of them is kept |
| `withdrawing` · `traces` · `combing` | what is taken away for good · what of a text can be found elsewhere · in which of many pages |
| `removing` | a whole paper that is taken away, as if it had never been added |
| `rewriting` | versions whose pages are read again by a better extractor |
| `days` | what came of gathering, by paper and day, and what is wrong with it |
| `search` | the query language (`author:` `tag:` `section:` `since:` `until:` `"phrase"`), the same for every store |
| `wording` · `moments` | an article's text, words and fingerprint · its moment and its day in the paper's time zone |

Reads may come from any thread. Writes come from one process: a second writer gets `ArchiveBusyError`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Literal, Protocol, TypeAlias

import msgspec

from ..knowledge import Knowledge
from ..model import Article, Capture, FrontPage, Link, Paper, Person, Tag

Outcome: TypeAlias = Literal["new", "changed", "same"]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """An article without its body: what lists need. *day* is the day of publication in the paper's time zone (`""` where unknown).

    *paper* is the paper's key; *address* the canonical address at the paper; *version* the newest, 1 the first; *changed* when it was stored.
    """

    id: int
    paper: str
    address: str
    kicker: str = ""
    headline: str
    teaser: str = ""
    date: str = ""
    modified: str = ""
    day: str = ""
    language: str = ""
    completeness: str = "full"
    words: int = 0
    authors: tuple[Person, ...] = ()
    sections: tuple[Tag, ...] = ()
    tags: tuple[Tag, ...] = ()
    version: int = 1
    changed: str = ""


class Heads(msgspec.Struct, frozen=True):
    """A part of a list: *total* is how many there are in all."""

    total: int
    heads: tuple[Head, ...]


class Name(msgspec.Struct, frozen=True):
    """A section, topic or person of a paper. *slug* is unique among the paper's names of that kind and was made when first stored."""

    slug: str
    name: str
    address: str = ""
    articles: int = 0


class Version(msgspec.Struct, frozen=True):
    """One stored version of an article: *number* from 1, *stored* and *modified* in ISO 8601."""

    number: int
    stored: str
    modified: str
    headline: str
    words: int


class Stored(msgspec.Struct, frozen=True):
    """What `put` did: the article's id, the outcome, the version that is newest now."""

    id: int
    outcome: Outcome
    version: int


class Refusal(msgspec.Struct, frozen=True):
    """A page that became no article: where, when, why (a word of `ExtractionError.reason` and its message)."""

    source: str
    time: str
    reason: str
    message: str


class Withdrawal(msgspec.Struct, frozen=True):
    """A tombstone: when the article at an address was withdrawn, and why ("" where nobody said)."""

    time: str
    reason: str = ""


class Withdrawn(msgspec.Struct, frozen=True):
    """What `withdraw` took away: *article* is the id that it had, then how many versions, pages of its own, other articles' pages, links to it."""

    article: int
    versions: int
    pages: int
    others: int
    links: int


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed search: words and phrases of the text, and the fields that narrow it. Days are `YYYY-MM-DD`, both ends included."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    author: str = ""
    tag: str = ""
    section: str = ""
    since: str = ""
    until: str = ""


Kind: TypeAlias = Literal["section", "topic", "person"]


class Sites(Protocol):
    """What was learned of sites from their pages, by host (`address.site`)."""

    def put(self, host: str, known: Knowledge) -> None:
        """Remember what is *known* of *host*, in place of what was known before; the empty knowledge forgets it."""
        ...

    def of(self, host: str) -> Knowledge:
        """What is known of *host*: the empty knowledge where nothing is."""
        ...

    def articles(self) -> dict[str, int]:
        """The hosts of which something is known, in order, with the number of articles that were learned from."""
        ...


class Archive(Protocol):
    """The contract. *paper* is a paper's key everywhere; lists are newest first (by date, then by id); `limit` 0 means none."""

    # sites
    @property
    def sites(self) -> Sites:
        """What was learned of the sites whose pages were read."""
        ...

    # papers
    def put_paper(self, paper: Paper) -> None:
        """Add *paper* or change what is known of it."""
        ...

    def papers(self) -> tuple[Paper, ...]:
        """All papers, by name."""
        ...

    def paper(self, key: str) -> Paper | None:
        """The paper of that key."""
        ...

    # writing
    def put(self, paper: str, article: Article, capture: Capture | None = None) -> Stored:
        """Store *article*: new, a new version where its text differs from the newest, or nothing. The older text stays.

        The article is found again by its address and all its aliases (the capture's address is one), and by its text: an address under which
        an article stands that is stored already becomes its alias. Other authors, topics, sections or another date amend the newest version
        where the page is newer (`changed`, with the same number: `amending`). A change of teaser of related articles, of counters, of
        the time of modification or of the extractor's version alone is `same`; so is a text that an older version has, from a capture that is
        not newer than those of all its versions. The capture's bytes are kept, compressed. `ArchiveError` for an unknown paper, and for an
        article without an address of its own (none, or a site's root); `WithdrawnError` for one that was withdrawn.
        """
        ...

    def also_in(self, paper: str, address: str, sections: tuple[Tag, ...]) -> bool:
        """Add *sections* to those of the article at that very address; whether there was such an article, and any of them new to it."""
        ...

    def also_at(self, paper: str, address: str, other: str) -> None:
        """Let *other* be an alias of the article at that very address, where there is one, and where *other* is no article's yet."""
        ...

    def batch(self) -> AbstractContextManager[None]:
        """Many puts in few transactions, committed every two seconds: each put happens wholly or not at all, the batch as a whole does not.

        The thread that is inside reads what it has put; others see it when it is committed.
        """
        ...

    def put_front(self, paper: str, front: FrontPage) -> None:
        """Keep a snapshot of the front page; one that equals the newest but for its time is not stored again."""
        ...

    def put_refusal(self, paper: str, refusal: Refusal) -> None:
        """Remember what was not taken, and why; *paper* is "" where nobody knows whose page it was. Once for each page and reason."""
        ...

    # one article
    def find(self, paper: str, address: str) -> Head | None:
        """The article at *address* (absolute, or as path and query at the paper, encoded or not), by any of its addresses.

        A slug is ignored where a number of six digits or more ends the path and exactly one article of the paper has it.
        """
        ...

    def head(self, article: int) -> Head | None:
        """The head of the article of that id."""
        ...

    def article(self, article: int, version: int = 0) -> Article | None:
        """The article itself, in the newest version or in the one named."""
        ...

    def versions(self, article: int) -> tuple[Version, ...]:
        """All versions, the first one first."""
        ...

    def capture(self, article: int, version: int = 0) -> Capture | None:
        """The page that the version was made from."""
        ...

    def holds(self, page: bytes) -> bool:
        """Whether this raw page, byte for byte, is kept: some version was made from it."""
        ...

    def related(self, article: int) -> tuple[Link, ...]:
        """The related articles of the newest version, fixed when it was stored, so that a page is stable.

        The paper's own choice, with headline, date and `tag` (the first shared topic) filled in where the archive knew the target and the
        page did not say; where the paper names none, up to five older articles of the archive that share topics, the most shared first.
        """
        ...

    def targets(self, paper: str, addresses: tuple[str, ...]) -> dict[str, Head]:
        """Which of *addresses* are articles of the archive: an absolute one if that very address is known, a path as `find` takes it."""
        ...

    def named(self, paper: str, addresses: tuple[str, ...]) -> dict[str, tuple[Kind, Name]]:
        """Which of *addresses* (absolute, or paths at the paper) are its own pages of a section, a topic or a person that has articles."""
        ...

    # lists
    def newest(self, paper: str, offset: int = 0, limit: int = 20) -> Heads:
        """The paper's articles."""
        ...

    def by_name(self, paper: str, kind: Kind, slug: str, offset: int = 0, limit: int = 20) -> Heads:
        """The articles of a section, a topic or a person."""
        ...

    def by_day(self, paper: str, day: str) -> Heads:
        """The articles of a day (`YYYY-MM-DD`), in order of their time."""
        ...

    def days(self, paper: str, prefix: str = "") -> dict[str, int]:
        """How many articles each day has, in order; *prefix* is a year `2024` or a month `2024-12`."""
        ...

    def names(self, paper: str, kind: Kind, offset: int = 0, limit: int = 0) -> tuple[Name, ...]:
        """The paper's sections (in the paper's own order), topics or people (most articles first)."""
        ...

    def name(self, paper: str, kind: Kind, key: str) -> Name | None:
        """The section, topic or person by slug, by name, or by the address of its page at the paper."""
        ...

    def neighbours(self, article: int) -> tuple[Head | None, Head | None]:
        """The next older and the next newer article of the article's first section."""
        ...

    def later(self, article: int, limit: int = 5) -> tuple[Head, ...]:
        """Newer articles that share its topics ("later on this"), the most shared first."""
        ...

    def search(self, query: Query, paper: str = "", offset: int = 0, limit: int = 20) -> Heads:
        """The articles that *query* finds, best first; in all papers where *paper* is empty."""
        ...

    # the paper as a whole
    def front(self, paper: str, before: str = "") -> FrontPage | None:
        """The newest front page, or the newest one not after the moment *before*."""
        ...

    def refusals(self, paper: str, limit: int = 50) -> tuple[Refusal, ...]:
        """What was not taken, newest first; with *paper* "" what belongs to no known paper."""
        ...

    def published(self, paper: str, since: str) -> tuple[float, ...]:
        """The moments (seconds since 1970) at which the paper's articles were published after *since* (ISO 8601): those that say a time of day."""
        ...

    def changed(self, paper: str) -> str:
        """When anything of the paper changed last (ISO 8601), "" for an empty paper."""
        ...

    # what is taken away
    def withdraw(self, paper: str, address: str, reason: str = "", *, tick: Callable[[], None] = lambda: None) -> Withdrawn | None:
        """Take the article at *address* out of everything that is kept, and set a tombstone; None where there is no such article.

        *tick* is called for each kept page of the paper that is searched, which takes minutes for a large one.

        What stands at a tombstone already is not there any more, but the file is written anew all the same, in case that was interrupted.
        """
        ...

    def withdrawal(self, paper: str, addresses: tuple[str, ...], article: int = 0) -> Withdrawal | None:
        """The tombstone at one of *addresses* (absolute, or paths at the paper), or that of the article which had that id."""
        ...

    def remove(self, paper: str) -> int | None:
        """Take a paper with everything that is kept of it away, tombstones included; how many articles it had, None where there is no such paper.

        What was interrupted is done by doing it again: the paper itself goes last.
        """
        ...

    def warnings(self, paper: str) -> tuple[str, ...]:
        """What is wrong with the newest day of the paper's gathering, one line each."""
        ...

    def withdrawals(self, paper: str = "") -> int:
        """How many tombstones there are, of all papers where *paper* is empty: where there are more than before, whoever keeps copies forgets them."""
        ...

    def close(self) -> None:
        """Let go of files and locks."""
        ...
