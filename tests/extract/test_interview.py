"""The turns of a conversation."""

from broadsheet.extract.interview import interview
from broadsheet.model import Answer, Block, Paragraph, Question, Span


def asked(*last: str) -> list[Block]:
    turns = [(f"Was geschah {number}?", f"Es geschah {number}.") for number in range(3)]
    bold = [(Paragraph((Span(question, mark="strong"),)), Paragraph((Span(answer),))) for question, answer in turns]
    return interview([*(block for turn in bold for block in turn), *(Paragraph((Span(text, mark="strong"),)) for text in last)])


def test_who_held_a_conversation_is_no_question() -> None:
    held = Span("Das Gespräch führte Rieke Tamm.")
    assert asked("Das Gespräch führte Rieke Tamm.")[-2:] == [Answer((Span("Es geschah 2."),)), Paragraph((held,))]
    assert asked("Und warum?")[-1] == Question((Span("Und warum?"),))
