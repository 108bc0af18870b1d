"""Paragraphs in, questions and answers out, where the text is an interview; and the place of filing in its first paragraph.

An interview shows in one of three ways: its elements' classes say so (`question`, `frage`); speakers' names stand in bold before a colon, and
take turns; or whole paragraphs in bold, most with a question mark, take turns with plain ones.
"""

import re
from collections import Counter
from typing import Final

from ..model import Answer, Block, Heading, Paragraph, Question, Quote, Span, Spans, plain_text
from .names import of

QUESTION_WORDS: Final = of(
    "question questions frage fragen pregunta domanda vraag fråga spørsmål spoersmaal pergunta pytanie interviewquestion",
)
ANSWER_WORDS: Final = of(
    "answer answers antwort antworten respuesta risposta antwoord svar resposta odpowiedź interviewanswer reponse",
)
_SPEAKER = re.compile(r"(?P<who>[^\s:?!.,;„“\"»«][^:?!;„“\"»«]{0,39}):\s*(?P<rest>.*)", re.DOTALL)
_QUESTION_END = "?？؟"
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^|.!?:;„“\"»«]{1,48}?)\s+\|\s"
    r"|(?P<capitals>[^\W\d_a-zß-öø-ÿ][^\Wa-zß-öø-ÿ\d_]+(?:[ ,./-]{1,2}[^\Wa-zß-öø-ÿ\d_]+){0,3}(?:,? \(?[\w/ .]{2,24}\)?)??)\s*[–—-]{1,2}\s"
    r"|(?P<agency>[^\W\d_a-z][\w .,/'’-]{1,40} ?\((?:[\w.]{2,12}(?:[/ ,][\w.]{2,12}){0,3})\))\s*[–—:.-]{0,2}\s"
)


def spoken(spans: Spans) -> tuple[str, Spans]:
    """The speaker whose name in bold begins *spans*, and the rest; "" where none does."""
    if not spans or spans[0].mark != "strong":
        return "", spans
    told = _SPEAKER.fullmatch(spans[0].text)
    if told is None:
        if len(spans) > 1 and not spans[1].href and spans[1].text.lstrip().startswith(":") and 0 < len(spans[0].text) <= 40:
            rest = spans[1].text.lstrip()[1:].lstrip()
            return spans[0].text.strip(), _stripped((Span(rest, mark=spans[1].mark), *spans[2:]))
        return "", spans
    rest = told["rest"]
    following = (Span(rest, spans[0].href, spans[0].mark, spans[0].lang), *spans[1:]) if rest else spans[1:]
    return told["who"].strip(), _stripped(following)


def _stripped(spans: Spans) -> Spans:
    """*spans* without empty ones and without a space before the first word."""
    kept = [span for span in spans if span.text]
    if kept and kept[0].text != kept[0].text.lstrip():
        first = kept[0]
        kept[0] = Span(first.text.lstrip(), first.href, first.mark, first.lang)
    return tuple(span for span in kept if span.text)


def _unmarked(spans: Spans) -> Spans:
    """*spans* without the bold that only says: this is the question."""
    if not _is_bold(spans):
        return spans
    joined: list[Span] = []
    for span in spans:
        plain = Span(span.text, span.href, "" if span.mark == "strong" else span.mark, span.lang)
        if joined and (joined[-1].href, joined[-1].mark, joined[-1].lang) == (plain.href, plain.mark, plain.lang):
            plain = Span(joined.pop().text + plain.text, plain.href, plain.mark, plain.lang)
        joined.append(plain)
    return tuple(joined)


def told(spans: Spans, *, question: bool) -> Question | Answer:
    """A turn whose element says what it is."""
    speaker, rest = spoken(spans)
    rest = rest or spans
    return Question(_unmarked(rest), speaker) if question else Answer(rest, speaker)


def interview(blocks: list[Block]) -> list[Block]:
    """*blocks* with the turns of an interview told; unchanged where there is none."""
    if any(isinstance(block, Question) for block in blocks):
        return _answered(blocks)
    turns = {at: spoken(block.spans) for at, block in enumerate(blocks) if isinstance(block, Paragraph)}
    named = {at: turn for at, turn in turns.items() if turn[0] and turn[1]}
    speakers = Counter(speaker for speaker, _ in named.values())
    if len(named) >= 4 and 1 < len([speaker for speaker, count in speakers.items() if count > 1]) <= 6:
        asked = Counter(speaker for speaker, rest in named.values() if _asks(rest))
        asker = max(speakers, key=lambda speaker: (asked[speaker] / speakers[speaker], speakers[speaker]))
        if asked[asker] >= 2:
            return [_turn(named[at], asker) if at in named else block for at, block in enumerate(blocks)]
        return blocks
    bold = [at for at, block in enumerate(blocks) if isinstance(block, Paragraph) and _is_bold(block.spans)]
    if len(bold) >= 3 and sum(_asks(block.spans) for at in bold if isinstance(block := blocks[at], Paragraph)) >= 0.6 * len(bold):
        followed = sum(1 for at in bold if at + 1 < len(blocks) and isinstance(blocks[at + 1], Paragraph) and at + 1 not in bold)
        if followed >= 0.6 * len(bold):
            chosen = set(bold)
            return _answered([Question(_unmarked(block.spans)) if at in chosen and isinstance(block, Paragraph) else block for at, block in enumerate(blocks)])
    return blocks


def _turn(turn: tuple[str, Spans], asker: str) -> Block:
    speaker, rest = turn
    return Question(_unmarked(rest), speaker) if speaker == asker else Answer(rest, speaker)


def _asks(spans: Spans) -> bool:
    return plain_text(spans).rstrip('"”“»« ').endswith(tuple(_QUESTION_END))


def _is_bold(spans: Spans) -> bool:
    """Whether *spans* are bold from the first to the last; a title among them may be set as one, for a span has one mark."""
    marks = [span.mark for span in spans if span.text.strip()]
    return marks[:1] == ["strong"] == marks[-1:] and all(mark in {"strong", "emphasis"} for mark in marks)


def _answered(blocks: list[Block]) -> list[Block]:
    """*blocks* with the first paragraph after each question told as its answer."""
    out: list[Block] = []
    for block in blocks:
        if out and isinstance(out[-1], Question) and isinstance(block, Paragraph):
            out.append(told(block.spans, question=False))
        else:
            out.append(block)
    last = out[-1]
    if isinstance(last, Question) and not last.speaker and not _asks(last.spans):  # who held the conversation, set as what was asked
        out[-1] = Paragraph(last.spans)
    return out


def filed(blocks: list[Block]) -> list[Block]:
    """*blocks* with the place of filing, where the first paragraph begins with one, as that paragraph's first span."""
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            return [*blocks[:at], Paragraph(_filed(block.spans)), *blocks[at + 1 :]]
        if isinstance(block, Heading | Quote | Question):
            break
    return blocks


def _filed(spans: Spans) -> Spans:
    first = spans[0]
    if first.mark == "dateline" or first.href:
        return spans
    found = _DATELINE.match(first.text if len(spans) == 1 or len(first.text) > 60 else first.text + spans[1].text[:8])
    place = found and (found["place"] or found["capitals"] or found["agency"])
    if not place:
        return spans
    place = place.rstrip()
    if len(place) >= len(first.text) or len(place) < 3 or place.count(" ") > 5:
        return (Span(first.text, "", "dateline", first.lang), *spans[1:]) if first.text.rstrip() == place and len(place) >= 3 else spans
    return (Span(place, "", "dateline", first.lang), Span(first.text[len(place) :], "", "" if first.mark == "strong" else first.mark, first.lang), *spans[1:])
