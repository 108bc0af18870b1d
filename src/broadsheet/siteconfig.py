"""The text of a FiveFilters site config in, its rules out. Imports nothing of ours.

The format is that of Full-Text RSS (help.fivefilters.org, "Site Patterns"; the files of `ftr-site-config` are in the public domain): a line is
`key: value` or `key(argument): value`, lines that begin with `#` are comments, what is given several times is tried in order.

| key | value | here |
|---|---|---|
| `title` `author` `date` `body` | XPath 1.0 | the first that finds something says it |
| `strip` | XPath 1.0 | what it finds is no part of the page |
| `strip_id_or_class` · `strip_image_src` | a part of an id, class, address | likewise |
| `strip_attr` · `dissolve` · `wrap_in(tag)` | XPath 1.0 | attributes that go · elements of which the contents stay · that get one around them |
| `find_string`, then `replace_string` · `replace_string(find)` | text | replaced in the page before it is parsed |
| `single_page_link`, then `if_page_contains` | XPath 1.0 | where all of the article is on one page; only where the page has that, too |
| `next_page_link` | XPath 1.0 | where it goes on |
| `autodetect_next_page` | `yes`, `no` | with `no` it goes on nowhere else |
| `autodetect_on_failure` | `yes`, `no` | with `no` a page that `body` finds nothing on holds no article |
| `http_header(name)` | text | sent with requests for pages, where it is one of `SENT` |
| `tidy` `prune` and the like (`_ASIDE`) | | are named in `ignored`: they steer tools that we do not have, or are not read (docs/papers.md says why) |
| what is none of these, XPath of over 2,000 characters | | is named in `unknown` |

`test_url` and `test_contains` are for who tests the file.
"""

import re
from typing import Final, NamedTuple

import msgspec

LARGEST: Final = 256_000  # characters of a file; the largest known has 20,000
SENT: Final = frozenset({"accept-language", "cookie"})
"""The headers that a file may have sent. Not `user-agent` and `referer`: papers know us by our name, and nobody sent us."""
_MOST: Final = 500  # rules of one file
_LONGEST: Final = 2_000  # characters of an expression: with a long text in it, one function of XPath alone takes minutes
_LINE = re.compile(r"([a-z_]+)\s*(?:\((.*)\))?\s*:(?!\s*:)\s*(.*)")
_TAG = re.compile(r"[a-z][a-z0-9]{0,20}")
_TESTS: Final = frozenset({"test_url", "test_contains", "test_title"})
_XPATH: Final = {
    "title": "titles",
    "author": "authors",
    "date": "dates",
    "body": "bodies",
    "strip": "strips",
    "strip_attr": "attributes",
    "dissolve": "dissolved",
    "next_page_link": "following",
}
_PART: Final = {"strip_id_or_class": "named", "strip_image_src": "pictures"}
_ASIDE: Final = frozenset(
    {
        *("tidy", "prune", "parser", "convert_double_br_tags", "strip_comments", "footnotes", "post_strip_attr", "skip_id_or_class"),
        *("insert_detected_image", "src_lazy_load_attr", "skip_json_ld", "native_ad_clue", "move_into", "single_page_link_in_feed"),
        *("requires_login", "not_logged_in_xpath", "login_uri", "login_username_field", "login_password_field", "login_extra_fields"),
    }
)


class Leads(NamedTuple):
    """Where a page leads by its site's rules, as absolute addresses, "" for nowhere: to all of its article on one page, to the article's next page.

    *alone*: what the site says itself of next pages does not count.
    """

    single: str = ""
    following: str = ""
    alone: bool = False


