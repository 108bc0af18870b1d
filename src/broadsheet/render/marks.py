r"""The marks of the plain form, and how text that looks like one is told apart: what `galley` writes and `readback` reads.

Blocks stand between empty lines; the first line's beginning says what a block is:

| beginning | block | further lines begin with |
|---|---|---|
| `# ` | the page's title: `<masthead> -- <kicker>: <headline>` | two spaces |
| `## ` … `###### ` | a subhead, or the heading of a section | as many spaces |
| `> ` | the teaser; later in the text a quotation, `>` between its paragraphs, `> -- ` before its source | `> ` |
| `>> ` | a pull quote | `>> ` |
| two spaces and `* ` or `1. ` | a list, one entry a line, two spaces more a level | the width of the mark |
| four spaces | verse; a line of nothing else is the end of a stanza; between lines of three backquotes: code | eight spaces |
| `Bild: ` | a picture: its caption, or after two spaces its alternative text; `Foto: ` its credit | two spaces |
| `Tabelle: ` | a table: its head in a line, its rows in lines two spaces in, columns two or more spaces apart; | eight spaces |
|   | where that is too wide: a record each row, `  * <column>: <cell>` and further cells four spaces in (`  - <cell>` without a head) | six spaces |
| `[Info]`, `[Info: <title>]` | a box, which ends at `[/Info]`; a correction: `[Korrektur]` | two spaces |
| `[<time>] <title>` | an entry of a live ticker, which ends at the next one, at `[/]`, or where its surroundings end | two spaces |
| `? <speaker>: `, `- <speaker>: ` | what the interviewer says; the answer. Without a speaker the mark has two spaces | two spaces |
| `-> <address> <what>: <title>` | something from elsewhere; `·` where it has no address | three spaces |
| `=> <address> <title>` | a way on, in the navigation that ends the page | three spaces |
| a date, or facts parted by ` · ` | facts | two spaces |
| anything else | a paragraph | nothing |

An empty line too many is a break. `[n][…]` is a link. The language of `Bild`, `Foto`, `Tabelle`, `Info` and the headings is the page's.

Text that would be read as a mark is told apart in these ways, the first three of which are not seen:

- a line of prose that begins like a mark, or is a `.` alone, begins with one space (RFC 3676 §4.4 does the same);
- a sign inside a line (`: ` after a kicker, a speaker, a column; ` -- ` after the masthead; ` · ` between facts; `] ` after a time) has one space behind it;
  where the same characters are the text's own before it, they have two; a title without kicker whose headline has a `: ` ends in a space instead;
- a line that ends in a space is joined to the next without a space (`typeset`); in verse as `typeset.wrap` says for `exact`;
- `[n][` in prose has a backslash before it, and backslashes of the text's own before any `[n][` are doubled; in a link's text brackets that have no
  partner have one, and the text's own backslashes with them;
- an empty cell is `·`, a cell that is `·` is `\·`.
"""

import re
from itertools import pairwise

from .. import labels
from ..model import Span, Spans
from ..typeset import cells

_LINK_START = re.compile(r"(\\*)\[(\d{1,9})\]\[")
_LINK_LIKE = re.compile(r"(\\*)\[\d{1,9}\](?=\[)")
_BRACKET = re.compile(r"[\\\[\]]")
_LATER_MARK = re.compile(r"#{1,6}(?: |$)|>|[-=]>|```|[*](?: |$)|\[\d{1,9}\](?: |$)|\. ?$")
_FIRST_MARK = re.compile(_LATER_MARK.pattern + r"|[-?](?: |$)|\[(?!\d{1,9}\]\[)")
_BETWEEN = re.compile(r" · (?! |$)")
_RUN = re.compile(" {2,}")
_TEXT_RUN = re.compile(r" {2,}")


class Inline(str):
    """A run of text as the plain form writes it; *links* are the places where its links' markers begin."""

    __slots__ = ("links",)
    links: tuple[int, ...]


