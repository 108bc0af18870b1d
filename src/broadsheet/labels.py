"""A language and a meaning in; the words that the edition itself says out, and dates as people write them. Imports nothing of ours.

| function | in | out |
|---|---|---|
| `label` | `"de"`, `"search"` | `Suche`; places like `{tag}` are filled from keywords |
| `count` | `"de"`, `"words"`, 620 | `620 Wörter` |
| `date` | `"de"`, `"2024-12-03T17:42:00+01:00"` | `3. Dezember 2024, 17:42`; as exact as the date is; also `2024-12` and `2024` |
| `direction` | `"ar"` | `rtl` |
| `name` | `"de-AT"` | `Deutsch` |
| `section` · `means` · `completeness` · `read_date` · `read_changed` | words as printed, in any of the languages | their meaning: for `render.readback` |

The words stand in `locale/<language>.toml`, one file a language, each with every key: to add a language is to add a file. A language that has no
file is spoken to in English. The line of dates that ends an article is `Facts((date(…),))` or
`Facts((date(…), label(…, "changed", date=date(…))))`; the line below its title ends in the word for its completeness.
"""

import re
import tomllib
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, TypeAlias, TypedDict, cast

Completeness: TypeAlias = Literal["", "full", "excerpt", "paywalled", "live"]

SECTIONS = ("links", "authors", "tags", "related", "later")
_COMPLETENESS: tuple[Completeness, ...] = ("full", "excerpt", "paywalled", "live")
_ARTICLE = (*SECTIONS, *_COMPLETENESS, "picture", "photo", "table", "box", "correction", "words", "words-one")
# Scripts written from right to left (Unicode: Arabic, Hebrew, Syriac, Thaana, N'Ko, Adlam), by the languages that papers appear in.
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "ff-adlm", "he", "iw", "ks", "ku-arab", "nqo", "ps", "sd", "syr", "ug", "ur", "yi", "ji"})
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d).*)?)?)?")
# Dates as other text editions print them: "3 Dec 2024".
_SHORT = re.compile(r"([0-9]{1,2})\.? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([0-9]{4})")
_YEAR = re.compile("[0-9]{4}")  # no date that is read has none
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Dates(TypedDict):
    day: str
    month: str
    year: str
    time: str
    months: list[str]


class _Locale(TypedDict):
    name: str
    direction: str
    dates: _Dates
    labels: dict[str, str]


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a file, by their ISO 639 code."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in files("broadsheet").joinpath("locale").iterdir() if file.name.endswith(".toml")))


def _code(language: str) -> str:
    """The code of the file that speaks to readers of *language* (a BCP 47 tag)."""
    code = language.lower().replace("_", "-").partition("-")[0]
    return code if code in languages() else "en"


def spoken(language: str) -> str:
    """The language in which readers of *language* (a BCP 47 tag) are spoken to."""
    return _code(language)


@cache
def _locale(code: str) -> _Locale:
    """The words of one language."""
    return cast("_Locale", tomllib.loads(files("broadsheet").joinpath("locale", f"{code}.toml").read_text("utf-8")))


def label(language: str, key: str, **values: str | int) -> str:
    """The words for *key* in *language*; `KeyError` where no such key is."""
    words = _locale(_code(language))["labels"][key]
    # str.format would read a "{" of the values' neighbours as a place; only the places that are named are filled.
    return re.sub(r"\{(\w+)\}", lambda place: str(values.get(place[1], place[0])), words) if values else words


def count(language: str, key: str, number: int) -> str:
    """*number* of something: "620 Wörter", "1 Wort". Keys: `words`, `articles`."""
    return label(language, f"{key}-one" if number == 1 else key, n=number)


@lru_cache(maxsize=4096)
def date(language: str, iso: str) -> str:
    """*iso* (ISO 8601: year, month, day or moment) as people write it, the wall clock as it stands; *iso* itself where it is no such date."""
    found = _ISO.fullmatch(iso)
    if found is None or not 1 <= int(found[2] or 1) <= 12:
        return iso
    forms = _locale(_code(language))["dates"]
    pattern = forms["day"] if found[3] else forms["month"] if found[2] else forms["year"]
    written = pattern.format(year=found[1], month=forms["months"][int(found[2] or 1) - 1], day=int(found[3] or 1))
    return forms["time"].format(date=written, hour=found[4], minute=found[5]) if found[4] else written


