"""The page's furniture among the texts that were kept."""

import pytest

from broadsheet.extract import furniture
from broadsheet.extract.frames import Frame
from broadsheet.extract.leaves import Leaf

FRAME = Frame("p", None, "", frozenset(), False, frozenset({"p"}), 0, 0, 1, 0, 1)
TEXT = "The harbour council met on Monday evening to decide what should become of the old grain silo. " * 3


def kept(*texts: str, heading: int = -1) -> list[str]:
    leaves = [Leaf("text", FRAME, "p", order, [], text) for order, text in enumerate(texts)]
    roles = {order: "subhead" if order == heading else "text" for order in range(len(texts))}
    return [texts[order] for order in furniture.without(roles, leaves)]


@pytest.mark.parametrize(
    "label",
    ["Advertisement", "ANZEIGE", "- Advertisement -", "Publicité", "Story continues below advertisement", "広告", "Share this story", "Print this story", "E-mail this story", "Artikel teilen", "공유하기", "$$AD$$", "{{ advert }}", "[ad_1]", "This slideshow requires JavaScript.", "Leggi anche", "Lesezeit: 4 Minuten", "Reading time: about 12 min", "4 min read", "Facebook Twitter WhatsApp", "Share on Facebook Share on Twitter Email"],
)
def test_labels_go(label: str) -> None:
    assert kept(TEXT, label, TEXT) == [TEXT, TEXT]


@pytest.mark.parametrize(
    "text", ["Anzeige erstattet", "He wrote to Facebook and Twitter, and got no answer.", "Ad Melkert leads the talks", "Follow the line", "Bottom line: B. Follow it", "Anzeigen?!x", "Share this story of a bridge", "Teilen und herrschen", "[Applause]", "The reading time of 4 novels", "Lesezeit ist kostbar", "It costs $$ and {more}"]
)
def test_what_only_looks_like_a_label_stays(text: str) -> None:
    assert kept(TEXT, text, TEXT) == [TEXT, text, TEXT]


@pytest.mark.parametrize("heading", ["Comments", "12 Comments", "Kommentare (3)", "Leserkommentare", "Comentarios", "コメント", "Top Rated Comments", "View all 7 comments"])
def test_comments_go(heading: str) -> None:
    assert kept(TEXT, heading, "First!", heading=1) == [TEXT]


@pytest.mark.parametrize(
    "appeal",
    ["Like this story? Share it with a friend!", "Follow the Bote on Facebook and Instagram.", "Folgen Sie uns auf WhatsApp!", "Got a story? Get in touch.", "Please support independent journalism."],
)
def test_appeals_go_from_the_end_alone(appeal: str) -> None:
    assert kept(TEXT, appeal) == [TEXT]
    assert kept(TEXT, appeal, TEXT) == [TEXT, appeal, TEXT]


def test_the_path_to_the_article_goes() -> None:
    path = Frame("p", None, "", frozenset({"breadcrumbs"}), False, frozenset({"p"}), 0, 0, 1, 0, 1)
    leaves = [Leaf("text", frame, "p", order, [], TEXT) for order, frame in enumerate((path, FRAME))]
    assert furniture.without({0: "text", 1: "text"}, leaves) == {1: "text"}


def test_a_heading_of_comments_needs_a_text_above_it_and_must_be_one() -> None:
    assert kept("Short.", "Comments", TEXT, heading=1) == ["Short.", "Comments", TEXT]
    assert kept(TEXT, "Comments", TEXT) == [TEXT, "Comments", TEXT]
    assert kept(TEXT, "Comments of the council", TEXT, heading=1) == [TEXT, "Comments of the council", TEXT]


def test_the_imprint_goes() -> None:
    assert kept(TEXT, "© 2022 The Paper", "Published by the Paper Ltd.") == [TEXT]
    assert kept(TEXT, "Copyright 2022 The Paper. All rights reserved.") == [TEXT]
    assert kept(TEXT, "Copyright is a matter of law.", TEXT * 2) == [TEXT, "Copyright is a matter of law.", TEXT * 2]
    assert kept("© 2022 The Paper") == ["© 2022 The Paper"]


