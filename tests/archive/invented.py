"""Articles of an invented paper, made short."""

from typing import Any

from broadsheet.model import Article, Capture, Paper, Paragraph, Person, Span, Tag

PAPER = Paper(key="blatt", name="Das Blatt", address="https://www.blatt.example/", language="de", timezone="Europe/Berlin", sections=("Politik", "Kultur"))


def article(number: int = 1, text: str = "Ein Satz.", **fields: Any) -> Article:
    given: dict[str, Any] = {
        "address": f"https://www.blatt.example/politik/ein-fall/!{100000 + number}/",
        "headline": f"Fall {number}",
        "date": f"2024-12-{1 + number % 28:02}T12:00:00+01:00",
        "body": (Paragraph((Span(text),)),),
        **fields,
    }
    for kind, make in (("tags", Tag), ("sections", Tag), ("authors", Person)):
        given[kind] = tuple(make(name) if isinstance(name, str) else name for name in given.get(kind, ()))
    return Article(**given)


def capture(body: bytes = b"<html>", time: str = "2024-12-03T12:00:00Z", **fields: Any) -> Capture:
    return Capture(body=body, time=time, **fields)
