"""The test newspaper, gathered completely through all its faults: each article once, in its sections, in the right versions, as politely as promised.

In CI it has its full size, 2,000 articles; elsewhere as many as `BROADSHEET_NEWSPAPER` says, which are few by default.
"""

import html
import os
import random
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from broadsheet import address as addresses
from broadsheet.archive.sqlite import SqliteArchive, open_archive
from broadsheet.gathering import Done

from . import newspaper
from .gathered import GUARDED, MANNERS, due_again, gather, polite
from .newspaper import Newspaper, Story

COUNT = int(os.environ.get("BROADSHEET_NEWSPAPER", "2000" if os.environ.get("CI") == "true" else "300"))
QUICK = msgspec.structs.replace(MANNERS, pace=0.002)
FAULTS = {
    "503": [newspaper.status(503)],
    "burst": [newspaper.status(500), newspaper.status(502), newspaper.status(504)],
    "cut": [newspaper.cut],
    "hang up": [newspaper.hang_up],
    "429": [newspaper.status(429, Retry_After="0")],
    "claims more": [newspaper.long],
    "claims less": [newspaper.short],
}


def new_template(paper: Newspaper, story: Story) -> str:
    """The same articles after a relaunch: other elements, other classes, other order."""
    body = "".join(f'<div class="txt-block"><p class="copy">{html.escape(paragraph)}</p></div>' for paragraph in story.paragraphs)
    return (
        f'{paper.head(story.headline)}<link rel="canonical" href="{paper.address.rstrip("/")}{story.path}">'
        f'<meta property="article:published_time" content="{story.published.isoformat(timespec="seconds")}"><meta name="author" content="{story.author}"></head>'
        f'<body><div id="page"><div class="top"><a href="/">Start</a></div><div class="story-wrap" itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 class="story-title" itemprop="headline">{html.escape(story.headline)}</h1><p class="story-lead teaser">{html.escape(story.teaser)}</p>'
        f'<div itemprop="articleBody" class="story-copy">{body}</div></div></div></body></html>'
    )


def amp(paper: Newspaper, story: Story) -> str:
    """The AMP twin of an article's page."""
    return newspaper.page(paper, story).replace("<html ", "<html amp ")


