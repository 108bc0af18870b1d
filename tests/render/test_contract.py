"""What holds for every form of every page, whatever its text says."""

import html as standard_html
import json
import re
from html.parser import HTMLParser

import pytest
import strategies
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.manners import MANNERS
from broadsheet.model import Article, Heading, Link, Links, Page, Paragraph, Quote, Span, Standfirst, Teaser
from broadsheet.pages.article import page
from broadsheet.render import FORMS, Setting
from broadsheet.text import is_clean
from broadsheet.typeset import cells

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ADDRESS = re.compile(r"://|mailto:|^\[\d+\] |^[-=]> |\thttps?:|\t/|\tURL:")
ALLOWED = {"a", "article", "aside", "b", "bdi", "blockquote", "body", "button", "cite", "code", "div", "em", "figcaption", "figure", "footer", "form", "h1", "h2",
           "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "input", "label", "li", "link", "main", "meta", "nav", "ol", "p", "pre", "script", "section", "small", "span", "strong",
           "table", "tbody", "td", "th", "thead", "time", "title", "tr", "ul"}  # fmt: skip
VOID = {"meta", "link", "input", "hr"}


def full(article: Article) -> Page:
    one = page(article)
    return Page(path=one.path, kind=one.kind, title=one.title, kicker=one.kicker, masthead=one.masthead, language=one.language, main=one.main,
                navigation=(Link("/", "Titelseite"), Link("/~/text/a", "Text"), Link("https://x.example/?a=b,c", "## => x")), search="/~/search", original=one.original, described=one.described)  # fmt: skip


def shown(form: str, article: Article, width: int = 75, manner: str = "") -> str:
    return FORMS[form].render(full(article), Setting(width=width, host="edition.example", port=7070, manner=manner))


