"""Pages that are one thing over and over in; those that cost more than a page may, out. Linux: reads /proc.

    uv run python bench/heavy.py [--seconds 2] [--memory 500] [--only WORDS]

`fuzz.py` makes pages of up to 400 KB; these go up to the 24 MB that are read, in steps of 0.7, for a cap may refuse the largest and let through what
costs most. Each is read in a process of its own, which is ended after 30 s of a processor. Prints what took more than SECONDS of a processor, MEMORY
megabytes more than before, or ended otherwise than by an article or a documented reason; and last the dearest of all. The exit code is 1 where anything did.
"""

import argparse
import gc
import os
import resource
import sys
import time
from typing import Final

from fuzz import REASONS, forget_peak, memory

LARGEST: Final = 24 << 20
SMALLEST: Final = 60_000
STEP: Final = 0.7
PROSE: Final = b"<p>The bridge turned at noon, and turned back before the tide did, said the harbour master on Tuesday evening.</p>"
BEGIN: Final = b"<html><head><title>A long walk home</title></head><body><article><h1>A long walk home</h1>"
STATE: Final = b"<script id=__NEXT_DATA__ type='application/json'>"
SCHEMA: Final = b"<script type='application/ld+json'>"
# What stands before, what is repeated (a %d counts), what stands behind.
SHAPES: Final[dict[str, tuple[bytes, bytes, bytes]]] = {
    "paragraphs": (BEGIN, PROSE, b""),
    "short paragraphs": (BEGIN, b"<p>ab c", b""),
    "one paragraph": (BEGIN + b"<p>", b"The bridge turned at noon. ", b""),
    "line ends": (BEGIN + b"<p>", b"ab cd<br>", b""),
    "links": (BEGIN + b"<p>", b"<a href=/a/b-c-%d.html>ab</a> ", b""),
    "open links": (BEGIN + b"<p>", b"<a href=x>ab ", b""),
    "bold words": (BEGIN + b"<p>", b"<b>ab</b> ", b""),
    "crossed marks": (BEGIN, b"<b><i>ab</b></i>", b""),
    "other marks": (BEGIN + b"<p>", b"<b>ab</b><i>cd</i>", b""),
    "classes": (BEGIN, b"<span class=c%d>ab</span>", b""),
    "teasers' classes": (BEGIN, b"<div class='teaser c%d'>ab cd</div>", b""),
    "ids": (BEGIN, b"<div id=i%d><p>The bridge turned at noon.</div>", b""),
    "attributes": (BEGIN, b"<p class='a b c d e f' id=x%d data-a=1 data-b=2 title='x'>The bridge turned at noon.", b""),
    "list items": (BEGIN + b"<ul>", b"<li>ab cd", b""),
    "lists in lists": (BEGIN, b"<ul><li>ab" * 80 + b"</ul>" * 80, b""),
    "deep elements": (BEGIN, b"<div>" * 90 + b"ab cd" + b"</div>" * 90, b""),
    "cells": (BEGIN + b"<table><tr>", b"<td>ab", b""),
    "rows": (BEGIN + b"<table>", b"<tr><td>ab<td>cd", b""),
    "wide cells": (BEGIN + b"<table>", b"<tr>" + b"<td colspan=1000>x" * 100, b"</table>"),
    "subheads": (BEGIN, b"<h2>ab</h2>", b""),
    "headlines": (b"<title>A</title>", b"<h1>A long walk home</h1>", PROSE * 9),
    "headlines in the navigation": (b"<title>A long walk home</title><body><nav>", b"<span>A long walk home</span>", b"</nav>" + PROSE * 9),
    "bylines": (BEGIN, b"<p class=author>Von Anna Beispiel</p>", PROSE * 9),
    "byline links": (BEGIN, b"<a rel=author href=/author/%d>Anna Beispiel</a>", PROSE * 9),
    "dates": (BEGIN + b"<p>", b"<time datetime=2026-01-01>1.1.</time>", b""),
    "figures": (BEGIN, b"<figure><img src=/a.jpg><figcaption>A boat. Photo: X</figcaption></figure>", b""),
    "pictures": (BEGIN, b"<img src=/a%d.jpg alt='a boat'>", b""),
    "captions": (BEGIN, b"<div class=caption>A boat. Foto: Anna Beispiel / dpa</div>", PROSE * 9),
    "embeds": (BEGIN, b"<iframe src=//video.example/embed/%d></iframe>", PROSE * 9),
    "questions": (BEGIN, b"<p><strong>What is it? </strong></p><p>It is a bridge, said she.</p>", b""),
    "entries": (BEGIN, b"<div class=entry><time>12:01</time><p>The bridge turned at noon.</p></div>", b""),
    "related": (
        BEGIN + PROSE * 9 + b"</article><aside class=related>",
        b"<article><h3><a href=/a/b-%d.html>The bridge that turned</a></h3><p>It turned.</p></article>",
        b"",
    ),
    "tags": (BEGIN + PROSE * 9 + b"<div class=tags>", b"<a rel=tag href=/t/%d>Hafen</a>", b"</div>"),
    "hidden": (BEGIN, b"<p style='display:none'>The bridge turned at noon.</p>", PROSE * 9),
    "templates": (BEGIN, b"<template><p>ab</template>", PROSE * 9),
    "options": (BEGIN + b"<select>", b"<option>ab", b""),
    "comments": (BEGIN, b"<!-- x -->", PROSE * 9),
    "verbatim lines": (BEGIN + b"<pre>", b"ab cd\n", b""),
    "authors in meta": (b"<head>", b"<meta name=author content='A B'>", b"<body>" + PROSE * 9),
    "alternates": (b"<head>", b"<link rel=alternate href=/a%d>", BEGIN + PROSE * 9),
    "machine data": (b"<head>", SCHEMA + b'{"@type":"NewsArticle","headline":"A"}</script>', BEGIN + PROSE * 9),
    "articles of machine data": (SCHEMA + b"[", b'{"@type":"NewsArticle","headline":"A %d","author":{"name":"B"}},', b"0]</script>" + BEGIN + PROSE * 9),
    "nested machine data": (SCHEMA, b"[", b"</script>" + BEGIN + PROSE * 9),
    "a body in machine data": (SCHEMA + b'{"@type":"NewsArticle","articleBody":"', b"The bridge turned at noon. ", b'"}</script>' + BEGIN + PROSE * 9),
    "state": (STATE + b'{"body":[', b'{"type":"p","text":"The bridge turned at noon, and turned back %d."},', b"0]}</script><body><div id=app></div>"),
    "markup in state": (STATE + b'{"body":"', PROSE, b'"}</script><body><div id=app></div>'),
    "entities": (BEGIN + b"<p>", b"&amp;", b""),
    "blanks": (BEGIN + b"<p>a", b" ", b"b"),
    "hard blanks": (BEGIN + b"<p>a", b"\xc2\xa0", b"b"),
    "marks on a letter": (BEGIN + b"<p>a", "\u0327\u0301".encode(), b"b"),
    "marks on letters": (BEGIN + b"<p>", b"a" + "\u0301\u0327".encode() * 50, b""),
    "two bytes a letter, undeclared": (BEGIN, "<p>橋は正午に回転し、潮が引く前に戻った。".encode("shift_jis"), b""),
    "one byte a letter, undeclared": (BEGIN, "<p>Über die Größe der Brücke streiten die Räte seit Jahren sehr laut.".encode("cp1252"), b""),
}