def name(language: str) -> str:
    """What *language* (a BCP 47 tag) calls itself; the tag itself where it has no file."""
    code = _code(language)
    return _locale(code)["name"] if language.lower().replace("_", "-").partition("-")[0] == code else language


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The direction in which *language* (a BCP 47 tag) is written."""
    tag = language.lower().replace("_", "-")
    if "-arab" in tag or "-hebr" in tag:
        return "rtl"
    return "rtl" if tag.partition("-")[0] in _RIGHT_TO_LEFT and "-latn" not in tag and "-cyrl" not in tag else "ltr"


@cache
def _meanings(keys: tuple[str, ...]) -> dict[str, str]:
    """The words of *keys* in all languages, and what they mean."""
    return {_locale(code)["labels"][key]: key for code in languages() for key in keys}


def section(words: str) -> str:
    """The key of the article's section that *words* head (`links`, `authors`, `tags`, `related`, `later`) in any language, else ""."""
    return _meanings(SECTIONS).get(words, "")


@cache
def _all_words(key: str) -> frozenset[str]:
    """The words for *key* in all languages."""
    return frozenset(_locale(code)["labels"][key] for code in languages())


def means(words: str, key: str) -> bool:
    """Whether *words* are those for *key* in any language."""
    return words in _all_words(key)


@cache
def _languages_by_words(keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For each of the words for *keys* the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for code in languages():
        own = _locale(code)["labels"]
        for key in keys:
            words = own[key].replace("{n}", "").strip()
            if code not in found.get(words, ()):
                found[words] = (*found.get(words, ()), code)
    return found


def language_of(words: Iterable[str], keys: tuple[str, ...] = _ARTICLE) -> str:
    """The language that has the most of *words* among the labels of an article's page, or for *keys*; "" where none has more than all others."""
    votes: dict[str, int] = {}
    for code in (code for word in words for code in _languages_by_words(keys).get(word, ())):
        votes[code] = votes.get(code, 0) + 1
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else ""


def completeness(words: str) -> Completeness:
    """What *words* say of an article's completeness, in any language; "" where they say nothing of it."""
    return cast("Completeness", _meanings(cast("tuple[str, ...]", _COMPLETENESS)).get(words, ""))


@cache
def _date_patterns() -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    """For each language what its dates look like, and its months by name."""
    found: list[tuple[re.Pattern[str], dict[str, int]]] = []
    escaped_date = re.escape("{date}")
    for code in languages():
        forms = _locale(code)["dates"]
        months = {name: number for number, name in enumerate(forms["months"], 1)}
        names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
        day = re.escape(forms["day"]).replace(r"\{year\}", r"(?P<year>[0-9]{4})").replace(r"\{month\}", f"(?P<month>{names})")
        day = day.replace(r"\{day\}", r"(?P<day>[0-9]{1,2})")
        time = re.escape(forms["time"]).replace(r"\{hour\}", r"(?P<hour>[0-9]{2})").replace(r"\{minute\}", r"(?P<minute>[0-9]{2})")
        found.append((re.compile(f"{day}(?:{time.removeprefix(escaped_date)})?"), months))
    return tuple(found)


def read_date(words: str) -> str:
    """The day or moment that `date` printed in any language as *words* (no zone: none is printed), or the reference's `3 Dec 2024`; else "".

    A day that no calendar has is none: others write what is read here.
    """
    if len(words) > 60 or not _YEAR.search(words):
        return ""
    short = _SHORT.fullmatch(words)
    if short is not None:
        return _if_real(f"{short[3]}-{_SHORT_MONTHS.index(short[2]) + 1:02}-{int(short[1]):02}")
    for pattern, months in _date_patterns():
        found = pattern.fullmatch(words)
        if found is not None:
            moment = f"T{found['hour']}:{found['minute']}" if found["hour"] else ""
            return _if_real(f"{found['year']}-{months[found['month']]:02}-{int(found['day']):02}{moment}")
    return ""


def _if_real(iso: str) -> str:
    """*iso* where it is a day or a moment of the calendar, else ""."""
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return ""
    return iso


def read_changed(words: str) -> str:
    """The date of change that `label(…, "changed", date=date(…))` printed in any language as *words*, else ""."""
    if len(words) > 120 or not _YEAR.search(words):
        return ""
    for code in languages():
        before, _, after = _locale(code)["labels"]["changed"].partition("{date}")
        if words.startswith(before) and words.endswith(after):
            found = read_date(words[len(before) : len(words) - len(after)])
            if found:
                return found
    return ""
