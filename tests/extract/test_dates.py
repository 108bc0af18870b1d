import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.dates import iso
from broadsheet.extract.metadata import metadata
from broadsheet.extract.parse import parse
from broadsheet.model import Capture


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-12-03", "2024-12-03"),
        ("20241203", "2024-12-03"),
        ("2024-12-03T17:42:00+01:00", "2024-12-03T17:42:00+01:00"),
        ("2024-12-03T17:42:00.123Z", "2024-12-03T17:42:00+00:00"),
        ("2024-12-03T17:42+0100", "2024-12-03T17:42:00+01:00"),
        ("2024-12-03 17:42:00 +01", "2024-12-03T17:42:00+01:00"),
        ("2024-12-03 17:42", "2024-12-03T17:42:00"),
        ("2024-12-03T17:42:00−05:00", "2024-12-03T17:42:00-05:00"),
        ("2024-12-03T99:42:00Z", "2024-12-03"),
        ("2024-12-03T7:05:00", "2024-12-03T07:05:00"),
        ("Tue, 03 Dec 2024 17:42:00 +0100", "2024-12-03T17:42:00+01:00"),
        ("1733244120", "2024-12-03T16:42:00+00:00"),
        ("1733244120000", "2024-12-03T16:42:00+00:00"),
        ("3. Dezember 2024, 17.42 Uhr", "2024-12-03T17:42:00"),
        ("Dienstag, 3. Dez. 2024", "2024-12-03"),
        ("3 décembre 2024 à 17h42", "2024-12-03T17:42:00"),
        ("3 de diciembre de 2024", "2024-12-03"),
        ("3 dicembre 2024", "2024-12-03"),
        ("3 december 2024", "2024-12-03"),
        ("3 grudnia 2024", "2024-12-03"),
        ("3 декабря 2024", "2024-12-03"),
        ("3 Aralık 2024", "2024-12-03"),
        ("3. joulukuuta 2024", "2024-12-03"),
        ("December 3, 2024 5:42 PM", "2024-12-03T17:42:00"),
        ("Dec. 3rd, 2024", "2024-12-03"),
        ("12:05 a.m. on 3 Dec 2024", "2024-12-03"),
        ("3 Dec 2024 12:05 a.m.", "2024-12-03T00:05:00"),
        ("2024年12月3日 17時42分", "2024-12-03T17:42:00"),
        ("2024年12月3日17時2分", "2024-12-03T17:02:00"),
        ("2024年12月3日 午後5時42分", "2024-12-03T17:42:00"),
        ("2024년 12월 3일", "2024-12-03"),
        ("2024년 12월 3일 오후 5시 42분", "2024-12-03T17:42:00"),
        ("3 दिसंबर 2024", "2024-12-03"),
        ("3 ডিসেম্বর 2024", "2024-12-03"),
        ("3 ธันวาคม 2567", "2024-12-03"),
        ("3 грудня 2024, 17:42", "2024-12-03T17:42:00"),
        ("3 בדצמבר 2024", "2024-12-03"),
        ("2024. december 3. 17:42", "2024-12-03T17:42:00"),
        ("2024 m. gruodžio 3 d.", "2024-12-03"),
        ("2024/12/3", "2024-12-03"),
        ("03.12.2024 17:42", "2024-12-03T17:42:00"),
        ("03/12/2024", "2024-12-03"),
        ("12/31/2024", "2024-12-31"),
        ("31/31/2024", ""),
        ("2024-13-45", ""),
        ("0000-00-00", ""),
        ("3 Brückentage 2024", ""),
        ("heute", ""),
        ("", ""),
    ],
)
def test_iso(written, read):
    assert iso(written) == read


@given(st.text(max_size=80))
def test_any_text(written):
    found = iso(written)
    assert found == "" or iso(found) == found


@given(st.datetimes(min_value=datetime(1900, 1, 1)))  # noqa: DTZ001
def test_what_is_iso_stays(moment):
    value = moment.replace(microsecond=0).isoformat()
    assert iso(value) == value


def dates(body="", *, ld=None, head="", address="https://bote.example/a", time=""):
    script = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "Die Brücke"} | ld)}</script>' if ld else ""
    page = f"<html><head>{script}{head}</head><body><article><h1>Die Brücke</h1>{body}<p>{'Text. ' * 90}</p></article>"
    found = metadata(parse(Capture(body=page.encode(), address=address, time=time)))
    return found.date, found.modified


DAY = "2024-12-03T17:42:00+01:00"