def tidy(spans: Spans) -> Spans:
    """*spans* as all forms without marks see them: neighbours of one link joined, single spaces, none at the ends or at the ends of a link's text."""
    if len(spans) == 1:
        only = spans[0]
        if not only.href and not only.mark and not only.lang and "  " not in only.text and only.text and only.text == only.text.strip(" "):
            return spans  # most runs of text
    found: list[Span] = []
    space = True
    for span in spans:
        text = _TEXT_RUN.sub(" ", span.text)
        lead = text.startswith(" ")
        trail = text.endswith(" ") and len(text) > 1
        core = text.strip(" ")
        number = span.number if span.href else 0
        if lead and not space:
            _add(found, " ", span.href, number)
            space = True
        if core:
            _add(found, core, span.href, number)
            space = False
            if trail:
                _add(found, " ", span.href, number)
                space = True
    return _settle(found)


def _add(found: list[Span], text: str, href: str, number: int) -> None:
    """Put *text* behind what is *found*, as part of the same span where it is the same link."""
    if found and found[-1].href == href and found[-1].number == number:
        found[-1] = Span(found[-1].text + text, href, number=number)
    else:
        found.append(Span(text, href, number=number))


def _settle(found: list[Span]) -> Spans:
    """The spaces at the ends of links moved out of them, none at the very end."""
    settled: list[Span] = []
    for span in found:
        core = span.text.strip(" ") if span.href else span.text
        if span.href and core != span.text:
            if span.text.startswith(" "):
                _add(settled, " ", "", 0)
            if core:
                _add(settled, core, span.href, span.number)
            if core and span.text.endswith(" "):
                _add(settled, " ", "", 0)
        else:
            _add(settled, span.text, span.href, span.number)
    if settled and settled[-1].text.endswith(" "):
        last = settled.pop()
        if last.text.rstrip(" "):
            settled.append(Span(last.text.rstrip(" "), last.href, number=last.number))
    return tuple(settled)


def inline(spans: Spans) -> Inline:
    """*spans* in one run of text with link markers; a link without a number is its text, and its address where that says something else."""
    return _written(tidy(spans))


def _written(spans: Spans) -> Inline:
    """*spans*, which are joined already, with their markers."""
    text = own = ""
    links: list[int] = []
    for span in spans:
        if span.number:
            text += _told_apart(own, "[") if own else ""
            own = ""
            links.append(len(text))
            text += f"[{span.number}][{_inside(span.text)}]"
        else:
            own += span.text
            if span.href and span.href not in span.text:
                own += f" ({span.href})"
    run = Inline(text + _told_apart(own, ""))
    run.links = tuple(links)
    return run


def _told_apart(text: str, following: str) -> str:
    """*text* of no link, so that nothing in it is taken for a link's marker; *following* is the character behind it."""
    if following:
        text += "\\" * (len(text) - len(text.rstrip("\\")))
    if "]" not in text:
        return text
    end = len(text)
    for like in reversed(list(_LINK_LIKE.finditer(text + following))):
        # Where the next one has a backslash before it, this one is none any more.
        if like.end() < end or like.end() == len(text):
            text = text[: like.start()] + "\\" + like[1] + text[like.start() :]
            end = like.start()
    return text


def _inside(text: str) -> str:
    """The text of a link: as it is where its brackets have partners and it has no backslash, else with backslashes."""
    if "[" not in text and "]" not in text and "\\" not in text:
        return text
    depth = 0
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if depth < 0:
            break
    return text if depth == 0 and "\\" not in text else _BRACKET.sub(r"\\\g<0>", text)


