"""The loop from saved pages to an archive: papers, outcomes, refusals, order, interruption, the sample newspaper."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from environment import unmeasured

from broadsheet import newsroom
from broadsheet.archive.search import parse
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.errors import ArchiveError, ConfigError
from broadsheet.gather.files import UnreadableError
from broadsheet.model import Capture, Paper
from broadsheet.newsroom import Done, Summary, key_of, site

FAKE = "invented_extractor"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path / "data", write=True) as opened:
        yield opened


def page(text: str, address: str = "https://www.blatt.example/a", **fields: str) -> Capture:
    return Capture(body=text.encode(), address=address, source=fields.pop("source", f"{text[:12]}.html"), time=fields.pop("time", "2024-12-03T12:00:00Z"))


def run(archive: SqliteArchive, captures: Iterable[Capture | UnreadableError], **options: object) -> tuple[Summary, list[Done]]:
    done: list[Done] = []
    summary = newsroom.import_captures(archive, captures, jobs=2, on_result=done.append, extractor=FAKE, **options)  # type: ignore[arg-type]
    return summary, done


def test_every_page_becomes_something(archive: SqliteArchive):
    captures = [
        page("a:1"),
        page("b:1", time="2024-12-04T12:00:00Z"),
        page("b:1"),
        page("front:2024-12-03T06:00:00Z", "https://www.blatt.example/"),
        page("refuse:list-page", "https://blatt.example/liste"),
        page("refuse:empty", "https://fremd.example/x"),
        page("a:ohne Adresse", ""),
        page("a:auf der Wurzel", "http://blatt.example"),
        UnreadableError("cut.html.gz", "cut.html.gz: the gzip data is cut off"),
        page("kill:SIGKILL", "https://www.blatt.example/bad"),
    ]
    summary, done = run(archive, captures)
    assert summary == Summary(found=10, new=1, changed=1, same=1, front=2, refused=4, failed=1)
    assert [(each.outcome, each.paper, each.reason) for each in done] == [
        ("new", "blatt", ""),
        ("changed", "blatt", ""),
        ("same", "blatt", ""),
        ("front", "blatt", ""),
        ("refused", "blatt", "list-page"),
        ("refused", "", "empty"),
        ("refused", "", "no-address"),
        ("front", "blatt", ""),
        ("failed", "", "unreadable"),
        ("refused", "blatt", "crashed"),
    ]
    assert done[0].article == done[1].article == 1
    assert "captures.jsonl" in done[6].message
    assert {refusal.reason for refusal in archive.refusals("blatt")} == {"list-page", "crashed"}
    assert {refusal.reason for refusal in archive.refusals("")} == {"empty", "no-address", "unreadable"}
    assert [version.number for version in archive.versions(1)] == [1, 2]
    kept = archive.capture(1, 2)
    assert kept is not None
    assert kept.body == b"b:1"
    assert archive.papers() == (Paper(key="blatt", name="Das Blatt", address="https://www.blatt.example/", language="de", timezone="Europe/Berlin"),)
    assert archive.front("blatt") is not None
    again, _ = run(archive, captures)
    assert again == Summary(found=10, same=3, front=2, refused=4, failed=1)


def test_versions_are_in_the_order_of_the_captures(archive: SqliteArchive):
    run(archive, (page(f"{'sleep' if number % 3 == 0 else 'a'}:0.0{number}", time=f"2024-12-03T12:00:{number:02}Z") for number in range(30)))
    assert [version.headline for version in archive.versions(1)] == [f"0.0{number}" for number in range(30)]


@pytest.mark.parametrize(
    ("address", "own", "key"),
    [
        ("https://taz.de/x", "taz.de", "taz"),
        ("https://www.bbc.co.uk/news/1", "bbc.co.uk", "bbc"),
        ("https://m.bild.de/x", "bild.de", "bild"),
        ("https://amp.www.bild.de/x", "bild.de", "bild"),
        ("https://www1.wdr.de/x", "wdr.de", "wdr"),
        ("https://news.sky.com/x", "news.sky.com", "news-sky"),
        ("https://m.de/x", "m.de", "m"),
        ("https://ABC.net.au/x", "abc.net.au", "abc"),
        ("https://xn--bcher-kva.example/x", "xn--bcher-kva.example", "xn-bcher-kva"),
        ("http://127.0.0.1:8080/x", "127.0.0.1", "127-0-0-1"),
        ("https://co.uk/x", "co.uk", "co"),
        ("http://localhost/x", "localhost", "localhost"),
        ("", "", "paper"),
    ],
)
def test_site_and_key(address: str, own: str, key: str):
    assert site(address) == own
    assert key_of(own) == key


def test_papers_by_their_hosts(archive: SqliteArchive):
    archive.put_paper(Paper(key="eigen", name="Eigen", address="https://www.eigen.example/zeitung/"))
    addresses = ["https://m.eigen.example/a", "https://abc.es/a", "https://www.abc.net.au/a", "https://abc.com/a", "https://abc-com.example/a", "https://amp.abc.com/b"]
    _, done = run(archive, [page("a:1", address) for address in addresses])
    assert [each.paper for each in done] == ["eigen", "abc", "abc-net-au", "abc-com", "abc-com-example", "abc-com"]
    assert [(paper.key, paper.address, paper.timezone) for paper in archive.papers() if paper.key.startswith("abc")] == [
        ("abc", "https://abc.es/", "Europe/Madrid"),
        ("abc-com", "https://abc.com/", "Europe/Berlin"),
        ("abc-com-example", "https://abc-com.example/", "Europe/Berlin"),
        ("abc-net-au", "https://www.abc.net.au/", "Australia/Sydney"),
    ]
    _, done = run(archive, [page("front:2024-12-03", "https://www.eigen.example/zeitung"), page("a:2", "https://abc.es/c")])
    assert [(each.outcome, each.paper) for each in done] == [("front", "eigen"), ("new", "abc")], "stable in the next run"


def test_a_third_paper_of_one_name(archive: SqliteArchive):
    for key in ("abc", "abc-org"):
        archive.put_paper(Paper(key=key, name=key, address=f"https://{key}.example/"))
    _, done = run(archive, [page("a:1", "https://abc.org/a")])
    assert done[0].paper == "abc-2"


def test_a_paper_has_the_name_that_most_of_its_pages_say(archive: SqliteArchive):
    names = ["Das Blatt Extra", "Das Blatt", "", "Das Blatt Reise", "Das Blatt", "Das Blatt Extra"]
    pages = [msgspec.structs.replace(page(f"a:{number}", f"https://blatt.example/{number}"), hints={"paper": name}) for number, name in enumerate(names)]
    run(archive, pages)
    assert [(paper.key, paper.name) for paper in archive.papers()] == [("blatt", "Das Blatt")]
    run(archive, [msgspec.structs.replace(page(f"b:{number}", f"https://blatt.example/b{number}"), hints={"paper": "Das Blatt Extra"}) for number in range(9)])
    assert [paper.name for paper in archive.papers()] == ["Das Blatt"], "of a paper that there is, no page changes the name"


def test_a_paper_learns_its_name_from_its_first_article(archive: SqliteArchive):
    run(archive, [page("front:2024-12-03T06:00:00", "https://www.blatt.example/")])
    assert [paper.name for paper in archive.papers()] == ["blatt.example"]
    run(archive, [page("a:1")])
    assert [(paper.key, paper.name, paper.language) for paper in archive.papers()] == [("blatt", "Das Blatt", "de")]


@pytest.mark.parametrize(
    ("said", "captured", "time"),
    [("2024-12-02", "2024-12-03", "2024-12-02"), ("", "2024-12-03T06:00:00Z", "2024-12-03T06:00:00Z"), ("heute", "2024-12-03", "2024-12-03"), ("", "heute", "")],
)
def test_the_time_of_a_front_page(archive: SqliteArchive, said: str, captured: str, time: str):
    run(archive, [page(f"front:{said}", "https://www.blatt.example/", time=captured)])
    front = archive.front("blatt")
    assert front is not None
    assert front.time == time or (not time and front.time > "2025")


def write(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())


HTML = (
    "<!doctype html><html lang=de><head><title>{0}</title><link rel=canonical href='https://www.blatt.example/politik/{1}'></head><body><article><h1>{0}</h1>"
    "<p>{2} Am Morgen trat der Rat zusammen, und die Mitglieder sprachen lange über die Brücke am Hafen, die seit Jahren niemand mehr öffnen kann.</p>"
    "<p>Am Ende stimmten alle für den Umbau, der im Frühjahr beginnen soll; die Kosten trägt zur Hälfte das Land, zur Hälfte die Stadt.</p>"
    "<p>Die Arbeiten dauern voraussichtlich zwei Jahre, in denen der Verkehr über die alte Schleuse geführt wird.</p></article></body></html>"
)


def test_a_folder_with_its_paper_and_manifest(archive: SqliteArchive, tmp_path: Path):
    """The whole way, with the real extraction."""
    site = tmp_path / "site"
    write(site, "pages/b.html.gz", HTML.format("Die Brücke", "bruecke", "Erste Fassung."))
    write(site, "pages/a.html", HTML.format("Die Brücke", "bruecke", "Zweite Fassung."))
    write(site, "pages/leer.html", "")
    write(site, "paper.toml", 'key = "bote"\nname = "Der Bote"\naddress = "https://blatt.example/"\ntimezone = "Asia/Tokyo"')
    write(site, "captures.jsonl", "\n".join(json.dumps({"id": name, "crawled": f"2024-12-0{day}T12:00:00Z"}) for name, day in (("b", 1), ("a", 2), ("leer", 3))))
    done: list[Done] = []
    summary = newsroom.import_paths(archive, [site, tmp_path / "none"], jobs=2, on_result=done.append)
    assert summary == Summary(found=4, new=1, changed=1, refused=1, failed=1), done
    assert [(each.paper, each.reason) for each in done] == [("bote", ""), ("bote", ""), ("", "empty"), ("", "unreadable")]
    assert archive.search(parse('"erste fassung"')).total == 0
    assert archive.search(parse('"zweite fassung" brücke'), "bote").total == 1
    (paper,) = archive.papers()
    assert (paper.key, paper.name, paper.timezone) == ("bote", "Der Bote", "Asia/Tokyo")
    write(site, "paper.toml", "key = 1")
    with pytest.raises(ConfigError, match=r"paper\.toml"):
        newsroom.import_paths(archive, [site])


def test_the_import_ends_where_the_archive_cannot_be_written(archive: SqliteArchive):
    archive.close()
    with pytest.raises(ArchiveError):
        run(archive, [page("a:1")])


def test_ctrl_c_keeps_what_was_done_and_ends_the_workers(tmp_path: Path):
    code = f"""