def test_the_newspaper_is_gathered_completely(tmp_path: Path) -> None:
    chance = random.Random(7)
    with Newspaper(COUNT) as paper, open_archive(tmp_path / "data", write=True) as archive:
        paths = [story.path for story in paper.stories]
        shuffled = chance.sample(paths, len(paths))
        kinds = [kind for kind in FAULTS for _ in range(max(1, COUNT // 60))]
        faulty = dict(zip(shuffled, kinds, strict=False))
        paper.faults = {path: list(FAULTS[kind]) for path, kind in faulty.items()}
        paper.faults |= {"/feed.xml": [newspaper.status(502)], "/sitemap.xml": [newspaper.cut], "/": [newspaper.hang_up], shuffled[-1]: [newspaper.slow(1.5)]}
        moved = {f"/politik/alter-name-{900_000 + number}.html": path for number, path in enumerate(shuffled[-30:-20])}
        paper.redirects = {old: (301, new) for old, new in moved.items()} | {
            "/politik/kreis-800001.html": (302, "/politik/kreis-800002.html"),
            "/politik/kreis-800002.html": (302, "/politik/kreis-800001.html"),
            **{f"/politik/weg-81000{number}.html": (302, target.format(port=paper.port)) for number, target in enumerate(GUARDED)},
        }
        twins = [f"{path}?utm_source=x{number}&fbclid=1" for number, path in enumerate(shuffled[-60:-30])]
        paper.copies = {f"/sport/kopie-{700_000 + number}.html": paper.stories[number] for number in range(5)}
        paper.faults |= {"/politik/bombe-820000.html": [newspaper.bomb]}
        paper.gone = {"/politik/weg-820002.html": 410}
        guarded = [target.format(port=paper.port) for target in GUARDED]
        paper.front_extra = [*moved, *twins, *paper.copies, *list(paper.redirects)[len(moved) :], "/politik/bombe-820000.html", *paper.gone, "/intern/geheim-830000.html", *guarded]
        paper.feed_extra = guarded
        lists = {"feeds": (f"{paper.address}feed.xml",), "sitemaps": (f"{paper.address}sitemap.xml",), "since": "2020-01-01"}
        summary, done = gather(archive, paper, QUICK, **lists)

        right_ones(archive, paper)
        assert summary.stored == COUNT, [each for each in done if each.outcome in {"failed", "refused"}]
        assert missed(done) == {"forbidden": 4, "bad-redirect": 1, "unreachable": 1, "circle": 1, "too-large": 1, "410": 1, "robots": 1}
        counts = paper.counts()
        for path in paths:
            assert counts[path] == 1 + (len(FAULTS[faulty[path]]) if path in faulty else 0) + (path == shuffled[-1]), path
        assert not [target for target in twins if counts[target]], "a twin that its address tells was asked for"
        assert counts["/intern/geheim-830000.html"] == 0
        assert all(asked.headers["Host"] == f"127.0.0.1:{paper.port}" for asked in paper.asked)
        polite(paper, QUICK.pace)

        # Nothing has changed: one question for each address that is due, and one word for an answer.
        due_again(archive)
        paper.asked.clear()
        again, done = gather(archive, paper, QUICK, **lists)
        assert (again.stored, again.changed) == (0, 0)
        assert {each.reason for each in done if each.outcome == "failed"} <= {"unreachable"}
        assert asked_once(paper)
        assert {asked.status for asked in paper.asked if asked.target in paths} == {304}

        # Some texts change, the template does in all of them, and one in three authors is corrected.
        corrected = paper.stories[::3]
        for story in corrected:
            story.author = "Enno Adam"
        rewritten = {story.path for story in paper.stories[::10]}
        for story in paper.stories[::10]:
            story.paragraphs[2] = f"{story.paragraphs[2]} Am Abend kam eine Mitteilung der Stadt dazu, die anderes sagt."
        paper.template = new_template
        due_again(archive)
        paper.asked.clear()
        gather(archive, paper, QUICK, **lists)
        assert asked_once(paper)
        right_ones(archive, paper)
        versions = {story.path: found(archive, story.path).version for story in paper.stories}
        assert {path for path, version in versions.items() if version == 2} == rewritten
        assert set(versions.values()) == {1, 2}
        for story in paper.stories:
            assert [person.name for person in found(archive, story.path).authors] == [story.author]
        polite(paper, QUICK.pace)


def found(archive: SqliteArchive, path: str):
    head = archive.find("anzeiger", path)
    assert head is not None, path
    return head


def right_ones(archive: SqliteArchive, paper: Newspaper) -> None:
    """Each article of the paper is there, once, as itself, under its section; and there is no other."""
    assert archive.newest("anzeiger").total == len(paper.stories)
    copies = {story.path: "Sport" for story in paper.copies.values()}
    ids = set()
    for story in paper.stories:
        head = found(archive, story.path)
        ids.add(head.id)
        assert (head.headline, addresses.local(head.address)) == (story.headline, story.path)
        assert head.sections[0].name == story.section
        assert {tag.name for tag in head.sections} <= {story.section, copies.get(story.path, story.section)}
        article = archive.article(head.id)
        assert article is not None
        assert len(article.body) == len(story.paragraphs)
    assert len(ids) == len(paper.stories)
    for path, story in paper.copies.items():
        assert found(archive, path).id == found(archive, story.path).id
    for old, (code, new) in paper.redirects.items():
        if code == 301:
            assert found(archive, old).id == found(archive, new).id


def asked_once(paper: Newspaper) -> bool:
    """Whether nothing was asked for twice, but for what leads to a name that cannot be found: that is tried again, as it may pass."""
    return all(count == 1 for target, count in paper.counts().items() if target not in paper.redirects)


def missed(done: list[Done]) -> Counter[str]:
    return Counter(each.reason for each in done if each.outcome in {"refused", "failed"})


@pytest.mark.parametrize("pace", [0.05])
def test_the_pace_is_kept_through_faults(tmp_path: Path, pace: float) -> None:
    """Measured by the server: from the beginning of each request to that of the next, whatever happened in between."""
    with Newspaper(12) as paper, open_archive(tmp_path / "data", write=True) as archive:
        paths = [story.path for story in paper.stories]
        paper.faults = {path: list(made) for path, made in zip(paths, FAULTS.values(), strict=False)}
        gather(archive, paper, msgspec.structs.replace(MANNERS, pace=pace))
        assert archive.newest("anzeiger").total == 12
        polite(paper, pace)
