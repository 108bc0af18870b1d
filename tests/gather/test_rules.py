"""Gathering by site configs: articles are whole where the rules say that they are, as politely as any; what the rules may not have, they do not get."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from broadsheet import adding, cli_gather
from broadsheet import address as addresses
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.gather.fetch import Fetcher
from broadsheet.gather.siteconfigs import SiteConfigs
from broadsheet.leads import LeadsError, found, leads
from broadsheet.model import plain_text
from broadsheet.net.answer import PAGE, ROBOTS, Answer, Wanted
from broadsheet.rounds import Rules
from broadsheet.siteconfig import Leads, SiteConfig, parse

from . import newspaper
from .gathered import MANNERS, due_again, gather, polite
from .newspaper import Newspaper, Story

pytest.importorskip("lxml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ftr").mkdir()
    return tmp_path / "ftr"


def rules(folder: Path, text: str) -> str:
    (folder / "127.0.0.1.txt").write_text(text)
    return str(folder)


def texts(archive: SqliteArchive, story: Story) -> list[str]:
    article = archive.article(archive.find("anzeiger", story.path).id)
    return [plain_text(block.spans) for block in article.body]


def parted(paper: Newspaper, story: Story) -> list[str]:
    """The article on three pages, at addresses that do not look like pages of it, linked by words that say nothing."""
    paths = [story.path, f"/teile/b{story.number}.html", f"/teile/c{story.number}.html"]
    paper.paged[story.path] = paths
    paper.marks_next = False
    return paths


def test_an_article_goes_on_where_the_rules_say(archive: SqliteArchive, folder: Path) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        paths = parted(paper, story)
        paper.faults = {paths[2]: [newspaper.status(503)]}
        configs = rules(folder, "next_page_link: //div[@class='pager']/a[.='2'][not(//a[.='1'])]\nnext_page_link: //div[@class='pager']/a[.='3']\n")
        summary, done = gather(archive, paper, site_configs=configs)
        assert (summary.stored, summary.refused, summary.failed) == (4, 0, 0), done
        assert texts(archive, story) == story.paragraphs
        assert [paper.counts()[each] for each in paths] == [2, 2, 2], "once, and once more because the third failed"
        assert addresses.local(archive.find("anzeiger", paths[2]).address) == story.path
        polite(paper)


@pytest.mark.parametrize("failures", [1, 1000])
def test_where_it_cannot_be_said_where_a_page_leads_it_is_asked_for_again(
    archive: SqliteArchive, folder: Path, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    """And taken as far as it came in the end: one that is never stored would be lost."""
    left = [failures]

    async def sometimes(body: bytes, address: str, charset: str, known: SiteConfig) -> Leads:
        if "/teile/b" in address and left[0]:
            left[0] -= 1
            raise LeadsError(f"{address}: took too long")
        return await leads(body, address, charset, known)

    monkeypatch.setattr("broadsheet.rounds.leads", sometimes)
    with Newspaper(4) as paper:
        story = paper.stories[0]
        paths = parted(paper, story)
        configs = rules(folder, "next_page_link: //div[@class='pager']/a[.='2'][not(//a[.='1'])]\nnext_page_link: //div[@class='pager']/a[.='3']\n")
        summary, done = gather(archive, paper, site_configs=configs)
        assert (summary.stored, summary.failed) == (4, 0), done
        assert texts(archive, story) == story.paragraphs[: 5 if failures == 1 else 4]
        assert [paper.counts()[each] for each in paths] == ([2, 2, 1] if failures == 1 else [5, 5, 0])
        polite(paper)


def test_rules_that_lead_in_a_circle_or_away_end(archive: SqliteArchive, folder: Path) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        parted(paper, story)
        configs = rules(folder, "next_page_link: //div[@class='pager']/a[1]\n")
        gather(archive, paper, site_configs=configs)
        assert texts(archive, story) == story.paragraphs[:4]  # the second page's first link leads back
        rules(folder, "next_page_link: string('http://127.0.0.2:9/weiter')\nsingle_page_link: string('http://10.1.1.1/alles')\n")
        due_again(archive)
        paper.asked.clear()
        summary, _ = gather(archive, paper, site_configs=configs)
        assert summary.failed == 0
        assert texts(archive, story) == story.paragraphs[:2]
        polite(paper)


def test_autodetect_next_page_no_leaves_the_first(archive: SqliteArchive, folder: Path) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        paper.paged[story.path] = [story.path, f"{story.path}?page=2"]
        gather(archive, paper, site_configs=rules(folder, "autodetect_next_page: no\n"))
        assert texts(archive, story) == story.paragraphs[:3]


def printed(paper: Newspaper, story: Story, *, canonical: bool = False) -> str:
    """The article's first page links to one that has all of it, which search engines are to leave alone."""
    parted(paper, story)
    whole = newspaper.page(paper, story, canonical=canonical).replace("<head>", '<head><meta name="robots" content="noindex">')
    path = f"/drucker?nr={story.number}"
    paper.raw[path] = whole.encode(), "text/html"
    part = paper.part(story, story.path).replace('<div class="pager">', f'<div class="pager"><a class="alles" href="{path}">Alles</a>')
    paper.raw[story.path] = part.encode(), "text/html"
    return path