import sys
from pathlib import Path
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import Capture
from broadsheet.newsroom import import_captures
def captures():
    for number in range(100000):
        yield Capture(body=b"pid:" if number < 5 else b"sleep:0.01", address=f"https://blatt.example/{{number}}", source=str(number))
def told(done):
    print(archive.head(done.article).headline, flush=True)
with open_archive(Path({str(tmp_path / "data")!r}), write=True) as archive:
    import_captures(archive, captures(), jobs=2, on_result=told, extractor={FAKE!r})
"""
    environment = {**unmeasured(), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline() for _ in range(15)]
        os.killpg(process.pid, signal.SIGINT)  # what a terminal does: the workers get it too
        done = len(lines) + len(process.stdout.readlines())
        assert process.stderr.read().strip().endswith("KeyboardInterrupt")
    # They have ended; the system's first process may take its time to bury them.
    for pid in {int(line) for line in lines[:5]}:
        for _ in range(600):
            if not Path(f"/proc/{pid}").exists():
                break
            time.sleep(0.1)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    with open_archive(tmp_path / "data", write=False) as archive:
        assert archive.newest("blatt").total in {done, done + 1}


def test_the_sample_newspaper(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch):
    done: list[Done] = []
    first = newsroom.import_sample(archive, jobs=2, on_result=done.append)
    assert [each for each in done if each.outcome in {"refused", "failed"}] == []
    assert first.new >= 40
    assert first.changed >= 1
    assert first.front >= 1
    assert [paper.key for paper in archive.papers()] == ["hafenbote"]
    monkeypatch.setattr(newsroom, "extract_all", None)  # nothing is extracted again
    assert newsroom.import_sample(archive, jobs=2, on_result=done.append) == Summary()
    assert len(done) == first.found


def test_the_corpus(archive: SqliteArchive, shared: Path):
    """Every real page becomes an article or is refused with a reason."""
    done: list[Done] = []
    summary = newsroom.import_paths(archive, [shared / "corpus" / "fundus"], jobs=2, on_result=done.append)
    assert summary.found == 170
    assert summary.new + summary.changed + summary.same + summary.refused == 170
    assert all(each.reason and each.message for each in done if each.outcome == "refused")
    assert summary.new >= 160


def test_an_expression_that_never_ends_costs_its_page_and_no_other(archive: SqliteArchive, tmp_path: Path):
    pytest.importorskip("lxml")
    deep = "//*[count(//*[count(//*[count(//*[count(//*) > 0]) > 0]) > 0]) > 0]"
    (tmp_path / "langsam.example.txt").write_text(f"body: {deep}\n")
    text = "<html><body><h1>Die Drehbrücke klemmt</h1>" + "<p>Alle warten auf das Ersatzteil, das am Abend kommen soll.</p>" * 200
    captures = [page(text, "https://langsam.example/a"), page(text, "https://www.blatt.example/b")]
    done: list[Done] = []
    newsroom.import_captures(archive, captures, jobs=1, on_result=done.append, limits=newsroom.Limits(seconds=3), site_configs=str(tmp_path))
    assert done[0].reason == "too-slow"
    assert done[1].reason != "too-slow"
