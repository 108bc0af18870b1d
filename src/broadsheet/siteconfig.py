"""The text of a FiveFilters site config in, its rules out. Imports nothing of ours.

The format is that of Full-Text RSS (help.fivefilters.org, "Site Patterns"; the files of `ftr-site-config` are in the public domain): a line is
`key: value` or `key(argument): value`, lines that begin with `#` are comments, what is given several times is tried in order.

| key | value | here |
|---|---|---|
| `title` `author` `date` `body` | XPath 1.0 | the first that finds something says it |
| `strip` | XPath 1.0 | what it finds is no part of the page |
| `strip_id_or_class` · `strip_image_src` | a part of an id, class, address | likewise |
| `find_string`, then `replace_string` · `replace_string(find)` | text | replaced in the page before it is parsed |
| `autodetect_on_failure` | `yes`, `no` | with `no` a page that `body` finds nothing on holds no article |
| all others, and XPath of over 2,000 characters | | are named in `ignored`; `test_url` and `test_contains` are for who tests the file |
"""

import re
from typing import Final

import msgspec

LARGEST: Final = 256_000  # characters of a file; the largest known has 20,000
_MOST: Final = 500  # rules of one file
_LONGEST: Final = 2_000  # characters of an expression: with a long text in it, one function of XPath alone takes minutes
_LINE = re.compile(r"([a-z_]+)\s*(?:\((.*)\))?\s*:(?!\s*:)\s*(.*)")
_TESTS: Final = frozenset({"test_url", "test_contains", "test_title"})
_XPATH: Final = {"title": "titles", "author": "authors", "date": "dates", "body": "bodies", "strip": "strips"}
_PART: Final = {"strip_id_or_class": "named", "strip_image_src": "pictures"}


class SiteConfig(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rules of one file. *titles* to *strips* are XPath expressions; *named* and *pictures* are parts of ids, classes, addresses; *replaced* are texts
    and what stands in their place; *autodetect*: extraction decides where *bodies* find nothing; *ignored* are the keys that change nothing here.
    """

    file: str
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    strips: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    autodetect: bool = True
    ignored: tuple[str, ...] = ()

    def expressions(self) -> tuple[str, ...]:
        """All XPath expressions."""
        return (*self.titles, *self.authors, *self.dates, *self.bodies, *self.strips)


def parse(text: str, file: str) -> SiteConfig:
    """The rules in *text*, the content of *file*; a line that is none is passed over, as Full-Text RSS does."""
    lists: dict[str, list[str]] = {name: [] for name in (*_XPATH.values(), *_PART.values())}
    replaced: list[tuple[str, str]] = []
    ignored: dict[str, None] = {}
    sought: list[str] = []
    autodetect = True
    for line in text[:LARGEST].splitlines()[: 20 * _MOST]:
        found = _LINE.fullmatch(line.strip()) if not line.lstrip().startswith("#") else None
        if found is None or not found[3]:
            continue
        key, argument, value = found[1], found[2] or "", found[3].strip()
        if (name := (_XPATH | _PART).get(key)) and not argument:
            if len(value) > _LONGEST:
                ignored[f"{key} of more than {_LONGEST:,} characters"] = None
            elif len(lists[name]) < _MOST:
                lists[name].append(value)
        elif key == "find_string":
            sought.append(value)
        elif key == "replace_string" and (argument or sought) and len(replaced) < _MOST:
            replaced.append((argument or sought.pop(0), value))
        elif key == "autodetect_on_failure":
            autodetect = value.lower() != "no"
        elif key not in _TESTS:
            ignored[key] = None
    return SiteConfig(
        file=file, replaced=tuple(replaced), autodetect=autodetect, ignored=tuple(ignored)[:_MOST], **{name: tuple(values) for name, values in lists.items()}
    )


def file_names(host: str) -> tuple[str, ...]:
    """The names of the files that hold rules for *host* (without `www.`), the closest first: `a.b.example.txt`, `.b.example.txt`, `.example.txt`."""
    labels = host.split(".")
    return (f"{host}.txt", *(f".{'.'.join(labels[at:])}.txt" for at in range(1, len(labels))))
