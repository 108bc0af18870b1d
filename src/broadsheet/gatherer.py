"""An order in, unattended rounds out: what `broadsheet serve` runs beside its servers, in a process of its own, so that no reader waits for it.

It reads the order (one line of JSON) from standard input, gathers whatever is due of the papers in the data folder, sleeps until something is,
and ends when standard input does: with the process that started it, however that one ended. Profiles are read again before each round, so that
a paper that is added, changed or removed needs no restart. The archive is open only while there is something to do, and is let go for another
writer (`add`, `import`).
"""

import os
import signal
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import msgspec

from . import gathering
from .archive.sqlite import SqliteArchive, open_archive
from .config import OPENED
from .errors import ArchiveBusyError, BroadsheetError, ConfigError
from .gather import profile as profiles
from .gather.asking import Manners
from .gather.profile import Profile
from .gathering import Done, Summary
from .text import clean

LOOK = 20.0
"""Seconds after which profiles are looked at, at the latest."""
_REST = 30.0  # seconds between two rounds of one paper: what is due sooner is of the next round
_TOGETHER = 5.0  # what falls due within so many seconds is one round
_SPELL = 300.0  # seconds of a round: history may take days, and papers publish, are added and changed meanwhile
_PATIENCE = 30.0  # seconds that one request waits; what is put off for longer is left to a later round
_NICE = 10
_DAY = 86400.0
_MOST_SAID = 100


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be gathered and how: the data folder, whom papers may write to, whether private networks are open (only for tests, intranets).

    *captures* and *days* are the bounds of what is kept of pages as they came, as in `config.Settings`;
    *site_configs* is the folder of rules for sites, "" for none.
    """

    data: str
    contact: str = ""
    allow_private: bool = False
    captures: int = 0
    days: int = 0
    site_configs: str = ""


class Gatherer:
    """Rounds of all papers in the order's folder, until it is told to end."""

    def __init__(self, order: Order, *, rest: float = _REST, look: float = LOOK, spell: float = _SPELL) -> None:
        self._data = Path(order.data)
        self._manners = Manners(contact=order.contact, allow_private=order.allow_private, patience=_PATIENCE)
        self._order = order
        self._pruned = 0.0  # when it is time again, on the monotonic clock
        self._rest, self._look, self._spell = rest, look, spell
        self._ended = threading.Event()
        self._said: set[str] = set()
        self._next: dict[str, float] = {}
        self._read: dict[Path, tuple[int, Profile | None]] = {}

    def end(self) -> None:
        """End soon: what is under way is stored first."""
        self._ended.set()

    def run(self) -> None:
        """Gather, until `end`. What goes wrong is said, once, and tried again."""
        while not self._ended.is_set():
            wait = self._look
            try:
                wait = self._once()
            except ArchiveBusyError:  # another writer: its turn is ours later
                wait = 1.0
            except BroadsheetError as error:
                self._say(error.message)
            self._ended.wait(wait)

    def _once(self) -> float:
        """One look at what is due, and the round of it; the seconds until the next one."""
        papers = self._papers()
        if not papers:
            return self._look
        soonest = self._soonest(papers)
        now = time.time()
        due = [paper for paper in papers if soonest[paper.key] <= now]
        if not due:
            return min(self._look, max(_TOGETHER, min(soonest.values()) - now))
        end = time.monotonic() + self._spell
        lists = {address for paper in due for address in paper.lists()}
        with open_archive(self._data, write=True, yields=True) as archive:

            def enough() -> bool:
                return self._ended.is_set() or archive.is_wanted() or time.monotonic() >= end

            def told(done: Done) -> None:  # a list that does not come is a paper that stands still, and nobody reads along what `fetch` would say
                if done.outcome in {"refused", "failed"} and done.address in lists:
                    self._say(f"{done.paper}: {done.outcome}, {done.reason}: {done.message}", f"{done.address} {done.reason}")

            summary = gathering.fetch(archive, due, self._manners, jobs=1, on_result=told, site_configs=self._order.site_configs, enough=enough)
            is_cut = enough()
            self._look_after(archive, due)
        if not is_cut:
            self._next |= {paper.key: time.monotonic() + self._rest for paper in due}
        self._tell(due, summary)
        return min(self._look, 0.5 if is_cut else _TOGETHER)

    def _look_after(self, archive: SqliteArchive, papers: list[Profile]) -> None:
        """Keep what is kept of pages within its bounds, once a day; say what is wrong with the papers."""
        if time.monotonic() >= self._pruned:
            self._pruned = time.monotonic() + _DAY
            archive.prune(self._order.captures, self._order.days)
        for paper in papers:
            for warning in archive.warnings(paper.key):
                # The figures change with every article; what is wrong with a day is said once.
                self._say(f"{paper.key}: {warning}", f"{paper.key} {warning[:10]} {warning.rpartition('(')[2]}")

    def _papers(self) -> tuple[Profile, ...]:
        """The papers that were added. A profile that cannot be read keeps no other paper from being gathered."""
        found: list[Profile] = []
        for file in profiles.files(self._data):
            try:
                stamp = file.stat().st_mtime_ns
                if self._read.get(file, (0, None))[0] != stamp:
                    self._read[file] = stamp, None
                    self._read[file] = stamp, profiles.read(file)
                profile = self._read[file][1]
                if profile is not None:
                    found.append(profile)
            except ConfigError as error:
                self._say(error.message)
            except FileNotFoundError:  # it was removed just now
                continue
        return tuple(found)

    def _soonest(self, papers: tuple[Profile, ...]) -> dict[str, float]:
        """When each paper is due: at once where nothing is known of it."""
        try:
            archive = open_archive(self._data, write=False)
        except BroadsheetError:  # there is none yet, or an older one: the round makes it or says what is wrong
            return dict.fromkeys((paper.key for paper in papers), 0.0)
        with closing(archive):
            # The rest between two rounds is taken by a clock that nobody sets.
            rests = {key: time.time() + moment - time.monotonic() for key, moment in self._next.items()}
            return {paper.key: max(_due(archive, paper), rests.get(paper.key, 0.0)) for paper in papers}

    def _tell(self, papers: list[Profile], summary: Summary) -> None:
        """Name what is new."""
        if summary.stored or summary.changed:
            _print(f"Gathered of {', '.join(paper.key for paper in papers)}: {summary.stored} stored, {summary.changed} changed.")

    def _say(self, message: str, thing: str = "") -> None:
        """Complain, but of one *thing* once; it is the message where it has no other name."""
        thing = thing or message
        if thing not in self._said:
            _print(clean(message))
            self._said = {*self._said, thing} if len(self._said) < _MOST_SAID else {thing}


def _due(archive: SqliteArchive, paper: Profile) -> float:
    """When the paper, one of its lists, or one of its articles is due."""
    return archive.visits.soonest(paper.key, paper.lists(), time.time(), paper.edited)


def _print(line: str) -> None:
    sys.stderr.write(f"broadsheet: {line}\n")
    sys.stderr.flush()


def main() -> None:
    """Gather by the order on standard input until that ends."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    gatherer = Gatherer(order)
    if order.allow_private:
        _print(OPENED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal's processes: it is for the one that started us

    def end(_number: int, _frame: object) -> None:
        gatherer.end()

    signal.signal(signal.SIGTERM, end)
    os.nice(_NICE)

    stdin = sys.stdin.fileno()

    def watch() -> None:
        # Not through sys.stdin: its lock, which the thread holds as long as it waits, is wanted when Python ends.
        while os.read(stdin, 4096):
            pass
        gatherer.end()

    threading.Thread(target=watch, name="order", daemon=True).start()
    gatherer.run()


if __name__ == "__main__":
    main()