def page(name: str, size: int) -> bytes:
    """The page of that shape, about *size* bytes long."""
    before, unit, behind = SHAPES[name]
    count = max(1, size // (len(unit) + 3 * unit.count(b"%d")))
    return before + (b"".join(unit % number for number in range(count)) if b"%d" in unit else unit * count) + behind


def read(body: bytes) -> tuple[float, int, str]:
    """Seconds of a processor and bytes that extraction takes for *body*, and what became of it. For a process that ends thereafter."""
    from broadsheet import extract
    from broadsheet.errors import ExtractionError
    from broadsheet.model import Capture

    extract.article(Capture(body=BEGIN + PROSE * 9, address="https://paper.example/a-long-walk-home.html"))
    gc.collect()
    forget_peak()
    before, started = memory("VmRSS"), time.process_time()
    try:
        extract.article(Capture(body=body, address="https://paper.example/a-long-walk-home.html"))
        became = "article"
    except ExtractionError as refused:
        became = refused.reason
    except Exception as error:
        became = f"{type(error).__name__}: {error}"[:80]
    return time.process_time() - started, memory("VmHWM") - before, became


def apart(body: bytes) -> tuple[float, int, str]:
    """The same, in a process of its own."""
    here, there = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
        seconds, rise, became = read(body)
        os.write(there, f"{seconds} {rise} {became}".encode())
        os._exit(0)
    os.close(there)
    with os.fdopen(here) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    seconds, rise, became = told.split(" ", 2) if told else ("30", "0", "died")
    return float(seconds), int(rise), became


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--memory", type=int, default=500)
    parser.add_argument("--only", default="", help="shapes whose names hold this")
    given = parser.parse_args()
    worst, dearest, pages = 0, (0.0, ""), 0
    largest = (0, "")
    for name in SHAPES:
        size = LARGEST if given.only in name else 0
        while size >= SMALLEST:
            body = page(name, size)[:LARGEST]
            seconds, rise, became = apart(body)
            pages += 1
            told = f"{name}, {len(body) / 1e6:.2f} MB: {became}, {seconds:.2f} s, {rise >> 20} MB"
            dearest, largest = max(dearest, (seconds, told)), max(largest, (rise, told))
            if seconds > given.seconds or rise > given.memory << 20 or became not in REASONS | {"article"}:
                print(told, flush=True)
                worst = 1
            size = int(size * STEP)
    print(f"{pages} pages of {len(SHAPES)} shapes; the dearest: {dearest[1]}; the largest: {largest[1]}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
