"""A line that a reader typed in, a `Query` out; a `Query` in, an expression of the full text index out. The same language for every store.

| typed | finds |
|---|---|
| `strom netz` | texts that hold both words, in any form of case and accents |
| `"strom und netz"` | the words in this order; the closing mark may be missing |
| `author:name` `tag:name` `section:name` | by a person, under a topic, in a section; a name of several words stands in quotes: `author:"Anna Groß"` |
| `since:2024-12-01` `until:2024-12` | published not before, not after; a month or a year means all of it |

The fields' names in other languages are understood too, and a space behind the colon of the first. Whatever else is typed is words, `writer:groß` too,
which `strange` names: nothing in a query is ever an error but a date that is none.
"""

import calendar
import re

from ..errors import UsageError
from ..text import clean
from . import Query
from .wording import searchable

LONGEST = 500  # characters of a query; a reader's question is shorter, an attack is not
MOST = 32  # terms

# By what readers of the languages of `locale/` call them; those of Arabic and Japanese type the English names that the page of results shows them.
_NAMES = {
    "author": "author autor autorin autora auteur autrice autore",
    "tag": "tag thema tema sujet onderwerp",
    "section": "section ressort rubrique sección seccion sezione rubriek",
    "since": "since seit depuis desde sinds",
    "until": "until bis hasta tot",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_QUOTES = str.maketrans("„“”«»‟″", '"""""""')
_KNOWN = "|".join(_FIELDS)
# Further on "Tag: Die Brücke steht" is a part of a headline; and of names that are no fields, "Hafen: Es wird gebaut" is one, `https://` an address.
_TERM = re.compile(
    rf'(?:(?P<field>{_KNOWN}):(?=\S)|\A(?P<first>{_KNOWN}):\s+(?!(?:{_KNOWN}):)|(?P<strange>[^\W\d_]{{2,20}}):(?=\w|"))?'
    r'(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))',
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_LETTER = re.compile(r"[^\W_]")


def parse(text: str) -> Query:
    """What *text* asks for; `UsageError` for a `since:` or `until:` that is no date. Text over 500 characters or 32 terms is cut there."""
    found: dict[str, str] = {}
    words: list[str] = []
    phrases: list[str] = []
    for term in _TERM.finditer(clean(text)[:LONGEST].translate(_QUOTES)):
        field = _FIELDS.get((term["field"] or term["first"] or "").lower())
        quoted, bare = term["quoted"], term["bare"]
        if field:
            value = (quoted if quoted is not None else bare).strip()
            if value:
                found[field] = _edge(field, value) if field in {"since", "until"} else value
        elif len(words) + len(phrases) < MOST:
            before = f"{term['strange']}:" if term["strange"] else ""
            if quoted is None:
                words.append(before + bare)
            else:
                words.extend([before] if before else [])
                phrases.extend([quoted.strip()] if quoted.strip() else [])
    return Query(words=tuple(words), phrases=tuple(phrases), **found)


def strange(text: str) -> tuple[str, ...]:
    """The names in *text* that are written like fields, `writer:groß`, and are none: looked for as words, they seldom find what was meant."""
    found = (term["strange"] for term in _TERM.finditer(clean(text)[:LONGEST].translate(_QUOTES)))
    return tuple(dict.fromkeys(name for name in found if name))


def _edge(field: str, value: str) -> str:
    """The first (`since`) or last (`until`) day of the date *value*."""
    parts = _DATE.fullmatch(value)
    try:
        if not parts:
            raise ValueError(value)
        year = int(parts[1])
        month = int(parts[2] or (1 if field == "since" else 12))
        last = calendar.monthrange(year, month)[1]
        day = int(parts[3] or (1 if field == "since" else last))
        if not 1 <= day <= last or not year:
            raise ValueError(value)
    except (ValueError, IndexError):
        raise UsageError(f"{field}:{value[:40]} is no date: write it as {field}:2024-12-03, {field}:2024-12 or {field}:2024") from None
    return f"{year:04}-{month:02}-{day:02}"


def expression(query: Query) -> str:
    """The words and phrases of *query* in the syntax of FTS5, every one of them quoted; "" where there is no letter or digit in them."""
    terms = (searchable(term).replace('"', " ").replace("\0", " ") for term in (*query.words, *query.phrases))
    return " AND ".join(f'"{term}"' for term in terms if _LETTER.search(term))
