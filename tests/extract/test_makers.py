"""Whole pages in the manners of many makers, times and languages: what a reader sees at once is found, however the page is made."""

import pytest

from broadsheet import extract
from broadsheet.model import Article, Box, Capture, Entry, Listing, Paragraph, Table, plain_text

HEADLINE = "Council votes to keep the silo"
PAPER = "The Harbour Herald"
TEXT = (
    "The harbour council met on Monday evening to decide what should become of the old grain silo that has stood empty since 1987.",
    "Seven of the eleven members voted for a plan that would turn the lower floors into workshops and the upper ones into flats.",
    "“We have waited long enough,” said Councillor Ada Brandt, who had brought the motion three times before without success.",
    "Opponents fear that the cost, put at twelve million crowns, will rise as soon as the first wall is opened.",
    "Work could begin in May, if the state pays its share; a letter from the ministry is expected within the month.",
)
NAVIGATION = "".join(f'<a href="/{name}/">{name.title()}</a> ' for name in ("news", "sport", "culture", "opinion", "weather", "archive"))
TEASERS = (
    ("Ferry timetable changes again", "/news/ferry-timetable-changes-again-1201.html", "The summer line gets four more trips a day, the winter line loses two."),
    ("A baker retires after fifty years", "/news/a-baker-retires-1202.html", "Nobody wants to take over the oven at the corner of Mill Street."),
    ("Storm tears down the pier lights", "/news/storm-tears-down-pier-lights-1203.html", "The repair will take until Easter, the harbour master says."),
    ("Library opens on Sundays", "/news/library-sundays-1204.html", "A trial of six months begins in March, on both floors."),
)


def article(page: str, encoding: str = "utf-8") -> Article:
    return extract.article(Capture(body=page.encode(encoding)))


def texts(found: Article) -> list[str]:
    return [plain_text(block.spans) for block in found.body if isinstance(block, Paragraph)]


def around(found: Article) -> tuple[str, str, str, list[str]]:
    return found.kicker, found.headline, found.date, [person.name for person in found.authors]


def test_a_page_of_tables_and_fonts() -> None:
    others = "".join(f"<A HREF={address}>{headline}</A><BR>" for headline, address, _ in TEASERS)
    found = article(
        f"<HTML><HEAD><TITLE>{HEADLINE} - {PAPER}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=760><TR><TD COLSPAN=3><IMG SRC=logo.gif></TD></TR>"
        f"<TR><TD WIDTH=120><FONT SIZE=1>{NAVIGATION.replace('</a>', '</a><BR>')}</FONT></TD><TD VALIGN=TOP><FONT SIZE=4><B>{HEADLINE}</B></FONT><BR>"
        f"<FONT SIZE=1>Tuesday, March 14, 2000</FONT><BR><FONT SIZE=2><B>By JON HALVERSEN</B><BR>Staff Writer</FONT><P><FONT FACE=Times>{'<P>'.join(TEXT)}</FONT>"
        f"<P><A HREF=/mail.cgi>E-mail this story</A> | <A HREF=/print.cgi>Print this story</A></TD><TD WIDTH=150><FONT SIZE=2><B>More news</B><BR>{others}</FONT></TD>"
        f"</TR></TABLE><CENTER><FONT SIZE=1>Copyright 2000 {PAPER}. All rights reserved.</FONT></CENTER></BODY></HTML>"
    )
    assert around(found) == ("", HEADLINE, "2000-03-14", ["JON HALVERSEN"])
    assert texts(found) == list(TEXT)


def test_a_page_of_line_breaks() -> None:
    found = article(
        f"<html><head><title>{PAPER}: {HEADLINE}</title></head><body><div id=header>{NAVIGATION}</div><div id=story><h2>{HEADLINE}</h2>"
        f'<i>by Jon Halversen, 14 March 2003</i><br><br>{"<br><br>".join(TEXT)}<br><br><a href="/news/">Back to news</a></div></body></html>'
    )
    assert around(found) == ("", HEADLINE, "2003-03-14", ["Jon Halversen"])
    assert texts(found) == list(TEXT)


@pytest.mark.parametrize("name", ["山本花子", "李明", "김민수"])
def test_a_name_without_a_space_behind_by(name: str) -> None:
    lines = "".join(f"<p>{text}</p>" for text in TEXT)
    found = article(f"<html><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1><p>By {name}</p>{lines}</article></body></html>")
    assert around(found) == ("", HEADLINE, "", [name])
    assert texts(found) == list(TEXT)


