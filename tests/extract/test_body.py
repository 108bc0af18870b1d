"""What stands around the running text and is no part of it."""

import pytest

from broadsheet import extract
from broadsheet.extract import body, phrases
from broadsheet.model import Article, Box, Capture, Embed, Figure, Heading, Listing, Paragraph, Quote, plain_text

SENTENCE = "The council approved the money for the bridge on Thursday evening after three hours of debate, as the mayor had asked. "
TEXT = "".join(f"<p>{number}. {SENTENCE * 2}</p>" for number in range(6))


def article(inner: str, headline: str = "Council approves the money for the bridge") -> Article:
    page = f"<html lang=en><head><title>{headline}</title></head><body><main><article><h1>{headline}</h1>{inner}</article></main></body></html>"
    return extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))


def texts(found: Article) -> list[str]:
    return [plain_text(block.spans) for block in found.body if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "said",
    [
        "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.",
        "This page holds affiliate links: whoever buys by them pays no more, and the paper earns a little money of it.",
        "Disclosure: the paper may earn a commission from some of the links on this page, at no cost to its readers.",
    ],
)
def test_notices_go(said: str) -> None:
    found = texts(article(TEXT + f"<p>{said}</p>"))
    assert len(found) == 6
    assert said not in found


def test_a_long_paragraph_about_links_stays() -> None:
    said = SENTENCE * 4 + "What affiliate links are, the mayor did not know."
    assert said in texts(article(f"{TEXT}<p>{said}</p>{TEXT}"))


def test_lone_heading_above_all_text_is_the_standfirst() -> None:
    found = article(f"<h2>The mayor is glad of it</h2>{TEXT}<h3>What it costs</h3>{TEXT}")
    assert found.teaser == "The mayor is glad of it"
    assert [plain_text(block.spans) for block in found.body if isinstance(block, Heading)] == ["What it costs"]


@pytest.mark.parametrize("heading", ["What is the bridge to cost?", "Thursday, 18 July"])
def test_heading_of_the_text_itself_stays(heading: str) -> None:
    found = article(f"<h2>{heading}</h2>{TEXT}")
    assert plain_text(next(block for block in found.body if isinstance(block, Heading)).spans) == heading


def test_first_of_like_headings_stays() -> None:
    found = article(f"<h2>The bridge</h2>{TEXT}<h2>The road</h2>{TEXT}")
    assert [plain_text(block.spans) for block in found.body if isinstance(block, Heading)] == ["The bridge", "The road"]


def test_heading_that_is_part_of_the_headline_goes() -> None:
    found = article(f"<h2>The mayor speaks</h2>{TEXT}", "The mayor speaks: Council approves the money")
    assert not found.teaser
    assert not any(isinstance(block, Heading) for block in found.body)


def test_indent_of_ideographic_spaces_goes() -> None:
    found = texts(article(TEXT.replace("<p>", "<p>\u3000\u3000")))
    assert len(found) == 6
    assert not any(text.startswith("\u3000") for text in found)


@pytest.mark.parametrize(
    "picture",
    [
        "<form><figure><img src=/letter.jpg width=600 height=400><figcaption>I would like to be told of offers</figcaption></figure></form>",
        "<figure><img src=/a/print-header-logo.png width=600 height=400><figcaption>https://paper.example/town/bridge</figcaption></figure>",
        "<figure><img src=/a/icon_print.png width=600 height=400></figure>",
    ],
)
def test_pictures_of_the_page_itself_go(picture: str) -> None:
    assert not any(isinstance(block, Figure) for block in article(TEXT + picture + TEXT).body)


def test_picture_of_a_page_that_is_one_form_stays() -> None:
    picture = "<figure><img src=/a/bridge.jpg width=600 height=400><figcaption>The bridge</figcaption></figure>"
    found = article(f"<form>{TEXT}{picture}{TEXT}</form>")
    assert [block.image.caption for block in found.body if isinstance(block, Figure)] == ["The bridge"]


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        ("Les også: Broen er stengt", "Broen er stengt"),
        ("Lire aussi : Le pont est fermé", "Le pont est fermé"),
        ("Read also the book", "Read also the book"),
        ("Bridge closed: what now", "Bridge closed: what now"),
    ],
)
def test_label_of_a_related_article_goes(headline: str, told: str) -> None:
    assert phrases.unlabelled(headline) == told


