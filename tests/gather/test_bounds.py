"""What a server could make a round do without end, and what it says that cannot be: bounded, and told."""

import asyncio
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from aiohttp import web

from broadsheet import adding, gathering
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.errors import NetError
from broadsheet.gather import lists
from broadsheet.gather import round as rounds
from broadsheet.gather.events import Got
from broadsheet.gather.fetch import Fetcher
from broadsheet.gather.profile import Profile
from broadsheet.gathering import Done
from broadsheet.net.answer import Answer
from broadsheet.net.client import Limits
from broadsheet.rounds import Rounds
from broadsheet.visit import Purpose

from . import newspaper
from .gathered import MANNERS, gather, polite, profile
from .newspaper import Newspaper


@pytest.mark.parametrize("most", [4, 7])
def test_a_history_longer_than_can_be_had_in_mind_is_gathered_in_parts(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Each article once, though most are listed again and again, and what is under way is not remembered yet."""
    monkeypatch.setattr(rounds, "_MOST", most)
    with Newspaper(30) as paper:
        places = [f"/sitemap-teil{number}.xml" for number in range(3)]
        for number, place in enumerate(places):
            urls = "".join(f"<url><loc>{paper.address.rstrip('/')}{story.path}</loc></url>" for story in paper.stories[10 * number : 10 * number + 12])
            paper.raw[place] = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(), "application/xml"
        sitemaps = tuple(f"{paper.address}{place[1:]}" for place in places)
        summary, done = gather(archive, paper, sitemaps=sitemaps, since="2020-01-01", sections=(), feeds=())
        assert (summary.stored, summary.failed, summary.refused) == (30, 0, 0), done
        assert set(paper.pages().values()) == {1}
        assert [paper.counts()[place] for place in (*places, "/")] == [1, 1, 1, 1]
        polite(paper)


def index(*addresses: str) -> bytes:
    named = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{named}</sitemapindex>'.encode()


def test_indexes_that_name_ever_more_indexes_end(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        made: list[str] = []

        async def answer(request: web.Request) -> web.Response:
            made.append(request.path)
            children = [f"{paper.address}index-{len(made)}-{number}.xml" for number in range(2)]
            for child in children:
                paper.faults[child.removeprefix(paper.address.rstrip("/"))] = [answer]
            return web.Response(body=index(*children), content_type="application/xml")

        paper.faults["/index.xml"] = [answer]
        summary, _ = gather(archive, paper, sitemaps=(f"{paper.address}index.xml",), since="2020-01-01")
        assert summary.stored == 4
        assert len(made) == 1 + 2 + 4 + 8


def test_sitemaps_of_other_sites_are_left_alone(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper, Newspaper(2) as other:
        paper.raw["/index.xml"] = index(f"{other.address}sitemap.xml", f"{paper.address}index.xml"), "application/xml"
        summary, _ = gather(archive, paper, sitemaps=(f"{paper.address}index.xml",), since="2020-01-01")
        assert (summary.stored, other.asked) == (4, [])
        assert paper.counts()["/index.xml"] == 1


def test_not_modified_that_nobody_asked_for_is_no_answer(archive: SqliteArchive) -> None:
    """A cache that has gone mad; what was not read is asked for again, and taken."""
    with Newspaper(4) as paper:
        story = paper.stories[0]
        paper.faults = {story.path: [newspaper.status(304)], "/feed.xml": [newspaper.status(304)]}
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.same, summary.failed) == (4, 0, 0), done
        assert (paper.counts()[story.path], paper.counts()["/feed.xml"]) == (2, 2)


def test_a_fault_of_ours_at_one_paper_keeps_no_other_from_being_gathered(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    read = lists.read

    def stumbling(purpose: Purpose, answer: Answer, known: Profile, is_article: Callable[[str], bool]) -> lists.Content:
        if known.key == "anzeiger" and purpose == "feed":
            raise KeyError("where")
        return read(purpose, answer, known, is_article)

    monkeypatch.setattr("broadsheet.gather.lists.read", stumbling)
    with Newspaper(4) as paper, Newspaper(4) as other:
        done: list[Done] = []
        profiles = [profile(paper), msgspec.structs.replace(profile(other), key="bote")]
        summary = gathering.fetch(archive, profiles, MANNERS, jobs=1, on_result=done.append)
        assert (archive.newest("bote").total, summary.failed) == (4, 1)
        assert [(each.paper, each.address, each.reason) for each in done if each.outcome == "failed"] == [("anzeiger", paper.address, "error")]
        assert re.search(r"its round ended at a fault of ours \(\w+ in \w+\.py:\d+\); please report it", archive.refusals("anzeiger")[0].message)


def test_no_paper_keeps_the_others_waiting_by_being_slow(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article on thirty pages, each of which takes nearly as long as an answer may."""
    monkeypatch.setattr("broadsheet.rounds._GRACE", 0.5)
    with Newspaper(4) as paper, Newspaper(4) as other:
        slow, pages = paper.stories[0], [f"{paper.stories[0].path}?page={number}" for number in range(2, 31)]
        paper.paged[slow.path] = [slow.path, *pages]

        async def late(request: web.Request) -> web.Response:
            await asyncio.sleep(4)
            return paper._answer(request)

        paper.faults = {page: [late] for page in pages}
        manners = msgspec.structs.replace(MANNERS, limits=Limits(5.0, 1.0, 5.0))
        profiles = [profile(paper), msgspec.structs.replace(profile(other), key="bote")]
        summary = gathering.fetch(archive, profiles, manners, jobs=1, enough=lambda: bool(paper.counts()[pages[0]]))
        assert summary.failed == 0
        assert paper.counts()[pages[0]] == 1
        assert sum(paper.counts()[page] for page in pages) <= 3
        assert archive.find("anzeiger", slow.path) is None, "an article without its end is not taken"
        paper.paged, paper.faults = {}, {}
        gathering.fetch(archive, profiles, MANNERS, jobs=1)
        assert (archive.newest("anzeiger").total, archive.newest("bote").total) == (4, 4), "what was ended is gone on with"


@pytest.mark.parametrize("most", [1, 20_000])
def test_pages_that_wait_to_be_read_are_bounded_by_their_size(archive: SqliteArchive, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """A paper may send pages of 32 MB as fast as it is asked, each of which takes seconds to read."""
    monkeypatch.setattr("broadsheet.rounds._BYTES", most)
    with Newspaper(12) as paper:
        archive.put_paper(profile(paper).paper())
        running = Rounds(archive, (profile(paper, pace=MANNERS.pace),), MANNERS, None, lambda: False)
        got, waiting = [], []
        for event in running.events():
            if isinstance(event, Got):
                if len(got) < 3:
                    newspaper.time.sleep(0.5)
                got.append(len(event.capture.body))
                waiting.append(sum(len(each.capture.body) for each in list(running._queue.queue) if isinstance(each, Got)))
        assert len(got) == 12 + 1
        assert max(waiting) <= max(most, *got)
        assert running._held == 0


async def allowed(archive: SqliteArchive, address: str) -> bool:
    """Whether a round may ask for *address*."""
    async with MANNERS.client() as client:
        return (await Fetcher(client, archive.visits).rules(address)).allows(address)


def test_who_adds_a_paper_again_is_not_answered_from_memory(archive: SqliteArchive) -> None:
    """A robots.txt that could not be reached is asked for once more by a person, though not by a round."""
    with Newspaper(4) as paper:
        paper.robots = (503, "")
        for _ in range(2):
            with pytest.raises(NetError, match=r"robots\.txt cannot be reached, .* nothing is asked for"):
                adding.propose(archive, paper.address, "anzeiger", MANNERS)
        assert paper.counts() == {"/robots.txt": 2}
        assert not asyncio.run(allowed(archive, paper.address))
        assert paper.counts() == {"/robots.txt": 2}
        paper.robots = (200, "")
        assert len(adding.propose(archive, paper.address, "anzeiger", MANNERS).articles()) == 3
        polite(paper)


def test_a_certificate_that_is_not_valid_is_called_so(archive: SqliteArchive, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=x")
    subprocess.run(["openssl", *made, "-keyout", key, "-out", certificate], check=True, capture_output=True)

    async def asked() -> str:
        import ssl

        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
        async with server, MANNERS.client() as client:
            return (await client.ask(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")).message

    assert "(its certificate is not valid: self-signed certificate)" in asyncio.run(asked())
