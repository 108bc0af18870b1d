"""Other extractors by name; as a program: turns on its input, times and predictions on its output. Imports nothing of Broadsheet for a peer.

Each peer is a function that makes its *worker*, `Sample` → whatever the peer answers, which is what is timed, and a *reading* of that answer as a
prediction for `score.py`, which is not. A peer answers with as much as it can tell, tables and comments
left out where it has a switch for them, since the truth has neither.

    python bench/peers.py      one JSON object a line: {"peer": NAME, "pages": [[path, address, crawled], …], "keep": true}
                               answers {"ms": [milliseconds of processor time, …], "predictions": [{…}, …]}; predictions where `keep`
"""

import gc
import importlib.metadata
import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "div", "section", "article", "li", "ul", "ol", "blockquote", "pre", "figure", "figcaption"}
_BLOCKS |= {"table", "tr", "td", "dd", "dt", "br", "hr"}

Prediction = dict[str, Any]


class Sample(NamedTuple):
    """A page of a set: its bytes in UTF-8, its address, when it was taken (ISO 8601 or "")."""

    body: bytes
    url: str
    crawled: str


Worker = Callable[[Sample], Any]
Reading = Callable[[Any], Prediction]


class Peer(NamedTuple):
    """*package* is what is installed and has a version; *group* the dependency group, where it needs an environment of its own;
    *gives* the figures of score.py that it can be measured by.
    """

    make: Callable[[], tuple[Worker, Reading]]
    package: str
    gives: tuple[str, ...]
    group: str = ""


def _broadsheet() -> tuple[Worker, Reading]:
    from predict import prediction

    from broadsheet import extract
    from broadsheet.errors import ExtractionError
    from broadsheet.model import Article, Capture

    def work(page: Sample) -> Article | None:
        try:
            return extract.article(Capture(body=page.body, address=page.url))
        except ExtractionError:
            return None

    return work, lambda article: prediction(article) if article else {}


def _parse() -> tuple[Worker, Reading]:
    from selectolax.lexbor import LexborHTMLParser

    return lambda page: LexborHTMLParser(page.body), lambda _: {}


def _trafilatura(**options: bool) -> tuple[Worker, Reading]:
    import trafilatura

    def work(page: Sample) -> Any:
        return trafilatura.bare_extraction(page.body.decode(), url=page.url, include_comments=False, include_tables=False, **options)

    def read(found: Any) -> Prediction:
        if found is None:
            return {}
        parts = [(element.tag, " ".join("".join(element.itertext()).split())) for element in found.body.iter("p", "head", "item", "quote", "code")]
        return {
            "text": found.text,
            "title": found.title,
            "authors": [name for name in (found.author or "").split("; ") if name],
            "date": found.date,
            "tags": list(dict.fromkeys(tag.strip() for held in found.tags or () for tag in held.split(",") if tag.strip())),
            "paragraphs": [text for tag, text in parts if tag != "head"],
            "headings": [text for tag, text in parts if tag == "head"],
        }

    return work, read


def _readability() -> tuple[Worker, Reading]:
    import readability

    def work(page: Sample) -> Any:
        document = readability.Document(page.body.decode(), url=page.url)
        return document.summary(html_partial=True), document.short_title(), document.author()

    def read(found: Any) -> Prediction:
        summary, title, author = found
        lines = _lines(summary)
        return {
            "text": "\n".join(text for _, text in lines),
            "title": title,
            "authors": [author] if author and author != "[no-author]" else [],
            "paragraphs": [text for tag, text in lines if tag not in _HEADINGS],
            "headings": [text for tag, text in lines if tag in _HEADINGS],
        }

    return work, read


def _lines(markup: str) -> list[tuple[str, str]]:
    """The texts of a piece of HTML, block by block, also where they stand in no paragraph: (tag, text)."""
    import lxml.html

    lines: list[tuple[str, list[str]]] = [("p", [])]

    def walk(element: Any) -> None:
        block = element.tag in _BLOCKS
        if block:
            lines.append((element.tag if element.tag in _HEADINGS else "p", []))
        lines[-1][1].append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                walk(child)
            lines[-1][1].append(child.tail or "")
        if block:
            lines.append(("p", []))

    walk(lxml.html.fromstring(markup))
    told = [(tag, " ".join("".join(parts).split())) for tag, parts in lines]
    return [line for line in told if line[1]]


def _newspaper() -> tuple[Worker, Reading]:
    import newspaper

    def work(page: Sample) -> Any:
        article = newspaper.Article(page.url, fetch_images=False)
        article.download(input_html=page.body.decode())
        article.parse()
        return article

    def read(found: Any) -> Prediction:
        return {
            "text": found.text,
            "title": found.title,
            "authors": list(found.authors),
            "date": found.publish_date.isoformat() if hasattr(found.publish_date, "isoformat") else None,
            "tags": sorted(found.tags or ()) or [word for word in found.meta_keywords if word],
            "paragraphs": found.text.split("\n\n"),
        }

    return work, read


