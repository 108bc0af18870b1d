"""What pages and redirects say of addresses is hearsay: no article takes another's place by it, and none is passed over for it."""

import random

import pytest

from broadsheet import address as addresses
from broadsheet.archive.sqlite import SqliteArchive

from . import newspaper
from .gathered import due_again, gather, polite
from .newspaper import Newspaper, Story

COUNT = 6


def told_apart(paper: Newspaper) -> None:
    """Give each article words of its own, as articles have, and no validators, so that each is read at every look."""
    for story in paper.stories:
        chance = random.Random(story.number)
        words = ["".join(chance.choices(("ka", "lo", "mi", "ter", "sun", "bra", "ve", "no"), k=3)) for _ in range(160)]
        story.paragraphs = [" ".join(words[place : place + 40]).capitalize() + "." for place in range(0, 160, 40)]
    paper.validators = False


def heads(archive: SqliteArchive) -> dict[str, tuple[str, int]]:
    """Headline and version of each article, by its path."""
    return {addresses.local(head.address): (head.headline, head.version) for head in archive.newest("anzeiger").heads}


def each_once(paper: Newspaper) -> dict[str, tuple[str, int]]:
    return {story.path: (story.headline, 1) for story in paper.stories}


def calls(story: Story, stories: list[Story], manner: str) -> str:
    """What the page of *story* says of its address."""
    first, second = stories[:2]
    own = f'<link rel="canonical" href="{story.path}">'
    match manner:
        case "one for all":
            return '<link rel="canonical" href="/artikel.html">'
        case "its section":
            return f'<link rel="canonical" href="/{story.section.lower()}/">'
        case "the other's":
            other = {first.path: second, second.path: first}.get(story.path, story)
            return f'<link rel="canonical" href="{other.path}">'
        case "the first's":
            return f'<link rel="canonical" href="{(first if story is second else story).path}">'
        case "the second's":
            return f'<link rel="canonical" href="{(second if story is first else story).path}">'
        case "the first's, to networks":
            return f'<meta property="og:url" content="{first.path}">'
        case "short":
            return f'{own}<link rel="shortlink" href="{first.path}"><link rel="amphtml" href="{first.path}">'
        case _:
            raise ValueError(manner)


@pytest.mark.parametrize("manner", ["one for all", "its section", "the other's", "the first's", "the second's", "the first's, to networks", "short"])
def test_a_page_that_calls_itself_another_is_no_version_of_that(archive: SqliteArchive, manner: str) -> None:
    with Newspaper(COUNT) as paper:
        told_apart(paper)
        paper.template = lambda one, story: newspaper.page(one, story, canonical=False).replace("</head>", f"{calls(story, one.stories, manner)}</head>")
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.changed) == (COUNT, 0), done
        for _ in range(2):
            assert {local: head for local, head in heads(archive).items() if local != "/artikel.html"} == each_once(paper)
            due_again(archive)
            paper.asked.clear()
            summary, done = gather(archive, paper)
            assert (summary.stored, summary.changed, summary.same) == (0, 0, COUNT), done
            assert set(paper.pages().values()) == {1}, "each is looked at again"
        changed = paper.stories[1]
        changed.headline, changed.paragraphs = "Ganz anders", [changed.paragraphs[0][::-1]]
        due_again(archive)
        gather(archive, paper)
        assert heads(archive) == each_once(paper) | {changed.path: ("Ganz anders", 2)}, "where it was read before, it is the same article, whatever it says"
        polite(paper)


