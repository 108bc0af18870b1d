"""A page and chance in, a worse page out: what may be wrong with a page that comes from the network. Pure; the same seed gives the same page."""

import random
import re
from collections.abc import Callable

LARGEST = 400_000  # bytes of an input; larger ones find the same and take longer
CHARSETS = ("", "", "", "utf-8", "iso-8859-1", "utf-16", "shift_jis", "gb18030", "koi8-r", "x-user-defined", "nonsense", "iso-2022-jp")

TOKENS = [
    b"\0", b"\x1b[31m", b"\r", b"\x85", b"\xc2\x85", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\xf3\xa0\x81\x81", b"&#0;", b"&#x202e;", b"&#55296;", b"&#1114112;", b"&#x1b;", b"&#10;", b"&#9;", b"&nbsp;", b"&shy;", b"&amp;amp;lt;b>",
    b"&#" + b"9" * 300 + b";", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.0'?>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<plaintext>",
    b"<template>", b"<svg>", b"<math>", b"<frameset><frame src=x>", b"<noscript>", b"<table><td>", b"<select><option>", b"<base href='//[::1'>",
    b"<base href='javascript:1'>", b"</body>", b"</html>", b"<script type='application/ld+json'>", b"</script>", b"<iframe src='http://[x'>",
    b"<a href='http://x:99999999/'>x</a>", b"<a href='gopher://x/\t'>x</a>", b"<a href='http://\xc3\xa4.\xe3\x80\x82/'>x</a>",
    b"<img src='data:,x' width=1e99 height=-1>", b"<img srcset='a 1w, b 2x,,,'>", b"<ol start=99999999999999999999>",
    b"<td colspan=99999 rowspan=99999>", b"<h1>", b"<article>", b"<p>", b"<figure><figcaption>", b"<blockquote>", b"<ul><li>", b"<pre>\n x\n",
    b"<br>", b"<hr>", b"<meta property='og:title' content='\0'>", b"<meta http-equiv=content-type content='text/html; charset=utf-7'>",
    b"<time datetime='99999-99-99T99:99:99+99:99'>", b"<time datetime='0000-00-00'>", b"<html lang='de-\x00'>",
    b"<link rel=canonical href='http://[::1]:x/'>", b"{", b"[", b"\"", b"\\ud800", b"1e999", b"-0", b"null",
]  # fmt: skip

Mutator = Callable[[random.Random, bytes], bytes]


def _slice(chance: random.Random, body: bytes, most: int) -> tuple[int, int]:
    start = chance.randrange(len(body) + 1)
    return start, min(len(body), start + chance.randrange(1, most))


def _tag(chance: random.Random, body: bytes) -> int:
    """Where a tag begins, or anywhere."""
    place = body.find(b"<", chance.randrange(len(body) + 1))
    return place if place >= 0 else chance.randrange(len(body) + 1)


def cut(chance: random.Random, body: bytes) -> bytes:
    """The page ends too early."""
    return body[: chance.randrange(len(body) + 1)]


def leave_out(chance: random.Random, body: bytes) -> bytes:
    """A piece is missing."""
    start, end = _slice(chance, body, 2_000)
    return body[:start] + body[end:]


def repeat(chance: random.Random, body: bytes) -> bytes:
    """A piece stands many times."""
    start, end = _tag(chance, body), 0
    end = min(len(body), start + chance.choice((4, 20, 200, 2_000)))
    times = chance.choice((2, 10, 100, 3_000, 30_000))
    return body[:start] + (body[start:end] * times)[: LARGEST // 2] + body[end:]


def nest(chance: random.Random, body: bytes) -> bytes:
    """A piece stands deep inside."""
    tags = (b"div", b"b", b"table><tr><td", b"ul><li", b"blockquote", b"section", b"a href=x", b"figure", b"font", b"svg><g", b"template", b"details")
    tag = chance.choice(tags)
    depth = chance.choice((2, 30, 300, 600, 1_000, 20_000))
    start = _tag(chance, body)
    ends = b"".join(b"</" + name.split()[0] + b">" for name in reversed(tag.split(b"><"))) if chance.random() < 0.5 else b""
    return body[:start] + (b"<" + tag + b">") * depth + body[start : start + 500] + ends * depth + body[start + 500 :]


def mix(chance: random.Random, body: bytes, other: bytes) -> bytes:
    """A piece of another page stands in this one."""
    start, end = _slice(chance, other, 20_000)
    place = _tag(chance, body)
    return body[:place] + other[start:end] + body[place:]


def token(chance: random.Random, body: bytes) -> bytes:
    """Things that no page should hold."""
    for _ in range(chance.choice((1, 1, 3, 40))):
        place = chance.randrange(len(body) + 1) if chance.random() < 0.5 else _tag(chance, body)
        body = body[:place] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 50)) + body[place:]
    return body


