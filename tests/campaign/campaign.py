"""A newspaper that is gathered under blows in, what was lost, doubled or left broken out: the ends of a process, a full disk, a clock set back.

After each blow the archive is looked at as it lies there, without repair:

- SQLite finds its file whole, and the index has each version once;
- every article that was there before is there, with its text, and no article is there twice;
- every page that is remembered as got is stored.

At the end one undisturbed `broadsheet fetch` has to make it whole: every article of the paper once, and no page asked for more often than
blows can explain.
"""

import itertools
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from environment import unmeasured
from gather.newspaper import Newspaper, Story

from broadsheet.gather import profile as profiles
from broadsheet.gather.profile import Profile

KEY = "anzeiger"
PACE = "0.004"
LONG = 300
IN_FLIGHT = 80  # pages that one blow may lose between the server and the archive


class Campaign:
    """The newspaper *paper*, gathered into *folder*; *seed* makes chance the same each time."""

    def __init__(self, folder: Path, paper: Newspaper, seed: int = 1) -> None:
        self.folder, self.paper = folder, paper
        self.chance = random.Random(seed)
        self.blows = 0
        self.seen: dict[str, tuple[int, bytes]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        sections = tuple((name, f"{paper.address}{name.lower()}/") for name in paper.sections)
        profiles.write(
            folder,
            Profile(key=KEY, name="Anzeiger", address=paper.address, sitemaps=(f"{paper.address}sitemap.xml",), articles=("/*/*-#.html",), sections=sections, since="2020-01-01"),
        )

    def command(self, folder: Path | None = None) -> list[str]:
        """`broadsheet fetch` of the paper."""
        return [sys.executable, "-m", "broadsheet", "fetch", "--pace", PACE, "--jobs", "1", "--allow-private", "--data", str(folder or self.folder)]

    def grow(self, count: int) -> None:
        """Let the paper publish, and let time pass until its lists are due."""
        first = 200_000 + 1000 * self.blows + len(self.paper.stories)
        now = self.paper.stories[0].published
        self.paper.stories[:0] = [Story(first + number, self.paper.sections[number % len(self.paper.sections)], now) for number in range(count)]
        self.due()

    def due(self) -> None:
        """Make the lists due, as time would."""
        with closing(sqlite3.connect(self.folder / "broadsheet.sqlite")) as connection, connection:
            if connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'visit'").fetchone()[0]:
                connection.execute("UPDATE visit SET next = 0 WHERE purpose <> 'article' AND next IS NOT NULL")
        connection.close()

    def run(self, *before: str, limit: Callable[[], None] | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """One `fetch` to its end."""
        return subprocess.run(
            [*before, *self.command()], env={**unmeasured(), **environment}, preexec_fn=limit, capture_output=True, text=True, timeout=LONG, check=False
        )

    def kill(self) -> bool:
        """One `fetch`, killed at a random moment; whether it was still at work."""
        self.blows += 1
        process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            # From before its first request to the middle of its work.
            process.wait(self.chance.uniform(0.3, 2.5))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL

    def fill(self, room: int) -> subprocess.CompletedProcess[str]:
        """One `fetch` in which no file may grow beyond what the archive has and *room* bytes more: to SQLite, a disk that is full."""
        self.blows += 1
        largest = max((file.stat().st_size for file in self.folder.glob("broadsheet.sqlite*")), default=0) + room
        return self.run(limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)))

    def fill_disk(self, megabytes: int) -> subprocess.CompletedProcess[str]:
        """One `fetch` on a disk of its own that is too small, from which everything is taken back as it lies there."""
        self.blows += 1
        disk, back = self.folder.with_name("disk"), self.folder.with_name("back")
        disk.mkdir(exist_ok=True)
        script = (
            f'mount -t tmpfs -o size={megabytes}m tmpfs "$1" && cp -a "$2/." "$1" && shift 2 && '
            f'{{ "$@"; code=$?; cp -a "{disk}/." "{back}"; exit $code; }}'
        )
        back.mkdir()
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c", script, "sh", str(disk), str(self.folder), *self.command(disk)],
            capture_output=True, text=True, timeout=LONG, check=False,
        )
        shutil.rmtree(self.folder)
        back.rename(self.folder)
        return done

    def look(self) -> int:
        """Look at the archive as it lies there; how many articles it has."""
        file = self.folder / "broadsheet.sqlite"
        if not file.exists():
            assert not self.seen
            return 0
        connection = sqlite3.connect(file)  # not read-only: it recovers the log of a process that was killed, as the next command would
        try:
            # A disk that was full before the file had all of its tables, which it gets step by step.
            if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'visit'").fetchone()[0]:
                assert not self.seen
                return 0
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            found = {
                address: (version, fingerprint)
                for address, version, fingerprint in connection.execute(
                    "SELECT address, article.version, fingerprint FROM article JOIN version ON version.id = article.newest JOIN body ON body.version = newest"
                )
            }
            lost = {address for address, known in self.seen.items() if found.get(address) != known}
            assert not lost, f"after {self.blows} blows these are lost or changed: {sorted(lost)[:3]}"
            (articles, headlines, versions) = connection.execute("SELECT count(*), count(DISTINCT headline), sum(version) FROM article").fetchone()
            assert articles == headlines == (versions or 0) == len(found), "an article is there twice"
            assert connection.execute("SELECT count(*) FROM fulltext_docsize").fetchone() == (articles,)
            assert connection.execute("SELECT coalesce(sum(articles), 0) FROM paper").fetchone() == (articles,)
            got = connection.execute("SELECT address FROM visit WHERE purpose = 'article' AND status = 200 AND reason = ''").fetchall()
            missing = [address for (address,) in got if address not in found]
            assert not missing, f"remembered as got, and not stored: {missing[:3]}"
            self.seen = found
            return articles
        finally:
            connection.close()

    def finish(self) -> None:
        """Gather without a blow, and find everything once."""
        self.due()
        done = self.run()
        assert done.returncode == 0, done.stderr
        assert self.look() == len(self.paper.stories), done.stdout + done.stderr
        asked = self.paper.pages()
        assert len(asked) == len(self.paper.stories)
        assert sum(asked.values()) - len(asked) <= IN_FLIGHT * self.blows, "pages are asked for too often"