def test_related_headline_has_no_label() -> None:
    found = article(f"{TEXT}<p><a href=/town/road-4712.html>Read also: The road beside the bridge is closed</a></p>{TEXT}")
    assert [link.headline for link in found.related] == ["The road beside the bridge is closed"]


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("<span class=initial-letter>N</span> <span>ow the bridge</span> is open.", "Now the bridge is open."),
        ("<span class=dropcap>N</span>ow it is.", "Now it is."),
        ("<span class=initial>A</span> <span>Bridge</span> is open.", "A Bridge is open."),
        ("<span class=initial>A</span> <span>bridge</span> is open.", "A bridge is open."),
        ("<span class=note>N</span> <span>ow</span> it is.", "N ow it is."),
        ("<span class=note>A</span> <span>bridge</span> is open.", "A bridge is open."),
        ("<span class=initial>N</span>", "N"),
    ],
)
def test_drop_cap_is_part_of_its_word(inner: str, told: str) -> None:
    blocks = extract.blocks_of(f"<p>{inner}</p>")
    assert [plain_text(block.spans) for block in blocks if isinstance(block, Paragraph)] == [told]


@pytest.mark.parametrize(("service", "kept"), [("YouTube", True), ("a third party", False)])
def test_what_waits_for_consent_is_embedded(service: str, kept: bool) -> None:
    asked = f"<p>An dieser Stelle findest du einen externen Inhalt von {service}, der den Artikel ergänzt.</p><p>Ich bin damit einverstanden.</p>"
    found = article(f"{TEXT}<aside class=infobox><p>Empfohlener Inhalt</p>{asked}</aside>{TEXT}")
    assert [block.what for block in found.body if isinstance(block, Embed)] == [service] * kept
    assert not any(isinstance(block, Box) for block in found.body)


@pytest.mark.parametrize(
    "text",
    [
        "This page holds affiliate links.",
        "Wir nehmen am Affiliate-Programm teil.",
        "We may earn a commission if you buy something.",
        "The paper may receive compensation for some links.",
        "We earn an affiliate commission.",
        "A special offer for Courier readers",
        "Cet article contient des liens affiliés.",
        "Este texto contiene enlaces de afiliados.",
        "Questo testo contiene link di affiliazione.",
        "Este texto tem links de afiliados.",
        "Artikeln innehåller affiliatelänkar.",
        "Artikkelen inneholder ANNONSELENKER.",
    ],
)
def test_a_notice_of_what_links_earn(text: str) -> None:
    assert phrases.is_notice(text)


def test_no_notice() -> None:
    assert not phrases.is_notice("The commission met on Monday.")


def test_an_article_that_follows_is_another() -> None:
    """A page that goes on with the next article, each in an element of its own."""
    first = f"<article><h1>Council approves the money for the bridge</h1>{TEXT}</article>"
    other = SENTENCE.replace("bridge", "harbour")
    second = "<article><h1>Harbour to be dug deeper</h1>" + "".join(f"<p>{number}. {other * 2}</p>" for number in range(9)) + "</article>"
    page = f"<title>Council approves the money for the bridge</title><main><div>{first}{second}</div></main>"
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))
    assert len(texts(found)) == 6
    assert not any("harbour" in text for text in texts(found))


def test_sections_with_first_headings_of_their_own_are_one_article() -> None:
    sections = "".join(f"<section><h1>{title}</h1>{TEXT.replace('.', f' {title}.', 1)}</section>" for title in ("The bridge", "The road", "The harbour"))
    assert len(texts(article(sections))) >= 16


def test_what_looks_like_the_text_and_stands_in_it_is_text() -> None:
    """Lines without a sentence, as a list of places that is set as paragraphs."""
    places = ["[Shaking 5]", "North county: Alder, Birch, Cedar", "[Shaking 4]", "West county: Dogwood, Elm, Fir*, Gorse", "East county: Hazel"]
    found = texts(article(f"<div class=qx7>{TEXT}{''.join(f'<p>{one}</p>' for one in places)}</div>"))
    assert [one for one in places if one in found] == places


def headings(found: Article) -> list[str]:
    return [plain_text(block.spans) for block in found.body if isinstance(block, Heading)]