def misdeclare(chance: random.Random, body: bytes) -> bytes:
    """A page that says it is in another coding, or is in another than it says."""
    charset = chance.choice([name for name in CHARSETS if name] + ["utf-8", "utf-16le", "euc-kr", "windows-1251", "utf-7", "replacement"])
    how = chance.randrange(3)
    if how == 0:
        return b"<meta charset='" + charset.encode() + b"'>" + re.sub(rb"(?i)charset=[\"']?[\w-]+", b"charset=" + charset.encode(), body)
    if how == 1:
        return chance.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0", b"\x1f\x8b", b"%PDF-", b"{")) + body
    try:
        return body.decode("utf-8", "replace").encode(charset, "replace")
    except LookupError:
        return body


def retag(chance: random.Random, body: bytes) -> bytes:
    """All tags of one name bear another."""
    names = list(dict.fromkeys(re.findall(rb"<([a-z][a-z0-9]*)", body))) or [b"p"]
    new = chance.choice([*names, b"h1", b"li", b"td", b"pre", b"x-y", b"figcaption", b"noscript", b"select", b"frameset", b"title", b"textarea", b"option"])
    return re.sub(rb"(</?)" + chance.choice(names) + rb"(?=[\s>/])", rb"\1" + new, body)


def unclose(chance: random.Random, body: bytes) -> bytes:
    """Nothing, or nothing of one name, is closed."""
    return re.sub(rb"</%b>" % chance.choice((rb"[a-z0-9]+", rb"p", rb"div", rb"a", rb"b|</strong|</em", rb"script", rb"li|</ul")), b"", body)


def value(chance: random.Random, body: bytes) -> bytes:
    """A quoted value, of an attribute or in JSON, is another."""
    found = [match.span(1) for match in re.finditer(rb"[=:]\s*(\"[^\"]*\")", body)]
    if not found:
        return body
    start, end = chance.choice(found)
    deep = chance.choice((5, 500, 50_000))
    texts = (
        b'""', b"null", b"true", b"-1e999", b"[" * deep, b"[" * deep + b"]" * deep, b'{"a":' * deep, b'"' + b"x" * deep + b'"', b'"\\ud800\\u0000"',
        b'"  "', b'"http://[', b'"//"', b'"https://paper.example/%zz?\xff#\0"', b'"2026-02-30T25:61:00Z"', b'"' + b"9" * deep + b'"',
        b'"' + b"A, " * deep + b'"', body[start:end] * 50,
    )  # fmt: skip
    return body[:start] + chance.choice(texts) + body[end:]


def digits(chance: random.Random, body: bytes) -> bytes:
    """Numbers are others, also such as are no ASCII."""
    new = [b"0", b"9", b"-1", b"99999999999999999999", "٣".encode(), "²".encode(), "〇".encode(), "Ⅷ".encode(), b"1e9", b""]
    return re.sub(rb"\d", lambda match: chance.choice(new) if chance.random() < 0.05 else match[0], body)


def text(chance: random.Random, body: bytes) -> bytes:
    """The text between two tags is another."""
    found = [match.span(1) for match in re.finditer(rb">([^<]{3,})<", body)]
    if not found:
        return body
    start, end = chance.choice(found)
    texts = (
        b" ", b"\n" * 50, b"x" * 50_000, b"a b " * 20_000, ("\u0301" * 3_000).encode(), ("\U0001f468\u200d" * 2_000).encode(), b"Von " * 5_000,
        b"12.30 Uhr: ", b"[1][x]", b"=> x", b"* " * 3_000, b"(" * 20_000, b'"' * 20_000, b"1. " * 5_000, b"http://" * 5_000, b"@x " * 5_000,
        b"&lt;p&gt;" * 2_000,
    )  # fmt: skip
    return body[:start] + chance.choice(texts) + body[end:]


MUTATORS: tuple[Mutator, ...] = (cut, leave_out, repeat, nest, token, misdeclare, retag, unclose, value, digits, text)


def mutated(body: bytes, other: bytes, seed: int) -> bytes:
    """*body* after one to four of the mutators; the same for the same *seed*."""
    chance = random.Random(seed)
    if chance.random() < 0.15:
        body = mix(chance, body, other)
    for _ in range(chance.choice((1, 1, 2, 4))):
        body = chance.choice(MUTATORS)(chance, body)[:LARGEST]
    return body
