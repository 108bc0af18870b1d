"""Articles on several pages and in several forms: gathered once, and whole."""


import pytest

from broadsheet import address as addresses
from broadsheet import continued, extract
from broadsheet.archive.sqlite import SqliteArchive
from broadsheet.gather import forms
from broadsheet.gather.round import ATTEMPTS
from broadsheet.model import plain_text

from . import newspaper
from .gathered import due_again, gather, polite
from .newspaper import Newspaper


def way(story: newspaper.Story, manner: str) -> list[str]:
    """The addresses of an article's three pages."""
    made = {"query": "{0}?page={1}", "step": "{0}/{1}", "word": "{0}/seite-{1}", "name": "{0}-{1}.html", "other": "{0}?seite={1}"}[manner]
    base = story.path.removesuffix(".html") if manner == "name" else story.path
    return [story.path, *(made.format(base, number) for number in (2, 3))]


@pytest.mark.parametrize("manner", ["query", "step", "word", "name", "other"])
@pytest.mark.parametrize("marks_next", [True, False])
def test_an_article_on_several_pages_is_one(archive: SqliteArchive, manner: str, marks_next: bool) -> None:
    with Newspaper(6) as paper:
        paper.marks_next = marks_next
        story = paper.stories[0]
        pages = paper.paged[story.path] = way(story, manner)
        paper.front_extra = pages[1:]
        paper.faults = {pages[2]: [newspaper.status(503)]}
        summary, done = gather(archive, paper)
        assert (summary.stored, archive.newest("anzeiger").total, summary.refused, summary.failed) == (6, 6, 0, 0), done
        article = archive.article(archive.find("anzeiger", story.path).id)
        assert [plain_text(block.spans) for block in article.body] == story.paragraphs
        counts = paper.counts()
        assert [counts[each] for each in pages] == [2, 2, 2], "once, and once more because the third failed"
        for each in pages[1:]:
            head = archive.find("anzeiger", each)
            assert head is not None
            assert addresses.local(head.address) == story.path
        # What is kept is all of it: read again, it is the same.
        capture = archive.capture(archive.find("anzeiger", story.path).id)
        assert [addresses.local(part.address) for part in continued.parts(capture)] == pages
        assert extract.article(capture).body == article.body
        due_again(archive)
        paper.asked.clear()
        again, _ = gather(archive, paper)
        assert (again.changed, again.stored) == (0, 0)
        polite(paper)


def test_a_change_on_a_later_page_is_seen(archive: SqliteArchive) -> None:
    """The first page, as the server says with 304, has not changed; nor has any page of the other article, which is no version then."""
    with Newspaper(4) as paper:
        one, other = paper.stories[:2]
        paper.paged = {each.path: [each.path, f"{each.path}?page=2"] for each in (one, other)}
        gather(archive, paper)
        due_again(archive)
        paper.asked.clear()
        one.paragraphs[-1] = "Der Ausschuss hat den Beschluss am Abend zurückgenommen, wie die Stadt mitteilte. Ein neuer Termin steht noch nicht fest."
        summary, done = gather(archive, paper)
        assert (summary.changed, summary.same, summary.failed) == (1, 3, 0), done
        assert [asked.status for asked in paper.asked if asked.target == paper.stories[2].path] == [304]
        article = archive.article(archive.find("anzeiger", one.path).id)
        assert [plain_text(block.spans) for block in article.body] == one.paragraphs
        assert archive.find("anzeiger", other.path).version == 1
        polite(paper)


def test_a_later_page_that_repeats_or_is_gone_adds_nothing(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        one, other = paper.stories[:2]
        paper.paged = {one.path: [one.path, f"{one.path}?page=2"], other.path: [other.path, f"{other.path}?page=2"]}
        paper.gone = {f"{other.path}?page=2": 404}
        paper.faults = {f"{one.path}?page=2": [lambda _: newspaper.web.Response(text=paper.part(one, one.path), content_type="text/html")]}
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.refused, summary.failed) == (4, 0, 0), done
        for story in (one, other):
            article = archive.article(archive.find("anzeiger", story.path).id)
            assert [plain_text(block.spans) for block in article.body] == story.paragraphs[:3]


def test_print_and_amp_forms_of_a_listed_article_are_not_asked_for(archive: SqliteArchive) -> None:
    with Newspaper(8) as paper:
        stories = paper.stories
        forms = [f"{stories[0].path}?print=1", f"{stories[1].path}?view=amp", f"{stories[2].path}/amp/", f"{stories[3].path.removesuffix('.html')}.amp.html", f"{stories[4].path}/drucken"]
        paper.front_extra = forms
        summary, done = gather(archive, paper, articles=("/**",))
        assert (summary.failed, archive.newest("anzeiger").total) == (0, 8), done
        assert not [each for each in forms if paper.counts()[each]]
        for each, story in zip(forms, stories, strict=False):
            head = archive.find("anzeiger", each)
            assert head is not None
            assert head.headline == story.headline


def test_a_print_form_that_alone_is_listed_is_asked_for(archive: SqliteArchive) -> None:
    with Newspaper(60) as paper:
        story = paper.stories[-1]
        form = f"{story.path}?print=1"
        paper.front_extra = [form]
        paper.forms = {form: story}
        gather(archive, paper, sections=())
        assert paper.counts()[form] == 1
        head = archive.find("anzeiger", form)
        assert head is not None
        assert (head.headline, addresses.local(head.address)) == (story.headline, story.path)


def test_a_number_at_the_end_of_an_address_may_be_an_article_of_its_own(archive: SqliteArchive) -> None:
    with Newspaper(6) as paper:
        first, second = paper.stories[:2]
        paper.copies = {first.path.replace(".html", "-2.html"): second, f"/{first.section.lower()}/12": first}
        paper.stories = [first, *paper.stories[2:]]
        paper.front_extra = list(paper.copies)
        summary, done = gather(archive, paper, articles=("/*/*-#.html", "/*/#"))
        assert (summary.refused, summary.failed, archive.newest("anzeiger").total) == (0, 0, 6), done
        for path, story in {first.path: first, **paper.copies}.items():
            head = archive.find("anzeiger", path)
            assert head is not None
            assert head.headline == story.headline


def test_a_later_page_that_always_fails_costs_its_own_text_alone(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        paper.paged = {story.path: [story.path, f"{story.path}?page=2"]}
        paper.gone = {f"{story.path}?page=2": 500}
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.failed) == (4, 0), done
        article = archive.article(archive.find("anzeiger", story.path).id)
        assert [plain_text(block.spans) for block in article.body] == story.paragraphs[:3]
        assert paper.counts()[f"{story.path}?page=2"] == ATTEMPTS
        due_again(archive)
        del paper.gone[f"{story.path}?page=2"]
        gather(archive, paper)
        article = archive.article(archive.find("anzeiger", story.path).id)
        assert [plain_text(block.spans) for block in article.body] == story.paragraphs, "what came at last was not taken"


def test_an_article_without_an_end_ends(archive: SqliteArchive) -> None:
    with Newspaper(4) as paper:
        story = paper.stories[0]
        paper.paged = {story.path: [story.path, *(f"{story.path}?page={number}" for number in range(2, 99))]}
        story.paragraphs = [f"{story.paragraphs[0]} Das ist der {number}. Teil davon." for number in range(98)]
        summary, done = gather(archive, paper)
        assert (summary.stored, summary.failed) == (4, 0), done
        assert sum(count for target, count in paper.counts().items() if target.startswith(story.path)) == forms.MOST