@pytest.mark.parametrize(
    "text",
    ["© steht auf dem Stein, und keiner weiß, wer es hineingemeißelt hat.", "Copyright is a matter of law, and the name one of taste.", "무단으로 들어온 고양이들도 앞으로는 그곳에 머물 수 있다."],
)
def test_a_sentence_about_a_copyright_stays(text: str) -> None:
    assert kept(TEXT, text) == [TEXT, text]


@pytest.mark.parametrize(
    "text",
    ["© dpa-infocom, dpa:240314-99-1/2", "Copyright by the Harbour Press, its heirs and all their friends.", "© the Paper and its authors. All rights reserved.", "무단 전재 및 재배포 금지"],
)
def test_a_line_of_the_copyright_in_small_letters_goes(text: str) -> None:
    assert kept(TEXT, text) == [TEXT]


@pytest.mark.parametrize("text", ["—Suscríbete a nada, le diría a mi nieto.", "“Subscribe now,” he says, “and nobody will read it.”", "Become a bass. Two voices are a quarrel.", "Already a third of all letters are about it."])
def test_what_only_begins_as_an_appeal_does_stays_at_the_end(text: str) -> None:
    assert kept(TEXT, text) == [TEXT, text]


@pytest.mark.parametrize("text", ["Become a member today.", "Become a Herald supporter!", "Already a subscriber? Log in."])
def test_what_offers_to_become_one_of_the_papers_goes(text: str) -> None:
    assert kept(TEXT, text) == [TEXT]


def test_appeals_at_the_end_go_and_those_within_stay() -> None:
    appeal = "Sign up for our free newsletter and get the news every morning."
    assert kept(TEXT, appeal, "Subscribe to read on.") == [TEXT]
    assert kept(TEXT, appeal, TEXT) == [TEXT, appeal, TEXT]
    assert kept(appeal) == []


@pytest.mark.parametrize(
    "text",
    [
        "Für die Darstellung der Karte nutzen wir einen fremden Dienst. Erst wenn Sie hier klicken, wird sie geladen. Ihre Zustimmung können Sie widerrufen.",
        "This content is hosted elsewhere. Click to load it and accept the partner's privacy rules.",
    ],
)
def test_what_asks_for_a_click_goes_wherever_it_stands(text: str) -> None:
    assert kept(TEXT, TEXT, TEXT, TEXT, text, TEXT, TEXT, TEXT, TEXT) == [TEXT] * 8
    assert kept(TEXT, "This content is about privacy, and nobody agrees on it.", TEXT) == [TEXT, "This content is about privacy, and nobody agrees on it.", TEXT]


@pytest.mark.parametrize(
    "text", ["For more from the harbour, sign up for our newsletters.", "Check out more by signing up to our free newsletter", "Noch mehr im Newsletter, hier anmelden", "Iscriviti alla newsletter"]
)
def test_an_appeal_at_the_end_goes(text: str) -> None:
    assert kept(TEXT, text) == [TEXT]
    assert kept(text, TEXT) == [text, TEXT]


def test_a_newsletter_that_is_the_subject_stays() -> None:
    assert kept(TEXT, "The newsletter was printed twice.") == [TEXT, "The newsletter was printed twice."]


def test_a_row_of_linked_headings_goes_with_the_one_above_it() -> None:
    def rest(*heads: tuple[str, bool]) -> list[str]:
        leaves = [Leaf("text", FRAME, "p" if text is TEXT else "h3", order, [], text, len(text) if linked else 0) for order, (text, linked) in enumerate(heads)]
        roles = {leaf.order: "text" if leaf.text is TEXT else "subhead" for leaf in leaves}
        return [leaves[order].text for order in furniture.without(roles, leaves) if leaves[order].text is not TEXT]

    text = TEXT, False
    assert rest(text, ("More", False), ("Ferry", True), ("Crane", True), text, ("The quay", False), text) == ["The quay"]
    assert rest(text, ("Ferry", True), text, ("Crane", True), text) == ["Ferry", "Crane"]