SINGLE = "single_page_link: //a[@class='keine']\nsingle_page_link: //a[@class='alles']\nif_page_contains: //div[@class='pager']\n"


@pytest.mark.parametrize("canonical", [True, False])
def test_the_page_that_has_all_of_it_is_taken(archive: SqliteArchive, folder: Path, canonical: bool) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        path = printed(paper, story, canonical=canonical)
        paper.faults = {path: [newspaper.status(503)]}
        summary, done = gather(archive, paper, site_configs=rules(folder, SINGLE))
        assert (summary.stored, summary.refused, summary.failed) == (4, 0, 0), done
        assert texts(archive, story) == story.paragraphs
        head = archive.find("anzeiger", path)
        assert head is not None
        assert addresses.local(head.address) == story.path, "the article is where it is listed, not where printers get it"
        assert (paper.counts()[path], paper.counts()[story.path]) == (2, 2)
        due_again(archive)
        paper.asked.clear()
        again, _ = gather(archive, paper, site_configs=str(folder))
        assert (again.changed, again.stored) == (0, 0)
        polite(paper)


def test_it_is_not_where_the_condition_does_not_hold(archive: SqliteArchive, folder: Path) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        path = printed(paper, story)
        gather(archive, paper, site_configs=rules(folder, SINGLE.replace("'pager'", "'blättern'")))
        assert paper.counts()[path] == 0
        assert texts(archive, story) == story.paragraphs[:2]


@pytest.mark.parametrize("status", [404, 302])
def test_a_page_for_printers_that_is_not_there_leaves_the_first(archive: SqliteArchive, folder: Path, status: int) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        path = printed(paper, story)
        if status == 404:
            paper.gone = {path: 404}
        else:
            paper.redirects = {path: (302, story.path)}
        summary, done = gather(archive, paper, site_configs=rules(folder, SINGLE))
        assert (summary.stored, summary.failed) == (4, 0), done
        assert texts(archive, story) == story.paragraphs[:2]


@pytest.mark.parametrize("way", ["single", "following"])
def test_a_redirect_to_another_site_is_not_followed(archive: SqliteArchive, folder: Path, way: str) -> None:
    with Newspaper(4) as paper, Newspaper(1) as other:
        story = paper.stories[0]
        path = printed(paper, story) if way == "single" else f"{story.path}?page=2"
        if way == "following":
            paper.paged[story.path] = [story.path, path]
        shown = 2 if way == "single" else 3
        paper.redirects = {path: (302, f"http://localhost:{other.port}{other.stories[0].path}")}
        summary, done = gather(archive, paper, site_configs=rules(folder, SINGLE))
        assert (summary.stored, summary.failed, other.asked) == (4, 0, []), done
        assert texts(archive, story) == story.paragraphs[:shown]


def test_robots_txt_holds_for_what_rules_lead_to(archive: SqliteArchive, folder: Path) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        path = printed(paper, story)
        paper.robots = (200, "User-agent: *\nDisallow: /drucker\n")
        gather(archive, paper, site_configs=rules(folder, SINGLE))
        assert paper.counts()[path] == 0
        assert texts(archive, story) == story.paragraphs[:2]


def test_headers_go_with_pages_of_their_host_alone(archive: SqliteArchive, folder: Path) -> None:
    with Newspaper(4) as paper:
        text = "http_header(Cookie): consent=yes\nhttp_header(accept-language): de\nhttp_header(User-Agent): Mozilla/5.0\nhttp_header(Referer): https://x.example/\n"
        gather(archive, paper, site_configs=rules(folder, text))
        pages = [asked for asked in paper.asked if asked.target.endswith(".html")]
        assert len(pages) == 4
        assert {(asked.headers["Cookie"], asked.headers["Accept-Language"], asked.headers.get("Referer")) for asked in pages} == {("consent=yes", "de", None)}
        assert not any("Cookie" in asked.headers for asked in paper.asked if asked.target in {"/robots.txt", "/feed.xml"})
        polite(paper)


