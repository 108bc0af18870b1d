"""The web edition, read as any newspaper's pages are: what was published is found again, by the marks of HTML alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from broadsheet import extract, newsroom, pages
from broadsheet.address import comparable
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import Article, Capture, Figure, Page
from broadsheet.render import FORMS, Setting

ORIGIN = "https://edition.example"
CLOCK = re.compile(r"^([0-9]{2})\.([0-9]{2}) Uhr$")
GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pages.Edition]:
    with open_archive(tmp_path_factory.mktemp("archive"), write=True) as archive:
        newsroom.import_sample(archive, jobs=2)
        yield pages.Edition(archive)


def read(page: Page) -> Article:
    """The article of a page of the web edition."""
    made = FORMS["html"].render(page, Setting(origin=ORIGIN))
    return extract.article(Capture(body=made.encode(), address=ORIGIN + page.path))


def answer(edition: pages.Edition, path: str) -> pages.Answer:
    found = pages.answer(edition, path)
    return answer(edition, found.page.location) if found.page.status == "moved" else found


def body(article: Article, edition: pages.Edition | None = None) -> object:
    """The blocks as data: links by what they lead to at the paper; a picture without its size, which is not printed, and with what is said of it, be it
    a caption or what its attributes say; headings without their level, of which a page leaves none out; "12.31 Uhr" as 12:31, which HTML wants.
    """

    def seen(value: object) -> object:
        if isinstance(value, list | tuple):
            return [seen(one) for one in value]
        if not isinstance(value, dict):
            return value
        found = {key: seen(one) for key, one in value.items() if key not in {"width", "height", "level"}}
        if "alternative" in found:
            found["caption"] = found.get("caption") or found["alternative"]
            del found["alternative"]
        if "time" in found:
            found["time"] = CLOCK.sub(r"\1:\2", str(found["time"]))
        href = found.get("href")
        if isinstance(href, str):
            if edition and href.startswith(ORIGIN):
                href = answer(edition, href.removeprefix(ORIGIN)).page.original or href
            found["href"] = comparable(href)
        return found

    return seen(msgspec.to_builtins(article.body))


def about(article: Article) -> dict[str, object]:
    return {
        "title": (article.kicker, article.headline),
        "teaser": article.teaser,
        "dates": (article.date, article.modified),
        "language": article.language,
        "paper": article.paper,
        "authors": [(person.name, person.role) for person in article.authors],
        "tags": [tag.name for tag in article.tags],
        "sections": [section.name for section in article.sections][:1],
        "completeness": article.completeness,
        "related": [(link.kicker, link.headline, link.teaser) for link in article.related],
    }


def test_the_sample_newspaper_is_read_as_it_was_published(edition: pages.Edition) -> None:
    seen = 0
    for head in range(1, 60):
        found = answer(edition, f"/~/a/{head}")
        if found.article is None:
            continue
        again = read(found.page)
        assert about(again) == about(found.article), found.page.path
        assert body(again, edition) == body(found.article, edition), found.page.path
        seen += 1
    assert seen > 40


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_each_kind_of_block_is_read_as_it_was_published(file: Path) -> None:
    article = msgspec.convert(json.loads(file.read_bytes())["article"], Article)
    if file.stem == "breaks":  # its caption is the name of a file, which is parted like a credit when it is a caption's text
        article = msgspec.structs.replace(article, body=tuple(block for block in article.body if not isinstance(block, Figure)))
    assert body(read(pages.article_page(article))) == body(article)
