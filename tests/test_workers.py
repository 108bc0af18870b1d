"""Extraction in worker processes: order, limits, replacement, bounds, an end."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Pipe
from pathlib import Path

import msgspec
import pytest

from broadsheet import workers
from broadsheet.errors import ArchiveError, BroadsheetError, CaptureError, ExtractionError
from broadsheet.model import Article, Capture, FrontPage
from broadsheet.workers import Extracted, Limits, extract_all

FAKE = "invented_extractor"


def page(text: str, **fields: str) -> Capture:
    return Capture(body=text.encode(), source=text[:20], address="https://b.example/a", **fields)


def run(*texts: str | CaptureError, jobs: int = 2, limits: Limits = workers.LIMITS) -> list[Extracted]:
    captures = (text if isinstance(text, CaptureError) else page(text) for text in texts)
    return list(extract_all(captures, jobs=jobs, limits=limits, extractor=FAKE))


def shown(pages: list[Extracted]) -> list[str]:
    return [each.found.headline if isinstance(each.found, Article) else getattr(each.found, "reason", type(each.found).__name__) for each in pages]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_results_come_in_the_order_of_the_captures():
    texts = [f"{'sleep:0.2' if number % 5 == 0 else 'a:' + str(number)}" for number in range(25)]
    found = run(*texts, jobs=3)
    assert [each.capture.body.decode() for each in found if each.capture] == texts
    assert shown(found) == ["0.2" if number % 5 == 0 else str(number) for number in range(25)]


def test_nothing_in_nothing_out():
    assert run() == []


def test_what_could_not_be_read_keeps_its_place():
    error = CaptureError("x: cut off")
    found = run("a:1", error, "a:2")
    assert shown(found) == ["1", "CaptureError", "2"]
    assert found[1] == Extracted(None, error)


def test_refusals_faults_and_broken_workers_cost_their_page_alone():
    texts = ["a:1", "refuse:no-article", "fault:", "deep:", "kill:SIGKILL", "kill:SIGSEGV", "exit:3", "kill:SIGXCPU", "lie:", "a:2"]
    found = run(*texts)
    assert shown(found) == ["1", "no-article", "error", "error", "crashed", "crashed", "crashed", "too-slow", "error", "2"]
    for each in found[1:-1]:
        assert isinstance(each.found, ExtractionError)
        assert each.capture is not None
        assert each.found.message.startswith(each.capture.source), each.found.message
    messages = [each.found.message for each in found[1:-1] if isinstance(each.found, ExtractionError)]
    assert "ZeroDivisionError" in messages[1]
    assert "RecursionError" in messages[2]
    assert "Killed" in messages[3]
    assert "exit code 3" in messages[5]


def test_a_page_that_takes_too_long_is_killed_and_its_worker_replaced():
    start = time.monotonic()
    found = run("pid:", "loop:", "sleep:60", "pid:", jobs=1, limits=Limits(seconds=0.5))
    assert shown(found)[1:3] == ["too-slow", "too-slow"]
    assert time.monotonic() - start < 20
    first, last = (int(each.found.headline) for each in found if isinstance(each.found, Article))
    assert first != last
    assert gone(first)
    assert gone(last)


def test_a_page_that_needs_too_much_memory_is_refused():
    if not Path("/proc/self/statm").exists():
        pytest.skip("memory is limited where /proc says how much there is in use")
    found = run("memory:300000000", "memory:10000000", limits=Limits(memory=100 << 20))
    assert shown(found) == ["too-large", "10000000"]


def test_front_pages_and_articles():
    found = list(extract_all([page("a:1"), page("front:2024-12-03")], jobs=1, is_front=lambda capture: capture.body.startswith(b"front"), extractor=FAKE))
    assert isinstance(found[0].found, Article)
    assert found[1].found == FrontPage("2024-12-03", ())


def test_sites_are_learned_only_where_somebody_wants_to_know():
    pages = [page("a:1"), page("a:2")]
    assert [each.observation for each in extract_all(pages, jobs=1, extractor=FAKE)] == [None, None]
    learned = list(extract_all(pages, jobs=1, known=lambda _: None, extractor=FAKE))
    assert [each.observation.address for each in learned if each.observation] == ["https://b.example/a"] * 2


def test_no_more_is_read_than_is_needed():
    read: list[int] = []

    def captures() -> Iterator[Capture]:
        for number in range(1000):
            read.append(number)
            yield page(f"a:{number}")

    pages = extract_all(captures(), jobs=2, extractor=FAKE)
    for _ in range(10):
        next(pages)
    assert len(read) <= 10 + 2 * 8
    pages.close()  # type: ignore[attr-defined]
    assert len(read) <= 10 + 2 * 8


def test_large_pages_wait_until_there_is_room(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workers, "_BYTES", 2500)
    held: list[int] = []
    waiting = 0

    def captures() -> Iterator[Capture]:
        nonlocal waiting
        for number in range(20):
            waiting += 1
            held.append(waiting)
            yield page(f"a:{number:01000}")

    for _ in extract_all(captures(), jobs=2, extractor=FAKE):
        waiting -= 1
    assert max(held) <= 4


def test_closing_ends_all_workers():
    pages = extract_all((page("pid:") for _ in range(100)), jobs=3, extractor=FAKE)
    pids = {int(each.found.headline) for _, each in zip(range(30), pages, strict=False) if isinstance(each.found, Article)}
    assert pids
    pages.close()  # type: ignore[attr-defined]
    assert all(map(gone, pids))


def test_what_is_known_of_a_site_and_cannot_be_read_ends_all_workers(monkeypatch: pytest.MonkeyPatch):
    begun: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def noted(*args: object, **kwargs: object) -> subprocess.Popen[bytes]:
        begun.append(popen(*args, **kwargs))
        return begun[-1]

    monkeypatch.setattr(workers.subprocess, "Popen", noted)

    def known(_: Capture) -> None:
        raise ArchiveError("what is known of b.example in the archive is damaged")

    with pytest.raises(ArchiveError):
        list(extract_all([page("eins")], jobs=1, known=known, extractor=FAKE))
    assert [process.returncode for process in begun] == [-signal.SIGKILL]


def test_no_more_workers_than_pages_and_one_for_each_processor(monkeypatch: pytest.MonkeyPatch):
    started: list[object] = []
    worker = workers._Worker

    def start(*arguments: object) -> object:
        started.append(arguments)
        return worker(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "_Worker", start)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    run("a:1", jobs=8)
    assert len(started) == 1
    started.clear()
    run(*("sleep:0.05" for _ in range(20)), jobs=0)
    assert len(started) == 2


def test_a_worker_that_cannot_begin_is_an_error(capfd: pytest.CaptureFixture[str]):
    with pytest.raises(BroadsheetError, match="ended before it could begin"):
        list(extract_all([page("a:1")], extractor="no_such_extractor"))
    assert "no_such_extractor" in capfd.readouterr().err


def test_an_idle_worker_that_was_killed_is_replaced():
    def captures() -> Iterator[Capture]:
        yield page("pid:")
        yield page("a:2")

    pages = extract_all(captures(), jobs=1, extractor=FAKE)
    pool_size = workers._AHEAD
    workers._AHEAD = 1
    try:
        first = next(pages).found
        assert isinstance(first, Article)
        os.kill(int(first.headline), signal.SIGKILL)
        time.sleep(0.1)
        assert shown(list(pages)) in (["2"], ["crashed"])
    finally:
        workers._AHEAD = pool_size


def test_workers_end_with_the_program_that_started_them():
    """kill -9 of the parent: an idle worker sees the pipe close; one that hangs on a page runs out of processor time."""
    code = (
        "from broadsheet.workers import *\nfrom broadsheet.model import Capture\n"
        f"pages = extract_all((Capture(body=b'pid:') for _ in range(9)), jobs=1, extractor={FAKE!r})\n"
        "print(next(pages).found.headline, flush=True)\nimport time\ntime.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while not gone(worker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert gone(worker)


def test_the_workers_side(monkeypatch: pytest.MonkeyPatch):
    """What runs in the worker, run here in a thread: the limits of the whole process are left alone."""
    limited: list[object] = []
    monkeypatch.setattr(workers, "_limit_memory", limited.append)
    monkeypatch.setattr(workers, "_limit_time", limited.append)
    monkeypatch.setattr(workers.gc, "freeze", lambda: limited.append("frozen"))
    ours, theirs = Pipe()
    thread = threading.Thread(target=workers.serve, args=(theirs, FAKE, 7))
    thread.start()
    assert ours.recv_bytes() == b"{}"
    asked = (("a:1", False, "1"), ("front:2024", True, "2024"), ("refuse:list-page", False, "list-page"), ("fault:", False, "error"))
    ours.send_bytes(msgspec.msgpack.encode([workers._Task(page(text), front, 5.0) for text, front, _ in asked]))
    for _, _, expected in asked:
        answer = msgspec.json.decode(ours.recv_bytes(), type=workers._Answer)
        found = answer.article.headline if answer.article else answer.front.time if answer.front else answer.reason
        assert found == expected
    ours.close()
    thread.join(5)
    assert not thread.is_alive()
    assert limited == [7, "frozen", 5.0, 5.0, 5.0, 5.0]


def test_limits_of_this_process(monkeypatch: pytest.MonkeyPatch):
    set_to: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(workers.resource, "setrlimit", lambda which, limits: set_to.update({which: limits}))
    workers._limit_memory(1 << 20)
    workers._limit_time(3.0)
    assert set_to[workers.resource.RLIMIT_CORE] == (0, 0)
    used = time.process_time()
    assert used + 6 < set_to[workers.resource.RLIMIT_CPU][0] < used + 12
    assert workers.processors() >= 1


def test_memory_error_is_too_large(monkeypatch: pytest.MonkeyPatch):
    class Module:
        @staticmethod
        def read(_: Capture, known: object) -> Article:
            raise MemoryError

        @staticmethod
        def article(_: Capture) -> Article:
            raise MemoryError

    for learn in (False, True):
        assert workers._answer(Module, workers._Task(page("a:"), False, 1.0, learn)).reason == "too-large"