@pytest.mark.parametrize(
    ("body", "head", "address"),
    [
        ("", f'<meta property="article:published_time" content="{DAY}">', ""),
        ("", f'<meta name="date" content="{DAY}">', ""),
        (f'<meta itemprop="datePublished" content="{DAY}">', "", ""),
        (f'<time itemprop="datePublished" datetime="{DAY}">gestern</time>', "", ""),
        (f'<time datetime="{DAY}">gestern</time>', "", ""),
        (f'<aside><time datetime="2020-01-01">x</time></aside><time pubdate datetime="{DAY}">gestern</time>', "", ""),
    ],
)
def test_where_a_date_stands(body, head, address):
    assert dates(body, head=head)[0] == DAY


@pytest.mark.parametrize(
    "body",
    ['<p class="article-date">Stand: 3. Dezember 2024</p>', "<p>Berlin, 3. Dezember 2024</p>", '<span itemprop="datePublished">3. Dezember 2024</span>', "<time>3. Dezember 2024</time>"],
)
def test_a_date_in_words(body):
    assert dates(body)[0] == "2024-12-03"


@pytest.mark.parametrize("address", ["https://bote.example/2024/12/03/bruecke", "https://bote.example/politik/2024-12-03-bruecke", "https://bote.example/read/A2024120317420001"])
def test_a_date_in_the_address(address):
    assert dates(address=address) == ("2024-12-03", "")


def test_json_ld_comes_first_and_nonsense_is_passed_over():
    assert dates(ld={"datePublished": DAY}, head='<meta name="date" content="2020-01-01">')[0] == DAY
    assert dates(ld={"datePublished": "1970-01-01T00:00:00Z"}, head='<meta name="date" content="2020-01-01">')[0] == "2020-01-01"
    assert dates(ld={"datePublished": "2099-01-01"}, head='<meta name="date" content="2020-01-01">', time="2024-01-01T00:00:00+00:00")[0] == "2020-01-01"
    assert dates(ld={"datePublished": DAY}, time="yesterday")[0] == DAY
    assert dates(ld={"datePublished": "9999-01-01"})[0] == ""


def test_a_change():
    later = "2024-12-04T08:00:00+01:00"
    assert dates(ld={"datePublished": DAY, "dateModified": later}) == (DAY, later)
    assert dates(ld={"datePublished": DAY, "dateModified": "2024-12-03T16:42:00Z"}) == (DAY, "")
    assert dates(ld={"datePublished": DAY, "dateModified": "2024-12-01"}) == (DAY, "")
    assert dates(ld={"datePublished": DAY, "dateModified": "2024-12-03T00:01:00+01:00"}) == (DAY, "")
    assert dates(ld={"datePublished": DAY, "dateModified": "2024-12-03"}) == (DAY, "")
    assert dates(ld={"datePublished": DAY, "dateModified": "2024-12-03T00:01:00"}) == (DAY, "")
    assert dates(ld={"datePublished": DAY, "dateModified": "2024-12-04"}) == (DAY, "2024-12-04")
    assert dates(ld={"datePublished": DAY}, head=f'<meta property="article:modified_time" content="{later}">') == (DAY, later)
    assert dates(ld={"datePublished": "2024-12-03", "dateModified": "2024-12-03"}) == ("2024-12-03", "")
    assert dates(ld={"dateModified": later})[0] == later


def test_when_it_was_changed_is_not_when_it_was_published():
    assert dates('<p class="date">Zuletzt aktualisiert am 4. Dezember 2024</p><p class="date">3. Dezember 2024</p>') == ("2024-12-03", "2024-12-04")
    assert dates('<p class="date">Updated: December 4, 2024</p>') == ("2024-12-04", "")
    assert dates('<p class="date">Published December 3, 2024, updated December 4, 2024</p>')[0] == "2024-12-03"


def test_another_articles_date_near_the_headline_is_none():
    assert dates('<p class="relatedposts-info">2. Mai 2020</p><p>Berlin, 3. Dezember 2024</p>')[0] == "2024-12-03"


def test_the_time_that_is_printed_completes_a_day():
    day = {"datePublished": "2024-12-03"}
    assert dates("<div><span>2024年12月03日23:52</span></div>", ld=day)[0] == "2024-12-03T23:52:00"
    assert dates('<p class="article-date">3. Dezember 2024, 17:42 Uhr</p>', ld=day)[0] == "2024-12-03T17:42:00"
    assert dates("<p>4. Dezember 2024, 17:42 Uhr</p>", ld=day)[0] == "2024-12-03"


def test_a_moment_in_the_title_of_an_abbreviation():
    body = '<footer><abbr class="published" title="2024-12-03T17:42:00+01:00">gestern</abbr></footer>'
    assert dates(f"<article><h1>Möwen</h1>{body}</article>")[0] == "2024-12-03T17:42:00+01:00"
    assert dates(f"<h1>Möwen</h1><div class=related>{body}</div>")[0] == ""
    assert dates('<h1>Möwen</h1><p><abbr title="2024-12-03">Tag</abbr>')[0] == ""