def test_a_page_that_is_one_form() -> None:
    found = article(
        f'<html><head><title>{HEADLINE}</title></head><body><form method="post" id="form1"><div id="menu">{NAVIGATION}</div><table><tr><td>'
        f'<span id="lblTitle" class="title">{HEADLINE}</span></td></tr><tr><td><span id="lblDate">3/14/2009</span></td></tr><tr><td><span id="lblBody">'
        f"{'<br/><br/>'.join(TEXT)}</span></td></tr></table></form></body></html>"
    )
    assert around(found) == ("", HEADLINE, "2009-03-14", [])
    assert texts(found) == list(TEXT)


def test_a_blogs_page() -> None:
    lines = "".join(f"<div>{text}</div><div><br></div>" for text in TEXT)
    found = article(
        f"<html><head><title>Harbour notes: {HEADLINE}</title></head><body><div class='blog-posts hfeed'><h2 class='date-header'>Monday, March 14, 2011</h2>"
        f"<div class='post hentry'><h3 class='post-title entry-title'>{HEADLINE}</h3><div class='post-body entry-content'>{lines}</div><div class='post-footer'>"
        "<span class='post-author vcard'>Posted by <span class='fn'>Jon Halversen</span></span> at 8:01 PM</div></div></div></body></html>"
    )
    assert around(found) == ("", HEADLINE, "2011-03-14", ["Jon Halversen"])
    assert texts(found) == list(TEXT)


def test_a_short_notice_above_many_teasers() -> None:
    others = "".join(f'<article><h3><a href="{address}">{headline}</a></h3><p>{text}</p></article>' for headline, address, text in TEASERS)
    found = article(
        f'<html lang=en><head><title>Ferry cancelled - {PAPER}</title></head><body><nav>{NAVIGATION}</nav><article><h1>Ferry cancelled</h1><time datetime="2022-03-14">'
        f"14 March</time><p>The 18:15 ferry to Nordby is cancelled tonight because of the storm.</p></article><section><h2>More</h2>{others}</section></body></html>"
    )
    assert around(found) == ("", "Ferry cancelled", "2022-03-14", [])
    assert [plain_text(getattr(block, "spans", ())) for block in found.body] == ["The 18:15 ferry to Nordby is cancelled tonight because of the storm."]