def test_no_other_host_hears_of_a_header(archive: SqliteArchive, folder: Path) -> None:
    (folder / "bote.example.txt").write_text("http_header(cookie): consent=yes\n")
    sent: list[tuple[str, Mapping[str, str]]] = []

    class Server:
        async def ask(self, address: str, wanted: Wanted = PAGE, headers: Mapping[str, str] | None = None) -> Answer:
            sent.append((address, dict(headers or {})))
            status = 404 if wanted == ROBOTS else 302
            where = {"http://bote.example/a": "https://www.bote.example/a", "https://www.bote.example/a": "https://werbung.example/a"}.get(address, "")
            return Answer(address=address, status=status if where or wanted == ROBOTS else 200, headers={"location": where} if where else {})

    fetcher = Fetcher(Server(), archive.visits, pace_seconds=0.001, adds=Rules(SiteConfigs(folder)).headers)
    asyncio.run(fetcher.get("http://bote.example/a", headers={"If-None-Match": "x"}))
    assert [(address, headers) for address, headers in sent if not address.endswith("robots.txt")] == [
        ("http://bote.example/a", {"If-None-Match": "x", "cookie": "consent=yes"}),
        ("https://www.bote.example/a", {"cookie": "consent=yes"}),
        ("https://werbung.example/a", {}),
    ]


def test_adding_reads_its_sample_by_the_rules(archive: SqliteArchive, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Newspaper(4) as paper:
        for story in paper.stories:
            printed(paper, story)
        configs = rules(folder, SINGLE + "strip: //h1\ntidy: no\ntitl: //h1\n")
        proposal = adding.propose(archive, paper.address, "anzeiger", MANNERS, site_configs=configs)
        assert proposal.rules.told() == ("127.0.0.1.txt", "not applied: tidy", "unknown: titl")
        cli_gather._present(proposal)
        assert "\n  rules     127.0.0.1.txt\n            not applied: tidy\n            unknown: titl\n" in capsys.readouterr().out
        known = {story.headline: story for story in paper.stories}
        found = proposal.articles()
        assert len(found) == 3
        for article in found:
            assert [plain_text(block.spans) for block in article.body] == known[article.headline].paragraphs
            assert addresses.local(article.address) == known[article.headline].path


# where a page leads

PAGE_OF = '<html><head><base href="/ressort/"></head><body><a name="x">kein Ziel</a><a href="teil-2.html#unten">weiter</a><a href="mailto:x@y.example">Brief</a></body></html>'


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("next_page_link: //a\n", Leads("", "https://bote.example/ressort/teil-2.html")),
        ("next_page_link: //a/@href\n", Leads("", "https://bote.example/ressort/teil-2.html")),
        ("next_page_link: //a[3]\nnext_page_link: concat(//a[2]/@href, '?x')\n", Leads("", "https://bote.example/ressort/teil-2.html")),
        ("single_page_link: //a[\nsingle_page_link: //a[2]\nautodetect_next_page: no", Leads("https://bote.example/ressort/teil-2.html", "", True)),
        ("single_page_link: //a[2]\nif_page_contains: //h7\n", Leads()),
        ("replace_string(weiter): Schluss\nnext_page_link: //a[.='weiter']\n", Leads()),
    ],
)
def test_rules_lead(text: str, led: Leads) -> None:
    assert found(PAGE_OF, "https://bote.example/a.html", parse(text, "x")) == led
    assert asyncio.run(leads(PAGE_OF.encode(), "https://bote.example/a.html", "", parse(text, "x"))) == led


def test_a_page_of_nothing_leads_nowhere() -> None:
    assert found("", "https://bote.example/", parse("next_page_link: //a\n", "x")) == Leads()


def test_a_system_without_room_for_a_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(LeadsError, match=r"no process can be begun to look for its other pages \(No such file"):
        asyncio.run(leads(b"<p>x</p>", "https://bote.example/", "", parse("next_page_link: //a\n", "x.txt")))


def test_what_takes_too_long_or_ends_the_process_is_told() -> None:
    slow = "<div>" * 200 + "<a>x</a>" * 4000
    with pytest.raises(LeadsError, match=r"x\.txt took longer than 0\.5 s; change"):
        asyncio.run(leads(slow.encode(), "https://bote.example/", "", parse("next_page_link: //div//div//div//div//a[contains(., 'y')]\n", "x.txt"), seconds=0.5))
    many = "".join(f"replace_string(a): {'a' * 1900}\n" for _ in range(4))
    with pytest.raises(LeadsError, match=r"ended with exit code 1"):
        asyncio.run(leads(b"<p>a</p>", "https://bote.example/", "", parse(f"{many}next_page_link: //a\n", "x.txt")))
    answer = asyncio.run(Rules(None).lead(Answer(address="https://bote.example/")))
    assert answer == Leads()
