"""Pages that cost a parser more than their size says. The time allowed here is for a machine under load; `bench/fuzz.py` measures."""

import time

import pytest

from broadsheet.errors import ExtractionError
from broadsheet.extract.parse import parse
from broadsheet.model import Capture


def outcome(body):
    start = time.perf_counter()
    try:
        parse(Capture(body=body, source="a page"))
        found = "read"
    except ExtractionError as error:
        found = error.reason if error.message.startswith("a page: ") else error.message
    assert time.perf_counter() - start < 30  # a hang, not a speed
    return found


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000,
        b"<b>" * 5 + b"<div>" * 25_000 + b"</b>" * 25_000,
        b"<b>" * 25_000 + b"</i>" * 25_000,
        b"<p>" + b"".join(b"<p><b x=%d>" % number for number in range(3_000)),
        b"<p>" + b"".join(b"<B x=%d><P>" % number for number in range(3_000)),
        b"<p>" + b"".join(b"<p><b x='%d'><!-- </b></b> -->" % number for number in range(3_000)),
        b"<p>" + b"".join(b"<p><b x='</b>%d' y=\"</b>\">" % number for number in range(3_000)),
        b"<p>" + b"".join(b"<p><b x=%d><script></b></b></script>" % number for number in range(3_000)),
        b"<p " + b"".join(b"a%d=1 " % number for number in range(100_000)) + b">",
        b"<p>x</p>" * 9_000 + b"<p " + b"".join(b"a%d=1 " % number for number in range(50_000)),
        b"<svg><p>" + b"<g>" * 100_000,
        b"<table>" * 100_000,
    ],
)
def test_too_deep(body):
    assert outcome(body) == "too-deep"


def test_too_large():
    assert outcome(b"<p>" + b"<" * 700_000) == "too-large"


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 1_000 + b"x",
        b"<p>" * 100_000,
        b"<p>" + b"<a href=x>" * 20_000,
        b"<p><select>" + b"<option>" * 50_000,
        b"<p>" + b"<b>x</b> " * 50_000,
        b"<p>" + b"<!--" * 100_000,
        b"<p>" + b"<script>" * 50_000,
        b"<p>" + b"<a " * 5_000,
        b'<p a="x' * 5_000,
        b'<p data-json="' + b'{ "a": 1 }, '.replace(b'"', b"&quot;") * 20_000 + b'">x',
        b"<p>\xff" * 100_000,
        b"<p>" + b"&amp;" * 1_000_000,
        b"<script>" + b"if (a < b) x " * 100_000 + b"</script><p>x",
        b"<p title='" + b"x " * 100_000 + b"'>x" + b"<i>" * 100,
        b"<ul>" + b"<li>one<ul><li>two</ul>" * 5_000 + b"</ul>",
    ],
)
def test_long_but_harmless(body):
    assert outcome(body) == "read"
