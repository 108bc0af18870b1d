"""Live tickers as papers make them: what each entry's time, title and text are."""

import pytest

from broadsheet import extract
from broadsheet.extract import ticker
from broadsheet.model import Article, Block, Capture, Entry, Heading, Paragraph, Span, plain_text

TOLD = (
    ("14:05", "The hand of the clock falls off", "During the noon chime the minute hand came loose and fell into the fountain. Nobody was hurt, says the warden."),
    ("13:40", "Divers look for the hand", "Two divers of the harbour fire brigade have begun to search the basin. They have found three bicycles so far."),
    ("13:10", "", "The police have closed the square to traffic. Buses stop at the corner until further notice, and the ferry waits for nobody."),
    ("12:05", "First report", "A reader calls the newsroom: there is half a clock in the sky above the market, and she asks what time it is."),
)
MANNERS = {
    "posts": '<article class="lb-post"><aside><time datetime="2026-03-07T{time}">{time}</time></aside><div class="lb-body"><p><b>{title}</b></p><p>{text}</p></div></article>',
    "divisions": '<div class="live__entry"><div class="live__time">{time}</div><div class="live__text"><h3>{title}</h3><p>{text}</p></div></div>',
    "items of a list": '<li><time datetime="2026-03-07T{time}">{time}</time><h2>{title}</h2><p>{text}</p></li>',
    "headings": "<h3>{time}: {title}</h3><p>{text}</p>",
    "bold words": "<p><strong>{time} – {title}:</strong> {text}</p>",
}


def article(manner: str) -> Article:
    entries = "".join(MANNERS[manner].format(time=time, title=title, text=text) for time, title, text in TOLD)
    for nothing in ("<p><b></b></p>", "<h3></h3>", "<h2></h2>"):
        entries = entries.replace(nothing, "")
    entries = entries.replace("<h3>13:10: </h3><p>", "<p><strong>13:10:</strong> ")
    entries = f"<ol>{entries}</ol>" if "<li>" in entries else f"<div>{entries}</div>"
    page = f"<html lang=en><head><title>The clock loses a hand</title></head><body><main><h1>The clock loses a hand</h1>{entries}</main></body></html>"
    return extract.article(Capture(body=page.encode(), address="https://paper.example/town/clock-4711.html"))


@pytest.mark.parametrize("manner", MANNERS)
def test_every_entry_has_its_time_title_and_text(manner: str) -> None:
    found = article(manner)
    entries = [block for block in found.body if isinstance(block, Entry)]
    assert [(one.time[-5:], one.title) for one in entries] == [(time, title) for time, title, _ in TOLD]
    assert ["".join(plain_text(block.spans) for block in one.blocks if isinstance(block, Paragraph)) for one in entries] == [text for _, _, text in TOLD]
    assert len(entries) == len(found.body)
    assert found.completeness == "live"


def bold(words: str, rest: str = " Die Brücke steht still.") -> Block:
    return Paragraph((Span(words, mark="strong"), Span(rest)))


@pytest.mark.parametrize(
    ("words", "time", "title"),
    [("11.04 Uhr:", "11.04 Uhr", ""), ("9:30 a.m. – Rain", "9:30 a.m.", "Rain"), ("14:05 –", "14:05", ""), ("14h05 : Pluie", "14h05", "Pluie")],
)
def test_words_set_bold_may_be_a_time(words: str, time: str, title: str) -> None:
    found = ticker.entries([bold(words)] * 3)
    assert found == [Entry((Paragraph((Span("Die Brücke steht still."),)),), time, title)] * 3


@pytest.mark.parametrize("words", ["14.05.2026", "Um 14:05 Uhr", "14:05:30", "1.000 Euro"])
def test_other_words_set_bold_are_none(words: str) -> None:
    assert not any(isinstance(block, Entry) for block in ticker.entries([bold(words)] * 3))


def test_two_times_make_no_ticker() -> None:
    blocks: list[Block] = [Heading((Span("14:05"),), 2), bold("14:05:"), bold("13:05:")]
    assert ticker.entries(blocks) == blocks
