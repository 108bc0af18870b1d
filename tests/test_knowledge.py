"""Learning a site: what stands in unlike articles is a standing text, an article counts once, and what is known stays small."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import knowledge
from broadsheet.knowledge import Knowledge, Observation, Text, digest, learn, learn_list, unlike, words

APPEAL = "Sign up for the harbour letter and read every Friday what the tide has brought."


def text(words_of: str) -> Text:
    return Text(digest(words_of), words_of[:120])


def observation(number: int, headline: str, *texts: str, **more: object) -> Observation:
    own = [f"The paragraph number {place} of article {number} stands in no other article." for place in range(3)]
    return Observation(address=f"https://paper.example/a/{number}", words=words(headline), texts=tuple(map(text, (*own, *texts))), **more)  # type: ignore[arg-type]


def learned(*seen: Observation) -> Knowledge:
    known = Knowledge()
    for one in seen:
        known = learn(known, one)
    return known


def test_what_stands_in_unlike_articles_is_a_standing_text():
    known = learned(observation(1, "Bridge stuck", APPEAL), observation(2, "Herring dance", APPEAL))
    assert [standing.start for standing in known.standing()] == [APPEAL]
    assert known.articles == 2


def test_what_updates_of_one_story_repeat_is_the_storys():
    known = learned(observation(1, "Bridge stuck again", APPEAL), observation(2, "Bridge turns", APPEAL), observation(3, "Bridge painted", APPEAL))
    assert known.standing() == ()
    assert known.articles == 3


def test_an_article_counts_once_whatever_its_parameters():
    once = learned(observation(1, "Bridge stuck", APPEAL))
    again = msgspec.structs.replace(observation(1, "Herring dance", APPEAL), address="https://paper.example/a/1?utm_source=feed")
    assert learn(once, again) is once


def test_a_twin_teaches_nothing():
    one = observation(1, "Bridge stuck")
    once = learned(one)
    assert learn(once, msgspec.structs.replace(one, address="https://paper.example/print/1")) is once
    other_words = msgspec.structs.replace(one, address="https://paper.example/print/1", words=words("Herring dance"))
    assert learn(once, other_words) is once


def test_a_short_page_with_standing_texts_is_no_twin():
    sentences = [f"Standing sentence {number} of the harbour paper, which is long enough." for number in range(2)]
    short = [msgspec.structs.replace(one, texts=one.texts[2:]) for one in (observation(1, "Bridge stuck", *sentences), observation(2, "Herring dance", *sentences))]
    assert len(learned(*short).standing()) == 2


def test_words_that_stand_in_most_articles_are_not_compared():
    names = ("Bridge", "Herring", "Lighthouse", "Library", "Council", "Market", "Harbour", "Ferry", "Weather", "Theatre")
    known = learned(*(observation(number, f"{name} Hafenbote", *([APPEAL] if number > 7 else [])) for number, name in enumerate(names)))
    assert [standing.start for standing in known.standing()] == [APPEAL]


def test_words_are_those_of_any_script():
    assert words("Die Brücke, die Brücke") == words("brücke")
    assert len(words("한국 부산")) == 2
    assert len(words("東京都の橋")) == 2
    assert words("an der 42") == ()


def test_a_page_counts_for_itself_and_not_again():
    seen = [observation(1, "Bridge stuck", APPEAL), observation(2, "Herring dance", APPEAL), observation(3, "Lighthouse sold", APPEAL)]
    acting = learned(*seen).acting()
    assert unlike(acting, seen[0].address, seen[0].words) == {digest(APPEAL): 3}
    assert unlike(acting, "https://paper.example/new", words("Council meets")) == {digest(APPEAL): 4}
    assert unlike(acting, "https://paper.example/new", words("Herring eaten")) == {digest(APPEAL): 3}
    assert unlike(acting, "https://paper.example/new", ()) == {digest(APPEAL): 1}


def test_more_is_asked_for_where_more_is_known():
    assert Knowledge(articles=2).enough() == (2, 3)
    assert Knowledge(articles=200).enough() == (3, 5)


def test_a_name_of_the_paper_stands_on_half_of_its_pages():
    seen = [observation(number, f"Article{number}", names=("Der Bote",) if number < 4 else (), ending="Bote am Meer") for number in range(6)]
    assert learned(*seen[:4]).title_endings() == ()
    assert (learned(*seen).paper_names(), learned(*seen).title_endings()) == ((), ("Bote am Meer",))
    seen = [msgspec.structs.replace(one, names=("Der Bote",)) for one in seen]
    assert learned(*seen).paper_names() == ("Der Bote",)


@pytest.mark.parametrize(("right", "wrong", "sign"), [(10, 0, "h"), (9, 1, "h"), (8, 2, ""), (9, 0, "")])
def test_a_headline_source_is_sure_where_nine_in_ten_have_it(right: int, wrong: int, sign: str):
    seen = [observation(number, f"Article{number}", sources="h" if number < right else "o", others="lt") for number in range(right + wrong)]
    seen += [observation(50 + number, f"Article{number}", sources="holt") for number in range(5)]
    assert learned(*seen).headline_source() == sign


def test_lists_are_remembered_once():
    known = learn_list(learn_list(Knowledge(), "https://paper.example/politik/"), "https://paper.example/politik/?utm_source=x")
    assert known.lists == ("/politik/",)


def test_what_acts_is_a_small_part_that_says_the_same():
    names = ("Bridge", "Herring", "Lighthouse", "Library")
    known = learned(*(observation(number, name, APPEAL, container="div.text", ending="Bote") for number, name in enumerate(names)))
    acting = known.acting()
    assert acting.standing() == known.standing()
    assert (acting.articles, acting.endings) == (known.articles, known.endings)
    assert (acting.containers, acting.lists) == ((), ())
    assert len(acting.texts) < len(known.texts)


@given(st.lists(st.tuples(st.integers(0, 30), st.text(max_size=12), st.lists(st.sampled_from([APPEAL, *"abcdefgh"]), max_size=6)), max_size=40))
def test_learning_is_bounded_and_can_be_written_down(pages: list[tuple[int, str, list[str]]]):
    known = Knowledge()
    for number, headline, texts in pages:
        before = known
        known = learn(known, observation(number, headline, *texts, container=headline, ending=headline, sources="h", others="o"))
        assert known is before or known.articles == before.articles + 1
    assert known.articles <= len({number for number, _, _ in pages})
    assert len({standing.digest for standing in known.texts}) == len(known.texts)
    assert all(len(set(standing.articles)) == len(standing.articles) <= 5 for standing in known.texts)
    assert len(known.containers) <= 12
    assert msgspec.json.decode(msgspec.json.encode(known), type=Knowledge) == known
    assert all(not standing.start for standing in known.texts if len(standing.articles) < 2), "what stood in one article is kept as a number"


def test_the_oldest_of_many_texts_go_and_the_standing_ones_stay():
    known = learned(observation(0, "Bridge", APPEAL), observation(1, "Herring", APPEAL))
    for number in range(2, 8):
        many = tuple(Text(10_000 * number + place, "x") for place in range(300))
        known = learn(known, Observation(address=f"https://paper.example/{number}", words=words(f"Headline{number}"), texts=many))
    assert len(known.texts) == 1_200
    assert [standing.start for standing in known.standing()] == [APPEAL]
    assert {standing.last for standing in known.texts} >= {5, 6, 7, 8}


def test_many_articles_leave_the_last_ones_words():
    known = learned(*(observation(number, f"Headline{number}") for number in range(200)))
    assert known.articles == 200
    assert [seen.number for seen in known.recent] == list(range(51, 201))
    assert knowledge.Knowledge() == Knowledge()
