"""Feeds of the running edition, asked for over every protocol and found the way a reader's program finds them."""

import gzip
import io
import json
import re
import urllib.request
import xml.etree.ElementTree as ET
import zipfile

import feedparser
import pytest

from .process import Edition

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ["/", "/~/newest", "/~/section/politik", "/~/day/2026-03-05", "/~/find/TmViZWw"]


def fetched(edition: Edition, path: str) -> tuple[str, bytes]:
    """What the web edition sends, with its media type."""
    with urllib.request.urlopen(edition.url("http", path), timeout=60) as answer:
        return answer.headers["content-type"], answer.read()


def ways(feed: bytes) -> list[str]:
    """Where the articles of an Atom feed are: feedparser shows no address that is none of the web's."""
    links = [entry.find(f"{ATOM}link[@rel='alternate']") for entry in ET.fromstring(feed).iter(f"{ATOM}entry")]
    return [link.get("href", "") for link in links if link is not None]


@pytest.mark.parametrize("path", LISTS)
def test_a_browser_finds_the_feeds_of_a_list(edition: Edition, path: str) -> None:
    page = fetched(edition, path)[1].decode()
    found = dict(re.findall(r'<link rel="alternate" type="(application/(?:atom\+xml|feed\+json))" title="[^"]+" href="([^"]+)">', page))
    assert len(found) == 2
    for media, address in found.items():
        kind, body = fetched(edition, address.removeprefix(edition.url("http", "").rstrip("/")))
        assert kind == media
        read = feedparser.parse(body) if "xml" in media else json.loads(body)
        titles = [entry["title"] for entry in (read.entries if "xml" in media else read["items"])]
        assert len(titles) > 0
        assert "xml" not in media or not read.bozo


@pytest.mark.parametrize("path", LISTS)
def test_a_gemini_reader_finds_the_feed_and_can_subscribe_to_the_page_itself(edition: Edition, path: str) -> None:
    head, body = edition.gemini(path)
    assert head.startswith("20 text/gemini")
    page = body.decode()
    assert re.match("# [^\n]+\n", page)
    assert re.search(r"^=> /[^ ]+ \d{4}-\d\d-\d\d .+$", page, re.MULTILINE)  # gmisub: dated link lines
    (atom,) = re.findall(r"^=> (/~/feed/atom[^ ]*) .+$", page, re.MULTILINE)
    head, feed = edition.gemini(atom)
    assert head == "20 application/atom+xml"
    read = feedparser.parse(feed)
    assert not read.bozo
    assert len(ways(feed)) == len(read.entries) > 0
    assert all(way.startswith("gemini://localhost") for way in ways(feed))
    assert edition.gemini(atom.replace("/atom", "/json", 1))[0] == "20 application/feed+json"


@pytest.mark.parametrize("path", LISTS)
def test_a_gopher_menu_leads_to_the_feed(edition: Edition, path: str) -> None:
    (line,) = [line for line in edition.menu(path) if line[1].startswith("/~/feed/atom")]
    assert line[0].startswith("0")
    feed = edition.gopher(line[1])
    assert b"\n.\n" not in feed.replace(b"\r\n", b"\n")
    read = feedparser.parse(feed)
    assert not read.bozo
    assert len(ways(feed)) == len(read.entries) > 0
    for way in ways(feed)[:3]:
        selector = re.sub(r"^gopher://[^/]+/1", "", way)
        assert edition.menu(selector)[0][0].startswith("i# ")


def test_an_e_reader_finds_the_catalogue_and_takes_a_book(edition: Edition) -> None:
    page = fetched(edition, "/")[1].decode()
    (found,) = re.findall(r'<link rel="alternate" type="(application/atom\+xml;profile=opds-catalog;kind=acquisition)" title="[^"]+" href="([^"]+)">', page)
    kind, address = found
    sent, body = fetched(edition, address.removeprefix(edition.url("http", "").rstrip("/")))
    assert sent == kind
    entry = ET.fromstring(body).find(f"{ATOM}entry")
    assert entry is not None
    links = {link.get("rel", "").rpartition("/")[2]: link.get("href", "").removeprefix(edition.url("http", "").rstrip("/")) for link in entry.iter(f"{ATOM}link")}
    media, book = fetched(edition, links["open-access"])
    assert media == "application/epub+zip"
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        package = opened.read("EPUB/package.opf").decode()
    assert f">{entry.findtext(f'{ATOM}id')}</dc:identifier>" in package
    assert f">{entry.findtext(f'{ATOM}updated', '').replace('+00:00', 'Z')}<" in package
    assert fetched(edition, links["alternate"])[0] == "text/html; charset=utf-8"
    assert b'href="/~/feed/opds"' in fetched(edition, "/~/sections")[1]
    assert edition.gemini("/~/feed/opds")[0] == f"20 {kind}"
    books = ET.fromstring(edition.gopher("/~/feed/opds")).find(f"{ATOM}entry")
    assert books is not None
    (gopher,) = {link.get("href", "") for link in books if link.get("type") == media}
    assert edition.gopher(re.sub("^gopher://[^/]+/9", "", gopher)) == book


def test_a_catalogue_is_sent_compressed(edition: Edition) -> None:
    asked = urllib.request.Request(edition.url("http", "/~/feed/opds"), headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.read()) == fetched(edition, "/~/feed/opds")[1]


def test_the_outline_of_all_feeds_stands_with_the_sections(edition: Edition) -> None:
    kind, body = fetched(edition, "/~/feed/opml")
    assert kind == "text/x-opml; charset=utf-8"
    assert body.count(b"<outline ") >= 7
    assert b'href="/~/feed/opml"' in fetched(edition, "/~/sections")[1]