def test_headings_of_the_class_of_the_text_stay() -> None:
    """A class that everything behind a barrier has tells headings from nothing."""
    heads = ["The best bridge for walkers", "The best bridge for carts", "The best bridge for trains"]
    inner = "".join(f"<h2 class=paywall>{head}</h2>{TEXT.replace('<p>', '<p class=paywall>')}" for head in heads)
    assert headings(article(TEXT.replace("<p>", "<p class=paywall>") + inner)) == heads


def test_short_lines_without_an_end_between_paragraphs_are_subheads() -> None:
    heads = ["The money", "The road behind the bridge", "What the mayor says"]
    paragraph = f"<p>{SENTENCE * 2}</p>"
    found = article(paragraph * 3 + "".join(f"<p>{head}</p>{paragraph * 4}" for head in heads))
    assert headings(found) == heads
    assert headings(article(paragraph * 3 + f"<p>{heads[0]}</p>{paragraph * 4}")) == []


def test_a_number_alone_stands_in_no_line_of_its_own_before_a_heading() -> None:
    inner = "".join(f"<div class=number>{number}</div><h3>The {name}</h3>{TEXT}" for number, name in enumerate(("bridge", "road", "harbour"), 1))
    found = article(TEXT + inner)
    assert headings(found) == ["The bridge", "The road", "The harbour"]
    assert not {"1", "2", "3"} & set(texts(found))


def test_a_paragraph_called_caption_below_a_picture_is_its_caption() -> None:
    picture = "<img src=/bridge.jpeg width=800 height=500><p class=caption>The bridge in the morning Photo: Ann Example</p>"
    found = article(f"{picture}{TEXT}")
    figure = next(block for block in found.body if isinstance(block, Figure))
    assert (figure.image.caption, figure.image.credit) == ("The bridge in the morning", "Ann Example")
    assert len(texts(found)) == 6


def test_the_label_of_a_form_is_no_caption() -> None:
    form = "<form><p>A letter every morning</p><p>I would like to be written to about offers of the paper.</p><input></form>"
    found = article(f"{TEXT}<div><img src=/letter.png width=700 height=400>{form}</div>{TEXT}")
    assert not any(block.image.caption for block in found.body if isinstance(block, Figure))
    assert len(texts(found)) == 12


