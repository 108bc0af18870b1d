"""A number in, an archive of so many invented articles out, with pages, front pages and visits; and what readers and keepers wait for in it.

    uv run python bench/large.py FOLDER --articles 100000        makes it: 7 minutes, 3 GB
    uv run python bench/large.py FOLDER --measure                 a table in Markdown
    uv run python bench/large.py FOLDER --withdraw 50000          the article of that id is withdrawn, for good

The articles are of one paper, ten years of it; words are as frequent as in a language (Zipf). A page has 300 KB, of which a tenth is its own: its text, the
teasers of forty others, the data that scripts get.
"""

import argparse
import datetime
import json
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import footprint

from broadsheet import pages
from broadsheet.archive import Archive
from broadsheet.archive.days import Day
from broadsheet.archive.sqlite import open_archive
from broadsheet.gather import profile as profiles
from broadsheet.gather.profile import Profile
from broadsheet.model import Article, Capture, FrontBlock, FrontPage, Link, Paragraph, Person, Span, Tag
from broadsheet.visit import NEVER, Purpose, Visit

HOST = "https://large.example"
START = datetime.datetime(2015, 1, 1, 6, tzinfo=datetime.UTC)
DAYS = 3650
FRONTS = 10  # a day
ROUNDS = 5
SECTIONS = ("Politics", "World", "Economy", "Town", "Culture", "Sport", "Science", "Opinion", "Travel", "Media")
SYLLABLES = [first + vowel + last for first in (*"bdfgklmnrstv", "st", "tr") for vowel in "aeiou" for last in ("", "n", "r", "l")]


