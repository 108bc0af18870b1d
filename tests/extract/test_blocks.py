"""Every kind of block, from invented snippets in the manner of real pages."""

import pytest

from broadsheet.extract import article, blocks_of
from broadsheet.model import (
    Answer,
    Block,
    Box,
    Break,
    Capture,
    Embed,
    Entry,
    Figure,
    Heading,
    Image,
    Listing,
    ListItem,
    Paragraph,
    Question,
    Quote,
    Span,
    Table,
    Verse,
    plain_text,
)  # fmt: skip

BASE = "https://paper.example/a/1"
PROSE = "<p>" + "Die Möwen sitzen seit dem frühen Morgen auf dem Geländer und warten, dass jemand ein Brötchen fallen lässt. " * 4 + "</p>"


def made(markup: str, base: str = BASE) -> tuple[Block, ...]:
    return blocks_of(markup, base)


def within(markup: str) -> tuple[Block, ...]:
    """The blocks that *markup* becomes between two long paragraphs."""
    found = made(f"<article>{PROSE}{markup}{PROSE}</article>")
    assert isinstance(found[0], Paragraph)
    assert isinstance(found[-1], Paragraph)
    return found[1:-1]


def text(block: Block) -> str:
    assert isinstance(block, Paragraph | Heading | Question | Answer)
    return plain_text(block.spans)


def test_paragraph_keeps_links_marks_and_spaces() -> None:
    (block,) = made('<p>Am <a href="/hafen">Hafen</a> <b>steht</b> ein <i>Kran</i>.</p>')
    assert block == Paragraph(
        (
            Span("Am "),
            Span("Hafen", href="https://paper.example/hafen"),
            Span(" "),
            Span("steht", mark="strong"),
            Span(" ein "),
            Span("Kran", mark="emphasis"),
            Span("."),
        )
    )


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    assert [text(block) for block in made("<div>Eins.<br>Noch eins.<br><br>Zwei.</div>")] == ["Eins. Noch eins.", "Zwei."]


def test_one_line_break_between_long_sentences_parts_them() -> None:
    one, other = "Der erste Satz ist länger als fünfzig Zeichen und hat ein Ende.", "Der zweite Satz ist ebenfalls länger als fünfzig Zeichen, sagt man."
    assert [text(block) for block in made(f"<p>{one}<br>{other}</p>")] == [one, other]


def test_an_empty_element_called_a_break_is_one() -> None:
    assert [text(block) for block in made('<div>Eins.<span class="x br"></span>Zwei.</div>')] == ["Eins.", "Zwei."]


def test_text_for_screen_readers_alone_is_left_out() -> None:
    assert text(made('<p>Ein <a href="/x">Link<span class="visually-hidden"> (öffnet neues Fenster)</span></a> hier.</p>')[0]) == "Ein Link hier."


@pytest.mark.parametrize(("tag", "level"), [("h2", 2), ("h3", 3), ("h6", 6)])
def test_headings(tag: str, level: int) -> None:
    assert within(f"<{tag}>Zwischen den Ufern</{tag}>") == (Heading((Span("Zwischen den Ufern"),), level),)


def test_a_heading_may_hold_elements_of_its_own() -> None:
    assert within("<h3><div>Zwischen den Ufern</div></h3>") == within("<h3>Zwischen den Ufern</h3>")


def test_list_and_nested_list() -> None:
    found = within("<ul><li>Brot</li><li>Fisch<ul><li>Hering</li></ul></li></ul>")
    assert found == (Listing((ListItem((Span("Brot"),)), ListItem((Span("Fisch"),)), ListItem((Span("Hering"),), 1))),)


def test_numbered_list_begins_where_it_says() -> None:
    assert within('<ol start="4"><li>Vier</li><li><p>Fünf</p><p>und mehr</p></li></ol>') == (
        Listing((ListItem((Span("Vier"),)), ListItem((Span("Fünf"), Span(" und mehr")))), True, 4),
    )


def test_definition_list() -> None:
    (block,) = within("<dl><dt>Tide</dt><dd>Ebbe und Flut</dd></dl>")
    assert block == Listing((ListItem((Span("Tide"),)), ListItem((Span("Ebbe und Flut"),), 1)))


def test_quote_with_source() -> None:
    (block,) = within("<blockquote><p>Es dreht sich.</p><footer>— Die Bürgermeisterin</footer></blockquote>")
    assert block == Quote(((Span("Es dreht sich."),),), "Die Bürgermeisterin")


def test_quote_whose_source_stands_in_a_paragraph_below_it() -> None:
    (block,) = within("<figure><blockquote><p>„</p><p>Es dreht sich.</p></blockquote><figcaption><p>Die Bürgermeisterin</p><p>von Nordhafen</p></figcaption></figure>")
    assert block == Quote(((Span("Es dreht sich."),),), "Die Bürgermeisterin, von Nordhafen")


