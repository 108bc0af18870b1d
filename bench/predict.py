"""A set folder in, predictions out: what `score.py` of the set reads.

    python bench/predict.py SET_DIR OUT.jsonl [--jobs N]

Of the set it reads `pages/ID.html.gz` and, of `truth.jsonl`, `id` and `url` alone. A page that is refused gives an empty prediction. The hosts of which
the set has several pages are read twice, as by `import` and a later re-reading: what the first pass learns, the second knows (`site.py` measures it).
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import corpus

from broadsheet import extract
from broadsheet.address import site
from broadsheet.errors import ExtractionError
from broadsheet.knowledge import Knowledge, Observation, learn
from broadsheet.model import Answer, Article, Block, Capture, Entry, Figure, Heading, Listing, Paragraph, Question, Quote, Verse, plain_text


def running(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """The running text of *blocks* as (kind, line); boxes, tables, captions and pull quotes are no part of it."""
    for block in blocks:
        match block:
            case Paragraph(spans):
                yield "paragraph", plain_text(spans)
            case Heading(spans):
                yield "heading", plain_text(spans)
            case Question(spans, speaker) | Answer(spans, speaker):
                yield "paragraph", f"{speaker}: {plain_text(spans)}" if speaker else plain_text(spans)
            case Quote(paragraphs, source, pull):
                if not pull:
                    yield from (("paragraph", plain_text(spans)) for spans in paragraphs)
                    if source:
                        yield "source", source
            case Listing(items):
                yield from (("paragraph", plain_text(item.spans)) for item in items)
            case Verse(lines):
                yield "paragraph", " ".join(plain_text(line) for line in lines)
            case Entry(inner, time, title):
                if title:
                    yield "heading", title if "T" in time or not time else f"{time}: {title}"
                yield from running(inner)
            case _:
                pass


def pictures(blocks: tuple[Block, ...]) -> Iterator[Figure]:
    """The figures of *blocks*, those in entries too."""
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Entry):
            yield from pictures(block.blocks)


def prediction(article: Article) -> dict[str, Any]:
    """*article* as one line of a predictions file, without the id."""
    lines = list(running(article.body))
    figures = [block.image for block in pictures(article.body)]
    return {
        "text": "\n".join([article.teaser] * bool(article.teaser) + [line for _, line in lines]),
        "teaser": article.teaser or None,
        "title": article.headline,
        "kicker": article.kicker or None,
        "paragraphs": [line for kind, line in lines if kind == "paragraph"],
        "headings": [line for kind, line in lines if kind == "heading"],
        "date": article.date or None,
        "authors": [person.name for person in article.authors],
        "tags": [tag.name for tag in article.tags],
        "figures": [{"caption": image.caption, "credit": image.credit} for image in figures],
    }


Page = tuple[str, str, str]
"""A page's id and address, and the set it is of."""


def capture(page: Page) -> Capture:
    return corpus.capture(Path(page[2]), {"id": page[0], "url": page[1]})


def predict(page: Page, known: Knowledge | None = None) -> dict[str, Any]:
    """The prediction for one page, by what is *known* of its site."""
    try:
        article = extract.article(capture(page), known)
    except ExtractionError:
        return {"id": page[0]}
    return {"id": page[0], **prediction(article)}


def observation(page: Page) -> Observation | None:
    """What a page shows of its site, None where it is refused."""
    try:
        return extract.read(capture(page)).observation
    except ExtractionError:
        return None


def learned(seen: Iterable[Observation | None]) -> Knowledge:
    """What the pages of one site teach."""
    known = Knowledge()
    for one in seen:
        known = learn(known, one) if one else known
    return known.acting()


def pages(folder: Path) -> list[Page]:
    """The pages of a set, with nothing of their truth."""
    return [(record["id"], record.get("url") or "", str(folder)) for record in corpus.records(folder)]


def predictions(folder: Path, jobs: int = 0) -> list[dict[str, Any]]:
    """The predictions for a whole set, in its order; *jobs* processes, 0 for one a core."""
    if jobs == 1:
        return _predictions(folder, map)
    with ProcessPoolExecutor(jobs or os.cpu_count()) as pool:
        return _predictions(folder, lambda do, *values: pool.map(do, *values, chunksize=8))


def _predictions(folder: Path, each: Callable[..., Iterable[Any]]) -> list[dict[str, Any]]:
    """The predictions, with *each* for `map`."""
    found = pages(folder)
    hosts = [site(page[1]) for page in found]
    several = [at for at, host in enumerate(hosts) if host and hosts.count(host) > 1]
    seen: dict[str, list[Observation | None]] = {}
    for at, one in zip(several, each(observation, [found[at] for at in several]), strict=True):
        seen.setdefault(hosts[at], []).append(one)
    known = {host: learned(observations) for host, observations in seen.items()}
    return list(each(predict, found, [known.get(host) for host in hosts]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set_dir", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--jobs", type=int, default=0)
    arguments = parser.parse_args()
    lines = [json.dumps(one, ensure_ascii=False) for one in predictions(arguments.set_dir, arguments.jobs)]
    arguments.out.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