def kills(folder: Path, count: int, *, stories: int = 250, seed: int = 1, say: Callable[[str], None] = lambda _: None) -> int:
    """Kill `fetch` at work *count* times, and look after each blow; how many blows that took. The paper goes on publishing."""
    with Newspaper(stories) as paper:
        campaign = Campaign(folder, paper, seed)
        hit = 0
        begun = time.monotonic()
        while hit < count:
            assert campaign.blows < 10 * count, "it is done before the blows: give it more articles"
            hit += campaign.kill()
            articles = campaign.look()
            if articles > len(paper.stories) - 60:
                campaign.grow(120)
            say(f"kill {hit}: {articles} of {len(paper.stories)} articles, {time.monotonic() - begun:.0f} s")
        campaign.finish()
        extra = sum(paper.pages().values()) - len(paper.pages())
        say(f"{hit} killed at work, by {campaign.blows} blows: {len(paper.stories)} articles, each once; {extra} pages asked for again")
        return campaign.blows


def full_disks(folder: Path, count: int, *, stories: int = 120, seed: int = 1, say: Callable[[str], None] = lambda _: None) -> int:
    """Let the disk fill *count* times, each at another place of the work; how often `fetch` ended for it, each time with one line that says so."""
    with Newspaper(stories) as paper:
        campaign = Campaign(folder, paper, seed)
        ended = 0
        for number in range(count):
            done = campaign.fill(campaign.chance.randrange(20_000, 600_000))
            assert done.returncode in {0, 5}, done.stderr
            assert "Traceback" not in done.stderr
            if done.returncode:
                ended += 1
                said = [line for line in done.stderr.splitlines() if "disk" in line]
                assert len(said) == 1, done.stderr
            articles = campaign.look()
            if articles > len(paper.stories) - 30:
                campaign.grow(80)
            say(f"disk {number + 1}: {articles} of {len(paper.stories)} articles")
        campaign.finish()
        say(f"{count} disks, {ended} full: {len(paper.stories)} articles, each once")
        return ended


def clocks(folder: Path, back: Sequence[int], *, stories: int = 40, say: Callable[[str], None] = lambda _: None) -> None:
    """Set the clock back by each number of days of *back* while the paper publishes, and forward again: nothing waits for what the old clock named.

    Needs `faketime`. The archive's times are those of the clock; so an article that was gathered by a wrong one may be asked for once more.
    """
    with Newspaper(stories) as paper:
        campaign = Campaign(folder, paper)
        assert campaign.run().returncode == 0
        assert campaign.look() == stories
        first = {story.path for story in paper.stories}
        for days in back:
            known = len(paper.stories)
            paper.stories[:0] = [Story(500_000 + 10 * days + number, "Sport", paper.stories[0].published) for number in range(5)]
            begun = time.monotonic()
            campaign.blows += 1
            done = campaign.run("faketime", "-f", f"-{days}d", FAKETIME_DONT_FAKE_MONOTONIC="1")
            assert done.returncode == 0, done.stderr
            assert campaign.look() == known + 5, f"{KEY}: {done.stdout}{done.stderr}"
            assert time.monotonic() - begun < 200  # a hang: it waits for no moment that the old clock named
            say(f"clock set back by {days} days: {known + 5} articles")
        assert campaign.run().returncode == 0
        campaign.finish()
        asked = paper.pages()
        # What was gathered by a clock that is behind is old by one that is ahead of it, and is asked for once more.
        assert {asked[path] for path in first} == {1}
        assert max(asked.values()) <= 1 + sum(later < earlier for earlier, later in itertools.pairwise((*back, 0)))
        say(f"{len(paper.stories)} articles, each once")
