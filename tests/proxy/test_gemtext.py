"""Gemtext as HTML: every line is there, headings step down without a gap, links lead through the proxy or out."""

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.proxy import gemtext, letters
from broadsheet.proxy.words import Words
from broadsheet.text import clean

BASE = "gemini://capsule.example:1966/a/b?c"


def read(text: str) -> str:
    return "\n".join(gemtext.read(text, BASE, Words()).lines)


def test_a_page_of_every_kind_of_line() -> None:
    found = gemtext.read("# The harbour\nWords.\n\n### Deep\n# Again\n* one\n* two\n> said\n=> c.gmi Next\n=> /top\n=>gopher://x.example/0y\tText\n=> https://p.example/ Web\n"
                         "=> javascript:alert(1) Evil\n=> mailto:a@b.example\n=> ?q=1 Ask\n=> //other.example/x There\n```a cat\n /\\_/\\\n```\nEnd", BASE, Words())
    assert found.title == "The harbour"
    made = "\n".join(found.lines)
    assert re.findall(r'href="([^"]*)"', made) == [
        "/~/gemini/capsule.example:1966/a/c.gmi", "/~/gemini/capsule.example:1966/top", "/~/gopher/x.example/0y", "https://p.example/", "mailto:a@b.example",
        "/~/gemini/capsule.example:1966/a/b?q=1", "/~/gemini/other.example/x"]
    assert re.findall(r"<h(\d)>", made) == ["2", "2"]
    assert 'aria-label="a cat"' in made
    assert "<pre>\n /\\_/\\</pre>" in made
    assert "javascript:alert(1)" in made
    assert "<ul class=\"list\">\n<li>one</li>\n<li>two</li>\n</ul>\n<blockquote>\n<p>said</p>\n</blockquote>" in made


def test_a_fence_that_is_not_closed_and_a_page_without_a_heading() -> None:
    found = gemtext.read("```\ncode <b>", BASE, Words())
    assert found.title == ""
    assert "code &lt;b&gt;" in "".join(found.lines)
    assert gemtext.read("", BASE, Words()).lines == []
    assert gemtext.read("#\n=>\n", BASE, Words()).lines == ["<p>=&gt;</p>"]


LINE = st.one_of(st.text(max_size=40), st.sampled_from(["=> /x", "=> javascript:x", "# <b>", "## \"", "* <script>", "> &", "```", "```\" onx=\"", "=> gemini://[ x", "=>", "=> http://a.example/\" onclick=\"x"]))


@given(st.lists(LINE, max_size=15).map("\n".join))
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost_and_nothing_runs(text: str) -> None:
    found = gemtext.read(text, BASE, Words())
    made = "\n".join(found.lines)
    assert not re.search(r"<(?!/?(?:ul|li|a|span|pre|div|p|h[2-4]|blockquote)\b)", made)
    for target in re.findall(r'href="([^"]*)"', made):
        assert target.startswith(("/~/gopher/", "/~/gemini/", "http://", "https://", "mailto:", "ftp://", "tel:"))
    seen = set(re.findall(r"\w+", html.unescape(re.sub("<[^>]*>", " ", made)) + " " + found.title)) | set(re.findall(r"\w+", html.unescape(" ".join(re.findall(r'"([^"]*)"', "".join(re.findall("<[^>]*>", made)))))))
    for line in letters.without_ansi(text).replace("\r\n", "\n").split("\n"):
        for word in re.findall(r"\w+", clean(line)):
            assert any(word in other for other in seen), (word, made)