def read_inline(text: str, targets: dict[int, str]) -> Spans:
    """The spans that `inline` wrote; *targets* are the links' addresses by number."""
    spans: list[Span] = []
    plain = ""
    at = 0
    closes: frozenset[int] | None = None
    while (found := _LINK_START.search(text, at)) is not None:
        closes = _closed(text) if closes is None else closes
        plain += text[at : found.start()]
        plain += "\\" * (len(found[1]) // 2)
        end, label = _link_text(text, found.end()) if len(found[1]) % 2 == 0 and found.end() - 1 in closes else (-1, "")
        if end < 0:
            # The last bracket may be another marker's first.
            plain += found[0].lstrip("\\")[:-1]
            at = found.end() - 1
            continue
        if plain:
            spans.append(Span(plain))
            plain = ""
        spans.append(Span(label, targets.get(int(found[2]), ""), number=int(found[2])))
        at = end
    plain += text[at:]
    if plain:
        spans.append(Span(plain))
    return tuple(spans)


def _closed(text: str) -> frozenset[int]:
    """Where the brackets of *text* stand that are closed: looked for once, since text made against it opens many and closes none."""
    found: list[int] = []
    open_at: list[int] = []
    at = 0
    while (sign := _BRACKET.search(text, at)) is not None:
        at = sign.end() + (sign[0] == "\\")
        if sign[0] == "[":
            open_at.append(sign.start())
        elif sign[0] == "]" and open_at:
            found.append(open_at.pop())
    return frozenset(found)


def begins_link(text: str) -> bool:
    """Whether *text* begins with a link's marker."""
    found = _LINK_START.match(text)
    return found is not None and len(found[1]) % 2 == 0


def _link_text(text: str, start: int) -> tuple[int, str]:
    """Where the link's text that begins at *start* has ended, and the text; -1 where it does not end."""
    depth = 0
    label = ""
    at = start
    while (found := _BRACKET.search(text, at)) is not None:
        label += text[at : found.start()]
        sign, at = found[0], found.end()
        if sign == "\\":
            label += text[at : at + 1]
            at += 1
        elif sign == "[":
            depth += 1
            label += sign
        elif depth:
            depth -= 1
            label += sign
        else:
            return at, label
    return -1, ""


def fold_spaces(text: str) -> str:
    """*text* with single spaces and none at its ends: what stands in a value, and what doubled spaces are read back as."""
    return (_RUN.sub(" ", text) if "  " in text else text).strip(" ")


def literal(text: str, sign: str) -> str:
    """*text*, which stands before *sign* (which ends in a space), so that its own signs are not taken for that one."""
    return fold_spaces(text).replace(sign, sign + " ")


def split_sign(text: str, sign: str) -> tuple[str, str, str]:
    """What stands before the first *sign* with one space behind it, the sign, and what stands behind it; as `str.partition`."""
    found = re.search(re.escape(sign) + "(?! |$)", text)
    return (text[: found.start()], sign, text[found.end() :]) if found else (text, "", "")


def named(kicker: str, headline: str) -> str:
    """Kicker and headline as people write them, for what is never read back."""
    kicker, headline = fold_spaces(kicker), fold_spaces(headline)
    return f"{kicker}: {headline}" if kicker and headline else kicker or headline


def title(masthead: str, kicker: str, headline: str) -> str:
    """The title of a page without its `# `. It ends in a space where a headline without kicker has a `: ` of its own."""
    masthead, kicker, headline = fold_spaces(masthead), fold_spaces(kicker), fold_spaces(headline)
    if not headline:
        kicker, headline = "", kicker
    named = literal(kicker, ": ") + ": " + headline if kicker else headline + " " if ": " in headline else headline
    if masthead:
        return f"{_own(masthead, '--', last=False)} -- {named}"
    return _own(named, "--", last=True)


def _own(text: str, word: str, *, last: bool) -> str:
    """*text* with two spaces behind each *word* of its own, also behind one that ends it where it is not the *last* on its line."""
    return re.sub(rf"(?:(?<= )|^){word}(?= {'' if last else '|$'})", word + " ", text)


def read_title(text: str) -> tuple[str, str, str]:
    """Masthead, kicker and headline of a title."""
    found = re.search(r" -- (?! |$)", text)
    masthead, rest = (text[: found.start()], text[found.end() :]) if found else ("", text)
    kicker, sign, headline = split_sign(rest, ": ")
    if not sign or rest.endswith(" "):
        kicker, headline = "", rest
    return fold_spaces(masthead), fold_spaces(kicker), fold_spaces(headline)


def doubled(text: str) -> tuple[int, ...]:
    """The places behind doubled spaces: no line ends there."""
    return tuple(found.end() for found in _RUN.finditer(text))


def facts(values: tuple[str, ...]) -> str:
    """One line of short facts; in brackets where nothing in it says what it is."""
    values = tuple(value for value in map(fold_spaces, values) if value)
    line = " · ".join(_own(value, "·", last=number == len(values)) for number, value in enumerate(values, 1))
    return line if is_facts(line) else f"({line})"


def short_facts(line: str, most: int) -> list[int]:
    """The places in a line of facts within those of at most *most* cells: a line ends between facts, not in „114 Wörter“."""
    edges = [(0, 0), *[found.span() for found in _BETWEEN.finditer(line)], (len(line), len(line))]
    facts = [(before[1], after[0]) for before, after in pairwise(edges)]
    return [place for start, end in facts if cells(line[start:end]) <= most for place in range(start + 1, end)]


def split_facts(line: str) -> tuple[str, ...]:
    """The facts of a line."""
    return tuple([fold_spaces(part) for part in _BETWEEN.split(line)]) if " · " in line else (fold_spaces(line),)


def is_facts(line: str) -> bool:
    """Whether *line* is read as facts: dates, or anything that ends in a word for completeness, or the address of the original."""
    if len(line) > 600 or (len(line) > 120 and " · " not in line and "://" not in line):
        return False  # most paragraphs: one fact that is no address is shorter
    parts = split_facts(line)
    says = bool(labels.completeness(parts[-1])) or is_original(parts[0]) or all(labels.read_date(part) or labels.read_changed(part) for part in parts)
    return says and not _is_other(line)


def is_original(fact: str) -> bool:
    """Whether *fact* says where the original stands."""
    name, sign, address = fact.partition(": ")
    return bool(sign) and labels.means(name, "original") and "://" in address and " " not in address


def begins_like_a_mark(line: str, *, first: bool) -> bool:
    """Whether a line of prose has to begin with a space so that it is read as prose; the *first* of a paragraph, or a later one."""
    return (_FIRST_MARK if first else _LATER_MARK).match(line) is not None


def reads_as_other(text: str) -> bool:
    """Whether a paragraph of that *text* would be read as another block, by more than its line's first characters."""
    return (text.startswith("(") and text.endswith(")")) or has_label(text, "picture", "table") or is_facts(text)


def has_label(line: str, *keys: str) -> bool:
    """Whether *line* begins with the words for one of *keys* and a colon."""
    name, sign, _ = line[:80].partition(":")
    return bool(sign) and any(labels.means(name, key) for key in keys)


def _is_other(line: str) -> bool:
    """Whether *line*, which says facts, would be read as something else by its beginning."""
    return begins_like_a_mark(line, first=True) or has_label(line, "picture", "table")


def merged(spans: Spans) -> Spans:
    """*spans* of a line of verse: neighbours of one link joined, all spaces kept but those at the end."""
    found: list[Span] = []
    for span in spans:
        if span.text:
            _add(found, span.text, span.href, span.number if span.href else 0)
    while found and not found[-1].text.rstrip(" "):
        found.pop()
    if found:
        last = found.pop()
        found.append(Span(last.text.rstrip(" "), last.href, number=last.number))
    return tuple(found)


def verse(spans: Spans) -> Inline:
    """A line of verse as the plain form writes it."""
    return _written(merged(spans))


def about(day: str, tag: str) -> str:
    """The facts of an article in a list, in brackets: its day, the topic for which it was chosen."""
    tag = fold_spaces(tag)
    if not day and not tag:
        return ""
    parts = [part for part in (day, tag) if part]
    if not day and (labels.read_date(tag) or tag.startswith("· ")):
        parts = ["", tag]
    return f"({' · '.join(parts).strip(' ')})"


def read_about(text: str) -> tuple[str, str]:
    """Day (ISO 8601) and topic of `about`."""
    inner = text[1:-1]
    if inner.startswith("· "):
        return "", inner[2:]
    day, _, tag = inner.partition(" · ")
    date = labels.read_date(day)
    return (date, tag) if date else ("", inner)


def credit(language: str, text: str) -> tuple[str, str]:
    """The name before a picture's credit and the credit: the paper's own where it prints one ("Foto: …"), else the edition's."""
    name, sign, rest = text.partition(": ")
    if sign and labels.means(name, "photo"):
        return name, rest
    return labels.label(language, "photo"), text


def read_credit(text: str) -> str:
    """The credit that a picture's line behind its caption has."""
    name, sign, rest = text.partition(": ")
    if not sign or not labels.means(name, "photo"):
        return fold_spaces(text)
    return f"{name}: {fold_spaces(rest)}" if rest.startswith(" ") else rest