@pytest.mark.parametrize("manner", ["one for all", "short for all"])
def test_withdrawing_one_of_many_that_call_themselves_alike_withdraws_no_other(archive: SqliteArchive, manner: str) -> None:
    with Newspaper(COUNT) as paper:
        told_apart(paper)
        shared = '<link rel="shortlink" href="/kurz?p=0">' if manner == "short for all" else '<link rel="canonical" href="/artikel.html">'
        paper.template = lambda one, story: newspaper.page(one, story, canonical=manner != "one for all").replace("</head>", f"{shared}</head>")
        gather(archive, paper)
        gone = paper.stories[0]
        assert archive.withdraw("anzeiger", f"{paper.address}{gone.path[1:]}") is not None
        paper.stories.append(Story(300_000, "Sport", gone.published))
        told_apart(paper)
        for _ in range(2):
            due_again(archive)
            summary, done = gather(archive, paper)
            assert (summary.refused, summary.failed) == (0, 0), done
            left = {local for local in heads(archive) if local != "/artikel.html"}
            assert left >= {story.path for story in paper.stories[1:-1]}
            assert gone.path not in left
            assert archive.newest("anzeiger").total == COUNT


@pytest.mark.parametrize("known", [True, False])
def test_a_wall_that_all_addresses_lead_to_is_one_article_and_passes(archive: SqliteArchive, known: bool) -> None:
    """A question about cookies, a page about works on the site: it is no version of what stood there before, and what it hid is read when it is gone."""
    with Newspaper(COUNT) as paper:
        told_apart(paper)
        if known:
            gather(archive, paper)
        wall = Story(999_999, "Hinweis", paper.stories[0].published)
        paper.raw["/zustimmung"] = newspaper.page(paper, wall, canonical=False).encode(), "text/html"
        paper.redirects = {story.path: (302, "/zustimmung") for story in paper.stories}
        due_again(archive)
        gather(archive, paper)
        expected = {"/zustimmung": (wall.headline, 1)}
        assert heads(archive) == (each_once(paper) | expected if known else expected)
        assert [archive.visits.of("anzeiger", f"{paper.address}{story.path[1:]}").status for story in paper.stories] == [302] * COUNT
        paper.redirects = {}
        due_again(archive)
        gather(archive, paper)
        assert heads(archive) == each_once(paper) | expected


def test_a_redirect_for_now_is_followed_again_after_days_and_not_for_ever(archive: SqliteArchive) -> None:
    with Newspaper(2) as paper:
        path = "/politik/kurz-900001.html"
        paper.front_extra = [path]
        paper.redirects = {path: (302, paper.stories[0].path)}
        waits: list[float] = []
        for _ in range(5):
            gather(archive, paper)
            visit = archive.visits.of("anzeiger", f"{paper.address}{path[1:]}")
            assert visit is not None
            waits.append((visit.next - visit.asked) / 86400)
            due_again(archive)
        assert waits == [1, 4, 16, 64, float("inf")]
        assert paper.counts()[path] == 5
        assert archive.newest("anzeiger").total == 2


def developing(story: Story) -> None:
    """The story goes on: a new headline, a new slug, twice as much text, in which the old stands."""
    story.headline, story.slug = "Rat beschließt den Umbau", "rat-beschliesst-den-umbau"
    story.number += 1000
    story.paragraphs = [f"Neu {story.paragraphs[0][::-1]}", *story.paragraphs, story.paragraphs[1][::-1], story.paragraphs[2][::-1]]


@pytest.mark.parametrize("manner", ["redirect", "canonical"])
def test_a_story_that_goes_on_elsewhere_is_the_same_article(archive: SqliteArchive, manner: str) -> None:
    with Newspaper(COUNT) as paper:
        told_apart(paper)
        gather(archive, paper)
        story = paper.stories[0]
        old = story.path
        developing(story)
        if manner == "redirect":
            paper.redirects = {old: (301, story.path)}
        else:
            paper.raw[old] = newspaper.page(paper, story).encode(), "text/html"
        due_again(archive)
        gather(archive, paper)
        assert heads(archive) == each_once(paper) | {addresses.local(archive.find("anzeiger", story.path).address): (story.headline, 2)}
        assert archive.newest("anzeiger").total == COUNT
        assert archive.find("anzeiger", old).id == archive.find("anzeiger", story.path).id
