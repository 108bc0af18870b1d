"""Text, mailbox and JSON lines: every article in them, whole, and the same bytes every time."""

import mailbox
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import articles

from broadsheet import export, model, pages
from broadsheet.archive.sqlite import open_archive
from broadsheet.export import Wanted, mbox
from broadsheet.model import Article, Paper, Paragraph, Person, Span, Tag, Verse
from broadsheet.render import readback
from broadsheet.text import is_clean

from .lists import PAPER, listed

WANTED = [Wanted(), Wanted(day="2024-12-03"), Wanted(section="Politik"), Wanted(topic="Fluss"), Wanted(search="Brücke"), Wanted(paper="courier")]


def made(selection: export.Selection, form: str) -> bytes:
    return b"".join(export.FILES[form].write(selection))


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("form", export.FILES)
def test_a_file_has_every_article_and_is_the_same_every_time(edition: pages.Edition, wanted: Wanted, form: str) -> None:
    selection = export.select(edition, wanted)
    data = made(selection, form)
    assert data == made(export.select(edition, wanted), form)
    assert data


def test_json_lines_are_the_articles(edition: pages.Edition) -> None:
    selection = export.select(edition, Wanted(section="Politik"))
    lines = made(selection, "jsonl").decode().splitlines()
    assert [model.from_json(line) for line in lines] == [article for _, article in selection.articles()]


def test_the_text_has_contents_and_then_each_article_by_section(edition: pages.Edition) -> None:
    selection = export.select(edition, Wanted(day="2024-12-03"))
    text = made(selection, "text").decode()
    contents, *parts = text.split("\n\n\n")
    assert contents.startswith("# Der Bote -- Die Zeitung vom 3. Dezember 2024\n")
    assert "(2 Artikel)" in contents
    assert re.findall(r"^ +\* (.*)$", contents, re.MULTILINE)[0] == "Politik"
    assert [readback.article(part).headline for part in parts] == [head.headline for _, heads in selection.by_section() for head in heads]
    assert all(is_clean(line) and line != "." for line in text.split("\n"))
    assert max(len(line) for line in text.split("\n") if "://" not in line) <= 75


def test_a_mailbox_is_read_by_the_standard_library(edition: pages.Edition, tmp_path: Path) -> None:
    selection = export.select(edition, Wanted())
    (tmp_path / "bote.mbox").write_bytes(made(selection, "mbox"))
    box = mailbox.mbox(tmp_path / "bote.mbox", factory=lambda file: message_from_bytes(file.read(), policy=policy.default))  # type: ignore[arg-type, return-value]
    messages = [box[key] for key in box.keys()]  # noqa: SIM118  (a mailbox's items are read by key)
    box.close()
    assert len(messages) == len(selection.heads)
    assert len({message["Message-ID"] for message in messages}) == len(messages)
    bridge = next(message for message in messages if message["Subject"] == "Brückenbau: Die Brücke steht")
    assert [one.display_name for one in bridge["From"].addresses] == ["Anna Groß"]
    assert bridge["Date"].datetime.isoformat() == "2024-12-03T17:42:00+01:00"
    assert bridge["Keywords"] == "Politik, Stadt, Brücke, Fluss, brücke, جسر"
    assert bridge["Archived-At"] == "<https://bote.example/politik/die-bruecke-steht/!1000001/>"
    assert bridge["Content-Language"] == "de"
    assert "Die Brücke steht. Der [1][Rat der Stadt] berät" in " ".join(bridge.get_content().split())


def one(article: Article) -> bytes:
    """The message of *article*."""
    answer = listed(article)
    assert answer.listed
    selection = export.Selection(
        edition=None, paper=PAPER, title="x", name="x", room="/", heads=answer.listed.heads, sections=()  # type: ignore[arg-type]
    )
    return mbox.message(selection, answer.listed.heads[0], article)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles)
def test_whatever_an_article_holds_its_message_is_one_message(article: Article) -> None:
    data = one(article)
    first, _, rest = data.partition(b"\n")
    assert re.fullmatch(rb"From edition@broadsheet\.invalid [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}", first)
    assert not re.search(rb"^From ", rest, re.MULTILINE)
    message = message_from_bytes(re.sub(rb"^>(>*From )", rb"\1", rest, flags=re.MULTILINE), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    title = ": ".join(part for part in (article.kicker, article.headline) if part)
    assert "".join(str(message["Subject"]).split()) == "".join(title.split())
    assert message["From"].addresses
    assert message.get_content().startswith("# ")


def test_a_line_that_begins_a_message_is_quoted() -> None:
    verse = Verse(((Span("From here"),), (Span("x"),)))
    data = one(Article(headline="x", body=(Paragraph((Span("From the start"),)), verse)))
    assert b"\n>From the start" in data
    assert data.count(b"\nFrom ") == 0


def test_an_address_stays_whole_or_is_left_out() -> None:
    long = "https://bote.example/" + "x" * 500
    assert f"\nArchived-At: <{long}>\n".encode() in one(Article(headline="x", address=long))
    assert b"Archived-At" not in one(Article(headline="x", address=long * 2))


def test_an_article_without_a_date_has_the_day_on_which_it_was_stored(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        archive.put_paper(Paper(key="bote", name="Der Bote", address="https://bote.example/"))
        archive.put("bote", Article(address="https://bote.example/x", headline="x", authors=(Person("Foto Mensch", "Foto"),), tags=(Tag("a"),)))
        selection = export.select(pages.mounted(archive), Wanted())
        message = message_from_bytes(made(selection, "mbox").partition(b"\n")[2], policy=policy.default)
    assert str(message["Date"].datetime.date()) == selection.heads[0].changed[:10]
    assert [address.display_name for address in message["From"].addresses] == ["Der Bote"]