def test_a_copy_of_the_whole_text_in_one_element_goes() -> None:
    parts = [f"{number}. {SENTENCE.replace('bridge', name) * 2}" for number, name in enumerate(("bridge", "road", "harbour", "tower", "gate", "wall"))]
    copy = f"<footer><section><div><div>{' '.join(parts)}</div></div></section></footer>"
    page = (
        f"<title>Council approves the money for the bridge</title><main><div><article><h1>Council approves the money for the bridge</h1>"
        f"{''.join(f'<p>{part}</p>' for part in parts)}</article></div></main><div><div><div>{' '.join(parts)}</div></div></div>{copy}"
    )
    found = texts(extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html")))
    assert found == [part.strip() for part in parts]


@pytest.mark.parametrize(("mark", "shown"), [("class=betweenline", True), ("", False)])
def test_lines_of_one_class_between_paragraphs_are_kept_together(mark: str, shown: bool) -> None:
    lines = "".join(f"<p>{number}. {SENTENCE * 2}</p><p {mark}>Line {number}</p>" for number in range(4))
    markup = f"<html><body><h1>Council approves the money</h1><div class=story>{lines}<p>{SENTENCE * 3}</p></div></body></html>"
    evidence = extract.evidence_of(Capture(body=markup.encode(), address="https://paper.example/town/bridge-4711.html"))
    seen = {leaf.order: (leaf, evidence.values(at)) for at, leaf in enumerate(evidence.leaves) if leaf.tag == "p"}
    doubtful = [order for order, (leaf, _) in seen.items() if leaf.text.startswith("Line")]
    scores = {order: -0.1 if order in doubtful[1:] else 2.0 for order in seen}
    body._heads(scores, seen)
    assert [scores[order] > 0 for order in doubtful] == [True, *[shown] * 3]


def test_a_teaser_below_the_linked_headline_of_another_article_is_none_of_this() -> None:
    card = f"<article class=item><h2><a href=/town/other-4712.html>The harbour gets a new crane</a></h2><p>{SENTENCE * 2}</p></article>"
    found = article(f"<div class=story>{TEXT}</div></article><section><h3>Today</h3>{card * 2}</section><article>")
    assert len(texts(found)) == 6


@pytest.mark.parametrize(("label", "kept"), [("Most read", False), ("Weiterlesen", False), ("More:", False), ("What it costs", True)])
def test_a_heading_above_links_to_others_is_no_subhead(label: str, kept: bool) -> None:
    links = '<ul><li><a href="/a">The mayor opens another bridge</a></li><li><a href="/b">The road that nobody wanted</a></li></ul>'
    found = article(f'{TEXT}<div class="widget"><h3>{label}</h3>{links}</div>{TEXT}')
    assert (label in [plain_text(block.spans) for block in found.body if isinstance(block, Heading)]) == kept


def test_a_byline_that_says_where_its_author_works_is_no_text() -> None:
    ld = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Ada Quill"}}</script>'
    line, other = "by Ada Quill, Harbour Radio North-West", "With Ada Quill the council had three engineers"
    found = texts(article(f"{ld}<p>{line}</p>{TEXT}<p>{other}, all of them unpaid.</p>{TEXT}"))
    assert line not in found
    two = texts(article(f"<p>By Bert Berg and Carla Cramm / Harbour Radio</p><p>17:41, 3 March 2024</p>{TEXT}"))
    assert len(two) == 6
    assert f"{other}, all of them unpaid." in found


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ja", ["港の事務所は、屋根と古い階段の修理に十一週間をかけたのち、月曜日に再び開いた。", "村の誰もこれほど長くかかるとは思っていなかった。", "まだ何も決まっていない。"]),
        ("zh", ["港口办公室在经过十一周的屋顶和旧楼梯维修之后，于星期一重新开放。", "村里没有人料到工程会拖这么久。", "目前还没有人知道。"]),
        ("ko", ["항구 사무소는 지붕과 낡은 계단을 고치는 데 열한 주가 걸린 끝에 월요일에 다시 문을 열었다.", "마을에서는 아무도 공사가 그렇게 오래 걸릴 줄 몰랐다."]),
    ],
)
@pytest.mark.parametrize("around", ["<p>{}</p>", "<div>{}</div>", "<tr><td>{}</td></tr>"])
def test_a_short_article_in_few_signs_is_one(language: str, lines: list[str], around: str) -> None:
    text = "".join(around.format(line) for line in lines)
    others = "".join(f'<div><a href="/n/{number}">{lines[0][number:14]}</a></div>' for number in range(5))
    text = f"<table>{text}</table>" if around.startswith("<tr") else text
    page = f'<html lang="{language}"><body><div><div><h1>{lines[-1][:8]}</h1><div class="d9">{text}</div></div><div class="k2">{others}</div></div></body></html>'
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/n/4711.html"))
    assert texts(found) == lines


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        ("<ul><li>The harbour fund pays for one half.</li><li>The savings bank lends the town the rest.</li></ul>", True),
        ("<blockquote><p>Nobody asked the river about the bridge.</p></blockquote>", True),
        ("<ul class=newsletter><li>The harbour fund pays for one half.</li><li>The savings bank lends the town the rest.</li></ul>", False),
        ('<ul><li><a href="/a/1">The harbour fund pays for one half</a></li><li><a href="/a/2">The bank lends the town the rest</a></li></ul>', False),
    ],
)
def test_a_list_or_quotation_among_the_text_is_of_it_whatever_classes_are_around(inner: str, kept: bool) -> None:
    page = f"<h1>Council approves the money</h1><div class='newsletter-letter'><div class='promo_text'>{TEXT}{inner}{TEXT}</div></div>"
    found = extract.article(Capture(body=f"<html lang=en><body>{page}</body></html>".encode(), address="https://paper.example/town/bridge-4711.html"))
    assert any(isinstance(block, Listing | Quote) for block in found.body) == kept


def test_a_list_in_a_cell_of_its_own_is_of_the_text_in_the_cells_around() -> None:
    cells = [f"<p>{SENTENCE}</p>", "<ul><li>6.15 from the quay</li><li>8.40 from the isle</li></ul>", f"<p>{SENTENCE}</p>"] * 2
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    page = f"<html lang=en><body><h1>The ferry sails again</h1><table>{rows}</table></body></html>"
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/town/ferry-4711.html"))
    assert [len(block.items) for block in found.body if isinstance(block, Listing)] == [2, 2]