class Words:
    """An invented language, always the same: *chance* says what is written in it."""

    def __init__(self, seed: int, size: int = 40_000) -> None:
        self.chance = random.Random(seed)
        made: dict[str, None] = {}
        while len(made) < size:
            made["".join(self.chance.choices(SYLLABLES, k=1 + min(3, len(made) // 200 + self.chance.randrange(2))))] = None
        self.words = list(made)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(size)))

    def sentence(self, least: int, most: int) -> str:
        """Words in a row, the first one large."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=self.chance.randint(least, most))).capitalize()

    def paragraph(self) -> str:
        """A few sentences."""
        return " ".join(f"{self.sentence(6, 22)}." for _ in range(self.chance.randint(2, 6)))


class Site:
    """A paper's articles and the pages that they are on."""

    def __init__(self, articles: int, seed: int = 1) -> None:
        self.words, self.articles = Words(seed), articles
        self.chance = self.words.chance
        self.people = [f"{self.words.sentence(1, 1)} {self.words.sentence(1, 1)}" for _ in range(300)]
        self.topics = list(dict.fromkeys(self.words.sentence(1, 2) for _ in range(3000)))
        self.by_rank = list(accumulate(1 / (rank + 3) for rank in range(len(self.topics))))
        self.newest: list[Link] = []
        self.frame = ""

    def word(self) -> str:
        """One word."""
        return self.words.sentence(1, 1).lower()

    def new_frame(self) -> None:
        """A new design: what all pages share until the next."""
        rules = "".join(f".{self.word()}-{number}{{margin:{number}px;color:#{number:06x}}}" for number in range(3000))
        code = ";".join(f"var {self.word()}{number}=function(a,b){{return a.{self.word()}+b*{number}}}" for number in range(2500))
        menu = "".join(f'<li class="nav-{number}"><a href="/{name.lower()}/">{name}</a></li>' for number, name in enumerate(SECTIONS * 4))
        self.frame = f"<style>{rules}</style><script>{code}</script></head><body><header><nav><ul>{menu}</ul></nav></header>"

    def made(self) -> Iterator[tuple[Article, Capture]]:
        """The articles in order of their time, each with its page."""
        for number in range(self.articles):
            if number % 10_000 == 0:
                self.new_frame()
            at = START + datetime.timedelta(days=DAYS) * (number / self.articles)
            section = self.chance.choices(SECTIONS, weights=[10 - place for place in range(10)])[0]
            headline, teaser = self.words.sentence(5, 9), f"{self.words.sentence(12, 24)}."
            address = f"{HOST}/{section.lower()}/{'-'.join(headline.lower().split())}-{100_000 + number}.html"
            link = Link(address=address, headline=headline, teaser=teaser)
            topics = tuple(dict.fromkeys(self.chance.choices(self.topics, cum_weights=self.by_rank, k=4)))
            time_ = at.isoformat(timespec="seconds")
            article = Article(
                address=address,
                paper="The Large Paper",
                language="en",
                headline=headline,
                teaser=teaser,
                date=time_,
                authors=(Person(name=self.chance.choice(self.people)),),
                sections=(Tag(name=section, address=f"{HOST}/{section.lower()}/"),),
                tags=tuple(Tag(name=name) for name in topics),
                body=tuple(Paragraph(spans=(Span(text=self.words.paragraph()),)) for _ in range(self.chance.randint(8, 18))),
                related=tuple(self.newest[-3:]),
            )
            yield article, Capture(body=self.page(article).encode(), address=address, source=address, time=time_, charset="utf-8")
            self.newest = [*self.newest[-60:], link]

    def page(self, article: Article) -> str:
        """The page of *article*: the frame, its text, once more as data, and what is new in the paper beside it."""
        texts = [block.spans[0].text for block in article.body if isinstance(block, Paragraph)]
        author = article.authors[0].name
        data = {"@type": "NewsArticle", "headline": article.headline, "datePublished": article.date, "description": article.teaser}
        numbers = " ".join(f"{self.chance.getrandbits(64):x}" for _ in range(300))
        beside = "".join(f'<div class="teaser"><h3><a href="{link.address}">{link.headline}</a></h3><p>{link.teaser}</p></div>' for link in self.newest[-40:])
        paragraphs = "".join(f"<p>{text}</p>" for text in texts)
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{article.headline} – The Large Paper</title>'
            f'<link rel="canonical" href="{article.address}"><script type="application/ld+json">{json.dumps(data)}</script>{self.frame}'
            f'<main><article><h1>{article.headline}</h1><p class="teaser">{article.teaser}</p><p class="author">{author}</p>{paragraphs}</article>'
            f"<aside>{beside}</aside></main><script>window.state={json.dumps({'seen': numbers, 'body': texts})}</script></body></html>"
        )

    def front(self, at: datetime.datetime) -> FrontPage:
        """The front page at that moment."""
        links = self.newest[:-60:-1]
        blocks = tuple(FrontBlock(title, tuple(links[place::4])) for place, title in enumerate(("", *SECTIONS[:3])))
        return FrontPage(time=at.isoformat(timespec="seconds"), blocks=blocks)


def build(folder: Path, articles: int) -> None:
    """Make the archive in *folder*, and the paper's profile, nothing of which is due."""
    site = Site(articles)
    started = time.monotonic()
    sections = tuple((name, f"{HOST}/{name.lower()}/") for name in SECTIONS)
    profile = Profile(
        key="large", name="The Large Paper", address=f"{HOST}/", language="en", feeds=(f"{HOST}/feed.xml",), articles=("/*/~-#.html",), sections=sections
    )
    with open_archive(folder, write=True) as archive, archive.batch():
        archive.put_paper(profile.paper())
        apart = max(1, articles // (DAYS * FRONTS))
        for number, (article, capture) in enumerate(site.made()):
            archive.put("large", article, capture)
            at = datetime.datetime.fromisoformat(article.date)
            seen = at.timestamp()
            archive.visits.put([Visit(address=article.address, purpose="article", paper="large", found=seen, asked=seen, status=200, next=NEVER)])
            archive.health.count("large", Day(day=article.date[:10], found=60, fetched=1, words=700, summaries=30))
            if number % apart == 0:
                archive.put_front("large", site.front(at))
            if number % 5000 == 0:
                size = sum(each.stat().st_size for each in folder.iterdir())
                sys.stderr.write(f"{number} articles, {time.monotonic() - started:.0f} s, {size / 1e6:.0f} MB\n")
        now = time.time()
        purposes: dict[str, Purpose] = {profile.address: "front", profile.feeds[0]: "feed", **{address: "section" for _, address in sections}}
        asked = {"found": now, "asked": now, "changed": now, "next": now + 1e9, "status": 200, "interval": 3600.0}
        archive.visits.put([Visit(address=address, purpose=purpose, paper="large", **asked) for address, purpose in purposes.items()])
    profiles.write(folder, profile)


def paths(archive: Archive) -> Iterator[tuple[str, str, str]]:
    """What a reader opens: what it is, its path, its query."""
    words = Words(1).words
    topic, person = archive.names("large", "topic", 0, 1)[0].slug, archive.names("large", "person", 0, 1)[0].slug
    middle = archive.newest("large").total // 2
    day = (START + datetime.timedelta(days=DAYS // 2)).date().isoformat()
    yield from (("the front page", "/", ""), ("an article", f"/~/a/{middle}", ""), ("a section", "/~/section/politics", ""))
    yield from (("a section, page 500", "/~/page/500/~/section/politics", ""), ("the newest, page 4,000", "/~/page/4000/~/newest", ""))
    yield from (("the topic with most articles", f"/~/topic/{topic}", ""), ("an author", f"/~/author/{person}", ""))
    yield ("topics, page 25", "/~/page/25/~/topics", "")
    yield from (("the calendar", "/~/day", ""), ("a day", f"/~/day/{day}", ""), ("the front page of a day", f"/~/front/{day}", ""))
    yield from (("a day as EPUB, its page", f"/~/file/epub/~/day/{day}", ""), ("about the paper", "/~/about", ""))
    yield from (("a section as a feed", "/~/feed/atom/~/section/politics", ""), ("the catalogue, page 100", "/~/page/100/~/feed/opds", ""))
    search = "/~/search"
    yield from (("search: a word of every article", search, words[0]), ("search: two of them", search, f"{words[0]} {words[1]}"))
    yield from (("search: a rare word", search, words[-5]), ("search: a word of every article in a month", search, f"{words[0]} since:2020-01 until:2020-01"))
    yield from (("search: a common word under a topic", search, f"tag:{topic} {words[5]}"), ("search: since a day", search, "since:2015-02-01"))


def measure(folder: Path) -> None:
    """Print what is waited for."""
    print("| | first, ms | again, ms of a processor |\n|---|---|---|")
    with open_archive(folder, write=False) as archive:
        edition = pages.Edition(archive, "large")
        for name, path, query in paths(archive):
            started = time.perf_counter()
            pages.answer(edition, path, query)
            first = time.perf_counter() - started
            times: list[float] = []
            for _ in range(ROUNDS):
                started = time.process_time()
                pages.answer(edition, path, query)
                times.append(time.process_time() - started)
            print(f"| {name} | {first * 1e3:.1f} | {statistics.median(times) * 1e3:.1f} |")
    day = (START + datetime.timedelta(days=DAYS // 2)).date().isoformat()
    export = ("export", "epub", "--day", day, "-o", str(folder / "day.epub"))
    print("\n| command | seconds |\n|---|---|")
    for command in (("--version",), ("health",), ("list",), ("fetch",), export, ("search", "since:2020-01-01")):
        more = () if command[0].startswith("-") else ("--data", str(folder))
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "broadsheet", *command, *more], stdout=subprocess.DEVNULL, check=True)
        print(f"| `{' '.join(command[:2])}` | {time.perf_counter() - started:.2f} |")
    ready, size = served(folder)
    print(f"| `serve`, until it answers | {ready:.2f} |\n\n`serve` takes {size / 1e6:.0f} MB once it has answered each of these pages.")


def served(folder: Path) -> tuple[float, int]:
    """Seconds until `serve` answers over Gopher, and the bytes of memory of its processes when it has answered all of `paths`."""
    with open_archive(folder, write=False) as archive:
        asked = [f"{path}\t{query}" if query else path for _, path, query in paths(archive)]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    command = [sys.executable, "-m", "broadsheet", "serve", "--data", str(folder), "--gopher", str(port), "--gemini", "off", "--web", "off"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                opened = socket.create_connection(("127.0.0.1", port), 1)
                break
            except OSError:
                time.sleep(0.02)
        opened.close()
        ready = time.perf_counter() - started
        for path in asked:
            with socket.create_connection(("127.0.0.1", port)) as opened:
                opened.sendall(f"{path}\r\n".encode())
                while opened.recv(1 << 16):
                    pass
        return ready, footprint.family(process.pid)
    finally:
        process.terminate()
        process.wait()


def withdraw(folder: Path, article: int) -> None:
    """Withdraw that article, and print how long it took."""
    with open_archive(folder, write=True) as archive:
        head = archive.head(article)
        if head is None:
            raise SystemExit(f"{folder} has no article {article}")
        started, worked = time.perf_counter(), time.process_time()
        done = archive.withdraw("large", head.address)
        print(f"{done}: {time.perf_counter() - started:.0f} s, {time.process_time() - worked:.0f} s of a processor in this process")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--withdraw", type=int, default=0, metavar="ID")
    given = parser.parse_args()
    if given.withdraw:
        withdraw(given.folder, given.withdraw)
    elif given.measure:
        measure(given.folder)
    else:
        build(given.folder, given.articles)


if __name__ == "__main__":
    main()