class SiteConfig(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rules of one file, or of several (`with_more`). *titles* to *following* are XPath expressions, *wrapped* with the tag that goes around, *singles*
    with the condition ("" for none); *named* and *pictures* are parts of ids, classes, addresses; *replaced* are texts and what stands in their place.

    *autodetect*: extraction decides where *bodies* find nothing; *continues*: an article also goes on where the site itself says so. *headers* go with
    requests for pages, by lower-case name. *ignored* are keys that change nothing here, *unknown* what is no key.
    """

    file: str
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    strips: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    dissolved: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    wrapped: tuple[tuple[str, str], ...] = ()
    singles: tuple[tuple[str, str], ...] = ()
    named: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    autodetect: bool = True
    continues: bool = True
    ignored: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def expressions(self) -> tuple[str, ...]:
        """All XPath expressions."""
        pairs = [each for pair in self.singles for each in pair if each] + [expression for _, expression in self.wrapped]
        return (*(each for name in _XPATH.values() for each in getattr(self, name)), *pairs)

    def leads(self) -> bool:
        """Whether a page is to be looked at for where it leads."""
        return bool(self.singles or self.following)

    def told(self) -> tuple[str, ...]:
        """The file, and in a line each what of it changes nothing here and what is no key: for people to read."""
        lines = {"not applied": self.ignored, "unknown": self.unknown}
        return (self.file, *(f"{name}: {', '.join(keys)}" for name, keys in lines.items() if keys))

    def rewritten(self, text: str, most: int) -> str:
        """*text*, a page, with its replacements; `ValueError` with what was to be replaced where it would be longer than *most* characters."""
        for find, replacement in self.replaced:
            # Each rule may double what the one before it made.
            if len(text) + text.count(find) * (len(replacement) - len(find)) > most:
                raise ValueError(find)
            text = text.replace(find, replacement)
        return text

    def with_more(self, other: "SiteConfig") -> "SiteConfig":
        """These rules, and behind them those of *other*, a file for more sites; of a header the first counts. With `autodetect_on_failure: no` no other's."""
        if not self.autodetect:
            return self
        lists = {name: tuple(dict.fromkeys((*getattr(self, name), *getattr(other, name)))) for name in _LISTS}
        headers = tuple((dict(other.headers) | dict(self.headers)).items())
        both = {"autodetect": other.autodetect, "continues": self.continues and other.continues, "headers": headers}
        return msgspec.structs.replace(self, file=f"{self.file} + {other.file}", **lists, **both)


_LISTS: Final = (*_XPATH.values(), *_PART.values(), "wrapped", "singles", "replaced", "ignored", "unknown")


def parse(text: str, file: str) -> SiteConfig:
    """The rules in *text*, the content of *file*; a line that is none is passed over, as Full-Text RSS does."""
    found: dict[str, list[str]] = {name: [] for name in (*_XPATH.values(), *_PART.values())}
    replaced: list[tuple[str, str]] = []
    singles: list[tuple[str, str]] = []
    wrapped: list[tuple[str, str]] = []
    headers: dict[str, str] = {}
    ignored: dict[str, None] = {}
    unknown: dict[str, None] = {}
    switches = {"autodetect_on_failure": True, "autodetect_next_page": True}
    sought: list[str] = []
    for line in text[:LARGEST].splitlines()[: 20 * _MOST]:
        told = _LINE.fullmatch(line.strip()) if not line.lstrip().startswith("#") else None
        if told is None or not told[3]:
            continue
        key, argument, value = told[1], told[2] or "", told[3].strip()
        name = (_XPATH | _PART).get(key) if not argument else None
        if (name or key in {"single_page_link", "if_page_contains", "wrap_in"}) and len(value) > _LONGEST:
            unknown[f"{key} of more than {_LONGEST:,} characters"] = None
        elif name:
            found[name].append(value)
        elif key == "find_string":
            sought.append(value)
        elif key == "replace_string" and (argument or sought):
            replaced.append((argument or sought.pop(0), value))
        elif key == "single_page_link" and not argument:
            singles.append((value, ""))
        elif key == "if_page_contains" and singles:  # it is a condition of the last one, and of nothing else
            singles[-1] = singles[-1][0], value
        elif key == "wrap_in" and _TAG.fullmatch(argument.lower()):
            wrapped.append((argument.lower(), value))
        elif key == "http_header" and argument.strip().lower() in SENT and value.isascii() and value.isprintable():
            headers[argument.strip().lower()] = value[:_LONGEST]
        elif key in switches:
            switches[key] = value.lower() in {"yes", "true"}
        elif key in _ASIDE or key == "http_header":
            ignored[f"{key}({argument})" if argument else key] = None
        elif key not in _TESTS:
            unknown[key] = None
    return SiteConfig(
        file=file,
        replaced=tuple(replaced[:_MOST]),
        singles=tuple(singles[:_MOST]),
        wrapped=tuple(wrapped[:_MOST]),
        headers=tuple(headers.items()),
        autodetect=switches["autodetect_on_failure"],
        continues=switches["autodetect_next_page"],
        ignored=tuple(ignored)[:_MOST],
        unknown=tuple(unknown)[:_MOST],
        **{name: tuple(values[:_MOST]) for name, values in found.items()},
    )


def file_names(host: str) -> tuple[str, ...]:
    """The names of the files that hold rules for *host* (without `www.`), the closest first: `a.b.example.txt`, `.b.example.txt`, `.example.txt`."""
    labels = host.split(".")
    return (f"{host}.txt", *(f".{'.'.join(labels[at:])}.txt" for at in range(1, len(labels))))