class Elements(HTMLParser):
    """Elements, addresses and text of a document; complains about what is not closed."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.data: list[dict[str, object]] = []
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        assert tag != "script" or attrs == [("type", "application/ld+json")], "only data, never a script"
        self.attributes.update(name for name, _ in attrs)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "action", "src"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.data.append(json.loads(data))
        else:
            self.text.append(data)


@pytest.mark.parametrize("form", FORMS)
@given(article=strategies.articles)
@often
def test_no_control_character_reaches_a_reader(form: str, article: Article) -> None:
    text = shown(form, article)
    for line in text.split("\r\n" if form == "menu" else "\n"):
        assert all(is_clean(field) for field in line.split("\t")) if form == "menu" else is_clean(line)
    assert text.endswith(".\r\n" if form == "menu" else "\n")


@pytest.mark.parametrize("form", ["text", "menu"])
@given(article=strategies.articles, width=st.integers(40, 120))
@often
def test_no_line_is_wider_than_asked_addresses_excepted(form: str, article: Article, width: int) -> None:
    for line in shown(form, article, width).splitlines():
        assert cells(line[1:].partition("\t")[0] if form == "menu" else line) <= width or ADDRESS.search(line)


@pytest.mark.parametrize("form", ["text", "menu"])
@given(article=strategies.articles, width=st.integers(40, 120), manner=st.sampled_from(list(MANNERS)))
@often
def test_in_every_manner_all_bytes_are_in_its_set_and_widths_hold(form: str, article: Article, width: int, manner: str) -> None:
    text = shown(form, article, width, manner)
    assert text.encode(MANNERS[manner].charset).decode(MANNERS[manner].charset) == text
    for line in text.splitlines():
        assert all(is_clean(field) for field in line.split("\t"))
        if form == "text":
            assert cells(line) <= width or re.search("://|mailto:|/", line)
        else:
            assert cells(line[1:].partition("\t")[0]) <= width or ADDRESS.search(line) or line[0] != "i"


@given(article=strategies.articles, manner=st.sampled_from(["", *MANNERS]))
@often
def test_menus_keep_to_the_protocol(article: Article, manner: str) -> None:
    lines = shown("menu", article, manner=manner).split("\r\n")
    assert lines[-2:] == [".", ""]
    for line in lines[:-2]:
        kind, fields = line[:1], line[1:].split("\t")
        assert len(fields) == 4
        assert fields[2]
        assert fields[3].isdecimal()
        assert len(line.encode()) < 1024
        assert kind in "i017hIg"
        if kind in "017Ig" and fields[2] == "edition.example":
            assert re.fullmatch(r"/[A-Za-z0-9/\-_.!~]*", fields[1])
        if kind == "h":
            assert re.match(r"URL:(https?://|gemini://|mailto:)", fields[1])


@given(article=strategies.articles)
@often
def test_plain_text_has_no_line_that_ends_it_for_a_client(article: Article) -> None:
    assert "." not in {line.strip() if not line.startswith(" ") else line for line in shown("text", article).split("\n")}


@given(article=strategies.articles)
@often
def test_html_is_well_formed_and_holds_nothing_foreign(article: Article) -> None:
    document = Elements(shown("html", article))
    assert set(document.elements) <= ALLOWED
    assert document.elements.count("h1") == document.elements.count("main") == len(document.data) == 1
    assert document.data[0]["@type"] == "NewsArticle"
    assert document.data[0].get("description", "") == article.teaser
    assert not {name for name in document.attributes if name.startswith("on") or name in {"style", "src"}}
    for address in document.addresses:
        assert re.match(r"/(?![/\\])|#|https?://|gemini://|gopher://|ftp://|mailto:|tel:", address) or address == "/"


@given(article=strategies.articles)
@often
def test_gemtext_has_no_link_and_no_heading_that_the_page_has_not(article: Article) -> None:
    one = full(article)
    lines = FORMS["gmi"].render(one, Setting()).split("\n")
    assert lines[0].startswith("# ")
    fenced, headings = False, 0
    for line in lines:
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            headings += line.startswith("# ")
            if line.startswith("=>"):
                assert re.match(r"=> (/|https?://|gemini://|gopher://|ftp://|mailto:|tel:)[!-~]*( |$)", line)
    assert not fenced
    assert headings == 1


@pytest.mark.parametrize("form", ["gmi", "html"])
@given(article=strategies.articles)
@often
def test_all_words_come_out(form: str, article: Article) -> None:
    text = shown(form, article)
    squeezed = squeeze("".join(Elements(text).text) if form == "html" else text)
    for words in (article.headline, article.kicker, article.teaser, *(tag.name for tag in article.tags[:1]), *(link.teaser for link in article.related)):
        assert squeeze(words) in squeezed
    for block in article.body:
        if isinstance(block, (Paragraph, Heading)):
            for span in block.spans:
                assert squeeze(span.text) in squeezed


def squeeze(text: str) -> str:
    return re.sub(r"[\s\\\u00a0\u2003]", "", text)


HOSTILE = [text for text in strategies.HOSTILE if is_clean(text) and cells(text) < 40]  # longer ones continue on lines of their own


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(form: str, text: str) -> None:
    """The same page with harmless words has as many links, headings and marks."""

    def counted(words: str) -> tuple[int, ...]:
        span = (Span(words),)
        blocks = (Standfirst(words), Paragraph(span), Quote((span,), words), Links((Link("/a", words),)), Teaser(Link("/b", words, words, words)))
        made = FORMS[form].render(Page(path="/", kind="article", title=f"T {words}", masthead="M", main=blocks), Setting(width=120))
        if form == "html":
            return (len(Elements(made).elements), len(Elements(made).addresses))
        if form == "menu":
            return tuple(sum(line.startswith(kind) for line in made.split("\r\n")) for kind in "017hIg")
        marks = ("=>", "#", ">", "* ", "```") if form == "gmi" else ("=>", "# ", "## ", ">>", "* ", "  ", "```", "[Info", "[/", "->", "? ", "- ")
        return tuple(sum(line.startswith(mark) for line in made.split("\n")) for mark in marks)

    assert counted(text) == counted("x")


@pytest.mark.parametrize("form", FORMS)
def test_forms_name_their_media_type_and_take_an_empty_page(form: str) -> None:
    assert re.fullmatch(r"(text|application)/[a-z.-]+", FORMS[form].media_type)
    assert "Leer" in standard_html.unescape(FORMS[form].render(Page(path="/", kind="missing", title="Leer"), Setting()))