def test_the_line_of_the_date_is_no_text() -> None:
    found = article(f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><p class=date>March 14, 2005</p><p>{'<p>'.join(TEXT)}</body></html>")
    assert found.date == "2005-03-14"
    assert texts(found) == list(TEXT)
    later = article(f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><p class=date>March 14, 2005</p><p>{TEXT[0]}<p>March 14, 2005<p>{TEXT[1]}")
    assert "March 14, 2005" in texts(later)


CHINESE = ("昨天晚上，港口委员会开会决定如何处理自1987年以来一直空置的旧粮仓。", "十一名委员中有七名投票支持一项计划，将下层改为作坊，上层改为公寓。")
JAPANESE = ("港湾評議会は月曜日の夜に会合を開き、1987年から空いている古い穀物サイロの扱いを決めた。", "11人の議員のうち7人が、下の階を工房に、上の階を住宅にする計画に賛成した。")
ARABIC = ("اجتمع مجلس الميناء مساء الاثنين ليقرر مصير صومعة الحبوب القديمة التي ظلت خالية منذ عام 1987.", "وصوت سبعة من الأعضاء لصالح خطة لتحويل الطوابق السفلى إلى ورش.")
HINDI = ("बंदरगाह परिषद की सोमवार शाम बैठक हुई जिसमें 1987 से खाली पड़े पुराने अनाज भंडार के भविष्य पर निर्णय लिया गया।", "सात सदस्यों ने योजना के पक्ष में मतदान किया।")
THAI = ("คณะกรรมการท่าเรือประชุมเมื่อเย็นวันจันทร์เพื่อตัดสินใจว่าจะทำอย่างไรกับไซโลเก็บธัญพืชเก่า", "กรรมการเจ็ดคนจากสิบเอ็ดคนลงมติเห็นชอบกับแผนที่จะเปลี่ยนชั้นล่างเป็นโรงงาน")


@pytest.mark.parametrize(
    ("language", "headline", "line", "lines", "date", "authors"),
    [
        ("zh", "委员会投票保留旧粮仓", "2022年03月14日 18:00 来源：港口日报 作者：李明", CHINESE, "2022-03-14T18:00:00", ["李明"]),
        ("ja", "評議会、サイロの保存を決定", "2012年3月14日18時0分 〔港一郎〕", JAPANESE, "2012-03-14T18:00:00", []),
        ("ar", "المجلس يصوت للإبقاء على الصومعة", "كتب: سامي حداد | 14 مارس 2022", ARABIC, "2022-03-14", ["سامي حداد"]),
        ("hi", "परिषद ने भंडार बचाने के लिए मतदान किया", "लेखक: राम शर्मा | 14 मार्च 2022 18:00 IST", HINDI, "2022-03-14T18:00:00", ["राम शर्मा"]),
        ("th", "สภาลงมติเก็บไซโลเก่า", "14 มีนาคม 2565", THAI, "2022-03-14", []),
    ],
)
def test_other_scripts(language: str, headline: str, line: str, lines: tuple[str, ...], date: str, authors: list[str]) -> None:
    found = article(
        f'<html lang="{language}"><head><meta charset=utf-8><title>{headline}</title></head><body><div class="nav"><a href="/a">{lines[0][:4]}</a></div>'
        f'<div class="article"><h1>{headline}</h1><div class="info">{line}</div><div class="content"><p>{"</p><p>".join(lines)}</p></div></div></body></html>'
    )
    assert around(found) == ("", headline, date, authors)
    assert texts(found) == list(lines)


def page(inner: str, head: str = "") -> str:
    return f"<html lang=en><head><title>{HEADLINE} | {PAPER}</title>{head}</head><body>{inner}</body></html>"


def paragraphs(lines: tuple[str, ...] = TEXT) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_tables_boxes_and_sections_of_the_commonest_blog() -> None:
    found = article(
        page(
            f'<article class="post"><header><span class="cat-links"><a href="/category/harbour" rel="category tag">Harbour</a></span><h1>{HEADLINE}</h1></header>'
            f'<div class="entry-content">{paragraphs(TEXT[:2])}<figure class="wp-block-table"><table><thead><tr><th>Part</th><th>Cost</th></tr></thead><tbody>'
            "<tr><td>Walls</td><td>4 million</td></tr><tr><td>Roof</td><td>8 million</td></tr></tbody></table><figcaption>What it costs</figcaption></figure>"
            f'{paragraphs(TEXT[2:4])}<div class="wp-block-group has-background"><h3>The silo in figures</h3><p>It is 42 metres high and holds much grain.</p>'
            f"<ul><li>Columns: 24</li><li>Windows: none</li></ul></div>{paragraphs(TEXT[4:])}</div>"
            '<footer><span class="tags-links"><a href="/tag/silo" rel="tag">Silo</a>, <a href="/tag/council" rel="tag">Council</a></span></footer></article>'
        )
    )
    table, box = (next(block for block in found.body if isinstance(block, kind)) for kind in (Table, Box))
    assert (table.caption, len(table.head), len(table.rows)) == ("What it costs", 2, 2)
    assert (box.title, [type(block) for block in box.blocks]) == ("The silo in figures", [Paragraph, Listing])
    assert texts(found) == list(TEXT)
    assert [type(block) for block in found.body] == [Paragraph, Paragraph, Table, Paragraph, Paragraph, Box, Paragraph]
    assert ([tag.name for tag in found.tags], [tag.name for tag in found.sections]) == (["Silo", "Council"], ["Harbour"])


def test_what_is_unfolded_is_a_box_and_terms_are_a_list() -> None:
    found = article(
        page(
            f"<main><article><header><p>Harbour</p><h1>{HEADLINE}</h1><p>Jon Halversen</p></header>{paragraphs(TEXT[:3])}<details><summary>How it came to stand empty</summary>"
            "<p>In 1987 the last ship with grain left the port, because the river had become too shallow for it.</p></details>"
            f"{paragraphs(TEXT[3:])}<dl><dt>Height</dt><dd>42 metres</dd><dt>Built</dt><dd>1931</dd></dl></article></main>"
        )
    )
    assert texts(found) == list(TEXT)
    box = next(block for block in found.body if isinstance(block, Box))
    assert box.title == "How it came to stand empty"
    listing = found.body[-1]
    assert isinstance(listing, Listing)
    assert [(plain_text(item.spans), item.level) for item in listing.items] == [("Height", 0), ("42 metres", 1), ("Built", 0), ("1931", 1)]


def test_the_standfirst_is_the_articles_own() -> None:
    others = "".join(
        f'<article class="post"><h3><a href="{address}">{headline}</a></h3><div class="post__excerpt"><p>{text}</p></div></article>' for headline, address, text in TEASERS
    )
    inner = f'<div class="single post"><div class="post-title"><h1>{HEADLINE}</h1></div><div class="content">{paragraphs()}</div><div class="posts">{others}</div></div>'
    assert article(page(inner)).teaser == ""
    lead = "Seven of eleven vote for flats and workshops, and the gulls keep the roof."
    assert article(page(f'<h1>{HEADLINE}</h1><p class="intro">{lead}</p><p class="by">Text: Jon Halversen</p><div class="body">{paragraphs()}</div>')).teaser == lead


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="by">Text: Jon Halversen</p>',
        '<div class="byline">Jon Halversen, 14 March 2022</div>',
        '<dl class="article-info"><dt>Details</dt><dd class="createdby">Written by <span itemprop="name">Jon Halversen</span></dd></dl>',
    ],
)
def test_bylines(byline: str) -> None:
    found = article(page(f"<h1>{HEADLINE}</h1>{byline}<div class=body>{paragraphs()}</div>"))
    assert [person.name for person in found.authors] == ["Jon Halversen"]