def _resiliparse() -> tuple[Worker, Reading]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def work(page: Sample) -> Any:
        tree = HTMLTree.parse(page.body.decode())
        return extract_plain_text(tree, main_content=True, alt_texts=False, links=False, list_bullets=False, comments=False), tree.title

    return work, lambda found: {"text": found[0], "title": found[1], "paragraphs": found[0].split("\n\n")}


def _fundus() -> tuple[Worker, Reading]:
    from datetime import datetime
    from urllib.parse import urlsplit

    from fundus import PublisherCollection

    def host(address: str) -> str:
        return (urlsplit(address).hostname or "").removeprefix("www.")

    publishers = {host(publisher.domain): publisher for publisher in PublisherCollection}

    def work(page: Sample) -> Any:
        name = host(page.url)
        publisher = publishers.get(name) or publishers.get(name.partition(".")[2])
        day = datetime.fromisoformat(page.crawled) if page.crawled else datetime.now()  # noqa: DTZ005 (its parsers are dated without a zone)
        return publisher.parser(day.date()).parse(page.body.decode(), "suppress") if publisher else None

    def read(found: Any) -> Prediction:
        if not found:
            return {}
        body, date = found.get("body"), found.get("publishing_date")
        sections = [([str(line) for line in section.headline], [str(line) for line in section.paragraphs]) for section in body.sections] if body else []
        lines = ([str(line) for line in body.summary] if body else []) + [line for heads, paragraphs in sections for line in heads + paragraphs]
        return {
            "text": "\n".join(lines),
            "title": found.get("title"),
            "authors": found.get("authors") or [],
            "date": date.isoformat() if date else None,
            "tags": found.get("topics") or [],
            "headings": [line for heads, _ in sections for line in heads],
            "paragraphs": [line for _, paragraphs in sections for line in paragraphs],
            "figures": [{"caption": image.caption or "", "credit": ", ".join(image.authors or ())} for image in found.get("images") or []],
        }

    return work, read


_TEXT = ("body", "p80", "leak")
PEERS: dict[str, Peer] = {
    "broadsheet": Peer(_broadsheet, "broadsheet", (*_TEXT, "title", "date", "authors", "tags", "paragraphs", "headings", "captions", "credits")),
    "bare parse": Peer(_parse, "selectolax", ()),
    "trafilatura": Peer(lambda: _trafilatura(with_metadata=True), "trafilatura", (*_TEXT, "title", "date", "authors", "tags", "paragraphs", "headings")),
    "trafilatura-precision": Peer(lambda: _trafilatura(favor_precision=True), "trafilatura", (*_TEXT, "paragraphs", "headings")),
    "readability-lxml": Peer(_readability, "readability-lxml", (*_TEXT, "title", "authors", "paragraphs", "headings")),
    "newspaper4k": Peer(_newspaper, "newspaper4k", (*_TEXT, "title", "date", "authors", "tags", "paragraphs")),
    "resiliparse": Peer(_resiliparse, "resiliparse", (*_TEXT, "title", "paragraphs")),
    "fundus": Peer(_fundus, "fundus", (*_TEXT, "title", "date", "authors", "tags", "paragraphs", "headings", "captions", "credits"), "fundus"),
}


def turn(name: str, work: Worker, read: Reading, pages: list[tuple[str, str, str]], *, keep: bool) -> dict[str, Any]:
    """One turn of the peer *name* over *pages*. A page that raises costs its time and gives an empty prediction."""
    times: list[float] = []
    kept: list[Prediction] = []
    for path, url, crawled in pages:
        page = Sample(Path(path).read_bytes(), url, crawled)
        gc.collect()
        started = time.process_time()
        try:
            found, failed = work(page), ""
        except Exception as error:  # a peer's fault is its result, not ours
            found, failed = None, f"{type(error).__name__}: {error}"
        times.append((time.process_time() - started) * 1000)
        if failed:
            print(f"{name}: {path}: {failed}", file=sys.stderr)
        if keep:
            kept.append({} if failed else read(found))
    return {"ms": times, "predictions": kept}


def main() -> int:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    made: dict[str, tuple[Worker, Reading]] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        name = asked["peer"]
        if "pages" not in asked:
            made[name] = PEERS[name].make()
            answer = {"version": importlib.metadata.version(PEERS[name].package), "python": ".".join(map(str, sys.version_info[:3]))}
        else:
            answer = turn(name, *made[name], [tuple(page) for page in asked["pages"]], keep=asked["keep"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