def test_quote_whose_source_is_cited() -> None:
    (block,) = within("<blockquote><p>Es dreht sich.</p><cite>Die Bürgermeisterin</cite></blockquote>")
    assert block == Quote(((Span("Es dreht sich."),),), "Die Bürgermeisterin")


def test_pull_quote_by_class_and_by_repetition() -> None:
    (named,) = within('<aside class="pull-quote"><p>Man winkt einander zu.</p></aside>')
    assert isinstance(named, Quote)
    assert named.pull
    (repeated,) = within("<blockquote><p>warten, dass jemand ein Brötchen fallen lässt</p></blockquote>")
    assert isinstance(repeated, Quote)
    assert repeated.pull


def test_verse_keeps_lines_and_indents_and_joins_stanzas() -> None:
    found = within('<div class="poem"><p>Ich saß,<br>&nbsp;&nbsp;ich schwieg.</p><p>Dann flog<br>ich fort.</p></div>')
    assert found == (Verse(((Span("Ich saß,"),), (Span("  ich schwieg."),), (), (Span("Dann flog"),), (Span("ich fort."),))),)


def test_many_short_lines_are_verse_without_a_class() -> None:
    (block,) = within("<p>Rot war das Boot,<br>grau war der Tag,<br>still lag das Lot,<br>wo es lag.</p>")
    assert isinstance(block, Verse)
    assert len(block.lines) == 4


def test_preformatted_text_keeps_its_spaces() -> None:
    assert within("<pre>if a:\n    b()\n</pre>") == (Verse(((Span("if a:"),), (Span("    b()"),)), verbatim=True),)


def test_figure_with_caption_and_credit() -> None:
    found = within('<figure><img src="/b.jpg" width="640" height="360" alt="Ein Kran"><figcaption>Der Kran am Kai. <small class="credit">Foto: Rieke Tamm</small></figcaption></figure>')
    assert found == (Figure(Image("https://paper.example/b.jpg", "Der Kran am Kai.", "Rieke Tamm", "Ein Kran", 640, 360)),)


def test_a_picture_once_more_with_words_of_its_own_is_another() -> None:
    found = within("".join(f'<figure><img src="/b.jpg"><figcaption>{said}</figcaption></figure>' for said in ("Der Kran am Kai.", "Rieke vor dem Kran.", "")))
    assert found == tuple(Figure(Image("https://paper.example/b.jpg", said)) for said in ("Der Kran am Kai.", "Rieke vor dem Kran."))


def test_a_caption_shown_below_a_picture_that_voices_pass_over() -> None:
    hidden = '<figure><div aria-hidden="true"><img src="/b.jpg"></div><figcaption>Der Kran am Kai.</figcaption></figure>'
    assert within(hidden) == (Figure(Image("https://paper.example/b.jpg", "Der Kran am Kai.")),)
    assert within('<div hidden><figure><img src="/b.jpg"><figcaption>Der Kran am Kai.</figcaption></figure></div>') == ()


def test_a_picture_in_an_article_in_the_article_is_anothers() -> None:
    found = within('<article><img src="/b.jpg"><h3><a href="/x">Ein anderer Artikel</a></h3></article>')
    assert not any(isinstance(block, Figure) for block in found)
    media = '<article><img src="/b.jpg"><div class="caption">Der Kran am Kai.</div></article>'
    assert within(media) == (Figure(Image("https://paper.example/b.jpg", "Der Kran am Kai.")),)


def test_table_with_head_caption_and_spanned_cell() -> None:
    (block,) = within("<table><caption>Ergebnis</caption><tr><th>Partei</th><th>Sitze</th></tr><tr><td>Hafen</td><td>4</td></tr><tr><td colspan=2>Zusammen 4</td></tr></table>")
    assert block == Table(
        (((Span("Hafen"),), (Span("4"),)), ((Span("Zusammen 4"),), ())),
        ((Span("Partei"),), (Span("Sitze"),)),
        "Ergebnis",
    )


def test_a_table_that_sets_a_page_is_none() -> None:
    found = made(f"<table><tr><td>{PROSE}</td><td>Leiste</td></tr></table>")
    assert not any(isinstance(block, Table) for block in found)


def test_breaks() -> None:
    assert within("<hr>") == (Break(),)
    assert within("<p>* * *</p>") == (Break(),)
    assert within("<h3>\u3000\u3000◇</h3>") == (Break(),)