def test_a_blogs_author_below_its_text_and_keywords_on_the_page() -> None:
    foot = '<footer><div class="p-author h-card"><a href="/?author=5" rel="author">Jon Halversen</a></div></footer>'
    found = article(page(f'<article class="h-entry"><h1>{HEADLINE}</h1>{paragraphs()}<span itemprop="keywords">silo, council</span>{foot}</article>'))
    assert ([person.name for person in found.authors], [tag.name for tag in found.tags]) == (["Jon Halversen"], ["silo", "council"])


def test_what_stands_around_a_text_without_any_class() -> None:
    comments = "".join(f"<div><b>{name}</b> <i>2 hours ago</i><p>About time somebody did something about it, {name} has looked at it for long.</p></div>" for name in ("Ole", "Tine"))
    found = article(
        page(
            f"<div><h1>{HEADLINE}</h1><div>By Jon Halversen</div><div>Published 14 March 2022, 18:00</div><div>Share on Facebook Share on Twitter Email</div>"
            f"<p>{TEXT[0]}</p><p>Advertisement</p><p>{TEXT[1]}</p><p>{TEXT[2]}</p><p>Story continues below advertisement</p><p>{TEXT[3]}</p><p>{TEXT[4]}</p>"
            f"<p>Sign up for our free newsletter and get the news every morning.</p><p>Copyright 2022 {PAPER}</p><h3>Comments</h3>{comments}</div>"
            f"<div><p>© 2022 {PAPER}. All rights reserved.</p><p>Published by Harbour Media Ltd, 1 Quay Street, Nordby.</p></div>"
        )
    )
    assert (found.teaser, found.date, [person.name for person in found.authors]) == ("", "2022-03-14T18:00:00", ["Jon Halversen"])
    assert texts(found) == list(TEXT)


def test_a_logo_set_as_h1_is_no_headline() -> None:
    found = article(page(f'<h1><a href="/">{PAPER}</a></h1><div><h1>{HEADLINE}</h1>{paragraphs()}</div><div><h1>More stories</h1></div>'))
    assert (found.kicker, found.headline) == ("", HEADLINE)


def test_a_ticker_of_plain_elements() -> None:
    told = [(f"{hour}:05", f"Number {hour} of the harbour's roofs is torn off", "Nobody was hurt, since all had been closed before.") for hour in (23, 22, 21, 20)]
    entries = "".join(f'<div class="entry"><div class="t">{time}</div><h3>{title}</h3><p>{text}</p></div>' for time, title, text in told)
    found = article(page(f"<article><h1>{HEADLINE}</h1><p>Roofs, ferries, gulls: all that happened between six and midnight in the harbour.</p>{entries}</article>"))
    assert [(block.time, block.title) for block in found.body if isinstance(block, Entry)] == [(time, title) for time, title, _ in told]
    assert found.completeness == "live"


def test_lines_that_begin_bold_are_paragraphs() -> None:
    found = article(page(f"<article><h1>{HEADLINE}</h1>{paragraphs()}<p><b>For:</b> Brandt; Berg, Dahl, Holm.<br><b>Against:</b> Vik, Lund.<br><b>Absent:</b> one.</p></article>"))
    assert texts(found)[len(TEXT) :] == ["For: Brandt; Berg, Dahl, Holm.", "Against: Vik, Lund.", "Absent: one."]


def test_what_stops_at_a_wall_says_so() -> None:
    wall = "<div><h3>Continue reading with a subscription</h3><p>Get unlimited access to all articles for one crown in the first month.</p><ul><li>All articles</li></ul></div>"
    found = article(page(f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXT[:2])}{wall}</article><div><p>© 2022 {PAPER}</p></div>"))
    assert (texts(found), found.completeness) == (list(TEXT[:2]), "paywalled")


