"""Sitemaps: index, pages, news; whole, damaged, zipped, hostile."""

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.gather import sitemap
from broadsheet.gather.listed import Listed
from broadsheet.gather.sitemap import Child

HOME = "https://bote.example/sitemap.xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
INDEX = f"""<?xml version="1.0"?><sitemapindex {SPACE}><sitemap><loc>https://bote.example/1.xml.gz</loc><lastmod>2027-01-15T08:00:00+01:00</lastmod></sitemap>
<sitemap><loc> /2.xml </loc></sitemap><sitemap><loc>ftp://x/</loc></sitemap></sitemapindex>""".encode()
NEWS = f"""<?xml version="1.0"?><urlset {SPACE} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://bote.example/bild.jpg</image:loc></image:image><loc>https://bote.example/a-1.html#x</loc><lastmod>2027-01-15</lastmod>
<n:news><n:publication><n:name>Bote</n:name><n:language>de</n:language></n:publication><n:publication_date>2027-01-15T09:00:00Z</n:publication_date><n:title>Die &lt;Brücke&gt;</n:title></n:news></url>
</urlset>""".encode()


def test_an_index_names_other_sitemaps() -> None:
    found = sitemap.read(INDEX, HOME)
    assert found.children == (Child("https://bote.example/1.xml.gz", "2027-01-15T07:00:00Z"), Child("https://bote.example/2.xml"))
    assert (found.listed, found.damaged) == ((), "")


@pytest.mark.parametrize("data", [NEWS, gzip.compress(NEWS)])
def test_a_news_sitemap_says_more(data: bytes) -> None:
    found = sitemap.read(data, HOME)
    assert found.is_news
    assert found.listed == (Listed(address="https://bote.example/a-1.html", headline="Die <Brücke>", date="2027-01-15T09:00:00Z", modified="2027-01-15", language="de"),)


def test_plain_text_is_a_sitemap_too() -> None:
    found = sitemap.read(b"\xef\xbb\xbfhttps://bote.example/a\r\n\nhttps://bote.example/b", HOME)
    assert [one.address for one in found.listed] == ["https://bote.example/a", "https://bote.example/b"]


def test_damage_keeps_what_came_before_it() -> None:
    found = sitemap.read(NEWS.replace(b"</urlset>", b"<url><loc>https://bote.example/b</loc>&nbsp;</url>"), HOME)
    assert len(found.listed) == 1
    assert "damaged XML in line" in found.damaged


@pytest.mark.parametrize(
    "data",
    [b"", b"<html/>", b"nothing here", gzip.compress(NEWS)[:50], b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><urlset/>", b"<rss><channel/></rss>", gzip.compress(bytes(60 << 20))],
    ids=["empty", "html", "text", "cut", "entities", "rss", "bomb"],
)
def test_what_is_no_sitemap_is_said(data: bytes) -> None:
    with pytest.raises(sitemap.NotASitemapError):
        sitemap.read(data, HOME)


def test_depth_and_number_are_bounded() -> None:
    deep = sitemap.read(b"<urlset>" + b"<a>" * 100_000, HOME)
    assert "deep" in deep.damaged
    urls = b"".join(b"<url><loc>https://bote.example/%d</loc></url>" % number for number in range(sitemap.MOST + 10))
    many = sitemap.read(b"<urlset>" + urls + b"</urlset>", HOME)
    assert (len(many.listed), "more than" in many.damaged) == (sitemap.MOST, True)
    long = sitemap.read(b"<urlset><url><loc>https://bote.example/" + b"x" * 10_000_000 + b"</loc></url></urlset>", HOME)
    assert long.listed == ()


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: NEWS[:200] + data))
def test_any_bytes_give_a_sitemap_or_the_error(data: bytes) -> None:
    with contextlib.suppress(sitemap.NotASitemapError):
        sitemap.read(data, HOME)
