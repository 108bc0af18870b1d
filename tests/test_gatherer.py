"""Papers are gathered unattended: in a process beside the servers, one that makes room for other writers, and ends with whoever started it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gather import newspaper
from gather.newspaper import Newspaper

from broadsheet import cli, companion
from broadsheet.archive.sqlite import open_archive
from broadsheet.errors import ArchiveBusyError
from broadsheet.gatherer import Gatherer, Order

LONG = 60.0


def wait_for(what: Callable[[], bool], said: str) -> None:
    end = time.monotonic() + LONG
    while not what():
        assert time.monotonic() < end, said
        time.sleep(0.05)


def add(data: Path, paper: Newspaper, key: str = "anzeiger", pace: float = 0.005) -> Path:
    file = data / "papers" / f"{key}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    sections = "".join(f'{name} = "{paper.address}{name.lower()}/"\n' for name in paper.sections)
    file.write_text(
        f'name = "Anzeiger"\naddress = "{paper.address}"\nfeeds = ["{paper.address}feed.xml"]\narticles = ["/*/*-#.html"]\npace = {pace}\n[sections]\n{sections}'
    )
    return file


def stored(data: Path, key: str = "anzeiger") -> int:
    if not (data / "broadsheet.sqlite").exists():
        return 0
    try:
        with open_archive(data, write=False) as archive:
            return archive.newest(key).total
    except Exception:  # it is made just now
        return 0


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper(12) as one:
        yield one


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Gatherer]:
    one = Gatherer(Order(data=str(tmp_path), allow_private=True), rest=0.0, look=0.1)
    thread = threading.Thread(target=one.run)
    thread.start()
    yield one
    one.end()
    thread.join(LONG)
    assert not thread.is_alive()


def test_what_was_added_is_gathered_and_what_comes_is_too(tmp_path: Path, paper: Newspaper, running: Gatherer, capfd: pytest.CaptureFixture[str]) -> None:
    add(tmp_path, paper)
    wait_for(lambda: stored(tmp_path) == 12, "the paper was not gathered")
    wait_for(lambda: "12 stored" in capfd.readouterr().err, "it was not said")
    asked = len(paper.asked)
    time.sleep(0.5)  # some looks later
    assert len(paper.asked) == asked, "nothing was due, and something was asked for"
    paper.stories.insert(0, newspaper.Story(200_000, "Sport", paper.stories[0].published))
    with open_archive(tmp_path, write=True) as archive:
        archive._write(lambda connection: connection.execute("UPDATE visit SET next = 0 WHERE purpose = 'feed'") and None)
    wait_for(lambda: stored(tmp_path) == 13, "the new article was not gathered")


def test_a_list_that_does_not_come_is_named_once(tmp_path: Path, paper: Newspaper, capfd: pytest.CaptureFixture[str]) -> None:
    add(tmp_path, paper)
    one = Gatherer(Order(data=str(tmp_path)), rest=0.0, look=0.05)
    thread = threading.Thread(target=one.run)
    thread.start()
    said: list[str] = []
    address = f"{paper.address}feed.xml: "

    def names_it() -> bool:
        said.append(capfd.readouterr().err)
        return address in "".join(said)

    wait_for(names_it, "it was not said")
    time.sleep(0.5)  # some looks later
    one.end()
    thread.join(LONG)
    said.append(capfd.readouterr().err)
    assert "".join(said).count(address) == 1
    assert "broadsheet: anzeiger: refused, forbidden: " in "".join(said)
    assert paper.asked == []


def test_another_writer_gets_its_turn_and_nothing_is_lost_by_it(tmp_path: Path, running: Gatherer) -> None:
    with Newspaper(40) as paper:
        add(tmp_path, paper, pace=0.05)
        wait_for(lambda: stored(tmp_path) >= 3, "the paper was not gathered")
        with open_archive(tmp_path, write=True) as archive:
            assert 3 <= archive.newest("anzeiger").total < 40, "the other writer came when all was done"
        wait_for(lambda: stored(tmp_path) == 40, "what was left was not gathered")
        assert set(paper.pages().values()) == {1}
        assert max(paper.counts().values()) == 1


def test_a_long_round_keeps_no_other_paper_waiting(tmp_path: Path) -> None:
    """One has a history of a minute to be gathered, the other is added meanwhile and publishes; the news of both comes first."""
    one = Gatherer(Order(data=str(tmp_path), allow_private=True), rest=0.0, look=0.1, spell=1.0)
    thread = threading.Thread(target=one.run)
    with Newspaper(400) as long, Newspaper(3) as short:
        file = add(tmp_path, long, pace=0.15)
        file.write_text(file.read_text().replace("articles =", f'sitemaps = ["{long.address}sitemap.xml"]\nsince = 2020-01-01\narticles ='))
        thread.start()
        try:
            wait_for(lambda: stored(tmp_path) >= 2, "the paper was not gathered")
            add(tmp_path, short, "kurz")
            wait_for(lambda: stored(tmp_path, "kurz") == 3, "the other paper waited for the end of the first one's round")
            new = newspaper.Story(300_000, "Sport", long.stories[0].published)
            long.stories.insert(0, new)
            (tmp_path / "papers" / "anzeiger.toml").touch()  # its lists are due
            wait_for(lambda: bool(long.pages()[new.path]), "the new article waited for all older ones")
            assert stored(tmp_path) < 300
        finally:
            one.end()
            thread.join(LONG)
        assert not thread.is_alive()
        assert set(long.pages().values()) == {1}


def test_who_waits_for_the_gatherer_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    gathers = open_archive(tmp_path, write=True, yields=True)
    thread = threading.Thread(target=lambda: wait_for(gathers.is_wanted, "nobody waited") or time.sleep(1.5) or gathers.close())
    thread.start()
    assert cli.run(["withdraw", "https://anzeiger.example/a", "--data", str(tmp_path)]) == 2
    thread.join(LONG)
    said = capfd.readouterr().err
    assert said.count(f"broadsheet: waiting for the gatherer (process {os.getpid()}) to finish its page and make room in {tmp_path}\n") == 1


def test_a_profile_that_cannot_be_read_keeps_no_other_waiting(tmp_path: Path, paper: Newspaper, running: Gatherer, capfd: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "papers" / "aaa.toml"
    bad.parent.mkdir()
    bad.write_text("name = 3\n")
    add(tmp_path, paper)
    wait_for(lambda: stored(tmp_path) == 12, "the paper was not gathered")
    assert capfd.readouterr().err.count("aaa.toml") == 1


def test_a_profile_is_said_to_be_wrong_once_and_read_again_when_it_is_mended(
    tmp_path: Path, paper: Newspaper, capfd: pytest.CaptureFixture[str]
) -> None:
    file = add(tmp_path, paper)
    text = file.read_text()
    file.write_text("name = 3\n")
    (tmp_path / "papers" / "away.toml").symlink_to(tmp_path / "nowhere")  # as one that is removed between two looks
    one = Gatherer(Order(data=str(tmp_path)))
    assert [one._papers(), one._papers()] == [(), ()]
    assert capfd.readouterr().err.count("anzeiger.toml") == 1
    file.write_text(text)
    os.utime(file, ns=(1, 1))  # another moment than before, whatever the clock
    assert [profile.key for profile in one._papers()] == ["anzeiger"]
    file.unlink()
    assert one._papers() == ()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_all_of_a_terminals_processes_is_for_the_servers(tmp_path: Path, paper: Newspaper, number: signal.Signals) -> None:
    """SIGTERM is for us: we end as well as at the end of the input. Ctrl-C is heard by whoever started us, which then lets go of our input."""
    add(tmp_path, paper)
    process = start(tmp_path)
    wait_for(lambda: stored(tmp_path) >= 1, "the paper was not gathered")
    process.send_signal(number)
    if number == signal.SIGTERM:
        process.wait(LONG)
    else:
        wait_for(lambda: stored(tmp_path) == 12, "it ended")
        assert process.poll() is None
    _, said = process.communicate(timeout=LONG)
    assert process.returncode == 0
    assert b"Traceback" not in said
    with open_archive(tmp_path, write=True):  # the lock is free
        pass


def test_an_archive_that_cannot_be_used_is_said_once_and_tried_again(tmp_path: Path, paper: Newspaper, capfd: pytest.CaptureFixture[str]) -> None:
    add(tmp_path, paper)
    (tmp_path / "broadsheet.sqlite").write_bytes(b"no database at all" * 400)
    one = Gatherer(Order(data=str(tmp_path), allow_private=True), look=0.05)
    thread = threading.Thread(target=one.run)
    thread.start()
    time.sleep(0.5)
    one.end()
    thread.join(LONG)
    assert capfd.readouterr().err.count("it is no archive") == 1
    assert paper.asked == []


def test_a_writer_that_does_not_yield_is_waited_for(tmp_path: Path, paper: Newspaper) -> None:
    add(tmp_path, paper)
    one = Gatherer(Order(data=str(tmp_path), allow_private=True), rest=0.0, look=0.05)
    thread = threading.Thread(target=one.run)
    with open_archive(tmp_path, write=True):
        thread.start()
        time.sleep(0.3)
        assert paper.asked == []
    wait_for(lambda: stored(tmp_path) == 12, "the paper was not gathered")
    one.end()
    thread.join(LONG)
    with open_archive(tmp_path, write=True, yields=True), pytest.raises(ArchiveBusyError):
        open_archive(tmp_path, write=True, yields=True)


def start(data: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-W", "error", "-m", "broadsheet.gatherer"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(json.dumps({"data": str(data), "allow_private": True}).encode() + b"\n")
    process.stdin.flush()
    return process


def test_the_process_ends_when_its_input_does(tmp_path: Path, paper: Newspaper) -> None:
    add(tmp_path, paper)
    process = start(tmp_path)
    wait_for(lambda: stored(tmp_path) == 12, "the paper was not gathered")
    assert os.getpriority(os.PRIO_PROCESS, process.pid) >= 10
    _, said = process.communicate(timeout=LONG)
    assert process.returncode == 0
    assert b"allow_private is on" in said
    assert b"Traceback" not in said


def test_a_killed_process_goes_on_where_it_was(tmp_path: Path) -> None:
    with Newspaper(40) as paper:
        add(tmp_path, paper, pace=0.03)
        process = start(tmp_path)
        wait_for(lambda: stored(tmp_path) >= 3, "the paper was not gathered")
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=LONG)
        process = start(tmp_path)
        wait_for(lambda: stored(tmp_path) == 40, f"what was left was not gathered: {stored(tmp_path)}")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=LONG)
        assert max(paper.counts().values()) <= 2  # what was under way when the process died is asked for again, nothing else
        assert sum(paper.counts().values()) <= len(paper.counts()) + 33


def test_a_companion_is_begun_when_wanted_begun_again_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "heard.py").write_text(f"import sys\nopen({str(tmp_path / 'said')!r}, 'a').write(sys.stdin.readline())\n")
    (tmp_path / "stays.py").write_text(f"import sys, signal, time\nopen({str(tmp_path / 'stays')!r}, 'w').write('')\ntime.sleep(600)\n")
    monkeypatch.setattr(companion, "_SHORT", 0.0)
    monkeypatch.setattr(companion, "_GRACE", 0.3)
    monkeypatch.syspath_prepend(str(tmp_path))
    said: list[str] = []
    wanted = tmp_path / "wanted"

    async def go() -> None:
        task = asyncio.create_task(companion.keep("heard", b"told", wanted.exists, said.append, look=0.05))
        await asyncio.sleep(0.3)
        assert not (tmp_path / "said").exists()
        wanted.touch()
        while not (tmp_path / "said").exists() or (tmp_path / "said").read_text().count("told\n") < 2:
            await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        deaf = asyncio.create_task(companion.keep("stays", b"", wanted.exists, said.append))
        while not (tmp_path / "stays").exists():
            await asyncio.sleep(0.05)
        deaf.cancel()
        await asyncio.gather(deaf, return_exceptions=True)

    asyncio.run(asyncio.wait_for(go(), LONG))
    assert said[0] == "heard has ended (exit code 0); it is begun again."


def test_what_is_wrong_with_a_paper_is_said_once_a_day_and_captures_stay_within_bounds(
    tmp_path: Path, paper: Newspaper, capfd: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path, paper)
    paper.template = lambda one, story: f"{one.head(story.headline)}</head><body>{one.navigation()}<main></main></body></html>"
    gatherer = Gatherer(Order(data=str(tmp_path), allow_private=True, captures=1, days=3650), rest=0.0, look=0.1)
    gatherer._once()
    said = [line for line in capfd.readouterr().err.splitlines() if "became no article" in line]
    assert len(said) == 1
    assert said[0].startswith("broadsheet: anzeiger: ")
    paper.template = newspaper.page
    paper.stories[:0] = [newspaper.Story(300_000 + number, "Sport", paper.stories[0].published) for number in range(2)]
    with open_archive(tmp_path, write=True) as archive:
        archive._write(lambda connection: connection.execute("UPDATE visit SET next = 0 WHERE purpose <> 'article'") and None)
    gatherer._pruned = 0.0
    gatherer._next.clear()
    gatherer._once()
    assert "became no article" not in capfd.readouterr().err
    with open_archive(tmp_path, write=False) as archive:
        heads = archive.newest("anzeiger").heads
        assert len(heads) == 2
        assert [archive.capture(head.id) for head in heads] == [None, None]