@pytest.mark.parametrize(
    ("before", "links", "kept"),
    [
        ("These take donations now:", ["https://helpers.example/", "https://boats.example/give"], True),
        ("These take donations now.", ["https://helpers.example/", "https://boats.example/give"], False),
        ("These take donations now:", ["https://helpers.example/", "/town/fund-4712.html"], False),
        ("These take donations now:", ["https://paper.example/town/a-4712.html", "https://paper.example/town/b-4713.html"], False),
        ("Read also:", ["https://helpers.example/", "https://boats.example/give"], False),
    ],
)
def test_a_list_of_links_to_elsewhere_is_announced_by_a_colon(before: str, links: list[str], kept: bool) -> None:
    items = "".join(f'<li><a href="{link}">Harbour helpers, number {number}</a></li>' for number, link in enumerate(links))
    page = f"<html lang=en><body><h1>Council approves the money</h1><article>{TEXT}<p>{before}</p><ul>{items}</ul></article></body></html>"
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))
    assert sum(len(block.items) for block in found.body if isinstance(block, Listing)) == (2 if kept else 0)


def test_subheads_may_be_h1() -> None:
    linked = '<h1><a href="/town/other-4712.html">Another bridge is closed for the winter</a></h1>'
    found = article(f"{TEXT}<h1>What it costs</h1>{TEXT}{linked}<h1>What comes next</h1>{TEXT}")
    assert [plain_text(block.spans) for block in found.body if isinstance(block, Heading)] == ["What it costs", "What comes next"]


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (f"<p><strong>{SENTENCE.strip()}</strong></p>", True),
        ("<p><strong>ADA QUILL</strong></p>", False),
        (f"<p>{SENTENCE.strip()}</p>", False),
    ],
)
def test_a_bold_sentence_that_the_page_describes_itself_by_is_the_standfirst(first: str, told: bool) -> None:
    said = SENTENCE.strip() if SENTENCE.strip() in first else "ADA QUILL"
    page = f'<html lang=en><head><title>Money</title><meta name=description content="{said}"></head><body><h1>Money</h1><div>{first}{TEXT}</div></body></html>'
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))
    assert (found.teaser == said) == told
    assert len(texts(found)) == (6 if told else 7)


def test_a_list_of_sentences_may_end_its_element() -> None:
    listing = "<ul><li>The harbour fund pays for one half of it.</li><li>The savings bank lends the town the rest.</li></ul>"
    parts = f"<div class='promo_text'><div>{TEXT}{listing}</div></div><div class='promo_image'><img src=/a.jpg width=800></div><div class='promo_text'><div>{TEXT}</div></div>"
    page = f"<html lang=en><body><h1>Council approves the money</h1><div class='newsletter-letter'>{parts}</div></body></html>"
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))
    assert [len(block.items) for block in found.body if isinstance(block, Listing)] == [2]


def test_what_stands_between_headline_and_text_on_a_page_without_classes_is_no_text() -> None:
    above = '<p><a href="/c/town">Town</a></p><h2>Council approves the money</h2><p>12 May 2024</p><p><a href="/people/4">Ada Quill</a></p>'
    page = f"<html lang=en><head><title>Council approves the money</title></head><body><div>{above}{TEXT}</div></body></html>"
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))
    assert (found.headline, found.date) == ("Council approves the money", "2024-05-12")
    assert len(texts(found)) == 6


def test_a_first_link_to_elsewhere_is_of_the_text() -> None:
    assert texts(article(f'<p><a href="https://results.example/boys">The full results of the day</a></p>{TEXT}'))[0] == "The full results of the day"


@pytest.mark.parametrize("title", ["Council approves the money", "The quay", "波止場", "क्रेन चुप है"])
def test_a_headline_between_breaks_is_no_text_nor_what_stands_above_it(title: str) -> None:
    lines = "".join(f"{number}. {SENTENCE * 2}<br><br>" for number in range(6))
    head = f"<b>Harbour plans</b><br><br><font size=5><b>{title}</b></font><br>12 May 2024 | By Ada Quill<br><br>"
    page = f"<html lang=en><head><title>{title}</title></head><body><table><tr><td>{head}{lines}</td></tr></table></body></html>"
    found = extract.article(Capture(body=page.encode(), address="https://paper.example/town/bridge-4711.html"))
    assert len(texts(found)) == 6
    assert texts(found)[0].startswith("0. The council")
    assert (found.headline, found.date[:10]) == (title, "2024-05-12")