def test_a_korean_byline() -> None:
    lines = ("항구 의회는 월요일 저녁 회의를 열어 1987년부터 비어 있는 낡은 곡물 창고의 운명을 결정했다.", "11명의 의원 가운데 7명이 아래층을 작업장으로, 위층을 주택으로 바꾸는 계획에 찬성했다.")
    found = article(
        '<html lang="ko"><head><meta charset=utf-8><title>의회, 낡은 곡물 창고 보존 결정 - 항구일보</title></head><body><div><h3>의회, 낡은 곡물 창고 보존 결정</h3>'
        f'<div class="info">입력 2022.03.14 18:00 수정 2022.03.14 19:10 | 김민수 기자</div></div><div>{"<br><br>".join(lines)}<br><br>김민수 기자 minsu@harbour.example'
        "<br><br>[저작권자 ⓒ 항구일보, 무단 전재 및 재배포 금지]</div></body></html>"
    )
    assert around(found) == ("", "의회, 낡은 곡물 창고 보존 결정", "2022-03-14T18:00:00", ["김민수"])
    assert texts(found) == list(lines)


def test_an_h1_in_the_breadcrumb_does_not_say_where_the_headline_is() -> None:
    found = article(
        page(
            f'<div class="breadcrumb"><a href="/">Home</a> <h1>{HEADLINE}</h1></div><article><header><h2>{HEADLINE}</h2></header><div>By Jon Halversen</div>'
            f"<div>14 March 2022, 18:00</div>{paragraphs()}</article>"
        )
    )
    assert around(found) == ("", HEADLINE, "2022-03-14T18:00:00", ["Jon Halversen"])
    assert texts(found) == list(TEXT)


def test_the_names_of_a_sites_own_elements_say_what_classes_do() -> None:
    others = "".join(f'<hh-card><a href="{address}">{headline}</a><hh-paragraph>{text}</hh-paragraph></hh-card>' for headline, address, text in TEASERS)
    lines = "".join(f"<hh-paragraph>{line}</hh-paragraph>" for line in TEXT)
    markup = f"<hh-article><h1>{HEADLINE}</h1><hh-byline>By Jon Halversen</hh-byline><hh-body>{lines}</hh-body></hh-article><hh-related>{others}</hh-related>"
    found = extract.article(Capture(body=page(markup).encode(), address="https://herald.example/news/silo-1200.html"))
    assert texts(found) == list(TEXT)
    assert [person.name for person in found.authors] == ["Jon Halversen"]
    assert [(link.headline, link.teaser) for link in found.related] == [(headline, text) for headline, _, text in TEASERS]


LATER = tuple(f"Number {number} of the boats that bring books to the islands was built in 1974, and has carried nothing but herring up to now." for number in range(4))


@pytest.mark.parametrize(
    ("own", "other"),
    [("<article><h1>{}</h1>{}</article>", "<article><h2>A boat of books</h2>{}</article>"), ('<div class="story"><h1>{}</h1><div>{}</div></div>', '<div class="story"><h1>A boat</h1>{}</div>')],
    ids=["articles", "elements of one class"],
)
def test_what_is_shown_to_those_who_scroll_on_is_another_article(own: str, other: str) -> None:
    found = article(page(f"<main>{own.format(HEADLINE, paragraphs())}{other.format(paragraphs(LATER))}</main>"))
    assert (found.headline, texts(found)) == (HEADLINE, list(TEXT))


def test_chapters_are_no_other_articles() -> None:
    chapters = "".join(f'<div class="chapter"><h1>Chapter {number}</h1>{paragraphs(lines)}</div>' for number, lines in enumerate((TEXT, LATER)))
    assert texts(article(page(f"<article><header><h1>{HEADLINE}</h1></header>{chapters}</article>"))) == [*TEXT, *LATER]


def test_a_question_about_cookies_and_a_link_behind_an_arrow_are_no_text() -> None:
    banner = "<p>We use cookies to personalise content and ads. If you accept, we share what you read with our partners.</p>"
    arrow = f'<p>→ <a href="{TEASERS[0][1]}">{TEASERS[0][0]}</a></p>'
    assert texts(article(page(f"{banner}<div><h1>{HEADLINE}</h1>{paragraphs(TEXT[:3])}{arrow}{paragraphs(TEXT[3:])}</div>"))) == list(TEXT)


def test_a_bold_line_heads_what_follows_it() -> None:
    found = article(page(f"<div><h1>{HEADLINE}</h1><div>{TEXT[0]}<br>{TEXT[1]}<br><b>What the councillor says</b><br>{TEXT[2]}<br>{TEXT[3]}<br>{TEXT[4]}</div></div>"))
    assert texts(found) == [*TEXT[:2], "What the councillor says", *TEXT[2:]]