def test_info_box_has_its_heading_as_title() -> None:
    (block,) = within('<aside class="infobox"><h3>Gut zu wissen</h3><p>Die Fähre fährt alle zehn Minuten, auch bei Nebel, und nimmt Fahrräder kostenlos mit.</p></aside>')
    assert isinstance(block, Box)
    assert (block.title, block.kind) == ("Gut zu wissen", "info")
    assert text(block.blocks[0]).startswith("Die Fähre")


@pytest.mark.parametrize(
    "box",
    [
        '<aside class="box"><h3>Hafenpost</h3><p>Das Neueste vom Kai.</p><p>Mit der Anmeldung zum Newsletter stimmen Sie den Regeln zu, die wir uns gegeben haben.</p></aside>',
        '<aside class="box"><h3>Unterstützen Sie uns</h3><p>Der Bote lebt von seinen Leserinnen und Lesern, und fünf Taler im Monat helfen schon.</p></aside>',
        '<aside class="box"><h3>Share this article</h3><p>Copied!</p><p>The quay news come to your inbox every day, and you can have them at home too.</p></aside>',
        '<div class="modComments"><div class="box"><h3>12 Kommentare</h3><p>Möwenfreund, vor zwei Stunden: Ich war dort und habe alles gesehen, was zu sehen war.</p></div></div>',
    ],
)
def test_an_appeal_and_comments_are_no_box(box: str) -> None:
    page = f'<html><body><article><h1>Die Möwen am Kai</h1>{PROSE}{PROSE}{box}{PROSE}</article></body></html>'
    assert not any(isinstance(block, Box) for block in article(Capture(body=page.encode(), address=BASE)).body)


def test_correction_is_a_box_of_its_kind() -> None:
    (block,) = within("<p><b>Korrektur:</b> In einer früheren Fassung stand eine Null zu viel.</p>")
    assert isinstance(block, Box)
    assert block.kind == "correction"
    (named,) = within('<div class="correction"><h4>Berichtigung</h4><p>Es waren nicht sieben, sondern acht.</p></div>')
    assert named == Box((Paragraph((Span("Es waren nicht sieben, sondern acht."),)),), "Berichtigung", "correction")


def test_embeds() -> None:
    assert within('<iframe src="https://www.youtube.com/embed/1" title="Der Kran"></iframe>') == (Embed("YouTube", "https://www.youtube.com/embed/1", "Der Kran"),)
    assert within('<video><source src="/v.mp4"></video>') == (Embed("Video", "https://paper.example/v.mp4"),)
    assert within('<iframe src="https://ad.doubleclick.net/x"></iframe>') == ()
    assert within('<iframe src="/zaehler" width="1" height="1"></iframe>') == ()


def test_a_link_in_an_element_called_an_embed_and_nothing_else_is_one() -> None:
    assert within('<p class="embed"><a href="https://x.com/hafen/1">X: Moin</a></p>') == (Embed("X", "https://x.com/hafen/1", "Moin"),)
    assert not any(isinstance(block, Embed) for block in within('<p class="embed-caption lead"><a href="https://paper.example/r">Photograph: Rieke Tamm</a></p>'))


def test_a_film_above_the_text_leads_the_article() -> None:
    film, sound = '<iframe src="https://www.youtube.com/embed/1" title="Der Kran"></iframe>', '<audio src="/vorgelesen.mp3"></audio>'
    page = f"<html><body><article><h1>Die Möwen am Kai</h1><div>{sound}</div><div>{film}</div>{PROSE}{PROSE}</article></body></html>"
    found = article(Capture(body=page.encode(), address=BASE)).body
    assert [type(block) for block in found] == [Embed, Paragraph, Paragraph]
    assert found[0] == Embed("YouTube", "https://www.youtube.com/embed/1", "Der Kran")


def test_a_post_from_elsewhere_is_an_embed() -> None:
    (block,) = within('<blockquote class="twitter-tweet"><p>Moin.</p>— Hafen <a href="https://x.com/hafen/1">5. März</a></blockquote>')
    assert block == Embed("X", "https://x.com/hafen/1", "Moin. — Hafen 5. März")


def test_interview_by_names_in_bold() -> None:
    turns = "".join(f"<p><b>Bote:</b> Frage {n}?</p><p><b>Sandkuhl:</b> Antwort {n}.</p><p>Und weiter {n}.</p>" for n in range(3))
    found = within(turns)
    assert found[:3] == (Question((Span("Frage 0?"),), "Bote"), Answer((Span("Antwort 0."),), "Sandkuhl"), Paragraph((Span("Und weiter 0."),)))


def test_interview_by_bold_questions() -> None:
    found = within("".join(f"<p><strong>Was geschah {n}?</strong></p><p>Es geschah {n}.</p>" for n in range(3)))
    assert found[:2] == (Question((Span("Was geschah 0?"),)), Answer((Span("Es geschah 0."),)))


