"""Feeds of every kind and in every state: what they list, and that nothing in them can hurt."""

import time
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.gather import feed
from broadsheet.gather.listed import Listed, merged

HOME = "https://bote.example/feed"
RSS = """<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>Der Böte</title><link>https://bote.example/</link><language>de_DE</language>
<item><title>Die &amp;quot;Brücke&amp;quot; steht</title><link>/politik/bruecke-1.html#c</link><category>Politik</category><category>Stadt</category>
<pubDate>Fri, 15 Jan 2027 09:00:00 +0100</pubDate><description>&lt;p&gt;Nach &lt;b&gt;Jahren&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>ohne Adresse</title></item>
<item><guid isPermaLink="true">https://bote.example/guid-2.html</guid><title>Nur Kennung</title></item>
</channel></rss>""".encode("latin-1")
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Courier</title><entry><title type="html">A &lt;i&gt;bridge&lt;/i&gt;</title>
<link rel="alternate" href="https://courier.example/a"/><link rel="enclosure" href="https://courier.example/a.mp3"/><id>tag:courier.example,2027:1</id>
<published>2027-01-15T08:00:00Z</published><updated>2027-01-15T10:00:00+01:00</updated><summary>Text.</summary></entry></feed>"""
JSON = msgspec.json.encode(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Courier",
        "language": "en-GB",
        "home_page_url": "https://courier.example/",
        "items": [
            {"id": "1", "url": "https://courier.example/a", "title": "A", "summary": "T", "date_published": "2027-01-15T08:00:00+01:00", "tags": ["News", 5, "News"]},
            {"id": "https://courier.example/b", "content_text": "B"},
            {"id": 7, "url": 8},
            "x",
        ],
    }
)


def test_rss_in_another_character_set() -> None:
    found = feed.read(RSS, HOME)
    assert (found.title, found.language, found.home) == ("Der Böte", "de-DE", "https://bote.example/")
    assert found.listed == (
        Listed(
            address="https://bote.example/politik/bruecke-1.html",
            headline='Die "Brücke" steht',
            teaser="Nach Jahren .",
            date="2027-01-15T08:00:00Z",
            language="de-DE",
            sections=("Politik", "Stadt"),
        ),
        Listed(address="https://bote.example/guid-2.html", headline="Nur Kennung", language="de-DE"),
    )


def test_atom() -> None:
    (one,) = feed.read(ATOM, HOME).listed
    assert (one.address, one.headline, one.date, one.modified) == ("https://courier.example/a", "A bridge", "2027-01-15T08:00:00Z", "2027-01-15T09:00:00Z")
    assert one.hints() == {"headline": "A bridge", "teaser": "Text.", "date": "2027-01-15T08:00:00Z", "modified": "2027-01-15T09:00:00Z", "language": "en"}


def test_json_feed_with_values_of_any_type() -> None:
    found = feed.read(JSON, HOME)
    assert (found.title, found.language, found.home) == ("Courier", "en-GB", "https://courier.example/")
    assert [(one.address, one.headline, one.teaser, one.date, one.sections) for one in found.listed] == [
        ("https://courier.example/a", "A", "T", "2027-01-15T07:00:00Z", ("News",)),
        ("https://courier.example/b", "", "B", "", ()),
    ]


def test_a_damaged_feed_gives_what_can_be_read() -> None:
    assert [one.address for one in feed.read(RSS[: RSS.index(b"<item><title>ohne")], HOME).listed] == ["https://bote.example/politik/bruecke-1.html"]
    assert feed.read(RSS.replace(b"&amp;quot;", b"&nbsp;&"), HOME).listed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>Not here</body></html>",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": 3}',
        b'{"version": "https://jsonfeed.org/version/1.1", ',
        b'{"items": []}',
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss version="2.0"><channel><title>&c;</title></channel></rss>',
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
    ],
)
def test_what_is_no_feed_is_said(data: bytes) -> None:
    with pytest.raises(feed.NotAFeedError):
        feed.read(data, HOME)


def test_only_so_much_is_read() -> None:
    many = b"".join(b"<item><link>https://bote.example/%d</link></item>" % number for number in range(feed.MOST + 50))
    assert len(feed.read(b'<rss version="2.0"><channel>' + many + b"</channel></rss>", HOME).listed) == feed.MOST
    with pytest.raises(feed.NotAFeedError, match="large"):
        feed.read(b"<rss>" + bytes(feed.LARGEST), HOME)


@pytest.mark.parametrize(
    ("head", "item", "tail"),
    [
        ('<rss version="2.0"><channel><title>x</title>', "<item><link>https://bote.example/{0}</link><description>{1}</description></item>", "</channel></rss>"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>', '<entry><link href="https://bote.example/{0}"/><summary>{1}</summary></entry>', "</feed>"),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>x</title></channel>',
            "<item><link>https://bote.example/{0}</link><description>{1}</description></item>", "</rdf:RDF>",
        ),
    ],
    ids=["rss", "atom", "rdf"],
)  # fmt: skip
@pytest.mark.parametrize(("bound", "size", "kept"), [("MOST", 7, 7), ("_MARKS", 60, 10), ("_READ", 5000, 4)])
def test_a_feed_is_read_up_to_the_end_of_an_article(
    head: str, item: str, tail: str, bound: str, size: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, bound, size)
    many = "".join(item.format(number, "wort " * 200) for number in range(30))
    bounded = feed._bounded(head + many + tail)
    assert bounded.endswith(tail)
    assert len(bounded) < len(head + many + tail)
    ElementTree.fromstring(bounded)
    found = feed.read((head + many + tail).encode(), HOME)
    assert found.title == "x"
    assert kept - 2 <= len(found.listed) <= kept + 2
    assert [one.address for one in found.listed] == [f"https://bote.example/{number}" for number in range(len(found.listed))]
    assert {len(one.teaser) for one in found.listed} == {999}


@pytest.mark.parametrize("part", ["<a/>" * 200_000, "<a b='" + "x" * 5000 + "'/>", "<title>" + "x" * (5 << 20)], ids=["elements", "tag", "text"])
def test_what_is_too_much_for_one_article_is_no_feed(part: str) -> None:
    started = time.process_time()
    with pytest.raises(feed.NotAFeedError):
        feed.read(f'<rss version="2.0"><channel><item>{part}'.encode(), HOME)
    assert time.process_time() - started < 30  # a hang, not a speed


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "utf-16"])
def test_a_declared_character_set_is_read(declared: str) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?>\n<!-- <x> --><!DOCTYPE rss>\n{RSS.decode("latin-1").partition("?>")[2]}'.replace("Böte", "Вестник")
    found = feed.read(data.encode(declared, "xmlcharrefreplace") if declared != "utf-16" else data.encode(), HOME)
    assert (found.title, len(found.listed)) == ("Der Вестник", 2)


JSON_NAME = b"<!-- https://jsonfeed.org/version -->"


@pytest.mark.parametrize(
    "head",
    [
        b"\n" * 65_000, JSON_NAME + b"\n" * 2_000_000, JSON_NAME + b"<?x " + b'encoding="' * 200_000 + b"\n", b"<!-- " * 10_000, b"<?" * 30_000, b"<!DOCTYPE x [" * 4_000,
        b'<?xml version="1.0" encoding="punycode"?>' + JSON_NAME + b"\xff" + b"x" * 500_000 + b"-" + b"a" * 500_000,
    ],
    ids=["lines", "more-lines", "encodings", "comments", "instructions", "doctypes", "punycode"],
)  # fmt: skip
def test_what_stands_before_a_feed_takes_no_longer_than_its_length(head: bytes) -> None:
    started = time.process_time()
    assert [one.address for one in feed.read(head + RSS.partition(b"?>")[2], HOME).listed][:1] == ["https://bote.example/politik/bruecke-1.html"]
    assert time.process_time() - started < 30  # a hang, not a speed


def test_entities_are_seen_behind_any_length_of_comment() -> None:
    long = JSON_NAME + b"<!--" + b" " * 100_000 + b"-->"
    with pytest.raises(feed.NotAFeedError, match="entities"):
        feed.read(long + b'<!DOCTYPE r [\n<!ENTITY a "' + b"A" * 1000 + b'">\n]>\n<rss version="2.0"><channel><title>' + b"&a;" * 1000, HOME)
    data = '<!DOCTYPE r [<!ENTITY a "b">]><!-- <rss --><rss version="2.0"><channel><title>&a;</title></channel></rss>'
    with pytest.raises(feed.NotAFeedError):
        feed.read(data.encode("utf-16"), HOME)


def test_authors_and_tags_take_no_longer_than_their_length() -> None:
    started = time.process_time()
    names = b"a" * 400_000 + b"@", b"a@" + b"b." * 200_000, b"x</author>" + b"".join(b"<category>%d</category>" % number for number in range(15_000)) + b"<author>"
    for name in names:
        data = b'<rss version="2.0"><channel><title>x</title><item><link>https://bote.example/a</link><author>' + name + b"</author></item></channel></rss>"
        assert len(feed.read(data, HOME).listed) == 1
    assert time.process_time() - started < 30  # a hang, not a speed


@pytest.mark.parametrize("part", [b"<a>" * 20_000, b"<![CDATA[" * 20_000, b"&" * 100_000, b"<item><link>" * 5_000, b"<!-- " * 20_000], ids=["tags", "cdata", "amp", "items", "comments"])
def test_what_is_made_to_take_long_ends(part: bytes) -> None:
    started = time.monotonic()
    feed.read(b'<rss version="2.0"><channel><title>x</title>' + part, HOME)
    assert time.monotonic() - started < 60  # a hang, not a speed


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f'<rss version="2.0"><channel><item><title>{text}</title><link>{text}</link></item>'.encode("utf-8", "replace")))
def test_any_bytes_give_a_feed_or_the_error(data: bytes) -> None:
    try:
        found = feed.read(data, HOME)
    except feed.NotAFeedError:
        return
    assert all(one.address.startswith("http") for one in found.listed)


@pytest.mark.parametrize(("written", "read"), [("2027-01-15", "2027-01-15"), ("2027-01-15T08:00:00", "2027-01-15T08:00:00"), ("2027-01-15T08:00:00+02:00", "2027-01-15T06:00:00Z"), ("2027-13-15", ""), ("15.1.2027", ""), (5, ""), ("0001-01-01T00:00:00+14:00", "")])
def test_dates(written: object, read: str) -> None:
    assert feed.iso(written) == read


def test_two_mentions_of_an_article_are_one() -> None:
    first = Listed(address="https://a.example/1", headline="H", modified="2027-01-01", sections=("A",))
    second = Listed(address="https://a.example/1?utm_source=x", headline="I", teaser="T", modified="2027-01-02", sections=("B", "A"))
    assert merged(first, second) == Listed(address="https://a.example/1", headline="H", teaser="T", modified="2027-01-02", sections=("A", "B"))


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("&#55357;&#56832; &#xD83D;&#xde00;", "😀 😀"),
        ("a &#xD800; b &#56832;&#55357;", "a \ufffd b \ufffd\ufffd"),
        ("&#x110000;&#x10FFFF0;&#99999999999999999999; &#0000000000065;", "\ufffd\ufffd\ufffd A"),
        ("&#128512;&#x1F600;&#55203;", "😀😀힣"),
    ],
)
def test_numbers_that_are_no_letters_are_read_as_what_they_are_meant_for(written: str, title: str) -> None:
    """Programs write letters beyond the first 65,536 by the halves that they have in UTF-16."""
    document = f"<rss version='2.0'><channel><item><title>{written}</title><link>https://bote.example/a</link></item></channel></rss>"
    assert [each.headline for each in feed.read(document.encode(), "https://bote.example/rss").listed] == [title]


def test_a_feed_in_utf_16_is_read() -> None:
    document = "<?xml version='1.0' encoding='UTF-16'?><rss version='2.0'><channel><item><title>Über</title><link>https://bote.example/a</link></item></channel></rss>"
    assert [each.headline for each in feed.read(document.encode("utf-16"), "https://bote.example/rss").listed] == ["Über"]


def test_what_the_reader_did_not_foresee_is_said() -> None:
    document = "<rss version='2.0' xmlns:gml='http://www.opengis.net/gml'><channel><item><gml:pos>1 2</gml:pos></item></channel></rss>"
    with pytest.raises(feed.NotAFeedError, match="stumbles at it: KeyError"):
        feed.read(document.encode(), "https://bote.example/rss")


def test_what_is_not_clean_is_refused() -> None:
    with pytest.raises(ValueError, match="clean"):
        Listed(address="https://a.example/", headline="\x1b[2J")
