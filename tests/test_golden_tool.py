"""The tool that makes golden pages: no word of the page survives, its structure does, and the same page gives the same."""

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import extract
from broadsheet.model import Capture

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "src" / "broadsheet" / "sample"
ADDRESS = "https://www.hafenbote.example.net/stadt/die-bruecke-!104711.html"
SCRIPTS = (("a", "z"), ("a", "z"), ("A", "Z"), ("à", "ÿ"), ("а", "я"), ("α", "ω"), ("ا", "ي"), ("क", "ह"), ("一", "鿆"), ("ぁ", "ん"), ("가", "힣"))
letters = st.sampled_from(SCRIPTS).flatmap(lambda ends: st.text(st.characters(min_codepoint=ord(ends[0]), max_codepoint=ord(ends[1]), categories=("L",)), min_size=1, max_size=14))
texts = st.lists(letters, min_size=1, max_size=12).map(" ".join)
anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@pytest.fixture(scope="module")
def tool() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        yield importlib.import_module("golden")
    finally:
        sys.path.remove(str(ROOT / "bench"))
        for name in ("golden", "invented"):
            sys.modules.pop(name, None)


def page(headline: str, body: str, more: str = "", label: str = "box") -> str:
    escape = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    shown = {name: "".join(escape.get(sign, sign) for sign in text) for name, text in (("h", headline), ("b", body), ("m", more), ("l", label))}
    data = {"@type": "NewsArticle", "headline": headline, "articleBody": f"<p>{shown['b']}</p>", "author": [{"@type": "Person", "name": more}], "dateModified": "2026-03-04T05:06:07Z"}
    told = json.dumps(data).replace("<", "\\u003c")
    link = quote("-".join(headline.split()))
    return (
        f"<!DOCTYPE html><html lang=de><head><title>{shown['h']}</title><meta property='og:title' content=\"{shown['h']}\">"
        f"<meta name=description content=\"{shown['m']}\"><script type='application/ld+json'>{told}</script>"
        f"<script>var secret = \"{shown['b']}\";</script><style>.x{{}}</style></head>"
        f"<body data-x=\"{shown['m']}\"><!-- {shown['m'].replace('-', '')} --><article class=\"{shown['l']}\"><h1>{shown['h']}</h1>"
        f"<img src='/bild/{link}.jpg' alt=\"{shown['m']}\"><p>{shown['b']}<p><a href='https://hafenbote.example.net/{link}'>{shown['m']}</a></article>"
    )


def long_words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", text)}


@given(headline=texts, body=texts, more=texts, label=letters)
def test_no_word_of_four_letters_survives(tool: ModuleType, headline: str, body: str, more: str, label: str):
    made, place = tool.golden(page(headline, body, more, label), ADDRESS)
    source = {word for word in long_words(f"{headline} {body} {more}") if tool.key(word) not in tool.MARKUP | sys.modules["invented"].LABELS}
    frame = long_words(page("", "", "", "")) | long_words("hafenbote")
    assert not (long_words(re.sub(r"<!doctype|<[a-z/0-9]+|[\w:]+(?==\")", " ", made)) & source) - frame
    assert "hafenbote" not in made + place


@given(text=anything, name=anything)
def test_any_bytes_give_a_page_or_say_why_not(tool: ModuleType, text: str, name: str):
    made, _ = tool.golden(f"<p title='{name}'>{text}</p><script type='application/ld+json'>{text}</script><a href='{name}'>x", f"https://{name}.example/")
    assert tool.golden(f"<p title='{name}'>{text}</p><script type='application/ld+json'>{text}</script><a href='{name}'>x", f"https://{name}.example/")[0] == made


def test_structure_and_machine_data_stay(tool: ModuleType):
    made, place = tool.golden(page("Die Drehbrücke klemmt", "Seit Oktober klemmt die Drehbrücke.", "Anna Alt", "drehbrücke article-body"), ADDRESS)
    headline = re.search(r"<h1>(.*?)</h1>", made)
    assert headline is not None
    title, said = headline[1], json.loads(re.findall(r"<script type=\"application/ld\+json\">(.*?)</script>", made)[0])
    assert said["headline"] == title
    assert (said["@type"], said["dateModified"]) == ("NewsArticle", "2026-03-04T05:06:07Z")
    assert f"<title>{title}</title>" in made
    assert re.fullmatch(r"Die \w{10} \w{6}", title), "words keep their length, labels and short words stay"
    assert re.search(r'class="\w{10} article-body"', made), "a class word that the text has becomes the text's word"
    assert "Drehbrücke" not in made
    assert "secret" not in made
    assert "<!--" not in made
    assert re.fullmatch(r"https://www\.\w+\.example/\w+/die-\w+-!\d{6}\.html", place)
    assert "Oktober" in made, "rules look for months"


@pytest.mark.parametrize("name", ["politik/umfrage-kommunalwahl.html", "hafen/interview-brueckenwaerter-tammling.html", "english/the-bridge-that-would-not-turn.html"])
def test_extraction_sees_the_same_page(tool: ModuleType, name: str):
    source = (SAMPLE / name).read_bytes()
    address = f"https://hafenbote.example/{name.replace('.html', '')}/!104999"
    before = extract.article(Capture(body=source, address=address))
    made, place = tool.golden(source.decode(), before.address)
    after = extract.article(Capture(body=made.encode(), address=place))
    assert [type(block) for block in after.body] == [type(block) for block in before.body]
    assert (len(after.headline), after.date, len(after.authors), len(after.tags)) == (len(before.headline), before.date, len(before.authors), len(before.tags))
    assert bool(after.teaser) == bool(before.teaser)


def test_two_files_are_written(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    source = SAMPLE / "hafen" / "interview-brueckenwaerter-tammling.html"
    monkeypatch.setattr(sys, "argv", ["golden.py", str(source), "interview", "--out", str(tmp_path / "new")])
    assert tool.main() == 0
    written = json.loads((tmp_path / "new" / "interview.json").read_text("utf-8"))
    found = extract.article(Capture(body=(tmp_path / "new" / "interview.html").read_bytes(), address=written["address"]))
    assert written["article"]["headline"] == found.headline
    assert "extractor" not in written["article"]
    assert "then commit both" in capsys.readouterr().out


def test_a_page_without_address_or_article_is_refused(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "x.html"
    file.write_text("<html><body><p>kurz</p></body></html>")
    monkeypatch.setattr(sys, "argv", ["golden.py", str(file), "x", "--out", str(tmp_path)])
    with pytest.raises(SystemExit, match="give --address"):
        tool.main()
    monkeypatch.setattr(sys, "argv", ["golden.py", str(file), "x", "--out", str(tmp_path), "--address", "https://a.example/b.html"])
    with pytest.raises(SystemExit, match="no article"):
        tool.main()
    assert list(tmp_path.glob("*.json")) == []