def test_a_title_within_a_bold_question_is_part_of_it() -> None:
    asked = "<p><strong>Stand im </strong><strong><em>Hafenboten</em></strong><strong> etwas davon?</strong></p><p>Nein, nie.</p>"
    found = within("".join(f"<p><strong>Was geschah {n}?</strong></p><p>Es geschah {n}.</p>" for n in range(3)) + asked)
    assert found[6:8] == (
        Question((Span("Stand im "), Span("Hafenboten", mark="emphasis"), Span(" etwas davon?"))),
        Answer((Span("Nein, nie."),)),
    )


def test_interview_by_class() -> None:
    found = within('<dl class="interview"><dt class="frage"><b>Frage:</b> Wie lange?</dt><dd class="antwort">Bis Mitternacht.</dd></dl>')
    assert found == (Question((Span("Wie lange?"),), "Frage"), Answer((Span("Bis Mitternacht."),)))


def test_bold_paragraphs_alone_are_no_interview() -> None:
    found = within("".join(f"<p><strong>Wichtig ist Nummer {n}.</strong></p><p>Weil es so ist.</p>" for n in range(3)))
    assert all(isinstance(block, Paragraph) for block in found)


def test_ticker_entries_have_time_title_and_blocks() -> None:
    entries = "".join(f'<section><time datetime="2026-03-07T1{n}:00:00+01:00">1{n}:00 Uhr</time><h3>Stand {n}</h3><p>Es bewegt sich um {n} Grad.</p></section>' for n in range(3))
    found = within(entries)
    assert found[0] == Entry((Paragraph((Span("Es bewegt sich um 0 Grad."),)),), "2026-03-07T10:00:00+01:00", "Stand 0")
    assert len(found) == 3


@pytest.mark.parametrize("line", ["Brüssel taz | Der Rat hat am Abend getagt.", "BERLIN (dpa) – Der Rat hat getagt.", "Kiel (Reuters) - Der Rat hat getagt.", "LONDON — The council met."])
def test_place_of_filing_is_the_first_span(line: str) -> None:
    first = made(f"<p>{line}</p>")[0]
    assert isinstance(first, Paragraph)
    assert first.spans[0].mark == "dateline"
    assert plain_text(first.spans) == line


@pytest.mark.parametrize("line", ["Der Rat – so hieß es – hat getagt.", "Sie sagte (und das mehrmals), es gehe.", "NATO-Staaten beraten. – Wieder einmal."])
def test_an_ordinary_beginning_is_no_place_of_filing(line: str) -> None:
    first = made(f"<p>{line}</p>")[0]
    assert isinstance(first, Paragraph)
    assert first.spans[0].mark != "dateline"


def test_nothing_makes_nothing() -> None:
    assert made("") == ()
    assert made("<script>x()</script><nav><a href='/'>Start</a></nav>") == ()


def test_ticker_entries_by_times_in_headings() -> None:
    found = within("".join(f"<h3>1{n}.04 Uhr: Die Brücke dreht sich {n}</h3><p>Um {n} Grad.</p>" for n in range(3)) + "<h2>Mittwoch</h2>")
    assert found[0] == Entry((Paragraph((Span("Um 0 Grad."),)),), "10.04 Uhr", "Die Brücke dreht sich 0")
    assert [type(block) for block in found] == [Entry, Entry, Entry, Heading]


def test_two_times_make_no_ticker() -> None:
    found = within("<h3>10.04 Uhr: Es dreht</h3><p>Um vier Grad.</p><h3>11.04 Uhr: Es steht</h3><p>Um acht Grad.</p>")
    assert not any(isinstance(block, Entry) for block in found)


def test_the_caption_of_a_quotation_is_its_source() -> None:
    found = within("<figure><blockquote><p>Es dreht sich.</p></blockquote><figcaption>Die Bürgermeisterin</figcaption></figure>")
    assert found == (Quote(((Span("Es dreht sich."),),), "Die Bürgermeisterin"),)


def test_related_list_beside_the_text_is_no_list() -> None:
    found = within("<ul><li>Brot</li></ul><table><tr><td>nur eine Zelle</td></tr></table>")
    assert [type(block) for block in found] == [Listing, Paragraph]


def test_the_sign_that_copies_a_headings_address_is_no_part_of_it() -> None:
    page = f'<h1>Möwen am Kai</h1>{PROSE}<h2>Die Sprache C# <a href="#c">#</a></h2>{PROSE}<h2>Das <a href="#brot">Brot</a><a href="#b" title="Link">¶</a></h2>{PROSE}'
    found = article(Capture(body=page.encode(), address=BASE)).body
    assert [plain_text(block.spans) for block in found if isinstance(block, Heading)] == ["Die Sprache C#", "Das Brot"]
